//! Where should sites be, and what if they change: searches for sites and scenarios.
//!
//! A form changes the recipe that a search or scenario starts from; what was
//! changed stands in the address, so that any view can be sent on. `edit.rs`
//! says how a form changes a recipe, `sites.rs` and `scenario.rs` are the two
//! pages, `list.rs` the page before them. Read `routes.rs` for the addresses.

mod edit;
mod evidence;
mod list;
mod map;
mod parts;
mod routes;
mod scenario;
mod scenario_form;
mod sites;
mod sites_form;

pub use routes::router;

/// Path of the list, and of searches for sites below it.
pub const PATH: &str = "/sites";

/// Path of scenarios.
pub const SCENARIOS: &str = "/scenarios";
