//! What can be said of one block by looking at it alone: whether its sentence is over, whether it reads like a
//! title, a dateline, a signature or a caption.
//!
//! Guarantees: pure functions, linear in the block, whatever its punctuation (half or full width, simplified or
//! traditional). Never: a decision; that takes the neighbours too. Figures were measured on
//! newspaper pages.

/// Marks that may stand after the end of a sentence.
const CLOSING: &[char] = &['”', '’', '」', '』', '）', ')', '》', '】', '〉', '"', '\'', ' ', '\u{3000}'];
/// Longest block that can be a title, in characters (the longest measured headline has 73 with its second part).
const TITLE: usize = 75;

/// Whether `c` ends a sentence.
pub(super) const fn is_final(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '!' | '?' | '…' | '．')
}

/// Whether `text` ends a sentence; closing quotes and brackets are looked through (94-100 % of all paragraphs do).
pub(super) fn is_closed(text: &str) -> bool {
    text.trim_end_matches(CLOSING).chars().next_back().is_some_and(is_final)
}

/// Whether `text` ends with a mark after which a sentence must go on.
pub(super) fn is_hanging(text: &str) -> bool {
    text.chars().next_back().is_some_and(|c| "，、；：,;:（(《“‘「『".contains(c))
}

/// How many characters, counted up to a bound that keeps this cheap.
pub(super) fn length(text: &str) -> usize {
    const MOST: usize = 4000;
    if text.len() <= MOST { text.chars().count() } else { text.chars().take(MOST).count() }
}

/// Whether `text` has more characters than `most` by its bytes alone; asked first, because most blocks are long.
pub(super) const fn surely_longer(text: &str, most: usize) -> bool {
    text.len() > most * 4
}

/// Whether `text` could be a headline, a kicker, a subtitle or a section heading: short, open, without a sentence
/// inside, and without a comma unless it has two parts.
pub(super) fn is_titlelike(text: &str) -> bool {
    if surely_longer(text, TITLE) {
        return false;
    }
    let size = text.chars().take(TITLE + 1).count();
    if !(2..=TITLE).contains(&size) || is_hanging(text) {
        return false;
    }
    let last = text.trim_end_matches(CLOSING).chars().next_back().unwrap_or(' ');
    let asks = matches!(last, '？' | '?' | '！' | '!') && size <= 32;
    if is_closed(text) && !asks {
        return false;
    }
    let inner = text.trim_end_matches(CLOSING).trim_end_matches(is_final);
    if inner.contains(['。', '；', ';']) || opens_quote(text) {
        return false;
    }
    let comma = inner.contains(['，', ',']);
    !comma || inner.contains([' ', '\u{3000}', ':', '：', '|']) || text.starts_with("——")
}

/// Whether `text` could be a title if all around it says so: short and open, with commas perhaps.
pub(super) fn is_loose_title(text: &str) -> bool {
    if surely_longer(text, TITLE) {
        return false;
    }
    let size = text.chars().take(TITLE + 1).count();
    (4..=TITLE).contains(&size)
        && !is_closed(text)
        && !is_hanging(text)
        && !text.contains('。')
        && !opens_quote(text)
}

/// Whether a quotation or bracket stays open: then the text goes on elsewhere.
pub(super) fn opens_quote(text: &str) -> bool {
    let mut depth = 0_i32;
    for c in text.chars() {
        match c {
            '“' | '「' | '《' | '（' | '(' | '【' => depth += 1,
            '”' | '」' | '》' | '）' | ')' | '】' => depth -= 1,
            _ => {}
        }
    }
    depth != 0
}

/// Whether a block cannot begin a paragraph: its first character closes something, or its first bracket closes
/// before one opens.
pub(super) fn starts_inside(text: &str) -> bool {
    let Some(first) = text.chars().next() else { return false };
    if "，。、；：！？,.;:!?)）》」』】”’%％".contains(first) {
        return true;
    }
    let closes = |c| match c {
        '“' | '「' | '《' | '（' | '(' | '【' => Some(false),
        '”' | '」' | '》' | '）' | ')' | '】' => Some(true),
        _ => None,
    };
    text.chars().find_map(closes) == Some(true)
}

