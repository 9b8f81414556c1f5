//! Every geography of the town, as groups of street blocks.
//!
//! Output areas make up small areas, and those middle areas. Wards, police
//! neighbourhoods, fire grounds, health localities and housing patches follow
//! the same streets here and there, and cut through elsewhere.

use super::line::{Point, distance, point};
use super::mesh::Mesh;
use super::names::{self, Name};
use super::partition::Task;
use super::people::People;
use super::rings::{NONE, middle};
use super::rng::{Rng, count, real, small};
use super::terrain::{CENTRE, Kind, Terrain};

/// One geography: the group of each block.
#[derive(Debug, Clone)]
pub(crate) struct Grouping {
    /// Group of each block, or [`NONE`].
    pub(crate) of: Vec<u32>,
    /// How many groups.
    pub(crate) n: usize,
}

/// All geographies.
#[derive(Debug, Clone)]
pub(crate) struct Areas {
    pub(crate) oa: Grouping,
    pub(crate) lsoa21: Grouping,
    pub(crate) lsoa11: Grouping,
    /// For each small area of 2011 its code.
    pub(crate) lsoa11_codes: Vec<String>,
    pub(crate) lsoa21_codes: Vec<String>,
    pub(crate) lsoa21_names: Vec<String>,
    pub(crate) lsoa11_names: Vec<String>,
    pub(crate) msoa: Grouping,
    pub(crate) old_wards: Grouping,
    pub(crate) new_wards: Grouping,
    pub(crate) police: Grouping,
    pub(crate) fire: Grouping,
    pub(crate) localities: Grouping,
    pub(crate) patches: Grouping,
}

/// What it costs to cross each edge of a mesh, as a factor on the way.
pub(crate) struct Tolls(Vec<f64>);

impl Tolls {
    /// Rivers, railways and main roads are dear to cross.
    pub(crate) fn plain(mesh: &Mesh) -> Self {
        let toll = |kind| match kind {
            Kind::River => 4.0,
            Kind::Railway => 2.2,
            Kind::Road => 1.5,
            Kind::Plain | Kind::Outline => 1.0,
        };
        Self(mesh.edges.iter().map(|edge| toll(edge.kind)).collect())
    }

    /// The same tolls, higher on the boundaries of a geography.
    fn along(mut self, mesh: &Mesh, grouping: &Grouping, factor: f64) -> Self {
        for (toll, edge) in self.0.iter_mut().zip(&mesh.edges) {
            let [a, b] = edge.blocks.map(|block| grouping.of.get(block as usize));
            if a != b {
                *toll *= factor;
            }
        }
        self
    }

    /// The toll on one edge.
    pub(crate) fn of(&self, edge: u32) -> f64 {
        self.0[edge as usize]
    }
}

impl Grouping {
    /// The blocks of each group.
    pub(crate) fn blocks(&self) -> Vec<Vec<u32>> {
        let mut blocks = vec![Vec::new(); self.n];
        for (block, &group) in self.of.iter().enumerate() {
            if group != NONE {
                blocks[group as usize].push(small(block));
            }
        }
        blocks
    }

    /// The sum of something over the blocks of each group.
    pub(crate) fn sum(&self, of: impl Fn(usize) -> f64) -> Vec<f64> {
        let mut sums = vec![0.0; self.n];
        for (block, &group) in self.of.iter().enumerate() {
            if group != NONE {
                sums[group as usize] += of(block);
            }
        }
        sums
    }

    /// For each group, the group of `other` that holds most of `weights`.
    pub(crate) fn best_fit(&self, other: &Grouping, weights: &[f64]) -> Vec<u32> {
        let fit = |blocks: &Vec<u32>| {
            let mut sums = vec![0.0; other.n];
            for &block in blocks {
                sums[other.of[block as usize] as usize] += weights[block as usize];
            }
            let best = sums.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1).then(b.0.cmp(&a.0)));
            best.map_or(0, |(group, _)| small(group))
        };
        self.blocks().iter().map(fit).collect()
    }
}

/// The members of each part of a partition.
pub(crate) fn members(all: &[u32], parts: &[u32]) -> Vec<Vec<u32>> {
    let n = parts.iter().max().map_or(0, |&last| last as usize + 1);
    let mut lists = vec![Vec::new(); n];
    for (&member, &part) in all.iter().zip(parts) {
        lists[part as usize].push(member);
    }
    lists
}

struct Drawing<'a> {
    mesh: &'a Mesh,
    weights: Vec<f64>,
    seed: u64,
}

