//! Setting text for tests: the one place where a test fills in a `Measure`, and texts of a rich alphabet.
//!
//! Guarantees: every mark of the rules' lists, every kind of thing that stands between them, and what dumps bring along can
//! occur in a text. Never: a text of a newspaper.

use baolan::layout::{Level, Measure, Options};
use baolan::text::width::{Ambiguous, Widths};
use proptest::prelude::*;

/// All levels.
pub const LEVELS: [Level; 4] = [Level::None, Level::Basic, Level::Gb, Level::Strict];

/// A measure of `cells` without an indent, and with no device but the one that keeps measure words.
pub fn measure(cells: usize, level: Level, widths: Widths) -> Measure {
    let options = Options { keep_measure_words: true, ..Options::NONE };
    Measure { cells, level, widths, options, ..Measure::default() }
}

/// Any measure: widths from 20 to 120 cells, all levels, either policy for ambiguous widths, all devices.
pub fn measures() -> impl Strategy<Value = Measure> {
    (20..=120_usize, 0..5_usize, levels(), widths(), 0..5_usize, any::<[bool; 8]>()).prop_map(
        |(cells, indent, level, widths, rest, has)| {
            let [keep_measure_words, hang, squeeze, gap, orphans, flush, strip, hang_first] = has;
            let options =
                Options { keep_measure_words, hang, squeeze, gap, orphans, flush, strip, hang_first };
            Measure { cells, indent, rest, level, widths, options }
        },
    )
}

/// Either policy for ambiguous widths.
pub fn widths() -> impl Strategy<Value = Widths> {
    prop::sample::select(vec![Ambiguous::Narrow, Ambiguous::Wide]).prop_map(Widths::new)
}

/// Any level.
pub fn levels() -> impl Strategy<Value = Level> {
    prop::sample::select(LEVELS.to_vec())
}

fn one_of(chars: &str) -> impl Strategy<Value = String> + use<> {
    prop::sample::select(chars.chars().map(String::from).collect::<Vec<_>>())
}

/// What holds together or stands alone by a rule of its own, parted by `|`.
const WHOLE: &str = "——|……|⋯⋯|？！|！！！|⸺|。”|”。|：“|）、|1,234.5|5:30|3:2|2025-10-28|2024年|40多人|270亿元|29%|36.5℃|￥128|$5|№3|±0.5|-5|C++|C#|DeepSeek-V3.1|COVID-19|don’t|A股|km/h|和/或|a.cn:80/x?y=z&w=1|12345678901|\u{3000}\u{3000}|e\u{301}|字\u{301}|，\u{301}|👩\u{200d}🌾|👍🏽|❤\u{fe0f}|1\u{fe0f}\u{20e3}|🇨🇳|한글|かな|カーッ|佐々木|①|²|\"水\"|\u{a0}|(Apple)";

/// Chinese as newspapers print it, with everything that the rules name and dumps mix in.
pub fn text() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        6 => "[江灯渡口猫路街水上巴士晚归船]{1,14}",
        3 => one_of("、。，．：；！？）」』】〗〉》〕］｝”’～–‐-·‧・/／—…⋯‥％‰℃°′″￠々ー"),
        3 => one_of("（「『【〖〈《〔［｛“‘〝￥＄￡€№±＋－$¥+#"),
        2 => one_of(",.:;!?()[]{}\"'%$-/&@_=~"),
        1 => "[0-9]{1,7}",
        1 => "[A-Za-z]{1,12}",
        1 => "[а-яα-ωé-ü]{1,6}",
        1 => Just(" ".to_owned()),
        3 => prop::sample::select(WHOLE.split('|').collect::<Vec<_>>()).prop_map(str::to_owned),
    ];
    prop::collection::vec(part, 0..60).prop_map(|parts| parts.concat())
}
