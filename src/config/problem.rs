//! A mistake in a configuration file, told the way a compiler tells it: place, words, the line, a caret, a way out.
//!
//! Guarantees: the caret stands under the place also after Chinese text, and no control character of the file is
//! printed. Never: a reason to stop; whoever finds a problem goes on with the rest of the file.

use std::fmt;

use crate::text::hazard::is_hazard;
use crate::text::width::Widths;

/// One mistake, worded and placed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file as the reader knows it: `keymap.toml`.
    pub file: String,
    /// The line, from 1; 0 where the mistake has no place in the file.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// What is wrong: lower case, no full stop.
    pub what: String,
    /// What to do about it.
    pub hint: Option<String>,
    /// The line itself, without its line end.
    pub source_line: String,
}

impl Problem {
    /// A mistake that no line of a file shows, such as a theme that does not exist.
    pub fn of_file(file: &str, what: String) -> Self {
        Self { file: file.to_owned(), line: 0, column: 0, what, hint: None, source_line: String::new() }
    }

    /// The same with a hint, if there is one.
    #[must_use]
    pub fn with_hint(mut self, hint: Option<String>) -> Self {
        self.hint = hint;
        self
    }

    /// The same with `did you mean "name"?`, if a name came near.
    #[must_use]
    pub fn did_you_mean(self, name: Option<&str>) -> Self {
        self.with_hint(name.map(|name| format!("did you mean \"{name}\"?")))
    }
}

/// `text` with every character that could act on a terminal replaced by one visible cell, so that the caret can be counted.
fn printable(text: &str) -> String {
    let visible = |c: char| match c {
        '\t' => ' ',
        c if c.is_control() || is_hazard(c) => '\u{fffd}',
        c => c,
    };
    text.chars().map(visible).collect()
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (file, what) = (printable(&self.file), printable(&self.what));
        if self.line == 0 {
            write!(f, "{file}: {what}")?;
        } else {
            let line = printable(&self.source_line);
            let before: String = line.chars().take(self.column.saturating_sub(1)).collect();
            let indent = Widths::default().text(&before);
            write!(f, "{file}:{}:{}: {what}\n  {line}\n  {:indent$}^", self.line, self.column, "")?;
        }
        match &self.hint {
            Some(hint) => write!(f, "\n{}", printable(hint)),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Problem;

    #[test]
    fn the_caret_stands_under_the_place_in_cells() {
        for (line, column, want) in [
            ("a = 1", 5, "f.toml:3:5: wrong\n  a = 1\n      ^"),
            ("报 = 1", 5, "f.toml:3:5: wrong\n  报 = 1\n       ^"),
            ("\ta\x1b = 1", 4, "f.toml:3:4: wrong\n   a\u{fffd} = 1\n     ^"),
        ] {
            let mut problem = Problem::of_file("f.toml", "wrong".to_owned());
            (problem.line, problem.column, problem.source_line) = (3, column, line.to_owned());
            assert_eq!(problem.to_string(), want);
        }
    }
}
