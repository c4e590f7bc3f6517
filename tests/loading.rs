//! Pages, places and bookmarks that come in any order, or do not come at all.
//!
//! Guarantees: what the reader kept or chose is not lost to the order in which answers arrive. Never: a file.

use std::sync::{Arc, LazyLock};

use baolan::app::effect::{Effect, Input, Ticket};
use baolan::app::event::{Event, Failure, FailureKind, StoreReport};
use baolan::app::panes::{Pane, Zen};
use baolan::article::Page;
use baolan::bookmark::Collection;
use baolan::library::{Place, Places};
use baolan::text::encoding::Choice;

use crate::commands::PAGE;
use crate::support::desk::Desk;

const SIZE: (u16, u16) = (100, 8);

fn page(name: &str, text: &str) -> Arc<Page> {
    let read = baolan::format::read(name, text.as_bytes(), Choice::Auto).expect("text");
    Arc::new(Page { path: format!("/folder/{name}"), ..read.page })
}

fn input(name: &str) -> Input {
    Input::Path(format!("/folder/{name}").into())
}

fn ticket(effects: &[Effect]) -> Ticket {
    let load = |effect: &Effect| match effect {
        Effect::Load { ticket, .. } => Some(*ticket),
        _ => None,
    };
    effects.iter().find_map(load).expect("a load")
}

fn loaded(ticket: Ticket, page: Arc<Page>) -> Event {
    Event::Loaded { ticket, result: Ok(page) }
}

fn missing(ticket: Ticket) -> Event {
    let failure =
        Failure { kind: FailureKind::Missing, path: "/folder/none".to_owned(), reason: String::new() };
    Event::Loaded { ticket, result: Err(failure) }
}

#[test]
fn places_that_come_after_the_page_are_taken_up_and_not_overwritten() {
    let (mut desk, effects) = Desk::unanswered(SIZE, vec![input("a")]);
    let page = page("a", PAGE);
    let article = Arc::clone(&page.articles[0]);
    let far = article.blocks().last().expect("a block").span.start;
    let mut places = Places::default();
    let at = jiff::Timestamp::from_second(1_000_000).expect("a time");
    places.note(article.fingerprint(), Place { offset: far, read: true, at });
    let ticket = ticket(&effects);
    desk.send(loaded(ticket, page));
    desk.send(Event::LoadDone { ticket });
    assert!(desk.screen().contains("首航"), "the article is open at its start");
    desk.send(Event::Places(Ok(places)));
    let shown = desk.app.reader.as_ref().expect("an article").shown();
    assert!(shown.contains(far), "it is open where the reader stopped:\n{}", desk.screen());
    desk.keys("q");
    let kept = desk.places.get(article.fingerprint()).map_or(far, |place| place.offset);
    assert!(kept > 0, "the place is not overwritten");
}

#[test]
fn places_that_come_late_leave_an_article_alone_in_which_something_was_done() {
    // What was done on the second paragraph is not to be done on the first because a thread was slow.
    for (keys, early) in [("l}", true), ("lv", true), ("l/江<Enter>", true), ("l}", false), ("lv", false)] {
        let (mut desk, effects) = Desk::unanswered(SIZE, vec![input("a")]);
        let page = page("a", PAGE);
        let mut places = Places::default();
        let at = jiff::Timestamp::from_second(1_000_000).expect("a time");
        places.note(page.articles[0].fingerprint(), Place { offset: 90, read: true, at });
        places.set_list("/folder/a", page.articles[2].fingerprint(), at);
        let ticket = ticket(&effects);
        desk.send(loaded(ticket, Arc::clone(&page)));
        if early {
            desk.send(Event::LoadDone { ticket });
        }
        desk.keys(keys);
        let there = |desk: &Desk| {
            let reader = desk.app.reader.as_ref().expect("an article");
            assert!(Arc::ptr_eq(reader.article(), &page.articles[0]), "{keys}: {}", desk.screen());
            (reader.cursor(), reader.place(), reader.selected())
        };
        let before = there(&desk);
        desk.send(Event::Places(Ok(places)));
        if !early {
            desk.send(Event::LoadDone { ticket });
        }
        assert_eq!(there(&desk), before, "{keys}");
    }
}

#[test]
fn a_page_that_comes_later_does_not_take_the_reader_away() {
    let (mut desk, effects) = Desk::unanswered(SIZE, vec![input("a"), input("b")]);
    let (first, last) = (page("a", PAGE), page("b", "后来的一篇\n\n船靠岸了，灯还亮着，猫在台阶上等。\n"));
    let mut places = Places::default();
    let at = jiff::Timestamp::from_second(1_000_000).expect("a time");
    places.set_list("/folder/a\n/folder/b", last.articles[0].fingerprint(), at);
    let ticket = ticket(&effects);
    desk.send(Event::Places(Ok(places)));
    desk.send(loaded(ticket, first));
    desk.keys("j");
    desk.send(loaded(ticket, last));
    desk.send(Event::LoadDone { ticket });
    assert!(desk.screen().contains("土星"), "the article that was chosen stays:\n{}", desk.screen());
}

