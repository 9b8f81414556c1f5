//! OpenStreetMap extracts (`.osm.pbf`): streets as a network, and the things
//! along them as a register.
//!
//! `frames.rs` cuts the file into blobs and unpacks them within limits,
//! `elements.rs` walks what is in them, `streets.rs` and `places.rs` take out
//! what each is after. The file is walked twice: ways and relations first, to
//! know which points matter, then the points.

mod elements;
mod frames;
mod places;
mod streets;

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::check::Fault;
use crate::draft::{Draft, StreetDraft};

use super::{Format, Limits, ReadOptions, SourceBytes, broken, format_of};

/// Reads the streets and paths of an extract.
///
/// # Errors
/// The faults that stopped the reader: bytes that are no such file, or a
/// limit that was passed.
pub fn read_streets(
    source: &SourceBytes<'_>,
    options: &ReadOptions,
    limits: &Limits,
) -> Result<StreetDraft, Vec<Fault>> {
    let format = format_of(source, options, limits)?;
    if format != Format::OsmPbf {
        let message = format!("a network is read from an OpenStreetMap extract; this is {}", format.title());
        let advice = "Put an .osm.pbf file here, or describe the file as a layer, register or table.";
        return Err(vec![*super::found::unreadable(message, advice)]);
    }
    catch_unwind(AssertUnwindSafe(|| streets::read(source, limits)))
        .unwrap_or_else(|_thrown| Err(vec![broken(format)]))
}

/// Reads the places along the streets as records at points.
pub(super) fn read(
    source: &SourceBytes<'_>,
    options: &ReadOptions,
    limits: &Limits,
) -> Result<Draft, Vec<Fault>> {
    places::read(source, options, limits)
}
