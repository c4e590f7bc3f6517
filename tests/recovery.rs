//! From dump to articles: nothing lost or doubled on any input, plain texts left alone, the sample page whole.
//!
//! Guarantees: the sentence in `article::page` about every character is a property here. Never: other people's text.

use baolan::article::{BlockKind, Page, PageKind, Warning};
use baolan::format::{read, sample};
use baolan::page::{Role, as_newspaper, explain, plain, recover};
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
            // In a row of a table blanks at the start are a cell without text.
            let set = matches!(block.kind, BlockKind::Code | BlockKind::Table);
            let bare = if set { text.trim_end() } else { text.trim() };
            assert_eq!(bare, text, "only code and tables have an indent of their own");
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

#[test]
fn a_line_of_cells_is_whole_with_a_blank_before_the_first() {
    let text = " 街\u{3000} a\u{3000} 猫\u{3000} 猫\u{3000} 口 \u{3000}街";
    check_whole(&as_newspaper("a", text), text);
    check_whole(&plain("a", text), text);
    check_whole(&recover("a", text), text);
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
        if let Ok(read) = read("a", &bytes, Choice::Auto) {
            check_whole(&read.page, &read.dump);
        }
    }
}

#[test]
fn the_sample_page_comes_out_with_all_its_articles() {
    let (name, bytes) = sample();
    let read = read(name, bytes, Choice::Auto).unwrap();
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

/// A text that is no newspaper page, and why: its lines come back as they are.
fn check_plain(why: &str, text: &str) {
    let page = recover("a", text);
    let told = explain(text).why;
    assert_eq!(page.kind, PageKind::Plain, "{why}: {told}");
    assert!(!told.is_page() && told.to_string().contains(why), "{why}: {told}");
    check_whole(&page, text);
    assert_eq!(page.articles.len(), 1, "{why} is one article");
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let article = &page.articles[0];
    // White space before a line of code stays; that is looked at elsewhere.
    let blocks: Vec<&str> = article.blocks().iter().map(|block| article.block_text(block).trim()).collect();
    assert_eq!(blocks, lines, "{why} keeps its lines");
}

#[test]
fn plain_texts_are_left_alone() {
    for (why, text) in [
        // An article.
        (
            "no block is as long",
            "渡口的灯\n\n天黑下来以后，渡口就只剩下一盏灯。\n\n守灯的人姓陆，六十多岁，话不多。\n\n船来的时候，他会站起来。",
        ),
        (
            "too few signs",
            "渡口的灯\n\n天黑下来以后，渡口就只剩下一盏灯，照着水面上那一小块发亮的地方，别处什么也看不见。\n\n\
             守灯的人姓陆，六十多岁，话不多，冬天穿一件很旧的棉袄，夏天就坐在门槛上摇一把蒲扇，等最后一班船。",
        ),
        // Markdown.
        (
            "begin with marks",
            "# 东江手记\n\n- 看灯\n- 坐船\n\n> 慢一点。\n\n正文从这里开始，写得很长很长，一直写到岸边才停下来，再歇一歇。",
        ),
        // English.
        (
            "no script",
            "The ferry is back\n\nAfter three years the night ferry crosses the river again.\n\nNobody is in a hurry.",
        ),
        // A poem, in short lines and in long ones.
        ("no block is as long", "江上灯\n\n一点在水\n一点在天\n船过的时候\n它们换了位置"),
        (
            "too few signs",
            "夜渡\n\n船离岸时\n水声先走\n灯走在后面\n我坐在灯的后面\n什么也不想\n风里有人喊一个名字\n没有人答应\n那名字就一直\n\
             在水上漂着漂着漂到了对岸被一个不认识的孩子捡起来又轻轻放回水里让它自己回家\n慢一点\n再慢一点\n天就亮了",
        ),
        // A table, a log, a list, data with commas, a program.
        ("begin with marks", "船名\t班次\t票价\n晚归\t三班\t两元\n早行\t五班\t两元"),
        ("no script", "2026-05-03 19:00 INFO 开船\n2026-05-03 19:08 INFO 到岸\n2026-05-03 19:20 WARN 起雾"),
        ("no block is as long", "要带的东西：\n一、船票\n二、雨衣\n三、给老陆的两斤橘子\n四、猫"),
        ("no block is as long", "船名,班次,票价,码头\n晚归,三班,两元,南岸\n早行,五班,两元,北岸"),
        ("no script", "fn main() {\n    println!(\"开船\");\n}\n"),
        // Chapters of novels.
        (
            "chapter headings",
            "第一章 渡口\n\n老陆把缆绳解开的时候，天已经全黑了，江面上一点声音也没有，只有灯，灯也像是睡着了一样。\n\n“走吧。”他说。",
        ),
        (
            "chapter headings",
            "第十二回 老陆夜渡遇旧友 小满雨中失花猫\n\n话说那晚雨下得正紧，老陆把船泊在北岸，正要歇息，忽听岸上有人叫门，声音像是从前认得的。",
        ),
        // A chat, an interview, a play.
        (
            "a name and a colon",
            "小满：今天去看灯吗，听说老街那边换了新的，一直亮到半夜十二点呢\n方圆：去，七点在巷口等你，别忘了带上那只猫，它认得路\n小满：好",
        ),
        (
            "a name and a colon",
            "问：船停了三年，您在做什么？\n答：种菜。后来菜也不种了，就每天到岸边坐一会儿，看看水，看看对岸，也不知道在等什么。\n问：现在呢？\n答：现在又忙起来了。",
        ),
        // A letter, a recipe, a diary.
        (
            "too few signs",
            "老陆：\n\n见字如面。橘子收到了，孩子们抢着吃，一个也没给我留下，不过看他们高兴，我也高兴，比自己吃了还甜些。\n\n\
             夜渡恢复的事我在报上看到了，真替你欢喜。等天暖了我一定回去，坐你的船，从南岸到北岸，再从北岸到南岸。\n\n小满\n五月三日",
        ),
        (
            "too few signs",
            "葱油拌面\n\n小葱洗净切段，锅里多放一点油，冷油下葱，小火慢慢熬到葱段发黄发脆，整个屋子都是香味为止。\n\n\
             面煮到还有一点硬就捞起来，过一下凉开水，加酱油和糖，淋上葱油拌匀，趁热吃，凉了就不香了。",
        ),
        ("no block is as long", "就一句话"),
    ] {
        check_plain(why, text);
    }
}

/// The paragraphs below their title, set in rows of so many ideographs, with an indent.
fn set(title: &str, paragraphs: &[&str], measure: usize) -> String {
    let rows = |text: &&str| {
        let text: Vec<char> = format!("\u{3000}\u{3000}{text}").chars().collect();
        text.chunks(measure).map(String::from_iter).collect::<Vec<_>>().join("\n")
    };
    format!("{title}\n{}\n", paragraphs.iter().map(rows).collect::<Vec<_>>().join("\n"))
}

#[test]
fn columns_of_two_measures_are_a_page_without_a_dateline() {
    let ferry = [
        "天黑下来以后，渡口就只剩下一盏灯，守灯的人姓陆，六十多岁，话不多，船来的时候他会站起来。",
        "船停了三年，灯一天也没有灭过，有人问他为什么，他说岸那边的人看得见，看见了就知道这里还有人。",
        "去年冬天船又开了，头一个上船的是个小学生，背着书包，问他要不要一起过河去看看。",
    ];
    let noodles = [
        "小葱洗净切段，锅里多放一点油，冷油下葱，小火慢慢熬到葱段发黄发脆，整个屋子都是香味为止。",
        "面煮到还有一点硬就捞起来，过一下凉开水，加酱油和糖，淋上葱油拌匀，趁热吃，凉了就不香了。",
        "巷口那家店一天只卖两百碗，卖完就关门，老板说多了就顾不上味道，顾不上味道就没有意思了。",
    ];
    for (measures, want) in [((12, 17), true), ((12, 12), false), ((12, 34), false), ((40, 40), false)] {
        let text = set("渡口的灯没有灭", &ferry, measures.0) + &set("一碗葱油拌面", &noodles, measures.1);
        let told = explain(&text).why;
        assert_eq!(told.is_page(), want, "{measures:?}: {told}");
    }
}

#[test]
fn every_block_of_a_page_is_explained_as_it_was_read() {
    let (name, bytes) = sample();
    let read = read(name, bytes, Choice::Auto).unwrap();
    let explained = explain(&read.dump);
    assert!(explained.why.is_page() && explained.why.to_string().contains("datelines"), "{}", explained.why);
    let mut furniture = 0;
    for (number, block) in explained.blocks.iter().enumerate() {
        let Role::Part(article, kind) = block.role else {
            furniture += 1;
            continue;
        };
        let article = &read.page.articles[article];
        let here = article.blocks().iter().find(|one| {
            one.pieces
                .iter()
                .any(|piece| piece.source.start <= block.span.start && block.span.start < piece.source.end)
        });
        let here = here.unwrap_or_else(|| panic!("block {number} is in its article"));
        assert_eq!(here.kind, kind, "block {number}");
        let seam = here.seams().find(|(at, _)| {
            here.pieces.iter().any(|piece| piece.at == *at && piece.source.start == block.span.start)
        });
        assert_eq!(seam.is_some(), block.goes_on.is_some(), "block {number} goes on where a seam is");
        assert!(seam.is_none_or(|(_, sure)| sure == block.confidence), "block {number}");
        assert!(block.reasons.len() <= 3 && (0.3..=1.0).contains(&block.confidence.0), "block {number}");
        assert_eq!(
            block.reasons.is_empty(),
            block.otherwise.is_none(),
            "block {number} has reasons where it had a choice"
        );
    }
    assert_eq!(furniture, read.page.furniture.len());
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
