//! `baolan search QUERY [PATH]...`: the articles of files, or of the library, that answer a query, with what stands around its matches.
//!
//! Guarantees: the language of queries and the rules are the reader's own; hits are written as they are found; the exit code
//! is 0 if there is one, 1 if there is none, 2 if the query is wrong or an input failed. Never: a control character of a
//! document in the output.

use std::collections::HashSet;
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};

use crossterm::style::ContentStyle;
use serde_json::{Value, json};

use super::inputs::{mends, settings, tell};
use super::print::{Target, When, look};
use crate::app::effect::HuntJob;
use crate::app::event::{Failure, Hunted};
use crate::bookmark::Collection;
use crate::config::language::{Labels, Language};
use crate::config::theme::{Role, Theme};
use crate::library::{Hit, Places, Sample};
use crate::search::{Known, Mistake, Query, Rules};
use crate::text::encoding::Choice;
use crate::text::hazard::{escaped, scrub};
use crate::text::width::Widths;
use crate::world::archive::{Archive, FOLDER};
use crate::world::bookmarks::BookmarkStore;
use crate::world::folders::Folders;
use crate::world::hunt::{Ask, Files, Order, files, hunt, shelved};
use crate::world::places::PlacesStore;
use crate::world::slips::twice;

/// What `baolan search` takes.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// Words that all must stand in an article; also -not, "a phrase", one|other, /pattern/, title: byline: paper: page:
    /// date:2026-05..2026-06 source: in front of a word. Words in Latin letters are also found as pinyin
    #[arg(value_name = "QUERY", allow_hyphen_values = true)]
    pub query: String,
    /// Files or folders; `-` is standard input; without any the library (`baolan index`)
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Print one JSON document an article, each on one line
    #[arg(long)]
    pub json: bool,
    /// Print so many articles at most
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub limit: Option<u32>,
    /// Which articles come first
    #[arg(long, value_enum, default_value_t = Order::Newest)]
    pub sort: Order,
    /// 字 on either side of a match
    #[arg(long, value_name = "字", default_value_t = 20, value_parser = clap::value_parser!(u16).range(0..=1000))]
    pub context: u16,
    /// Behind them, also articles with a word of four characters or more of which one is wrong
    #[arg(long)]
    pub typo: bool,
    /// Colours: as the terminal allows, always, never
    #[arg(long, value_enum, value_name = "WHEN", num_args = 0..=1, require_equals = true)]
    #[arg(default_value = "auto", default_missing_value = "always")]
    pub color: When,
    /// Read with this encoding instead of finding it out: utf-8, gb18030, big5, utf-16le …
    #[arg(long, value_name = "NAME", default_value = "auto")]
    pub encoding: Choice,
}

/// What is said where there is nothing to search.
const NOTHING: &str = "nothing to search; give files or folders (baolan search QUERY PATH...), or name some in the setting \
                       `library` and run `baolan index`";

/// Searches: articles to `out`, problems to `told`. Gives the exit code.
///
/// # Errors
/// Only what `out` or `told` could not take.
pub fn run(
    args: &Args,
    (folders, target): (Option<&Folders>, Target),
    out: &mut impl Write,
    told: &mut impl Write,
) -> io::Result<u8> {
    let rules = settings(folders, told)?.search;
    let rules = Rules { typo: rules.typo || args.typo, ..rules };
    let query = Query::filter(&args.query, rules, &HuntJob::FIELDS);
    if let Some(mistake) = query.mistake() {
        return refuse(&args.query, mistake, told).map(|()| 2);
    }
    if query.is_empty() {
        return tell(told, &"the query asks for nothing; give a word: baolan search 渡口 PATH").map(|()| 2);
    }
    let library = folders.map(|all| Archive::open(&all.cache.join(FOLDER)));
    let mut library = library.filter(|library| args.paths.is_empty() && !library.is_empty());
    if args.paths.is_empty() && library.is_none() {
        return tell(told, &NOTHING).map(|()| 2);
    }
    let (mends, mut code) = mends(folders, told)?;
    let mut failures = Vec::new();
    let places = files(&args.paths, |problem| failures.push(problem));
    for problem in &failures {
        tell(told, problem)?;
    }
    code = if failures.is_empty() { code } else { 2 };
    let limit = args.limit.and_then(|limit| usize::try_from(limit).ok()).unwrap_or(usize::MAX);
    let (known, problems) = known(&query, folders);
    for problem in &problems {
        tell(told, problem)?;
        code = 2;
    }
    let around = usize::from(args.context);
    let ask = Ask { query, order: args.sort, limit, around, count: false, known, except: HashSet::new() };
    let colours = args.color.is_on(target);
    crossterm::style::force_color_output(colours);
    let paper = Paper { json: args.json, theme: colours.then(|| Theme::load("ansi", &[]).0) };
    let files = Files { encoding: args.encoding, mends };
    // Whoever reads the output may have enough: nothing is looked for then.
    let stop = AtomicBool::new(false);
    let (mut done, mut found) = (Ok(()), 0);
    let mut say = |said| {
        let wrote = match said {
            Hunted::Hit(hit) => {
                found += 1;
                paper.hit(&hit, out)
            }
            Hunted::Failed(problem) => {
                code = 2;
                tell(told, &problem)
            }
            Hunted::Candidates(_) | Hunted::Progress(_) => Ok(()),
        };
        if let Err(error) = wrote {
            stop.store(true, Ordering::Relaxed);
            done = Err(error);
        }
    };
    let slipped = rules.typo.then(|| ask.query.slipped()).flatten();
    twice(&ask, slipped, &mut say, &mut |ask, say| match &mut library {
        Some(library) => shelved(ask, library, &stop, say),
        None => hunt(ask, &places, &files, &stop, say),
    });
    done?;
    Ok(if code == 0 { u8::from(found == 0) } else { 2 })
}

