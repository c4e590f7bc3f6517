//! What stands around a match, or at the beginning where no word was asked for.
//!
//! Guarantees: whole clusters on either side, never more than asked for; no line feed. Never: a mark outside its context.

use super::hit::Sample;
use crate::article::Span;
use crate::text::cluster::{boundary, clusters};

/// 字 on either side of a match, where nothing else is asked.
pub const AROUND: usize = 20;

/// The first `most` of the matches at `spans` of `text`, with `clusters` on either side of them; without any, the
/// beginning of what stands behind the title, with nothing marked.
pub fn samples(text: &str, title: Span, spans: &[Span], (most, clusters): (usize, usize)) -> Vec<Sample> {
    if spans.is_empty() {
        return beginning(text, title, clusters).into_iter().collect();
    }
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

/// As much of the beginning as stands around a match.
fn beginning(text: &str, title: Span, clusters: usize) -> Option<Sample> {
    let start = |from: usize| {
        let rest = text.get(from..)?.trim_start();
        (!rest.is_empty()).then(|| text.len() - rest.len())
    };
    // A title may be all there is.
    let at = start(title.end).or_else(|| start(0))?;
    let span = Span::new(at, at);
    let shown = Span::new(at, around(text, span, 2 * clusters).end);
    let block = text.get(..at)?.matches('\n').count();
    let context = shown.of(text).replace('\n', " ");
    (!context.is_empty()).then(|| Sample { block, span, context, marks: Vec::new() })
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
        let found = samples(&text, Span::default(), &[Span::new(0, 3), Span::new(at, at + 6)], (5, AROUND));
        assert_eq!((found[0].block, found[0].context.as_str()), (0, &*format!("头 {}", "江".repeat(19))));
        assert_eq!(found[1].block, 1);
        assert_eq!(found[1].context, format!("{}渡口{}", "江".repeat(20), "e\u{301}".repeat(20)));
        assert_eq!(&found[1].context[found[1].marks[0].clone()], "渡口");
        assert_eq!(samples(&text, Span::default(), &[Span::new(0, 3); 9], (2, AROUND)).len(), 2);
    }

    #[test]
    fn without_a_match_the_beginning_stands_there_with_nothing_marked() {
        let long = format!("渡口的灯\n{}", "e\u{301}".repeat(90));
        for (text, title, clusters, want) in [
            ("渡口的灯\n夜里船\n都回来了", 12, 20, Some((1, "夜里船 都回来了"))),
            ("渡口的灯\n夜里船\n都回来了", 0, 2, Some((0, "渡口的灯"))),
            ("渡口的灯", 12, 20, Some((0, "渡口的灯"))),
            ("渡口的灯\n 　\n", 12, 2, Some((0, "渡口的灯"))),
            (&long, 12, 20, Some((1, &*"e\u{301}".repeat(40)))),
            (&long, 12, 0, None),
            ("", 0, 20, None),
        ] {
            let found = samples(text, Span::new(0, title), &[], (3, clusters));
            let got = found.first().map(|one| (one.block, one.context.as_str()));
            assert_eq!(got, want, "{text}");
            assert!(found.iter().all(|one| one.marks.is_empty() && one.span.start == one.span.end));
        }
    }
}
