//! What counts as equal in a text that was kept: letter case, full or half width, straight or curly quotation marks.
//!
//! Guarantees: one character folds to one character, so an offset in folded text is an offset in the text; folding
//! is idempotent. Never: a change of what is shown, nor of this folding: anchors in the reader's files are compared by it.
//! Search folds further ([`super::same`]).

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

#[cfg(test)]
mod tests {
    use super::fold_char;

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
}
