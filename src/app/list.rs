//! The list of articles: what passes the filter, which is selected, what is on the screen.
//!
//! Guarantees: the selected article is always visible when the list is shown; a filter never changes the order.
//! Never: an article's text, but through the filter job.

use std::sync::Arc;

use super::effect::Ticket;
use crate::library::Shelf;
use crate::search::Roll;

/// A row of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListRow {
    /// The name of a page, by its place on the shelf.
    Group(usize),
    /// An article, by its place on the shelf.
    Entry(usize),
}

/// Rows an article takes: its headline, and a line about it.
pub const ENTRY_ROWS: usize = 2;

/// How far a move goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stride {
    /// So many of what is listed: articles, bookmarks, lines.
    Steps(isize),
    /// So many rows of the screen, as a page turn counts.
    Rows(isize),
}

impl Stride {
    /// In things that take `rows` screen rows each; a page turn goes on by one at least.
    pub fn steps(self, rows: usize) -> isize {
        match self {
            Self::Steps(steps) => steps,
            Self::Rows(by) => {
                let steps = by / isize::try_from(rows).unwrap_or(1).max(1);
                if steps == 0 { by.signum() } else { steps }
            }
        }
    }
}

/// A filter over the list.
#[derive(Clone, Debug, Default)]
pub struct ListFilter {
    /// As typed.
    pub typed: String,
    /// The answer waited for.
    pub waiting: Option<Ticket>,
}

/// The list's state.
#[derive(Clone, Debug, Default)]
pub struct List {
    rows: Vec<ListRow>,
    /// Which entries pass, when a filter is set.
    passing: Option<Vec<usize>>,
    /// The selected row's index in `rows`.
    selected: usize,
    /// The first row on the screen.
    top: usize,
    /// The filter, if one is set.
    pub filter: Option<ListFilter>,
    /// The articles to be filtered, and since which change of the shelf.
    roll: (u64, Arc<Roll>),
}

impl List {
    /// The rows in order.
    pub fn rows(&self) -> &[ListRow] {
        &self.rows
    }

    /// All articles, for a filter; the same for each key that is typed into it.
    pub fn roll(&mut self, shelf: &Shelf) -> Arc<Roll> {
        if self.roll.0 != shelf.changes() {
            let articles = shelf.entries().iter().map(|entry| Arc::clone(&entry.article));
            self.roll = (shelf.changes(), Arc::new(Roll::new(articles.collect())));
        }
        Arc::clone(&self.roll.1)
    }

    /// The first row on the screen.
    pub const fn top(&self) -> usize {
        self.top
    }

    /// The selected row.
    pub const fn selected_row(&self) -> usize {
        self.selected
    }

    /// The selected article, by its place on the shelf.
    pub fn selected(&self) -> Option<usize> {
        match self.rows.get(self.selected) {
            Some(ListRow::Entry(entry)) => Some(*entry),
            _ => None,
        }
    }

    /// How many articles are listed.
    pub fn entries(&self) -> usize {
        self.rows.iter().filter(|row| matches!(row, ListRow::Entry(_))).count()
    }

    /// Makes the rows anew after pages came or the filter changed; the selected article stays selected if it passes.
    pub fn rebuild(&mut self, shelf: &Shelf) {
        let selected = self.selected();
        self.rows.clear();
        let mut page = None;
        let all = 0..shelf.entries().len();
        let passing: &mut dyn Iterator<Item = usize> = match &self.passing {
            Some(passing) => &mut passing.iter().copied(),
            None => &mut all.into_iter(),
        };
        for index in passing {
            let Some(entry) = shelf.entries().get(index) else { continue };
            if page != Some(entry.page) {
                page = Some(entry.page);
                self.rows.push(ListRow::Group(entry.page));
            }
            self.rows.push(ListRow::Entry(index));
        }
        let kept = selected.and_then(|entry| self.rows.iter().position(|row| *row == ListRow::Entry(entry)));
        self.selected = kept.unwrap_or_else(|| self.first_entry(0));
    }

