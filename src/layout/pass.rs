//! One walk over a text: clusters with their class and cells, in runs where that is possible.
//!
//! Guarantees: each cluster is set once, in order; what a class or a tabulator depends on is told by the text alone,
//! so a walk may begin at the start of any row. Never: a place for a row's end; `filler` takes it.

use std::ops::Range;

use super::breaks::{Level, Resolver};
use super::filler::{Filler, Piece, Place};
use super::foreign::{Opportunities, inside, is_foreign};
use super::measure::{Measure, Row, TAB};
use super::skim::skim;
use crate::text::class::Class;
use crate::text::cluster::clusters;
use crate::text::kind::Kind;
use crate::text::punctuation::{Change, Punctuated};

/// Cells of a tabulator that begins at `column`.
pub(super) const fn tab_cells(column: usize) -> usize {
    TAB - column % TAB
}

/// The bytes of the blanks that begin `text`: the source's own indent.
pub(super) fn indent_of(text: &str) -> usize {
    text.len() - text.trim_start_matches(['\u{3000}', ' ', '\t']).len()
}

/// Whether a walk goes on, or has gone back to the start of the row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Walk {
    On,
    Back,
}

/// One walk over a part of a text.
pub(super) struct Pass<'a, 'c> {
    /// The block up to the end of the part.
    text: &'a str,
    at: usize,
    /// What is shown for marks, and from which of them on it is still to be met.
    changes: &'c [Change],
    next: usize,
    measure: Measure,
    resolver: Resolver,
    filler: Filler,
    /// Where a text without Chinese words may be broken.
    foreign: Option<Box<Opportunities<'a>>>,
}

impl<'a, 'c> Pass<'a, 'c> {
    /// `measure` must leave two cells besides its indent.
    pub(super) fn new(shown: &'c Punctuated<'a>, part: Range<usize>, base: usize, measure: Measure) -> Self {
        let whole = shown.text();
        let text = whole.get(..part.end).unwrap_or(whole);
        let mut filler = Filler::new(base, (part.start, part.len()), measure);
        filler.set_before(Resolver::before(text, part.start));
        let is_foreign = measure.level != Level::None && is_foreign(whole);
        let changes = shown.changes();
        Self {
            text,
            at: part.start,
            next: changes.partition_point(|(at, _)| *at < part.start),
            changes,
            measure,
            resolver: Resolver::new(),
            filler,
            foreign: is_foreign.then(|| Box::new(Opportunities::new(text, part.start))),
        }
    }

    /// The rows.
    pub(super) fn rows(&mut self) -> Vec<Row> {
        self.strip();
        let mut skimmed = None;
        while self.at < self.text.len() {
            if skimmed == Some(self.filler.start()) {
                self.step();
            } else {
                skimmed = Some(self.filler.start());
                self.skim();
            }
        }
        self.filler.finish(self.text.len())
    }

    /// Passes over the source's own indent.
    fn strip(&mut self) {
        if self.at == 0 && self.measure.options.strip {
            self.at = indent_of(self.text);
            self.filler.skip_to(self.at);
        }
    }

    /// Fills the row as far as only cells matter.
    fn skim(&mut self) {
        if self.foreign.is_some() {
            return;
        }
        // What is shown for a mark may have other cells.
        let end = self.changes.get(self.next).map_or(self.text.len(), |(at, _)| *at);
        let rest = self.text.as_bytes().get(self.at..end).unwrap_or_default();
        if let Some(sure) = self.filler.sure_room().and_then(|room| skim(rest, room, self.measure.widths)) {
            self.at += sure.bytes;
            self.filler.take_skimmed(self.at, sure.cells);
        }
    }

    /// Sets what is next: a run, or a cluster.
    fn step(&mut self) {
        let Some(byte) = self.text.as_bytes().get(self.at) else { return };
        let walk = match byte {
            0xe4..=0xe9 if self.foreign.is_none() => self.han(),
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' if self.foreign.is_none() => self.word(),
            _ => self.one(),
        };
        if walk == Walk::Back {
            self.go_back();
        }
    }

