//! The words of the interface, in each language, from `config/languages`.
//!
//! Guarantees: something is always said: the language's words, else the key; a test holds that all languages have the
//! same keys. Never: a word of the interface in code.

use std::collections::HashMap;

use super::message::Message;
use super::settings::LanguageChoice;
use super::source::{Source, Value};

/// Each language: its code, its own name, its texts; a test compares the list with the folder.
pub const LANGUAGES: &[(&str, &str, &str)] = &[
    ("en", "English", include_str!("../../config/languages/en.toml")),
    ("zh", "简体中文", include_str!("../../config/languages/zh.toml")),
];

/// A language of the interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// English.
    English,
    /// Chinese, simplified.
    Chinese,
}

impl Language {
    /// Its code, as in [`LANGUAGES`].
    pub const fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Chinese => "zh",
        }
    }

    /// The language that the setting asks for; for «auto» from the values of `LC_ALL`, `LC_MESSAGES` and `LANG`.
    ///
    /// Source: POSIX, «Environment Variables», 8.2: the first of the three that is not empty decides.
    pub fn choose(choice: LanguageChoice, locale: [Option<&str>; 3]) -> Self {
        match choice {
            LanguageChoice::English => Self::English,
            LanguageChoice::Chinese => Self::Chinese,
            LanguageChoice::Auto => {
                let decides =
                    locale.into_iter().flatten().find(|value| !value.is_empty()).unwrap_or_default();
                let language = decides.split(['_', '-', '.', '@']).next().unwrap_or_default();
                if language.eq_ignore_ascii_case("zh") { Self::Chinese } else { Self::English }
            }
        }
    }
}

/// The words of one language.
#[derive(Clone, Debug)]
pub struct Labels {
    language: Language,
    own: HashMap<String, String>,
}

impl Labels {
    /// The words of `language`.
    pub fn load(language: Language) -> Self {
        Self { language, own: texts(language) }
    }

    /// Which language they are of.
    pub const fn language(&self) -> Language {
        self.language
    }

    /// The text of a key, such as `label.notes`, as it stands in the file.
    pub fn text<'s>(&'s self, key: &'s str) -> &'s str {
        self.own.get(key).map_or(key, String::as_str)
    }

    /// The message in words. Arguments are set in once: a `{0}` inside an argument stays as it is.
    pub fn say(&self, message: &Message) -> String {
        self.say_with(message, &|_| None)
    }

    /// The message in words; `key_of` gives what stands for a `{command-name}`: the key that runs it.
    pub fn say_with(&self, message: &Message, key_of: &dyn Fn(&str) -> Option<String>) -> String {
        let mut rest = self.text(message.key);
        let mut said = String::with_capacity(rest.len());
        while let Some((before, after)) = rest.split_once('{') {
            said.push_str(before);
            let filled = after.split_once('}').and_then(|(hole, after)| match hole.parse::<usize>() {
                Ok(number) => Some((message.args.get(number)?.clone(), after)),
                Err(_) => Some((key_of(hole)?, after)),
            });
            if let Some((value, after)) = filled {
                said.push_str(&value);
                rest = after;
            } else {
                said.push('{');
                rest = after;
            }
        }
        said.push_str(rest);
        said
    }
}

fn texts(language: Language) -> HashMap<String, String> {
    let text = LANGUAGES.iter().find(|(code, ..)| *code == language.code()).map_or("", |(.., text)| *text);
    let entries = Source::new(language.code(), text).entries().entries;
    let pair = |entry: super::source::Entry| match entry.value {
        Value::Text(text) => Some((format!("{}.{}", entry.section, entry.key), text)),
        _ => None,
    };
    entries.into_iter().filter_map(pair).collect()
}
