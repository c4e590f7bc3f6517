//! STUB until merged.
use crate::article::Anchor;
#[derive(Clone, Debug, Default)]
pub struct SourceRef {
    pub path: String,
    pub page: String,
    pub article: usize,
}
#[derive(Clone, Debug)]
pub struct Bookmark {
    pub id: String,
    pub source: SourceRef,
    pub headline: String,
    pub anchor: Anchor,
    pub note: String,
    pub created: jiff::Timestamp,
    pub updated: jiff::Timestamp,
}
impl Bookmark {
    pub fn new(
        id: String,
        source: SourceRef,
        headline: String,
        anchor: Anchor,
        now: jiff::Timestamp,
    ) -> Self {
        Self { id, source, headline, anchor, note: String::new(), created: now, updated: now }
    }
}
#[derive(Clone, Debug)]
pub enum Change {
    Put(Bookmark),
    Delete { id: String, at: jiff::Timestamp },
}
impl Change {
    pub fn id(&self) -> &str {
        match self {
            Self::Put(b) => &b.id,
            Self::Delete { id, .. } => id,
        }
    }
    pub fn at(self, _now: jiff::Timestamp) -> Self {
        self
    }
}
#[derive(Clone, Debug, Default)]
pub struct Collection {
    v: Vec<Bookmark>,
}
impl Collection {
    pub fn apply(&mut self, c: Change) -> Option<Change> {
        match c {
            Change::Put(b) => {
                let id = b.id.clone();
                self.v.retain(|x| x.id != id);
                self.v.push(b);
                Some(Change::Delete { id, at: jiff::Timestamp::UNIX_EPOCH })
            }
            Change::Delete { id, .. } => {
                let i = self.v.iter().position(|b| b.id == id)?;
                Some(Change::Put(self.v.remove(i)))
            }
        }
    }
    pub fn get(&self, id: &str) -> Option<&Bookmark> {
        self.v.iter().find(|b| b.id == id)
    }
    pub fn iter(&self) -> impl Iterator<Item = &Bookmark> {
        self.v.iter().rev()
    }
    pub fn in_article<'a>(&'a self, f: &'a str) -> impl Iterator<Item = &'a Bookmark> {
        self.v.iter().filter(move |b| b.anchor.hash == f)
    }
}
#[derive(Clone, Debug)]
pub struct Ids(u64);
impl Ids {
    pub fn new(s: u64) -> Self {
        Self(s)
    }
    pub fn next(&mut self, _n: jiff::Timestamp) -> String {
        self.0 += 1;
        self.0.to_string()
    }
}
