//! The binary without a terminal: exit status, output and what it says to bad input.
//!
//! Guarantees: each message names what, where and what to do; no byte of a document acts on a terminal. Never: the
//! reader's own home folder.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use baolan::text::hazard::is_hazard;
use tempfile::TempDir;

/// What a run came to.
#[derive(Debug)]
struct Ran {
    status: i32,
    out: String,
    told: String,
}

/// A home folder with documents in it.
struct Home(TempDir);

impl Home {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    fn write(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.0.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(&path, bytes).expect("a file");
        path
    }

    fn run(&self, arguments: &[&str], input: &[u8]) -> Ran {
        let home = self.0.path();
        let mut child = Command::new(env!("CARGO_BIN_EXE_baolan"))
            .args(arguments)
            .current_dir(home)
            .env_clear()
            .env("HOME", home)
            .env("XDG_CONFIG_HOME", home.join("config"))
            .env("XDG_STATE_HOME", home.join("state"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary");
        // A program that does not want its input closes it, which is no failure here.
        let _ = child.stdin.take().expect("a pipe").write_all(input);
        let output = child.wait_with_output().expect("an end");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
        Ran {
            status: output.status.code().unwrap_or(-1),
            out: text(output.stdout),
            told: text(output.stderr),
        }
    }
}

const ARTICLE: &str = "渡口的灯亮了\n\n天黑下来以后，渡口就只剩下一盏灯。\n";

#[test]
fn bad_inputs_are_told_with_what_where_and_what_to_do() {
    let home = Home::new();
    home.write("good.txt", ARTICLE.as_bytes());
    home.write("empty.txt", b"");
    home.write("blank.txt", b" \n\t\n");
    home.write("binary.txt", &[0, 159, 146, 150, 0, 0, 1, 2, 3]);
    home.write("page.pdf", b"%PDF-1.7 and so on");
    fs::create_dir(home.0.path().join("hollow")).expect("a folder");
    for (path, parts) in [
        ("missing.txt", &["missing.txt", "no such file", "check the name"][..]),
        ("empty.txt", &["empty.txt", "holds no text"]),
        ("blank.txt", &["blank.txt", "holds no text"]),
        ("binary.txt", &["binary.txt", "binary data", "--encoding"]),
        ("page.pdf", &["page.pdf", "PDF", "pdftotext"]),
        ("hollow", &["hollow", "holds no file that can be read"]),
        ("/dev/zero", &["/dev/zero", "neither a file", "copy"]),
    ] {
        // The good file beside the bad one still comes out.
        for command in ["parse", "print"] {
            let ran = home.run(&[command, path, "good.txt"], b"");
            assert_eq!(ran.status, 1, "{command} {path}: {ran:?}");
            assert!(ran.out.contains("只剩下一盏灯"), "{command} {path}: {ran:?}");
            for part in parts {
                assert!(ran.told.contains(part), "{command} {path} should say {part}: {}", ran.told);
            }
        }
    }
}

#[test]
fn no_byte_of_a_document_or_its_name_acts_on_a_terminal() {
    let home = Home::new();
    let attacks = "\u{1b}]0;t\u{7} \u{1b}]52;c;eA==\u{7} \u{1b}]8;;http://a\u{1b}\\ \u{1b}[2J \u{9b}31m \u{9d}0;t\u{9c} \u{85}\
        \u{202e}abc\u{2066} \u{200b}\u{feff}\u{ad} \u{e0041} \u{2028}\u{2029} \0 \u{7f} \u{8}\u{8} \r ";
    let text = format!("渡口的灯{attacks}亮了\n\n天黑下来以后，{attacks}渡口就只剩下一盏灯。\n");
    home.write("\u{1b}]0;name\u{7}\u{202e}.txt", text.as_bytes());
    home.write("\u{1b}[31m-empty.txt", b"");
    for arguments in [
        &["parse", "."][..],
        &["parse", "--json", "."],
        &["parse", "--markdown", "."],
        &["parse", "--markdown", "--out", "notes", "."],
        &["print", "."],
    ] {
        let ran = home.run(arguments, b"");
        assert!(ran.out.contains("只剩下一盏灯") || ran.out.starts_with("notes/渡口的灯"), "{ran:?}");
        for (what, text) in [("output", &ran.out), ("errors", &ran.told)] {
            let found = text.chars().find(|c| is_hazard(*c) || *c == '\u{1b}');
            assert_eq!(found, None, "{what} of {arguments:?}");
        }
    }
}

/// Three articles of a page, of which two have one headline.
const PAGE: &str = "渡口的灯昨夜又亮了

本报讯 (记者林小满)天黑下来以后,渡口就只剩下一盏灯。摆渡的周师傅说,这盏灯亮了三十年,昨夜换了新灯泡,渡口的灯比从前亮。

小城 # 第一条*水上巴士*开航

本报讯 小城第一条水上巴士昨天开航。水上巴士沿江走了十二公里,停靠六个码头,小城的孩子们都来看开航的船。

渡口的灯昨夜又亮了

本报讯 渡口的灯昨夜又亮了一回。守夜人说,灯光照着江面,昨夜的渡口像从前一样热闹,船都靠着岸。
";

#[test]
fn markdown_is_printed_with_front_matter_or_written_into_a_folder() {
    let home = Home::new();
    home.write("page.txt", PAGE.as_bytes());
    let ran = home.run(&["parse", "--markdown", "page.txt"], b"");
    assert_eq!((ran.status, &*ran.told), (0, ""), "{ran:?}");
    assert_eq!(ran.out.lines().filter(|line| *line == "---").count(), 6, "{}", ran.out);
    for part in [
        "# 渡口的灯昨夜又亮了\n",
        "（记者林小满）天黑下来以后，",
        "# 小城 \\# 第一条\\*水上巴士\\*开航\n",
        "article: 3\n",
    ] {
        assert!(ran.out.contains(part), "{part} in {}", ran.out);
    }
    let ran = home.run(&["parse", "--markdown", "--punctuation", "as-is", "page.txt"], b"");
    assert!(ran.out.contains("(记者林小满)天黑下来以后,"), "{}", ran.out);

    let into = ["parse", "--markdown", "--out", "notes/river", "page.txt"];
    let names = ["渡口的灯昨夜又亮了.md", "小城-第一条-水上巴士-开航.md", "渡口的灯昨夜又亮了-2.md"];
    for _ in 0..2 {
        let ran = home.run(&into, b"");
        let want = names.map(|name| format!("notes/river/{name}"));
        assert_eq!(
            (ran.status, ran.out.lines().collect::<Vec<_>>(), &*ran.told),
            (0, want.iter().map(|path| &**path).collect(), "")
        );
    }
    home.write("notes/river/小城-第一条-水上巴士-开航.md", b"mine");
    let ran = home.run(&into, b"");
    assert_eq!((ran.status, ran.out.lines().count()), (1, 2), "{ran:?}");
    assert!(ran.told.contains("水上巴士-开航.md") && ran.told.contains("was kept"), "{ran:?}");
    let kept = fs::read(home.0.path().join("notes/river/小城-第一条-水上巴士-开航.md")).expect("a file");
    assert_eq!(kept, b"mine");
}

#[test]
fn a_folder_for_markdown_that_is_none_is_told() {
    let home = Home::new();
    home.write("page.txt", PAGE.as_bytes());
    for (arguments, status, part) in [
        (
            &["parse", "--markdown", "--out", "page.txt", "page.txt"][..],
            1,
            "page.txt: cannot be used as a folder",
        ),
        (&["parse", "--markdown", "--out", "page.txt/in", "page.txt"], 1, "give another one"),
        (&["parse", "--out", "notes", "page.txt"], 2, "--markdown"),
        (&["parse", "--markdown", "--json", "page.txt"], 2, "--json"),
        (&["parse", "--markdown", "--punctuation", "half", "page.txt"], 2, "as-is"),
    ] {
        let ran = home.run(arguments, b"");
        assert_eq!((ran.status, &*ran.out), (status, ""), "{ran:?}");
        assert!(ran.told.contains(part), "{part} in {}", ran.told);
    }
}

#[test]
fn no_byte_of_an_argument_or_a_folder_acts_on_a_terminal() {
    let home = Home::new();
    let attack = "\u{1b}]52;c;eA==\u{7}\u{1b}[2J\u{9b}31m\u{202e}\n";
    let (option, command) = (format!("--x{attack}"), format!("x{attack}"));
    for (arguments, part) in [
        (&[&*option][..], "unexpected argument"),
        (&["parse", &option, "good.txt"], "unexpected argument"),
        (&["parse", "--encoding", &command, "good.txt"], "gb18030"),
        (&["config", &command], "unrecognized subcommand"),
        (&["bookmarks", "list", &command], "unexpected argument"),
    ] {
        let ran = home.run(arguments, b"");
        assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{ran:?}");
        assert!(ran.told.contains(part) && ran.told.lines().count() > 2, "{ran:?}");
        assert_eq!(ran.told.find(is_hazard), None, "{ran:?}");
    }
    let ran = home.run(&["--help", &command], b"");
    assert!(ran.status == 0 && ran.out.contains("Usage") && ran.told.is_empty(), "{ran:?}");

    let hostile =
        Home(tempfile::Builder::new().prefix(&command.replace('\n', "")).tempdir().expect("a folder"));
    for arguments in [["config", "path"], ["config", "check"], ["bookmarks", "list"], ["bookmarks", "check"]]
    {
        let ran = hostile.run(&arguments, b"");
        assert!(!ran.out.contains(is_hazard) && !ran.told.contains(is_hazard), "{ran:?}");
    }
}

#[test]
fn every_encoding_comes_out_the_same() {
    let home = Home::new();
    let wide = |order: fn(u16) -> [u8; 2]| ARTICLE.encode_utf16().flat_map(order).collect::<Vec<u8>>();
    let long = ARTICLE.repeat(8);
    for (name, bytes) in [
        ("utf-8", ARTICLE.as_bytes().to_vec()),
        ("utf-8 with a mark", [b"\xef\xbb\xbf", ARTICLE.as_bytes()].concat()),
        ("gb18030", encoding_rs::GB18030.encode(&long).0.into_owned()),
        ("big5", encoding_rs::BIG5.encode("渡口的燈\n\n天黑下來以後，渡口就只剩下一盞燈。\n").0.into_owned()),
        ("utf-16le", [b"\xff\xfe".to_vec(), wide(u16::to_le_bytes)].concat()),
        ("utf-16be", [b"\xfe\xff".to_vec(), wide(u16::to_be_bytes)].concat()),
    ] {
        let ran = home.run(&["parse", "-"], &bytes);
        assert_eq!(ran.status, 0, "{name}: {ran:?}");
        assert!(ran.out.contains("天黑下") && !ran.out.contains('\u{feff}'), "{name}: {ran:?}");
    }
    let mut damaged = ARTICLE.as_bytes().to_vec();
    damaged.insert(3, 0xff);
    let ran = home.run(&["parse", "-"], &damaged);
    assert!(ran.status == 0 && ran.told.contains("at byte 3") && ran.told.contains("--encoding"), "{ran:?}");
}

#[test]
fn wrong_use_is_status_two_and_says_what_is_right() {
    let home = Home::new();
    home.write("good.txt", ARTICLE.as_bytes());
    for (arguments, part) in [
        (&["parse"][..], "Usage"),
        (&["parse", "--encoding", "gbkk", "good.txt"], "gb18030"),
        (&["--nope"], "--help"),
        (&["good.txt"], "needs a terminal"),
        (&[], "needs a terminal"),
    ] {
        let ran = home.run(arguments, b"");
        assert_eq!(ran.status, 2, "{arguments:?}: {ran:?}");
        assert!(ran.told.contains(part) && ran.out.is_empty(), "{arguments:?}: {ran:?}");
    }
}

#[test]
fn the_configuration_is_printed_and_checked_and_never_written() {
    let home = Home::new();
    assert_eq!(home.run(&["config", "check"], b"").status, 0);
    assert!(home.run(&["config", "print"], b"").out.contains("measure = 36"));
    let path = home.run(&["config", "path"], b"").out;
    assert!(path.contains("settings.toml") && path.contains("bookmarks.jsonl"), "{path}");
    assert!(!Path::new(&home.0.path().join("config")).exists(), "looking writes nothing");
    home.write("config/baolan/settings.toml", b"measur = 30\n");
    let ran = home.run(&["config", "check"], b"");
    assert_eq!(ran.status, 1);
    assert!(ran.out.contains("settings.toml:1:1") && ran.out.contains("did you mean \"measure\""), "{ran:?}");
}

#[test]
fn a_reader_of_the_output_that_goes_away_is_no_error() {
    let home = Home::new();
    home.write("long.txt", ARTICLE.repeat(20_000).as_bytes());
    let mut child = Command::new(env!("CARGO_BIN_EXE_baolan"))
        .args(["parse", "--json", "long.txt"])
        .current_dir(home.0.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("an end");
    assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
}

#[test]
fn parse_gives_the_corrected_page_or_the_page_as_recovered() {
    use baolan::mend::{Act, Change, Correction};
    let home = Home::new();
    home.write("page.txt", crate::commands::PAGE.as_bytes());
    let articles = |arguments: &[&str]| {
        let ran = home.run(&[&["parse", "--json", "page.txt"], arguments].concat(), b"");
        let page: serde_json::Value = serde_json::from_str(&ran.out).expect("a document");
        (page["articles"].as_array().map_or(0, Vec::len), page["corrections"].as_u64(), ran.status)
    };
    assert_eq!(articles(&[]), (3, Some(0), 0));
    let dump = baolan::mend::hash(crate::commands::PAGE);
    let at = crate::commands::PAGE.find("首班船").expect("words of the page");
    let mut mends = baolan::mend::Mends::default();
    mends.change(&dump, "page.txt", Change::Add(Correction::new("a".to_owned(), at, Act::Open)));
    let file = "state/baolan/corrections.jsonl";
    home.write(file, mends.write().as_bytes());
    assert_eq!(articles(&[]), (4, Some(1), 0));
    assert_eq!(articles(&["--as-recovered"]), (3, Some(0), 0));
    let text = home.run(&["parse", "page.txt"], b"").out;
    assert!(text.contains("[2/4]\n\n首班船"), "{text}");

    home.write(file, format!("oops\n{}", mends.write()).as_bytes());
    let ran = home.run(&["parse", "page.txt"], b"");
    assert_eq!(ran.status, 1);
    assert!(ran.told.contains("corrections.jsonl: broken lines: 1") && ran.out.contains("[2/4]"), "{ran:?}");
    assert_eq!(articles(&["--as-recovered"]).2, 0);
}

#[test]
fn print_sets_articles_as_its_options_and_the_settings_say() {
    let home = Home::new();
    home.write(
        "a.txt",
        "渡口的灯亮了\n\n天黑下来以后,渡口就只剩下一盏灯。守灯的人姓陆，六十多岁。\n".as_bytes(),
    );
    home.write("b.txt", "船\n".as_bytes());
    let check = |arguments: &[&str], want: &str| {
        let ran = home.run(&[&["print"], arguments].concat(), b"");
        assert_eq!((ran.out.as_str(), ran.status), (want, 0), "{arguments:?}: {ran:?}");
    };
    let set = "渡口的灯亮了\n\n    天黑下来以后，\n渡口就只剩下一盏\n灯。守灯的人姓陆，\n六十多岁。\n";
    check(&["a.txt", "--width", "18"], set);
    check(&["a.txt", "--measure", "9"], set);
    check(&["a.txt", "--measure", "9", "--width", "100"], set);
    check(&["b.txt", "b.txt", "--measure", "9"], "    船\n\n    ＊　＊　＊\n\n    船\n");
    let none = "渡口的灯亮了\n\n    天黑下来以后\n，渡口就只剩下一\n盏灯。守灯的人姓\n陆，六十多岁。\n";
    check(&["a.txt", "--width", "16", "--level", "none"], none);
    let dim = format!("{0}[1m渡口的灯亮了{0}[0m\n", '\u{1b}');
    assert!(home.run(&["print", "a.txt", "--color"], b"").out.starts_with(&dim));
    home.write("config/baolan/settings.toml", b"measure = 20\nindent = 0\nlevle = 1\n");
    let ran = home.run(&["print", "a.txt"], b"");
    assert!(ran.out.contains("\n天黑下来以后，渡口就只剩下一盏灯。守灯的\n"), "{ran:?}");
    assert!(ran.told.contains("levle") && ran.told.contains("settings.toml"), "{ran:?}");
    for (arguments, part) in [
        (&["print"][..], "Usage"),
        (&["print", "a.txt", "--width", "1"], "2..=1000"),
        (&["print", "a.txt", "--measure", "0"], "1..=500"),
        (&["print", "a.txt", "--level", "hard"], "none, basic, gb, strict"),
    ] {
        let ran = home.run(arguments, b"");
        assert!(ran.status == 2 && ran.told.contains(part), "{arguments:?}: {ran:?}");
    }
}
