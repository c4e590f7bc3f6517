//! One block by itself, as the model sees it: how long it is, how it begins and ends, what it reads like.
//!
//! Guarantees: pure functions of the block. Never: a look at the neighbours.

use crate::page::blocks::Raw;
use crate::page::facts::{
    dateline, is_caption, is_closed, is_final, is_signature, is_tailpiece, is_titlelike, length, opens_quote,
    starts_inside,
};

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
    /// When it was written, or who the writer is.
    Tailpiece,
}

/// A block with what is asked of it again and again.
pub(super) struct Facts<'a> {
    pub(super) text: &'a str,
    pub(super) size: usize,
    pub(super) end: u8,
    pub(super) begin: u8,
    pub(super) reads: Reads,
    /// Whether brackets or quotation marks are left open or closed too often.
    pub(super) unpaired: bool,
}

impl<'a> Facts<'a> {
    pub(super) fn of(block: &'a Raw) -> Self {
        let text = block.text.as_str();
        let reads = match () {
            () if is_signature(text) => Reads::Signature,
            () if is_caption(text) => Reads::Caption,
            () if dateline(text).is_some() => Reads::Dateline,
            () if is_tailpiece(text) => Reads::Tailpiece,
            () if is_titlelike(text) => Reads::Title,
            () => Reads::Text,
        };
        Self {
            text,
            size: length(text),
            end: end(text),
            begin: begin(text),
            reads,
            unpaired: opens_quote(text),
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
