//! What is seen of a block: its form, its neighbours, and the words it shares with the text around it.
//!
//! Guarantees: features are causes that any language with these marks has (lengths, ends, ties), hashed into a fixed
//! number of buckets; the same text gives the same features on every machine; work linear in the page. Never: a word
//! list of a paper or a topic.

use super::columns::{Columns, Measures};
use super::look::{BODY, Facts, Reads};
use super::opinion::opinions;
use super::steps::{compare, difference, share, step_of};
use super::ties::{SHORT, Tie, ties};
use crate::page::blocks::Raw;
use crate::page::facts::{has_parts, is_hanging, is_loose_title, is_name, length};

/// How many buckets features are hashed into.
pub(super) const BUCKETS: usize = 1 << 15;

/// What is seen of one block.
#[derive(Clone, Debug)]
pub struct Seen {
    /// The buckets of its features.
    pub(super) features: Vec<u16>,
    /// How the block before ends.
    pub(super) ending: usize,
}

/// What is seen of the blocks `kept` of a page, in order.
pub(super) fn see(blocks: &[Raw], kept: &[usize]) -> Vec<Seen> {
    look(blocks, kept, all)
}

/// What is seen of all blocks of a view, in order.
pub(super) fn all(view: &View<'_>) -> Vec<Seen> {
    (0..view.facts.len()).map(|at| view.seen(at)).collect()
}

/// Looks at the blocks `kept` of a page.
pub(super) fn look<R>(blocks: &[Raw], kept: &[usize], at: impl FnOnce(&View<'_>) -> R) -> R {
    let facts: Vec<Facts<'_>> = kept.iter().filter_map(|&at| blocks.get(at)).map(Facts::of).collect();
    let lines = blocks.iter().any(|block| block.measure.is_some());
    let indent =
        |block: &Raw| block.indented.map_or(0, |indented| 1 + u8::from(indented) + 2 * u8::from(lines));
    let indents = kept.iter().filter_map(|&at| blocks.get(at)).map(indent).collect();
    let columns = Columns::of(&facts);
    let opinions = opinions(blocks, kept);
    let measures = Measures::of(kept.iter().filter_map(|&at| blocks.get(at)).map(|block| block.measure));
    at(&View {
        facts: &facts,
        indents,
        measures,
        columns,
        opinions,
        habit: habit(&facts),
        ties: ties(&facts),
    })
}

/// The blocks of a page as one block sees them.
pub(super) struct View<'a> {
    pub(super) facts: &'a [Facts<'a>],
    /// For each block 1 where it has no indent, 2 where it has, 2 more where column lines were put together; 0 where the page has
    /// no indents.
    indents: Vec<u8>,
    measures: Measures,
    columns: Columns,
    /// What the rules take each block for.
    pub(super) opinions: Vec<u8>,
    /// What short blocks share with the text around them.
    pub(super) ties: Vec<Tie>,
    /// How usual it is on this page that a dateline or a byline follows a title: 0 never, to 4 nearly always.
    habit: u8,
}

