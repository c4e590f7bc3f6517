//! Dates as they are typed into a query: a year, a month, a day, or from one to another.
//!
//! Guarantees: what is not typed to its end yet means less, not something else. Never: a calendar; a day that does not
//! exist only finds nothing.

use crate::text::fold::fold_char;

/// A day as a number, `20260503`: days compare as their numbers do.
pub type Day = u32;

/// From one day to another, both counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Days {
    from: Day,
    to: Day,
}

/// What is no date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NoDate;

impl Days {
    /// The days that `typed` means; `None` while it means none yet.
    ///
    /// # Errors
    /// Where it cannot become a date.
    pub(super) fn parse(typed: &str) -> Result<Option<Self>, NoDate> {
        let half: String = typed.chars().map(fold_char).collect();
        let Some((from, to)) = half.split_once("..") else {
            return Ok(part(half.trim_end_matches('.'))?.map(|(from, to)| Self { from, to }));
        };
        let from = part(from)?.map_or(0, |(from, _)| from);
        let to = part(to)?.map_or(Day::MAX, |(_, to)| to);
        Ok((from > 0 || to < Day::MAX).then_some(Self { from, to }))
    }

    /// Whether `day` is among them.
    pub(super) const fn contains(self, day: Day) -> bool {
        self.from <= day && day <= self.to
    }
}

/// The first and the last day of a year, a month or a day.
fn part(typed: &str) -> Result<Option<(Day, Day)>, NoDate> {
    let mut numbers = [None; 3];
    let pieces = typed.trim_end_matches(['日', '号']).split(['-', '/', '年', '月']);
    let mut last = 0;
    for (index, piece) in pieces.enumerate() {
        let digits = if index == 0 { 4 } else { 2 };
        let place = numbers.get_mut(index).ok_or(NoDate)?;
        if piece.len() > digits || !piece.bytes().all(|b| b.is_ascii_digit()) {
            return Err(NoDate);
        }
        last = index;
        // A year of three digits, a month 0: more is to come.
        *place = piece.parse::<Day>().ok().filter(|number| *number > 0 && (index > 0 || piece.len() == 4));
    }
    let limits = [9999, 12, 31];
    if numbers.iter().zip(limits).any(|(number, limit)| number.is_some_and(|number| number > limit)) {
        return Err(NoDate);
    }
    let [Some(year), month, day] = numbers else {
        return if last == 0 { Ok(None) } else { Err(NoDate) };
    };
    let day = day.filter(|_| month.is_some());
    let low = year * 10_000 + month.unwrap_or(0) * 100 + day.unwrap_or(0);
    Ok(Some((low, year * 10_000 + month.unwrap_or(99) * 100 + day.unwrap_or(99))))
}

#[cfg(test)]
mod tests {
    use super::{Day, Days, NoDate};

    fn check(typed: &str, want: Result<Option<(Day, Day)>, NoDate>) {
        let got = Days::parse(typed).map(|days| days.map(|days| (days.from, days.to)));
        assert_eq!(got, want, "{typed}");
    }

    #[test]
    fn dates_are_read_as_far_as_they_are_typed() {
        let month = Ok(Some((20_260_300, 20_260_399)));
        check("2026-03", month);
        check("2026-03-", month);
        check("2026-03-0", month);
        check("２０２６－０３", month);
        check("2026年3月", month);
        check("2026/3", month);
        check("2026-03-05", Ok(Some((20_260_305, 20_260_305))));
        check("2026-01..2026-03", Ok(Some((20_260_100, 20_260_399))));
        check("2026..", Ok(Some((20_260_000, Day::MAX))));
        check("..2026", Ok(Some((0, 20_269_999))));
        check("2026.", Ok(Some((20_260_000, 20_269_999))));
        for unfinished in ["", "2", "202", "..", "20.."] {
            check(unfinished, Ok(None));
        }
        for wrong in ["x", "20261", "2026-13", "2026-01-32", "2026-1-1-1", "26-01", "2026-01..x"] {
            check(wrong, Err(NoDate));
        }
    }
}
