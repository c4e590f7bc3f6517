//! How the text is shown: theme, zen, measure, columns, focus, punctuation, script, seams.

use super::motion::nothing_open;
use super::{Call, Command, Outcome};
use crate::app::App;
use crate::app::effect::Effect;
use crate::app::notice::Notice;
use crate::app::panes::{Pane, Zen};
use crate::config::message::Message;
use crate::config::settings::{Focus, Seams, ThemeChoice};
use crate::config::theme::Theme;
use crate::text::punctuation::Punctuation;
use crate::text::script::{Converter, Script};

/// The rows of this topic.
pub(super) const COMMANDS: &[Command] = &[
    Command { name: "theme-toggle", run: theme_toggle },
    Command { name: "theme", run: theme },
    Command { name: "zen-toggle", run: zen },
    Command { name: "focus-toggle", run: focus },
    Command { name: "punctuation-toggle", run: punctuation },
    Command { name: "script-toggle", run: script },
    Command { name: "seams-toggle", run: seams },
    Command { name: "columns-toggle", run: columns },
    Command { name: "measure-wider", run: wider },
    Command { name: "measure-narrower", run: narrower },
];

fn script(app: &mut App, _call: &Call) -> Outcome {
    let script = app.settings.shown.script.next();
    app.settings.shown.script = script;
    app.look.script = Converter::new(script);
    Ok(said(
        app,
        match script {
            Script::AsIs => "notice.script-as-is",
            Script::Simplified => "notice.script-simplified",
            Script::Traditional => "notice.script-traditional",
        },
    ))
}

fn focus(app: &mut App, _call: &Call) -> Outcome {
    app.settings.shown.focus = app.settings.shown.focus.other();
    Ok(said(
        app,
        match app.settings.shown.focus {
            Focus::Off => "notice.focus-off",
            Focus::Paragraph => "notice.focus-paragraph",
        },
    ))
}

/// Most columns that a setting may ask for.
const COLUMNS: u16 = 3;

fn columns(app: &mut App, call: &Call) -> Outcome {
    let next = app.settings.shown.columns % COLUMNS + 1;
    let wanted = call.count.and_then(|count| u16::try_from(count).ok()).unwrap_or(next);
    app.settings.shown.columns = wanted.clamp(1, COLUMNS);
    app.fit();
    let (wanted, there) = (app.settings.shown.columns, app.panes().columns);
    let message = if there < wanted { "notice.columns-limited" } else { "notice.columns" };
    app.say(Notice::info(Message::new(message).arg(wanted).arg(there)));
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
    app.settings.shown.punctuation = app.settings.shown.punctuation.other();
    Ok(said(
        app,
        match app.settings.shown.punctuation {
            Punctuation::Full => "notice.punctuation-full",
            Punctuation::AsIs => "notice.punctuation-as-is",
        },
    ))
}

fn seams(app: &mut App, _call: &Call) -> Outcome {
    app.settings.shown.seams = app.settings.shown.seams.next();
    Ok(said(
        app,
        match app.settings.shown.seams {
            Seams::Off => "notice.seams-off",
            Seams::Doubtful => "notice.seams-doubtful",
            Seams::All => "notice.seams-all",
        },
    ))
}

/// Tells what is shown now; nothing is asked of the world.
fn said(app: &mut App, notice: &'static str) -> Vec<Effect> {
    app.say(Notice::info(Message::new(notice)));
    Vec::new()
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
