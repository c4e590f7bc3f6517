//! The library's index against a scan of every article, with files that are damaged, killed writers, and other copies.
//!
//! Guarantees: what is held against the index is the matcher on each text alone. Never: a text of anybody else.

use std::collections::{BTreeSet, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::slice::from_ref;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use baolan::app::effect::HuntJob;
use baolan::app::event::{Hunted, Progress};
use baolan::article::{BlockKind, Builder, Confidence, DumpSpan, Furniture, Page, Span};
use baolan::mend::Mends;
use baolan::search::{Gaps, Known, Marks, Query, Rules, Subject};
use baolan::world::archive::{Archive, Ask, Entry, Import, Order, Report, Store, Told, Volume, update};
use baolan::world::hunt;
use proptest::prelude::*;

/// Characters that make many pairs come twice: both scripts, both widths, marks, white space of all kinds.
const SIGNS: [&str; 24] = [
    "渡", "口", "的", "灯", "燈", "船", "国", "國", "a", "Ａ", "b", "ｂ", "1", "，", "。", "“", "(", " ",
    "　", "\n", "风", "风", "江", "𠀋",
];

/// An article: its day and its text.
type Dated = (u32, String);

fn text(signs: &[usize]) -> String {
    signs.iter().map(|sign| SIGNS[sign % SIGNS.len()]).collect()
}

fn texts() -> impl Strategy<Value = Vec<Vec<Dated>>> {
    let article = (1..5_u32, prop::collection::vec(0..SIGNS.len(), 1..300));
    let article = article.prop_map(|(day, signs)| (20_260_500 + day, text(&signs)));
    prop::collection::vec(prop::collection::vec(article, 1..30), 1..5)
}

fn typed() -> impl Strategy<Value = String> {
    let word = prop::collection::vec(0..SIGNS.len(), 1..5).prop_map(|signs| text(&signs));
    let part =
        (prop::sample::select(vec!["", "", "", "-", "title:", "\""]), word).prop_map(|(before, word)| {
            let after = if before == "\"" { "\"" } else { "" };
            format!("{before}{word}{after}")
        });
    prop::collection::vec(part, 1..4).prop_map(|parts| parts.join(" "))
}

fn rules() -> impl Strategy<Value = Rules> {
    let gaps = prop::sample::select(vec![Gaps::None, Gaps::Spaces, Gaps::Paragraphs]);
    let marks = prop::sample::select(vec![Marks::Kept, Marks::Ignored]);
    (gaps, marks).prop_map(|(gaps, marks)| Rules { gaps, marks, ..Rules::default() })
}

fn entry(ordinal: usize, text: &str) -> Entry<'_> {
    let title = Span::new(0, text.char_indices().nth(5).map_or(text.len(), |(at, _)| at));
    Entry { ordinal, fingerprint: "f", title, byline: Span::default(), text }
}

fn volume(name: &str, day: u32) -> Volume {
    Volume { path: PathBuf::from(name), day, dated: true, ..Volume::default() }
}

/// An archive of these batches, each import its own; every article a file of its own.
fn archive(folder: &Path, batches: &[Vec<Dated>]) {
    let mut store = Store::open(folder, Duration::from_secs(9)).unwrap();
    for (batch, articles) in batches.iter().enumerate() {
        let mut import = Import::new(&mut store);
        for (number, (day, text)) in articles.iter().enumerate() {
            let volume = volume(&format!("/{batch}/{number}"), *day);
            import.add(&volume, [entry(0, text)].into_iter(), None).unwrap();
        }
        import.finish().unwrap();
    }
}

/// What the matcher says of each article: its file, and the matches.
fn naive(batches: &[Vec<Dated>], query: &Query) -> BTreeSet<(PathBuf, usize)> {
    let stop = AtomicBool::new(false);
    let mut found = BTreeSet::new();
    for (batch, articles) in batches.iter().enumerate() {
        for (number, (day, text)) in articles.iter().enumerate() {
            let entry = entry(0, text);
            let path = format!("/{batch}/{number}");
            let subject = Subject {
                texts: &[text],
                title: entry.title.of(text),
                source: &path,
                date: Some(*day),
                ..Subject::default()
            };
            if query.passes(&subject, &stop).unwrap() {
                let parts = [(baolan::search::Field::Title, entry.title)];
                found.insert((PathBuf::from(&path), query.marks(text, &parts, &stop).unwrap().spans.len()));
            }
        }
    }
    found
}

