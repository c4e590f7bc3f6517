//! What ten thousand bookmarks cost: at the start, for each new one, for each key in their list.
//!
//! Guarantees: the bookmarks are like real ones: long quotations, some notes and tags. Never: a threshold.

use std::fs;

use baolan::app::event::{Event, StoreReport};
use baolan::article::Anchor;
use baolan::bookmark::{Bookmark, Change, Collection, Ids, SourceRef, Teller};
use baolan::format::sample;
use baolan::page;
use baolan::world::bookmarks::BookmarkStore;
use divan::{Bencher, black_box};
use jiff::Timestamp;
use tempfile::TempDir;

use crate::desk::Desk;

const MANY: usize = 10_000;

/// Bookmarks in copies of the sample page, each with words of its own.
fn collection() -> Collection {
    let page = page::recover("bench", sample().1.as_text());
    let mut collection = Collection::default();
    let mut ids = Ids::new(7);
    for number in 0..MANY {
        let article = &page.articles[number % page.articles.len()];
        let block = number / page.articles.len() % article.blocks().len();
        let now = Timestamp::from_second(1_795_000_000 + i64::try_from(number).expect("a small number"))
            .expect("a time");
        let mut anchor = Anchor::at(article, block).expect("a block");
        anchor.hash = format!("{:016x}", number / 8);
        anchor.quote.suffix.push_str(&number.to_string());
        let source = SourceRef {
            path: format!("/home/reader/papers/2026/page-{:04}.txt", number / 40),
            page: format!("page-{:04}.txt", number / 40),
            article: number % 40 / 8,
            ..SourceRef::default()
        };
        let mark = Bookmark::new(ids.next(now), source, article.title().to_owned(), anchor, now);
        let note = if number % 5 == 0 { format!("第{number}条，再读一遍") } else { String::new() };
        let tags = if number % 7 == 0 { vec!["城市".to_owned(), "灯".to_owned()] } else { Vec::new() };
        collection.apply(Change::put(Bookmark { note, tags, ..mark }));
    }
    collection
}

/// A thousand bookmarks on a page, and the page with a character changed in each of its paragraphs.
fn changed() -> (String, Collection) {
    let paragraph = |number: usize| {
        let seed = char::from_u32(0x4e00 + u32::try_from(number * 7 % 20_000).expect("a small number"))
            .expect("a character");
        format!("第{number}盏灯亮了，{seed}船还没有靠岸，桥头的人{seed}望着对岸，等一个晚归的消息。")
    };
    let text = |end: &str| (0..MANY / 10).map(|number| paragraph(number) + end + "\n\n").collect::<String>();
    let page = page::recover("page.txt", &text("好"));
    let mut marks = Collection::default();
    let mut ids = Ids::new(3);
    for article in &page.articles {
        for block in 0..article.blocks().len() {
            let source =
                SourceRef { path: "page.txt".into(), page: "page.txt".into(), ..SourceRef::default() };
            let now = Timestamp::from_second(1_795_000_000).expect("a time");
            let anchor = Anchor::at(article, block).expect("a block");
            marks.apply(Change::put(Bookmark::new(ids.next(now), source, String::new(), anchor, now)));
        }
    }
    (text("坏").replace("桥头", "渡口"), marks)
}

fn stored() -> (TempDir, BookmarkStore, Collection) {
    let folder = tempfile::tempdir().expect("a folder");
    let store = BookmarkStore::new(folder.path().to_owned());
    let collection = collection();
    fs::write(store.path(), collection.lines()).expect("a file");
    (folder, store, collection)
}

fn desk() -> Desk {
    let mut desk = Desk::open(sample().1.as_text(), (120, 40));
    desk.disk = collection();
    let collection = desk.disk.clone();
    desk.send(Event::Bookmarks(Ok(StoreReport { collection, ..StoreReport::default() }.whole())));
    desk.keys("l");
    desk
}

/// Bytes that are known to be text.
trait AsText {
    fn as_text(&self) -> &str;
}

impl AsText for [u8] {
    fn as_text(&self) -> &str {
        std::str::from_utf8(self).expect("the sample is UTF-8")
    }
}

#[divan::bench]
fn read_ten_thousand_bookmarks(bencher: Bencher<'_, '_>) {
    let (_folder, store, _) = stored();
    bencher.bench_local(|| store.read().expect("a file"));
}

