//! What keys do to the screen: `check(keys, what must be shown, what must not)`.

use baolan::app::effect::Effect;
use baolan::app::event::{Event, Size};
use baolan::config::language::{Labels, Language};
use ratatui::style::Modifier;

use crate::support::desk::Desk;

/// Three short articles in the form of a dump.
pub const PAGE: &str = "\
江城水上巴士今天首航

本报讯 (记者林一帆)江城第一条水上巴士航线今天上午首航。航线全长12公里,沿途停靠6个码头,票价两元。

首班船满载九十名乘客,从老渡口出发,四十分钟后抵达大学城。船长说,江面平稳,视野开阔,老人和孩子都很喜欢。

山村小学的第一堂天文课

本报讯 (记者周望)昨天夜里,云顶小学的二十三个孩子第一次从望远镜里看见了土星的光环。志愿者把三台望远镜背上了山。

“原来书上画的是真的。”六年级学生阿朵说。老师告诉记者,学校今后每月办一次观星夜。

老书店迎来百岁生日

本报讯 城东的四明书店昨天度过一百岁生日。店里摆出三十年代的账本,吸引了许多读者前来参观。
";

#[track_caller]
fn check(keys: &str, shown: &[&str], hidden: &[&str]) {
    let mut desk = Desk::open(PAGE, (120, 36));
    desk.shows(keys, shown, hidden);
}

#[test]
fn the_list_shows_all_articles_and_the_reader_follows_it() {
    check(
        "",
        &["江城水上巴士今天首航", "山村小学的第一堂天文课", "老书店迎来百岁生日", "首班船满载九十名乘客"],
        &[],
    );
    check("j", &["土星的光环"], &["首班船"]);
    check("jk", &["首班船"], &["土星"]);
    check("J", &["土星"], &[]);
    check("G", &["四明书店昨天"], &[]);
    check("Ggg", &["首班船"], &[]);
    check("5j", &["四明书店昨天"], &[]);
    check("2j", &["四明书店昨天"], &[]);
    check("2j1k", &["土星的光环"], &[]);
}

#[test]
fn marks_are_shown_in_full_width_and_searched_as_they_are() {
    check("", &["首班船满载九十名乘客，从老渡口出发", "（记者林一帆）"], &["乘客,"]);
    check("P", &["首班船满载九十名乘客,从老渡口出发", "(记者林一帆)"], &["乘客，"]);
    check("PP", &["首班船满载九十名乘客，从老渡口出发"], &[]);
    check("l/乘客,从<Enter>", &["1/1", "乘客，从"], &[]);
    check("l/乘客，从<Enter>", &["1/1", "乘客，从"], &[]);
    check("Jl/\"六年级<Enter>", &["1/1"], &[]);
    check("l}mm''", &["首班船满载九十名乘客，从"], &["乘客,"]);
}

#[test]
fn a_command_may_be_typed_in_full_width() {
    check("l：ｈｅｌｐ<Enter>", &["Help", "Everywhere"], &[]);
    check("：ｔｈ<Tab>", &[":theme"], &[]);
    check("l：ｔｈｅｍｅ\u{3000}paper<Enter>", &[], &["no command"]);
    check("l：１００<Enter>", &["100%"], &[]);
}

#[test]
fn a_notice_that_takes_the_whole_row_leaves_nothing_of_what_stood_there() {
    let mut desk = Desk::open(PAGE, (40, 12));
    desk.app.look.labels = Labels::load(Language::Chinese);
    desk.keys("lx");
    assert_eq!(desk.status(), "x 在此处没有对应的操作，按 ? 查看按键");
}

/// The underlined glyphs of a screen.
fn underlined(desk: &Desk) -> String {
    let (buffer, _) = desk.frame();
    let cells = buffer.content().iter().filter(|cell| cell.modifier.contains(Modifier::UNDERLINED));
    cells.map(|cell| cell.symbol().trim()).collect()
}

