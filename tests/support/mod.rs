//! What several tests share.

pub mod desk;
pub mod kept;
pub mod naive;
pub mod pty;
pub mod tokens;
