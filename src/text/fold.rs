//! What counts as equal in search: letter case, full or half width, straight or curly quotation marks.
//!
//! Guarantees: one character folds to one character, so an offset in folded text is an offset in the text; folding
//! is idempotent. Never: a change of what is shown. Traditional and simplified forms are not folded yet.

/// `c` in the form all its variants are compared in: half width (U+FF01..FF5E and U+3000), straight, and lower case.
pub fn fold_char(c: char) -> char {
    match c {
        'A'..='Z' => c.to_ascii_lowercase(),
        '\0'..='\u{7f}' | '\u{3001}'..='\u{9fff}' => c,
        '\u{3000}' => ' ',
        '“' | '”' => '"',
        '‘' | '’' => '\'',
        '\u{ff01}'..='\u{ff5e}' => {
            char::from_u32(c as u32 - 0xfee0).map_or(c, |half| half.to_ascii_lowercase())
        }
        _ => lower(c),
    }
}

/// The lower-case form where it is one character; `c` itself where it is several (`İ`).
fn lower(c: char) -> char {
    let mut lower = c.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(one), None) => one,
        _ => c,
    }
}

/// All characters that [`fold_char`] takes to `folded`, itself first, in no more than four.
pub fn variants(folded: char) -> Vec<char> {
    let mut all = vec![folded];
    if folded == ' ' {
        all.push('\u{3000}');
    }
    let mut upper = folded.to_uppercase();
    if let (Some(one), None) = (upper.next(), upper.next()) {
        all.push(one);
    }
    for c in all.clone() {
        if ('!'..='~').contains(&c) {
            all.extend(char::from_u32(c as u32 + 0xfee0));
        }
    }
    match folded {
        '"' => all.extend(['“', '”']),
        '\'' => all.extend(['‘', '’']),
        _ => {}
    }
    all.retain(|&c| fold_char(c) == folded);
    all.dedup();
    all
}

#[cfg(test)]
mod tests {
    use super::{fold_char, variants};

    #[test]
    fn case_and_width_fold_to_one_form() {
        for (c, want) in [
            ('A', 'a'),
            ('Ａ', 'a'),
            ('ａ', 'a'),
            ('，', ','),
            ('：', ':'),
            ('\u{3000}', ' '),
            ('報', '報'),
            ('。', '。'),
            ('＂', '"'),
            ('“', '"'),
            ('’', '\''),
            ('É', 'é'),
            ('İ', 'İ'),
        ] {
            assert_eq!(fold_char(c), want, "{c}");
            assert_eq!(fold_char(want), want, "{c} twice");
        }
    }

    #[test]
    fn variants_are_exactly_what_folds_to_a_character() {
        assert_eq!(variants('a'), ['a', 'A', 'ａ', 'Ａ']);
        assert_eq!(variants(','), [',', '，']);
        assert_eq!(variants('报'), ['报']);
        assert_eq!(variants('"'), ['"', '＂', '“', '”']);
        for c in ('\0'..='\u{ffff}').filter(|c| fold_char(*c) != *c) {
            let folded = fold_char(c);
            // Characters with several capitals (K and the Kelvin sign) are found by their usual one.
            if folded.to_uppercase().eq([c]) || c > '\u{ff00}' {
                assert!(variants(folded).contains(&c), "U+{:04X}", c as u32);
            }
        }
    }
}