#[test]
fn the_first_character_behind_a_seam_is_marked() {
    let page = PAGE.replace("望远镜里看见了", "望远\n\n镜里看见了");
    let mut desk = Desk::open(&page, (120, 36));
    desk.keys("j");
    for (keys, want, told) in [
        ("", "", None),
        ("S", "镜", Some("everywhere")),
        ("S", "", Some("not shown")),
        ("S", "", Some("doubtful")),
        // The mark before the seam has more bytes on the screen than in the text.
        ("SP", "镜", None),
    ] {
        desk.keys(keys);
        assert_eq!(underlined(&desk), want, "after {keys}");
        assert!(told.is_none_or(|told| desk.status().contains(told)), "{}", desk.status());
    }
}

#[test]
fn a_doubtful_seam_is_marked_more_strongly() {
    use baolan::article::{BlockKind, Builder, Confidence, DumpSpan, Join, Page};
    let dump = "船来了,灯亮了,人散了。";
    let mut builder = Builder::new(dump);
    let seams = [
        (0..10, Join::Line),
        (10..20, Join::Seam(Confidence(0.6))),
        (20..dump.len(), Join::Seam(Confidence(0.99))),
    ];
    let pieces = seams.map(|(part, join)| (DumpSpan::new(part.start, part.end), join));
    builder.push_joined(BlockKind::Paragraph, &pieces);
    let articles = vec![std::sync::Arc::new(builder.finish(Confidence(1.0)))];
    let (mut desk, effects) = Desk::unanswered((120, 36), Vec::new());
    for effect in effects {
        if let Effect::Load { ticket, .. } = effect {
            let page = Page { articles: articles.clone(), ..Page::default() };
            desk.send(Event::Loaded { ticket, result: Ok(std::sync::Arc::new(page)) });
            desk.send(Event::LoadDone { ticket });
        }
    }
    let colour = |desk: &Desk, glyph: &str| {
        let (buffer, _) = desk.frame();
        let mut cells = buffer.content().iter().filter(|cell| cell.modifier.contains(Modifier::UNDERLINED));
        cells.find(|cell| cell.symbol() == glyph).map(|cell| cell.fg)
    };
    assert_eq!((underlined(&desk), colour(&desk, "人")), ("灯".to_owned(), None));
    desk.keys("S");
    assert_eq!(underlined(&desk), "灯人");
    assert_ne!(colour(&desk, "灯"), colour(&desk, "人"));
}

#[test]
fn every_key_is_answered() {
    check("K", &["first article"], &[]);
    check("GJ", &["last article"], &[]);
    check("Q", &["Q is bound to nothing"], &[]);
    check("g", &["g To the top"], &[]);
    check("gQ", &["gQ is bound to nothing"], &[]);
    check("12", &["12"], &[]);
    check("?J", &["J is bound to nothing"], &[]);
    check("C-g/", &["/ is bound to nothing", "About this page"], &[]);
    check(":x<Tab>", &["No command begins"], &[]);
}

#[test]
fn search_highlights_and_counts_as_it_is_typed() {
    check("/", &["/"], &[]);
    check("/江", &["/江", "1/"], &[]);
    check("/江城", &["1/2"], &[]);
    check("/江城<Enter>", &["1/2"], &[]);
    check("/江城<Enter>n", &["2/2"], &[]);
    check("/江城<Enter>nn", &["1/2", "from the top"], &[]);
    check("/江城<Enter>N", &["2/2", "from the end"], &[]);
    check("/没有<Enter>", &["No match", "没有"], &[]);
    check("/江城<Esc>", &[], &["1/2"]);
    check("／<Paste:江城>", &["1/2"], &[]);
    check("l}/江", &["3/3"], &[]);
    check("/江城<Enter>/江<Esc>", &["1/2"], &[]);
    check("/江城<Enter>Jn", &["No match"], &[]);
    check("/星<Enter>JN", &["2/2", "from the end"], &[]);
    check("/ab<Enter>/c<Up><Down>", &["/c"], &[]);
    check("/１２公里", &["1/1"], &[]);
}

