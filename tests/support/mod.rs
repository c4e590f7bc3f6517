//! What several tests share.

pub mod desk;
pub mod kept;
pub mod model;
pub mod pty;
pub mod tokens;
