//! Pages that are open, read again from where they came: to correct them, and to show their dumps.
//!
//! Guarantees: what comes back is made of the very dump that is open; another one is a failure, and so is what can be
//! read only once. Never: a pipe or a device opened, a correction kept for another dump than the one on the screen.

use std::fs;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use super::load::unreadable;
use super::mends::MendStore;
use super::read::read_input;
use crate::app::effect::{Input, Mending, Source};
use crate::app::event::{Failure, FailureKind};
use crate::article::{Article, Page};
use crate::format;
use crate::mend;
use crate::page;
use crate::text::encoding::{Choice, decode};
use crate::text::hazard::scrub;

/// The most bytes of standard input that are kept to be read again: far more than a page has.
const KEPT: usize = 4 << 20;

/// What came through standard input, which gives it only once; nothing where that was too much to keep.
#[derive(Clone, Debug, Default)]
pub(super) struct Piped(Arc<OnceLock<Arc<[u8]>>>);

impl Piped {
    /// Keeps what came, if it is not too much.
    pub(super) fn keep(&self, bytes: &[u8]) {
        if bytes.len() <= KEPT {
            // Only the first who reads it gets anything.
            let _ = self.0.set(Arc::from(bytes));
        }
    }
}

/// How pages are read again.
#[derive(Clone, Debug)]
pub(super) struct Again {
    /// In which encoding.
    pub(super) encoding: Choice,
    /// Where corrections are kept.
    pub(super) store: MendStore,
    /// What came through standard input.
    pub(super) piped: Piped,
}

/// Keeps a correction, and gives the page with all its corrections made.
pub(super) fn mend(mending: Mending, again: &Again) -> Result<Page, Failure> {
    let Mending { source, change } = mending;
    let bytes = bytes(&source.input, &again.piped)?;
    let mut kept = Err(failure(FailureKind::Changed, &source));
    let read = format::page_mended(&source.name, &bytes, again.encoding, |hash| {
        if hash == source.hash {
            kept = again.store.change(hash, &source.name, change);
        }
        kept.as_ref().map_or_else(|_| Vec::new(), Clone::clone)
    });
    kept?;
    let page = read.map_err(|_no_text| failure(FailureKind::Changed, &source))?;
    Ok(Page { path: source.input.name(), ..page })
}

/// The lines of a page's dump.
pub(super) fn dump(source: &Source, again: &Again) -> Result<Arc<Article>, Failure> {
    let changed = || failure(FailureKind::Changed, source);
    let bytes = bytes(&source.input, &again.piped)?;
    let decoded = decode(&bytes, again.encoding).map_err(|_no_text| changed())?;
    if mend::hash(&decoded.text) != source.hash {
        return Err(changed());
    }
    page::raw(&decoded.text).ok_or_else(changed)
}

/// The bytes of an input, if they can be had a second time.
fn bytes(input: &Input, piped: &Piped) -> Result<Vec<u8>, Failure> {
    match (input, piped.0.get()) {
        (Input::Text { bytes, .. }, _) => Ok(bytes.to_vec()),
        (Input::Path(path), Some(bytes)) if path == Path::new("-") => Ok(bytes.to_vec()),
        (Input::Path(path), _) => {
            let kind = fs::metadata(path);
            if path == Path::new("-") || kind.is_ok_and(|kind| !kind.is_file()) {
                let path = scrub(&path.to_string_lossy()).into_owned();
                return Err(Failure { kind: FailureKind::Once, path, reason: String::new() });
            }
            read_input(path).map_err(|error| unreadable(&error))
        }
    }
}

fn failure(kind: FailureKind, source: &Source) -> Failure {
    let path = scrub(&source.input.name()).into_owned();
    Failure { kind, path, reason: String::new() }
}
