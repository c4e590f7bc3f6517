//! From dump to articles: nothing lost or doubled on any input, plain texts left alone, the sample page whole.
//!
//! Guarantees: the sentence in `article::page` about every character is a property here. Never: other people's text.

use baolan::article::{BlockKind, Page, PageKind, Warning};
use baolan::format::{read, sample};
use baolan::page::{as_newspaper, plain, recover};
use baolan::text::encoding::Choice;
use proptest::prelude::*;

/// Every character that is not white space is in exactly one piece, furniture span or removed span.
pub fn check_whole(page: &Page, dump: &str) {
    let mut taken = vec![0_u8; dump.len()];
    let mut take = |start: usize, end: usize| taken[start..end].iter_mut().for_each(|count| *count += 1);
    for article in &page.articles {
        for block in article.blocks() {
            assert!(!block.pieces.is_empty() && !block.span.is_empty(), "a block holds text");
            let mut text = String::new();
            for piece in &block.pieces {
                take(piece.source.start, piece.source.end);
                text.push_str(piece.source.of(dump));
            }
            assert_eq!(article.block_text(block), text.replace('\n', " "), "a block is its pieces");
            assert_eq!(text.trim(), text, "a block has no indent of its own");
        }
    }
    page.furniture.iter().for_each(|one| take(one.span.start, one.span.end));
    page.removed.iter().for_each(|one| take(one.span.start, one.span.end));
    for (at, c) in dump.char_indices() {
        let wanted = taken[at] == 1 || c.is_whitespace() && taken[at] == 0;
        assert!(wanted, "{c:?} at byte {at} is in {} places of {dump:?}", taken[at]);
    }
}

pub fn page_text() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        Just("本报讯 (记者林满)".to_owned()),
        Just("本报记者 方圆".to_owned()),
        Just("(下转第2版)".to_owned()),
        Just("03版 要闻".to_owned()),
        Just("图为渡口。".to_owned()),
        "[江灯渡口猫路街,。“”:1a\u{3000} ]{1,60}",
        "[\\n\\r\\t\u{1b}\u{202e}\u{85}\u{2028}\u{200b} ]{1,3}",
        Just("\n\n".to_owned()),
        Just("\n　　".to_owned()),
        "\\PC{0,8}",
    ];
    prop::collection::vec(part, 0..40).prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn any_text_is_whole_in_any_reading(text in page_text()) {
        check_whole(&as_newspaper("a", &text), &text);
        check_whole(&plain("a", &text), &text);
        check_whole(&recover("a", &text), &text);
    }

    #[test]
    fn any_bytes_give_a_whole_page_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        if let Ok(read) = read("a", bytes, Choice::Auto) {
            check_whole(&read.page, &read.dump);
        }
    }
}

#[test]
fn the_sample_page_comes_out_with_all_its_articles() {
    let (name, bytes) = sample();
    let read = read(name, bytes.to_vec(), Choice::Auto).unwrap();
    check_whole(&read.page, &read.dump);
    assert_eq!(read.page.kind, PageKind::Newspaper);
    let titles: Vec<&str> = read.page.articles.iter().map(|article| article.title()).collect();
    let starts =
        ["十二条老街里弄", "停航三年的夜渡船", "一杆秤上学做人", "图书馆楼顶", "四年级学生", "鱼摊账本"];
    assert_eq!(titles.len(), starts.len(), "{titles:?}");
    for (title, start) in titles.iter().zip(starts) {
        assert!(title.starts_with(start), "{title} should start with {start}");
    }
    let bylines: Vec<&str> =
        read.page.articles.iter().map(|article| article.byline().unwrap_or("")).collect();
    assert_eq!(bylines, ["记者林小满", "", "本报记者 顾见山", "记者陶然 通讯员何青禾", "", "记者罗一舟"]);
    let counts: Vec<usize> =
        read.page.articles.iter().map(|article| article.texts(BlockKind::Paragraph).count()).collect();
    assert_eq!(counts, [4, 4, 6, 3, 3, 3], "paragraphs of each article");
    assert_eq!(read.page.articles[2].texts(BlockKind::Heading).count(), 2);
    assert_eq!(read.page.furniture.len(), 3);
}

