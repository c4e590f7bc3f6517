//! What Unicode says of breaks and clusters, held against the engines: its own tests, which nobody here wrote.
//!
//! Guarantees: the full engine agrees in every case; where the Chinese one does not, a reviewed tailoring says why, and one
//! that explains nothing any more fails too. Never: a case left out without being counted.
//!
//! The data stand in `tests/data/unicode` with their licence. A break of the Chinese engine is found through
//! `layout::rows` alone: the case is set behind a few ideographs and a blank in a measure that ends exactly where the
//! break would be; the ideographs make sure that there is a legal place, so nothing is ever broken by force, and
//! for Unicode's rules a blank before a text is the same as its start.

use std::collections::BTreeMap;

use baolan::layout::{Level, rows};
use baolan::text::cluster::clusters;
use baolan::text::width::Widths;
use uax14_linebreak::{BreakClass, UNICODE_VERSION, break_property, linebreaks};
use unicode_segmentation::UnicodeSegmentation as _;

use crate::support::setting::measure;

const LINES: &str = include_str!("data/unicode/LineBreakTest.txt");
const GRAPHEMES: &str = include_str!("data/unicode/GraphemeBreakTest.txt");

/// A case: a string, and the bytes where Unicode allows a break, the end among them.
struct Case {
    text: String,
    breaks: Vec<usize>,
}

fn cases(data: &'static str) -> impl Iterator<Item = Case> {
    data.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).map(|line| {
        let mut case = Case { text: String::new(), breaks: Vec::new() };
        for word in line.split_whitespace() {
            match word {
                "÷" => case.breaks.push(case.text.len()),
                "×" => {}
                hex => case.text.push(
                    u32::from_str_radix(hex, 16).ok().and_then(char::from_u32).expect("a character in hex"),
                ),
            }
        }
        case
    })
}

#[test]
fn the_full_engine_breaks_where_unicode_does() {
    assert_eq!(UNICODE_VERSION, (17, 0, 0), "the data in tests/data/unicode are those of Unicode 17");
    let mut count = 0;
    for case in cases(LINES) {
        let got: Vec<usize> = linebreaks(&case.text).map(|(at, _)| at).collect();
        assert_eq!(got, case.breaks, "{:?}", case.text);
        count += 1;
    }
    assert_eq!(count, 19_338);
}

#[test]
fn clusters_are_those_of_unicodes_test() {
    let mut count = 0;
    for case in cases(GRAPHEMES) {
        let mut got: Vec<usize> = clusters(&case.text).map(|(at, _)| at).collect();
        got.push(case.text.len());
        assert_eq!(got, case.breaks, "{:?}", case.text);
        count += 1;
    }
    assert_eq!(count, 766);
}

/// Ideographs that can be parted anywhere, and a blank.
const FRONT: &str = "江灯渡 ";

/// The bytes of `text` where the Chinese engine may begin a new row.
fn ours(text: &str) -> Vec<usize> {
    let whole = format!("{FRONT}{text}");
    let widths = Widths::default();
    let is_break = |at: usize| {
        let cells = widths.text(&whole[..at]);
        rows(&whole, 0, measure(cells, Level::Strict, widths)).first().is_some_and(|row| row.end == at)
    };
    let places = whole.grapheme_indices(true).map(|(at, _)| at).filter(|&at| at > FRONT.len());
    places.filter(|&at| is_break(at)).map(|at| at - FRONT.len()).collect()
}

/// A place where the engines differ.
#[derive(Debug)]
struct Place {
    /// The character before it, without its marks and the blanks behind it; a space at the start.
    before: char,
    /// The character right before it, without its marks.
    behind: char,
    after: char,
    /// Whether it is inside a cluster.
    inside: bool,
    /// Whether ours allows the break.
    ours: bool,
    shown: String,
}

/// Why ours differs.
struct Reason {
    name: &'static str,
    why: &'static str,
    holds: fn(&Place) -> bool,
}

