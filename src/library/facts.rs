//! What is known of a newspaper from the lines that its page sets aside: name, day, number of the page.
//!
//! Guarantees: only what stands there, as it stands there. Never: a guess from a file's name.

use crate::article::Page;

/// The name of the paper, where it stands on the page by itself.
pub fn paper(page: &Page) -> Option<String> {
    /// Characters of the longest name.
    const NAME: usize = 10;
    let is_name =
        |text: &&str| text.ends_with('报') && text.chars().all(|c| matches!(c, '\u{4e00}'..='\u{9fff}'));
    let words = page.furniture.iter().flat_map(|line| line.text.split_whitespace());
    // A page may be called by its masthead.
    words
        .chain([page.name.as_str()])
        .filter(is_name)
        .find(|text| (3..=NAME).contains(&text.chars().count()))
        .map(str::to_owned)
}

/// The date as it stands on the page.
pub fn date(page: &Page) -> Option<String> {
    let (year, month, day) = ymd(page)?;
    Some(format!("{year}年{month}月{day}日"))
}

/// The day as a number, `20260503`, where its date stands on the page.
pub fn day(page: &Page) -> Option<u32> {
    let (year, month, day) = ymd(page)?;
    Some(year.parse::<u32>().ok()? * 10_000 + month.parse::<u32>().ok()? * 100 + day.parse::<u32>().ok()?)
}

/// A day as it is written: `2026-05-03`.
pub fn iso(day: u32) -> String {
    format!("{:04}-{:02}-{:02}", day / 10_000, day / 100 % 100, day % 100)
}

/// Year, month and day as they stand there.
fn ymd(page: &Page) -> Option<(&str, &str, &str)> {
    page.furniture.iter().find_map(|line| {
        let (before, after) = line.text.split_once('年')?;
        let digits = |text: &str| text.chars().filter(char::is_ascii_digit).count();
        let year = before.get(before.len().checked_sub(4)?..).filter(|year| digits(year) == 4)?;
        let (month, rest) = after.split_once('月')?;
        let (day, _) = rest.split_once('日')?;
        let is_number = |text: &str| (1..=2).contains(&text.len()) && digits(text) == text.len();
        (is_number(month) && is_number(day)).then_some((year, month, day))
    })
}

/// The number of the page as it stands on it: `3` of `第03版`, `A02` of `A02版`.
pub fn number(page: &Page) -> Option<String> {
    page.furniture.iter().find_map(|line| {
        let (before, _) = line.text.split_once('版')?;
        let start = before.trim_end().rfind(|c: char| !c.is_ascii_alphanumeric());
        let from = start.map_or(0, |at| {
            at + before.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8)
        });
        let number = before.trim_end().get(from..)?.trim_start_matches('0');
        let fits = (1..=4).contains(&number.len()) && number.ends_with(|c: char| c.is_ascii_digit());
        fits.then(|| number.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::{date, day, number, paper};
    use crate::article::{DumpSpan, Furniture, Page};

    #[test]
    fn paper_date_and_page_are_read_where_they_stand() {
        for (lines, want) in [
            (
                &["江城晚报", "2026年5月3日 星期日 第7版"][..],
                [Some("江城晚报"), Some("2026年5月3日"), Some("7")],
            ),
            (&["A02版 要闻 责任编辑 林一帆"], [None, None, Some("A02")]),
            (&["本报热线 日期 26年5月3日 电子版"], [None, None, None]),
            (&["第07版"], [None, None, Some("7")]),
            (&[], [None, None, None]),
        ] {
            let line = |text: &&str| Furniture { text: (*text).to_owned(), span: DumpSpan::default() };
            let page = Page { furniture: lines.iter().map(line).collect(), ..Page::default() };
            let got = [paper(&page), date(&page), number(&page)];
            assert_eq!(day(&page).is_some(), want[1].is_some(), "{lines:?}");
            assert_eq!(got.each_ref().map(Option::as_deref), want, "{lines:?}");
        }
    }
}
