//! A whole sequence to the event it means. termina parses; what it calls things is known only here.
//!
//! Guarantees: what means nothing to us is nothing; the terminal's reports are taken only where they were asked for.
//! Never: bytes held back; the parser is given whole sequences.

use std::sync::Arc;

use termina::Parser;
use termina::escape::csi::{Csi, Cursor, Device};
use termina::escape::osc::{ColorOrQuery, DynamicColorNumber, Osc};
use termina::event::{KeyCode, KeyEvent, KeyEventKind, Modifiers, MouseButton, MouseEvent, MouseEventKind};

use super::framer::Unit;
use super::questions::Known;
use crate::app::event::{Event, Mouse, MouseKind, TerminalReport};
use crate::config::key::{Code, Key};

/// Units to events.
#[derive(Debug)]
pub(super) struct Translator {
    parser: Parser,
    /// Where no answer is expected, what looks like one is something else, such as Alt and F3.
    known: Arc<Known>,
}

impl Translator {
    pub(super) fn new(known: Arc<Known>) -> Self {
        Self { parser: Parser::default(), known }
    }

    /// What `unit` means.
    pub(super) fn event(&mut self, unit: Unit<'_>) -> Option<Event> {
        let bytes = match unit {
            Unit::Paste(bytes) => return Some(Event::Paste(String::from_utf8_lossy(bytes).into_owned())),
            Unit::Sequence(bytes) => bytes,
        };
        // Messages of terminals to programs that asked for them; not us, and nothing that the parser knows.
        if let [0x1b, b'_' | b'^' | b'X', ..] = bytes {
            return None;
        }
        if self.known.hear_mode(bytes) {
            return None;
        }
        self.parser.parse(bytes, false);
        let event = self.parser.pop();
        if event.is_none() || self.parser.pop().is_some() {
            // It waits for more of something that was whole, or saw more than one thing in it: begin anew.
            self.parser = Parser::default();
        }
        match event? {
            termina::Event::Key(event) => key(event).map(Event::Key),
            termina::Event::Mouse(event) => mouse(event).map(Event::Mouse),
            termina::Event::Csi(csi) => self.report(&csi).map(Event::Terminal),
            termina::Event::Osc(Osc::ChangeDynamicColors(number, colours)) => {
                self.known.hear(background(number, &colours)?).map(Event::Terminal)
            }
            _ => None,
        }
    }

    fn report(&self, csi: &Csi) -> Option<TerminalReport> {
        match csi {
            Csi::Device(Device::DeviceAttributes(())) => self.known.hear(TerminalReport::Done),
            Csi::Cursor(Cursor::ActivePositionReport { line, col }) => {
                self.known.hear_place((u32::from(line.get_zero_based()), u32::from(col.get_zero_based())))
            }
            _ => None,
        }
    }
}

fn key(event: KeyEvent) -> Option<Key> {
    if event.kind == KeyEventKind::Release {
        return None;
    }
    let code = match event.code {
        KeyCode::Char(c) => Code::Char(c),
        KeyCode::Enter => Code::Enter,
        KeyCode::Escape => Code::Esc,
        KeyCode::Tab if event.modifiers.contains(Modifiers::SHIFT) => Code::BackTab,
        KeyCode::Tab => Code::Tab,
        KeyCode::BackTab => Code::BackTab,
        KeyCode::Backspace => Code::Backspace,
        KeyCode::Delete => Code::Delete,
        KeyCode::Insert => Code::Insert,
        KeyCode::Up => Code::Up,
        KeyCode::Down => Code::Down,
        KeyCode::Left => Code::Left,
        KeyCode::Right => Code::Right,
        KeyCode::Home => Code::Home,
        KeyCode::End => Code::End,
        KeyCode::PageUp => Code::PageUp,
        KeyCode::PageDown => Code::PageDown,
        KeyCode::Function(number) => Code::F(number),
        _ => return None,
    };
    Some(Key {
        code,
        ctrl: event.modifiers.contains(Modifiers::CONTROL),
        alt: event.modifiers.contains(Modifiers::ALT),
    })
}

