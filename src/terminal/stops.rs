//! Tab stops: where a tab leads, and which stops are worth their setting.
//!
//! Guarantees: no tab is counted on but to a stop that was set here, after all others were cleared; no more stops than a
//! frame gains by. Never: a stop where the terminal did not show that it keeps them. Sources: ECMA-48 8.3 (HT, HTS, TBC),
//! DEC VT510 (DECST8C).

/// Clears all stops.
const CLEARS: &str = "\x1b[3g";
/// Sets one where the cursor stands.
const SETS: &str = "\x1bH";
/// Columns from one stop to the next in a terminal that nobody changed.
const USUAL: u16 = 8;
/// Stops that are kept at most.
const MOST: usize = 4;

/// Asks whether the terminal keeps stops and has the usual ones, and leaves them as they are: a stop is set in the eighth
/// column, where nobody has one, and the cursor's place asked for behind a tab; it is taken away, and the place asked for
/// behind a tab in the next row.
pub(super) const QUESTION: &str = "\x1b[2;8H\x1bH\r\t\x1b[6n\x1b[8G\x1b[g\x1b[3H\t\x1b[6n";
/// The rows and columns, from 0, that answer [`QUESTION`] with yes.
pub(super) const ANSWERS: [(u32, u32); 2] = [(1, 7), (2, 8)];

/// Whether tabs lead the cursor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tabs {
    /// Nobody knows where, or more than the cursor would change.
    #[default]
    Nowhere,
    /// To stops of our own.
    ToStops,
}

impl Tabs {
    /// What may be asked of the terminal whose `TERM` is `term`; `inside_tmux` is what `TMUX` says, if it is set.
    ///
    /// A tmux from 3.6 on keeps a tab over blanks as one wide glyph, and whoever writes over a cell of that takes the ground
    /// of the others away.
    pub(super) fn of(term: Option<&str>, inside_tmux: Option<&str>) -> Self {
        let of_tmux = |term: &str| ["tmux", "screen"].iter().any(|name| term.starts_with(name));
        if inside_tmux.is_some() || term.is_some_and(of_tmux) { Self::Nowhere } else { Self::ToStops }
    }
}

/// The stops of the terminal.
#[derive(Clone, Debug, Default)]
pub(super) struct Stops {
    /// Those that are set, in order. No tab is counted on while there are others.
    set: Vec<u16>,
    /// Those that are set as soon as the cursor comes to them.
    wanted: Vec<u16>,
    /// Whether there are no others.
    cleared: bool,
}

impl Stops {
    /// How many tabs lead from column `from` to column `to`.
    pub(super) fn tabs(&self, from: u16, to: u16) -> Option<u16> {
        let last = self.set.binary_search(&to).ok()?;
        let before = self.set.partition_point(|stop| *stop <= from);
        u16::try_from((last + 1).checked_sub(before)?).ok().filter(|tabs| *tabs > 0)
    }

    /// Wants stops where rows begin: `counts` has how many begin in each column. Those that are set are kept where they
    /// serve for that.
    pub(super) fn want(&mut self, counts: &[usize], bytes: &mut String) {
        let wanted = worth(counts);
        if self.cleared && wanted.iter().all(|stop| self.set.contains(stop)) || wanted.is_empty() {
            return;
        }
        bytes.push_str(CLEARS);
        *self = Self { set: Vec::new(), wanted, cleared: true };
    }

    /// The cursor stands in column `x`, where a stop may be wanted.
    pub(super) fn pass(&mut self, x: u16, bytes: &mut String) {
        if let Some(index) = self.wanted.iter().position(|wanted| *wanted == x) {
            self.wanted.remove(index);
            self.set.push(x);
            self.set.sort_unstable();
            bytes.push_str(SETS);
        }
    }
}

