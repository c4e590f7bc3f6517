//! Whether a row may end between two characters.
//!
//! Guarantees: one look at a matrix of classes, made by the compiler from the rules below; at every level but `None`
//! no row begins with a closing or pause mark or ends with an opening one. Never: widths; `fill` decides which legal
//! place is taken. Sources: CLREQ «Prohibition rules for line start and line end» (levels), GB/T 15834-2011 5.1.

use crate::text::class::Class;
use crate::text::kind::Kind;
use crate::text::punctuation::STRETCH;

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

impl Level {
    const ALL: [Self; 4] = [Self::None, Self::Basic, Self::Gb, Self::Strict];
}

/// For each pair of classes a bit for each level at which a row may end between them.
const PAIRS: [[u8; 32]; Class::COUNT] = pairs();

const fn pairs() -> [[u8; 32]; Class::COUNT] {
    let mut pairs = [[0; 32]; Class::COUNT];
    let mut a = 0;
    while a < Class::COUNT {
        let mut b = 0;
        while b < Class::COUNT {
            let mut level = 0;
            while level < Level::ALL.len() {
                if is_legal(Level::ALL[level], Class::ALL[a], Class::ALL[b]) {
                    pairs[a][b] |= 1 << level;
                }
                level += 1;
            }
            b += 1;
        }
        a += 1;
    }
    pairs
}

/// Whether a row may end between `a` and `b`, classes in their context.
pub(super) fn may_break(level: Level, a: Class, b: Class) -> bool {
    let bits = PAIRS.get(a as usize).and_then(|row| row.get(b as usize)).copied().unwrap_or_default();
    bits >> level as u8 & 1 != 0
}

/// The rules. Where two of them speak of a pair, the upper one holds.
const fn is_legal(level: Level, a: Class, b: Class) -> bool {
    use Class::{
        Alphabet, Apostrophe, Bracket, Close, Dash, Digit, Dollar, Ellipsis, Figure, Glue, Han, Held, Hyphen,
        Letter, Mark, Measure, Money, Open, Other, Paren, Pause, Plus, Postfix, Sign, Slash, Solidus, Space,
        Straight,
    };
    if matches!(b, Mark | Glue) || matches!(a, Glue) {
        return false;
    }
    if matches!(level, Level::None) {
        return true;
    }
    let strict = matches!(level, Level::Strict);
    let basic = matches!(level, Level::Basic);
    match (a, b) {
        (_, Space | Held | Close | Bracket | Apostrophe | Pause) | (Open | Paren | Straight | Held, _) => {
            false
        }
        (Dash, Dash) | (Ellipsis, Ellipsis) => false,
        (Slash | Solidus, Dash | Ellipsis) => basic,
        (_, Dash | Ellipsis) => !strict,
        // Behind a space these begin something new: a path, an option, a sign.
        (Space, _) => true,
        (_, Slash | Solidus | Postfix | Hyphen) => false,
        (Slash, Digit | Figure) => false,
        (Slash, Letter | Alphabet) => true,
        (Slash | Solidus, _) => basic,
        (Money | Dollar | Sign | Plus, Digit | Figure | Letter | Alphabet) => false,
        (Money | Dollar, _) => matches!(b, Han | Measure | Other | Open | Paren),
        (Plus, Plus) => false,
        (Digit | Figure, Measure) => false,
        (Digit | Figure | Letter | Alphabet, Digit | Figure | Letter | Alphabet | Dollar | Plus | Paren) => {
            false
        }
        (Hyphen, Digit | Figure) => false,
        (Bracket, Letter) => false,
        _ => true,
    }
}

/// Walks a text and resolves what depends on more than one character: straight quotes, apostrophes, marks in words.
#[derive(Clone, Debug)]
pub(super) struct Resolver {
    /// Straight double quotes since the start of a stretch; an even count opens.
    quotes: usize,
    /// The stretch they are counted in; none before the first.
    stretch: Option<usize>,
}

impl Resolver {
    /// For a text that begins, or goes on where nothing was looked at yet.
    pub(super) const fn new() -> Self {
        Self { quotes: 0, stretch: None }
    }