    /// Adds the rows of the page put on the shelf last, without a look at the others.
    pub fn append(&mut self, shelf: &Shelf) {
        if self.passing.is_some() {
            return;
        }
        let known = self.rows.iter().rev().find_map(|row| match row {
            ListRow::Entry(entry) => Some(entry + 1),
            ListRow::Group(_) => None,
        });
        let mut page = known.and_then(|known| shelf.entries().get(known - 1)).map(|entry| entry.page);
        for (index, entry) in shelf.entries().iter().enumerate().skip(known.unwrap_or(0)) {
            if page != Some(entry.page) {
                page = Some(entry.page);
                self.rows.push(ListRow::Group(entry.page));
            }
            self.rows.push(ListRow::Entry(index));
        }
        if self.selected().is_none() {
            self.selected = self.first_entry(0);
        }
    }

    /// Shows only these entries, or all of them.
    pub fn pass(&mut self, passing: Option<Vec<usize>>, shelf: &Shelf) {
        self.passing = passing;
        self.rebuild(shelf);
    }

    /// Selects an article. Says whether it is listed.
    pub fn select(&mut self, entry: usize) -> bool {
        let row = self.rows.iter().position(|row| *row == ListRow::Entry(entry));
        self.selected = row.unwrap_or(self.selected);
        row.is_some()
    }

    /// Selects the article `by` articles further down or up. Says whether there was one.
    pub fn step(&mut self, by: isize) -> bool {
        let before = self.selected;
        let mut left = by.unsigned_abs();
        let mut at = self.selected;
        while left > 0 {
            let next = if by > 0 { self.next_entry(at) } else { self.previous_entry(at) };
            let Some(next) = next else { break };
            at = next;
            left -= 1;
        }
        self.selected = at;
        at != before
    }

    fn next_entry(&self, from: usize) -> Option<usize> {
        (from + 1..self.rows.len()).find(|row| matches!(self.rows.get(*row), Some(ListRow::Entry(_))))
    }

    fn previous_entry(&self, from: usize) -> Option<usize> {
        (0..from.min(self.rows.len()))
            .rev()
            .find(|row| matches!(self.rows.get(*row), Some(ListRow::Entry(_))))
    }

    fn first_entry(&self, from: usize) -> usize {
        self.next_entry(from).unwrap_or(0)
    }

    /// Selects the row at `row` screen rows below the list's top. Says whether an article stands there.
    pub fn point_at(&mut self, row: usize) -> bool {
        let mut used = 0;
        for (index, listed) in self.rows.iter().enumerate().skip(self.top) {
            used += height(*listed);
            if row < used {
                let is_entry = matches!(listed, ListRow::Entry(_));
                if is_entry {
                    self.selected = index;
                }
                return is_entry;
            }
        }
        false
    }

    /// Moves the list's top so that the selected row, `margin` screen rows around it and the group above a first
    /// article are on a screen of `height` rows.
    pub fn settle(&mut self, height: usize, margin: usize) {
        let end = self.rows.len().saturating_sub(1);
        self.top = self.top.min(end);
        let selected = self.selected.min(end);
        let spare = height.saturating_sub(self.rows.get(selected).map_or(0, |row| self::height(*row)));
        let margin = margin.min(spare / 2);
        let mut highest = self.up_from(selected, margin, Fit::AtLeast);
        if let Some(ListRow::Group(_)) = highest.checked_sub(1).and_then(|above| self.rows.get(above)) {
            highest -= 1;
        }
        let below: usize =
            self.rows.iter().skip(selected + 1).take(margin).map(|row| self::height(*row)).sum();
        // From the selected row upwards, as many rows as fit: the top may not be above that.
        let lowest = self.up_from(selected, spare.saturating_sub(margin.min(below)), Fit::AtMost);
        self.top = self.top.min(highest).max(lowest);
    }

    /// The row whose distance above `from` is `rows` screen rows, or the next one that fits.
    fn up_from(&self, from: usize, rows: usize, fit: Fit) -> usize {
        let mut used = 0;
        let mut at = from;
        while let Some(above) = at.checked_sub(1).filter(|_| used < rows) {
            used += self.rows.get(above).map_or(0, |row| height(*row));
            if used > rows && fit == Fit::AtMost {
                break;
            }
            at = above;
        }
        at
    }
}

/// Which way a distance in screen rows is rounded to rows of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fit {
    AtLeast,
    AtMost,
}

/// Screen rows that a row of the list takes.
pub(super) const fn height(row: ListRow) -> usize {
    match row {
        ListRow::Group(_) => 1,
        ListRow::Entry(_) => ENTRY_ROWS,
    }
}