/// What a search tells: the hits in order, and how many articles there are.
fn search(archive: &mut Archive, query: &Query, limit: usize) -> (Vec<baolan::library::Hit>, usize) {
    let ask = Ask {
        query: query.clone(),
        order: Order::Newest,
        limit,
        around: 20,
        count: true,
        known: Known::default(),
        except: HashSet::new(),
    };
    let mut hits = Vec::new();
    let outcome = archive.search(&ask, &AtomicBool::new(false), &mut |told| {
        if let Told::Hit(hit) = told {
            hits.push(*hit);
        }
    });
    (hits, outcome.unwrap().articles)
}

fn check(archive: &mut Archive, batches: &[Vec<Dated>], query: &Query) {
    let want = naive(batches, query);
    let (hits, count) = search(archive, query, usize::MAX);
    let got: BTreeSet<(PathBuf, usize)> = hits.iter().map(|hit| (hit.source.clone(), hit.count)).collect();
    let told = format!("{} in {batches:?}", query.typed());
    assert_eq!(got, want, "{told}");
    assert_eq!((hits.len(), count), (want.len(), want.len()), "{told}");
    assert!(hits.is_sorted_by(|one, other| one.date >= other.date), "{told}");
    let (few, all) = search(archive, query, 3);
    assert_eq!((&few[..], all), (&hits[..few.len()], count), "{told}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn index_and_scan_find_the_same(
        batches in texts(),
        queries in prop::collection::vec(typed(), 1..12),
        rules in rules(),
    ) {
        let folder = tempfile::tempdir().unwrap();
        archive(folder.path(), &batches);
        let queries: Vec<Query> = queries.iter().map(|typed| Query::filter(typed, rules, &Ask::FIELDS)).collect();
        for step in ["as it came", "without segments", "in order"] {
            match step {
                "without segments" => for entry in fs::read_dir(folder.path()).unwrap().flatten() {
                    if entry.file_name().to_string_lossy().starts_with("seg.") {
                        fs::remove_file(entry.path()).unwrap();
                    }
                },
                "in order" => {
                    Archive::open(folder.path()).heal();
                    Store::open(folder.path(), Duration::from_secs(9)).unwrap().tidy(&|| true).unwrap();
                }
                _ => {}
            }
            let mut archive = Archive::open(folder.path());
            for query in &queries {
                check(&mut archive, &batches, query);
            }
        }
    }

    #[test]
    fn a_damaged_byte_is_told_or_costs_nothing(
        batches in texts(),
        queries in prop::collection::vec(typed(), 1..4),
        file in any::<prop::sample::Index>(),
        at in any::<prop::sample::Index>(),
        flip in 1..=255_u8,
        cut in any::<bool>(),
    ) {
        let folder = tempfile::tempdir().unwrap();
        archive(folder.path(), &batches);
        let files: Vec<PathBuf> = fs::read_dir(folder.path()).unwrap().flatten().map(|one| one.path())
            .filter(|path| !path.ends_with(".lock")).collect();
        let path = &files[file.index(files.len())];
        let mut bytes = fs::read(path).unwrap();
        let at = at.index(bytes.len());
        if cut { bytes.truncate(at) } else { bytes[at] ^= flip }
        fs::write(path, &bytes).unwrap();
        let mut is_told = false;
        for typed in &queries {
            let query = Query::filter(typed, Rules::default(), &Ask::FIELDS);
            let mut archive = Archive::open(folder.path());
            let (hits, _) = search(&mut archive, &query, usize::MAX);
            let want = naive(&batches, &query);
            let got: BTreeSet<_> = hits.iter().map(|hit| (hit.source.clone(), hit.count)).collect();
            prop_assert!(got.is_subset(&want), "{typed}");
            // A segment costs nothing at all; what texts or the manifest cost is told.
            is_told |= !archive.told.is_empty();
            prop_assert!(got == want || is_told, "{typed}: {:?} of {:?}", path, files);
            prop_assert!(got == want || !path.to_string_lossy().contains("seg."), "{typed}");
            archive.heal();
        }
    }
}

#[test]
fn a_slip_is_found_by_the_index_as_by_a_scan() {
    let folder = tempfile::tempdir().unwrap();
    let words =
        ["末班车开", "未班车开", "末班山开", "末班山水", "莫班车开", "末 班 車 開", "班车", "末班", "车开了"];
    let article = |number: usize| {
        let word = words[number % words.len()];
        let filler = "水面很平，风不大。".repeat(number % 40 * 9);
        (20_260_501 + number as u32 % 5, format!("{filler}岸上的{word}了，第{number}条"))
    };
    let batches: Vec<Vec<Dated>> =
        (0..2).map(|batch| (batch * 90..batch * 90 + 90).map(article).collect()).collect();
    archive(folder.path(), &batches);
    let mut library = Archive::open(folder.path());
    for (typed, least) in [
        ("末班车开", 80),
        ("末班车开 岸上", 80),
        ("title:末班车开", 0),
        ("末班车开 -岸上", 0),
        ("水面很瓶", 100),
        ("山山水水", 0),
    ] {
        let query = Query::filter(typed, Rules::default(), &Ask::FIELDS).slipped().unwrap();
        check(&mut library, &batches, &query);
        assert!(search(&mut library, &query, 5).1 >= least, "{typed}");
    }
}

