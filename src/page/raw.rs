//! A dump as it is, line by line, as an article to be read beside what was made of it.
//!
//! Guarantees: each line is a block, and so is an empty one, so a byte of the dump is found in both; hazards are taken
//! out as everywhere. Never: a join, a title, white space lost at the start of a line.

use std::sync::Arc;

use crate::article::{Article, BlockKind, Builder, Confidence, DumpSpan};

use super::lines::{Whole, ends_line, is_removed, pieces, whole_lines};

/// Empty lines in a row that are shown; a text may hold millions.
const BLANK: usize = 3;

/// The lines of `dump`; nothing where it holds only white space and hazards.
pub(super) fn article(dump: &str) -> Option<Arc<Article>> {
    let mut builder = Builder::new(dump);
    let mut sources = Vec::new();
    let mut blank: Vec<DumpSpan> = Vec::new();
    let mut start = 0;
    // Whether the line before ended with a carriage return, whose line feed may come now.
    let mut returned = false;
    for Whole { text: whole, .. } in whole_lines(dump) {
        let line = DumpSpan::new(start, start + whole.trim_end_matches(ends_line).len());
        start += whole.len();
        let is_blank = line.of(dump).chars().all(|c| c.is_whitespace() || is_removed(c));
        if is_blank {
            // The line feed stands for the line, where it does not end one that is there already.
            if whole.ends_with('\n') && !(returned && whole == "\n") && blank.len() < BLANK {
                blank.push(DumpSpan::new(start - 1, start));
            }
            returned = false;
            continue;
        }
        returned = whole.ends_with('\r');
        if builder.is_empty() {
            blank.clear();
        }
        for line in blank.drain(..) {
            builder.push(BlockKind::Paragraph, &[line]);
        }
        pieces(dump, line, &mut sources);
        builder.push(BlockKind::Paragraph, &sources);
        sources.clear();
    }
    (!builder.is_empty()).then(|| Arc::new(builder.finish(Confidence(1.0))))
}

#[cfg(test)]
mod tests {
    use super::article;

    #[test]
    fn every_line_is_a_block() {
        for (dump, want) in [
            ("渡口\n亮灯", "渡口|亮灯"),
            ("\n\n渡口\r\n\r\n　　亮灯\r\n", "渡口| |　　亮灯"),
            ("a\rb\r\rc", "a|b|c"),
            ("a\u{1b}[2Jb\n \u{200b}\t\nc", "a[2Jb| |c"),
            ("a\n\n\n\n\n\n\nb\n\n", "a| | | |b"),
            ("a\u{2028}b", "a|b"),
        ] {
            let article = article(dump).unwrap();
            let blocks: Vec<&str> = article.blocks().iter().map(|block| article.block_text(block)).collect();
            assert_eq!(blocks.join("|"), want, "{dump:?}");
            assert_eq!(article.source_of(0), dump.find(['渡', 'a']), "{dump:?}");
        }
        assert!(article(" \n\u{1b}\n").is_none());
    }
}
