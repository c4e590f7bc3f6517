//! Bookmarks: setting and taking away, stars, letters, colours, tags, notes, undo.

use super::motion::nothing_open;
use super::{Call, Command, Outcome};
use crate::app::App;
use crate::app::history::Step;
use crate::app::mending::Way;
use crate::app::notice::Notice;
use crate::app::overlay::{Opened, Overlay, Purpose};
use crate::app::reader::Reader;
use crate::bookmark::{Bookmark, Change};
use crate::config::message::Message;
use crate::text::hazard::scrub;

/// The rows of this topic.
pub(super) const COMMANDS: &[Command] = &[
    Command { name: "bookmark-toggle", run: toggle },
    Command { name: "star-toggle", run: star },
    Command { name: "mark-name", run: name },
    Command { name: "mark-jump", run: jump },
    Command { name: "bookmark-colour", run: colour },
    Command { name: "bookmark-tag", run: ask_tag },
    Command { name: "tag", run: tag },
    Command { name: "note-edit", run: note },
    Command { name: "note-editor", run: note_outside },
    Command { name: "undo", run: undo },
    Command { name: "redo", run: redo },
];

fn toggle(app: &mut App, _call: &Call) -> Outcome {
    recovered(app)?;
    let marked = app.marks_here();
    if !marked.is_empty() {
        return Ok(remove(app, marked));
    }
    let bookmark = app.new_bookmark().ok_or_else(nothing_open)?;
    Ok(put(app, vec![bookmark]))
}

/// Takes bookmarks away, all in one step.
pub(super) fn remove(app: &mut App, ids: Vec<String>) -> Vec<crate::app::effect::Effect> {
    let (count, now) = (ids.len(), app.life.now());
    let effects = app.change_marks(ids.into_iter().map(|id| Change::Delete { id, at: now }));
    end_selection(app);
    app.say(Notice::info(match count {
        0 | 1 => Message::new("notice.bookmark-removed"),
        _ => Message::new("notice.bookmarks-removed").arg(count),
    }));
    effects
}

/// Keeps bookmarks as they are now, all in one step.
fn put(app: &mut App, marks: Vec<Bookmark>) -> Vec<crate::app::effect::Effect> {
    let now = app.life.now();
    let dated = marks.into_iter().map(|mark| Change::put(Bookmark { updated: now, ..mark }));
    let effects = app.change_marks(dated);
    end_selection(app);
    effects
}

/// What was selected is marked or copied now.
pub(super) fn end_selection(app: &mut App) {
    if let Some(reader) = app.reader.as_mut().filter(|_| app.overlays.is_empty()) {
        reader.selection = None;
    }
}

/// Bookmarks are in articles; in a dump there is none to be set.
fn recovered(app: &App) -> Result<(), Notice> {
    let is_dump = app.reader.as_ref().is_some_and(Reader::is_dump);
    if is_dump { Err(Notice::info(Message::new("notice.dump-only-read"))) } else { Ok(()) }
}

fn star(app: &mut App, _call: &Call) -> Outcome {
    let stars = app.stars_here();
    if !stars.is_empty() {
        return Ok(remove(app, stars));
    }
    let star = app.new_star().ok_or_else(nothing_open)?;
    Ok(put(app, vec![star]))
}

fn no_bookmark() -> Notice {
    Notice::info(Message::new("notice.no-bookmark"))
}

/// The bookmarks that are meant here, those of words in the paragraph included where it has none of its own.
fn meant(app: &App) -> Result<Vec<Bookmark>, Notice> {
    let mut ids = app.marks_here();
    let reading = !matches!(app.overlays.last(), Some(Overlay::Marks(_)));
    if ids.is_empty() && reading {
        ids = app.words_here();
    }
    let marks: Vec<Bookmark> = ids.iter().filter_map(|id| app.marks.collection().get(id)).cloned().collect();
    if marks.is_empty() { Err(no_bookmark()) } else { Ok(marks) }
}

