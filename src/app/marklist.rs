//! The list of bookmarks: which are in it, in which order, which are chosen.
//!
//! Guarantees: what is selected and chosen stays so, wherever it stands after a change. Never: a bookmark changed.

use std::collections::HashSet;
use std::sync::atomic::AtomicBool;

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::App;
use super::overlay::{MarkList, MarkOrder, Overlay, Which};
use crate::bookmark::{Bookmark, Marks, newer};
use crate::hands;
use crate::search::{self, Day, Query, Rules, State, States, Subject};
use crate::text::fold::fold_char;

/// Fewer bookmarks are not worth a thread.
const SHARE: usize = 1_000;

/// The fields that a query over bookmarks can name.
const MARK_FIELDS: [search::Field; 7] = {
    use search::Field::{Date, Has, Note, Page, Source, Tag, Title};
    [Title, Page, Source, Note, Tag, Date, Has]
};

/// A query over bookmarks.
pub fn query(typed: &str, rules: Rules) -> Query {
    Query::filter(typed, rules, &MARK_FIELDS)
}

/// Whether a bookmark answers a query over bookmarks. Its day is that of the reader, who is in `zone`.
pub fn answers(mark: &Bookmark, query: &Query, zone: &TimeZone) -> bool {
    if query.is_empty() {
        return true;
    }
    // What day it was for the reader takes longer to find out than all the rest.
    let date = query.asks_day().then(|| day(zone.to_datetime(mark.created).date())).flatten();
    let [head, tail] = mark.anchor.quote.kept();
    let mut states = States::default();
    if !mark.note.is_empty() {
        states = states.with(State::Noted);
    }
    if mark.marks == Marks::Article {
        states = states.with(State::Starred);
    }
    let own = [head, tail, &mark.headline, &mark.source.page, &mark.note];
    let all: Vec<&str>;
    let texts = if mark.tags.is_empty() {
        &own[..]
    } else {
        all = own.into_iter().chain(mark.tags.iter().map(String::as_str)).collect();
        &all
    };
    let subject = Subject {
        texts,
        title: &mark.headline,
        page: &mark.source.page,
        source: &mark.source.path,
        note: &mark.note,
        tags: &mark.tags,
        date,
        states,
        ..Subject::default()
    };
    query.passes(&subject, &AtomicBool::new(false)).unwrap_or_default()
}

fn day(date: Date) -> Option<Day> {
    let year = u32::try_from(date.year()).ok()?;
    Some(year * 10_000 + u32::from(date.month().unsigned_abs()) * 100 + u32::from(date.day().unsigned_abs()))
}

/// A word of the filter that is no query.
enum Word {
    /// A tag begins so.
    Tag(String),
    /// The colour's name begins so.
    Colour(String),
}

impl Word {
    fn of(typed: &str) -> Option<Self> {
        let mut chars = typed.chars();
        match chars.next().map(fold_char) {
            Some('#') => Some(Self::Tag(folded(chars.as_str()))),
            Some('=') => Some(Self::Colour(folded(chars.as_str()))),
            _ => None,
        }
    }
}

fn folded(text: &str) -> String {
    text.chars().map(fold_char).collect()
}

impl MarkList {
    /// The bookmarks that a command means: those chosen, or the one selected.
    pub fn meant(&self) -> Vec<String> {
        if self.chosen.is_empty() {
            return self.ids.get(self.selected).cloned().into_iter().collect();
        }
        self.ids.iter().filter(|id| self.chosen.contains(*id)).cloned().collect()
    }
}

