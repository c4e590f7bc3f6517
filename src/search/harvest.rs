//! What a query in pinyin may mean: the strings that are read so in headlines and texts, counted.
//!
//! Guarantees: of one string in two scripts or over a row's end one candidate; the most frequent first, those as frequent
//! in the order of their code points, so that a list that grows does not jump about. Never: a string that stands nowhere.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::pinyin::{Paths, Pinyin};
use super::query::Query;
use super::rules::Rules;
use super::scan::scan;
use crate::text::same::fold;

/// Most different strings that are counted; a query of two letters is read in very many.
const MOST: usize = 4096;

/// A string that may be meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// As it is written, in simplified characters and without white space.
    pub text: String,
    /// How often it stands in what was looked through.
    pub count: usize,
}

/// Strings being counted.
#[derive(Clone, Debug)]
pub struct Harvest {
    pinyin: Arc<Pinyin>,
    counts: HashMap<String, usize>,
}

impl Harvest {
    /// For `typed`, if that is one word that can be read and nothing else.
    pub fn new(typed: &str, rules: Rules) -> Option<Self> {
        let word = typed.trim();
        let is_word = word.chars().all(|c| fold(c).is_ascii_alphabetic() || matches!(fold(c), '\'' | 'ü'));
        let pinyin = Pinyin::new(word, rules).filter(|_| is_word)?;
        Some(Self { pinyin: Arc::new(pinyin), counts: HashMap::new() })
    }

    /// Counts what is read in `text`; `None` where `stop` was set.
    pub fn take(&mut self, text: &str, stop: &AtomicBool) -> Option<()> {
        let Self { pinyin, counts } = self;
        let mut string = String::new();
        scan(
            text.as_bytes(),
            stop,
            |look| pinyin.find(text, look),
            |span| {
                string.clear();
                string.extend(span.of(text).chars().filter(|c| !c.is_whitespace()).map(fold));
                if let Some(count) = counts.get_mut(&string) {
                    *count += 1;
                } else if counts.len() < MOST {
                    counts.insert(string.clone(), 1);
                }
                std::ops::ControlFlow::Continue(())
            },
        )
    }

    /// By which texts are sifted before they are taken.
    pub fn paths(&self) -> Paths {
        Paths::of(&self.pinyin, &[])
    }

    /// For the same, with nothing counted.
    #[must_use]
    pub fn emptied(&self) -> Self {
        Self { pinyin: Arc::clone(&self.pinyin), counts: HashMap::new() }
    }

    /// Takes over what another counted in other texts.
    pub fn join(&mut self, other: Self) {
        for (string, count) in other.counts {
            *self.counts.entry(string).or_default() += count;
        }
    }

    /// Takes over what another counted in texts of which some may be the same: of each string the larger count.
    pub fn unite(&mut self, other: Self) {
        for (string, count) in other.counts {
            let known = self.counts.entry(string).or_default();
            *known = count.max(*known);
        }
    }

    /// The `most` most frequent.
    pub fn best(&self, most: usize) -> Vec<Candidate> {
        let mut all: Vec<(&String, usize)> = self.counts.iter().map(|(text, count)| (text, *count)).collect();
        all.sort_unstable_by_key(|(text, count)| (Reverse(*count), *text));
        let candidate = |(text, count): (&String, usize)| Candidate { text: text.clone(), count };
        all.into_iter().take(most).map(candidate).collect()
    }

    /// Whether every string that is read so is among the `most` best of what was looked through.
    pub fn is_within(&self, most: usize) -> bool {
        self.counts.len() <= most
    }
}

impl Query {
    /// A filter for any of these strings as they are written, or for `typed` as it stands.
    pub fn any_of(typed: &str, candidates: &[Candidate], rules: Rules) -> Self {
        let written = |text: &str| format!("\"{text}\"");
        let all: Vec<String> = [typed.trim()]
            .into_iter()
            .chain(candidates.iter().map(|one| one.text.as_str()))
            .map(written)
            .collect();
        let notation = super::Notation { on: false, ..rules.notation };
        Self::filter(&all.join("|"), Rules { notation, ..rules }, &[])
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicBool;

    use super::{Harvest, Query};
    use crate::search::{Rules, Subject};

    fn check(typed: &str, texts: &[&str], want: &[(&str, usize)]) {
        let mut harvest = Harvest::new(typed, Rules::default()).expect(typed);
        for text in texts {
            harvest.take(text, &AtomicBool::new(false)).unwrap();
        }
        let got = harvest.best(3);
        let got: Vec<(&str, usize)> = got.iter().map(|one| (one.text.as_str(), one.count)).collect();
        assert_eq!(got, want, "{typed}");
    }

    #[test]
    fn what_is_read_is_counted_the_most_frequent_first() {
        check(
            "kczx",
            &["国际科创中心", "科創中 心，可从总线，科创中心"],
            &[("科创中心", 3), ("可从总线", 1)],
        );
        check("changsanjiao", &["长三角，長三角"], &[("长三角", 2)]);
        check("ｃｓｊ", &["长三角"], &[("长三角", 1)]);
        check("yiyi", &["一一，意义，一亿，异议"], &[("一一", 1), ("一亿", 1), ("异议", 1)]);
        check("dukou", &["山"], &[]);
    }

    #[test]
    fn only_one_word_in_letters_is_harvested() {
        for typed in
            ["", "渡口", "k", "kc zx", "title:kczx", "-kczx", "/kc/", "k|c", "AI", "2025n", "科chuang"]
        {
            assert!(Harvest::new(typed, Rules::default()).is_none(), "{typed}");
        }
    }

    #[test]
    fn the_best_are_looked_for_as_they_are_written() {
        let mut harvest = Harvest::new("kczx", Rules::default()).unwrap();
        harvest.take("科创中心", &AtomicBool::new(false)).unwrap();
        assert!(harvest.is_within(1) && !harvest.is_within(0));
        let query = Query::any_of("kczx", &harvest.best(16), Rules::default());
        for (text, want) in [("科創中心", true), ("KCZX", true), ("可从总线", false)] {
            let subject = Subject { texts: &[text], ..Subject::default() };
            assert_eq!(query.passes(&subject, &AtomicBool::new(false)), Some(want), "{text}");
        }
    }
}
