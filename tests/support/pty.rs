//! A terminal for the real binary: a pseudo-terminal, a model of its screen, and somebody who types.
//!
//! Guarantees: the program gets a home of its own and nothing of the environment around the tests; it runs under a
//! small shell, as it does at home, so that what it leaves behind can be looked at; a screen is looked at only
//! between two frames; every wait ends, and where it ends badly the screen is in the message. Never: a judgement
//! about speed.

use std::collections::BTreeSet;
use std::io::{self, Read as _};
use std::os::fd::{AsFd, OwnedFd};
use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use baolan::config::key::{Code, Key};
use baolan::text::width::{Ambiguous, Widths};
use filedescriptor::FileDescriptor;
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::event::{PollFd, PollFlags, poll};
use rustix::process::{Pid, Signal, kill_process, kill_process_group};
use rustix::termios::{Termios, tcgetattr, tcgetpgrp};

/// Nothing takes so long but a hang.
const DEADLINE: Duration = Duration::from_secs(30);
/// A person's fingers need longer than this between Escape and the next key, and the program waits less.
const AFTER_ESCAPE: Duration = Duration::from_millis(80);
/// The time it is for the program, unless a test says otherwise.
pub const NOW: &str = "2026-05-03T19:30:00Z";

/// The shell above the program. It tells how each job ended, and then does what is typed.
const SHELL: &str = r#"set -m; eval "$LINE"; echo "job ended: $?"
while read -r line; do eval "$line"; echo "job ended: $?"; done"#;
/// What the shell says before `$?`.
const JOB_ENDED: &str = "job ended: ";

/// A home folder that is gone with the last one who uses it.
#[derive(Clone, Debug)]
pub struct Home(Arc<tempfile::TempDir>);

impl Home {
    pub fn new() -> Self {
        Self(Arc::new(tempfile::Builder::new().prefix("baolan").tempdir().expect("a temporary folder")))
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Writes a file, with the folders it needs, and says where it is.
    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
        std::fs::write(&path, bytes).expect("a written file");
        path.to_str().expect("a path in UTF-8").to_owned()
    }
}

/// What stands above the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Above {
    /// A shell with job control.
    Shell,
    /// Nothing: the program is the first process of its session.
    Nothing,
}

/// What the terminal answers when it is asked something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answers {
    /// What xterm answers; the background is black.
    Xterm,
    /// The same on a white background.
    Light,
    /// The same, with ambiguous characters two cells wide.
    Wide,
    /// Nothing.
    Silence,
}

/// How the program is started.
#[derive(Clone, Debug)]
pub struct Run {
    pub home: Home,
    pub args: Vec<String>,
    /// Columns and rows.
    pub size: (u16, u16),
    /// Added to the environment.
    pub env: Vec<(String, String)>,
    pub answers: Answers,
    pub above: Above,
    /// What the shell runs; `"$@"` is the program with its arguments.
    pub line: &'static str,
}

impl Default for Run {
    fn default() -> Self {
        Self {
            home: Home::new(),
            args: Vec::new(),
            size: (100, 30),
            env: Vec::new(),
            answers: Answers::Xterm,
            above: Above::Shell,
            line: r#""$@""#,
        }
    }
}

impl Run {
    /// The program on one document.
    pub fn on(text: impl AsRef<[u8]>) -> Self {
        let mut run = Self::default();
        let path = run.home.write("page.txt", text);
        run.args.push(path);
        run
    }

    pub fn sized(self, width: u16, height: u16) -> Self {
        Self { size: (width, height), ..self }
    }

    pub fn env(mut self, name: &str, value: &str) -> Self {
        self.env.push((name.to_owned(), value.to_owned()));
        self
    }

