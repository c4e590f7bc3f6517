//! Corrections by the reader: whatever they are, nothing is lost or doubled; each does what its key says.
//!
//! Guarantees: the sentence in `article::page` about every character holds under any list of corrections. Never: other
//! people's text.

use baolan::app::effect::Effect;
use baolan::app::event::Event;
use baolan::article::{Anchor, BlockKind, Page, PageKind, resolve_among};
use baolan::mend::{Act, Correction, Kind};
use baolan::page::{mended, recover};
use proptest::prelude::*;

use crate::commands::PAGE;
use crate::recovery::{check_whole, page_text};
use crate::support::desk::Desk;

fn correction((at, act): (usize, Act)) -> Correction {
    Correction::new(format!("{at}"), at, act)
}

fn any_act(bytes: usize) -> impl Strategy<Value = Act> {
    use BlockKind::{Byline, Caption, Heading, Headline, Kicker, Paragraph, Subtitle};
    let kinds = vec![Kicker, Headline, Subtitle, Byline, Heading, Paragraph, Caption];
    prop_oneof![
        (0..bytes).prop_map(|with| Act::Join { with }),
        Just(Act::Split),
        Just(Act::Open),
        Just(Act::Merge),
        prop::sample::select(kinds).prop_map(|kind| Act::Is(Kind::Block(kind))),
        Just(Act::Is(Kind::Furniture)),
        Just(Act::TitlesBefore),
        Just(Act::TitlesAfter),
        Just(Act::Page(PageKind::Newspaper)),
    ]
}

/// The bytes at which lines of `text` start, so that most corrections hit something.
fn starts(text: &str) -> Vec<usize> {
    let mut starts = vec![0];
    for line in text.split_inclusive('\n') {
        starts.push(starts[starts.len() - 1] + line.len());
    }
    let words = |&at: &usize| at + text[at..].len() - text[at..].trim_start().len();
    starts.iter().map(words).collect()
}

#[test]
fn what_is_joined_takes_no_space_out_of_what_lies_between() {
    let made = |with| [correction((0, Act::Page(PageKind::Newspaper))), correction((0, Act::Join { with }))];
    for text in [
        "! :江:AA本报讯 (记者林满)图为渡口。a\r\u{2028}03版 要闻\n\n本报讯 (记者林满)“渡口”\n\u{3000}\u{3000}bb a#\n\n本报记者 方圆\n",
        "! :江:AA本报讯 (记者林满)图为渡口。a\r\n03版 要闻\n\n本报讯 (记者林满)“渡口”\n\u{3000}\u{3000}bb a#\n\n本报记者 方圆\n",
    ] {
        let page = mended("a", text, &made(text.find("bb").expect("words")));
        check_whole(&page, text);
        assert_eq!(page.mended.made, 2, "{text}");
    }
}

proptest! {
    #[test]
    fn any_corrections_of_any_text_leave_it_whole(
        text in prop_oneof![page_text(), Just(PAGE.to_owned())],
        acts in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), any_act(1)), 0..12),
    ) {
        let starts = starts(&text);
        let mut made = vec![correction((0, Act::Page(PageKind::Newspaper)))];
        for (at, with, act) in acts {
            let act = match act {
                Act::Join { .. } => Act::Join { with: *with.get(&starts) },
                act => act,
            };
            made.push(correction((*at.get(&starts), act)));
        }
        let page = mended("a", &text, &made);
        check_whole(&page, &text);
        prop_assert_eq!(page.mended.made + page.mended.skipped, made.len());
    }

    #[test]
    fn corrections_at_any_byte_leave_a_text_whole(
        text in page_text(),
        acts in prop::collection::vec((0..300_usize, any_act(300)), 0..12),
    ) {
        let made: Vec<Correction> = acts.into_iter().map(correction).collect();
        check_whole(&mended("a", &text, &made), &text);
    }
}