/// Whether `text` has two parts with a space between, as headlines do.
pub(super) fn has_parts(text: &str) -> bool {
    // One character at a time is looked for many bytes at once, a set of them is not.
    let text = text.trim();
    text.contains(' ') || text.contains('\u{3000}')
}

/// Bytes of the dateline (电头) that `text` opens with: 本报讯, 本报某地某日电, 新华社某地某日电, 【本報訊】.
pub(super) fn dateline(text: &str) -> Option<usize> {
    const OPENINGS: &[&str] = &[
        "本报",
        "本報",
        "据新华社",
        "新华社",
        "新華社",
        "中新社",
        "中新网",
        "央视网",
        "央視網",
        "【",
        "据本报",
    ];
    let opening = OPENINGS.iter().find(|opening| text.starts_with(**opening))?;
    for (at, c) in text.char_indices().skip_while(|(at, _)| *at < opening.len()).take(26) {
        match c {
            '讯' | '訊' | '电' | '電' => return Some(bracketed(text, at + c.len_utf8(), opening)),
            '息' if text.get(..at).is_some_and(|before| before.ends_with('消')) => {
                return Some(at + c.len_utf8());
            }
            '。' | ',' | '，' | ';' | '；' => return None,
            '】' => return None,
            _ => {}
        }
    }
    None
}

fn bracketed(text: &str, end: usize, opening: &str) -> usize {
    let closes = opening == "【" && text.get(end..).is_some_and(|rest| rest.starts_with('】'));
    if closes { end + '】'.len_utf8() } else { end }
}

/// The reporters named in a bracket near the start of a first paragraph, as a byte range without the bracket.
pub(super) fn bracket_byline(text: &str) -> Option<(usize, usize)> {
    let limit = text.char_indices().nth(64).map_or(text.len(), |(at, _)| at);
    let head = text.get(..limit)?;
    let mut from = 0;
    while let Some(open) = head.get(from..)?.find(['(', '（']) {
        let start = from + open + head.get(from + open..)?.chars().next().map_or(1, char::len_utf8);
        let inside = text.get(start..)?.char_indices().take(44).find(|(_, c)| matches!(c, ')' | '）'))?.0;
        let words = text.get(start..start + inside)?;
        if ROLES.iter().any(|role| words.contains(role)) && !words.contains(['。', ',', '，']) {
            return Some((start, start + inside));
        }
        from = start;
    }
    None
}

const ROLES: &[&str] = &[
    "记者",
    "記者",
    "通讯员",
    "通訊員",
    "评论员",
    "評論員",
    "特约撰稿",
    "撰稿",
    "作者",
    "实习生",
    "见习记者",
];

/// Whether `text` is a signature (署名) standing as a block: 本报记者 and names, nothing else.
pub(super) fn is_signature(text: &str) -> bool {
    if surely_longer(text, 40)
        || length(text) > 40
        || text.contains(['。', '，', ',', '；', ';', '“', '！', '？', '”'])
    {
        return false;
    }
    let bare =
        text.trim_start_matches(['■', '□', '●', '◆', '▲', '*', '【', '[', '(', '（', '/', ' ', '\u{3000}']);
    let mut rest = bare.trim_start_matches("新华社").trim_start_matches("人民日报");
    rest = rest.trim_start_matches("本报").trim_start_matches("本報").trim_start_matches("眾新聞");
    if let Some(posted) = rest.strip_prefix(['驻', '駐']) {
        let at = posted.char_indices().take(8).find_map(|(at, _)| {
            posted.get(at..).filter(|tail| ROLES.iter().any(|role| tail.starts_with(role)))
        });
        rest = at.unwrap_or(rest);
    }
    for kind in ["首席", "特约", "特約", "特派", "实习", "實習", "见习", "見習", "資深", "资深"]
    {
        rest = rest.strip_prefix(kind).unwrap_or(rest);
    }
    let Some(role) = ROLES.iter().find(|role| rest.starts_with(**role)) else {
        let named = |most: usize, words: &[&str]| {
            length(text) <= most && words.iter().any(|word| bare.starts_with(word))
        };
        return named(14, &["文/", "文／", "文 "]) || named(24, &["撰文"]);
    };
    let names = rest.strip_prefix(role).unwrap_or_default();
    let names = names.trim_end_matches([')', '）', ']', '】', ' ']);
    if names.trim().is_empty() {
        return bare != rest;
    }
    names.split([' ', '\u{3000}', '、', '/', '·', ':', '：', '／']).all(|name| {
        let stripped = ROLES.iter().fold(name, |name, role| name.trim_start_matches(role));
        length(stripped) <= 4
    })
}

