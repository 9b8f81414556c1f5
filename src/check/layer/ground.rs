//! How the areas lie on the ground: twice, over each other, apart, outside.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use geo_types::MultiPolygon;

use crate::check::{Fault, Place, Report, Rule, Severity};
use crate::draft::Draft;
use crate::geom::topology::{Seams, find_seams};
use crate::index::Extent;

use super::codes::{Named, repeated};
use super::shapes::Shape;
use crate::check::words::counted;

/// Overlaps and gaps below this are slivers of drawing, and summed up only.
const TOLERANCE_M2: f64 = 1.0;

/// An area with more of its ground outside than this is outside the place.
const OUTSIDE_FROM: f64 = 0.5;

/// Below this share outside, the borders of two layers merely differ.
const BORDER_SHARE: f64 = 0.05;

/// Checks doubled areas, overlaps, gaps and the place's extent.
pub(super) fn check(
    draft: &Draft,
    codes: &[Option<Named>],
    shapes: &[Option<Shape>],
    extent: Option<&Extent>,
    report: &mut Report,
) {
    let ground = Ground { draft, codes, shapes };
    let doubled = ground.tell_doubled(report);
    ground.tell_seams(&doubled, report);
    if let Some(extent) = extent {
        ground.tell_outside(extent, report);
    }
}

struct Ground<'a> {
    draft: &'a Draft,
    codes: &'a [Option<Named>],
    shapes: &'a [Option<Shape>],
}

impl Ground<'_> {
    fn place(&self, at: usize) -> Place {
        let place = Place::row(self.draft.rows[at].number);
        match &self.codes[at] {
            Some(named) => place.of(named.code.as_str()),
            None => place,
        }
    }

    fn label(&self, at: usize) -> String {
        match &self.codes[at] {
            Some(Named { code, name: Some(name) }) => format!("{code} ({name})"),
            Some(Named { code, name: None }) => code.to_string(),
            None => format!("the record of row {}", self.draft.rows[at].number),
        }
    }

    /// Tells codes and shapes that stand twice; gives the rows that repeat an
    /// earlier row's shape, which overlaps need not tell again.
    fn tell_doubled(&self, report: &mut Report) -> Vec<bool> {
        let mut doubled = vec![false; self.shapes.len()];
        for rows in same_shapes(self.shapes) {
            let (first, again) = (rows[0], &rows[1..]);
            for at in again {
                doubled[*at] = true;
                let same_code =
                    self.codes[*at].as_ref().map(|n| &n.code) == self.codes[first].as_ref().map(|n| &n.code);
                report.faults.push(self.doubled_fault(*at, first, same_code));
            }
        }
        for (code, rows) in repeated(self.codes) {
            let other_shapes: Vec<usize> = rows[1..].iter().copied().filter(|at| !doubled[*at]).collect();
            for at in other_shapes {
                let first = self.draft.rows[rows[0]].number;
                let message = format!("the code stands on row {first} already");
                let place = Place::row(self.draft.rows[at].number).of(code.as_str());
                let fault = Fault::new(Rule::DuplicateCode, place, message);
                report.faults.push(fault.advise(
                    "Each area needs a code of its own; merge the parts of one area into one record.",
                ));
            }
        }
        self.tell_all_doubled(&doubled, report);
        doubled
    }

    fn doubled_fault(&self, at: usize, first: usize, same_code: bool) -> Fault {
        let message =
            format!("has the very shape of {} on row {}", self.label(first), self.draft.rows[first].number);
        let fault = Fault::new(Rule::DoubledLayer, self.place(at), message);
        if same_code { fault } else { fault.at(Severity::Warning) }
    }

    fn tell_all_doubled(&self, doubled: &[bool], report: &mut Report) {
        let again = doubled.iter().filter(|d| **d).count();
        if again > 1 && again * 2 == doubled.len() {
            let message = format!(
                "the whole layer is in the file twice: {again} of {} records repeat another",
                doubled.len()
            );
            let fault = Fault::new(Rule::DoubledLayer, Place::default(), message);
            report.faults.push(fault.advise("Keep one copy with 'only', or ask the publisher."));
        }
    }

    fn tell_seams(&self, doubled: &[bool], report: &mut Report) {
        let used: Vec<usize> =
            (0..self.shapes.len()).filter(|at| self.shapes[*at].is_some() && !doubled[*at]).collect();
        let shapes: Vec<&MultiPolygon<f64>> =
            used.iter().filter_map(|at| Some(&self.shapes[*at].as_ref()?.shape)).collect();
        if shapes.len() < 2 {
            return;
        }
        let seams = find_seams(&shapes, TOLERANCE_M2);
        self.tell_overlaps(&seams, &used, report);
        self.tell_gaps(&seams, &used, report);
        tell_slivers(&seams, report);
    }

    fn tell_overlaps(&self, seams: &Seams, used: &[usize], report: &mut Report) {
        for overlap in &seams.overlaps {
            let (a, b) = (used[overlap.a], used[overlap.b]);
            let share = |at: usize| {
                let whole = self.shapes[at].as_ref().map_or(f64::INFINITY, |shape| shape.area_m2);
                100.0 * overlap.area_m2 / whole
            };
            let message = format!(
                "overlaps {} by {} ({:.2} % of the one, {:.2} % of the other)",
                self.label(b),
                square_metres(overlap.area_m2),
                share(a),
                share(b),
            );
            let fault = Fault::new(Rule::Overlap, self.place(a), message);
            report
                .faults
                .push(fault.advise("Accept 'overlap' in the manifest with a reason, or ask the publisher."));
        }
    }

    fn tell_gaps(&self, seams: &Seams, used: &[usize], report: &mut Report) {
        for gap in &seams.gaps {
            let around: Vec<String> = gap.neighbours.iter().map(|at| self.label(used[*at])).collect();
            let message = format!(
                "no area covers {} around {:.0}, {:.0}, between {}",
                square_metres(gap.area_m2),
                gap.at.e,
                gap.at.n,
                shortened(&around),
            );
            let place = gap.neighbours.first().map_or_else(Place::default, |at| self.place(used[*at]));
            let fault = Fault::new(Rule::Gap, place, message);
            report.faults.push(fault.advise(
                "Accept 'gap' in the manifest with a reason (a lake, an enclave), or ask the publisher.",
            ));
        }
    }

    fn tell_outside(&self, extent: &Extent, report: &mut Report) {
        let used: Vec<usize> = (0..self.shapes.len()).filter(|at| self.shapes[*at].is_some()).collect();
        let shapes: Vec<&MultiPolygon<f64>> =
            used.iter().filter_map(|at| Some(&self.shapes[*at].as_ref()?.shape)).collect();
        // Shapes on the grid are finite, so nothing is refused.
        let Ok(shares) = extent.shares_inside(&shapes) else { return };
        for (at, inside) in used.into_iter().zip(shares) {
            let outside = 1.0 - inside;
            if outside < BORDER_SHARE {
                continue;
            }
            let message = format!("{:.1} % of its ground lies outside the place", outside * 100.0);
            let fault = Fault::new(Rule::OutsidePlace, self.place(at), message);
            let beyond = outside >= OUTSIDE_FROM;
            let advice =
                "Leave it aside with 'only', or accept 'outside-place' in the manifest with a reason.";
            report.faults.push(if beyond { fault.advise(advice) } else { fault.at(Severity::Note) });
        }
    }
}