/// How many of the titles that stand over a text have a dateline or a byline behind them, in five steps.
fn habit(facts: &[Facts<'_>]) -> u8 {
    let (mut all, mut opened) = (0, 0);
    for pair in facts.windows(2) {
        if let [title, next] = pair
            && title.title()
            && !next.title()
        {
            all += 1;
            opened += usize::from(next.opens());
        }
    }
    match (opened * 100).checked_div(all) {
        None | Some(0) => 0,
        Some(..30) => 1,
        Some(..55) => 2,
        Some(..80) => 3,
        Some(_) => 4,
    }
}

/// Collects features of one block; their names only where somebody wants to be told.
#[derive(Default)]
pub(super) struct Buckets {
    pub(super) found: Vec<u16>,
    pub(super) names: Option<Vec<u8>>,
}

impl Buckets {
    /// Adds the feature `name` with these values. Fowler-Noll-Vo over numbers of four bytes, so that the bucket is the
    /// same everywhere.
    fn add(&mut self, name: u8, values: impl IntoIterator<Item = u32>) {
        let mut hash = 0x811c_9dc5_u32;
        for value in std::iter::once(u32::from(name)).chain(values) {
            for byte in value.to_le_bytes() {
                hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
            }
        }
        self.push(name, hash);
    }

    /// [`Buckets::add`] for values of one byte: the three others are zero, so only their factors are left.
    fn small(&mut self, name: u8, values: &[u8]) {
        const PRIME: u32 = 0x0100_0193;
        const FOUR: u32 = PRIME.wrapping_mul(PRIME).wrapping_mul(PRIME).wrapping_mul(PRIME);
        let mut hash = (0x811c_9dc5 ^ u32::from(name)).wrapping_mul(FOUR);
        for &value in values {
            hash = (hash ^ u32::from(value)).wrapping_mul(FOUR);
        }
        self.push(name, hash);
    }

    fn push(&mut self, name: u8, hash: u32) {
        self.found.push(((hash ^ hash >> 15) as usize % BUCKETS) as u16);
        if let Some(names) = &mut self.names {
            names.push(name);
        }
    }
}

impl View<'_> {
    pub(super) fn at(&self, index: Option<usize>) -> Option<&Facts<'_>> {
        index.and_then(|index| self.facts.get(index))
    }

    /// The block that a continuation at `at` would continue: the last one that is no caption.
    pub(super) fn before(&self, at: usize) -> Option<usize> {
        (0..at).rev().find(|&index| self.facts.get(index).is_some_and(|facts| facts.reads != Reads::Caption))
    }

    fn seen(&self, at: usize) -> Seen {
        let mut into = Buckets { found: Vec::with_capacity(96), names: None };
        self.collect(at, &mut into);
        let before = self.at(self.before(at));
        let ending = before.map_or(0, |before| match before.end {
            0 | 1 => 0,
            3..=5 => 2,
            _ => 1,
        });
        Seen { features: into.found, ending }
    }

    /// The features of the block at `at`.
    pub(super) fn collect(&self, at: usize, into: &mut Buckets) {
        let Some(facts) = self.facts.get(at) else { return };
        self.form(facts, at, into);
        self.rules(facts, at, into);
        self.neighbours(facts, at, into);
        self.join(facts, at, into);
        if facts.size <= SHORT {
            self.titles(facts, at, into);
            self.ties(facts, at, into);
        }
    }

    /// What the block is by itself.
    fn form(&self, facts: &Facts<'_>, at: usize, into: &mut Buckets) {
        let text = facts.text;
        let has = |marks: &[char]| marks.iter().any(|&mark| text.contains(mark));
        let size = step_of(facts.size);
        let comma = u8::from(has(&[',', '，', '、'])) + 2 * u8::from(has(&['。', '；', ';']));
        let parts = u8::from(has_parts(text)) + 2 * u8::from(text.contains(':') || text.contains('：'));
        let open = u8::from(facts.unpaired);
        let kinds = facts.reads as u8 + 16 * u8::from(is_loose_title(text));
        let indent = self.indents.get(at).copied().unwrap_or(0);
        let bracketed = text.starts_with(['(', '（', '【']) && text.ends_with([')', '）', '】']);
        into.small(0, &[]);
        into.small(1, &[size]);
        into.small(2, &[facts.end]);
        into.small(3, &[facts.begin]);
        into.small(4, &[size, facts.end]);
        into.small(5, &[kinds]);
        into.small(6, &[kinds, size]);
        into.small(7, &[comma, size.min(8)]);
        into.small(8, &[parts, size.min(8)]);
        into.small(9, &[open, facts.end]);
        into.small(10, &[indent, u8::from(facts.title())]);
        into.small(11, &[indent, size]);
        into.small(12, &[u8::from(bracketed), size.min(6)]);
        into.small(13, &[comma, parts, kinds]);
        let digits = text.chars().take(90).filter(char::is_ascii_digit).count();
        self.set(facts, at, into);
        into.small(14, &[u8::from(digits > 0), size.min(8)]);
    }

    /// What only some blocks have: the name of a column in brackets behind a title, a column with a measure.
    fn set(&self, facts: &Facts<'_>, at: usize, into: &mut Buckets) {
        let inner = facts.text.strip_suffix([')', '）']).and_then(|text| text.rsplit_once(['(', '（']));
        if let Some((_, name)) = inner.filter(|(title, _)| !title.is_empty()) {
            let short = u8::from((2..=5).contains(&length(name)));
            into.small(18, &[short, step_of(facts.size)]);
            into.small(19, &[short, u8::from(facts.title())]);
        }
        let measure = self.measures.compare(at);
        if measure > 0 {
            into.small(15, &[measure, u8::from(facts.title())]);
            into.small(16, &[measure, step_of(facts.size)]);
            into.small(17, &[measure, facts.reads as u8, facts.end]);
        }
    }

    /// What the rules say.
    fn rules(&self, facts: &Facts<'_>, at: usize, into: &mut Buckets) {
        let opinion =
            |index: Option<usize>| index.and_then(|index| self.opinions.get(index)).copied().unwrap_or(99);
        let (before, own, after) = (opinion(at.checked_sub(1)), opinion(Some(at)), opinion(Some(at + 1)));
        into.small(110, &[own]);
        into.small(111, &[before, own]);
        into.small(112, &[own, after]);
        into.small(113, &[before, own, after]);
        into.small(114, &[own, step_of(facts.size)]);
        into.small(115, &[own, facts.end, u8::from(facts.title())]);
        into.small(116, &[own, self.habit, u8::from(facts.title())]);
    }

    /// What stands before and after, and where on the page.
    fn neighbours(&self, facts: &Facts<'_>, at: usize, into: &mut Buckets) {
        let code = |other: Option<&Facts<'_>>| {
            other.map_or(99, |other| {
                let kind = match other.reads {
                    Reads::Signature => 1,
                    Reads::Dateline => 2,
                    Reads::Caption => 3,
                    Reads::Title => 4,
                    Reads::Tailpiece => 7,
                    Reads::Text if other.size <= BODY => 5,
                    Reads::Text => 6,
                };
                kind * 10 + other.end.min(9)
            })
        };
        let own = code(Some(facts)) / 10;
        let (before, after) = (self.at(at.checked_sub(1)), self.at(Some(at + 1)));
        let (before, after) = (code(before), code(after));
        let further = code(self.at(Some(at + 2))) / 10;
        let earlier = code(self.at(at.checked_sub(2))) / 10;
        into.small(20, &[before]);
        into.small(21, &[after]);
        into.small(22, &[before, own]);
        into.small(23, &[after, own]);
        into.small(24, &[before / 10, own, after / 10]);
        into.small(25, &[own, after / 10, further]);
        into.small(26, &[earlier, before / 10, own]);
        let left = self.facts.len() - at;
        into.small(27, &[at.min(3) as u8, own]);
        into.small(28, &[left.min(4) as u8, own]);
        into.small(29, &[step_of(facts.size), before]);
        if is_name(facts.text) {
            into.small(31, &[before / 10]);
            into.small(32, &[after / 10]);
        }
        into.small(30, &[step_of(facts.size), after / 10]);
    }

    /// Whether the block goes on with the one before.
    fn join(&self, facts: &Facts<'_>, at: usize, into: &mut Buckets) {
        let Some(before) = self.at(self.before(at)) else { return };
        let title = u8::from(facts.title());
        let open = u8::from(before.unpaired);
        let hanging = u8::from(is_hanging(before.text));
        into.small(40, &[before.end, facts.begin]);
        into.small(41, &[before.end, facts.begin, title]);
        into.small(42, &[before.end, step_of(before.size), title]);
        into.small(43, &[open, facts.begin, before.end]);
        into.small(44, &[hanging, title, u8::from(before.title())]);
        into.small(45, &[step_of(before.size), step_of(facts.size), u8::from(before.end <= 1)]);
        let indent = self.indents.get(at).copied().unwrap_or(0);
        if indent > 0 {
            into.small(54, &[indent, before.end, title]);
            into.small(55, &[indent, u8::from(before.end <= 1), facts.begin]);
        }
        let [since, both, until] = self.columns.compare(at);
        let closed = u8::from(before.end <= 1);
        into.small(48, &[since, closed, title]);
        into.small(49, &[both, closed, title]);
        into.small(50, &[until, closed, title]);
        into.small(51, &[since, both, until, closed, title]);
        let over = self.at(self.before(at).and_then(|before| before.checked_sub(1)));
        if before.end > 1 && over.is_some_and(Facts::title) {
            // Right below a title: the first paragraph is cut, or a line stands between title and text.
            into.small(52, &[before.end, step_of(before.size), u8::from(facts.opens())]);
            into.small(53, &[step_of(before.size), step_of(facts.size), facts.begin]);
        }
        if before.end > 1 {
            let last = before.text.chars().next_back().unwrap_or(' ');
            let first = facts.text.chars().next().unwrap_or(' ');
            into.add(46, [u32::from(last)]);
            into.add(47, [u32::from(first)]);
        }
    }

    /// Lines that read like titles, one after another: how many before and after, and how this one compares.
    fn titles(&self, facts: &Facts<'_>, at: usize, into: &mut Buckets) {
        let is_title = |index: &usize| self.facts.get(*index).is_some_and(Facts::title);
        let above = (0..at).rev().take_while(is_title).take(3).count();
        let below = (at + 1..self.facts.len()).take_while(is_title).take(3).count();
        let title = u8::from(facts.title());
        let run = [title, above as u8, below as u8];
        into.small(60, &run);
        let first = self.at(Some(at - above)).map_or(9, |first| step_of(first.size));
        let behind = self.at(Some(at + below + 1));
        let follows = behind.map_or(3, |next| {
            u8::from(next.reads == Reads::Dateline) + 2 * u8::from(next.reads == Reads::Signature)
        });
        into.small(61, &[title, above as u8, below as u8, follows]);
        into.small(69, &[title, follows, self.habit]);
        into.small(70, &[title, follows, self.habit, (above + below).min(1) as u8, step_of(facts.size)]);
        into.small(62, &[title, above as u8, step_of(facts.size), first]);
        let dash = u8::from(facts.text.starts_with('—')) + 2 * u8::from(facts.text.ends_with('—'));
        let parts = |facts: Option<&Facts<'_>>| facts.map_or(2, |facts| u8::from(has_parts(facts.text)));
        let (upper, lower) =
            (self.at(at.checked_sub(1).filter(|_| above > 0)), self.at((below > 0).then_some(at + 1)));
        let size = |other: Option<&Facts<'_>>| other.map_or(9, |other| compare(facts.size, other.size));
        let dashes = |other: Option<&Facts<'_>>| {
            other.map_or(0, |other| {
                u8::from(other.text.starts_with('—')) + 2 * u8::from(other.text.ends_with('—'))
            })
        };
        into.small(63, &[dash, above.min(1) as u8, below.min(1) as u8]);
        into.small(64, &[size(upper), size(lower), title]);
        into.small(65, &[parts(Some(facts)), parts(upper), parts(lower), title]);
        into.small(66, &[dashes(upper), dashes(lower), title]);
        into.small(67, &[size(upper), size(lower), parts(Some(facts)), parts(upper), parts(lower)]);
        if above + below > 0 {
            let step = |other: Option<&Facts<'_>>| other.map_or(99, |other| step_of(other.size));
            into.small(71, &[title, step_of(facts.size), step(upper), step(lower)]);
            let next =
                |index: Option<usize>| index.and_then(|index| self.ties.get(index)).map(|tie| tie.next);
            let own = next(Some(at)).unwrap_or(0.0);
            let against = |other: Option<usize>| next(other).map_or(9, |other| difference(own, other));
            let over = against(at.checked_sub(1).filter(|_| above > 0));
            into.small(72, &[over, against((below > 0).then_some(at + 1)), size(upper), size(lower)]);
        }
        into.small(68, &[step_of(facts.size), above.min(2) as u8, below.min(2) as u8, parts(Some(facts))]);
    }

    /// The words a short block shares with the text after it and with the text before it.
    fn ties(&self, facts: &Facts<'_>, at: usize, into: &mut Buckets) {
        let Some(Tie { next, last, body, next3, last3, body3, first3 }) = self.ties.get(at).copied() else {
            return;
        };
        let title = u8::from(facts.title());
        into.small(80, &[title, share(next)]);
        into.small(81, &[title, share(last)]);
        into.small(82, &[title, difference(next, last)]);
        into.small(83, &[title, share(next), share(last)]);
        into.small(84, &[title, share(body)]);
        into.small(85, &[title, difference(next, last), share(body)]);
        let is_title = |index: &usize| self.facts.get(*index).is_some_and(Facts::title);
        let above = (0..at).rev().take_while(&is_title).take(2).count() as u8;
        let below = (at + 1..self.facts.len()).take_while(&is_title).take(2).count() as u8;
        into.small(86, &[title, above, below, difference(next, last)]);
        into.small(87, &[title, above, below, share(body)]);
        into.small(88, &[title, step_of(facts.size), difference(next, last)]);
        into.small(89, &[title, step_of(facts.size), share(body)]);
        into.small(90, &[title, first3.map_or(9, |first3| first3.min(3)), last3.min(3)]);
        into.small(91, &[title, next3.min(4), last3.min(4)]);
        into.small(92, &[title, body3]);
        let behind = (at + 1..self.facts.len()).find(|index| !is_title(index));
        let opened = self.at(behind).is_some_and(Facts::opens);
        into.small(96, &[title, u8::from(opened), self.habit, body3.min(3)]);
        into.small(97, &[title, u8::from(opened), self.habit, next3.min(2), last3.min(2)]);
        // How much text stands up to the next title, and down from the last one.
        let from = behind.unwrap_or(self.facts.len());
        let down = (from..self.facts.len()).take(6).take_while(|index| !is_title(index)).count() as u8;
        let start = (0..at).rev().find(|index| !is_title(index)).map_or(0, |index| index + 1);
        let up = (0..start).rev().take(6).take_while(|index| !is_title(index)).count() as u8;
        let opened_above = (start.saturating_sub(usize::from(up))..start)
            .next()
            .and_then(|index| self.facts.get(index))
            .is_some_and(Facts::opens);
        into.small(98, &[title, up, down, u8::from(opened)]);
        into.small(99, &[title, up, down, self.habit]);
        into.small(
            100,
            &[title, up.min(3), down.min(3), u8::from(opened), u8::from(opened_above), self.habit],
        );
        into.small(101, &[title, down, body3.min(2), u8::from(opened)]);
        into.small(93, &[title, body3, next3.min(2), last3.min(2)]);
        into.small(94, &[title, above, below, next3.min(3), last3.min(3)]);
        into.small(95, &[title, step_of(facts.size), next3.min(2), last3.min(2), body3.min(3)]);
    }
}
