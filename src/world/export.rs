//! Articles as files of their own in a folder that somebody named.
//!
//! Guarantees: a file that is there stays as it is, whatever it is; a file appears whole or not at all; its name says
//! nothing to a shell, a terminal or another system, and fits all of them. Never: a file outside the folder.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use unicode_segmentation::UnicodeSegmentation as _;

use super::disk;

/// The most bytes of a name without its ending; systems take 255 with it.
const LONGEST: usize = 180;

/// Names that Windows keeps for devices.
const DEVICES: &[&str] = &["con", "prn", "aux", "nul"];

/// Why a file was not written.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The folder cannot be made.
    #[error("{0}: cannot be used as a folder: {1}; give another one")]
    Folder(PathBuf, io::Error),
    /// Another file has its name.
    #[error(
        "{0}: is there already and holds something else; it was kept. Move it away, or give another folder"
    )]
    Exists(PathBuf),
    /// The system refuses.
    #[error("{0}: could not be written: {1}")]
    Unwritable(PathBuf, io::Error),
}

/// A folder that takes new files.
#[derive(Debug)]
pub struct Export {
    folder: PathBuf,
    /// Names that were given, in lower case: some systems see no difference.
    given: HashSet<String>,
    /// The last number behind a name that several files would have.
    last: HashMap<String, usize>,
}

impl Export {
    /// Writes into `folder`, and makes it where there is none.
    ///
    /// # Errors
    /// What is no folder, or cannot become one.
    pub fn new(folder: &Path) -> Result<Self, ExportError> {
        fs::create_dir_all(folder).map_err(|error| ExportError::Folder(folder.to_owned(), error))?;
        Ok(Self { folder: folder.to_owned(), given: HashSet::new(), last: HashMap::new() })
    }

    /// Writes a file that is named after `title`, and says where. One that is there with these words is left as it is.
    ///
    /// # Errors
    /// A file of that name with other words, and whatever the system refuses.
    pub fn put(&mut self, title: &str, ending: &str, words: &str) -> Result<PathBuf, ExportError> {
        let name = self.name(title);
        let path = self.folder.join(format!("{name}.{ending}"));
        match disk::put_new(&path, words.as_bytes()) {
            Ok(()) => Ok(path),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                let known = fs::symlink_metadata(&path).is_ok_and(|kind| kind.len() == words.len() as u64)
                    && disk::read(&path).is_ok_and(|known| known.as_deref() == Some(words.as_bytes()));
                if known { Ok(path) } else { Err(ExportError::Exists(path)) }
            }
            Err(error) => Err(ExportError::Unwritable(path, error)),
        }
    }

    /// A name that was not given yet.
    fn name(&mut self, title: &str) -> String {
        let plain = name_of(title);
        let key = plain.to_lowercase();
        let mut name = plain.clone();
        while !self.given.insert(name.to_lowercase()) {
            let number = self.last.entry(key.clone()).or_insert(1);
            *number += 1;
            name = format!("{plain}-{number}");
        }
        name
    }
}

/// `title` as a file's name: its letters and digits, with `-` for everything between them.
fn name_of(title: &str) -> String {
    let mut name = String::new();
    for part in title.graphemes(true) {
        let is_word = part.chars().next().is_some_and(char::is_alphanumeric);
        let part = if is_word { part } else { "-" };
        if is_word && name.len() + part.len() > LONGEST {
            break;
        }
        if is_word || !name.is_empty() && !name.ends_with('-') {
            // Marks on a letter may be written in two ways, and then name two files or one.
            name.extend(part.chars().filter(|c| c.is_alphanumeric() || *c == '-'));
        }
    }
    let name = name.trim_end_matches('-');
    let lower = name.to_lowercase();
    let numbered = ["com", "lpt"].iter().any(|port| {
        lower
            .strip_prefix(port)
            .is_some_and(|rest| rest.len() == 1 && rest.bytes().all(|b| b.is_ascii_digit()))
    });
    match () {
        () if name.is_empty() => "article".to_owned(),
        () if numbered || DEVICES.contains(&&*lower) => format!("{name}-"),
        () => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Export, LONGEST, name_of};

    #[test]
    fn a_title_becomes_a_name_that_every_system_takes() {
        let long = "灯".repeat(300);
        for (title, want) in [
            ("渡口亮灯", "渡口亮灯"),
            ("渡口 亮灯：“新船”来了！", "渡口-亮灯-新船-来了"),
            ("../../etc/passwd", "etc-passwd"),
            ("C:\\灯?*<>|\"", "C-灯"),
            (".灯.", "灯"),
            ("-rf /", "rf"),
            ("", "article"),
            ("……", "article"),
            ("\u{1b}[31m灯\u{7}\u{202e}", "31m灯"),
            ("CON", "CON-"),
            ("com7", "com7-"),
            ("com10", "com10"),
            ("e\u{301}灯", "e灯"),
            (&*long, &*"灯".repeat(LONGEST / 3)),
        ] {
            assert_eq!(name_of(title), want, "{title:?}");
        }
    }

    #[test]
    fn titles_that_are_the_same_have_numbers() {
        let folder = tempfile::tempdir().unwrap();
        let mut export = Export::new(folder.path()).unwrap();
        let names: Vec<String> =
            ["Deng", "deng", "deng-2", "deng", "灯"].iter().map(|title| export.name(title)).collect();
        assert_eq!(names, ["Deng", "deng-2", "deng-2-2", "deng-3", "灯"]);
    }

    #[test]
    fn what_is_there_stays() {
        let folder = tempfile::tempdir().unwrap();
        let mut export = Export::new(folder.path()).unwrap();
        let path = export.put("灯", "md", "一盏灯").unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "一盏灯");
        let mut again = Export::new(folder.path()).unwrap();
        assert_eq!(again.put("灯", "md", "一盏灯").unwrap(), path, "the same words are no mistake");
        let mut other = Export::new(folder.path()).unwrap();
        let told = other.put("灯", "md", "两盏灯").unwrap_err().to_string();
        assert!(told.contains("灯.md") && told.contains("was kept"), "{told}");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "一盏灯");
        let file = folder.path().join("file");
        std::fs::write(&file, "").unwrap();
        assert!(Export::new(&file).unwrap_err().to_string().contains("cannot be used as a folder"));
    }
}
