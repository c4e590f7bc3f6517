//! What the reader did with articles, by their fingerprints.
//!
//! Guarantees: an article of which nothing is known is unread. Never: a file; whoever asks brings what is known.

use std::collections::HashMap;
use std::sync::Arc;

use super::subject::{State, States};

/// What is known of articles.
#[derive(Clone, Debug, Default)]
pub struct Known(Arc<HashMap<String, States>>);

impl Known {
    /// Of each of these what holds.
    pub fn new(all: impl IntoIterator<Item = (String, State)>) -> Self {
        let mut known: HashMap<String, States> = HashMap::new();
        for (fingerprint, state) in all {
            let states = known.entry(fingerprint).or_default();
            *states = states.with(state);
        }
        Self(Arc::new(known))
    }

    /// What holds of the article with this fingerprint.
    pub fn of(&self, fingerprint: &str) -> States {
        let states = self.0.get(fingerprint).copied().unwrap_or_default();
        if states.has(State::Read) { states } else { states.with(State::Unread) }
    }
}

#[cfg(test)]
mod tests {
    use super::Known;
    use crate::search::State;

    #[test]
    fn what_is_not_known_is_unread() {
        let known = Known::new(
            [("a", State::Read), ("a", State::Noted), ("b", State::Starred)]
                .map(|(print, state)| (print.to_owned(), state)),
        );
        for (print, want) in [
            ("a", [true, false, false, true]),
            ("b", [false, true, true, false]),
            ("c", [false, true, false, false]),
        ] {
            let states = known.of(print);
            let got =
                [State::Read, State::Unread, State::Starred, State::Noted].map(|state| states.has(state));
            assert_eq!(got, want, "{print}");
        }
    }
}
