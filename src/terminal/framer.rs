//! Cuts the bytes that a terminal sends into whole sequences: a character, a key, a report, a paste.
//!
//! Guarantees: every byte is in one unit or left out as part of a broken one; what is held back is bounded, and
//! [`Framer::patience`] says how long it may be waited for, so no unfinished sequence makes the program deaf. Never:
//! a meaning; `translate` has it. Sources: ECMA-48 5.4 (control sequences), 5.6 (control strings); xterm's
//! control sequences for mouse reports and bracketed paste.

use std::time::Duration;

/// Longest control sequence; real ones have a few dozen bytes.
const LONGEST_SEQUENCE: usize = 128;
/// Longest control string; a colour report has thirty bytes, a broken terminal sends thousands.
const LONGEST_STRING: usize = 1 << 20;
/// Longest paste that is kept; what comes after it is left out.
const LONGEST_PASTE: usize = 8 << 20;

const PASTE_STARTS: &[u8] = b"\x1b[200~";
const PASTE_ENDS: &[u8] = b"\x1b[201~";

/// A whole piece of input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit<'a> {
    /// A character, a control or an escape sequence.
    Sequence(&'a [u8]),
    /// What stood between the marks of a bracketed paste.
    Paste(&'a [u8]),
}

/// How far a sequence goes from the start of some bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Extent {
    /// So many bytes.
    Whole(usize),
    /// So many bytes that mean nothing.
    Broken(usize),
    /// Further than there are bytes.
    Unfinished,
}

/// Bytes on their way to units.
#[derive(Debug, Default)]
pub(super) struct Framer {
    held: Vec<u8>,
    /// Bytes of the paste that is open, without the marks.
    paste: Option<Vec<u8>>,
}