    /// Begins the row anew: a tabulator that was carried over to it has other cells there.
    fn go_back(&mut self) {
        self.at = self.filler.start();
        self.filler.begin_anew(Resolver::before(self.text, self.at));
        self.resolver = Resolver::new();
        self.next = self.changes.partition_point(|(at, _)| *at < self.at);
        self.foreign = self.foreign.as_ref().map(|_| Box::new(Opportunities::new(self.text, self.at)));
    }

    /// Whether the cluster that ends before the byte at `at` can have nothing behind it that belongs to it.
    #[inline]
    fn ends_at(&self, at: usize) -> bool {
        match self.text.as_bytes().get(at) {
            None | Some(b' '..=b'~' | 0xe4..=0xe9) => true,
            Some(_) => self.char_at(at).is_none_or(|c| Kind::of(c).is_alone()),
        }
    }

    #[inline]
    fn char_at(&self, at: usize) -> Option<char> {
        self.text.get(at..)?.chars().next()
    }

    /// A run of ideographs: in UTF-8 those of U+4000 to U+9FFF have three bytes, of which the first is E4 to E9.
    fn han(&mut self) -> Walk {
        let bytes = self.text.as_bytes();
        let mut end = self.at + 3;
        while bytes.get(end).is_some_and(|byte| matches!(byte, 0xe4..=0xe9)) {
            end += 3;
        }
        if !self.ends_at(end) {
            end -= 3;
        }
        let mut first = self.at;
        if end <= first {
            return self.one();
        }
        // A run's first character may belong to what is before it, the others to nothing.
        if !self.filler.is_free_for_han() {
            if self.single(first, 3) == Walk::Back {
                return Walk::Back;
            }
            first += 3;
        }
        if first < end {
            self.filler.take_han(first, (end - first) / 3);
        }
        self.at = end;
        Walk::On
    }

    /// A run of letters and digits of basic Latin.
    fn word(&mut self) -> Walk {
        let run = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let mut length = run.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        if !self.ends_at(self.at + length) {
            length -= 1;
        }
        if length == 0 {
            return self.one();
        }
        let (first, end) = (self.at, self.at + length);
        if self.single(first, 1) == Walk::Back {
            return Walk::Back;
        }
        let digit = run.get(length - 1).is_some_and(u8::is_ascii_digit);
        let last = if digit { Class::Digit } else { Class::Letter };
        if length > 1 && !self.filler.take_word(first + 1, length - 1, last) {
            for at in first + 1..end {
                if self.single(at, 1) == Walk::Back {
                    return Walk::Back;
                }
            }
        }
        self.at = end;
        Walk::On
    }

    /// The character of `length` bytes at `at`, a cluster by itself whose class does not ask for its neighbours.
    #[inline]
    fn single(&mut self, at: usize, length: usize) -> Walk {
        let kind = self.char_at(at).map_or(Kind::of(' '), Kind::of);
        self.at = at + length;
        self.set(at, kind.cells(self.measure.widths), kind)
    }

    /// One cluster of any kind.
    #[inline]
    fn one(&mut self) -> Walk {
        let at = self.at;
        let Some(c) = self.char_at(at) else {
            self.at = self.text.len();
            return Walk::On;
        };
        let kind = Kind::of(c);
        let end = at + c.len_utf8();
        if !kind.is_alone() || !self.ends_at(end) {
            return self.any();
        }
        self.at = end;
        let kind = self.shown_at(at).unwrap_or(kind);
        let class = self.class_at(at, kind);
        self.set(at, kind.cells(self.measure.widths), kind.with(class))
    }

    /// One cluster, of which only the tables of Unicode say where it ends.
    fn any(&mut self) -> Walk {
        let at = self.at;
        let rest = self.text.get(at..).unwrap_or_default();
        let cluster = clusters(rest).next().map_or(rest, |(_, cluster)| cluster);
        self.at += cluster.len();
        let own = Kind::of_cluster(cluster).unwrap_or_else(|| Kind::of(' '));
        let (kind, cells) = match self.shown_at(at).filter(|_| cluster.len() == 1) {
            Some(kind) => (kind, kind.cells(self.measure.widths)),
            None if cluster == "\t" => (own, tab_cells(self.filler.column())),
            None => (own, self.measure.widths.cluster(cluster)),
        };
        if cluster == "\t" {
            self.filler.note_tab(at);
        }
        let class = self.class_at(at, kind);
        self.resolver.pass(cluster);
        self.set(at, cells, kind.with(class))
    }

