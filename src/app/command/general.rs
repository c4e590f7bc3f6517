//! The program itself: help, command line, theme, punctuation, seams, measure, zen, language, suspending, quitting.

use super::motion::nothing_open;
use super::{Call, Command, Outcome};
use crate::app::App;
use crate::app::effect::{Effect, Screen};
use crate::app::notice::Notice;
use crate::app::overlay::{Help, Overlay, Purpose};
use crate::app::panes::{Pane, Zen};
use crate::config::language::{Labels, Language};
use crate::config::message::Message;
use crate::config::settings::{Seams, ThemeChoice};
use crate::config::theme::Theme;
use crate::text::punctuation::Punctuation;

/// The rows of this topic.
pub(super) const COMMANDS: &[Command] = &[
    Command { name: "help", run: help },
    Command { name: "command-line", run: command_line },
    Command { name: "theme-toggle", run: theme_toggle },
    Command { name: "theme", run: theme },
    Command { name: "zen-toggle", run: zen },
    Command { name: "punctuation-toggle", run: punctuation },
    Command { name: "seams-toggle", run: seams },
    Command { name: "measure-wider", run: wider },
    Command { name: "measure-narrower", run: narrower },
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

fn theme_toggle(app: &mut App, _call: &Call) -> Outcome {
    app.settings.theme = app.look.other();
    let choice = app.settings.theme.clone();
    app.look.choose(&choice);
    app.say(Notice::info(Message::new("notice.theme").arg(app.look.theme.name())));
    Ok(Vec::new())
}

fn theme(app: &mut App, call: &Call) -> Outcome {
    let Some(name) = call.argument.as_deref() else { return theme_toggle(app, call) };
    let (theme, problems) = Theme::load(name, &app.look.themes);
    if theme.name() != name {
        let known = app.look.theme_names().join(" ");
        return Err(Notice::warning(Message::new("notice.unknown-theme").arg(name).arg(known)));
    }
    if !problems.is_empty() {
        // A mistake costs only its line.
        app.show_info("label.problems", problems.iter().map(ToString::to_string).collect());
    }
    app.settings.theme = ThemeChoice::Named(name.to_owned());
    app.look.theme = theme;
    app.say(Notice::info(Message::new("notice.theme").arg(name)));
    Ok(Vec::new())
}

fn zen(app: &mut App, _call: &Call) -> Outcome {
    app.zen = match app.zen {
        Zen::On => Zen::Off,
        Zen::Off => Zen::On,
    };
    if app.zen == Zen::On {
        if app.reader.is_none() {
            app.zen = Zen::Off;
            return Err(nothing_open());
        }
        app.set_focus(Pane::Reader);
    }
    Ok(Vec::new())
}

fn punctuation(app: &mut App, _call: &Call) -> Outcome {
    app.settings.punctuation = app.settings.punctuation.other();
    app.say(Notice::info(Message::new(match app.settings.punctuation {
        Punctuation::Full => "notice.punctuation-full",
        Punctuation::AsIs => "notice.punctuation-as-is",
    })));
    Ok(Vec::new())
}

fn seams(app: &mut App, _call: &Call) -> Outcome {
    app.settings.seams = app.settings.seams.next();
    app.say(Notice::info(Message::new(match app.settings.seams {
        Seams::Off => "notice.seams-off",
        Seams::Doubtful => "notice.seams-doubtful",
        Seams::All => "notice.seams-all",
    })));
    Ok(Vec::new())
}

/// 字 that one key press adds to the measure.
const STEP: u16 = 2;

fn wider(app: &mut App, call: &Call) -> Outcome {
    measure(app, i32::from(STEP) * i32::try_from(call.times()).unwrap_or(1))
}

fn narrower(app: &mut App, call: &Call) -> Outcome {
    measure(app, -i32::from(STEP) * i32::try_from(call.times()).unwrap_or(1))
}

fn measure(app: &mut App, by: i32) -> Outcome {
    let wanted = (i32::from(app.settings.measure) + by).clamp(20, 60);
    app.settings.measure = u16::try_from(wanted).unwrap_or(app.settings.measure);
    app.fit();
    let shown = app.panes().text.width / 2;
    let message = if shown < app.settings.measure {
        Message::new("notice.measure-limited").arg(app.settings.measure.to_string()).arg(shown.to_string())
    } else {
        Message::new("notice.measure").arg(shown.to_string())
    };
    app.say(Notice::info(message));
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