const fn mouse(event: MouseEvent) -> Option<Mouse> {
    let kind = match event.kind {
        MouseEventKind::Down(MouseButton::Left) => MouseKind::Press,
        MouseEventKind::Drag(MouseButton::Left) => MouseKind::Drag,
        MouseEventKind::Up(MouseButton::Left) => MouseKind::Release,
        MouseEventKind::ScrollDown => MouseKind::WheelDown,
        MouseEventKind::ScrollUp => MouseKind::WheelUp,
        _ => return None,
    };
    Some(Mouse { kind, column: event.column, row: event.row })
}

fn background(number: DynamicColorNumber, colours: &[ColorOrQuery]) -> Option<TerminalReport> {
    match (number, colours) {
        (DynamicColorNumber::TextBackgroundColor, [ColorOrQuery::Color(colour)]) => {
            Some(TerminalReport::Background(colour.red, colour.green, colour.blue))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use std::sync::Arc;

    use super::Translator;
    use crate::app::event::Event;
    use crate::terminal::framer::{Framer, Unit};
    use crate::terminal::questions::Known;

    fn events(text: &[u8]) -> String {
        let mut framer = Framer::default();
        let known = Arc::new(Known::default());
        known.expect();
        let mut translator = Translator::new(known);
        let mut got = Vec::new();
        let mut take = |unit: Unit<'_>| {
            if let Some(event) = translator.event(unit) {
                got.push(match event {
                    Event::Key(key) => key.to_string(),
                    other => format!("{other:?}"),
                });
            }
        };
        framer.push(text, &mut take);
        framer.give_up(&mut take);
        got.join(" ")
    }

    #[test]
    fn sequences_mean_what_terminals_mean_by_them() {
        for (text, want) in [
            ("jG报", "j G 报"),
            ("\r\t\x7f\x1b", "<Enter> <Tab> <Backspace> <Esc>"),
            ("\x04\x03", "C-d C-c"),
            ("\x1b[A\x1bOB\x1b[5~\x1b[H", "<Up> <Down> <PageUp> <Home>"),
            ("\x1b[Z", "<S-Tab>"),
            ("\x1bOP\x1b[24~", "<F1> <F12>"),
            ("\x1bx", "M-x"),
            ("\x1b[97;5u", "C-a"),
            ("\x1b[97;1:3u", ""),
            ("\x1b[<64;3;4M", "Mouse(Mouse { kind: WheelUp, column: 2, row: 3 })"),
            ("\x1b[<0;0;0M", "Mouse(Mouse { kind: Press, column: 0, row: 0 })"),
            ("\x1b[<35;3;4M", ""),
            ("\x1b]11;rgb:ffff/0000/8080\x07", "Terminal(Background(255, 0, 128))"),
            ("\x1b[1;6R", "Terminal(Ambiguous(Narrow))"),
            ("\x1b[1;10R", "Terminal(Ambiguous(Wide))"),
            ("\x1b[1;11R", "Terminal(Ambiguous(Wide))"),
            ("\x1b[1;7R", ""),
            ("\x1b[2;3R", ""),
            ("\x1b[?69;2$y\x1b[?69;0$yj", "j"),
            ("\x1b[?62;22c", "Terminal(Done)"),
            ("\x1b[?62;22xj", "j"),
            ("\x1bP1$r0m\x1b\\j", "j"),
            ("\x1b_Gi=31;OK\x1b\\?j", "? j"),
            ("\x1b^pm\x1b\\j\x1bXsos\x1b\\k", "j k"),
            ("\x1b[?62c\x1b[1;9R\x1b]11;rgb:ff/ff/ff\x07j", "Terminal(Done) j"),
            ("\x1b[200~江\x1b[201~", "Paste(\"江\")"),
        ] {
            assert_eq!(events(text.as_bytes()), want, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn no_bytes_of_a_terminal_break_the_parser(bytes in prop::collection::vec(
            prop_oneof![any::<u8>(), prop::sample::select(b"\x1b[]<>?;:0123456789MmRucyPO~\\\x07 qn$".to_vec())], 0..60)) {
            let _ = events(&bytes);
        }
    }
}
