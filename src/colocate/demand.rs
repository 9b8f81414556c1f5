//! Who lives where: small areas as points with people.

use crate::geom::Grid;

/// A small area.
#[derive(Debug, Clone, PartialEq)]
pub struct DemandPoint {
    /// Its code.
    pub code: String,
    /// Its name, or its code.
    pub name: String,
    /// A point inside it.
    pub at: Grid,
    /// Its residents.
    pub people: f64,
    /// Its residents by group, in the order of [`Demand::groups`]; `None` where unknown.
    pub groups: Vec<Option<f64>>,
    /// How great its need is among all areas: 0 the least, 1 the greatest.
    pub need: Option<f64>,
}

/// All small areas whose residents are known.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Demand {
    /// Groups of people, by name.
    pub groups: Vec<String>,
    /// What need is read from, in words; `None` where nothing tells it.
    pub need_from: Option<String>,
    /// The areas.
    pub points: Vec<DemandPoint>,
    /// Areas left out because nobody knows who lives there.
    pub unknown: usize,
}

/// People of some areas.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Served {
    /// All of them.
    pub people: f64,
    /// By group; `None` where an area does not tell.
    pub groups: Vec<Option<f64>>,
}

impl Demand {
    /// The people of some areas, by position.
    #[must_use]
    pub fn served(&self, areas: impl IntoIterator<Item = u32>) -> Served {
        let mut served = Served { people: 0.0, groups: vec![Some(0.0); self.groups.len()] };
        for area in areas {
            let point = &self.points[area as usize];
            served.people += point.people;
            for (sum, more) in served.groups.iter_mut().zip(&point.groups) {
                *sum = sum.zip(*more).map(|(sum, more)| sum + more);
            }
        }
        served
    }

    /// All people.
    #[must_use]
    pub fn people(&self) -> f64 {
        self.points.iter().map(|point| point.people).sum()
    }

    /// The need of the people of some areas: their mean, by people. `None`
    /// where nobody lives there or need is unknown to any of them.
    #[must_use]
    pub fn need(&self, areas: &[u32]) -> Option<f64> {
        let (mut sum, mut people) = (0.0, 0.0);
        for area in areas {
            let point = &self.points[*area as usize];
            sum += point.people * point.need?;
            people += point.people;
        }
        (people > 0.0).then(|| sum / people)
    }
}

/// Ranks of figures as shares: 0 the least, 1 the greatest, ties share their
/// middle. Missing figures have none.
#[must_use]
pub fn rank_shares(figures: &[Option<f64>]) -> Vec<Option<f64>> {
    let mut known: Vec<f64> = figures.iter().flatten().copied().collect();
    known.sort_by(f64::total_cmp);
    let last = known.len().saturating_sub(1);
    let rank = |figure: f64| {
        if last == 0 {
            return 0.5;
        }
        let below = known.partition_point(|other| *other < figure);
        let up_to = known.partition_point(|other| *other <= figure);
        #[expect(clippy::cast_precision_loss, reason = "there are fewer areas than 2^52")]
        let share = (below + up_to - 1) as f64 / 2.0 / last as f64;
        share
    };
    figures.iter().map(|figure| figure.map(rank)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_go_from_nought_to_one_and_ties_share_their_middle() {
        let ranks = rank_shares(&[Some(5.0), None, Some(1.0), Some(9.0), Some(5.0), Some(2.0)]);
        assert_eq!(ranks, [Some(0.625), None, Some(0.0), Some(1.0), Some(0.625), Some(0.25)]);
        assert_eq!(rank_shares(&[Some(3.0)]), [Some(0.5)]);
    }

    #[test]
    fn people_of_an_area_that_does_not_tell_make_their_group_unknown() {
        let point = |people: f64, disabled: Option<f64>| DemandPoint {
            code: String::new(),
            name: String::new(),
            at: Grid { e: 0.0, n: 0.0 },
            people,
            groups: vec![disabled],
            need: None,
        };
        let demand = Demand {
            groups: vec!["Disabled".into()],
            points: vec![point(10.0, Some(2.0)), point(5.0, None)],
            ..Demand::default()
        };
        assert_eq!(demand.served([0]), Served { people: 10.0, groups: vec![Some(2.0)] });
        assert_eq!(demand.served([0, 1]), Served { people: 15.0, groups: vec![None] });
        assert_eq!(demand.need(&[0]), None);
    }
}
