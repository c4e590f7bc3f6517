//! The rules clause by clause: GB/T 15834-2011 5.1, CLREQ, and the characters of the Web Platform Tests for Chinese.
//!
//! Guarantees: what is wanted was worked out from the rule by hand, never taken from the engine. Never: a sentence from the
//! standards; all examples are our own.

use baolan::layout::{Level, Measure, Options, rows};
use baolan::text::width::Widths;

use crate::support::setting::measure;

use Level::{Basic, Gb, None as Free, Strict};

/// `want` is the text with `|` between its rows.
fn check(rule: &str, level: Level, cells: usize, want: &str) -> Result<(), String> {
    let text = want.replace('|', "");
    let set = rows(&text, 0, measure(cells, level, Widths::default()));
    let got: Vec<&str> = set.iter().map(|row| &text[row.start..row.end]).collect();
    let got = got.join("|");
    if got == want {
        Ok(())
    } else {
        Err(format!("{rule}, {level:?}, {cells} cells: got {got}, wanted {want}"))
    }
}

fn check_all(cases: &[(&str, Level, usize, &str)]) {
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|&(rule, level, cells, want)| check(rule, level, cells, want).err())
        .collect();
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn each_clause_of_the_standard_on_punctuation_is_kept() {
    check_all(&[
        // 5.1.1: 句号、逗号、顿号、分号、冒号 are not first.
        ("5.1.1", Strict, 8, "江边点|灯。人"),
        ("5.1.1", Strict, 8, "江边点|灯，人"),
        ("5.1.1", Strict, 8, "江边点|灯、人"),
        ("5.1.1", Strict, 8, "江边点|灯；人"),
        ("5.1.1", Strict, 8, "江边点|灯：人"),
        ("5.1.1", Basic, 8, "江边点|灯。人"),
        // 5.1.2: 问号、叹号 are not first; two or three of them are one mark.
        ("5.1.2", Strict, 8, "你来点|灯？来"),
        ("5.1.2", Basic, 8, "你来点|灯！来"),
        ("5.1.2", Strict, 8, "你来|吗？！好"),
        ("5.1.2", Strict, 8, "好|啊！！！|灯"),
        // 5.1.3: the first half of 引号、括号、书名号 is not last, the second not first.
        ("5.1.3", Strict, 6, "他说|“好”吧"),
        ("5.1.3", Strict, 8, "他说“好”|吧"),
        ("5.1.3", Strict, 7, "他说|“好”吧"),
        ("5.1.3", Strict, 8, "江边灯|（火）"),
        ("5.1.3", Strict, 8, "看《江|灯》吧"),
        ("5.1.3", Basic, 8, "江边灯|「火」"),
        ("5.1.3", Basic, 8, "江边灯|【火】"),
        // 5.1.4: 破折号 is not split.
        ("5.1.4", Strict, 7, "江边|灯——火"),
        ("5.1.4", Gb, 7, "江边灯|——火"),
        ("5.1.4", Basic, 7, "江边灯|——火"),
        // 5.1.5: 省略号 is not split.
        ("5.1.5", Strict, 7, "江边|灯……火"),
        ("5.1.5", Gb, 7, "江边灯|……火"),
        // 5.1.6: 连接号, short, long or waved, is not first.
        ("5.1.6", Strict, 4, "东|京-|沪线"),
        ("5.1.6", Strict, 4, "北|京—|上海|线"),
        ("5.1.6", Basic, 4, "北|京—|上海|线"),
        ("5.1.6", Basic, 4, "初|八～|初十"),
        ("5.1.6", Basic, 4, "初|八–|初十"),
        // 5.1.7: 间隔号 is not first.
        ("5.1.7", Basic, 4, "老|王·|林"),
        ("5.1.7", Basic, 4, "老|王・|林"),
        // 5.1.8: 着重号 stays with its character; in plain text it is a mark below.
        ("5.1.8", Strict, 2, "江\u{323}|边\u{323}|灯"),
        // 5.1.9: 分隔号 is neither first nor last (last: from the GB level of CLREQ on).
        ("5.1.9", Strict, 8, "江边|和／或者"),
        ("5.1.9", Gb, 8, "江边|和／或者"),
        ("5.1.9", Gb, 7, "江边|和/或者"),
        ("5.1.9", Basic, 8, "江边和／|或者"),
        // 5.1.10: a mark at the end of a row may take half its room. A cell cannot be halved: it takes all of it.
        ("5.1.10", Strict, 7, "江边|灯。火"),
        ("5.1.10", Strict, 8, "江边灯。|火"),
    ]);
}

