//! Corrections of the page: what belongs together, where articles begin, what a block is.

use std::sync::Arc;

use super::{Call, Command, Outcome};
use crate::app::App;
use crate::app::mending::Here;
use crate::app::notice::Notice;
use crate::app::reader::Reader;
use crate::article::{Block, BlockKind, PageKind};
use crate::config::message::Message;
use crate::mend::{Act, Kind};

/// The rows of this topic.
pub(super) const COMMANDS: &[Command] = &[
    Command { name: "join-next", run: join },
    Command { name: "split", run: split },
    Command { name: "article-open", run: open },
    Command { name: "article-merge", run: merge },
    Command { name: "is-headline", run: |app, _| is(app, Kind::Block(BlockKind::Headline)) },
    Command { name: "is-kicker", run: |app, _| is(app, Kind::Block(BlockKind::Kicker)) },
    Command { name: "is-subtitle", run: |app, _| is(app, Kind::Block(BlockKind::Subtitle)) },
    Command { name: "is-byline", run: |app, _| is(app, Kind::Block(BlockKind::Byline)) },
    Command { name: "is-heading", run: |app, _| is(app, Kind::Block(BlockKind::Heading)) },
    Command { name: "is-paragraph", run: |app, _| is(app, Kind::Block(BlockKind::Paragraph)) },
    Command { name: "is-caption", run: |app, _| is(app, Kind::Block(BlockKind::Caption)) },
    Command { name: "is-furniture", run: |app, _| is(app, Kind::Furniture) },
    Command { name: "headline-before", run: before },
    Command { name: "headline-after", run: after },
    Command { name: "page-kind-toggle", run: page_kind },
];

fn refused(key: &'static str) -> Notice {
    Notice::info(Message::new(key))
}

const fn is_title(kind: BlockKind) -> bool {
    matches!(kind, BlockKind::Kicker | BlockKind::Headline | BlockKind::Subtitle)
}

/// The block under the cursor, by the byte where it starts.
fn source(here: &Here) -> usize {
    here.article.blocks().get(here.block).map_or(0, Block::source)
}

/// What a block would go on with: the next one, or where the article ends the text of the next article, whose titles
/// it cannot go on with.
fn next_of(here: &Here) -> Option<usize> {
    if let Some(next) = here.article.blocks().get(here.block + 1) {
        return Some(next.source());
    }
    let blocks = here.page.articles.get(here.ordinal + 1)?.blocks();
    blocks.iter().find(|block| !is_title(block.kind)).or(blocks.first()).map(Block::source)
}

fn join(app: &mut App, _call: &Call) -> Outcome {
    let here = app.here()?;
    let with = next_of(&here).ok_or_else(|| refused("notice.nothing-to-join"))?;
    app.mend(&here.page, source(&here), Act::Join { with })
}

/// Splits at the seam with the number that was typed, or else at the first one on the screen.
fn split(app: &mut App, call: &Call) -> Outcome {
    let here = app.here()?;
    let shown = app.reader.as_ref().map_or(0, |reader| reader.shown().start);
    let seams = here.page.seams(&here.article, here.block);
    let chosen = match call.count {
        Some(number) => number.checked_sub(1).and_then(|index| seams.get(index)),
        None => seams.iter().find(|(offset, _)| *offset >= shown).or(seams.last()),
    };
    match chosen {
        Some(&(_, at)) => app.mend(&here.page, at, Act::Split),
        None if seams.is_empty() => Err(refused("notice.nothing-to-split")),
        None => Err(Notice::info(Message::new("notice.no-such-seam").arg(seams.len()))),
    }
}

fn open(app: &mut App, _call: &Call) -> Outcome {
    let here = app.here()?;
    if here.block == 0 {
        return Err(refused("notice.opens-already"));
    }
    app.mend(&here.page, source(&here), Act::Open)
}

fn merge(app: &mut App, _call: &Call) -> Outcome {
    let here = app.here()?;
    if here.ordinal == 0 {
        return Err(refused("notice.no-article-before"));
    }
    app.mend(&here.page, source(&here), Act::Merge)
}

fn is(app: &mut App, kind: Kind) -> Outcome {
    // In the dump what was set aside is on the screen too, and can be taken back.
    let (page, at, known) = if app.reader.as_ref().is_some_and(Reader::is_dump) {
        app.line_here()?
    } else {
        let here = app.here()?;
        let known = here.article.blocks().get(here.block).map_or(BlockKind::Paragraph, |block| block.kind);
        (Arc::clone(&here.page), source(&here), Kind::Block(known))
    };
    if known == kind {
        return Err(refused("notice.is-already"));
    }
    let blocks: usize = page.articles.iter().map(|article| article.blocks().len()).sum();
    if kind == Kind::Furniture && blocks == 1 {
        return Err(refused("notice.last-block"));
    }
    app.mend(&page, at, Act::Is(kind))
}

fn before(app: &mut App, _call: &Call) -> Outcome {
    let here = titled(app)?;
    if here.ordinal == 0 {
        return Err(refused("notice.no-article-before"));
    }
    app.mend(&here.page, source(&here), Act::TitlesBefore)
}

fn after(app: &mut App, _call: &Call) -> Outcome {
    let here = titled(app)?;
    if here.ordinal + 1 == here.page.articles.len() {
        return Err(refused("notice.no-article-after"));
    }
    app.mend(&here.page, source(&here), Act::TitlesAfter)
}

/// What is under the cursor, in an article that has a title to move.
fn titled(app: &App) -> Result<Here, Notice> {
    let here = app.here()?;
    let has_title = here.article.blocks().iter().any(|block| is_title(block.kind));
    if has_title { Ok(here) } else { Err(refused("notice.no-headline")) }
}

fn page_kind(app: &mut App, _call: &Call) -> Outcome {
    let here = app.anything_here()?;
    let other = match here.page.kind {
        PageKind::Newspaper => PageKind::Plain,
        PageKind::Plain => PageKind::Newspaper,
    };
    app.mend(&here.page, 0, Act::Page(other))
}
