//! Whether a row may end between two characters.
//!
//! Guarantees: a pure function of the two classes and a little context; at every level but `None` no row begins with
//! a closing or pause mark or ends with an opening one. Never: widths; `fill` decides which legal place is taken.
//! Sources: CLREQ «Prohibition rules for line start and line end» (levels), GB/T 15834-2011 5.1.

use crate::text::class::{Class, class, is_measure_word};

/// How strictly rows obey the prohibitions. CLREQ has these four.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Anywhere between clusters.
    None,
    /// No mark that may not be first is first, none that may not be last is last.
    Basic,
    /// And no solidus ends a row.
    Gb,
    /// And no dash or ellipsis begins one.
    #[default]
    Strict,
}

/// A character with what the breaker knows of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seen {
    pub(super) c: char,
    pub(super) class: Class,
    /// Whether it is a space that an opening mark before it holds.
    pub(super) held: bool,
}

/// Walks a text and resolves what depends on more than one character: straight quotes, apostrophes.
#[derive(Debug, Default)]
pub(super) struct Resolver {
    /// Straight double quotes so far; an even count opens.
    quotes: usize,
}

impl Resolver {
    /// `c` with its class in context: `before` is the character before it, `after` the one that follows.
    pub(super) fn see(&mut self, before: Option<Seen>, c: char, after: Option<char>) -> Seen {
        let class = match class(c) {
            Class::Straight => {
                self.quotes += 1;
                if self.quotes % 2 == 1 { Class::Open } else { Class::Close }
            }
            Class::Close if c == '’' && is_word(before) && after.is_some_and(char::is_alphabetic) => {
                Class::Letter
            }
            // A half-width pause mark holds together only what it stands inside of: 1,234.5, 10:30, a.cn.
            Class::Pause if is_word(before) && after.is_some_and(|c| c.is_ascii_alphanumeric()) => {
                Class::Letter
            }
            other => other,
        };
        // A space behind an opening mark does not let the mark end a row (UAX #14, LB14).
        let held =
            class == Class::Space && before.is_some_and(|before| before.class == Class::Open || before.held);
        Seen { c, class, held }
    }
}

fn is_word(seen: Option<Seen>) -> bool {
    seen.is_some_and(|seen| matches!(seen.class, Class::Digit | Class::Letter) && seen.c.is_ascii())
}

/// Whether a row may end between `a` and `b`.
pub(super) fn may_break(level: Level, a: Seen, b: Seen) -> bool {
    use Class::{
        Close, Digit, Glue, Hyphen, Ideograph, Inseparable, Letter, Mark, Open, Pause, Postfix, Prefix,
        Solidus, Space,
    };
    if matches!(b.class, Mark | Glue) || a.class == Glue || a.c == '\u{200d}' {
        return false;
    }
    if level == Level::None {
        return true;
    }
    match (a.class, b.class) {
        (_, Space | Close | Pause) | (Open, _) => false,
        (Space, _) => !a.held,
        (_, Solidus) => false,
        (Solidus, Digit) if a.c == '/' => false,
        (Solidus, _) => level < Level::Gb || matches!(b.class, Letter),
        (Inseparable, Inseparable) => a.c != b.c && level < Level::Strict,
        (_, Inseparable) => level < Level::Strict,
        (_, Postfix) => false,
        (Prefix, Digit | Letter) => false,
        (Prefix, _) => {
            !matches!(a.c, '￥' | '＄' | '￡' | '€' | '№' | '$' | '¥' | '£') || b.class == Ideograph
        }
        (Digit, Ideograph) => !is_measure_word(b.c),
        (Digit | Letter, Digit | Letter) => false,
        (Digit | Letter, Hyphen) | (Hyphen, Digit) => false,
        (Digit | Letter, Prefix) => !b.c.is_ascii(),
        (Close, Letter) => a.c != ')' && a.c != ']' || !b.c.is_ascii(),
        (Hyphen, Letter) => true,
        _ => true,
    }
}

/// Where an overlong run (a URL) is cut first, when it has to be cut: after one of these.
pub(super) const fn is_soft_cut(c: char) -> bool {
    matches!(c, '/' | '?' | '&' | '=' | '-' | '_' | '.' | '%' | ',')
}
