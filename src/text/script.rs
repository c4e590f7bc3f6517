//! Simplified and traditional Chinese, character by character: what is shown for a character in the other script.
//!
//! Guarantees: one character stands for one, both two cells wide, so no offset, row or width changes; a character that
//! is in neither script's table stays. Never: a choice by phrase (皇后, 後天), a change of the text.

/// The pairs of both directions.
const TABLE: &str = include_str!("../../config/han.txt");

/// The pairs of a section of the table, as they stand there.
pub(super) fn pairs(section: &str) -> impl Iterator<Item = (char, char)> {
    let lines = TABLE.lines().skip_while(move |line| *line != section).skip(1);
    let words = lines.take_while(|line| !line.starts_with('[')).flat_map(str::split_whitespace);
    words.filter_map(|word| {
        let mut chars = word.chars();
        Some((chars.next()?, chars.next()?))
    })
}

/// Which script is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Script {
    /// As the text has it.
    #[default]
    AsIs,
    /// 简体.
    Simplified,
    /// 繁體.
    Traditional,
}

impl Script {
    /// The next one in turn.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::AsIs => Self::Simplified,
            Self::Simplified => Self::Traditional,
            Self::Traditional => Self::AsIs,
        }
    }
}

/// What is shown for characters in one script. To make one takes some thousand steps, so it is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Converter {
    script: Script,
    /// Character and what stands for it, sorted by the first.
    pairs: Vec<(char, char)>,
}

impl Converter {
    /// A converter into `script`.
    pub fn new(script: Script) -> Self {
        let section = match script {
            Script::AsIs => return Self::default(),
            Script::Simplified => "[simplified]",
            Script::Traditional => "[traditional]",
        };
        Self { script, pairs: pairs(section).collect() }
    }

    /// The script it converts into.
    pub const fn script(&self) -> Script {
        self.script
    }

    /// What is shown for `c`.
    pub fn show(&self, c: char) -> char {
        // What is not Han is most of what is asked about besides, and in no table.
        if self.pairs.is_empty() || c < '\u{3400}' {
            return c;
        }
        let found = self.pairs.binary_search_by_key(&c, |(from, _)| *from);
        found.ok().and_then(|at| self.pairs.get(at)).map_or(c, |(_, to)| *to)
    }

    /// What is shown for `text`; nothing where it is shown as it is.
    pub fn show_all(&self, text: &str) -> Option<String> {
        if self.pairs.is_empty() {
            return None;
        }
        let changes = |c: char| self.show(c) != c;
        text.contains(changes).then(|| text.chars().map(|c| self.show(c)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::{Converter, Script};
    use crate::text::width::Widths;

    fn check(script: Script, text: &str, want: &str) {
        let shown = Converter::new(script).show_all(text);
        assert_eq!(shown.as_deref().unwrap_or(text), want, "{script:?}");
    }

    #[test]
    fn characters_are_shown_in_the_other_script() {
        check(Script::AsIs, "東江渡口", "東江渡口");
        check(Script::Simplified, "東江渡口亮燈，龍舟賽開幕。A1", "东江渡口亮灯，龙舟赛开幕。A1");
        check(Script::Traditional, "东江渡口亮灯，龙舟赛开幕。A1", "東江渡口亮燈，龍舟賽開幕。A1");
        check(Script::Simplified, "东江", "东江");
    }

    #[test]
    fn the_tables_are_sorted_and_one_wide_character_stands_for_one() {
        for script in [Script::Simplified, Script::Traditional] {
            let converter = Converter::new(script);
            assert!(converter.pairs.len() > 2500, "{script:?}");
            assert!(converter.pairs.is_sorted_by(|a, b| a.0 < b.0), "{script:?}");
            for (from, to) in &converter.pairs {
                let cells = |c: &char| Widths::default().text(&c.to_string());
                assert_eq!((cells(from), cells(to)), (2, 2), "{from}{to}");
                assert!(*from >= '\u{3400}', "{from}");
            }
        }
    }
}
