//! Who is whose neighbour, and how much it counts.

use super::SpatialFault;
use crate::assess::figure::Figure;

/// Neighbours of each area, with weights above nought, in ascending order.
#[derive(Debug, Clone, PartialEq)]
pub struct Neighbours {
    rows: Vec<Vec<(usize, f64)>>,
}

impl Neighbours {
    /// From directed links: area, its neighbour, weight.
    ///
    /// # Errors
    /// [`SpatialFault::NoArea`], [`SpatialFault::BadWeight`],
    /// [`SpatialFault::OwnNeighbour`], [`SpatialFault::LinkTwice`].
    pub fn from_links(areas: usize, links: &[(usize, usize, f64)]) -> Result<Self, SpatialFault> {
        let mut rows = vec![Vec::new(); areas];
        for &(from, to, weight) in links {
            if from >= areas || to >= areas {
                return Err(SpatialFault::NoArea { from, to, areas });
            }
            if from == to {
                return Err(SpatialFault::OwnNeighbour(from));
            }
            if !weight.is_finite() || weight <= 0.0 {
                return Err(SpatialFault::BadWeight { from, to, weight });
            }
            rows[from].push((to, weight));
        }
        for (from, row) in rows.iter_mut().enumerate() {
            row.sort_by_key(|(to, _)| *to);
            if let Some(pair) = row.windows(2).find(|pair| pair[0].0 == pair[1].0) {
                return Err(SpatialFault::LinkTwice { from, to: pair[0].0 });
            }
        }
        Ok(Self { rows })
    }

    /// From pairs that are neighbours of each other, each with a weight of 1.
    ///
    /// # Errors
    /// As [`from_links`](Self::from_links).
    pub fn from_pairs(areas: usize, pairs: &[(usize, usize)]) -> Result<Self, SpatialFault> {
        let links: Vec<_> = pairs.iter().flat_map(|&(a, b)| [(a, b, 1.0), (b, a, 1.0)]).collect();
        Self::from_links(areas, &links)
    }

    /// The same links with each area's weights summing to 1.
    #[must_use]
    pub fn as_shares(&self) -> Self {
        let share = |row: &Vec<(usize, f64)>| {
            let sum: f64 = row.iter().map(|(_, weight)| weight).sum();
            row.iter().map(|(to, weight)| (*to, weight / sum)).collect()
        };
        Self { rows: self.rows.iter().map(share).collect() }
    }

    /// How many areas there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is no area.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The neighbours of an area with their weights.
    #[must_use]
    pub fn of(&self, area: usize) -> &[(usize, f64)] {
        &self.rows[area]
    }

    /// Areas without a neighbour.
    #[must_use]
    pub fn isolated(&self) -> Vec<usize> {
        (0..self.rows.len()).filter(|area| self.rows[*area].is_empty()).collect()
    }
}

/// The areas with figures, numbered anew, and the links among them.
pub(super) struct Known {
    pub(super) values: Vec<f64>,
    /// Where each stands in the full list.
    pub(super) places: Vec<usize>,
    pub(super) rows: Vec<Vec<(usize, f64)>>,
}

impl Known {
    pub(super) fn of(column: &[Figure], neighbours: &Neighbours) -> Result<Self, SpatialFault> {
        let wanted = neighbours.len();
        if column.len() != wanted {
            let fault = crate::assess::figure::ColumnFault::WrongLength { wanted, found: column.len() };
            return Err(fault.into());
        }
        let values = crate::assess::figure::comparable(column)?;
        let places: Vec<usize> = (0..wanted).filter(|area| column[*area].is_ok()).collect();
        let mut number = vec![None; wanted];
        places.iter().enumerate().for_each(|(at, area)| number[*area] = Some(at));
        let row = |area: &usize| {
            neighbours.of(*area).iter().filter_map(|(to, weight)| Some((number[*to]?, *weight))).collect()
        };
        let rows: Vec<Vec<(usize, f64)>> = places.iter().map(row).collect();
        if rows.iter().all(Vec::is_empty) {
            return Err(SpatialFault::NoNeighbours);
        }
        Ok(Self { values, places, rows })
    }

    /// Areas that have a neighbour.
    pub(super) fn linked(&self) -> usize {
        self.rows.iter().filter(|row| !row.is_empty()).count()
    }
}
