//! The day of a file that was not read yet: the date in its path, or else the day on which it was changed.
//!
//! Guarantees: a date is a year from 1900 to 2099, a month and a day, with or without signs between them. Never: a file opened.

use std::fs;
use std::path::Path;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::search::Day;

/// The day; 0 where nothing is known.
pub(super) fn of(path: &Path) -> Day {
    named(&path.to_string_lossy()).or_else(|| changed(path)).unwrap_or(0)
}

/// The last date in a path: `papers/2026-05/03/page_0001.txt`, `20260503-07.txt`, `2026年5月3日.txt` is none.
fn named(path: &str) -> Option<Day> {
    let (mut digits, mut day) = (0, 0);
    path.bytes().rev().filter(|byte| !matches!(byte, b'-' | b'/' | b'.' | b'_' | b'\\')).find_map(|byte| {
        // The last eight digits that stand one behind another, read backwards.
        digits = if byte.is_ascii_digit() { digits + 1 } else { 0 };
        day = day / 10 + Day::from(byte.wrapping_sub(b'0') % 10) * 10_000_000;
        let (year, month, date) = (day / 10_000, day / 100 % 100, day % 100);
        let is_date = (1900..2100).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&date);
        (digits >= 8 && is_date).then_some(day)
    })
}

fn changed(path: &Path) -> Option<Day> {
    let time = Timestamp::try_from(fs::metadata(path).ok()?.modified().ok()?).ok()?;
    let date = time.to_zoned(TimeZone::UTC).date();
    let [year, month, day] = [i32::from(date.year()), i32::from(date.month()), i32::from(date.day())];
    Day::try_from(year * 10_000 + month * 100 + day).ok()
}

#[cfg(test)]
mod tests {
    use super::named;

    #[test]
    fn a_date_in_a_path_is_the_day_of_the_file() {
        for (path, want) in [
            ("papers/2026-05/03/page_0001.txt", Some(20_260_503)),
            ("20260503-07.txt", Some(20_260_503)),
            ("2025/2026_05_03.txt", Some(20_260_503)),
            ("20250101/20260503.txt", Some(20_260_503)),
            ("page_0001.txt", None),
            ("20261303.txt", None),
            ("+2026503.txt", None),
            ("渡口.txt", None),
        ] {
            assert_eq!(named(path), want, "{path}");
        }
    }
}