impl Framer {
    /// Takes bytes and hands out the units they complete.
    pub(super) fn push(&mut self, bytes: &[u8], each: &mut dyn FnMut(Unit<'_>)) {
        self.held.extend_from_slice(bytes);
        let mut at = 0;
        while at < self.held.len() {
            if self.paste.is_some() {
                at += self.push_paste(at, each);
                if self.paste.is_some() {
                    break;
                }
                continue;
            }
            let rest = self.held.get(at..).unwrap_or_default();
            match extent(rest) {
                Extent::Unfinished => break,
                Extent::Broken(length) => at += length,
                Extent::Whole(length) => {
                    let sequence = rest.get(..length).unwrap_or_default();
                    if sequence == PASTE_STARTS {
                        self.paste = Some(Vec::new());
                    } else if sequence != PASTE_ENDS {
                        each(Unit::Sequence(sequence));
                    }
                    at += length;
                }
            }
        }
        self.held.drain(..at.min(self.held.len()));
    }

    /// Moves what belongs to the open paste out of `held`, and hands the paste out if it ends. Says how many bytes
    /// it took.
    fn push_paste(&mut self, at: usize, each: &mut dyn FnMut(Unit<'_>)) -> usize {
        let rest = self.held.get(at..).unwrap_or_default();
        let end = memchr::memmem::find(rest, PASTE_ENDS);
        // A mark may be cut in two: what could be its start stays where it is.
        let taken = end.unwrap_or_else(|| rest.len().saturating_sub(possible_start(rest)));
        if let Some(paste) = self.paste.as_mut() {
            let room = LONGEST_PASTE.saturating_sub(paste.len()).min(taken);
            paste.extend_from_slice(rest.get(..room).unwrap_or_default());
        }
        if end.is_none() {
            return taken;
        }
        if let Some(paste) = self.paste.take() {
            each(Unit::Paste(&paste));
        }
        taken + PASTE_ENDS.len()
    }

    /// How long the rest of what is held back may be waited for; nothing where nothing is held back.
    pub(super) const fn patience(&self) -> Option<Duration> {
        if self.paste.is_some() {
            // Over a slow line a paste comes in lumps.
            return Some(Duration::from_secs(1));
        }
        match self.held.len() {
            0 => None,
            // A lone escape is the key, unless the rest of a sequence follows on its heels.
            1 => Some(Duration::from_millis(30)),
            _ => Some(Duration::from_millis(150)),
        }
    }

    /// The rest did not come: hands out what can be understood, and begins anew.
    pub(super) fn give_up(&mut self, each: &mut dyn FnMut(Unit<'_>)) {
        if let Some(mut paste) = self.paste.take() {
            paste.append(&mut self.held);
            each(Unit::Paste(&paste));
        } else if self.held == [0x1b] {
            each(Unit::Sequence(&self.held));
        }
        self.held.clear();
    }
}

/// How many bytes at the end of `bytes` could be the start of the mark that ends a paste.
fn possible_start(bytes: &[u8]) -> usize {
    (1..PASTE_ENDS.len())
        .rev()
        .find(|&length| PASTE_ENDS.get(..length).is_some_and(|start| bytes.ends_with(start)))
        .unwrap_or(0)
}

fn extent(bytes: &[u8]) -> Extent {
    match bytes {
        [0x1b] | [] => Extent::Unfinished,
        [0x1b, 0x1b, ..] => Extent::Whole(1),
        [0x1b, b'[', ..] => control_sequence(bytes),
        [0x1b, b'O', rest @ ..] => match rest {
            [] => Extent::Unfinished,
            [b' '..=b'~', ..] => Extent::Whole(3),
            _ => Extent::Broken(2),
        },
        [0x1b, b']' | b'P' | b'_' | b'^' | b'X', ..] => control_string(bytes),
        [0x1b, rest @ ..] => match extent(rest) {
            Extent::Whole(length) => Extent::Whole(length + 1),
            Extent::Broken(length) => Extent::Broken(length + 1),
            Extent::Unfinished => Extent::Unfinished,
        },
        [first, ..] => character(bytes, *first),
    }
}

/// A character of UTF-8, or one byte where it is none.
fn character(bytes: &[u8], first: u8) -> Extent {
    let length = match first {
        0..=0x7f => return Extent::Whole(1),
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => return Extent::Broken(1),
    };
    let there = bytes.get(..length.min(bytes.len())).unwrap_or_default();
    match std::str::from_utf8(there) {
        Ok(_) => Extent::Whole(length),
        Err(error) if error.error_len().is_none() => Extent::Unfinished,
        Err(error) => Extent::Broken(error.error_len().unwrap_or(1)),
    }
}

/// `ESC [`, parameters, intermediates, and one final byte.
fn control_sequence(bytes: &[u8]) -> Extent {
    match bytes.get(2) {
        // The old mouse report has three bytes behind its final one, the Linux console's function keys one.
        Some(b'M') => return counted(bytes, 6),
        Some(b'[') => return counted(bytes, 4),
        _ => {}
    }
    for (at, byte) in bytes.iter().enumerate().skip(2) {
        match byte {
            0x20..=0x3f if at < LONGEST_SEQUENCE => {}
            0x40..=0x7e => return Extent::Whole(at + 1),
            // Anything else ends it; an escape begins the next one.
            _ => return Extent::Broken(at),
        }
    }
    Extent::Unfinished
}

const fn counted(bytes: &[u8], length: usize) -> Extent {
    if bytes.len() < length { Extent::Unfinished } else { Extent::Whole(length) }
}

/// A report in words, up to `BEL` or `ESC \`.
fn control_string(bytes: &[u8]) -> Extent {
    let end = memchr::memchr2_iter(0x07, 0x1b, bytes).find(|&at| at >= 2);
    match end.map(|at| (at, bytes.get(at), bytes.get(at + 1))) {
        Some((at, Some(0x07), _)) => Extent::Whole(at + 1),
        Some((at, _, Some(b'\\'))) => Extent::Whole(at + 2),
        Some((at, _, Some(_))) => Extent::Broken(at),
        None if bytes.len() > LONGEST_STRING => Extent::Broken(bytes.len()),
        Some((.., None)) | None => Extent::Unfinished,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Framer, Unit};

    fn shown(unit: Unit<'_>) -> String {
        match unit {
            Unit::Sequence(bytes) => String::from_utf8_lossy(bytes).replace('\x1b', "^"),
            Unit::Paste(bytes) => format!("<{}>", String::from_utf8_lossy(bytes).replace('\x1b', "^")),
        }
    }

    /// The units of chunks that come one after the other; `…` at the end where something is held back.
    fn units(chunks: &[&str]) -> String {
        let mut framer = Framer::default();
        let mut got = Vec::new();
        for chunk in chunks {
            framer.push(chunk.replace('^', "\x1b").as_bytes(), &mut |unit| got.push(shown(unit)));
        }
        if framer.patience().is_some() {
            got.push("…".to_owned());
        }
        got.join(" ")
    }

    #[test]
    fn bytes_become_whole_units() {
        for (chunks, want) in [
            (&["ab"][..], "a b"),
            (&["报栏"], "报 栏"),
            (&["^[A^[1;5B^OP"], "^[A ^[1;5B ^OP"),
            (&["^[", "A"], "^[A"),
            (&["^", "^"], "^ …"),
            (&["^x", "^报"], "^x ^报"),
            (&["^]11;rgb:0/0/0\x07j"], "^]11;rgb:0/0/0\x07 j"),
            (&["^]11;rgb", ":0/0/0^", "\\j"], "^]11;rgb:0/0/0^\\ j"),
            (&["^[<0;1"], "…"),
            (&["^[<0;1^[B"], "^[B"),
            (&["^[<0;1;1M"], "^[<0;1;1M"),
            (&["^[M !!j"], "^[M !! j"),
            (&["^[[Aj"], "^[[A j"),
            (&["^[200~甲^[31m\n乙^[201~j"], "<甲^[31m\n乙> j"),
            (&["^[200~甲^[2", "01~j"], "<甲> j"),
            (&["^[200~甲^[2", "00~^[201~j"], "<甲^[200~> j"),
            (&["^[201~j"], "j"),
            (&["^[200~甲"], "…"),
            (&["^[1\nj"], "\n j"),
        ] {
            assert_eq!(units(chunks), want, "{chunks:?}");
        }
    }

    #[test]
    fn what_never_ends_is_given_up() {
        for (text, want) in
            [("^", "^"), ("^[", ""), ("^[<0;1", ""), ("^O", ""), ("^]11;", ""), ("^[200~甲", "<甲>")]
        {
            let mut framer = Framer::default();
            let mut got = String::new();
            framer.push(text.replace('^', "\x1b").as_bytes(), &mut |_| panic!("{text} is not whole"));
            framer.give_up(&mut |unit| got.push_str(&shown(unit)));
            assert_eq!(got, want, "{text}");
            framer.push(b"j", &mut |unit| got.push_str(&shown(unit)));
            assert_eq!(got, format!("{want}j"), "a key after {text}");
        }
    }

    proptest! {
        #[test]
        fn how_bytes_are_cut_into_reads_does_not_matter(
            parts in prop::collection::vec(
                prop_oneof!["[a-z报\\x1b\\[\\]~;<0-9MO\\x07\\\\]{0,4}", Just("\x1b[200~".to_owned()), Just("\x1b[201~".to_owned())],
                0..20,
            ),
            cut in 1..7_usize,
        ) {
            let bytes = parts.concat().into_bytes();
            let gather = |size: usize| {
                let mut framer = Framer::default();
                let mut got = Vec::new();
                for chunk in bytes.chunks(size.max(1)) {
                    framer.push(chunk, &mut |unit| got.push(shown(unit)));
                }
                got
            };
            prop_assert_eq!(gather(bytes.len()), gather(cut));
        }

        #[test]
        fn any_bytes_leave_the_framer_hearing(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let mut framer = Framer::default();
            framer.push(&bytes, &mut |_| {});
            framer.give_up(&mut |_| {});
            let mut got = String::new();
            framer.push(b"j", &mut |unit| got.push_str(&shown(unit)));
            prop_assert_eq!(got, "j");
        }
    }
}
