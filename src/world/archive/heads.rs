//! The headlines of an archive and its newest text: where is looked for what pinyin may mean.
//!
//! To look for it everywhere would be to read everything: an index knows characters and not how they are read.
//! Guarantees: the newest come first, and no more than [`HEADS`] headlines and [`TEXT`] bytes of text; they are read once
//! for each state of the archive. Never: a failure; what cannot be read is missed here, and told where it is searched.

use std::sync::OnceLock;

use super::batch::{Outline, read_block};
use super::read::Archive;
use super::store::Store;
use crate::index::newest_first;

/// Most headlines.
const HEADS: usize = 1 << 18;

/// Bytes of the newest text.
const TEXT: usize = 2 << 20;

/// Headlines and texts, those of a block in one string, the newest first.
pub(super) type Heads = OnceLock<Vec<String>>;

impl Archive {
    /// The newest texts, and the headlines of the articles behind them.
    pub fn heads(&self) -> &[String] {
        self.heads.get_or_init(|| self.read_heads())
    }

    fn read_heads(&self) -> Vec<String> {
        let mut all = Vec::new();
        for id in self.texts.keys() {
            if let Ok(tables) = Store::tables(self.folder(), *id) {
                all.extend(tables.blocks.into_iter().zip(tables.heads));
            }
        }
        all.sort_by(|(one, _), (other, _)| newest_first(one, other));
        let (mut buffer, mut text, mut heads) = (Vec::new(), 0, 0);
        let mut found = Vec::new();
        for (block, titles) in all {
            if heads >= HEADS {
                break;
            }
            heads += titles.matches(BETWEEN).count();
            let entries = self.texts.get(&block.batch).filter(|_| text < TEXT).and_then(|texts| {
                let bytes = read_block(&texts.file, &block, &mut buffer).ok()?;
                Outline::parse(bytes).and_then(|outline| outline.entries()).ok()
            });
            let whole = entries.map(|entries| joined(entries.iter().map(|(_, entry)| entry.text)));
            text += whole.as_ref().map_or(0, String::len);
            found.push(whole.unwrap_or(titles));
        }
        found
    }
}

/// What stands behind each text: in none of them, since it is taken out at import, and no rule passes over it.
pub(super) const BETWEEN: char = '\0';

/// Texts in one string.
pub(super) fn joined<'t>(texts: impl Iterator<Item = &'t str>) -> String {
    let mut all = String::new();
    for text in texts {
        all.push_str(text);
        all.push(BETWEEN);
    }
    all
}
