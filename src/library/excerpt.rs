//! What stands around a match.
//!
//! Guarantees: whole clusters on either side, never more than asked for; no line feed. Never: a mark outside its context.

use super::hit::Sample;
use crate::article::Span;
use crate::text::cluster::{boundary, clusters};

/// 字 on either side of a match, where nothing else is asked.
pub const AROUND: usize = 20;

/// The first `most` of the matches at `spans` of `text`, with `clusters` on either side of them.
pub fn samples(text: &str, spans: &[Span], (most, clusters): (usize, usize)) -> Vec<Sample> {
    let mut block = 0;
    let mut counted = 0;
    let sample = |(index, span): (usize, &Span)| {
        block += text.get(counted..span.start).unwrap_or_default().matches('\n').count();
        counted = span.start;
        let around = around(text, *span, clusters);
        let inside = spans.iter().skip(index).take_while(|mark| mark.end <= around.end);
        let marks = inside.map(|mark| mark.start - around.start..mark.end - around.start).collect();
        Sample { block, span: *span, context: around.of(text).replace('\n', " "), marks }
    };
    spans.iter().enumerate().take(most).map(sample).collect()
}

/// The match and `most` clusters on either side of it.
fn around(text: &str, span: Span, most: usize) -> Span {
    // Clusters of several characters are rare.
    let look = most.saturating_mul(8);
    let from = boundary(text, span.start.saturating_sub(look));
    let before = Span::new(from, span.start).of(text);
    // The first one may be cut.
    let starts: Vec<usize> = clusters(before).map(|(at, _)| from + at).skip(usize::from(from > 0)).collect();
    let start = starts.get(starts.len().saturating_sub(most)).copied().unwrap_or(span.start);
    let behind = text.get(span.end..boundary(text, span.end.saturating_add(look))).unwrap_or_default();
    let length = clusters(behind).nth(most).map_or(behind.len(), |(at, _)| at);
    Span::new(start, span.end + length)
}

#[cfg(test)]
mod tests {
    use super::{AROUND, Span, samples};

    #[test]
    fn a_match_has_twenty_clusters_on_either_side() {
        let text = format!("头\n{}渡口{}船", "江".repeat(30), "e\u{301}".repeat(30));
        let at = text.find('渡').unwrap();
        let found = samples(&text, &[Span::new(0, 3), Span::new(at, at + 6)], (5, AROUND));
        assert_eq!((found[0].block, found[0].context.as_str()), (0, &*format!("头 {}", "江".repeat(19))));
        assert_eq!(found[1].block, 1);
        assert_eq!(found[1].context, format!("{}渡口{}", "江".repeat(20), "e\u{301}".repeat(20)));
        assert_eq!(&found[1].context[found[1].marks[0].clone()], "渡口");
        assert_eq!(samples(&text, &[Span::new(0, 3); 9], (2, AROUND)).len(), 2);
    }
}
