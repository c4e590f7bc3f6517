//! What stands around a match.
//!
//! Guarantees: whole clusters on either side, never more than asked for; no line feed. Never: a mark outside its context.

use crate::article::Span;
use crate::library::Sample;
use crate::text::cluster::{boundary, clusters};

/// 字 on either side of a match.
const AROUND: usize = 20;

/// Bytes that are looked at for these: clusters of several characters are rare.
const LOOK: usize = AROUND * 8;

/// The first `most` of the matches at `spans` of `text`, with what stands around them.
pub fn samples(text: &str, spans: &[Span], most: usize) -> Vec<Sample> {
    let mut block = 0;
    let mut counted = 0;
    let sample = |(index, span): (usize, &Span)| {
        block += text.get(counted..span.start).unwrap_or_default().matches('\n').count();
        counted = span.start;
        let around = around(text, *span);
        let inside = spans.iter().skip(index).take_while(|mark| mark.end <= around.end);
        let marks = inside.map(|mark| mark.start - around.start..mark.end - around.start).collect();
        Sample { block, span: *span, context: around.of(text).replace('\n', " "), marks }
    };
    spans.iter().enumerate().take(most).map(sample).collect()
}

/// The match and what stands around it.
fn around(text: &str, span: Span) -> Span {
    let from = boundary(text, span.start.saturating_sub(LOOK));
    let before = Span::new(from, span.start).of(text);
    // The first one may be cut.
    let starts: Vec<usize> = clusters(before).map(|(at, _)| from + at).skip(usize::from(from > 0)).collect();
    let start = starts.get(starts.len().saturating_sub(AROUND)).copied().unwrap_or(span.start);
    let behind = text.get(span.end..boundary(text, span.end + LOOK)).unwrap_or_default();
    let length = clusters(behind).nth(AROUND).map_or(behind.len(), |(at, _)| at);
    Span::new(start, span.end + length)
}

#[cfg(test)]
mod tests {
    use super::{Span, samples};

    #[test]
    fn a_match_has_twenty_clusters_on_either_side() {
        let text = format!("头\n{}渡口{}船", "江".repeat(30), "e\u{301}".repeat(30));
        let at = text.find('渡').unwrap();
        let found = samples(&text, &[Span::new(0, 3), Span::new(at, at + 6)], 5);
        assert_eq!((found[0].block, found[0].context.as_str()), (0, &*format!("头 {}", "江".repeat(19))));
        assert_eq!(found[1].block, 1);
        assert_eq!(found[1].context, format!("{}渡口{}", "江".repeat(20), "e\u{301}".repeat(20)));
        assert_eq!(&found[1].context[found[1].marks[0].clone()], "渡口");
        assert_eq!(samples(&text, &[Span::new(0, 3); 9], 2).len(), 2);
    }
}
