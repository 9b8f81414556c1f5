//! FlatGeobuf: one layer, features one after the other.
//!
//! The features are found here by their lengths and then verified and opened
//! by the `flatgeobuf` crate, so that a length that lies cannot make a reader
//! allocate what it claims. The spatial index inside the file is stepped over.

mod properties;
mod shape;
mod supply;

use std::io::Read;

use flatgeobuf::{Header, size_prefixed_root_as_feature, size_prefixed_root_as_header};

use crate::check::{Fault, Place, Rule};
use crate::draft::{DeclaredCrs, Draft};

use super::found::{Halt, unreadable};
use super::intake::Intake;
use super::{Limits, SourceBytes, Taker, crs_text};

use properties::Columns;
use supply::{Supply, Window};

/// Reads a FlatGeobuf file.
pub(super) fn read<'a>(
    source: &SourceBytes<'_>,
    limits: &'a Limits,
    taker: Option<Taker<'a>>,
) -> Result<Draft, Vec<Fault>> {
    let mut intake = Intake::new(source.file, None, limits).hand_to(taker);
    match fill(source.bytes, limits, &mut intake) {
        Ok(()) => intake.finish(),
        Err(halt) => intake.halt(halt),
    }
}

/// Reads a FlatGeobuf file as it streams by, record by record.
pub(super) fn stream<'a>(
    file: &str,
    input: impl Read,
    limits: &'a Limits,
    taker: Taker<'a>,
) -> Result<Draft, Vec<Fault>> {
    let mut intake = Intake::new(file, None, limits).hand_to(Some(taker));
    match fill(Window::new(input, limits.bytes), limits, &mut intake) {
        Ok(()) => intake.finish(),
        Err(halt) => intake.halt(halt),
    }
}

fn fill(mut supply: impl Supply, limits: &Limits, intake: &mut Intake<'_>) -> Result<(), Halt> {
    const MAGIC: &[u8] = b"fgb\x03fgb";
    const MAGIC_BYTES: usize = 8;
    if supply.peek(MAGIC_BYTES)?.is_none_or(|bytes| !bytes.starts_with(MAGIC)) {
        return Err(unreadable("the file is not FlatGeobuf of version 3", "Export the layer again."));
    }
    supply.pass(MAGIC_BYTES);
    let head = prefixed(&mut supply)?.ok_or_else(|| cut("its header"))?.to_vec();
    supply.pass(head.len());
    let header = size_prefixed_root_as_header(&head).map_err(|error| damaged(&error.to_string()))?;
    intake.declare(declared_crs(&header));
    let columns = Columns::of(&header, intake)?;
    let index = index_bytes(header.features_count(), header.index_node_size())
        .ok_or_else(|| damaged("the size of its index cannot be"))?;
    if !supply.skip(index)? {
        return Err(cut("its index"));
    }
    let mut number = 0;
    while !supply.is_at_end()? {
        number += 1;
        let place = Place::row(number);
        let feature = prefixed(&mut supply)?
            .ok_or_else(|| unreadable(format!("the file ends inside record {number}"), FETCH_AGAIN))?;
        let length = feature.len();
        match size_prefixed_root_as_feature(feature) {
            Ok(feature) => take_feature(number, &feature, &header, &columns, limits, intake)?,
            Err(error) => {
                let message = format!("the record is damaged: {error}");
                intake.found.add(Fault::new(Rule::Unreadable, place, message).advise(FETCH_AGAIN));
            }
        }
        supply.pass(length);
    }
    let declared = header.features_count();
    if declared != 0 && declared != number {
        let message = format!("the file declares {declared} records and holds {number}");
        intake.found.add(Fault::new(Rule::Unreadable, Place::default(), message).advise(FETCH_AGAIN));
    }
    Ok(())
}

