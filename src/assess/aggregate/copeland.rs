//! Copeland's rule: every area meets every other, and the parts vote with their weights.

use super::{AggregateFault, Gaps};
use crate::assess::figure::Figure;
use crate::model::Missing;

/// Wins less losses of each area against all others, from 0 (loses all) to 100 (wins all).
///
/// "Winning" is being worse: scores point to need. A part in which one of two
/// areas has a gap does not vote between them.
///
/// # Units
/// 0 to 100; 50 for as many wins as losses.
///
/// # Errors
/// [`AggregateFault::OneArea`] where fewer than two areas can meet.
///
/// # Source
/// A. H. Copeland, "A reasonable social welfare function", Michigan 1951;
/// G. Munda, "Social multi-criteria evaluation", Springer 2008.
pub fn copeland(parts: &[&[Figure]], weights: &[f64], gaps: Gaps) -> Result<Vec<Figure>, AggregateFault> {
    let field = Field::of(parts, weights, gaps);
    let count = field.entrants.len();
    if count < 2 {
        return Err(AggregateFault::OneArea);
    }
    let mut wins = vec![0_i64; count];
    for first in 0..count {
        for second in 0..first {
            let outcome = outcome(field.margin(first, second));
            wins[first] += outcome;
            wins[second] -= outcome;
        }
    }
    let mut scores: Vec<Figure> = field.barred.clone();
    for (entrant, wins) in field.entrants.iter().zip(wins) {
        scores[*entrant] = Ok(50.0 + 50.0 * wins as f64 / (count - 1) as f64);
    }
    Ok(scores)
}

/// How much of an area's distance from 50 is owed to each part.
///
/// A won contest is one point, shared among the parts by how far each voted
/// for it; a part that voted against has a share below nought.
pub(crate) fn wins_by_part(parts: &[&[Figure]], weights: &[f64], gaps: Gaps, area: usize) -> Vec<f64> {
    let field = Field::of(parts, weights, gaps);
    let mut owed = vec![0.0; parts.len()];
    let Some(me) = field.entrants.iter().position(|entrant| *entrant == area) else { return owed };
    let scale = 50.0 / (field.entrants.len().max(2) - 1) as f64;
    for other in (0..field.entrants.len()).filter(|other| *other != me) {
        let margin = field.margin(me, other);
        if outcome(margin) == 0 {
            continue;
        }
        for (at, owed) in owed.iter_mut().enumerate() {
            *owed += scale * field.vote(at, me, other) / margin.abs();
        }
    }
    owed
}

/// Weights are compared to about a billionth: a tie must not hang on rounding.
#[expect(clippy::cast_possible_truncation, reason = "a sign")]
fn outcome(margin: f64) -> i64 {
    if margin.abs() < 1e-9 { 0 } else { margin.signum() as i64 }
}

/// The areas that can be compared, with their scores side by side.
struct Field {
    entrants: Vec<usize>,
    /// Gaps of the areas that cannot; a placeholder for those that can.
    barred: Vec<Figure>,
    /// Scores, an entrant a row, not a number for a gap (never handed out).
    scores: Vec<f64>,
    shares: Vec<f64>,
}

impl Field {
    fn of(parts: &[&[Figure]], weights: &[f64], gaps: Gaps) -> Self {
        let all: f64 = weights.iter().sum();
        let areas = parts.first().map_or(0, |part| part.len());
        let (mut entrants, mut barred, mut scores) = (Vec::new(), Vec::new(), Vec::new());
        for area in 0..areas {
            let voting = || parts.iter().zip(weights).filter(|(_, weight)| **weight > 0.0);
            let present: f64 =
                voting().filter(|(part, _)| part[area].is_ok()).map(|(_, weight)| weight).sum();
            let missing = voting().find_map(|(part, _)| part[area].err());
            if let Some(gap) = gaps.verdict(missing, present, all) {
                barred.push(Err(gap));
                continue;
            }
            barred.push(Err(Missing::NotGiven));
            entrants.push(area);
            scores.extend(parts.iter().map(|part| part[area].unwrap_or(f64::NAN)));
        }
        Self { entrants, barred, scores, shares: weights.iter().map(|weight| weight / all).collect() }
    }

    /// The vote of one part between two entrants: its weight for the first, or against.
    fn vote(&self, part: usize, first: usize, second: usize) -> f64 {
        let parts = self.shares.len();
        let (a, b) = (self.scores[first * parts + part], self.scores[second * parts + part]);
        // A comparison with a gap is neither: the part abstains.
        self.shares[part] * (f64::from(u8::from(a > b)) - f64::from(u8::from(a < b)))
    }

    fn margin(&self, first: usize, second: usize) -> f64 {
        (0..self.shares.len()).map(|part| self.vote(part, first, second)).sum()
    }
}