/// Longest line that says when a text was written or who wrote it.
const TAILPIECE: usize = 40;

/// Whether `text` is a line that stands behind a text and is none: the day alone, or who the writer is.
pub(super) fn is_tailpiece(text: &str) -> bool {
    if surely_longer(text, TAILPIECE) || length(text) > TAILPIECE {
        return false;
    }
    let bare = text.trim_matches(|c| "（）()【】[]〔〕 \u{3000}。*＊".contains(c));
    let writer = ["筆者", "笔者", "作者", "本文作者", "文章作者"];
    let is = ["為", "为", "是", "系", "係", "現為", "现为", "曾"];
    let who = writer
        .iter()
        .filter_map(|word| bare.strip_prefix(word))
        .any(|rest| is.iter().any(|word| rest.starts_with(word)));
    who && !bare.contains(['。', '；']) || is_day(bare)
}

/// Whether `text` is a day and nothing else: 2019年4月9日, 寫於二零一九年四月九日.
fn is_day(text: &str) -> bool {
    let verbs = ["寫於", "写于", "寫在", "写在", "於", "于", "成稿於", "成稿于"];
    let day = verbs.iter().find_map(|verb| text.strip_prefix(verb)).unwrap_or(text);
    let digit =
        |c: char| c.is_ascii_digit() || "零〇○一二三四五六七八九十廿卅０１２３４５６７８９".contains(c);
    let is_sign = |c: char| digit(c) || "年月日號号夜晚晨午 /.-".contains(c);
    length(day) <= 16
        && day.contains(['月', '/', '.', '-'])
        && day.chars().all(is_sign)
        && day.starts_with(digit)
}

/// The commonest surnames in either script; nine people in ten bear one.
const SURNAMES: &str = "王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何林罗羅高郑鄭梁谢謝宋唐许許邓鄧冯馮韩韓曹曾彭萧蕭肖蔡潘田董袁于\
    余叶葉蒋蔣杜苏蘇魏程吕呂丁沈任姚卢盧傅钟鍾姜崔谭譚廖范汪陆陸金石戴贾賈韦韋夏邱方侯邹鄒熊孟秦白江阎閻薛尹段雷黎史龙龍陶贺賀顾顧\
    毛郝龚龔邵万萬钱錢严嚴覃武莫孔欧歐施温溫邢邝鄺";

/// Whether `text` could be somebody's name: two to four ideographs, the first a surname.
pub(super) fn is_name(text: &str) -> bool {
    !surely_longer(text, 4)
        && (2..=4).contains(&length(text))
        && text.chars().all(|c| matches!(c, '\u{4e00}'..='\u{9fff}'))
        && text.chars().next().is_some_and(|first| SURNAMES.contains(first))
}

