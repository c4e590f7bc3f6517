//! A judge of line breaks who knows the rules and not the breaker.
//!
//! Guarantees: the lists are copied from the rules (CLREQ «Prohibition rules for line start and line end», GB/T
//! 15834-2011 clause 5.1, JLREQ cl-09 to cl-13, the text proposed in w3c/clreq#262), each under the name of its source;
//! a break that had no better place in its row is told apart. Never: an import of what the breaker decides with.
//!
//! What is a matter of taste is decided so: a sign, a hyphen, a solidus or a unit behind a blank begins something new and may
//! be first (`a -5`, `cd /etc`, `5 %`); a mark of punctuation or a dash may not be first even behind a blank.

use baolan::layout::Level;
use unicode_segmentation::UnicodeSegmentation as _;

/// GB 5.1.1 and 5.1.2, CLREQ basic: pause and stop marks, with their half-width and small forms.
const PAUSES: &str = "、。，．：；！？,.:;!?｡､‼⁇⁈⁉";
/// GB 5.1.3, CLREQ basic: closing marks.
const CLOSERS: &str = "）」』】〗〉》〕］｝”’〞〟)]}｣";
/// JLREQ cl-09 to cl-11, UAX #14 NS and CJ: iteration marks, the sound mark, small kana.
const JAPANESE: &str = "々〻ゝゞヽヾーぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ";
/// CLREQ basic: connectors and interpuncts.
const CONNECTORS: &str = "～〜–‐-·‧・";
/// CLREQ basic first, GB-style last.
const SOLIDI: &str = "/／";
/// CLREQ strict: two of them are one mark, and begin no row.
const DASHES: &str = "—⸺―";
const ELLIPSES: &str = "…⋯‥";
/// JLREQ cl-13, clreq#262: what stands behind a number.
const POSTFIXES: &str = "％‰℃℉°′″￠%";
/// clreq#262: note marks stay with their word.
const NOTES: &str = "¹²³⁰⁴⁵⁶⁷⁸⁹";
/// GB 5.1.3, CLREQ basic: opening marks.
const OPENERS: &str = "（「『【〖〈《〔［｛“‘〝([{｢";
/// JLREQ cl-12, clreq#262: what stands before a number.
const PREFIXES: &str = "￥＄￡€№±＋－$¥£+#";
/// Words that count what the number before them says. No rule asks for it; breaks are counted apart.
const UNITS: &str = "年月日号號时時点點分秒天周岁歲人个個名位家户戶次件项項条條万萬亿億千百元米公吨噸亩倍届屆期台辆多余餘座层所";

/// What is wrong with a break.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A mark begins a row that may not.
    First,
    /// A mark ends a row that may not.
    Last,
    /// One mark of two characters in two rows.
    Split,
    /// A number in two rows.
    Number,
    /// A word in two rows.
    Word,
    /// A currency or sign in one row, its number in the next.
    Sign,
    /// A number in one row, what it counts in the next. Not a fault by any rule.
    Unit,
    /// A half-width solidus inside a word or an address ends a row: `A/|B`. Western print allows it, the rule for the Chinese
    /// mark (分隔号) does not.
    Slash,
}

impl Kind {
    /// Whether a rule of Chinese print forbids it.
    pub const fn is_hard(self) -> bool {
        !matches!(self, Self::Unit | Self::Slash)
    }
}

/// A break that a rule forbids.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The byte that begins the row below.
    pub at: usize,
    /// The rule.
    pub kind: Kind,
    /// Whether no other place of the row above had been better.
    pub forced: bool,
}

/// How many faults there are of each kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub first: usize,
    pub last: usize,
    pub split: usize,
    pub number: usize,
    pub word: usize,
    pub sign: usize,
    /// Soft: a number without its measure word.
    pub unit: usize,
    /// Soft: a half-width solidus inside a word or an address is last.
    pub slash: usize,
    /// Of whatever kind, where there was no other way; in none of the others.
    pub forced: usize,
}

impl Tally {
    /// Faults by the rules that had not to be.
    pub const fn hard(&self) -> usize {
        self.first + self.last + self.split + self.number + self.word + self.sign
    }

