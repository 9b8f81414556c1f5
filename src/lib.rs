//! Wardwise: what is known of a place, aligned, assessed and shared.
//!
//! The core (`model`, `geom`, `fault`, `draft`, `check`, `table`, `layer`, `register`,
//! `network`, `index`, `crosswalk`, `custom`, `assess`, `access`, `locate`, `scenario`,
//! `colocate`, `cql2`, `tile`, `engine`) opens no file, reads no clock and
//! knows no HTTP. The edges (`ingest`, `store`, `import`, `sample`, `views`, `api`, `pages`,
//! `background`, `config`, `cli`) are thin and lean on the core, never the other way round.
//! `ARCHITECTURE.md` is the map; `tests/it/architecture.rs` watches the arrows.

pub mod access;
pub mod assess;
pub mod check;
pub mod colocate;
pub mod cql2;
pub mod crosswalk;
pub mod custom;
pub mod draft;
pub mod engine;
pub mod fault;
pub mod geom;
pub mod ingest;
pub mod layer;
pub mod locate;
pub mod model;
pub mod network;
pub mod register;
pub mod scenario;
pub mod table;
pub mod tile;

pub mod api;
pub mod app;
pub mod background;
pub mod cli;
pub mod config;
pub mod export;
pub mod import;
pub mod index;
pub mod pages;
pub mod sample;
pub mod store;
pub mod views;
