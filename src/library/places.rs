//! STUB until merged.
use std::collections::HashMap;
#[derive(Clone, Copy, Debug)]
pub struct Place {
    pub offset: usize,
    pub read: bool,
    pub at: jiff::Timestamp,
}
#[derive(Clone, Debug, Default)]
pub struct Places {
    m: HashMap<String, Place>,
    l: HashMap<String, String>,
}
impl Places {
    pub fn get(&self, k: &str) -> Option<&Place> {
        self.m.get(k)
    }
    pub fn note(&mut self, k: &str, p: Place) {
        self.m.insert(k.into(), p);
    }
    pub fn list(&self, k: &str) -> Option<&str> {
        self.l.get(k).map(String::as_str)
    }
    pub fn set_list(&mut self, s: &str, k: &str, _at: jiff::Timestamp) {
        self.l.insert(s.into(), k.into());
    }
    pub fn merge(&mut self, o: Self) {
        self.m.extend(o.m);
        self.l.extend(o.l);
    }
}
