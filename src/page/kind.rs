//! Whether a text is a newspaper page at all. An article, a chapter, a poem, a chat, a log, a table, Markdown or
//! English is not, and must not be torn apart.
//!
//! Guarantees: bounded work; a text that is surely none is not cut into blocks. Never: a newspaper by one sign alone;
//! several have to agree.

use super::blocks::Raw;
use super::facts::{dateline, is_closed, is_hanging, is_signature, is_titlelike, length, starts_inside};
use super::furniture::is_furniture;

/// The largest dump of one printed page, in bytes; the seed has 12 KB, a full broadsheet page about 40 KB.
const PAGE: usize = 400_000;

/// Why a text is taken for a newspaper page, or for none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Why {
    /// It is one.
    #[error("{0}")]
    Signs(Signs),
    /// No printed page is as long.
    #[error("longer than any printed page")]
    TooLong,
    /// Most letters are not Chinese or Japanese.
    #[error("most of it is in no script of these newspapers")]
    OtherScript,
    /// Markdown, HTML, a table, a log.
    #[error("many lines begin with marks, as in Markdown, tables and logs")]
    MarkedUp,
    /// No block is as long as a paragraph.
    #[error("no block is as long as a paragraph")]
    NoParagraph,
    /// 第三章.
    #[error("it has chapter headings")]
    Chapters,
    /// A chat, an interview, a play.
    #[error("many blocks begin with a name and a colon, or with a time")]
    Spoken,
    /// Verse, a list, a menu.
    #[error("most of it is short lines")]
    ShortLines,
    /// Too little speaks for a page.
    #[error("too few signs of one: {0}")]
    FewSigns(Signs),
}

impl Why {
    /// Whether it is a newspaper page.
    pub const fn is_page(self) -> bool {
        matches!(self, Self::Signs(_))
    }
}

/// Signs of a page, counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, thiserror::Error)]
#[error(
    "{datelines} datelines, {signatures} signatures or pieces of furniture, {cuts} paragraphs that are cut, \
     {titles} titles, {measures} measures of columns"
)]
pub struct Signs {
    /// Blocks that open with a dateline.
    pub datelines: usize,
    /// Names of reporters, and what belongs to the page.
    pub signatures: usize,
    /// Blocks that end inside a sentence before a body block.
    pub cuts: usize,
    /// Lines like titles with a body behind them.
    pub titles: usize,
    /// In how many measures most of the text is set, of those that columns of print have: 0, 1, or 2 for more.
    pub measures: usize,
}

impl Signs {
    /// Datelines count twice, and one title has any text. Columns of two measures are seen on pages alone, where each
    /// article has its own.
    const fn points(self) -> usize {
        self.datelines * 2 + self.signatures + self.cuts + self.titles.saturating_sub(1) + self.measures
    }
}

/// Ideographs in a line of a column of print.
const COLUMN: std::ops::RangeInclusive<usize> = 9..=26;
/// How many points make a page.
const ENOUGH: usize = 3;

/// Whether `dump` is no larger than a page can be.
pub(super) const fn is_page_sized(dump: &str) -> bool {
    dump.len() <= PAGE
}

/// Why `dump` cannot be a newspaper page, before it is cut into blocks; nothing where they have to tell.
pub(super) fn none_of_them(dump: &str) -> Option<Why> {
    match () {
        () if !is_page_sized(dump) => Some(Why::TooLong),
        () if !is_chinese(dump) => Some(Why::OtherScript),
        () if is_marked_up(dump) => Some(Why::MarkedUp),
        () => None,
    }
}

/// What these blocks are, and why.
pub(super) fn of(blocks: &[Raw]) -> Why {
    let bodies: Vec<usize> = blocks.iter().map(|b| length(&b.text)).filter(|size| *size > 30).collect();
    let spoken = blocks.iter().filter(|b| is_spoken(&b.text)).count();
    let measures = measures(blocks);
    let total: usize = blocks.iter().map(|b| length(&b.text)).sum();
    match () {
        () if bodies.is_empty() => Why::NoParagraph,
        () if blocks.iter().any(|b| is_chapter(&b.text)) => Why::Chapters,
        () if spoken * 3 > blocks.len() && measures < 2 => Why::Spoken,
        // A page is made of paragraphs: verse, lists, logs and menus are made of short lines.
        () if bodies.iter().sum::<usize>() * 10 < total * 6 => Why::ShortLines,
        () => {
            let signs = Signs { measures, ..signs(blocks) };
            if signs.points() >= ENOUGH { Why::Signs(signs) } else { Why::FewSigns(signs) }
        }
    }
}

