//! The service through its router, without a socket; `socket.rs` alone has one.

mod alignment;
mod answers;
mod assessments;
mod doors;
mod files;
mod formats;
mod hostile;
mod socket;
pub mod town;
mod uploads;
mod vintages;
