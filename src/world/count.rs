//! Counting rows of articles too long to be counted while drawing, on a thread of its own.
//!
//! Guarantees: a newer count stops the older one, whose answer is then not sent; one answer, and nothing wakes after
//! it. Never: a rule of layout.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;

use super::search::{begin, renew};
use crate::app::effect::Ticket;
use crate::app::event::Event;
use crate::layout::CountJob;

/// Starts counts.
#[derive(Debug)]
pub(super) struct Counter {
    send: Sender<Event>,
    running: Arc<AtomicBool>,
}

impl Counter {
    pub(super) fn new(send: Sender<Event>) -> Self {
        Self { send, running: Arc::default() }
    }

    /// Begins a count; one under way stops.
    pub(super) fn count(&mut self, ticket: Ticket, job: CountJob) -> io::Result<()> {
        let stop = renew(&mut self.running);
        begin("count", self.send.clone(), move || {
            job.run(&stop).map(|heights| Event::Counted { ticket, heights })
        })
    }

    /// Stops what is under way.
    pub(super) fn stop(&self) {
        self.running.store(true, Ordering::Relaxed);
    }
}