fn signs(blocks: &[Raw]) -> Signs {
    let mut signs = Signs::default();
    for (index, block) in blocks.iter().enumerate() {
        let text = &block.text;
        let next = blocks.get(index + 1);
        let body = |raw: &Raw| length(&raw.text) > 30 && !is_titlelike(&raw.text);
        if dateline(text).is_some() {
            signs.datelines += 1;
        } else if is_signature(text) || is_furniture(text) {
            signs.signatures += 1;
        } else if is_titlelike(text) {
            signs.titles += usize::from(next.is_none_or(body));
        } else if length(text) > 20 && !is_closed(text) && next.is_some_and(body) {
            let certain = !is_hanging(text) || next.is_some_and(|next| starts_inside(&next.text));
            signs.cuts += usize::from(certain);
        }
    }
    signs
}

/// See [`Signs::measures`].
fn measures(blocks: &[Raw]) -> usize {
    let bodies = || blocks.iter().filter(|block| length(&block.text) > 30);
    let narrow = |block: &Raw| block.measure.filter(|measure| COLUMN.contains(measure));
    let mut all: Vec<usize> = bodies().filter_map(narrow).collect();
    all.sort_unstable();
    let Some(&usual) = all.get(all.len() / 2).filter(|_| all.len() * 2 > bodies().count()) else { return 0 };
    // A mark that hangs or was pushed down makes a column look one ideograph wider or narrower than it is.
    let others = all.iter().filter(|measure| measure.abs_diff(usual) > 2).count();
    1 + usize::from(others * 6 >= all.len())
}

fn is_chinese(dump: &str) -> bool {
    let (mut han, mut all) = (0_usize, 0_usize);
    for c in dump.chars().take(30_000) {
        match c {
            '\u{3400}'..='\u{9fff}' | '\u{3040}'..='\u{30ff}' => {
                han += 1;
                all += 1;
            }
            c => all += usize::from(c.is_alphanumeric()),
        }
    }
    all > 0 && han * 10 >= all * 6
}

/// Markdown, HTML, tables and logs: lines that open with a mark.
fn is_marked_up(dump: &str) -> bool {
    let (mut lines, mut marked) = (0_usize, 0_usize);
    for line in dump.lines().map(str::trim).filter(|line| !line.is_empty()).take(2000) {
        let opens = |marks: &[&str]| {
            line.starts_with(|c: char| c.is_ascii()) && marks.iter().any(|mark| line.starts_with(mark))
        };
        let heading = opens(&["# ", "## ", "### ", "```", "---", "==="]);
        let other = opens(&["- ", "* ", "+ ", "> ", "|", "<", "[", "{", "//"]);
        let table = line.contains('\t') || line.bytes().filter(|byte| *byte == b'|').count() > 1;
        lines += 1;
        marked += if heading { 4 } else { usize::from(other || table) };
    }
    marked * 10 > lines
}

/// A chapter heading: 第三章, 第十二回, 卷一.
fn is_chapter(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('第') else { return false };
    let number: usize = rest
        .chars()
        .take_while(|c| c.is_ascii_digit() || "零〇一二三四五六七八九十百千两".contains(*c))
        .count();
    number > 0 && length(text) <= 30 && rest.chars().nth(number).is_some_and(|c| "章回节卷集幕折".contains(c))
}

/// A line of a chat or an interview: a short name, a colon, words; or a clock time at its start.
fn is_spoken(text: &str) -> bool {
    let name = text.chars().take(9).position(|c| matches!(c, ':' | '：'));
    name.is_some_and(|at| at > 0) && !is_titlelike(text) || name.is_some_and(|at| at <= 4 && at > 0)
}