/// The page as lines: a mark for what each block is, and how it begins.
fn outline(page: &Page) -> Vec<String> {
    let mut lines = Vec::new();
    for article in &page.articles {
        for block in article.blocks() {
            let mark = match block.kind {
                BlockKind::Kicker => 'K',
                BlockKind::Headline => 'H',
                BlockKind::Subtitle => 'S',
                BlockKind::Byline => 'B',
                BlockKind::Heading => 'h',
                BlockKind::Paragraph => 'p',
                BlockKind::Caption => 'c',
                other => panic!("a newspaper page has no {other:?}"),
            };
            let text: String = article.block_text(block).chars().take(3).collect();
            lines.push(format!("{mark} {text}"));
        }
        lines.push("--".to_owned());
    }
    lines.extend(
        page.furniture.iter().map(|one| format!("f {}", one.text.chars().take(3).collect::<String>())),
    );
    lines
}

fn at(words: &str) -> usize {
    PAGE.find(words).expect("words of the page")
}

/// What becomes of the page of `commands`, as its outline in one line.
#[track_caller]
fn check(acts: &[(&str, Act)], want: &str) {
    let made: Vec<Correction> = acts.iter().map(|(words, act)| correction((at(words), *act))).collect();
    let page = mended("a", PAGE, &made);
    assert_eq!(page.mended.skipped, 0, "{acts:?} fits");
    check_whole(&page, PAGE);
    assert_eq!(outline(&page).join(" "), want, "{acts:?}");
}

const FIRST: &str = "H 江城水 p 本报讯 p 首班船 --";
const SECOND: &str = "H 山村小 p 本报讯 p “原来 --";
const THIRD: &str = "H 老书店 p 本报讯 --";

#[test]
fn no_correction_changes_nothing() {
    assert_eq!(outline(&mended("a", PAGE, &[])), outline(&recover("a", PAGE)));
    check(&[], &format!("{FIRST} {SECOND} {THIRD}"));
}

#[test]
fn each_correction_does_what_its_key_says() {
    use Kind::{Block, Furniture};
    let first = "本报讯 (记者林一帆)";
    let join = Act::Join { with: at("首班船") };
    check(&[(first, join)], &format!("H 江城水 p 本报讯 -- {SECOND} {THIRD}"));
    check(
        &[("首班船", Act::Join { with: at("本报讯 (记者周望)") })],
        "H 江城水 p 本报讯 p 首班船 -- H 山村小 p “原来 -- H 老书店 p 本报讯 --",
    );
    check(&[(first, join), ("首班船", Act::Split)], &format!("{FIRST} {SECOND} {THIRD}"));
    check(&[("首班船", Act::Open)], &format!("H 江城水 p 本报讯 -- p 首班船 -- {SECOND} {THIRD}"));
    check(&[("首班船", Act::Open), ("首班船", Act::Merge)], &format!("{FIRST} {SECOND} {THIRD}"));
    check(
        &[("山村小学", Act::Merge)],
        &format!("H 江城水 p 本报讯 p 首班船 h 山村小 p 本报讯 p “原来 -- {THIRD}"),
    );
    check(&[("山村小学", Act::Merge), ("山村小学", Act::Open)], &format!("{FIRST} {SECOND} {THIRD}"));
    check(
        &[("首班船", Act::Is(Block(BlockKind::Caption)))],
        &format!("H 江城水 p 本报讯 c 首班船 -- {SECOND} {THIRD}"),
    );
    check(
        &[("首班船", Act::Is(Block(BlockKind::Headline)))],
        &format!("K 江城水 H 首班船 p 本报讯 -- {SECOND} {THIRD}"),
    );
    check(
        &[("首班船", Act::Is(Block(BlockKind::Subtitle)))],
        &format!("H 江城水 S 首班船 p 本报讯 -- {SECOND} {THIRD}"),
    );
    check(
        &[("江城水上", Act::Is(Block(BlockKind::Paragraph)))],
        &format!("p 江城水 p 本报讯 p 首班船 -- {SECOND} {THIRD}"),
    );
    check(&[("首班船", Act::Is(Furniture))], &format!("H 江城水 p 本报讯 -- {SECOND} {THIRD} f 首班船"));
    check(
        &[("首班船", Act::Is(Furniture)), ("首班船", Act::Is(Block(BlockKind::Paragraph)))],
        &format!("{FIRST} {SECOND} {THIRD}"),
    );
    check(
        &[("山村小学", Act::TitlesBefore)],
        "K 江城水 H 山村小 p 本报讯 p 首班船 -- p 本报讯 p “原来 -- H 老书店 p 本报讯 --",
    );
    check(
        &[("老书店", Act::TitlesBefore)],
        "H 江城水 p 本报讯 p 首班船 -- K 山村小 H 老书店 p 本报讯 p “原来 -- p 本报讯 --",
    );
    check(
        &[("首班船", Act::TitlesAfter)],
        "p 本报讯 p 首班船 -- H 江城水 S 山村小 p 本报讯 p “原来 -- H 老书店 p 本报讯 --",
    );
    check(&[("山村小学", Act::Page(PageKind::Plain))], &outline(&baolan::page::plain("a", PAGE)).join(" "));
}

