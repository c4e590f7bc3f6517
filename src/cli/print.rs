//! `baolan print PATH...`: articles set as on the screen, to a pipe, a printer or a file.
//!
//! Guarantees: the rows are those of the reader, by the same layout and the reader's own settings, where no option says
//! otherwise; what is wrong in the settings or an input is told and costs nothing else. Never: a control sequence
//! without `--color`, a byte of a document that acts on a terminal.

use std::io::{self, IsTerminal as _, Write};
use std::path::PathBuf;
use std::sync::Arc;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use crossterm::style::{Attribute, Color, ContentStyle};

use super::inputs::{self, Inputs, Warnings};
use crate::article::{Article, Block};
use crate::config::colour::{Colour, ColourDepth};
use crate::config::settings::{AmbiguousChoice, LEVELS, Settings};
use crate::config::theme::{Attributes, Role, Theme};
use crate::layout::{Level, Position, Row, Sheet, Style};
use crate::terminal;
use crate::text::cluster::shown;
use crate::text::encoding::Choice;
use crate::text::hazard::scrub;
use crate::text::punctuation::Punctuated;
use crate::world::folders::Folders;

/// Columns where nothing says how many there are.
const COLUMNS: u16 = 80;

/// Lines that are laid out at once.
const LINES: usize = 512;

/// What stands between two articles, in the middle of the measure.
const BETWEEN: &str = "＊　＊　＊";

/// What `baolan print` takes.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// Files or folders; `-` is standard input
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Columns there are; without it those of the terminal, or 80
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(2..=1000))]
    pub width: Option<u16>,
    /// Longest row in 字, two columns each; without it as in the settings
    #[arg(long, value_name = "字", value_parser = clap::value_parser!(u16).range(1..=500))]
    pub measure: Option<u16>,
    /// Which characters may not begin or end a row
    #[arg(long, value_parser = level())]
    pub level: Option<Level>,
    /// Width of “ ” … — · and their like
    #[arg(long, value_enum)]
    pub ambiguous: Option<Ambiguous>,
    /// Colours: as the terminal allows, always, never
    #[arg(long, value_enum, value_name = "WHEN", num_args = 0..=1, require_equals = true)]
    #[arg(default_value = "auto", default_missing_value = "always")]
    pub color: When,
    /// Leave out the corrections that the reader made in these pages
    #[arg(long)]
    pub as_recovered: bool,
    /// Read with this encoding instead of finding it out: utf-8, gb18030, big5, utf-16le …
    #[arg(long, value_name = "NAME", default_value = "auto")]
    pub encoding: Choice,
}

/// How wide ambiguous characters are where the text goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Ambiguous {
    /// One cell
    Narrow,
    /// Two cells
    Wide,
}

/// The levels by the names that they have in the settings.
fn level() -> impl TypedValueParser<Value = Level> {
    let level = |name: String| LEVELS.into_iter().find(|(known, _)| *known == name).map(|(_, level)| level);
    PossibleValuesParser::new(LEVELS.map(|(name, _)| name))
        .try_map(move |name| level(name).ok_or("no such level"))
}

/// When there are colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum When {
    /// On a terminal, unless `NO_COLOR` is set
    Auto,
    /// Wherever the text goes
    Always,
    /// Nowhere
    Never,
}

impl When {
    /// Whether there are colours on `target`.
    pub(super) fn is_on(self, target: Target) -> bool {
        match self {
            Self::Always => true,
            Self::Never => false,
            Self::Auto => target.colours,
        }
    }
}

/// What the text is written to, as far as it is known.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// Columns of the terminal, if it is one.
    pub columns: Option<u16>,
    /// Whether it takes colours.
    pub colours: bool,
}

impl Target {
    /// Standard output.
    pub fn standard() -> Self {
        let is_terminal = io::stdout().is_terminal();
        let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let columns = is_terminal.then(|| terminal::Screen::size().width);
        Self { columns, colours: is_terminal && !no_color }
    }
}

