//! What the rules take each block for: one witness among others, and a good one where pages are unlike those that were
//! learned from.
//!
//! Guarantees: one opinion a block. Never: the last word.

use crate::article::BlockKind;
use crate::page::articles;
use crate::page::blocks::Raw;

/// What the rules take the blocks `kept` for: a number for each kind, its place in the article, and whether it goes on.
pub(super) fn opinions(blocks: &[Raw], kept: &[usize]) -> Vec<u8> {
    let mut all = vec![0; blocks.len()];
    for draft in articles::decide(blocks).drafts {
        let first =
            draft.parts.iter().filter_map(|part| part.from.first()).min().copied().unwrap_or(usize::MAX);
        let opens = draft.titles.iter().filter_map(|part| part.from.first()).all(|&title| title > first);
        for part in draft.titles.iter().chain(&draft.parts) {
            for (index, &at) in part.from.iter().enumerate() {
                let Some(place) = all.get_mut(at) else { continue };
                *place = match (part.kind, index) {
                    (BlockKind::Kicker, _) if at > first => 10,
                    (BlockKind::Headline, _) if at > first => 11,
                    (BlockKind::Subtitle, _) if at > first => 12,
                    (BlockKind::Kicker, _) => 1,
                    (BlockKind::Headline, _) => 2,
                    (BlockKind::Subtitle, _) => 3,
                    (BlockKind::Byline, _) if at == first => 13,
                    (BlockKind::Byline, _) => 4,
                    (BlockKind::Heading, _) => 5,
                    (BlockKind::Paragraph, 0) if opens && at == first => 14,
                    (BlockKind::Paragraph, 0) => 6,
                    (BlockKind::Paragraph, _) => 7,
                    (BlockKind::Caption, _) => 8,
                    // The rules know no other kind.
                    _ => 0,
                };
            }
        }
    }
    kept.iter().map(|&at| all.get(at).copied().unwrap_or(0)).collect()
}