/// The letter that a command was called with.
fn letter(call: &Call) -> Result<char, Notice> {
    let mut typed = call.argument.as_deref().unwrap_or_default().chars();
    match (typed.next(), typed.next()) {
        (Some(c), None) if c.is_ascii_alphabetic() => Ok(c),
        _ => Err(Notice::warning(Message::new("notice.letter-wanted"))),
    }
}

/// The bookmarks among which `letter` is one: those of the open article, or all.
fn named(app: &App, letter: char) -> Vec<Bookmark> {
    let name = letter.to_string();
    let marked = app.reader.as_ref().map_or(&[][..], |reader| &reader.marked);
    let here = |mark: &&Bookmark| letter.is_uppercase() || marked.iter().any(|marked| marked.id == mark.id);
    app.marks.collection().marks().filter(|mark| mark.name == name).filter(here).cloned().collect()
}

fn name(app: &mut App, call: &Call) -> Outcome {
    recovered(app)?;
    let letter = letter(call)?;
    let known = app.marks_here().into_iter().next();
    let known = known.and_then(|id| app.marks.collection().get(&id).cloned());
    let mark = known.or_else(|| app.new_bookmark()).ok_or_else(nothing_open)?;
    // Where the letter was before, the bookmark stays and loses it.
    let others = named(app, letter).into_iter().filter(|other| other.id != mark.id);
    let mut changed: Vec<Bookmark> = others.map(|other| Bookmark { name: String::new(), ..other }).collect();
    changed.push(Bookmark { name: letter.to_string(), ..mark });
    let effects = put(app, changed);
    app.say(Notice::info(Message::new("notice.mark-named").arg(letter)));
    Ok(effects)
}

fn jump(app: &mut App, call: &Call) -> Outcome {
    let letter = letter(call)?;
    let newest = named(app, letter).into_iter().max_by_key(|mark| mark.updated);
    let key = if letter.is_uppercase() { "notice.no-mark-anywhere" } else { "notice.no-mark-here" };
    let mark = newest.ok_or_else(|| Notice::info(Message::new(key).arg(letter)))?;
    app.jump_to_bookmark(&mark.id)
}

fn colour(app: &mut App, _call: &Call) -> Outcome {
    let marks = meant(app)?;
    let marking = &app.settings.marking;
    let now = marks.first().map_or(0, |mark| marking.colour(&mark.color));
    let next = marking.next(now);
    let name = marking.name(next).unwrap_or_default().to_owned();
    // The first colour needs no name, so that other names in the settings change nothing.
    let color = if next == 0 { String::new() } else { name.clone() };
    let selecting = app.reader.as_ref().and_then(|reader| reader.selection);
    let effects = put(app, marks.into_iter().map(|mark| Bookmark { color: color.clone(), ..mark }).collect());
    if let Some(reader) = app.reader.as_mut() {
        // The next colour is one key away.
        reader.selection = selecting;
    }
    app.say(Notice::info(Message::new("notice.colour").arg(name)));
    Ok(effects)
}

fn ask_tag(app: &mut App, _call: &Call) -> Outcome {
    meant(app)?;
    app.ask(Purpose::Command, "tag ");
    Ok(Vec::new())
}

fn tag(app: &mut App, call: &Call) -> Outcome {
    let marks = meant(app)?;
    let typed = call.argument.as_deref().unwrap_or_default();
    let words: Vec<&str> = typed.split_whitespace().collect();
    if words.is_empty() {
        let tags = marks.first().map(|mark| mark.tags.join(" ")).unwrap_or_default();
        return Err(Notice::info(Message::new("notice.tags").arg(scrub(&tags))));
    }
    let changed: Vec<Bookmark> =
        marks.into_iter().map(|mark| Bookmark { tags: tagged(&mark.tags, &words), ..mark }).collect();
    let tags = changed.first().map(|mark| mark.tags.join(" ")).unwrap_or_default();
    let effects = put(app, changed);
    app.say(Notice::info(Message::new("notice.tags").arg(scrub(&tags))));
    Ok(effects)
}

