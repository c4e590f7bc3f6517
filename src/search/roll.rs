//! The texts of a list in one string, so that a filter goes through half a million of them as through one,
//! and for a word that may be read only through those that may hold it.
//!
//! Guarantees: the rows that hold a word are those whose own texts hold it. Never: a match over two texts; more bytes put
//! together than [`JOINED`], beyond which each text is looked at by itself.

use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use super::pinyin::{Paths, Sounds};
use crate::article::{Article, Span};

/// Most bytes that are put together: that much memory again.
const JOINED: usize = 1 << 26;

/// What stands between two texts: in none of them, since it is taken out at import, and no rule passes over it.
const BETWEEN: char = '\0';

/// A list of articles to be filtered.
#[derive(Clone, Debug, Default)]
pub struct Roll {
    articles: Vec<Arc<Article>>,
    bytes: usize,
    joined: OnceLock<Joined>,
}

/// Texts in one string.
#[derive(Clone, Debug, Default)]
pub(super) struct Joined {
    text: String,
    /// Where each text starts, and where the one behind the last would.
    starts: Vec<usize>,
    /// The sounds of each so many texts, made by whoever asks first.
    sounds: Vec<OnceLock<Sounds>>,
}

impl Roll {
    /// These articles, in this order.
    pub fn new(articles: Vec<Arc<Article>>) -> Self {
        let bytes = articles.iter().map(|article| article.text().len()).sum();
        Self { articles, bytes, joined: OnceLock::new() }
    }

    /// The articles, in order.
    pub fn articles(&self) -> &[Arc<Article>] {
        &self.articles
    }

    /// Bytes of all texts.
    pub const fn bytes(&self) -> usize {
        self.bytes
    }

    /// All texts in one, made by whoever asks first; nothing where they are too long for that.
    pub(super) fn joined(&self) -> Option<&Joined> {
        (self.bytes <= JOINED).then(|| self.joined.get_or_init(|| Joined::new(self)))
    }
}

impl Joined {
    fn new(roll: &Roll) -> Self {
        let mut joined = Self {
            text: String::with_capacity(roll.bytes + roll.articles.len()),
            starts: Vec::with_capacity(roll.articles.len() + 1),
            sounds: vec![OnceLock::new(); roll.articles.len().div_ceil(Sounds::TEXTS)],
        };
        for article in &roll.articles {
            joined.starts.push(joined.text.len());
            joined.text.push_str(article.text());
            joined.text.push(BETWEEN);
        }
        joined.starts.push(joined.text.len());
        joined
    }

    /// The texts of these rows in one.
    pub(super) fn of(&self, rows: &Range<usize>) -> &str {
        let start = |row: usize| self.starts.get(row).copied().unwrap_or(self.text.len());
        Span::new(start(rows.start), start(rows.end)).of(&self.text)
    }

    /// Runs of rows among `rows` outside of which nothing is found of what goes by `paths`, in order; `None` when `stop` was
    /// set on the way.
    pub(super) fn sifted(
        &self,
        paths: &Paths,
        rows: &Range<usize>,
        stop: &AtomicBool,
    ) -> Option<Vec<Range<usize>>> {
        let mut runs: Vec<Range<usize>> = Vec::new();
        let groups = rows.start / Sounds::TEXTS..rows.end.div_ceil(Sounds::TEXTS);
        for (group, sounds) in self.sounds.iter().enumerate().take(groups.end).skip(groups.start) {
            if stop.load(Ordering::Relaxed) {
                return None;
            }
            let start = group * Sounds::TEXTS;
            let texts = (start..).take(Sounds::TEXTS).map(|row| self.of(&(row..row + 1)));
            let sounds = sounds.get_or_init(|| Sounds::of(texts));
            for row in paths
                .through(|sound| sounds.bits(sound))
                .map(|at| start + at)
                .filter(|row| rows.contains(row))
            {
                match runs.last_mut().filter(|run| run.end == row) {
                    Some(run) => run.end += 1,
                    None => runs.push(row..row + 1),
                }
            }
        }
        Some(runs)
    }

    /// The rows in which `spans` stand, which are of the text of `rows`, in order.
    pub(super) fn rows_of(&self, spans: impl Iterator<Item = Span>, rows: &Range<usize>) -> Vec<usize> {
        let base = self.starts.get(rows.start).copied().unwrap_or(0);
        let mut found: Vec<usize> = Vec::new();
        let mut row = rows.start;
        for span in spans {
            // Row by row: there may be as many matches as rows.
            while self.starts.get(row + 1).is_some_and(|next| *next <= base + span.start) {
                row += 1;
            }
            if found.last() != Some(&row) {
                found.push(row);
            }
        }
        found
    }
}
