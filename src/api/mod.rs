//! The service: one router for the pages and the API, without a socket.
//!
//! A handler is three steps: parameters, one question to the engine, a view.
//! Each query parameter is parsed in one file of `params/`; each answer has a
//! type in `views`. Whatever goes wrong leaves as one body, [`Problem`].
//! Read `state.rs` for what every handler can reach, then `router.rs`.

mod layers;
pub mod problem;
mod router;
pub mod server;
mod state;
pub mod uploads;
mod version;

pub use problem::{Kind, Problem};
pub use router::app;
pub use state::{App, Current};
pub use version::{SOFTWARE, Version};
