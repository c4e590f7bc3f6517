//! Inside a prompt or a note: accepting, giving up, completing, going back in the history.

use super::search::follow_prompt;
use super::{Call, Command, Outcome, all, get, resolve};
use crate::app::effect::Effect;
use crate::app::notice::Notice;
use crate::app::overlay::{Overlay, Prompt, Purpose};
use crate::app::panes::Zen;
use crate::app::{App, Marks};
use crate::config::message::Message;
use crate::config::similar::similar;
use crate::text::fold::fold_char;

/// The rows of this topic.
pub(super) const COMMANDS: &[Command] = &[
    Command { name: "accept", run: accept },
    Command { name: "cancel", run: cancel },
    Command { name: "complete", run: complete },
    Command { name: "erase", run: erase },
    Command { name: "history-previous", run: history_previous },
    Command { name: "history-next", run: history_next },
    Command { name: "note-save", run: note_save },
];

fn accept(app: &mut App, _call: &Call) -> Outcome {
    let Some(Overlay::Prompt(prompt)) = app.overlays.last() else { return Ok(Vec::new()) };
    let (purpose, typed) = (prompt.purpose, prompt.field.text());
    let mistake = prompt.mistake.clone();
    if purpose == Purpose::Everything {
        // A mistake stands under what is typed already.
        return if mistake.is_none() { app.open_found(&typed) } else { Ok(Vec::new()) };
    }
    app.overlays.pop();
    app.histories.add(purpose, &typed);
    match purpose {
        Purpose::Command => command_line(app, &typed),
        _ if mistake.is_some() => {
            // What was found or passed before it stays.
            let said = mistake.map(|mistake| app.say_mistake(&mistake)).unwrap_or_default();
            Err(Notice::warning(Message::new("notice.query-wrong").arg(said)))
        }
        Purpose::Search => match app.reader.as_mut() {
            Some(reader) if typed.is_empty() => {
                reader.find = None;
                Ok(Vec::new())
            }
            Some(reader)
                if reader
                    .find
                    .as_ref()
                    .is_some_and(|find| find.waiting.is_none() && find.current.is_none()) =>
            {
                Err(Notice::warning(Message::new("notice.no-match").arg(typed)))
            }
            _ => Ok(Vec::new()),
        },
        Purpose::Everything | Purpose::ListFilter | Purpose::HelpFilter | Purpose::MarkFilter => {
            Ok(Vec::new())
        }
    }
}

/// Runs a line of the command line: a number goes to that per cent, a name runs its command.
fn command_line(app: &mut App, line: &str) -> Outcome {
    let line = half_width(line.trim());
    let (name, argument) = line.split_once(' ').unwrap_or((&line, ""));
    let argument = Some(argument.trim().to_owned()).filter(|argument| !argument.is_empty());
    if name.is_empty() {
        return Ok(Vec::new());
    }
    if let Ok(number) = name.trim_end_matches('%').parse() {
        let call = Call { count: Some(number), argument: None };
        return run(app, "percent", &call);
    }
    let full = match name {
        "q" | "quit" | "x" | "wq" => "quit-now",
        "h" => "help",
        "e" | "o" => "load",
        "marks" => "bookmark-list",
        other => other,
    };
    run(app, full, &Call { count: None, argument })
}

/// A command line whose name an input method may have typed in full width; what stands behind the name is as it was.
fn half_width(line: &str) -> String {
    let half = |name: &str| name.chars().map(fold_char).collect::<String>();
    line.split_once(char::is_whitespace)
        .map_or_else(|| half(line), |(name, argument)| format!("{} {argument}", half(name)))
}

fn run(app: &mut App, name: &str, call: &Call) -> Outcome {
    if let Some(command) = resolve(name).and_then(get) {
        return app.call(command, call);
    }
    let near = similar(name, all().map(|command| command.name));
    Err(Notice::warning(match near {
        Some(near) => Message::new("notice.unknown-command-near").arg(name).arg(near),
        None => Message::new("notice.unknown-command").arg(name),
    }))
}

fn cancel(app: &mut App, _call: &Call) -> Outcome {
    match app.overlays.pop() {
        Some(Overlay::Prompt(prompt)) => Ok(give_up(app, &prompt)),
        // A note is kept whichever way its box is closed.
        Some(Overlay::Note(note)) => app.keep_note(&note),
        Some(Overlay::Help(_) | Overlay::Marks(_) | Overlay::Hunt(_) | Overlay::Info(_)) => Ok(Vec::new()),
        None => Ok(step_back(app)),
    }
}

