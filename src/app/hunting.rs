//! The box that searches all there is: what was found, which of it is selected, and going there.
//!
//! Guarantees: answers to an older query are dropped; what was found before stays until something newer is, so the box does
//! not flicker; the article that the reader went to stays selected while others come. Never: a search of its own; it asks.

use std::path::Path;

use super::command::Outcome;
use super::effect::{Effect, HuntJob, Input, Ticket};
use super::event::{Hunted, Progress};
use super::marks::{Place, Sure};
use super::notice::Notice;
use super::overlay::{Overlay, Purpose};
use super::{App, command};
use crate::bookmark::{Collection, Marks};
use crate::config::message::Message;
use crate::library::Hit;
use crate::search::{Candidate, Field, Known, Query, State};

impl HuntJob {
    /// The fields that a query over all there is can name.
    pub const FIELDS: [Field; 8] = {
        use Field::{Byline, Date, Has, Is, Page, Paper, Source, Title};
        [Title, Byline, Paper, Page, Date, Source, Is, Has]
    };

    /// What the reader did with articles: those that are `read`, those with a star, those with a note.
    pub fn known<'a>(read: impl Iterator<Item = &'a str>, marks: &Collection) -> Known {
        let read = read.map(|print| (print.to_owned(), State::Read));
        let marked = marks.marks().flat_map(|mark| {
            let star = (mark.marks == Marks::Article).then_some(State::Starred);
            let note = (!mark.note.is_empty()).then_some(State::Noted);
            star.into_iter().chain(note).map(|state| (mark.anchor.hash.clone(), state))
        });
        Known::new(read.chain(marked))
    }
}

/// A search through all there is.
#[derive(Clone, Debug, Default)]
pub struct Hunt {
    /// What is looked for; nothing where nothing is typed.
    pub query: Option<Query>,
    /// What was found, in order; of the query before until something of this one is.
    pub hits: Vec<Hit>,
    /// Which is selected.
    pub selected: usize,
    /// What a query in pinyin may mean.
    pub candidates: Vec<Candidate>,
    /// Which of these was taken.
    pub taken: Option<usize>,
    /// How far it came.
    pub progress: Progress,
    /// What could not be read.
    pub failures: Vec<String>,
    /// The search whose answers are waited for.
    waiting: Option<Ticket>,
    /// Whether what was found is still of the query before.
    stale: bool,
    /// The article that the reader went to.
    kept: Option<String>,
}

impl Hunt {
    /// Waits for the answers to another query.
    fn ask(&mut self, ticket: Ticket, query: Query) {
        self.query = Some(query);
        self.waiting = Some(ticket);
        self.progress = Progress::default();
        self.stale = true;
        self.failures.clear();
    }

    /// Selects the hit `by` further down or up.
    pub(super) fn step(&mut self, by: isize) {
        self.selected = self.selected.saturating_add_signed(by).min(self.hits.len().saturating_sub(1));
        self.kept = self.hits.get(self.selected).map(|hit| hit.fingerprint.clone());
    }

    fn take(&mut self, told: Hunted) {
        let is_of_this = match &told {
            Hunted::Hit(_) => true,
            Hunted::Progress(progress) => progress.done,
            Hunted::Candidates(_) | Hunted::Failed(_) => false,
        };
        if is_of_this && std::mem::take(&mut self.stale) {
            self.hits.clear();
            self.selected = 0;
        }
        match told {
            Hunted::Hit(hit) => {
                if self.kept.as_ref() == Some(&hit.fingerprint) {
                    self.selected = self.hits.len();
                }
                self.hits.push(*hit);
            }
            Hunted::Candidates(candidates) => self.candidates = candidates,
            Hunted::Failed(problem) => self.failures.push(problem),
            Hunted::Progress(progress) => self.progress = progress,
        }
    }
}

impl App {
    /// The box that searches all there is, if it is open.
    pub fn hunt(&mut self) -> Option<&mut Hunt> {
        self.overlays.iter_mut().rev().find_map(|overlay| match overlay {
            Overlay::Hunt(hunt) => Some(&mut **hunt),
            _ => None,
        })
    }

    /// Opens the box with this typed.
    pub(super) fn open_hunt(&mut self, typed: &str) {
        self.overlays.push(Overlay::Hunt(Box::default()));
        self.ask(Purpose::Everything, typed);
    }

    /// Closes the box with all that is over it.
    pub(super) fn close_hunt(&mut self) -> Vec<Effect> {
        let at = self.overlays.iter().position(|overlay| matches!(overlay, Overlay::Hunt(_)));
        self.overlays.truncate(at.unwrap_or(self.overlays.len()));
        vec![Effect::StopHunt]
    }

    /// Looks everywhere for what is typed. A query with a mistake is told, and what was found before stays.
    pub(super) fn look_everywhere(&mut self, typed: &str) -> Vec<Effect> {
        let effects = self.ask_everywhere(typed);
        if let Some(hunt) = self.hunt().filter(|_| !effects.is_empty()) {
            hunt.candidates.clear();
            hunt.taken = None;
        }
        effects
    }

