//! Drawing one geography after another over the same streets.

use crate::sample::line::{Point, distance, point};
use crate::sample::mesh::Mesh;
use crate::sample::names::Name;
use crate::sample::partition::Task;
use crate::sample::rings::{NONE, middle};
use crate::sample::rng::{Rng, count, real, small};
use crate::sample::terrain::{CENTRE, Kind, Terrain};

use super::grouping::compact;
use super::lineage::{Lineage, name_codes};
use super::{Grouping, Tolls, members};

/// What drawing needs: the streets, who lives there, and a seed.
pub(super) struct Drawing<'a> {
    pub(super) mesh: &'a Mesh,
    pub(super) weights: Vec<f64>,
    pub(super) seed: u64,
}

impl Drawing<'_> {
    pub(super) fn part_all(&self, label: &str, parts: usize, tolls: &Tolls) -> Grouping {
        let all: Vec<u32> = (0..small(self.mesh.sites.len())).collect();
        let of = self.part(&all, parts, tolls, &mut Rng::named(self.seed, label));
        Grouping { of, n: parts }
    }

    pub(super) fn part(&self, members: &[u32], parts: usize, tolls: &Tolls, rng: &mut Rng) -> Vec<u32> {
        let toll = |edge: u32| tolls.of(edge);
        Task { mesh: self.mesh, members, weights: &self.weights, toll: &toll, parts }.solve(rng)
    }

    /// Parts each group into smaller ones, about `total` in all.
    pub(super) fn within(&self, label: &str, outer: &Grouping, total: usize, tolls: &Tolls) -> Grouping {
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

    pub(super) fn middles(&self, grouping: &Grouping) -> Vec<Point> {
        let of = |blocks: &Vec<u32>| blocks.iter().map(|&b| self.mesh.sites[b as usize]).collect::<Vec<_>>();
        grouping.blocks().iter().map(|blocks| middle(&of(blocks))).collect()
    }

    /// Numbers groups so that group `i` lies about where name `i` belongs:
    /// the closest pair of name and group is joined first.
    pub(super) fn named(&self, grouping: &Grouping, names: &[Name]) -> Grouping {
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
    pub(super) fn north_to_south(&self, grouping: &Grouping) -> Grouping {
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
    pub(super) fn patches(&self, terrain: &Terrain) -> Grouping {
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
    pub(super) fn small_areas_2011(&self, msoa: &Grouping, new: &Grouping) -> Lineage {
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

    pub(super) fn adjacent_pair(
        &self,
        grouping: &Grouping,
        wanted: impl Fn(usize) -> bool,
    ) -> Option<(u32, u32)> {
        self.mesh.edges.iter().find_map(|edge| {
            let [a, b] = edge.blocks.map(|block| grouping.of.get(block as usize).copied());
            let (a, b) = (a?, b?);
            (a != b && edge.kind == Kind::Plain && wanted(a as usize) && wanted(b as usize))
                .then(|| (a.min(b), a.max(b)))
        })
    }
}
