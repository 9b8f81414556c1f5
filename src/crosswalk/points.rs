//! Weights by control points: addresses, postcodes, residents of small areas.

use super::area::area_link;
use super::error::CrosswalkError;
use super::overlap::Overlap;
use super::side::Side;
use super::weights::{Crosswalk, Frame, Link, Method, Rung};
use crate::geom::Grid;
use crate::index::Areas;

/// One weighted point, already located.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ControlPoint {
    /// The source that holds it, if any.
    pub source: Option<u32>,
    /// The target that holds it, if any.
    pub target: Option<u32>,
    /// What it stands for: an address, households, residents. Not negative.
    pub weight: f64,
}

/// All control points of one kind.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// How good this kind is.
    pub rung: Rung,
    /// The points.
    pub points: Vec<ControlPoint>,
}

/// Finds the source and the target that hold each of many weighted points.
///
/// A point on a boundary goes by the tie rule of `geom::locate`; one in two
/// areas of a layer (areas that overlap) goes to the first.
#[must_use]
pub fn locate(points: &[(Grid, f64)], sources: &Areas, targets: &Areas) -> Vec<ControlPoint> {
    let places: Vec<Grid> = points.iter().map(|(place, _)| *place).collect();
    let number = |found: Option<usize>| found.and_then(|at| u32::try_from(at).ok());
    let (in_source, in_target) = (sources.first_at_each(&places), targets.first_at_each(&places));
    in_source
        .into_iter()
        .zip(in_target)
        .zip(points)
        .map(|((source, target), (_, weight))| ControlPoint {
            source: number(source),
            target: number(target),
            weight: *weight,
        })
        .collect()
}

/// Shares each source out by the weight of the control points in each target.
///
/// Each source takes the first kind of evidence in `ladder` that has any
/// weight inside it, and shared area if none has; the link says which. What
/// lies outside every target is spill.
///
/// Sizes are in the unit of the evidence, so they can only be compared
/// between sources on one rung.
///
/// # Errors
/// [`CrosswalkError::BadWeight`] for each point whose weight is negative or not finite.
///
/// # Source
/// Dasymetric weighting; `docs/methods/crosswalk.md`.
pub fn by_points(
    from: Side,
    to: Side,
    overlap: &Overlap,
    ladder: &[Evidence],
) -> Result<Crosswalk, Vec<CrosswalkError>> {
    refuse_bad_weights(ladder)?;
    let mut source_size = overlap.source_m2.clone();
    let mut settled = vec![false; from.len()];
    let mut links: Vec<(u32, Link)> = Vec::new();
    let mut target_size = None;
    for evidence in ladder {
        let totals = totals(evidence, from.len(), |point| point.source);
        let taken: Vec<bool> =
            totals.iter().zip(&settled).map(|(total, done)| *total > 0.0 && !done).collect();
        links.extend(links_of(evidence, overlap, &totals, &taken));
        for source in (0..from.len()).filter(|source| taken[*source]) {
            (settled[source], source_size[source]) = (true, totals[source]);
        }
        if taken.contains(&true) {
            target_size.get_or_insert_with(|| self::totals(evidence, to.len(), |point| point.target));
        }
    }
    let rest = (0..overlap.pairs.len()).filter(|at| !settled[overlap.pairs[*at].source as usize]);
    links.extend(rest.map(|at| (overlap.pairs[at].source, area_link(overlap, at, &overlap.source_m2))));
    let frame = Frame {
        from,
        to,
        method: Method::Points,
        source_size,
        target_size: target_size.unwrap_or_else(|| overlap.target_m2.clone()),
        target_cover: Some(overlap.target_cover()),
    };
    Ok(Crosswalk::assemble(frame, links))
}

pub(super) fn refuse_bad_weights(ladder: &[Evidence]) -> Result<(), Vec<CrosswalkError>> {
    let errors: Vec<_> = ladder
        .iter()
        .flat_map(|evidence| {
            evidence.points.iter().enumerate().map(move |(at, point)| (evidence.rung, at, point))
        })
        .filter(|(_, _, point)| !(point.weight.is_finite() && point.weight >= 0.0))
        .map(|(rung, point, bad)| CrosswalkError::BadWeight { rung: rung.key(), point, weight: bad.weight })
        .collect();
    if errors.is_empty() { Ok(()) } else { Err(errors) }
}

/// The weight in each of `len` areas.
pub(super) fn totals(
    evidence: &Evidence,
    len: usize,
    place: impl Fn(&ControlPoint) -> Option<u32>,
) -> Vec<f64> {
    let mut totals = vec![0.0; len];
    for point in &evidence.points {
        if let Some(total) = place(point).and_then(|at| totals.get_mut(at as usize)) {
            *total += point.weight;
        }
    }
    totals
}

/// The links of the sources that take this evidence.
fn links_of(evidence: &Evidence, overlap: &Overlap, totals: &[f64], taken: &[bool]) -> Vec<(u32, Link)> {
    let mut placed: Vec<(u32, u32, f64)> = evidence
        .points
        .iter()
        .filter_map(|point| Some((point.source?, point.target?, point.weight)))
        .filter(|(source, ..)| taken.get(*source as usize) == Some(&true))
        .collect();
    // Stable: points of one pair are added up in the order they were given.
    placed.sort_by_key(|(source, target, _)| (*source, *target));
    let same_pair = |a: &(u32, u32, f64), b: &(u32, u32, f64)| (a.0, a.1) == (b.0, b.1);
    let link = |pair: &[(u32, u32, f64)]| {
        let (source, target, _) = pair[0];
        let weight: f64 = pair.iter().map(|(.., weight)| weight).sum();
        let link = Link {
            target,
            weight: (weight / totals[source as usize]).min(1.0),
            area_m2: Some(overlap.shared_m2(source, target)),
            rung: evidence.rung,
            relation: overlap.relation(source, target),
        };
        (source, link)
    };
    placed.chunk_by(same_pair).map(link).collect()
}
