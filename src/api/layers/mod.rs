//! What every request passes through on its way in and out; `around.rs` puts
//! the steps one after another.

pub(super) mod around;
mod headers;
mod load;
mod log;
pub(super) mod problems;
mod version;