    /// The class in context of `kind`, a mark of one of the classes from [`Class::Pause`] on: `before` is the class of
    /// what stands before it, `after` the character that follows.
    pub(super) fn see(kind: Kind, before: Class, after: Option<char>) -> Class {
        match kind.class() {
            Class::Apostrophe => {
                let inside = before.is_letter() && after.is_some_and(char::is_alphabetic);
                if inside { Class::Alphabet } else { Class::Close }
            }
            // A dash alone is a connector (一字线), whatever the level.
            Class::Dash
                if before != Class::Dash && after.is_none_or(|c| Kind::of(c).class() != Class::Dash) =>
            {
                Class::Close
            }
            Class::Slash if !before.is_letter() && before != Class::Slash => Class::Solidus,
            Class::Hyphen if !before.is_letter() && after.is_some_and(|c| c.is_ascii_digit()) => Class::Sign,
            // A half-width pause mark holds together only what it stands inside of: 1,234.5, 10:30, a.cn.
            Class::Pause if before.is_word() && after.is_some_and(|c| c.is_ascii_alphanumeric()) => {
                Class::Letter
            }
            // A space behind an opening mark does not let the mark end a row (UAX #14, LB14).
            Class::Space if matches!(before, Class::Open | Class::Paren | Class::Held) => Class::Held,
            class => class,
        }
    }

    /// Whether the straight quotation mark at `at` of `text` opens or closes. They are counted anew in each stretch, as
    /// those are that are shown as `“ ”`, so it does not matter where somebody begins to look. `shown` says of a byte
    /// whether another mark is shown there.
    pub(super) fn quote(&mut self, text: &str, at: usize, shown: impl Fn(usize) -> bool) -> Class {
        let stretch = at / STRETCH;
        if self.stretch != Some(stretch) {
            let first = stretch * STRETCH;
            let before = text.as_bytes().get(first..at).unwrap_or_default();
            let marks = memchr::memchr_iter(b'"', before);
            self.quotes = marks.filter(|place| !shown(first + place)).count();
            self.stretch = Some(stretch);
        }
        self.quotes += 1;
        if self.quotes % 2 == 1 { Class::Open } else { Class::Close }
    }

    /// Counts the straight quotation marks inside of a cluster, behind its first character.
    pub(super) fn pass(&mut self, cluster: &str) {
        self.quotes += cluster.bytes().skip(1).filter(|byte| *byte == b'"').count();
    }

    /// The class of what stands before the byte at `at`, for a walk that begins there.
    pub(super) fn before(text: &str, at: usize) -> Class {
        let before = text.get(..at).unwrap_or_default();
        let base = before.chars().rev().map(|c| Kind::of(c).class()).find(|class| *class != Class::Mark);
        match base {
            // In context they are no part of a word, or what follows is none of those who ask.
            None | Some(Class::Pause | Class::Apostrophe | Class::Straight) => Class::Other,
            Some(class) => class,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Class, Level, may_break};

    #[test]
    fn the_levels_are_nested() {
        for a in Class::ALL {
            for b in Class::ALL {
                for pair in Level::ALL.windows(2) {
                    let (loose, tight) = (may_break(pair[0], a, b), may_break(pair[1], a, b));
                    assert!(loose || !tight, "{a:?} {b:?} at {:?}", pair[1]);
                }
            }
        }
    }

    #[test]
    fn what_may_not_be_first_or_last_is_not() {
        use Class::{Close, Dash, Digit, Han, Measure, Open, Pause, Slash};
        for (a, b, levels) in [
            (Han, Han, 0b1111),
            (Han, Close, 0b0001),
            (Han, Pause, 0b0001),
            (Open, Han, 0b0001),
            (Han, Dash, 0b0111),
            (Dash, Dash, 0b0001),
            (Slash, Han, 0b0011),
            (Slash, Dash, 0b0011),
            (Digit, Measure, 0b0001),
            (Digit, Han, 0b1111),
        ] {
            for level in Level::ALL {
                assert_eq!(may_break(level, a, b), levels >> level as u8 & 1 != 0, "{a:?} {b:?} {level:?}");
            }
        }
    }
}