/// Differences on purpose. Each row was looked at; the reasons are rules of Chinese print.
const TAILORINGS: &[Reason] = &[
    Reason {
        name: "clusters",
        why: "a grapheme cluster is one glyph on a screen and is never cut; UAX #14 cuts a mark off a blank",
        holds: |place| place.inside && !place.ours,
    },
    Reason {
        name: "separators",
        why: "rows are made of one paragraph, so a line separator is taken away before and decides nothing here",
        holds: |place| is_separator(place.before) || is_separator(place.after),
    },
    Reason {
        name: "blanks",
        why: "no row begins with a blank, the ideographic one and the no-break one among them",
        holds: |place| !place.ours && place.after.is_whitespace(),
    },
    Reason {
        name: "starters",
        why: "iteration marks, the sound mark and small kana are never first (JLREQ cl-09 to cl-11), also behind a blank",
        holds: |place| {
            !place.ours && is(place.after, &[BreakClass::Nonstarter, BreakClass::ConditionalJapaneseStarter])
        },
    },
    Reason {
        name: "dashes",
        why: "no dash or ellipsis begins a row at the strict level of CLREQ; UAX #14 allows it (B2, and IN behind a blank)",
        holds: |place| !place.ours && is(place.after, &[BreakClass::BreakBoth, BreakClass::Inseparable]),
    },
    Reason {
        name: "curly quotes",
        why: "“ ‘ open and ” ’ close, and their outside is free; UAX #14 wants East Asian characters around (LB19a)",
        holds: |place| {
            let is_outside = "“‘".contains(place.after) || "”’".contains(place.before);
            if place.ours { is_outside } else { "“‘".contains(place.before) }
        },
    },
    Reason {
        name: "straight quotes",
        why: "a straight quote opens or closes by its count in the paragraph; UAX #14 glues both sides (LB19)",
        holds: |place| place.before == '"' || place.after == '"',
    },
    Reason {
        name: "units",
        why: "what stands behind a number is never first (JLREQ cl-13)",
        holds: |place| !place.ours && is(place.after, &[BreakClass::PostfixNumeric]),
    },
    Reason {
        name: "connectors",
        why: "interpuncts and connectors are never first (CLREQ basic; Unicode 18 says so of U+00B7)",
        holds: |place| !place.ours && "·‧・～〜–‐".contains(place.after),
    },
    Reason {
        name: "solidus last",
        why: "no solidus ends a row from the GB level of CLREQ on",
        holds: |place| !place.ours && "/／".contains(place.before),
    },
    Reason {
        name: "after a blank",
        why: "a solidus or hyphen behind a blank begins something new (a path, a minus); UAX #14 holds it there (LB13, LB21)",
        holds: |place| place.ours && "/-".contains(place.after) && place.behind.is_whitespace(),
    },
    Reason {
        name: "measure words",
        why: "a number keeps the word that counts what it says; no standard asks for it",
        holds: |place| {
            !place.ours
                && is(place.before, &[BreakClass::Numeric])
                && is(place.after, &[BreakClass::Ideographic])
        },
    },
];

/// What is known to differ and should not. A row goes when the engine is mended; the test asks for it.
const OPEN: &[Reason] = &[
    Reason {
        name: "open: marks of other blocks",
        why: "closers, hyphens, leaders and quotes that are not in the class table count as ideographs",
        holds: |place| {
            use BreakClass::{
                BreakAfter, ClosePunctuation, Exclamation, Hyphen, Inseparable, PostfixNumeric, Quotation,
                UnambiguousHyphen,
            };
            let never_first = [
                BreakAfter,
                ClosePunctuation,
                Exclamation,
                Hyphen,
                Inseparable,
                PostfixNumeric,
                Quotation,
                UnambiguousHyphen,
            ];
            place.ours && place.before != ' ' && is(place.after, &never_first)
        },
    },
    Reason {
        name: "open: openers and signs of other blocks",
        why: "openers, signs and quotes that are not in the class table do not hold what follows",
        holds: |place| {
            use BreakClass::{BreakBefore, Glue, OpenPunctuation, PrefixNumeric, Quotation};
            place.ours && is(place.before, &[BreakBefore, Glue, OpenPunctuation, PrefixNumeric, Quotation])
        },
    },
    Reason {
        name: "open: joiners",
        why: "word joiners, zero-width spaces, controls and marks of other scripts are not known",
        holds: |place| {
            use BreakClass::{CombiningMark, ComplexContext, WordJoiner, ZWSpace};
            let joiners = [WordJoiner, ZWSpace, CombiningMark, ComplexContext];
            is(place.before, &[WordJoiner, ZWSpace]) || is(place.after, &joiners)
        },
    },
    Reason {
        name: "open: jamo",
        why: "Hangul in single letters is cut where a mark stands between",
        holds: |place| {
            place.ours
                && (is(place.before, &[BreakClass::JL]) || is(place.after, &[BreakClass::JV, BreakClass::JT]))
        },
    },
    Reason {
        name: "open: marks on nothing",
        why: "a mark at the start counts as an ideograph and not as a letter",
        holds: |place| place.before == ' ',
    },
];