    fn command(&self) -> CommandBuilder {
        let program = env!("CARGO_BIN_EXE_baolan");
        let mut command = CommandBuilder::new(if self.above == Above::Shell { "/bin/sh" } else { program });
        if self.above == Above::Shell {
            command.args(["-c", SHELL, "sh", program]);
        }
        command.args(&self.args);
        command.cwd(self.home.path(""));
        command.env_clear();
        for (name, folder) in [
            ("HOME", ""),
            ("XDG_CONFIG_HOME", "config"),
            ("XDG_DATA_HOME", "data"),
            ("XDG_STATE_HOME", "state"),
            ("XDG_CACHE_HOME", "cache"),
        ] {
            command.env(name, self.home.path(folder));
        }
        for (name, value) in [
            ("PATH", "/usr/local/bin:/usr/bin:/bin"),
            ("TERM", "xterm-256color"),
            ("COLORTERM", "truecolor"),
            ("LANG", "en_GB.UTF-8"),
            ("TZ", "UTC"),
            ("BAOLAN_NOW", NOW),
            ("LINE", self.line),
        ] {
            command.env(name, value);
        }
        for (name, value) in &self.env {
            command.env(name, value);
        }
        command
    }
}

/// A terminal with the program in it.
pub struct Term {
    pub home: Home,
    master: Option<Box<dyn MasterPty + Send>>,
    /// The master, for typing and looking at modes.
    tty: Option<FileDescriptor>,
    child: Box<dyn Child + Send + Sync>,
    state: Arc<Shared>,
    reader: Option<JoinHandle<()>>,
    /// Closed to stop the reader.
    stop: Option<OwnedFd>,
    before: Termios,
    above: Above,
}

struct Shared {
    model: Mutex<Model>,
    changed: Condvar,
}

/// What the terminal has been told so far.
struct Model {
    parser: vt100::Parser<Reflexes>,
    log: Vec<u8>,
}

impl Term {
    /// Starts the program and does not wait for it.
    pub fn start(run: &Run) -> Self {
        let (cols, rows) = run.size;
        let size = PtySize { rows, cols, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a pseudo-terminal");
        let raw = pair.master.as_raw_fd().expect("a descriptor");
        let tty = FileDescriptor::dup(&raw).expect("a second descriptor");
        let before = tcgetattr(&tty).expect("the modes of a terminal");
        let reflexes = Reflexes { answers: run.answers, ..Reflexes::default() };
        let parser = vt100::Parser::new_with_callbacks(rows, cols, 0, reflexes);
        let model = Mutex::new(Model { parser, log: Vec::new() });
        let state = Arc::new(Shared { model, changed: Condvar::new() });
        let (stopped, stop) = rustix::pipe::pipe().expect("a pipe");
        let ear = FileDescriptor::dup(&raw).expect("a third descriptor");
        let reader = std::thread::spawn({
            let state = Arc::clone(&state);
            move || listen(ear, &stopped, &state)
        });
        let child = pair.slave.spawn_command(run.command()).expect("a started program");
        Self {
            home: run.home.clone(),
            master: Some(pair.master),
            tty: Some(tty),
            child,
            state,
            reader: Some(reader),
            stop: Some(stop),
            before,
            above: run.above,
        }
    }

    /// Starts the program and waits until `text` is on the screen.
    #[track_caller]
    pub fn showing(run: &Run, text: &str) -> Self {
        let term = Self::start(run);
        term.wait_for(text);
        term
    }

    /// Types keys, written as in the keymap; `<Paste:TEXT>` pastes.
    pub fn keys(&self, keys: &str) {
        let mut rest = keys;
        while let Some((before, after)) = rest.split_once("<Paste:") {
            self.plain_keys(before);
            let (text, after) = after.split_once('>').expect("a closed paste");
            self.bytes(format!("\x1b[200~{text}\x1b[201~").as_bytes());
            rest = after;
        }
        self.plain_keys(rest);
    }

    fn plain_keys(&self, keys: &str) {
        let keys = if keys.is_empty() { Vec::new() } else { Key::sequence(keys).expect("keys") };
        for key in keys {
            self.bytes(&bytes_of(key));
            if key.code == Code::Esc {
                std::thread::sleep(AFTER_ESCAPE);
            }
        }
    }

    /// Sends bytes as they are.
    pub fn bytes(&self, mut bytes: &[u8]) {
        let tty = self.tty.as_ref().expect("a terminal");
        while !bytes.is_empty() {
            let written =
                rustix::io::retry_on_intr(|| rustix::io::write(tty, bytes)).expect("a terminal that listens");
            bytes = &bytes[written..];
        }
    }

    /// Gives the terminal another size.
    pub fn resize(&self, cols: u16, rows: u16) {
        self.model().parser.screen_mut().set_size(rows, cols);
        let size = PtySize { rows, cols, pixel_width: 0, pixel_height: 0 };
        self.master.as_ref().expect("a terminal").resize(size).expect("a new size");
    }

    /// Takes the terminal away, as when its window is closed.
    pub fn vanish(&mut self) {
        self.stop = None;
        if let Some(reader) = self.reader.take() {
            reader.join().expect("a reader that stops");
        }
        self.tty = None;
        self.master = None;
    }
}

/// What can be seen from outside.
impl Term {
    fn model(&self) -> MutexGuard<'_, Model> {
        self.state.model.lock().expect("a lock that no failed test holds")
    }

