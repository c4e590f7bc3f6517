//! The rules of the house as a test: floors, sizes, openings. A rule that fails a test needs no reviewer.
//!
//! Guarantees: each failure is a sentence with file and line. Never: a judgement that needs a human.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// Each module and what it may import, besides itself. The order is the order of the floors.
const FLOORS: &[(&str, &[&str])] = &[
    ("hands", &[]),
    ("text", &[]),
    ("picture", &["text"]),
    ("article", &["text"]),
    ("mend", &["text", "article"]),
    ("page", &["text", "article", "mend"]),
    ("layout", &["text", "article"]),
    ("search", &["hands", "text", "article"]),
    ("bookmark", &["hands", "text", "article"]),
    ("format", &["text", "article", "mend", "page"]),
    ("library", &["text", "article"]),
    ("index", &["text", "search"]),
    ("config", &["text", "article", "layout", "search"]),
    (
        "app",
        &["hands", "text", "article", "layout", "search", "bookmark", "format", "library", "mend", "config"],
    ),
    ("view", &["text", "picture", "article", "layout", "search", "bookmark", "library", "config", "app"]),
    (
        "world",
        &[
            "hands", "text", "article", "page", "layout", "search", "index", "bookmark", "format", "library",
            "mend", "config", "app",
        ],
    ),
    ("terminal", &["text", "picture", "config", "app", "view"]),
    ("run", &["text", "app", "world", "terminal"]),
    (
        "cli",
        &[
            "run", "terminal", "world", "format", "page", "article", "bookmark", "library", "mend", "config",
            "text", "layout", "search", "app",
        ],
    ),
    ("main", &["cli"]),
    ("lib", &[]),
];

/// Longest file and longest function outside tests, in lines; most fields of a struct; most parameters.
const FILE_LINES: usize = 400;
const FIELDS: usize = 14;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a readable folder") {
            let path = entry.expect("a readable entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ext| ext == "rs") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// The code of a file before its unit tests.
fn code(text: &str) -> &str {
    text.split("#[cfg(test)]").next().unwrap_or(text)
}

fn module_of(path: &Path) -> String {
    let inside = path.strip_prefix(root().join("src")).expect("a file of src");
    let first = inside.components().next().expect("a first part").as_os_str().to_string_lossy().into_owned();
    first.trim_end_matches(".rs").to_owned()
}

fn report(problems: &str) {
    assert!(problems.is_empty(), "\n{problems}See ARCHITECTURE.md, «Floors» and «What always holds».\n");
}

#[test]
fn every_import_points_to_a_lower_floor() {
    let mut problems = String::new();
    for path in sources(&root().join("src")) {
        let module = module_of(&path);
        let Some((_, allowed)) = FLOORS.iter().find(|(name, _)| *name == module) else {
            let _ = writeln!(problems, "`{module}` stands on no floor ({})", path.display());
            continue;
        };
        let text = fs::read_to_string(&path).expect("a readable source");
        for (number, line) in text.lines().enumerate() {
            if line.trim_start().starts_with("//") {
                continue;
            }
            for rest in line.split("crate::").skip(1) {
                let target: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                let known = FLOORS.iter().any(|(name, _)| *name == target);
                if known && target != module && !allowed.contains(&target.as_str()) {
                    let _ = writeln!(
                        problems,
                        "`{module}` may not import `{target}` ({}:{})",
                        path.display(),
                        number + 1
                    );
                }
            }
        }
    }
    report(&problems);
}

#[test]
fn the_floors_have_no_cycle() {
    for (index, (module, allowed)) in FLOORS.iter().enumerate() {
        for target in *allowed {
            let below = FLOORS.iter().position(|(name, _)| name == target).expect("a module of the table");
            assert!(below < index, "`{module}` may import `{target}`, which stands above it");
        }
    }
}

#[test]
fn every_file_opens_with_what_it_is_and_stays_short() {
    let mut problems = String::new();
    for path in sources(&root().join("src")).iter().chain(&sources(&root().join("tests"))) {
        let text = fs::read_to_string(path).expect("a readable source");
        if !text.starts_with("//!") {
            let _ =
                writeln!(problems, "{} does not open with a paragraph that says what it is", path.display());
        }
        let lines = code(&text).lines().count();
        if lines > FILE_LINES && path.starts_with(root().join("src")) {
            let _ =
                writeln!(problems, "{} has {lines} lines of code, more than {FILE_LINES}", path.display());
        }
        for (number, line) in text.lines().enumerate() {
            if line.trim_start().starts_with("use ") && line.contains("super::super") {
                let _ = writeln!(problems, "{}:{} climbs with super::super", path.display(), number + 1);
            }
        }
    }
    report(&problems);
}

#[test]
fn no_struct_has_more_fields_than_a_reader_can_hold() {
    let mut problems = String::new();
    for path in sources(&root().join("src")) {
        let text = fs::read_to_string(&path).expect("a readable source");
        let mut name = None;
        let mut fields = 0;
        for line in code(&text).lines() {
            if let Some(rest) = line.trim_start_matches("pub ").strip_prefix("struct ") {
                name = line.ends_with('{').then(|| rest.trim_end_matches([' ', '{']).to_owned());
                fields = 0;
            } else if line == "}" {
                if let Some(name) = name.take()
                    && fields > FIELDS
                {
                    let _ = writeln!(
                        problems,
                        "{}: {name} has {fields} fields, more than {FIELDS}",
                        path.display()
                    );
                }
            } else if name.is_some() && line.starts_with("    ") && !line.starts_with("     ") {
                let field = line.trim();
                fields += usize::from(field.contains(": ") && !field.starts_with(['/', '#']));
            }
        }
    }
    report(&problems);
}

#[test]
fn every_test_file_is_listed() {
    let main = fs::read_to_string(root().join("tests/main.rs")).expect("a readable main");
    for entry in fs::read_dir(root().join("tests")).expect("a readable folder") {
        let path = entry.expect("a readable entry").path();
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        if path.extension().is_some_and(|ext| ext == "rs") && name != "main" && name != "screenshots" {
            assert!(
                main.contains(&format!("mod {name};")),
                "tests/{name}.rs is listed nowhere in tests/main.rs"
            );
        }
    }
}
