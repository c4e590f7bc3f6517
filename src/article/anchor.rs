//! STUB until merged.
use super::Article;
#[derive(Clone, Debug, Default)]
pub struct Quote {
    pub exact: String,
}
#[derive(Clone, Debug, Default)]
pub struct Anchor {
    pub hash: String,
    pub quote: Quote,
    pub block: usize,
}
pub struct Found(Option<usize>);
impl Found {
    pub fn block(&self) -> Option<usize> {
        self.0
    }
}
impl Anchor {
    pub fn at(a: &Article, block: usize) -> Option<Self> {
        Some(Self {
            hash: a.fingerprint().into(),
            quote: Quote { exact: a.block_text(a.blocks().get(block)?).into() },
            block,
        })
    }
}
pub fn resolve(a: &Anchor, _x: &Article) -> Found {
    Found(Some(a.block))
}
impl Article {
    pub fn fingerprint(&self) -> &str {
        self.title()
    }
}
