//! The register of residential addresses: one record a building.

use super::super::line::{Point, between};
use super::super::mesh::OUTSIDE;
use super::super::rng::Rng;
use super::super::town::Town;
use super::super::write::delimited::{self, Habits};
use super::super::write::{Sheet, Value};
use super::Published;

/// No real UPRN is this high; those of the council's own buildings lie below.
const FIRST_UPRN: u64 = 999_100_000_004;

/// How far from the middle of its block towards the edge a building stands, at
/// most: the bends of an edge never come as near.
const FARTHEST: f64 = 0.42;

/// From this many households on, a block is flats.
const FLATS_FROM: usize = 48;

/// Every residential building with its dwellings: terraces of a few houses,
/// and houses of flats. The dwellings of a block are its households.
pub(crate) fn file(town: &Town) -> Published {
    let mut rng = Rng::named(town.seed, "addresses");
    let edges = edges_of_blocks(town);
    let mut sheet = Sheet::new(&["uprn", "postcode", "dwellings", "easting", "northing"]);
    let mut uprn = FIRST_UPRN;
    for (block, edges) in edges.iter().enumerate() {
        for dwellings in buildings(town.people.households[block], &mut rng) {
            let at = place(town, block, edges, &mut rng);
            sheet.push(vec![
                uprn.to_string().into(),
                town.postal.of(block).into(),
                dwellings.into(),
                Value::Real(at.x, 0),
                Value::Real(at.y, 0),
            ]);
            uprn += 1 + rng.next() % 9;
        }
    }
    ("registers/residential_addresses_2024.csv".into(), delimited::bytes(&sheet, Habits::PLAIN))
}

/// Parts households into buildings.
fn buildings(households: usize, rng: &mut Rng) -> Vec<usize> {
    let (least, most) = if households >= FLATS_FROM { (6, 20) } else { (1, 5) };
    let mut left = households;
    let mut buildings = Vec::new();
    while left > 0 {
        let dwellings = rng.between(least, most).min(left);
        buildings.push(dwellings);
        left -= dwellings;
    }
    buildings
}

/// A point on the way from the middle of a block to one of its edges, to the metre.
fn place(town: &Town, block: usize, edges: &[usize], rng: &mut Rng) -> Point {
    let middle = town.mesh.sites[block];
    let [a, b] =
        town.mesh.edges[edges[rng.below(edges.len())]].ends.map(|end| town.mesh.corners[end as usize]);
    let at = between(middle, between(a, b, rng.unit()), rng.range(0.08, FARTHEST));
    Point { x: at.x.round(), y: at.y.round() }
}

fn edges_of_blocks(town: &Town) -> Vec<Vec<usize>> {
    let mut edges = vec![Vec::new(); town.mesh.sites.len()];
    for (at, edge) in town.mesh.edges.iter().enumerate() {
        for block in edge.blocks.into_iter().filter(|block| *block != OUTSIDE) {
            edges[block as usize].push(at);
        }
    }
    edges
}
