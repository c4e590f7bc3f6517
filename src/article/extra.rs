//! Fields of a record that a later version wrote.
//!
//! Guarantees: written as they were read, in their order. Never: a field understood, more room than a pointer's where
//! there is none, as is nearly always.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

/// Fields that this version does not know.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Extra(Option<Box<Map<String, Value>>>);

impl Extra {
    /// Whether there is none.
    pub const fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// Their names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().flat_map(|fields| fields.keys()).map(String::as_str)
    }

    /// Whether a field of this name is among them.
    pub fn has(&self, name: &str) -> bool {
        self.0.as_ref().is_some_and(|fields| fields.contains_key(name))
    }

    /// Takes a field away.
    pub fn remove(&mut self, name: &str) {
        if let Some(mut fields) = self.0.take() {
            fields.shift_remove(name);
            *self = Self::from(*fields);
        }
    }

    /// All of them.
    pub fn fields(&self) -> Map<String, Value> {
        self.0.as_deref().cloned().unwrap_or_default()
    }
}

impl From<Map<String, Value>> for Extra {
    fn from(fields: Map<String, Value>) -> Self {
        Self((!fields.is_empty()).then(|| Box::new(fields)))
    }
}

impl Serialize for Extra {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            Some(fields) => fields.serialize(to),
            None => Map::new().serialize(to),
        }
    }
}

impl<'de> Deserialize<'de> for Extra {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Map::deserialize(from).map(Self::from)
    }
}
