//! Gathers the grams of blocks, and makes a segment of them: pairs of gram and block, sorted in runs that fit into memory,
//! each run packed at once, all of them merged at the end.
//!
//! Guarantees: it holds a run and what is packed, whatever comes. Never: more than [`Gatherer::MOST`] blocks.

use std::io::{self, Write};

use super::counts::{Counts, Shown, common, print};
use super::frames::ReadAt;
use super::grams::{Between, Gram, Grams, triple_in, triple_of};
use super::list::{each_bit, put_list};
use super::merge::merge_lists;
use super::rows::Rows;
use super::segment::{Block, Segment};
use super::write::SegmentWriter;

/// Bits of a block's number beside a gram, and of what says that the gram was not near.
const BITS: u32 = 22;

/// Pairs of a run: 48 MB.
const RUN: usize = 6 << 20;

/// Blocks that are soon looked at: what stands in fewer needs no number.
const FEW: usize = 64;

/// Characters of the basic plane, each of which is noted once a block.
const PLANE: usize = 1 << 16;

/// A segment being gathered.
#[derive(Debug)]
pub struct Gatherer {
    grams: Grams,
    /// In which block and in which article each character was noted last, counted from 1, and in how many articles.
    seen: Vec<(u32, u32, u32)>,
    shown: Shown,
    pairs: Vec<u64>,
    triples: Rows,
    runs: Vec<Vec<u8>>,
    /// Grams that were common in the first run, each with its articles so far.
    common: Option<Vec<(Gram, u64)>>,
    prints: Vec<u32>,
    blocks: u32,
    /// Pairs of a run, and blocks of a gram that is worth a number.
    most: usize,
    least: usize,
}

impl Default for Gatherer {
    fn default() -> Self {
        Self::new(RUN, FEW)
    }
}

impl Gatherer {
    /// The most blocks.
    pub const MOST: usize = 1 << (BITS - 1);

    fn new(most: usize, least: usize) -> Self {
        Self {
            grams: Grams::new(),
            seen: vec![(0, 0, 0); PLANE],
            shown: Shown::new(),
            pairs: Vec::new(),
            triples: Rows::new(),
            runs: Vec::new(),
            common: None,
            prints: Vec::new(),
            blocks: 0,
            most,
            least,
        }
    }

    /// The next block: its articles, each with its fingerprint and its text.
    ///
    /// # Errors
    /// None that memory has not.
    pub fn add<'t>(&mut self, articles: impl Iterator<Item = (&'t str, &'t str)>) -> io::Result<()> {
        let block = self.blocks;
        self.blocks += 1;
        self.triples.begin();
        let Self { grams, seen, shown, pairs, triples, prints, .. } = self;
        for (fingerprint, text) in articles {
            prints.push(print(fingerprint));
            shown.begin();
            let article = shown.article();
            grams.each(text, |gram, between| {
                if let Some(bucket) = triple_in(gram) {
                    triples.note(bucket);
                    return;
                }
                if let Some((of_block, of_article, count)) = seen.get_mut(gram as usize) {
                    *count += u32::from(*of_article != article);
                    *of_article = article;
                    if *of_block == block + 1 {
                        return;
                    }
                    *of_block = block + 1;
                } else if !shown.note(gram, between) {
                    return;
                }
                pairs.push(gram << BITS | u64::from(block << 1) | u64::from(between == Between::Far));
            });
        }
        if self.pairs.len() >= self.most { self.pack() } else { Ok(()) }
    }

    /// Makes a run of what was gathered.
    fn pack(&mut self) -> io::Result<()> {
        let mut writer = SegmentWriter::new(Vec::new());
        self.drain(&mut writer)?;
        self.runs.push(writer.finish(&[], &[])?);
        Ok(())
    }

    fn drain<W: Write>(&mut self, to: &mut SegmentWriter<W>) -> io::Result<()> {
        self.pairs.sort_unstable();
        let is_first = self.common.is_none();
        let enough = common(self.blocks as usize, self.least);
        let mut common = self.common.take().unwrap_or_default();
        let mut at = 0;
        let (mut list, mut blocks) = (Vec::new(), Vec::new());
        for of_gram in self.pairs.chunk_by(|one, other| one >> BITS == other >> BITS) {
            let gram: Gram = of_gram.first().map_or(0, |first| first >> BITS);
            blocks.clear();
            blocks.extend(of_gram.iter().map(|pair| (pair >> 1 & ((1 << (BITS - 1)) - 1)) as u32));
            blocks.dedup();
            put_list(&mut list, &mut blocks);
            to.put(gram, blocks.len() as u64, &list)?;
            if gram < PLANE as Gram {
                continue;
            }
            // An article has a near one once.
            let articles = || of_gram.iter().filter(|pair| **pair & 1 == 0).count() as u64;
            if is_first {
                if blocks.len() >= enough {
                    common.push((gram, articles()));
                }
                continue;
            }
            while common.get(at).is_some_and(|(known, _)| *known < gram) {
                at += 1;
            }
            if let Some((_, count)) = common.get_mut(at).filter(|(known, _)| *known == gram) {
                *count += articles();
            }
        }
        self.common = Some(common);
        self.pairs.clear();
        Ok(())
    }

    /// What is counted.
    fn counts(&mut self) -> Counts {
        let enough = common(self.blocks as usize, self.least) as u64;
        let singles = (0..).zip(&self.seen).map(|(gram, (.., count))| (gram, u64::from(*count)));
        let mut grams: Vec<(Gram, u64)> = singles.filter(|(_, count)| *count >= enough).collect();
        grams.extend(self.common.take().unwrap_or_default());
        Counts { grams, prints: std::mem::take(&mut self.prints) }
    }

    /// Writes the segment, whose blocks are these, as they were added.
    ///
    /// # Errors
    /// What `to` could not take.
    pub fn finish<W: Write>(mut self, blocks: &[Block], to: W) -> io::Result<W> {
        let mut writer = SegmentWriter::new(to);
        if self.runs.is_empty() {
            self.drain(&mut writer)?;
        } else {
            if !self.pairs.is_empty() {
                self.pack()?;
            }
            self.pairs = Vec::new();
        }
        let counts = self.counts();
        if !self.runs.is_empty() {
            let runs: io::Result<Vec<_>> = self.runs.into_iter().map(open).collect();
            merge_lists(&runs?, None, &mut writer, &|| true)?;
        }
        // All triples stand behind all pairs.
        let (mut list, mut numbers) = (Vec::new(), Vec::new());
        for (bucket, bits) in self.triples.finish().into_iter().enumerate() {
            numbers.clear();
            each_bit(bits, |block| numbers.push(block));
            if !numbers.is_empty() {
                put_list(&mut list, &mut numbers);
                writer.put(triple_of(bucket), numbers.len() as u64, &list)?;
            }
        }
        // Numbers are of a batch as a whole.
        let batch = blocks.first().map(|block| block.batch);
        let batch = batch.filter(|batch| blocks.iter().all(|block| block.batch == *batch));
        let counts: Vec<_> = batch.map(|batch| (batch, counts.bytes())).into_iter().collect();
        writer.finish(blocks, &counts)
    }
}