/// The columns whose stops gain most where so many rows begin in each. A stop saves three bytes in a row that begins at
/// it, and takes one in each that begins at a stop behind it.
fn worth(counts: &[usize]) -> Vec<u16> {
    const GAIN: usize = 3;
    /// What clearing and setting takes.
    const COST: usize = 8;
    let mut columns: Vec<(u16, usize)> =
        (0..).zip(counts.iter().copied()).skip(1).filter(|(_, count)| GAIN * count > COST).collect();
    columns.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let mut stops: Vec<(u16, usize)> = Vec::new();
    for (column, count) in columns {
        let tabs = stops.iter().filter(|(stop, _)| *stop < column).count();
        let behind: usize = stops.iter().filter(|(stop, _)| *stop > column).map(|(_, count)| count).sum();
        if stops.len() < MOST && count * GAIN.saturating_sub(tabs) > behind + COST {
            stops.push((column, count));
        }
    }
    stops.into_iter().map(|(column, _)| column).collect()
}

/// What sets the usual stops in `width` columns. Terminals that can by themselves set those too that a wider screen
/// would have.
pub(super) fn usual(width: u16) -> String {
    let ahead = format!("\x1b[{USUAL}C{SETS}");
    format!("{CLEARS}\x1b[?5W\r{}", ahead.repeat(usize::from(width.saturating_sub(1) / USUAL)))
}

#[cfg(test)]
mod tests {
    use super::{Stops, Tabs, usual, worth};

    #[test]
    fn stops_are_where_many_rows_begin() {
        for (counts, want) in [
            (&[][..], &[][..]),
            (&[(45_u16, 2)], &[]),
            (&[(45, 3)], &[45]),
            // A carriage return leads to the first column.
            (&[(0, 40), (45, 33), (49, 14)], &[45, 49]),
            (&[(45, 14), (49, 33)], &[49, 45]),
            // It would take more in the rows behind it than it saves.
            (&[(10, 7), (45, 33)], &[45]),
            // It is the fourth on the way, where tabs are as long as a move.
            (&[(3, 90), (9, 80), (40, 70), (60, 60)], &[3, 9, 40]),
        ] {
            let mut row = vec![0; 120];
            for (column, count) in counts {
                row[usize::from(*column)] = *count;
            }
            assert_eq!(worth(&row), want, "{counts:?}");
        }
    }

    #[test]
    fn a_tab_leads_to_a_stop_that_was_passed() {
        let (mut stops, mut bytes) = (Stops::default(), String::new());
        let mut row = vec![0; 120];
        (row[45], row[49]) = (30, 20);
        stops.want(&row, &mut bytes);
        assert_eq!(stops.tabs(0, 45), None, "it is not set yet");
        for x in [49, 44, 45, 45] {
            stops.pass(x, &mut bytes);
        }
        for (from, to, want) in [
            (0, 45, Some(1)),
            (0, 49, Some(2)),
            (44, 49, Some(2)),
            (45, 49, Some(1)),
            (49, 49, None),
            (49, 45, None),
            (50, 49, None),
            (0, 46, None),
        ] {
            assert_eq!(stops.tabs(from, to), want, "from {from} to {to}");
        }
        stops.want(&row, &mut bytes);
        row[45] = 0;
        stops.want(&row, &mut bytes);
        assert_eq!(bytes, "\x1b[3g\x1bH\x1bH", "what is set serves");
        row[24] = 30;
        stops.want(&row, &mut bytes);
        assert_eq!(stops.tabs(0, 49), None, "all are cleared for others");
    }

    #[test]
    fn the_usual_stops_are_inside_the_screen() {
        for (width, want) in [(0, 0), (8, 0), (9, 1), (16, 1), (17, 2), (120, 14)] {
            assert_eq!(usual(width).matches("\x1bH").count(), want, "{width}");
        }
    }

    #[test]
    fn a_tmux_is_not_asked() {
        for (term, tmux, want) in [
            (Some("xterm-256color"), None, Tabs::ToStops),
            (Some("xterm-256color"), Some("x"), Tabs::Nowhere),
            (Some("tmux-256color"), None, Tabs::Nowhere),
            (Some("screen-256color"), None, Tabs::Nowhere),
            (None, None, Tabs::ToStops),
        ] {
            assert_eq!(Tabs::of(term, tmux), want, "{term:?} {tmux:?}");
        }
    }
}
