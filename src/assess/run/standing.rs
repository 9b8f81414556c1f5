//! Ranks, ties, and areas that are not ranked.

use crate::assess::figure::Figure;
use crate::assess::recipe::RankRules;
use crate::model::Missing;

/// Where an area stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Standing {
    /// Its rank.
    Ranked {
        /// 1 for the worst; equal areas share the lower number, and the next number is left out.
        rank: usize,
        /// How many areas share it, this one included.
        sharing: usize,
    },
    /// It is not ranked.
    Unranked(Unranked),
}

/// Why an area is not ranked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Unranked {
    /// It has no score.
    NoScore(Missing),
    /// Too much of its score is imputed or missing.
    Imputed {
        /// Share of the weight.
        share: f64,
    },
    /// Too little of it is covered.
    Cover {
        /// Share of the area.
        share: f64,
    },
}

impl Standing {
    /// The rank, if there is one.
    #[must_use]
    pub fn rank(self) -> Option<usize> {
        match self {
            Self::Ranked { rank, .. } => Some(rank),
            Self::Unranked(_) => None,
        }
    }
}

/// Scores nearer than this, relative to their size, are equal: sums in another
/// order differ by less.
pub(crate) const TIE: f64 = 1e-9;

/// Ranks areas by score, the highest first, leaving out those that the rules leave out.
#[must_use]
pub fn standings(
    scores: &[Figure],
    imputed: &[f64],
    missing: &[f64],
    cover: &[f64],
    rules: &RankRules,
) -> Vec<Standing> {
    let barred = |area: usize| {
        let unknown = imputed[area] + missing[area];
        match scores[area] {
            Err(gap) => Some(Unranked::NoScore(gap)),
            // A hair of rounding must not decide.
            Ok(_) if unknown > rules.most_imputed + 1e-9 => Some(Unranked::Imputed { share: unknown }),
            Ok(_) if cover[area] < rules.least_cover - 1e-9 => Some(Unranked::Cover { share: cover[area] }),
            Ok(_) => None,
        }
    };
    let barred: Vec<Option<Unranked>> = (0..scores.len()).map(barred).collect();
    let open: Vec<(usize, f64)> = (0..scores.len())
        .filter(|area| barred[*area].is_none())
        .filter_map(|area| scores[area].ok().map(|score| (area, score)))
        .collect();
    let mut standings: Vec<Standing> = barred
        .into_iter()
        .map(|why| Standing::Unranked(why.unwrap_or(Unranked::NoScore(Missing::NotGiven))))
        .collect();
    for (rank, run) in ranked(open) {
        for area in &run {
            standings[*area] = Standing::Ranked { rank, sharing: run.len() };
        }
    }
    standings
}

/// Runs of equal areas from the worst on, each with its rank.
pub(crate) fn ranked(mut open: Vec<(usize, f64)>) -> Vec<(usize, Vec<usize>)> {
    open.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let mut runs: Vec<(usize, f64, Vec<usize>)> = Vec::new();
    for (place, (area, score)) in open.into_iter().enumerate() {
        match runs.last_mut() {
            Some((_, first, run)) if (*first - score).abs() <= TIE * first.abs().max(1.0) => run.push(area),
            _ => runs.push((place + 1, score, vec![area])),
        }
    }
    runs.into_iter().map(|(rank, _, run)| (rank, run)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_areas_share_the_lower_number() {
        let scores = [Ok(5.0), Ok(9.0), Ok(5.0 + 1e-12), Ok(1.0), Err(Missing::Suppressed)];
        let nothing = [0.0; 5];
        let found = standings(&scores, &nothing, &nothing, &[1.0; 5], &RankRules::default());
        assert_eq!(found[0], Standing::Ranked { rank: 2, sharing: 2 });
        assert_eq!(found[1].rank(), Some(1));
        assert_eq!(found[2], found[0]);
        assert_eq!(found[3].rank(), Some(4));
        assert_eq!(found[4], Standing::Unranked(Unranked::NoScore(Missing::Suppressed)));
    }

    #[test]
    fn too_much_imputed_or_too_little_covered_is_not_ranked() {
        let scores = [Ok(5.0), Ok(9.0), Ok(7.0)];
        let found =
            standings(&scores, &[0.3, 0.2, 0.0], &[0.0, 0.11, 0.0], &[1.0, 1.0, 0.79], &RankRules::default());
        assert_eq!(found[0].rank(), Some(1));
        assert!(matches!(found[1], Standing::Unranked(Unranked::Imputed { .. })));
        assert_eq!(found[2], Standing::Unranked(Unranked::Cover { share: 0.79 }));
    }
}
