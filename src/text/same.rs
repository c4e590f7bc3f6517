//! Which characters count as the same in search: letter case, width, quotation marks, simplified and traditional,
//! and other codes for one Han character.
//!
//! Guarantees: one character folds to one character, and folding is idempotent; [`variants`] has exactly the characters
//! that fold to one. Never: a text folded; a query is, and its variants are looked for in the text as it stands.

use std::sync::LazyLock;

use super::fold::fold_char;
use super::script::pairs;

/// The table, made when the first query is: a third of a millisecond that a start need not wait for.
static TABLE: LazyLock<Table> = LazyLock::new(Table::new);

struct Table {
    /// A character and what it folds to, sorted by the first.
    forms: Vec<(char, char)>,
    /// What it folds to and a character, sorted by the first.
    back: Vec<(char, char)>,
}

impl Table {
    fn new() -> Self {
        let mut forms: Vec<(char, char)> = pairs("[simplified]").chain(pairs("[same]")).collect();
        forms.sort_unstable();
        let one = |c: char| at(&forms, c).unwrap_or(c);
        // Of a compatibility form the character it stands for may be a traditional one.
        let forms: Vec<(char, char)> =
            forms.iter().map(|&(c, to)| (c, one(one(to)))).filter(|(c, to)| c != to).collect();
        let mut back: Vec<(char, char)> = forms.iter().map(|&(c, to)| (to, c)).collect();
        back.sort_unstable();
        Self { forms, back }
    }
}

/// What stands beside `c` in a sorted table.
fn at(table: &[(char, char)], c: char) -> Option<char> {
    let index = table.binary_search_by_key(&c, |(from, _)| *from).ok()?;
    table.get(index).map(|(_, to)| *to)
}

/// `c` in the form in which all that count as the same are compared: half width, straight, lower case, simplified.
pub fn fold(c: char) -> char {
    match c {
        // Titles of two letters in one (ǅ) and letters of ancient Greek have three forms; they stay as they are.
        '\u{1c4}'..='\u{1cc}' | '\u{1f1}'..='\u{1f3}' | '\u{1f80}'..='\u{1fff}' => c,
        c if is_han(c) => at(&TABLE.forms, c).unwrap_or(c),
        c => fold_char(c),
    }
}

/// All characters that [`fold`] takes to `folded`, itself first.
pub fn variants(folded: char) -> Vec<char> {
    let mut all = vec![folded];
    if is_han(folded) {
        let back = &TABLE.back;
        let from = back.partition_point(|(to, _)| *to < folded);
        all.extend(back.iter().skip(from).take_while(|(to, _)| *to == folded).map(|(_, c)| *c));
        return all;
    }
    match folded {
        ' ' => all.push('\u{3000}'),
        '"' => all.extend(['“', '”']),
        '\'' => all.extend(['‘', '’']),
        // Several capitals have one small letter; they are among the few that Unicode added as signs.
        'k' => all.push('\u{212a}'),
        'å' => all.push('\u{212b}'),
        'ω' => all.push('\u{2126}'),
        'θ' => all.push('\u{3f4}'),
        'ß' => all.push('\u{1e9e}'),
        _ => {}
    }
    let mut upper = folded.to_uppercase();
    if let (Some(one), None) = (upper.next(), upper.next()) {
        all.push(one);
    }
    if folded.is_ascii() {
        for c in all.clone() {
            all.extend(char::from_u32(c as u32 + 0xfee0).filter(|_| ('!'..='~').contains(&c)));
        }
    }
    all.retain(|&c| c == folded || fold(c) == folded);
    all.sort_unstable_by_key(|&c| (c != folded, c));
    all.dedup();
    all
}

/// Whether `c` is a Han character, in whichever code.
pub fn is_han(c: char) -> bool {
    matches!(c,
        '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '々' | '〇'
        | '\u{2e80}'..='\u{2fdf}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Whether `c` is a mark: neither a letter, a numeral nor white space, and no symbol that is read out.
pub fn is_mark(c: char) -> bool {
    match c {
        '!'..='/' | ':'..='@' | '['..='`' | '{'..='~' => {
            !matches!(c, '$' | '%' | '+' | '<' | '=' | '>' | '^' | '|' | '~')
        }
        '·' | '«' | '»' | '¡' | '¿' | '§' | '¶' => true,
        '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}' => c != '‰',
        '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{301f}' | '\u{30fb}' => true,
        '\u{fe10}'..='\u{fe1f}' | '\u{fe30}'..='\u{fe6f}' => true,
        '\u{ff01}'..='\u{ff5e}' => is_mark(fold_char(c)),
        '\u{ff5f}'..='\u{ff65}' => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{fold, is_han, is_mark, variants};

    #[test]
    fn what_is_written_otherwise_folds_to_one_form() {
        for (c, want) in [
            ('國', '国'),
            ('国', '国'),
            ('髮', '发'),
            ('發', '发'),
            ('後', '后'),
            ('⼈', '人'),
            ('\u{f900}', '岂'),
            ('\u{fa19}', '神'),
            ('\u{2f800}', '丽'),
            ('Ａ', 'a'),
            ('　', ' '),
            ('”', '"'),
            ('。', '。'),
            ('あ', 'あ'),
            ('K', 'k'),
        ] {
            assert_eq!(fold(c), want, "{c}");
        }
    }

    #[test]
    fn folding_twice_is_folding_once_and_variants_are_the_way_back() {
        for c in ('\0'..='\u{3ffff}').filter(|c| !c.is_control()) {
            let folded = fold(c);
            assert_eq!(fold(folded), folded, "U+{:04X} twice", c as u32);
            if folded != c {
                assert!(variants(folded).contains(&c), "U+{:04X} to {folded}", c as u32);
            }
        }
        assert_eq!(variants('a'), ['a', 'A', 'Ａ', 'ａ']);
        assert_eq!(variants(','), [',', '，']);
        assert_eq!(variants('"'), ['"', '“', '”', '＂']);
        assert_eq!(variants('坛'), ['坛', '墰', '壇', '壜', '罈', '罎']);
        assert_eq!(variants('水'), ['水', '⽔']);
    }

    #[test]
    fn han_and_marks_are_told_apart() {
        assert!("国國々〇⼈\u{f900}𠮷㐀".chars().all(is_han));
        assert!(!"あ。aＡ１ ㄅ".chars().any(is_han));
        assert!("，。、“”《》（）·…—！？；：,.()".chars().all(is_mark));
        assert!(!"国aＡ1１ \n\u{3000}%+あ℃".chars().any(is_mark));
    }
}
