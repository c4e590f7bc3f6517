//! The real binary in a real terminal: what it shows, what it survives, what it leaves behind.
//!
//! Guarantees: nothing here measures time; a wait ends with what it waits for, and its deadline only bounds a hang.
//! Never: a look inside; what is told is what a terminal is told.

use std::collections::BTreeSet;
use std::process::{Command, Stdio};
use std::time::Duration;

use baolan::app::event::{Event, Size};
use baolan::terminal::{Erases, Margins, Tabs};
use baolan::text::width::{Ambiguous, Widths};
use rustix::process::Signal;

use crate::commands::PAGE;
use crate::support::desk::Desk;
use crate::support::model::{Halves, Joins, Model, Traits};
use crate::support::pty::{Above, Answers, Home, Run, Screen, Term};
use crate::support::tokens::{Token, kind, tokens};

/// The first headline of the sample page, and of [`PAGE`].
const SAMPLE: &str = "十二条老街里弄";
const FIRST: &str = "江城水上巴士今天首航";

/// Text in which every class of width occurs.
const MIXED: &str = "\
渡口的“灯”与Ａ座的 lamp

“回来了——”她说……那盏灯,编号 No.12，亮着。ｶﾅかな한글 naïve café ①②③ “引号”里有‘引号’，破折号——两格。

第二段:half-width,逗号;and 全角；混在一起的 English words are broken between words 而汉字之间随处可断。
";

fn sample() -> &'static str {
    std::str::from_utf8(baolan::format::sample().1).expect("the sample is UTF-8")
}

#[test]
fn it_starts_on_the_sample_page() {
    let term = Term::showing(&Run::default(), SAMPLE);
    term.wait_for("停航三年的夜渡船");
    assert_eq!(term.screen().cursor(), None, "no cursor where nothing is typed");
    assert!(!term.left_behind().is_empty(), "while it runs, the terminal is its own");
}

#[test]
fn keys_do_what_they_do_in_memory() {
    let term = Term::showing(&Run::on(PAGE), FIRST);
    let mut desk = Desk::open(PAGE, (100, 30));
    for keys in [
        "j",
        "l",
        "/星",
        "<Enter>",
        "n",
        "<Esc>",
        "hk",
        "?",
        "<Down><PageDown>",
        "<Esc>",
        "z",
        "C-d",
        "C-l",
        "z",
    ] {
        term.keys(keys);
        desk.keys(keys);
        let wanted = desk.screen();
        term.wait_until(&format!("what {keys} shows in memory, which is\n{wanted}\n"), |screen| {
            screen.text() == wanted
        });
    }
    term.keys("／<Paste:江城>");
    term.wait_until("the cursor behind what is typed", |screen| screen.cursor() == Some((6, 29)));
}

#[test]
fn a_correction_outlives_the_program_that_made_it() {
    let run = Run::on(PAGE);
    let term = Term::showing(&run, FIRST);
    term.keys("l}caq");
    assert_eq!(term.status(0), 0);
    let term = Term::showing(&run, FIRST);
    term.wait_until("the second paragraph among the articles", |screen| {
        screen.text().lines().take(6).any(|row| row.starts_with(" - 首班船满载"))
    });
    term.keys("l}cmgr");
    term.wait_for("DUMP");
}

