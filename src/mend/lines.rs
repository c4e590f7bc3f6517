//! The corrections of all dumps, and the lines of the file they are kept in: JSON, one dump a line.
//!
//! Guarantees: one broken line costs only itself and is counted; a line of a later version is kept letter by letter,
//! a correction of one value by value; corrections of one dump keep the order in which they were made. Never: a file.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::Correction;

/// The version of the lines that this program writes.
const VERSION: u64 = 1;

/// A change to the corrections of one dump.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// This is corrected too.
    Add(Correction),
    /// The correction with this id is taken back.
    Take(String),
}

/// A correction, or what a later version has in its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
enum Entry {
    Known(Correction),
    Later(Value),
}

impl Entry {
    fn id(&self) -> Option<&str> {
        match self {
            Self::Known(correction) => Some(&correction.id),
            Self::Later(value) => value.get("id").and_then(Value::as_str),
        }
    }
}

/// The corrections of one dump.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Record {
    v: u64,
    /// The hash of the dump.
    dump: String,
    /// What the page was called, for people who read the file.
    #[serde(default)]
    page: String,
    corrections: Vec<Entry>,
    #[serde(flatten)]
    extra: Map<String, Value>,
}

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Line {
    Known(Record),
    Later(String),
}

/// The corrections of all dumps.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mends {
    lines: Vec<Line>,
}

impl Mends {
    /// The corrections in the bytes of a file, and how many of its lines are broken. A byte order mark, blank lines
    /// and line ends of any kind are no mistakes; two lines of one dump, as a merge of files leaves them, become one.
    pub fn parse(bytes: &[u8]) -> (Self, usize) {
        let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
        let mut mends = Self::default();
        let mut broken = 0;
        for line in bytes.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii) {
            match read(line) {
                _ if line.is_empty() => {}
                Some(Line::Known(record)) => mends.take(record),
                Some(later) => mends.lines.push(later),
                None => broken += 1,
            }
        }
        (mends, broken)
    }

    /// The corrections of the dump with this hash, in the order in which they were made.
    pub fn of(&self, dump: &str) -> Vec<Correction> {
        let record = self.records().find(|record| record.dump == dump);
        let entries = record.into_iter().flat_map(|record| &record.corrections);
        let known = entries.filter_map(|entry| match entry {
            Entry::Known(correction) => Some(correction.clone()),
            Entry::Later(_) => None,
        });
        known.collect()
    }

    /// Makes a change to the corrections of a dump, whose page is called `page`.
    pub fn change(&mut self, dump: &str, page: &str, change: Change) {
        if self.records().all(|record| record.dump != dump) {
            self.lines.push(Line::Known(Record {
                v: VERSION,
                dump: dump.to_owned(),
                page: page.to_owned(),
                corrections: Vec::new(),
                extra: Map::new(),
            }));
        }
        if let Some(record) = self.record_mut(dump) {
            let (Change::Add(Correction { id, .. }) | Change::Take(id)) = &change;
            record.corrections.retain(|entry| entry.id() != Some(id));
            if let Change::Add(correction) = change {
                record.corrections.push(Entry::Known(correction));
            }
        }
        let is_used = |line: &Line| match line {
            Line::Known(record) => !record.corrections.is_empty() || !record.extra.is_empty(),
            Line::Later(_) => true,
        };
        self.lines.retain(is_used);
    }

    /// The text of the file.
    pub fn write(&self) -> String {
        let line = |line: &Line| match line {
            // Only a map whose keys are no strings could fail, and there is none.
            Line::Known(record) => serde_json::to_string(record).unwrap_or_default() + "\n",
            Line::Later(line) => line.clone() + "\n",
        };
        self.lines.iter().map(line).collect()
    }

    fn take(&mut self, record: Record) {
        if self.records().all(|known| known.dump != record.dump) {
            self.lines.push(Line::Known(record));
            return;
        }
        let Some(known) = self.record_mut(&record.dump) else { return };
        for entry in record.corrections {
            let same = |other: &Entry| *other == entry || entry.id().is_some() && other.id() == entry.id();
            if !known.corrections.iter().any(same) {
                known.corrections.push(entry);
            }
        }
        known.extra.extend(record.extra);
    }

    fn records(&self) -> impl Iterator<Item = &Record> {
        self.lines.iter().filter_map(|line| match line {
            Line::Known(record) => Some(record),
            Line::Later(_) => None,
        })
    }

    fn record_mut(&mut self, dump: &str) -> Option<&mut Record> {
        self.lines.iter_mut().find_map(|line| match line {
            Line::Known(record) => (record.dump == dump).then_some(record),
            Line::Later(_) => None,
        })
    }
}

