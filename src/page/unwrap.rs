//! The lines of a column put together into paragraphs again, where a dump has them line by line and an indent before
//! each paragraph.
//!
//! Guarantees: linear in the page; a line that is indented or stands behind an empty one begins a block. Never: a join
//! of what an indent parts.
//!
//! All articles of a page need not be set in one measure, so a line is full or short by the measure of its own
//! paragraph, and where that has one line only, by those beside it.

use super::facts::{is_closed, is_signature};
use super::lines::Line;

/// How many ideographs a full line may be narrower (what follows may not begin a line, or not be broken) or wider
/// (marks hang) than its column.
const SLACK: usize = 2;
/// How many lines are looked at for the end of a paragraph.
const FAR: usize = 40;

/// The lines of a dump that is set in columns.
pub(super) struct Columns<'a> {
    dump: &'a str,
    lines: &'a [Line],
    widths: &'a [usize],
    /// For each line the next one that is indented or stands behind an empty line.
    ends: Vec<usize>,
    /// For each line the measure of the next paragraph, from it on, that has more than one line.
    below: Vec<Option<usize>>,
}

/// The measure of a block by the widths of its lines: nothing where too few of them tell. The first line of a paragraph
/// may lack its indent, the last one is as long as it is.
pub(super) fn measure(lines: &[Line], widths: &[usize]) -> Option<usize> {
    match widths {
        [] | [_] => None,
        [first, _] => lines.first().filter(|line| line.indent >= 1).map(|_| *first),
        [full @ .., _] => {
            let mut full = full.to_vec();
            full.sort_unstable();
            full.get(full.len() / 2).copied()
        }
    }
}

impl<'a> Columns<'a> {
    /// `widths` are those of `lines`, in ideographs, with their indents.
    pub(super) fn new(dump: &'a str, lines: &'a [Line], widths: &'a [usize]) -> Self {
        let mut all = Self { dump, lines, widths, ends: vec![lines.len(); lines.len()], below: Vec::new() };
        let (mut end, mut below) = (lines.len(), None);
        for at in (0..lines.len()).rev() {
            let opened = all.begins(at + 1) || at + 1 == lines.len();
            end = if opened { at + 1 } else { end };
            if all.indented(at) && !opened && !is_closed(all.text(at)) {
                below = widths.get(at).copied();
            }
            if let Some(place) = all.ends.get_mut(at) {
                *place = end;
            }
            all.below.push(below);
        }
        all.below.reverse();
        all
    }

    fn text(&self, at: usize) -> &str {
        self.lines.get(at).map_or("", |line| line.span.of(self.dump))
    }

    fn width(&self, at: usize) -> usize {
        self.widths.get(at).copied().unwrap_or(0)
    }

    fn indented(&self, at: usize) -> bool {
        self.lines.get(at).is_some_and(|line| line.indent >= 1)
    }

    fn begins(&self, at: usize) -> bool {
        self.lines.get(at).is_some_and(|line| line.indent >= 1 || line.after_blank)
    }

    /// Whether the line at `at` goes on with the block that began at `first`; `above` is the measure of the last
    /// paragraph above that block.
    pub(super) fn runs_on(&self, first: usize, at: usize, above: Option<usize>) -> bool {
        if self.begins(at) || at == first {
            return false;
        }
        let below = self.below.get(at).copied().flatten();
        if self.indented(first) {
            self.paragraph(first, at, above, below)
        } else {
            self.heading(at, above, below)
        }
    }

    fn paragraph(&self, first: usize, at: usize, above: Option<usize>, below: Option<usize>) -> bool {
        let (last, here) = (self.width(at - 1), self.width(at));
        let own = if at > first + 1 { self.usual(first, at) } else { None };
        let near =
            |wanted: fn(usize, usize) -> usize| own.or_else(|| above.into_iter().chain(below).reduce(wanted));
        let (least, most) = (near(usize::min).unwrap_or(last), near(usize::max).unwrap_or(last));
        if here > most + SLACK {
            return false;
        }
        let text = self.text(at - 1);
        let bracketed = self.text(first).starts_with(['(', '（']) && text.ends_with([')', '）']);
        if is_closed(text) || bracketed {
            let full = if last + SLACK < most { least } else { most };
            return last + SLACK >= full && self.text_follows(at, full);
        }
        // What may not be broken went into the next line.
        let whole = self.text(at).chars().take_while(char::is_ascii_alphanumeric).count();
        last + whole.div_ceil(2) + SLACK >= least
    }

