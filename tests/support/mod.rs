//! What several tests share.

pub mod cases;
pub mod changes;
pub mod desk;
pub mod greedy;
pub mod judge;
pub mod kept;
pub mod model;
pub mod naive;
pub mod pty;
pub mod setting;
pub mod tokens;
