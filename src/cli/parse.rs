//! `baolan parse FILE...`: dumps into articles, as text to read or as JSON for programs.
//!
//! Guarantees: one bad input does not stop the others; each is told with what, where and what to do; the exit code
//! is 1 if any failed. Never: a control character of a document in the output.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::article::{Article, BlockKind, Page};
use crate::format::{self, json};
use crate::mend::Mends;
use crate::text::encoding::Choice;
use crate::text::hazard::scrub;
use crate::world::folders::Folders;
use crate::world::mends::{Contents, MendStore};
use crate::world::read::{expand, read_input};

/// What `baolan parse` takes.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// Files or folders; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    pub paths: Vec<PathBuf>,
    /// Print one JSON document a page, each on one line
    #[arg(long)]
    pub json: bool,
    /// Leave out the corrections that the reader made in these pages
    #[arg(long)]
    pub as_recovered: bool,
    /// Read with this encoding instead of finding it out: utf-8, gb18030, big5, utf-16le …
    #[arg(long, value_name = "NAME", default_value = "auto")]
    pub encoding: Choice,
}

/// Parses every input: pages to `out`, problems to `told`. Corrections are in the folder of `folders`, if there is
/// one. Gives the exit code: 0, or 1 where an input failed.
///
/// # Errors
/// Only what `out` or `told` could not take.
pub fn run(
    args: &Args,
    folders: Option<&Folders>,
    out: &mut impl Write,
    told: &mut impl Write,
) -> io::Result<u8> {
    let mut code = 0;
    let folder = folders.map(|folders| &folders.state).filter(|_| !args.as_recovered);
    let known =
        folder.map_or_else(|| Ok(Contents::default()), |folder| MendStore::new(folder.clone()).look());
    let (mends, wrong) = match known {
        Ok(contents) => (contents.mends, contents.told),
        Err(failure) => (Mends::default(), Some(failure)),
    };
    if let Some(failure) = wrong {
        tell(told, &format_args!("corrections: {failure}"))?;
        code = 1;
    }
    for path in &args.paths {
        let files = match expand(path, format::is_known, &|| true) {
            Ok(files) => files,
            Err(problem) => {
                tell(told, &problem)?;
                code = 1;
                continue;
            }
        };
        for file in files {
            code = code.max(one((args, &mends), &file, out, told)?);
        }
    }
    Ok(code)
}

fn one(
    (args, mends): (&Args, &Mends),
    file: &Path,
    out: &mut impl Write,
    told: &mut impl Write,
) -> io::Result<u8> {
    let bytes = match read_input(file) {
        Ok(bytes) => bytes,
        Err(problem) => return tell(told, &problem).map(|()| 1),
    };
    let name = file.file_name().map_or_else(|| "-".into(), |name| name.to_string_lossy());
    let read = match format::read_mended(&name, bytes, args.encoding, |hash| mends.of(hash)) {
        Ok(read) => read,
        Err(mut problem) => {
            problem.name = file.display().to_string();
            return tell(told, &problem).map(|()| 1);
        }
    };
    if args.json {
        serde_json::to_writer(&mut *out, &json::page(&read.page))?;
        out.write_all(b"\n")?;
    } else {
        for warning in &read.page.warnings {
            tell(told, &format_args!("{}: {}", file.display(), json::warning(warning)))?;
        }
        text(&read.page, out)?;
    }
    Ok(0)
}

fn tell(told: &mut impl Write, problem: &impl std::fmt::Display) -> io::Result<()> {
    writeln!(told, "baolan: {}", scrub(&problem.to_string()))
}

/// The page to be read: articles under a rule with their number, paragraphs apart.
fn text(page: &Page, out: &mut impl Write) -> io::Result<()> {
    let count = page.articles.len();
    for (index, article) in page.articles.iter().enumerate() {
        writeln!(out, "== {} [{}/{count}]\n", scrub(&page.name), index + 1)?;
        blocks(article, out)?;
    }
    for furniture in &page.furniture {
        writeln!(out, "-- {}", scrub(&furniture.text))?;
    }
    Ok(())
}

fn blocks(article: &Article, out: &mut impl Write) -> io::Result<()> {
    for block in article.blocks() {
        let mark = match block.kind {
            BlockKind::Kicker | BlockKind::Subtitle => "## ",
            BlockKind::Headline => "# ",
            BlockKind::Heading => "### ",
            BlockKind::Byline | BlockKind::Paragraph => "",
            BlockKind::Caption => "▲ ",
        };
        writeln!(out, "{mark}{}\n", scrub(article.block_text(block)))?;
    }
    Ok(())
}
