//! Bytes to text on real mixtures: each encoding is found, damage stays small, nothing panics.
//!
//! Guarantees: the text is the same whatever bytes it came in. Never: a file.

use baolan::text::encoding::{Choice, decode};
use encoding_rs::{BIG5, Encoding, GB18030};
use proptest::prelude::*;

const SIMPLIFIED: &str = "停航三年的东江夜渡，本周五起重新开船。第一班晚上七点从南岸出发，票价仍是两元。\n";
const TRADITIONAL: &str = "停航三年的東江夜渡，本週五起重新開船。第一班晚上七點從南岸出發，票價仍是兩元。\n";

fn encode(text: &str, encoding: &'static Encoding) -> Vec<u8> {
    encoding.encode(text).0.into_owned()
}

fn wide(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(order).collect()
}

#[test]
fn each_encoding_is_found() {
    let marked = |mark: &[u8], rest: Vec<u8>| [mark.to_vec(), rest].concat();
    let english = "The night ferry is back, three years later. Nobody on board is in a hurry.\n";
    for (bytes, name, text) in [
        (SIMPLIFIED.as_bytes().to_vec(), "UTF-8", SIMPLIFIED),
        (marked(b"\xef\xbb\xbf", SIMPLIFIED.as_bytes().to_vec()), "UTF-8", SIMPLIFIED),
        (encode(SIMPLIFIED, GB18030), "GB18030", SIMPLIFIED),
        (encode(TRADITIONAL, BIG5), "Big5", TRADITIONAL),
        (marked(b"\xff\xfe", wide(SIMPLIFIED, u16::to_le_bytes)), "UTF-16LE", SIMPLIFIED),
        (marked(b"\xfe\xff", wide(SIMPLIFIED, u16::to_be_bytes)), "UTF-16BE", SIMPLIFIED),
        (wide(SIMPLIFIED, u16::to_le_bytes), "UTF-16LE", SIMPLIFIED),
        (wide(SIMPLIFIED, u16::to_be_bytes), "UTF-16BE", SIMPLIFIED),
        (
            wide("\u{3000}\u{3000}一艘船\n\u{3000}一盏灯。\n", u16::to_le_bytes),
            "UTF-16LE",
            "\u{3000}\u{3000}一艘船\n\u{3000}一盏灯。\n",
        ),
        (wide(english, u16::to_le_bytes), "UTF-16LE", english),
        (wide(english, u16::to_be_bytes), "UTF-16BE", english),
        (english.as_bytes().to_vec(), "UTF-8", english),
    ] {
        let decoded = decode(&bytes, Choice::Auto).unwrap();
        assert_eq!((decoded.encoding, &*decoded.text, decoded.runs), (name, text, 0));
    }
}

#[test]
fn one_bad_byte_does_not_change_the_encoding() {
    let mut bytes = SIMPLIFIED.repeat(20).into_bytes();
    let at = SIMPLIFIED.len() * 3;
    bytes.insert(at, 0xff);
    let decoded = decode(&bytes, Choice::Auto).unwrap();
    assert_eq!((decoded.encoding, decoded.runs, decoded.first), ("UTF-8", 1, at));
    let at = encode(SIMPLIFIED, GB18030).len();
    let mut bytes = encode(&SIMPLIFIED.repeat(20), GB18030);
    bytes.insert(at, 0xff);
    let decoded = decode(&bytes, Choice::Auto).unwrap();
    assert_eq!((decoded.encoding, decoded.runs, decoded.first), ("GB18030", 1, at));
}

#[test]
fn noise_is_not_taken_for_a_text() {
    // A generator of our own, so that the noise is the same everywhere.
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    for length in [300, 3000, 5000, 90_000] {
        let mut byte = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state >> 32) as u8
        };
        let noise: Vec<u8> = (0..length).map(|_| byte()).collect();
        assert!(decode(&noise, Choice::Auto).is_err(), "{length} bytes");
    }
}

#[test]
fn a_named_encoding_is_obeyed() {
    let bytes = encode(TRADITIONAL, BIG5);
    let decoded = decode(&bytes, "gbk".parse().unwrap()).unwrap();
    assert_eq!(decoded.encoding, "GB18030");
    assert_ne!(decoded.text, TRADITIONAL);
}

proptest! {
    #[test]
    fn any_bytes_decode_without_panic(bytes in prop::collection::vec(any::<u8>(), 0..300), pick in 0..6_usize) {
        let name = ["auto", "utf-8", "gb18030", "big5", "utf-16le", "shift_jis"][pick];
        let size = bytes.len();
        if let Ok(decoded) = decode(&bytes, name.parse().unwrap()) {
            prop_assert!(decoded.first <= size);
            prop_assert_eq!(decoded.runs == 0, decoded.first == 0 && !decoded.text.contains('\u{fffd}') || decoded.runs == 0);
        }
    }

    #[test]
    fn any_text_in_utf8_comes_back(text in "\\PC{1,80}") {
        prop_assume!(!text.trim().is_empty() && !text.starts_with('\u{feff}'));
        if let Ok(decoded) = decode(text.as_bytes(), Choice::Auto) {
            prop_assert_eq!(&*decoded.text, text.as_str());
        }
    }
}