#[test]
fn the_filter_leaves_what_holds_all_words() {
    check("&土星", &["山村小学", "1 of 3"], &["四明书店", "老书店"]);
    check("&江城 码头<Enter>", &["水上巴士", "1/3"], &["老书店"]);
    check("&土星<Esc>", &["老书店", "水上巴士"], &[]);
    check("&土星<Enter><Esc>", &["老书店"], &[]);
    check("&没有此文", &["0 of 3", "Nothing here holds 没有此文"], &["首班船"]);
    check("&没有此文<Enter>:bookmark-toggle<Enter>", &["No article is open"], &[]);
    check("G&土星<Esc>", &["四明书店昨天"], &[]);
}

#[test]
fn a_bookmark_is_set_listed_noted_deleted_and_brought_back() {
    check("lmm", &["*", "Bookmark saved", "*1"], &[]);
    check("lmmmm", &["removed"], &["*1"]);
    check("lmmmmu", &["*1"], &[]);
    check("lmm''", &["Bookmarks", "江城第一条水上巴士航线"], &[]);
    check("lmmh''", &["2026"], &[]);
    check("lmmhj''<Enter>", &["首班船"], &["土星的"]);
    check("lagood船C-s", &["#", "*1"], &[]);
    check("la好<Enter>船<Esc>''", &["# 好 船"], &[]);
    check("lmm''dd", &["No bookmarks"], &[]);
    check("lmm''dd<Esc>u", &["*1"], &[]);
    check("''", &["No bookmarks"], &[]);
}

#[test]
fn a_bookmark_that_could_not_be_saved_says_so_and_goes_out_again_with_the_next_change() {
    let mut desk = Desk::open(PAGE, (120, 36));
    desk.full = true;
    desk.keys("lmm");
    let screen = desk.screen();
    assert!(
        screen.contains('+') && screen.contains("Not saved to bookmarks.jsonl: No space left"),
        "{screen}"
    );
    desk.keys("j");
    assert!(desk.screen().contains("1 not saved"), "{}", desk.screen());
    desk.full = false;
    desk.keys("}mm");
    assert_eq!(desk.disk.len(), 2, "both are on the disk");
    assert!(desk.screen().contains("*2") && !desk.screen().contains("not saved"), "{}", desk.screen());
}

#[test]
fn quitting_with_unsaved_bookmarks_warns_once() {
    let mut desk = Desk::open(PAGE, (120, 36));
    desk.full = true;
    desk.keys("lmmq");
    assert!(!desk.app.is_done() && desk.screen().contains("again quits"), "{}", desk.screen());
    desk.keys("q");
    assert!(desk.app.is_done());
}

#[test]
fn help_comes_from_the_command_table_and_can_be_filtered() {
    check("?", &["Help", "Everywhere", "Page down"], &[]);
    check("?/undo", &["Undo"], &["Next article"]);
    check("?<Esc>", &[], &["Everywhere"]);
}

#[test]
fn the_command_line_completes_runs_and_suggests() {
    check(":help<Enter>", &["Everywhere"], &[]);
    check(":zen-t<Tab><Enter>", &[], &["山村小学"]);
    check(":hepl<Enter>", &["Did you mean help"], &[]);
    check(":theme paper<Enter>", &["Theme: paper"], &[]);
    check(":theme nope<Enter>", &["nope"], &[]);
    check(":50%<Enter>", &[], &["Unknown"]);
}

#[test]
fn the_interface_speaks_both_languages() {
    check("L", &["语言"], &[]);
    check("L?", &["帮助"], &[]);
}

