//! One block by itself, as the model sees it: how long it is, how it begins and ends, what it reads like, its words.
//!
//! Guarantees: pure functions of the block. Never: a look at the neighbours.

use rustc_hash::FxHashSet;

use crate::page::blocks::Raw;
use crate::page::facts::{
    dateline, is_caption, is_closed, is_final, is_signature, is_titlelike, length, starts_inside,
};
use crate::page::words::Words;

/// Characters of a block that count for shared words.
const LOOK: usize = 300;
/// Characters from which a block that reads like no title counts as body.
pub(super) const BODY: usize = 30;

/// What a block reads like by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reads {
    /// Anything else.
    Text,
    /// Short and open.
    Title,
    /// It opens with a dateline.
    Dateline,
    /// Names of reporters.
    Signature,
    /// Words to a picture.
    Caption,
}

/// A block with what is asked of it again and again.
pub(super) struct Facts<'a> {
    pub(super) text: &'a str,
    pub(super) size: usize,
    pub(super) end: u8,
    pub(super) begin: u8,
    pub(super) reads: Reads,
    pub(super) words: Words,
    pub(super) triples: Triples,
}

/// Runs of three characters of a text; a headline and its own text share one nearly always, strangers seldom do.
#[derive(Clone, Debug, Default)]
pub(super) struct Triples(FxHashSet<(char, char, char)>);

impl Triples {
    pub(super) fn of(text: &str) -> Self {
        let mut chars = text.chars().take(LOOK).map(|c| if c.is_alphanumeric() { c } else { ' ' });
        let (mut a, mut b) = (chars.next().unwrap_or(' '), chars.next().unwrap_or(' '));
        let mut found = FxHashSet::default();
        for c in chars {
            if a != ' ' && b != ' ' && c != ' ' {
                found.insert((a, b, c));
            }
            (a, b) = (b, c);
        }
        Self(found)
    }

    /// How many of these `other` has too, up to 5.
    pub(super) fn shared(&self, other: &Self) -> u8 {
        self.0.iter().filter(|triple| other.0.contains(triple)).take(5).count() as u8
    }

    pub(super) fn add(&mut self, other: Option<&Self>) {
        self.0.extend(other.into_iter().flat_map(|other| other.0.iter()));
    }
}

impl<'a> Facts<'a> {
    pub(super) fn of(block: &'a Raw) -> Self {
        let text = block.text.as_str();
        let reads = match () {
            () if is_signature(text) => Reads::Signature,
            () if is_caption(text) => Reads::Caption,
            () if dateline(text).is_some() => Reads::Dateline,
            () if is_titlelike(text) => Reads::Title,
            () => Reads::Text,
        };
        Self {
            text,
            size: length(text),
            end: end(text),
            begin: begin(text),
            reads,
            words: Words::of(text, LOOK),
            triples: Triples::of(text),
        }
    }

    /// Whether a text begins here: a dateline, or who wrote it.
    pub(super) fn opens(&self) -> bool {
        matches!(self.reads, Reads::Dateline | Reads::Signature)
    }

    /// Whether it reads like a title.
    pub(super) fn title(&self) -> bool {
        self.reads == Reads::Title
    }

    pub(super) fn is_body(&self) -> bool {
        self.size > BODY && !matches!(self.reads, Reads::Title | Reads::Caption)
    }
}

/// How a text ends: 0 sentence, 1 sentence and a closing mark, 2 closing mark alone, 3 comma, 4 colon or semicolon,
/// 5 opening mark, 6 digit, 7 Latin letter, 8 dash, 9 anything else.
pub(super) fn end(text: &str) -> u8 {
    let Some(last) = text.chars().next_back() else { return 9 };
    if is_final(last) {
        return 0;
    }
    match last {
        '”' | '’' | '」' | '』' | '》' | '】' | ')' | '）' | '"' => {
            if is_closed(text) {
                1
            } else {
                2
            }
        }
        ',' | '，' | '、' => 3,
        ':' | '：' | ';' | '；' => 4,
        '“' | '‘' | '「' | '『' | '《' | '【' | '(' | '（' => 5,
        '—' | '–' | '-' => 8,
        c if c.is_numeric() => 6,
        c if c.is_ascii_alphabetic() => 7,
        _ => 9,
    }
}

/// How a text begins: 0 inside something, 1 opening quotation mark, 2 opening bracket, 3 digit, 4 Latin letter,
/// 5 dash, 6 bullet, 7 anything else.
pub(super) fn begin(text: &str) -> u8 {
    match text.chars().next() {
        _ if starts_inside(text) => 0,
        Some('“' | '‘' | '「' | '『' | '"') => 1,
        Some('(' | '（' | '【' | '[' | '《' | '〈') => 2,
        Some('—' | '–' | '-') => 5,
        Some('■' | '□' | '●' | '◆' | '▲' | '△' | '*' | '▼') => 6,
        Some(c) if c.is_numeric() => 3,
        Some(c) if c.is_ascii_alphabetic() => 4,
        _ => 7,
    }
}