#[test]
fn titles_that_were_moved_go_back_without_those_they_were_put_beside() {
    let moved = "H 江城水 p 本报讯 p 首班船 -- p 本报讯 p “原来 -- H 山村小 S 老书店 p 本报讯 --";
    check(&[("山村小学", Act::TitlesAfter)], moved);
    for word in ["山村小学", "老书店", "本报讯 城东"] {
        let whole = word != "山村小学";
        let want = if whole {
            "H 江城水 p 本报讯 p 首班船 -- H 山村小 S 老书店 p 本报讯 p “原来 -- p 本报讯 --".to_owned()
        } else {
            format!("{FIRST} {SECOND} {THIRD}")
        };
        check(&[("山村小学", Act::TitlesAfter), (word, Act::TitlesBefore)], &want);
    }
    // An article that has neither title nor body left is none.
    check(
        &[("本报讯 (记者周望)", Act::Open), ("山村小学", Act::TitlesBefore)],
        "K 江城水 H 山村小 p 本报讯 p 首班船 -- p 本报讯 p “原来 -- H 老书店 p 本报讯 --",
    );
}

#[test]
fn what_does_not_fit_is_counted_and_told() {
    for (at, act) in [
        (1, Act::Split),
        (usize::MAX, Act::Open),
        (0, Act::Merge),
        (0, Act::Split),
        (0, Act::Join { with: 0 }),
        (0, Act::Join { with: 3 }),
        (0, Act::TitlesBefore),
        (at("老书店"), Act::TitlesAfter),
        (at("山村小学"), Act::Open),
    ] {
        let page = mended("a", PAGE, &[correction((at, act))]);
        assert_eq!((page.mended.made, page.mended.skipped), (0, 1), "{at} {act:?}");
        assert_eq!(outline(&page), outline(&recover("a", PAGE)));
        assert_eq!(page.warnings.len(), 1);
    }
}

#[test]
fn lines_that_were_joined_into_a_block_are_split_again() {
    let mut text = String::from("　　渡口亮灯\n");
    for _ in 0..8 {
        text.push_str("　　船从南岸出发,四十分钟后到达\n北岸的渡口,岸上有许多人在等船\n靠岸。\n");
    }
    let at = text.find("北岸").expect("words");
    let page =
        |act| mended("a", &text, &[correction((0, Act::Page(PageKind::Newspaper))), correction((at, act))]);
    let blocks = |page: &Page| page.articles.iter().map(|article| article.blocks().len()).sum::<usize>();
    let (before, after) = (page(Act::Page(PageKind::Newspaper)), page(Act::Split));
    check_whole(&after, &text);
    assert_eq!((blocks(&after), after.mended.skipped), (blocks(&before) + 1, 0));
}

