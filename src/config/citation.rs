//! The line that says where copied words are from: a template with parts in braces.
//!
//! Guarantees: a part that is not known goes with the marks that stand around it alone, so no empty `《》` or `第版` is
//! left. Never: a part that has no name here.

/// The names of the parts.
pub const PARTS: [&str; 5] = ["paper", "date", "page", "title", "paragraph"];

/// Marks and words that open what a part says, and those that close it.
const OPENING: [char; 8] = ['《', '「', '『', '“', '（', '(', '【', '第'];
const CLOSING: [char; 11] = ['》', '」', '』', '”', '）', ')', '】', '版', '段', '期', '号'];

/// A template.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Citation {
    pieces: Vec<Piece>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Text(String),
    Part(&'static str),
}

impl Citation {
    /// Reads a template.
    ///
    /// # Errors
    /// What stands between braces and is the name of no part.
    pub fn parse(template: &str) -> Result<Self, String> {
        let mut pieces = Vec::new();
        let mut rest = template;
        while let Some((before, after)) = rest.split_once('{') {
            let (name, behind) = after.split_once('}').ok_or_else(|| after.to_owned())?;
            let part = PARTS.into_iter().find(|part| *part == name).ok_or_else(|| name.to_owned())?;
            pieces.push(Piece::Text(before.to_owned()));
            pieces.push(Piece::Part(part));
            rest = behind;
        }
        pieces.push(Piece::Text(rest.to_owned()));
        Ok(Self { pieces })
    }

    /// The line, with the parts that `known` gives.
    pub fn fill(&self, known: &dyn Fn(&str) -> Option<String>) -> String {
        let mut out = String::new();
        let mut missing = false;
        for piece in &self.pieces {
            match piece {
                Piece::Text(text) => {
                    let text = if missing { text.strip_prefix(CLOSING).unwrap_or(text) } else { text };
                    out.push_str(if missing { text.trim_start() } else { text });
                    missing = false;
                }
                Piece::Part(part) => {
                    if let Some(value) = known(part).filter(|value| !value.is_empty()) {
                        out.push_str(&value);
                        continue;
                    }
                    out.truncate(out.strip_suffix(OPENING).map_or(out.len(), str::len));
                    missing = true;
                }
            }
        }
        out.trim_end().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::Citation;

    const DEFAULT: &str = "——《{paper}》{date} 第{page}版《{title}》第{paragraph}段";

    #[test]
    fn what_is_not_known_is_left_out_with_its_marks() {
        for (known, want) in [
            (
                &["paper", "date", "page", "title", "paragraph"][..],
                "——《paper》date 第page版《title》第paragraph段",
            ),
            (&["title", "paragraph"], "——《title》第paragraph段"),
            (&["date", "title"], "——date 《title》"),
            (&["paper", "title"], "——《paper》《title》"),
            (&[], "——"),
        ] {
            let citation = Citation::parse(DEFAULT).unwrap();
            let part = |name: &str| known.contains(&name).then(|| name.to_owned());
            assert_eq!(citation.fill(&part), want, "{known:?}");
        }
    }

    #[test]
    fn a_part_without_a_name_is_refused() {
        for (template, wrong) in [("{paper", "paper"), ("{papr}", "papr"), ("{}", "")] {
            assert_eq!(Citation::parse(template), Err(wrong.to_owned()), "{template}");
        }
    }
}
