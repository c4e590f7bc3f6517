//! `baolan index [PATH]...`: makes the index of the library, or of these paths besides, or tells what is in it.
//!
//! Guarantees: what could not be taken is told with its reason; an interrupted run leaves a whole index of what it came to.
//! Never: a source written; a fraction shown where nobody sees it.

use std::io::{self, IsTerminal as _, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use signal_hook::consts::{SIGINT, SIGTERM};

use super::inputs::tell;
use super::read::source;
use crate::config::settings::Settings;
use crate::text::hazard::scrub;
use crate::world::archive::{Archive, FOLDER, Report, Status, Step, Store, update};
use crate::world::folders::{Folders, from_home};
use crate::world::mends::MendStore;

/// How long another copy may write.
const PATIENCE: Duration = Duration::from_secs(2);

/// How long a fraction stays.
const TICK: Duration = Duration::from_millis(100);

/// What `baolan index` takes.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// Files or folders to take in besides what is in the index; without any, those of the setting `library`
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Only tell what is in the index, and what waits
    #[arg(long, conflicts_with_all = ["paths", "rebuild"])]
    pub status: bool,
    /// Make it anew from nothing
    #[arg(long)]
    pub rebuild: bool,
}

/// Runs the subcommand. Gives the exit code: 1 where something could not be taken, 2 where there is nothing to take.
///
/// # Errors
/// Only what `out` and `told` could not take.
pub fn run(args: &Args, folders: &Folders, out: &mut impl Write, told: &mut impl Write) -> io::Result<u8> {
    let folder = folders.cache.join(FOLDER);
    if args.status {
        let named = Named::of(args, folders, told)?;
        return status(&folder, &named, out, told);
    }
    let named = Named::of(args, folders, told)?;
    let leaves = named.is_library && !Archive::open(&folder).left(&named.roots).is_empty();
    if named.roots.is_empty() && !leaves {
        let hint = "there is nothing to index; name folders in the setting library, or as arguments";
        return tell(told, &hint).map(|()| 2);
    }
    let stop = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM] {
        // Where it cannot be had, the run ends at once, which the archive takes like any kill.
        let _ = signal_hook::flag::register(signal, Arc::clone(&stop));
    }
    match build((args, folders), &folder, &named, &stop, told)? {
        Ok(report) => report.print(out, told),
        Err(failure) => tell(told, &failure).map(|()| 1),
    }
}

type Built = Result<Done, crate::app::event::Failure>;

/// What a run did, and what is there now.
struct Done {
    report: Report,
    status: Status,
}

fn build(
    (args, folders): (&Args, &Folders),
    folder: &Path,
    named: &Named,
    stop: &AtomicBool,
    told: &mut impl Write,
) -> io::Result<Built> {
    let mut store = match Store::open(folder, PATIENCE) {
        Ok(store) => store,
        Err(failure) => return Ok(Err(failure)),
    };
    let mends = match MendStore::new(folders.state.clone()).look() {
        Ok(contents) => contents.mends,
        Err(failure) => {
            tell(told, &format_args!("corrections: {failure}"))?;
            crate::mend::Mends::default()
        }
    };
    let mut fraction = Fraction::new();
    let mut gone = 0;
    let built = (if args.rebuild { store.clear() } else { Ok(()) }).and_then(|()| {
        if named.is_library {
            gone = store.keep_to(&named.roots)?;
        } else {
            store.keep_besides(&named.roots);
        }
        update(&mut store, &named.roots, &mends, stop, &mut |step| fraction.show(step))
    });
    fraction.clear();
    for failure in store.told.drain(..) {
        tell(told, &failure)?;
    }
    Ok(built.map(|report| {
        let report = Report { gone: report.gone + gone, ..report };
        Done { report, status: store.status() }
    }))
}

/// What is to be indexed.
struct Named {
    roots: Vec<PathBuf>,
    /// Whether that is all that the library is: what is not in it goes. Not where settings have a mistake, which may be why.
    is_library: bool,
}

