//! What letters may mean in the library, against a count through every text, with files that are damaged.
//!
//! Guarantees: the texts are of signs that are read in several ways, of both scripts, and some not at all. Never: a text of
//! anybody else.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use baolan::article::Span;
use baolan::mend::Mends;
use baolan::search::{Fuzzy, Harvest, Notation, Rules};
use baolan::world::archive::{Archive, Entry, Import, Store, Volume, update};
use proptest::prelude::*;

/// Signs that are read, some of them in several ways, and some that are not.
const SIGNS: [char; 24] = [
    '重', '庆', '慶', '长', '沙', '科', '创', '中', '心', '女', '儿', '行', '银', '安', '西', '先', '，',
    ' ', 'a', 'Ｋ', '1', '略', '绿', '嗯',
];

/// What is typed: letters of readings, whole or begun, and such as are read nowhere.
const TYPED: [&str; 22] = [
    "chongqing",
    "zhongqing",
    "kechuang",
    "kczx",
    "kechzx",
    "kcz",
    "changsha",
    "zhangsha",
    "zs",
    "nver",
    "yinhang",
    "yinxing",
    "xian",
    "xi'an",
    "lvlve",
    "lve",
    "xx",
    "zhongx",
    "zzz",
    "cqcs",
    "an",
    "shuang",
];

/// How many articles a batch has beside those that are given: more than one group of headlines.
const MANY: usize = 700;

fn volume(number: usize) -> Volume {
    Volume { path: PathBuf::from(format!("/{number}")), day: 20_260_501, dated: true, ..Volume::default() }
}

/// An archive of batches of articles, each its headline and what is behind it.
fn archive(folder: &Path, batches: &[Vec<[String; 2]>]) {
    let mut store = Store::open(folder, Duration::from_secs(9)).unwrap();
    for (number, articles) in batches.iter().enumerate() {
        let texts: Vec<String> = articles.iter().map(|parts| parts.join("\n")).collect();
        let all = texts.iter().zip(articles).enumerate();
        let entries = all.map(|(ordinal, (text, [head, _]))| Entry {
            ordinal,
            fingerprint: "f",
            title: Span::new(0, head.len()),
            byline: Span::default(),
            text,
        });
        let mut import = Import::new(&mut store);
        import.add(&volume(number), entries, None).unwrap();
        import.finish().unwrap();
    }
}

/// What is counted in the archive.
fn gleaned(archive: &mut Archive, typed: &str, rules: Rules) -> BTreeMap<String, usize> {
    let harvest = Harvest::new(typed, rules).expect(typed);
    let harvest = archive.glean(&harvest, &AtomicBool::new(false)).unwrap();
    harvest.best(usize::MAX).into_iter().map(|one| (one.text, one.count)).collect()
}

/// The same by going through every text.
fn naive(batches: &[Vec<[String; 2]>], typed: &str, rules: Rules) -> BTreeMap<String, usize> {
    let mut harvest = Harvest::new(typed, rules).expect(typed);
    for part in batches.iter().flatten().flatten() {
        harvest.take(part, &AtomicBool::new(false)).unwrap();
    }
    harvest.best(usize::MAX).into_iter().map(|one| (one.text, one.count)).collect()
}

fn signs(most: usize) -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(&SIGNS[..]), 0..most).prop_map(String::from_iter)
}

/// Batches of articles, of which the first has more headlines than a group.
fn batches() -> impl Strategy<Value = Vec<Vec<[String; 2]>>> {
    let article = || (signs(9), signs(40)).prop_map(|(head, rest)| [head, rest]);
    let many = prop::collection::vec(article(), MANY..MANY + 400);
    (many, prop::collection::vec(prop::collection::vec(article(), 1..20), 0..3)).prop_map(
        |(first, mut rest)| {
            rest.insert(0, first);
            rest
        },
    )
}

fn rules() -> impl Strategy<Value = Rules> {
    prop::sample::select(vec!["", "zh/z an/ang", "n/l"]).prop_map(|fuzzy| {
        let notation = Notation { fuzzy: Fuzzy::parse(fuzzy).unwrap(), ..Notation::default() };
        Rules { notation, ..Rules::default() }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn what_is_counted_is_what_is_read_in_any_text(batches in batches(), rules in rules(), damage in any::<prop::sample::Index>()) {
        let folder = tempfile::tempdir().unwrap();
        archive(folder.path(), &batches);
        let mut whole = Archive::open(folder.path());
        for typed in TYPED {
            prop_assert_eq!(gleaned(&mut whole, typed, rules), naive(&batches, typed, rules), "{}", typed);
        }
        prop_assert!(whole.told.is_empty());

        // The same with a byte that is another, behind the blocks: told, or nothing is missing and nothing more is there.
        let path = fs::read_dir(folder.path()).unwrap().flatten().map(|one| one.path())
            .filter(|path| path.to_string_lossy().contains("text.")).max_by_key(|path| fs::metadata(path).unwrap().len()).unwrap();
        let mut bytes = fs::read(&path).unwrap();
        let at = bytes.len() - 1 - damage.index(bytes.len() * 2 / 3);
        bytes[at] ^= 1;
        fs::write(&path, bytes).unwrap();
        let mut damaged = Archive::open(folder.path());
        for typed in TYPED {
            let (got, want) = (gleaned(&mut damaged, typed, rules), naive(&batches, typed, rules));
            prop_assert!(got.iter().all(|(text, count)| want.get(text) >= Some(count)), "{}", typed);
            prop_assert!(got == want || !damaged.told.is_empty(), "{}: byte {}", typed, at);
        }
    }
}

#[test]
fn a_count_that_is_stopped_says_nothing() {
    let folder = tempfile::tempdir().unwrap();
    archive(folder.path(), &[vec![["重庆".to_owned(), "长沙".to_owned()]]]);
    let mut archive = Archive::open(folder.path());
    let harvest = Harvest::new("chongqing", Rules::default()).unwrap();
    assert!(archive.glean(&harvest, &AtomicBool::new(true)).is_none());
    assert_eq!(
        gleaned(&mut archive, "chongqing", Rules::default()),
        BTreeMap::from([("重庆".to_owned(), 1)])
    );
}

#[test]
fn what_is_gone_from_the_library_is_counted_no_more() {
    let (papers, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let path = |name: &str| papers.path().join(name);
    for name in ["a.txt", "b.txt"] {
        fs::write(path(name), "重庆的灯\n\n　　重庆的船还没有靠岸。\n").unwrap();
    }
    let mut counts = Vec::new();
    for gone in [None, Some("a.txt")] {
        if let Some(name) = gone {
            fs::remove_file(path(name)).unwrap();
        }
        let mut store = Store::open(folder.path(), Duration::from_secs(9)).unwrap();
        let from = [papers.path().to_owned()];
        update(&mut store, &from, &Mends::default(), &AtomicBool::new(false), &mut |_| ()).unwrap();
        drop(store);
        let mut archive = Archive::open(folder.path());
        counts.push(gleaned(&mut archive, "chongqing", Rules::default())["重庆"]);
    }
    assert_eq!(counts, [4, 2]);
}
