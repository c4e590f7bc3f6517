//! Searching in the open article as the query is typed, and going from hit to hit.

use super::motion::nothing_open;
use super::{Call, Command, Outcome};
use crate::app::App;
use crate::app::effect::{Effect, Ticket};
use crate::app::find::{Find, Origin, Round};
use crate::app::list::ListFilter;
use crate::app::notice::Notice;
use crate::app::overlay::{Overlay, Purpose};
use crate::app::panes::Pane;
use crate::app::reader::Reader;
use crate::article::Span;
use crate::config::message::Message;
use crate::search::{Facts, FilterJob, FindJob, Hits, Query, Rules};

/// The rows of this topic.
pub(super) const COMMANDS: &[Command] = &[
    Command { name: "search", run: search },
    Command { name: "match-next", run: next },
    Command { name: "match-previous", run: previous },
    Command { name: "search-clear", run: clear },
    Command { name: "match-search", run: search_match },
    Command { name: "search-everything", run: everything },
];

/// Texts up to this many bytes are searched at once, in about a millisecond; longer ones on a worker.
const AT_ONCE: usize = 1 << 20;

fn search(app: &mut App, _call: &Call) -> Outcome {
    let reader = app.reader.as_mut().ok_or_else(nothing_open)?;
    begin(reader);
    // Somebody who searches here is not to be taken elsewhere by a page that comes later.
    app.desk.chosen = true;
    app.set_focus(Pane::Reader);
    app.ask(Purpose::Search, "");
    Ok(Vec::new())
}

fn everything(app: &mut App, _call: &Call) -> Outcome {
    app.open_hunt("");
    Ok(Vec::new())
}

/// Looks in the open article for what was found in it by a search through all there is, at the hit at `span`: for what was
/// typed, or where that means nothing in a single text, for the words that were found.
pub(in crate::app) fn look_at(app: &mut App, typed: &str, span: Span) -> Vec<Effect> {
    let Some(reader) = app.reader.as_mut() else { return Vec::new() };
    let found = span.of(reader.article().text()).to_owned();
    let mut effects = Vec::new();
    for typed in [typed, &found] {
        let Some(reader) = app.reader.as_mut() else { break };
        begin(reader);
        if let Some(find) = reader.find.as_mut() {
            find.origin.from = span.start;
        }
        effects = look(app, typed);
        let find = app.reader.as_ref().and_then(|reader| reader.find.as_ref());
        if find.is_some_and(|find| find.current.is_some() || find.waiting.is_some()) {
            app.histories.add(Purpose::Search, typed);
            break;
        }
    }
    effects
}

/// Remembers the place from which a search looks.
fn begin(reader: &mut Reader) {
    let shown = reader.shown();
    let cursor = reader.article().blocks().get(reader.cursor()).map(|block| block.span.start);
    // From the paragraph the reader went to, if it begins on the screen.
    let chosen = cursor.filter(|start| reader.cursor_was_moved() && shown.contains(*start));
    let from = chosen.unwrap_or(shown.start);
    let origin = Origin { place: reader.place(), cursor: reader.cursor(), from };
    let before = reader.find.take().map(|find| Box::new(Find { before: None, ..find }));
    reader.find = Some(Find { before, ..Find::new(Query::new("", Rules::default()), origin) });
}

fn next(app: &mut App, call: &Call) -> Outcome {
    step(app, isize::try_from(call.times()).unwrap_or(isize::MAX))
}

fn previous(app: &mut App, call: &Call) -> Outcome {
    step(app, -isize::try_from(call.times()).unwrap_or(isize::MAX))
}

fn step(app: &mut App, by: isize) -> Outcome {
    if app.reader.is_none() {
        return Err(nothing_open());
    }
    if app.reader.as_ref().is_some_and(|reader| reader.find.is_none()) {
        // An article opened since: look for the last query here.
        let Some(last) = app.histories.last(Purpose::Search) else {
            return Err(Notice::info(Message::new("notice.no-search")));
        };
        begin(app.reader.as_mut().ok_or_else(nothing_open)?);
        let effects = look(app, &last);
        // The look has gone to the next hit already; backwards, or for more than one, go on from there.
        let further = if by > 0 { by - 1 } else { by };
        return if effects.is_empty() { step_on(app, further) } else { wait(app, further, effects) };
    }
    step_on(app, by)
}

/// Steps to be made when the search under way has ended.
fn wait(app: &mut App, by: isize, effects: Vec<Effect>) -> Outcome {
    let find = app.reader.as_mut().and_then(|reader| reader.find.as_mut());
    if let Some((_, steps)) = find.and_then(|find| find.waiting.as_mut()) {
        *steps += by;
    }
    Ok(effects)
}

/// Goes `by` hits on or back in a search that has been made.
fn step_on(app: &mut App, by: isize) -> Outcome {
    let reader = app.reader.as_mut().ok_or_else(nothing_open)?;
    let find = reader.find.as_mut().ok_or_else(nothing_open)?;
    if let Some((_, steps)) = find.waiting.as_mut() {
        *steps += by;
        return Ok(Vec::new());
    }
    let typed = find.query.typed().to_owned();
    if by == 0 && find.current.is_some() {
        return Ok(Vec::new());
    }
    let Some((span, round)) = find.step(by) else {
        return Err(Notice::warning(Message::new("notice.no-match").arg(typed)));
    };
    reader.reveal(span.start);
    match (round, by > 0) {
        (Round::No, _) => Ok(Vec::new()),
        (Round::Yes, true) => Err(Notice::info(Message::new("notice.search-from-top"))),
        (Round::Yes, false) => Err(Notice::info(Message::new("notice.search-from-bottom"))),
    }
}