/// What a line holds; nothing where it is broken.
fn read(line: &[u8]) -> Option<Line> {
    let text = std::str::from_utf8(line).ok()?;
    let value: Value = serde_json::from_str(text).ok()?;
    match value.get("v").and_then(Value::as_u64)? {
        1..=VERSION => serde_json::from_value(value).ok().map(Line::Known),
        version => (version > VERSION).then(|| Line::Later(text.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::{Change, Mends};
    use crate::mend::{Act, Correction};

    fn add(id: &str, at: usize) -> Change {
        Change::Add(Correction::new(id.to_owned(), at, Act::Split))
    }

    fn places(mends: &Mends, dump: &str) -> Vec<usize> {
        mends.of(dump).iter().map(|correction| correction.at).collect()
    }

    #[test]
    fn what_was_added_is_there_in_order_and_what_was_taken_is_not() {
        let mut mends = Mends::default();
        for (dump, change) in [("x", add("a", 9)), ("y", add("b", 4)), ("x", add("c", 2)), ("x", add("d", 5))]
        {
            mends.change(dump, "渡口", change);
        }
        mends.change("x", "渡口", Change::Take("c".to_owned()));
        mends.change("x", "渡口", Change::Take("nobody".to_owned()));
        let (read, broken) = Mends::parse(mends.write().as_bytes());
        assert_eq!((&read, broken), (&mends, 0));
        assert_eq!(
            (places(&read, "x"), places(&read, "y"), places(&read, "z")),
            (vec![9, 5], vec![4], vec![])
        );
        mends.change("y", "渡口", Change::Take("b".to_owned()));
        assert_eq!(mends.write().lines().count(), 1, "a dump without corrections has no line");
    }

    #[test]
    fn a_broken_line_costs_only_itself() {
        let good = r#"{"v":1,"dump":"x","page":"a","corrections":[{"id":"a","at":3,"act":"split"}]}"#;
        for (line, broken) in [
            ("", 0),
            ("  \r", 0),
            ("{", 1),
            ("\0\0", 1),
            ("[]", 1),
            (r#"{"v":0,"dump":"y","corrections":[]}"#, 1),
            (r#"{"v":1,"corrections":[]}"#, 1),
            (r#"{"v":2,"anything":[1]}"#, 0),
        ] {
            let (mends, count) = Mends::parse(format!("\u{feff}{line}\r\n{good}").as_bytes());
            assert_eq!((count, places(&mends, "x")), (broken, vec![3]), "{line}");
        }
        assert_eq!(Mends::parse(b"\xff\xfe\n").1, 1);
    }

    #[test]
    fn what_a_later_version_wrote_is_kept() {
        let text = concat!(
            r#"{"v":9, "strange":  "é"}"#,
            "\n",
            r#"{"v":1,"dump":"x","page":"a","corrections":[{"id":"a","act":"fold","by":2}],"mood":"good"}"#,
            "\n",
        );
        let (mut mends, _) = Mends::parse(text.as_bytes());
        assert_eq!(mends.write(), text);
        assert!(mends.of("x").is_empty());
        mends.change("x", "a", add("b", 1));
        let written = mends.write();
        assert!(
            written.contains(r#""act":"fold","by":2}"#) && written.contains(r#""mood":"good""#),
            "{written}"
        );
    }

    #[test]
    fn two_lines_of_one_dump_become_one() {
        let line = |id: &str, at: usize| {
            format!(
                r#"{{"v":1,"dump":"x","page":"","corrections":[{{"id":"{id}","at":{at},"act":"split"}}]}}"#
            )
        };
        let (mends, _) = Mends::parse([line("a", 1), line("b", 2), line("a", 1)].join("\n").as_bytes());
        assert_eq!(places(&mends, "x"), [1, 2]);
    }
}
