//! STUB until merged.
use crate::app::event::{Failure, StoreReport};
use crate::bookmark::Change;
use std::path::PathBuf;
#[derive(Clone, Debug)]
pub struct BookmarkStore;
impl BookmarkStore {
    pub fn new(_f: PathBuf) -> Self {
        Self
    }
    pub fn read(&self) -> Result<StoreReport, Failure> {
        Ok(StoreReport::default())
    }
    pub fn save(&self, c: &[(u64, Change)]) -> Result<StoreReport, Failure> {
        Ok(StoreReport { saved: c.iter().map(|x| x.0).collect(), ..Default::default() })
    }
}