fn give_up(app: &mut App, prompt: &Prompt) -> Vec<Effect> {
    match prompt.purpose {
        Purpose::Search => {
            if let Some(reader) = app.reader.as_mut()
                && let Some(find) = reader.find.take()
            {
                reader.return_to(find.origin.place, find.origin.cursor);
                reader.find = find.before.map(|before| *before);
            }
            Vec::new()
        }
        Purpose::Command => Vec::new(),
        Purpose::Everything => app.close_hunt(),
        Purpose::ListFilter | Purpose::HelpFilter | Purpose::MarkFilter => {
            let before = prompt.before.clone();
            app.ask(prompt.purpose, &before);
            let effects = follow_prompt(app);
            app.overlays.pop();
            if let Some(entry) = prompt.selected.filter(|_| prompt.purpose == Purpose::ListFilter) {
                app.desk.list.select(entry);
                app.follow_list();
            }
            effects
        }
    }
}

/// Esc with nothing open takes away one thing at a time: the selection, highlights, zen, the filter, the reader's focus.
fn step_back(app: &mut App) -> Vec<Effect> {
    if let Some(reader) = app.reader.as_mut()
        && (reader.selection.take().is_some() || reader.find.take().is_some())
    {
        return Vec::new();
    }
    if app.zen == Zen::On {
        app.zen = Zen::Off;
    } else if app.desk.list.filter.take().is_some() {
        app.desk.list.pass(None, &app.desk.shelf);
        app.follow_list();
    } else {
        app.set_focus(crate::app::panes::Pane::List);
    }
    Vec::new()
}

fn complete(app: &mut App, _call: &Call) -> Outcome {
    let Some(Overlay::Prompt(prompt)) = app.overlays.last_mut() else { return Ok(Vec::new()) };
    if prompt.purpose == Purpose::Everything {
        return app.take_candidate();
    }
    if prompt.purpose != Purpose::Command {
        return Ok(Vec::new());
    }
    if prompt.candidate.is_none() {
        prompt.candidates = candidates(&prompt.field.text(), &app.look.theme_names(), &app.marks);
    }
    if prompt.candidates.is_empty() {
        return Err(Notice::info(Message::new("notice.no-completion")));
    }
    let next = prompt.candidate.map_or(0, |index| (index + 1) % prompt.candidates.len());
    prompt.candidate = Some(next);
    if let Some(name) = prompt.candidates.get(next).cloned() {
        prompt.field.replace(&name);
    }
    Ok(Vec::new())
}

/// Command lines that begin as `typed` does: names of commands, and behind `theme` the names of themes, behind `tag` the
/// tags that there are.
pub(in crate::app) fn candidates(typed: &str, themes: &[String], marks: &Marks) -> Vec<String> {
    let typed = half_width(typed.trim_start());
    let mut found: Vec<String> = match typed.split_once(' ') {
        Some(("theme", _)) => themes.iter().map(|name| format!("theme {name}")).collect(),
        Some(("tag", words)) => {
            let before = words.rsplit_once(' ').map_or(String::new(), |(before, _)| format!("{before} "));
            marks.tags().into_iter().map(|tag| format!("tag {before}{tag}")).collect()
        }
        Some(_) => Vec::new(),
        // What works only inside a prompt is of no use on the command line.
        None => {
            let inside = |name: &str| COMMANDS.iter().any(|own| own.name == name);
            all().map(|command| command.name).filter(|name| !inside(name)).map(str::to_owned).collect()
        }
    };
    found.retain(|line| line.starts_with(&typed));
    found.sort_unstable();
    found
}

fn erase(app: &mut App, _call: &Call) -> Outcome {
    let Some(Overlay::Prompt(prompt)) = app.overlays.last_mut() else { return Ok(Vec::new()) };
    prompt.field.erase();
    prompt.candidate = None;
    Ok(follow_prompt(app))
}

fn history_previous(app: &mut App, _call: &Call) -> Outcome {
    recall(app, 1)
}

fn history_next(app: &mut App, _call: &Call) -> Outcome {
    recall(app, -1)
}

/// Selects another of what was found under the prompt. Says whether there are any on that side; behind the first one up
/// comes the history.
fn select(app: &mut App, by: isize) -> bool {
    let past = matches!(app.overlays.last(), Some(Overlay::Prompt(prompt)) if prompt.past > 0);
    let Some(hunt) = app.hunt().filter(|hunt| !past && !hunt.hits.is_empty()) else { return false };
    let has = by > 0 || hunt.selected > 0;
    if has {
        hunt.step(by);
    }
    has
}

fn recall(app: &mut App, by: isize) -> Outcome {
    if select(app, -by) {
        return Ok(Vec::new());
    }
    let Some(Overlay::Prompt(prompt)) = app.overlays.last_mut() else { return Ok(Vec::new()) };
    if prompt.past == 0 {
        prompt.draft = prompt.field.text();
    }
    let past = prompt.past.saturating_add_signed(by);
    let Some(text) = app.histories.get(prompt.purpose, past, &prompt.draft) else { return Ok(Vec::new()) };
    prompt.past = past;
    prompt.field.replace(&text);
    Ok(follow_prompt(app))
}

fn note_save(app: &mut App, call: &Call) -> Outcome {
    if let Some(Overlay::Note(_)) = app.overlays.last() { cancel(app, call) } else { Ok(Vec::new()) }
}
