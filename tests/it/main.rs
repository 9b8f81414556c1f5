//! All integration tests, in one binary. This list says where a new test goes.
//!
//! Tests on the real files look for the data folder named by `WARDWISE_DATA`,
//! or `../shared/data` beside the project, and say so when it is not there.

#![allow(
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::unwrap_used,
    reason = "a test fails by panicking and tells what it measured or skipped; this holds for its helpers too"
)]

mod align;
mod architecture;
mod assess;
mod backtest;
mod backtest_place;
mod backtest_town;
mod birmingham;
mod checks;
mod cli;
mod colocate;
mod crosswalk;
mod custom;
mod fuzz;
mod hostile;
mod hostile_tables;
mod http;
mod import;
mod kill;
mod layers;
mod lineage;
mod locate;
mod ogc;
mod osm;
mod profile;
mod reach;
mod readers;
mod regression;
mod sample;
mod serve;
mod siting;
mod store;
mod support;
mod tobler;
mod trials;