impl Areas {
    /// Draws every geography.
    pub(crate) fn draw(terrain: &Terrain, mesh: &Mesh, people: &People, seed: u64) -> Self {
        let drawing = Drawing { mesh, weights: people.weights(), seed };
        let plain = Tolls::plain(mesh);
        let msoa = drawing.north_to_south(&drawing.part_all("middle areas", 32, &plain));
        let lsoa21 = drawing.within("small areas", &msoa, 160, &plain);
        let oa = drawing.within("output areas", &lsoa21, 800, &plain);
        let by_oa = || Tolls::plain(mesh).along(mesh, &oa, 1.5).along(mesh, &lsoa21, 1.25);
        let old_wards = drawing.named(&drawing.part_all("old wards", 18, &by_oa()), &names::OLD_WARDS);
        let new_tolls = by_oa().along(mesh, &old_wards, 1.7);
        let new_wards = drawing.named(&drawing.part_all("new wards", 24, &new_tolls), &names::NEW_WARDS);
        let police = drawing.named(&drawing.part_all("police", 11, &plain), &names::POLICE);
        let fire = drawing.named(&drawing.part_all("fire", 4, &plain), &names::FIRE);
        let by_msoa = Tolls::plain(mesh).along(mesh, &msoa, 1.4);
        let localities = drawing.named(&drawing.part_all("localities", 3, &by_msoa), &names::LOCALITIES);
        let patches = drawing.patches(terrain);
        let lineage = drawing.small_areas_2011(&msoa, &lsoa21);
        Self {
            lsoa11_names: lineage.old_names(&msoa),
            lsoa21_names: lineage.new_names(&msoa, &lsoa21),
            oa,
            lsoa21,
            lsoa11: lineage.old,
            lsoa11_codes: lineage.old_codes,
            lsoa21_codes: lineage.new_codes,
            msoa,
            old_wards,
            new_wards,
            police,
            fire,
            localities,
            patches,
        }
    }
}

struct Lineage {
    old: Grouping,
    old_codes: Vec<String>,
    new_codes: Vec<String>,
}

