//! Names for the web: ids and paths as IRIs (RFC 3987, in the ASCII form of RFC 3986), and back.
//!
//! Guarantees: an id that became an IRI is found again in it; whatever the words are, the IRI is one. Never: a network.

use serde_json::Value;
use uuid::Uuid;
use xxhash_rust::xxh3::xxh3_128;

/// What an id begins with that is a UUID (RFC 9562).
const UUID: &str = "urn:uuid:";

/// What any other id begins with.
const OURS: &str = "urn:baolan:bookmark:";

/// The name of a bookmark.
pub(super) fn of_id(id: &str) -> String {
    let is_uuid = Uuid::parse_str(id).is_ok_and(|uuid| uuid.hyphenated().to_string() == id);
    if is_uuid { format!("{UUID}{id}") } else { format!("{OURS}{}", encode(id)) }
}

/// The id of what has this name; one made of the name, or of all it says, where that is of others.
pub(super) fn id_of(name: Option<&str>, whole: &Value) -> String {
    if let Some(id) = name.and_then(|name| name.strip_prefix(OURS)).and_then(decode) {
        return id;
    }
    let uuid = name.and_then(|name| name.strip_prefix(UUID)).and_then(|id| Uuid::parse_str(id).ok());
    let made = || {
        let hash = xxh3_128(name.map_or_else(|| whole.to_string(), str::to_owned).as_bytes());
        uuid::Builder::from_custom_bytes(hash.to_be_bytes()).into_uuid()
    };
    uuid.unwrap_or_else(made).hyphenated().to_string()
}

/// The name of a source: its address as it is, a file's as `file:`.
pub(super) fn of_source(path: &str) -> String {
    let is_address = path.starts_with("http://") || path.starts_with("https://");
    let plain = |byte: u8| is_plain(byte) || b":/?#@!$&'()*+,;=%".contains(&byte);
    match () {
        () if is_address && path.bytes().all(plain) => path.to_owned(),
        () if path.starts_with('/') => format!("file://{}", encode(path)),
        () => format!("urn:baolan:source:{}", if path.is_empty() { "-".to_owned() } else { encode(path) }),
    }
}

const fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

/// Letters, digits, `-._~` and the slash as they are, all else by its bytes.
fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 3);
    for byte in text.bytes() {
        if is_plain(byte) || byte == b'/' {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.extend(
                [byte >> 4, byte & 15].map(|half| {
                    char::from_digit(u32::from(half), 16).unwrap_or_default().to_ascii_uppercase()
                }),
            );
        }
    }
    out
}

fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let mut half = || char::from(rest.next()?).to_digit(16);
            bytes.push(u8::try_from(half()? * 16 + half()?).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{id_of, of_id, of_source};

    #[test]
    fn an_id_is_found_again_in_its_name() {
        for (id, want) in [
            ("0192f0c1-2345-7abc-8def-0123456789ab", "urn:uuid:0192f0c1-2345-7abc-8def-0123456789ab"),
            (
                "0192F0C1-2345-7ABC-8DEF-0123456789AB",
                "urn:baolan:bookmark:0192F0C1-2345-7ABC-8DEF-0123456789AB",
            ),
            ("灯 1%", "urn:baolan:bookmark:%E7%81%AF%201%25"),
            ("", "urn:baolan:bookmark:"),
        ] {
            assert_eq!(of_id(id), want);
            assert_eq!(id_of(Some(want), &json!(0)), id);
        }
    }

    #[test]
    fn a_foreign_name_always_gives_the_same_uuid() {
        let one = id_of(Some("https://a.example/1"), &json!(1));
        assert_eq!(one, id_of(Some("https://a.example/1"), &json!(2)));
        assert_ne!(one, id_of(Some("https://a.example/2"), &json!(1)));
        assert_ne!(id_of(None, &json!(1)), id_of(None, &json!(2)));
        assert_ne!(id_of(Some("urn:uuid:no"), &json!(1)), id_of(Some("urn:baolan:bookmark:%zz"), &json!(1)));
        assert_eq!(uuid::Uuid::parse_str(&one).unwrap().to_string(), one);
    }

    #[test]
    fn a_source_has_a_name_whatever_it_is_called() {
        for (path, want) in [
            ("/home/a/报 纸.txt", "file:///home/a/%E6%8A%A5%20%E7%BA%B8.txt"),
            ("https://a.example/p?q=1#灯", "urn:baolan:source:https%3A//a.example/p%3Fq%3D1%23%E7%81%AF"),
            ("https://a.example/p?q=1#a", "https://a.example/p?q=1#a"),
            ("page\u{1b}\n.txt", "urn:baolan:source:page%1B%0A.txt"),
            ("", "urn:baolan:source:-"),
        ] {
            assert_eq!(of_source(path), want);
        }
    }
}
