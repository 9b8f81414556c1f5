//! Shapes: of the right type, on the grid, valid, wound.

use geo_types::{Geometry, MultiPolygon};
use rayon::prelude::*;

use crate::check::system::{self, Span};
use crate::check::{Fault, Place, Report, Rule, Severity};
use crate::draft::Draft;
use crate::geom::crs::{Crs, CrsError, ShapeError};
use crate::geom::measure::{area_m2, signed_ring_area_m2};
use crate::geom::repair::{Mended, RepairError, mend};
use crate::geom::validity::{Defect, DefectKind, find_defects};
use crate::layer::Repair;

/// How many defects of one shape are written out in its fault.
const DEFECTS_WRITTEN: usize = 8;

/// A shape that a layer can hold.
#[derive(Debug, Clone)]
#[expect(clippy::struct_field_names, reason = "the shape is what the rest speaks of")]
pub(super) struct Shape {
    pub shape: MultiPolygon<f64>,
    pub area_m2: f64,
    pub repair: Option<Repair>,
}

/// What became of one row's shape, worked out on any core.
struct Outcome {
    shape: Option<Shape>,
    faults: Vec<Fault>,
    repeated_points: u64,
    clockwise: bool,
}

/// Takes the shapes out of the draft and puts them right, row by row; `None`
/// for a row whose shape cannot stand, with the reason in the report.
pub(super) fn check(draft: &mut Draft, set: Option<&str>, report: &mut Report) -> Vec<Option<Shape>> {
    let crs = system::decide(&draft.crs, Span::of_all(draft), set, &mut report.faults);
    let is_geojson = is_geojson(&draft.file);
    let taken: Vec<(u64, Option<Geometry<f64>>)> =
        draft.rows.iter_mut().map(|row| (row.number, row.geometry.take())).collect();
    let outcomes: Vec<Outcome> =
        taken.into_par_iter().map(|(row, geometry)| check_row(row, geometry, crs)).collect();
    tell_repeated_points(&outcomes, report);
    if is_geojson {
        tell_direction(&outcomes, report);
    }
    let shapes = outcomes.into_iter().map(|outcome| {
        report.faults.extend(outcome.faults);
        outcome.shape
    });
    let shapes: Vec<Option<Shape>> = shapes.collect();
    report.counts.repaired = shapes.iter().flatten().filter(|shape| shape.repair.is_some()).count() as u64;
    shapes
}

fn check_row(row: u64, geometry: Option<Geometry<f64>>, crs: Option<Crs>) -> Outcome {
    let mut outcome = Outcome { shape: None, faults: Vec::new(), repeated_points: 0, clockwise: false };
    let polygons = match geometry.map(into_polygons) {
        None => Err(null_shape(row)),
        Some(Err(kind)) => Err(wrong_type(row, kind)),
        Some(Ok(polygons)) if polygons.0.is_empty() => Err(null_shape(row)),
        Some(Ok(polygons)) => Ok(polygons),
    };
    let polygons = match polygons {
        Ok(polygons) => polygons,
        Err(fault) => {
            outcome.faults.push(fault);
            return outcome;
        }
    };
    // Without a system the shapes cannot be judged; the report says so already.
    let Some(crs) = crs else { return outcome };
    outcome.clockwise = polygons.0.iter().any(|part| signed_ring_area_m2(part.exterior()) < 0.0);
    match crs.shape_to_grid(polygons) {
        Ok(shape) => judge(row, shape, &mut outcome),
        Err(error) => outcome.faults.push(off_the_map(row, error)),
    }
    outcome
}

fn judge(row: u64, shape: MultiPolygon<f64>, outcome: &mut Outcome) {
    let defects = find_defects(&shape);
    let repeated = defects.iter().filter(|defect| defect.kind == DefectKind::RepeatedPoint).count();
    outcome.repeated_points = repeated as u64;
    let grave: Vec<&Defect> = defects.iter().filter(|defect| defect.kind.is_grave()).collect();
    match mend(shape, &defects) {
        Ok(mended) => {
            outcome.faults.extend(tell_mended(row, &mended, &grave));
            let repair =
                mended.change.map(|change| Repair { before_m2: change.before_m2, after_m2: change.after_m2 });
            let area_m2 = area_m2(&mended.shape);
            outcome.shape = Some(Shape { shape: mended.shape, area_m2, repair });
        }
        Err(error) => outcome.faults.push(beyond_repair(row, error, &grave)),
    }
}

/// The polygons of a shape, or the name of the type that it is instead.
fn into_polygons(geometry: Geometry<f64>) -> Result<MultiPolygon<f64>, &'static str> {
    match geometry {
        Geometry::Polygon(polygon) => Ok(MultiPolygon(vec![polygon])),
        Geometry::MultiPolygon(polygons) => Ok(polygons),
        Geometry::Rect(rect) => Ok(MultiPolygon(vec![rect.to_polygon()])),
        Geometry::Triangle(triangle) => Ok(MultiPolygon(vec![triangle.to_polygon()])),
        Geometry::GeometryCollection(collection) => {
            let parts: Result<Vec<_>, _> = collection.0.into_iter().map(into_polygons).collect();
            Ok(MultiPolygon(parts?.into_iter().flat_map(|part| part.0).collect()))
        }
        Geometry::Point(_) | Geometry::MultiPoint(_) => Err("a point"),
        Geometry::Line(_) | Geometry::LineString(_) | Geometry::MultiLineString(_) => Err("a line"),
    }
}