    fn look<T>(&self, look: impl FnOnce(&Model) -> T) -> T {
        look(&self.model())
    }

    /// The screen as it is now.
    pub fn screen(&self) -> Screen {
        self.look(|model| Screen { screen: model.parser.screen().clone() })
    }

    /// All bytes that were ever written to the terminal.
    pub fn log(&self) -> Vec<u8> {
        self.look(|model| model.log.clone())
    }

    /// How many whole frames there were.
    pub fn frames(&self) -> usize {
        self.look(|model| model.parser.callbacks().frames)
    }

    /// Waits until `text` is on the screen.
    #[track_caller]
    pub fn wait_for(&self, text: &str) {
        self.wait_until(&format!("«{text}» on the screen"), |screen| screen.text().contains(text));
    }

    /// Waits until the screen, between two frames, is as `wanted`; `what` is told where it never is.
    #[track_caller]
    pub fn wait_until(&self, what: &str, wanted: impl Fn(&Screen) -> bool) {
        let met = self.comes(DEADLINE, &wanted);
        assert!(met, "waited for {what}; the screen is\n{}", self.screen().text());
    }

    /// Whether the screen, between two frames, is as `wanted` within `patience`.
    pub fn comes(&self, patience: Duration, wanted: impl Fn(&Screen) -> bool) -> bool {
        let until = Instant::now() + patience;
        let mut model = self.model();
        loop {
            let parser = &model.parser;
            if !parser.callbacks().in_frame && wanted(&Screen { screen: parser.screen().clone() }) {
                return true;
            }
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return false;
            }
            model = self.state.changed.wait_timeout(model, left).expect("a lock").0;
        }
    }

    /// Waits until nothing was written for as long as `quiet`.
    pub fn settle(&self, quiet: Duration) {
        let until = Instant::now() + DEADLINE;
        let mut length = self.log().len();
        loop {
            std::thread::sleep(quiet);
            let now = self.log().len();
            if now == length && !self.look(|model| model.parser.callbacks().in_frame)
                || Instant::now() > until
            {
                return;
            }
            length = now;
        }
    }

    /// The process id of the program itself.
    #[track_caller]
    pub fn pid(&self) -> Pid {
        let first =
            self.child.process_id().and_then(|id| Pid::from_raw(id.cast_signed())).expect("a process");
        if self.above == Above::Nothing {
            return first;
        }
        let tty = self.tty.as_ref().expect("a terminal");
        self.poll("a program in the foreground", || tcgetpgrp(tty).ok().filter(|group| *group != first))
    }

    /// Sends a signal to the program.
    #[track_caller]
    pub fn signal(&self, signal: Signal) {
        kill_process(self.pid(), signal).expect("a signal that arrives");
    }

    /// How the job number `index` of the shell ended, from 0: what `$?` says. Waits for it, and so for everything
    /// that was written before.
    #[track_caller]
    pub fn status(&self, index: usize) -> i32 {
        self.poll("the end of the program", || {
            let log = self.log();
            let log = String::from_utf8_lossy(&log);
            let (number, _) = log.split(JOB_ENDED).nth(index + 1)?.split_once('\n')?;
            number.trim().parse().ok()
        })
    }

    /// Waits until the program that has nothing above it is over. Says whether it ended by itself.
    #[track_caller]
    pub fn wait_for_end(&mut self) -> portable_pty::ExitStatus {
        let until = Instant::now() + DEADLINE;
        loop {
            if let Some(status) = self.child.try_wait().expect("a child") {
                return status;
            }
            assert!(Instant::now() < until, "waited for the end of the program");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    #[track_caller]
    fn poll<T>(&self, what: &str, mut find: impl FnMut() -> Option<T>) -> T {
        let until = Instant::now() + DEADLINE;
        loop {
            if let Some(found) = find() {
                return found;
            }
            assert!(Instant::now() < until, "waited for {what}; the screen is\n{}", self.screen().text());
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// What is not as it was before the program started; empty where the terminal was left as it was found.
    pub fn left_behind(&self) -> Vec<String> {
        let tty = self.tty.as_ref().expect("a terminal");
        let (was, is) = (&self.before, &tcgetattr(tty).expect("the modes of a terminal"));
        let mut found = Vec::new();
        let mut check = |what: &str, same: bool| {
            if !same {
                found.push(what.to_owned());
            }
        };
        check("input modes", was.input_modes == is.input_modes);
        check("output modes", was.output_modes == is.output_modes);
        check("control modes", was.control_modes == is.control_modes);
        check("local modes", was.local_modes == is.local_modes);
        check("special characters", format!("{:?}", was.special_codes) == format!("{:?}", is.special_codes));
        self.look(|model| {
            let (screen, reflexes) = (model.parser.screen(), model.parser.callbacks());
            check("the alternate screen", !screen.alternate_screen());
            check("a hidden cursor", !screen.hide_cursor());
            check("bracketed paste", !screen.bracketed_paste());
            check("the mouse", screen.mouse_protocol_mode() == vt100::MouseProtocolMode::None);
            check(
                "the mouse's encoding",
                screen.mouse_protocol_encoding() == vt100::MouseProtocolEncoding::Default,
            );
            check("wrapping and the order of right-to-left text", reflexes.changed.is_empty());
            check("an open frame", !reflexes.in_frame);
            let seen = |stops: &BTreeSet<u16>| stops.range(..screen.size().1).copied().collect::<Vec<_>>();
            check("tab stops", seen(&reflexes.stops) == seen(&usual_stops()));
            check(
                "colours",
                screen.fgcolor() == vt100::Color::Default && screen.bgcolor() == vt100::Color::Default,
            );
            check(
                "attributes",
                !(screen.bold() || screen.italic() || screen.underline() || screen.inverse()),
            );
        });
        found
    }
}

impl Drop for Term {
    fn drop(&mut self) {
        if let Some(tty) = &self.tty
            && let Ok(group) = tcgetpgrp(tty)
        {
            let _ = kill_process_group(group, Signal::KILL);
        }
        let _ = self.child.kill();
        self.vanish();
        let _ = self.child.wait();
    }
}

/// A screen at one moment.
#[derive(Clone)]
pub struct Screen {
    pub screen: vt100::Screen,
}

impl Screen {
    /// Rows of text: a wide glyph takes its two columns, blanks at the ends of rows are cut.
    pub fn text(&self) -> String {
        let rows: Vec<String> = (0..self.screen.size().0).map(|y| self.row(y)).collect();
        rows.join("\n")
    }

    /// One row, from 0.
    pub fn row(&self, y: u16) -> String {
        let mut row = String::new();
        for x in 0..self.screen.size().1 {
            match self.screen.cell(y, x) {
                Some(cell) if cell.is_wide_continuation() => {}
                Some(cell) if cell.has_contents() => row.push_str(cell.contents()),
                _ => row.push(' '),
            }
        }
        row.trim_end().to_owned()
    }

    /// Column and row of the cursor, where it is shown.
    pub fn cursor(&self) -> Option<(u16, u16)> {
        let (y, x) = self.screen.cursor_position();
        (!self.screen.hide_cursor()).then_some((x, y))
    }
}

/// What a terminal does by itself: it answers questions and keeps the modes that the model does not know.
struct Reflexes {
    answers: Answers,
    replies: Vec<u8>,
    in_frame: bool,
    frames: usize,
    /// Columns where a tab stops.
    stops: BTreeSet<u16>,
    /// Modes that were taken away: 7 wraps, 8 puts right-to-left text in its own order.
    changed: Vec<u16>,
}

impl Default for Reflexes {
    fn default() -> Self {
        let (answers, replies, stops) = (Answers::Xterm, Vec::new(), usual_stops());
        Self { answers, replies, in_frame: false, frames: 0, stops, changed: Vec::new() }
    }
}

/// Where a tab stops in a terminal that nobody changed; those of xterm do not end with the screen.
fn usual_stops() -> BTreeSet<u16> {
    (8..320).step_by(8).collect()
}

impl Reflexes {
    /// The column that a tab leads to.
    fn stop_behind(&self, screen: &vt100::Screen) -> u16 {
        let last = screen.size().1 - 1;
        let stop = self.stops.range(screen.cursor_position().1 + 1..).next();
        stop.map_or(last, |stop| last.min(*stop))
    }

    fn reply(&mut self, text: &str) {
        if self.answers != Answers::Silence {
            self.replies.extend_from_slice(text.as_bytes());
        }
    }

    /// The column the cursor would be in if the terminal drew ambiguous characters its own way.
    fn column(&self, screen: &vt100::Screen) -> u16 {
        let (y, x) = screen.cursor_position();
        if self.answers != Answers::Wide {
            return x;
        }
        let (narrow, wide) = (Widths::new(Ambiguous::Narrow), Widths::new(Ambiguous::Wide));
        let cells = (0..x).filter_map(|x| screen.cell(y, x));
        let wider = cells.filter(|cell| narrow.text(cell.contents()) != wide.text(cell.contents())).count();
        x + u16::try_from(wider).expect("a row's cells")
    }
}

impl vt100::Callbacks for Reflexes {
    fn unhandled_csi(
        &mut self,
        screen: &mut vt100::Screen,
        first: Option<u8>,
        second: Option<u8>,
        params: &[&[u16]],
        last: char,
    ) {
        let numbers: Vec<u16> = params.iter().filter_map(|one| one.first().copied()).collect();
        match (first, second, numbers.as_slice(), last) {
            (Some(b'?'), None, [2026], 'h') => self.in_frame = true,
            (Some(b'?'), None, [2026], 'l') => {
                self.frames += usize::from(self.in_frame);
                self.in_frame = false;
            }
            (Some(b'?'), None, [7], 'h' | 'l') | (None, None, [8], 'h' | 'l') => {
                self.changed.retain(|mode| *mode != numbers[0]);
                self.changed.extend(numbers.first().filter(|_| last == 'l'));
            }
            (None, None, [] | [0], 'g') => {
                self.stops.remove(&screen.cursor_position().1);
            }
            (None, None, [3], 'g') => self.stops.clear(),
            (None, None, [6], 'n') => {
                let row = screen.cursor_position().0;
                let column = self.column(screen);
                self.reply(&format!("\x1b[{};{}R", row + 1, column + 1));
            }
            (None, None, [5], 'n') => self.reply("\x1b[0n"),
            (None, None, [] | [0], 'c') => self.reply("\x1b[?64;1;2;6;9;15;18;21;22c"),
            (Some(b'>'), None, [] | [0], 'c') => self.reply("\x1b[>41;390;0c"),
            _ => {}
        }
    }

    fn unhandled_escape(&mut self, screen: &mut vt100::Screen, first: Option<u8>, _: Option<u8>, last: u8) {
        if (first, last) == (None, b'H') {
            self.stops.insert(screen.cursor_position().1);
        }
    }

    fn unhandled_osc(&mut self, _: &mut vt100::Screen, params: &[&[u8]]) {
        let (text, background) = match self.answers {
            Answers::Light => ("0000/0000/0000", "ffff/ffff/ffff"),
            _ => ("e5e5/e5e5/e5e5", "0000/0000/0000"),
        };
        match params {
            [b"10", b"?"] => self.reply(&format!("\x1b]10;rgb:{text}\x1b\\")),
            [b"11", b"?"] => self.reply(&format!("\x1b]11;rgb:{background}\x1b\\")),
            _ => {}
        }
    }
}

/// The reader: bytes to the model, answers back, until the terminal or the test is over.
fn listen(mut tty: FileDescriptor, stopped: &OwnedFd, state: &Shared) {
    let mut bytes = vec![0; 64 * 1024];
    loop {
        let ready = {
            let mut watched = [PollFd::new(&tty, PollFlags::IN), PollFd::new(stopped, PollFlags::IN)];
            match poll(&mut watched, None) {
                Ok(_) if !watched[1].revents().is_empty() => return,
                other => other,
            }
        };
        let read = match ready {
            Ok(_) => tty.read(&mut bytes),
            Err(error) => Err(io::Error::from(error)),
        };
        match read {
            Ok(length) if length > 0 => {
                let replies = state.hear(&bytes[..length]);
                write_all(&tty, &replies);
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            // Nobody has the other end open. More may come from a program that is only starting.
            _ => std::thread::sleep(Duration::from_millis(5)),
        }
    }
}

fn write_all(tty: impl AsFd, mut bytes: &[u8]) {
    while !bytes.is_empty() {
        match rustix::io::retry_on_intr(|| rustix::io::write(&tty, bytes)) {
            Ok(written) => bytes = &bytes[written..],
            Err(_) => return,
        }
    }
}

/// Has `parser` take `bytes`. The borrowed model knows the usual tab stops and no others.
fn feed(parser: &mut vt100::Parser<Reflexes>, bytes: &[u8]) {
    for piece in bytes.split_inclusive(|byte| *byte == b'\t') {
        let Some(before) = piece.strip_suffix(b"\t") else {
            parser.process(piece);
            continue;
        };
        parser.process(before);
        let column = parser.callbacks().stop_behind(parser.screen());
        parser.process(format!("\x1b[{}G", column + 1).as_bytes());
    }
}

/// The screen of a terminal of so many columns and rows that was told `bytes`.
pub fn shown((cols, rows): (u16, u16), bytes: &[u8]) -> Screen {
    let mut parser = vt100::Parser::new_with_callbacks(rows, cols, 0, Reflexes::default());
    feed(&mut parser, bytes);
    Screen { screen: parser.screen().clone() }
}

impl Shared {
    fn hear(&self, bytes: &[u8]) -> Vec<u8> {
        let mut model = self.model.lock().expect("a lock");
        model.log.extend_from_slice(bytes);
        feed(&mut model.parser, bytes);
        self.changed.notify_all();
        std::mem::take(&mut model.parser.callbacks_mut().replies)
    }
}

/// What a terminal sends for a key.
fn bytes_of(key: Key) -> Vec<u8> {
    let mut bytes = match key.code {
        Code::Char(c) if key.ctrl => vec![c as u8 & 0x1f],
        Code::Char(c) => c.to_string().into_bytes(),
        Code::Enter => b"\r".to_vec(),
        Code::Esc => b"\x1b".to_vec(),
        Code::Tab => b"\t".to_vec(),
        Code::Backspace => b"\x7f".to_vec(),
        Code::BackTab => b"\x1b[Z".to_vec(),
        Code::Up => b"\x1b[A".to_vec(),
        Code::Down => b"\x1b[B".to_vec(),
        Code::Right => b"\x1b[C".to_vec(),
        Code::Left => b"\x1b[D".to_vec(),
        Code::Home => b"\x1b[H".to_vec(),
        Code::End => b"\x1b[F".to_vec(),
        Code::Insert => b"\x1b[2~".to_vec(),
        Code::Delete => b"\x1b[3~".to_vec(),
        Code::PageUp => b"\x1b[5~".to_vec(),
        Code::PageDown => b"\x1b[6~".to_vec(),
        Code::F(number) => function_key(number),
        Code::Letter => Vec::new(),
    };
    if key.alt {
        bytes.insert(0, 0x1b);
    }
    bytes
}

fn function_key(number: u8) -> Vec<u8> {
    const CODES: [u8; 8] = [15, 17, 18, 19, 20, 21, 23, 24];
    match number {
        1..=4 => vec![0x1b, b'O', b'P' + number - 1],
        _ => format!("\x1b[{}~", CODES[usize::from(number) - 5]).into_bytes(),
    }
}
