//! Records, lines and merging by the laws they must keep; and marks in a page whose text changed.
//!
//! Guarantees: the laws hold for records with times and ids that meet. Never: a file.

use std::collections::BTreeSet;

use baolan::app::effect::Effect;
use baolan::app::event::{Event, StoreReport};
use baolan::article::{Anchor, Extra, Words};
use baolan::bookmark::{Bookmark, Change, Collection, News, SourceRef, Teller, parse};
use jiff::Timestamp;
use proptest::prelude::*;
use serde_json::{Map, Value};

use crate::commands::PAGE;
use crate::support::desk::Desk;

fn stamp() -> impl Strategy<Value = Timestamp> {
    (0_i64..6).prop_map(|second| Timestamp::from_second(1_795_000_000 + second).unwrap())
}

fn id() -> impl Strategy<Value = String> {
    "[a-d]"
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![Just(String::new()), "[渡口晚灯\"\\\\\n\u{0}\u{202e}😀a-c]{0,6}"]
}

/// Fields of a later version.
fn extra() -> impl Strategy<Value = Extra> {
    let value = prop_oneof![any::<i64>().prop_map(Value::from), text().prop_map(Value::from)];
    prop::collection::vec(("x[a-c]{1,2}", value), 0..3)
        .prop_map(|fields| Extra::from(fields.into_iter().collect::<Map<_, _>>()))
}

fn anchor() -> impl Strategy<Value = Anchor> {
    let words = prop_oneof![
        text().prop_map(Words::Whole),
        (text(), text(), any::<usize>()).prop_map(|(head, tail, length)| Words::Ends { head, tail, length }),
    ];
    (text(), words, text(), (any::<usize>(), any::<usize>(), 0_usize..50), extra()).prop_map(
        |(hash, words, around, (start, end, block), extra)| {
            let mut anchor = Anchor { hash, extra: extra.clone(), ..Anchor::default() };
            anchor.quote.words = words;
            anchor.quote.prefix = around;
            anchor.quote.extra.clone_from(&extra);
            anchor.position.extra = extra;
            (anchor.position.start, anchor.position.end, anchor.position.block) = (start, end, block);
            anchor
        },
    )
}

pub fn bookmark() -> impl Strategy<Value = Bookmark> {
    let source = (text(), text(), 0_usize..9, extra()).prop_map(|(path, page, article, extra)| SourceRef {
        path,
        page,
        article,
        encoding: String::new(),
        extra,
    });
    let written = (text(), prop::collection::vec(text(), 0..3), text());
    (id(), source, anchor(), written, (stamp(), stamp()), extra()).prop_map(
        |(id, source, anchor, (note, tags, headline), (created, updated), extra)| Bookmark {
            note,
            tags,
            updated,
            extra,
            ..Bookmark::new(id, source, headline, anchor, created)
        },
    )
}

/// A bookmark that says of fields when they were written, in any way.
fn dated() -> impl Strategy<Value = Bookmark> {
    let name = prop::sample::select(vec!["note", "tags", "headline", "xab", "xa"]).prop_map(str::to_owned);
    (bookmark(), prop::collection::btree_map(name, stamp(), 0..4))
        .prop_map(|(mark, at)| Bookmark { at, ..mark })
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        2 => bookmark().prop_map(Change::put),
        2 => dated().prop_map(Change::put),
        1 => (id(), stamp()).prop_map(|(id, at)| Change::Delete { id, at }),
    ]
}