#[test]
fn the_page_may_be_said_to_be_one_and_not_to_be_one() {
    let plain = "渡口的灯\n\n天黑下来以后，渡口就只剩下一盏灯。\n\n守灯的人姓陆，六十多岁，话不多。\n";
    for (text, kind) in [(plain, PageKind::Newspaper), (PAGE, PageKind::Plain), (PAGE, PageKind::Newspaper)] {
        let page = mended("a", text, &[correction((0, Act::Page(kind)))]);
        assert_eq!((page.kind, page.mended.made), (kind, 1));
        check_whole(&page, text);
    }
    let page = mended("a", plain, &[correction((0, Act::Open))]);
    assert_eq!((page.kind, page.mended.skipped), (PageKind::Plain, 1), "blocks of a text are not corrected");
    let book = "船".repeat(500_000);
    let page = mended("a", &book, &[correction((0, Act::Page(PageKind::Newspaper)))]);
    assert_eq!((page.kind, page.mended.skipped), (PageKind::Plain, 1), "a book is no page");
}

#[test]
fn a_bookmark_finds_its_words_after_any_one_correction() {
    let before = recover("a", PAGE);
    let anchor = Anchor::at(&before.articles[0], 2).expect("a block");
    let here = at("首班船");
    for act in [
        Act::Open,
        Act::Is(Kind::Block(BlockKind::Heading)),
        Act::Is(Kind::Block(BlockKind::Headline)),
        Act::Join { with: at("本报讯 (记者周望)") },
        Act::Join { with: at("“原来") },
    ] {
        let page = mended("a", PAGE, &[correction((here, act))]);
        let (article, found) = resolve_among(&anchor, page.articles.iter().map(|one| &**one)).expect("words");
        let block = found.block().expect("a block");
        let article = &page.articles[article];
        let text = article.block_text(&article.blocks()[block]);
        assert!(text.contains("首班船满载九十名乘客"), "{act:?}: {text}");
    }
}

/// The titles in the list, from the top, and the words under the cursor after these keys.
#[track_caller]
fn check_keys(keys: &str, titles: &[&str], under: &str, told: &str) {
    let mut desk = Desk::open(PAGE, (100, 30));
    desk.keys(keys);
    let entries = desk.app.desk.shelf.entries();
    let got: Vec<&str> = entries.iter().map(|entry| entry.article.title()).collect();
    let same = got.len() == titles.len() && got.iter().zip(titles).all(|(got, want)| got.starts_with(want));
    assert!(same, "{keys}: {got:?} should begin like {titles:?}");
    let reader = desk.app.reader.as_ref().expect("an article");
    assert!(
        std::sync::Arc::ptr_eq(reader.article(), desk.app.desk.selected().expect("an article")),
        "{keys}: the article beside the list is the selected one"
    );
    let block = &reader.article().blocks()[reader.cursor()];
    let text = reader.article().block_text(block);
    assert!(text.starts_with(under), "{keys}: «{text}» is under the cursor, not «{under}»");
    assert!(desk.status().contains(told), "{keys}: «{told}» is not told:\n{}", desk.screen());
}

const TITLES: [&str; 3] = ["江城水上", "山村小学", "老书店"];

#[test]
fn keys_correct_what_is_beside_the_bar_and_stay_there() {
    let [first, second, third] = TITLES;
    check_keys("lcj", &TITLES, "本报讯 (记者林一帆)", "Corrected; u takes it back");
    check_keys("lcjcj2cs", &TITLES, "本报讯 (记者林一帆)", "Corrected");
    check_keys("lcjcj3cs", &TITLES, "本报讯 (记者林一帆)", "this block has 2");
    check_keys("l}ca", &[first, "首班船", second, third], "首班船", "Corrected");
    check_keys("l}caK", &[first, "首班船", second, third], "本报讯 (记者林", "");
    check_keys("jl{cm", &[first, third], "山村小学", "Corrected");
    check_keys("jl{cmca", &TITLES, "山村小学", "Corrected");
    check_keys("jlc[", &["山村小学", "本报讯 (记者周望)", third], "本报讯 (记者周望)", "Corrected");
    check_keys("jlc]", &[first, "本报讯 (记者周望)", second], "本报讯 (记者周望)", "Corrected");
    check_keys("l}cf", &TITLES, "", "Corrected");
    check_keys("l}ch", &["首班船", second, third], "首班船", "Corrected");
    check_keys("lcn", &[first], "", "Corrected");
    check_keys("lcncn", &TITLES, "", "Corrected");
    check_keys("l}ｃａ", &[first, "首班船", second, third], "首班船", "Corrected");
}