/// Whether `text` is words to a picture.
pub(super) fn is_caption(text: &str) -> bool {
    let size = length(text);
    let bare = text.trim_end_matches(['。', ')', '）', ' ']);
    let credited = size <= 90
        && (bare.ends_with('摄') || bare.ends_with('攝') || bare.ends_with("供图") || bare.ends_with("供圖"));
    let opens = ["图为", "圖為", "图：", "图:", "圖：", "圖:", "▲", "▼", "◀", "▶", "△", "图片说明"];
    let lent =
        ["影片", "片段", "图片", "圖片", "照片", "相片", "资料图片", "資料圖片", "网上图片", "網上圖片"];
    let lent = size <= 30
        && lent
            .iter()
            .any(|word| bare.starts_with(word) && (bare.ends_with("提供") || bare.len() == word.len()));
    credited || lent || size <= 120 && opens.iter().any(|word| text.starts_with(word))
}

#[cfg(test)]
mod tests {
    use super::{bracket_byline, dateline, is_caption, is_closed, is_signature, is_tailpiece, is_titlelike};

    #[test]
    fn a_sentence_is_over_behind_its_closing_marks() {
        for (text, want) in
            [("雨停了。", true), ("他说:“雨停了。”", true), ("雨停了,", false), ("看图(左)", false)]
        {
            assert_eq!(is_closed(text), want, "{text}");
        }
    }

    #[test]
    fn a_title_is_short_and_open() {
        for (text, want) in [
            ("老码头夜里亮起灯", true),
            ("老码头:夜里亮起灯,早上开菜市", true),
            ("老码头夜里亮起灯。", false),
            ("老码头夜里亮起灯,早上开菜市", false),
            ("他们把“两个", false),
            ("米粉店换了几代人?", true),
        ] {
            assert_eq!(is_titlelike(text), want, "{text}");
        }
    }

    #[test]
    fn a_dateline_ends_where_the_news_begins() {
        for (text, want) in [
            ("本报讯 昨天起", Some("本报讯")),
            ("本报讯(记者林小满)昨天", Some("本报讯")),
            ("新华社东江5月3日电 今天", Some("新华社东江5月3日电")),
            ("【本報訊】渡輪", Some("【本報訊】")),
            ("本报为读者,送来讯息", None),
        ] {
            assert_eq!(dateline(text).and_then(|end| text.get(..end)), want, "{text}");
        }
    }

    #[test]
    fn bylines_are_names_and_nothing_else() {
        for (text, want) in [
            ("本报记者 林小满", true),
            ("■本报记者 林小满 通讯员 方圆", true),
            ("本报驻东江记者 林 满", true),
            ("记者昨天从市水务局获悉", false),
            ("眾新聞記者", true),
            ("【撰文：渡口協會幹事林小滿】", true),
            ("撰文的人在渡口住了三十年，看着船停了又開，他把這些都寫進了這本書", false),
        ] {
            assert_eq!(is_signature(text), want, "{text}");
        }
        let text = "本报讯 (记者林小满)昨天";
        assert_eq!(bracket_byline(text).and_then(|(s, e)| text.get(s..e)), Some("记者林小满"));
    }
    #[test]
    fn a_tailpiece_says_the_day_or_the_writer_and_nothing_else() {
        for (text, want) in [
            ("二零一九年四月九日", true),
            ("（寫於2019年4月9日夜）", true),
            ("2019.4.9", true),
            ("筆者為渡口協會幹事", true),
            ("四月的渡口", false),
            ("4月9日，船開了", false),
            ("作者是渡口中学教师。", true),
            ("笔者是渡口人。在那里长大", false),
            ("20190409", false),
        ] {
            assert_eq!(is_tailpiece(text), want, "{text}");
        }
    }

    #[test]
    fn a_caption_says_who_lent_the_picture() {
        for (text, want) in [
            ("影片由讀者陸先生提供", true),
            ("资料图片", true),
            ("图片里的人我不认识", false),
            ("照片由社区提供给大家看了三天，后来就收起来了，谁也没有再提", false),
        ] {
            assert_eq!(is_caption(text), want, "{text}");
        }
    }
}
