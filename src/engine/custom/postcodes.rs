//! What a list of postcodes stands for.

use geo_types::MultiPolygon;

use crate::custom::{CustomError, MOST_POSTCODES, Making, Settled};
use crate::engine::Engine;
use crate::geom::Grid;
use crate::geom::cells::nearest_ground;
use crate::geom::join::{common, join};
use crate::index::{InUse, Points};
use crate::model::Postcode;
use crate::register::Precision;

/// How far from its point a postcode's ground reaches at most, in metres.
pub(super) const REACH_M: f64 = 500.0;

/// The postcodes of a list by what the place knows of them.
#[derive(Debug, Default)]
struct Sorted {
    in_use: Vec<Postcode>,
    ended: Vec<String>,
    unknown: Vec<String>,
}

impl Engine {
    /// The ground of a list of postcodes: what lies nearer to one of them than
    /// to any other postcode in use, within 500 m, inside the place's main layer.
    pub(super) fn of_postcodes(&self, mut list: Vec<Postcode>) -> Result<(Making, Settled), CustomError> {
        list.sort();
        list.dedup();
        match list.len() {
            0 => return Err(CustomError::Nothing("no postcode is named")),
            found if found > MOST_POSTCODES => {
                return Err(CustomError::TooMany { what: "postcodes", found, most: MOST_POSTCODES });
            }
            _ => {}
        }
        if self.postcodes.lists(self).is_empty() {
            return Err(CustomError::NoPostcodeList);
        }
        let sorted = self.sort_postcodes(list);
        if sorted.in_use.is_empty() {
            return Err(CustomError::NoPostcodeHere([sorted.unknown, sorted.ended].concat()));
        }
        let shape = self.ground_of(&sorted.in_use);
        let notes = sorted.notes();
        Ok((Making::Postcodes(sorted.in_use), Settled { shape, notes }))
    }

    fn sort_postcodes(&self, list: Vec<Postcode>) -> Sorted {
        let mut sorted = Sorted::default();
        for postcode in list {
            let hit = self.find_postcode(&postcode, None);
            match hit.filter(|hit| hit.precision == Precision::Postcode).map(|hit| hit.use_then) {
                Some(InUse::Yes) => sorted.in_use.push(postcode),
                Some(InUse::EndedBefore(_) | InUse::StartsOn(_)) => sorted.ended.push(postcode.to_string()),
                Some(InUse::Unlisted) | None => sorted.unknown.push(postcode.to_string()),
            }
        }
        sorted
    }

    fn ground_of(&self, wanted: &[Postcode]) -> MultiPolygon<f64> {
        let all: Vec<(Postcode, Grid)> =
            self.postcodes.lists(self).first().map(|(_, list)| list.in_use().collect()).unwrap_or_default();
        let points = Points::new((0..).zip(all.iter().map(|(_, at)| *at)));
        let sites = wanted.iter().filter_map(|postcode| self.find_postcode(postcode, None));
        let cells: Vec<MultiPolygon<f64>> = sites
            .map(|hit| {
                let near = points.within(hit.at, 2.0 * REACH_M);
                nearest_ground(hit.at, near.into_iter().map(|(at, _)| all[at].1), REACH_M)
            })
            .collect();
        self.inside_place(&join(&cells))
    }

    /// What of a shape lies inside the main layer, or all of it in a place without one.
    fn inside_place(&self, shape: &MultiPolygon<f64>) -> MultiPolygon<f64> {
        let main = self.snapshot.info.main_layer.as_ref().and_then(|id| self.edition_or_newest(id, None));
        let index = main.and_then(|main| self.layers.iter().find(|layer| layer.key == main.key));
        let Some(index) = index else { return shape.clone() };
        let areas = super::resolve::touched(index, shape);
        let inside = common(shape, &join(areas.iter().map(|at| &index.layer.areas[*at].shape)));
        // Postcodes of a neighbour, listed beside one's own, keep their ground.
        if inside.0.is_empty() { shape.clone() } else { inside }
    }
}

impl Sorted {
    fn notes(&self) -> Vec<String> {
        let told = |list: &[String], what: &str| {
            let are = if list.len() == 1 { "postcode is" } else { "postcodes are" };
            (!list.is_empty()).then(|| format!("{} {are} {what}: {}", list.len(), crate::custom::named(list)))
        };
        let ended = told(&self.ended, "no longer in use, so nothing stands there now and it counts nothing");
        let unknown = told(&self.unknown, "not in the place's list and left out");
        ended.into_iter().chain(unknown).collect()
    }
}
