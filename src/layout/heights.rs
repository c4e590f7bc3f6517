//! How many lines an article has in a style, and which line stands where: counted once, off the screen's thread.
//!
//! Guarantees: exact; a few bytes for each [`BIN`] bytes of text, however many blocks there are; a number and its line
//! are found by laying out one bin at most. Never: a guess; as long as nobody has counted there is no number.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::sheet::{Position, Sheet, Strip, Style};
use crate::article::Article;

/// Bytes of text that are counted together. Finding a line lays out as much: 50 microseconds.
const BIN: usize = 4 * 1024;

/// The lines of an article in one style.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heights {
    /// For each bin of the text, the lines of the pieces that begin in it or in one before. Text and style do not
    /// change under it, so sums are enough and nothing has to be kept up to date.
    ends: Arc<[usize]>,
}

impl Heights {
    /// All lines, blank ones too.
    pub fn lines(&self) -> usize {
        self.ends.last().copied().unwrap_or(0)
    }

    /// Bytes of memory that it holds.
    pub fn memory(&self) -> usize {
        size_of_val(&*self.ends)
    }

    /// Lines of the bins before this one.
    fn before(&self, bin: usize) -> usize {
        bin.checked_sub(1).and_then(|bin| self.ends.get(bin)).copied().unwrap_or(0)
    }
}

/// An article whose lines are to be counted in a style.
#[derive(Clone, Debug)]
pub struct CountJob {
    article: Arc<Article>,
    style: Style,
}

impl CountJob {
    /// Counts; nothing where it was told to stop before the end.
    pub fn run(&self, stop: &AtomicBool) -> Option<Heights> {
        let sheet = Sheet::new(Arc::clone(&self.article), self.style);
        let mut ends = Vec::with_capacity(self.article.text().len() / BIN + 1);
        let mut lines = 0;
        let mut next = (!self.article.blocks().is_empty()).then(Strip::default);
        while let Some(strip) = next {
            let bin = sheet.span(strip).start / BIN;
            if ends.len() < bin {
                if stop.load(Ordering::Relaxed) {
                    return None;
                }
                ends.resize(bin, lines);
            }
            lines += sheet.count(strip);
            next = sheet.after(strip);
        }
        ends.push(lines);
        Some(Heights { ends: ends.into() })
    }
}

impl Sheet {
    /// The work of counting its lines, to be done by somebody else.
    pub fn count_job(&self) -> CountJob {
        CountJob { article: Arc::clone(self.article()), style: self.style() }
    }

    /// Takes what was counted in its style.
    pub fn know(&mut self, heights: Heights) {
        self.known = Some(Known { heights, near: (Strip::default(), 0) });
    }

    /// All its lines, blank ones too; nothing as long as they are not counted.
    pub fn height(&self) -> Option<usize> {
        self.known.as_ref().map(|known| known.heights.lines())
    }

    /// The number of a line from the top, from 0; nothing as long as they are not counted.
    pub fn number_of(&mut self, at: Position) -> Option<usize> {
        let Known { heights, near } = self.known.clone()?;
        let start = self.span(at.strip).start;
        let bin = start / BIN;
        let first = self.first_of(bin);
        let distance = |strip: Strip| self.span(strip).start.abs_diff(start);
        // Who moves by a few lines in a text of tiny ones does not walk through the bin each time.
        let from = if distance(near.0) < distance(first) { near } else { (first, heights.before(bin)) };
        let lines = self.lines_before(at.strip, from);
        if let Some(known) = self.known.as_mut() {
            known.near = (at.strip, lines);
        }
        Some(lines + at.line)
    }

    /// The line with this number, or the last; nothing as long as they are not counted.
    pub fn line_with(&mut self, number: usize) -> Option<Position> {
        let heights = self.known.as_ref()?.heights.clone();
        if number >= heights.lines() {
            return Some(self.last());
        }
        let bin = heights.ends.partition_point(|&end| end <= number);
        let top = Position { strip: self.first_of(bin), line: 0 };
        Some(self.forward(top, number - heights.before(bin)))
    }

    /// Lines before a piece, where those before another one are known.
    fn lines_before(&mut self, strip: Strip, (mut at, mut lines): (Strip, usize)) -> usize {
        while at < strip {
            lines += self.lines(at);
            let Some(next) = self.after(at) else { break };
            at = next;
        }
        while strip < at {
            let Some(next) = self.before(at) else { break };
            at = next;
            lines = lines.saturating_sub(self.lines(at));
        }
        lines
    }

