//! The service: one router for the pages and the API, without a socket.
//!
//! A handler is three steps: parameters, one question to the engine, a view.
//! Each query parameter is parsed in one file of `params/`; each answer has a
//! type in `views`. Whatever goes wrong leaves as one body, [`Problem`].
//! Read `state.rs` for what every handler can reach, then `router.rs`.

pub mod blocking;
pub mod colocate;
pub mod custom;
pub mod describe;
pub mod doors;
mod layers;
pub mod links;
pub mod locate;
pub mod ogc;
mod page;
pub mod params;
pub mod problem;
mod refresh;
pub mod refused;
mod router;
mod routes;
mod runs;
mod select;
pub mod server;
mod state;
mod stream;
pub mod trials;
mod unkept;
pub mod uploads;
mod version;

pub use problem::{Kind, Problem};
pub use refresh::{foresee, refresh, take_saved};
pub use router::{app, openapi};
pub use routes::uploads::receive;
pub use state::{App, Current, Work};
pub use unkept::unkept;
pub use version::{SOFTWARE, Version};
