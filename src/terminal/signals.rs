//! The thread that takes the system's signals.
//!
//! Guarantees: every signal that ends or stops the program becomes an event, so that the terminal is restored and
//! what is unsaved is saved; a program that cannot answer any more ends all the same; keys that interrupt are not for us
//! while the terminal is lent. Never: work of its own.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::thread;
use std::time::Duration;

use signal_hook::consts::{
    SIGALRM, SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGUSR1, SIGUSR2, SIGWINCH, SIGXCPU,
};
use signal_hook::iterator::Signals;

use super::modes;
use super::screen::size;
use crate::app::event::{Event, Signal};

/// How long saving may take after the program was asked to end.
const LAST_CHANCE: Duration = Duration::from_secs(5);

/// Starts listening. While `lent` is set another program has the terminal.
///
/// # Errors
/// Where the handlers cannot be set or no thread can be started.
pub(super) fn listen(send: Sender<Event>, lent: Arc<AtomicBool>) -> io::Result<()> {
    let ends = [SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGUSR1, SIGUSR2, SIGALRM, SIGXCPU];
    let mut signals = Signals::new(ends.into_iter().chain([SIGTSTP, SIGCONT, SIGWINCH]))?;
    thread::Builder::new().name("signals".to_owned()).spawn(move || {
        for signal in signals.forever() {
            let event = match signal {
                SIGWINCH => size().map(Event::Resize),
                SIGTSTP => Some(Event::Signal(Signal::Stop)),
                SIGCONT => {
                    // While stopped we were not told of new sizes.
                    let resized = size().map(Event::Resize);
                    if resized.is_some_and(|event| send.send(event).is_err()) {
                        return;
                    }
                    Some(Event::Signal(Signal::Continue))
                }
                // The terminal sends them to all that run in it.
                SIGINT | SIGQUIT if lent.load(Ordering::SeqCst) => None,
                _ => {
                    end_anyway(signal);
                    Some(Event::Signal(Signal::Terminate(signal)))
                }
            };
            if let Some(event) = event
                && send.send(event).is_err()
            {
                return;
            }
        }
    })?;
    Ok(())
}

/// A terminal that takes no more bytes holds the drawing thread; after a while the program ends without it.
fn end_anyway(signal: i32) {
    let waiting = thread::Builder::new().name("last chance".to_owned()).spawn(move || {
        thread::sleep(LAST_CHANCE);
        // Giving the terminal back may block on the same write, so it is not waited for.
        let _ = thread::Builder::new().spawn(modes::leave);
        thread::sleep(Duration::from_millis(200));
        std::process::exit(128 + signal);
    });
    if waiting.is_err() {
        modes::leave();
    }
}
