//! A search of a library whose index is gone: its text is looked through, the newest first.
//!
//! Guarantees: the index is put back. Never: another file of the library touched.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use baolan::world::archive::{Archive, Ask};

use crate::measure::{pages, queries, show};
use crate::{Counted, ask, search};

/// The segments of the index, laid aside until this is dropped.
struct Aside(PathBuf, Vec<(PathBuf, PathBuf)>);

impl Aside {
    fn lay(cache: &Path) -> Self {
        let aside = cache.with_extension("aside");
        fs::create_dir_all(&aside).unwrap();
        let all = fs::read_dir(cache).unwrap().map(|file| file.unwrap().path());
        let segments = all.filter(|path| path.file_stem().is_some_and(|name| name == "seg"));
        let moves: Vec<_> =
            segments.map(|path| (path.clone(), aside.join(path.file_name().unwrap()))).collect();
        for (from, to) in &moves {
            fs::rename(from, to).unwrap();
        }
        Self(aside, moves)
    }
}

impl Drop for Aside {
    fn drop(&mut self) {
        for (from, to) in &self.1 {
            fs::rename(to, from).unwrap();
        }
        fs::remove_dir(&self.0).unwrap();
    }
}

pub fn report(folder: &Path) {
    let (papers, cache) = (folder.join("papers"), folder.join("cache"));
    let _aside = Aside::lay(&cache);
    let begun = Instant::now();
    let mut archive = Archive::open(&cache);
    println!("open {:.1} ms; {:?}", begun.elapsed().as_secs_f64() * 1e3, archive.status());
    let pages = pages(&papers);
    for length in [1, 2, 4] {
        let words = queries(&pages, length, 200);
        for limit in [1, 50] {
            let time = |word: &String| {
                let ask = Ask { limit, ..ask(word, Counted::No) };
                let begun = Instant::now();
                search(&mut archive, &ask);
                begun.elapsed().as_secs_f64()
            };
            show(&format!("{length} characters, no index, newest {limit}"), words.iter().map(time).collect());
        }
    }
}