fn open(bytes: Vec<u8>) -> io::Result<Segment<impl ReadAt>> {
    let size = bytes.len() as u64;
    Segment::open(bytes, size)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::sync::atomic::AtomicBool;

    use proptest::prelude::*;

    use super::{Gatherer, open};
    use crate::index::segment::Block;
    use crate::index::{Plan, merge};
    use crate::search::{Query, Rules};

    /// The segment over blocks of texts, which are all of batch 7.
    fn segment(blocks: &[Vec<String>], most: usize) -> Vec<u8> {
        let mut gatherer = Gatherer::new(most, 1);
        for block in blocks {
            gatherer.add(block.iter().map(|text| (text.as_str(), text.as_str()))).unwrap();
        }
        let block = |number: usize| Block { batch: 7, offset: number as u64, length: 1, sum: 0, day: 1 };
        gatherer.finish(&(0..blocks.len()).map(block).collect::<Vec<_>>(), Vec::new()).unwrap()
    }

    fn texts() -> impl Strategy<Value = Vec<Vec<String>>> {
        let part = prop::sample::select(vec![
            "灯", "燈", "江", "国", "國", "𠀋", "，", "a", "Ａ", "b", " ", "\u{3000}", "\n", "\r",
            "\u{2028}", "7",
        ]);
        let wide = prop_oneof![30 => part.prop_map(str::to_owned), 1 => (62..67_usize).prop_map(|cells| " ".repeat(cells))];
        let text = prop::collection::vec(wide, 0..30).prop_map(|parts| parts.concat());
        prop::collection::vec(prop::collection::vec(text, 0..5), 0..9)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn a_number_is_that_of_the_articles_a_search_finds(blocks in texts(), most in 1..90_usize, hands in 1..3_usize) {
            let never = AtomicBool::new(false);
            let made = open(segment(&blocks, most)).unwrap();
            let merged = open(merge(&[made], |_| true, Vec::new(), &|| true, hands).unwrap()).unwrap();
            let mut known = BTreeMap::new();
            for first in ["灯", "江", "国", "𠀋", "，", "a", "7", ""] {
                for second in ["灯", "国", "𠀋", "。", "b", "7", ""] {
                    let typed = format!("\"{first}{second}\"");
                    let query = Query::filter(&typed, Rules::default(), &[]);
                    let Some(gram) = Plan::sole(&query) else { continue };
                    let Some(number) = merged.articles_with(gram, 7).unwrap() else { continue };
                    let finds = |text: &&String| query.passes(&crate::search::Subject { texts: &[text], ..Default::default() }, &never);
                    let want = blocks.iter().flatten().filter(|text| finds(text).unwrap()).count();
                    prop_assert_eq!(number as usize, want, "{} by runs of {}", typed, most);
                    known.insert(typed, number);
                }
            }
            let all = blocks.iter().flatten().collect::<Vec<_>>();
            // The first run says what is common; what is in it has its number, unless that run was small.
            prop_assert!(most < 80 || !all.iter().any(|text| text.contains("灯江")) || !known.is_empty());
            for text in all {
                prop_assert!(merged.may_hold([text.as_str()].into_iter(), 7).unwrap());
            }
            prop_assert!(!merged.may_hold(std::iter::empty(), 7).unwrap() || blocks.is_empty());
            prop_assert!(merged.may_hold(std::iter::empty(), 8).unwrap());
        }
    }
}
