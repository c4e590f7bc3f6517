//! Selecting words by keys: beginning, growing by characters, words, sentences, rows and paragraphs, leaving.

use super::motion::nothing_open;
use super::{Call, Command, Outcome};
use crate::app::App;
use crate::app::notice::Notice;
use crate::app::panes::Pane;
use crate::app::selection::Unit;
use crate::config::message::Message;

/// The rows of this topic.
pub(super) const COMMANDS: &[Command] = &[
    Command { name: "select", run: select },
    Command { name: "select-right", run: |app, call| grow(app, Unit::Character, times(call)) },
    Command { name: "select-left", run: |app, call| grow(app, Unit::Character, -times(call)) },
    Command { name: "select-word-next", run: |app, call| grow(app, Unit::Word, times(call)) },
    Command { name: "select-word-previous", run: |app, call| grow(app, Unit::Word, -times(call)) },
    Command { name: "select-word-end", run: |app, call| grow(app, Unit::WordEnd, times(call)) },
    Command { name: "select-sentence-next", run: |app, call| grow(app, Unit::Sentence, times(call)) },
    Command { name: "select-sentence-previous", run: |app, call| grow(app, Unit::Sentence, -times(call)) },
    Command { name: "select-swap", run: swap },
];

/// Most steps of one key; more would hold the screen.
const MOST: isize = 10_000;

fn times(call: &Call) -> isize {
    isize::try_from(call.times()).unwrap_or(MOST)
}

fn select(app: &mut App, _call: &Call) -> Outcome {
    let reader = app.reader.as_mut().ok_or_else(nothing_open)?;
    reader.begin_selection();
    app.desk.chosen = true;
    app.set_focus(Pane::Reader);
    Ok(Vec::new())
}

/// Moves the end of the selection that moves.
pub(super) fn grow(app: &mut App, unit: Unit, by: isize) -> Outcome {
    let reader = app.reader.as_mut().ok_or_else(nothing_open)?;
    if reader.selection.is_none() {
        reader.begin_selection();
    }
    if reader.grow(unit, by.clamp(-MOST, MOST)) { Ok(Vec::new()) } else { Err(at_end(by)) }
}

/// Moves the end that moves by rows.
pub(super) fn grow_rows(app: &mut App, by: isize) -> Outcome {
    let reader = app.reader.as_mut().ok_or_else(nothing_open)?;
    if reader.grow_rows(by) { Ok(Vec::new()) } else { Err(at_end(by)) }
}

/// Whether words are being selected.
pub(super) fn is_selecting(app: &App) -> bool {
    app.overlays.is_empty() && app.reader.as_ref().is_some_and(|reader| reader.selection.is_some())
}

/// The notice at either end of the article.
fn at_end(by: isize) -> Notice {
    Notice::info(Message::new(if by > 0 { "notice.text-end" } else { "notice.text-start" }))
}

fn swap(app: &mut App, _call: &Call) -> Outcome {
    app.reader.as_mut().ok_or_else(nothing_open)?.swap_ends();
    Ok(Vec::new())
}