#[test]
fn characters_are_shown_in_the_script_the_reader_likes() {
    check("lgs", &["江城水上巴士今天首航", "in their simplified forms"], &[]);
    check("lgsgs", &["江城水上巴士今天首航", "滿載九十名乘客", "兩元", "山村小學的第一堂天文課"], &["满载"]);
    check("lgsgsgs", &["满载九十名乘客", "山村小学的第一堂天文课"], &["滿載"]);
    // What is searched is the text itself.
    check("lgsgs/满载<Enter>", &["滿載九十名乘客", "1/1"], &[]);
}

/// Column and row of the first cell of a text.
fn place_of(desk: &Desk, text: &str) -> Option<(u16, u16)> {
    let (buffer, _) = desk.frame();
    (0..buffer.area.height).flat_map(|y| (0..buffer.area.width).map(move |x| (x, y))).find(|&(x, y)| {
        // Behind a wide glyph stands a blank cell that is not its own.
        let row: String = (x..buffer.area.width).map(|x| buffer[(x, y)].symbol()).collect();
        let bare: String = row.chars().filter(|c| *c != ' ').take(text.chars().count()).collect();
        bare == text && buffer[(x, y)].symbol() != " "
    })
}

#[test]
fn text_stands_in_columns_where_there_is_room() {
    let mut desk = Desk::open(PAGE, (200, 5));
    desk.keys("l");
    assert!(place_of(&desk, "大学城").is_none());
    desk.keys("gc");
    let (start, end) = (place_of(&desk, "江城第一条").unwrap(), place_of(&desk, "大学城").unwrap());
    assert!(end.0 > start.0 + 40, "it stands in the second column:\n{}", desk.screen());
    check("lgc", &["Columns: 2; this window has room for 1"], &[]);
    check("l3gc", &["Columns: 3"], &[]);
    check("l9gc", &["Columns: 3"], &[]);
    check("lgcgcgc", &["Columns: 1"], &[]);
}

#[test]
fn all_but_the_paragraph_beside_the_bar_steps_back() {
    let mut desk = Desk::open(PAGE, (120, 36));
    let grey = |desk: &Desk, text: &str| desk.frame().0[place_of(desk, text).expect("it is shown")].fg;
    desk.keys("l");
    let plain = grey(&desk, "首班船");
    assert_eq!(grey(&desk, "第一条水上巴士"), plain);
    desk.keys("gf");
    assert_ne!(grey(&desk, "首班船"), plain, "it stepped back");
    desk.keys("}");
    assert_eq!(grey(&desk, "首班船"), plain, "it has the bar");
    assert_ne!(grey(&desk, "第一条水上巴士"), plain);
    desk.keys("gf");
    assert_eq!(grey(&desk, "第一条水上巴士"), plain);
}

#[test]
fn the_bottom_row_tells_no_place_of_an_article_under_a_box() {
    for (keys, told) in
        [("l", true), ("l?", false), ("lmm''", false), ("lC-g", false), ("lmma", false), ("?<Esc>", true)]
    {
        let mut desk = Desk::open(PAGE, (80, 24));
        desk.keys(keys);
        assert_eq!(desk.status().contains('%'), told, "{keys}:\n{}", desk.screen());
    }
}

#[test]
fn how_a_note_is_saved_is_said_on_small_screens_too() {
    for width in [40, 60, 80] {
        let mut desk = Desk::open(PAGE, (width, 12));
        desk.keys("l/上<Enter>mma灯");
        assert!(desk.status().contains("C-s save"), "{width}:\n{}", desk.screen());
    }
}

#[test]
fn a_list_of_bookmarks_keeps_its_margin_however_few_there_are() {
    for keys in ["''", "lmm''", "lmm}mm''", "lmm}mm}mm''"] {
        let mut desk = Desk::open(PAGE, (80, 24));
        desk.keys(keys);
        let screen = desk.screen();
        let below = screen.lines().skip_while(|row| !row.contains("Bookmarks: ")).nth(1);
        assert_eq!(below.map(str::trim), Some(""), "{keys}:\n{screen}");
    }
}