#[divan::bench]
fn merge_two_copies_of_ten_thousand_bookmarks(bencher: Bencher<'_, '_>) {
    let collection = collection();
    bencher.with_inputs(|| (collection.clone(), collection.clone())).bench_local_values(
        |(mut one, other)| {
            one.merge(other);
            one
        },
    );
}

#[divan::bench]
fn take_ten_thousand_bookmarks_on_the_thread_of_the_screen(bencher: Bencher<'_, '_>) {
    let mut desk = Desk::open(sample().1.as_text(), (120, 40));
    let collection = collection();
    let report = || StoreReport { collection: collection.clone(), ..StoreReport::default() };
    bencher.with_inputs(report).bench_local_values(|report| desk.send(Event::Bookmarks(Ok(report.whole()))));
}

#[divan::bench]
fn add_a_bookmark_to_ten_thousand(bencher: Bencher<'_, '_>) {
    let mut desk = desk();
    let mut ids = Ids::new(9);
    bencher
        .with_inputs(|| {
            let now = Timestamp::from_second(1_800_000_000).expect("a time");
            let mark =
                Bookmark::new(ids.next(now), SourceRef::default(), String::new(), Anchor::default(), now);
            Change::put(mark)
        })
        .bench_local_values(|change| desk.app.marks.change(change));
}

/// The same as `mm` does it, up to the next key: signs looked up, history kept, the change ready to be sent.
#[divan::bench]
fn set_a_mark_among_ten_thousand(bencher: Bencher<'_, '_>) {
    let mut desk = desk();
    bencher.bench_local(|| desk.keys_alone("mm"));
}

/// What a save costs the thread of the screen: the store's answer to it taken, lost places looked for, signs made anew.
/// The answers are made before, since letting go of ten thousand bookmarks is the work of the store's thread.
#[divan::bench(sample_count = 100, sample_size = 1)]
fn take_that_one_of_ten_thousand_is_saved(bencher: Bencher<'_, '_>) {
    let mut desk = desk();
    let mut teller = Teller::default();
    let mut disk = desk.disk.clone();
    teller.tell(disk.clone(), []);
    let mark = disk.iter().next().expect("a bookmark").clone();
    let answer = |second: i64| {
        let updated = Timestamp::from_second(1_800_000_000 + second).expect("a time");
        disk.apply(Change::put(Bookmark { note: second.to_string(), updated, ..mark.clone() }));
        let report = StoreReport { collection: disk.clone(), saved: vec![1], ..StoreReport::default() };
        Event::Bookmarks(Ok(report.telling(|now| teller.tell(now, [&*mark.id]))))
    };
    let mut answers = (0..200).map(answer).collect::<Vec<_>>().into_iter();
    bencher.with_inputs(|| answers.next().expect("an answer")).bench_local_values(|answer| desk.send(answer));
}

/// What is sure in an older text of the open pages is looked for: a thousand marks, and no article as it was.
#[divan::bench(sample_count = 10)]
fn find_a_thousand_marks_after_every_article_changed(bencher: Bencher<'_, '_>) {
    let (text, marks) = changed();
    let desk = || {
        let mut desk = Desk::open(&text, (120, 40));
        desk.disk = marks.clone();
        desk
    };
    bencher.with_inputs(desk).bench_local_values(|mut desk| {
        let report = StoreReport { collection: desk.disk.clone(), ..StoreReport::default() };
        desk.send(Event::Bookmarks(Ok(report.whole())));
        desk
    });
}

#[divan::bench(args = ["", "灯", "东江", "没有这样的话", "date:2026-11", "has:note 灯"])]
fn type_a_key_in_the_list_of_ten_thousand(bencher: Bencher<'_, '_>, typed: &str) {
    let mut desk = desk();
    desk.keys("''");
    bencher.bench_local(|| desk.app.filter_marks(black_box(typed)));
}

#[divan::bench]
fn save_one_of_ten_thousand_bookmarks(bencher: Bencher<'_, '_>) {
    let (_folder, store, collection) = stored();
    let mark = collection.iter().next().expect("a bookmark").clone();
    let mut second = 1_800_000_000;
    bencher.bench_local(|| {
        second += 1;
        let now = Timestamp::from_second(second).expect("a time");
        let changed = Bookmark { note: second.to_string(), updated: now, ..mark.clone() };
        store.save(&[(1, collection.dated(Change::put(changed)))]).expect("a saved change")
    });
}
