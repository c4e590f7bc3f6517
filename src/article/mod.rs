//! The model: pages, articles, blocks and places in them, as values that do not change once built.
//!
//! Guarantees: every byte of an article's text belongs to one block or to the line feed between two blocks; every
//! piece of a block knows which bytes of the dump it came from. Never: layout, storage, how the text was found.

mod anchor;
mod block;
mod build;
mod extra;
mod page;
mod place;
mod source;
mod table;

pub use anchor::{
    Anchor, Found, Ground, How, Position, Quote, Words, look_among, resolve, resolve_among, resolve_on,
};
pub use block::{Article, Block, BlockKind, Confidence, Join, Piece};
pub use build::Builder;
pub use extra::Extra;
pub use page::{Furniture, Mended, Page, PageKind, Removed, Warning};
pub use place::{DumpSpan, Span};
pub use table::{Align, Column, Ruling, Table};
