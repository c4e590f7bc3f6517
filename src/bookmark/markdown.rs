//! Bookmarks as Markdown: by page and article, for notes and archives.
//!
//! Guarantees: no word of a document, a note or a tag is read as markup; the order is that of the pages. Never: a
//! control or invisible character in the output, a word of our own that would need a language.

use std::fmt::Write as _;

use jiff::tz::TimeZone;

use super::record::{Bookmark, Marks};
use crate::text::hazard::scrub;
use crate::text::markdown::{inline, paragraph};

/// The bookmarks with a heading for each page and each article; times are those of `zone`.
pub fn markdown<'b>(marks: impl Iterator<Item = &'b Bookmark>, zone: &TimeZone) -> String {
    let mut marks: Vec<&Bookmark> = marks.collect();
    marks.sort_by_key(|mark| {
        let (source, start) = (&mark.source, mark.anchor.position.start);
        (&source.path, &source.page, source.article, &mark.headline, start, mark.created, &mark.id)
    });
    let mut out = String::new();
    let (mut page, mut article) = (None, None);
    for mark in marks {
        let source = &mark.source;
        if page != Some((&source.path, &source.page)) {
            page = Some((&source.path, &source.page));
            article = None;
            heading(&mut out, "#", &source.page);
        }
        if article != Some((source.article, &mark.headline)) {
            article = Some((source.article, &mark.headline));
            heading(&mut out, "##", &mark.headline);
        }
        one(&mut out, mark, zone);
    }
    out
}

fn heading(out: &mut String, signs: &str, words: &str) {
    let words = scrub(words);
    if !words.trim().is_empty() {
        apart(out);
        out.push_str(signs);
        out.push(' ');
        inline(out, words.trim());
        out.push('\n');
    }
}

/// An empty line before what follows.
fn apart(out: &mut String) {
    if !out.is_empty() {
        out.push('\n');
    }
}

fn one(out: &mut String, mark: &Bookmark, zone: &TimeZone) {
    let quote = mark.anchor.quote.shown();
    // The title of a starred article stands in the heading above.
    if mark.marks != Marks::Article {
        lines(out, "> ", &quote);
    }
    lines(out, "", &mark.note);
    apart(out);
    let made = mark.created.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M");
    // A String takes everything.
    let _ = write!(out, "*{made}");
    for word in mark.tags.iter().chain([&mark.color, &mark.name]).map(|word| scrub(word)) {
        if !word.trim().is_empty() {
            out.push_str(" · ");
            inline(out, word.trim());
        }
    }
    out.push_str("*\n");
}

/// Text of several lines, each with `sign` before it; a line end in it stays one.
fn lines(out: &mut String, sign: &str, text: &str) {
    let mut open = false;
    for line in text.lines().map(scrub) {
        let line = line.trim();
        if line.is_empty() {
            open = false;
            continue;
        }
        if open {
            out.insert(out.len().saturating_sub(1), '\\');
        } else if out.ends_with('\n')
            && out.rsplit('\n').nth(1).is_some_and(|last| !sign.is_empty() && last.starts_with(sign))
        {
            out.push_str(sign.trim_end());
            out.push('\n');
        } else {
            apart(out);
        }
        out.push_str(sign);
        paragraph(out, line);
        out.push('\n');
        open = true;
    }
}
