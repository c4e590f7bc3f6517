//! How much an article is about what was asked.
//!
//! Guarantees: the same counts give the same weight. Never: a look at the article.

/// How often a query stands in an article.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Often {
    /// All matches.
    pub all: usize,
    /// Those of them that are only read so.
    pub read: usize,
    /// Those of them in the title.
    pub titled: usize,
}

/// The weight of an article of so many bytes: BM25 of one term (k1 1.2, b 0.75), where a match that is only read so counts
/// half and one in the title five times.
pub fn weight(often: Often, bytes: usize) -> f64 {
    const USUAL: f64 = 2000.0;
    let count = |number: usize| f64::from(u32::try_from(number).unwrap_or(u32::MAX));
    let often = count(often.all) - count(often.read) / 2.0 + 4.0 * count(often.titled);
    often / (often + 1.2 * (0.25 + 0.75 * count(bytes) / USUAL))
}

#[cfg(test)]
mod tests {
    use super::{Often, weight};

    #[test]
    fn an_article_weighs_more_the_more_it_is_about_it() {
        let often = |all, read, titled| Often { all, read, titled };
        for (less, more) in [
            ((often(1, 0, 0), 2000), (often(2, 0, 0), 2000)),
            ((often(1, 1, 0), 2000), (often(1, 0, 0), 2000)),
            ((often(2, 0, 0), 2000), (often(1, 0, 1), 2000)),
            ((often(1, 0, 0), 9000), (often(1, 0, 0), 2000)),
            ((often(0, 0, 0), 2000), (often(1, 1, 0), 90_000)),
        ] {
            assert!(weight(less.0, less.1) < weight(more.0, more.1), "{less:?} {more:?}");
        }
    }
}