/// What the reader did with articles, where that is asked; and what of it cannot be read.
fn known(query: &Query, folders: Option<&Folders>) -> (Known, Vec<Failure>) {
    let Some(folders) = folders.filter(|_| query.asks_state()) else { return Default::default() };
    let places = PlacesStore::new(folders.state.clone()).read();
    let marks = BookmarkStore::new(folders.config.clone()).look().map(|contents| contents.collection);
    let known = HuntJob::known(
        places.iter().flat_map(Places::read),
        marks.as_ref().unwrap_or(&Collection::default()),
    );
    (known, places.err().into_iter().chain(marks.err()).collect())
}

/// Tells what is wrong with the query, with a caret under its place.
fn refuse(typed: &str, mistake: &Mistake, told: &mut impl Write) -> io::Result<()> {
    let said = Labels::load(Language::English).say(&mistake.into());
    let before = scrub(typed.get(..mistake.at.start).unwrap_or_default());
    tell(told, &"the query is not understood")?;
    writeln!(told, "  {}", scrub(typed))?;
    writeln!(told, "  {:1$}^ {2}", "", Widths::default().text(&before), scrub(&said))
}

/// How hits are written.
struct Paper {
    json: bool,
    /// The colours, if there are any.
    theme: Option<Theme>,
}

impl Paper {
    /// Writes a hit, and hands it on at once.
    fn hit(&self, hit: &Hit, out: &mut impl Write) -> io::Result<()> {
        if self.json {
            writeln!(out, "{}", escaped(&as_json(hit).to_string()))?;
        } else {
            self.text(hit, out)?;
        }
        out.flush()
    }

    fn text(&self, hit: &Hit, out: &mut impl Write) -> io::Result<()> {
        let source = hit.source.to_string_lossy();
        let about = [hit.date.as_deref(), hit.paper.as_deref(), Some(&*source)];
        let about: Vec<&str> = about.into_iter().flatten().collect();
        let more = if hit.more { "+" } else { "" };
        let title = self.look(Role::Headline).apply(scrub(&hit.headline).into_owned());
        let about = self.look(Role::Dim).apply(scrub(&about.join("  ")).into_owned());
        // Where no word is asked, there is nothing to count.
        let count = if hit.count > 0 { format!("  {}{more}", hit.count) } else { String::new() };
        let slip = if hit.slip { "  one character differs" } else { "" };
        writeln!(out, "{title}  {about}{count}{slip}")?;
        hit.samples.iter().try_for_each(|sample| self.sample(sample, out))?;
        writeln!(out)
    }

    fn sample(&self, sample: &Sample, out: &mut impl Write) -> io::Result<()> {
        write!(out, "    ")?;
        let mut at = 0;
        let part = |from, to| scrub(sample.context.get(from..to).unwrap_or_default()).into_owned();
        for mark in &sample.marks {
            write!(out, "{}", part(at, mark.start))?;
            match &self.theme {
                Some(_) => write!(out, "{}", self.look(Role::Match).apply(part(mark.start, mark.end)))?,
                None => write!(out, "[{}]", part(mark.start, mark.end))?,
            }
            at = mark.end;
        }
        writeln!(out, "{}", part(at, sample.context.len()))
    }

    fn look(&self, role: Role) -> ContentStyle {
        self.theme.as_ref().map_or_else(ContentStyle::new, |theme| look(theme, role))
    }
}

/// A hit for other programs; spans are bytes, of the article's text, marks of the context.
fn as_json(hit: &Hit) -> Value {
    let samples: Vec<Value> = hit
        .samples
        .iter()
        .map(|sample| {
            let marks: Vec<[usize; 2]> = sample.marks.iter().map(|mark| [mark.start, mark.end]).collect();
            let span = [sample.span.start, sample.span.end];
            json!({"block": sample.block, "span": span, "context": sample.context, "marks": marks})
        })
        .collect();
    json!({
        "source": hit.source.to_string_lossy(), "article": hit.ordinal, "fingerprint": hit.fingerprint,
        "headline": hit.headline, "paper": hit.paper, "date": hit.date, "count": hit.count, "more": hit.more,
        "typo": hit.slip,
        "hits": samples,
    })
}
