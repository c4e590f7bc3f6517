//! Bookmarks: setting and taking away, notes, the list of all, undo.

use super::motion::nothing_open;
use super::{Call, Command, Outcome};
use crate::app::App;
use crate::app::notice::Notice;
use crate::app::overlay::{MarkList, Overlay};
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
    let now = app.life.now();
    let marked = app.marks_under_cursor();
    if !marked.is_empty() {
        let deletions = marked.into_iter().map(|id| Change::Delete { id, at: now });
        let effects = deletions.flat_map(|change| app.marks.change(change)).collect();
        app.refresh_marks();
        app.say(Notice::info(Message::new("notice.bookmark-removed")));
        return Ok(effects);
    }
    let bookmark = app.new_bookmark().ok_or_else(nothing_open)?;
    let effects = app.marks.change(Change::put(bookmark));
    app.refresh_marks();
    Ok(effects)
}

fn list(app: &mut App, _call: &Call) -> Outcome {
    app.overlays.retain(|overlay| !matches!(overlay, Overlay::Marks(_)));
    app.overlays.push(Overlay::Marks(MarkList::default()));
    app.filter_marks("");
    Ok(Vec::new())
}

fn delete(app: &mut App, _call: &Call) -> Outcome {
    let id = app.selected_mark().ok_or_else(|| Notice::info(Message::new("notice.no-bookmark")))?;
    let effects = app.marks.change(Change::Delete { id, at: app.life.now() });
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
        // A note on an unmarked paragraph marks it.
        let bookmark = app.new_bookmark().ok_or_else(nothing_open)?;
        let id = bookmark.id.clone();
        effects.extend(app.marks.change(Change::put(bookmark)));
        app.refresh_marks();
        id
    };
    app.open_note(&id);
    Ok(effects)
}

fn undo(app: &mut App, _call: &Call) -> Outcome {
    let now = app.life.now();
    let effects = app.marks.undo(now).ok_or_else(|| Notice::info(Message::new("notice.nothing-to-undo")))?;
    app.refresh_marks();
    app.say(Notice::info(Message::new("notice.undone")));
    Ok(effects)
}

fn redo(app: &mut App, _call: &Call) -> Outcome {
    let now = app.life.now();
    let effects = app.marks.redo(now).ok_or_else(|| Notice::info(Message::new("notice.nothing-to-redo")))?;
    app.refresh_marks();
    app.say(Notice::info(Message::new("notice.redone")));
    Ok(effects)
}
