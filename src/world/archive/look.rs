//! Blocks looked through for the articles that match.
//!
//! Guarantees: what is damaged is told and left out; an article is opened only where its bytes do not say enough. Never: an order;
//! that is for whoever names the blocks.

use std::sync::atomic::Ordering;

use super::batch::{Entry, Outline, Sealed, read_run, whole};
use super::read::Texts;
use super::search::Search;
use super::store::Lost;
use super::volume::VolumeRef;
use crate::index::Block;
use crate::search::{NOWHERE, Subject};

/// An article that is looked at.
pub(super) struct Candidate<'b> {
    texts: &'b Texts,
    outline: &'b Outline<'b>,
    article: Sealed<'b>,
}

/// The same, opened.
pub(super) struct Found<'b> {
    pub(super) volume: VolumeRef<'b>,
    pub(super) entry: Entry<'b>,
}

impl Search<'_> {
    /// Hands the articles that match to `take`, with their places in their block: those of blocks of a batch that lie one
    /// behind the other, which are read at once.
    pub(super) fn look(
        &self,
        run: &[Block],
        buffer: &mut Vec<u8>,
        take: &mut dyn FnMut(usize, &Candidate<'_>) -> Option<()>,
    ) -> Option<()> {
        let Some(batch) = run.first().map(|first| first.batch) else { return Some(()) };
        let Some(texts) = self.archive.texts.get(&batch) else { return Some(()) };
        let mut rest = match read_run(&texts.file, run, buffer) {
            Ok(bytes) => bytes,
            // Each by itself: some of them can perhaps be read.
            Err(_) if run.len() > 1 => {
                return run.iter().try_for_each(|block| self.look(&[*block], buffer, take));
            }
            Err(error) => {
                self.damaged(Lost::Texts(batch), error);
                return Some(());
            }
        };
        for block in run {
            let (bytes, behind) = rest.split_at_checked(block.length as usize).unwrap_or_default();
            rest = behind;
            match whole(bytes, block).and_then(Outline::parse) {
                Ok(outline) => self.look_into(&outline, texts, take)?,
                Err(error) => self.damaged(Lost::Texts(batch), error),
            }
        }
        Some(())
    }

    /// The same for a block.
    fn look_into(
        &self,
        outline: &Outline<'_>,
        texts: &Texts,
        take: &mut dyn FnMut(usize, &Candidate<'_>) -> Option<()>,
    ) -> Option<()> {
        if self.stop.load(Ordering::Relaxed) {
            return None;
        }
        // The index knows what may be in a block; most of those that it names in vain end here.
        let mut places = self.ask.query.places(outline.texts);
        let mut at = places.next(0, self.stop)?;
        if at == NOWHERE {
            return Some(());
        }
        let mut end = 0_usize;
        for (place, article) in outline.articles().enumerate() {
            let article = match article {
                Ok(article) => article,
                Err(error) => {
                    self.damaged(Lost::Texts(texts.batch.id), error);
                    break;
                }
            };
            let start = end;
            end += article.text.len();
            if at.start > start && at.start >= end {
                continue;
            }
            let candidate = Candidate { texts, outline, article };
            if self.is_alive(&candidate) && (at.end <= end || self.passes(&candidate)?) {
                take(place, &candidate)?;
            }
            at = places.next(end, self.stop)?;
        }
        Some(())
    }

    /// Whether an article counts.
    fn is_alive(&self, candidate: &Candidate<'_>) -> bool {
        let Candidate { texts, outline, article } = candidate;
        let dead = &texts.batch.dead;
        let is_dead = || match outline.volume(article.of) {
            Ok((number, _)) => dead.contains(&number),
            Err(error) => {
                self.damaged(Lost::Texts(texts.batch.id), error);
                true
            }
        };
        !self.ask.except.contains(article.fingerprint()) && (dead.is_empty() || !is_dead())
    }

    /// Opens an article; what of it is damaged is told.
    pub(super) fn open<'b>(&self, candidate: &Candidate<'b>) -> Option<Found<'b>> {
        let Candidate { texts, outline, article } = candidate;
        let open = || Ok(Found { volume: outline.volume(article.of)?.1, entry: article.open()? });
        open().map_err(|error| self.damaged(Lost::Texts(texts.batch.id), error)).ok()
    }

    /// Whether what was asked holds for an article.
    fn passes(&self, candidate: &Candidate<'_>) -> Option<bool> {
        let Some(Found { volume, entry }) = self.open(candidate) else { return Some(false) };
        let source = volume.path.to_string_lossy();
        let subject = Subject {
            texts: &[entry.text],
            title: entry.title.of(entry.text),
            byline: entry.byline.of(entry.text),
            paper: volume.paper,
            page: volume.page,
            source: &source,
            date: volume.dated.then_some(volume.day),
            states: self.ask.known.of(entry.fingerprint),
            ..Subject::default()
        };
        self.ask.query.passes(&subject, self.stop)
    }
}
