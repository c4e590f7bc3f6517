//! Character classes for breaking rows of Chinese text: what may not begin a row, what may not end one.
//!
//! Guarantees: a total function of one character. Never: a width, a language setting, a look at the neighbours;
//! `layout::breaks` decides about pairs. Sources: CLREQ «Prohibition rules for line start and line end», GB/T
//! 15834-2011 clause 5.1, JLREQ classes cl-12 and cl-13 for signs that belong to numbers. What these do not name has
//! the class that fits its property `Line_Break` of Unicode 17 (UAX #14).

use uax14_linebreak::{BreakClass, break_property};

/// What a character is to the breaker. The classes from `Pause` on depend on what stands beside them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Class {
    /// An ideograph or a syllable of Japanese, with a break on both sides.
    Han,
    /// An ideograph that stays with the number before it: a measure word or unit.
    Measure,
    /// Anything else with a break on both sides: a picture, a sign, a syllable of Korean.
    Other,
    /// Opening mark: never last (避尾).
    Open,
    /// Half-width `( [ {`: as `Open`, and held by a letter before it, as in `f(x)`.
    Paren,
    /// Closing or pause mark in full width, interpunct, connector: never first (避头).
    Close,
    /// Half-width `)` and `]`: as `Close`, and held by a letter behind it, as in `f(x)y`.
    Bracket,
    /// An ellipsis: never split from its like; at the strict level never first.
    Ellipsis,
    /// A solidus: never first, and from the GB level on never last.
    Solidus,
    /// A sign of money before a number, in full width: `￥ € №`.
    Money,
    /// The same in half width: `$`.
    Dollar,
    /// A sign before a number, in full width: `＋ ±`.
    Sign,
    /// The same in half width: `+ #`.
    Plus,
    /// A sign after a number or word: `% ‰ ℃ °`, and note marks.
    Postfix,
    /// A digit in half width.
    Digit,
    /// A digit of any other kind.
    Figure,
    /// A letter of basic Latin, or a sign that words of it are written with.
    Letter,
    /// A letter of any other script that breaks at spaces only.
    Alphabet,
    /// A character that forbids a break on both sides (no-break space, word joiner).
    Glue,
    /// A mark without width that stays with what is before it.
    Mark,
    /// A space behind an opening mark: it does not let the mark end a row. No character is one by itself.
    Held,
    /// Half-width `, . : ; ! ?`: never first; glued on both sides only inside a word or number.
    Pause,
    /// A dash: as an ellipsis; one alone between words is a connector and never first.
    Dash,
    /// The solidus `/`: as in full width, but that a row may end behind it inside of a word or address.
    Slash,
    /// A hyphen: never first; before a number a minus, if no word stands before it.
    Hyphen,
    /// The mark `’`: closing, or inside a word a letter.
    Apostrophe,
    /// A straight quotation mark, opening or closing by count.
    Straight,
    /// A space, of any width: never first.
    Space,
}

impl Class {
    /// How many there are.
    pub const COUNT: usize = Self::Space as usize + 1;

    /// All classes, by number.
    pub const ALL: [Self; Self::COUNT] = [
        Self::Han,
        Self::Measure,
        Self::Other,
        Self::Open,
        Self::Paren,
        Self::Close,
        Self::Bracket,
        Self::Ellipsis,
        Self::Solidus,
        Self::Money,
        Self::Dollar,
        Self::Sign,
        Self::Plus,
        Self::Postfix,
        Self::Digit,
        Self::Figure,
        Self::Letter,
        Self::Alphabet,
        Self::Glue,
        Self::Mark,
        Self::Held,
        Self::Pause,
        Self::Dash,
        Self::Slash,
        Self::Hyphen,
        Self::Apostrophe,
        Self::Straight,
        Self::Space,
    ];

    /// Whether it closes or stops, whatever stands beside it.
    pub const fn closes(self) -> bool {
        matches!(self, Self::Close | Self::Bracket | Self::Apostrophe)
    }

    /// Whether it is a letter or digit of basic Latin.
    pub const fn is_word(self) -> bool {
        matches!(self, Self::Digit | Self::Letter)
    }

    /// Whether it is a letter or digit of any script.
    pub const fn is_letter(self) -> bool {
        matches!(self, Self::Digit | Self::Letter | Self::Figure | Self::Alphabet)
    }

    /// Whether it is an ideograph or a syllable of Japanese.
    pub const fn is_han(self) -> bool {
        matches!(self, Self::Han | Self::Measure)
    }
}

/// The class of `c`.
pub fn class(c: char) -> Class {
    match c {
        '\u{4e00}'..='\u{9fff}' if is_measure_word(c) => Class::Measure,
        // The hexagrams at the end of the first range are signs, but stand among ideographs.
        '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}' | '〇' => Class::Han,
        '，' | '。' | '、' | '；' | '：' | '？' | '！' | '．' | '｡' | '､' | '″' | '′' => {
            Class::Close
        }
        '）' | '」' | '』' | '】' | '〗' | '〉' | '》' | '〕' | '］' | '｝' | '”' | '〞' | '〟' | '｣'
        | '｠' | '›' | '»' => Class::Close,
        '‧' | '・' | '·' | '～' | '〜' | '–' | '‐' | '゠' => Class::Close,
        '’' => Class::Apostrophe,
        '‼' | '⁇' | '⁈' | '⁉' => Class::Close,
        '“' | '‘' | '〝' | '‹' | '«' => Class::Open,
        '—' | '⸺' | '―' => Class::Dash,
        '…' | '⋯' | '‥' => Class::Ellipsis,
        '／' | '＼' => Class::Solidus,
        '￥' | '＄' | '￡' | '€' | '№' | '¥' | '£' => Class::Money,
        '＋' | '－' | '＃' | '±' => Class::Sign,
        '％' | '‰' | '℃' | '￠' | '℉' | '°' => Class::Postfix,
        '²' | '³' | '¹' | '\u{2070}'..='\u{209c}' => Class::Postfix,
        '０'..='９' => Class::Figure,
        'Ａ'..='Ｚ' | 'ａ'..='ｚ' => Class::Alphabet,
        '\u{202f}' | '\u{2007}' | '\u{200d}' | '\u{2060}' | '\u{a0}' => Class::Glue,
        '\u{3000}' | '\u{2000}'..='\u{200a}' => Class::Space,
        ' '..='~' => latin(c),
        _ => other(c),
    }
}