#[test]
fn what_came_through_a_pipe_is_corrected_and_read_again() {
    let run = Run { line: r#"cat page.txt | "$@" -"#, ..Run::default() };
    run.home.write("page.txt", PAGE);
    let term = Term::showing(&run, FIRST);
    term.keys("l}ca");
    term.wait_for("Corrected");
    term.keys("gr");
    term.wait_for("DUMP");
}

#[test]
fn every_glyph_stands_where_layout_put_it() {
    // A mark and a note are seen to be saved before the next key is typed: the word of it stays until then.
    for (text, steps) in [
        (sample(), &["l"][..]),
        (MIXED, &["l"]),
        (MIXED, &["lz"]),
        (PAGE, &["l/的"]),
        (MIXED, &["lmm", "a“好”——<Esc>", "''"]),
    ] {
        for (width, height) in [(120, 36), (80, 24), (43, 13), (20, 5), (9, 4)] {
            let mut desk = Desk::open(text, (width, height));
            let term = Term::start(&Run::on(text).sized(width, height));
            term.wait_until("anything", |screen| !screen.text().trim().is_empty());
            for keys in steps {
                desk.keys(keys);
                term.keys(keys);
                let wanted = desk.screen();
                let without_times =
                    |text: &str| text.replace("2026-11-18 11:06", "").replace("2026-05-03 19:30", "");
                term.wait_until(&format!("at {width}x{height} after {keys}\n{wanted}\n"), |screen| {
                    without_times(&screen.text()) == without_times(&wanted)
                });
            }
            let screen = term.screen();
            for y in 0..height {
                let row = screen.row(y);
                let cells = Widths::default().text(&row);
                assert!(cells <= usize::from(width), "row {y} has {cells} cells: {row}");
            }
        }
    }
}

#[test]
fn a_new_size_keeps_the_words_at_the_top() {
    let term = Term::showing(&Run::default().sized(60, 16), SAMPLE);
    let mut desk = Desk::open(sample(), (60, 16));
    let wait = |desk: &Desk| {
        let wanted = desk.screen();
        term.wait_until(&format!("{:?}\n{wanted}\n", desk.app.size), |screen| screen.text() == wanted);
    };
    let resize = |desk: &mut Desk, (width, height): (u16, u16)| {
        term.resize(width, height);
        desk.send(Event::Resize(Size { width, height }));
    };
    term.keys("lzC-d");
    desk.keys("lzC-d");
    wait(&desk);
    let words: String = term.screen().row(1).trim_start_matches(['▎', ' ']).chars().take(4).collect();
    for size in [(50, 12), (33, 20), (120, 10), (60, 16)] {
        resize(&mut desk, size);
        wait(&desk);
        let top = term.screen().row(1) + term.screen().row(2).trim_start_matches(['▎', ' ']);
        let at = top.find(&words).unwrap_or(usize::MAX);
        assert!(at < term.screen().row(1).len(), "«{words}» is not in the top row of {size:?}: {top}");
    }
    // Faster than anybody can paint: only the last one counts, and what the others cut off comes back.
    for size in [(20, 5), (90, 30), (10, 3), (60, 16)] {
        resize(&mut desk, size);
    }
    wait(&desk);
}

/// Ends the program in one way and checks what is left.
#[track_caller]
fn check_end(what: &str, run: &Run, end: impl Fn(&Term), status: i32) {
    let term = Term::showing(run, FIRST);
    end(&term);
    assert_eq!(term.status(0), status, "{what}");
    let left = term.left_behind();
    assert!(left.is_empty(), "{what} leaves behind: {}", left.join(", "));
    let screen = term.screen().text();
    assert!(!screen.contains(FIRST), "{what} leaves its screen:\n{screen}");
}

#[test]
fn however_it_ends_the_terminal_is_as_it_was() {
    let run = Run::on(PAGE);
    check_end("q", &run, |term| term.keys("q"), 0);
    check_end("C-c", &run, |term| term.keys("C-c"), 0);
    check_end("C-c in a note", &run, |term| term.keys("la好C-cC-c"), 0);
    check_end("SIGINT", &run, |term| term.signal(Signal::INT), 130);
    check_end("SIGTERM", &run, |term| term.signal(Signal::TERM), 143);
    check_end("SIGHUP", &run, |term| term.signal(Signal::HUP), 129);
    check_end("SIGQUIT", &run, |term| term.signal(Signal::QUIT), 131);
    check_end(
        "SIGTERM in a prompt",
        &run,
        |term| {
            term.keys("/江");
            term.wait_for("1/");
            term.signal(Signal::TERM);
        },
        143,
    );
    check_end(
        "q without the mouse",
        &run,
        |term| {
            term.keys("M");
            term.wait_for("Mouse off");
            term.keys("q");
        },
        0,
    );
}

#[cfg(debug_assertions)]
#[test]
fn a_panic_is_told_on_the_screen_as_it_was() {
    let run = Run::on(PAGE).env("BAOLAN_PANIC", "key");
    let term = Term::showing(&run, FIRST);
    term.keys("j");
    assert_eq!(term.status(0), 101);
    term.wait_for("BAOLAN_PANIC asked for this");
    let left = term.left_behind();
    assert!(left.is_empty(), "a panic leaves behind: {}", left.join(", "));
}

/// Stops the program, looks at the terminal, continues it, and expects the same screen.
#[track_caller]
fn check_stop(what: &str, stop: impl Fn(&Term)) {
    let term = Term::showing(&Run::on(PAGE), FIRST);
    term.keys("jl/星");
    term.wait_for("/星");
    term.keys("<Enter>");
    term.wait_until("the reader without the prompt", |screen| screen.cursor().is_none());
    term.settle(Duration::from_millis(100));
    let before = term.screen().text();
    stop(&term);
    let status = term.status(0);
    assert!((145..=150).contains(&status), "{what}: the shell says {status}, not that the job was stopped");
    let left = term.left_behind();
    // Nobody is asked before SIGSTOP; all that can be done is to paint again.
    assert!(left.is_empty() || what == "SIGSTOP", "{what} leaves behind: {}", left.join(", "));
    term.bytes(b"fg\n");
    term.wait_until(&format!("after {what} the same screen\n{before}\n"), |screen| {
        screen.text() == before && screen.screen.alternate_screen()
    });
    term.keys("K");
    term.wait_for("四十分钟后抵达");
    term.keys("q");
    assert_eq!(term.status(1), 0, "{what}, then q");
    let left = term.left_behind();
    assert!(left.is_empty(), "{what}, then q, leaves behind: {}", left.join(", "));
}

#[test]
fn it_stops_and_comes_back_with_the_same_screen() {
    check_stop("C-z", |term| term.keys("C-z"));
    check_stop("SIGTSTP", |term| term.signal(Signal::TSTP));
    check_stop("SIGSTOP", |term| term.signal(Signal::STOP));
}

#[test]
fn tab_stops_lead_to_the_text_and_are_put_back() {
    let taken = |term: &Term| term.left_behind().contains(&"tab stops".to_owned());
    for (what, end) in [("q", None), ("SIGTERM", Some(Signal::TERM)), ("SIGHUP", Some(Signal::HUP))] {
        let term = Term::showing(&Run::default(), SAMPLE);
        term.keys("lz");
        term.settle(Duration::from_millis(300));
        assert!(taken(&term) && term.log().contains(&b'\t'), "stops of its own");
        // The questions are asked among the usual stops.
        term.keys("C-lz");
        term.settle(Duration::from_millis(300));
        assert!(taken(&term), "stops of its own after it asked again");
        match end {
            Some(signal) => term.signal(signal),
            None => term.keys("q"),
        }
        term.status(0);
        let left = term.left_behind();
        assert!(left.is_empty(), "{what} leaves behind: {}", left.join(", "));
    }
    // One that keeps tabs as glyphs.
    let term = Term::showing(&Run::default().env("TMUX", "1"), SAMPLE);
    term.keys("lz");
    term.settle(Duration::from_millis(300));
    assert!(!taken(&term) && !term.log().contains(&b'\t'));
}

#[test]
fn without_a_shell_above_it_says_that_it_cannot_stop() {
    let run = Run { above: Above::Nothing, ..Run::on(PAGE) };
    let term = Term::showing(&run, FIRST);
    term.keys("C-z");
    term.wait_for("no shell");
    term.keys("j");
    term.wait_for("土星的光环");
}

#[test]
fn an_unfinished_sequence_does_not_make_it_deaf() {
    for start in [
        "\x1b[<0;1",
        "\x1b[",
        "\x1bO",
        "\x1b]11;rgb:",
        "\x1bP1$r",
        "\x1b[200~江",
        "\x1b[1;",
        "\x1b[M!",
        "\u{1b}\u{1b}[",
    ] {
        let term = Term::showing(&Run::on(PAGE), FIRST);
        term.bytes(start.as_bytes());
        term.resize(90, 20);
        term.wait_until(&format!("after {start:?} the new size"), |screen| screen.row(19).contains("quit"));
        // The first keys may still be taken for the rest of the sequence; after a pause they are keys.
        let heard = [300, 600, 1200, 2400, 4800, 9600].into_iter().any(|pause| {
            term.keys("G");
            term.comes(Duration::from_millis(pause), |screen| screen.text().contains("四明书店昨天"))
        });
        assert!(heard, "after {start:?} keys are not heard:\n{}", term.screen().text());
    }
}

#[test]
fn a_terminal_that_goes_away_ends_it() {
    for line in [r#""$@""#, r#"trap "" HUP; "$@""#] {
        let mut term = Term::showing(&Run { line, ..Run::on(PAGE) }, FIRST);
        let home = term.home.clone();
        let pid = term.pid();
        term.vanish();
        term.wait_for_end();
        let gone = (0..6000).any(|_| {
            std::thread::sleep(Duration::from_millis(5));
            !is_running(pid.as_raw_nonzero().get())
        });
        assert!(gone, "{line}: it goes on without a terminal");
        drop(home);
    }
    let mut term = Term::showing(&Run { above: Above::Nothing, ..Run::on(PAGE) }, FIRST);
    term.vanish();
    assert_eq!(term.wait_for_end().exit_code(), 129);
}

/// Whether a process exists and is not only waiting for its parent to take notice of its end.
fn is_running(pid: i32) -> bool {
    let Some(id) = rustix::process::Pid::from_raw(pid) else { return false };
    if rustix::process::test_kill_process(id).is_err() {
        return false;
    }
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    !stat.rsplit(')').next().is_some_and(|rest| rest.trim_start().starts_with('Z'))
}

#[test]
fn much_input_is_drawn_in_few_frames() {
    let term = Term::showing(&Run::on(PAGE), FIRST);
    let frames = term.frames();
    term.keys("/");
    term.bytes(format!("\x1b[200~{}\x1b[201~", "江城水上巴士".repeat(60_000)).as_bytes());
    // Longer than anything that is looked for, and said to be.
    term.wait_for("400");
    term.keys("<Esc>");
    term.wait_until("no prompt", |screen| screen.cursor().is_none());
    assert!(term.frames() - frames < 12, "{} frames for one paste", term.frames() - frames);
    let keys = 40_000;
    let frames = term.frames();
    term.bytes("jk".repeat(keys / 2).as_bytes());
    term.keys("G?");
    term.wait_for("Everywhere");
    let frames = term.frames() - frames;
    assert!(frames < keys / 20, "{frames} frames for {keys} keys");
}

#[test]
fn a_long_paste_becomes_a_note() {
    let term = Term::showing(&Run::on(PAGE), FIRST);
    term.keys("la");
    term.wait_until("the note box", |screen| screen.cursor().is_some());
    let frames = term.frames();
    term.bytes(format!("\x1b[200~{}末尾\x1b[201~", "水上巴士今天首航。\n".repeat(40_000)).as_bytes());
    term.wait_for("only its beginning was taken");
    term.wait_for("水上巴士今天首航。");
    assert!(term.frames() - frames < 12, "{} frames for one paste", term.frames() - frames);
    term.keys("<Esc>q");
    assert_eq!(term.status(0), 0);
}

#[test]
fn without_a_terminal_it_says_so() {
    let home = Home::new();
    let output = Command::new(env!("CARGO_BIN_EXE_baolan"))
        .env_clear()
        .env("HOME", home.path(""))
        .stdin(Stdio::null())
        .output()
        .expect("a program that starts");
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty(), "nothing goes to a file or pipe");
    let told = String::from_utf8(output.stderr).expect("UTF-8");
    assert!(told.contains("terminal") && told.lines().count() == 1, "{told}");
}

