//! «Did you mean»: the name of a list that a mistyped one most likely was.
//!
//! Guarantees: an answer is close enough that a reader sees the slip at a glance. Never: a guess between strangers.

/// The entry of `names` nearest to `typed`, if it is at most a third of the letters away; the first among equals.
pub fn similar<'n>(typed: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let typed: Vec<char> = typed.to_lowercase().chars().collect();
    names
        .into_iter()
        .map(|name| {
            let letters: Vec<char> = name.to_lowercase().chars().collect();
            let allowed = (typed.len().max(letters.len()) / 3).max(1);
            (distance(&typed, &letters), allowed, name)
        })
        .filter(|(distance, allowed, _)| distance <= allowed)
        .min_by_key(|(distance, ..)| *distance)
        .map(|(.., name)| name)
}

/// Edits from `a` to `b`: insert, delete, replace, swap two neighbours (optimal string alignment).
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, left) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, right) in b.iter().enumerate() {
            let at = |row: &[usize], index: usize| row.get(index).copied().unwrap_or(usize::MAX - 1);
            let mut best = (at(&last, j) + usize::from(left != right)).min(at(&last, j + 1) + 1);
            best = best.min(at(&row, j) + 1);
            let swapped = i > 0 && j > 0 && a.get(i - 1) == Some(right) && b.get(j - 1) == Some(left);
            if swapped {
                best = best.min(at(&before, j - 1) + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::similar;

    #[test]
    fn a_slip_finds_its_name_and_a_stranger_finds_none() {
        let names = ["page-next", "page-down", "top", "bookmark-list", "quit"];
        for (typed, want) in [
            ("page-nxt", Some("page-next")),
            ("page-donw", Some("page-down")),
            ("Top", Some("top")),
            ("tpo", Some("top")),
            ("bookmarks-list", Some("bookmark-list")),
            ("zebra", None),
            ("", None),
        ] {
            assert_eq!(similar(typed, names), want, "{typed}");
        }
    }
}
