//! Work on a long list shared among the machine's threads.
//!
//! Guarantees: the answers stand in the order of the list; a panic of any share comes back to who asked; where the
//! system has no thread to give, the share is worked where it was asked for. Never: a thread for a short list, one that
//! outlives the call.

use std::panic::resume_unwind;
use std::thread;

/// `work` done on all of `items`, on shares of at least `least` of them, and its answers put together.
pub fn share<T: Sync, R: Send>(items: &[T], least: usize, work: impl Fn(&[T]) -> Vec<R> + Sync) -> Vec<R> {
    let hands = thread::available_parallelism().map_or(1, usize::from).min(items.len() / least.max(1) + 1);
    if hands == 1 {
        return work(items);
    }
    let (first, others) = items.split_at(items.len().div_ceil(hands));
    let work = &work;
    thread::scope(|scope| {
        let start =
            |share| thread::Builder::new().spawn_scoped(scope, move || work(share)).map_err(|_none| share);
        let others: Vec<_> = others.chunks(first.len()).map(start).collect();
        let mut all = work(first);
        for share in others {
            all.extend(match share {
                Ok(hand) => hand.join().unwrap_or_else(|panic| resume_unwind(panic)),
                Err(share) => work(share),
            });
        }
        all
    })
}

#[cfg(test)]
mod tests {
    use super::share;

    #[test]
    fn the_answers_stand_in_the_order_of_the_list_however_it_is_shared() {
        for (count, least) in [(0, 1), (1, 1), (2, 1), (7, 2), (1_000, 1), (1_000, 999), (10, 0)] {
            let items: Vec<usize> = (0..count).collect();
            let work =
                |share: &[usize]| share.iter().filter(|one| **one % 3 != 1).map(|one| one * 2).collect();
            assert_eq!(share(&items, least, work), work(&items), "{count} by {least}");
        }
    }

    #[test]
    #[should_panic(expected = "the last share")]
    fn a_panic_of_a_share_comes_back() {
        let items: Vec<usize> = (0..100).collect();
        share(&items, 1, |share| {
            assert!(!share.contains(&99), "the last share");
            vec![()]
        });
    }
}
