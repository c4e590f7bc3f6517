//! How a quotation stands in a file: `exact`, or `head`, `tail` and `length`.
//!
//! Guarantees: reading what was written gives the same quotation. Never: a field dropped.

use serde::{Deserialize, Serialize};

use super::{Quote, Words};
use crate::article::Extra;

/// The fields of a quotation as they are written.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Form {
    #[serde(skip_serializing_if = "Option::is_none")]
    exact: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    head: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tail: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    length: Option<usize>,
    prefix: String,
    suffix: String,
    #[serde(flatten)]
    extra: Extra,
}

impl From<Form> for Quote {
    fn from(form: Form) -> Self {
        let words = match form.exact {
            Some(exact) => Words::Whole(exact),
            None if form.head.is_none() && form.tail.is_none() => Words::default(),
            None => Words::Ends {
                head: form.head.unwrap_or_default(),
                tail: form.tail.unwrap_or_default(),
                length: form.length.unwrap_or_default(),
            },
        };
        Self { words, prefix: form.prefix, suffix: form.suffix, extra: form.extra }
    }
}

impl From<Quote> for Form {
    fn from(quote: Quote) -> Self {
        let (prefix, suffix, extra) = (quote.prefix, quote.suffix, quote.extra);
        let form = Self { prefix, suffix, extra, ..Self::default() };
        match quote.words {
            Words::Whole(exact) => Self { exact: Some(exact), ..form },
            Words::Ends { head, tail, length } => {
                Self { head: Some(head), tail: Some(tail), length: Some(length), ..form }
            }
        }
    }
}
