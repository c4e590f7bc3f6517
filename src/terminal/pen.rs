//! Bytes for the terminal: what it writes in, and what is written.
//!
//! Guarantees: of several ways to say the same the shortest is taken; behind a glyph whose width is doubtful the cursor
//! is moved and never trusted; colours are erased with only where the terminal does that. Never: a choice of what is
//! written. Sources: ECMA-48 8.3 (DL, ECH, ED, EL, IL, SD, SGR, SU), DEC VT510 (DECSTBM, DECLRMM, DECSLRM).

use std::fmt::Write as _;

use ratatui::layout::{Position, Rect, Size};
use ratatui::style::Modifier;

use super::cursor::{Cursor, digits};
use super::sgr::step;
use crate::picture::{Hue, Look, Scroll};

/// What a terminal erases with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Erases {
    /// The background it writes with: nearly all do.
    #[default]
    WithBackground,
    /// Its own background, whatever it writes with, or nobody knows.
    Plainly,
}

impl Erases {
    /// What the terminal erases with whose `TERM` is `term`; `inside_tmux` is what `TMUX` says, if it is set.
    ///
    /// Sources: the capability `bce` of terminfo; tmux, which erases with the background under all its names.
    pub fn of(term: Option<&str>, inside_tmux: Option<&str>) -> Self {
        let plain = ["screen", "vt", "ansi", "dumb", "eterm", "cons", "sun"];
        match term {
            _ if inside_tmux.is_some() => Self::WithBackground,
            None => Self::Plainly,
            Some(term) if term.is_empty() || plain.iter().any(|name| term.starts_with(name)) => Self::Plainly,
            Some(_) => Self::WithBackground,
        }
    }
}

/// Bytes, and what the terminal's state will be after them.
#[derive(Clone, Debug, Default)]
pub(super) struct Pen {
    bytes: String,
    cursor: Cursor,
    look: Option<Look>,
    size: Size,
    erases: Erases,
    /// Whether margins at the sides can be set: then `CSI s` takes them away, which saves the cursor in any other terminal.
    sides: bool,
}

impl Pen {
    /// A pen that knows nothing of the terminal's state.
    pub(super) fn new(size: Size, erases: Erases) -> Self {
        Self { cursor: Cursor::lost(size.width), size, erases, ..Self::default() }
    }

    pub(super) const fn look(&self) -> Option<Look> {
        self.look
    }

    pub(super) fn bytes(&self) -> &str {
        &self.bytes
    }

    /// Takes the bytes and keeps the state.
    pub(super) fn take(&mut self) -> String {
        std::mem::take(&mut self.bytes)
    }

    /// Adds a control sequence. A `String` takes everything.
    fn control(&mut self, sequence: std::fmt::Arguments<'_>) {
        let _ = self.bytes.write_fmt(sequence);
    }

    /// Whether blanks of this look can be made by erasing.
    pub(super) fn can_erase(&self, look: Look) -> bool {
        look.modifier.is_empty() && (look.bg == Hue::RESET || self.erases == Erases::WithBackground)
    }

    /// Erases the screen to blanks of `bg`, and all margins with it.
    pub(super) fn clear(&mut self, bg: Hue) {
        self.bytes.push_str("\x1b[r");
        (self.look, self.sides) = (None, false);
        self.dress(Look { bg, ..Look::default() });
        self.bytes.push_str("\x1b[2J");
        self.cursor.set_home();
    }

    /// Moves the cursor.
    pub(super) fn move_to(&mut self, to: Position) {
        self.cursor.move_to(to, &mut self.bytes);
    }

    /// Sets colours and attributes.
    pub(super) fn dress(&mut self, look: Look) {
        if self.look == Some(look) {
            return;
        }
        let step = step(self.look, look);
        self.bytes.extend(["\x1b[", &step, "m"]);
        self.look = Some(look);
    }