    /// Counts `faults` too.
    pub fn add(&mut self, faults: &[Fault]) {
        for fault in faults {
            let count = match fault.kind {
                Kind::Unit => &mut self.unit,
                Kind::Slash => &mut self.slash,
                _ if fault.forced => &mut self.forced,
                Kind::First => &mut self.first,
                Kind::Last => &mut self.last,
                Kind::Split => &mut self.split,
                Kind::Number => &mut self.number,
                Kind::Word => &mut self.word,
                Kind::Sign => &mut self.sign,
            };
            *count += 1;
        }
    }
}

/// A cluster, by its first character.
#[derive(Clone, Copy, Debug)]
struct Glyph {
    at: usize,
    c: char,
    /// Whether it is a straight quotation mark that opens; one that does not open closes.
    opens: bool,
}

impl Glyph {
    fn is(self, list: &str) -> bool {
        list.contains(self.c)
    }

    const fn is_blank(self) -> bool {
        self.c.is_whitespace() && !self.is_no_break()
    }

    const fn is_no_break(self) -> bool {
        matches!(self.c, '\u{a0}' | '\u{202f}' | '\u{2007}')
    }

    const fn is_digit(self) -> bool {
        self.c.is_ascii_digit()
    }

    /// A letter of an alphabet whose words stay whole: Latin, Greek, Cyrillic and their neighbours.
    fn is_letter(self) -> bool {
        self.c.is_alphabetic()
            && matches!(self.c, 'A'..='\u{24f}' | '\u{370}'..='\u{6ff}' | '\u{1e00}'..='\u{1fff}')
    }

    fn is_word(self) -> bool {
        self.is_digit() || self.is_letter()
    }

    /// Whether it is one of the half-width characters that words and addresses are made of.
    const fn is_half(self) -> bool {
        self.c < '\u{2000}' && !self.is_blank()
    }

    /// One of V3.1: a point between two of these does not end a sentence.
    const fn is_ascii_word(self) -> bool {
        self.c.is_ascii_alphanumeric()
    }
}

/// A paragraph before the judge.
pub struct Judge {
    glyphs: Vec<Glyph>,
    level: Level,
}

impl Judge {
    /// Reads `text`, one paragraph, to judge it at `level`.
    pub fn new(text: &str, level: Level) -> Self {
        let mut quotes = 0;
        let glyphs = text.grapheme_indices(true).filter_map(|(at, cluster)| {
            let first = cluster.chars().next()?;
            quotes += usize::from(first == '"');
            // A keycap is no digit.
            let c = if cluster.ends_with('\u{20e3}') { '\u{20e3}' } else { first };
            Some(Glyph { at, c, opens: first == '"' && quotes % 2 == 1 })
        });
        Self { glyphs: glyphs.collect(), level }
    }

    /// What is wrong with the rows that begin at the bytes `starts`, of which the first is the text's own.
    pub fn faults(&self, starts: &[usize]) -> Vec<Fault> {
        let index = |at: usize| self.glyphs.partition_point(|glyph| glyph.at < at);
        let judged = starts.windows(2).filter_map(|pair| {
            let (above, here) = (index(pair[0]), index(pair[1]));
            let kind = self.fault(here)?;
            // A row of nothing but blanks is no better.
            let ink = (above..here)
                .find(|place| self.glyphs.get(*place).is_some_and(|glyph| !glyph.c.is_whitespace()));
            let forced = !ink.is_some_and(|ink| (ink + 1..here).any(|place| self.is_good(place)));
            Some(Fault { at: pair[1], kind, forced: forced && kind.is_hard() })
        });
        judged.collect()
    }

    /// Whether a row may begin with glyph `here` without a doubt: no rule is against it, and it is not inside a run of
    /// half-width characters, of which the rules for Chinese say little, nor between a sign and such a run, nor beside a no-break space.
    fn is_good(&self, here: usize) -> bool {
        let is = |at: Option<usize>, test: fn(Glyph) -> bool| {
            at.and_then(|at| self.glyphs.get(at)).is_some_and(|glyph| test(*glyph))
        };
        let before = here.checked_sub(1);
        let is_allowed = self.fault(here).is_none_or(|kind| !kind.is_hard());
        let is_signed = is(before, |glyph| glyph.is(PREFIXES));
        let is_held = is(before, Glyph::is_no_break) || is(Some(here), Glyph::is_no_break);
        is_allowed
            && !is_held
            && !(is(Some(here), Glyph::is_half) && (is(before, Glyph::is_half) || is_signed))
    }

