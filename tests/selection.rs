//! Words selected by keys and the mouse, bookmarks of words, letters, stars, colours, tags, the list, doubtful places.
//!
//! Guarantees: what is selected is read from the state, what is marked from the cells. Never: a file.

use baolan::app::Sure;
use baolan::app::event::{Event, Mouse, MouseKind};
use baolan::bookmark::{Bookmark, Marks};
use baolan::config::theme::Role;
use proptest::prelude::*;
use ratatui::style::Color;

use crate::commands::PAGE;
use crate::support::desk::Desk;

fn selected(desk: &Desk) -> String {
    let reader = desk.app.reader.as_ref().expect("an article");
    reader.selected().map_or(String::new(), |span| span.of(reader.article().text()).to_owned())
}

fn marks(desk: &Desk) -> Vec<&Bookmark> {
    desk.app.marks.collection().iter().collect()
}

/// What is selected after `keys` in the second paragraph of the first article.
#[track_caller]
fn check(keys: &str, want: &str) {
    let mut desk = Desk::open(PAGE, (120, 36));
    desk.keys("l}v");
    desk.keys(keys);
    assert_eq!(selected(&desk), want, "after {keys}");
    desk.frame();
}

#[test]
fn a_selection_grows_by_characters_words_sentences_rows_and_paragraphs() {
    check("", "首");
    check("ll", "首班船");
    check("2l<Left>", "首班");
    check("e", "首班船满载九十名乘客");
    check("w", "首班船满载九十名乘客,从");
    check("wb", "首");
    check(")", "首班船满载九十名乘客,从老渡口出发,四十分钟后抵达大学城。");
    check(")(", "首");
    check("3l)b", "首班船满载九十名乘客,从老渡口出发,四");
    check(")o", "首班船满载九十名乘客,从老渡口出发,四十分钟后抵达大学城。");
    check(")oh", "。\n首班船满载九十名乘客,从老渡口出发,四十分钟后抵达大学城。");
    check(
        "}",
        "首班船满载九十名乘客,从老渡口出发,四十分钟后抵达大学城。船长说,江面平稳,视野开阔,老人和孩子都很喜欢。",
    );
    check(
        "}2h",
        "首班船满载九十名乘客,从老渡口出发,四十分钟后抵达大学城。船长说,江面平稳,视野开阔,老人和孩子都很喜",
    );
    check("h", "。\n首");
    check("jk", "首");
    check("kj", "首");
    check(
        "G",
        "首班船满载九十名乘客,从老渡口出发,四十分钟后抵达大学城。船长说,江面平稳,视野开阔,老人和孩子都很喜欢。",
    );
    check("<Esc>", "");
    check("v", "");
    check("q", "");
}

#[test]
fn the_mode_is_shown_and_left_step_by_step() {
    let mut desk = Desk::open(PAGE, (120, 36));
    desk.keys("l}v3l");
    assert!(desk.screen().contains("SELECTED 4 字"), "{}", desk.screen());
    desk.keys("/");
    assert!(desk.status().contains("bound to nothing"), "{}", desk.status());
    desk.keys("<Esc>");
    assert!(!desk.screen().contains("SELECTED"), "{}", desk.screen());
    desk.keys("<Esc>q");
    assert!(desk.app.is_done(), "q ends it");
}

/// The glyphs on a ground.
fn on(desk: &Desk, role: Role) -> String {
    let wanted = desk.app.look.theme.style(role).bg.map(|colour| format!("{colour:?}"));
    let (buffer, _) = desk.frame();
    let ground = |colour: Color| match colour {
        Color::Rgb(red, green, blue) => Some(format!("Rgb({red}, {green}, {blue})")),
        _ => None,
    };
    let cells = buffer.content().iter().filter(|cell| ground(cell.bg) == wanted);
    cells.map(|cell| cell.symbol().trim()).collect()
}

