//! Which areas stand out for sure, which do not, and by what rule; said on the page.

use crate::assess::rag::Rag;
use crate::assess::run::{NodeResult, Stages};
use crate::assess::uncertainty::RankRange;
use crate::crosswalk::uncertainty::Grade;

/// A rank interval over more than this share of the ranked areas is wide.
const WIDE: f64 = 0.25;

/// More than this share of a domain's weight on stand-ins or on nothing makes it unsure.
const MUCH_UNKNOWN: f64 = 0.10;

/// On which side of the middle an area stands, beyond doubt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Worse,
    Better,
    /// It differs, and neither end is the worse one.
    Other,
    /// Doubt cannot be ruled out.
    NotSure,
}

/// What is known of how sure a column is.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Sureness {
    /// By area: drawn with a hatch.
    pub unsure: Vec<bool>,
    /// The rule of the hatch, as a clause.
    pub rule: String,
    /// By area; or why no side can be told.
    pub sides: Result<Vec<Side>, String>,
    /// The rule of the sides, as a clause.
    pub side_rule: String,
}

impl Sureness {
    /// Of the index or a domain, by its rank intervals.
    pub(super) fn of_ranges(node: &NodeResult, ranges: &[Option<RankRange>]) -> Self {
        let ranked = node.ranked();
        let most = WIDE * ranked as f64;
        let middle = (ranked + 1) as f64 / 2.0;
        let width = |range: &RankRange| (range.high + 1 - range.low) as f64;
        let side = |range: &Option<RankRange>| match range {
            Some(range) if (range.high as f64) < middle => Side::Worse,
            Some(range) if range.low as f64 > middle => Side::Better,
            _ => Side::NotSure,
        };
        Self {
            unsure: ranges.iter().map(|area| area.as_ref().is_some_and(|r| width(r) > most)).collect(),
            rule: "the 90% rank interval spans more than a quarter of the ranked areas".to_owned(),
            sides: Ok(ranges.iter().map(side).collect()),
            side_rule: format!("the 90% rank interval lies wholly on one side of the middle rank ({middle})"),
        }
    }

    /// Of the index or a domain without intervals, by what is unknown.
    pub(super) fn without_ranges(node: &NodeResult, why: &str) -> Self {
        let unknown = node.imputed.iter().zip(&node.missing);
        Self {
            unsure: unknown.map(|(imputed, missing)| imputed + missing > MUCH_UNKNOWN).collect(),
            rule: "more than a tenth of the score’s weight rests on stand-ins or on nothing".to_owned(),
            sides: Err(format!("{why}, so nothing tells sure differences from others.")),
            side_rule: String::new(),
        }
    }

    /// Of an indicator, by the intervals of its figures against the comparator.
    pub(super) fn of_indicator(stages: &Stages, grades: &[Option<Grade>], against: &str) -> Self {
        let unsure = |area: usize| {
            let is_low = grades.get(area).copied().flatten().is_some_and(|grade| grade >= Grade::D);
            is_low || stages.imputed.stand_ins[area]
        };
        let is_judged = stages.judged.iter().any(|judged| judged.rag.is_some());
        let sides = stages.judged.iter().map(|judged| side(judged.rag)).collect();
        Self {
            unsure: (0..stages.raw.len()).map(unsure).collect(),
            rule: "the figure is a stand-in, or its alignment has grade D or E".to_owned(),
            sides: if is_judged {
                Ok(sides)
            } else {
                Err("Nothing is known of the error of these figures, so nothing tells sure differences from others."
                    .to_owned())
            },
            side_rule: format!("the 95% interval of the figure leaves out that of {against}"),
        }
    }
}

fn side(rag: Option<Rag>) -> Side {
    match rag {
        Some(Rag::Worse | Rag::MuchWorse) => Side::Worse,
        Some(Rag::Better | Rag::MuchBetter) => Side::Better,
        Some(Rag::Lower | Rag::Higher) => Side::Other,
        Some(Rag::Similar) | None => Side::NotSure,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assess::run::Standing;

    fn index(areas: usize) -> NodeResult {
        NodeResult {
            id: "index".into(),
            title: "Index".into(),
            level: 0,
            parent: None,
            weighing: None,
            scores: vec![Ok(1.0); areas],
            imputed: vec![0.0; areas],
            missing: vec![0.0; areas],
            cover: vec![1.0; areas],
            standings: (1..=areas).map(|rank| Standing::Ranked { rank, sharing: 1 }).collect(),
        }
    }

    fn range(low: usize, high: usize) -> RankRange {
        RankRange { median: 1.0, low, high, among_worst: 0.0, draws: 100 }
    }

    #[test]
    fn only_an_interval_on_one_side_of_the_middle_is_sure() {
        let mut areas: Vec<Option<RankRange>> =
            [range(1, 2), range(2, 3), range(3, 4), range(1, 4)].into_iter().map(Some).collect();
        areas.push(None);
        let found = Sureness::of_ranges(&index(5), &areas);
        let sides = found.sides.expect("intervals");
        assert_eq!(sides, [Side::Worse, Side::NotSure, Side::NotSure, Side::NotSure, Side::NotSure]);
        assert_eq!(found.unsure, [true, true, true, true, false]);
    }

    #[test]
    fn without_intervals_no_side_is_told() {
        let mut index = index(3);
        index.imputed[1] = 0.2;
        let found = Sureness::without_ranges(&index, "Nothing was drawn");
        assert_eq!(found.unsure, [false, true, false]);
        assert!(found.sides.is_err());
    }
}