#[test]
fn a_load_that_brings_nothing_leaves_what_was_open() {
    let (mut desk, effects) = Desk::unanswered(SIZE, vec![input("a")]);
    let first = ticket(&effects);
    desk.send(loaded(first, page("a", PAGE)));
    desk.send(Event::LoadDone { ticket: first });
    desk.keys("jlz:load none<Enter>");
    let load = desk.performed.iter().rev().find_map(|effect| match effect {
        Effect::Load { ticket, inputs } => Some((*ticket, inputs.clone())),
        _ => None,
    });
    let (second, inputs) = load.expect("a load");
    assert_eq!(inputs, [input("none")], "a relative path starts from the folder");
    desk.send(missing(second));
    desk.send(Event::LoadDone { ticket: second });
    let screen = desk.screen();
    assert!(screen.contains("土星") && screen.contains("no such file"), "{screen}");
    assert_eq!((desk.app.focus, desk.app.zen), (Pane::Reader, Zen::On), "and how it was looked at");
}

#[test]
fn a_filter_set_while_loading_sees_the_last_page_too() {
    let (mut desk, effects) = Desk::unanswered(SIZE, vec![input("a"), input("b")]);
    let ticket = ticket(&effects);
    desk.send(loaded(ticket, page("a", PAGE)));
    desk.keys("&江<Enter>");
    desk.send(loaded(ticket, page("b", "江边的灯\n\n船靠岸了，江上的灯还亮着，猫在台阶上等。\n")));
    desk.send(Event::LoadDone { ticket });
    desk.keys("G");
    assert!(desk.screen().contains("江边的灯"), "{}", desk.screen());
}

#[test]
fn a_list_of_failures_does_not_take_the_keys_of_somebody_who_types() {
    let (mut desk, effects) = Desk::unanswered((100, 24), vec![input("a"), input("b"), input("c")]);
    let ticket = ticket(&effects);
    desk.send(loaded(ticket, page("a", PAGE)));
    desk.send(Event::Bookmarks(Ok(StoreReport::default().whole())));
    desk.keys("la船");
    desk.send(missing(ticket));
    desk.send(missing(ticket));
    desk.send(Event::LoadDone { ticket });
    desk.keys("u歌<Esc>");
    let notes: Vec<String> = desk.app.marks.collection().iter().map(|mark| mark.note.clone()).collect();
    assert_eq!(notes, ["船u歌"]);
    assert!(desk.screen().contains("What went wrong"), "{}", desk.screen());
}

#[test]
fn a_note_outlives_its_bookmark() {
    let mut desk = Desk::open(PAGE, (100, 24));
    desk.keys("lmma船");
    let id = desk.disk.iter().next().expect("a bookmark").id.clone();
    let at = jiff::Timestamp::from_second(1_900_000_000).expect("a time");
    desk.disk.apply(baolan::bookmark::Change::Delete { id, at });
    // Another copy's deletion comes in with a report.
    let report = StoreReport { collection: desk.disk.clone(), ..Default::default() };
    desk.send(Event::Bookmarks(Ok(report.whole())));
    desk.keys("<Esc>");
    assert_eq!(desk.disk.iter().next().map(|mark| mark.note.as_str()), Some("船"));
}

/// A text so long that its beginning is shown first, and its page; each paragraph has its number.
static LONG: LazyLock<(String, Arc<Page>)> = LazyLock::new(|| {
    let paragraphs: Vec<String> =
        (0..130_000).map(|number| format!("第{number}盏灯在渡口亮着。\n\n")).collect();
    let text = paragraphs.concat();
    let page = page("a", &text);
    (text, page)
});

/// A desk on which the beginning of a long text lies, its load, and the whole.
fn begun() -> (Desk, Ticket, Arc<Page>) {
    let (text, whole) = &*LONG;
    let (mut desk, effects) = Desk::unanswered(SIZE, vec![input("a")]);
    let ticket = ticket(&effects);
    let (part, percent) =
        baolan::format::beginning("a", text.as_bytes(), text.len(), Choice::Auto).expect("a long text");
    let part = Arc::new(Page { path: "/folder/a".to_owned(), ..part });
    desk.send(Event::Begun { ticket, page: part, percent });
    desk.send(Event::Bookmarks(Ok(StoreReport::default().whole())));
    (desk, ticket, Arc::clone(whole))
}

