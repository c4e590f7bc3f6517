//! Bytes to text: which encoding a file is in, and its characters.
//!
//! Guarantees: any bytes decode without panic; valid UTF-8 is not copied; one damaged byte does not turn a UTF-8
//! file into another encoding; what cannot be decoded is U+FFFD and is counted. Never: a file, a guess that is not
//! named in the result, a byte order mark in the text.

use std::borrow::Cow;
use std::str::FromStr;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};

/// How many bytes the guess between encodings looks at: enough to be sure, few enough to cost nothing.
const SAMPLE: usize = 64 * 1024;

/// Which encoding to read with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Choice {
    /// Find out from the bytes.
    #[default]
    Auto,
    /// The one that the reader named.
    Named(&'static Encoding),
}

/// A name that is no encoding's.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "unknown encoding `{0}`; known: auto, utf-8, gb18030 (gbk, gb2312), big5, utf-16le, utf-16be, and the other WHATWG labels such as shift_jis, euc-jp, euc-kr"
)]
pub struct UnknownEncoding(pub String);

impl FromStr for Choice {
    type Err = UnknownEncoding;

    /// WHATWG labels, `auto`, and names that editors and systems use for the same encodings.
    fn from_str(name: &str) -> Result<Self, UnknownEncoding> {
        let plain = name.trim().to_ascii_lowercase().replace('_', "-");
        let label = match plain.as_str() {
            "" | "auto" => return Ok(Self::Auto),
            "utf8" | "utf-8-sig" | "utf8-bom" => "utf-8",
            "gb" | "cp936" | "ms936" | "936" | "euc-cn" | "gb-18030" | "gb2312-80" => "gb18030",
            "cp950" | "950" | "big-5" | "big5hkscs" => "big5",
            "utf16" | "utf-16" | "utf16le" | "ucs2" => "utf-16le",
            "utf16be" => "utf-16be",
            other => other,
        };
        let found = Encoding::for_label(label.as_bytes())
            .or_else(|| Encoding::for_label(label.replace('-', "_").as_bytes()))
            .filter(|found| found.name() != "replacement");
        found.map(|found| Self::Named(widest(found))).ok_or_else(|| UnknownEncoding(name.to_owned()))
    }
}

/// Text out of bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded<'a> {
    /// The characters, without a byte order mark: the bytes themselves where they are UTF-8.
    pub text: Cow<'a, str>,
    /// The encoding's WHATWG name.
    pub encoding: &'static str,
    /// Runs of bytes that mean nothing in this encoding; each is one or more U+FFFD in the text.
    pub runs: usize,
    /// Byte offset in the file of the first such run; 0 where there is none.
    pub first: usize,
}

/// Why bytes are not a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotText {
    /// No bytes, or white space only.
    #[error("holds no text")]
    Empty,
    /// A known kind of file that is not text, by its first bytes.
    #[error("is {0}, not text")]
    Known(&'static str),
    /// Bytes that no text has.
    #[error("is binary data, not text")]
    Binary,
}

/// First bytes of kinds of files that readers try to open, and what they are.
const MAGIC: &[(&[u8], &str)] = &[
    (b"%PDF-", "a PDF document (extract its text first, for example with pdftotext)"),
    (b"PK\x03\x04", "a ZIP archive or an office document (unpack it, or save it as text)"),
    (b"\x89PNG", "a PNG picture (text has to be recognised first)"),
    (b"\xff\xd8\xff", "a JPEG picture (text has to be recognised first)"),
    (b"GIF8", "a GIF picture (text has to be recognised first)"),
    (b"\x7fELF", "a program"),
    (b"\x1f\x8b", "a gzip archive (unpack it first with gunzip)"),
    (b"\xfd7zXZ", "an xz archive (unpack it first with xz -d)"),
    (b"BZh9", "a bzip2 archive (unpack it first with bunzip2)"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive (unpack it first with zstd -d)"),
    (b"Rar!", "a RAR archive (unpack it first)"),
    (b"7z\xbc\xaf", "a 7z archive (unpack it first)"),
    (b"\xd0\xcf\x11\xe0", "an old office document (save it as text)"),
    (b"SQLite format 3", "a database"),
];

/// The text of `bytes`.
///
/// # Errors
/// Bytes that are not a text, or a text without a character.
pub fn decode(bytes: &[u8], choice: Choice) -> Result<Decoded<'_>, NotText> {
    if bytes.is_empty() {
        return Err(NotText::Empty);
    }
    if let Some((_, what)) = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Err(NotText::Known(what));
    }
    match plain(bytes, choice) {
        Some(text) if text.chars().all(char::is_whitespace) => Err(NotText::Empty),
        Some(text) => Ok(Decoded { text, encoding: name(UTF_8), runs: 0, first: 0 }),
        None => decode_other(bytes, choice),
    }
}

