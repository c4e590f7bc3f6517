//! Which articles of a list pass a query.
//!
//! Guarantees: the list's own order; headline, byline and text are searched, since all stand in an article's text.
//! Never: a ranking; that belongs to the library search.

use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::subject::{Field, States, Subject};
use super::{Query, Roll, Rules};
use crate::article::Page;
use crate::hands;

/// Rows that fill any screen, which is shown before the others are looked for.
const SCREEN: usize = 200;

/// Rows looked through at once.
const STRETCH: usize = 1 << 14;

/// Stretches shared among threads, before what passes is told.
const ROUND: usize = 4;

/// What is known of an article besides its text.
#[derive(Clone, Debug)]
pub struct Facts {
    /// The page it stands on.
    pub page: Arc<Page>,
    /// What the reader did with it.
    pub states: States,
}

/// A filter to be applied.
#[derive(Clone, Debug)]
pub struct FilterJob {
    /// The articles, in the list's order.
    pub list: Arc<Roll>,
    /// What is known of each of them; empty where the query does not ask.
    pub facts: Vec<Facts>,
    /// What must hold.
    pub query: Query,
}

/// What passes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filtered {
    /// Indices into the job's articles, rising.
    pub rows: Vec<usize>,
    /// Whether these are all.
    pub done: bool,
}

impl FilterJob {
    /// The fields that a query over articles can name.
    pub const FIELDS: [Field; 6] =
        [Field::Title, Field::Byline, Field::Page, Field::Source, Field::Is, Field::Has];

    /// The query for what was typed.
    pub fn query(typed: &str, rules: Rules) -> Query {
        Query::filter(typed, rules, &Self::FIELDS)
    }

    /// What passes, or `None` when `stop` was set on the way. What there is as soon as it fills a screen goes to `first`.
    pub fn run(&self, stop: &AtomicBool, first: &mut dyn FnMut(Filtered)) -> Option<Filtered> {
        let all = self.list.articles().len();
        let (mut rows, mut told, mut at) = (Vec::new(), false, 0);
        while at < all {
            let starts = (at..all).step_by(STRETCH).take(ROUND);
            let round: Vec<_> = starts.map(|start| start..all.min(start + STRETCH)).collect();
            at = round.last().map_or(all, |stretch| stretch.end);
            let work =
                |share: &[Range<usize>]| share.iter().map(|stretch| self.pass(stretch, stop)).collect();
            for passed in hands::share(&round, 1, work) {
                rows.extend(passed?);
            }
            if rows.len() >= SCREEN && at < all && !std::mem::replace(&mut told, true) {
                first(Filtered { rows: rows.clone(), done: false });
            }
        }
        Some(Filtered { rows, done: true })
    }

    /// Those of a stretch that pass.
    fn pass(&self, stretch: &Range<usize>, stop: &AtomicBool) -> Option<Vec<usize>> {
        let Some((joined, (words, only))) = self.list.joined().zip(self.query.words()) else {
            return self.test(stretch.clone(), stop);
        };
        let mut found = Vec::new();
        for word in words {
            let runs = match word.paths() {
                Some(paths) => joined.sifted(paths, stretch, stop)?,
                None => vec![stretch.clone()],
            };
            for run in runs {
                let text = joined.of(&run);
                for hits in [word.stands(text, stop)?, word.read(text, stop)?] {
                    found.extend(joined.rows_of(hits.spans.into_iter(), &run));
                }
            }
        }
        found.sort_unstable();
        found.dedup();
        if only { Some(found) } else { self.test(found, stop) }
    }