    /// Sets `look` for a blank of `blank`, if it serves for that and is not served already.
    pub(super) fn dress_ahead(&mut self, blank: Look, look: Look) {
        if look.serves(blank) && !self.look.is_some_and(|now| now.serves(blank)) {
            self.dress(look);
        }
    }

    /// Sets what is seen of a blank, and leaves the rest as it is.
    fn dress_blank(&mut self, look: Look) {
        if !self.look.is_some_and(|now| now.serves(look)) {
            self.dress(look);
        }
    }

    /// Writes a glyph of `cells` in `look`.
    pub(super) fn glyph(&mut self, symbol: &str, cells: u16, look: Look) {
        self.dress(look);
        self.ink(symbol, cells);
    }

    /// Writes a glyph of `cells` as the pen is dressed.
    pub(super) fn ink(&mut self, symbol: &str, cells: u16) {
        self.bytes.push_str(symbol);
        self.cursor.step(cells);
    }

    /// Writes a glyph that the terminal may draw with other than `cells`, so that it leaves nothing of what was there.
    pub(super) fn doubtful_glyph(&mut self, symbol: &str, cells: u16, look: Look) {
        let ground = self.cursor.place();
        if cells > 1 {
            self.spaces(cells, Look { fg: Hue::RESET, modifier: Modifier::empty(), ..look });
            if let Some(ground) = ground {
                self.move_to(ground);
            }
        }
        self.glyph(symbol, cells, look);
        self.cursor.lose_column();
    }

    /// Writes so many blanks in `look`; `follows` says whether something is written behind them in this row.
    pub(super) fn blanks(&mut self, count: u16, look: Look, follows: Follows) {
        let to_end = self.cursor.reaches_end(count);
        // Erasing does not move the cursor, so what follows needs a move.
        let moved = if follows == Follows::Something { 3 + digits(count) } else { 0 };
        if !self.can_erase(look) || count <= 3 || (!to_end && count <= 3 + digits(count) + moved) {
            self.spaces(count, look);
            return;
        }
        self.dress_blank(look);
        if to_end {
            self.bytes.push_str("\x1b[K");
        } else {
            self.control(format_args!("\x1b[{count}X"));
        }
    }

    /// Writes so many spaces in `look`.
    pub(super) fn spaces(&mut self, count: u16, look: Look) {
        self.dress_blank(look);
        self.bytes.extend(std::iter::repeat_n(' ', usize::from(count)));
        self.cursor.step(count);
    }

    /// Wants tab stops where rows begin: `counts` has how many begin in each column.
    pub(super) fn want_stops(&mut self, counts: &[usize]) {
        self.cursor.want_stops(counts, &mut self.bytes);
    }

    /// Moves rows as `scroll` says, and fills those that come in with `ground`.
    pub(super) fn scroll(&mut self, scroll: Scroll, ground: Option<Look>) {
        let Scroll { rect, up, .. } = scroll;
        if let Some(ground) = ground {
            self.dress_blank(ground);
        }
        if rect.width < self.size.width {
            return self.scroll_aside(rect, up);
        }
        if rect.top() == 0 && up == i32::from(rect.height) {
            // All of them: they are erased, which every terminal does with the background that does so at all.
            self.move_to(Position { x: rect.right() - 1, y: rect.bottom() - 1 });
            self.bytes.push_str("\x1b[1J");
            return;
        }
        self.control(format_args!("\x1b[{};{}r", rect.top() + 1, rect.bottom()));
        // The cursor was sent home, and what home is depends on nothing here but the margins.
        self.cursor.lose();
        self.move_to(rect.as_position());
        // Deleting and inserting rows is older than scrolling and known to more terminals.
        self.counted(up.unsigned_abs(), if up > 0 { 'M' } else { 'L' });
        self.bytes.push_str("\x1b[r");
        self.cursor.set_home();
    }