fn null_shape(row: u64) -> Fault {
    Fault::new(Rule::NullGeometry, Place::row(row), "the record has no shape")
        .advise("Ask the publisher for the shape, or leave the record aside with 'only'.")
}

fn wrong_type(row: u64, kind: &str) -> Fault {
    let message = format!("the shape is {kind}; a layer needs areas");
    Fault::new(Rule::WrongGeometry, Place::row(row), message)
        .advise("A file of points belongs in the manifest as a register.")
}

fn off_the_map(row: u64, error: ShapeError) -> Fault {
    let rule = match error.error {
        CrsError::NotFinite { .. } => Rule::NotFinite,
        CrsError::OutsideGreatBritain { .. } => Rule::CrsMismatch,
    };
    let place =
        Place { part: Some(error.part), ring: Some(error.ring), point: Some(error.point), ..Place::row(row) };
    Fault::new(rule, place, error.error.to_string())
}

fn place_of(row: u64, defect: Option<&&Defect>) -> Place {
    let place = Place::row(row);
    let Some(defect) = defect else { return place };
    Place { part: Some(defect.part), ring: Some(defect.ring), point: defect.point, ..place }
}

fn written(defects: &[&Defect]) -> String {
    let one = |(number, defect): (usize, &&Defect)| {
        // The place of the fault is that of its first defect.
        if number == 0 {
            return defect.kind.to_string();
        }
        let point = defect.point.map_or(String::new(), |point| format!(", point {point}"));
        format!("part {}, ring {}{point} {}", defect.part, defect.ring, defect.kind)
    };
    let mut text = defects.iter().enumerate().take(DEFECTS_WRITTEN).map(one).collect::<Vec<_>>().join("; ");
    if defects.len() > DEFECTS_WRITTEN {
        text.push_str(&format!("; and {} defects more", defects.len() - DEFECTS_WRITTEN));
    }
    text
}

fn tell_mended(row: u64, mended: &Mended, grave: &[&Defect]) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (part, ring) in &mended.dropped {
        let place = Place { part: Some(*part), ring: Some(*ring), ..Place::row(row) };
        faults.push(
            Fault::new(Rule::DegenerateRing, place, "the ring covers no ground and is left out")
                .advise("Accept 'degenerate-ring' in the manifest with a reason."),
        );
    }
    if let Some(change) = mended.change {
        let message =
            format!("{}; repaired, {}", written(grave), change_words(change.before_m2, change.after_m2));
        faults.push(
            Fault::new(Rule::RepairedGeometry, place_of(row, grave.first()), message)
                .advise("Accept 'repaired-geometry' in the manifest with a reason."),
        );
    }
    faults
}

/// The area before and after, with a change that can be seen.
fn change_words(before_m2: f64, after_m2: f64) -> String {
    let off = after_m2 - before_m2;
    if off.abs() < 0.000_5 {
        return format!("its area of {after_m2:.1} m² is as before");
    }
    format!("area {before_m2:.1} m² before and {after_m2:.1} m² after ({off:+.3} m²)")
}

fn beyond_repair(row: u64, error: RepairError, grave: &[&Defect]) -> Fault {
    let rule = match error {
        RepairError::NotFinite => Rule::NotFinite,
        RepairError::TooEntangled => Rule::OverLimit,
        RepairError::Empty => Rule::NullGeometry,
        RepairError::Failed(_) | RepairError::TooLarge { .. } | RepairError::Ambiguous { .. } => {
            Rule::RepairTooLarge
        }
    };
    let message = format!("{}; {error}", written(grave));
    Fault::new(rule, place_of(row, grave.first()), message)
        .advise("The shape has to be mended at its source; ask the publisher.")
}

fn tell_repeated_points(outcomes: &[Outcome], report: &mut Report) {
    let points: u64 = outcomes.iter().map(|outcome| outcome.repeated_points).sum();
    let shapes = outcomes.iter().filter(|outcome| outcome.repeated_points > 0).count();
    if points > 0 {
        let message =
            format!("{points} points of {shapes} shapes stand twice in a row; one of each is left out");
        report.faults.push(Fault::new(Rule::RepeatedPoints, Place::default(), message).counting(points));
    }
}

fn is_geojson(file: &str) -> bool {
    let file = file.to_ascii_lowercase();
    [".geojson", ".json"].iter().any(|ending| file.ends_with(ending))
}

fn tell_direction(outcomes: &[Outcome], report: &mut Report) {
    let told = report.faults.iter().any(|fault| fault.rule == Rule::RingDirection);
    let clockwise = outcomes.iter().filter(|outcome| outcome.clockwise).count() as u64;
    if clockwise > 0 && !told {
        let message = format!(
            "{clockwise} of {} shapes have outer rings that run clockwise; RFC 7946 asks for anticlockwise, and they are turned round",
            outcomes.len()
        );
        let fault = Fault::new(Rule::RingDirection, Place::default(), message).at(Severity::Note);
        report.faults.push(fault.counting(clockwise));
    }
}
