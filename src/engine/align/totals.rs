//! What two layers hold in all, before and after: ground, and the people of
//! each kind of evidence.

use std::sync::Arc;

use crate::crosswalk::{Crosswalk, Overlap, Rung};
use crate::engine::Engine;
use crate::model::{EditionKey, EvidenceKind};

use super::evidence::rung;
use super::{AlignError, Way};

/// Totals that differ by no more than this share of themselves agree.
const AGREEMENT: f64 = 1e-9;

/// What is added up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TotalOf {
    /// Ground, in m².
    Ground,
    /// The weights of control points, for the sources that are shared out by them.
    Points(EvidenceKind),
}

/// A total before and after a crosswalk, each side added up by itself.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Total {
    /// What is added up.
    pub of: TotalOf,
    /// How many sources are in it.
    pub sources: usize,
    /// All of it in the sources, added up source by source.
    pub before: f64,
    /// What targets receive, added up target by target.
    pub placed: f64,
    /// What lies in a source and in no target.
    pub outside: f64,
    /// What is counted more than once because targets overlap one another.
    pub repeated: f64,
    /// What lies in a target and in no source.
    pub uncovered: f64,
}

impl Total {
    /// Whether nothing was lost or made on the way: what targets receive and
    /// what lies outside are the whole.
    #[must_use]
    pub fn agrees(&self) -> bool {
        let after = self.placed + self.outside - self.repeated;
        (self.before - after).abs() <= AGREEMENT * self.before.abs().max(1.0)
    }
}

impl Engine {
    /// The totals of two layers: ground, then the people of each kind of
    /// evidence that any source is shared out by, best first.
    ///
    /// # Errors
    /// As [`Engine::crosswalk`].
    pub fn totals(&self, from: &EditionKey, to: &EditionKey) -> Result<Arc<Vec<Total>>, AlignError> {
        self.crosswalks.totals.get_or_make((from.clone(), to.clone()), || self.add_up(from, to))
    }

    fn add_up(&self, from: &EditionKey, to: &EditionKey) -> Result<Vec<Total>, AlignError> {
        let overlap = self.overlap(from, to)?;
        let mut totals = vec![ground(&overlap)];
        if self.evidence().is_empty() {
            return Ok(totals);
        }
        let built = self.crosswalk(from, to, Way::Points)?;
        let ladder = self.ladder(from, to)?;
        let mut settled = vec![false; built.crosswalk.from.len()];
        for (placed, evidence) in self.evidence().iter().zip(&ladder) {
            let rung = rung(placed.kind);
            let mut held = vec![0.0; settled.len()];
            for point in &evidence.points {
                if let Some(source) = point.source {
                    held[source as usize] += point.weight;
                }
            }
            let taken: Vec<bool> =
                held.iter().zip(&settled).map(|(held, done)| *held > 0.0 && !done).collect();
            let is_taken = |source: Option<u32>| source.is_some_and(|at| taken[at as usize]);
            let sum = |counts: &dyn Fn(Option<u32>, Option<u32>) -> bool| -> f64 {
                let points = evidence.points.iter().filter(|point| counts(point.source, point.target));
                points.map(|point| point.weight).sum()
            };
            totals.push(Total {
                of: TotalOf::Points(placed.kind),
                sources: taken.iter().filter(|taken| **taken).count(),
                before: held.iter().zip(&taken).filter(|(_, taken)| **taken).map(|(held, _)| held).sum(),
                placed: received(&built.crosswalk, rung, &taken),
                outside: sum(&|source, target| is_taken(source) && target.is_none()),
                repeated: 0.0,
                uncovered: sum(&|source, target| source.is_none() && target.is_some()),
            });
            for (done, taken) in settled.iter_mut().zip(&taken) {
                *done |= taken;
            }
        }
        totals.retain(|total| total.sources > 0 || total.of == TotalOf::Ground);
        Ok(totals)
    }
}

/// What targets receive from the sources of one rung, target by target.
fn received(crosswalk: &Crosswalk, rung: Rung, taken: &[bool]) -> f64 {
    let mut targets = vec![0.0; crosswalk.to.len()];
    for (source, link) in crosswalk.links().filter(|(source, link)| link.rung == rung && taken[*source]) {
        targets[link.target as usize] += crosswalk.source_size[source] * link.weight;
    }
    targets.iter().sum()
}

fn ground(overlap: &Overlap) -> Total {
    let mut from = vec![0.0; overlap.source_m2.len()];
    let mut to = vec![0.0; overlap.target_m2.len()];
    for pair in &overlap.pairs {
        from[pair.source as usize] += pair.area_m2;
        to[pair.target as usize] += pair.area_m2;
    }
    let over = |whole: &[f64], shared: &[f64]| -> f64 {
        whole.iter().zip(shared).map(|(whole, shared)| (whole - shared).max(0.0)).sum()
    };
    Total {
        of: TotalOf::Ground,
        sources: from.len(),
        before: overlap.source_m2.iter().sum(),
        placed: to.iter().sum(),
        outside: over(&overlap.source_m2, &from),
        repeated: over(&from, &overlap.source_m2),
        uncovered: over(&overlap.target_m2, &to),
    }
}
