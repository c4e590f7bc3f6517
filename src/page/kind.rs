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

/// Whether `dump` may be a newspaper page; its blocks tell.
pub(super) fn may_be_page(dump: &str) -> bool {
    is_page_sized(dump) && is_chinese(dump) && !is_marked_up(dump)
}

/// Whether `dump` is no larger than a page can be.
pub(super) const fn is_page_sized(dump: &str) -> bool {
    dump.len() <= PAGE
}

/// Whether these are the blocks of a newspaper page.
pub(super) fn is_page(blocks: &[Raw]) -> bool {
    let bodies: Vec<usize> = blocks.iter().map(|b| length(&b.text)).filter(|size| *size > 30).collect();
    let spoken = blocks.iter().filter(|b| is_spoken(&b.text)).count();
    if bodies.is_empty() || blocks.iter().any(|b| is_chapter(&b.text)) || spoken * 3 > blocks.len() {
        return false;
    }
    let total: usize = blocks.iter().map(|b| length(&b.text)).sum();
    // A page is made of paragraphs: verse, lists, logs and menus are made of short lines.
    if bodies.iter().sum::<usize>() * 10 < total * 6 {
        return false;
    }
    evidence(blocks) >= 3
}

/// Signs of a page, counted: datelines twice, then signatures, furniture, cut paragraphs, titles after the first.
fn evidence(blocks: &[Raw]) -> usize {
    let mut points = 0;
    let mut titles = 0;
    for (index, block) in blocks.iter().enumerate() {
        let text = &block.text;
        let next = blocks.get(index + 1);
        let body = |raw: &Raw| length(&raw.text) > 30 && !is_titlelike(&raw.text);
        if dateline(text).is_some() {
            points += 2;
        } else if is_signature(text) || is_furniture(text) {
            points += 1;
        } else if is_titlelike(text) {
            titles += usize::from(next.is_none_or(body));
        } else if length(text) > 20 && !is_closed(text) && next.is_some_and(body) {
            let certain = !is_hanging(text) || next.is_some_and(|next| starts_inside(&next.text));
            points += usize::from(certain);
        }
    }
    points + titles.saturating_sub(1)
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
        let heading = ["# ", "## ", "### ", "```", "---", "==="].iter().any(|mark| line.starts_with(mark));
        let other =
            ["- ", "* ", "+ ", "> ", "|", "<", "[", "{", "//"].iter().any(|mark| line.starts_with(mark));
        let table = line.contains('\t') || line.matches('|').count() > 1;
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