    /// The usual width of the lines of a paragraph so far.
    fn usual(&self, first: usize, at: usize) -> Option<usize> {
        let mut own: Vec<usize> =
            self.widths.get(first..at).unwrap_or_default().iter().take(9).copied().collect();
        own.sort_unstable();
        own.get(own.len() / 2).copied()
    }

    /// Whether the lines from `at` on read like the rest of a paragraph of which a sentence ended with a full line: more
    /// full lines and then one that ends a sentence.
    fn text_follows(&self, at: usize, full: usize) -> bool {
        let end = self.ends.get(at).copied().unwrap_or(at + 1);
        let fills = |line: &usize| self.width(*line).abs_diff(full) <= SLACK;
        let rest = at + (at..end).take(FAR).take_while(fills).count();
        let ends = rest < end && self.width(rest) < full && is_closed(self.text(rest));
        let ended = rest > at && (rest == at + FAR || is_closed(self.text(rest - 1)));
        ends || ended || self.text(at).contains(['。', '，', ',', '、', '”', '」'])
    }

    /// A heading is broken like a paragraph, a title of several lines is not: its lines mean something.
    fn heading(&self, at: usize, above: Option<usize>, below: Option<usize>) -> bool {
        let (last, here) = (self.width(at - 1), self.width(at));
        let (text, line) = (self.text(at - 1), self.text(at));
        let Some(full) = above.or(below) else { return false };
        let same = below.is_none_or(|below| below.abs_diff(full) <= 1);
        let inside = above.is_some() || text.contains(['，', ',', '。']);
        let lasts = self.ends.get(at) == Some(&(at + 1)) || here + 1 >= full;
        same && inside
            && lasts
            && last.abs_diff(full) <= 1
            && here <= full + 1
            && !is_closed(text)
            && !is_signature(line)
    }
}

#[cfg(test)]
mod tests {
    use crate::page::blocks::blocks;

    /// Whether the blocks of these lines are those that begin so, each in a column of the measure.
    fn check(lines: &[&str], starts: &[&str]) {
        let found = blocks(&lines.join("\n"));
        let texts: Vec<&str> = found.iter().map(|block| block.text.as_str()).collect();
        assert_eq!(texts.len(), starts.len(), "{texts:?}");
        for (text, start) in texts.iter().zip(starts) {
            assert!(text.starts_with(start), "{text} should start with {start}");
        }
    }

    /// Two paragraphs in a column of twelve.
    const ABOVE: [&str; 6] = [
        "　　灯一盏一盏地亮起来，",
        "江面上的船慢慢靠了岸，人",
        "们提着篮子走下来。",
        "　　守灯的老人坐在门口，",
        "他数着过路的人，数到一百",
        "就回屋里添一壶热的茶水。",
    ];
    /// Two in a column of sixteen.
    const BELOW: [&str; 5] = [
        "　　码头的钟敲过了十下，最后一",
        "班船正要离岸，岸上忽然有人喊了",
        "一声。",
        "　　船长把缆绳又系了回去，等那个",
        "背着孩子的人跑过长长的跳板。",
    ];

    #[test]
    fn titles_between_columns_of_two_measures_stand_by_themselves() {
        let lines = [&ABOVE[..], &["渡口今夜又开了末班的船", "本报记者 林小满"], &BELOW[..]].concat();
        check(&lines, &["灯一盏", "守灯的", "渡口今夜", "本报记者", "码头的钟", "船长把"]);
    }

    #[test]
    fn a_paragraph_goes_on_behind_a_sentence_that_fills_its_line() {
        let more = ["茶凉了他就再添上一些热的", "，天亮以前总要添四五回。"];
        let lines = [&ABOVE[..], &more, &["渡口今夜又开了末班"], &BELOW[..]].concat();
        check(&lines, &["灯一盏", "守灯的", "渡口今夜", "码头的钟", "船长把"]);
    }

    #[test]
    fn a_heading_of_two_lines_is_one_block() {
        let lines = [&ABOVE[..], &["灯光下的人和他们带走的一", "篮子鱼"], &ABOVE[..]].concat();
        check(&lines, &["灯一盏", "守灯的", "灯光下的人和他们带走的一篮子鱼", "灯一盏", "守灯的"]);
    }
}
