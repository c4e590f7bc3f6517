//! What was written to a terminal, cut into characters, controls and sequences by the letter of ECMA-48.
//!
//! Guarantees: every byte is in one token; bytes that are no UTF-8 and C1 controls in either form are tokens of
//! their own kind. Never: a guess at what a terminal would make of it.

/// A piece of what was written.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Token {
    /// A character that is shown.
    Text(char),
    /// A control character of C0, DEL, or C1 as a character.
    Control(char),
    /// A control sequence: what stands between `ESC [` and its end.
    Sequence(String),
    /// A control string, with the byte that opens it and without the end.
    String(char, String),
    /// `ESC` and one character.
    Escape(char),
    /// A byte that is no UTF-8.
    Broken(u8),
}

/// All tokens of `bytes`.
pub fn tokens(bytes: &[u8]) -> Vec<Token> {
    let mut tokens = Vec::new();
    for chunk in bytes.utf8_chunks() {
        text(chunk.valid(), &mut tokens);
        tokens.extend(chunk.invalid().iter().map(|byte| Token::Broken(*byte)));
    }
    tokens
}

fn text(text: &str, tokens: &mut Vec<Token>) {
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        tokens.push(match c {
            '\x1b' => escape(&mut rest),
            c if c.is_control() => Token::Control(c),
            c => Token::Text(c),
        });
    }
}

fn escape(rest: &mut std::str::Chars<'_>) -> Token {
    match rest.next() {
        Some('[') => {
            let mut body = String::new();
            for c in rest.by_ref() {
                body.push(c);
                if matches!(c, '@'..='~') {
                    break;
                }
            }
            Token::Sequence(body)
        }
        Some(opener @ (']' | 'P' | '_' | '^' | 'X')) => {
            let mut body = String::new();
            while let Some(c) = rest.next() {
                if c == '\x07' || c == '\x1b' && rest.next() == Some('\\') {
                    break;
                }
                body.push(c);
            }
            Token::String(opener, body)
        }
        other => Token::Escape(other.unwrap_or('\0')),
    }
}

/// What kind of token it is: numbers are left out, and all characters that are shown are one kind.
pub fn kind(token: &Token) -> String {
    match token {
        Token::Text(_) => "text".to_owned(),
        Token::Control(c) => format!("control U+{:04X}", *c as u32),
        Token::Sequence(body) if body.starts_with('?') => format!("mode {body}"),
        Token::Sequence(body) => {
            format!("sequence {}", body.trim_start_matches(|c: char| c.is_ascii_digit() || c == ';'))
        }
        Token::String(opener, body) => format!("string {opener}{body}"),
        Token::Escape(c) => format!("escape {c}"),
        Token::Broken(byte) => format!("byte {byte:02x}"),
    }
}

#[test]
fn bytes_are_cut_by_the_letter() {
    let kinds = |bytes: &[u8]| tokens(bytes).iter().map(kind).collect::<Vec<_>>().join(", ");
    for (bytes, want) in [
        (&b"\x1b[0;38;2;1;2;3mx"[..], "sequence m, text"),
        (b"\x1b[?25h\x1b]11;?\x1b\\\r", "mode ?25h, string ]11;?, control U+000D"),
        (b"\x1b]0;a\x07b\x1bc", "string ]0;a, text, escape c"),
        ("\u{9b}2J报".as_bytes(), "control U+009B, text, text, text"),
        (b"\x9b", "byte 9b"),
    ] {
        assert_eq!(kinds(bytes), want, "{bytes:?}");
    }
}