    /// The first piece that begins in a bin or, where none does, behind it.
    fn first_of(&self, bin: usize) -> Strip {
        let start = bin.saturating_mul(BIN);
        let strip = self.strip_at(start);
        if self.span(strip).start >= start { strip } else { self.after(strip).unwrap_or(strip) }
    }
}

/// What a sheet knows of its lines.
#[derive(Clone, Debug)]
pub(super) struct Known {
    heights: Heights,
    /// The piece whose number was asked for last, and the lines before it.
    near: (Strip, usize),
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::AtomicBool;

    use super::Sheet;
    use crate::article::{BlockKind, Builder, Confidence, DumpSpan};
    use crate::layout::{Measure, Position, Style};
    use crate::text::punctuation::Punctuation;

    fn sheet(text: &str, gap: usize) -> Sheet {
        let mut builder = Builder::new(text);
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            builder.push(BlockKind::Paragraph, &[DumpSpan::new(at, at + line.trim_end().len())]);
            at += line.len();
        }
        let measure = Measure { cells: 40, indent: 4, ..Measure::default() };
        let style = Style { measure, paragraph_gap: gap, punctuation: Punctuation::Full };
        Sheet::new(Arc::new(builder.finish(Confidence(1.0))), style)
    }

    /// Every line of `text` has the number that it has in one window over all of them, and is found by it.
    fn check(name: &str, text: &str, gap: usize) {
        let mut sheet = sheet(text, gap);
        assert_eq!(sheet.number_of(Position::default()), None, "{name}");
        assert_eq!((sheet.height(), sheet.line_with(0)), (None, None), "{name}");
        let heights = sheet.count_job().run(&AtomicBool::new(false)).unwrap();
        sheet.know(heights.clone());
        let all = sheet.window(Position::default(), usize::MAX).len();
        assert_eq!(sheet.height(), Some(all), "{name}");
        assert!(heights.memory() <= text.len() / 400 + 8, "{name}: {} bytes", heights.memory());
        let mut at = Position::default();
        // Steps of several sizes, down and up, so that bins are entered from everywhere.
        for (number, step) in [1, 7, 120, 3, 1000, 31].iter().cycle().scan(0, |number, step| {
            *number += step;
            (*number < all).then_some((*number, *step))
        }) {
            at = sheet.forward(at, step);
            assert_eq!(sheet.number_of(at), Some(number), "{name}");
            assert_eq!(sheet.line_with(number), Some(at), "{name}");
            assert_eq!(
                sheet.line_with(number - step).and_then(|at| sheet.number_of(at)),
                Some(number - step)
            );
        }
        let last = sheet.last();
        for beyond in [all.saturating_sub(1), all, usize::MAX] {
            assert_eq!(sheet.line_with(beyond), Some(last), "{name}");
        }
    }

    #[test]
    fn every_line_has_its_number_and_is_found_by_it() {
        for gap in [0, 2] {
            check("nothing", "", gap);
            check("one", "渡口的灯亮了。", gap);
            check("paragraphs", &"渡口的灯亮了,船还没有来。\n".repeat(3_000), gap);
            check("tiny lines", &"灯\n".repeat(20_000), gap);
            check("one long paragraph", &"渡口的灯亮了,船还没有来。".repeat(3_000), gap);
            let mixed = format!("{}\n{}", "灯\n".repeat(900), "船来了,人散了。".repeat(2_000));
            check("tiny and long", &mixed.repeat(3), gap);
        }
    }

    #[test]
    fn counting_stops_when_it_is_told() {
        let sheet = sheet(&"渡口的灯亮了。\n".repeat(1_000), 0);
        assert_eq!(sheet.count_job().run(&AtomicBool::new(true)), None);
    }

    #[test]
    fn another_style_has_other_numbers() {
        let mut sheet = sheet(&"渡口的灯亮了,船还没有来。".repeat(100), 0);
        sheet.know(sheet.count_job().run(&AtomicBool::new(false)).unwrap());
        let style = Style { paragraph_gap: 1, ..sheet.style() };
        sheet.restyle(style);
        assert_eq!(sheet.height(), None);
    }
}
