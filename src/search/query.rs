//! A query in the form it is matched in, and the match at one place.
//!
//! Guarantees: equal under [`crate::text::fold`]; a match covers whole characters. Never: white space trimmed off;
//! what was typed is what is looked for.

use memchr::memmem::Finder;

use crate::article::Span;
use crate::text::fold::{fold_char, variants};

/// The most bytes that a character has.
pub(super) const CHARACTER: usize = 4;

/// A query, folded, with a plan for finding it quickly.
#[derive(Clone, Debug)]
pub struct Query {
    typed: String,
    folded: Vec<char>,
    plan: Plan,
}

/// How candidates are found before they are verified.
#[derive(Clone, Debug)]
enum Plan {
    /// Nothing to look for.
    Nothing,
    /// A run of characters that have no variants: found by its bytes. `skip` characters of the query stand before it.
    Run { finder: Box<Finder<'static>>, skip: usize },
    /// Every character has variants: the first bytes that the first one's variants can start with.
    First([u8; 3]),
}

impl Query {
    /// The query for `typed`.
    pub fn new(typed: &str) -> Self {
        let folded: Vec<char> = typed.chars().map(fold_char).collect();
        let plan = Plan::new(&folded);
        Self { typed: typed.to_owned(), folded, plan }
    }

    /// As it was typed.
    pub fn typed(&self) -> &str {
        &self.typed
    }

    /// Whether there is nothing to look for.
    pub const fn is_empty(&self) -> bool {
        self.folded.is_empty()
    }

    /// The most bytes that a match has.
    pub(super) const fn reach(&self) -> usize {
        self.folded.len() * CHARACTER
    }

    /// The first match in `text` that starts at `from` or later, in bytes.
    pub fn find(&self, text: &str, from: usize) -> Option<Span> {
        let bytes = text.as_bytes();
        let mut at = from;
        loop {
            let (start, next) = match &self.plan {
                Plan::Nothing => return None,
                Plan::Run { finder, skip } => {
                    let run = at + finder.find(bytes.get(at..)?)?;
                    (back(text, from, run, *skip), run + 1)
                }
                Plan::First([a, b, c]) => {
                    let first = at + memchr::memchr3(*a, *b, *c, bytes.get(at..)?)?;
                    (Some(first), first + 1)
                }
            };
            if let Some(span) = start.and_then(|start| self.at(text, start)) {
                return Some(span);
            }
            at = next;
        }
    }

    /// Whether the query stands anywhere in `text`.
    pub fn is_in(&self, text: &str) -> bool {
        self.is_empty() || self.find(text, 0).is_some()
    }

    /// The match that starts exactly at `start`.
    fn at(&self, text: &str, start: usize) -> Option<Span> {
        let rest = text.get(start..)?;
        let mut chars = rest.chars();
        let matches = self.folded.iter().all(|&want| chars.next().map(fold_char) == Some(want));
        matches.then(|| Span::new(start, start + rest.len() - chars.as_str().len()))
    }
}

/// The start of the character `count` characters before `at`, if it is not before `from`.
fn back(text: &str, from: usize, at: usize, count: usize) -> Option<usize> {
    if count == 0 {
        return Some(at);
    }
    text.get(from..at)?.char_indices().rev().nth(count - 1).map(|(index, _)| from + index)
}

impl Plan {
    fn new(folded: &[char]) -> Self {
        let Some(&first) = folded.first() else { return Self::Nothing };
        let plain: Vec<bool> = folded.iter().map(|&c| variants(c).len() == 1).collect();
        if let Some((skip, run)) = longest_run(&plain) {
            let needle: String = folded.iter().skip(skip).take(run).collect();
            return Self::Run { finder: Box::new(Finder::new(needle.as_bytes()).into_owned()), skip };
        }
        let mut leads: Vec<u8> = variants(first).iter().map(|c| lead(*c)).collect();
        leads.dedup();
        leads.truncate(3);
        let last = leads.last().copied().unwrap_or_default();
        leads.resize(3, last);
        Self::First([leads[0], leads[1], leads[2]])
    }
}

/// The first byte of `c` in UTF-8.
fn lead(c: char) -> u8 {
    let mut buffer = [0; 4];
    c.encode_utf8(&mut buffer);
    buffer[0]
}

/// Where the longest run of `true` starts, and how long it is.
fn longest_run(plain: &[bool]) -> Option<(usize, usize)> {
    let mut best = None;
    let mut start = 0;
    for (index, is_plain) in plain.iter().chain([&false]).enumerate() {
        if !is_plain {
            if index > start && best.is_none_or(|(_, length)| index - start > length) {
                best = Some((start, index - start));
            }
            start = index + 1;
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::Query;

    /// `text` with `[` and `]` around every match.
    fn check(typed: &str, want: &str) {
        let text: String = want.chars().filter(|c| !matches!(c, '[' | ']')).collect();
        let query = Query::new(typed);
        let mut got = text.clone();
        let mut spans = Vec::new();
        let mut from = 0;
        while let Some(span) = query.find(&text, from) {
            spans.push(span);
            from = span.end;
        }
        for span in spans.iter().rev() {
            got.insert(span.end, ']');
            got.insert(span.start, '[');
        }
        assert_eq!(got, want, "{typed}");
    }

    #[test]
    fn matches_are_found_without_regard_to_case_and_width() {
        for (typed, want) in [
            ("水上", "[水上]巴士与[水上]乐园"),
            ("a股", "[A股]与[Ａ股]及[a股]"),
            ("股a", "[股A][股Ａ]股b"),
            (",好", "你[，好]我[,好]"),
            ("iga", "抗[IgA]与[ＩＧＡ]"),
            ("哈哈", "[哈哈]哈"),
            ("2025", "[２０２５]年[2025]"),
            ("", "无"),
            ("无此", "有彼"),
            ("é", "caf[É]"),
            ("x\u{3000}y", "[X y]"),
        ] {
            check(typed, want);
        }
    }
}