fn clear(app: &mut App, _call: &Call) -> Outcome {
    if let Some(reader) = app.reader.as_mut() {
        reader.find = None;
    }
    Ok(Vec::new())
}

/// Looks for what the match here is, as it stands: from what was found by its pinyin to all places where it is written.
fn search_match(app: &mut App, _call: &Call) -> Outcome {
    let reader = app.reader.as_mut().ok_or_else(nothing_open)?;
    let found = reader.find.as_ref().and_then(Find::at);
    let Some(found) = found.map(|span| span.of(reader.article().text()).to_owned()) else {
        return Err(Notice::info(Message::new("notice.no-search")));
    };
    begin(reader);
    app.histories.add(Purpose::Search, &found);
    Ok(look(app, &found))
}

/// Does what a prompt's text means while it is typed.
pub(in crate::app) fn follow_prompt(app: &mut App) -> Vec<Effect> {
    let Some(Overlay::Prompt(prompt)) = app.overlays.last() else { return Vec::new() };
    let (purpose, typed) = (prompt.purpose, prompt.field.text());
    app.take_mistake(None);
    match purpose {
        Purpose::Search => look(app, &typed),
        Purpose::Everything => app.look_everywhere(&typed),
        Purpose::ListFilter => filter_list(app, &typed),
        Purpose::HelpFilter => {
            app.filter_help(&typed);
            Vec::new()
        }
        Purpose::MarkFilter => {
            app.filter_marks(&typed);
            Vec::new()
        }
        Purpose::Command => Vec::new(),
    }
}

/// Looks for `typed` in the open article, from where the search began.
pub(super) fn look(app: &mut App, typed: &str) -> Vec<Effect> {
    let ticket = app.life.next_ticket();
    let query = Query::new(typed, app.settings.search);
    let mistake = query.mistake().cloned();
    let Some(reader) = app.reader.as_mut() else { return Vec::new() };
    let job = FindJob { text: std::sync::Arc::clone(reader.article().text()), query: query.clone() };
    // A pattern may take its time over a text that letters run through in no time.
    let at_once = job.text.len() <= AT_ONCE && !query.is_slow();
    let hits = at_once.then(|| job.run(&std::sync::atomic::AtomicBool::new(false)).unwrap_or_default());
    if mistake.is_some() && hits.as_ref().is_none_or(|hits| hits.spans.is_empty()) {
        // What was found before stays until it is put right.
        app.take_mistake(mistake);
        return Vec::new();
    }
    let Some(find) = reader.find.as_mut() else { return Vec::new() };
    find.query = query;
    find.waiting = None;
    if typed.is_empty() {
        find.hits = Hits::default();
        find.current = None;
        let origin = find.origin;
        reader.return_to(origin.place, origin.cursor);
        return Vec::new();
    }
    let Some(hits) = hits else {
        find.waiting = Some((ticket, 0));
        return vec![Effect::Find { ticket, job }];
    };
    found(reader, hits);
    Vec::new()
}

/// Goes on with a search in a text that came in the place of another one with the same words, from the hit the reader is at.
pub(in crate::app) fn look_again(app: &mut App, find: Find) -> Vec<Effect> {
    let Some(reader) = app.reader.as_mut() else { return Vec::new() };
    let from = find.at().map_or(find.origin.from, |span| span.start);
    let typed = find.query.typed().to_owned();
    reader.find = Some(Find { origin: Origin { from, ..find.origin }, ..find });
    look(app, &typed)
}

/// Takes a search's answer: shows the nearest hit, or the place where the search began.
pub(in crate::app) fn found(reader: &mut Reader, hits: Hits) {
    let Some(find) = reader.find.as_mut() else { return };
    let origin = find.origin;
    match find.take(hits) {
        Some(span) => {
            // From the origin each time: the window must not wander with each keystroke.
            reader.return_to(origin.place, origin.cursor);
            reader.reveal(span.start);
        }
        None => reader.return_to(origin.place, origin.cursor),
    }
}

/// Filters the list by `typed`.
pub(in crate::app) fn filter_list(app: &mut App, typed: &str) -> Vec<Effect> {
    if typed.trim().is_empty() {
        app.desk.list.filter = None;
        app.desk.list.pass(None, &app.desk.shelf);
        app.follow_list();
        return Vec::new();
    }
    let query = FilterJob::query(typed, app.settings.search);
    if let Some(mistake) = query.mistake() {
        // What passed before stays until it is put right.
        app.take_mistake(Some(mistake.clone()));
        return Vec::new();
    }
    let ticket: Ticket = app.life.next_ticket();
    let facts = if query.asks_beyond_text() { facts(app) } else { Vec::new() };
    let list = app.desk.list.roll(&app.desk.shelf);
    let at_once = list.bytes() <= AT_ONCE && !query.is_slow();
    let job = FilterJob { list, facts, query };
    app.desk.list.filter = Some(ListFilter { typed: typed.to_owned(), waiting: Some(ticket) });
    if !at_once {
        return vec![Effect::Filter { ticket, job }];
    }
    let rows = job.run(&std::sync::atomic::AtomicBool::new(false), &mut |_| ()).unwrap_or_default();
    app.filtered(ticket, rows);
    Vec::new()
}

/// What is known of each article besides its text.
fn facts(app: &App) -> Vec<Facts> {
    let shelf = &app.desk.shelf;
    let facts = shelf.entries().iter().enumerate().filter_map(|(index, entry)| {
        let page = std::sync::Arc::clone(shelf.pages().get(entry.page)?);
        Some(Facts { page, states: app.states_of(index, &entry.article) })
    });
    facts.collect()
}
