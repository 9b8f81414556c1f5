//! The service through its router, without a socket; `socket.rs` and `faults.rs` alone have one.

mod alignment;
mod answers;
mod assessments;
mod background;
mod doors;
mod faults;
mod files;
mod formats;
mod hostile;
mod maps;
mod socket;
pub mod town;
mod uploads;
mod vintages;