/// The usual file, looked through once: UTF-8 without a mark, without damage and without a control. Nothing for any other.
fn plain(bytes: &[u8], choice: Choice) -> Option<Cow<'_, str>> {
    let control = |byte: u8| byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r');
    // Without an end at the first one, so that many bytes are looked at in one step: half of the time of a file went here.
    let controls = |bytes: &[u8]| bytes.iter().fold(false, |found, byte| found | control(*byte));
    let start = bytes.get(..SAMPLE).unwrap_or(bytes);
    let named = matches!(choice, Choice::Named(named) if named != UTF_8);
    if named || Encoding::for_bom(bytes).is_some() || start.chunks(1 << 10).any(controls) {
        return None;
    }
    // Many times as fast as the standard library says it, and several times as fast as the tables of WHATWG do.
    simdutf8::basic::from_utf8(bytes).ok().map(Cow::Borrowed)
}

fn decode_other(bytes: &[u8], choice: Choice) -> Result<Decoded<'_>, NotText> {
    let (encoding, mark) = match (Encoding::for_bom(bytes), choice) {
        (Some((found, mark)), Choice::Auto) => (found, mark),
        (Some((found, mark)), Choice::Named(named)) => (named, if found == named { mark } else { 0 }),
        (None, Choice::Named(named)) => (named, 0),
        (None, Choice::Auto) => (guess(bytes), 0),
    };
    let wide = encoding == UTF_16LE || encoding == UTF_16BE;
    if !wide && is_binary(bytes) {
        return Err(NotText::Binary);
    }
    let decoded = if encoding == UTF_8 { utf8(bytes, mark) } else { legacy(bytes, mark, encoding) };
    let unreadable = decoded.runs > 16 && decoded.runs.saturating_mul(3) > decoded.text.chars().count();
    if choice == Choice::Auto && unreadable {
        return Err(NotText::Binary);
    }
    if decoded.text.chars().all(char::is_whitespace) {
        return Err(NotText::Empty);
    }
    Ok(decoded)
}