/// Sets every input: text to `out`, problems to `told`. Gives the exit code: 0, or 1 where an input failed.
///
/// # Errors
/// Only what `out` or `told` could not take.
pub fn run(
    args: &Args,
    (folders, target): (Option<&Folders>, Target),
    out: &mut impl Write,
    told: &mut impl Write,
) -> io::Result<u8> {
    let settings = settings(args, folders, told)?;
    let columns = args.width.or(target.columns).unwrap_or(COLUMNS);
    let longest = args.measure.unwrap_or(settings.measure).saturating_mul(2);
    let narrow = args.width.is_none() && target.columns.is_none() && args.measure.is_some();
    let cells = if narrow { longest } else { longest.min(columns) };
    let style = settings.style(usize::from(cells), settings.widths());
    let colours = args.color.is_on(target);
    let press = Press { style, theme: colours.then(|| Theme::load("ansi", &[]).0) };
    crossterm::style::force_color_output(colours);
    let folders = folders.filter(|_| !args.as_recovered);
    let (inputs, code) = Inputs::new(folders, args.encoding, Warnings::Told, told)?;
    let mut first = true;
    let done = inputs.each(&args.paths, told, |read, _| {
        for article in &read.page.articles {
            if !std::mem::take(&mut first) {
                press.between(out)?;
            }
            press.article(article, out)?;
        }
        Ok(0)
    })?;
    Ok(code.max(done))
}

/// The reader's settings with the options over them.
fn settings(args: &Args, folders: Option<&Folders>, told: &mut impl Write) -> io::Result<Settings> {
    let mut settings = inputs::settings(folders, told)?;
    settings.devices.level = args.level.unwrap_or(settings.devices.level);
    settings.ambiguous = match args.ambiguous {
        Some(Ambiguous::Narrow) => AmbiguousChoice::Narrow,
        Some(Ambiguous::Wide) => AmbiguousChoice::Wide,
        None => settings.ambiguous,
    };
    Ok(settings)
}

/// What sets articles.
struct Press {
    style: Style,
    /// The colours, if there are any.
    theme: Option<Theme>,
}

impl Press {
    fn between(&self, out: &mut impl Write) -> io::Result<()> {
        let free = self.style.measure.cells.saturating_sub(self.style.measure.widths.text(BETWEEN));
        writeln!(out, "\n{:1$}{BETWEEN}\n", "", free / 2)
    }

    fn article(&self, article: &Arc<Article>, out: &mut impl Write) -> io::Result<()> {
        let mut sheet = Sheet::new(Arc::clone(article), self.style);
        let mut top = Position::default();
        loop {
            let lines = sheet.window(top, LINES + 1);
            for line in lines.iter().take(LINES) {
                let block = article.blocks().get(line.block);
                match line.row.zip(block) {
                    Some((row, block)) => self.row(article, (line.block, block), row, out)?,
                    None => writeln!(out)?,
                }
            }
            if lines.len() <= LINES {
                return Ok(());
            }
            top = sheet.forward(top, LINES);
        }
    }

    /// A row, its words in runs of one look.
    fn row(
        &self,
        article: &Article,
        (number, block): (usize, &Block),
        row: Row,
        out: &mut impl Write,
    ) -> io::Result<()> {
        let start = block.span.start;
        let part = row.start - start..row.end - start;
        let how = block.kind.marks(self.style.punctuation);
        let words = Punctuated::new(how, article.block_text(block), part);
        let (mut run, mut role, mut end) = (String::new(), Role::of(block.kind), 0);
        for glyph in self.style.setting(article, number).placed(&words, start, row) {
            let here = match article.dateline_span() {
                Some(span) if span.contains(glyph.offset) => Role::Dateline,
                _ => Role::of(block.kind),
            };
            if here != role {
                write!(out, "{}", self.look(role).apply(&run))?;
                run.clear();
                role = here;
            }
            run.extend(std::iter::repeat_n(' ', glyph.x.saturating_sub(end)));
            end = glyph.x + glyph.cells;
            match glyph.cluster {
                "\t" => run.extend(std::iter::repeat_n(' ', glyph.cells)),
                cluster => run.push_str(&shown(cluster)),
            }
        }
        writeln!(out, "{}", self.look(role).apply(scrub(run.trim_end())))
    }

    fn look(&self, role: Role) -> ContentStyle {
        self.theme.as_ref().map_or_else(ContentStyle::new, |theme| look(theme, role))
    }
}

/// What text in `role` looks like.
pub(super) fn look(theme: &Theme, role: Role) -> ContentStyle {
    let style = theme.style(role);
    let mut look = ContentStyle::new();
    look.foreground_color = match style.fg.and_then(|colour| colour.at(ColourDepth::Sixteen)) {
        Some(Colour::Ansi(index)) => Some(Color::AnsiValue(index)),
        _ => None,
    };
    for (attribute, code) in [
        (Attributes::BOLD, Attribute::Bold),
        (Attributes::DIM, Attribute::Dim),
        (Attributes::ITALIC, Attribute::Italic),
        (Attributes::UNDERLINE, Attribute::Underlined),
    ] {
        if style.attributes.has(attribute) {
            look.attributes.set(code);
        }
    }
    look
}
