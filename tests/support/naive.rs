//! The matcher once more, so simple that it is obviously right: every place of the text is tried, character by
//! character, and every way to read it by itself.
//!
//! Guarantees: nothing of `search` decides here but the ways to type one syllable. Never: fast.

use std::sync::atomic::AtomicBool;

use baolan::search::{LONGEST_GAP, Marks, Query, Rules};
use baolan::text::pinyin::Readings;
use baolan::text::same::{fold, is_han, is_mark};

/// The hits of `typed` in `text` in characters, and how many of them are only read so.
pub fn hits(text: &str, typed: &str, rules: Rules) -> Found {
    let text: Vec<char> = text.chars().collect();
    let query: Vec<char> = stripped(typed.chars().collect(), rules);
    let literal = all(&text, |at| literal_end(&text, &query, at, rules));
    let Some(letters) = Letters::of(&query, rules) else { return (literal, 0) };
    let mut read = all(&text, |at| letters.shortest(&text, (at, 0), (None, false)));
    read.retain(|(start, end)| literal.iter().all(|(from, to)| end <= from || to <= start));
    let count = read.len();
    let mut both = [literal, read].concat();
    both.sort_unstable();
    (both, count)
}

/// Hits in characters, and how many of them are only read so.
pub type Found = (Vec<(usize, usize)>, usize);

/// What the matcher finds, and what is there.
pub fn beside(text: &str, typed: &str, rules: Rules) -> (Found, Found) {
    let found = Query::plain(typed, rules).hits(text, &AtomicBool::new(false)).expect("nobody stops it");
    let character = |at: usize| text[..at].chars().count();
    let spans = found.spans.iter().map(|span| (character(span.start), character(span.end)));
    ((spans.collect(), found.read), hits(text, typed, rules))
}

/// The leftmost matches that do not overlap; `end` says where one that begins at a place ends.
fn all(text: &[char], end: impl Fn(usize) -> Option<usize>) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.len() {
        match end(at).filter(|end| *end > at) {
            Some(end) => {
                found.push((at, end));
                at = end;
            }
            None => at += 1,
        }
    }
    found
}

fn passable(c: char, rules: Rules) -> bool {
    use baolan::search::Gaps::{None, Paragraphs};
    let mark = rules.marks == Marks::Ignored && is_mark(c);
    let end = c == '\n' || c == '\u{2028}' || c == '\u{2029}';
    mark || end && rules.gaps == Paragraphs || !end && c.is_whitespace() && rules.gaps != None
}

fn may_gap(left: char, right: char, rules: Rules) -> bool {
    rules.marks == Marks::Ignored
        || rules.gaps != baolan::search::Gaps::None && (is_han(left) || is_han(right))
}

/// A query without marks where they are ignored, unless it has nothing else.
fn stripped(query: Vec<char>, rules: Rules) -> Vec<char> {
    let kept: Vec<char> = query.iter().copied().filter(|c| !passable(*c, rules)).collect();
    if rules.marks == Marks::Kept || kept.is_empty() { query } else { kept }
}

/// The first place from `at` on that holds something to compare, if the gap is not too long.
fn behind_gap(text: &[char], at: usize, rules: Rules) -> usize {
    let gap = text[at..].iter().take_while(|c| passable(**c, rules)).count();
    at + gap.min(LONGEST_GAP)
}

fn literal_end(text: &[char], query: &[char], start: usize, rules: Rules) -> Option<usize> {
    let mut at = start;
    for (index, &want) in query.iter().enumerate() {
        let free = |c: char| !passable(c, rules) && !c.is_whitespace();
        if index > 0 && free(query[index - 1]) && free(want) && may_gap(query[index - 1], want, rules) {
            at = behind_gap(text, at, rules);
        }
        if at >= text.len() || fold(text[at]) != fold(want) {
            return None;
        }
        at += 1;
    }
    Some(at)
}

struct Letters {
    query: Vec<char>,
    small: Vec<bool>,
    cuts: Vec<usize>,
    rules: Rules,
}

impl Letters {
    fn of(typed: &[char], rules: Rules) -> Option<Self> {
        let latin = |c: char| fold(c).is_ascii_lowercase();
        let mut letters = Self { query: Vec::new(), small: Vec::new(), cuts: Vec::new(), rules };
        for (at, &c) in typed.iter().enumerate() {
            if fold(c) == '\'' && at > 0 && latin(typed[at - 1]) {
                letters.cuts.push(letters.query.len());
                continue;
            }
            // The run of Latin letters around it; one that is all capitals stands for itself.
            let start = typed[..at].iter().rposition(|c| !latin(*c)).map_or(0, |before| before + 1);
            let run = typed[start..].iter().take_while(|c| latin(**c));
            let small = latin(c) && run.clone().any(|c| !c.is_uppercase());
            letters.query.push(if fold(c) == 'ü' { 'v' } else { fold(c) });
            letters.small.push(small || fold(c) == 'ü' || fold(c) == ';');
        }
        let spelt =
            letters.query.iter().zip(&letters.small).any(|(c, small)| *small && c.is_ascii_lowercase());
        let fits =
            (2..=63).contains(&letters.query.len()) && !letters.query.iter().any(|c| c.is_whitespace());
        (rules.notation.on && spelt && fits).then_some(letters)
    }

    /// Whether two small letters are all there is.
    fn strict(&self) -> bool {
        self.query.len() == 2 && self.small.iter().all(|small| *small)
    }

    /// How many characters of the query from `at` on are typed as `way` begins; nothing where one differs.
    fn typed(&self, at: usize, way: &str) -> Option<usize> {
        let length = way.len().min(self.query.len() - at);
        let fits = way.chars().take(length).enumerate().all(|(index, want)| {
            let place = at + index;
            self.query[place] == want && self.small[place] && (index == 0 || !self.cuts.contains(&place))
        });
        (fits && length > 0).then_some(length)
    }

    /// The nearest end of a match that goes on at `at` in the text with the query's place `place`; `before` is the
    /// character before, and whether any was read.
    fn shortest(
        &self,
        text: &[char],
        (at, place): (usize, usize),
        before: (Option<char>, bool),
    ) -> Option<usize> {
        if place == self.query.len() {
            return before.1.then_some(at);
        }
        let mut at = at;
        if let Some(left) = before.0.filter(|_| !self.strict()) {
            let next = behind_gap(text, at, self.rules);
            if next > at {
                let right = *text.get(next)?;
                if passable(right, self.rules) || !may_gap(left, right, self.rules) {
                    return None;
                }
                at = next;
            }
        }
        let c = *text.get(at)?;
        let mut ends = Vec::new();
        if fold(c) == self.query[place] && !self.strict() {
            ends.extend(self.shortest(text, (at + 1, place + 1), (Some(c), before.1)));
        }
        for syllable in Readings::table().read(c) {
            let ways = self.rules.notation.ways(syllable);
            for way in ways.full.iter().chain(&ways.initial) {
                let Some(length) = self.typed(place, way) else { continue };
                // Of two letters both are initials, or they are a whole syllable.
                let whole = length == way.len() && ways.full.contains(way);
                if self.strict() && place == 0 && length == 2 && !whole {
                    continue;
                }
                if length == way.len() {
                    ends.extend(self.shortest(text, (at + 1, place + length), (Some(c), true)));
                } else if place + length == self.query.len() {
                    ends.push(at + 1);
                }
            }
        }
        ends.into_iter().min()
    }
}