#[test]
fn words_are_marked_painted_found_again_and_unmarked() {
    let mut desk = Desk::open(PAGE, (120, 36));
    desk.keys("l}v2lmm");
    let (made, quote) = (marks(&desk)[0].marks, marks(&desk)[0].anchor.quote.shown().into_owned());
    assert_eq!((made, quote.as_str()), (Marks::Words, "首班船"));
    assert_eq!(on(&desk, Role::Mark1), "首班船");
    desk.keys("gg-");
    assert_eq!(on(&desk, Role::Mark1), "首班船", "at another measure");
    desk.keys("}mm");
    assert_eq!(marks(&desk).len(), 2, "the paragraph has a bookmark of its own");
    desk.keys("vmm");
    let left: Vec<Marks> = marks(&desk).iter().map(|mark| mark.marks).collect();
    assert_eq!(left, [Marks::Block], "what overlaps the selection is taken away");
    desk.keys("u");
    assert_eq!(on(&desk, Role::Mark1), "首班船");
    desk.keys("C");
    assert_eq!(marks(&desk).iter().find(|mark| mark.marks == Marks::Block).unwrap().color, "green");
    desk.keys("vC");
    assert_eq!(on(&desk, Role::Mark2).replace('*', ""), "班船", "the selection covers the first one");
}

#[test]
fn letters_jump_within_an_article_and_from_everywhere() {
    let mut desk = Desk::open(PAGE, (120, 36));
    desk.keys("lmamA");
    assert_eq!(marks(&desk)[0].name, "A", "one bookmark has one letter");
    desk.keys("}ma");
    desk.keys("J'A");
    assert!(desk.screen().contains("首班船"), "{}", desk.screen());
    desk.keys("{'a");
    let reader = desk.app.reader.as_ref().unwrap();
    assert_eq!(reader.cursor(), reader.article().blocks().len() - 1);
    desk.keys("J'a");
    assert!(desk.status().contains("No bookmark in this article has the letter a"), "{}", desk.status());
    desk.keys("K{mA");
    let named: Vec<&str> =
        marks(&desk).iter().map(|mark| mark.name.as_str()).filter(|name| !name.is_empty()).collect();
    assert_eq!(named.iter().filter(|name| **name == "A").count(), 1, "a letter is at one place: {named:?}");
    desk.keys("'Z");
    assert!(desk.status().contains("No bookmark has the letter Z"), "{}", desk.status());
    desk.keys("ｍｂ");
    assert!(marks(&desk).iter().any(|mark| mark.name == "b"), "full-width letters count");
    desk.keys("mm''<Esc>");
    assert!(desk.app.overlays.is_empty());
}

#[test]
fn a_star_is_a_bookmark_of_the_article() {
    let mut desk = Desk::open(PAGE, (120, 36));
    desk.keys("js");
    assert_eq!(marks(&desk)[0].marks, Marks::Article);
    assert!(desk.screen().contains(" * "), "{}", desk.screen());
    assert!(!desk.screen().contains("*1"), "a star is no bookmark of a paragraph");
    desk.keys("s");
    assert!(marks(&desk).is_empty());
    desk.keys("u");
    assert_eq!(marks(&desk).len(), 1);
}

#[test]
fn the_list_is_narrowed_sorted_chosen_from_and_undone_at_once() {
    let mut desk = Desk::open(PAGE, (120, 36));
    desk.keys("lmm}mmJmm");
    desk.keys("''x");
    assert!(desk.screen().contains("chosen: 1"), "{}", desk.screen());
    desk.keys("xdd");
    assert_eq!(marks(&desk).len(), 1);
    desk.keys("u");
    assert_eq!(marks(&desk).len(), 3, "both come back");
    for (keys, shown, told) in [
        ("f", 1, "in this article"),
        ("f", 3, "on this page"),
        ("f", 0, "doubtful"),
        ("f", 3, ""),
        ("o", 3, "changed last first"),
        ("o", 3, "in their places"),
        ("t甲 乙<Enter>", 3, "#甲"),
        ("/#甲<Enter>", 1, "/#甲"),
        ("C", 1, "green"),
        ("/<Backspace><Backspace>=gr<Enter>", 1, "/=gr"),
        ("/<Backspace><Backspace><Backspace>＃丙<Enter>", 0, "/＃丙"),
    ] {
        desk.keys(keys);
        let screen = desk.screen();
        assert!(screen.contains(&format!("Bookmarks: {shown}")) && screen.contains(told), "{keys}\n{screen}");
    }
}

#[test]
fn tags_are_completed_and_taken_away() {
    let mut desk = Desk::open(PAGE, (120, 36));
    desk.keys("lmm:tag 渡口 长江<Enter>}mmt长<Tab><Enter>");
    assert!(marks(&desk).iter().all(|mark| mark.tags.contains(&"长江".to_owned())), "{:?}", marks(&desk));
    desk.keys(":tag -长江 #夜<Enter>");
    assert!(marks(&desk).iter().any(|mark| mark.tags == ["夜"]), "{:?}", marks(&desk));
}