/// Sources in a folder: a page each.
fn sources(folder: &Path, pages: std::ops::Range<usize>) {
    fs::create_dir_all(folder).unwrap();
    for number in pages {
        let text = format!(
            "渡口的灯\n\n第{number}天夜里，船都回来了。渡口的灯还亮着，守灯的人说：“水号{number}，再等一等。”\n"
        );
        fs::write(folder.join(format!("{number:04}.txt")), text).unwrap();
    }
}

fn index(folder: &Path, roots: &[PathBuf]) -> Report {
    let mut store = Store::open(folder, Duration::from_secs(9)).unwrap();
    update(&mut store, roots, &Mends::default(), &AtomicBool::new(false), &mut |_| ()).unwrap()
}

fn found(folder: &Path, typed: &str) -> usize {
    let query = Query::filter(typed, Rules::default(), &Ask::FIELDS);
    search(&mut Archive::open(folder), &query, 50).1
}

#[test]
fn what_changed_is_read_again_and_what_is_gone_is_found_no_more() {
    let outer = tempfile::tempdir().unwrap();
    let (papers, folder) = (outer.path().join("papers"), outer.path().join("cache"));
    sources(&papers, 0..12);
    fs::write(papers.join("bad.txt"), [0, 1, 2, 0, 9]).unwrap();
    let roots = [papers.clone()];
    let first = index(&folder, &roots);
    assert_eq!((first.taken.0, first.skipped.len()), (12, 1), "{first:?}");
    assert_eq!((found(&folder, "水号7"), found(&folder, "守灯的人"), found(&folder, "灯塔")), (1, 12, 0));
    fs::write(papers.join("0007.txt"), "灯塔的灯\n\n灯塔上没有人。\n").unwrap();
    fs::remove_file(papers.join("0003.txt")).unwrap();
    let second = index(&folder, &roots);
    assert_eq!((second.taken.0, second.kept, second.gone), (1, 10, 1), "{second:?}");
    assert_eq!((found(&folder, "水号7"), found(&folder, "守灯的人"), found(&folder, "灯塔")), (0, 10, 1));
    // A segment that is missing is made again.
    let segments =
        || {
            fs::read_dir(&folder).unwrap().flatten().map(|one| one.path()).filter(|path| {
                path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("seg."))
            })
        };
    segments().for_each(|path| fs::remove_file(path).unwrap());
    assert_eq!(index(&folder, &roots).taken.0, 0);
    assert_eq!((segments().count() > 0, found(&folder, "守灯的人")), (true, 10));
}

/// What happens to a folder.
#[cfg(unix)]
type Harm<'a> = &'a dyn Fn(&Path);

