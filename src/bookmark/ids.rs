//! Ids of bookmarks: UUIDs of version 7 (RFC 9562), which sort by the time they were made.
//!
//! Guarantees: each id is greater than all before it, also where the clock stands still or goes back; ids of two
//! runs with different seeds differ. Never: a clock or a source of randomness of its own.

use jiff::Timestamp;

/// The highest value of the counter in an id.
const COUNTER: u16 = 0x0fff;

/// Makes ids.
#[derive(Clone, Debug)]
pub struct Ids {
    state: u64,
    millis: u64,
    counter: u16,
}

impl Ids {
    /// Ids unlike those of any other `seed`.
    pub const fn new(seed: u64) -> Self {
        Self { state: seed, millis: 0, counter: COUNTER }
    }

    /// The next id, made at `now`.
    pub fn next(&mut self, now: Timestamp) -> String {
        let millis = u64::try_from(now.as_millisecond()).unwrap_or(0);
        let random = self.random();
        if millis > self.millis || self.counter == COUNTER {
            self.millis = millis.max(self.millis + 1);
            // The upper half stays free for what is made in the same millisecond.
            self.counter = (random >> 53) as u16;
        } else {
            self.counter += 1;
        }
        let mut bytes = [0; 10];
        let fields = self.counter.to_be_bytes().into_iter().chain(self.random().to_be_bytes());
        for (byte, value) in bytes.iter_mut().zip(fields) {
            *byte = value;
        }
        uuid::Builder::from_unix_timestamp_millis(self.millis, &bytes).into_uuid().to_string()
    }

    /// The next of a sequence without pattern (`SplitMix64`, S. Vigna).
    const fn random(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::Ids;

    #[test]
    fn ids_rise_whatever_the_clock_does() {
        let mut ids = Ids::new(7);
        let mut last = String::new();
        for millis in
            [-5, 1_000, 1_000, 900, 2_000].into_iter().chain(std::iter::repeat_n(1_790_000_000_000, 10_000))
        {
            let id = ids.next(Timestamp::from_millisecond(millis).unwrap());
            assert!(id > last, "{id} after {last}");
            last = id;
        }
    }

    #[test]
    fn an_id_is_a_uuid_of_version_7_with_its_time() {
        let id = Ids::new(1).next(Timestamp::from_millisecond(0x0190_0000_1234).unwrap());
        assert!(id.starts_with("01900000-1234-7"), "{id}");
        assert_eq!(uuid::Uuid::parse_str(&id).unwrap().get_version_num(), 7);
    }

    #[test]
    fn runs_with_different_seeds_make_different_ids() {
        let now = Timestamp::from_second(1_790_000_000).unwrap();
        let mut all: Vec<String> = (0..1_000).map(|seed| Ids::new(seed).next(now)).collect();
        all.sort();
        all.dedup();
        assert_eq!(all.len(), 1_000);
    }
}
