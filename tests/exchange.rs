//! Bookmarks on their way to other programs and back: W3C Web Annotations, Markdown, CSV.
//!
//! Guarantees: what is held against the model is its own table of properties. Never: a network, a schema fetched.

use baolan::article::{Anchor, Words};
use baolan::bookmark::{
    Bookmark, Change, Collection, Marks, SourceRef, annotations, import, markdown, table,
};
use baolan::text::hazard::is_hazard;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::bookmarks::bookmark;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_795_000_000 + second).unwrap()
}

fn mark(id: &str, quote: &str) -> Bookmark {
    let mut anchor = Anchor::default();
    anchor.quote.words = Words::Whole(quote.to_owned());
    let source =
        SourceRef { path: "/报/江.txt".to_owned(), page: "江.txt".to_owned(), ..SourceRef::default() };
    Bookmark::new(id.to_owned(), source, "渡口晚灯".to_owned(), anchor, at(0))
}

fn collection(marks: &[Bookmark]) -> Collection {
    let mut all = Collection::default();
    for mark in marks {
        all.merge_change(Change::put(mark.clone()));
    }
    all
}

/// How often a property stands: once; once or not at all; once or several times; any number of times.
#[derive(Clone, Copy, PartialEq)]
enum Count {
    One,
    Maybe,
    Some,
    Any,
}

/// A type, a property of it, how often that stands, and what it may be.
type Rule = (&'static str, &'static str, Count, fn(&Value) -> bool);

/// What the Web Annotation Data Model (W3C Recommendation of 23 February 2017) says of what we write.
const MODEL: &[Rule] = &[
    ("AnnotationPage", "@context", Count::Some, is_context),
    ("AnnotationPage", "id", Count::One, is_iri),
    ("AnnotationPage", "type", Count::Some, is_name),
    ("AnnotationPage", "items", Count::Any, is_thing),
    ("Annotation", "@context", Count::Some, is_context),
    ("Annotation", "id", Count::One, is_iri),
    ("Annotation", "type", Count::Some, is_name),
    ("Annotation", "motivation", Count::Any, is_motivation),
    ("Annotation", "created", Count::Maybe, is_time),
    ("Annotation", "modified", Count::Maybe, is_time),
    ("Annotation", "body", Count::Any, is_thing),
    ("Annotation", "target", Count::Some, is_thing),
    ("TextualBody", "type", Count::Some, is_name),
    ("TextualBody", "value", Count::One, Value::is_string),
    ("TextualBody", "format", Count::Maybe, Value::is_string),
    ("TextualBody", "purpose", Count::Any, is_motivation),
    ("SpecificResource", "source", Count::One, is_iri),
    ("SpecificResource", "selector", Count::Any, is_thing),
    ("TextQuoteSelector", "type", Count::Some, is_name),
    ("TextQuoteSelector", "exact", Count::One, Value::is_string),
    ("TextQuoteSelector", "prefix", Count::Maybe, Value::is_string),
    ("TextQuoteSelector", "suffix", Count::Maybe, Value::is_string),
    ("TextPositionSelector", "type", Count::Some, is_name),
    ("TextPositionSelector", "start", Count::One, Value::is_u64),
    ("TextPositionSelector", "end", Count::One, Value::is_u64),
    ("RangeSelector", "type", Count::Some, is_name),
    ("RangeSelector", "startSelector", Count::One, is_thing),
    ("RangeSelector", "endSelector", Count::One, is_thing),
];

fn is_context(value: &Value) -> bool {
    value == "http://www.w3.org/ns/anno.jsonld" || value == &json!({"baolan": "urn:baolan:terms:"})
}

fn is_iri(value: &Value) -> bool {
    let Some((scheme, rest)) = value.as_str().and_then(|text| text.split_once(':')) else { return false };
    let allowed = |c: char| c.is_ascii_alphanumeric() || "-._~:/?#[]@!$&'()*+,;=%".contains(c);
    let escapes = rest
        .split('%')
        .skip(1)
        .all(|after| after.get(..2).is_some_and(|hex| hex.chars().all(|c| c.is_ascii_hexdigit())));
    !scheme.is_empty()
        && scheme.chars().all(|c| c.is_ascii_lowercase())
        && rest.chars().all(allowed)
        && escapes
}

fn is_name(value: &Value) -> bool {
    value.is_string()
}

fn is_thing(value: &Value) -> bool {
    value.is_object()
}

fn is_motivation(value: &Value) -> bool {
    let all = [
        "assessing",
        "bookmarking",
        "classifying",
        "commenting",
        "describing",
        "editing",
        "highlighting",
        "identifying",
        "linking",
        "moderating",
        "questioning",
        "replying",
        "tagging",
    ];
    value.as_str().is_some_and(|name| all.contains(&name))
}

fn is_time(value: &Value) -> bool {
    value.as_str().is_some_and(|text| text.ends_with('Z') && text.parse::<Timestamp>().is_ok())
}

fn each(value: Option<&Value>) -> Vec<&Value> {
    match value {
        None => Vec::new(),
        Some(Value::Array(list)) => list.iter().collect(),
        Some(one) => vec![one],
    }
}