    /// The class of the cluster at `at`, of which the next byte is the end.
    #[inline]
    fn class_at(&mut self, at: usize, kind: Kind) -> Class {
        let class = kind.class();
        if class < Class::Pause {
            return class;
        }
        if class != Class::Straight {
            return Resolver::see(kind, self.filler.before(), self.char_at(self.at));
        }
        let changes = self.changes;
        let is_shown = |place| changes.binary_search_by_key(&place, |(at, _)| *at).is_ok();
        self.resolver.quote(self.text, at, is_shown)
    }

    /// The mark that is shown for the one at `at`.
    #[inline]
    fn shown_at(&mut self, at: usize) -> Option<Kind> {
        while let Some((place, shown)) = self.changes.get(self.next).filter(|(place, _)| *place <= at) {
            self.next += 1;
            if *place == at {
                return shown.chars().next().map(Kind::of);
            }
        }
        None
    }

    #[inline]
    fn set(&mut self, at: usize, cells: usize, kind: Kind) -> Walk {
        let kind = match kind.class() {
            Class::Measure if !self.measure.options.keep_measure_words => kind.with(Class::Han),
            _ => kind,
        };
        let bytes = self.text.as_bytes();
        let byte = || at.checked_sub(1).and_then(|at| bytes.get(at)).copied().unwrap_or_default();
        let place = self.filler.place(kind.class(), byte);
        let place = match self.foreign.as_mut().map(|opportunities| opportunities.contains(at)) {
            None => place,
            Some(true) => Some(Place::Legal),
            Some(false) => place.filter(|place| *place != Place::Legal),
        };
        let place = if place == Some(Place::Inside) { inside(self.text, at) } else { place };
        let start = self.filler.start();
        self.filler.take(Piece { at, cells, kind }, place);
        if self.filler.carries_tab(start) { Walk::Back } else { Walk::On }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Pass;
    use crate::layout::{Measure, Options};
    use crate::text::punctuation::{Punctuated, Punctuation};
    use crate::text::width::{Ambiguous, Widths};

    proptest! {
        #[test]
        fn a_row_that_is_skimmed_is_the_row_of_a_slow_walk(
            parts in prop::collection::vec(
                prop_oneof![
                    8 => "[山水云年岁]{1,12}",
                    1 => "[a-z]{8,40}|[，。」”]{4,12}",
                    3 => "[，。、：“”‘’（）《》—…·％＋]{1,2}",
                    2 => "[a-z0-9 .,:;!?()\"'/%$-]{1,6}",
                    1 => "[\u{3000}\t\u{301}é한か😀]",
                ],
                0..60,
            ),
            (cells, indent) in (4_usize..100, 0_usize..5),
            punctuation in prop_oneof![Just(Punctuation::AsIs), Just(Punctuation::Full)],
            ambiguous in prop_oneof![Just(Ambiguous::Narrow), Just(Ambiguous::Wide)],
            [keep_measure_words, hang, squeeze, gap, strip] in any::<[bool; 5]>(),
        ) {
            let text = parts.concat();
            let indent = if indent + 2 <= cells { indent } else { 0 };
            let options = Options { keep_measure_words, hang, squeeze, gap, strip, ..Options::NONE };
            let widths = Widths::new(ambiguous);
            let measure = Measure { cells, indent, widths, options, ..Measure::default() };
            let shown = Punctuated::new(punctuation, &text, 0..text.len());
            let mut slow = Pass::new(&shown, 0..text.len(), 0, measure);
            slow.strip();
            while slow.at < text.len() {
                slow.step();
            }
            let want = slow.filler.finish(text.len());
            prop_assert_eq!(Pass::new(&shown, 0..text.len(), 0, measure).rows(), want);
        }
    }
}
