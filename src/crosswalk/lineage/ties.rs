//! Which pieces make an area a predecessor or successor of another.

use super::vintage::Vintage;
use crate::crosswalk::pieces::{Piece, Pieces, Portion};
use crate::crosswalk::relation::Relation;

/// One predecessor or successor of an area.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tie {
    /// Its position in the other vintage.
    pub area: u32,
    /// Ground in both, in m².
    pub ground_m2: f64,
    /// People in both; `None` where people were not counted.
    pub people: Option<f64>,
    /// What this is of the area itself.
    pub of_this: Portion,
    /// What this is of the predecessor or successor.
    pub of_that: Portion,
    /// How the area lies to the other.
    pub relation: Relation,
}

/// The ties of one area, the largest first, and what is left.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Tied {
    pub ties: Vec<Tie>,
    /// Neither in a tie nor in a sliver: pieces too small to count and what
    /// lies outside the other vintage.
    pub loose: Portion,
    /// Neither in the largest tie nor in a sliver.
    pub moved: Portion,
}

/// The ties of every area of the first vintage with those of the second.
pub(super) fn tie(pieces: &Pieces, other: &Vintage, least_share: f64) -> Vec<Tied> {
    (0..pieces.from.len()).map(|at| tied(pieces, other, at, least_share)).collect()
}

fn tied(pieces: &Pieces, other: &Vintage, at: usize, least_share: f64) -> Tied {
    let whole = &pieces.from[at];
    let is_sliver = |piece: &&Piece| piece.relation == Relation::Sliver;
    let mut ties: Vec<Tie> = pieces
        .of(at)
        .iter()
        .filter(|piece| !is_sliver(piece))
        .map(|piece| tie_of(pieces, piece))
        .filter(|tie| tie.of_this.reaches(least_share) || tie.of_that.reaches(least_share))
        .collect();
    // The code, not the place in the file, decides between equals.
    ties.sort_by(|a, b| {
        b.of_this
            .best()
            .total_cmp(&a.of_this.best())
            .then(b.ground_m2.total_cmp(&a.ground_m2))
            .then_with(|| other.code(a.area).cmp(other.code(b.area)))
    });
    let sum = |portions: &mut dyn Iterator<Item = Portion>| portions.fold(whole.nothing(), Portion::plus);
    let slivers = sum(&mut pieces.of(at).iter().filter(is_sliver).map(|piece| pieces.of_from(piece)));
    let real = whole.all().less(slivers);
    let loose = real.less(sum(&mut ties.iter().map(|tie| tie.of_this)));
    let moved = real.less(sum(&mut ties.iter().take(1).map(|tie| tie.of_this)));
    Tied { ties, loose, moved }
}

fn tie_of(pieces: &Pieces, piece: &Piece) -> Tie {
    Tie {
        area: piece.to,
        ground_m2: piece.ground_m2,
        people: piece.people,
        of_this: pieces.of_from(piece),
        of_that: pieces.of_to(piece),
        relation: piece.relation,
    }
}
