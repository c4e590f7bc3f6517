//! Entering and leaving: raw mode, the alternate screen, bracketed paste, the mouse, automatic wrapping, the order of
//! right-to-left text, tab stops.
//!
//! Guarantees: [`leave`] may be called from any thread, at any time, any number of times, and undoes exactly what
//! [`enter`] did. Never: a wait on a lock that a dying thread may hold.

use std::io::{self, Write as _};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, ThreadId};

use crossterm::cursor::{Hide, Show};
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::queue;
use crossterm::style::ResetColor;
use crossterm::terminal::{
    Clear, ClearType, DisableLineWrap, EnableLineWrap, EnterAlternateScreen, LeaveAlternateScreen,
    disable_raw_mode, enable_raw_mode,
};

use super::screen::size;
use super::stops;

/// Press, release and drag with positions in decimals; not every movement, which would wake us for nothing.
const MOUSE_ON: &str = "\x1b[?1000h\x1b[?1002h\x1b[?1006h";
const MOUSE_OFF: &str = "\x1b[?1006l\x1b[?1002l\x1b[?1000l";
/// A terminal that puts right-to-left text in its own order shows cells in ours, so that no text can move what stands
/// beside it; others take no notice. Source: ECMA-48, BDSM, and the terminals' working group on bidirectional text.
const ORDER_OURS: &str = "\x1b[8l";
const ORDER_THEIRS: &str = "\x1b[8h";
/// Ends a frame that was begun and never finished, and takes away the margins it may have set.
const FRAME_ENDS: &str = "\x1b[?2026l\x1b[?69l\x1b[r";

static ENTERED: AtomicBool = AtomicBool::new(false);
/// Whether tab stops may stand elsewhere than they did.
static STOPS: AtomicBool = AtomicBool::new(false);

/// Whether the mouse is listened to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MouseMode {
    /// It is.
    On,
    /// The terminal selects text with it.
    Off,
}

/// Takes the terminal: raw mode and a screen of our own.
///
/// # Errors
/// What the terminal refuses.
pub(super) fn enter() -> io::Result<()> {
    enable_raw_mode()?;
    ENTERED.store(true, Ordering::SeqCst);
    let mut bytes = Vec::new();
    // Without automatic wrapping a glyph that is wider than we think cannot scroll the screen.
    queue!(bytes, EnterAlternateScreen, DisableLineWrap, EnableBracketedPaste, Hide, Clear(ClearType::All))?;
    bytes.extend_from_slice(ORDER_OURS.as_bytes());
    write_all(&bytes)
}

/// Takes the terminal again after a stop that was not ours, when somebody may have changed its modes.
///
/// # Errors
/// What the terminal refuses.
pub(super) fn retake() -> io::Result<()> {
    disable_raw_mode()?;
    if ENTERED.load(Ordering::SeqCst) {
        // Entering a second time would save our own cursor and colours for the end, in place of the shell's.
        let mut bytes = Vec::new();
        queue!(bytes, LeaveAlternateScreen)?;
        write_all(&bytes)?;
    }
    enter()
}

/// Listens to the mouse, or leaves it to the terminal.
///
/// # Errors
/// What the terminal refuses.
pub(super) fn set_mouse(mode: MouseMode) -> io::Result<()> {
    write_all(match mode {
        MouseMode::On => MOUSE_ON.as_bytes(),
        MouseMode::Off => MOUSE_OFF.as_bytes(),
    })
}

/// Says that tab stops will be changed.
pub(super) fn take_stops() {
    STOPS.store(true, Ordering::SeqCst);
}

/// What puts tab stops back where they were; nothing where they are there.
pub(super) fn stops_back() -> String {
    let width = || size().map_or(0, |size| size.width);
    if STOPS.swap(false, Ordering::SeqCst) { stops::usual(width()) } else { String::new() }
}

/// Gives the terminal back as it was found. Does nothing where it was not taken.
pub fn leave() {
    if !ENTERED.swap(false, Ordering::SeqCst) {
        return;
    }
    // First what cannot block: a terminal that takes no bytes gets its modes back all the same.
    let _ = disable_raw_mode();
    let mut bytes = Vec::new();
    bytes.extend_from_slice(FRAME_ENDS.as_bytes());
    // Some terminals have stops for each of both screens, so before this one is left.
    bytes.extend_from_slice(stops_back().as_bytes());
    bytes.extend_from_slice(MOUSE_OFF.as_bytes());
    bytes.extend_from_slice(ORDER_THEIRS.as_bytes());
    let queued = queue!(bytes, ResetColor, DisableBracketedPaste, EnableLineWrap, Show, LeaveAlternateScreen);
    // Nobody is left to be told where the terminal is gone.
    let _ = queued.and_then(|()| write_all(&bytes));
}

/// Before a panic of the calling thread is told, the terminal is given back; a panic of a worker is not told here,
/// because it comes back as an event and the screen goes on.
pub fn install_panic_hook() {
    let ours: ThreadId = thread::current().id();
    let tell = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        if thread::current().id() == ours {
            leave();
            tell(info);
        }
    }));
}

/// Writes past every buffer.
pub(super) fn write_all(mut bytes: &[u8]) -> io::Result<()> {
    let out = rustix::stdio::stdout();
    while !bytes.is_empty() {
        match rustix::io::write(out, bytes) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(written) => bytes = bytes.get(written..).unwrap_or_default(),
            Err(rustix::io::Errno::INTR) => {}
            Err(rustix::io::Errno::AGAIN) => wait_for_room()?,
            Err(error) => return Err(error.into()),
        }
    }
    io::stdout().flush()
}

/// Waits until the terminal takes more; somebody made it non-blocking.
fn wait_for_room() -> io::Result<()> {
    let out = rustix::stdio::stdout();
    let mut watched = [rustix::event::PollFd::new(&out, rustix::event::PollFlags::OUT)];
    match rustix::event::poll(&mut watched, None) {
        Ok(_) | Err(rustix::io::Errno::INTR) => Ok(()),
        Err(error) => Err(error.into()),
    }
}
