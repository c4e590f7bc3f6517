//! A word of which one character is wrong: another that looks or sounds like it stands in its place.
//!
//! Guarantees: one character of a word is another one, and no more; the word itself is still found; a phrase in quotation
//! marks, a pattern, a word of Latin letters and what must not stand there stay as they are. Never: looked for where the
//! reader did not ask for it.

use std::ops::RangeInclusive;
use std::sync::LazyLock;

use super::Query;
use super::language::Atom;
use crate::text::pinyin::{FIRST, Readings};
use crate::text::same::{fold, variants};

/// How many characters a word has that may be wrong: of fewer another word comes of it, of more nobody typed it.
pub(super) const LENGTHS: RangeInclusive<usize> = 4..=20;

/// Groups of characters that look alike.
static LOOKALIKES: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let lines = include_str!("../../config/lookalikes.txt").lines().filter(|line| !line.starts_with('#'));
    lines.flat_map(str::split_whitespace).collect()
});

/// The characters for which `folded` may have been typed: those that look like it, and those with a reading of it.
pub(super) fn alike(folded: char) -> Vec<char> {
    let groups = LOOKALIKES.iter().filter(|group| group.contains(folded));
    let mut all: Vec<char> = groups.flat_map(|group| group.chars()).flat_map(variants).collect();
    let table = Readings::table();
    let own = table.of_set(table.set(folded));
    let is_read: Vec<bool> = (0..table.sets())
        .map(|set| table.of_set(set).iter().any(|syllable| own.contains(syllable)))
        .collect();
    let sets = (FIRST..).zip(table.table_sets());
    let read = sets.filter(|(_, set)| is_read.get(usize::from(**set)) == Some(&true));
    all.extend(read.filter_map(|(code, _)| char::from_u32(code)));
    all.retain(|&c| fold(c) != folded);
    all
}

impl Query {
    /// The query with one wrong character in each of its words; `None` where it has no word that may have one.
    pub fn slipped(&self) -> Option<Self> {
        let mut query = self.clone();
        let mut is_other = false;
        for clause in query.clauses.iter_mut().filter(|clause| !clause.not) {
            let words = clause.any.iter().filter_map(|atom| match atom {
                Atom::Term(field, term) => Some((*field, term)),
                _ => None,
            });
            let slips = words.flat_map(|(field, term)| term.slips().map(move |slip| (field, slip)));
            let slips: Vec<Atom> = slips.map(|(field, slip)| Atom::Term(field, Box::new(slip))).collect();
            is_other |= !slips.is_empty();
            clause.any.extend(slips);
        }
        is_other.then_some(query)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicBool;

    use super::{LOOKALIKES, Query, alike};
    use crate::article::Span;
    use crate::search::{Field, NOWHERE, Rules, Sieve, Subject};
    use crate::text::same::{fold, is_han};

    #[test]
    fn the_table_has_groups_of_folded_characters_each_once() {
        for group in LOOKALIKES.iter() {
            assert!(group.chars().count() > 1, "{group}");
            assert!(group.chars().all(|c| is_han(c) && fold(c) == c), "{group}");
            assert!(group.chars().all(|c| group.matches(c).count() == 1), "{group}");
        }
    }

    #[test]
    fn a_character_is_alike_to_those_that_look_and_sound_like_it_in_both_scripts() {
        for (c, other, want) in [
            ('未', '末', true),
            ('未', '位', true),
            ('未', '衛', true),
            ('贝', '見', true),
            ('重', '虫', true),
            ('未', '未', false),
            ('国', '國', false),
            ('未', '山', false),
            ('。', '，', false),
        ] {
            assert_eq!(alike(c).contains(&other), want, "{c} {other}");
        }
    }

    fn check(typed: &str, text: &str, want: Option<&str>) {
        let stop = AtomicBool::new(false);
        let query = Query::filter(typed, Rules::default(), &[Field::Title]);
        let Some(slipped) = query.slipped() else { return assert_eq!(want, None, "{typed}") };
        let subject = Subject { texts: &[text], title: text, ..Subject::default() };
        assert_eq!(slipped.passes(&subject, &stop), Some(want.is_some()), "{typed} in {text}");
        let Some(want) = want else { return };
        let hits = slipped.marks(text, &[(Field::Title, Span::new(0, text.len()))], &stop).unwrap();
        assert_eq!(hits.spans.last().map(|span| span.of(text)), Some(want), "{typed} in {text}");
        assert_eq!(Sieve::new(&slipped).passes(text, &stop), Some(true), "{typed} in {text}");
        assert_ne!(slipped.places(text.as_bytes()).next(0, &stop), Some(NOWHERE), "{typed} in {text}");
    }

    #[test]
    fn one_character_of_a_word_of_four_may_be_another() {
        for (typed, text, want) in [
            ("科创中心", "上海科创中心", Some("科创中心")),
            ("科创中心", "上海科创忠心", Some("科创忠心")),
            ("科创中心", "上海課创 中心", Some("課创 中心")),
            ("科创中心", "上海科幢中心", Some("科幢中心")),
            ("科创中辛", "上海科創中心", Some("科創中心")),
            ("末来城市", "未来城市", Some("未来城市")),
            ("title:末来城市", "未来城市", Some("未来城市")),
            ("末来城市 上海", "上海的未来城市", Some("未来城市")),
            ("科创中心", "科创山心", None),
            ("科创中心", "课创忠心", None),
            ("科创中心", "科创心", None),
            ("末来城市 北京", "上海未来城市", None),
            // What has no word that may be wrong.
            ("科创中", "科创忠", None),
            ("\"科创中心\"", "科创忠心", None),
            ("/科创中心/", "科创忠心", None),
            ("-科创中心", "科创忠心", None),
            ("kechuang", "科创", None),
            ("科创ab", "科床ab", None),
        ] {
            check(typed, text, want);
        }
    }
}