/// GBK and GB2312 are subsets of GB18030 and are named so by habit.
fn widest(encoding: &'static Encoding) -> &'static Encoding {
    if encoding == GBK { GB18030 } else { encoding }
}

/// The name that is shown: the WHATWG name, but the national standard in its own spelling.
fn name(encoding: &'static Encoding) -> &'static str {
    if encoding == GB18030 { "GB18030" } else { encoding.name() }
}

/// The start of `bytes`, without a last line that may be cut in the middle of a character.
fn sample(bytes: &[u8]) -> &[u8] {
    match bytes.get(..SAMPLE) {
        Some(start) => {
            let end = memchr::memrchr(b'\n', start).map_or(start.len(), |at| at + 1);
            start.get(..end).unwrap_or(start)
        }
        None => bytes,
    }
}

/// NUL, or too many other controls, in something that is not UTF-16. A few NULs are damage, not another format.
fn is_binary(bytes: &[u8]) -> bool {
    let start = bytes.get(..SAMPLE).unwrap_or(bytes);
    let controls =
        start.iter().filter(|&&b| b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r' | 0x0b | 0x0c | 0x1b));
    let escapes = memchr::memchr_iter(0x1b, start).count();
    let (mut nuls, mut others) = (0, escapes / 4);
    controls.for_each(|&b| if b == 0 { nuls += 1 } else { others += 1 });
    // Noise has a control in ten bytes; what is no UTF-8 either is not a text with a few of them.
    let noise = others > 4 && others * 20 > start.len() && std::str::from_utf8(start).is_err();
    nuls * 50 > start.len() || (nuls + others) * 5 > start.len() && nuls + others > 4 || noise
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    if let Some(wide) = wide(bytes) {
        return wide;
    }
    let broken = match std::str::from_utf8(bytes) {
        Ok(_) => return UTF_8,
        Err(error) => error.valid_up_to(),
    };
    // The guess must see the place where the text stops being UTF-8, which may be far from the start.
    let near = bytes.get(broken.saturating_sub(SAMPLE / 2)..).unwrap_or(bytes);
    if looks_utf8(near.get(..SAMPLE).unwrap_or(near)) {
        return UTF_8;
    }
    let start = sample(near);
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(start, start.len() == bytes.len());
    let found = widest(detector.guess(None, Utf8Detection::Deny));
    if found == GB18030 || found == BIG5 || found.is_single_byte() { chinese(start, found) } else { found }
}

/// UTF-16 without a mark: read one way round nearly every character is one that texts have, the other way round few.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = bytes.get(..SAMPLE).unwrap_or(bytes);
    let nuls = memchr::memchr_iter(0, start).count();
    // Each line end has a NUL; two letters of ASCII, on the other hand, make an ideograph.
    if nuls == 0 || nuls * 4 < start.len() && std::str::from_utf8(start).is_ok() {
        return None;
    }
    let even = start.get(..start.len() & !1).unwrap_or(start);
    let (little, big) = (usual(even, UTF_16LE), usual(even, UTF_16BE));
    let found = if little > big { UTF_16LE } else { UTF_16BE };
    (even.len() >= 4 && little.max(big) >= 95 && little.abs_diff(big) >= 20).then_some(found)
}

/// How many in a hundred characters are ones that Chinese or Latin text is made of, read in `encoding`.
fn usual(bytes: &[u8], encoding: &'static Encoding) -> usize {
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    let (mut good, mut all) = (0_usize, 0_usize);
    for c in text.chars() {
        all += 1;
        good += usize::from(matches!(c,
            '\t' | '\n' | '\r' | ' '..='~' | '\u{a0}'..='\u{17f}' | '\u{2010}'..='\u{2040}' | '\u{3000}'..='\u{30ff}'
            | '\u{4e00}'..='\u{9fff}' | '\u{ff01}'..='\u{ff65}'));
    }
    good * 100 / all.max(1)
}

/// Whether this is UTF-8 with damage: far more whole multi-byte characters than broken places.
fn looks_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > bad.saturating_mul(4)
}

/// GB18030 or Big5, by which of them gives more common Chinese characters; `other` where neither does.
fn chinese(bytes: &[u8], other: &'static Encoding) -> &'static Encoding {
    let score = |encoding: &'static Encoding| {
        let (text, _) = encoding.decode_without_bom_handling(bytes);
        let (mut points, mut wide) = (0_i64, 0_i64);
        for c in text.chars() {
            wide += i64::from(!c.is_ascii());
            points += match c {
                '的' | '一' | '是' | '在' | '不' | '了' | '有' | '和' | '人' | '中' | '大' | '上' | '年'
                | '日' | '我' => 12,
                '为' | '個' | '个' | '这' | '這' | '国' | '國' | '会' | '會' | '来' | '來' | '时' | '時'
                | '為' | '市' => 10,
                '，' | '。' | '、' | '“' | '”' | '「' | '」' | '：' | '（' | '）' => 8,
                '\u{4e00}'..='\u{9fff}' | '\u{3000}'..='\u{303f}' => 2,
                '\u{fffd}' | '\u{e000}'..='\u{f8ff}' => -20,
                c if c.is_ascii() => 0,
                _ => -2,
            };
        }
        points * 1000 / wide.max(1)
    };
    let (gb, big5) = (score(GB18030), score(BIG5));
    match (gb.max(big5) > 1000, gb >= big5) {
        (false, _) if other.is_single_byte() => other,
        (_, true) => GB18030,
        (_, false) => BIG5,
    }
}

/// Valid UTF-8 is taken as it is; only damage costs a copy.
fn utf8(bytes: &[u8], mark: usize) -> Decoded<'_> {
    let bytes = bytes.get(mark..).unwrap_or_default();
    let (runs, first) = damage(bytes);
    let first = if runs > 0 { first + mark } else { 0 };
    Decoded { text: String::from_utf8_lossy(bytes), encoding: name(UTF_8), runs, first }
}

