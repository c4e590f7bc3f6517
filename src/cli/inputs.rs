//! The files that a command without a terminal works on: found, read, with the reader's corrections made.
//!
//! Guarantees: one bad input does not stop the others; each is told with what, where and what to do. Never: a file
//! written.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::read::source;
use crate::config::settings::Settings;
use crate::format::{self, Read, json};
use crate::mend::Mends;
use crate::text::encoding::Choice;
use crate::text::hazard::scrub;
use crate::world::folders::Folders;
use crate::world::mends::{Contents, MendStore};
use crate::world::read::{expand, read_input};

/// Whether the warnings about a page are told beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Warnings {
    /// They are.
    Told,
    /// What is written has them.
    Written,
}

/// How inputs are read.
#[derive(Debug)]
pub(super) struct Inputs {
    mends: Mends,
    encoding: Choice,
    warnings: Warnings,
}

impl Inputs {
    /// Inputs in `encoding`, with the corrections in the folder for state of `folders`, if there is one. What is wrong
    /// with those goes to `told`; gives the exit code that it asks for as well.
    ///
    /// # Errors
    /// Only what `told` could not take.
    pub(super) fn new(
        folders: Option<&Folders>,
        encoding: Choice,
        warnings: Warnings,
        told: &mut impl Write,
    ) -> io::Result<(Self, u8)> {
        let (mends, code) = mends(folders, told)?;
        Ok((Self { mends, encoding, warnings }, code))
    }

    /// Hands every file under `paths` to `work`, which gives an exit code. Gives the greatest: 1 where an input failed.
    ///
    /// # Errors
    /// What `work` says, and what `told` could not take.
    pub(super) fn each<W: Write>(
        &self,
        paths: &[PathBuf],
        told: &mut W,
        mut work: impl FnMut(Read, &mut W) -> io::Result<u8>,
    ) -> io::Result<u8> {
        let mut code = 0;
        for path in paths {
            let files = match expand(path, format::is_known, &|| true) {
                Ok(files) => files,
                Err(problem) => {
                    tell(told, &problem)?;
                    code = 1;
                    continue;
                }
            };
            for file in files {
                code = code.max(match self.one(&file, told)? {
                    Some(read) => work(read, told)?,
                    None => 1,
                });
            }
        }
        Ok(code)
    }

    /// A file read; nothing where it could not be read, which was told.
    fn one(&self, file: &Path, told: &mut impl Write) -> io::Result<Option<Read>> {
        let bytes = match read_input(file) {
            Ok(bytes) => bytes,
            Err(problem) => return tell(told, &problem).map(|()| None),
        };
        let name = file.file_name().map_or_else(|| "-".into(), |name| name.to_string_lossy());
        let read = match format::read_mended(&name, &bytes, self.encoding, |hash| self.mends.of(hash)) {
            Ok(read) => read,
            Err(mut problem) => {
                problem.name = file.display().to_string();
                return tell(told, &problem).map(|()| None);
            }
        };
        if self.warnings == Warnings::Told {
            for warning in &read.page.warnings {
                tell(told, &format_args!("{}: {}", file.display(), json::warning(warning)))?;
            }
        }
        Ok(Some(read))
    }
}

/// The reader's settings; what is wrong in their file is told.
///
/// # Errors
/// Only what `told` could not take.
pub(super) fn settings(folders: Option<&Folders>, told: &mut impl Write) -> io::Result<Settings> {
    let mut unreadable = Vec::new();
    let file = folders.and_then(|folders| source(&folders.config, "settings.toml", &mut unreadable));
    let (settings, problems) = Settings::load(file.as_ref());
    for problem in unreadable.iter().chain(&problems) {
        tell(told, &problem.to_string().replace('\n', "; "))?;
    }
    Ok(settings)
}

/// The reader's corrections of all dumps; what is wrong with them is told, and gives the exit code 1.
///
/// # Errors
/// Only what `told` could not take.
pub(super) fn mends(folders: Option<&Folders>, told: &mut impl Write) -> io::Result<(Mends, u8)> {
    let known =
        folders.map_or_else(|| Ok(Contents::default()), |all| MendStore::new(all.state.clone()).look());
    let (mends, wrong) = match known {
        Ok(contents) => (contents.mends, contents.told),
        Err(failure) => (Mends::default(), Some(failure)),
    };
    let code = u8::from(wrong.is_some());
    if let Some(failure) = wrong {
        tell(told, &format_args!("corrections: {failure}"))?;
    }
    Ok((mends, code))
}

/// One line to the reader.
///
/// # Errors
/// What `told` could not take.
pub(super) fn tell(told: &mut impl Write, problem: &impl std::fmt::Display) -> io::Result<()> {
    writeln!(told, "baolan: {}", scrub(&problem.to_string()))
}