fn tell_slivers(seams: &Seams, report: &mut Report) {
    for (rule, slivers, what) in [
        (Rule::Gap, seams.pin_holes, ("pin-hole", "pin-holes")),
        (Rule::Overlap, seams.small_overlaps, ("overlap", "overlaps")),
    ] {
        if slivers.count > 0 {
            let message = format!(
                "{} below {TOLERANCE_M2} m², {:.3} m² in all, the largest {:.3} m²",
                counted(slivers.count, what.0, what.1),
                slivers.area_m2,
                slivers.largest_m2
            );
            let fault = Fault::new(rule, Place::default(), message).at(Severity::Note);
            report.faults.push(fault.counting(slivers.count));
        }
    }
}

/// Rows whose shapes have the very same corners, groups of two or more.
fn same_shapes(shapes: &[Option<Shape>]) -> Vec<Vec<usize>> {
    let mut groups: BTreeMap<(u64, usize), Vec<usize>> = BTreeMap::new();
    for (at, shape) in shapes.iter().enumerate() {
        let Some(shape) = shape else { continue };
        let corners = corners_of(&shape.shape);
        let mut hasher = DefaultHasher::new();
        corners.hash(&mut hasher);
        groups.entry((hasher.finish(), corners.len())).or_default().push(at);
    }
    let truly_same = |rows: &Vec<usize>| {
        let first = shapes[rows[0]].as_ref().map(|shape| corners_of(&shape.shape));
        rows.iter().all(|at| shapes[*at].as_ref().map(|shape| corners_of(&shape.shape)) == first)
    };
    let mut same: Vec<Vec<usize>> =
        groups.into_values().filter(|rows| rows.len() > 1 && truly_same(rows)).collect();
    same.sort();
    same
}

fn corners_of(shape: &MultiPolygon<f64>) -> Vec<(u64, u64)> {
    use geo::CoordsIter;
    let mut corners: Vec<(u64, u64)> = shape.coords_iter().map(|c| (c.x.to_bits(), c.y.to_bits())).collect();
    corners.sort_unstable();
    corners.dedup();
    corners
}

fn square_metres(area_m2: f64) -> String {
    if area_m2 >= 100_000.0 { format!("{:.3} km²", area_m2 / 1e6) } else { format!("{area_m2:.1} m²") }
}

fn shortened(labels: &[String]) -> String {
    const MOST: usize = 6;
    let mut text = labels.iter().take(MOST).cloned().collect::<Vec<_>>().join(", ");
    if labels.len() > MOST {
        text.push_str(&format!(" and {} more", labels.len() - MOST));
    }
    if text.is_empty() { "areas that do not touch it".to_owned() } else { text }
}
