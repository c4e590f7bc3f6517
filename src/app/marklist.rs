//! The list of bookmarks: which are in it, in which order, which are chosen.
//!
//! Guarantees: what is selected and chosen stays so, wherever it stands after a change. Never: a bookmark changed.

use super::App;
use super::overlay::{MarkList, MarkOrder, Overlay, Which};
use crate::bookmark::Bookmark;
use crate::search::Query;
use crate::text::fold::fold_char;

/// A word of the filter.
enum Word {
    /// A tag begins so.
    Tag(String),
    /// The colour's name begins so.
    Colour(String),
    /// It stands somewhere in the bookmark.
    Anywhere(Query),
}

impl Word {
    fn of(typed: &str) -> Self {
        let mut chars = typed.chars();
        match chars.next().map(fold_char) {
            Some('#') => Self::Tag(folded(chars.as_str())),
            Some('=') => Self::Colour(folded(chars.as_str())),
            _ => Self::Anywhere(Query::new(typed)),
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
    /// Shows the bookmarks that hold all words of `typed` in quotation, headline, page, note or tags; `#word` is a
    /// tag's beginning, `=word` a colour's.
    pub fn filter_marks(&mut self, typed: &str) {
        let Some((which, order)) = self.mark_list().map(|list| (list.which, list.order)) else { return };
        let words: Vec<Word> = typed.split_whitespace().map(Word::of).collect();
        let passes =
            |mark: &&Bookmark| self.is_among(which, mark) && words.iter().all(|word| self.has(mark, word));
        let mut marks: Vec<&Bookmark> = self.marks.collection().iter().filter(passes).collect();
        match order {
            MarkOrder::Newest => {}
            MarkOrder::Changed => marks.sort_by_key(|mark| std::cmp::Reverse(mark.updated)),
            MarkOrder::Place => marks.sort_by(|a, b| in_place(a).cmp(&in_place(b))),
        }
        let ids: Vec<String> = marks.iter().map(|mark| mark.id.clone()).collect();
        if let Some(list) = self.mark_list() {
            // The same one stays selected, wherever it stands now.
            let kept = list.ids.get(list.selected).and_then(|id| ids.iter().position(|other| other == id));
            list.selected = kept.unwrap_or(list.selected).min(ids.len().saturating_sub(1));
            list.chosen.retain(|id| ids.contains(id));
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
            Word::Anywhere(query) => {
                let quote = mark.anchor.quote.shown();
                let texts = [&*quote, &mark.headline, &mark.source.page, &mark.note];
                texts.iter().any(|text| query.is_in(text)) || mark.tags.iter().any(|tag| query.is_in(tag))
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
