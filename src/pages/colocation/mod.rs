//! The co-location finder: `/colocation`.
//!
//! `finder.rs` is the page with its views (candidates, hubs, gaps, possible
//! duplicates, shortlist), `candidate.rs` one candidate with all its reasons,
//! `compare.rs` up to four side by side. `asked.rs` reads the address,
//! `routes.rs` ties them together. Plain links and forms, no script needed.

mod asked;
mod candidate;
mod compare;
mod finder;
mod list;
mod map;
mod others;
mod parts;
mod routes;
mod shortlist;

pub use finder::search_of;
pub use map::sheet;
pub use routes::router;

/// Where the finder begins.
pub const PATH: &str = "/colocation";