    /// What is wrong with a row that begins with glyph `here`.
    fn fault(&self, here: usize) -> Option<Kind> {
        let (before, after) = self.glyphs.split_at_checked(here)?;
        let (prev, next) = (*before.last()?, *after.first()?);
        let last = *before.iter().rev().find(|glyph| !glyph.is_blank())?;
        if self.level == Level::None {
            return None;
        }
        if is_twin(prev, next) {
            return Some(Kind::Split);
        }
        if self.is_never_first(before, next, after.get(1).copied()) {
            return Some(Kind::First);
        }
        if last.is(OPENERS) || last.opens {
            return Some(Kind::Last);
        }
        if prev.is(SOLIDI) && !(prev.c == '/' && next.is_digit()) && self.level >= Level::Gb {
            let is_inside = prev.c == '/'
                && next.is_half()
                && before.iter().nth_back(1).is_some_and(|glyph| glyph.is_half());
            return Some(if is_inside { Kind::Slash } else { Kind::Last });
        }
        in_one_piece(before, next, after.get(1).copied())
    }

    fn is_never_first(&self, before: &[Glyph], next: Glyph, second: Option<Glyph>) -> bool {
        let Some(prev) = before.last() else { return false };
        let begins_anew = prev.is_blank();
        let is_point = next.c == '.' && begins_anew && second.is_some_and(Glyph::is_digit);
        let names = |glyph: Glyph| glyph.c.is_alphanumeric();
        // A hyphen before a number is a minus, where no word stands before it.
        let is_minus = next.c == '-' && !prev.is_word() && second.is_some_and(Glyph::is_digit);
        let is_line = next.c == '—' && names(*prev) && second.is_some_and(names);
        next.is_blank()
            || (next.is(PAUSES) && !is_point)
            || next.is(CLOSERS)
            || next.is(JAPANESE)
            || (next.c == '"' && !next.opens)
            || (!(begins_anew || is_minus)
                && [CONNECTORS, SOLIDI, POSTFIXES, NOTES].iter().any(|list| next.is(list)))
            // One dash alone between two names or numbers (一字线) is a connector.
            || is_line
            || (self.level >= Level::Strict && (next.is(DASHES) || next.is(ELLIPSES)))
    }
}

fn is_twin(prev: Glyph, next: Glyph) -> bool {
    (prev.is(DASHES) && next.is(DASHES))
        || (prev.is(ELLIPSES) && prev.c == next.c)
        || (prev.is("？！?!") && next.is("？！?!"))
}

/// Numbers, words, and signs with their numbers.
fn in_one_piece(before: &[Glyph], next: Glyph, second: Option<Glyph>) -> Option<Kind> {
    let mut back = before.iter().rev().copied();
    let prev = back.next()?;
    let is_after = |test: fn(Glyph) -> bool| back.clone().next().is_some_and(test);
    if next.is_digit() {
        let joined = prev.is(".,:-/") && is_after(Glyph::is_digit)
            || prev.c == '-' && is_after(Glyph::is_word)
            || prev.c == '.' && is_after(Glyph::is_ascii_word);
        return if prev.is_digit() || joined {
            Some(Kind::Number)
        } else if prev.is_letter() {
            Some(Kind::Word)
        } else if prev.is(PREFIXES) || prev.c == '-' {
            Some(Kind::Sign)
        } else {
            None
        };
    }
    let apostrophe = |glyph: Glyph| glyph.is("'’");
    let is_inside = prev.c == '.' && next.is_ascii_word() && is_after(Glyph::is_ascii_word)
        || apostrophe(prev) && is_after(Glyph::is_letter);
    let in_word = next.is_letter() && (prev.is_word() || is_inside)
        || apostrophe(next) && prev.is_letter() && second.is_some_and(Glyph::is_letter)
        // C++, C#
        || next.is("+#") && prev.is_letter()
        || next.c == '+' && prev.c == '+' && is_after(Glyph::is_letter);
    if in_word {
        return Some(Kind::Word);
    }
    (prev.is_digit() && next.is(UNITS)).then_some(Kind::Unit)
}