#[test]
fn what_cannot_be_corrected_is_told_and_changes_nothing() {
    for (keys, told) in [
        ("GlGcj", "Nothing to join"),
        ("lcs", "Nothing to split"),
        ("lcj5cs", "this block has 1"),
        ("l{ca", "begins here already"),
        ("lcm", "no article before"),
        ("lcp", "That is what it is already"),
        ("lc[", "no article before"),
        ("Glc]", "no article after"),
        ("l}cac]", "no headline"),
        ("lcncj", "as it is; cn takes it"),
        ("lc", "cj"),
        ("lcQ", "cQ is bound to nothing"),
    ] {
        let mut desk = Desk::open(PAGE, (120, 30));
        desk.keys(keys);
        assert!(
            desk.status().contains(told) || told == "cj",
            "{keys}: «{told}» is not told:\n{}",
            desk.screen()
        );
    }
}

#[test]
fn corrections_and_bookmarks_are_undone_in_turn_and_done_again() {
    let mut desk = Desk::open(PAGE, (100, 30));
    let titles = |desk: &Desk| desk.app.desk.shelf.entries().len();
    desk.keys("lmm}camm");
    assert_eq!((titles(&desk), desk.disk.iter().count()), (4, 2));
    desk.keys("u");
    assert_eq!((titles(&desk), desk.disk.iter().count()), (4, 1), "the bookmark was last");
    desk.keys("u");
    assert_eq!((titles(&desk), desk.disk.iter().count()), (3, 1), "then the correction");
    assert!(desk.mends.write().is_empty());
    desk.keys("u");
    assert_eq!((titles(&desk), desk.disk.iter().count()), (3, 0));
    desk.keys("C-rC-r");
    assert_eq!((titles(&desk), desk.disk.iter().count()), (4, 1));
    desk.keys("C-rC-r");
    assert_eq!(desk.disk.iter().count(), 2);
    assert!(desk.status().contains("Nothing to redo"), "{}", desk.screen());
}

#[test]
fn a_correction_that_could_not_be_kept_is_not_made_and_not_undone() {
    let mut desk = Desk::open(PAGE, (100, 30));
    desk.full = true;
    desk.keys("l}ca");
    assert_eq!(desk.app.desk.shelf.entries().len(), 3);
    assert!(desk.screen().contains("Not corrected."), "{}", desk.screen());
    desk.keys("u");
    assert!(desk.status().contains("Nothing to undo"), "{}", desk.screen());
}

#[test]
fn an_undo_that_could_not_be_kept_can_be_tried_again() {
    let mut desk = Desk::open(PAGE, (100, 30));
    let titles = |desk: &Desk| desk.app.desk.shelf.entries().len();
    desk.keys("l}ca");
    for (full, keys, want) in [(true, "u", 4), (false, "u", 3), (true, "C-r", 3), (false, "C-r", 4)] {
        desk.full = full;
        desk.keys(keys);
        assert_eq!(titles(&desk), want, "full: {full}, {keys}:\n{}", desk.screen());
    }
}

#[test]
fn one_correction_is_made_at_a_time() {
    let mut desk = Desk::open(PAGE, (100, 30));
    desk.slow = true;
    desk.keys("l}ca");
    for keys in ["ca", "u", "u"] {
        desk.keys(keys);
        assert!(desk.status().contains("still being kept"), "{keys}:\n{}", desk.screen());
    }
    desk.send(Event::Broken("on purpose".to_owned()));
    desk.slow = false;
    desk.keys("ca");
    assert_eq!(desk.app.desk.shelf.entries().len(), 4, "what broke holds up nothing");
}

