//! What a method carries along: its limits, the time, what it has found.

use super::case::Case;
use super::form::Form;
use super::measure::positions;
use super::mip::Effort;
use super::problem::Limits;

/// A run of a method.
pub(super) struct Run<'a> {
    pub limits: Limits,
    /// Seconds since the start, told from outside.
    pub clock: &'a dyn Fn() -> f64,
}

impl Run<'_> {
    /// Seconds that are left.
    pub fn left(&self) -> f64 {
        self.limits.seconds - (self.clock)()
    }

    /// Whether time is up.
    pub fn is_over(&self) -> bool {
        self.left() <= 0.0
    }

    /// All the time that is left, for the solver.
    pub fn effort(&self) -> Effort {
        Effort { seconds: self.left(), gap: self.limits.gap, seed: self.limits.seed }
    }

    /// The same, to the very end.
    pub fn effort_to_proof(&self) -> Effort {
        Effort { gap: 0.0, ..self.effort() }
    }
}

/// Relative distance below which objective and bound are one number.
pub(super) const CLOSED: f64 = 1e-6;

/// Distance of two numbers relative to the first.
pub(super) fn gap(objective: f64, bound: f64) -> f64 {
    let distance = (objective - bound).abs();
    if distance == 0.0 { 0.0 } else { distance / objective.abs().max(1e-9) }
}

/// A set of sites that keeps to every rule.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    /// Positions in the problem, ascending.
    pub sites: Vec<usize>,
    /// Where capacity counts: for each demand point of the case, sites (in the problem) and shares.
    pub shares: Option<Vec<Vec<(usize, f64)>>>,
    pub objective: f64,
}

impl Candidate {
    /// A set without shares: everybody goes to the nearest.
    pub fn nearest(case: &Case, chosen: &[bool], objective: f64) -> Self {
        let sites = positions(chosen).into_iter().map(|site| case.sites[site]).collect();
        Self { sites, shares: None, objective }
    }
}

/// How far a method came.
#[derive(Debug, Clone)]
pub(super) struct Proof {
    pub best: Option<Candidate>,
    /// In the sense of the model: nothing is better.
    pub bound: f64,
    /// Proved that no set keeps to the rules.
    pub infeasible: bool,
}

impl Proof {
    /// No set keeps to the rules.
    pub fn infeasible() -> Self {
        Self { best: None, bound: f64::NAN, infeasible: true }
    }
}

/// The open sites of a solver's answer.
pub(super) fn open_sites(case: &Case, values: &[f64]) -> Vec<bool> {
    values[..case.m()].iter().map(|value| *value > 0.5).collect()
}

/// The shares of a solver's answer, by sites of the problem; whole ones made whole.
pub(super) fn shares_of(case: &Case, form: &Form, values: &[f64]) -> Vec<Vec<(usize, f64)>> {
    let share = |(site, column): &(u32, u32)| {
        let value = values[*column as usize];
        let value = if case.whole { value.round() } else { value };
        (value > 1e-7).then(|| (case.sites[*site as usize], value.min(1.0)))
    };
    form.shares.iter().map(|row| row.iter().filter_map(share).collect()).collect()
}
