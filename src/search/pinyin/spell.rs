//! How a syllable may be typed: in full, by its initial, in the two letters of a double-pinyin scheme, and with the
//! sounds that a reader does not tell apart.
//!
//! Guarantees: all ways are in lower-case ASCII. Never: a syllable chosen; all ways of all are given.

use std::borrow::Cow;
use std::sync::OnceLock;

use super::double::Scheme;
use crate::text::pinyin::Readings;

/// Sounds that may stand for each other, as they are named in the settings.
pub const PAIRS: [(&str, &str); 9] = [
    ("zh", "z"),
    ("ch", "c"),
    ("sh", "s"),
    ("n", "l"),
    ("l", "r"),
    ("f", "h"),
    ("ang", "an"),
    ("eng", "en"),
    ("ing", "in"),
];

/// Where the pairs of finals begin among [`PAIRS`].
const FINALS: usize = 6;

/// What [`Notation::all_ways`] answers for the notation that nearly everybody has. It holds nothing but what that would
/// answer again.
static PLAIN: OnceLock<Vec<Ways>> = OnceLock::new();

/// Which pairs are not told apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fuzzy(u16);

impl Fuzzy {
    /// The pairs named in `text`, apart by spaces or commas: `zh/z an/ang`.
    ///
    /// # Errors
    /// The first name that is of no pair.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut pairs = 0;
        for name in text.split([' ', ',', '\u{3000}', '，', '、']).filter(|name| !name.is_empty()) {
            let is_it = |(a, b): &(&str, &str)| name == format!("{a}/{b}") || name == format!("{b}/{a}");
            let index = PAIRS.iter().position(is_it).ok_or_else(|| name.to_owned())?;
            pairs |= 1 << index;
        }
        Ok(Self(pairs))
    }

    /// The names of all pairs.
    pub fn names() -> Vec<String> {
        PAIRS.iter().map(|(a, b)| format!("{a}/{b}")).collect()
    }

    /// What may stand for `part`, itself first; `parts` are the pairs that are asked about.
    fn alike(self, part: &str, parts: std::ops::Range<usize>, fits: fn(&str, &str) -> bool) -> Vec<String> {
        let mut all = vec![part.to_owned()];
        for (index, (long, short)) in PAIRS.iter().enumerate().take(parts.end).skip(parts.start) {
            if self.0 & (1 << index) == 0 {
                continue;
            }
            for (from, to) in [(long, short), (short, long)] {
                if fits(part, from) {
                    let stem = part.strip_suffix(from).unwrap_or_default();
                    all.push(format!("{stem}{to}"));
                }
            }
        }
        all
    }
}

/// How syllables are typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Notation {
    /// Whether Latin letters stand for characters at all.
    pub on: bool,
    /// The double-pinyin scheme that is accepted beside full pinyin.
    pub scheme: Scheme,
    /// The sounds that are not told apart.
    pub fuzzy: Fuzzy,
}

impl Default for Notation {
    fn default() -> Self {
        Self { on: true, scheme: Scheme::Off, fuzzy: Fuzzy::default() }
    }
}

/// All ways to type a syllable.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ways {
    /// All of it; the beginning of one may stand at a query's end.
    pub full: Vec<String>,
    /// Its initial alone.
    pub initial: Vec<String>,
}

impl Notation {
    /// The ways to type each syllable of the table of readings.
    pub fn all_ways(self) -> Cow<'static, [Ways]> {
        let all =
            |notation: Self| Readings::table().syllables().iter().map(|one| notation.ways(one)).collect();
        if self == Self::default() {
            return Cow::Borrowed(PLAIN.get_or_init(|| all(self)));
        }
        Cow::Owned(all(self))
    }

    /// The ways to type `syllable`, which is as the table of readings has it.
    pub fn ways(self, syllable: &str) -> Ways {
        let (initial, rest) = split(syllable);
        let initials = self.fuzzy.alike(initial, 0..FINALS, |part, from| part == from);
        let finals = self.fuzzy.alike(rest, FINALS..PAIRS.len(), |part, from| part.ends_with(from));
        let mut ways = Ways::default();
        for initial in &initials {
            for rest in &finals {
                add(&mut ways.full, format!("{initial}{rest}"));
                if rest == "ve" {
                    add(&mut ways.full, format!("{initial}ue"));
                }
                for code in self.scheme.codes(initial, rest) {
                    add(&mut ways.full, code);
                }
            }
            let letters = if initial.is_empty() { rest } else { initial };
            add(&mut ways.initial, letters.chars().take(1).collect());
            if initial.len() == 2 {
                add(&mut ways.initial, initial.clone());
                if let Some(key) = self.scheme.initial(initial) {
                    add(&mut ways.initial, key.to_string());
                }
            }
        }
        ways
    }
}

fn add(all: &mut Vec<String>, one: String) {
    if !one.is_empty() && !all.contains(&one) {
        all.push(one);
    }
}

/// The initial of a syllable and the rest; `y` and `w` count as initials.
fn split(syllable: &str) -> (&str, &str) {
    let vowel = |c: char| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'v');
    // Sounds without a vowel (嗯 ng, 呣 m) have no initial to be told from the rest.
    let at = syllable.find(vowel).unwrap_or(0);
    syllable.split_at_checked(at).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{Fuzzy, Notation, Scheme};

    fn check(notation: Notation, syllable: &str, full: &str, initial: &str) {
        let ways = notation.ways(syllable);
        assert_eq!((ways.full.join(" "), ways.initial.join(" ")), (full.to_owned(), initial.to_owned()));
    }

    #[test]
    fn a_syllable_is_typed_in_full_and_by_its_initial() {
        let plain = Notation::default();
        check(plain, "ke", "ke", "k");
        check(plain, "zhong", "zhong", "z zh");
        check(plain, "an", "an", "a");
        check(plain, "lve", "lve lue", "l");
        check(plain, "ng", "ng", "n");
        check(Notation { scheme: Scheme::Xiaohe, ..plain }, "zhong", "zhong vs", "z zh v");
    }

    #[test]
    fn sounds_that_are_not_told_apart_stand_for_each_other() {
        let fuzzy = |text| Notation { fuzzy: Fuzzy::parse(text).unwrap(), ..Notation::default() };
        check(fuzzy("zh/z"), "zhong", "zhong zong", "z zh");
        check(fuzzy("z/zh"), "zong", "zong zhong", "z zh");
        check(fuzzy("an/ang, n/l"), "niang", "niang nian liang lian", "n l");
        check(fuzzy("in/ing"), "xin", "xin xing", "x");
        check(fuzzy("l/r"), "an", "an", "a");
        assert_eq!(Fuzzy::parse("zh/z q/k"), Err("q/k".to_owned()));
        assert_eq!(Fuzzy::parse(" "), Ok(Fuzzy::default()));
    }
}
