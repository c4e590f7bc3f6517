//! The dump beside what was made of it: the same words, there and back.
//!
//! Guarantees: pages here were written for these tests. Never: a file.

use baolan::app::event::{Event, Failure, FailureKind};
use baolan::page::{as_newspaper, raw};
use proptest::prelude::*;

use crate::commands::PAGE;
use crate::recovery::page_text;
use crate::support::desk::Desk;

/// The words under the cursor.
fn under(desk: &Desk) -> String {
    let reader = desk.app.reader.as_ref().expect("an article");
    let block = &reader.article().blocks()[reader.cursor()];
    reader.article().block_text(block).trim().to_owned()
}

fn is_dump(desk: &Desk) -> bool {
    desk.app.reader.as_ref().expect("an article").is_dump()
}

proptest! {
    #[test]
    fn every_character_is_found_on_both_sides(text in page_text()) {
        let page = as_newspaper("a", &text);
        let Some(dump) = raw(&text) else { return Ok(()) };
        for (byte, c) in text.char_indices() {
            let removed = page.removed.iter().any(|run| run.span.start <= byte && byte < run.span.end);
            let aside = page.furniture.iter().any(|one| one.span.start <= byte && byte < one.span.end);
            if c.is_whitespace() || removed {
                continue;
            }
            prop_assert_eq!(dump.source_of(dump.offset_of(byte)), Some(byte), "{} in the dump", c);
            if !aside {
                let (article, offset) = page.find(byte).expect("an article");
                prop_assert_eq!(page.articles[article].source_of(offset), Some(byte), "{} in an article", c);
                prop_assert!(page.articles[article].text()[offset..].starts_with(c));
            }
        }
    }
}

#[test]
fn the_same_words_are_under_the_cursor_and_at_the_top_there_and_back() {
    for (keys, words) in [("l", "本报讯 (记者林一帆)"), ("l}", "首班船"), ("jlG", "“原来"), ("Gl{", "老书店")]
    {
        for size in [(100, 30), (60, 6), (40, 4)] {
            let mut desk = Desk::open(PAGE, size);
            desk.keys(keys);
            let (before, place) = (desk.screen(), desk.app.reader.as_ref().expect("an article").place());
            desk.keys("gr");
            assert!(is_dump(&desk) && under(&desk).starts_with(words), "{keys} {size:?}:\n{}", desk.screen());
            assert!(desk.status().contains("DUMP"), "{keys} {size:?}:\n{}", desk.screen());
            desk.keys("gr");
            assert!(
                !is_dump(&desk) && under(&desk).starts_with(words),
                "{keys} {size:?}:\n{}",
                desk.screen()
            );
            let reader = desk.app.reader.as_ref().expect("an article");
            assert_eq!((desk.screen(), reader.place()), (before, place), "{keys} {size:?}");
        }
    }
}

#[test]
fn the_dump_is_shown_line_by_line_and_read_like_an_article() {
    let mut desk = Desk::open(PAGE, (100, 30));
    desk.keys("lcjgr");
    let article = desk.app.reader.as_ref().expect("an article").article().clone();
    let lines: Vec<&str> = article.blocks().iter().map(|block| article.block_text(block).trim()).collect();
    assert_eq!(lines, PAGE.trim_end().lines().collect::<Vec<&str>>(), "the whole page, and no line joined");
    desk.keys("/账本<Enter>");
    assert!(is_dump(&desk) && desk.status().contains("1/1"), "{}", desk.screen());
    desk.keys("gr");
    let title = desk.app.desk.selected().expect("an article").title();
    assert!(title.starts_with("老书店"), "back in the article that the words are in, not {title}");
    desk.keys("grJ");
    assert!(is_dump(&desk), "there is no article after this one");
    desk.keys("K");
    assert!(!is_dump(&desk), "another article is shown as an article");
}

#[test]
fn the_bottom_row_offers_in_a_dump_only_what_can_be_done_there() {
    let mut desk = Desk::open(PAGE, (100, 30));
    desk.keys("lgr");
    let status = desk.status();
    assert!(status.contains("gr article") && !status.contains("bookmark"), "{status}");
}