/// Whether `thing` is what the model says of its type, and all in it; the first mistake where not.
fn conforms(thing: &Value) -> Result<(), String> {
    let fields = thing.as_object().ok_or("no object")?;
    // A target with a source is a specific resource, whether it says so or not.
    let kind = fields.get("type").and_then(Value::as_str).unwrap_or("SpecificResource");
    let rules: Vec<_> = MODEL.iter().filter(|rule| rule.0 == kind).collect();
    if rules.is_empty() {
        return Err(format!("{kind} is no type of the model"));
    }
    for (_, name, count, check) in &rules {
        let values = each(fields.get(*name));
        let fits = match count {
            Count::One => values.len() == 1,
            Count::Maybe => values.len() <= 1,
            Count::Some => !values.is_empty(),
            Count::Any => true,
        };
        if !fits || !values.iter().all(|value| check(value)) {
            return Err(format!("{kind}: `{name}` is {:?}", fields.get(*name)));
        }
    }
    for (name, value) in fields {
        if !rules.iter().any(|rule| rule.1 == name) && !name.starts_with("baolan:") {
            return Err(format!("{kind}: `{name}` is neither the model's nor ours"));
        }
        if ["items", "body", "target", "selector", "startSelector", "endSelector"].contains(&name.as_str()) {
            each(Some(value)).into_iter().try_for_each(conforms)?;
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn a_bookmark_is_the_same_after_it_was_an_annotation(marks in prop::collection::vec(bookmark(), 0..5)) {
        let all = collection(&marks);
        let document = annotations(all.iter());
        let (read, broken) = import(document.as_bytes(), at(99));
        prop_assert!(broken.is_empty(), "{broken:?} in {document}");
        prop_assert_eq!(read.lines(), all.lines());
        let whole: Value = serde_json::from_str(&document).unwrap();
        prop_assert_eq!(conforms(&whole), Ok(()), "{}", document);
        // One a line is read as well.
        let lines: Vec<String> = whole["items"].as_array().unwrap().iter().map(Value::to_string).collect();
        prop_assert_eq!(import(lines.join("\n").as_bytes(), at(99)).0, all);
    }

    #[test]
    fn what_is_imported_may_be_anything(bytes in prop::collection::vec(any::<u8>(), 0..200), text in ".{0,80}") {
        import(&bytes, at(0));
        let odd = json!({"type": "Annotation", "id": text, "target": {"source": text, "selector": [text, {"type": text}]}});
        let (read, broken) = import(odd.to_string().as_bytes(), at(0));
        prop_assert_eq!((read.len(), broken.len()), (1, 0));
    }

    #[test]
    fn what_is_exported_for_people_has_no_hazard(marks in prop::collection::vec(bookmark(), 0..5)) {
        for text in [markdown(marks.iter(), &TimeZone::UTC), table(marks.iter(), &TimeZone::UTC).unwrap()] {
            prop_assert!(!text.chars().any(|c| is_hazard(c) && c != '\r'), "{text:?}");
        }
    }
}

#[test]
fn the_model_is_no_rubber_stamp() {
    let good: Value = serde_json::from_str(&annotations([mark("a", "灯")].iter())).unwrap();
    assert_eq!(conforms(&good), Ok(()));
    for (path, value) in [
        ("/id", json!(null)),
        ("/items/0/id", json!("no iri")),
        ("/items/0/type", json!("Note")),
        ("/items/0/motivation", json!("reading")),
        ("/items/0/created", json!("yesterday")),
        ("/items/0/target", json!([])),
        ("/items/0/target/source", json!("江.txt")),
        ("/items/0/target/selector/0/exact", json!(1)),
        ("/items/0/target/selector/1/start", json!(-1)),
    ] {
        let mut bad = good.clone();
        *bad.pointer_mut(path).unwrap() = value;
        assert!(conforms(&bad).is_err(), "{path}");
    }
}

#[test]
fn a_long_quotation_is_a_range_between_its_ends() {
    let mut long = mark("0192f0c1-2345-7abc-8def-0123456789ab", "");
    long.anchor.quote.words =
        Words::Ends { head: "灯亮".to_owned(), tail: "船来".to_owned(), length: 400 };
    (long.anchor.quote.prefix, long.anchor.quote.suffix) = ("夜里".to_owned(), "然后".to_owned());
    let page: Value = serde_json::from_str(&annotations([long].iter())).unwrap();
    let one = &page["items"][0];
    assert_eq!(one["id"], "urn:uuid:0192f0c1-2345-7abc-8def-0123456789ab");
    let range = &one["target"]["selector"][0];
    assert_eq!(range["startSelector"]["exact"], "灯亮");
    assert_eq!(
        (&range["endSelector"]["prefix"], &range["endSelector"]["exact"]),
        (&json!("船来"), &json!("然后"))
    );
}

/// What other programs write.
#[test]
fn annotations_of_others_become_bookmarks() {
    let target = json!({"source": "https://paper.example/a/1.html", "selector": [
        {"type": "XPathSelector", "value": "/p[1]"},
        {"type": "TextPositionSelector", "start": 3, "end": 7},
        {"type": "TextQuoteSelector", "exact": "灯亮了", "prefix": "夜里", "suffix": "。"},
    ]});
    let of = |more: Value| {
        let mut all = json!({"type": "Annotation", "id": "https://notes.example/1", "target": target});
        all.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        all
    };
    for (document, note, tags) in [
        (of(json!({"bodyValue": "好"})), "好", 0),
        (of(json!({"body": "https://a.example/"})), "https://a.example/", 0),
        (of(json!({"type": ["Annotation", "x:Y"], "body": {"type": "TextualBody", "value": "好"}})), "好", 0),
        (
            json!([of(json!({"body": [
                {"type": "TextualBody", "purpose": "replying", "value": "一"},
                {"type": "TextualBody", "purpose": ["tagging"], "value": "船"},
                {"type": "TextualBody", "purpose": "commenting", "value": "二"},
                {"type": "Image", "id": "https://a.example/i.png"},
            ]}))]),
            "一\n\n二",
            1,
        ),
        (
            json!({"type": "AnnotationCollection", "first": {"type": "AnnotationPage", "items": [of(json!({}))]}}),
            "",
            0,
        ),
        (of(json!({"creator": {"name": "林"}, "target": [target, "https://b.example/"]})), "", 0),
    ] {
        let (read, broken) = import(document.to_string().as_bytes(), at(5));
        assert!(broken.is_empty(), "{broken:?}");
        let one = read.iter().next().unwrap();
        assert_eq!((one.note.as_str(), one.tags.len(), one.created), (note, tags, at(5)), "{document}");
        assert_eq!((one.source.page.as_str(), one.anchor.position.start), ("1.html", 3));
        assert_eq!((&*one.anchor.quote.shown(), one.anchor.quote.prefix.as_str()), ("灯亮了", "夜里"));
        assert_eq!(one.extra.has("annotation"), document.to_string().contains("creator"));
        assert_eq!(import(document.to_string().as_bytes(), at(5)).0, read, "the same each time");
    }
    for (item, want) in [
        (json!({"type": "Note"}), "not `Annotation`"),
        (json!({"type": "Annotation", "id": "urn:a:b"}), "no `target`"),
        (of(json!({"baolan:v": 99})), "later version"),
        (of(json!({"baolan:headline": 1})), "invalid type"),
    ] {
        let page = json!({"type": "AnnotationPage", "items": [of(json!({})), item]});
        let (read, broken) = import(page.to_string().as_bytes(), at(5));
        assert_eq!((read.len(), broken.len(), broken[0].number), (1, 1, 2), "{want}");
        assert!(broken[0].reason.contains(want), "{want}: {}", broken[0].reason);
    }
}

#[test]
fn markdown_is_grouped_by_page_and_article() {
    let mut second = Bookmark {
        note: "再读\n- 不是列表\n\n# 不是标题".to_owned(),
        tags: vec!["船".to_owned(), "*夜*".to_owned()],
        ..mark("b", "船靠岸了。\n猫在等。")
    };
    second.anchor.position.start = 9;
    let other =
        SourceRef { path: "/报/海.txt".to_owned(), page: "海.txt".to_owned(), ..SourceRef::default() };
    let star = Bookmark {
        marks: Marks::Article,
        source: other,
        headline: "1. 潮 <b>".to_owned(),
        ..mark("c", "潮")
    };
    let got = markdown([&star, &second, &mark("a", "# 灯亮了。")].into_iter(), &TimeZone::UTC);
    let want = "# 江.txt\n\n## 渡口晚灯\n\n> \\# 灯亮了。\n\n*2026-11-18 11:06*\n\n\
        > 船靠岸了。\\\n> 猫在等。\n\n再读\\\n\\- 不是列表\n\n\\# 不是标题\n\n*2026-11-18 11:06 · 船 · \\*夜\\**\n\n\
        # 海.txt\n\n## 1. 潮 &lt;b&gt;\n\n*2026-11-18 11:06*\n";
    assert_eq!(got, want);
}

#[test]
fn no_cell_of_a_table_is_a_formula() {
    for (note, want) in [
        ("灯", "灯"),
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@A1", "'@A1"),
        ("＝1", "'＝1"),
        ("\t=1", "' =1"),
        ("\u{200b}=1", "'=1"),
        ("甲,\"乙\"\n丙", "\"甲,\"\"乙\"\"\n丙\""),
    ] {
        let one = Bookmark { note: note.to_owned(), ..mark("a", "灯亮了") };
        let got = table([one].iter(), &TimeZone::UTC).unwrap();
        assert!(
            got.starts_with("id,created,updated,page,article,headline,marks,quote,note,tags,color,path\r\n")
        );
        let row = format!(
            "a,2026-11-18 11:06:40,2026-11-18 11:06:40,江.txt,1,渡口晚灯,block,灯亮了,{want},,,/报/江.txt\r\n"
        );
        assert!(got.ends_with(&row), "{got}");
    }
}