impl App {
    /// Shows the bookmarks that answer `typed`, a query over quotation, headline, page, note and tags, in which `#word` is
    /// a tag's beginning and `=word` a colour's. A query with a mistake changes nothing and is told.
    pub fn filter_marks(&mut self, typed: &str) {
        let Some((which, order)) = self.mark_list().map(|list| (list.which, list.order)) else { return };
        let words: Vec<Word> = typed.split_whitespace().filter_map(Word::of).collect();
        let rest: Vec<&str> = typed.split_whitespace().filter(|word| Word::of(word).is_none()).collect();
        // As long as there is no such word the query is what was typed, and a mistake in it stands where it is told.
        let asked = if words.is_empty() { typed.to_owned() } else { rest.join(" ") };
        let query = query(&asked, self.settings.search);
        if let Some(mistake) = query.mistake() {
            self.take_mistake(Some(mistake.clone()));
            return;
        }
        let zone = (self.look.zone)();
        let passes =
            |mark: &&Bookmark| self.is_among(which, mark) && words.iter().all(|word| self.has(mark, word));
        let mut marks: Vec<&Bookmark> = self.marks.collection().marks().rev().filter(passes).collect();
        if !query.is_empty() {
            let answers = |mark: &&Bookmark| answers(mark, &query, &zone);
            marks = hands::share(&marks, SHARE, |marks| marks.iter().copied().filter(answers).collect());
        }
        match order {
            MarkOrder::Newest => marks.sort_by(|a, b| newer(a, b)),
            MarkOrder::Changed => marks.sort_by(|a, b| b.updated.cmp(&a.updated).then_with(|| newer(a, b))),
            MarkOrder::Place => marks.sort_by(|a, b| in_place(a).cmp(&in_place(b)).then_with(|| newer(a, b))),
        }
        let ids: Vec<String> = marks.iter().map(|mark| mark.id.clone()).collect();
        if let Some(list) = self.mark_list() {
            // The same one stays selected, wherever it stands now.
            let kept = list.ids.get(list.selected).and_then(|id| ids.iter().position(|other| other == id));
            list.selected = kept.unwrap_or(list.selected).min(ids.len().saturating_sub(1));
            if !list.chosen.is_empty() {
                let shown: HashSet<&String> = ids.iter().collect();
                list.chosen.retain(|id| shown.contains(id));
            }
            list.ids = ids;
            typed.clone_into(&mut list.filter);
        }
    }

    /// Whether a bookmark is one of those that are asked for.
    fn is_among(&self, which: Which, mark: &Bookmark) -> bool {
        match which {
            Which::All => true,
            Which::Article => {
                let reader = self.reader.as_ref();
                reader.is_some_and(|reader| reader.marked.iter().any(|marked| marked.id == mark.id))
            }
            Which::Page => {
                let page = self.desk.list.selected().and_then(|entry| self.desk.shelf.page_of(entry));
                page.is_some_and(|page| page.path == mark.source.path && page.name == mark.source.page)
            }
            Which::Doubtful => self.marks.doubt(&mark.id).is_some(),
        }
    }

    fn has(&self, mark: &Bookmark, word: &Word) -> bool {
        match word {
            Word::Tag(begin) => mark.tags.iter().any(|tag| folded(tag).starts_with(begin)),
            Word::Colour(begin) => {
                let marking = &self.settings.marking;
                marking.name(marking.colour(&mark.color)).is_some_and(|name| folded(name).starts_with(begin))
            }
        }
    }

    /// Makes the list anew after bookmarks changed.
    pub(super) fn refresh_mark_list(&mut self) {
        if let Some(filter) = self.mark_list().map(|list| list.filter.clone()) {
            self.filter_marks(&filter);
        }
    }

    /// The list of bookmarks, if it is open.
    pub fn mark_list(&mut self) -> Option<&mut MarkList> {
        self.overlays.iter_mut().rev().find_map(|overlay| match overlay {
            Overlay::Marks(list) => Some(list),
            _ => None,
        })
    }

    /// The bookmark selected in the list of bookmarks.
    pub fn selected_mark(&mut self) -> Option<String> {
        let list = self.mark_list()?;
        list.ids.get(list.selected).cloned()
    }
}

/// Where a bookmark stands among those of all pages.
fn in_place(mark: &Bookmark) -> (&str, &str, usize, usize) {
    let source = &mark.source;
    (&source.path, &source.page, source.article, mark.anchor.position.start)
}