/// Texts that are no newspaper page: their lines come back as they are.
#[test]
fn plain_texts_are_left_alone() {
    for (name, text) in [
        (
            "article",
            "渡口的灯\n\n天黑下来以后，渡口就只剩下一盏灯。\n\n守灯的人姓陆，六十多岁，话不多。\n\n船来的时候，他会站起来。",
        ),
        (
            "Markdown",
            "# 东江手记\n\n- 看灯\n- 坐船\n\n> 慢一点。\n\n正文从这里开始，写得很长很长，一直写到岸边才停下来，再歇一歇。",
        ),
        (
            "English",
            "The ferry is back\n\nAfter three years the night ferry crosses the river again.\n\nNobody is in a hurry.",
        ),
        ("verse", "江上灯\n\n一点在水\n一点在天\n船过的时候\n它们换了位置"),
        ("table", "船名\t班次\t票价\n晚归\t三班\t两元\n早行\t五班\t两元"),
        ("log", "2026-05-03 19:00 INFO 开船\n2026-05-03 19:08 INFO 到岸\n2026-05-03 19:20 WARN 起雾"),
        (
            "chapter",
            "第一章 渡口\n\n老陆把缆绳解开的时候，天已经全黑了，江面上一点声音也没有，只有灯。\n\n“走吧。”他说。",
        ),
        ("chat", "小满：今天去看灯吗\n方圆：去，七点在巷口等你，别忘了带上那只猫，它认得路\n小满：好"),
        ("one line", "就一句话"),
    ] {
        let page = recover(name, text);
        assert_eq!(page.kind, PageKind::Plain, "{name}");
        check_whole(&page, text);
        assert_eq!(page.articles.len(), 1, "{name} is one article");
        let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        let article = &page.articles[0];
        let blocks: Vec<&str> = article.blocks().iter().map(|block| article.block_text(block)).collect();
        assert_eq!(blocks, lines, "{name} keeps its lines");
    }
}

#[test]
fn a_paragraph_set_to_a_width_is_one_paragraph_again() {
    let text = "The ferry that had not crossed the river for three years\n\
                left the southern bank again on Friday evening, and the\n\
                captain said that nobody on board was in any hurry.\n\nThe end.";
    let page = recover("a", text);
    let article = &page.articles[0];
    assert_eq!(article.blocks().len(), 2);
    assert!(article.text().contains("years left the southern bank"));
    assert!(article.text().contains("and the captain"));
    check_whole(&page, text);
}

#[test]
fn hazards_are_taken_out_and_told() {
    let text = "渡口\u{1b}]0;x\u{7}的灯\u{202e}亮了。\r\n第二行。\r\n";
    let page = recover("a", text);
    assert_eq!(page.articles[0].text().as_ref(), "渡口]0;x的灯亮了。\n第二行。");
    assert_eq!(page.removed.len(), 3);
    assert_eq!(page.warnings.len(), 1);
    let json = baolan::format::json::page(&page).to_string();
    assert!(json.contains("U+001B") && !json.contains(baolan_hazards), "{json}");
}

#[test]
fn what_is_taken_out_many_times_in_a_row_is_one_run_and_told_one_by_one() {
    let text = format!("灯{}\u{1b}\u{1b}亮\u{200b}了。", "\u{200b}".repeat(1000));
    let page = recover("a", &text);
    check_whole(&page, &text);
    assert_eq!(page.removed.len(), 3);
    assert_eq!(page.warnings, [Warning::Removed { characters: 1003 }]);
    let json = baolan::format::json::page(&page);
    let told = json["removed"].as_array().unwrap();
    assert_eq!(told.len(), 1003);
    assert_eq!(told[1], serde_json::json!({"char": "U+200B", "span": [6, 9]}));
    assert_eq!(told[1001], serde_json::json!({"char": "U+001B", "span": [3004, 3005]}));
}

fn baolan_hazards(c: char) -> bool {
    baolan::text::hazard::is_hazard(c)
}
