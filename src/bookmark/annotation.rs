//! Bookmarks as annotations of the W3C Web Annotation Data Model, in JSON-LD: for other programs, and from them.
//!
//! What the model has a place for stands there: quotation and position as selectors, the note and the tags as bodies.
//! What it has none for stands under names that begin with `baolan:`, so nothing is lost on the way out and back.
//!
//! Guarantees: a bookmark that was written is read as it was, later versions' fields included. Never: a tombstone; a
//! deleted bookmark is no annotation.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::iri;
use super::record::{Bookmark, Marks, VERSION};
use crate::article::{Anchor, Words};

/// What the names in an annotation mean.
const CONTEXT: &str = "http://www.w3.org/ns/anno.jsonld";

/// What our own names begin with, and what that stands for.
const OURS: (&str, &str) = ("baolan", "urn:baolan:terms:");

/// What an annotation of somebody else says besides; kept in the record under this name.
const FOREIGN: &str = "annotation";

/// The names of an annotation that are read into a bookmark's own fields.
const KNOWN: [&str; 10] =
    ["@context", "id", "type", "motivation", "created", "modified", "body", "bodyValue", "target", "updated"];

/// A page of annotations, one a line between its first line and its last.
pub fn annotations<'b>(marks: impl Iterator<Item = &'b Bookmark>) -> String {
    let items: Vec<String> = marks.map(|mark| annotation(mark).to_string()).collect();
    let context = json!(CONTEXT);
    format!(
        "{{\"@context\":{context},\"id\":\"urn:baolan:bookmarks\",\"type\":\"AnnotationPage\",\"items\":[\n{}\n]}}\n",
        items.join(",\n")
    )
}

/// One bookmark as an annotation.
fn annotation(mark: &Bookmark) -> Value {
    let motivation = if mark.marks == Marks::Words { "highlighting" } else { "bookmarking" };
    let mut all = Map::new();
    let mut put = |name: &str, value: Value| all.insert(name.to_owned(), value);
    put("@context", json!([CONTEXT, { OURS.0: OURS.1 }]));
    put("id", iri::of_id(&mark.id).into());
    put("type", "Annotation".into());
    put("motivation", motivation.into());
    put("created", json!(mark.created));
    put("modified", json!(mark.updated));
    let bodies = bodies(mark);
    if !bodies.is_empty() {
        put("body", bodies.into());
    }
    put("target", target(mark));
    put("baolan:v", mark.v.into());
    put("baolan:headline", json!(mark.headline));
    if !mark.marks.is_block() {
        put("baolan:marks", json!(mark.marks));
    }
    for (name, value) in [("baolan:color", &mark.color), ("baolan:name", &mark.name)] {
        if !value.is_empty() {
            put(name, json!(value));
        }
    }
    if !mark.at.is_empty() {
        put("baolan:at", json!(mark.at));
    }
    if !mark.extra.is_empty() {
        put("baolan:extra", mark.extra.fields().into());
    }
    all.into()
}

fn bodies(mark: &Bookmark) -> Vec<Value> {
    let body =
        |purpose: &str, value: &str| json!({"type": "TextualBody", "purpose": purpose, "value": value});
    let note = (!mark.note.is_empty()).then(|| {
        json!({"type": "TextualBody", "purpose": "commenting", "value": mark.note, "format": "text/plain"})
    });
    note.into_iter().chain(mark.tags.iter().map(|tag| body("tagging", tag))).collect()
}

fn target(mark: &Bookmark) -> Value {
    let Anchor { position, quote, .. } = &mark.anchor;
    let (prefix, suffix) = (&quote.prefix, &quote.suffix);
    let text = |exact: &str, prefix: &str, suffix: &str| json!({"type": "TextQuoteSelector", "exact": exact, "prefix": prefix, "suffix": suffix});
    let words = match &quote.words {
        Words::Whole(exact) => text(exact, prefix, suffix),
        // A range ends where what it ends with begins, so that is the text behind the quotation.
        Words::Ends { head, tail, .. } => json!({
            "type": "RangeSelector", "startSelector": text(head, prefix, ""), "endSelector": text(suffix, tail, ""),
        }),
    };
    let place = json!({"type": "TextPositionSelector", "start": position.start, "end": position.end});
    json!({
        "source": iri::of_source(&mark.source.path),
        "selector": [words, place],
        "baolan:source": mark.source,
        "baolan:anchor": rest_of(&mark.anchor),
    })
}

/// What no selector says of an anchor.
fn rest_of(anchor: &Anchor) -> Value {
    let mut all = json!(anchor);
    let mut cut = |part: &str, names: &[&str]| {
        for name in names {
            all.get_mut(part).and_then(Value::as_object_mut).map(|fields| fields.shift_remove(*name));
        }
    };
    cut("position", &["start", "end"]);
    if matches!(anchor.quote.words, Words::Whole(_)) {
        cut("quote", &["exact", "prefix", "suffix"]);
    }
    all
}