#[test]
fn the_beginning_of_a_long_text_is_read_marked_and_searched_while_the_rest_comes() {
    let (mut desk, load, whole) = begun();
    assert!(desk.status().contains("the first 2"), "{}", desk.status());
    desk.keys("l<PageDown><PageDown>}mm/第9盏<Enter>");
    let (screen, shown) = (desk.screen(), desk.app.reader.as_ref().expect("an article").shown());
    assert!(screen.contains("第9盏") && shown.start > 0, "{screen}");
    desk.send(loaded(load, Arc::clone(&whole)));
    desk.send(Event::LoadDone { ticket: load });
    let reader = desk.app.reader.as_ref().expect("an article");
    assert!(Arc::ptr_eq(reader.article(), &whole.articles[0]), "the whole is open");
    assert_eq!(reader.shown(), shown, "{screen}\nand now\n{}", desk.screen());
    assert_eq!(reader.marked.len(), 1, "the bookmark is in the whole");
    assert_eq!(reader.marked[0].place.sure, baolan::app::Sure::Sure);
    let kept: Vec<&str> = desk.disk.iter().map(|mark| mark.anchor.hash.as_str()).collect();
    assert_eq!(kept, [whole.articles[0].fingerprint()], "and on the disk");
    desk.keys("G/灯<Enter>");
    let hits =
        desk.app.reader.as_ref().and_then(|reader| reader.find.as_ref()).map(|find| find.hits.spans.len());
    assert_eq!(hits, Some(130_000));
}

#[test]
fn a_search_begun_in_the_beginning_goes_on_in_the_whole() {
    for (keys, after) in [("/灯<Enter>nn", ""), ("/灯", "<Enter>nn")] {
        let (mut desk, load, whole) = begun();
        desk.keys("l");
        desk.keys(keys);
        desk.send(loaded(load, whole));
        desk.keys(after);
        let find = desk.app.reader.as_ref().and_then(|reader| reader.find.as_ref()).expect("a search");
        assert_eq!((find.hits.spans.len(), find.current), (130_000, Some(2)), "{keys} and {after}");
    }
}

#[test]
fn what_needs_the_whole_waits_for_it() {
    let (mut desk, load, whole) = begun();
    desk.keys("lgr");
    assert!(desk.status().contains("still being read"), "{}", desk.status());
    desk.send(loaded(load, whole));
    desk.send(Event::LoadDone { ticket: load });
    desk.keys("gr");
    assert!(desk.performed.iter().any(|effect| matches!(effect, Effect::ReadDump { .. })));
}

#[test]
fn the_whole_opens_where_the_reader_stopped_unless_the_beginning_was_moved_in() {
    for (keys, wanted) in [("", 3_000_000), ("l<PageDown>", 0)] {
        let (mut desk, load, whole) = begun();
        let article = &whole.articles[0];
        let far = article.blocks()[article.block_at(3_000_000)].span.start;
        let mut places = Places::default();
        let at = jiff::Timestamp::from_second(1_000_000).expect("a time");
        places.note(article.fingerprint(), Place { offset: far, read: false, at });
        desk.send(Event::Places(Ok(places)));
        desk.keys(keys);
        let before = desk.app.reader.as_ref().expect("an article").shown();
        desk.send(loaded(load, Arc::clone(&whole)));
        let shown = desk.app.reader.as_ref().expect("an article").shown();
        let wanted = if wanted > 0 { far } else { before.start };
        assert!(shown.contains(wanted), "{keys}: {shown:?} and not {wanted}");
    }
}

#[test]
fn of_what_could_not_be_read_to_its_end_nothing_stays() {
    for (answer, told) in [(true, "no such file"), (false, "a bug")] {
        let (mut desk, load, _) = begun();
        desk.send(if answer { missing(load) } else { Event::Broken("a bug".to_owned()) });
        desk.send(Event::LoadDone { ticket: load });
        assert!(desk.app.reader.is_none(), "{}", desk.screen());
        assert!(desk.screen().contains(told), "{}", desk.screen());
    }
}

#[test]
fn what_asks_for_bookmarks_is_done_once_they_are_read() {
    let mut before = Desk::open(PAGE, SIZE);
    before.keys("lmm");
    let unread = || Failure { kind: FailureKind::Missing, path: "b".to_owned(), reason: String::new() };
    for (keys, is_read, want) in [
        ("l}", true, 1),
        ("lmm", true, 0),
        ("lmm}mm", true, 1),
        ("lmm}mm{u", true, 0),
        ("lmm<Esc>", true, 1),
        ("lmm<Esc>}mm", true, 2),
        ("l:bookmark-toggle<Enter>", true, 0),
        ("lmm<Paste:x>", true, 0),
        ("lB", true, 1),
        ("lmm", false, 1),
        ("lmm}mm", false, 2),
    ] {
        let (mut desk, effects) = Desk::unanswered(SIZE, vec![input("a")]);
        desk.disk = if is_read { before.disk.clone() } else { Collection::default() };
        let ticket = ticket(&effects);
        desk.send(Event::Places(Ok(Places::default())));
        desk.send(loaded(ticket, page("a", PAGE)));
        desk.send(Event::LoadDone { ticket });
        desk.keys(keys);
        assert!(desk.app.marks.collection().is_empty(), "{keys} is done before the bookmarks are read");
        let read = StoreReport { collection: desk.disk.clone(), ..StoreReport::default() };
        desk.send(Event::Bookmarks(if is_read { Ok(read.whole()) } else { Err(unread()) }));
        assert_eq!(desk.app.marks.collection().len(), want, "{keys}:\n{}", desk.screen());
        assert!(!desk.screen().contains("until the bookmarks"), "{keys}:\n{}", desk.screen());
        assert!(desk.app.keys.held.is_none(), "{keys}");
    }
}
