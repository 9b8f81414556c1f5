//! The areas of an edition that a custom area rests on, with their weights.

use std::collections::BTreeSet;

use geo_types::MultiPolygon;

use crate::crosswalk::{
    ControlPoint, Crosswalk, CrosswalkError, Evidence, Overlap, Relation, Side, Spread, Tolerance, by_area,
    by_points,
};
use crate::custom::CustomArea;
use crate::engine::align::rung;
use crate::engine::indexes::LayerIndex;
use crate::engine::{AlignError, Engine, PlacedEvidence};
use crate::geom::Grid;
use crate::geom::locate::Prepared;
use crate::index::Areas;
use crate::model::{AreaCode, EditionKey, Postcode, Weighed};

use super::resolve::touched;

/// The code that the one target goes by inside a crosswalk; nobody sees it.
const TARGET: &str = "custom";

/// A custom area seen from one edition.
#[derive(Debug)]
pub(super) struct Footing {
    /// Positions in the layer of the areas that it touches, ascending.
    pub sources: Vec<usize>,
    /// Their codes.
    pub codes: Vec<AreaCode>,
    /// Weights from those areas to the one target, each by its best evidence.
    pub crosswalk: Crosswalk,
    /// The same by shared ground alone, for company.
    pub by_area: Crosswalk,
    /// How large each area is on the ground.
    ground_m2: Vec<f64>,
}

impl Footing {
    /// How large each area is in one unit for all, as what a mean is taken over.
    pub fn sizes(&self) -> Result<Vec<f64>, CrosswalkError> {
        self.crosswalk.comparable_sizes(&self.ground_m2)
    }
}

/// A weighted point, and whether its postcode decides that it belongs.
#[derive(Debug, Clone, Copy)]
struct Spot {
    at: Grid,
    weight: f64,
    /// `None` where it counts by where it lies.
    belongs: Option<bool>,
}

impl Engine {
    /// Weighs the areas of an edition by what of them lies inside a custom area.
    pub(super) fn footing(&self, area: &CustomArea, edition: &EditionKey) -> Result<Footing, AlignError> {
        let index = self.layers.iter().find(|layer| layer.key == *edition);
        let index = index.ok_or_else(|| AlignError::NoLayer(edition.clone()))?;
        let listed: Option<BTreeSet<&Postcode>> = area.made.postcodes().map(|list| list.iter().collect());
        let spots: Vec<(crate::crosswalk::Rung, Vec<Spot>)> = self
            .evidence()
            .iter()
            .map(|placed| (rung(placed.kind), self.spots(placed, listed.as_ref())))
            .collect();
        let sources = sources(index, area, &spots);
        let shapes: Vec<&MultiPolygon<f64>> =
            sources.iter().map(|at| &index.layer.areas[*at].shape).collect();
        let mut overlap = Overlap::measure(&shapes, &[&area.shape], Tolerance::default())
            .map_err(|refused| AlignError::Unmeasurable { layer: edition.to_string(), refused })?;
        let inside = Prepared::new(&area.shape);
        let within = Areas::new(shapes.iter().copied());
        let ladder: Vec<Evidence> = spots
            .into_iter()
            .map(|(rung, spots)| Evidence { rung, points: placed_in(&spots, &within, &inside) })
            .collect();
        hold_members(&mut overlap, &ladder, listed.is_some());
        let codes: Vec<AreaCode> = sources.iter().map(|at| index.layer.areas[*at].code.clone()).collect();
        let from = || Side::new(Some(edition.clone()), codes.iter().cloned());
        let to = || Side::new(None, AreaCode::parse(TARGET));
        let crosswalk = by_points(from(), to(), &overlap, &ladder)?;
        let by_area = by_area(from(), to(), &overlap, Spread::Spill);
        Ok(Footing { sources, codes, crosswalk, by_area, ground_m2: overlap.source_m2 })
    }

    /// The points of one kind of evidence; those with a postcode belong by it
    /// where the area is a list of postcodes.
    fn spots(&self, placed: &PlacedEvidence, listed: Option<&BTreeSet<&Postcode>>) -> Vec<Spot> {
        let by_place = || {
            let spot = |(at, weight): &(Grid, f64)| Spot { at: *at, weight: *weight, belongs: None };
            placed.points.iter().map(spot).collect()
        };
        let Some(listed) = listed else { return by_place() };
        self.spots_of_register(placed, listed).unwrap_or_else(by_place)
    }

    fn spots_of_register(&self, placed: &PlacedEvidence, listed: &BTreeSet<&Postcode>) -> Option<Vec<Spot>> {
        let is_at_records = self.snapshot.info.catalogue.evidence.iter().any(|source| {
            source.dataset == placed.edition.dataset && matches!(source.weighed, Weighed::AtRecords { .. })
        });
        let register = self.register(&placed.edition).filter(|_| is_at_records)?;
        let table = &register.attributes;
        let postcodes = register.postcode_column?;
        let column = placed.column.as_deref().map(|name| table.column(name));
        let weight = |row: usize| match column {
            Some(column) => table.number(row, column?).ok(),
            None => Some(1.0),
        };
        let spot = |row: usize| {
            let (at, _) = register.records[row].location?;
            let weight = weight(row).filter(|weight| weight.is_finite() && *weight > 0.0)?;
            let postcode = table.text(row, postcodes).and_then(Postcode::parse);
            Some(Spot { at, weight, belongs: postcode.map(|postcode| listed.contains(&postcode)) })
        };
        Some((0..register.records.len()).filter_map(spot).collect())
    }
}

/// The areas that share ground with the custom area or hold a point that belongs to it.
fn sources(
    index: &LayerIndex,
    area: &CustomArea,
    spots: &[(crate::crosswalk::Rung, Vec<Spot>)],
) -> Vec<usize> {
    let mut sources: BTreeSet<usize> = touched(index, &area.shape).into_iter().collect();
    let members: Vec<Grid> = spots
        .iter()
        .flat_map(|(_, spots)| spots.iter().filter(|spot| spot.belongs == Some(true)).map(|spot| spot.at))
        .collect();
    sources.extend(index.areas().first_at_each(&members).into_iter().flatten());
    sources.into_iter().collect()
}

fn placed_in(spots: &[Spot], within: &Areas, inside: &Prepared) -> Vec<ControlPoint> {
    let places: Vec<Grid> = spots.iter().map(|spot| spot.at).collect();
    let located = within.first_at_each(&places);
    let held = spots.iter().zip(located).filter_map(|(spot, source)| {
        let source = u32::try_from(source?).ok()?;
        let belongs = spot.belongs.unwrap_or_else(|| inside.contains(spot.at));
        Some(ControlPoint { source: Some(source), target: belongs.then_some(0), weight: spot.weight })
    });
    held.collect()
}

/// A source that holds what a list of postcodes names is no sliver, however
/// little of the ground that the list stands for lies in it.
fn hold_members(overlap: &mut Overlap, ladder: &[Evidence], by_postcode: bool) {
    if !by_postcode {
        return;
    }
    let members: BTreeSet<u32> = ladder
        .iter()
        .flat_map(|evidence| evidence.points.iter().filter(|point| point.target.is_some()))
        .filter_map(|point| point.source)
        .collect();
    for (pair, relation) in overlap.pairs.iter().zip(&mut overlap.relations) {
        if *relation == Relation::Sliver && members.contains(&pair.source) {
            *relation = Relation::Overlaps;
        }
    }
}