/// `tags` with the words added, and those with a `-` in front taken away.
fn tagged(tags: &[String], words: &[&str]) -> Vec<String> {
    let mut tags = tags.to_vec();
    for word in words {
        let (gone, word) = word.strip_prefix('-').map_or((None, *word), |gone| (Some(()), gone));
        let word = scrub(word.trim_start_matches(['#', '＃'])).into_owned();
        tags.retain(|tag| *tag != word);
        if gone.is_none() && !word.is_empty() {
            tags.push(word);
        }
    }
    tags
}

fn note(app: &mut App, _call: &Call) -> Outcome {
    let mut effects = Vec::new();
    let known = if let Some(Overlay::Marks(_)) = app.overlays.last() {
        Some(app.selected_mark().ok_or_else(no_bookmark)?)
    } else {
        app.marks_here().into_iter().next()
    };
    let id = if let Some(id) = known {
        id
    } else {
        recovered(app)?;
        // A note on an unmarked paragraph marks it.
        let bookmark = app.new_bookmark().ok_or_else(nothing_open)?;
        let id = bookmark.id.clone();
        effects.extend(app.change_marks([Change::put(bookmark)]));
        id
    };
    end_selection(app);
    app.open_note(&id);
    Ok(effects)
}

/// Writes the note in the box that is open, or that of the bookmark here, in the reader's editor.
fn note_outside(app: &mut App, call: &Call) -> Outcome {
    let editor = app.editor()?;
    if let Some(Overlay::Note(_)) = app.overlays.last() {
        return Ok(app.write_outside(editor, Opened::ToWrite));
    }
    let mut effects = note(app, call)?;
    effects.extend(app.write_outside(editor, Opened::ForEditor));
    Ok(effects)
}

fn undo(app: &mut App, _call: &Call) -> Outcome {
    let step = app.histories.steps.last_done().ok_or_else(|| told("notice.nothing-to-undo"))?;
    again(app, step, Way::Undo)
}

fn redo(app: &mut App, _call: &Call) -> Outcome {
    let step = app.histories.steps.last_undone().ok_or_else(|| told("notice.nothing-to-redo"))?;
    again(app, step, Way::Redo)
}

fn told(key: &'static str) -> Notice {
    Notice::info(Message::new(key))
}

/// Does a step backwards, or once more.
fn again(app: &mut App, step: Step, way: Way) -> Outcome {
    match step {
        Step::Marks(changes) => {
            let (mut effects, mut inverses) = (Vec::new(), Vec::new());
            for change in changes {
                let (more, inverse) = app.marks.change(change.at(app.life.now()));
                effects.extend(more);
                inverses.extend(inverse);
            }
            inverses.reverse();
            let steps = &mut app.histories.steps;
            match way {
                _ if inverses.is_empty() => {}
                Way::Undo => steps.undid(Step::Marks(inverses)),
                Way::Redo | Way::New => steps.did_again(Step::Marks(inverses)),
            }
            app.refresh_marks();
            app.say(told(way.done()));
            Ok(effects)
        }
        Step::Mend { dump, correction } => {
            let asked = app.ask_mend(&dump, &correction, way);
            put_back(app, Step::Mend { dump, correction }, asked, way)
        }
    }
}

/// Puts a correction where it belongs once it was asked for to be undone or done again, or back where that has to be
/// asked for again. A step whose page is not open any more is no use, and would hold up those before it.
fn put_back(app: &mut App, step: Step, asked: Outcome, way: Way) -> Outcome {
    let pages = app.desk.shelf.pages();
    let is_open = matches!(&step, Step::Mend { dump, .. } if pages.iter().any(|page| page.hash == *dump));
    let steps = &mut app.histories.steps;
    match (way, &asked) {
        (_, Err(_)) if !is_open => {}
        (Way::Undo, Ok(_)) | (Way::Redo | Way::New, Err(_)) => steps.undid(step),
        (Way::Undo, Err(_)) | (Way::Redo | Way::New, Ok(_)) => steps.did_again(step),
    }
    asked
}
