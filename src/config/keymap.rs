//! Which keys run which command, scope by scope: the embedded defaults with the user's file laid over them.
//!
//! Guarantees: every valid line of the user's file applies; a sequence that begins another one of its scope is a
//! problem, so that no key ever waits for a clock. Never: what a command does, nor counts (digits stay free for them).

use super::key::{Code, Key};
use super::problem::Problem;
use super::similar::similar;
use super::source::{Entry, Source, Value, in_order};
use super::trie::Node;

/// The commented defaults, as `baolan config print` shows them.
pub const DEFAULTS: &str = include_str!("../../config/keymap.toml");

/// What a line says to take a binding away.
const UNBIND: &str = "unbind";

/// A command by its place in the table of commands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CommandId(pub u16);

/// Where a binding applies; also the sections of `keymap.toml`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// Behind all others but the boxes that take text.
    Everywhere,
    /// Behind the list and the article, while no box is open.
    Panes,
    /// The list of articles.
    List,
    /// The article.
    Reader,
    /// Words being selected.
    Selection,
    /// The list of bookmarks.
    Bookmarks,
    /// The help.
    Help,
    /// A box with lines to be read.
    Box,
    /// A one-line prompt.
    Prompt,
    /// The box for a note.
    Note,
}

impl Scope {
    /// All scopes, in the order of the file and the help.
    pub const ALL: [Self; 10] = [
        Self::Everywhere,
        Self::Panes,
        Self::List,
        Self::Reader,
        Self::Selection,
        Self::Bookmarks,
        Self::Help,
        Self::Box,
        Self::Prompt,
        Self::Note,
    ];

    /// Its section in `keymap.toml`, also its key under `[scope]` in the language files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Everywhere => "everywhere",
            Self::Panes => "panes",
            Self::List => "list",
            Self::Reader => "reader",
            Self::Selection => "selection",
            Self::Bookmarks => "bookmarks",
            Self::Help => "help",
            Self::Box => "box",
            Self::Prompt => "prompt",
            Self::Note => "note",
        }
    }
}

/// What a sequence of keys comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// It is complete.
    Run(CommandId),
    /// It begins at least one binding.
    Pending,
    /// Nothing begins with it.
    Unbound,
}

/// All bindings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keymap {
    scopes: [Node; Scope::ALL.len()],
}

/// The commands that exist: `resolve` knows them, `names` are for «did you mean».
#[derive(Clone, Copy)]
struct Commands<'c> {
    resolve: &'c dyn Fn(&str) -> Option<CommandId>,
    names: &'c [&'c str],
}

/// A line that may apply.
struct Line {
    scope: Scope,
    keys: Vec<Key>,
    command: Option<CommandId>,
    entry: Entry,
}

impl Keymap {
    /// The defaults with the user's file laid over them, and what is wrong in either.
    ///
    /// `"unbind"` lines apply first, so a file may move `gg` away and bind `g` in any order.
    pub fn load(
        user: Option<&Source>,
        resolve: &dyn Fn(&str) -> Option<CommandId>,
        names: &[&str],
    ) -> (Self, Vec<Problem>) {
        let commands = Commands { resolve, names };
        let mut keymap = Self::default();
        let mut problems = keymap.lay(&Source::new("keymap.toml (built in)", DEFAULTS), commands);
        if let Some(source) = user {
            problems.extend(keymap.lay(source, commands));
        }
        (keymap, in_order(problems))
    }

    fn lay(&mut self, source: &Source, commands: Commands<'_>) -> Vec<Problem> {
        let found = source.entries();
        let mut problems = found.problems;
        for (name, span) in &found.sections {
            if scope_named(name).is_none() {
                let near = similar(name, Scope::ALL.map(Scope::name));
                problems.push(source.problem(span, format!("unknown scope \"{name}\"")).did_you_mean(near));
            }
        }
        let mut lines = Vec::new();
        for entry in found.entries {
            match read(source, entry, commands) {
                Ok(line) => lines.extend(line),
                Err(problem) => problems.push(problem),
            }
        }
        let (binds, unbinds): (Vec<Line>, Vec<Line>) =
            lines.into_iter().partition(|line| line.command.is_some());
        for line in unbinds {
            if !self.tree_mut(line.scope).unbind(&line.keys) {
                let what = format!("\"{}\" is not bound in [{}]", line.entry.key, line.scope.name());
                problems.push(source.problem(&line.entry.key_span, what));
            }
        }
        for line in binds {
            problems.extend(self.bind(source, &line));
        }
        problems
    }

    fn bind(&mut self, source: &Source, line: &Line) -> Option<Problem> {
        let other = self.tree_mut(line.scope).bind(&line.keys, line.command?).err()?;
        let (typed, other) = (&line.entry.key, text_of(&other));
        let (short, long) = if other.len() < typed.len() { (&other, typed) } else { (typed, &other) };
        let what = format!("\"{short}\" is the beginning of \"{long}\" in [{}]", line.scope.name());
        let hint = format!("\"{other}\" = \"{UNBIND}\" makes room for it");
        Some(source.problem(&line.entry.key_span, what).with_hint(Some(hint)))
    }

