//! The overlap matrix as CSV: one row a pair of areas.

use std::io::{self, Write};

use crate::crosswalk::Piece;
use crate::crosswalk::lineage::Vintage;
use crate::engine::Fitting;

use super::csv::guard;

const HEADER: [&str; 14] = [
    "layer",
    "code",
    "name",
    "against",
    "against_code",
    "against_name",
    "ground_m2",
    "share_of_ground",
    "share_of_against_ground",
    "people",
    "share_of_people",
    "share_of_against_people",
    "relation",
    "counted_by",
];

/// Writes every pair of areas that share something, slivers too (the relation says so).
///
/// # Errors
/// When `out` cannot take the bytes.
pub fn write(out: &mut dyn Write, fittings: &[Fitting]) -> io::Result<()> {
    let mut out = csv::Writer::from_writer(out);
    out.write_record(HEADER)?;
    for fitting in fittings {
        for piece in &fitting.pair.pieces.pieces {
            out.write_record(row(fitting, piece))?;
        }
    }
    out.flush()?;
    Ok(())
}

fn row(fitting: &Fitting, piece: &Piece) -> impl Iterator<Item = String> {
    let pair = &fitting.pair;
    let (of_first, of_second) = (pair.pieces.of_from(piece), pair.pieces.of_to(piece));
    let or_empty = |value: Option<f64>| value.map_or_else(String::new, |value| value.to_string());
    let counted_by = pair.pieces.counted_by.map_or_else(String::new, |rung| rung.key().to_owned());
    let shares = [
        piece.ground_m2.to_string(),
        of_first.ground.to_string(),
        of_second.ground.to_string(),
        or_empty(piece.people),
        or_empty(of_first.people),
        or_empty(of_second.people),
        piece.relation.key().to_owned(),
        counted_by,
    ];
    area(&pair.first, piece.from).into_iter().chain(area(&pair.second, piece.to)).chain(shares)
}

fn area(vintage: &Vintage, at: u32) -> [String; 3] {
    let edition = vintage.side.edition.as_ref().map_or_else(String::new, ToString::to_string);
    let name = vintage.name(at).unwrap_or_default();
    [edition, guard(vintage.code(at).as_str()).into_owned(), guard(name).into_owned()]
}
