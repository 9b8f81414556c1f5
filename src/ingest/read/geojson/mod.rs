//! GeoJSON: RFC 7946, and the older files with a `crs` member.
//!
//! Features stream by and become rows one at a time. A bare feature or a bare
//! shape makes a draft of one row. `object.rs` reads any object of a file,
//! `features.rs` the lists of features and shapes, `properties.rs` the cells.

mod features;
mod nothing;
mod object;
mod properties;
#[cfg(test)]
mod tests;

use serde::de::DeserializeSeed as _;

use crate::check::{Fault, Place, Rule};
use crate::draft::{Cell, DeclaredCrs, Draft};
use crate::geom::Crs;

use super::crs_text;
use super::encoding::text_of;
use super::found::{Halt, over_limit, unreadable};
use super::intake::Intake;
use super::json::{TOO_MANY_POINTS, Tally, check_depth, syntax};
use super::rings::Turn;
use super::{Limits, ReadOptions, SourceBytes, Taker};

use features::{take_feature, take_row};
use object::{Object, ObjectSeed, Role};

/// Reads a GeoJSON file.
pub(super) fn read<'a>(
    source: &SourceBytes<'_>,
    options: &ReadOptions,
    limits: &'a Limits,
    taker: Option<Taker<'a>>,
) -> Result<Draft, Vec<Fault>> {
    let mut intake = Intake::new(source.file, None, limits).hand_to(taker);
    intake.expect_turn(Turn::Anticlockwise, "RFC 7946");
    intake.declare(DeclaredCrs::Known(Crs::LonLat));
    let mut state = State {
        intake,
        limits,
        tally: Tally::default(),
        ids: Vec::new(),
        stamps: Vec::new(),
        row_faults: Vec::new(),
        halt: None,
    };
    let parsed = parse(source, options, &mut state).and_then(|()| {
        state.intake.leave_heights(state.tally.heights);
        state.intake.append_column("id", std::mem::take(&mut state.ids))
    });
    match parsed {
        Ok(()) => state.intake.finish(),
        Err(halt) => state.intake.halt(halt),
    }
}

struct State<'a> {
    intake: Intake<'a>,
    limits: &'a Limits,
    tally: Tally,
    /// Feature ids, by the index of their row.
    ids: Vec<(u64, Cell)>,
    /// By column: the last feature that had a value for it.
    stamps: Vec<u64>,
    /// Faults of the feature that is being read.
    row_faults: Vec<(Rule, String)>,
    /// The fault behind an error that serde was given only as a text.
    halt: Option<Halt>,
}

fn parse(source: &SourceBytes<'_>, options: &ReadOptions, state: &mut State<'_>) -> Result<(), Halt> {
    let text = text_of(source.bytes, options.encoding.as_deref(), &mut state.intake.found)?;
    check_depth(&text, state.limits)?;
    let mut deserializer = serde_json::Deserializer::from_str(&text);
    let parsed = ObjectSeed { state: &mut *state, role: Role::Root }
        .deserialize(&mut deserializer)
        .and_then(|object| deserializer.end().map(|()| object));
    match parsed {
        Ok(object) => take_root(object, state),
        Err(error) => Err(cause(&error, state)),
    }
}

/// The fault behind an error of the parser.
fn cause(error: &serde_json::Error, state: &mut State<'_>) -> Halt {
    if let Some(halt) = state.halt.take() {
        return halt;
    }
    if error.to_string().starts_with(TOO_MANY_POINTS) {
        let place = Place::row(state.intake.rows() + 1);
        return over_limit(place, format!("more than {} points in all", state.limits.points));
    }
    syntax(error)
}

fn take_root(object: Option<Object>, state: &mut State<'_>) -> Result<(), Halt> {
    let Some(mut object) = object else {
        return Err(unreadable("the file holds no JSON object", "GeoJSON begins with a FeatureCollection."));
    };
    if let Some(crs) = object.crs.take() {
        take_crs(&crs, state);
    }
    match object.kind.as_deref() {
        Some("FeatureCollection") if object.features => Ok(()),
        Some("FeatureCollection") => {
            Err(unreadable("the FeatureCollection has no list of features", "Export the layer again."))
        }
        Some("Feature") => take_feature(object, 1, state),
        Some(_) if object.coordinates.is_some() || object.geometries.is_some() => {
            let geometry = object.into_geometry(state);
            take_row(1, geometry, Vec::new(), state)
        }
        Some(kind) => Err(unreadable(
            format!("the file is a JSON '{}', not GeoJSON", kind.chars().take(40).collect::<String>()),
            "Name the right format in the manifest, or export the layer as GeoJSON.",
        )),
        None => Err(unreadable("the JSON has no type, so it is not GeoJSON", "Export the layer as GeoJSON.")),
    }
}

/// Takes the coordinate system that the older standard allowed a file to name.
fn take_crs(crs: &Cell, state: &mut State<'_>) {
    let text = crs.display();
    let member: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
    let name = member.pointer("/properties/name").and_then(serde_json::Value::as_str);
    let declared = name.map_or_else(|| crs_text::unknown(&format!("crs: {text}")), crs_text::from_name);
    let shown: String = name.unwrap_or(&text).chars().take(100).collect();
    let message = format!("an old crs member names '{shown}'; RFC 7946 knows longitude and latitude alone");
    state.intake.found.add(Fault::new(Rule::LegacyCrs, Place::default(), message));
    state.intake.declare(declared);
}