    /// What `pending` comes to, looking through `scopes` from the front; the first that knows the keys decides, so a
    /// sequence begun in a front scope hides a shorter one behind it.
    pub fn step(&self, scopes: &[Scope], pending: &[Key]) -> Step {
        for scope in scopes {
            match self.tree(*scope).walk(pending) {
                Some(Node { command: Some(command), .. }) => return Step::Run(*command),
                Some(node) if !node.next.is_empty() => return Step::Pending,
                _ => {}
            }
        }
        Step::Unbound
    }

    /// The letter that was typed for `<Letter>`, where a binding that `pending` runs ends so.
    pub fn letter(&self, scopes: &[Scope], pending: &[Key]) -> Option<char> {
        let runs =
            |scope: &&Scope| self.tree(**scope).walk(pending).is_some_and(|node| node.command.is_some());
        scopes.iter().find(runs).and_then(|scope| self.tree(*scope).letter(pending))
    }

    /// The keys of a command in one scope, as the file writes them, in the file's order.
    pub fn keys_of(&self, command: CommandId, scope: Scope) -> Vec<String> {
        let bindings = self.tree(scope).bindings();
        bindings.iter().filter(|(_, bound)| *bound == command).map(|(keys, _)| text_of(keys)).collect()
    }

    /// The first keys that really run the command when `scopes` are looked through from the front.
    pub fn key_hint(&self, command: CommandId, scopes: &[Scope]) -> Option<String> {
        let mut keys = Vec::new();
        let mut runs = |keys: &[Key]| self.step(scopes, keys) == Step::Run(command);
        scopes
            .iter()
            .any(|scope| self.tree(*scope).seek(command, &mut keys, &mut runs))
            .then(|| text_of(&keys))
    }

    /// The keys that may follow `pending` in the scopes that wait for them: each with its command, or `None` where
    /// more keys must follow.
    pub fn following(&self, scopes: &[Scope], pending: &[Key]) -> Vec<(Key, Option<CommandId>)> {
        let mut all: Vec<(Key, Option<CommandId>)> = Vec::new();
        for node in scopes.iter().filter_map(|scope| self.tree(*scope).walk(pending)) {
            let new = node.next.iter().filter(|(key, _)| all.iter().all(|(known, _)| known != key));
            let new: Vec<_> = new.map(|(key, child)| (*key, child.command)).collect();
            all.extend(new);
        }
        all
    }

    /// Every binding of a scope, in the order it was made.
    pub fn bindings(&self, scope: Scope) -> Vec<(Vec<Key>, CommandId)> {
        self.tree(scope).bindings()
    }

    fn tree(&self, scope: Scope) -> &Node {
        &self.scopes[scope as usize]
    }

    fn tree_mut(&mut self, scope: Scope) -> &mut Node {
        &mut self.scopes[scope as usize]
    }
}

fn text_of(keys: &[Key]) -> String {
    keys.iter().map(Key::to_string).collect()
}

fn scope_named(name: &str) -> Option<Scope> {
    Scope::ALL.into_iter().find(|scope| scope.name() == name)
}

/// Reads one line; `Ok(None)` where its unknown section has been told already.
fn read(source: &Source, entry: Entry, commands: Commands<'_>) -> Result<Option<Line>, Problem> {
    if entry.section.is_empty() {
        let problem = source.problem(&entry.key_span, "a binding needs a section above it");
        return Err(problem.with_hint(Some("write [everywhere] above the line".to_owned())));
    }
    let Some(scope) = scope_named(&entry.section) else {
        return Ok(None);
    };
    let Some(keys) = Key::sequence(&entry.key) else {
        let problem = source.problem(&entry.key_span, format!("\"{}\" is not a key", entry.key));
        let hint = "keys are written j, G, C-d, M-x, <Enter>, <F1>; a sequence is gg".to_owned();
        return Err(problem.with_hint(Some(hint)));
    };
    if keys.first().is_some_and(|key| matches!(key.text(), Some('0'..='9'))) {
        let what = format!("\"{}\" begins with a digit, and digits are counts", entry.key);
        return Err(source.problem(&entry.key_span, what));
    }
    if keys.contains(&Key::plain(Code::Esc)) && keys.len() > 1 {
        let what = format!("\"{}\": <Esc> ends a sequence and cannot stand in one", entry.key);
        return Err(source.problem(&entry.key_span, what));
    }
    let Value::Text(name) = &entry.value else {
        let problem = source.problem(&entry.value_span, format!("a value of type {}", entry.value.kind()));
        return Err(problem.with_hint(Some("write the name of a command in quotation marks".to_owned())));
    };
    let command = (commands.resolve)(name);
    if command.is_none() && name != UNBIND {
        let near = similar(name, commands.names.iter().copied().chain([UNBIND]));
        return Err(source
            .problem(&entry.value_span, format!("unknown command \"{name}\""))
            .did_you_mean(near));
    }
    Ok(Some(Line { scope, keys, command, entry }))
}
