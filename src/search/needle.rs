//! The byte strings that are looked for first, before anything is compared around them.
//!
//! Guarantees: the leftmost place where one of them stands, at the rate of memory. Never: a character looked at.

use aho_corasick::packed;
use memchr::memmem;

/// Most bytes of one: two characters.
pub(super) const LONG: usize = 8;

/// Most that are looked for at once.
pub(super) const MOST: usize = 32;

/// A search for one of a few byte strings.
#[derive(Clone, Debug)]
pub(super) enum Needle {
    One(Box<memmem::Finder<'static>>),
    Many(Box<packed::Searcher>),
    /// The forms of ASCII, which are too short for a search of several at once, and the others.
    Split([u8; 2], Box<packed::Searcher>),
    /// Nothing to look for.
    None,
}

impl Needle {
    pub(super) fn new(needles: &[Vec<u8>]) -> Self {
        match needles {
            [] => Self::None,
            [one] => Self::One(Box::new(memmem::Finder::new(one).into_owned())),
            several => {
                let short: Vec<u8> = several.iter().filter(|one| one.len() == 1).flatten().copied().collect();
                let long: Vec<&Vec<u8>> = several.iter().filter(|one| one.len() > 1).collect();
                match (short.as_slice(), packed(&long)) {
                    ([], Some(searcher)) => Self::Many(searcher),
                    (&[a], Some(searcher)) => Self::Split([a, a], searcher),
                    (&[a, b], Some(searcher)) => Self::Split([a, b], searcher),
                    _ => Self::None,
                }
            }
        }
    }

    /// Where the first one begins that does so from `at` and before `to`.
    pub(super) fn find(&self, text: &[u8], at: usize, to: usize) -> Option<usize> {
        // No further than one may reach: the caller looks at the rest when it wants to.
        let window = text.get(..text.len().min(to.saturating_add(LONG)))?;
        self.find_in(window, at).filter(|found| *found < to)
    }

    fn find_in(&self, bytes: &[u8], from: usize) -> Option<usize> {
        match self {
            Self::One(finder) => finder.find(bytes.get(from..)?).map(|at| from + at),
            Self::Many(searcher) => find_any(searcher, bytes, from),
            Self::Split([a, b], searcher) => {
                let short = memchr::memchr2(*a, *b, bytes.get(from..)?).map(|at| from + at);
                let before = bytes.get(..short.unwrap_or(bytes.len()))?;
                find_any(searcher, before, from).or(short)
            }
            Self::None => None,
        }
    }
}

fn find_any(searcher: &packed::Searcher, bytes: &[u8], from: usize) -> Option<usize> {
    searcher.find_in(bytes, aho_corasick::Span { start: from, end: bytes.len() }).map(|found| found.start())
}

/// A search for several byte strings at once.
fn packed(several: &[&Vec<u8>]) -> Option<Box<packed::Searcher>> {
    let build = |config: &mut packed::Config| config.builder().extend(several).build();
    let fast = build(&mut packed::Config::new());
    // Without the machine's instructions for it there is a slower way.
    fast.or_else(|| build(packed::Config::new().only_rabin_karp(true))).map(Box::new)
}
