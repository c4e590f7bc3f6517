//! How a terminal and `less` wrap: as many cells as fit, wherever that is.
//!
//! Guarantees: a test holds it against the real `less` where that is installed. Never: a rule of Chinese print.

use baolan::text::cluster::clusters;
use baolan::text::width::Widths;

/// The rows of one line of text, none wider than `cells`.
pub fn greedy(text: &str, cells: usize) -> Vec<String> {
    let widths = Widths::default();
    let mut rows = vec![String::new()];
    let mut used = 0;
    for (_, cluster) in clusters(text) {
        let width = widths.cluster(cluster);
        if used + width > cells && used > 0 {
            rows.push(String::new());
            used = 0;
        }
        used += width;
        if let Some(row) = rows.last_mut() {
            row.push_str(cluster);
        }
    }
    rows
}
