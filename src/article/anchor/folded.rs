//! Text as anchors compare it: without white space, punctuation and hazards, in one case and one width.
//!
//! Guarantees: a paragraph split or joined, or punctuated anew, folds to the same characters; each of them knows the
//! byte it came from. Never: shown.

use xxhash_rust::xxh3::Xxh3;

use crate::article::Span;
use crate::text::fold::fold_char;
use crate::text::hazard::is_hazard;
use crate::text::runs::{Run, runs};
use crate::text::same;

/// How much is hashed at a time, in bytes.
const CHUNK: usize = 4096;

/// A text folded.
#[derive(Debug)]
pub(super) struct Folded {
    /// Its characters.
    pub(super) chars: Vec<char>,
    /// For each, the byte of the text where it stands.
    at: Vec<usize>,
}

impl Folded {
    pub(super) fn of(text: &str) -> Self {
        let kept = text.char_indices().filter_map(|(at, c)| Some((alike(c)?, at)));
        let (chars, at) = kept.unzip();
        Self { chars, at }
    }

    /// How many characters are left of the text before the byte `offset`.
    pub(super) fn index_of(&self, offset: usize) -> usize {
        self.at.partition_point(|&at| at < offset)
    }

    /// The byte at which the character with this index stands.
    pub(super) fn byte_of(&self, index: usize) -> Option<usize> {
        self.at.get(index).copied()
    }
}

/// The characters that `text` folds to.
pub(super) fn fold_text(text: &str) -> Vec<char> {
    folded(text).collect()
}

/// The same, one after the other from either end, for as far as somebody asks.
pub(super) fn folded(text: &str) -> impl DoubleEndedIterator<Item = char> {
    text.chars().filter_map(alike)
}

/// Marks at the two ends of `text` that are not compared: how many.
pub(super) fn edges(text: &str) -> (usize, usize) {
    let is_mark = |c: &char| fold(*c).is_none();
    (text.chars().take_while(is_mark).count(), text.chars().rev().take_while(is_mark).count())
}

/// `span` of `text` with as many of the marks beside it as the two numbers say, none of them behind a line end. White
/// space among them is not counted.
pub(super) fn with_edges(text: &str, span: Span, (lead, trail): (usize, usize)) -> Span {
    let before = text.get(..span.start).unwrap_or_default().chars().rev();
    let after = text.get(span.end..).unwrap_or_default().chars();
    Span::new(span.start - beside(before, lead), span.end + beside(after, trail))
}

/// The bytes of the first `count` marks.
fn beside(chars: impl Iterator<Item = char>, mut count: usize) -> usize {
    let (mut seen, mut kept) = (0, 0);
    for c in chars.take_while(|c| *c != '\n' && fold(*c).is_none()) {
        if count == 0 {
            break;
        }
        seen += c.len_utf8();
        if !c.is_whitespace() {
            (kept, count) = (seen, count - 1);
        }
    }
    kept
}

/// What `c` is compared as when words are looked for: in one script, so that another edition has the same words.
fn alike(c: char) -> Option<char> {
    fold(c).map(same::fold)
}

/// What `c` is as a part of what a text says: letters, digits and ideographs, those of private use and of planes to come among them.
fn fold(c: char) -> Option<char> {
    // Nearly all of a Chinese text, without a look into tables.
    match c {
        '\u{4e00}'..='\u{9fff}' => return Some(c),
        ' '..='/' | '\u{2010}'..='\u{2027}' | '\u{3000}'..='\u{3002}' | '\u{ff01}'..='\u{ff0f}' => {
            return None;
        }
        _ => {}
    }
    let kept = matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{20000}'..='\u{3fffd}') || c.is_alphanumeric();
    (kept && !is_hazard(c)).then(|| fold_char(c))
}

/// What an article says of its words.
pub(in crate::article) struct Told {
    /// What tells the text from any other: a hash of what it folds to, or of the text itself where that is nothing.
    pub(in crate::article) fingerprint: String,
    /// Characters that are not white space.
    pub(in crate::article) characters: usize,
}

/// What is to be told of `text`, which is looked through once.
pub(in crate::article) fn tell(text: &str) -> Told {
    let mut hash = Xxh3::new();
    let mut chunk = String::with_capacity(2 * CHUNK);
    let (mut empty, mut characters) = (true, 0);
    for (_, run) in runs(text) {
        match run {
            Run::Han(run) => {
                characters += run.len() / 3;
                chunk.push_str(run);
            }
            Run::Other(c) => {
                characters += usize::from(!c.is_whitespace());
                chunk.extend(fold(c));
            }
        }
        empty = empty && chunk.is_empty();
        if chunk.len() >= CHUNK {
            hash.update(chunk.as_bytes());
            chunk.clear();
        }
    }
    hash.update(if empty { text.as_bytes() } else { chunk.as_bytes() });
    Told { fingerprint: format!("{:016x}", hash.digest()), characters }
}

#[cfg(test)]
mod tests {
    use super::{Folded, fold_text, tell};

    fn fingerprint(text: &str) -> String {
        tell(text).fingerprint
    }

    #[test]
    fn only_what_carries_the_words_is_left() {
        for (text, want) in [
            ("渡口 的\u{3000}灯,\n亮了。", "渡口的灯亮了"),
            ("“ＡＢ”：１２%", "ab12"),
            ("\u{200b}二〇二六\u{202e}年", "二〇二六年"),
            ("\u{e001}人々", "\u{e001}人々"),
            ("……——", ""),
        ] {
            assert_eq!(fold_text(text).into_iter().collect::<String>(), want, "{text}");
        }
    }

    #[test]
    fn what_needs_no_table_is_what_the_tables_say() {
        for c in (' '..='/').chain('\u{2010}'..='\u{2027}').chain('\u{3000}'..='\u{3002}').chain('！'..='／')
        {
            assert!(!c.is_alphanumeric() && super::fold(c).is_none(), "{c:?}");
        }
        assert!(('\u{4e00}'..='\u{9fff}').all(|c| c.is_alphanumeric() && super::fold(c) == Some(c)));
    }

    #[test]
    fn a_folded_character_knows_its_byte() {
        let folded = Folded::of("灯,亮。了");
        assert_eq!(folded.byte_of(1), Some(4));
        assert_eq!([0, 3, 4, 5, 99].map(|at| folded.index_of(at)), [0, 1, 1, 2, 3]);
        assert_eq!(folded.byte_of(3), None);
    }

    #[test]
    fn a_fingerprint_sees_words_and_not_their_setting() {
        assert_eq!(fingerprint("渡口,灯\n亮了"), fingerprint("渡口，\n灯亮了。"));
        let different = ["", "…", "……", "渡口", "渡灯", "a", "1"].map(fingerprint);
        for (index, one) in different.iter().enumerate() {
            assert_eq!(one.len(), 16);
            assert!(!different[index + 1..].contains(one), "{index}");
        }
        let long = "灯亮".repeat(5000);
        assert_eq!(fingerprint(&long), fingerprint(&format!("{long}。")));
        assert_ne!(fingerprint(&long), fingerprint(&format!("{long}灯")));
    }
}