/// Runs of invalid UTF-8 and where the first is; neighbouring broken bytes are one run.
fn damage(bytes: &[u8]) -> (usize, usize) {
    let (mut runs, mut first, mut at, mut running) = (0, None, 0, false);
    for chunk in bytes.utf8_chunks() {
        running &= chunk.valid().is_empty();
        at += chunk.valid().len();
        if !chunk.invalid().is_empty() {
            runs += usize::from(!running);
            first.get_or_insert(at);
            running = true;
        }
        at += chunk.invalid().len();
    }
    (runs, first.unwrap_or(0))
}

fn legacy(bytes: &[u8], mark: usize, encoding: &'static Encoding) -> Decoded<'static> {
    let bytes = bytes.get(mark..).unwrap_or_default();
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 2 + 16);
    let (mut at, mut runs, mut first, mut last_end) = (0, 0, None, None);
    loop {
        let rest = bytes.get(at..).unwrap_or_default();
        let room = decoder.max_utf8_buffer_length_without_replacement(rest.len()).unwrap_or(rest.len());
        text.reserve(room.clamp(16, 1 << 20));
        let (result, read) = decoder.decode_to_string_without_replacement(rest, &mut text, true);
        at += read;
        match result {
            encoding_rs::DecoderResult::InputEmpty => break,
            encoding_rs::DecoderResult::OutputFull => {}
            encoding_rs::DecoderResult::Malformed(length, consumed) => {
                let start = at.saturating_sub(usize::from(length) + usize::from(consumed));
                runs += usize::from(last_end != Some(start));
                first.get_or_insert(start + mark);
                last_end = Some(at - usize::from(consumed));
                text.push('\u{fffd}');
            }
        }
    }
    Decoded { text: Cow::Owned(text), encoding: name(encoding), runs, first: first.unwrap_or(0) }
}

#[cfg(test)]
mod tests {
    use super::{Choice, NotText, decode};

    #[test]
    fn names_are_the_ones_people_use() {
        for (name, want) in [
            ("utf-8", "UTF-8"),
            ("UTF8", "UTF-8"),
            ("gbk", "GB18030"),
            ("GB2312", "GB18030"),
            ("cp936", "GB18030"),
            ("big5-hkscs", "Big5"),
            ("cp950", "Big5"),
            ("utf-16", "UTF-16LE"),
            ("utf_16be", "UTF-16BE"),
            ("shift_jis", "Shift_JIS"),
        ] {
            match name.parse::<Choice>() {
                Ok(Choice::Named(found)) => assert_eq!(super::name(found), want, "{name}"),
                other => panic!("{name}: {other:?}"),
            }
        }
        assert_eq!("auto".parse(), Ok(Choice::Auto));
        let error = "gbkk".parse::<Choice>().unwrap_err().to_string();
        assert!(error.contains("gb18030") && error.contains("gbkk"), "{error}");
    }

    #[test]
    fn what_is_not_text_is_refused_with_its_kind() {
        for (bytes, want) in [
            (&b""[..], "holds no text"),
            (b" \n\t\r\n", "holds no text"),
            (b"%PDF-1.7\n", "PDF"),
            (b"PK\x03\x04rest", "ZIP"),
            (b"\x00\x01\x02\x03\x00\x00\x00\x07\x08", "binary"),
        ] {
            let error: NotText = decode(bytes, Choice::Auto).unwrap_err();
            assert!(error.to_string().contains(want), "{bytes:?}: {error}");
        }
    }
}
