//! Answers of the world, and what is told about them: pages, bookmarks, failures; the help and the page's facts.
//!
//! Guarantees: a failure is told with what, where and what to do; nothing that fails is silent. Never: words of its
//! own; they are in `config/languages`.

use std::sync::atomic::AtomicBool;

use super::effect::Effect;
use super::event::{Event, Failure, FailureKind, StoreReport};
use super::life::Asked;
use super::marks::Told;
use super::notice::Notice;
use super::overlay::{HelpRow, Info, MARK_ROWS, Overlay, Purpose};
use super::{App, Reader, Stride, command};
use crate::article::Warning;
use crate::bookmark::News;
use crate::config::keymap::Scope;
use crate::config::message::Message;
use crate::search::{Mistake, Query, Subject};

impl App {
    /// Takes an answer of the world.
    pub(super) fn answer(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::Begun { ticket, page, percent } => self.begun(ticket, page, percent),
            Event::Loaded { ticket, result } => return self.loaded(ticket, result),
            Event::LoadDone { ticket } => return self.load_done(ticket),
            Event::Bookmarks(Ok(report)) => {
                self.life.bookmarks = Asked::Answered;
                let mut effects = self.take_bookmarks(report);
                effects.extend(self.go_on());
                return effects;
            }
            Event::Bookmarks(Err(failure)) => {
                self.bookmarks_failed(&failure);
                return self.go_on();
            }
            Event::Places(result) => {
                self.life.places = Asked::Answered;
                match result {
                    Ok(places) => self.take_places(places),
                    Err(failure) => {
                        self.places.fail();
                        self.say(Notice::warning(say_unsaved("notice.state-unsaved", &failure)));
                    }
                }
            }
            Event::Mended { ticket, result } => return self.mended(ticket, result),
            Event::Dump { ticket, result } => self.take_dump(ticket, result),
            Event::MendsUnread(failure) => {
                self.say(Notice::warning(say_unsaved("notice.corrections-unread", &failure)));
            }
            Event::Found { ticket, hits } => {
                if let Some(reader) = self.reader.as_mut()
                    && reader
                        .find
                        .as_ref()
                        .and_then(|find| find.waiting)
                        .is_some_and(|(waiting, _)| waiting == ticket)
                {
                    command::found(reader, hits);
                }
            }
            Event::Copied { text, by } => return self.copied(text, by),
            Event::Edited(result) => return self.edited(result),
            Event::Indexing(said) => return self.indexing(said),
            Event::Hunted { ticket, told } => self.hunted(ticket, told),
            Event::Filtered { ticket, rows } => self.filtered(ticket, rows),
            Event::Anchored { ticket, found } => self.anchored(ticket, found),
            Event::Counted { ticket, heights } => self.counted(ticket, heights),
            Event::Broken(reason) => {
                self.desk.mends.give_up();
                self.say(Notice::error(Message::new("notice.failed").arg(reason)));
            }
            Event::Key(_)
            | Event::Paste(_)
            | Event::Mouse(_)
            | Event::Resize(_)
            | Event::Terminal(_)
            | Event::Signal(_) => {}
        }
        Vec::new()
    }

    fn bookmarks_failed(&mut self, failure: &Failure) {
        self.life.bookmarks = Asked::Answered;
        self.marks.fail();
        let key = match (failure.kind, self.marks.unsaved()) {
            (FailureKind::Locked, _) => "notice.locked",
            (_, 0) => "notice.bookmarks-unread",
            _ => "notice.bookmarks-unsaved",
        };
        self.say(Notice::error(say_unsaved(key, failure)));
    }

    fn take_bookmarks(&mut self, report: StoreReport<News>) -> Vec<Effect> {
        let saved = !report.saved.is_empty();
        let key =
            if self.marks.wrote_note(&report.saved) { "notice.note-saved" } else { "notice.bookmark-saved" };
        if let Some((lines, file)) = &report.broken {
            self.say(Notice::error(Message::new("notice.bookmarks-broken").arg(lines).arg(file)));
        } else if let Some((copies, folder)) = &report.merged {
            self.say(Notice::warning(Message::new("notice.bookmarks-merged").arg(copies).arg(folder)));
        } else if report.rescued > 0 {
            self.say(Notice::warning(Message::new("notice.notes-rescued").arg(report.rescued)));
        }
        let effects = match self.marks.take(&report.saved, report.collection) {
            Told::Some(ids) => self.seek_strays_of(&ids),
            Told::All => self.seek_strays(),
        };
        self.refresh_marks();
        // Of a bookmark and its note that are saved one after the other, the later is told.
        let free = self.notice.as_ref().is_none_or(|notice| notice.message.key == "notice.bookmark-saved");
        if saved && free {
            self.say(Notice::info(Message::new(key)));
        }
        effects
    }

    /// Tells what could not be read: in the bottom line if it is one thing, as a list if it is more.
    pub(super) fn tell_failures(&mut self) {
        let messages: Vec<Message> = self.desk.failures.iter().map(say_failure).collect();
        match messages.as_slice() {
            [] if self.desk.shelf.entries().is_empty() => {
                self.say(Notice::warning(Message::new("notice.nothing-opened")));
            }
            [] => self.tell_warnings(),
            [one] => self.say(Notice::error(one.clone())),
            several => {
                let lines = several.iter().map(|message| self.words(message)).collect();
                self.show_info("label.notices-title", lines);
            }
        }
    }

    /// What could not be read, in words, where nothing else is there to be shown.
    pub fn failures(&self) -> Vec<String> {
        self.desk.failures.iter().map(|failure| self.words(&say_failure(failure))).collect()
    }

    fn tell_warnings(&mut self) {
        let pages = self.desk.shelf.pages();
        let warnings: Vec<Message> = pages
            .iter()
            .flat_map(|page| {
                page.warnings.iter().map(|warning| say_warning(&page.name, page.encoding, warning))
            })
            .collect();
        if let Some(first) = warnings.first().filter(|_| self.notice.is_none()) {
            let notice = Notice::warning(first.clone());
            self.say(notice);
        }
    }

    /// Opens a box with lines to be read.
    pub(super) fn show_info(&mut self, title: &'static str, lines: Vec<String>) {
        let same = |overlay: &Overlay| matches!(overlay, Overlay::Info(info) if info.title.key == title);
        self.overlays.retain(|overlay| !same(overlay));
        let info = Overlay::Info(Info { title: Message::new(title), lines, top: 0 });
        // Somebody who is typing goes on typing: the box waits below.
        let typing = self.overlays.last_mut().is_some_and(|overlay| overlay.field().is_some());
        self.overlays.insert(self.overlays.len() - usize::from(typing), info);
    }

    /// Says the help anew, after the language changed.
    pub fn refresh_help(&mut self) {
        let filter = self.overlays.iter().rev().find_map(|overlay| match overlay {
            Overlay::Help(help) => Some(help.filter.clone()),
            _ => None,
        });
        if let Some(filter) = filter {
            self.filter_help(&filter);
        }
    }

    /// The facts of the page and article that are open.
    pub fn page_info(&self) -> Option<Vec<String>> {
        let entry = self.desk.list.selected()?;
        let page = self.desk.shelf.page_of(entry)?;
        let article = &self.desk.shelf.entries().get(entry)?.article;
        let mut facts = vec![
            Message::new("info.page").arg(&page.name),
            Message::new("info.path").arg(&page.path),
            Message::new("info.encoding").arg(page.encoding),
            Message::new("info.articles").arg(page.articles.len()).arg(page.furniture.len()),
            Message::new("info.article").arg(self.shown(article.title())),
            Message::new("info.characters").arg(article.characters()).arg(article.blocks().len()),
        ];
        if let Some((rows, all)) = self.reader.as_ref().and_then(Reader::rows) {
            facts.push(Message::new("info.rows").arg(rows.start + 1).arg(rows.end).arg(all));
        }
        if page.mended.made > 0 {
            facts.insert(4, Message::new("info.corrections").arg(page.mended.made));
        }
        facts.extend(page.warnings.iter().map(|warning| say_warning(&page.name, page.encoding, warning)));
        Some(facts.iter().map(|fact| self.look.labels.say(fact)).collect())
    }

    /// Shows the commands whose name, keys or description hold all words of `typed`.
    pub fn filter_help(&mut self, typed: &str) {
        let query = Query::filter(typed, self.settings.search, &[]);
        if let Some(mistake) = query.mistake() {
            self.take_mistake(Some(mistake.clone()));
            return;
        }
        let stop = AtomicBool::new(false);
        let mut rows = Vec::new();
        for scope in Scope::ALL {
            let mut commands = Vec::new();
            for command in command::all() {
                let Some(id) = command::resolve(command.name) else { continue };
                let keys = self.keys.map.keys_of(id, scope).join(" ");
                if keys.is_empty() && (scope != Scope::Everywhere || self.is_bound(command.name)) {
                    continue;
                }
                let doc = self.look.labels.text(&format!("command.{}", command.name)).to_owned();
                let texts = [keys.as_str(), command.name, doc.as_str()];
                let subject = Subject { texts: &texts, ..Subject::default() };
                if query.passes(&subject, &stop).unwrap_or_default() {
                    commands.push(HelpRow::Command { keys, name: command.name, doc });
                }
            }
            if !commands.is_empty() {
                let name = self.look.labels.text(&format!("scope.{}", scope.name())).to_owned();
                rows.extend((!rows.is_empty()).then_some(HelpRow::Blank));
                rows.push(HelpRow::Scope(name));
                rows.append(&mut commands);
            }
        }
        if let Some(Overlay::Help(help)) =
            self.overlays.iter_mut().rev().find(|overlay| matches!(overlay, Overlay::Help(_)))
        {
            help.rows = rows;
            help.top = 0;
            typed.clone_into(&mut help.filter);
        }
    }

    /// Keeps what is wrong with what is typed, for the prompt to show.
    pub(super) fn take_mistake(&mut self, mistake: Option<Mistake>) {
        if let Some(Overlay::Prompt(prompt)) = self.overlays.last_mut() {
            prompt.mistake = mistake;
        }
    }

    /// What is wrong with a query, in words.
    pub fn say_mistake(&self, mistake: &Mistake) -> String {
        self.words(&mistake.into())
    }

    /// Whether a command has a key anywhere.
    fn is_bound(&self, name: &str) -> bool {
        let id = command::resolve(name);
        id.is_some_and(|id| Scope::ALL.iter().any(|scope| !self.keys.map.keys_of(id, *scope).is_empty()))
    }

    /// Moves in the overlay on top.
    pub fn move_overlay(&mut self, stride: Stride) {
        let rows = self.rows_of_target();
        let by = stride.steps(1);
        let (screen, widths) = (self.size.width, self.look.widths);
        match self.overlays.last_mut() {
            Some(Overlay::Help(help)) => {
                help.top = help.top.saturating_add_signed(by).min(help.rows.len().saturating_sub(rows));
            }
            Some(Overlay::Info(info)) => {
                let all = info.rows(screen, widths).len();
                info.top = info.top.saturating_add_signed(by).min(all.saturating_sub(rows));
            }
            Some(Overlay::Marks(list)) => {
                let by = stride.steps(MARK_ROWS);
                list.selected = list.selected.saturating_add_signed(by).min(list.ids.len().saturating_sub(1));
            }
            Some(Overlay::Prompt(prompt)) if prompt.purpose == Purpose::Everything => {
                if let Some(hunt) = self.hunt() {
                    hunt.step(by);
                }
            }
            Some(Overlay::Prompt(_) | Overlay::Note(_) | Overlay::Hunt(_)) | None => {}
        }
    }

    /// A box that was read to its end on a small screen fills a large one.
    pub(super) fn settle_box(&mut self) {
        if matches!(self.overlays.last(), Some(Overlay::Help(_) | Overlay::Info(_))) {
            self.move_overlay(Stride::Steps(0));
        }
    }
}

