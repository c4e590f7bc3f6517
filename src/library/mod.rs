//! What there is to read, and how far the reader has come: values and rules.
//!
//! Guarantees: order is the order in which sources were named and articles stand on their page. Never: a file.

pub mod excerpt;
pub mod facts;
mod hit;
mod places;
pub mod rank;
mod shelf;

pub use hit::{Hit, Sample};
pub use places::{Place, Places, PlacesError};
pub use shelf::{Entry, Shelf};
