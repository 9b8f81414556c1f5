//! Postcodes: one for each street block, and some that have ended.
//!
//! No real postcode area is called EV.

use super::areas::Tolls;
use super::mesh::Mesh;
use super::partition::Task;
use super::people::People;
use super::rng::{Rng, small};

/// Letters of the inward part: C, I, K, M, O and V are never used.
const LETTERS: &[u8; 20] = b"ABDEFGHJLNPQRSTUWXYZ";

/// One postcode.
#[derive(Debug, Clone)]
pub(crate) struct Unit {
    pub(crate) postcode: String,
    pub(crate) block: usize,
    /// First day, as published.
    pub(crate) introduced: String,
    /// Last day, as published; empty while in use.
    pub(crate) terminated: String,
}

/// The postcodes of the town.
#[derive(Debug, Clone)]
pub(crate) struct Postal {
    pub(crate) units: Vec<Unit>,
    /// Position in `units` of the postcode in use for each block.
    pub(crate) current: Vec<usize>,
}

impl Postal {
    /// Parts the blocks into districts and sectors and numbers them.
    pub(crate) fn sort(mesh: &Mesh, people: &People, seed: u64) -> Self {
        let mut rng = Rng::named(seed, "postal");
        let tolls = Tolls::plain(mesh);
        let weights = people.weights();
        let all: Vec<u32> = (0..small(mesh.sites.len())).collect();
        let part = |members: &[u32], parts, rng: &mut Rng| {
            let toll = |edge: u32| tolls.of(edge);
            Task { mesh, members, weights: &weights, toll: &toll, parts }.solve(rng)
        };
        let mut postal = Self { units: Vec::new(), current: vec![0; all.len()] };
        for (district, members) in super::areas::members(&all, &part(&all, 9, &mut rng)).iter().enumerate() {
            let sectors = part(members, rng.between(5, 8), &mut rng);
            for (sector, blocks) in super::areas::members(members, &sectors).iter().enumerate() {
                postal.sector(district + 1, sector + 1, blocks, &mut rng);
            }
        }
        postal
    }

    fn sector(&mut self, district: usize, sector: usize, blocks: &[u32], rng: &mut Rng) {
        let mut letters = rng.below(12);
        for &block in blocks {
            let block = block as usize;
            if rng.chance(0.07) {
                let ended = format!("{}-{:02}-30", rng.between(2012, 2023), 3 * rng.between(2, 3));
                self.units.push(unit(district, sector, &mut letters, block, "1980-01-01".into(), ended, rng));
            }
            let introduced = if rng.chance(0.8) { "1980-01-01".into() } else { day(rng, 1985, 2022) };
            self.current[block] = self.units.len();
            self.units.push(unit(district, sector, &mut letters, block, introduced, String::new(), rng));
        }
    }

    /// The postcode in use for a block.
    pub(crate) fn of(&self, block: usize) -> &str {
        &self.units[self.current[block]].postcode
    }
}

fn unit(
    district: usize,
    sector: usize,
    letters: &mut usize,
    block: usize,
    introduced: String,
    terminated: String,
    rng: &mut Rng,
) -> Unit {
    let at = *letters % 400;
    *letters += rng.between(1, 3);
    let letter = |i: usize| char::from(LETTERS[i % 20]);
    let postcode = format!("EV{district} {sector}{}{}", letter(at / 20), letter(at));
    Unit { postcode, block, introduced, terminated }
}

/// A day between the starts of two years.
pub(crate) fn day(rng: &mut Rng, from: usize, to: usize) -> String {
    format!("{}-{:02}-{:02}", rng.between(from, to), rng.between(1, 12), rng.between(1, 28))
}
