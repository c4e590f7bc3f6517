//! Words of a document between the signs of Markdown.
//!
//! Guarantees: no character is read as markup by `CommonMark`, GFM or their usual extensions. Never: a character added
//! but a backslash or the name of one, a hazard taken out; that is for whoever knows the words.

/// Digits of a number that begins a list, at most (`CommonMark` 5.2).
const LIST_DIGITS: usize = 9;

/// A paragraph that cannot be taken for a list, a quotation, a rule, a definition or a fence.
pub fn paragraph(out: &mut String, words: &str) {
    let digits = words.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = words.split_at_checked(digits).unwrap_or(("", words));
    let starts = if digits == 0 { "+-=:|%" } else { ".)" };
    out.push_str(number);
    if digits <= LIST_DIGITS && rest.starts_with(|c| starts.contains(c)) {
        out.push('\\');
    }
    inline(out, rest);
}

/// Words between other words.
pub fn inline(out: &mut String, words: &str) {
    let mut chars = words.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '{' | '}' | '#' | '~' | '$' | '^' => out.extend(['\\', c]),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' if chars.peek().is_some_and(|c| c.is_ascii_alphanumeric() || *c == '#') => {
                out.push_str("&amp;");
            }
            c => out.push(c),
        }
    }
}
