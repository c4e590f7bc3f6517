//! What several tests share.

pub mod desk;
pub mod kept;