fn say_unsaved(key: &'static str, failure: &Failure) -> Message {
    Message::new(key).arg(&failure.path).arg(&failure.reason)
}

/// A failure in words to come.
pub(super) fn say_failure(failure: &Failure) -> Message {
    let key = match failure.kind {
        FailureKind::Missing => "notice.missing",
        FailureKind::Unreadable => "notice.unreadable",
        FailureKind::Empty => "notice.empty",
        FailureKind::Binary => "notice.binary",
        FailureKind::TooLarge => "notice.too-large",
        FailureKind::NotAFile => "notice.not-a-file",
        FailureKind::EmptyFolder => "notice.empty-folder",
        FailureKind::Unwritable => "notice.bookmarks-unsaved",
        FailureKind::Locked => "notice.locked",
        FailureKind::Changed => "notice.changed",
        FailureKind::Once => "notice.read-once",
        FailureKind::Program | FailureKind::NotTaken => "notice.failed",
    };
    Message::new(key).arg(&failure.path).arg(&failure.reason)
}

fn say_warning(page: &str, encoding: &str, warning: &Warning) -> Message {
    match warning {
        Warning::Undecodable { runs, first } => {
            Message::new("notice.undecodable").arg(page).arg(runs).arg(encoding).arg(first)
        }
        Warning::Removed { characters } => {
            Message::new("notice.removed-characters").arg(page).arg(characters)
        }
        Warning::Unfit { corrections } => Message::new("notice.corrections-unfit").arg(page).arg(corrections),
    }
}
