//! Pictures of the real program, held against `screenshots/`: each scene of `scenes.toml` is played in a terminal.
//!
//! Guarantees: a picture in the repository is what the program shows. Never: a picture that was touched up;
//! `screenshots/make` takes them anew.
#![allow(missing_docs, reason = "tests are named as sentences and have no readers of rustdoc")]
#![allow(unreachable_pub, reason = "a test binary has nobody outside")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]
#![allow(clippy::string_slice, reason = "test data is known")]

#[path = "support/beside.rs"]
mod beside;
#[path = "support/greedy.rs"]
mod greedy;
#[allow(dead_code, reason = "pictures use a part of what the other tests use")]
#[path = "support/judge.rs"]
mod judge;
#[path = "support/kept.rs"]
mod kept;
#[path = "support/picture.rs"]
mod picture;
#[allow(dead_code, reason = "pictures use a part of what the other tests use")]
#[path = "support/pty.rs"]
mod pty;

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use pty::{Answers, Run, Screen, Term};

/// How long a picture may take to become what it was, and how long nothing happens before a new one is taken.
const PATIENCE: Duration = Duration::from_secs(10);
const QUIET: Duration = Duration::from_millis(400);

/// What the screen says while pages are being read, in every language of the scenes.
const READING: [&str; 2] = ["Reading…", "正在读取…"];

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Scenes {
    scene: Vec<Scene>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Scene {
    name: String,
    size: (u16, u16),
    ground: String,
    language: String,
    steps: Vec<(String, String)>,
    text: Option<String>,
}

impl Scene {
    fn run(&self) -> Run {
        let mut run = self.text.as_ref().map_or_else(Run::default, Run::on);
        run.size = self.size;
        run.answers = if self.ground == "light" { Answers::Light } else { Answers::Xterm };
        run.env("LANG", if self.language == "zh" { "zh_CN.UTF-8" } else { "en_GB.UTF-8" })
    }

    /// Plays the scene. The error is a report.
    fn play(&self) -> Result<(), String> {
        let term = Term::start(&self.run());
        term.wait_until("the page", |screen| is_there(&screen.text()));
        for (keys, shown) in &self.steps {
            term.keys(keys);
            term.wait_for(shown);
        }
        let path = format!("screenshots/{}.svg", self.name);
        if kept::is_blessing() {
            term.settle(QUIET);
        } else {
            let kept = kept::read(&path);
            term.comes(PATIENCE, |screen| drawn(screen) == kept);
        }
        kept::compare(&path, &drawn(&term.screen()))
    }
}

/// Whether the page is on the screen. On a machine that is busy the first frame does not wait for it, and keys typed into
/// that would be lost.
fn is_there(text: &str) -> bool {
    !text.trim().is_empty() && !READING.iter().any(|word| text.contains(word))
}

fn drawn(screen: &Screen) -> String {
    picture::svg(&screen.screen, &screen.text(), "Baolan")
}

#[test]
fn every_picture_is_what_the_program_shows() {
    let scenes: Scenes = toml::from_str(include_str!("../screenshots/scenes.toml")).expect("scenes");
    let problems: Vec<String> = scenes.scene.iter().filter_map(|scene| scene.play().err()).collect();
    assert!(problems.is_empty(), "\n{}\n", problems.join("\n\n"));
}

/// States, sizes, grounds and widths of `screenshots/gallery.toml`.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Gallery {
    sizes: Vec<(u16, u16)>,
    grounds: Vec<String>,
    ambiguous: Vec<String>,
    states: BTreeMap<String, Vec<String>>,
}

impl Gallery {
    /// Every state with every size, ground and width, each with a name.
    fn scenes(&self, word: &str) -> Vec<(String, Run, &[String])> {
        let mut scenes = Vec::new();
        for (state, steps) in self.states.iter().filter(|(state, _)| state.contains(word)) {
            let (language, keys) = steps.split_first().expect("a language");
            for (width, height) in &self.sizes {
                for (ground, ambiguous) in self
                    .grounds
                    .iter()
                    .flat_map(|ground| self.ambiguous.iter().map(move |wide| (ground, wide)))
                {
                    let mut run = Run::default().sized(*width, *height);
                    run = run.env("LANG", if language == "zh" { "zh_CN.UTF-8" } else { "en_GB.UTF-8" });
                    run.answers = if ground == "light" { Answers::Light } else { Answers::Xterm };
                    run.home.write("config/baolan/settings.toml", format!("ambiguous = \"{ambiguous}\"\n"));
                    scenes.push((format!("{state}-{width}x{height}-{ground}-{ambiguous}"), run, keys));
                }
            }
        }
        scenes
    }
}

/// Nothing is held against these pictures: they are made for whoever looks at the whole design.
#[test]
#[ignore = "makes a hundred pictures to look at; screenshots/gallery runs it"]
fn the_gallery_is_taken() {
    let folder = std::env::var_os("BAOLAN_GALLERY").expect("BAOLAN_GALLERY names a folder");
    let word = std::env::var("BAOLAN_STATES").unwrap_or_default();
    let gallery: Gallery = toml::from_str(include_str!("../screenshots/gallery.toml")).expect("a gallery");
    for (name, run, steps) in gallery.scenes(&word) {
        let term = Term::start(&run);
        term.wait_until("the page", |screen| is_there(&screen.text()));
        for keys in steps {
            term.keys(keys);
            term.settle(QUIET);
        }
        std::fs::write(Path::new(&folder).join(format!("{name}.svg")), drawn(&term.screen()))
            .expect("written");
    }
}

/// The sample page set by us beside the same page in `less`, with the forbidden breaks marked and counted.
#[test]
fn the_page_beside_less_is_what_both_make_of_the_sample() {
    let mut run = Run { size: (56, 33), ..Run::default() }.env("LANG", "zh_CN.UTF-8");
    run.answers = Answers::Xterm;
    let term = Term::start(&run);
    term.wait_until("the page", |screen| screen.text().contains("十二条老街"));
    term.keys("lz");
    // The list, where other headlines are, goes.
    term.wait_until("the article alone", |screen| !screen.text().contains("停航三年"));
    term.settle(QUIET);
    let screen = term.screen();
    let rows: Vec<String> = (0..run.size.1 - 1).map(|y| screen.row(y)).collect();
    let dump = include_str!("../config/sample/dongjiang.txt");
    let both = Screen { screen: beside::picture(dump, &screen.screen, &rows) };
    let svg = picture::svg(&both.screen, &both.text(), "less, Baolan");
    kept::compare("screenshots/less.svg", &svg).unwrap_or_else(|report| panic!("{report}"));
}
