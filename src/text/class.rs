//! Character classes for breaking rows of Chinese text: what may not begin a row, what may not end one.
//!
//! Guarantees: a total function of one character. Never: a width, a language setting, a look at the neighbours;
//! `layout::breaks` decides about pairs. Sources: CLREQ «Prohibition rules for line start and line end», GB/T
//! 15834-2011 clause 5.1, JLREQ classes cl-12 and cl-13 for signs that belong to numbers.

/// What a character is to the breaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// An ideograph or any other character with a break on both sides.
    Ideograph,
    /// Opening mark: never last (避尾).
    Open,
    /// Closing or pause mark in full width, interpunct, connector: never first (避头).
    Close,
    /// Dash or ellipsis: never split from its like; at the strict level never first.
    Inseparable,
    /// A solidus: never first, and from the GB level on never last.
    Solidus,
    /// Half-width `, . : ; ! ?`: never first; glued on both sides only inside a word or number.
    Pause,
    /// A sign before a number: `￥ $ № + #`.
    Prefix,
    /// A sign after a number: `% ‰ ℃ °`.
    Postfix,
    /// A digit.
    Digit,
    /// A letter of a script that breaks at spaces only.
    Letter,
    /// A hyphen: a break is allowed after it between letters.
    Hyphen,
    /// A straight quotation mark, opening or closing by count.
    Straight,
    /// A space, of any width: never first.
    Space,
    /// A character that forbids a break on both sides (no-break space, word joiner).
    Glue,
    /// A mark without width that stays with what is before it.
    Mark,
}

/// The class of `c`.
pub fn class(c: char) -> Class {
    match c {
        '\u{4e00}'..='\u{9fff}' => Class::Ideograph,
        ' '..='\u{ff}' => latin(c),
        '，' | '。' | '、' | '；' | '：' | '？' | '！' | '．' | '｡' | '､' | '″' | '′' => {
            Class::Close
        }
        '）' | '」' | '』' | '】' | '〗' | '〉' | '》' | '〕' | '］' | '｝' | '”' | '’' | '〞' | '〟'
        | '｣' | '｠' | '›' => Class::Close,
        '‧' | '・' | '～' | '〜' | '–' | '‐' | '゠' | '／' | '＼' => connector(c),
        '々' | '〻' | 'ゝ' | 'ゞ' | 'ヽ' | 'ヾ' | 'ー' => Class::Close,
        'ぁ' | 'ぃ' | 'ぅ' | 'ぇ' | 'ぉ' | 'っ' | 'ゃ' | 'ゅ' | 'ょ' | 'ゎ' | 'ゕ' | 'ゖ' => {
            Class::Close
        }
        'ァ' | 'ィ' | 'ゥ' | 'ェ' | 'ォ' | 'ッ' | 'ャ' | 'ュ' | 'ョ' | 'ヮ' | 'ヵ' | 'ヶ' => {
            Class::Close
        }
        '‼' | '⁇' | '⁈' | '⁉' => Class::Close,
        '（' | '「' | '『' | '【' | '〖' | '〈' | '《' | '〔' | '［' | '｛' | '“' | '‘' | '〝' | '｢'
        | '｟' | '‹' => Class::Open,
        '—' | '⸺' | '…' | '⋯' | '‥' | '―' => Class::Inseparable,
        '￥' | '＄' | '￡' | '€' | '№' | '＋' | '－' | '＃' => Class::Prefix,
        '％' | '‰' | '℃' | '￠' | '℉' => Class::Postfix,
        '０'..='９' => Class::Digit,
        'Ａ'..='Ｚ' | 'ａ'..='ｚ' => Class::Letter,
        '\u{202f}' | '\u{2007}' => Class::Glue,
        '\u{3000}' | '\u{2000}'..='\u{200a}' => Class::Space,
        '\u{200d}' | '\u{2060}' => Class::Glue,
        '\u{300}'..='\u{36f}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{20d0}'..='\u{20ff}'
        | '\u{3099}'
        | '\u{309a}' => Class::Mark,
        '\u{100}'..='\u{2ff}' | '\u{370}'..='\u{1fff}' | '\u{a4d0}'..='\u{abff}' => alphabet(c),
        _ => Class::Ideograph,
    }
}

fn latin(c: char) -> Class {
    match c {
        ' ' | '\t' => Class::Space,
        '0'..='9' => Class::Digit,
        ',' | '.' | ':' | ';' | '!' | '?' => Class::Pause,
        ')' | ']' | '}' | '»' => Class::Close,
        '(' | '[' | '{' | '«' => Class::Open,
        '%' | '°' => Class::Postfix,
        '$' | '+' | '#' | '¥' | '£' | '±' => Class::Prefix,
        '/' => Class::Solidus,
        '-' => Class::Hyphen,
        '·' => Class::Close,
        '"' => Class::Straight,
        '\u{a0}' => Class::Glue,
        _ => Class::Letter,
    }
}

const fn connector(c: char) -> Class {
    match c {
        '／' | '＼' => Class::Solidus,
        _ => Class::Close,
    }
}

/// Alphabets other than basic Latin: letters, but for the scripts whose words are not written apart (Thai, Lao,
/// Khmer, Myanmar), which may break anywhere until the full engine handles them, and Hangul Jamo.
fn alphabet(c: char) -> Class {
    match c {
        '\u{e00}'..='\u{eff}'
        | '\u{1000}'..='\u{109f}'
        | '\u{1100}'..='\u{11ff}'
        | '\u{1780}'..='\u{17ff}' => Class::Ideograph,
        _ => Class::Letter,
    }
}

/// Whether `c` is a measure word or unit that stays with the number before it. No standard asks for this; it costs
/// 0.02 cells a row and spares the reader `2024` and `年` on two rows.
pub fn is_measure_word(c: char) -> bool {
    MEASURE_WORDS.contains(c)
}

const MEASURE_WORDS: &str = "年月日号號时時点點分秒天周岁歲人个個名位家户戶次件项項条條万萬亿億千百元米吨噸亩倍届屆版期台辆余餘多所座层只篇页张种場场路线";

#[cfg(test)]
mod tests {
    use super::{Class, class};

    #[test]
    fn characters_have_the_class_the_rules_give_them() {
        for (chars, want) in [
            ("中〇😀한", Class::Ideograph),
            ("，。、；：？！）」』】》〉”’·～々", Class::Close),
            ("（「『【《〈“‘", Class::Open),
            ("—…⋯", Class::Inseparable),
            (",.:;!?", Class::Pause),
            ("%‰℃", Class::Postfix),
            ("￥$№", Class::Prefix),
            ("09９", Class::Digit),
            ("azéЖａ'@", Class::Letter),
            (" \u{3000}", Class::Space),
        ] {
            for c in chars.chars() {
                assert_eq!(class(c), want, "{c}");
            }
        }
    }
}