    /// Moves rows between margins at the sides. Terminals that have those know scrolling, which needs no cursor.
    fn scroll_aside(&mut self, rect: Rect, up: i32) {
        if !std::mem::replace(&mut self.sides, true) {
            self.bytes.push_str("\x1b[?69h");
        }
        self.control(format_args!("\x1b[{};{}s", rect.left() + 1, rect.right()));
        self.control(format_args!("\x1b[{};{}r", rect.top() + 1, rect.bottom()));
        self.counted(up.unsigned_abs(), if up > 0 { 'S' } else { 'T' });
        self.bytes.push_str("\x1b[s\x1b[r");
        self.cursor.set_home();
    }

    /// Adds a control sequence of one number.
    fn counted(&mut self, count: u32, last: char) {
        match count {
            1 => self.control(format_args!("\x1b[{last}")),
            _ => self.control(format_args!("\x1b[{count}{last}")),
        }
    }
}

/// Whether something is written behind blanks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Follows {
    Something,
    Nothing,
}

/// The whole rows of `rect` on a screen of `size`.
pub(super) const fn whole_rows(rect: Rect, size: Size) -> Rect {
    Rect { x: 0, width: size.width, ..rect }
}

#[cfg(test)]
mod tests {
    use ratatui::layout::{Position, Rect, Size};
    use ratatui::style::{Color, Modifier};

    use super::{Erases, Follows, Hue, Look, Pen, Scroll};

    const SIZE: Size = Size { width: 120, height: 50 };

    /// The bytes for what `write` does with a pen at the start of the screen in plain writing, with `^` for escape.
    fn written(write: impl FnOnce(&mut Pen)) -> String {
        let mut pen = Pen::new(SIZE, Erases::WithBackground);
        pen.clear(Hue::RESET);
        pen.take();
        write(&mut pen);
        pen.take()
            .replace('\x1b', "^")
            .replace('\n', "↓")
            .replace('\r', "←")
            .replace('\x08', "⌫")
            .replace('\t', "⇥")
    }

    fn moves(places: &[(u16, u16)]) -> String {
        written(|pen| places.iter().for_each(|(x, y)| pen.move_to(Position { x: *x, y: *y })))
    }

    #[test]
    fn the_cursor_takes_the_shortest_way() {
        for (places, want) in [
            (&[(0, 0)][..], ""),
            (&[(1, 0)], "^[C"),
            (&[(9, 0)], "^[9C"),
            (&[(40, 0), (45, 0)], "^[41G^[5C"),
            (&[(40, 0), (0, 0)], "^[41G←"),
            (&[(0, 1)], "↓"),
            (&[(43, 1), (43, 2), (43, 9)], "↓^[44G↓↓↓↓↓↓↓↓"),
            (&[(43, 1), (3, 2), (43, 30)], "↓^[44G↓^[4G^[31;44H"),
            (&[(3, 9), (2, 8), (0, 4), (0, 0)], "^[10;4H^[9;3H^[5H^[H"),
        ] {
            assert_eq!(moves(places), want, "{places:?}");
        }
    }

    #[test]
    fn only_what_differs_of_a_look_is_sent() {
        let look = |fg: Color, bg: Color, modifier| Look { fg: fg.into(), bg: bg.into(), modifier };
        let (none, bold, dim) = (Modifier::empty(), Modifier::BOLD, Modifier::DIM);
        let grey = Color::Rgb(200, 200, 200);
        let black = Color::Rgb(20, 20, 20);
        for (looks, want) in [
            (&[look(Color::Reset, Color::Reset, none)][..], ""),
            (&[look(grey, black, none), look(grey, black, bold)], "^[38;2;200;200;200;48;2;20;20;20m^[1m"),
            (
                &[look(grey, black, bold), look(grey, black, dim)],
                "^[1;38;2;200;200;200;48;2;20;20;20m^[22;2m",
            ),
            (
                &[look(grey, black, none), look(Color::Red, black, none)],
                "^[38;2;200;200;200;48;2;20;20;20m^[31m",
            ),
            (&[look(Color::Red, Color::Reset, bold), look(Color::Reset, Color::Reset, none)], "^[1;31m^[m"),
            (&[look(Color::LightRed, Color::Indexed(7), bold | dim)], "^[1;2;91;48;5;7m"),
        ] {
            let got = written(|pen| looks.iter().for_each(|look| pen.dress(*look)));
            assert_eq!(got, want, "{looks:?}");
        }
    }

