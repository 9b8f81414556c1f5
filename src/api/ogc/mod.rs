//! OGC API – Features and Tiles: the same place for every client that speaks
//! the standards.
//!
//! `collections.rs` says what there is and opens it, as a [`source::Source`]:
//! a new kind of collection is a new source and one line there. `routes.rs`
//! lists the addresses, `items.rs` answers the question most asked, `texts.rs`
//! keeps what it is answered with. `description.rs` describes it all to
//! programs (OpenAPI 3.0). What is conformant and what tests it:
//! `docs/standards.md`.

pub mod collections;
mod conformance;
mod cursor;
mod description;
mod filters;
mod formats;
mod item;
mod items;
mod landing;
mod links;
mod metadata;
mod queryables;
mod routes;
mod select;
pub mod source;
mod sources;
mod stored;
mod texts;
mod tiles;
mod when;
mod write;

pub use conformance::CLASSES;
pub use description::describe;
pub use routes::{guard_saved, router};
pub use stored::Stored;

/// The path under which all of it lies.
pub const ROOT: &str = "/ogc";