impl Drawing<'_> {
    fn part_all(&self, label: &str, parts: usize, tolls: &Tolls) -> Grouping {
        let all: Vec<u32> = (0..small(self.mesh.sites.len())).collect();
        let of = self.part(&all, parts, tolls, &mut Rng::named(self.seed, label));
        Grouping { of, n: parts }
    }

    fn part(&self, members: &[u32], parts: usize, tolls: &Tolls, rng: &mut Rng) -> Vec<u32> {
        let toll = |edge: u32| tolls.of(edge);
        Task { mesh: self.mesh, members, weights: &self.weights, toll: &toll, parts }.solve(rng)
    }

    /// Parts each group into smaller ones, about `total` in all.
    fn within(&self, label: &str, outer: &Grouping, total: usize, tolls: &Tolls) -> Grouping {
        let mut rng = Rng::named(self.seed, label);
        let all: f64 = self.weights.iter().sum();
        let mut inner = Grouping { of: vec![NONE; outer.of.len()], n: 0 };
        for blocks in outer.blocks() {
            let weight: f64 = blocks.iter().map(|&b| self.weights[b as usize]).sum();
            let parts = count(weight / all * real(total)).clamp(1, blocks.len());
            for group in members(&blocks, &self.part(&blocks, parts, tolls, &mut rng)) {
                for block in group {
                    inner.of[block as usize] = small(inner.n);
                }
                inner.n += 1;
            }
        }
        inner
    }

    fn middles(&self, grouping: &Grouping) -> Vec<Point> {
        let of = |blocks: &Vec<u32>| blocks.iter().map(|&b| self.mesh.sites[b as usize]).collect::<Vec<_>>();
        grouping.blocks().iter().map(|blocks| middle(&of(blocks))).collect()
    }

    /// Numbers groups so that group `i` lies about where name `i` belongs:
    /// the closest pair of name and group is joined first.
    fn named(&self, grouping: &Grouping, names: &[Name]) -> Grouping {
        let middles = self.middles(grouping);
        let mut pairs: Vec<(f64, usize, usize)> = Vec::new();
        for (i, (_, east, north)) in names.iter().enumerate() {
            let anchor = CENTRE + point(*east, *north);
            pairs.extend(middles.iter().enumerate().map(|(g, &middle)| (distance(anchor, middle), i, g)));
        }
        pairs.sort_by(|a, b| a.0.total_cmp(&b.0).then((a.1, a.2).cmp(&(b.1, b.2))));
        let mut number = vec![NONE; grouping.n];
        let mut taken = vec![false; names.len()];
        for (_, i, g) in pairs {
            if number[g] == NONE && !taken[i] {
                number[g] = small(i);
                taken[i] = true;
            }
        }
        Grouping { of: grouping.of.iter().map(|&g| number[g as usize]).collect(), n: grouping.n }
    }

    /// Numbers groups from north to south, as the statistics office does.
    fn north_to_south(&self, grouping: &Grouping) -> Grouping {
        let mut order: Vec<(f64, usize)> =
            self.middles(grouping).iter().enumerate().map(|(g, middle)| (middle.y, g)).collect();
        order.sort_by(|a, b| b.0.total_cmp(&a.0));
        let mut new = vec![NONE; grouping.n];
        for (place, (_, group)) in order.into_iter().enumerate() {
            new[group] = small(place);
        }
        Grouping { of: grouping.of.iter().map(|&g| new[g as usize]).collect(), n: grouping.n }
    }

    /// The nine hardest-pressed of thirty-odd parts: estates, not a cover of the town.
    fn patches(&self, terrain: &Terrain) -> Grouping {
        let parts = self.part_all("patches", 40, &Tolls::plain(self.mesh));
        let hardship = parts.sum(|b| terrain.hardship(self.mesh.sites[b]));
        let blocks = parts.sum(|_| 1.0);
        let mut order: Vec<(f64, usize)> =
            hardship.iter().zip(&blocks).enumerate().map(|(g, (h, n))| (h / n.max(1.0), g)).collect();
        order.sort_by(|a, b| b.0.total_cmp(&a.0));
        let mut patch = vec![NONE; parts.n];
        for (place, (_, group)) in order.into_iter().take(9).enumerate() {
            patch[group] = small(place);
        }
        Grouping { of: parts.of.iter().map(|&g| patch[g as usize]).collect(), n: 9 }
    }

    /// Small areas of 2011: as those of 2021, but six were later split and
    /// three pairs later merged. A changed area has a new code, as is the rule.
    fn small_areas_2011(&self, msoa: &Grouping, new: &Grouping) -> Lineage {
        let mut rng = Rng::named(self.seed, "small areas 2011");
        let blocks = new.blocks();
        let middle_of = |g: usize| msoa.of[blocks[g][0] as usize];
        let mut chosen: Vec<usize> = (0..msoa.n).collect();
        rng.shuffle(&mut chosen);
        let mut old = new.clone();
        let mut changed = vec![false; new.n];
        for &m in &chosen[..6] {
            if let Some((a, b)) = self.adjacent_pair(new, |g| middle_of(g) as usize == m) {
                old.of.iter_mut().filter(|g| **g == b).for_each(|g| *g = a);
                (changed[a as usize], changed[b as usize]) = (true, true);
            }
        }
        for &m in &chosen[6..9] {
            let Some(g) = (0..new.n).find(|&g| middle_of(g) as usize == m) else { continue };
            let toll = |_: u32| 1.0;
            let task =
                Task { mesh: self.mesh, members: &blocks[g], weights: &self.weights, toll: &toll, parts: 2 };
            let parts = task.solve(&mut rng);
            changed[g] = true;
            for (&block, part) in blocks[g].iter().zip(parts) {
                if part == 1 {
                    old.of[block as usize] = small(old.n);
                }
            }
            old.n += 1;
        }
        name_codes(compact(&old), new, &changed)
    }

    fn adjacent_pair(&self, grouping: &Grouping, wanted: impl Fn(usize) -> bool) -> Option<(u32, u32)> {
        self.mesh.edges.iter().find_map(|edge| {
            let [a, b] = edge.blocks.map(|block| grouping.of.get(block as usize).copied());
            let (a, b) = (a?, b?);
            (a != b && edge.kind == Kind::Plain && wanted(a as usize) && wanted(b as usize))
                .then(|| (a.min(b), a.max(b)))
        })
    }
}

/// Renumbers groups so that none is empty, in the order of their old numbers.
fn compact(grouping: &Grouping) -> Grouping {
    let mut used: Vec<u32> = grouping.of.iter().copied().filter(|&g| g != NONE).collect();
    used.sort_unstable();
    used.dedup();
    let place = |g: u32| used.binary_search(&g).map_or(NONE, small);
    Grouping { of: grouping.of.iter().map(|&g| place(g)).collect(), n: used.len() }
}

/// An area with the same blocks in both years keeps its code.
fn name_codes(old: Grouping, new: &Grouping, changed: &[bool]) -> Lineage {
    let old_codes: Vec<String> = (0..old.n).map(|g| format!("E01990{:03}", g + 1)).collect();
    let mut fresh = 500;
    let new_codes = new
        .blocks()
        .iter()
        .zip(changed)
        .map(|(blocks, &changed)| {
            if changed {
                fresh += 1;
                return format!("E01990{fresh:03}");
            }
            old_codes[old.of[blocks[0] as usize] as usize].clone()
        })
        .collect();
    Lineage { old, old_codes, new_codes }
}

