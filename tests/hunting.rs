//! Search through many articles: dumps that are dropped unread, files newest first, the box, the command line.
//!
//! Guarantees: what is dropped is held against what recovery makes of it. Never: a limit of time.

use std::collections::HashSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};

use baolan::app::effect::{Effect, HuntJob};
use baolan::app::event::{Event, Failure, FailureKind, Hunted, Indexed, Indexing, Progress};
use baolan::app::overlay::Overlay;
use baolan::article::Article;
use baolan::format::page_mended;
use baolan::library::Hit;
use baolan::mend::Mends;
use baolan::search::{Gaps, Known, Marks, Query, Rules, Sieve, Subject};
use baolan::text::encoding::Choice;
use baolan::text::hazard::is_hazard;
use baolan::world::archive::Archive;
use baolan::world::hunt::{Ask, Files, Order, files, hunt};
use baolan::world::slips::twice;
use proptest::prelude::*;

use crate::commands::PAGE;
use crate::support::desk::Desk;

/// Another page, of another day.
const OLDER: &str = "\
东江晚报

2026年5月2日 星期六

03版 城事

渡口的灯昨夜又亮了

本报讯 (记者林小满)天黑下来以后,渡口就只剩下一盏灯。摆渡的周师傅说,这盏灯亮了三十年,江城的孩子都认得它。

码头的书摊收了

本报讯 码头的书摊昨天收了。摊主说,江城的水上巴士开了,来买书的人反倒少了,明年再来看看。

责任编辑:白露 版式设计:叶子
";

fn never() -> AtomicBool {
    AtomicBool::new(false)
}

// What is dropped.