#[test]
fn the_help_shows_names_and_meanings_whole_on_a_screen_of_eighty_columns() {
    for keys in ["?", "L?"] {
        let mut desk = Desk::open(PAGE, (80, 400));
        desk.keys(keys);
        let screen = desk.screen();
        let cut: Vec<&str> = screen.lines().filter(|row| row.contains('…')).collect();
        assert!(cut.is_empty(), "{keys}:\n{}", cut.join("\n"));
        for command in baolan::app::command::all() {
            let named = format!(":{}", command.name);
            let is_there = screen.split_whitespace().any(|word| word == named);
            assert!(is_there, "{keys}: {named}");
        }
    }
}

#[test]
fn full_width_brackets_bring_their_own_room() {
    check("Ll/sh<Enter>", &["（拼音 "], &[" （拼音"]);
}

#[test]
fn a_box_of_lines_stands_still_while_it_is_read() {
    let mut desk = Desk::open(PAGE, (60, 10));
    desk.keys("lC-g");
    let title = |desk: &Desk| desk.screen().lines().position(|line| line.contains("About this page"));
    let (top, first) = (title(&desk), desk.screen());
    assert!(desk.status().contains("j down"), "what is below is told:\n{first}");
    desk.keys("G");
    let last = desk.screen();
    assert_eq!(title(&desk), top, "{last}");
    assert!(last.contains("Rows") && !first.contains("Rows"), "{first}\n{last}");
    desk.keys("jjj");
    assert_eq!(desk.screen(), last, "nothing is below the last row");
    desk.keys("k");
    assert_ne!(desk.screen(), last, "and the first key up goes up");
}

#[test]
fn a_box_that_was_read_to_its_end_fills_a_larger_screen() {
    for keys in ["?G", "C-gG"] {
        let mut desk = Desk::open(PAGE, (20, 5));
        desk.keys(keys);
        desk.send(Event::Resize(Size { width: 80, height: 24 }));
        let grown = desk.screen();
        desk.keys("G");
        assert_eq!(desk.screen(), grown, "{keys}");
        assert!(grown.contains("Prompt") || grown.contains("Page  "), "{keys}:\n{grown}");
    }
}

#[test]
fn a_prompt_is_emptied_as_in_a_shell() {
    for (keys, left) in [("l/江面C-u", "/"), ("l/江面<Left>C-u", "/面"), ("&江C-u", "&"), (":theC-uq", ":q")]
    {
        let mut desk = Desk::open(PAGE, (80, 24));
        desk.keys(keys);
        let status = desk.status();
        assert_eq!(status.split_whitespace().next(), Some(left), "{keys}:\n{}", desk.screen());
    }
    check("l/江面C-u首班<Enter>", &["1/1"], &[]);
}

#[test]
fn a_list_narrowed_to_where_no_bookmark_is_does_not_say_that_there_are_none() {
    check("''", &["No bookmarks yet"], &[]);
    check("lmmJ''", &["Bookmarks: 1"], &["No bookmark"]);
    check("lmmJ''f", &["Bookmarks: 0  in this article", "There is no bookmark here"], &["No bookmarks yet"]);
}

#[test]
fn all_corrections_are_offered_on_a_small_screen_in_both_languages() {
    for language in [Language::English, Language::Chinese] {
        let mut desk = Desk::open(PAGE, (80, 24));
        desk.app.look.labels = Labels::load(language);
        desk.keys("lc");
        let screen = desk.screen();
        for name in [
            "join-next",
            "article-merge",
            "is-paragraph",
            "is-furniture",
            "headline-after",
            "page-kind-toggle",
        ] {
            let doc = desk.app.look.labels.text(&format!("command.{name}")).to_owned();
            assert!(screen.contains(&doc), "{doc}:\n{screen}");
        }
    }
}
