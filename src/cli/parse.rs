//! `baolan parse FILE...`: dumps into articles, as text to read, as JSON for programs, as Markdown to keep.
//!
//! Guarantees: one bad input does not stop the others; each is told with what, where and what to do; the exit code
//! is 1 if any failed. Never: a control character of a document in the output, a file written over.

use std::io::{self, Write};
use std::path::PathBuf;

use super::explain;
use super::inputs::{Inputs, Warnings, tell};
use crate::article::{Article, BlockKind, Page};
use crate::format::{Read, json, markdown};
use crate::page;
use crate::text::encoding::Choice;
use crate::text::hazard::scrub;
use crate::text::punctuation::Punctuation;
use crate::world::export::Export;
use crate::world::folders::Folders;

/// What `baolan parse` takes.
#[derive(Clone, Debug, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "flags of a command line, of which only one can be given")]
pub struct Args {
    /// Files or folders; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    pub paths: Vec<PathBuf>,
    /// Print one JSON document a page, each on one line
    #[arg(long)]
    pub json: bool,
    /// Print what each block of the dump was taken for, how sure that is, and why
    #[arg(long, conflicts_with_all = ["json", "markdown"])]
    pub explain: bool,
    /// Print clean articles with front matter, one after another; each begins at a line `---`
    #[arg(long, conflicts_with = "json")]
    pub markdown: bool,
    /// Write each article into a file of its own in this folder, named after its headline, and print the files' names
    #[arg(long, value_name = "FOLDER", requires = "markdown")]
    pub out: Option<PathBuf>,
    /// Punctuation between Chinese words in Markdown: in full width, or as the dump has it
    #[arg(long, value_enum, default_value_t = Marks::Full, requires = "markdown")]
    pub punctuation: Marks,
    /// Leave out the corrections that the reader made in these pages
    #[arg(long)]
    pub as_recovered: bool,
    /// Read with this encoding instead of finding it out: utf-8, gb18030, big5, utf-16le …
    #[arg(long, value_name = "NAME", default_value = "auto")]
    pub encoding: Choice,
}

/// How marks are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Marks {
    /// In full width between Chinese words
    Full,
    /// As the dump has them
    AsIs,
}

impl From<Marks> for Punctuation {
    fn from(marks: Marks) -> Self {
        match marks {
            Marks::Full => Self::Full,
            Marks::AsIs => Self::AsIs,
        }
    }
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
    let mut export = match args.out.as_deref().map(Export::new).transpose() {
        Ok(export) => export,
        Err(problem) => return tell(told, &problem).map(|()| 1),
    };
    let folders = folders.filter(|_| !args.as_recovered);
    let warnings = if args.json { Warnings::Written } else { Warnings::Told };
    let (inputs, code) = Inputs::new(folders, args.encoding, warnings, told)?;
    let done = inputs.each(&args.paths, told, |read, told| match &mut export {
        Some(export) => files_of(args, &read.page, export, (out, told)),
        None => print(args, &read, out).map(|()| 0),
    })?;
    Ok(code.max(done))
}

fn print(args: &Args, read: &Read, out: &mut impl Write) -> io::Result<()> {
    let page = &read.page;
    if args.explain {
        if page.mended.made > 0 {
            let told = "corrections of the reader, which the reasons below know nothing of";
            writeln!(out, "{}: {} {told}", scrub(&page.name), page.mended.made)?;
        }
        return explain::explain(&page.name, &page::explain(&read.dump), out);
    }
    if args.json {
        serde_json::to_writer(&mut *out, &json::page(page))?;
        return out.write_all(b"\n");
    }
    if args.markdown {
        for (index, article) in page.articles.iter().enumerate() {
            let text = markdown::article(page, index + 1, article, args.punctuation.into());
            writeln!(out, "{text}")?;
        }
        return Ok(());
    }
    text(page, out)
}

/// Writes each article of a page into a file of its own. Gives the exit code.
fn files_of(
    args: &Args,
    page: &Page,
    export: &mut Export,
    (out, told): (&mut impl Write, &mut impl Write),
) -> io::Result<u8> {
    let how = args.punctuation.into();
    let mut code = 0;
    for (index, article) in page.articles.iter().enumerate() {
        let text = markdown::article(page, index + 1, article, how);
        match export.put(&markdown::title(article, how), "md", &text) {
            Ok(path) => writeln!(out, "{}", scrub(&path.to_string_lossy()))?,
            Err(problem) => {
                tell(told, &problem)?;
                code = 1;
            }
        }
    }
    Ok(code)
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
            BlockKind::Caption => "▲ ",
            _ => "",
        };
        writeln!(out, "{mark}{}\n", scrub(article.block_text(block)))?;
    }
    Ok(())
}
