//! How long the people of a small area walk in the mean, and who of them is left out of it.

use crate::locate::Costs;

use super::minutes::{Journeys, Travel};
use super::people::People;
use super::sites::Sites;

/// People who live where no street leads to any site.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Astray {
    /// How many: of each area's people the share of its points.
    pub people: f64,
    /// Areas in which others live who can walk: their time stands for the whole area.
    pub areas_in_part: usize,
    /// Areas in which nobody can walk to any site.
    pub areas_whole: usize,
}

/// The mean minutes of each area's people to each site, and those of whom it says nothing.
///
/// Points from which no street leads to any site are left out of the mean, and
/// counted. A site counts for an area when all its other points reach it: a
/// mean over those within the limit alone would look the better the fewer
/// they are.
pub(super) fn walks_of_areas(
    people: &People,
    sites: &Sites,
    areas: &[usize],
    travel: &dyn Travel,
) -> (Costs, Astray) {
    let places: Vec<_> = sites.records.iter().map(|site| site.at).collect();
    let journeys = travel.journeys(&people.points, &places);
    let mut starts = vec![0; people.areas.len() + 1];
    people.spots.iter().for_each(|spot| starts[spot.area + 1] += 1);
    for area in 0..people.areas.len() {
        starts[area + 1] += starts[area];
    }
    let mut astray = Astray::default();
    let costs = Costs::new(areas.iter().map(|area| {
        let spots = starts[*area]..starts[area + 1];
        let weights = spots.map(|spot| (spot, people.spots[spot].weight));
        let (lost, able): (Vec<_>, Vec<_>) = weights.partition(|(spot, _)| journeys.astray[*spot]);
        let lost: f64 = lost.iter().map(|(_, weight)| weight).sum();
        let whole = lost + able.iter().map(|(_, weight)| weight).sum::<f64>();
        if lost > 0.0 {
            let residents = people.areas[*area].residents.map_or(0.0, |count| count.people);
            astray.people += residents * lost / whole;
            astray.areas_in_part += usize::from(lost < whole);
            astray.areas_whole += usize::from(lost >= whole);
        }
        means(&able, &journeys, places.len())
    }));
    (costs, astray)
}

/// The mean minutes of weighted points to each site that all of them reach.
fn means(able: &[(usize, f64)], journeys: &Journeys, sites: usize) -> Vec<(u32, f64)> {
    let whole: f64 = able.iter().map(|(_, weight)| weight).sum();
    let mut sums = vec![(0.0, 0.0); sites];
    for (spot, weight) in able {
        for way in journeys.minutes.of(*spot) {
            let (sum, reached) = &mut sums[way.site as usize];
            *sum += weight * way.cost;
            *reached += weight;
        }
    }
    let all = |reached: f64| reached >= whole * (1.0 - 1e-9) && whole > 0.0;
    let means = (0_u32..).zip(sums).filter(|(_, (_, reached))| all(*reached));
    means.map(|(site, (sum, _))| (site, sum / whole)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mean_is_over_all_who_can_walk_and_a_site_that_one_of_them_does_not_reach_has_none() {
        let minutes = Costs::new([vec![(0, 6.0), (1, 2.0)], vec![(0, 12.0)], vec![]]);
        let journeys = Journeys { minutes, astray: vec![false, false, true] };
        let found = means(&[(0, 100.0), (1, 50.0)], &journeys, 2);
        assert_eq!(found, [(0, 8.0)], "site 1 lies beyond the limit of the second point");
        assert!(means(&[], &journeys, 2).is_empty(), "where nobody can walk there is no mean");
    }
}
