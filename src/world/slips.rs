//! A search that looks for words of which one character is wrong, where what was typed is not found often enough.
//!
//! Guarantees: what stands there as it was typed comes first, and nothing comes twice; the rest says that it is a slip.
//! Never: a slip looked for that was not asked for.

use std::collections::HashSet;

use super::archive::Ask;
use crate::app::event::{Hunted, Progress};
use crate::library::Hit;
use crate::search::Query;

/// Where so many articles are found nobody needs another word.
const ENOUGH: usize = 2000;

/// A search of what is asked that tells what it finds, and gives how many articles answer.
pub type Search<'s> = dyn FnMut(&Ask, &mut dyn FnMut(Hunted)) -> Option<usize> + 's;

/// Has `search` do what is asked, and then, where that is little, do `slipped` in its place. Gives how many articles answer.
/// `None` where it was stopped on the way.
pub fn twice(
    ask: &Ask,
    slipped: Option<Query>,
    told: &mut dyn FnMut(Hunted),
    search: &mut Search<'_>,
) -> Option<usize> {
    let Some(query) = slipped else { return search(ask, told) };
    let mut found = HashSet::new();
    let mut last = Progress::default();
    let exact = search(ask, &mut |said| match said {
        Hunted::Hit(hit) => {
            found.insert(hit.fingerprint.clone());
            told(Hunted::Hit(hit));
        }
        Hunted::Progress(progress) => {
            last = progress;
            told(Hunted::Progress(Progress { done: false, ..progress }));
        }
        other => told(other),
    })?;
    if exact >= ask.limit.min(ENOUGH) {
        told(Hunted::Progress(last));
        return Some(exact);
    }
    let rest = Ask { query, limit: ask.limit - exact, except: found, ..ask.clone() };
    let slips = search(&rest, &mut |said| {
        told(match said {
            Hunted::Hit(hit) => Hunted::Hit(Box::new(Hit { slip: true, ..*hit })),
            Hunted::Progress(Progress { articles, looked, all, done }) => {
                Hunted::Progress(Progress { articles: exact + articles, looked, all, done })
            }
            other => other,
        });
    })?;
    Some(exact + slips)
}