impl Lineage {
    /// "Elverham 012C": the number of the middle area and a letter.
    fn old_names(&self, msoa: &Grouping) -> Vec<String> {
        let mut letters = vec![0; msoa.n];
        self.old.blocks().iter().map(|blocks| next_name(msoa, blocks[0], &mut letters)).collect()
    }

    /// An area that kept its code kept its name; a changed one has a letter
    /// that was never used.
    fn new_names(&self, msoa: &Grouping, new: &Grouping) -> Vec<String> {
        let mut letters = vec![0; msoa.n];
        let old: Vec<String> =
            self.old.blocks().iter().map(|blocks| next_name(msoa, blocks[0], &mut letters)).collect();
        let kept = |code: &String| self.old_codes.iter().position(|old| old == code);
        new.blocks()
            .iter()
            .zip(&self.new_codes)
            .map(|(blocks, code)| {
                kept(code).map_or_else(|| next_name(msoa, blocks[0], &mut letters), |i| old[i].clone())
            })
            .collect()
    }
}

fn next_name(msoa: &Grouping, block: u32, letters: &mut [u8]) -> String {
    let m = msoa.of[block as usize] as usize;
    let letter = char::from(b'A' + letters[m].min(25));
    letters[m] += 1;
    format!("{} {:03}{letter}", names::TOWN, m + 1)
}

/// Codes of a geography: a stem and a number from `first` on.
pub(crate) fn codes(stem: &str, digits: usize, first: usize, n: usize) -> Vec<String> {
    (0..n).map(|i| format!("{stem}{:0digits$}", first + i)).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::OnceLock;

    use super::*;
    use crate::sample::town::Town;

    /// Built once for all tests of this file.
    fn town() -> &'static Town {
        static TOWN: OnceLock<Town> = OnceLock::new();
        TOWN.get_or_init(|| Town::build(crate::sample::DEFAULT_SEED).expect("a town"))
    }

    fn nests(inner: &Grouping, outer: &Grouping) -> bool {
        inner.blocks().iter().all(|blocks| {
            let first = outer.of[blocks[0] as usize];
            blocks.iter().all(|&block| outer.of[block as usize] == first)
        })
    }

    fn hangs_together(mesh: &Mesh, grouping: &Grouping) -> bool {
        grouping.blocks().iter().enumerate().all(|(g, blocks)| {
            let mut seen = vec![blocks[0]];
            let mut next = 0;
            while let Some(&block) = seen.get(next) {
                next += 1;
                for &(other, _) in &mesh.neighbours[block as usize] {
                    if grouping.of[other as usize] == small(g) && !seen.contains(&other) {
                        seen.push(other);
                    }
                }
            }
            seen.len() == blocks.len()
        })
    }

    #[test]
    fn census_areas_nest_and_the_partners_areas_do_not() {
        let Town { areas, mesh, .. } = town();
        assert!(nests(&areas.oa, &areas.lsoa21) && nests(&areas.lsoa21, &areas.msoa));
        for other in [&areas.new_wards, &areas.old_wards, &areas.police, &areas.fire, &areas.localities] {
            assert!(!nests(&areas.lsoa21, other));
            assert!(hangs_together(mesh, other));
        }
        assert!(hangs_together(mesh, &areas.oa));
        assert_eq!((areas.new_wards.n, areas.old_wards.n), (24, 18));
    }

    #[test]
    fn wards_hold_about_the_same_number_of_households() {
        let Town { areas, people, .. } = town();
        let homes = areas.new_wards.sum(|block| real(people.households[block]));
        let mean = homes.iter().sum::<f64>() / real(homes.len());
        assert!(homes.iter().all(|n| (0.4..1.6).contains(&(n / mean))), "{homes:?}");
    }

    #[test]
    fn a_small_area_keeps_its_code_exactly_when_its_ground_stays() {
        let Town { areas, .. } = town();
        for (new, blocks) in areas.lsoa21.blocks().iter().enumerate() {
            let old = areas.lsoa11.of[blocks[0] as usize] as usize;
            let same = areas.lsoa11.blocks()[old] == *blocks;
            assert_eq!(
                same,
                areas.lsoa11_codes[old] == areas.lsoa21_codes[new],
                "{}",
                areas.lsoa21_codes[new]
            );
        }
    }
}
