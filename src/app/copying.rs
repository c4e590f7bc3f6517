//! Copying words of the open article, with or without the line that says where they are from.
//!
//! Guarantees: only on a key of the reader; what is copied is what is shown, marks and script included, without a
//! character that could act on a terminal; what was done is told. Never: a clipboard read; anything copied because a
//! document asks for it.

use std::sync::Arc;

use super::command::Outcome;
use super::effect::{Effect, Screen};
use super::notice::Notice;
use super::{App, Reader};
use crate::article::{Article, BlockKind, Span};
use crate::config::marking::Clipboard;
use crate::config::message::Message;
use crate::library::facts;
use crate::text::hazard::{is_hazard, scrub};
use crate::text::punctuation::Punctuated;

/// The longest text that is handed to a terminal, in bytes: what hterm and xterm take at most.
const LONGEST: usize = 74_994;

/// The longest text that is copied at all, in bytes.
const LARGEST: usize = 8 << 20;

/// Whether the source line is copied with the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cited {
    /// The words alone.
    No,
    /// The source line below them.
    Yes,
}

impl App {
    /// Copies the selected words, or the paragraph under the cursor.
    ///
    /// # Errors
    /// A notice where nothing is open, copying is off, or the text is too long.
    pub fn copy(&mut self, cited: Cited) -> Outcome {
        let reader = self.reader.as_ref().ok_or_else(|| told("notice.nothing-open"))?;
        let block = reader.article().blocks().get(reader.cursor()).map(|block| block.span);
        let span = reader.selected().or(block).ok_or_else(|| told("notice.nothing-open"))?;
        if span.len() > LARGEST {
            return Err(too_long(LARGEST));
        }
        let mut text = self.words_at(reader, span);
        if cited == Cited::Yes {
            let line = self.citation(reader, span);
            text = format!("{text}\n{line}");
        }
        let text: Arc<str> = text.into();
        match self.settings.marking.clipboard {
            Clipboard::Off => Err(told("notice.copy-off")),
            Clipboard::Osc52 => self.copy_by_terminal(text),
            Clipboard::Auto => Ok(vec![Effect::Copy { text, by: Clipboard::Auto }]),
            Clipboard::Command => Ok(vec![Effect::Copy { text, by: Clipboard::Command }]),
        }
    }

    /// Takes what became of a copy by a helper program: its name, or nothing where there was none that worked.
    pub(super) fn copied(&mut self, text: Arc<str>, by: Option<String>) -> Vec<Effect> {
        let result = match (by, self.settings.marking.clipboard) {
            (Some(program), _) => {
                let message = Message::new("notice.copied").arg(text.chars().count()).arg(program);
                self.say(Notice::info(message));
                Ok(Vec::new())
            }
            (None, Clipboard::Auto | Clipboard::Osc52) => self.copy_by_terminal(text),
            (None, Clipboard::Command | Clipboard::Off) => Err(told("notice.copy-no-program")),
        };
        result.unwrap_or_else(|notice| {
            self.say(notice);
            Vec::new()
        })
    }

    fn copy_by_terminal(&mut self, text: Arc<str>) -> Outcome {
        if text.len() > LONGEST {
            return Err(too_long(LONGEST));
        }
        self.say(Notice::info(Message::new("notice.copied-terminal").arg(text.chars().count())));
        Ok(vec![Effect::Screen(Screen::Copy(text))])
    }

    /// The words at `span` as they are shown, one line a block.
    fn words_at(&self, reader: &Reader, span: Span) -> String {
        let article = reader.article();
        let (first, last) = (article.block_at(span.start), article.block_at(span.end.saturating_sub(1)));
        let blocks = article.blocks().get(first..=last).unwrap_or_default();
        let lines = blocks.iter().map(|block| {
            let start = span.start.max(block.span.start) - block.span.start;
            let end = span.end.min(block.span.end).saturating_sub(block.span.start);
            let marks = block.kind.marks(reader.punctuation());
            let part = start..end.max(start);
            let shown = Punctuated::new(marks, article.block_text(block), part.clone());
            let line: String = shown.clusters(part).map(|(_, cluster)| cluster).collect();
            let line = self.look.script.show_all(&line).unwrap_or(line);
            let clean: String = line.chars().filter(|&c| !is_hazard(c) && c != '\n').collect();
            clean.trim_matches(['\u{3000}', ' ']).to_owned()
        });
        lines.collect::<Vec<_>>().join("\n")
    }

    /// The line that says where the words at `span` are from.
    fn citation(&self, reader: &Reader, span: Span) -> String {
        let entry = self.desk.list.selected();
        let page = entry.and_then(|entry| self.desk.shelf.page_of(entry));
        let article = reader.home();
        let known = |part: &str| {
            let value = match part {
                "paper" => page.and_then(|page| facts::paper(page)),
                "date" => page.and_then(|page| facts::date(page)),
                "page" => page.and_then(|page| facts::number(page)),
                "title" => Some(self.shown(article.title()).trim().to_owned()),
                "paragraph" if !reader.is_dump() => paragraph(article, span).map(|number| number.to_string()),
                _ => None,
            };
            value.map(|value| scrub(&value).into_owned())
        };
        self.settings.marking.citation.fill(&known)
    }
}

fn told(key: &'static str) -> Notice {
    Notice::warning(Message::new(key))
}

fn too_long(most: usize) -> Notice {
    Notice::warning(Message::new("notice.copy-too-long").arg(most / 1024))
}

/// The number of the paragraph in which `span` begins, from 1; nothing in a title.
fn paragraph(article: &Article, span: Span) -> Option<usize> {
    let here = article.block_at(span.start);
    let is_paragraph = |kind: BlockKind| kind.is_body() && kind != BlockKind::Heading;
    let blocks = article.blocks().get(..=here)?;
    blocks.last().filter(|block| is_paragraph(block.kind))?;
    Some(blocks.iter().filter(|block| is_paragraph(block.kind)).count())
}