#[test]
fn each_requirement_of_clreq_is_kept() {
    check_all(&[
        // The four levels.
        ("level none", Free, 8, "江边点灯|，人（火|）"),
        ("level none", Free, 7, "江边灯—|—火"),
        ("level basic", Basic, 8, "江边点|灯，人|（火）"),
        ("level basic, solidus last", Basic, 8, "江边和／|或者"),
        ("level GB, solidus last", Gb, 8, "江边|和／或者"),
        ("level GB, dash first", Gb, 6, "江边灯|——火"),
        ("level strict, dash first", Strict, 6, "江边|灯——火"),
        ("level strict, ellipsis first", Strict, 6, "江边|灯……火"),
        // Several marks in a row go together.
        ("three closing marks", Strict, 12, "「他『江|灯。』」火"),
        ("three closing marks", Basic, 12, "「他『江|灯。』」火"),
        ("opening marks together", Strict, 10, "江边|「『灯』」"),
        ("marks without any place", Strict, 2, "。|」|』|灯"),
        // Dashes and ellipses at the edge.
        ("dash at the edge", Strict, 8, "江边灯——|火"),
        ("ellipsis at the edge", Strict, 8, "江边灯……|火"),
        ("dash U+2E3A", Strict, 6, "江边|灯⸺火"),
        ("centred ellipsis", Strict, 7, "江边|灯⋯⋯火"),
        // Without hanging no mark stands outside, and never a second one.
        ("one mark would hang", Strict, 6, "江边|灯，火"),
        ("two marks would hang", Strict, 6, "江边|灯。”|火"),
        // Western text and numbers in Chinese.
        ("Latin in Han", Strict, 8, "用Rust写|灯"),
        ("Latin in Han", Strict, 5, "用|Rust|写灯"),
        ("Latin with signs", Strict, 6, "用C++|写灯"),
        ("a break behind a hyphen", Strict, 8, "江Deep-|Seek灯"),
        ("a version", Strict, 5, "灯|V3.1|火"),
        ("an apostrophe", Strict, 6, "灯|don’t|火"),
        ("a number", Strict, 8, "共|1,234.5|吨"),
        ("a time of day", Strict, 4, "灯|5:30|开"),
        ("a date", Strict, 13, "江边|2025-10-28灯"),
        ("per cent", Strict, 6, "增长|29%灯"),
        ("per cent in full width", Strict, 7, "增长|29％灯"),
        ("degrees", Strict, 6, "气温|36℃灯"),
        ("currency", Strict, 6, "价|￥128|灯"),
        ("a minus", Strict, 6, "降到|-5℃灯"),
        ("numerals in Han may be split", Strict, 4, "二百|三十|五"),
        ("a measure word", Strict, 8, "共有|270亿元"),
        ("a note mark", Strict, 4, "江|灯²|火"),
        // Japanese names in Chinese news.
        ("iteration mark", Strict, 4, "佐|佐々|木"),
        ("sound mark", Strict, 4, "コ|ヒー|灯"),
        ("small kana", Strict, 4, "コ|カッ|灯"),
        // Blanks.
        ("a blank is never first", Strict, 4, "江边 |灯火"),
        ("an ideographic blank is never first", Strict, 4, "江边\u{3000}|灯火"),
        // Straight quotation marks open and close by turns.
        ("straight quotes", Strict, 8, "江边灯|\"火\"好"),
        ("straight quotes", Strict, 7, "他\"江\"|\"灯\""),
    ]);
}

#[test]
fn each_device_does_what_it_is_for() {
    let none = Options { keep_measure_words: true, ..Options::NONE };
    let hang = Options { hang: true, ..none };
    let squeeze = Options { squeeze: true, ..none };
    let orphans = Options { orphans: true, ..none };
    for (rule, options, cells, want) in [
        // One pause mark hangs, never a second one with it.
        ("hanging", none, 6, "江边|灯，火"),
        ("hanging", hang, 6, "江边灯，|火"),
        ("hanging of two marks", hang, 6, "江边|灯。”|火"),
        // GB 5.1.10: half a character's room for a mark at the end of a row.
        ("squeeze", none, 7, "江边|灯。火"),
        ("squeeze", squeeze, 7, "江边灯。|火"),
        // CLREQ, widows and orphans: the last row is not one character alone.
        ("orphan", none, 8, "江边灯火|好"),
        ("orphan", orphans, 8, "江边灯|火好"),
    ] {
        let text = want.replace('|', "");
        let set = rows(&text, 0, Measure { options, ..measure(cells, Strict, Widths::default()) });
        let got: Vec<&str> = set.iter().map(|row| &text[row.start..row.end]).collect();
        assert_eq!(got.join("|"), want, "{rule} at {cells} cells, {options:?}");
    }
}

/// The characters of `css-text-line-break-zh-{cpm,hyphens,in,iteration,po}-strict.html` of the Web Platform Tests (W3C test
/// suite and BSD licences), without the tests: none of these may begin a row at `line-break: strict`.
const ZH_STRICT: &[(&str, &str)] = &[
    ("centred punctuation", "・：；･‼⁇⁈⁉！？"),
    ("hyphens", "‐–〜゠"),
    ("inseparable", "․‥…⋯︙\u{10af6}"),
    ("iteration marks", "々〻ゝゞヽヾ"),
    ("postfixes", "°‰′″‵℃℉﹪％￠"),
];

#[test]
fn the_characters_of_the_web_platform_tests_begin_no_row() {
    let begins = |c: char, level: Level| {
        let text = format!("文文文文文文{c}字字");
        let set = rows(&text, 0, measure(12, level, Widths::default()));
        text[set[1].start..].starts_with(c)
    };
    let all: String = ZH_STRICT.iter().map(|(_, chars)| *chars).collect();
    assert_eq!(all.chars().count(), 36);
    let open: String = all.chars().filter(|&c| begins(c, Strict)).collect();
    assert_eq!(open, "", "these begin a row at the strict level");
    // At the GB level an inseparable mark may, by CLREQ.
    let gb: String = all.chars().filter(|&c| begins(c, Gb)).collect();
    assert!(gb.chars().all(|c| ZH_STRICT[2].1.contains(c)), "{gb} begin a row at the GB level");
}