/// The second paragraph with so many of its words changed that it may be another one.
fn doubtful() -> Desk {
    let mut desk = Desk::open(PAGE, (120, 36));
    desk.keys("l}mm");
    let kept = desk.disk.clone();
    let page = PAGE
        .replace("首班船满载", "首班船载着")
        .replace("后抵达大学城。船长说", "后到达大学城。船长讲")
        .replace(
            "航线全长12公里,沿途停靠6个码头,票价两元。",
            "开航仪式从简,没有剪彩,市民自己排起了长队,票已经卖到周末。",
        )
        .replace("都很喜欢。", "都很喜欢。\n\n航运公司说,夜航要等到秋天,届时沿江的灯都会亮起来。");
    let mut desk = Desk::open(&page, (120, 36));
    let collection = kept.clone();
    desk.disk = kept;
    let report = baolan::app::event::StoreReport { collection, ..Default::default() };
    desk.send(Event::Bookmarks(Ok(report.whole())));
    desk
}

#[test]
fn a_doubtful_place_is_shown_compared_and_decided_by_the_reader() {
    let mut desk = doubtful();
    let reader = desk.app.reader.as_ref().unwrap();
    let sure: Vec<Sure> = reader.marked.iter().map(|mark| mark.place.sure).collect();
    assert_eq!(sure, [Sure::Doubtful], "the sample is doubtful");
    let before = marks(&desk)[0].clone();
    desk.keys("lgm");
    for text in ["Marked", "There now", "首班船满载九十名", "首班船载着九十名"] {
        assert!(desk.screen().contains(text), "{text}\n{}", desk.screen());
    }
    desk.keys("n");
    assert_eq!(*marks(&desk)[0], before, "left as it is");
    desk.keys("qgm");
    assert!(desk.status().contains("No bookmark is doubtful"), "{}", desk.status());
    let mut desk = doubtful();
    desk.keys("lgmy");
    assert!(marks(&desk)[0].anchor.quote.shown().starts_with("首班船载着"), "{:?}", marks(&desk));
    assert_eq!(marks(&desk)[0].id, before.id);
    desk.keys("qu");
    assert_eq!(marks(&desk)[0].anchor, before.anchor, "undone");
    let reader = desk.app.reader.as_ref().unwrap();
    assert_eq!(reader.marked.len(), 1);
}

#[test]
fn dragging_over_the_text_selects_it() {
    let mut desk = Desk::open(PAGE, (120, 36));
    let (buffer, _) = desk.frame();
    let at = buffer.content().iter().position(|cell| cell.symbol() == "首").unwrap();
    let found: Vec<usize> =
        (0..buffer.content().len()).filter(|at| buffer.content()[*at].symbol() == "首").collect();
    let at = found.iter().find(|at| buffer.content()[**at + 2].symbol() == "班").copied().unwrap_or(at);
    let (column, row) = (u16::try_from(at % 120).unwrap(), u16::try_from(at / 120).unwrap());
    for (kind, column) in
        [(MouseKind::Press, column), (MouseKind::Drag, column + 5), (MouseKind::Release, column + 5)]
    {
        desk.send(Event::Mouse(Mouse { kind, column, row }));
    }
    assert_eq!(selected(&desk), "首班船");
    desk.send(Event::Mouse(Mouse { kind: MouseKind::Press, column, row }));
    assert_eq!(selected(&desk), "", "a click ends it");
}

proptest! {
    #[test]
    fn a_selection_is_always_whole_characters_and_on_the_screen(
        keys in prop::collection::vec(
            prop::sample::select(vec!["h", "l", "w", "b", "e", ")", "(", "}", "{", "o", "j", "k", "9j", "gg", "G", "C-d"]),
            1..20,
        ),
        width in 10..120_u16,
        height in 3..40_u16,
    ) {
        let mut desk = Desk::open(PAGE, (width, height));
        desk.keys("lv");
        for key in keys {
            desk.keys(key);
            let reader = desk.app.reader.as_ref().unwrap();
            let span = reader.selected().unwrap();
            let text = reader.article().text();
            prop_assert!(text.get(span.start..span.end).is_some_and(|words| !words.is_empty()));
            let shown = reader.shown();
            let seen = shown.contains(span.start) || shown.contains(span.end.saturating_sub(1));
            prop_assert!(seen, "{:?} of {:?} after {}", span, shown, key);
            desk.frame();
        }
    }
}
