//! Pages that are open, read again from where they came: to correct them, and to show their dumps.
//!
//! Guarantees: what comes back is made of the very dump that is open; another one is a failure, and so is what can be
//! read only once. Never: a pipe or a device opened, a correction kept for another dump than the one on the screen.

use std::fs;
use std::path::Path;
use std::sync::Arc;

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

/// Keeps a correction, and gives the page with all its corrections made.
pub(super) fn mend(mending: Mending, encoding: Choice, store: &MendStore) -> Result<Page, Failure> {
    let Mending { source, change } = mending;
    let bytes = bytes(&source.input)?;
    let mut kept = Err(failure(FailureKind::Changed, &source));
    let read = format::read_mended(&source.name, bytes, encoding, |hash| {
        if hash == source.hash {
            kept = store.change(hash, &source.name, change);
        }
        kept.as_ref().map_or_else(|_| Vec::new(), Clone::clone)
    });
    kept?;
    let page = read.map_err(|_no_text| failure(FailureKind::Changed, &source))?.page;
    Ok(Page { path: source.input.name(), ..page })
}

/// The lines of a page's dump.
pub(super) fn dump(source: &Source, encoding: Choice) -> Result<Arc<Article>, Failure> {
    let changed = || failure(FailureKind::Changed, source);
    let decoded = decode(bytes(&source.input)?, encoding).map_err(|_no_text| changed())?;
    if mend::hash(&decoded.text) != source.hash {
        return Err(changed());
    }
    page::raw(&decoded.text).ok_or_else(changed)
}

/// The bytes of an input, if they can be had a second time.
fn bytes(input: &Input) -> Result<Vec<u8>, Failure> {
    match input {
        Input::Text { bytes, .. } => Ok(bytes.to_vec()),
        Input::Path(path) => {
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