impl Named {
    /// The paths given, or those of the settings, whose mistakes are told.
    fn of(args: &Args, folders: &Folders, told: &mut impl Write) -> io::Result<Self> {
        if !args.paths.is_empty() {
            let whole = |path: &PathBuf| std::path::absolute(path).unwrap_or_else(|_| path.clone());
            return Ok(Self { roots: args.paths.iter().map(whole).collect(), is_library: false });
        }
        let mut unreadable = Vec::new();
        let file = source(&folders.config, "settings.toml", &mut unreadable);
        let (settings, problems) = Settings::load(file.as_ref());
        for problem in unreadable.iter().chain(&problems) {
            writeln!(told, "baolan: {problem}")?;
        }
        let roots = settings.library.places.iter().map(|path| from_home(path)).collect();
        Ok(Self { roots, is_library: unreadable.is_empty() && problems.is_empty() })
    }
}

impl Done {
    fn print(&self, out: &mut impl Write, told: &mut impl Write) -> io::Result<u8> {
        let Report { taken: (files, articles), kept, gone, skipped, away, stopped } = &self.report;
        for failure in away.iter().chain(skipped) {
            tell(told, failure)?;
        }
        if *stopped {
            tell(
                told,
                &"stopped; what was read by then is in the index, and the next run goes on from there",
            )?;
        }
        let skipped = skipped.len() + away.len();
        writeln!(
            out,
            "read {files} files with {articles} articles; unchanged {kept}, gone {gone}, skipped {skipped}"
        )?;
        print(&self.status, out)?;
        Ok(u8::from(skipped > 0 || *stopped))
    }
}

fn status(folder: &Path, named: &Named, out: &mut impl Write, told: &mut impl Write) -> io::Result<u8> {
    let archive = Archive::open(folder);
    for failure in &archive.told {
        tell(told, failure)?;
    }
    if archive.is_empty() {
        let hint = "there is no index yet; `baolan index` makes one of the folders in the setting library";
        tell(told, &hint)?;
        return Ok(1);
    }
    writeln!(out, "{}", scrub(&folder.to_string_lossy()))?;
    print(&archive.status(), out)?;
    for root in archive.left(&named.roots).iter().filter(|_| named.is_library) {
        let root = root.to_string_lossy();
        writeln!(
            out,
            "no longer in the setting library, and dropped by the next `baolan index`: {}",
            scrub(&root)
        )?;
    }
    Ok(u8::from(!archive.told.is_empty()))
}

fn print(status: &Status, out: &mut impl Write) -> io::Result<()> {
    let Status { articles, files, batches: (batches, texts), segments: (segments, index), waiting } = status;
    writeln!(out, "articles {articles} from {files} files")?;
    writeln!(out, "texts {} in {batches} batches", size(*texts))?;
    writeln!(
        out,
        "index {} in {segments} segments; batches that wait for it and are scanned: {waiting}",
        size(*index)
    )
}

/// Bytes in a unit that a reader counts in.
fn size(bytes: u64) -> String {
    match bytes {
        0..10_000 => format!("{bytes} bytes"),
        10_000..10_000_000 => format!("{} KB", bytes / 1000),
        _ => format!("{} MB", bytes / 1_000_000),
    }
}

/// The fraction on a terminal, in a line that is written over.
struct Fraction {
    shown: Option<Instant>,
    seen: bool,
}

impl Fraction {
    fn new() -> Self {
        Self { shown: None, seen: io::stderr().is_terminal() }
    }

    fn show(&mut self, step: Step) {
        let due = self.shown.is_none_or(|shown| shown.elapsed() >= TICK) || step == Step::Merging;
        if !self.seen || !due {
            return;
        }
        self.shown = Some(Instant::now());
        let line = match step {
            Step::Files(at, all) => format!("{at}/{all} files"),
            Step::Merging => "merging".to_owned(),
        };
        // Nothing is lost where it cannot be shown.
        let _ = write!(io::stderr(), "\r\x1b[K{line}");
    }

    fn clear(&self) {
        if self.shown.is_some() {
            let _ = write!(io::stderr(), "\r\x1b[K");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn bytes_are_told_in_a_unit_to_count_in() {
        for (bytes, want) in [(9_999, "9999 bytes"), (10_000, "10 KB"), (12_345_678, "12 MB")] {
            assert_eq!(size(bytes), want);
        }
    }
}
