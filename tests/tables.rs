//! The tables against each other: commands, keys, words. The data is checked, not only the code.

use std::collections::HashSet;

use baolan::app::command;
use baolan::config::keymap::{Keymap, Scope};
use baolan::config::language::{Labels, Language};

#[test]
fn every_command_has_a_name_of_its_own_and_a_description_in_every_language() {
    let mut names = HashSet::new();
    for command in command::all() {
        assert!(names.insert(command.name), "two commands are called {}", command.name);
        for language in [Language::English, Language::Chinese] {
            let doc = command.doc();
            assert_ne!(Labels::load(language).text(&doc), doc, "{doc} is missing in {}", language.code());
        }
    }
}

#[test]
fn every_default_key_runs_a_command_that_exists() {
    let names: Vec<&str> = command::all().map(|command| command.name).collect();
    let (keymap, problems) = Keymap::load(None, &command::resolve, &names);
    assert!(problems.is_empty(), "{problems:?}");
    for scope in Scope::ALL {
        for (keys, id) in keymap.bindings(scope) {
            assert!(command::get(id).is_some(), "{keys:?} in {} runs nothing", scope.name());
        }
    }
}

#[test]
fn every_key_that_a_message_names_is_that_of_a_command() {
    for (code, _, text) in baolan::config::language::LANGUAGES {
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            for hole in line.split('{').skip(1).filter_map(|rest| rest.split('}').next()) {
                let known = hole.parse::<usize>().is_ok() || command::named(hole).is_some();
                assert!(known, "{code}: {{{hole}}} is neither a number nor a command in {line}");
            }
        }
    }
}

#[test]
fn every_word_the_code_says_is_in_the_languages_and_none_is_left_over() {
    let english = Labels::load(Language::English);
    let mut said = HashSet::new();
    let mut folders = vec![std::path::PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/src"))];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = std::fs::read_to_string(&path).expect("a source");
            for literal in text.split('"').skip(1).step_by(1) {
                let known = ["notice.", "label.", "info."].iter().any(|section| literal.starts_with(section));
                if known && literal.chars().all(|c| c.is_ascii_lowercase() || matches!(c, '.' | '-')) {
                    let is_said = english.text(literal) != literal;
                    assert!(is_said, "{literal} ({}) is in no language", path.display());
                    said.insert(literal.to_owned());
                }
            }
        }
    }
    let file = include_str!("../config/languages/en.toml");
    let mut section = "";
    for line in file.lines() {
        if let Some(name) = line.strip_prefix('[') {
            section = name.trim_end_matches(']');
        } else if let Some((key, _)) = line.split_once(" = ") {
            let key = format!("{section}.{key}");
            let counts = ["notice", "label", "info"].contains(&section);
            assert!(!counts || said.contains(&key), "{key} is never said");
        }
    }
}
