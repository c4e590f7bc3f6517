//! Moving: rows, pages, ends, paragraphs. A move acts on what has the keyboard.

use super::select::{grow, grow_rows, is_selecting};
use super::{Call, Command, Outcome};
use crate::app::notice::Notice;
use crate::app::selection::Unit;
use crate::app::{App, ENTRY_ROWS, Stride, Target};
use crate::config::message::Message;

/// The rows of this topic.
pub(super) const COMMANDS: &[Command] = &[
    Command { name: "down", run: down },
    Command { name: "up", run: up },
    Command { name: "page-down", run: page_down },
    Command { name: "page-up", run: page_up },
    Command { name: "half-page-down", run: half_page_down },
    Command { name: "half-page-up", run: half_page_up },
    Command { name: "top", run: top },
    Command { name: "bottom", run: bottom },
    Command { name: "percent", run: percent },
    Command { name: "paragraph-next", run: paragraph_next },
    Command { name: "paragraph-previous", run: paragraph_previous },
];

fn signed(lines: usize) -> isize {
    isize::try_from(lines).unwrap_or(isize::MAX)
}

fn down(app: &mut App, call: &Call) -> Outcome {
    by(app, Stride::Steps(signed(call.times())))
}

fn up(app: &mut App, call: &Call) -> Outcome {
    by(app, Stride::Steps(-signed(call.times())))
}

fn page_down(app: &mut App, call: &Call) -> Outcome {
    let rows = page(app);
    by(app, Stride::Rows(signed(rows.saturating_mul(call.times()))))
}

fn page_up(app: &mut App, call: &Call) -> Outcome {
    let rows = page(app);
    by(app, Stride::Rows(-signed(rows.saturating_mul(call.times()))))
}

fn half_page_down(app: &mut App, call: &Call) -> Outcome {
    let rows = (app.rows_of_target() / 2).max(1);
    by(app, Stride::Rows(signed(rows.saturating_mul(call.times()))))
}

fn half_page_up(app: &mut App, call: &Call) -> Outcome {
    let rows = (app.rows_of_target() / 2).max(1);
    by(app, Stride::Rows(-signed(rows.saturating_mul(call.times()))))
}

/// Rows of a page turn: what is shown, less what is kept in sight.
fn page(app: &App) -> usize {
    app.rows_of_target().saturating_sub(usize::from(app.settings.scrolling.overlap)).max(1)
}

fn by(app: &mut App, stride: Stride) -> Outcome {
    match app.target() {
        Target::Reader if is_selecting(app) => return grow_rows(app, stride.steps(1)),
        Target::Reader => return scroll(app, stride.steps(1)),
        Target::List => {
            let steps = stride.steps(ENTRY_ROWS);
            if !app.step_list(steps) {
                let key = if steps > 0 { "notice.last-article" } else { "notice.first-article" };
                return Err(Notice::info(Message::new(key)));
            }
        }
        Target::Overlay => app.move_overlay(stride),
    }
    Ok(Vec::new())
}

fn scroll(app: &mut App, rows: isize) -> Outcome {
    let reader = app.reader.as_mut().ok_or_else(nothing_open)?;
    let moved = if rows > 0 {
        reader.scroll_down(rows.unsigned_abs())
    } else {
        reader.scroll_up(rows.unsigned_abs())
    };
    // Where the window is at its end, the cursor still goes on to the last paragraph.
    if moved || reader.move_cursor(rows.signum()) {
        return Ok(Vec::new());
    }
    let key = if rows > 0 { "notice.article-end" } else { "notice.article-start" };
    Err(Notice::info(Message::new(key)))
}

/// The notice where there is no article.
pub(super) fn nothing_open() -> Notice {
    Notice::warning(Message::new("notice.nothing-open"))
}

fn top(app: &mut App, _call: &Call) -> Outcome {
    match app.target() {
        Target::Reader if is_selecting(app) => {
            app.reader.as_mut().ok_or_else(nothing_open)?.grow_to_end(-1);
        }
        Target::Reader => app.reader.as_mut().ok_or_else(nothing_open)?.to_top(),
        Target::List => {
            app.step_list(isize::MIN);
        }
        Target::Overlay => app.move_overlay(Stride::Steps(isize::MIN)),
    }
    Ok(Vec::new())
}

fn bottom(app: &mut App, call: &Call) -> Outcome {
    if call.count.is_some() && app.target() == Target::Reader && !is_selecting(app) {
        return percent(app, call);
    }
    match app.target() {
        Target::Reader if is_selecting(app) => {
            app.reader.as_mut().ok_or_else(nothing_open)?.grow_to_end(1);
        }
        Target::Reader => app.reader.as_mut().ok_or_else(nothing_open)?.to_bottom(),
        Target::List => {
            app.step_list(isize::MAX);
        }
        Target::Overlay => app.move_overlay(Stride::Steps(isize::MAX)),
    }
    Ok(Vec::new())
}

fn percent(app: &mut App, call: &Call) -> Outcome {
    let typed = call.argument.as_deref().and_then(|text| text.trim_end_matches('%').parse().ok());
    let wanted =
        call.count.or(typed).ok_or_else(|| Notice::warning(Message::new("notice.percent-wanted")))?;
    let reader = app.reader.as_mut().ok_or_else(nothing_open)?;
    reader.go_to_percent(wanted);
    Ok(Vec::new())
}

fn paragraph_next(app: &mut App, call: &Call) -> Outcome {
    paragraph(app, signed(call.times()))
}

fn paragraph_previous(app: &mut App, call: &Call) -> Outcome {
    paragraph(app, -signed(call.times()))
}

fn paragraph(app: &mut App, by: isize) -> Outcome {
    if is_selecting(app) {
        return grow(app, Unit::Paragraph, by);
    }
    let reader = app.reader.as_mut().ok_or_else(nothing_open)?;
    if reader.move_cursor(by) {
        return Ok(Vec::new());
    }
    let key = if by > 0 { "notice.last-paragraph" } else { "notice.first-paragraph" };
    Err(Notice::info(Message::new(key)))
}
