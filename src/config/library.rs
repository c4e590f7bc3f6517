//! What the settings say of the library.
//!
//! Guarantees: each place is absolute, or from `~`. Never: a look at a place.

use std::path::Path;

use super::settings::{Outcome, Refusal, wrong_type};
use super::source::Value;

/// Who brings the index of the library up to date.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Indexer {
    /// The reader too, while it is used for something else.
    #[default]
    Auto,
    /// `baolan index` alone.
    Manual,
}

/// The library.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Library {
    /// Its folders and files, as they are written.
    pub places: Vec<String>,
    /// Who brings its index up to date.
    pub indexer: Indexer,
}

/// Takes the places of the setting.
pub(super) fn places(field: &mut Vec<String>, value: &Value) -> Outcome {
    let wanted = "folders and files, as in [\"~/papers\"]; each from / or from ~/";
    let Value::List(items) = value else { return Err(wrong_type(value, wanted)) };
    let mut paths = Vec::new();
    for (text, at) in items {
        let is_whole =
            |text: &&String| *text == "~" || text.starts_with("~/") || Path::new(text).is_absolute();
        let Some(path) = text.as_ref().filter(is_whole) else {
            let what =
                text.as_ref().map_or("not a string".to_owned(), |text| format!("\"{text}\" begins nowhere"));
            return Err(Refusal { what, hint: format!("write {wanted}"), at: Some(at.clone()) });
        };
        paths.push(path.clone());
    }
    *field = paths;
    Ok(())
}
