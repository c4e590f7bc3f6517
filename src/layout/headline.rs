//! Headlines: rows that end with a phrase, or else of about equal length.
//!
//! Guarantees: as few rows as [`rows_of`] needs, each made by it, so what is forbidden there is forbidden here; where rows
//! end with a phrase, none is less than half as long as another. Never: a phrase found by meaning; marks and spaces tell.

use std::ops::Range;

use super::fill::rows_of;
use super::measure::{Measure, Options, Row};
use crate::text::class::Class;
use crate::text::kind::Kind;
use crate::text::punctuation::Punctuated;

/// Most phrases that are tried out. What has more is a text, not a headline.
const MOST: usize = 16;

/// The same text in as few rows as [`rows_of`] needs, for headlines: rows that end with a phrase, or else of about equal
/// length.
pub(super) fn balanced_rows(
    shown: &Punctuated<'_>,
    part: Range<usize>,
    base: usize,
    measure: Measure,
) -> Vec<Row> {
    // Rows that are not as long as the measure are not filled up to it.
    let measure = Measure { options: Options { flush: false, ..measure.options }, ..measure };
    let greedy = rows_of(shown, part.clone(), base, measure);
    if greedy.len() < 2 {
        return greedy;
    }
    if let Some(rows) = phrased_rows(shown, part.clone(), (base, measure), greedy.len()) {
        return rows;
    }
    let total: usize = greedy.iter().map(|row| usize::from(row.width)).sum();
    let mut cells = total.div_ceil(greedy.len()).next_multiple_of(2);
    while cells < measure.cells {
        let tighter = rows_of(shown, part.clone(), base, Measure { cells, ..measure });
        if tighter.len() <= greedy.len() {
            return tighter;
        }
        cells += 2;
    }
    greedy
}

/// `count` rows of `part` that end with a phrase and of which the longest is as short as can be, if there are any.
fn phrased_rows(
    shown: &Punctuated<'_>,
    part: Range<usize>,
    (base, measure): (usize, Measure),
    count: usize,
) -> Option<Vec<Row>> {
    let mut stops = vec![part.start];
    stops.extend(ends(shown, part.clone()).take(MOST));
    stops.push(part.end);
    if stops.len() <= count || stops.len() > MOST {
        return None;
    }
    // For each stop the best rows that end there, one more of them each time.
    let mut ways: Vec<Option<Vec<Row>>> = vec![None; stops.len()];
    *ways.first_mut()? = Some(Vec::new());
    for _ in 0..count {
        let mut next: Vec<Option<Vec<Row>>> = vec![None; stops.len()];
        for (from, (start, way)) in stops.iter().zip(&ways).enumerate() {
            let Some(way) = way else { continue };
            for (end, best) in stops.iter().zip(&mut next).skip(from + 1) {
                // What goes on has no first row.
                let indent = if way.is_empty() { measure.indent } else { measure.rest };
                let rows = rows_of(shown, *start..*end, base, Measure { indent, ..measure });
                let [row] = rows[..] else { break };
                let longer: Vec<Row> = way.iter().copied().chain([row]).collect();
                if best.as_ref().is_none_or(|best| longest(&longer) < longest(best)) {
                    *best = Some(longer);
                }
            }
        }
        ways = next;
    }
    let rows = ways.pop()??;
    let shortest = rows.iter().map(|row| row.width).min()?;
    (shortest.saturating_mul(2) >= longest(&rows)).then_some(rows)
}

fn longest(rows: &[Row]) -> u16 {
    rows.iter().map(|row| row.width).max().unwrap_or(0)
}

/// The places in `part` behind which another phrase begins: behind a pause mark, or behind a space between ideographs.
fn ends(shown: &Punctuated<'_>, part: Range<usize>) -> impl Iterator<Item = usize> {
    let mut before = Last::Word;
    shown.clusters(part).filter_map(move |(at, cluster)| {
        let class = Kind::of_cluster(cluster).map(Kind::class);
        let begins = matches!(class, Some(Class::Han | Class::Measure | Class::Open));
        let was = before;
        before = match (cluster, class) {
            ("，" | "、" | "；" | "：" | "。" | "！" | "？", _) => Last::End,
            // In one cell they also stand in numbers and names.
            ("," | ";" | ":" | "!" | "?", _) if was == Last::Ideograph => Last::End,
            (" " | "\u{3000}", _) if was == Last::Word => Last::Word,
            (" " | "\u{3000}", _) => Last::End,
            (_, Some(Class::Close | Class::Bracket)) if was == Last::End => Last::End,
            (_, Some(Class::Han | Class::Measure | Class::Close)) => Last::Ideograph,
            _ => Last::Word,
        };
        (was == Last::End && begins).then_some(at)
    })
}

/// What stands before a place.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Last {
    /// The end of a phrase.
    End,
    Ideograph,
    /// Anything else.
    Word,
}

#[cfg(test)]
mod tests {
    use super::{Measure, balanced_rows};
    use crate::text::punctuation::{Punctuated, Punctuation};

    #[test]
    fn headlines_are_balanced_without_another_row() {
        let measure = Measure { cells: 20, ..Measure::default() };
        let text = "江边小城迎来第一班水上巴士";
        let shown = Punctuated::new(Punctuation::Full, text, 0..text.len());
        let rows = balanced_rows(&shown, 0..text.len(), 0, measure);
        let lengths: Vec<u16> = rows.iter().map(|row| row.width).collect();
        assert_eq!(lengths, [14, 12]);
    }

    #[test]
    fn rows_of_a_headline_end_with_a_phrase_where_they_are_not_too_uneven_then() {
        for (cells, text, want) in [
            (24, "江边小城迎来，第一班水上巴士", "江边小城迎来，|第一班水上巴士"),
            (24, "江边小城迎来第一班 水上巴士首航", "江边小城迎来第一班 |水上巴士首航"),
            (24, "江边小城今天迎来第一班 巴士", "江边小城今天迎|来第一班 巴士"),
            (24, "新路灯由街坊投票，灯光朝下，不照窗", "新路灯由街坊投票，|灯光朝下，不照窗"),
            (24, "渡船、巴士、单车都多了；人人说好", "渡船、巴士、|单车都多了；人人说好"),
            (24, "他在会上说：“渡船、巴士都要多”", "他在会上说：|“渡船、巴士都要多”"),
            (24, "江城：水上巴士从今天开始首航啦", "江城：水上巴士从|今天开始首航啦"),
            (24, "江边小城迎来,第一班水上巴士", "江边小城迎来,|第一班水上巴士"),
            (24, "江边小城今天迎来 A 级水上巴士", "江边小城今天迎来 |A 级水上巴士"),
            (24, "共有1,234,567人看了水上巴士首航", "共有1,234,567人|看了水上巴士首航"),
            (12, "渡船、巴士，单车、步行，样样都好", "渡船、巴士，|单车、步行，|样样都好"),
        ] {
            let measure = Measure { cells, ..Measure::default() };
            let shown = Punctuated::new(Punctuation::AsIs, text, 0..text.len());
            let rows = balanced_rows(&shown, 0..text.len(), 0, measure);
            let got: Vec<&str> = rows.iter().map(|row| &text[row.start..row.end]).collect();
            assert_eq!(got.join("|"), want, "{cells} cells");
        }
    }
}
