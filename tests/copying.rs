//! What is copied, which way, and what is told.
//!
//! Guarantees: what goes out is read from the effects. Never: a clipboard of this machine.

use baolan::app::effect::{Effect, Screen};
use baolan::config::citation::Citation;
use baolan::config::marking::Clipboard;

use crate::commands::PAGE;
use crate::support::desk::Desk;
use crate::support::pty::{Run, Term};

/// What the terminal was asked to copy last.
fn copied(desk: &Desk) -> Option<String> {
    desk.performed.iter().rev().find_map(|effect| match effect {
        Effect::Screen(Screen::Copy(text)) => Some(text.to_string()),
        _ => None,
    })
}

#[track_caller]
fn check(keys: &str, want: &str) {
    let mut desk = Desk::open(PAGE, (120, 36));
    desk.keys(keys);
    assert_eq!(copied(&desk).as_deref(), Some(want), "after {keys}");
    assert!(desk.status().contains("Handed to the terminal"), "{}", desk.status());
    assert!(desk.app.reader.as_ref().unwrap().selection.is_none(), "the selection ends");
}

#[test]
fn the_paragraph_or_the_selection_is_copied_as_it_is_shown() {
    let second = "首班船满载九十名乘客，从老渡口出发，四十分钟后抵达大学城。船长说，江面平稳，视野开阔，老人和孩子都很喜欢。";
    check("l}y", second);
    check("l}vey", "首班船满载九十名乘客");
    check("l}v)hP<Esc>y", second);
    check("l}vhy", "。\n首");
    check("l}Y", &format!("{second}\n——《江城水上巴士今天首航》第2段"));
    check("l}v2lY", "首班船\n——《江城水上巴士今天首航》第2段");
    check("l{{{Y", "江城水上巴士今天首航\n——《江城水上巴士今天首航》");
}

#[test]
fn the_source_line_says_what_the_page_says_of_itself() {
    let page = format!("江城晚报\n\n2026年5月3日 星期日 第07版\n\n{PAGE}");
    let mut desk = Desk::with_inputs(&[("page.txt", &page)], (120, 36));
    desk.keys("l}v2lY");
    assert_eq!(
        copied(&desk).as_deref(),
        Some("首班船\n——《江城晚报》2026年5月3日 第7版《江城水上巴士今天首航》第2段")
    );
}

#[test]
fn each_way_tells_what_was_done() {
    for (clipboard, helper, by_terminal, told) in [
        (Clipboard::Auto, Some("wl-copy"), false, "Copied with wl-copy"),
        (Clipboard::Auto, None, true, "Handed to the terminal"),
        (Clipboard::Osc52, Some("wl-copy"), true, "Handed to the terminal"),
        (Clipboard::Command, Some("xclip"), false, "Copied with xclip"),
        (Clipboard::Command, None, false, "Not copied"),
        (Clipboard::Off, Some("wl-copy"), false, "Copying is off"),
    ] {
        let mut desk = Desk::open(PAGE, (160, 36));
        desk.helper = helper.map(str::to_owned);
        desk.app.settings.marking.clipboard = clipboard;
        desk.keys("ly");
        assert_eq!(copied(&desk).is_some(), by_terminal, "{clipboard:?} {helper:?}");
        assert!(desk.screen().contains(told), "{clipboard:?} {helper:?}: {}", desk.status());
    }
}

#[test]
fn what_is_too_long_for_a_terminal_is_refused() {
    let page = "灯船渡口。".repeat(8_000);
    let mut desk = Desk::open(&page, (120, 36));
    desk.keys("ly");
    assert_eq!(copied(&desk), None);
    assert!(desk.status().contains("more than 73 KB"), "{}", desk.status());
}

#[test]
fn the_source_line_is_the_readers_own() {
    let mut desk = Desk::open(PAGE, (120, 36));
    desk.app.settings.marking.citation = Citation::parse("[{paragraph}] {title} {paper}").unwrap();
    desk.keys("lvY");
    assert_eq!(copied(&desk).as_deref(), Some("本\n[1] 江城水上巴士今天首航"));
}

#[test]
fn nothing_of_a_document_acts_on_the_terminal_by_way_of_a_copy() {
    let page = PAGE.replace("首班船", "首\u{1b}]52;c;AAAA\u{7}班\u{202e}船");
    let mut desk = Desk::open(&page, (120, 36));
    desk.keys("l}Y");
    let copied = copied(&desk).expect("a copy");
    assert!(copied.chars().all(|c| c == '\n' || !c.is_control() && c != '\u{202e}'), "{copied:?}");
}

#[test]
fn the_program_or_the_terminal_gets_what_was_copied() {
    use std::os::unix::fs::PermissionsExt as _;
    let run = Run::on(PAGE);
    let helper = run.home.path("bin/xclip");
    let took = run.home.path("took.txt");
    run.home.write("bin/xclip", format!("#!/bin/sh\nexec cat > {}\n", took.display()));
    std::fs::set_permissions(&helper, std::fs::Permissions::from_mode(0o755)).unwrap();
    let path = format!("{}:{}", run.home.path("bin").display(), std::env::var("PATH").unwrap_or_default());
    let run =
        run.env("PATH", &path).env("DISPLAY", ":9").env("WAYLAND_DISPLAY", "").env("SSH_CONNECTION", "");
    run.home.write("config/baolan/settings.toml", "clipboard = \"command\"\n");
    let term = Term::showing(&run, "首班船");
    term.keys("l}y");
    term.wait_for("Copied with xclip");
    assert!(std::fs::read_to_string(&took).unwrap().starts_with("首班船满载九十名乘客，"));
    assert!(!String::from_utf8_lossy(&term.log()).contains("]52;"), "the terminal is not asked as well");
    run.home.write("config/baolan/settings.toml", "clipboard = \"osc52\"\n");
    let term = Term::showing(&run, "首班船");
    term.keys("l}v2ly");
    term.wait_for("Handed to the terminal");
    assert!(String::from_utf8_lossy(&term.log()).contains("\u{1b}]52;c;6aaW54+t6Ii5\u{7}"));
}
