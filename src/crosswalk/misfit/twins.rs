//! One layer published twice: by another body, for another extent, drawn anew.

use super::{Misfit, Pieces};

/// Whether two layers are the same areas, as far as they meet.
///
/// They are when every area of either that takes part shares all but the least
/// share of its ground with one area of the other, and that one with it. A
/// misfit between such layers says how they were drawn and nothing about
/// partners.
#[must_use]
pub fn are_twins(pieces: &Pieces, first: &Misfit, second: &Misfit) -> bool {
    let most = 1.0 - first.options.least_share.max(second.options.least_share);
    let mut met = (vec![false; pieces.from.len()], vec![false; pieces.to.len()]);
    for piece in &pieces.pieces {
        if pieces.of_from(piece).ground >= most && pieces.of_to(piece).ground >= most {
            met.0[piece.from as usize] = true;
            met.1[piece.to as usize] = true;
        }
    }
    let all_met =
        |misfit: &Misfit, met: &[bool]| misfit.fits.iter().zip(met).all(|(fit, met)| fit.is_none() || *met);
    first.n_taking_part() > 0 && all_met(first, &met.0) && all_met(second, &met.1)
}
