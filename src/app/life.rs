//! Whether the program lives, whether the screen is stale, what time it is, and the numbers of requests.
//!
//! Guarantees: time is what the loop said it is; ticket numbers only rise. Never: a clock of its own.

use super::effect::Ticket;

/// What the loop tells `update` about the moment of an event, so that `update` stays a function of its arguments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The time.
    pub now: jiff::Timestamp,
}

/// Where the program is in its life.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Phase {
    /// Running.
    #[default]
    Running,
    /// Over, once the world has finished; with the signal that ended it, if one did.
    Over(Option<i32>),
}

/// Whether the terminal has said what it is going to say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Asked {
    /// Not yet.
    #[default]
    Waiting,
    /// It has.
    Answered,
}

/// Who has the keyboard and the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Keyboard {
    /// We.
    #[default]
    Ours,
    /// A program that was started.
    Lent,
}

/// The program's life.
#[derive(Clone, Copy, Debug)]
pub struct Life {
    /// Where it is.
    pub phase: Phase,
    /// Whether the terminal has answered.
    pub terminal: Asked,
    /// Whether the read state has come.
    pub places: Asked,
    /// Whether the bookmarks have come.
    pub bookmarks: Asked,
    /// Who has the keyboard and the screen.
    pub keyboard: Keyboard,
    /// The count of rows under way.
    pub counting: Option<Ticket>,
    /// How much of the library is indexed, in percent, while that is under way.
    pub indexing: Option<u8>,
    /// The search for bookmarks of older texts under way.
    pub anchoring: Option<Ticket>,
    dirty: bool,
    moment: Moment,
    tickets: u64,
}

impl Life {
    /// Starting at `moment`.
    pub const fn new(moment: Moment) -> Self {
        Self {
            phase: Phase::Running,
            terminal: Asked::Waiting,
            places: Asked::Waiting,
            bookmarks: Asked::Waiting,
            keyboard: Keyboard::Ours,
            counting: None,
            indexing: None,
            anchoring: None,
            dirty: true,
            moment,
            tickets: 0,
        }
    }

    /// The time of the event being handled.
    pub const fn now(&self) -> jiff::Timestamp {
        self.moment.now
    }

    /// Takes the time of a new event, after which the screen is stale.
    pub const fn begin(&mut self, moment: Moment) {
        self.moment = moment;
        self.dirty = true;
    }

    /// Whether the screen is stale; it counts as painted after this.
    pub const fn take_dirty(&mut self) -> bool {
        std::mem::replace(&mut self.dirty, false)
    }

    /// A number no request had before.
    pub const fn next_ticket(&mut self) -> Ticket {
        self.tickets += 1;
        Ticket(self.tickets)
    }
}
