//! Who lives in each street block.

use super::line::{Point, distance, point};
use super::mesh::Mesh;
use super::rng::{Rng, count, real};
use super::terrain::{CENTRE, Terrain};

/// Names of the age bands, youngest first.
pub(crate) const BANDS: [&str; 19] = [
    "0-4", "5-9", "10-14", "15-19", "20-24", "25-29", "30-34", "35-39", "40-44", "45-49", "50-54", "55-59",
    "60-64", "65-69", "70-74", "75-79", "80-84", "85-89", "90+",
];

/// The people of each block, and what is known of their life.
#[derive(Debug, Clone)]
pub(crate) struct People {
    /// Households in each block.
    pub(crate) households: Vec<usize>,
    /// People in each block by age band.
    pub(crate) ages: Vec<[usize; 19]>,
    /// Hardship of each block, 0 to 1.
    pub(crate) hardship: Vec<f64>,
    /// How built up each block is, 0 to 1.
    pub(crate) density: Vec<f64>,
}

/// Where the university stands, from the middle of the town.
pub(crate) const CAMPUS: Point = Point { x: -1_100.0, y: 1_700.0 };

impl People {
    /// Settles the blocks of a mesh.
    pub(crate) fn settle(terrain: &Terrain, mesh: &Mesh, seed: u64) -> Self {
        let mut rng = Rng::named(seed, "people");
        let mut people =
            Self { households: Vec::new(), ages: Vec::new(), hardship: Vec::new(), density: Vec::new() };
        for &site in &mesh.sites {
            let (density, hardship) = (terrain.density(site), terrain.hardship(site));
            let households = households(density, &mut rng);
            let per_household = 2.25 + 0.5 * hardship + 0.1 * rng.bell();
            let total = count(real(households) * per_household.max(1.4));
            people.ages.push(split(total, &profile(site, hardship), &mut rng));
            people.households.push(households);
            people.hardship.push(hardship);
            people.density.push(density);
        }
        people
    }

    /// People of all ages in a block.
    pub(crate) fn total(&self, block: usize) -> usize {
        self.ages[block].iter().sum()
    }

    /// People in a block in the bands from `low` up to and with `high`.
    pub(crate) fn aged(&self, block: usize, low: usize, high: usize) -> usize {
        self.ages[block][low..=high].iter().sum()
    }

    /// Households as weights for parting blocks into areas.
    pub(crate) fn weights(&self) -> Vec<f64> {
        self.households.iter().map(|&n| real(n) + 1.0).collect()
    }
}

/// Some blocks are yards, schools or parks; flats fill others.
fn households(density: f64, rng: &mut Rng) -> usize {
    if rng.chance(0.07) {
        return rng.between(0, 4);
    }
    let flats = if rng.chance(0.1 + 0.15 * density) { 1.9 } else { 1.0 };
    count((25.0 + 14.0 * density) * flats * (1.0 + 0.22 * rng.bell())).max(6)
}

/// Shares of the age bands: more children where life is hard, students by the
/// university, older people in the leafy west.
fn profile(site: Point, hardship: f64) -> [f64; 19] {
    const TOWN: [f64; 19] =
        [5.9, 6.2, 6.1, 5.8, 6.4, 7.0, 7.2, 6.9, 6.4, 6.2, 6.6, 6.5, 5.7, 4.9, 4.8, 3.6, 2.4, 1.4, 0.8];
    let campus = distance(site, CENTRE + CAMPUS) / 650.0;
    let students = 9.0 / (1.0 + campus * campus * campus);
    let centre = distance(site, CENTRE + point(200.0, 200.0)) / 1_400.0;
    let flats = 1.0 / (1.0 + centre * centre * centre);
    let mut shares = TOWN;
    for (band, share) in shares.iter_mut().enumerate() {
        *share *= match band {
            0..=2 => (0.75 + 0.8 * hardship) * (1.0 - 0.35 * flats),
            3 => 1.0 + 0.5 * students,
            4 => 1.0 + students + 0.8 * flats,
            5..=6 => 1.0 + 0.2 * students + 0.9 * flats,
            7..=12 => 1.0,
            _ => (1.35 - 0.9 * hardship) * (1.0 - 0.4 * flats),
        };
    }
    shares
}

/// Parts a whole number by shares, to the last person.
fn split(total: usize, shares: &[f64; 19], rng: &mut Rng) -> [usize; 19] {
    let sum: f64 = shares.iter().sum();
    let mut parts = [0; 19];
    let mut left = total;
    for (part, share) in parts.iter_mut().zip(shares) {
        let wanted = real(total) * share / sum * (1.0 + 0.15 * rng.bell());
        *part = count(wanted).min(left);
        left -= *part;
    }
    for _ in 0..left {
        parts[rng.weighted(shares)] += 1;
    }
    parts
}
