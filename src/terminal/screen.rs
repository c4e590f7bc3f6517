//! The owner of the terminal: opens it, paints frames, lets the shell or an editor have it for a while, gives it back.
//!
//! Guarantees: nothing else writes while it is open; painting asks the terminal nothing. Never: a choice of what to
//! paint.

use std::fs::File;
use std::io::{self, IsTerminal as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use ratatui::layout;
use rustix::process::{Signal, getpgrp, getpid, getsid, kill_current_process_group, kill_process};
use rustix::termios::{OptionalActions, Termios, tcgetattr, tcsetattr};

use super::input::{self, Closed, Gate};
use super::modes::{self, MouseMode};
use super::painter::Painter;
use super::pen::Erases;
use super::questions::{Known, questions};
use super::signals;
use super::stops::Tabs;
use crate::app::App;
use crate::app::effect;
use crate::app::event::{Event, Size};
use crate::view;

/// Why the terminal could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Output goes to a file or a pipe.
    #[error(
        "the reader needs a terminal, and standard output is none; `baolan parse FILE` writes articles to a file or pipe"
    )]
    NoTerminal,
    /// There is nothing to type at.
    #[error("no keyboard: standard input is no terminal and /dev/tty cannot be opened ({0})")]
    NoKeyboard(io::Error),
    /// Anything else.
    #[error("the terminal cannot be used: {0}")]
    Io(#[from] io::Error),
}

/// The terminal while it is ours.
#[derive(Debug)]
pub struct Screen {
    painter: Painter,
    known: Arc<Known>,
    erases: Erases,
    /// What may be asked about tabs.
    tabs: Tabs,
    mouse: MouseMode,
    /// Continuations that follow from a stop of our own.
    expected: usize,
    gate: Gate,
    lent: Option<Lent>,
    /// Whether it is lent, for the thread that takes signals.
    is_lent: Arc<AtomicBool>,
    /// What was asked for while it was lent.
    later: Vec<effect::Screen>,
}

/// The terminal while another program has it.
#[derive(Debug)]
struct Lent {
    /// Its modes as they were lent; a program that dies leaves others.
    modes: Option<Termios>,
    _closed: Closed,
}

/// What there is to paint after something happened to the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum After {
    /// What changed.
    Changes,
    /// Nothing: it could not be done.
    Refused,
}

impl Screen {
    /// Takes the terminal and starts listening to it; what it says and what is typed arrives at `send`.
    ///
    /// # Errors
    /// Where there is no terminal to read from or to write to.
    pub fn open(send: &Sender<Event>) -> Result<Self, OpenError> {
        if !io::stdout().is_terminal() {
            return Err(OpenError::NoTerminal);
        }
        let keyboard = input::source().map_err(OpenError::NoKeyboard)?;
        let is_lent = Arc::default();
        signals::listen(send.clone(), Arc::clone(&is_lent))?;
        let opened = Self::take(keyboard, send, is_lent);
        if opened.is_err() {
            modes::leave();
        }
        opened
    }

    fn take(keyboard: File, send: &Sender<Event>, is_lent: Arc<AtomicBool>) -> Result<Self, OpenError> {
        modes::enter()?;
        let known = Arc::new(Known::default());
        let [term, tmux] = ["TERM", "TMUX"].map(|name| std::env::var(name).ok());
        let erases = Erases::of(term.as_deref(), tmux.as_deref());
        let tabs = Tabs::of(term.as_deref(), tmux.as_deref());
        let painter = Painter::new(known.abilities(erases));
        ask(&known, tabs)?;
        let gate = input::listen(keyboard, (send.clone(), Arc::clone(&known)))?;
        let (mouse, expected, lent, later) = (MouseMode::Off, 0, None, Vec::new());
        Ok(Self { painter, known, erases, tabs, mouse, expected, gate, lent, is_lent, later })
    }

    /// Paints `app`; nothing while the terminal is lent.
    ///
    /// # Errors
    /// Where the terminal is gone.
    pub fn paint(&mut self, app: &App) -> io::Result<()> {
        if self.lent.is_some() {
            return Ok(());
        }
        let abilities = self.known.abilities(self.erases);
        if abilities.tabs == Tabs::ToStops {
            modes::take_stops();
        }
        self.painter.learn(abilities);
        let panes = app.panes();
        let bands = panes.bands();
        let bytes =
            self.painter.paint(cells(app.size), &bands, |picture, fount| view::paint(app, picture, fount));
        modes::write_all(bytes.as_bytes())
    }

    /// Does what an effect asks of the screen.
    ///
    /// # Errors
    /// Where the terminal is gone.
    pub fn perform(&mut self, wish: effect::Screen) -> io::Result<After> {
        match wish {
            effect::Screen::Suspend => return self.suspend(),
            effect::Screen::TakeBack => self.end_loan()?,
            effect::Screen::Retake if self.lent.is_some() => {}
            later if self.lent.is_some() => self.later.push(later),
            effect::Screen::Lend => self.lend()?,
            effect::Screen::Retake if self.expected > 0 => self.expected -= 1,
            effect::Screen::Retake => self.take_back()?,
            effect::Screen::Repaint => self.painter.forget(),
            effect::Screen::Ask => ask(&self.known, self.tabs)?,
            effect::Screen::MouseOn => self.set_mouse(MouseMode::On)?,
            effect::Screen::MouseOff => self.set_mouse(MouseMode::Off)?,
            effect::Screen::Copy(text) => modes::write_all(copy(&text, tmux()).as_bytes())?,
        }
        Ok(After::Changes)
    }

