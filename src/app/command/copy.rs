//! Copying: the paragraph beside the bar or the selected words, alone or with their source.

use super::mark::end_selection;
use super::{Call, Command, Outcome};
use crate::app::App;
use crate::app::copying::Cited;

/// The rows of this topic.
pub(super) const COMMANDS: &[Command] = &[
    Command { name: "copy", run: |app, call| copy(app, call, Cited::No) },
    Command { name: "copy-cited", run: |app, call| copy(app, call, Cited::Yes) },
];

fn copy(app: &mut App, _call: &Call, cited: Cited) -> Outcome {
    let effects = app.copy(cited)?;
    end_selection(app);
    Ok(effects)
}
