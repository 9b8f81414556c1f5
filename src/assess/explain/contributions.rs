//! Contributions: what each indicator adds to an area's score, adding up to it.

use crate::assess::aggregate::{self, Aggregation, Bend, WeightSum};
use crate::assess::figure::{self, Figure, known};
use crate::assess::plan::Kind;
use crate::assess::run::Run;
use crate::model::Missing;

/// What contributions are counted from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Against {
    /// Nothing: contributions add up to the score itself. Arithmetic means only.
    Nothing,
    /// The average: a made-up area that has the mean score of every indicator.
    Average,
}

/// What makes an area's score.
#[derive(Debug, Clone, PartialEq)]
pub struct Contributions {
    /// Position of the area.
    pub area: usize,
    /// Its score.
    pub score: f64,
    /// What the contributions are counted from: 0, or the average area's score.
    pub base: f64,
    /// In the recipe's order; base and amounts add up to the score.
    pub parts: Vec<Part>,
}

/// One contribution.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// Id of the indicator, or of the part of a contest (which is not split further).
    pub id: String,
    /// What it adds to the score; below nought where it takes away.
    pub amount: f64,
}

/// Why there are no contributions.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ContributionFault {
    /// No such area.
    #[error("there is no area {0}")]
    NoArea(usize),
    /// The area has no score.
    #[error("the area has no score: {0}")]
    NoScore(Missing),
    /// The mean does not start from nought.
    #[error("{group} is put together by {method}: its parts are counted from the average, not from nothing")]
    NotFromNothing {
        /// The group.
        group: String,
        /// Its aggregation.
        method: &'static str,
    },
}

/// Splits an area's score among its indicators.
///
/// For a weighted sum this is weight times score. A bent mean (geometric,
/// harmonic, power) is split along the chord between the area and the average
/// one: with bend φ, a part of weight share w adds
/// w · (φ(x) − φ(x̄)) · (m − m̄) / (φ(m) − φ(m̄)), which adds up exactly. A contest (Copeland)
/// is split by votes: see `aggregate`.
///
/// # Units
/// Unit of the score.
///
/// # Errors
/// [`ContributionFault`].
///
/// # Source
/// The chord is the logarithmic-mean split of B. W. Ang, "Decomposition
/// analysis for policymaking in energy", Energy Policy 32, 2004, for any bend.
pub fn contributions(run: &Run, area: usize, against: Against) -> Result<Contributions, ContributionFault> {
    let scores = &run.index().scores;
    let score =
        scores.get(area).ok_or(ContributionFault::NoArea(area))?.map_err(ContributionFault::NoScore)?;
    if against == Against::Nothing {
        check_straight(run)?;
    }
    let split = Splitter { run, area, against, averages: averages(run) }.split(run.plan.root());
    let Some(split) = split else { return Err(ContributionFault::NoScore(Missing::NotGiven)) };
    Ok(Contributions { area, score, base: split.base, parts: split.parts })
}

fn check_straight(run: &Run) -> Result<(), ContributionFault> {
    for node in &run.plan.nodes {
        if let Kind::Group { aggregation, .. } = &node.kind
            && !matches!(aggregation, Aggregation::Arithmetic(_))
        {
            return Err(ContributionFault::NotFromNothing {
                group: node.id.clone(),
                method: aggregation.key(),
            });
        }
    }
    Ok(())
}

fn averages(run: &Run) -> Vec<f64> {
    run.indicators.iter().map(|stages| figure::mean(&known(&stages.normalised))).collect()
}

struct Splitter<'a> {
    run: &'a Run,
    area: usize,
    against: Against,
    averages: Vec<f64>,
}

/// Value and base of a node, and what lies between them.
struct Split {
    value: f64,
    base: f64,
    parts: Vec<Part>,
}

impl Splitter<'_> {
    /// `None` where the node has no score.
    fn split(&self, at: usize) -> Option<Split> {
        let node = &self.run.plan.nodes[at];
        let value = self.run.nodes[at].scores[self.area].ok()?;
        match &node.kind {
            Kind::Leaf(leaf) => {
                let base = if self.against == Against::Nothing { 0.0 } else { self.averages[*leaf] };
                Some(Split { value, base, parts: vec![Part { id: node.id.clone(), amount: value - base }] })
            }
            Kind::Group { parts, aggregation: Aggregation::Copeland, .. } => {
                Some(Split { value, base: 50.0, parts: self.votes(at, parts) })
            }
            Kind::Group { parts, aggregation, .. } => {
                Some(self.mean(value, parts, *aggregation, Bend::of(*aggregation)?))
            }
        }
    }

    fn mean(&self, value: f64, parts: &[usize], aggregation: Aggregation, bend: Bend) -> Split {
        let weight = |part: usize| self.run.plan.nodes[part].weight;
        let below: Vec<(f64, Split)> = parts
            .iter()
            .filter(|part| weight(**part) > 0.0)
            .filter_map(|part| self.split(*part).map(|split| (weight(*part), split)))
            .collect();
        let present: f64 = below.iter().map(|(weight, _)| weight).sum();
        let all: f64 = parts.iter().map(|part| weight(*part)).sum();
        let scale = if aggregation == Aggregation::Arithmetic(WeightSum::AsGiven) { all } else { 1.0 };
        let bent: f64 =
            below.iter().map(|(weight, part)| weight * bend.bent(part.base)).sum::<f64>() / present;
        let base = bend.unbent(bent) * scale;
        let whole = bend.chord(value, base);
        let mut amounts = Vec::new();
        for (weight, part) in below {
            let factor = scale * weight / present * bend.chord(part.value, part.base) / whole;
            amounts.extend(part.parts.into_iter().map(|p| Part { id: p.id, amount: p.amount * factor }));
        }
        Split { value, base, parts: amounts }
    }

    fn votes(&self, at: usize, parts: &[usize]) -> Vec<Part> {
        let plan = &self.run.plan;
        let Kind::Group { gaps, .. } = &plan.nodes[at].kind else { return Vec::new() };
        let columns: Vec<&[Figure]> =
            parts.iter().map(|part| self.run.nodes[*part].scores.as_slice()).collect();
        let weights: Vec<f64> = parts.iter().map(|part| plan.nodes[*part].weight).collect();
        let owed = aggregate::wins_by_part(&columns, &weights, *gaps, self.area);
        let named = |(part, amount): (&usize, f64)| Part { id: plan.nodes[*part].id.clone(), amount };
        parts.iter().zip(owed).map(named).collect()
    }
}
