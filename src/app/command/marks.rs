//! The list of bookmarks: opening it, which are in it and in which order, choosing, deleting, reviewing doubtful ones.

use super::mark::remove;
use super::{Call, Command, Outcome};
use crate::app::App;
use crate::app::notice::Notice;
use crate::app::overlay::{MarkList, Overlay, Which};
use crate::article::Anchor;
use crate::bookmark::{Bookmark, Change, Marks};
use crate::config::message::Message;

/// The rows of this topic.
pub(super) const COMMANDS: &[Command] = &[
    Command { name: "bookmark-list", run: list },
    Command { name: "bookmark-review", run: review },
    Command { name: "bookmark-choose", run: choose },
    Command { name: "bookmark-delete", run: delete },
    Command { name: "bookmarks-which", run: which },
    Command { name: "bookmarks-order", run: order },
    Command { name: "mark-accept", run: accept },
    Command { name: "mark-keep", run: keep },
];

fn list(app: &mut App, _call: &Call) -> Outcome {
    open(app, Which::All);
    Ok(Vec::new())
}

fn review(app: &mut App, _call: &Call) -> Outcome {
    if app.marks.doubts() == 0 {
        return Err(Notice::info(Message::new("notice.no-doubts")));
    }
    open(app, Which::Doubtful);
    Ok(Vec::new())
}

fn open(app: &mut App, which: Which) {
    app.overlays.retain(|overlay| !matches!(overlay, Overlay::Marks(_)));
    app.overlays.push(Overlay::Marks(MarkList { which, ..MarkList::default() }));
    app.filter_marks("");
}

fn no_bookmark() -> Notice {
    Notice::info(Message::new("notice.no-bookmark"))
}

fn delete(app: &mut App, _call: &Call) -> Outcome {
    let ids = app.mark_list().map(|list| list.meant()).unwrap_or_default();
    if ids.is_empty() { Err(no_bookmark()) } else { Ok(remove(app, ids)) }
}

fn choose(app: &mut App, _call: &Call) -> Outcome {
    let list = app.mark_list().ok_or_else(no_bookmark)?;
    let id = list.ids.get(list.selected).cloned().ok_or_else(no_bookmark)?;
    if !list.chosen.remove(&id) {
        list.chosen.insert(id);
    }
    list.selected = (list.selected + 1).min(list.ids.len().saturating_sub(1));
    Ok(Vec::new())
}

fn which(app: &mut App, _call: &Call) -> Outcome {
    let list = app.mark_list().ok_or_else(no_bookmark)?;
    list.which = list.which.next();
    let filter = list.filter.clone();
    app.filter_marks(&filter);
    Ok(Vec::new())
}

fn order(app: &mut App, _call: &Call) -> Outcome {
    let list = app.mark_list().ok_or_else(no_bookmark)?;
    list.order = list.order.next();
    let filter = list.filter.clone();
    app.filter_marks(&filter);
    Ok(Vec::new())
}

/// The bookmark selected in the list, which must be doubtful.
fn doubtful(app: &mut App) -> Result<Bookmark, Notice> {
    let id = app.selected_mark().ok_or_else(no_bookmark)?;
    if app.marks.doubt(&id).is_none() {
        return Err(Notice::info(Message::new("notice.not-doubtful")));
    }
    app.marks.collection().get(&id).cloned().ok_or_else(no_bookmark)
}

/// Makes the anchor anew at the place that the bookmark may be at.
fn accept(app: &mut App, _call: &Call) -> Outcome {
    let mark = doubtful(app)?;
    let place = app.marks.doubt(&mark.id).ok_or_else(no_bookmark)?;
    let article =
        app.desk.shelf.entries().get(place.entry).map(|entry| &entry.article).ok_or_else(no_bookmark)?;
    let words = place.span.filter(|_| mark.marks == Marks::Words);
    let anchor = match words {
        Some(span) => Anchor::of(article, span),
        None => Anchor::at(article, place.block),
    };
    let headline = article.title().to_owned();
    let anchor = anchor.ok_or_else(no_bookmark)?;
    let known = app.source_ref(place.entry).ok_or_else(no_bookmark)?;
    let source = crate::bookmark::SourceRef { extra: mark.source.extra.clone(), ..known };
    let updated = app.life.now();
    let moved = Bookmark { source, headline, anchor, updated, ..mark };
    let effects = app.change_marks([Change::put(moved)]);
    app.say(Notice::info(Message::new("notice.mark-accepted")));
    Ok(effects)
}

/// Leaves the bookmark as it is.
fn keep(app: &mut App, _call: &Call) -> Outcome {
    let mark = doubtful(app)?;
    app.marks.keep(&mark.id);
    app.refresh_marks();
    app.say(Notice::info(Message::new("notice.mark-kept")));
    Ok(Vec::new())
}