fn is(c: char, classes: &[BreakClass]) -> bool {
    classes.contains(&break_property(u32::from(c)))
}

fn is_separator(c: char) -> bool {
    use BreakClass::{CarriageReturn, LineFeed, MandatoryBreak, NextLine};
    is(c, &[CarriageReturn, LineFeed, MandatoryBreak, NextLine])
}

impl Place {
    fn new(text: &str, at: usize, ours: &[usize]) -> Self {
        let is_mark =
            |c: char| matches!(break_property(u32::from(c)), BreakClass::CombiningMark | BreakClass::ZWJ);
        let (above, below) = text.split_at(at);
        let bare = above.trim_end_matches(is_mark).trim_end_matches(' ').trim_end_matches(is_mark);
        let escaped = |part: &str| {
            part.chars()
                .map(|c| {
                    if c.is_ascii_graphic() || c > '\u{2000}' {
                        c.to_string()
                    } else {
                        format!("<{:04X}>", u32::from(c))
                    }
                })
                .collect::<String>()
        };
        Self {
            before: bare.chars().next_back().unwrap_or(' '),
            behind: above.trim_end_matches(is_mark).chars().next_back().unwrap_or(' '),
            after: below.chars().next().unwrap_or(' '),
            inside: text.grapheme_indices(true).all(|(start, _)| start != at),
            ours: ours.contains(&at),
            shown: format!("{}|{}", escaped(above), escaped(below)),
        }
    }
}

/// Whether a case is about Chinese: it has an ideograph, another character of East Asian blocks, or a curly quote.
fn is_chinese(text: &str) -> bool {
    text.chars().any(|c| {
        matches!(c, '‘' | '’' | '“' | '”' | '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}')
            || matches!(c, '\u{fe30}'..='\u{fe4f}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}')
    })
}

/// Looks at every place of every Chinese case; gives how often each reason held, and what no reason explains.
fn differences() -> (BTreeMap<&'static str, usize>, Vec<String>, [usize; 2]) {
    let mut told = BTreeMap::new();
    let mut unexplained = Vec::new();
    let (mut count, mut differing) = (0, 0);
    for case in cases(LINES).filter(|case| is_chinese(&case.text)) {
        count += 1;
        let ours = ours(&case.text);
        let differs = |at: &usize| ours.contains(at) != case.breaks.contains(at);
        let places: Vec<usize> = case.text.char_indices().map(|(at, _)| at).skip(1).filter(differs).collect();
        differing += usize::from(!places.is_empty());
        for at in places {
            let place = Place::new(&case.text, at, &ours);
            match TAILORINGS.iter().chain(OPEN).find(|reason| (reason.holds)(&place)) {
                Some(reason) => *told.entry(reason.name).or_insert(0) += 1,
                None => unexplained.push(format!("{} ({place:?})", place.shown)),
            }
        }
    }
    (told, unexplained, [count, differing])
}

#[test]
fn the_chinese_engine_differs_from_unicode_only_for_reviewed_reasons() {
    let (told, unexplained, [count, differing]) = differences();
    for reason in TAILORINGS.iter().chain(OPEN) {
        eprintln!("{:6} {}: {}", told.get(reason.name).unwrap_or(&0), reason.name, reason.why);
    }
    eprintln!("{differing} of {count} Chinese cases differ in a place or more");
    assert!(
        unexplained.is_empty(),
        "{} places without a reason:\n{}",
        unexplained.len(),
        unexplained.join("\n")
    );
    for reason in TAILORINGS.iter().chain(OPEN) {
        assert!(told.contains_key(reason.name), "«{}» explains nothing any more: take it out", reason.name);
    }
}
