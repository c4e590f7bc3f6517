//! The screen, painted from the state.
//!
//! Guarantees: the same state gives the same cells; nothing is painted outside its rectangle, at any size. Never: a
//! change of state, a file, a clock, a wrap of its own; rows come from `layout`.

mod canvas;
mod help;
mod hunt;
mod info;
mod list;
mod marks;
mod note;
mod paint;
mod popup;
mod preview;
mod reader;
mod status;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::app::App;
use crate::app::overlay::Overlay;
use crate::config::theme::Role;
use crate::picture::{Fount, Picture};
use canvas::Canvas;
use paint::Paints;

/// Paints the whole screen, every cell of `buffer`, and says where the cursor stands, if text is typed: the screen as
/// [`paint`] paints it, for a program of ratatui's.
pub fn draw(app: &App, buffer: &mut Buffer) -> Option<Position> {
    let (mut picture, mut fount) = (Picture::new(buffer.area), Fount::default());
    let cursor = paint(app, &mut picture, &mut fount);
    picture.show(&fount, buffer);
    cursor
}

/// Paints the whole screen, every cell of `picture`, and says where the cursor stands, if text is typed. The input method
/// draws what is being composed at the real cursor, so it stands in the field on every frame.
pub fn paint(app: &App, picture: &mut Picture, fount: &mut Fount) -> Option<Position> {
    let paints = Paints::new(&app.look.theme, app.look.depth);
    let area = picture.area();
    let mut canvas = Canvas::new((picture, fount), app.look.widths, &paints);
    let panes = app.panes();
    // The list and the bottom row have a ground of their own.
    canvas.fill(panes.reader, Role::Text);
    list::draw(app, panes.list, &mut canvas);
    reader::draw(app, panes, &mut canvas);
    let typed = status::draw(app, panes.status, &mut canvas);
    let mut cursor = typed;
    if app.is_covered() {
        let behind = Rect { height: area.height.saturating_sub(panes.status.height), ..area };
        canvas.dim(behind);
    }
    for overlay in &app.overlays {
        let on_top = match overlay {
            Overlay::Prompt(_) => typed,
            Overlay::Note(note) => note::draw(app, note, area, &mut canvas),
            Overlay::Help(help) => help::draw(app, help, area, &mut canvas),
            Overlay::Marks(marks) => marks::draw(app, marks, area, &mut canvas),
            Overlay::Hunt(hunt) => hunt::draw(app, hunt, area, &mut canvas),
            Overlay::Info(info) => info::draw(app, info, area, &mut canvas),
        };
        cursor = on_top;
    }
    cursor
}