/// A dump cut as pages are: lines of any length, blank lines, hazards, other blocks between two pieces.
fn cut_up() -> impl Strategy<Value = String> {
    let between = prop_oneof![
        6 => Just(String::new()),
        2 => Just("\n".to_owned()),
        2 => Just("\n\n".to_owned()),
        1 => Just(" \r\n　　".to_owned()),
        1 => Just("\u{200b}".to_owned()),
        1 => Just("\n\n编辑手记\n\n".to_owned()),
    ];
    let length = PAGE.chars().count();
    prop::collection::vec((1..40_usize, between), length / 20).prop_map(|cuts| {
        let mut chars = PAGE.chars();
        let mut dump = String::new();
        for (take, between) in cuts {
            dump.extend(chars.by_ref().take(take));
            dump.push_str(&between);
        }
        dump.extend(chars);
        dump
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn no_dump_is_dropped_of_which_an_article_answers(dump in cut_up(), at in 0..300_usize, length in 1..7_usize) {
        let page = page_mended("page.txt", dump.as_bytes(), Choice::Auto, |_| Vec::new()).unwrap();
        let whole: String = page.articles.iter().map(|article| article.text().as_str()).collect::<Vec<_>>().join("\n");
        let typed: String = whole.chars().skip(at).take(length).filter(|c| !"\n|-/\"".contains(*c)).collect();
        let query = Query::filter(&format!("\"{typed}\""), Rules::default(), &HuntJob::FIELDS);
        let answers = page.articles.iter().any(|article| {
            let texts: &[&str] = &[article.text()];
            let subject = Subject { texts, ..Default::default() };
            query.passes(&subject, &never()).unwrap()
        });
        let passes = Sieve::new(&query).passes(&dump, &never()).unwrap();
        prop_assert!(passes || !answers, "{typed:?} was dropped in {dump:?}");
    }
}

// Files.

/// What a search in files tells: headlines, and what failed.
fn look_in(names: &[(&str, &[u8])], ask: &Ask) -> (Vec<Hit>, Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in names {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    let (mut hits, mut failed) = (Vec::new(), Vec::new());
    let places = files(&[folder.path().to_owned()], |problem| panic!("{problem}"));
    let how = Files { encoding: Choice::Auto, mends: Mends::default() };
    hunt(ask, &places, &how, &never(), &mut |told| match told {
        Hunted::Hit(hit) => hits.push(*hit),
        Hunted::Failed(problem) => failed.push(problem),
        Hunted::Candidates(_) | Hunted::Progress(_) => {}
    })
    .unwrap();
    (hits, failed)
}

fn no_library() -> Archive {
    Archive::open(Path::new("no library"))
}

fn ask(typed: &str) -> Ask {
    let query = Query::filter(typed, Rules::default(), &HuntJob::FIELDS);
    Ask {
        query,
        order: Order::Newest,
        limit: usize::MAX,
        around: 20,
        count: false,
        known: Known::default(),
        except: HashSet::new(),
    }
}

/// Searches three files of three days, one of them in GB18030, for `typed`: the headlines found.
fn check(typed: &str, want: &[&str]) {
    let old = encoding_rs::GB18030.encode(OLDER).0;
    let all: &[(&str, &[u8])] = &[
        ("2026-05-01/old.txt", "山上的灯塔\n\n山上的灯塔今年不再亮了，守塔的人下了山。\n".as_bytes()),
        ("2026-05-03/new.txt", PAGE.as_bytes()),
        ("2026-05-02/middle.txt", &old),
    ];
    let got: Vec<String> = look_in(all, &ask(typed)).0.into_iter().map(|hit| hit.headline).collect();
    assert_eq!(got, want, "{typed}");
}

#[test]
fn files_are_searched_the_newest_first_by_the_language_of_queries() {
    check("江城", &["江城水上巴士今天首航", "渡口的灯昨夜又亮了", "码头的书摊收了"]);
    check("灯", &["渡口的灯昨夜又亮了", "山上的灯塔"]);
    check("燈 -渡口", &["山上的灯塔"]);
    check("title:书", &["老书店迎来百岁生日", "码头的书摊收了"]);
    check("报纸:东江 灯", &["渡口的灯昨夜又亮了"]);
    check("date:2026-05-02 江城", &["渡口的灯昨夜又亮了", "码头的书摊收了"]);
    check("土星|灯塔", &["山村小学的第一堂天文课", "山上的灯塔"]);
    check("/第.堂/", &["山村小学的第一堂天文课"]);
    check("记者:林小满", &["渡口的灯昨夜又亮了"]);
    check("dengta", &["山上的灯塔"]);
    check("source:middle 书摊", &["码头的书摊收了"]);
    check("水上巴士 四明书店", &[]);
    check("没有这样的话", &[]);
}

#[test]
fn a_hit_says_where_it_is_and_what_stands_around_it() {
    let (hits, _) = look_in(&[("middle.txt", OLDER.as_bytes())], &ask("江城"));
    let hit = &hits[1];
    assert_eq!((hit.ordinal, hit.count, hit.more), (1, 1, false));
    assert_eq!((hit.paper.as_deref(), hit.date.as_deref()), (Some("东江晚报"), Some("2026-05-02")));
    let sample = &hit.samples[0];
    assert_eq!(&sample.context[sample.marks[0].clone()], "江城");
    assert!(sample.context.starts_with("书摊昨天收了") || sample.context.contains("摊主说"), "{sample:?}");
    assert!(sample.context.chars().count() >= 40, "{sample:?}");
}

#[test]
fn the_most_relevant_come_first_where_that_is_asked_and_no_more_than_asked() {
    let few = "渡口一日\n\n渡口的船开了。岸上的人都回去了，江面很静，风也停了，只有水声。\n";
    let many = "渡口与渡口\n\n渡口的船到渡口，渡口的人等渡口的船。\n";
    let all: &[(&str, &[u8])] = &[("2026-05-03.txt", few.as_bytes()), ("2026-05-01.txt", many.as_bytes())];
    for (order, limit, want) in [
        (Order::Newest, 9, &["渡口一日", "渡口与渡口"][..]),
        (Order::Relevance, 9, &["渡口与渡口", "渡口一日"]),
        (Order::Newest, 1, &["渡口一日"]),
        (Order::Relevance, 1, &["渡口与渡口"]),
    ] {
        let (hits, _) = look_in(all, &Ask { order, limit, ..ask("渡口") });
        let got: Vec<&str> = hits.iter().map(|hit| hit.headline.as_str()).collect();
        assert_eq!(got, want, "{order:?} {limit}");
    }
}

#[test]
fn a_word_with_one_wrong_character_is_found_behind_the_words_as_they_are_where_that_is_asked() {
    let right = "末班车开了\n\n江边的末班车开了，岸上的人都回去了，江面很静。\n";
    let wrong = "未班车开了\n\n江边的未班车开了，岸上的人都回去了，江面很静。\n";
    let folder = tempfile::tempdir().unwrap();
    for (day, text) in [("20260501", right), ("20260503", right), ("20260502", wrong), ("20260504", wrong)] {
        let text = text.replace("很静", &format!("很静{day}"));
        fs::write(folder.path().join(format!("{day}.txt")), text).unwrap();
    }
    let places = files(&[folder.path().to_owned()], |problem| panic!("{problem}"));
    let how = Files { encoding: Choice::Auto, mends: Mends::default() };
    for (typed, limit, want) in [
        ("末班车开了", 9, "末3 末1 未4~ 未2~"),
        ("末班车开了", 3, "末3 末1 未4~"),
        ("末班车开了", 2, "末3 末1"),
        ("未班车开了 江边", 9, "未4 未2 末3~ 末1~"),
        ("莫班车开", 9, "末3~ 末1~"),
        ("\"末班车开了\"", 9, "末3 末1"),
        ("末班车", 9, "末3 末1"),
        ("-末班车开了", 9, "未4 未2"),
    ] {
        let ask = Ask { limit, count: true, ..ask(typed) };
        let (mut got, mut last) = (Vec::new(), Progress::default());
        let mut tell = |told| match told {
            Hunted::Hit(hit) => {
                let day = hit.source.file_stem().unwrap().to_str().unwrap().chars().last().unwrap();
                let slip = if hit.slip { "~" } else { "" };
                got.push(format!("{}{day}{slip}", hit.headline.chars().next().unwrap()));
            }
            Hunted::Progress(progress) => {
                assert!(!last.done, "nothing comes behind the end");
                last = progress;
            }
            other => panic!("{other:?}"),
        };
        let all = twice(&ask, ask.query.slipped(), &mut tell, &mut |ask, tell| {
            hunt(ask, &places, &how, &never(), tell)
        });
        assert_eq!(got.join(" "), want, "{typed}");
        let all = all.unwrap();
        assert_eq!((last.articles, last.done, all >= got.len()), (all, true, true), "{typed}");
    }
}

/// The page and the older one in every encoding, in traditional characters, damaged, and cut into short rows.
fn written_otherwise() -> Vec<(String, Vec<u8>)> {
    let traditional = |text: &str| -> String {
        let other = |c| {
            baolan::text::same::variants(c)
                .into_iter()
                .find(|v| *v != c && ('\u{4e00}'..'\u{9fff}').contains(v))
        };
        text.chars().map(|c| other(c).unwrap_or(c)).collect()
    };
    let cut = |text: &str| -> String {
        let rows = |line: &str| -> Vec<String> {
            let chars: Vec<char> = line.chars().collect();
            chars.chunks(9).map(|row| row.iter().collect()).collect()
        };
        text.lines()
            .flat_map(|line| if line.is_empty() { vec![String::new()] } else { rows(line) })
            .collect::<Vec<_>>()
            .join("\r\n　")
    };
    let wide = |text: &str| text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>();
    let mut all = Vec::new();
    for (name, text) in [("page", PAGE), ("older", OLDER)] {
        for (form, text) in
            [("plain", text.to_owned()), ("traditional", traditional(text)), ("cut", cut(text))]
        {
            let damaged = text.replacen('江', "\u{fffd}", 1).replace('\u{fffd}', "\u{1}\u{7f}");
            for (code, bytes) in [
                ("utf8", text.clone().into_bytes()),
                ("mark", ["\u{feff}", &text].concat().into_bytes()),
                ("damaged", [&*damaged.into_bytes(), b"\xe6\xb1\n"].concat()),
                ("gb", encoding_rs::GB18030.encode(&text).0.into_owned()),
                ("big5", encoding_rs::BIG5.encode(&text).0.into_owned()),
                ("utf16be", wide(&text)),
                ("utf16le", wide(&text).chunks(2).flat_map(|unit| [unit[1], unit[0]]).collect()),
                ("half", [text.as_bytes(), &encoding_rs::GB18030.encode(&text).0].concat()),
            ] {
                all.push((format!("{name}-{form}-{code}.txt"), bytes));
            }
        }
    }
    all
}

#[test]
fn a_search_of_files_finds_what_the_matcher_finds_in_all_that_recovery_makes_of_them() {
    let all = written_otherwise();
    let names: Vec<(&str, &[u8])> = all.iter().map(|(name, bytes)| (&**name, &**bytes)).collect();
    let page =
        |(name, bytes): &(String, Vec<u8>)| page_mended(name, bytes, Choice::Auto, |_| Vec::new()).unwrap();
    let pages: Vec<_> = all.iter().map(|file| (&file.0, page(file))).collect();
    for typed in [
        "江城",
        "燈",
        "東江 -書攤",
        "/书.{1,2}收/",
        "dukou",
        "shushang|书摊",
        "2026",
        "水上巴士开了来买书",
        "title:渡口",
        "\"，来买书\"",
        "龘",
        "江",
        "记者林小满天黑",
    ] {
        for (marks, gaps) in
            [(Marks::Kept, Gaps::default()), (Marks::Ignored, Gaps::default()), (Marks::Kept, Gaps::None)]
        {
            let query = Query::filter(typed, Rules { marks, gaps, ..Rules::default() }, &HuntJob::FIELDS);
            let answers = |article: &Article| {
                let title = article.title();
                let subject = Subject { texts: &[article.text()], title, ..Subject::default() };
                query.passes(&subject, &never()).unwrap()
            };
            let mut want: Vec<(&str, usize)> = Vec::new();
            for (name, page) in &pages {
                let some = page.articles.iter().enumerate().filter(|(_, article)| answers(article));
                want.extend(some.map(|(ordinal, _)| (name.as_str(), ordinal)));
            }
            let (hits, failed) = look_in(&names, &Ask { query: query.clone(), ..ask(typed) });
            let name = |hit: &Hit| hit.source.file_name().unwrap().to_string_lossy().into_owned();
            let mut got: Vec<(String, usize)> = hits.iter().map(|hit| (name(hit), hit.ordinal)).collect();
            got.sort();
            want.sort_unstable();
            let want: Vec<_> = want.into_iter().map(|(name, ordinal)| (name.to_owned(), ordinal)).collect();
            assert_eq!((got, failed), (want, Vec::new()), "{typed} {marks:?} {gaps:?}");
        }
    }
}

#[test]
fn a_file_that_cannot_be_read_is_told_and_costs_no_other() {
    let all: &[(&str, &[u8])] =
        &[("a.txt", b"\0\x01\x02\0\0\x03"), ("b.txt", OLDER.as_bytes()), ("c.txt", b"")];
    let (hits, failed) = look_in(all, &ask("书摊"));
    assert_eq!((hits.len(), failed.len()), (1, 2), "{failed:?}");
    assert!(
        failed.iter().any(|problem| problem.contains("a.txt") && problem.contains("--encoding")),
        "{failed:?}"
    );
}

#[test]
fn a_search_ends_when_nobody_waits_for_it() {
    let mut desk = Desk::open(PAGE, (80, 24));
    desk.keys("g/<Paste:江>");
    let job = desk.performed.iter().rev().find_map(|effect| match effect {
        Effect::Hunt { job, .. } => Some(job.clone()),
        _ => None,
    });
    let job = job.unwrap();
    let stop = never();
    let mut told = 0;
    let ended = baolan::world::hunt::open(&job, &mut no_library(), &stop, &mut |_| {
        told += 1;
        stop.store(true, Ordering::Relaxed);
    });
    assert_eq!((ended, told), (None, 1));
}

// The box.

fn pages() -> [(&'static str, &'static str); 2] {
    [("older.txt", OLDER), ("page.txt", PAGE)]
}

#[track_caller]
fn shows(keys: &str, shown: &[&str], hidden: &[&str]) -> Desk {
    let mut desk = Desk::with_inputs(&pages(), (100, 36));
    desk.shows(keys, shown, hidden);
    desk
}

#[test]
fn the_box_shows_what_is_found_with_what_stands_around_it() {
    shows("g/", &["Search all that is open", "Type what to look for", "date:2026-05"], &[]);
    shows(
        "g/<Paste:江城>",
        &["江城水上巴士今天首航", "渡口的灯昨夜又亮了", "2026-05-02", "东江晚报", "3 found"],
        &[],
    );
    shows(
        "g/<Paste:书摊>",
        &["码头的书摊收了", "1 found"],
        &["首班船满载九十名乘客，从老渡口出发，四十分钟后抵达大学城。船长说"],
    );
    shows("g/<Paste:没有这样的话>", &["No article holds “没有这样的话”"], &["码头的书摊"]);
    shows("g／<Paste:ｔｉｔｌｅ：书>", &["老书店迎来百岁生日", "2 found"], &[]);
    shows("g/<Paste:水上 巴士>", &["2 found"], &[]);
}

#[test]
fn a_query_without_words_shows_how_articles_begin() {
    let begins = "本报讯 码头的书摊昨天收了。摊主说，江城的水上巴士开了";
    shows("g/date:2026-05-02", &["2 found", begins], &[]);
    shows("g/is:unread", &["5 found", begins], &[]);
    shows("g/<Paste:date:2026-05-02 江城>", &["2 found", "码头的书摊收了"], &["1 found"]);
    // There is no match to go to.
    shows("g/date:2026-05-02<Down><Enter>", &["码头的书摊收了"], &["Search all", "No match", "1/"]);
}

#[test]
fn what_the_reader_did_with_articles_can_be_asked_everywhere() {
    shows("g/is:starred", &["No article holds"], &[]);
    shows("jlsg/is:starred", &["1 found"], &[]);
    shows("jlsg/-is:starred<Space><Paste:书>", &["2 found"], &[]);
    shows("lsg/-is:starred<Space><Paste:江城>", &["2 found"], &[]);
    shows("la船<Esc>g/has:note", &["1 found"], &[]);
    shows("hrg/is:read", &["1 found"], &[]);
    shows("hrg/is:unread<Space><Paste:江城>", &["2 found"], &[]);
    shows("g/is:unread<Space><Paste:江城>", &["3 found"], &[]);
}

#[test]
fn a_slip_is_looked_for_where_the_settings_ask_for_it_and_is_marked() {
    let mut desk = Desk::with_inputs(&pages(), (100, 36));
    desk.shows("g/<Paste:水上巴土>", &["No article holds"], &[]);
    let mut desk = Desk::with_inputs(&pages(), (100, 36));
    desk.app.settings.search.typo = true;
    desk.shows("g/<Paste:水上山士>", &["No article holds"], &[]);
    let mut desk = Desk::with_inputs(&pages(), (100, 36));
    desk.app.settings.search.typo = true;
    desk.shows("g/<Paste:水上巴土>", &["one character differs", "2 found"], &[]);
    // The article is searched for what stands there.
    desk.shows("<Enter>", &["1/"], &["No match"]);
    let mut desk = Desk::with_inputs(&pages(), (100, 36));
    desk.app.settings.search.typo = true;
    desk.shows("g/<Paste:水上巴士>", &["2 found"], &["one character differs"]);
}

#[test]
fn pinyin_has_candidates_and_one_of_them_can_be_taken() {
    shows("g/dukou", &["渡口 3", "2 found"], &[]);
    shows("g/shsb", &["水上巴 3"], &[]);
    shows("g/dukou<Tab>", &["/渡口", "渡口 3", "2 found"], &[]);
    shows("g/dukou<Tab>x", &["/渡口x"], &["渡口 3"]);
    shows("g/<Paste:渡口><Tab>", &["No candidates"], &[]);
}

#[test]
fn a_mistake_is_shown_and_what_was_found_stays() {
    shows("g/<Paste:书摊><Space>date:20-99-", &["^", "is no date", "码头的书摊收了"], &[]);
    shows("g/<Paste:书摊><Space>tag:x", &["^", "Nothing here has a field"], &[]);
    shows("g/<Paste:书摊><Space>/(/", &["Not a pattern", "码头的书摊收了"], &[]);
    shows("g/<Paste:书摊><Space>date:20-99-<Enter>", &["^", "is no date", "码头的书摊收了"], &[]);
    shows("g/<Paste:书摊><Space>title:", &["码头的书摊收了"], &["^"]);
}

#[test]
fn enter_opens_the_article_at_its_hit_and_n_goes_on() {
    let desk = shows("g/<Paste:江城><Down><Enter>", &["码头的书摊收了", "1/1"], &["Search all that is open"]);
    assert!(desk.app.overlays.is_empty());
    shows("g/<Paste:书摊><Enter>", &["1/2"], &[]);
    shows("g/<Paste:书摊><Enter>n", &["2/2"], &[]);
    shows("g/<Paste:书摊><Enter>Jn", &["No match for “书摊”"], &[]);
    shows("g/<Paste:江城 -渡口><Enter>", &["1/"], &["渡口的灯昨夜又亮了\n"]);
    shows("g/<Paste:title:书><Enter>", &["老书店迎来百岁生日", "1/"], &[]);
    shows("g/dukou<Enter>", &["1/"], &[]);
    shows("g/<Paste:date:2026-05-02><Enter>", &["渡口的灯昨夜又亮了"], &["Search all"]);
    shows("g/<Paste:没有这样的话><Enter>", &["No match for “没有这样的话”", "Search all that is open"], &[]);
}

#[test]
fn esc_goes_back_to_where_one_was_and_up_to_what_was_typed_before() {
    let mut desk = Desk::with_inputs(&pages(), (100, 36));
    desk.keys("l");
    let before = desk.screen();
    desk.keys("g/<Paste:书摊><Esc>");
    assert_eq!(desk.screen(), before);
    assert!(matches!(desk.performed.last(), Some(Effect::StopHunt)));
    desk.keys("g/<Paste:书摊><Enter>g/<Up>");
    assert!(desk.screen().contains("/书摊") && desk.screen().contains("1 found"), "{}", desk.screen());
}

#[test]
fn answers_to_an_older_query_are_dropped() {
    let mut desk = Desk::with_inputs(&pages(), (100, 36));
    desk.slow = true;
    desk.keys("g/<Paste:书摊>");
    let asked = |desk: &Desk| match desk.performed.last() {
        Some(Effect::Hunt { ticket, job }) => (*ticket, job.clone()),
        other => panic!("{other:?}"),
    };
    let (old, job) = asked(&desk);
    desk.keys("<Backspace>");
    let (new, _) = asked(&desk);
    let answer = |desk: &mut Desk, ticket| {
        let mut told = Vec::new();
        baolan::world::hunt::open(&job, &mut no_library(), &never(), &mut |one| told.push(one));
        for told in told {
            desk.send(Event::Hunted { ticket, told });
        }
    };
    answer(&mut desk, old);
    assert!(!desk.screen().contains("码头的书摊收了"), "{}", desk.screen());
    answer(&mut desk, new);
    assert!(desk.screen().contains("码头的书摊收了"), "{}", desk.screen());
}

#[test]
fn the_article_that_was_gone_to_stays_selected() {
    let mut desk = shows("g/<Paste:江城><Down>", &[], &[]);
    let selected = |desk: &mut Desk| {
        let hunt = desk.app.hunt().unwrap();
        hunt.hits[hunt.selected].headline.clone()
    };
    assert_eq!(selected(&mut desk), "码头的书摊收了");
    desk.keys("<Backspace>");
    assert_eq!(selected(&mut desk), "码头的书摊收了");
    // The input method's window stands at the cursor.
    assert!(desk.frame().1.is_some_and(|cursor| cursor.y == 35 && cursor.x > 2));
    desk.keys("<Up>");
    assert_ne!(selected(&mut desk), "码头的书摊收了");
}

#[test]
fn a_hit_on_a_page_that_is_not_open_opens_it() {
    let mut desk = Desk::with_inputs(&pages(), (100, 36));
    desk.slow = true;
    desk.keys("g/<Paste:灯>");
    let Some(Effect::Hunt { ticket, .. }) = desk.performed.last() else { panic!() };
    let (ticket, source) = (*ticket, std::path::PathBuf::from("/papers/a.txt"));
    let hit = Hit { source: source.clone(), fingerprint: "other".to_owned(), ..Hit::default() };
    desk.send(Event::Hunted { ticket, told: Hunted::Hit(Box::new(hit)) });
    desk.keys("<Enter>");
    let Some(Effect::Load { inputs, .. }) = desk.performed.last() else {
        panic!("{:?}", desk.performed.last())
    };
    assert_eq!(inputs, &[baolan::app::effect::Input::Path(source)]);
}

#[test]
fn the_box_is_whole_at_every_size() {
    for size in [(80, 24), (40, 12), (20, 5), (8, 3), (1, 1), (200, 50)] {
        let mut desk = Desk::with_inputs(&pages(), size);
        for keys in ["g/", "<Paste:江城>", "<Down>", "<Space>date:x", "<Esc>", "g/dk", "<Tab>"] {
            desk.keys(keys);
            desk.screen();
        }
        assert!(desk.app.overlays.iter().any(|overlay| matches!(overlay, Overlay::Hunt(_))));
    }
}

#[test]
fn how_the_index_comes_along_is_shown_and_what_is_wrong_is_told() {
    let mut desk = Desk::with_inputs(&pages(), (120, 36));
    let mut says = |said: Indexing, shown: &[&str], hidden: &[&str]| {
        desk.send(Event::Indexing(said));
        desk.shows("", shown, hidden);
    };
    let failure = |kind| Failure { kind, path: "/papers".to_owned(), reason: "no room".to_owned() };
    let done = |skipped, away| Indexing::Done(Indexed { articles: 7, gone: 0, skipped, away });
    says(Indexing::Part(34), &["Indexing the library: 34%", "quit"], &[]);
    says(done(0, None), &["quit"], &["Indexing", "7"]);
    says(done(2, None), &["7 articles more; 2 files could not be taken"], &["Indexing"]);
    says(done(0, Some(failure(FailureKind::Missing))), &["/papers: there is no such file"], &[]);
    says(Indexing::Failed(failure(FailureKind::Unwritable)), &["not up to date: /papers: no room"], &[]);
}

#[test]
fn a_search_looks_again_when_the_index_has_more() {
    let mut desk = Desk::with_inputs(&pages(), (100, 36));
    desk.keys("g/<Paste:江城><Down>");
    let hunts = |desk: &Desk| desk.performed.iter().filter(|one| matches!(one, Effect::Hunt { .. })).count();
    let before = hunts(&desk);
    desk.send(Event::Indexing(Indexing::Done(Indexed::default())));
    assert_eq!(hunts(&desk), before, "nothing is new");
    desk.send(Event::Indexing(Indexing::Done(Indexed { articles: 3, ..Indexed::default() })));
    assert_eq!(hunts(&desk), before + 1);
    let hunt = desk.app.hunt().unwrap();
    assert_eq!(hunt.hits[hunt.selected].headline, "码头的书摊收了", "it stays selected");
}

// The command line.

/// Runs `baolan search` in a folder with files: exit status, output, what it says.
fn run(names: &[(&str, &str)], arguments: &[&str]) -> (i32, String, String) {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in names {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let output = Command::new(env!("CARGO_BIN_EXE_baolan"))
        .arg("search")
        .args(arguments)
        .current_dir(folder.path())
        .env_clear()
        .env("HOME", folder.path())
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap_or(-1), text(output.stdout), text(output.stderr))
}

fn says(arguments: &[&str], status: i32, out: &[&str], told: &[&str]) {
    let files = [("20260502.txt", OLDER), ("20260503.txt", PAGE), ("bad.txt", "")];
    let ran = run(&files, arguments);
    assert_eq!(ran.0, status, "{arguments:?}: {ran:?}");
    for part in out {
        assert!(ran.1.contains(part), "{arguments:?} should print {part}: {}", ran.1);
    }
    for part in told {
        assert!(ran.2.contains(part), "{arguments:?} should tell {part}: {}", ran.2);
    }
}

#[test]
fn the_command_prints_what_is_found_and_says_what_is_wrong() {
    let good = ["20260502.txt", "20260503.txt"];
    says(
        &["书摊", good[0]],
        0,
        &["码头的书摊收了  2026-05-02  东江晚报  20260502.txt", "    码头的[书摊]收了"],
        &[],
    );
    says(&["书摊", good[0], "--context", "2"], 0, &["头的[书摊]收了", "头的[书摊]昨天"], &[]);
    says(&["江城", good[0], good[1], "--limit", "1"], 0, &["水上巴士今天首航"], &[]);
    says(&["书摊", good[0], "--color=always"], 0, &["\u{1b}["], &[]);
    says(&["date:2026-05-02", good[0]], 0, &["20260502.txt\n    本报讯 码头的书摊昨天收了。"], &[]);
    says(&["水上巴土", good[0]], 1, &[], &[]);
    says(&["水上巴土", good[0], "--typo"], 0, &["20260502.txt  1  one character differs", "[水上巴士]"], &[]);
    says(&["水上巴土", good[0], "--typo", "--json"], 0, &["\"typo\":true"], &[]);
    says(&["没有这样的话", good[0]], 1, &[], &[]);
    says(&["-江城", good[0], "--json"], 1, &[], &[]);
    says(&["灯", "."], 2, &["渡口的灯昨夜又亮了"], &["bad.txt", "holds no text"]);
    says(&["灯", "missing.txt", good[0]], 2, &["渡口的灯昨夜又亮了"], &["missing.txt", "no such file"]);
    says(&["灯"], 2, &[], &["nothing to search", "PATH"]);
    says(&["  ", good[0]], 2, &[], &["asks for nothing"]);
    says(&["灯 date:20-99-", good[0]], 2, &[], &["灯 date:20-99-\n          ^ ", "is no date"]);
    says(&["tag:x", good[0]], 2, &[], &["^ Nothing here has a field"]);
    says(&["is:unread 灯", good[0]], 0, &["渡口的灯昨夜又亮了"], &[]);
    says(&["is:read 灯", good[0]], 1, &[], &[]);
    says(&["/(/", good[0]], 2, &[], &["  /(/\n   ^ Not a pattern"]);
}

#[test]
fn json_lines_say_where_a_hit_is() {
    let (status, out, _) = run(&[("page.txt", OLDER)], &["--json", "江城", "page.txt"]);
    assert_eq!((status, out.lines().count()), (0, 2));
    let value: serde_json::Value = serde_json::from_str(out.lines().nth(1).unwrap()).unwrap();
    assert_eq!(
        (&value["source"], &value["article"], &value["headline"]),
        (&"page.txt".into(), &1.into(), &"码头的书摊收了".into())
    );
    assert_eq!((&value["date"], &value["count"]), (&"2026-05-02".into(), &1.into()));
    let hit = &value["hits"][0];
    let mark = |at: usize| usize::try_from(hit["marks"][0][at].as_u64().unwrap()).unwrap();
    assert_eq!(&hit["context"].as_str().unwrap()[mark(0)..mark(1)], "江城");
    assert_eq!(hit["block"], 1);
    let (_, out, _) = run(&[("page.txt", OLDER)], &["--json", "date:2026-05-02", "page.txt"]);
    let value: serde_json::Value = serde_json::from_str(out.lines().nth(1).unwrap()).unwrap();
    let hit = &value["hits"][0];
    assert_eq!((&value["count"], hit["marks"].as_array().map(Vec::len)), (&0.into(), Some(0)));
    assert!(hit["context"].as_str().unwrap().starts_with("本报讯 码头的书摊昨天收了"), "{hit}");
}

#[test]
fn no_byte_of_a_document_or_a_query_acts_on_a_terminal() {
    let attack =
        "渡口\u{1b}]0;t\u{7}的灯\u{202e}\u{9b}31m\n\n渡口的\u{1b}[2J灯亮了\u{200b}一夜，江面上什么也没有。\n";
    for arguments in
        [&["渡口", "."][..], &["渡口", ".", "--json"], &["\u{1b}[2J date:x", "."], &["渡口", "\u{1b}[2J"]]
    {
        let (_, out, told) = run(&[("\u{1b}[31m.txt", attack)], arguments);
        for text in [out, told] {
            assert_eq!(
                text.chars().find(|c| is_hazard(*c) || *c == '\u{1b}'),
                None,
                "{arguments:?}: {text:?}"
            );
        }
    }
}