fn take_feature(
    number: u64,
    feature: &flatgeobuf::Feature<'_>,
    header: &Header<'_>,
    columns: &Columns,
    limits: &Limits,
    intake: &mut Intake<'_>,
) -> Result<(), Halt> {
    let mut geometry = None;
    if let Some(written) = feature.geometry() {
        match shape::points_of(&written, limits.depth) {
            Some(points) => intake.room_for_points(points)?,
            None => return Err(damaged("its shapes nest too deep")),
        }
        match shape::shape_of(&written, header.geometry_type(), limits.depth) {
            Ok(shape) => {
                intake.leave_heights(shape.heights);
                intake.close_rings(shape.unclosed);
                geometry = shape.geometry;
            }
            Err(problem) => {
                let fault = Fault::new(Rule::WrongGeometry, Place::row(number), problem);
                intake.found.add(fault.advise("Export the layer with straight lines."));
            }
        }
    }
    if feature.columns().is_some() {
        let message = "this record has columns of its own, which are not read";
        intake.found.add(Fault::new(Rule::ColumnLeftOut, Place::row(number), message));
    }
    let bytes = feature.properties().map_or(&[][..], |properties| properties.bytes());
    let cells = columns.cells(number, bytes, &mut intake.found);
    intake.push(number, geometry, cells)
}

/// The bytes of a table with its length before it, if they are all there.
fn prefixed(supply: &mut impl Supply) -> Result<Option<&[u8]>, Halt> {
    let Some(length) = supply.peek(4)?.and_then(|bytes| bytes.first_chunk()) else { return Ok(None) };
    let length = u32::from_le_bytes(*length) as usize;
    // The decoder wants room for the offset of its root.
    match length.checked_add(4) {
        Some(whole) if length >= 8 => supply.peek(whole),
        _ => Ok(None),
    }
}

/// The size of the packed tree that stands before the features; `None` when
/// it would not fit a number.
fn index_bytes(features: u64, node_size: u16) -> Option<u64> {
    const NODE_BYTES: u64 = 40;
    if node_size == 0 || features == 0 {
        return Some(0);
    }
    let fan_out = u64::from(node_size.max(2));
    let mut level = features;
    let mut nodes = features;
    while level > 1 {
        level = level.div_ceil(fan_out);
        nodes = nodes.checked_add(level)?;
    }
    // A tree of one leaf has a root all the same.
    nodes.checked_add(u64::from(features == 1))?.checked_mul(NODE_BYTES)
}

fn declared_crs(header: &Header<'_>) -> DeclaredCrs {
    let Some(crs) = header.crs() else { return DeclaredCrs::None };
    let org = crs.org().unwrap_or("EPSG");
    if crs.code() != 0 && org.eq_ignore_ascii_case("EPSG") {
        let known = crs_text::from_epsg(i64::from(crs.code()));
        return known.map_or_else(|| crs_text::unknown(&format!("EPSG:{}", crs.code())), DeclaredCrs::Known);
    }
    if let Some(wkt) = crs.wkt().filter(|wkt| !wkt.trim().is_empty()) {
        return crs_text::from_wkt(wkt);
    }
    match crs.code_string().or_else(|| crs.name()) {
        Some(name) => crs_text::from_name(&format!("{org}:{name}")),
        None => DeclaredCrs::None,
    }
}

const FETCH_AGAIN: &str = "Fetch the file again from its publisher.";

fn cut(inside: &str) -> Halt {
    unreadable(format!("the FlatGeobuf file ends inside {inside}"), FETCH_AGAIN)
}

fn damaged(why: &str) -> Halt {
    unreadable(format!("the FlatGeobuf file is damaged: {why}"), FETCH_AGAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_index_is_as_large_as_the_standard_says() {
        assert_eq!(index_bytes(0, 16), Some(0));
        assert_eq!(index_bytes(5, 0), Some(0));
        for (features, node_size) in [(1, 16), (16, 16), (17, 16), (1000, 2), (69, 16)] {
            let reference = flatgeobuf::packed_r_tree::PackedRTree::index_size(features, node_size);
            assert_eq!(
                index_bytes(features as u64, node_size),
                Some(reference as u64),
                "{features}, {node_size}"
            );
        }
        assert_eq!(index_bytes(u64::MAX, 1), None);
    }
}