    /// Those of `some` that pass, each looked at by itself.
    fn test(&self, some: impl IntoIterator<Item = usize>, stop: &AtomicBool) -> Option<Vec<usize>> {
        let mut rows = Vec::new();
        for index in some {
            let Some(article) = self.list.articles().get(index) else { continue };
            let facts = self.facts.get(index);
            let subject = Subject {
                texts: &[article.text()],
                title: article.title(),
                byline: article.byline().unwrap_or_default(),
                page: facts.map_or("", |facts| &facts.page.name),
                source: facts.map_or("", |facts| &facts.page.path),
                states: facts.map(|facts| facts.states).unwrap_or_default(),
                ..Subject::default()
            };
            if self.query.passes(&subject, stop)? {
                rows.push(index);
            }
        }
        Some(rows)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::AtomicBool;

    use super::{Facts, FilterJob, Page, ROUND, Roll, Rules, SCREEN, STRETCH, States};
    use crate::article::{Article, BlockKind, Builder, Confidence, DumpSpan};
    use crate::search::{State, Wrong};

    fn article(headline: &str, text: &str) -> Arc<Article> {
        let dump = format!("{headline}{text}");
        let mut builder = Builder::new(&dump);
        builder.push(BlockKind::Headline, &[DumpSpan::new(0, headline.len())]);
        builder.push(BlockKind::Paragraph, &[DumpSpan::new(headline.len(), dump.len())]);
        Arc::new(builder.finish(Confidence(1.0)))
    }

    fn job(typed: &str) -> FilterJob {
        let articles = [
            article("江上的灯", "夜里，船都回来了"),
            article("灯", "城里的灯A"),
            article("麦", "田里的麦子"),
        ];
        let facts = [State::Read, State::Unread, State::Unread].map(|state| Facts {
            page: Arc::new(Page {
                name: "07版.txt".to_owned(),
                path: "/papers/07版.txt".to_owned(),
                ..Page::default()
            }),
            states: States::default().with(state),
        });
        FilterJob {
            list: Arc::new(Roll::new(articles.to_vec())),
            facts: facts.to_vec(),
            query: FilterJob::query(typed, Rules::default()),
        }
    }

    fn check(typed: &str, want: &[usize]) {
        let job = job(typed);
        assert_eq!(job.query.mistake(), None, "{typed}");
        assert_eq!(job.run(&AtomicBool::new(false), &mut |_| ()).unwrap().rows, want, "{typed}");
    }

    #[test]
    fn what_holds_every_word_passes() {
        check("灯", &[0, 1]);
        check("灯 江", &[0]);
        check("燈 江", &[0]);
        check("jiangshang", &[0]);
        check("船坞", &[]);
        check("  ", &[0, 1, 2]);
        assert_eq!(job("灯").run(&AtomicBool::new(true), &mut |_| ()), None);
    }

    #[test]
    fn a_screen_of_rows_is_told_before_the_others_are_looked_for() {
        let all = [article("灯", "亮"), article("麦", "田"), article("田", "灯")];
        let articles: Vec<_> = all.iter().cycle().take(ROUND * STRETCH * 3).cloned().collect();
        let list = Arc::new(Roll::new(articles));
        let mut first = Vec::new();
        let job = FilterJob { list, facts: Vec::new(), query: FilterJob::query("灯", Rules::default()) };
        let whole = job.run(&AtomicBool::new(false), &mut |rows| first.push(rows)).unwrap();
        let want: Vec<usize> = (0..ROUND * STRETCH * 3).filter(|row| row % 3 != 1).collect();
        assert!(whole.done && whole.rows == want);
        assert!(first.len() == 1 && !first[0].done && first[0].rows.len() >= SCREEN);
        assert!(want.starts_with(&first[0].rows));
    }

    #[test]
    fn words_are_left_out_joined_and_asked_of_a_field() {
        check("-灯", &[2]);
        check("灯 -江", &[1]);
        check("－江｜麦", &[1]);
        check("江|麦", &[0, 2]);
        check("江 | 麦", &[0, 2]);
        check("江｜麦 -灯", &[2]);
        check("\"的灯 a\"", &[]);
        check("“城里的灯”", &[1]);
        check("/灯$/", &[0, 1]);
        check("/城.*a/", &[1]);
        check("title:灯", &[0, 1]);
        check("标题：江", &[0]);
        check("title:城", &[]);
        check("-title:灯", &[2]);
        check("page:07", &[0, 1, 2]);
        check("版:08", &[]);
        check("source:papers 麦", &[2]);
        check("is:unread", &[1, 2]);
        check("is:已读", &[0]);
        check("is:unread 灯", &[1]);
        check("has:note", &[]);
        check("11:30", &[]);
        check("a/b", &[]);
        check("/a/b", &[]);
    }

    #[test]
    fn what_is_not_typed_to_its_end_asks_for_nothing() {
        for typed in [
            "title:", "title: ", "-", "\"灯", "/灯", "/[", "is:", "is:un", "江|", "|", "has:", "“",
            "-title:", "\"\"", "//",
        ] {
            if typed == "江|" {
                check(typed, &[0]);
            } else {
                check(typed, &[0, 1, 2]);
            }
        }
    }

    #[test]
    fn a_mistake_is_told_with_its_place() {
        for (typed, at, wrong) in [
            ("灯 paper:解放", 4..9, Wrong::Field("paper".to_owned())),
            ("date:2026", 0..4, Wrong::Field("date".to_owned())),
            ("is:blue 灯", 3..7, Wrong::State("blue".to_owned())),
            ("is:blue", 3..7, Wrong::State("blue".to_owned())),
        ] {
            let query = FilterJob::query(typed, Rules::default());
            let mistake = query.mistake().expect(typed);
            assert_eq!((mistake.at.clone(), &mistake.what), (at, &wrong), "{typed}");
        }
        for typed in ["/[/", "灯 /(/", &format!("/{}/", "(a{99}){99}".repeat(9)), "/*a/"] {
            let query = FilterJob::query(typed, Rules::default());
            assert!(
                matches!(query.mistake().map(|mistake| &mistake.what), Some(Wrong::Pattern(_))),
                "{typed}"
            );
        }
        assert!(FilterJob::query(&"灯".repeat(10_000), Rules::default()).mistake().is_some());
    }
}
