//! Articles: opening, going on to the next, read and unread, filtering the list.

use super::motion::nothing_open;
use super::{Call, Command, Outcome};
use crate::app::notice::Notice;
use crate::app::overlay::{Overlay, Purpose};
use crate::app::panes::{Pane, Zen};
use crate::app::{App, Target};
use crate::config::message::Message;

/// The rows of this topic.
pub(super) const COMMANDS: &[Command] = &[
    Command { name: "open", run: open },
    Command { name: "back", run: back },
    Command { name: "article-next", run: next },
    Command { name: "article-previous", run: previous },
    Command { name: "read-toggle", run: read_toggle },
    Command { name: "pane-next", run: pane_next },
    Command { name: "pane-previous", run: pane_next },
    Command { name: "list-filter", run: filter },
    Command { name: "load", run: load },
    Command { name: "dump-toggle", run: dump },
];

fn open(app: &mut App, _call: &Call) -> Outcome {
    if let Some(Overlay::Marks(_)) = app.overlays.last() {
        return app.jump_to_mark();
    }
    if app.reader.is_none() {
        return Err(nothing_open());
    }
    app.set_focus(Pane::Reader);
    Ok(app.mark_read())
}

fn back(app: &mut App, _call: &Call) -> Outcome {
    app.zen = Zen::Off;
    app.set_focus(Pane::List);
    Ok(Vec::new())
}

fn next(app: &mut App, call: &Call) -> Outcome {
    step(app, isize::try_from(call.times()).unwrap_or(isize::MAX), "notice.last-article")
}

fn previous(app: &mut App, call: &Call) -> Outcome {
    step(app, -isize::try_from(call.times()).unwrap_or(isize::MAX), "notice.first-article")
}

fn step(app: &mut App, by: isize, end: &'static str) -> Outcome {
    if !app.step_list(by) {
        return Err(Notice::info(Message::new(end)));
    }
    Ok(if app.focus == Pane::Reader { app.mark_read() } else { Vec::new() })
}

fn read_toggle(app: &mut App, _call: &Call) -> Outcome {
    let entry = app.desk.list.selected().ok_or_else(nothing_open)?;
    Ok(app.toggle_read(entry))
}

fn pane_next(app: &mut App, _call: &Call) -> Outcome {
    match app.focus {
        Pane::List => open(app, &Call::default()),
        Pane::Reader => back(app, &Call::default()),
    }
}

fn filter(app: &mut App, _call: &Call) -> Outcome {
    let (purpose, text) = match app.overlays.last() {
        Some(Overlay::Help(help)) => (Purpose::HelpFilter, help.filter.clone()),
        Some(Overlay::Marks(marks)) => (Purpose::MarkFilter, marks.filter.clone()),
        _ => {
            app.zen = Zen::Off;
            let typed = app.desk.list.filter.as_ref().map(|filter| filter.typed.clone());
            (Purpose::ListFilter, typed.unwrap_or_default())
        }
    };
    if purpose == Purpose::ListFilter && app.target() != Target::Overlay {
        app.set_focus(Pane::List);
    }
    app.ask(purpose, &text);
    Ok(Vec::new())
}

fn load(app: &mut App, call: &Call) -> Outcome {
    let path = call.argument.as_deref().map(str::trim).filter(|path| !path.is_empty());
    let path = path.ok_or_else(|| Notice::warning(Message::new("notice.path-wanted")))?;
    let mut effects = app.save_places();
    // As it will still mean the same tomorrow, from another folder.
    let path = app.desk.folder.join(path);
    effects.push(app.open_inputs(vec![crate::app::effect::Input::Path(path)]));
    Ok(effects)
}

fn dump(app: &mut App, _call: &Call) -> Outcome {
    app.toggle_dump()
}