#[test]
fn nothing_is_marked_or_corrected_in_a_dump() {
    for keys in ["lgrmm", "lgra", "lgrca", "lgrcj", "lgrcn"] {
        let mut desk = Desk::open(PAGE, (100, 30));
        desk.keys(keys);
        assert!(desk.status().contains("gr goes back to the article"), "{keys}:\n{}", desk.screen());
        assert!(desk.disk.is_empty() && desk.mends.write().is_empty());
    }
    let mut desk = Desk::open(PAGE, (100, 30));
    desk.keys("l}cagru");
    assert!(!is_dump(&desk), "what is undone is shown");
    assert_eq!(desk.app.desk.shelf.entries().len(), 3);
}

#[test]
fn what_was_set_aside_is_taken_back_from_the_dump() {
    let mut desk = Desk::open(PAGE, (100, 30));
    let furniture = |desk: &Desk| desk.app.desk.shelf.pages()[0].furniture.len();
    desk.keys("l}cfgr");
    assert_eq!(furniture(&desk), 1);
    while !under(&desk).starts_with("首班船") {
        desk.keys("{");
    }
    desk.keys("{cp");
    assert!(desk.status().contains("Nothing of the page begins"), "an empty line:\n{}", desk.screen());
    desk.keys("}cf");
    assert!(desk.status().contains("already"), "{}", desk.screen());
    desk.keys("cp");
    assert!(!is_dump(&desk) && under(&desk).starts_with("首班船"), "{}", desk.screen());
    assert_eq!(furniture(&desk), 0);
}

#[test]
fn a_dump_that_cannot_be_read_again_is_told() {
    let mut desk = Desk::open(PAGE, (100, 30));
    for (kind, told) in [(FailureKind::Once, "only once"), (FailureKind::Changed, "not what it was")] {
        let input = baolan::app::effect::Input::Path("/folder/page".into());
        let (mut other, effects) = Desk::unanswered((100, 30), vec![input]);
        let page = std::sync::Arc::clone(&desk.app.desk.shelf.pages()[0]);
        for effect in effects {
            if let baolan::app::effect::Effect::Load { ticket, .. } = effect {
                other.send(Event::Loaded { ticket, result: Ok(std::sync::Arc::clone(&page)) });
                other.send(Event::LoadDone { ticket });
            }
        }
        other.keys("lgr");
        let asked = other.performed.iter().rev().find_map(|effect| match effect {
            baolan::app::effect::Effect::ReadDump { ticket, .. } => Some(*ticket),
            _ => None,
        });
        let failure = Failure { kind, path: "-".to_owned(), reason: String::new() };
        other.send(Event::Dump { ticket: asked.expect("a dump is asked for"), result: Err(failure) });
        assert!(other.screen().contains(told), "{}", other.screen());
    }
    desk.keys("lgr");
    let height = desk.app.size.height;
    desk.send(Event::Resize(baolan::app::event::Size { width: 50, height }));
    assert!(is_dump(&desk));
}

#[test]
fn a_dump_that_comes_after_the_reader_went_on_is_dropped() {
    let mut desk = Desk::open(PAGE, (100, 30));
    desk.slow = true;
    desk.keys("lgrJ");
    let asked = desk.performed.iter().rev().find_map(|effect| match effect {
        baolan::app::effect::Effect::ReadDump { ticket, .. } => Some(*ticket),
        _ => None,
    });
    let dump = raw(PAGE).expect("text");
    desk.send(Event::Dump { ticket: asked.expect("a dump is asked for"), result: Ok(dump) });
    assert!(!is_dump(&desk));
}

#[test]
fn the_place_is_kept_when_the_program_ends_in_the_dump() {
    let mut desk = Desk::open(PAGE, (60, 5));
    desk.keys("lGgrq");
    let article = desk.app.desk.selected().expect("an article").fingerprint().to_owned();
    let place = desk.places.get(&article).expect("a place");
    assert!(place.offset > 0 && place.read);
}
