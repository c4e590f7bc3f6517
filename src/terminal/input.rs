//! The thread that listens to the terminal.
//!
//! Guarantees: it waits for bytes and for nothing else, so an idle program sleeps; an unfinished sequence is waited
//! for only as long as [`Framer::patience`] says; the end of input is an event and never a busy loop; while the
//! terminal is lent, nothing is read. Never: a lock, a write to the terminal.

use std::fs::{File, OpenOptions};
use std::io::{self, IsTerminal as _, PipeReader, PipeWriter, Write as _};
use std::os::fd::AsFd as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender};
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

/// Keeps the thread from reading while another program has the terminal.
#[derive(Debug)]
pub(super) struct Gate {
    pauses: Sender<Pause>,
    bell: PipeWriter,
}

/// The thread reads nothing until this is dropped.
#[derive(Debug)]
pub(super) struct Closed {
    _until: Sender<()>,
}

/// Nothing is read any more once the thread hangs up `reading`, and until the other side hangs up `closed`.
#[derive(Debug)]
struct Pause {
    reading: Sender<()>,
    closed: Receiver<()>,
}

/// The thread's side of a gate.
struct Doorkeeper {
    pauses: Receiver<Pause>,
    bell: PipeReader,
}

impl Gate {
    fn new() -> io::Result<(Self, Doorkeeper)> {
        let (reader, bell) = io::pipe()?;
        let (give, pauses) = mpsc::channel();
        Ok((Self { pauses: give, bell }, Doorkeeper { pauses, bell: reader }))
    }

    /// Waits until nothing is read any more.
    ///
    /// # Errors
    /// Where the thread cannot be woken.
    pub(super) fn close(&mut self) -> io::Result<Closed> {
        let (reading, still) = mpsc::channel();
        let (until, closed) = mpsc::channel();
        // A thread that has ended reads nothing, and hangs up both ends at once.
        if self.pauses.send(Pause { reading, closed }).is_ok() {
            self.bell.write_all(&[0])?;
            let _ = still.recv();
        }
        Ok(Closed { _until: until })
    }
}

impl Doorkeeper {
    /// Stands at the closed gate until it opens.
    fn wait(&self) {
        let rung = rustix::io::read(&self.bell, &mut [0; 1]);
        if let (Ok(1..), Ok(Pause { reading, closed })) = (rung, self.pauses.try_recv()) {
            drop(reading);
            let _ = closed.recv();
        }
    }
}

/// Starts listening to `from`; `known` takes what the terminal says about itself.
///
/// # Errors
/// Where no thread can be started.
pub(super) fn listen(from: File, (send, known): (Sender<Event>, Arc<Known>)) -> io::Result<Gate> {
    let (gate, door) = Gate::new()?;
    thread::Builder::new().name("input".to_owned()).spawn(move || {
        // A defect in the parser costs what was being read, not the keyboard.
        while let Err(_panic) = catch_unwind(AssertUnwindSafe(|| hear(&from, &door, (&send, &known)))) {}
        // The terminal is gone, which is what a hang-up means; where nobody listens any more, nobody has to be told.
        let _ = send.send(Event::Signal(Signal::Terminate(signal_hook::consts::SIGHUP)));
    })?;
    Ok(gate)
}

/// Hands on what is typed until there is nothing to read from any more.
fn hear(from: &File, door: &Doorkeeper, (send, known): (&Sender<Event>, &Arc<Known>)) {
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
        let mut watched = [PollFd::new(from, PollFlags::IN), PollFd::new(&door.bell, PollFlags::IN)];
        match poll(&mut watched, patience.as_ref()) {
            Ok(0) => framer.give_up(&mut take),
            // What was typed ahead is for whom the terminal is lent to.
            Ok(_) if watched[1].revents().contains(PollFlags::IN) => door.wait(),
            // The owner of the gate has ended, and with it whoever would hear.
            Ok(_) if watched[0].revents().is_empty() => return,
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
