//! The p-median as a program with one variable a ring and not one a pair.
//!
//! z is 1 where no open site lies within a ring around a demand point. The
//! sum of people times cost is the cost of the first ring plus, for each
//! ring without an open site, the step to the next. Rings of different
//! demand points that hold the same sites share their variable, and each
//! needs one row of three terms: z(ring) >= z(ring before) - y(new sites).
//! The relaxation is as tight as with one variable a pair.
//!
//! # Source
//! S. Elloumi, "A tighter formulation of the p-median problem", Journal of
//! Combinatorial Optimization 19, 2010.

use std::collections::BTreeMap;

use super::case::Case;
use super::costs::Way;
use super::mip::{Column, Mip};

/// What is known from a relaxation: nobody goes further than this in a better set.
pub(super) type Furthest<'a> = Option<&'a [f64]>;

/// Adds the objective and the rings of a case to a program whose first columns are its sites.
pub(super) fn add(case: &Case, furthest: Furthest<'_>, mip: &mut Mip) {
    let mut rings = Rings::new();
    for demand in (0..case.n()).filter(|at| case.weights[*at] > 0.0) {
        let furthest = furthest.map_or(f64::INFINITY, |furthest| furthest[demand]);
        add_rings(case, demand, furthest, &mut rings, mip);
    }
}

/// Rings by the sites they hold, as columns.
type Rings = BTreeMap<Vec<u32>, u32>;

fn add_rings(case: &Case, demand: usize, furthest: f64, rings: &mut Rings, mip: &mut Mip) {
    let weight = case.weights[demand];
    let allowed = super::case::within(&case.ways[demand], furthest);
    let mut held: Vec<u32> = Vec::new();
    let mut before: Option<u32> = None;
    let steps: Vec<&[Way]> = allowed.chunk_by(same_cost).collect();
    let Some(first) = steps.first() else {
        // Nobody can serve this demand point: a row that cannot hold.
        mip.add_row(1.0, f64::INFINITY, Vec::new());
        return;
    };
    mip.offset += weight * first[0].cost;
    for (at, step) in steps.iter().enumerate() {
        if step.iter().any(|way| case.fixed[way.site as usize]) {
            return;
        }
        for way in *step {
            let place = held.partition_point(|site| *site < way.site);
            held.insert(place, way.site);
        }
        let ring = ring(&held, step, before, rings, mip);
        match steps.get(at + 1) {
            Some(next) => mip.columns[ring as usize].cost += weight * (next[0].cost - step[0].cost),
            // Beyond the last ring there is nothing: it must hold an open site.
            None => mip.columns[ring as usize].high = 0.0,
        }
        before = Some(ring);
    }
}

#[expect(clippy::float_cmp, reason = "sites at the same cost make one step")]
fn same_cost(a: &Way, b: &Way) -> bool {
    a.cost == b.cost
}

fn ring(held: &[u32], step: &[Way], before: Option<u32>, rings: &mut Rings, mip: &mut Mip) -> u32 {
    if let Some(known) = rings.get(held) {
        return *known;
    }
    let ring = mip.add_column(Column { cost: 0.0, low: 0.0, high: 1.0, integer: false });
    let mut terms: Vec<(u32, f64)> = step.iter().map(|way| (way.site, 1.0)).collect();
    terms.push((ring, 1.0));
    let least = match before {
        Some(before) => {
            terms.push((before, -1.0));
            0.0
        }
        None => 1.0,
    };
    mip.add_row(least, f64::INFINITY, terms);
    rings.insert(held.to_vec(), ring);
    ring
}