#[test]
fn a_terminal_that_answers_nothing_is_not_waited_for() {
    let term = Term::showing(&Run { answers: Answers::Silence, ..Run::on(PAGE) }, FIRST);
    term.keys("j");
    term.wait_for("土星的光环");
}

#[test]
fn a_document_comes_through_a_pipe_and_keys_from_the_terminal() {
    let run = Run { line: r#"cat page.txt | "$@" -"#, ..Run::default() };
    run.home.write("page.txt", PAGE);
    let term = Term::showing(&run, FIRST);
    term.keys("j");
    term.wait_for("土星的光环");
    term.keys("q");
    assert_eq!(term.status(0), 0);
    assert!(term.left_behind().is_empty());
}

#[test]
fn the_keyboard_is_no_document() {
    let term = Term::start(&Run { line: r#""$@" -"#, ..Run::default() });
    assert_eq!(term.status(0), 2);
    term.wait_for("is the keyboard; give a file");
    assert!(term.left_behind().is_empty());
}

/// The background of the cell in the middle of the screen.
fn ground(screen: &Screen) -> vt100::Color {
    let (rows, cols) = screen.screen.size();
    screen.screen.cell(rows / 2, cols - 1).expect("a cell").bgcolor()
}

#[test]
fn colours_follow_the_terminal() {
    let shades = |answers: Answers| {
        let term = Term::showing(&Run { answers, ..Run::on(PAGE) }, FIRST);
        match ground(&term.screen()) {
            vt100::Color::Rgb(red, green, blue) => u32::from(red) + u32::from(green) + u32::from(blue),
            other => panic!("{other:?} on a terminal with all colours"),
        }
    };
    assert!(shades(Answers::Xterm) < 200, "dark on a dark terminal");
    assert!(shades(Answers::Light) > 560, "light on a light terminal");
    let plain = Term::showing(&Run::on(PAGE).env("NO_COLOR", "1"), FIRST);
    for token in tokens(&plain.log()) {
        if let Token::Sequence(body) = token
            && let Some(numbers) = body.strip_suffix('m')
        {
            let colour = numbers.split(';').find(|number| number.len() == 2 && *number > "27");
            assert_eq!(colour, None, "a colour though NO_COLOR is set: {body}");
        }
    }
}

#[test]
fn where_ambiguous_characters_are_wide_they_get_two_cells() {
    let text = "灯\n\n甲①“乙”丙\n";
    let narrow = Term::showing(&Run::on(text), "甲");
    narrow.wait_for("甲①“乙”丙");
    let wide = Term::showing(&Run { answers: Answers::Wide, ..Run::on(text) }, "甲");
    wide.wait_for("甲① ");
    // The terminal of the tests draws all of them narrow whatever it says, so what it was sent is shown on another.
    let mut model = Model::new(Traits {
        size: (100, 30),
        widths: Widths::new(Ambiguous::Wide),
        erases: Erases::WithBackground,
        margins: Margins::Rows,
        tabs: Tabs::ToStops,
        joins: Joins::Clusters,
        halves: Halves::Stay,
    });
    let log = String::from_utf8(wide.log()).expect("UTF-8");
    for frame in log.split("\x1b[?2026h").skip(1) {
        model.write(frame.split("\x1b[?2026l").next().unwrap_or_default());
    }
    let row = model.row(3);
    assert!(row.contains("甲①“乙”丙"), "{row}");
    assert_eq!(Widths::new(Ambiguous::Wide).text(row.trim_end()), 41 + 12, "{row}");
}

#[test]
fn the_mouse_selects_scrolls_and_can_be_left_alone() {
    let term = Term::showing(&Run::on(PAGE), FIRST);
    term.bytes(b"\x1b[<0;6;4M\x1b[<0;6;4m");
    term.wait_for("土星的光环");
    term.bytes(b"\x1b[<65;6;4M");
    term.wait_for("四明书店昨天");
    let listens = |screen: &Screen| screen.screen.mouse_protocol_mode() != vt100::MouseProtocolMode::None;
    assert!(listens(&term.screen()));
    term.keys("M");
    term.wait_until("no mouse", |screen| !listens(screen));
    term.keys("M");
    term.wait_until("the mouse again", listens);
}

#[test]
fn what_was_marked_and_where_one_was_is_there_the_next_time() {
    for (what, end, status) in
        [("q", None, 0), ("SIGTERM", Some(Signal::TERM), 143), ("SIGHUP", Some(Signal::HUP), 129)]
    {
        let run = Run::on(PAGE);
        let term = Term::showing(&run, FIRST);
        // No wait for the save: ending waits for it.
        term.keys("Jlmm");
        term.wait_for("*1");
        match end {
            Some(signal) => term.signal(signal),
            None => term.keys("q"),
        }
        assert_eq!(term.status(0), status, "{what}");
        let again = Term::start(&run);
        again.wait_until(&format!("after {what} the article with its mark"), |screen| {
            let text = screen.text();
            text.contains("*1") && text.contains("土星的光环")
        });
    }
}

#[test]
fn it_writes_nothing_while_nothing_happens() {
    let term = Term::showing(&Run::on(PAGE), FIRST);
    term.keys("jl/江<Enter>");
    term.wait_until("the reader without the prompt", |screen| screen.cursor().is_none());
    term.settle(Duration::from_millis(300));
    let length = term.log().len();
    std::thread::sleep(Duration::from_millis(700));
    assert_eq!(term.log().len(), length, "bytes were written to an idle screen");
}

/// What a document may try, and what it is called.
const ATTACKS: &[(&str, &str)] = &[
    ("clipboard", "\x1b]52;c;cm0gLXJm\x07"),
    ("clipboard, ended by ST", "\x1b]52;c;cm0gLXJm\x1b\\"),
    ("link", "\x1b]8;;http://example.org/\x1b\\link\x1b]8;;\x1b\\"),
    ("title", "\x1b]0;title\x07\x1b]2;title\x07"),
    ("clear and home", "\x1b[2J\x1b[H\x1b[31m\x1b[6n"),
    ("device strings", "\x1bP+q544e\x1b\\\x1b_apc\x1b\\\x1b^pm\x1b\\\x1bXsos\x1b\\"),
    ("reset and charsets", "\x1bc\x1b(0\x1b#8\x1bM\x0e\x0f"),
    ("C1 controls", "\u{9b}2J\u{9d}0;x\u{9c}\u{90}q\u{9c}\u{85}\u{84}\u{8d}"),
    ("C0 controls", "\x01\x02\x03\x04\x05\x06\x07\x08\x0b\x0c\x0e\x16\x18\x1a\x1c\x1f"),
    ("DEL", "\x7f\x7f"),
    ("carriage return", "\rover\rover"),
    (
        "bidi",
        "\u{202e}反\u{202c}\u{2066}\u{2067}\u{2068}\u{2069}\u{200e}\u{200f}\u{61c}\u{202a}\u{202b}\u{202d}",
    ),
    ("zero width", "\u{200b}\u{2060}\u{feff}\u{ad}\u{180e}\u{2061}\u{2062}\u{2063}\u{2064}"),
    ("fillers", "\u{115f}\u{1160}\u{3164}\u{ffa0}"),
    ("tags", "\u{e0001}\u{e0041}\u{e0042}\u{e007f}"),
    ("separators", "\u{2028}\u{2029}"),
    ("annotations", "\u{fff9}a\u{fffa}b\u{fffb}"),
    ("non-characters", "\u{fffe}\u{ffff}\u{fdd0}\u{1ffff}"),
    ("private use", "\u{e000}\u{f8ff}\u{f0000}"),
    ("lone joiners", "\u{200d}\u{200c}\u{fe0f}"),
];

/// Characters that must not be among those shown.
fn is_forbidden(c: char) -> bool {
    matches!(c as u32,
        0x7f..=0x9f | 0xad | 0x61c | 0x115f | 0x1160 | 0x180e | 0x200b | 0x200e | 0x200f | 0x2028..=0x202e
        | 0x2060..=0x206f | 0x3164 | 0xe000..=0xf8ff | 0xfdd0..=0xfdef | 0xfeff | 0xffa0 | 0xfff9..=0xfffb
        | 0xe0000..=0xe0fff | 0xf0000..=0x10_ffff)
        || (c as u32) & 0xfffe == 0xfffe
}

/// The page with an attack in its headline, in its byline, in its text.
fn poisoned(attack: &str) -> String {
    let marks = "\u{301}".repeat(80);
    PAGE.replace("水上巴士今天", &format!("{attack}水{marks}上巴士今天"))
        .replace("林一帆", &format!("林{attack}帆"))
        .replace("六个", attack)
        .replace("老渡口", &format!("老{attack}渡口{marks}"))
}

/// Everything that the program writes on its way through all its boxes.
fn grand_tour(page: &str, name: &str, words: &str) -> Vec<Token> {
    let mut run = Run::default().sized(100, 40);
    let path = run.home.write(name, page);
    run.args = vec![path.clone(), format!("{path}.missing")];
    let term = Term::showing(&run, "首航");
    for keys in ["<Esc>jkl", "mm", "a"] {
        term.keys(keys);
    }
    term.wait_until("the note box", |screen| screen.cursor().is_some());
    term.bytes(format!("\x1b[200~{words}\x1b[201~").as_bytes());
    for keys in ["<Esc>''", "/", "<Esc><Esc>C-g", "<Esc>?", "<Esc>", "/"] {
        term.keys(keys);
    }
    term.bytes(format!("\x1b[200~{words}\x1b[201~").as_bytes());
    term.keys("<Enter><Esc>:load ");
    term.bytes(format!("\x1b[200~{path}\x1b[201~").as_bytes());
    term.keys("<Enter>");
    term.keys("q");
    term.status(0);
    assert!(term.left_behind().is_empty());
    tokens(&term.log())
}

/// A file's name that a shell gives on may begin like an option.
#[test]
fn nothing_of_an_argument_acts_on_the_terminal() {
    for line in [
        r#""$@" "--x$(printf '\033]52;c;eA==\007\033[2J')""#,
        r#""$@" parse "--encoding=$(printf '\033]0;t\007')" a.txt"#,
    ] {
        let term = Term::start(&Run { line, ..Run::default() });
        assert_eq!(term.status(0), 2);
        let written = tokens(&term.log());
        assert!(
            written.iter().all(|token| matches!(token, Token::Text(_) | Token::Control(_))),
            "{written:?}"
        );
    }
}

#[test]
fn nothing_of_a_document_acts_on_the_terminal() {
    let kinds = |tokens: &[Token]| tokens.iter().map(kind).collect::<BTreeSet<_>>();
    let harmless = kinds(&grand_tour(PAGE, "page.txt", "无害"));
    let asked = harmless.iter().filter(|kind| kind.starts_with("string")).collect::<Vec<_>>();
    assert_eq!(asked, ["string ]11;?"], "the only control string is the question for the background");
    for (what, attack) in ATTACKS {
        // A file's name cannot hold what separates folders.
        let name = format!("{}.txt", attack.replace('/', ""));
        let written = grand_tour(&poisoned(attack), &name, attack);
        let more: Vec<_> = kinds(&written).difference(&harmless).cloned().collect();
        assert!(more.is_empty(), "{what}: {more:?} reached the terminal");
        let mut marks = 0;
        for token in written {
            let Token::Text(c) = token else { continue };
            assert!(!is_forbidden(c), "{what}: U+{:04X} reached the terminal", c as u32);
            marks = if c == '\u{301}' { marks + 1 } else { 0 };
            assert!(marks <= 3, "{what}: a pile of marks reached the terminal");
        }
    }
}