/// The annotations in a document: one, a list, a page or a collection of them. Nothing where it is none of these.
pub(super) fn items(document: &Value) -> Option<Vec<&Value>> {
    if let Value::Array(list) = document {
        return list.iter().all(is_annotation).then(|| list.iter().collect());
    }
    if is_annotation(document) {
        return Some(vec![document]);
    }
    let page = if has_type(document, "AnnotationCollection") { document.get("first")? } else { document };
    has_type(page, "AnnotationPage").then(|| page.get("items").map_or_else(Vec::new, each))
}

pub(super) fn is_annotation(value: &Value) -> bool {
    has_type(value, "Annotation")
}

fn has_type(value: &Value, name: &str) -> bool {
    value.get("type").is_some_and(|known| each(known).iter().any(|known| *known == name))
}

/// One value or several are the same in JSON-LD.
fn each(value: &Value) -> Vec<&Value> {
    value.as_array().map_or_else(|| vec![value], |list| list.iter().collect())
}

/// The bookmark that an annotation is; `now` stands for a time that it does not say.
pub(super) fn read(annotation: &Value, now: Timestamp) -> Result<Bookmark, String> {
    let all = annotation.as_object().filter(|_| is_annotation(annotation));
    let all = all.ok_or("is no annotation: its `type` is not `Annotation`")?;
    let target = all.get("target").map(each).and_then(|targets| targets.first().copied());
    let target = target.ok_or("is an annotation of nothing: it has no `target`")?;
    let version = all.get("baolan:v").and_then(Value::as_u64).unwrap_or(VERSION);
    if version > VERSION {
        return Err(format!("was written by a later version ({version}); import it with that one"));
    }
    let time = |name: &str| all.get(name).and_then(Value::as_str).and_then(|text| text.parse().ok());
    let (created, modified): (Option<Timestamp>, Option<Timestamp>) = (time("created"), time("modified"));
    let created = created.or(modified).unwrap_or(now);
    let (note, tags) = written(all);
    let mut record = Map::new();
    let mut put = |name: &str, value: Value| record.insert(name.to_owned(), value);
    put("v", version.into());
    put("id", iri::id_of(all.get("id").and_then(Value::as_str), annotation).into());
    put("source", source(target));
    put("anchor", anchor(target));
    put("note", note.into());
    put("tags", tags.into());
    put("created", json!(created));
    put("updated", json!(modified.unwrap_or(created)));
    for name in ["headline", "marks", "color", "name", "at"] {
        if let Some(value) = all.get(&format!("baolan:{name}")) {
            put(name, value.clone());
        }
    }
    let foreign: Map<String, Value> = all
        .iter()
        .filter(|(name, _)| !KNOWN.contains(&name.as_str()) && !name.starts_with("baolan:"))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    let ours = all.get("baolan:extra").and_then(Value::as_object);
    for (name, value) in ours.into_iter().flatten() {
        record.entry(name.clone()).or_insert_with(|| value.clone());
    }
    if !foreign.is_empty() {
        record.insert(FOREIGN.to_owned(), foreign.into());
    }
    let mark: Bookmark = serde_json::from_value(record.into()).map_err(|error| error.to_string())?;
    Ok(mark.in_order())
}

/// The note and the tags.
fn written(all: &Map<String, Value>) -> (String, Vec<String>) {
    let mut notes: Vec<&str> = all.get("bodyValue").and_then(Value::as_str).into_iter().collect();
    let mut tags = Vec::new();
    for body in all.get("body").into_iter().flat_map(each) {
        let Some(text) = body.get("value").and_then(Value::as_str).or_else(|| body.as_str()) else {
            continue;
        };
        let tags_it =
            body.get("purpose").is_some_and(|known| each(known).iter().any(|known| *known == "tagging"));
        if tags_it { tags.push(text.to_owned()) } else { notes.push(text) }
    }
    (notes.join("\n\n"), tags)
}

fn source(target: &Value) -> Value {
    if let Some(ours) = target.get("baolan:source") {
        return ours.clone();
    }
    let named = target.get("source").unwrap_or(target);
    let named = named.as_str().or_else(|| named.get("id")?.as_str()).unwrap_or_default();
    let page = named.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    json!({"path": named, "page": page})
}

/// The anchor: what we wrote besides, and what the selectors say.
fn anchor(target: &Value) -> Value {
    let mut all = target.get("baolan:anchor").cloned().unwrap_or_else(|| json!({}));
    let mut put = |part: &str, name: &str, value: &Value| {
        let Some(all) = all.as_object_mut() else { return };
        let fields = all.entry(part).or_insert_with(|| json!({}));
        if let Some(fields) = fields.as_object_mut() {
            fields.entry(name).or_insert_with(|| value.clone());
        }
    };
    for selector in target.get("selector").into_iter().flat_map(each) {
        let (part, names): (&str, &[&str]) = match selector.get("type").and_then(Value::as_str) {
            Some("TextQuoteSelector") => ("quote", &["exact", "prefix", "suffix"]),
            Some("TextPositionSelector") => ("position", &["start", "end"]),
            _ => continue,
        };
        for name in names {
            if let Some(value) = selector.get(name) {
                put(part, name, value);
            }
        }
    }
    all
}