    fn set_mouse(&mut self, mode: MouseMode) -> io::Result<()> {
        self.mouse = mode;
        modes::set_mouse(mode)
    }

    /// Gives the terminal to another program, as it was found.
    fn lend(&mut self) -> io::Result<()> {
        let closed = self.gate.close()?;
        self.is_lent.store(true, Ordering::SeqCst);
        modes::leave();
        let modes = tcgetattr(rustix::stdio::stdout()).ok();
        self.lent = Some(Lent { modes, _closed: closed });
        Ok(())
    }

    /// Takes the terminal back from a program that has ended.
    fn end_loan(&mut self) -> io::Result<()> {
        let Some(lent) = self.lent.take() else { return Ok(()) };
        self.is_lent.store(false, Ordering::SeqCst);
        lent.restore();
        self.take_back()?;
        let later = std::mem::take(&mut self.later);
        later.into_iter().try_for_each(|wish| self.perform(wish).map(|_| ()))
    }

    /// Gives the terminal back and stops, together with the rest of the job; returns when continued.
    fn suspend(&mut self) -> io::Result<After> {
        // The process group of the session's first process has no shell above it that could continue it.
        let alone = getsid(None).is_ok_and(|session| session == getpgrp());
        if self.lent.is_some() {
            // Who has the terminal was told to stop as we were, and gives it to the shell by itself.
            if !alone {
                kill_process(getpid(), Signal::STOP)?;
            }
            return Ok(After::Changes);
        }
        if alone {
            return Ok(After::Refused);
        }
        modes::leave();
        self.expected += 1;
        kill_current_process_group(Signal::STOP)?;
        self.take_back()?;
        Ok(After::Changes)
    }

    fn take_back(&mut self) -> io::Result<()> {
        modes::retake()?;
        modes::set_mouse(self.mouse)?;
        self.painter.forget();
        // It may be another terminal: a multiplexer is attached here now and there then.
        ask(&self.known, self.tabs)
    }
}

impl Lent {
    fn restore(&self) {
        if let Some(modes) = &self.modes {
            // Where it is gone, the next write says so.
            let _ = tcsetattr(rustix::stdio::stdout(), OptionalActions::Now, modes);
        }
    }
}

/// Asks the terminal what it can do; what it answers is heard by the thread that listens.
fn ask(known: &Known, tabs: Tabs) -> io::Result<()> {
    known.expect();
    let questions = modes::stops_back() + &questions(tabs);
    modes::write_all(questions.as_bytes())
}

impl Drop for Screen {
    fn drop(&mut self) {
        if let Some(lent) = &self.lent {
            lent.restore();
        }
        modes::leave();
    }
}

/// Whether a tmux stands between us and the terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Between {
    Nothing,
    Tmux,
}

fn tmux() -> Between {
    if std::env::var_os("TMUX").is_some_and(|value| !value.is_empty()) {
        Between::Tmux
    } else {
        Between::Nothing
    }
}

/// What has the terminal put `text` on its clipboard: OSC 52, whose payload is base64, so no byte of the text can act.
/// tmux is told so itself, and to hand it on, whichever of both it is set to allow. Source: xterm control sequences,
/// tmux(1) «allow-passthrough».
fn copy(text: &str, between: Between) -> String {
    let payload = BASE64.encode(text);
    let direct = format!("\x1b]52;c;{payload}\x07");
    match between {
        Between::Nothing => direct,
        Between::Tmux => format!("{direct}\x1bPtmux;\x1b\x1b]52;c;{payload}\x07\x1b\\"),
    }
}

const FALLBACK: Size = Size { width: 80, height: 24 };

/// The terminal's size in cells; nothing where it does not say.
pub(super) fn size() -> Option<Size> {
    let size = rustix::termios::tcgetwinsize(rustix::stdio::stdout()).ok()?;
    (size.ws_col > 0 && size.ws_row > 0).then_some(Size { width: size.ws_col, height: size.ws_row })
}

impl Screen {
    /// The size to start with, in cells.
    pub fn size() -> Size {
        size().unwrap_or(FALLBACK)
    }
}

const fn cells(size: Size) -> layout::Size {
    layout::Size { width: size.width, height: size.height }
}

#[cfg(test)]
mod tests {
    use super::{Between, copy};

    #[test]
    fn a_copied_text_is_base64_in_one_string_and_handed_on_by_tmux() {
        for (text, between, want) in [
            ("灯", Between::Nothing, "\x1b]52;c;54Gv\x07"),
            ("\x1b\x07", Between::Nothing, "\x1b]52;c;Gwc=\x07"),
            ("灯", Between::Tmux, "\x1b]52;c;54Gv\x07\x1bPtmux;\x1b\x1b]52;c;54Gv\x07\x1b\\"),
        ] {
            assert_eq!(copy(text, between), want, "{text:?}");
        }
    }
}