#[cfg(test)]
mod tests {
    use super::{Judge, Kind, Level, Tally};

    /// Judges `text` with its rows parted by `|`.
    fn check(level: Level, text: &str, want: &[Kind]) {
        let mut starts = vec![0];
        let mut whole = String::new();
        for row in text.split('|') {
            whole.push_str(row);
            starts.push(whole.len());
        }
        starts.pop();
        let got: Vec<Kind> =
            Judge::new(&whole, level).faults(&starts).iter().map(|fault| fault.kind).collect();
        assert_eq!(got, want, "{text} at {level:?}");
    }

    #[test]
    fn the_judge_knows_what_may_not_be_first_or_last() {
        for mark in "、。，．：；！？）」』】〗〉》〕］｝”’〞〟～–‐-·‧・/／％‰℃°々ーッ,.:;!?)]}%²".chars()
        {
            check(Level::Basic, &format!("江边小城|{mark}点灯"), &[Kind::First]);
        }
        for mark in "（「『【〖〈《〔［｛“‘〝([{".chars() {
            check(Level::Basic, &format!("江边小城{mark}|点灯"), &[Kind::Last]);
        }
    }

    #[test]
    fn the_judge_knows_the_levels() {
        for (level, want) in [(Level::None, 0), (Level::Basic, 0), (Level::Gb, 0), (Level::Strict, 1)] {
            check(level, "江边小城|——点灯", &[Kind::First][..want]);
            check(level, "江边小城|……点灯", &[Kind::First][..want]);
        }
        for (level, want) in [(Level::None, 0), (Level::Basic, 0), (Level::Gb, 1), (Level::Strict, 1)] {
            check(level, "或者／|和点灯", &[Kind::Last][..want]);
        }
        for level in [Level::Basic, Level::Gb, Level::Strict] {
            check(level, "江城|—海口", &[Kind::First]);
            check(level, "江—|—城", &[Kind::Split]);
        }
        check(Level::None, "江城|，（|灯", &[]);
    }

    #[test]
    fn the_judge_knows_what_stays_in_one_piece() {
        use Kind::{First, Last, Number, Sign, Slash, Split, Unit, Word};
        let cases: [(&str, &[Kind]); 29] = [
            ("江城…|…灯", &[Split]),
            ("真的？|！好", &[Split]),
            ("12|34.5", &[Number]),
            ("1,|234.5", &[Number]),
            ("2025-|10-28", &[Number]),
            ("Deep|Seek", &[Word]),
            ("Deep-|Seek", &[]),
            ("V3.|1版", &[Number]),
            ("COVID-|19", &[Number]),
            ("don|’t好", &[First]),
            ("C|++好", &[Word]),
            ("￥|5好", &[Sign]),
            ("灯 -|5好", &[Sign]),
            ("江\"|水\"", &[Last]),
            ("江\"水|\"", &[First]),
            ("江|\"水\"", &[]),
            ("270|亿元", &[Unit]),
            ("1/|2好", &[Number]),
            ("A/|B好", &[Slash]),
            ("江/|B好", &[Last]),
            ("江／|B好", &[Last]),
            ("江灯|二百", &[]),
            ("江灯|Rust", &[]),
            ("灯 |-5好", &[]),
            ("灯 |%好", &[]),
            ("灯 |——好", &[First]),
            ("灯（ |好", &[Last]),
            ("灯| 好", &[First]),
            ("灯1\u{fe0f}\u{20e3}|2好", &[]),
        ];
        for (text, want) in cases {
            check(Level::Strict, text, want);
        }
    }

    #[test]
    fn a_break_without_a_better_place_is_told_apart() {
        let text = "。」。」灯火";
        let count = |starts: &[usize]| {
            let mut tally = Tally::default();
            tally.add(&Judge::new(text, Level::Strict).faults(starts));
            (tally.hard(), tally.forced)
        };
        assert_eq!(count(&[0, 6]), (0, 1), "marks alone have no place");
        assert_eq!(count(&[0, 12]), (0, 0));
        assert!(!Judge::new("江灯，火", Level::Strict).faults(&[0, 6])[0].forced);
        assert!(Judge::new(" boats", Level::Strict).faults(&[0, 3])[0].forced, "a blank row is no place");
    }
}
