//! Keys, pastes, clicks, sizes and signals in any order: nothing breaks, and there is always a way back.
//!
//! Guarantees: after every event the screen is painted at the size it has then. Never: an order that a person could
//! not produce, but for its speed.

use baolan::app::App;
use baolan::app::event::{Event, Mouse, MouseKind, Signal, Size, TerminalReport};
use baolan::config::key::{Code, Key};
use baolan::config::keymap::Scope;
use baolan::text::width::{Ambiguous, Widths};
use proptest::prelude::*;
use ratatui::buffer::Buffer;

use crate::commands::PAGE;
use crate::support::desk::Desk;

/// Escapes that leave everything: at most a sequence that waits, a prompt over a list over a note, a filter, and words
/// that are selected.
const WAYS_BACK: usize = 7;

/// Something that happens; keys are written as in the keymap.
#[derive(Clone, Debug)]
enum Happening {
    /// A whole binding of the keymap, by its number among all.
    Bound(usize),
    Keys(String),
    One(Key),
    Paste(String),
    Mouse(Mouse),
    Resize(u16, u16),
    Signal(Signal),
    Terminal(TerminalReport),
}

fn any_key() -> impl Strategy<Value = Key> {
    let code = prop_oneof![
        8 => any::<char>().prop_map(Code::Char),
        8 => prop::char::range('!', '~').prop_map(Code::Char),
        4 => prop::char::range('！', '～').prop_map(Code::Char),
        4 => prop::sample::select(vec!['灯', '江', '，', '　', '1', '9', '\u{301}', '\u{200b}']).prop_map(Code::Char),
        6 => prop::sample::select(vec![
            Code::Enter, Code::Esc, Code::Tab, Code::BackTab, Code::Backspace, Code::Delete, Code::Insert, Code::Up,
            Code::Down, Code::Left, Code::Right, Code::Home, Code::End, Code::PageUp, Code::PageDown, Code::F(1),
            Code::F(2), Code::F(24),
        ]),
    ];
    let modifiers = prop_oneof![6 => Just((false, false)), 1 => any::<(bool, bool)>()];
    (code, modifiers).prop_map(|(code, (ctrl, alt))| Key { code, ctrl, alt })
}

fn any_mouse() -> impl Strategy<Value = Mouse> {
    let kind = prop::sample::select(vec![
        MouseKind::Press,
        MouseKind::Drag,
        MouseKind::Release,
        MouseKind::WheelDown,
        MouseKind::WheelUp,
    ]);
    let cell = prop_oneof![(0..130_u16, 0..40_u16), any::<(u16, u16)>()];
    (kind, cell).prop_map(|(kind, (column, row))| Mouse { kind, column, row })
}

fn any_report() -> impl Strategy<Value = TerminalReport> {
    prop_oneof![
        any::<(u8, u8, u8)>().prop_map(|(red, green, blue)| TerminalReport::Background(red, green, blue)),
        Just(TerminalReport::Ambiguous(Ambiguous::Wide)),
        Just(TerminalReport::Ambiguous(Ambiguous::Narrow)),
        Just(TerminalReport::Done),
    ]
}

fn happening() -> impl Strategy<Value = Happening> {
    let scenes = [
        "/江",
        "&城<Enter>",
        "a好<Enter>船",
        "lmm''",
        "?/re",
        ":zen-t<Tab>",
        "G:50%<Enter>",
        "／江<Enter>",
        "lvwe)",
        "lv}}jmbo",
        "ss'b",
        "''xxC:tag 甲<Enter>",
    ];
    prop_oneof![
        12 => any::<usize>().prop_map(Happening::Bound),
        8 => any_key().prop_map(Happening::One),
        4 => prop::sample::select(scenes.map(str::to_owned).to_vec()).prop_map(Happening::Keys),
        3 => "[江灯，。“”…\\n\\t\\r a-z\u{301}\u{202e}\u{1b}]{0,40}".prop_map(Happening::Paste),
        1 => "\\PC{0,200}".prop_map(Happening::Paste),
        4 => any_mouse().prop_map(Happening::Mouse),
        4 => (1..=200_u16, 1..=60_u16).prop_map(|(width, height)| Happening::Resize(width, height)),
        2 => (1..=24_u16, 1..=6_u16).prop_map(|(width, height)| Happening::Resize(width, height)),
        1 => prop::sample::select(vec![Signal::Stop, Signal::Continue]).prop_map(Happening::Signal),
        1 => any_report().prop_map(Happening::Terminal),
    ]
}

/// Every binding of every scope, as its keys.
fn bindings(app: &App) -> Vec<Vec<Key>> {
    let scopes = Scope::ALL.into_iter();
    scopes.flat_map(|scope| app.keys.map.bindings(scope)).map(|(keys, _)| keys).collect()
}

fn happen(desk: &mut Desk, happening: &Happening) {
    match happening {
        Happening::Bound(number) => {
            let all = bindings(&desk.app);
            for key in &all[number % all.len()] {
                desk.send(Event::Key(*key));
            }
        }
        Happening::Keys(keys) => desk.keys(keys),
        Happening::One(key) => desk.send(Event::Key(*key)),
        Happening::Paste(text) => desk.send(Event::Paste(text.clone())),
        Happening::Mouse(mouse) => desk.send(Event::Mouse(*mouse)),
        Happening::Resize(width, height) => {
            desk.send(Event::Resize(Size { width: *width, height: *height }));
        }
        Happening::Signal(signal) => desk.send(Event::Signal(*signal)),
        Happening::Terminal(report) => desk.send(Event::Terminal(*report)),
    }
}

/// Every glyph stands whole inside its row, and nothing stands in the second cell of a wide one.
fn check_cells(buffer: &Buffer, widths: Widths) {
    for y in 0..buffer.area.height {
        let mut x = 0;
        while x < buffer.area.width {
            let symbol = buffer[(x, y)].symbol();
            let cells = u16::try_from(widths.cluster(symbol)).expect("a small width").max(1);
            assert!(x + cells <= buffer.area.width, "{symbol:?} at {x},{y} hangs over the edge");
            for behind in x + 1..x + cells {
                let symbol = buffer[(behind, y)].symbol();
                assert!(symbol.trim().is_empty(), "{symbol:?} at {behind},{y} stands in a wide glyph");
            }
            x += cells;
        }
    }
}

fn check_screen(desk: &Desk) {
    let Size { width, height } = desk.app.size;
    let (buffer, cursor) = desk.frame();
    if let Some(cursor) = cursor {
        assert!(cursor.x < width && cursor.y < height, "the cursor is at {cursor:?} of {width}x{height}");
    }
    check_cells(&buffer, desk.app.look.widths);
}

proptest! {
    #[test]
    fn nothing_that_happens_breaks_the_screen(
        happenings in prop::collection::vec(happening(), 1..40),
        width in 1..=130_u16,
        height in 1..=40_u16,
    ) {
        let mut desk = Desk::open(PAGE, (width, height));
        for happening in &happenings {
            happen(&mut desk, happening);
            check_screen(&desk);
            if desk.app.is_done() {
                return Ok(());
            }
        }
        for _ in 0..WAYS_BACK {
            desk.keys("<Esc>");
            check_screen(&desk);
        }
        prop_assert!(desk.app.overlays.is_empty(), "{} escapes leave {:?}", WAYS_BACK, desk.app.overlays);
        desk.keys("q");
        prop_assert!(desk.app.is_done(), "q ends it");
    }
}
