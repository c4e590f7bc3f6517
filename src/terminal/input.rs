//! The thread that listens to the terminal.
//!
//! Guarantees: it waits for bytes and for nothing else, so an idle program sleeps; an unfinished sequence is waited
//! for only as long as [`Framer::patience`] says; the end of input is an event and never a busy loop. Never: a lock,
//! a write.

use std::fs::{File, OpenOptions};
use std::io::{self, IsTerminal as _};
use std::os::fd::AsFd as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::thread;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;

use super::framer::{Framer, Unit};
use super::questions::Known;
use super::translate::Translator;
use crate::app::event::{Event, Signal};

/// Bytes taken at once.
const LUMP: usize = 64 * 1024;

/// Standard input where it is the terminal; the terminal itself where a document comes through standard input.
pub(super) fn source() -> io::Result<File> {
    let input = io::stdin();
    if input.is_terminal() {
        return input.as_fd().try_clone_to_owned().map(File::from);
    }
    OpenOptions::new().read(true).open("/dev/tty")
}

/// Starts listening to `from`; `known` takes what the terminal says about itself.
///
/// # Errors
/// Where no thread can be started.
pub(super) fn listen(from: File, (send, known): (Sender<Event>, Arc<Known>)) -> io::Result<()> {
    thread::Builder::new().name("input".to_owned()).spawn(move || {
        // A defect in the parser costs what was being read, not the keyboard.
        while let Err(_panic) = catch_unwind(AssertUnwindSafe(|| hear(&from, &send, &known))) {}
        // The terminal is gone, which is what a hang-up means; where nobody listens any more, nobody has to be told.
        let _ = send.send(Event::Signal(Signal::Terminate(signal_hook::consts::SIGHUP)));
    })?;
    Ok(())
}

/// Hands on what is typed until there is nothing to read from any more.
fn hear(from: &File, send: &Sender<Event>, known: &Arc<Known>) {
    let mut framer = Framer::default();
    let mut translator = Translator::new(Arc::clone(known));
    let mut bytes = vec![0; LUMP];
    let mut alive = true;
    while alive {
        let mut take = |unit: Unit<'_>| {
            if let Some(event) = translator.event(unit) {
                alive &= send.send(event).is_ok();
            }
        };
        let patience = framer.patience().and_then(|patience| Timespec::try_from(patience).ok());
        let mut watched = [PollFd::new(from, PollFlags::IN)];
        match poll(&mut watched, patience.as_ref()) {
            Ok(0) => framer.give_up(&mut take),
            Ok(_) => match rustix::io::read(from, &mut bytes[..]) {
                Ok(0) => return,
                Ok(length) => framer.push(bytes.get(..length).unwrap_or_default(), &mut take),
                Err(Errno::INTR | Errno::AGAIN) => {}
                Err(_) => return,
            },
            Err(Errno::INTR) => {}
            Err(_) => return,
        }
    }
}
