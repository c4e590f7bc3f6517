//! What letters may mean, counted in all headlines of an archive and in its newest texts.
//!
//! Guarantees: of headlines only those are gone through that have the sounds of the query, and no more than [`MOST`] by each
//! hand; what cannot be read is told. Never: a hit; a headline counted twice.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};

use super::batch::{Outline, read_block};
use super::heads::Heads;
use super::read::{Archive, Texts};
use super::store::{Lost, Store};
use crate::hands;
use crate::index::{Block, newest_first};
use crate::search::{Bits, Harvest, Paths, Sounds};

/// Most headlines that are gone through, the newest first: what is typed in two letters is read in very many.
const MOST: usize = 1 << 15;

/// Bytes of the newest text.
const TEXT: usize = 2 << 20;

/// Fewer batches are not worth a thread.
const BATCHES: usize = 8;

/// Fewer texts are not, either.
const TEXTS: usize = 32;

/// What stands behind each text: in none of them, since it is taken out at import, and no rule passes over it.
const BETWEEN: char = '\0';

/// Where is looked.
#[derive(Debug, Default)]
pub(super) struct Field {
    /// The headlines of each batch, the newest batch first.
    batches: Vec<(u32, Heads)>,
    /// The newest texts, without their headlines.
    texts: Vec<String>,
}

/// What is looked for.
struct Gleaner<'a> {
    harvest: &'a Harvest,
    paths: Paths,
    /// The sounds that these ask for.
    sounds: Vec<usize>,
    stop: &'a AtomicBool,
}

/// What one hand counted, and what it could not read.
struct Share {
    harvest: Harvest,
    /// How many more headlines it goes through.
    room: usize,
    lost: Vec<(Lost, io::Error)>,
}

impl Archive {
    /// Counts what is read as `harvest` asks; `None` where `stop` was set. Where to look is read once for each state of the
    /// archive.
    pub fn glean(&mut self, harvest: &Harvest, stop: &AtomicBool) -> Option<Harvest> {
        let field = match self.field.take() {
            Some(field) => field,
            None => self.read_field(),
        };
        let mut all = harvest.emptied();
        let paths = harvest.paths();
        let gleaner = Gleaner { harvest, sounds: paths.sounds(), paths, stop };
        let of_heads =
            hands::share(&field.batches, BATCHES, |batches| vec![gleaner.heads(batches, &self.texts)]);
        let of_texts = hands::share(&field.texts, TEXTS, |texts| vec![gleaner.texts(texts)]);
        self.field = Some(field);
        for share in of_heads {
            let share = share?;
            all.join(share.harvest);
            for (lost, error) in share.lost {
                self.lose(lost, &error);
            }
        }
        for share in of_texts {
            all.join(share?);
        }
        Some(all)
    }

    fn read_field(&mut self) -> Field {
        let (mut batches, mut blocks) = (Vec::new(), Vec::new());
        let mut ids: Vec<u32> = self.texts.keys().copied().collect();
        ids.sort_unstable();
        for id in ids {
            match Store::blocks(self.folder(), id) {
                Ok(tables) => {
                    let newest = tables.blocks.iter().map(|block| block.day).max();
                    batches.push((newest, id, tables.heads));
                    blocks.extend(tables.blocks);
                }
                Err(error) => self.lose(Lost::Texts(id), &error),
            }
        }
        batches.sort_by_key(|(newest, id, _)| Reverse((*newest, *id)));
        blocks.sort_by(newest_first);
        let batches = batches.into_iter().map(|(_, id, heads)| (id, heads)).collect();
        let mut lost = Vec::new();
        let texts = self.newest(&blocks, &mut lost);
        for (lost, error) in lost {
            self.lose(lost, &error);
        }
        Field { batches, texts }
    }

    /// The newest texts.
    fn newest(&self, blocks: &[Block], lost: &mut Vec<(Lost, io::Error)>) -> Vec<String> {
        let (mut buffer, mut bytes, mut all) = (Vec::new(), 0, Vec::new());
        for block in blocks {
            if bytes >= TEXT {
                break;
            }
            let Some(texts) = self.texts.get(&block.batch) else { continue };
            let read = read_block(&texts.file, block, &mut buffer).and_then(|bytes| whole(texts, bytes));
            match read {
                Ok(text) => {
                    bytes += text.len();
                    all.push(text);
                }
                Err(error) => lost.push((Lost::Texts(block.batch), error)),
            }
        }
        all
    }
}

/// The texts of a block without their headlines, which are counted by themselves.
fn whole(texts: &Texts, bytes: &[u8]) -> io::Result<String> {
    let outline = Outline::parse(bytes)?;
    let mut whole = String::new();
    for (of, entry) in outline.entries()? {
        let is_dead = !texts.batch.dead.is_empty() && texts.batch.dead.contains(&outline.volume(of)?.0);
        let parts = [entry.text.get(..entry.title.start), entry.text.get(entry.title.end..)];
        for part in parts.into_iter().flatten().filter(|_| !is_dead) {
            whole.push_str(part);
            whole.push(BETWEEN);
        }
    }
    Ok(whole)
}

impl Gleaner<'_> {
    fn texts(&self, texts: &[String]) -> Option<Harvest> {
        let mut harvest = self.harvest.emptied();
        texts.iter().try_for_each(|text| harvest.take(text, self.stop))?;
        Some(harvest)
    }

    fn heads(&self, batches: &[(u32, Heads)], of: &HashMap<u32, Texts>) -> Option<Share> {
        let mut share = Share { harvest: self.harvest.emptied(), room: MOST, lost: Vec::new() };
        for (id, heads) in batches {
            if let Some(texts) = of.get(id).filter(|_| share.room > 0) {
                self.batch(heads, texts, &mut share)?;
            }
        }
        Some(share)
    }

    fn batch(&self, heads: &Heads, texts: &Texts, share: &mut Share) -> Option<()> {
        let mut buffer = Vec::new();
        let mut sounds: Vec<Option<Vec<Bits>>> = vec![None; Sounds::count()];
        for at in &self.sounds {
            match (heads.sound(*at, &texts.file, &mut buffer), sounds.get_mut(*at)) {
                (Ok(bits), Some(to)) => *to = Some(bits),
                // Where it cannot be said where a sound stands, it may be everywhere.
                (Err(error), _) => share.lost.push((Lost::Texts(texts.batch.id), error)),
                (Ok(_), None) => {}
            }
        }
        for group in 0..heads.groups() {
            if self.stop.load(Ordering::Relaxed) {
                return None;
            }
            if share.room == 0 {
                break;
            }
            let bits = |sound: usize| {
                let of_sound = sounds.get(sound).and_then(Option::as_ref);
                of_sound.and_then(|bits| bits.get(group)).copied().unwrap_or(Sounds::EVERYWHERE)
            };
            let through: Vec<usize> = self.paths.through(bits).take(share.room).collect();
            if through.is_empty() {
                continue;
            }
            share.room -= through.len();
            let from = (&texts.file, &mut buffer);
            let take = |file: u32, title: &str| {
                let is_dead = texts.batch.dead.contains(&file);
                if is_dead { Some(()) } else { share.harvest.take(title, self.stop) }
            };
            match heads.each(group, &through, from, take) {
                Ok(whole) => whole?,
                Err(error) => share.lost.push((Lost::Texts(texts.batch.id), error)),
            }
        }
        Some(())
    }
}
