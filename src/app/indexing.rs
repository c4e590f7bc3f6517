//! The index of the library, which the world brings up to date while the reader reads.
//!
//! Guarantees: what is new in it is found by the search that is open; what is wrong is told once. Never: a hit moved that the
//! reader went to.

use super::App;
use super::effect::Effect;
use super::event::{Indexed, Indexing};
use super::notice::Notice;
use super::told::say_failure;
use crate::config::library::{Indexer, Library};
use crate::config::message::Message;

/// What is to be indexed without being asked for.
pub(super) fn wanted(library: &Library) -> Option<Effect> {
    let wanted = library.indexer == Indexer::Auto && !library.places.is_empty();
    wanted.then(|| Effect::Index { places: library.places.clone() })
}

impl App {
    /// Takes what is said of the index.
    pub(super) fn indexing(&mut self, said: Indexing) -> Vec<Effect> {
        self.life.indexing = None;
        match said {
            Indexing::Part(percent) => self.life.indexing = Some(percent),
            Indexing::Done(Indexed { articles, gone, skipped, away }) => {
                if articles > 0 && skipped > 0 {
                    let message = Message::new("notice.library-skipped").arg(articles).arg(skipped);
                    self.say(Notice::warning(message));
                }
                if let Some(failure) = away {
                    self.say(Notice::warning(say_failure(&failure)));
                }
                if articles + gone > 0 {
                    return self.look_again();
                }
            }
            Indexing::Failed(failure) => {
                let message =
                    Message::new("notice.library-unwritten").arg(&failure.path).arg(&failure.reason);
                self.say(Notice::warning(message));
            }
        }
        Vec::new()
    }
}

#[cfg(test)]
mod tests {
    use super::{Effect, Indexer, Library, wanted};

    #[test]
    fn a_library_is_indexed_where_there_is_one_and_the_settings_do_not_forbid_it() {
        for (places, indexer, want) in [
            (&["~/papers"][..], Indexer::Auto, true),
            (&["~/papers"], Indexer::Manual, false),
            (&[], Indexer::Auto, false),
        ] {
            let places: Vec<String> = places.iter().map(ToString::to_string).collect();
            let got = wanted(&Library { places: places.clone(), indexer });
            let same = matches!(&got, Some(Effect::Index { places: asked }) if *asked == places);
            assert_eq!((got.is_some(), same), (want, want), "{places:?} {indexer:?}");
        }
    }
}
