//! Configuration from the outside: the embedded files against each other, and users' files with their mistakes.
//!
//! Guarantees: each `tests/config/invalid/KIND-*.toml` gives exactly the problems of the `.txt` beside it, each
//! `tests/config/valid/KIND-*.toml` gives none. Never: a file of the real config folder.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use baolan::app::event::Size;
use baolan::app::{App, Setup};
use baolan::config::colour::ColourDepth;
use baolan::config::key::{Code, Key};
use baolan::config::keymap::{self, CommandId, Keymap, Scope, Step};
use baolan::config::language::{LANGUAGES, Labels, Language};
use baolan::config::message::Message;
use baolan::config::problem::Problem;
use baolan::config::settings::{LanguageChoice, Settings};
use baolan::config::source::{Source, Value};
use baolan::config::theme::{Background, Role, THEMES, Theme};
use proptest::prelude::{any, prop, prop_oneof, proptest};
use proptest::strategy::Strategy;

use crate::support::desk::setup;

fn folder(name: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

/// The commands as the language files name them; the app's table is held against the same files by its own test.
fn commands() -> Vec<String> {
    let english = Source::new("en", LANGUAGES[0].2).entries().entries;
    english.into_iter().filter(|entry| entry.section == "command").map(|entry| entry.key).collect()
}

fn keymap_of(user: Option<&Source>) -> (Keymap, Vec<Problem>) {
    let commands = commands();
    let names: Vec<&str> = commands.iter().map(String::as_str).collect();
    let resolve = |name: &str| names.iter().position(|known| *known == name).map(|at| CommandId(at as u16));
    Keymap::load(user, &resolve, &names)
}

fn id(name: &str) -> CommandId {
    CommandId(commands().iter().position(|known| known == name).expect("a command") as u16)
}

/// The problems of a file, by the kind its name begins with.
fn problems_of(path: &Path) -> String {
    let name = path.file_name().unwrap().to_str().unwrap();
    let source = Source::new(name, &fs::read_to_string(path).unwrap());
    let problems = match name.split('-').next().unwrap() {
        "settings" => Settings::load(Some(&source)).1,
        "keymap" => keymap_of(Some(&source)).1,
        "theme" => Theme::load(name.trim_end_matches(".toml"), &[source]).1,
        kind => panic!("no kind of file begins with {kind}"),
    };
    let told: Vec<String> = problems.iter().map(|problem| format!("{problem}\n")).collect();
    told.join("\n")
}

#[test]
fn valid_files_have_no_problems() {
    for path in folder("tests/config/valid") {
        assert_eq!(problems_of(&path), "", "{}", path.display());
    }
}

#[test]
fn invalid_files_have_the_problems_written_beside_them() {
    for path in folder("tests/config/invalid") {
        if path.extension().is_some_and(|ext| ext == "toml") {
            let expected = path.with_extension("txt");
            let told = problems_of(&path);
            if std::env::var_os("BAOLAN_BLESS").is_some() {
                fs::write(&expected, &told).unwrap();
            }
            assert_eq!(told, fs::read_to_string(expected).unwrap_or_default(), "{}", path.display());
        }
    }
}

#[test]
fn a_mistake_costs_only_its_own_line() {
    let source = Source::new("settings.toml", "measure = 99\nindent = 1\nmous = false\nhints = false\n");
    let (settings, problems) = Settings::load(Some(&source));
    assert_eq!(
        (settings.measure, settings.indent, settings.mouse, settings.shown.hints),
        (36, 1, true, false)
    );
    assert_eq!(problems.len(), 2);
}

#[test]
fn the_default_keymap_has_no_problem_and_every_binding_is_reachable() {
    let (keymap, problems) = keymap_of(None);
    assert_eq!(problems, []);
    for scope in Scope::ALL {
        for (keys, command) in keymap.bindings(scope) {
            for end in 1..keys.len() {
                assert_eq!(keymap.step(&[scope], &keys[..end]), Step::Pending, "{keys:?}");
                let next = keymap.following(&[scope], &keys[..end]);
                assert!(next.iter().any(|(key, _)| *key == keys[end]), "{keys:?}");
            }
            assert_eq!(keymap.step(&[scope], &keys), Step::Run(command), "{keys:?} in {scope:?}");
        }
    }
}

#[test]
fn every_command_has_a_key_or_is_for_the_command_line() {
    let (keymap, _) = keymap_of(None);
    for name in commands()
        .into_iter()
        .filter(|name| !["theme", "load", "search-clear", "tag"].contains(&name.as_str()))
    {
        let bound = Scope::ALL.iter().any(|scope| !keymap.keys_of(id(&name), *scope).is_empty());
        assert!(bound, "{name} has no key");
    }
}

#[test]
fn keys_go_through_the_scopes_from_the_front() {
    let (keymap, _) = keymap_of(None);
    let reader = [Scope::Reader, Scope::Panes, Scope::Everywhere];
    let bookmarks = [Scope::Bookmarks, Scope::Everywhere];
    let run = |name| Step::Run(id(name));
    for (scopes, typed, want) in [
        (&reader[..], "gg", run("top")),
        (&reader, "g", Step::Pending),
        (&reader, "q", run("quit")),
        (&bookmarks, "q", run("cancel")),
        (&bookmarks, "/", run("list-filter")),
        (&reader, "／", run("search")),
        (&reader, "‘’", run("bookmark-list")),
        (&reader, "　", run("page-down")),
        (&reader, "『", run("paragraph-previous")),
        (&reader, "gx", Step::Unbound),
        (&[Scope::Prompt], "q", Step::Unbound),
        (&reader, "5", Step::Unbound),
    ] {
        assert_eq!(keymap.step(scopes, &Key::sequence(typed).unwrap()), want, "{typed} in {scopes:?}");
    }
    assert_eq!(keymap.key_hint(id("quit"), &bookmarks), None, "q is hidden behind the bookmarks' own q");
}

#[test]
fn a_users_lines_move_bindings_in_any_order() {
    let source =
        Source::new("keymap.toml", "[everywhere]\n\"g\" = \"top\"\n\"gg\" = \"unbind\"\n\"0x\" = \"top\"\n");
    let (keymap, problems) = keymap_of(Some(&source));
    assert_eq!(keymap.keys_of(id("top"), Scope::Everywhere), ["<Home>", "g"]);
    assert_eq!(problems.len(), 1, "a digit begins no binding: {problems:?}");
}

fn any_key() -> impl Strategy<Value = Key> {
    let code = prop_oneof![
        any::<char>().prop_map(Code::Char),
        prop::sample::select("gm'dq／‘　{}J".chars().collect::<Vec<_>>()).prop_map(Code::Char),
        prop::sample::select(vec![Code::Enter, Code::Esc, Code::Tab, Code::Up, Code::F(1)]),
    ];
    (code, prop::sample::select(vec![false, false, false, true])).prop_map(|(code, ctrl)| Key {
        code,
        ctrl,
        alt: false,
    })
}

proptest! {
    #[test]
    fn any_keys_come_to_an_end(keys in prop::collection::vec(any_key(), 0..40)) {
        let (keymap, _) = keymap_of(None);
        let mut pending = Vec::new();
        for key in keys {
            pending.push(key);
            if keymap.step(&[Scope::Reader, Scope::Panes, Scope::Everywhere], &pending) != Step::Pending {
                pending.clear();
            }
            assert!(pending.len() < 3, "no default sequence is longer than two keys");
        }
    }

    #[test]
    fn no_text_breaks_a_loader(text in "([a-z_]{1,9} ?= ?[\"0-9a-z\\[\\]{}报]{0,6}\n|\\[[a-z]{0,9}\\]?\n|.{0,12}\n){0,12}") {
        let source = Source::new("any.toml", &text);
        let problems = [Settings::load(Some(&source)).1, keymap_of(Some(&source)).1, Theme::load("any", &[source]).1];
        for problem in problems.iter().flatten() {
            assert!(!problem.to_string().contains('\x1b'));
        }
    }
}

#[test]
fn the_lists_of_themes_and_languages_are_those_of_their_folders() {
    for (name, listed) in [
        ("config/themes", THEMES.iter().map(|(name, _)| *name).collect::<BTreeSet<_>>()),
        ("config/languages", LANGUAGES.iter().map(|(code, ..)| *code).collect()),
    ] {
        let files = folder(name);
        let found: BTreeSet<&str> =
            files.iter().map(|path| path.file_stem().unwrap().to_str().unwrap()).collect();
        assert_eq!(listed, found, "{name}");
    }
}

#[test]
fn every_embedded_theme_can_be_read() {
    for (name, _) in THEMES {
        let (theme, problems) = Theme::load(name, &[]);
        assert_eq!(problems, [], "{name}");
        for role in Role::ALL {
            let style = theme.style(*role);
            if let (Some(fg), Some(bg)) = (style.fg, style.bg)
                && !matches!(role, Role::Rule | Role::Behind)
            {
                let contrast = fg.contrast(bg);
                assert!(contrast >= 4.5, "{name}: {} has a contrast of {contrast:.2}", role.name());
            }
        }
    }
}

#[test]
fn without_colours_what_matters_still_differs() {
    let (plain, _) = Theme::load("plain", &[]);
    let plain = plain.at(ColourDepth::None);
    for pair in [
        [Role::Text, Role::Headline],
        [Role::Text, Role::Heading],
        [Role::Text, Role::Match],
        [Role::Match, Role::MatchCurrent],
        [Role::Mark, Role::Unsaved],
        [Role::ListTitle, Role::ListRead],
        [Role::ListTitle, Role::ListSelected],
        [Role::ListRead, Role::ListSelected],
        [Role::ListSelected, Role::ListSelectedDim],
        [Role::ListTitle, Role::ListSelectedDim],
        [Role::Popup, Role::PopupSelected],
        [Role::NoticeInfo, Role::NoticeWarning],
        [Role::NoticeWarning, Role::NoticeError],
        [Role::Popup, Role::Key],
    ] {
        assert_ne!(plain.style(pair[0]), plain.style(pair[1]), "{pair:?}");
    }
    assert!(Role::ALL.iter().all(|role| plain.style(*role).fg.is_none() && plain.style(*role).bg.is_none()));
}

#[test]
fn a_users_theme_lies_over_what_it_inherits_from() {
    let source =
        Source::new("paper.toml", "inherits = \"paper\"\n[roles]\nheadline = \"red on blue underline\"\n");
    let (theme, problems) = Theme::load("paper", &[source]);
    assert_eq!(problems, []);
    assert_eq!(theme.background(), Background::Light);
    assert_ne!(theme.style(Role::Headline), Theme::load("paper", &[]).0.style(Role::Headline));
    assert_eq!(theme.style(Role::Status), Theme::load("paper", &[]).0.style(Role::Status));
    let (fallback, problems) = Theme::load("papier", &[]);
    assert_eq!((fallback.name(), problems.len()), ("plain", 1));
    assert_eq!(problems[0].hint.as_deref(), Some("did you mean \"paper\"?"));
}

fn texts(text: &str) -> BTreeMap<String, String> {
    let entries = Source::new("language", text).entries();
    assert_eq!(entries.problems, []);
    let pair = |entry: baolan::config::source::Entry| match entry.value {
        Value::Text(text) => (format!("{}.{}", entry.section, entry.key), text),
        other => panic!("{}.{} is a {}", entry.section, entry.key, other.kind()),
    };
    entries.entries.into_iter().map(pair).collect()
}

#[test]
fn all_languages_have_the_same_keys_and_placeholders() {
    let holes = |text: &str| -> BTreeSet<String> {
        text.split('{').skip(1).map(|rest| rest.split('}').next().unwrap_or_default().to_owned()).collect()
    };
    let first = texts(LANGUAGES[0].2);
    for (code, _, text) in LANGUAGES {
        let own = texts(text);
        assert_eq!(first.keys().collect::<Vec<_>>(), own.keys().collect::<Vec<_>>(), "{code}");
        for (key, text) in &own {
            assert_eq!(holes(text), holes(&first[key]), "{code}: {key}");
        }
    }
    for scope in Scope::ALL {
        assert!(first.contains_key(&format!("scope.{}", scope.name())), "{scope:?} has no name");
    }
}

#[test]
fn the_locale_chooses_the_language() {
    use Language::{Chinese, English};
    for (choice, locale, want) in [
        (LanguageChoice::Auto, [None, None, Some("zh_CN.UTF-8")], Chinese),
        (LanguageChoice::Auto, [Some("C"), None, Some("zh_CN.UTF-8")], English),
        (LanguageChoice::Auto, [Some(""), Some("zh"), Some("en_GB")], Chinese),
        (LanguageChoice::Auto, [None, None, None], English),
        (LanguageChoice::English, [Some("zh_CN"), None, None], English),
        (LanguageChoice::Chinese, [None, None, None], Chinese),
    ] {
        assert_eq!(Language::choose(choice, locale), want, "{locale:?}");
    }
}

#[test]
fn messages_are_filled_once_and_never_lost() {
    let labels = Labels::load(Language::Chinese);
    for (message, want) in [
        (Message::new("notice.measure").arg(36), "每行 36 字"),
        (Message::new("notice.missing").arg("{0}{1}"), "{0}{1}：文件不存在，请检查路径"),
        (Message::new("label.filter-count").arg(3), "3 / {1} 篇"),
        (Message::new("notice.of-tomorrow"), "notice.of-tomorrow"),
    ] {
        assert_eq!(labels.say(&message), want);
    }
}

#[test]
fn the_keymap_reference_opens_with_how_to_use_it() {
    assert!(keymap::DEFAULTS.starts_with('#') && keymap::DEFAULTS.contains("unbind"));
}

#[test]
fn a_theme_that_is_not_there_costs_no_colours() {
    for (written, depth, theme) in [
        ("papr", ColourDepth::True, "ink"),
        ("papr", ColourDepth::Sixteen, "ansi"),
        ("papr", ColourDepth::None, "plain"),
        ("paper", ColourDepth::True, "paper"),
    ] {
        let settings = Some(Source::new("settings.toml", &format!("theme = \"{written}\"\n")));
        let size = Size { width: 80, height: 24 };
        let (app, _) = App::start(Setup { settings, depth, ..setup(Vec::new(), size) });
        assert_eq!(app.look.theme.name(), theme, "{written}");
    }
}