#[test]
fn a_correction_of_a_page_that_is_closed_does_not_hold_up_older_steps() {
    let mut desk = Desk::open(PAGE, (100, 30));
    desk.keys("lmm}ca");
    desk.slow = true;
    let ticket = {
        desk.keys(":load other<Enter>");
        let load = |effect: &Effect| match effect {
            Effect::Load { ticket, .. } => Some(*ticket),
            _ => None,
        };
        desk.performed.iter().rev().find_map(load).expect("a load")
    };
    let other = recover("other", "船靠岸了。\n\n灯还亮着，猫在台阶上等。\n");
    desk.send(Event::Loaded { ticket, result: Ok(other.into()) });
    desk.send(Event::LoadDone { ticket });
    desk.keys("u");
    assert!(desk.status().contains("not open any more"), "{}", desk.screen());
    desk.keys("u");
    assert_eq!(desk.disk.iter().count(), 0);
}

#[test]
fn the_reading_place_of_an_article_survives_its_corrections() {
    let mut desk = Desk::open(PAGE, (40, 5));
    desk.keys("l6j");
    let words = |desk: &Desk| {
        let reader = desk.app.reader.as_ref().expect("an article");
        reader.article().text()[reader.place()..].chars().take(8).collect::<String>()
    };
    let before = words(&desk);
    for keys in ["cccp", "ct", "cp", "u", "C-r"] {
        desk.keys(keys);
        assert_eq!(words(&desk), before, "{keys}:\n{}", desk.screen());
        desk.keys("JK");
        assert_eq!(words(&desk), before, "{keys} and back again:\n{}", desk.screen());
    }
}

#[test]
fn bookmarks_places_and_read_marks_go_along_with_their_words() {
    let mut desk = Desk::open(PAGE, (100, 8));
    desk.keys("l}mm");
    let marked = |desk: &Desk| {
        let reader = desk.app.reader.as_ref().expect("an article");
        let marked = reader.marked.first().map(|mark| mark.place.block);
        marked.map(|block| reader.article().block_text(&reader.article().blocks()[block]).to_owned())
    };
    for keys in ["ct", "ca", "cm", "cp", "{cj", "cs", "}cn", "cn"] {
        desk.keys(keys);
        let text = marked(&desk).unwrap_or_default();
        assert!(text.contains("首班船满载"), "after {keys} the bookmark is at «{text}»:\n{}", desk.screen());
    }
    let mut desk = Desk::open(PAGE, (60, 5));
    desk.keys("lG");
    let place = desk.app.reader.as_ref().expect("an article").place();
    assert!(place > 0);
    desk.keys("cahJhKh");
    assert!(desk.app.is_read(0) && desk.app.is_read(1), "both halves were read");
    desk.keys("lcmlq");
    let article = desk.app.desk.selected().expect("an article").fingerprint().to_owned();
    assert!(desk.places.get(&article).expect("a place").read);
}

#[test]
fn the_rows_on_the_screen_stay_where_they_are() {
    let mut desk = Desk::open(PAGE, (60, 6));
    desk.keys("l10j");
    let before = desk.screen();
    assert!(!before.contains("江城水上巴士今天首航"), "{before}");
    desk.keys("cccp:redraw<Enter>");
    let after = desk.screen();
    let text = |screen: &str| screen.lines().take(5).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(text(&before), text(&after));
}

#[test]
fn a_correction_under_a_filter_leaves_the_filter() {
    let mut desk = Desk::open(PAGE, (100, 30));
    desk.keys("&土星<Enter>l}ca");
    assert_eq!(desk.app.desk.list.entries(), 1);
    desk.keys("&<Backspace><Backspace><Enter>");
    assert_eq!(desk.app.desk.list.entries(), 4);
}
