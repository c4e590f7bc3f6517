//! `baolan parse --explain`: block by block what recovery decided, how sure it is, and why.
//!
//! Guarantees: the decisions are those that the articles are made by. Never: a control character of a document in the
//! output.

use std::io::{self, Write};

use crate::page::{Explained, ExplainedBlock, Role};
use crate::text::hazard::scrub;
use crate::text::width::Widths;

/// How much of a block's text is shown, in cells.
const SHOWN: usize = 48;

/// Writes what was decided about the text `name`.
///
/// # Errors
/// Only what `out` could not take.
pub(super) fn explain(name: &str, explained: &Explained, out: &mut impl Write) -> io::Result<()> {
    let kind = if explained.why.is_page() { "newspaper page" } else { "plain text" };
    writeln!(out, "== {} · {kind}: {}", scrub(name), explained.why)?;
    for (number, block) in explained.blocks.iter().enumerate() {
        one(number, block, out)?;
    }
    Ok(())
}

fn one(number: usize, block: &ExplainedBlock, out: &mut impl Write) -> io::Result<()> {
    let role = match block.role {
        Role::Furniture => "furniture".to_owned(),
        Role::Part(article, kind) => format!("article {} · {}", article + 1, kind.word()),
    };
    let joined = block.goes_on.map(|before| format!(", goes on with {before}")).unwrap_or_default();
    let sure = (block.confidence.0 * 100.0).round();
    let text = scrub(&block.text);
    let text = Widths::default().truncate(&text, SHOWN);
    let otherwise = match block.otherwise {
        Some((other, Some(lead))) => format!("{sure} % sure, by {lead} rather than {}", other.name()),
        Some((other, None)) => format!("{sure} % sure, by its place rather than {}", other.name()),
        None if block.role == Role::Furniture => "by its form".to_owned(),
        None => "the blocks around it leave no choice".to_owned(),
    };
    writeln!(out, "\n{number:>4}  {text}\n      {role}{joined} · {otherwise}")?;
    for reason in &block.reasons {
        let weight = reason.weight.map_or_else(String::new, |weight| format!("{weight:+}"));
        writeln!(out, "      {weight:>5}  {}", scrub(&reason.cue))?;
    }
    Ok(())
}