#[cfg(unix)]
#[test]
fn what_may_be_away_with_its_disk_stays_and_is_told() {
    use std::os::unix::fs::symlink;
    let take = |path: &Path| fs::remove_dir_all(path).unwrap();
    let hollow = |path: &Path| {
        fs::remove_dir_all(path).unwrap();
        fs::create_dir(path).unwrap();
        fs::write(path.join(".keep"), "").unwrap();
    };
    let dangle = |path: &Path| {
        fs::remove_dir_all(path).unwrap();
        symlink("/nowhere/baolan", path).unwrap();
    };
    let file = |path: &Path| fs::remove_file(path.join("0002.txt")).unwrap();
    let table: [(&str, Harm<'_>, &str, usize, usize); 8] = [
        ("a file is deleted", &file, "2026/05", 1, 0),
        ("a folder is deleted", &take, "2026/05", 3, 0),
        ("a folder with folders is deleted", &take, "2026", 3, 0),
        ("a folder is empty", &hollow, "2026/05", 0, 1),
        ("a folder that had folders is empty", &hollow, "2026", 0, 1),
        ("a folder is a link to nowhere", &dangle, "2026/05", 0, 1),
        ("the library is not there", &take, "", 0, 1),
        ("the library is empty", &hollow, "", 0, 1),
    ];
    for (name, harm, place, gone, away) in table {
        let outer = tempfile::tempdir().unwrap();
        let (papers, folder) = (outer.path().join("papers"), outer.path().join("cache"));
        sources(&papers.join("2026/05"), 0..3);
        fs::create_dir(papers.join("2026/06")).unwrap();
        if place == "2026/05" {
            sources(&papers.join("2026"), 3..5);
        } else {
            sources(&papers, 3..5);
        }
        index(&folder, from_ref(&papers));
        harm(&papers.join(place));
        // Whatever is done again.
        for _ in 0..2 {
            let report = index(&folder, from_ref(&papers));
            assert_eq!(
                (report.away.len(), found(&folder, "守灯的人")),
                (away, 5 - gone),
                "{name}: {report:?}"
            );
            assert!(report.away.iter().all(|one| !one.reason.is_empty()), "{report:?}");
        }
    }
}

#[test]
fn what_is_taken_out_of_the_library_goes_with_the_next_index_and_what_was_named_besides_stays() {
    let home = tempfile::tempdir().unwrap();
    for (name, pages) in [("a", 0..2), ("a/in", 2..4), ("b", 4..7), ("c", 7..11)] {
        sources(&home.path().join(name), pages);
    }
    let config = home.path().join(".config/baolan");
    fs::create_dir_all(&config).unwrap();
    let folder = home.path().join("cache/baolan/library");
    let run = |settings: &str, words: &[&str], want: usize, says: &str| {
        fs::write(config.join("settings.toml"), settings).unwrap();
        let (_, said) = output(program(home.path(), words).current_dir(home.path()));
        assert!(said.contains(says), "{settings} {words:?}: {said}");
        assert_eq!(found(&folder, "守灯的人"), want, "{settings} {words:?}: {said}");
    };
    let (index, status) = (&["index"][..], &["index", "--status"][..]);
    run("library = [\"~/a\", \"~/b\"]", index, 7, "read 7 files");
    run("library = [\"~/a\", \"~/b\"]", &["index", "c"], 11, "read 4 files");
    // Looking at it changes nothing, and neither does a file with a mistake.
    let b = format!("dropped by the next `baolan index`: {}", home.path().join("b").display());
    run("library = [\"~/a\"]", status, 11, &b);
    run("library = [\"a\"]", index, 11, "settings.toml:1");
    run("library = [\"~/a\"]\nno = 1", index, 11, "gone 0");
    run("library = [\"~/a\"]", index, 8, "gone 3");
    run("library = [\"~/a\"]", status, 8, "articles 8");
    // What is below a folder that is still named stays.
    run("library = [\"~/a/in\"]", index, 6, "gone 2");
    run("library = [\"~/a/in/\", \"~/b\"]", index, 9, "read 3 files");
    // Named besides, it is no part of the library any more.
    run("library = [\"~/a/in/\"]", &["index", "b"], 9, "unchanged 3");
    run("library = []", index, 7, "gone 2");
    run("library = []", index, 7, "nothing to index");
    run("library = [\"~/a\"]", &["index", "--rebuild"], 4, "read 4 files");
}

#[test]
fn a_file_without_a_date_on_its_page_has_the_day_in_its_name() {
    let home = tempfile::tempdir().unwrap();
    let (papers, folder) = (home.path().join("papers"), home.path().join("index"));
    fs::create_dir_all(&papers).unwrap();
    for day in ["20260502", "20260504", "20260503"] {
        fs::write(papers.join(format!("{day}.txt")), "渡口的灯\n\n夜里船都回来了，渡口的灯还亮着。\n")
            .unwrap();
    }
    index(&folder, from_ref(&papers));
    let query = Query::filter("灯", Rules::default(), &Ask::FIELDS);
    let (hits, _) = search(&mut Archive::open(&folder), &query, 9);
    let names: Vec<_> = hits.iter().map(|hit| hit.source.file_name().unwrap().to_str().unwrap()).collect();
    assert_eq!(names, ["20260504.txt", "20260503.txt", "20260502.txt"]);
}

#[test]
fn many_small_imports_become_one_and_stay_the_same() {
    let outer = tempfile::tempdir().unwrap();
    let (papers, folder) = (outer.path().join("papers"), outer.path().join("cache"));
    let mut reader = Archive::open(&folder);
    for day in 0..20 {
        sources(&papers, day * 3..day * 3 + 3);
        index(&folder, from_ref(&papers));
        reader.refresh();
        assert_eq!(reader.status().articles, (day as u64 + 1) * 3);
        let query = Query::filter("守灯", Rules::default(), &Ask::FIELDS);
        assert_eq!(search(&mut reader, &query, 5).1, (day + 1) * 3);
    }
    let status = reader.status();
    assert!(status.batches.0 < 12 && status.waiting == 0, "{status:?}");
}

/// A page that is open, with its day and its articles.
fn page(day: u32, articles: &[&str]) -> Arc<Page> {
    let date = format!("{}年{}月{}日", day / 10_000, day / 100 % 100, day % 100);
    let articles = articles.iter().map(|text| {
        let mut builder = Builder::new(text);
        builder.push(BlockKind::Paragraph, &[DumpSpan::new(0, text.len())]);
        Arc::new(builder.finish(Confidence(1.0)))
    });
    let furniture = vec![Furniture { text: date, span: DumpSpan::default() }];
    Arc::new(Page { articles: articles.collect(), furniture, path: day.to_string(), ..Page::default() })
}

#[test]
fn what_is_open_stands_among_the_library_by_its_day_and_nothing_comes_twice() {
    let folder = tempfile::tempdir().unwrap();
    let same = page(20_260_505, &["渡口的灯，两处都有"]);
    let print = same.articles[0].fingerprint().to_owned();
    let mut store = Store::open(folder.path(), Duration::from_secs(9)).unwrap();
    let mut import = Import::new(&mut store);
    for (day, fingerprint) in [(20_260_502, "a"), (20_260_504, "b"), (20_260_506, "c"), (20_260_505, &*print)]
    {
        let text = "渡口的灯在库里";
        let entry = Entry { fingerprint, ..entry(0, text) };
        import.add(&volume(&format!("/{day}"), day), [entry].into_iter(), None).unwrap();
    }
    import.finish().unwrap();
    let pages = vec![page(20_260_503, &["渡口的灯开着", "没有别的"]), same, page(20_260_507, &["灯"])];
    let job = HuntJob { typed: "灯".to_owned(), rules: Rules::default(), pages, known: Known::default() };
    let (mut days, mut last) = (Vec::new(), Progress::default());
    hunt::open(&job, &mut Archive::open(folder.path()), &AtomicBool::new(false), &mut |told| match told {
        Hunted::Hit(hit) => days.extend(hit.date),
        Hunted::Progress(progress) => {
            assert!(!last.done, "{progress:?} comes behind the end");
            last = progress;
        }
        other => panic!("{other:?}"),
    });
    let want = ["07", "06", "05", "04", "03", "02"].map(|day| format!("2026-05-{day}"));
    assert_eq!((days, last.articles, last.done), (want.to_vec(), 6, true));
}

#[test]
fn an_article_that_is_open_is_counted_once_also_behind_those_that_are_shown() {
    let folder = tempfile::tempdir().unwrap();
    let texts: Vec<String> = (0..130).map(|number| format!("渡口的灯，第{number}盏")).collect();
    // Open are more than are shown, too, and two that do not answer.
    for (open, in_library) in [(0..130, 0..130), (100..130, 0..130), (0..70, 60..130), (0..3, 0..2)] {
        let (from, to) = (in_library.start, in_library.end);
        let mut articles: Vec<&str> = texts[open.clone()].iter().map(String::as_str).collect();
        articles.extend(["没有别的", "船"]);
        let pages = vec![page(20_260_501, &articles)];
        let mut store = Store::open(folder.path(), Duration::from_secs(9)).unwrap();
        store.clear().unwrap();
        let mut import = Import::new(&mut store);
        let prints = page(20_260_501, &texts.iter().map(String::as_str).collect::<Vec<_>>());
        for (article, text) in prints.articles[from..to].iter().zip(&texts[from..to]) {
            let entry = Entry { fingerprint: article.fingerprint(), ..entry(0, text) };
            import.add(&volume(text, 20_260_501), [entry].into_iter(), None).unwrap();
        }
        import.finish().unwrap();
        drop(store);
        let job =
            HuntJob { typed: "灯".to_owned(), rules: Rules::default(), pages, known: Known::default() };
        let (mut found, mut last) = (HashSet::new(), Progress::default());
        hunt::open(
            &job,
            &mut Archive::open(folder.path()),
            &AtomicBool::new(false),
            &mut |told| match told {
                Hunted::Hit(hit) => assert!(found.insert(hit.fingerprint)),
                Hunted::Progress(progress) => last = progress,
                other => panic!("{other:?}"),
            },
        );
        let want = open.clone().chain(from..to).collect::<BTreeSet<_>>().len();
        assert_eq!((last.articles, last.done), (want, true), "{open:?} {from}..{to}");
    }
}

#[test]
fn what_is_common_is_counted_by_the_index_as_it_is_by_a_scan() {
    let folder = tempfile::tempdir().unwrap();
    // Each fills more than half a block, so that what all of them hold stands in many.
    let filler = "一二三四五六七八九十".repeat(300);
    let forms = ["灯亮", "燈亮", "灯 亮", "灯\n亮", "灯，亮", "亮灯"];
    let text = |number: usize| format!("{filler}。{}。{}", forms[number % forms.len()], 1000 + number);
    let texts: Vec<String> = (0..150).map(text).collect();
    let prints: Vec<String> = (0..150).map(|number| format!("print {number}")).collect();
    let import = |from: usize, old: &dyn Fn(usize) -> Option<(u32, u32)>| {
        let mut store = Store::open(folder.path(), Duration::from_secs(9)).unwrap();
        let mut import = Import::new(&mut store);
        for (number, (text, print)) in texts.iter().zip(&prints).enumerate().skip(from) {
            let entry = Entry { fingerprint: print, ..entry(0, text) };
            import.add(&volume(&format!("/{number}"), 1), [entry].into_iter(), old(number)).unwrap();
        }
        import.finish().unwrap();
    };
    let check = |except: &[&String]| {
        for typed in ["灯", "灯亮", "亮灯", "五六", "十。", "，", "8", "灯亮|五", "灯亮 date:1"]
        {
            let query = Query::filter(typed, Rules::default(), &Ask::FIELDS);
            let never = AtomicBool::new(false);
            let asked = |(text, print): (&String, &String)| {
                let subject = Subject { texts: &[text], date: Some(1), ..Subject::default() };
                query.passes(&subject, &never).unwrap() && !except.contains(&print)
            };
            let want = texts.iter().zip(&prints).filter(|one| asked(*one)).count();
            let except = except.iter().copied().cloned().collect();
            let (order, known) = (Order::Newest, Known::default());
            let ask = Ask { query: query.clone(), order, limit: 9, around: 20, count: true, known, except };
            let outcome = Archive::open(folder.path()).search(&ask, &never, &mut |_| ()).unwrap();
            assert_eq!(outcome.articles, want, "{typed}");
        }
    };
    import(0, &|_| None);
    check(&[]);
    check(&[&prints[3], &prints[7]]);
    // The last ones were read again, so that their first batch is no more as it was counted.
    import(140, &|number| Some((1, number as u32)));
    check(&[]);
    check(&[&prints[149], &"none".to_owned()]);
}

/// The real program over these folders.
fn program(home: &Path, words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_baolan"));
    command.args(words).env_clear().env("HOME", home).env("XDG_CACHE_HOME", home.join("cache"));
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn output(command: &mut Command) -> (i32, String) {
    let out = command.output().unwrap();
    let said = [out.stdout, out.stderr].concat();
    (out.status.code().unwrap_or(-1), String::from_utf8(said).unwrap())
}

#[test]
fn the_command_tells_what_it_took_and_what_to_do() {
    let home = tempfile::tempdir().unwrap();
    sources(&home.path().join("papers"), 0..5);
    let (code, said) = output(&mut program(home.path(), &["index"]));
    assert!(code == 2 && said.contains("setting library"), "{code} {said}");
    let (code, said) = output(&mut program(home.path(), &["index", "--status"]));
    assert!(code == 1 && said.contains("no index yet"), "{code} {said}");
    let config = home.path().join(".config/baolan");
    fs::create_dir_all(&config).unwrap();
    fs::write(config.join("settings.toml"), "library = [\"~/papers\", \"~/none\"]\n").unwrap();
    let (code, said) = output(&mut program(home.path(), &["index"]));
    assert!(code == 1 && said.contains("read 5 files") && said.contains("none"), "{code} {said}");
    let (code, said) = output(&mut program(home.path(), &["index", "--status"]));
    assert!(code == 0 && said.contains("articles 5 from 5 files"), "{code} {said}");
    let (_, said) = output(&mut program(home.path(), &["index", "--rebuild"]));
    assert!(said.contains("read 5 files"), "{said}");
    let (code, said) = output(&mut program(home.path(), &["search", "水号3"]));
    assert!(code == 0 && said.contains("0003.txt") && !said.contains("0002.txt"), "{code} {said}");
    let (code, said) = output(&mut program(home.path(), &["search", "没有的话"]));
    assert_eq!((code, said.as_str()), (1, ""));
    fs::write(config.join("settings.toml"), "library = [\"papers\"]\n").unwrap();
    let (code, said) = output(&mut program(home.path(), &["index"]));
    assert!(code == 2 && said.contains("settings.toml:1:12") && said.contains("~/papers"), "{code} {said}");
}

#[cfg(unix)]
#[test]
fn the_reader_indexes_its_library_by_itself_where_it_may() {
    use crate::support::pty::{Run, Term};
    let table = [
        ("library = [\"~/papers\"]", false, 5),
        ("library = [\"~/papers\"]\nindex = \"manual\"", false, 0),
        ("", false, 0),
        // Another copy writes.
        ("library = [\"~/papers\"]", true, 0),
    ];
    let runs = table.map(|(settings, locked, want)| {
        let run = Run::on("渡口\n\n夜里船都回来了，渡口的灯还亮着。\n");
        sources(&run.home.path("papers"), 0..5);
        run.home.write("config/baolan/settings.toml", settings);
        let folder = run.home.path("cache/baolan/library");
        let store = locked.then(|| Store::open(&folder, Duration::ZERO).unwrap());
        (Term::showing(&run, "夜里船"), run, folder, store, want)
    });
    for (term, run, folder, store, want) in runs {
        let deadline = std::time::Instant::now() + Duration::from_secs(if want > 0 { 30 } else { 3 });
        while found(&folder, "守灯") != want || want == 0 {
            if std::time::Instant::now() > deadline {
                break;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        assert_eq!(found(&folder, "守灯"), want, "{}", term.screen().text());
        assert!(want > 0 || store.is_some() || !folder.exists());
        if want > 0 {
            term.keys("g/<Paste:守灯>");
            term.wait_for("5 found");
            term.keys("<Esc>");
        }
        let before = term.frames();
        std::thread::sleep(Duration::from_millis(300));
        assert!(want > 0 || term.frames() == before, "it wakes up");
        term.keys("q");
        assert_eq!(term.status(0), 0);
        drop(run);
    }
}

#[cfg(unix)]
#[test]
fn few_open_files_lose_no_hit_and_drop_nothing() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("cache/baolan/library");
    let batches: Vec<Vec<Dated>> =
        (0..70).map(|number| vec![(20_260_501, format!("渡口的灯第{number}盏"))]).collect();
    archive(&folder, &batches);
    sources(&home.path().join("papers"), 0..1);
    // As many texts and as many segments; then all made one.
    for (words, says) in
        [("search 渡口的灯第 --json", 70), ("index papers", 0), ("search 渡口的灯第 --json", 70)]
    {
        for limit in [64, 24] {
            let script = format!("ulimit -n {limit} && exec {} {words}", env!("CARGO_BIN_EXE_baolan"));
            let mut shell = Command::new("sh");
            shell.args(["-c", &script]).env_clear().env("HOME", home.path());
            shell.env("XDG_CACHE_HOME", home.path().join("cache")).current_dir(home.path());
            let out = shell.output().unwrap();
            let (said, told) =
                (String::from_utf8(out.stdout).unwrap(), String::from_utf8(out.stderr).unwrap());
            assert_eq!(
                (said.matches("\"hits\"").count(), told.as_str()),
                (says, ""),
                "{words} with {limit}: {said}"
            );
        }
    }
    assert_eq!((found(&folder, "渡口的灯第"), found(&folder, "守灯")), (70, 1));
}

/// Kills in a usual run; `BAOLAN_KILLS=100` for a hundred.
const KILLS: usize = 8;

#[test]
fn killed_at_any_moment_the_index_is_whole_and_goes_on() {
    let home = tempfile::tempdir().unwrap();
    let (papers, folder) = (home.path().join("papers"), home.path().join("cache/baolan/library"));
    let kills = std::env::var("BAOLAN_KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(KILLS);
    let mut before = 0;
    for kill in 0..kills {
        sources(&papers, kill * 4..kill * 4 + 4);
        let mut child: Child = program(home.path(), &["index", papers.to_str().unwrap()]).spawn().unwrap();
        std::thread::sleep(Duration::from_micros(700 * (kill as u64 * 7 % 60)));
        child.kill().unwrap();
        child.wait().unwrap();
        let mut archive = Archive::open(&folder);
        assert_eq!(archive.told, [], "after kill {kill}");
        let query = Query::filter("守灯", Rules::default(), &Ask::FIELDS);
        let count = search(&mut archive, &query, 5).1;
        assert!(
            (before..=kill * 4 + 4).contains(&count) && count.is_multiple_of(4),
            "{count} after kill {kill}"
        );
        before = count;
    }
    let (code, said) = output(&mut program(home.path(), &["index", papers.to_str().unwrap()]));
    assert_eq!((code, found(&folder, "守灯")), (0, kills * 4), "{said}");
    let left = fs::read_dir(&folder).unwrap().flatten();
    let left: Vec<String> = left.map(|one| one.file_name().to_string_lossy().into_owned()).collect();
    assert!(left.iter().all(|name| !name.starts_with(".baolan-")), "{left:?}");
}

#[test]
fn of_two_copies_one_writes_and_the_other_reads() {
    let home = tempfile::tempdir().unwrap();
    let (papers, folder) = (home.path().join("papers"), home.path().join("cache/baolan/library"));
    sources(&papers, 0..6);
    index(&folder, from_ref(&papers));
    let store = Store::open(&folder, Duration::ZERO).unwrap();
    let (code, said) = output(&mut program(home.path(), &["index", papers.to_str().unwrap()]));
    assert!(code == 1 && said.contains("another copy"), "{code} {said}");
    assert_eq!(found(&folder, "守灯"), 6);
    drop(store);
    let (code, said) = output(&mut program(home.path(), &["index", papers.to_str().unwrap()]));
    assert!(code == 0 && said.contains("unchanged 6"), "{code} {said}");
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_is_told_and_still_read() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = tempfile::tempdir().unwrap();
    let (papers, folder) = (home.path().join("papers"), home.path().join("cache/baolan/library"));
    sources(&papers, 0..6);
    index(&folder, from_ref(&papers));
    let mode = |bits| fs::set_permissions(&folder, fs::Permissions::from_mode(bits)).unwrap();
    mode(0o500);
    // Root may write everywhere; then there is nothing to try.
    let refused = fs::write(folder.join("probe"), "").is_err();
    if refused {
        sources(&papers, 6..7);
        let (code, said) = output(&mut program(home.path(), &["index", papers.to_str().unwrap()]));
        assert!(code == 1 && said.contains("library"), "{code} {said}");
    }
    assert_eq!(found(&folder, "守灯"), 6);
    mode(0o700);
}

#[test]
fn a_stopped_search_ends_and_a_stopped_update_is_whole() {
    let outer = tempfile::tempdir().unwrap();
    let (papers, folder) = (outer.path().join("papers"), outer.path().join("cache"));
    sources(&papers, 0..40);
    // One hand reads ahead no further than the queue is long.
    let mut store = Store::open(&folder, Duration::from_secs(9)).unwrap().with_hands(1);
    let (stop, steps) = (AtomicBool::new(false), AtomicUsize::new(0));
    let report = update(&mut store, from_ref(&papers), &Mends::default(), &stop, &mut |_| {
        stop.store(steps.fetch_add(1, Ordering::Relaxed) > 5, Ordering::Relaxed);
    });
    drop(store);
    let taken = report.unwrap().taken.0;
    assert!(taken < 40);
    assert_eq!(found(&folder, "守灯"), taken);
    let ask = Ask {
        query: Query::filter("守灯", Rules::default(), &Ask::FIELDS),
        order: Order::Relevance,
        limit: 5,
        around: 20,
        count: true,
        known: Known::default(),
        except: HashSet::new(),
    };
    let mut archive = Archive::open(&folder);
    assert_eq!(archive.search(&ask, &AtomicBool::new(true), &mut |_| panic!("told")), None);
    let mut hits = 0;
    archive
        .search(&ask, &AtomicBool::new(false), &mut |told| hits += usize::from(matches!(told, Told::Hit(_))));
    assert_eq!(hits, taken.min(5));
}

#[test]
fn pinyin_means_in_the_library_what_its_headlines_say_and_else_what_stands_anywhere() {
    let folder = tempfile::tempdir().unwrap();
    // So long that of all that is older only headlines are read.
    let long = "水面很平，风不大。\n".repeat(90_000);
    let old = |number: u32| (20_260_101 + number % 28, format!("渡口的灯\n老桥下的船，第{number}条"));
    let batches = [vec![(20_260_601, long)], (0..40).map(old).collect()];
    archive(folder.path(), &batches);
    let mut library = Archive::open(folder.path());
    for (typed, candidate, found) in [
        ("dukou", Some(("渡口", 40)), 40),
        ("dukoudedeng", Some(("渡口的灯", 40)), 40),
        ("dkddg", None, 0),
        ("laoqiao", None, 40),
        ("meiyou", None, 0),
    ] {
        let job = HuntJob {
            typed: typed.to_owned(),
            rules: Rules::default(),
            pages: Vec::new(),
            known: Known::default(),
        };
        let (mut best, mut last, mut hits) = (Vec::new(), Progress::default(), 0);
        hunt::open(&job, &mut library, &AtomicBool::new(false), &mut |told| match told {
            Hunted::Candidates(candidates) => best = candidates,
            Hunted::Hit(_) => hits += 1,
            Hunted::Progress(progress) => last = progress,
            Hunted::Failed(why) => panic!("{why}"),
        });
        let got = best.first().map(|one| (one.text.as_str(), one.count));
        assert_eq!((got, hits, last.articles, last.done), (candidate, found, found, true), "{typed}");
    }
}

#[test]
fn what_is_open_and_in_the_library_is_counted_once_as_what_pinyin_may_mean() {
    let folder = tempfile::tempdir().unwrap();
    let texts = ["渡口的灯，渡口的船", "老桥与渡口"];
    archive(folder.path(), &[texts.iter().map(|text| (20_260_501, (*text).to_owned())).collect()]);
    let pages = vec![page(20_260_501, &texts[..1])];
    let job = HuntJob { typed: "dukou".to_owned(), rules: Rules::default(), pages, known: Known::default() };
    let mut best = Vec::new();
    hunt::open(&job, &mut Archive::open(folder.path()), &AtomicBool::new(false), &mut |told| {
        if let Hunted::Candidates(candidates) = told {
            best = candidates;
        }
    });
    assert_eq!(best.first().map(|one| (one.text.as_str(), one.count)), Some(("渡口", 3)));
}
