//! A text as runs of ideographs and the characters between them. Nearly all of a Chinese text is ideographs, and what
//! looks for anything else in megabytes need not decode them one by one.
//!
//! Guarantees: put end to end the runs are the text. Never: a decision about a character.

/// A part of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Run<'a> {
    /// Ideographs (U+4E00 to U+9FFF), three bytes each: as many as stand in a row, but for very many.
    Han(&'a str),
    /// One character that is none.
    Other(char),
}

/// Most ideographs of a run, so that whoever collects runs need not hold a whole book.
const MOST: usize = 1024;

/// The runs of `text`, each with its first byte.
pub const fn runs(text: &str) -> Runs<'_> {
    Runs { text, at: 0 }
}

/// What [`runs`] gives.
#[derive(Clone, Debug)]
pub struct Runs<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Iterator for Runs<'a> {
    type Item = (usize, Run<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        let (at, rest) = (self.at, self.text.get(self.at..)?);
        let han = 3 * rest.as_bytes().chunks_exact(3).take(MOST).take_while(|three| is_han(three)).count();
        if han > 0 {
            self.at += han;
            return Some((at, Run::Han(rest.get(..han)?)));
        }
        let c = rest.chars().next()?;
        self.at += c.len_utf8();
        Some((at, Run::Other(c)))
    }
}

/// Whether three bytes from the start of a character are an ideograph: U+4E00 is E4 B8 80, U+9FFF is E9 BF BF.
fn is_han(three: &[u8]) -> bool {
    matches!(three, [0xe5..=0xe9, ..] | [0xe4, 0xb8..=0xbf, ..])
}

#[cfg(test)]
mod tests {
    use super::{Run, runs};

    #[test]
    fn put_end_to_end_the_runs_are_the_text() {
        let edges = "\u{4dff}\u{4e00}\u{9fff}\u{a000}\u{3fff}\u{4000}";
        for text in ["", "灯", "a灯b", "渡口的灯,亮了。\n“船”来了", edges, "e\u{301}𠮷\u{2028}😀灯"]
        {
            let mut whole = String::new();
            for (at, run) in runs(text) {
                assert_eq!(at, whole.len(), "{text}");
                match run {
                    Run::Han(run) => {
                        assert!(run.chars().all(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)), "{run}");
                        whole.push_str(run);
                    }
                    Run::Other(c) => {
                        assert!(!('\u{4e00}'..='\u{9fff}').contains(&c), "{c}");
                        whole.push(c);
                    }
                }
            }
            assert_eq!(whole, text);
        }
    }
}
