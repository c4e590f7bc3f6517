//! What belongs to the page and not to an article: date, folio, editors, hotlines, jump lines.
//!
//! Guarantees: only short blocks of a known form. Never: a sentence.

use super::facts::{length, surely_longer};

const HOLDS: &[&str] = &[
    "责任编辑",
    "責任編輯",
    "本版责编",
    "本版编辑",
    "新闻热线",
    "新聞熱線",
    "视觉设计",
    "版式设计",
    "美术编辑",
    "值班编委",
    "版面设计",
    "责编",
    "国内统一",
    "邮发代号",
    "统一刊号",
];
const OPENS: &[&str] = &[
    "上接",
    "下转",
    "下轉",
    "(上接",
    "（上接",
    "(下转",
    "（下转",
    "(下轉",
    "（下轉",
    "广告",
    "廣告",
    "【广告",
    "【廣告",
    "【広告",
];

/// Whether `text` is furniture by its form.
pub(super) fn is_furniture(text: &str) -> bool {
    if surely_longer(text, 44) {
        return false;
    }
    let size = length(text);
    if size > 44 || text.contains(['。', '，', ',']) {
        return false;
    }
    let opens = OPENS.iter().any(|word| text.starts_with(word)) && size <= 16;
    opens || HOLDS.iter().any(|word| text.contains(word)) || is_date(text) || is_folio(text)
}

/// Whether `text`, as the first words of a page, is the name of a newspaper.
pub(super) fn is_masthead(text: &str) -> bool {
    let named = text.ends_with('报') || text.ends_with('報');
    named && (3..=8).contains(&length(text)) && text.chars().all(char::is_alphanumeric)
}

/// A date standing alone, with a weekday or a lunar date.
fn is_date(text: &str) -> bool {
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    let (Some(mark), true) = (text.chars().nth(4), digits == 4) else { return false };
    let left = text.chars().filter(|c| {
        !c.is_ascii_digit() && !"年月日号星期周一二三四五六七八九十初廿农历 /-.()（）\u{3000}".contains(*c)
    });
    matches!(mark, '年' | '/' | '-' | '.')
        && left.count() <= 8
        && text.chars().filter(char::is_ascii_digit).count() >= 6
}

/// A page number: 03版 要闻, 第3版, A7, A07 要闻.
fn is_folio(text: &str) -> bool {
    if length(text) > 14 {
        return false;
    }
    let bare = text.trim_start_matches("第").trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let digits = bare.chars().take_while(char::is_ascii_digit).count();
    let after = bare.get(digits..).unwrap_or_default();
    let lettered =
        text.starts_with(|c: char| c.is_ascii_uppercase()) && (after.is_empty() || after.starts_with(' '));
    let spelled =
        text.starts_with('第') && text.chars().count() <= 6 && (text.ends_with('版') || text.ends_with('面'));
    spelled || (1..=3).contains(&digits) && (after.starts_with('版') || lettered)
}

#[cfg(test)]
mod tests {
    use super::{is_furniture, is_masthead};

    #[test]
    fn a_masthead_is_a_short_name_of_a_paper() {
        for (text, want) in [
            ("东江晚报", true),
            ("江城日報", true),
            ("东江 晚报", false),
            ("渡口今日见报", true),
            ("他看报", true),
            ("读报", false),
        ] {
            assert_eq!(is_masthead(text), want, "{text}");
        }
    }

    #[test]
    fn furniture_has_a_form() {
        for (text, want) in [
            ("2026年5月3日 星期日", true),
            ("03版 要闻", true),
            ("A7", true),
            ("责任编辑:方圆 版式设计:林满", true),
            ("(下转第2版)", true),
            ("2026年东江龙舟赛开桨", false),
            ("广告牌换了新装,老街更亮", false),
        ] {
            assert_eq!(is_furniture(text), want, "{text}");
        }
    }
}
