//! Server-rendered pages: whole HTML with heading, sentence, table and map.
//!
//! Every page is complete with scripts off; islands only add to what is here.
//! One file a page, each with a pure `page` function from the engine's answers
//! to a [`frame::Page`]. Read `routes.rs` for the addresses, `frame.rs` for
//! what all pages share, `map/mod.rs` for the maps.

pub mod about;
pub mod area;
pub mod assess;
pub mod assets;
pub mod background;
pub mod badges;
pub mod boundaries;
pub mod catalogue;
pub mod cell;
pub mod changes;
pub mod colocation;
pub mod context;
pub mod custom;
mod drawing;
pub mod edition;
pub mod error;
pub mod evidence;
pub mod figures;
pub mod fit;
#[cfg(test)]
mod fixture;
pub mod format;
pub mod frame;
pub mod history;
pub mod home;
pub mod layer;
pub mod listing;
pub mod map;
pub mod mapblock;
pub mod mapfile;
pub mod network;
pub mod params;
pub mod point;
pub mod record;
pub mod register;
pub mod report;
pub mod routes;
pub mod search;
pub mod sheet;
pub mod source;
pub mod standards;
pub mod statement;
pub mod sureness;
pub mod table;
pub mod take;
#[cfg(test)]
mod tests;
pub mod token;
pub mod trials;
pub mod upload;
pub mod walk;
pub mod whereabouts;

pub use routes::router;