/// A line that a later version wrote.
fn newer() -> impl Strategy<Value = String> {
    (2_u64..5, id(), 0_u8..3).prop_map(|(v, id, n)| format!(r#"{{ "id":"{id}","v":{v},  "new":{n}.50 }}"#))
}

fn collection() -> impl Strategy<Value = Collection> {
    (prop::collection::vec(change(), 0..6), prop::collection::vec(newer(), 0..3)).prop_map(
        |(changes, newer)| {
            let (mut collection, broken) = parse(newer.join("\n").as_bytes());
            assert!(broken.is_empty(), "{broken:?}");
            for change in changes {
                collection.merge_change(change);
            }
            collection
        },
    )
}

fn merged(one: &Collection, other: &Collection) -> Collection {
    let mut all = one.clone();
    all.merge(other.clone());
    all
}

proptest! {
    #[test]
    fn what_is_written_is_read_again(collection in collection()) {
        let text = collection.lines();
        let (read, broken) = parse(text.as_bytes());
        prop_assert!(broken.is_empty(), "{broken:?} in {text}");
        prop_assert_eq!(&read, &collection);
        prop_assert_eq!(read.lines(), text);
    }

    #[test]
    fn merging_is_the_same_in_any_order_and_however_often(
        (a, b, c) in (collection(), collection(), collection()),
    ) {
        let all = merged(&merged(&a, &b), &c);
        prop_assert_eq!(&all, &merged(&a, &merged(&b, &c)), "associative");
        prop_assert_eq!(merged(&a, &b).lines(), merged(&b, &a).lines(), "commutative");
        prop_assert_eq!(&merged(&a, &a), &a, "idempotent");
        prop_assert_eq!(&merged(&all, &b), &all, "idempotent");
        let together = format!("{}{}{}", c.lines(), a.lines(), b.lines());
        prop_assert_eq!(parse(together.as_bytes()).0, all, "files put end to end are merged");
    }

    #[test]
    fn forgetting_loses_no_bookmark_and_merging_stays_what_it_is(
        (a, b, now) in (collection(), collection(), stamp()),
    ) {
        let ids = |all: &Collection| all.iter().map(|mark| mark.id.clone()).collect::<BTreeSet<_>>();
        let (mut kept, mut wordless) = (a.clone(), a.clone());
        kept.forget(Timestamp::MAX);
        wordless.forget_words(now);
        for forgot in [&kept, &wordless] {
            let live: Vec<&Bookmark> = a.iter().collect();
            prop_assert_eq!(forgot.iter().collect::<Vec<_>>(), live, "what lives is as it was");
            let (with, without) = (merged(&a, &b), merged(forgot, &b));
            prop_assert!(ids(&without).is_superset(&ids(&with)), "nothing is lost in a later merge");
            prop_assert_eq!(without.lines(), merged(&b, forgot).lines(), "commutative");
            prop_assert_eq!(&merged(&without, forgot), &without, "idempotent");
        }
        prop_assert_eq!(ids(&merged(&wordless, &b)), ids(&merged(&a, &b)), "without words the same live");
        let mut twice = kept.clone();
        twice.forget(Timestamp::MAX);
        prop_assert_eq!(twice, kept, "once is enough");
    }

    #[test]
    fn a_dated_change_stays_after_a_merge(collection in collection(), change in change()) {
        let mut ours = collection.clone();
        let change = ours.dated(change);
        ours.apply(change.clone());
        prop_assert_eq!(&merged(&collection, &ours), &ours);
        let mut disk = collection;
        disk.merge_change(change);
        prop_assert_eq!(disk, ours);
    }

    #[test]
    fn broken_lines_cost_only_themselves(
        collection in collection(),
        wrong in prop::collection::vec("[^\n]{1,30}", 1..4),
    ) {
        let text = format!("!{}\n{}", wrong.join("\n!"), collection.lines());
        let (read, broken) = parse(text.as_bytes());
        prop_assert_eq!(read, collection);
        let numbers: Vec<usize> = broken.iter().map(|line| line.number).collect();
        prop_assert_eq!(numbers, (1..=wrong.len()).collect::<Vec<_>>());
    }

    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let (collection, broken) = parse(&bytes);
        prop_assert!(collection.is_empty() || broken.is_empty());
    }
}

/// A desk with `page` open and these bookmarks.
fn desk(page: &str, collection: Collection) -> Desk {
    let mut desk = Desk::open(page, (120, 36));
    desk.disk = collection.clone();
    desk.send(Event::Bookmarks(Ok(StoreReport { collection, ..StoreReport::default() }.whole())));
    desk
}

fn marked(desk: &Desk) -> Vec<usize> {
    desk.app.reader.iter().flat_map(|reader| reader.marked.iter().map(|marked| marked.place.block)).collect()
}

#[test]
fn a_mark_is_shown_after_its_page_changed_and_in_its_own_article_only() {
    let mut first = desk(PAGE, Collection::default());
    first.keys("ljmm");
    assert_eq!(marked(&first).len(), 1);
    let block = marked(&first)[0];
    let changed = PAGE.replace("两元", "三元").replace("二十三个孩子", "二十四个孩子");
    assert_ne!(changed, PAGE);
    let mut second = desk(&changed, first.disk.clone());
    assert_eq!(marked(&second), [block]);
    second.keys("J");
    assert!(marked(&second).is_empty());
    second.keys("''<Enter>");
    assert_eq!(marked(&second), [block]);
    // Taken away in the changed page, it stays away in the old one.
    second.keys("mm");
    assert!(marked(&desk(PAGE, second.disk.clone())).is_empty());
}

#[test]
fn a_mark_whose_paragraph_is_gone_is_told_and_not_shown() {
    let mut first = desk(PAGE, Collection::default());
    first.keys("ljmm");
    let (start, _) = PAGE.split_once("首班船").unwrap();
    let mut second = desk(start, first.disk.clone());
    assert!(marked(&second).is_empty());
    second.keys("''<Enter>");
    assert!(second.screen().contains("not open"), "{}", second.screen());
}

#[test]
fn words_that_are_not_where_they_were_are_looked_for_in_all_there_is() {
    let mut first = desk(PAGE, Collection::default());
    first.keys("ljmm");
    let mark = first.disk.iter().next().unwrap().clone();
    // Bookmarks of articles that nobody has: of no page, of a page of that name elsewhere, at a place beyond any text.
    for (path, page, article) in [
        ("", "", 0),
        ("elsewhere.txt", "elsewhere.txt", 7),
        ("../../etc/passwd", "\u{1b}[2J", usize::MAX),
        ("page.txt\0", "page", 3),
        // It is to be opened, which fails and is told as any failure.
        ("/nowhere/page.txt", "page.txt", 0),
    ] {
        let source = SourceRef { path: path.into(), page: page.into(), article, ..SourceRef::default() };
        let mut anchor = mark.anchor.clone();
        (anchor.hash, anchor.position.start, anchor.position.block) = ("unknown".into(), usize::MAX, 900);
        let mut disk = Collection::default();
        disk.apply(Change::put(Bookmark { source, anchor, ..mark.clone() }));
        let mut desk = desk(PAGE, disk.clone());
        assert!(marked(&desk).is_empty(), "{page:?}");
        desk.keys("''");
        desk.screen();
        desk.keys("<Enter>");
        let hunt = desk.app.hunt().expect("the box that searches all there is");
        assert_eq!(hunt.hits.len(), 1, "the words, on the page that is open");
        let told = desk.screen().contains("not open") || path.starts_with('/');
        assert!(told && !desk.screen().contains('\u{1b}'), "{}", desk.screen());
        desk.keys("<Enter>");
        assert!(desk.app.overlays.is_empty(), "the reader went there");
        assert_eq!(desk.disk, disk, "the bookmark is as it was");
    }
}

#[test]
fn a_save_is_told_by_what_changed_and_what_is_on_its_way_stays() {
    let mut desk = desk(PAGE, Collection::default());
    desk.keys("lj");
    let changes: Vec<(u64, Change)> = desk
        .keys_alone("mmjmmmm")
        .into_iter()
        .filter_map(|effect| match effect {
            Effect::SaveBookmark { serial, change } => Some((serial, change)),
            _ => None,
        })
        .collect();
    assert_eq!((changes.len(), marked(&desk).len()), (3, 1), "one set, another set and taken away");
    // The first is saved, and another copy has set one more meanwhile.
    let mut teller = Teller::default();
    let mut disk = Collection::default();
    teller.tell(disk.clone(), []);
    disk.merge_change(changes[0].1.clone());
    let other = Bookmark { id: "other".into(), ..disk.iter().next().unwrap().clone() };
    disk.apply(Change::put(other));
    let report =
        StoreReport { collection: disk.clone(), saved: vec![changes[0].0], ..StoreReport::default() };
    let news = report.telling(|now| teller.tell(now, [changes[0].1.id()]));
    assert!(matches!(&news.collection, News::Changed(patch) if patch.ids().count() == 2));
    desk.send(Event::Bookmarks(Ok(news)));
    assert_eq!((desk.app.marks.collection().len(), desk.app.marks.unsaved()), (2, 2));
    // The others reach the disk in one write.
    for (_, change) in &changes[1..] {
        disk.merge_change(change.clone());
    }
    let saved = changes[1..].iter().map(|(serial, _)| *serial).collect();
    let report = StoreReport { collection: disk.clone(), saved, ..StoreReport::default() };
    let news = report.telling(|now| teller.tell(now, changes[1..].iter().map(|(_, change)| change.id())));
    desk.send(Event::Bookmarks(Ok(news)));
    assert_eq!((desk.app.marks.collection(), desk.app.marks.unsaved()), (&disk, 0));
}

#[test]
fn a_note_of_a_megabyte_is_listed_and_edited() {
    let mut first = desk(PAGE, Collection::default());
    first.keys("ljmm");
    let mark = first.disk.iter().next().unwrap().clone();
    let note = format!("{}尾", "长 \u{1b}[2J".repeat(150_000));
    let mut disk = Collection::default();
    disk.apply(Change::put(Bookmark { note: note.clone(), ..mark }));
    let mut second = desk(PAGE, disk);
    second.keys("lj");
    assert_eq!(marked(&second).len(), 1);
    second.keys("''");
    assert!(second.screen().contains('长'));
    second.keys("<Esc>");
    second.keys("aX<F2>");
    assert!(second.app.overlays.is_empty(), "{}", second.status());
    let got = second.disk.iter().next().unwrap().note.clone();
    // The box takes out what could act on a terminal, and nothing else.
    let want = format!("{}X", note.replace('\u{1b}', ""));
    assert!(got == want, "{} characters of {}", got.chars().count(), want.chars().count());
}
