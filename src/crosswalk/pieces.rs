//! What two layers have in common, piece by piece, in ground and in people.

use std::collections::BTreeMap;

use super::error::CrosswalkError;
use super::overlap::{Overlap, share_of};
use super::points::{Evidence, refuse_bad_weights, totals};
use super::relation::Relation;
use super::weights::Rung;

/// A part of an area, as shares of the whole.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Portion {
    /// Share of its ground, in 0..=1.
    pub ground: f64,
    /// Share of its people, in 0..=1; `None` where people were not counted or
    /// the area has none.
    pub people: Option<f64>,
}

/// One area as a whole.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Whole {
    /// Its area in m².
    pub ground_m2: f64,
    /// Its people; `None` where people were not counted.
    pub people: Option<f64>,
}

/// What one area of each layer have in common.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Piece {
    /// Position of the area in the first layer.
    pub from: u32,
    /// Position of the area in the second layer.
    pub to: u32,
    /// Ground in both, in m².
    pub ground_m2: f64,
    /// People in both; `None` where people were not counted.
    pub people: Option<f64>,
    /// How the first area lies to the second.
    pub relation: Relation,
}

/// All areas of two layers and all pieces that they share.
///
/// "People" are whatever the evidence counts: residents, households,
/// addresses. [`Pieces::counted_by`] says which.
#[derive(Debug, Clone, PartialEq)]
pub struct Pieces {
    /// What the people were counted by; `None` where only ground was measured.
    pub counted_by: Option<Rung>,
    /// The areas of the first layer.
    pub from: Vec<Whole>,
    /// The areas of the second layer.
    pub to: Vec<Whole>,
    /// The pieces, in order of the first layer, then the second.
    pub pieces: Vec<Piece>,
}

impl Pieces {
    /// Puts the ground that two layers share and, where there are control
    /// points, the people in it side by side.
    ///
    /// # Errors
    /// [`CrosswalkError::BadWeight`] for each point whose weight is negative or not finite.
    pub fn measure(overlap: &Overlap, people: Option<&Evidence>) -> Result<Self, Vec<CrosswalkError>> {
        people.map_or(Ok(()), |evidence| refuse_bad_weights(std::slice::from_ref(evidence)))?;
        let from = wholes(&overlap.source_m2, people, |point| point.source);
        let to = wholes(&overlap.target_m2, people, |point| point.target);
        let pieces = pieces(overlap, people);
        Ok(Self { counted_by: people.map(|evidence| evidence.rung), from, to, pieces })
    }

    /// The same pieces seen from the second layer.
    #[must_use]
    pub fn turned(&self) -> Self {
        let turn = |piece: &Piece| Piece {
            from: piece.to,
            to: piece.from,
            relation: piece.relation.turned(),
            ..*piece
        };
        let mut pieces: Vec<Piece> = self.pieces.iter().map(turn).collect();
        pieces.sort_by_key(|piece| (piece.from, piece.to));
        Self { counted_by: self.counted_by, from: self.to.clone(), to: self.from.clone(), pieces }
    }

    /// The pieces of one area of the first layer.
    #[must_use]
    pub fn of(&self, from: usize) -> &[Piece] {
        let start = self.pieces.partition_point(|piece| (piece.from as usize) < from);
        let end = self.pieces.partition_point(|piece| piece.from as usize <= from);
        &self.pieces[start..end]
    }

    /// The piece of a pair; `None` where the two share nothing.
    #[must_use]
    pub fn find(&self, from: u32, to: u32) -> Option<&Piece> {
        let at = self.pieces.binary_search_by_key(&(from, to), |piece| (piece.from, piece.to)).ok()?;
        self.pieces.get(at)
    }

    /// What a piece is of its area in the first layer.
    #[must_use]
    pub fn of_from(&self, piece: &Piece) -> Portion {
        self.from[piece.from as usize].portion(piece)
    }

    /// What a piece is of its area in the second layer.
    #[must_use]
    pub fn of_to(&self, piece: &Piece) -> Portion {
        self.to[piece.to as usize].portion(piece)
    }
}

impl Whole {
    fn portion(&self, piece: &Piece) -> Portion {
        let people = self.people.filter(|all| *all > 0.0);
        Portion {
            ground: share_of(piece.ground_m2, self.ground_m2),
            people: people.zip(piece.people).map(|(all, part)| share_of(part, all)),
        }
    }

    /// The whole as a portion of itself.
    #[must_use]
    pub fn all(&self) -> Portion {
        Portion { ground: 1.0, people: self.people.filter(|all| *all > 0.0).map(|_| 1.0) }
    }

    /// Nothing of it: where a sum begins.
    #[must_use]
    pub fn nothing(&self) -> Portion {
        Portion { ground: 0.0, people: self.all().people.map(|_| 0.0) }
    }
}

impl Portion {
    /// Both shares together; shares that are not known stay so.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        let add = |a: f64, b: f64| (a + b).min(1.0);
        Self {
            ground: add(self.ground, other.ground),
            people: self.people.zip(other.people).map(|(a, b)| add(a, b)),
        }
    }

    /// What is left of this without the other, never less than nothing.
    #[must_use]
    pub fn less(self, other: Self) -> Self {
        let take = |a: f64, b: f64| (a - b).max(0.0);
        Self {
            ground: take(self.ground, other.ground),
            people: self.people.zip(other.people).map(|(a, b)| take(a, b)),
        }
    }

    /// The share of people where it is known, else that of ground.
    #[must_use]
    pub fn best(&self) -> f64 {
        self.people.unwrap_or(self.ground)
    }

    /// Whether it holds at least this share of the ground or of the people.
    #[must_use]
    pub fn reaches(&self, share: f64) -> bool {
        self.ground >= share || self.people.is_some_and(|people| people >= share)
    }
}

fn wholes(
    areas_m2: &[f64],
    people: Option<&Evidence>,
    place: impl Fn(&super::ControlPoint) -> Option<u32>,
) -> Vec<Whole> {
    let people = people.map(|evidence| totals(evidence, areas_m2.len(), place));
    let whole = |(at, ground_m2): (usize, &f64)| Whole {
        ground_m2: *ground_m2,
        people: people.as_ref().map(|totals| totals[at]),
    };
    areas_m2.iter().enumerate().map(whole).collect()
}

/// Pieces with ground in them, and those that hold people alone: points on a
/// line go by the tie rule, and two layers may send them to areas that only touch.
fn pieces(overlap: &Overlap, people: Option<&Evidence>) -> Vec<Piece> {
    let counted = people.map(|_| 0.0);
    let mut pieces: BTreeMap<(u32, u32), Piece> = BTreeMap::new();
    for (pair, relation) in overlap.pairs.iter().zip(&overlap.relations) {
        let (from, to, ground_m2, relation) = (pair.source, pair.target, pair.area_m2, *relation);
        pieces.insert((from, to), Piece { from, to, ground_m2, people: counted, relation });
    }
    let (n_from, n_to) = (overlap.source_m2.len(), overlap.target_m2.len());
    for point in people.iter().flat_map(|evidence| &evidence.points) {
        let (Some(from), Some(to)) = (point.source, point.target) else { continue };
        if from as usize >= n_from || to as usize >= n_to {
            continue;
        }
        let empty = Piece { from, to, ground_m2: 0.0, people: counted, relation: Relation::Sliver };
        let piece = pieces.entry((from, to)).or_insert(empty);
        piece.people = piece.people.map(|people| people + point.weight);
    }
    pieces.into_values().collect()
}
