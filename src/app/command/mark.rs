//! Bookmarks: setting and taking away, notes, the list of all, undo.

use super::motion::nothing_open;
use super::{Call, Command, Outcome};
use crate::app::App;
use crate::app::history::Step;
use crate::app::mending::Way;
use crate::app::notice::Notice;
use crate::app::overlay::{MarkList, Overlay};
use crate::app::reader::Reader;
use crate::bookmark::Change;
use crate::config::message::Message;

/// The rows of this topic.
pub(super) const COMMANDS: &[Command] = &[
    Command { name: "bookmark-toggle", run: toggle },
    Command { name: "bookmark-list", run: list },
    Command { name: "bookmark-delete", run: delete },
    Command { name: "note-edit", run: note },
    Command { name: "undo", run: undo },
    Command { name: "redo", run: redo },
];

fn toggle(app: &mut App, _call: &Call) -> Outcome {
    recovered(app)?;
    let now = app.life.now();
    let marked = app.marks_under_cursor();
    if !marked.is_empty() {
        let deletions = marked.into_iter().map(|id| Change::Delete { id, at: now });
        let effects = deletions.flat_map(|change| app.change_mark(change)).collect();
        app.refresh_marks();
        app.say(Notice::info(Message::new("notice.bookmark-removed")));
        return Ok(effects);
    }
    let bookmark = app.new_bookmark().ok_or_else(nothing_open)?;
    let effects = app.change_mark(Change::put(bookmark));
    app.refresh_marks();
    Ok(effects)
}

/// Bookmarks are in articles; in a dump there is none to be set.
fn recovered(app: &App) -> Result<(), Notice> {
    let is_dump = app.reader.as_ref().is_some_and(Reader::is_dump);
    if is_dump { Err(Notice::info(Message::new("notice.dump-only-read"))) } else { Ok(()) }
}

fn list(app: &mut App, _call: &Call) -> Outcome {
    app.overlays.retain(|overlay| !matches!(overlay, Overlay::Marks(_)));
    app.overlays.push(Overlay::Marks(MarkList::default()));
    app.filter_marks("");
    Ok(Vec::new())
}

fn delete(app: &mut App, _call: &Call) -> Outcome {
    let id = app.selected_mark().ok_or_else(|| Notice::info(Message::new("notice.no-bookmark")))?;
    let effects = app.change_mark(Change::Delete { id, at: app.life.now() });
    app.refresh_marks();
    app.say(Notice::info(Message::new("notice.bookmark-removed")));
    Ok(effects)
}

fn note(app: &mut App, _call: &Call) -> Outcome {
    let mut effects = Vec::new();
    let id = if let Some(Overlay::Marks(_)) = app.overlays.last() {
        app.selected_mark().ok_or_else(|| Notice::info(Message::new("notice.no-bookmark")))?
    } else if let Some(id) = app.marks_under_cursor().into_iter().next() {
        id
    } else {
        recovered(app)?;
        // A note on an unmarked paragraph marks it.
        let bookmark = app.new_bookmark().ok_or_else(nothing_open)?;
        let id = bookmark.id.clone();
        effects.extend(app.change_mark(Change::put(bookmark)));
        app.refresh_marks();
        id
    };
    app.open_note(&id);
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
        Step::Mark(change) => {
            let (effects, inverse) = app.marks.change(change.at(app.life.now()));
            match way {
                Way::Undo => app.histories.steps.undid_mark(inverse),
                Way::Redo | Way::New => app.histories.steps.did_again_mark(inverse),
            }
            app.refresh_marks();
            app.say(told(way.done()));
            Ok(effects)
        }
        Step::Mend { dump, correction } => {
            let asked = app.ask_mend(&dump, &correction, way);
            put(app, Step::Mend { dump, correction }, asked, way)
        }
    }
}

/// Puts a correction where it belongs once it was asked for to be undone or done again, or back where that has to be
/// asked for again. A step whose page is not open any more is no use, and would hold up those before it.
fn put(app: &mut App, step: Step, asked: Outcome, way: Way) -> Outcome {
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
