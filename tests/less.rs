//! The real `less`, where it is installed, against the model of it that other tests and a picture use.
//!
//! Guarantees: a machine without `less` is told of and passes. Never: a judgement; this is only what it shows.

use crate::support::greedy::greedy;
use crate::support::pty::{Run, Screen, Term};

const SAMPLE: &str = include_str!("../config/sample/dongjiang.txt");
const ROWS: u16 = 20;

#[test]
fn less_wraps_as_its_model_does() {
    let lines: Vec<&str> = SAMPLE.lines().filter(|line| !line.is_empty()).take(12).collect();
    for width in [40, 51] {
        let rows = lines.iter().flat_map(|line| greedy(line, usize::from(width)));
        let wanted: Vec<String> = rows.take(usize::from(ROWS)).collect();
        // A shell that does not find it goes on.
        let run = Run { line: "less page.txt || :", ..Run::on(lines.join("\n") + "\n") };
        // The locale may not be installed.
        let run = run.env("LESSCHARSET", "utf-8").sized(width, ROWS + 1);
        let term = Term::start(&run);
        let rows = |screen: &Screen| (0..ROWS).map(|y| screen.row(y)).collect::<Vec<_>>();
        let is_missing = |screen: &Screen| screen.text().contains("job ended");
        term.wait_until(&format!("the rows\n{}\n", wanted.join("\n")), |screen| {
            rows(screen) == wanted || is_missing(screen)
        });
        if is_missing(&term.screen()) {
            eprintln!("less is not installed; its model is not held against it");
            return;
        }
        term.keys("q");
        term.wait_for("job ended");
    }
}
