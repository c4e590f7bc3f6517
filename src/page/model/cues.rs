//! Why a block is what it is, in words: which of the things that were seen speak most for it, and which against.
//!
//! Guarantees: what a cue is said to weigh is what it weighed in the decision; the strongest come first. Never: part of
//! a decision.

use super::features::{Buckets, View};
use super::judge::Judged;
use super::look::{Facts, Reads};
use super::state::State;
use super::weights::Weights;

/// How many cues are told.
const TOLD: usize = 3;

/// What a feature is about. The numbers are those of the features in `features`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cue {
    Form,
    Neighbours,
    Join,
    Columns,
    Titles,
    Ties,
    Rules,
    /// No feature: which state follows which.
    Order,
}

impl Cue {
    const ALL: [Self; 8] = [
        Self::Form,
        Self::Neighbours,
        Self::Join,
        Self::Columns,
        Self::Titles,
        Self::Ties,
        Self::Rules,
        Self::Order,
    ];

    const fn of(feature: u8) -> Self {
        match feature {
            ..20 => Self::Form,
            20..40 => Self::Neighbours,
            40..48 => Self::Join,
            48..60 => Self::Columns,
            60..80 => Self::Titles,
            80..110 => Self::Ties,
            110.. => Self::Rules,
        }
    }
}

/// One thing that was seen, and how much it spoke for the decision rather than for the runner-up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// What was seen.
    pub cue: String,
    /// In the units of the weights; below zero it spoke against. Nothing where it decided alone.
    pub weight: Option<i32>,
}

/// The strongest reasons for what was decided about the block at `at`.
pub(super) fn reasons(view: &View<'_>, at: usize, judged: Judged, weights: &Weights) -> Vec<Reason> {
    if let Some(placed) = judged.placed {
        return vec![Reason { cue: placed.to_owned(), weight: None }];
    }
    let Some(other) = judged.other else { return Vec::new() };
    let mut seen = Buckets { names: Some(Vec::new()), ..Buckets::default() };
    view.collect(at, &mut seen);
    let mut sums = [0; Cue::ALL.len()];
    for (&bucket, &name) in seen.found.iter().zip(seen.names.iter().flatten()) {
        let weight =
            |state: State| weights.local(usize::from(bucket)).nth(state.look() as usize).unwrap_or(0);
        sums[Cue::of(name) as usize] += weight(judged.state) - weight(other);
    }
    sums[Cue::Order as usize] = judged.lead - sums.iter().sum::<i32>();
    let mut all: Vec<(Cue, i32)> =
        Cue::ALL.into_iter().zip(sums).filter(|(_, weight)| *weight != 0).collect();
    all.sort_by_key(|(_, weight)| std::cmp::Reverse(weight.abs()));
    all.into_iter()
        .take(TOLD)
        .map(|(cue, weight)| Reason { cue: say(view, at, cue), weight: Some(weight) })
        .collect()
}

fn say(view: &View<'_>, at: usize, cue: Cue) -> String {
    let Some(facts) = view.facts.get(at) else { return String::new() };
    let beside = |other: Option<&Facts<'_>>| other.map_or("the page's edge", |other| reads(other.reads));
    let before = at.checked_sub(1);
    let ends = |facts: &Facts<'_>| facts.text.chars().next_back().map_or_else(String::new, String::from);
    let begins = facts.text.chars().next().map_or_else(String::new, String::from);
    match cue {
        Cue::Form => format!(
            "{} characters, reads like {}, ends with «{}»",
            facts.size,
            reads(facts.reads),
            ends(facts)
        ),
        Cue::Neighbours => {
            format!("stands between {} and {}", beside(view.at(before)), beside(view.at(Some(at + 1))))
        }
        Cue::Join => match view.at(view.before(at)) {
            Some(before) => format!("behind «{}» comes «{begins}»", ends(before)),
            None => "nothing to go on with".to_owned(),
        },
        Cue::Columns => "the distance from cut to cut".to_owned(),
        Cue::Titles => {
            let title = |index: &usize| view.facts.get(*index).is_some_and(Facts::title);
            let above = (0..at).rev().take_while(title).count();
            let below = (at + 1..view.facts.len()).take_while(title).count();
            format!("{above} lines like titles above, {below} below")
        }
        Cue::Ties => {
            let tie = view.ties.get(at).copied().unwrap_or_default();
            let percent = |share: f32| (share * 100.0).round();
            let (next, last) = (percent(tie.next), percent(tie.last));
            format!("shares {next} % of its words with the text after it, {last} % with that before")
        }
        Cue::Order => "what it is between what the blocks before and after it are".to_owned(),
        Cue::Rules => {
            format!("the rules take it for {}", opinion(view.opinions.get(at).copied().unwrap_or_default()))
        }
    }
}

const fn reads(reads: Reads) -> &'static str {
    match reads {
        Reads::Text => "text",
        Reads::Title => "a title",
        Reads::Dateline => "a dateline",
        Reads::Signature => "names",
        Reads::Caption => "a caption",
        Reads::Tailpiece => "a day or who the writer is",
    }
}

/// The numbers are those of `opinion`.
const fn opinion(number: u8) -> &'static str {
    match number {
        1 | 10 => "a kicker",
        2 | 11 => "a headline",
        3 | 12 => "a subtitle",
        4 | 13 => "a byline",
        5 => "a heading",
        6 => "a paragraph",
        7 => "the rest of a paragraph",
        8 => "a caption",
        14 => "the first paragraph of an article",
        _ => "nothing",
    }
}