    fn ask_everywhere(&mut self, typed: &str) -> Vec<Effect> {
        let rules = self.settings.search;
        let query = Query::filter(typed, rules, &HuntJob::FIELDS);
        if let Some(mistake) = query.mistake() {
            self.take_mistake(Some(mistake.clone()));
            return Vec::new();
        }
        let ticket = self.life.next_ticket();
        let pages = self.desk.shelf.pages().to_vec();
        let known = if query.asks_state() {
            HuntJob::known(self.places.read(), self.marks.collection())
        } else {
            Known::default()
        };
        let Some(hunt) = self.hunt() else { return Vec::new() };
        if query.is_empty() {
            *hunt = Hunt::default();
            return vec![Effect::StopHunt];
        }
        hunt.ask(ticket, query);
        vec![Effect::Hunt { ticket, job: HuntJob { typed: typed.to_owned(), rules, pages, known } }]
    }

    /// Looks for the next of what the query in pinyin may mean.
    pub(super) fn take_candidate(&mut self) -> Outcome {
        let next = self.hunt().and_then(|hunt| {
            let next = hunt.taken.map_or(0, |taken| taken + 1) % hunt.candidates.len().max(1);
            hunt.taken = hunt.candidates.get(next).map(|_| next);
            hunt.candidates.get(next).map(|candidate| candidate.text.clone())
        });
        let text = next.ok_or_else(|| Notice::info(Message::new("notice.no-candidate")))?;
        if let Some(Overlay::Prompt(prompt)) = self.overlays.last_mut() {
            prompt.field.replace(&text);
        }
        Ok(self.ask_everywhere(&text))
    }

    /// Takes what a search says, if it is the newest.
    pub(super) fn hunted(&mut self, ticket: Ticket, told: Hunted) {
        if let Some(hunt) = self.hunt().filter(|hunt| hunt.waiting == Some(ticket)) {
            hunt.take(told);
        }
    }

    /// Looks once more, after other pages came.
    pub(super) fn look_again(&mut self) -> Vec<Effect> {
        let typed = self.hunt().and_then(|hunt| hunt.query.as_ref()).map(|query| query.typed().to_owned());
        typed.map_or_else(Vec::new, |typed| self.ask_everywhere(&typed))
    }

    /// Opens the selected article at its first hit; its page first, where that is not open.
    pub(super) fn open_found(&mut self, typed: &str) -> Outcome {
        let hit = self.hunt().and_then(|hunt| hunt.hits.get(hunt.selected).cloned());
        let hit = hit.ok_or_else(|| Notice::warning(Message::new("notice.no-match").arg(typed)))?;
        self.histories.add(Purpose::Everything, typed);
        if self.entry_of(&hit).is_some() {
            return Ok(self.go_to_found(&hit, typed));
        }
        let mut effects = self.save_places();
        effects.extend(self.close_hunt());
        effects.push(self.open_inputs(vec![Input::Path(hit.source.clone())]));
        self.desk.found = Some(Box::new((hit, typed.to_owned())));
        Ok(effects)
    }

    /// Goes to the hit for whose sake a page was opened.
    pub(super) fn go_to_wanted_hit(&mut self) -> Vec<Effect> {
        let Some((hit, typed)) = self.desk.found.take().map(|found| *found) else { return Vec::new() };
        if self.entry_of(&hit).is_none() && !self.desk.shelf.entries().is_empty() {
            let headline = self.shown(&hit.headline).into_owned();
            self.say(Notice::warning(Message::new("notice.hit-gone").arg(headline)));
        }
        self.go_to_found(&hit, &typed)
    }

    fn go_to_found(&mut self, hit: &Hit, typed: &str) -> Vec<Effect> {
        let Some(entry) = self.entry_of(hit) else { return Vec::new() };
        let mut effects = self.close_hunt();
        // The beginning of an article in which no word was asked for is no match.
        let first = hit.samples.first().filter(|sample| !sample.marks.is_empty());
        let (block, span) = (first.map_or(0, |sample| sample.block), first.map(|sample| sample.span));
        effects.extend(self.jump_to(Place { entry, block, span, sure: Sure::Sure }));
        effects.extend(span.map_or_else(Vec::new, |span| command::look_at(self, typed, span)));
        effects
    }

    /// The article of a hit among those that are open: on its page, or the same text on another.
    fn entry_of(&self, hit: &Hit) -> Option<usize> {
        let is_it = |index: &usize| {
            let entry = self.desk.shelf.entries().get(*index);
            entry.is_some_and(|entry| entry.article.fingerprint() == hit.fingerprint)
        };
        let all = || (0..self.desk.shelf.entries().len()).filter(is_it);
        let page_of = |index: usize| self.desk.shelf.page_of(index);
        let at_home = |index: &usize| page_of(*index).is_some_and(|page| Path::new(&page.path) == hit.source);
        all().find(at_home).or_else(|| all().next())
    }
}
