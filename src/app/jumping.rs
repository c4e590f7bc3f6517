//! Where bookmarks are in what is open, and going there.
//!
//! Guarantees: a place that is not sure is told as doubtful and never taken for sure; words that are not where they
//! were are looked for in all there is, and the reader says where to go. Never: a bookmark changed.

use std::sync::Arc;

use super::anchoring::{Candidate, made_ready, place};
use super::effect::{Effect, Input};
use super::marks::{Place, Sure};
use super::notice::Notice;
use super::panes::Pane;
use super::{App, command};
use crate::bookmark::Bookmark;
use crate::config::message::Message;

/// How many characters of a quotation are looked for elsewhere, at most and at least.
const TELLING: usize = 16;
const SHORTEST: usize = 4;

impl App {
    /// Goes to the bookmark selected in the list.
    ///
    /// # Errors
    /// A notice where there is none, or its page is not open.
    pub fn jump_to_mark(&mut self) -> command::Outcome {
        let missing = || Notice::info(Message::new("notice.no-bookmark"));
        let id = self.selected_mark().ok_or_else(missing)?;
        self.jump_to_bookmark(&id)
    }

    /// Goes to a bookmark, opening its page if that is not open.
    ///
    /// Words that are not there any more are looked for everywhere.
    ///
    /// # Errors
    /// A notice where there is no such bookmark.
    pub fn jump_to_bookmark(&mut self, id: &str) -> command::Outcome {
        let missing = || Notice::info(Message::new("notice.no-bookmark"));
        let bookmark = self.marks.collection().get(id).ok_or_else(missing)?.clone();
        if let Some(place) = self.locate(&bookmark) {
            return Ok(self.jump_to(place));
        }
        let path = std::path::PathBuf::from(&bookmark.source.path);
        let open = self.desk.shelf.pages().iter().any(|page| page.path == bookmark.source.path);
        if open || !path.is_absolute() {
            let message = Message::new("notice.bookmark-elsewhere");
            let headline = self.shown(&bookmark.headline);
            self.say(Notice::warning(message.arg(&bookmark.source.page).arg(headline)));
            return Ok(self.look_elsewhere(&bookmark));
        }
        let mut effects = self.save_places();
        self.overlays.clear();
        effects.push(self.open_inputs(vec![Input::Path(path)]));
        self.desk.wanted = Some(bookmark);
        Ok(effects)
    }

    /// Goes to the bookmark for whose sake a page was opened.
    pub(super) fn jump_to_wanted(&mut self) -> Vec<Effect> {
        let Some(bookmark) = self.desk.wanted.take() else { return Vec::new() };
        if let Some(place) = self.locate(&bookmark) {
            return self.jump_to(place);
        }
        // Where it could not be opened, that is told already.
        if self.desk.shelf.pages().iter().any(|page| page.path == bookmark.source.path) {
            let message = Message::new("notice.bookmark-lost").arg(&bookmark.source.page);
            self.say(Notice::warning(message.arg(self.shown(&bookmark.anchor.quote.shown()))));
        }
        self.look_elsewhere(&bookmark)
    }

    /// Looks for the words of a bookmark in all there is, in the box for that: the reader sees them with what stands
    /// around, and goes there or not.
    fn look_elsewhere(&mut self, bookmark: &Bookmark) -> Vec<Effect> {
        let Some(words) = telling(&bookmark.anchor.quote.shown()) else { return Vec::new() };
        self.overlays.clear();
        self.open_hunt(&words);
        self.look_everywhere(&words)
    }

    /// Goes to a place in an article.
    pub(super) fn jump_to(&mut self, place: Place) -> Vec<Effect> {
        self.overlays.clear();
        if !self.desk.list.select(place.entry) {
            self.desk.list.filter = None;
            self.desk.list.pass(None, &self.desk.shelf);
            self.desk.list.select(place.entry);
        }
        self.follow_list();
        self.set_focus(Pane::Reader);
        if let Some(reader) = self.reader.as_mut()
            && let Some(block) = reader.article().blocks().get(place.block).map(|block| block.span.start)
        {
            reader.selection = None;
            reader.reveal(place.span.map_or(block, |span| span.start));
        }
        if place.sure == Sure::Doubtful {
            self.say(Notice::warning(Message::new("notice.bookmark-doubtful")));
        }
        self.mark_read()
    }

    /// Where in what is open a bookmark is: in the same text, or in the article of a changed page that holds its words;
    /// where none surely does, in the one that holds something like them.
    pub(super) fn locate(&self, bookmark: &Bookmark) -> Option<Place> {
        let entries = self.desk.shelf.entries();
        let source = &bookmark.source;
        let at_home = |index: &usize| {
            let page = self.desk.shelf.page_of(*index);
            page.is_some_and(|page| page.path == source.path && page.name == source.page)
        };
        let same_text = |index: &usize| {
            entries.get(*index).is_some_and(|entry| entry.article.fingerprint() == bookmark.anchor.hash)
        };
        let mut candidates: Vec<usize> = (0..entries.len()).filter(same_text).collect();
        if candidates.is_empty() {
            candidates = (0..entries.len()).filter(at_home).collect();
        }
        candidates.sort_by_key(|index| {
            let ordinal = entries.get(*index).map_or(usize::MAX, |entry| entry.ordinal);
            (!at_home(index), ordinal != source.article)
        });
        let candidate = |entry: &usize| {
            let shelved = entries.get(*entry)?;
            Some(Candidate { entry: *entry, ordinal: shelved.ordinal, article: Arc::clone(&shelved.article) })
        };
        let candidates: Vec<Candidate> = candidates.iter().filter_map(candidate).collect();
        place(&bookmark.anchor, &made_ready(&candidates).iter().collect::<Vec<_>>())
    }
}

/// What tells a quotation from others: the beginning of its longest stretch without marks and blanks, which are the first
/// to be set anew in another edition. Nothing where that is too short to tell.
fn telling(quote: &str) -> Option<String> {
    let stretches = quote.split(|c: char| !c.is_alphanumeric());
    let length = |stretch: &&str| stretch.chars().count().min(TELLING);
    // Of several the first: the last that is the greatest, seen from the end.
    let longest = stretches.rev().max_by_key(length).filter(|longest| length(longest) >= SHORTEST)?;
    Some(longest.chars().take(TELLING).collect())
}

#[cfg(test)]
mod tests {
    use super::telling;

    #[test]
    fn a_quotation_is_told_by_the_beginning_of_its_longest_stretch() {
        for (quote, want) in [
            ("开航。渡口的灯一直亮到半夜,等最后一班船。", Some("渡口的灯一直亮到半夜")),
            ("渡口的灯亮,码头的灯灭。", Some("渡口的灯亮")),
            ("从江边到山里的每一个渡口都点起了灯等着晚归的人", Some("从江边到山里的每一个渡口都点起了")),
            ("灯。灯?灯!", None),
            ("", None),
        ] {
            assert_eq!(telling(quote).as_deref(), want, "{quote}");
        }
    }
}