    #[test]
    fn blanks_are_erased_where_that_is_shorter() {
        let plain = Look::default();
        let blue = Look { bg: Color::Blue.into(), ..plain };
        let under = Look { modifier: Modifier::UNDERLINED, ..plain };
        let faint = Look { modifier: Modifier::DIM | Modifier::REVERSED, ..plain };
        for (count, look, follows, want) in [
            (3, plain, Follows::Nothing, "   "),
            (120, plain, Follows::Nothing, "^[K"),
            (60, plain, Follows::Nothing, "^[60X"),
            (9, plain, Follows::Something, "^[9X^[9Cx"),
            (8, plain, Follows::Something, "        x"),
            (60, blue, Follows::Nothing, "^[44m^[60X"),
            (9, under, Follows::Nothing, "^[4m         "),
            (9, faint, Follows::Nothing, "^[2;7m         "),
        ] {
            let got = written(|pen| {
                pen.blanks(count, look, follows);
                if follows == Follows::Something {
                    pen.move_to(Position { x: count, y: 0 });
                    pen.glyph("x", 1, look);
                }
            });
            assert_eq!(got, want, "{count} {look:?}");
        }
    }

    #[test]
    fn a_doubtful_glyph_stands_on_blanks_and_is_not_trusted() {
        let got = written(|pen| {
            pen.doubtful_glyph("é", 1, Look::default());
            pen.move_to(Position { x: 1, y: 0 });
            pen.doubtful_glyph("👍", 2, Look::default());
            pen.move_to(Position { x: 3, y: 0 });
        });
        assert_eq!(got, "é^[2G  ⌫⌫👍^[4G");
    }

    #[test]
    fn rows_move_between_margins() {
        for (x, width, up, want) in [
            (0, 120, 1, "^[2;49r^[2H^[M^[r"),
            (0, 120, -12, "^[2;49r^[2H^[12L^[r"),
            (40, 72, 1, "^[?69h^[41;112s^[2;49r^[S^[s^[r"),
        ] {
            let rect = Rect { x, y: 1, width, height: 48 };
            assert_eq!(written(|pen| pen.scroll(Scroll { rect, up, fill: None }, None)), want);
        }
    }

    #[test]
    fn a_tab_leads_the_cursor_to_where_rows_begin() {
        let got = written(|pen| {
            let mut counts = vec![0; 120];
            (counts[45], counts[49]) = (5, 5);
            pen.want_stops(&counts);
            for (x, y) in [(45, 1), (49, 2), (45, 3), (49, 4), (52, 5), (45, 6), (45, 7), (119, 8), (49, 9)] {
                pen.move_to(Position { x, y });
                pen.glyph("x", 1, Look::default());
            }
            pen.move_to(Position { x: 0, y: 10 });
            pen.move_to(Position { x: 49, y: 10 });
        });
        let rows = "↓^[46G^Hx↓^[3C^Hx↓←⇥x↓⇥x↓^[2Cx↓←⇥x↓⌫x↓^[73Cx↓←⇥⇥x↓←⇥⇥";
        assert_eq!(got, format!("^[3g{rows}"));
    }

    #[test]
    fn who_erases_with_the_background_is_told_by_names() {
        use Erases::{Plainly, WithBackground};
        for (term, tmux, want) in [
            (Some("xterm-256color"), None, WithBackground),
            (Some("tmux-256color"), None, WithBackground),
            (Some("screen-256color"), None, Plainly),
            (Some("screen-256color"), Some("/tmp/x"), WithBackground),
            (Some("vt220"), None, Plainly),
            (None, None, Plainly),
        ] {
            assert_eq!(Erases::of(term, tmux), want, "{term:?} {tmux:?}");
        }
    }
}
