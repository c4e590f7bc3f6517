//! What is shown for the marks of a text.
//!
//! Guarantees: each rule has a row; what holds for every text is a property. Never: a text of a newspaper.

use proptest::prelude::*;

use super::{Punctuated, Punctuation, STRETCH};

fn check(rows: &[(&str, &str)]) {
    for (text, want) in rows {
        assert_eq!(Punctuation::Full.show(text), *want, "{text}");
        assert_eq!(Punctuation::AsIs.show(text), *text);
    }
}

#[test]
fn marks_between_chinese_words_are_in_full_width() {
    check(&[
        ("渡口亮灯,江边热闹;船来了!走吗?", "渡口亮灯，江边热闹；船来了！走吗？"),
        ("通知:明天开船", "通知：明天开船"),
        ("ブイを出す,港に帰る!", "ブイを出す，港に帰る！"),
        ("水位涨了29%,船停了", "水位涨了29%，船停了"),
        ("分别为29%,31%和40%", "分别为29%，31%和40%"),
        ("坐了400人,2025年更多", "坐了400人，2025年更多"),
        ("用的是WiFi,不是LoRa;还行", "用的是WiFi，不是LoRa；还行"),
        ("甲站、乙站 , 丙站", "甲站、乙站 ， 丙站"),
        ("“开船了”,他说", "“开船了”，他说"),
        ("分给A,B,C三条船", "分给A，B，C三条船"),
    ]);
}

#[test]
fn numbers_times_addresses_and_other_languages_stay() {
    check(&[
        ("票价1,200元,运力12,345,678人", "票价1,200元，运力12,345,678人"),
        ("7:30开船,22:15:30收船", "7:30开船，22:15:30收船"),
        ("以3:2获胜", "以3:2获胜"),
        ("从2023,2024到2025年", "从2023，2024到2025年"),
        ("见https://a.example/x?p=1,2;q=3,谢谢", "见https://a.example/x?p=1,2;q=3，谢谢"),
        ("写信到a,b@a.example,c", "写信到a，b@a.example,c"),
        ("He said: \"Ships, boats; and (maybe) rafts!\"", "He said: \"Ships, boats; and (maybe) rafts!\""),
        ("船名叫Hello, world很好", "船名叫Hello, world很好"),
        ("배가 왔다, 갑시다!", "배가 왔다, 갑시다!"),
        ("", ""),
    ]);
}

#[test]
fn brackets_change_both_or_neither() {
    check(&[
        ("渡轮(老船)靠岸", "渡轮（老船）靠岸"),
        ("航运局(PSA)说", "航运局（PSA）说"),
        ("(一)开船", "（一）开船"),
        ("船(甲(乙)丙)", "船（甲（乙）丙）"),
        ("1)开船 2)收船", "1)开船 2)收船"),
        ("开船(未完", "开船(未完"),
        ("渡轮（老船)靠岸(新船）", "渡轮（老船）靠岸（新船）"),
        ("写f(x)的人", "写f(x)的人"),
        ("看[船](a.md)吧", "看[船](a.md)吧"),
        ("f(a, b) + g(c)", "f(a, b) + g(c)"),
    ]);
}

#[test]
fn straight_quotation_marks_are_paired() {
    check(&[
        ("他说:\"开船!\"", "他说：“开船！”"),
        ("这是\"新船\"的\"首航\"", "这是“新船”的“首航”"),
        ("\"开船,\"他说,\"走吧。\"", "“开船，”他说，“走吧。”"),
        ("\"甲\"\"乙\"船", "“甲”“乙”船"),
        ("他说:\"先上'甲板'再开船\"", "他说：“先上‘甲板’再开船”"),
        ("说\"Hello World\"的船", "说“Hello World”的船"),
        ("只有\"一个", "只有\"一个"),
        ("漏了\"一个,他说:\"开船\"", "漏了\"一个，他说：“开船”"),
        ("it's a ship's船", "it's a ship's船"),
        ("上世纪'90年代", "上世纪'90年代"),
    ]);
}

#[test]
fn a_mark_with_an_accent_is_no_mark_of_the_text() {
    check(&[("船,\u{301}岸", "船,\u{301}岸")]);
}

#[test]
fn a_long_paragraph_is_shown_the_same_wherever_one_begins_to_look() {
    let text = "渡轮(老船),靠岸:\"开船!\"1,200人;".repeat(4_000);
    let whole = Punctuated::new(Punctuation::Full, &text, 0..text.len());
    let all: Vec<_> = whole.clusters(0..text.len()).collect();
    for from in [0, 3, STRETCH - 200, STRETCH, 3 * STRETCH + 77, text.len()] {
        let from = super::boundary(&text, from);
        let part = from..super::boundary(&text, from + 300);
        let shown = Punctuated::new(Punctuation::Full, &text, part.clone());
        let want: Vec<_> = all.iter().copied().filter(|(at, _)| part.contains(at)).collect();
        assert_eq!(shown.clusters(part).collect::<Vec<_>>(), want, "from {from}");
    }
}

#[test]
fn a_mark_that_carries_another_is_no_half_of_a_pair() {
    check(&[
        ("（\"\"\u{afa}", "（\"\"\u{afa}"),
        ("渡\"船\"\u{301}来", "渡\"船\"\u{301}来"),
        ("渡\"船\"\u{301}来\"了", "渡“船\"\u{301}来”了"),
        ("渡(船)\u{301}来", "渡(船)\u{301}来"),
        ("渡,\u{301}船", "渡,\u{301}船"),
    ]);
}

fn text() -> impl Strategy<Value = String> {
    "([渡船江岸]{1,3}|[,:;!?()\"']|（|）|“|”|[a-z]{1,3}|[0-9]{1,4}| |。|\u{301}|\u{1b}|\\PC){0,40}"
}

proptest! {
    #[test]
    fn one_character_stands_for_one_and_nothing_but_marks_changes(text in text()) {
        let shown = Punctuation::Full.show(&text);
        prop_assert_eq!(shown.chars().count(), text.chars().count());
        for (own, shown) in text.chars().zip(shown.chars()) {
            let allowed: &[char] = match own {
                '"' => &['“', '”', '"'],
                '\'' => &['‘', '’', '\''],
                ',' => &['，', ','], ':' => &['：', ':'], ';' => &['；', ';'],
                '!' => &['！', '!'], '?' => &['？', '?'],
                '(' => &['（', '('], ')' => &['）', ')'],
                _ => &[own],
            };
            prop_assert!(allowed.contains(&shown), "{} shown as {}", own, shown);
        }
    }

    #[test]
    fn pairs_change_whole(text in text()) {
        let shown = Punctuation::Full.show(&text);
        let new = |mark: char| shown.matches(mark).count() - text.matches(mark).count();
        prop_assert_eq!(new('“'), new('”'));
        prop_assert_eq!(new('‘'), new('’'));
    }

    #[test]
    fn what_is_shown_is_shown_the_same_again(text in text()) {
        let once = Punctuation::Full.show(&text).into_owned();
        // What was half a pair may find its other half among what has changed, but no mark goes back.
        let twice = Punctuation::Full.show(&once);
        for (once, twice) in once.chars().zip(twice.chars()) {
            prop_assert!(once == twice || once.is_ascii());
        }
    }

    #[test]
    fn text_without_chinese_stays(text in "([,:;!?()\"' ]|[a-z]{1,3}|[0-9]{1,4}|é){0,40}") {
        prop_assert_eq!(&*Punctuation::Full.show(&text), &*text);
    }
}