const fn latin(c: char) -> Class {
    match c {
        ' ' => Class::Space,
        '0'..='9' => Class::Digit,
        ',' | '.' | ':' | ';' | '!' | '?' => Class::Pause,
        ')' | ']' => Class::Bracket,
        '}' => Class::Close,
        '(' | '[' | '{' => Class::Paren,
        '%' => Class::Postfix,
        '$' => Class::Dollar,
        '+' | '#' => Class::Plus,
        '/' => Class::Slash,
        '-' => Class::Hyphen,
        '"' => Class::Straight,
        _ => Class::Letter,
    }
}

/// What no rule of Chinese print names has a class by its property.
fn other(c: char) -> Class {
    use BreakClass as B;
    match break_property(u32::from(c)) {
        B::CombiningMark => Class::Mark,
        B::Glue | B::WordJoiner | B::ZWJ => Class::Glue,
        B::Space | B::ZWSpace => Class::Space,
        B::BreakAfter if c == '\t' => Class::Space,
        B::ClosePunctuation | B::CloseParenthesis | B::Exclamation | B::BreakAfter => Class::Close,
        B::Nonstarter | B::ConditionalJapaneseStarter => Class::Close,
        B::InfixNumeric => Class::Pause,
        B::OpenPunctuation => Class::Open,
        B::BreakBoth => Class::Dash,
        B::Inseparable => Class::Ellipsis,
        B::Hyphen | B::UnambiguousHyphen => Class::Hyphen,
        B::PrefixNumeric => Class::Money,
        B::PostfixNumeric => Class::Postfix,
        B::Numeric => Class::Figure,
        B::Alphabetic | B::HebrewLetter | B::ComplexContext | B::Quotation | B::BreakBefore => {
            Class::Alphabet
        }
        B::Aksara | B::AksaraPrebase | B::AksaraStart | B::Virama | B::ViramaFinal => Class::Alphabet,
        B::Ideographic if is_syllable(c) => Class::Han,
        _ => Class::Other,
    }
}

/// Whether `c` belongs to the scripts that are mixed with ideographs: kana, bopomofo, radicals, compatibility forms.
const fn is_syllable(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{2fdf}' | '\u{3041}'..='\u{30ff}' | '\u{3100}'..='\u{312f}'
        | '\u{31a0}'..='\u{31ff}' | '\u{f900}'..='\u{faff}')
}

/// Whether `c` is a measure word or unit that stays with the number before it. No standard asks for this; it costs
/// 0.02 cells a row and spares the reader `2024` and `年` on two rows.
pub fn is_measure_word(c: char) -> bool {
    MEASURE_WORDS.contains(c)
}

/// All of them; ideographs of the first block.
pub(super) const MEASURE_WORDS: &str = "年月日号號时時点點分秒天周岁歲人个個名位家户戶次件项項条條万萬亿億千百元米吨噸亩畝倍届屆版期台辆輛余餘多所座层層只篇页頁张張种場场路线線\
盏盞艘架枚幅封首支份颗顆棵株匹本册冊部章款集级級度段站步间間栋棟幢宗例类類组組对對双雙套轮輪批克升磅呎吋席票处處节節班列楼樓";

#[cfg(test)]
mod tests {
    use super::{Class, class};

    #[test]
    fn characters_have_the_class_the_rules_give_them() {
        for (chars, want) in [
            ("中〇か㐀", Class::Han),
            ("年人", Class::Measure),
            ("😀한→①■", Class::Other),
            ("，。、；：？！）」』】》〉”·～々ー}", Class::Close),
            (")]", Class::Bracket),
            ("（「『【《〈“‘", Class::Open),
            ("([{", Class::Paren),
            ("—⸺", Class::Dash),
            ("…⋯․︙", Class::Ellipsis),
            ("/", Class::Slash),
            ("／", Class::Solidus),
            (",.:;!?", Class::Pause),
            ("%‰℃²⁴‵﹪", Class::Postfix),
            ("￥№₿", Class::Money),
            ("$", Class::Dollar),
            ("＋±", Class::Sign),
            ("+#", Class::Plus),
            ("09", Class::Digit),
            ("９٣", Class::Figure),
            ("az'@", Class::Letter),
            ("éЖａกاא", Class::Alphabet),
            ("-", Class::Hyphen),
            ("’", Class::Apostrophe),
            ("\"", Class::Straight),
            (" \u{3000}\t", Class::Space),
            ("\u{301}\u{fe0f}\u{3099}", Class::Mark),
            ("\u{a0}\u{200d}", Class::Glue),
        ] {
            for c in chars.chars() {
                assert_eq!(class(c), want, "{c}");
            }
        }
    }

    #[test]
    fn classes_are_numbered_as_they_are_listed() {
        for (number, class) in Class::ALL.into_iter().enumerate() {
            assert_eq!(class as usize, number);
        }
    }
}
