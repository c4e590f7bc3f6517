//! The program itself: help, command line, language, mouse, suspending, quitting.

use super::motion::nothing_open;
use super::{Call, Command, Outcome};
use crate::app::App;
use crate::app::effect::{Effect, Screen};
use crate::app::notice::Notice;
use crate::app::overlay::{Help, Overlay, Purpose};
use crate::config::language::{Labels, Language};
use crate::config::message::Message;

/// The rows of this topic.
pub(super) const COMMANDS: &[Command] = &[
    Command { name: "help", run: help },
    Command { name: "command-line", run: command_line },
    Command { name: "language-toggle", run: language },
    Command { name: "mouse-toggle", run: mouse },
    Command { name: "page-info", run: info },
    Command { name: "redraw", run: redraw },
    Command { name: "suspend", run: suspend },
    Command { name: "quit", run: quit },
    Command { name: "quit-now", run: quit_now },
];

fn help(app: &mut App, _call: &Call) -> Outcome {
    app.overlays.retain(|overlay| !matches!(overlay, Overlay::Help(_)));
    app.overlays.push(Overlay::Help(Help::default()));
    app.filter_help("");
    Ok(Vec::new())
}

fn command_line(app: &mut App, _call: &Call) -> Outcome {
    app.ask(Purpose::Command, "");
    Ok(Vec::new())
}

fn language(app: &mut App, _call: &Call) -> Outcome {
    app.look.labels = Labels::load(match app.look.labels.language() {
        Language::English => Language::Chinese,
        Language::Chinese => Language::English,
    });
    // What was said in the other language goes; the help is said anew.
    app.overlays.retain(|overlay| !matches!(overlay, Overlay::Info(_)));
    app.refresh_help();
    app.say(Notice::info(Message::new("notice.language")));
    Ok(Vec::new())
}

fn mouse(app: &mut App, _call: &Call) -> Outcome {
    app.settings.mouse = !app.settings.mouse;
    let (key, screen) = if app.settings.mouse {
        ("notice.mouse-on", Screen::MouseOn)
    } else {
        ("notice.mouse-off", Screen::MouseOff)
    };
    app.say(Notice::info(Message::new(key)));
    Ok(vec![Effect::Screen(screen)])
}

fn info(app: &mut App, _call: &Call) -> Outcome {
    let lines = app.page_info().ok_or_else(nothing_open)?;
    app.show_info("label.page-info", lines);
    Ok(Vec::new())
}

fn redraw(_app: &mut App, _call: &Call) -> Outcome {
    // Whoever asks for this sees something wrong, and it may be how wide we think that characters are.
    Ok(vec![Effect::Screen(Screen::Ask), Effect::Screen(Screen::Repaint)])
}

fn suspend(_app: &mut App, _call: &Call) -> Outcome {
    Ok(vec![Effect::Screen(Screen::Suspend)])
}

fn quit(app: &mut App, call: &Call) -> Outcome {
    if app.marks.may_be_left() {
        return quit_now(app, call);
    }
    // Said once: who quits again knows.
    let left = Message::new("notice.quit-unsaved").arg(app.marks.unsaved());
    app.say(Notice::error(left));
    app.marks.warn();
    Ok(Vec::new())
}

fn quit_now(app: &mut App, _call: &Call) -> Outcome {
    Ok(app.quit())
}
