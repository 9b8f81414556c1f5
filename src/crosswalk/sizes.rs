//! Sizes of sources in one unit, where they were weighed by different evidence.

use super::error::CrosswalkError;
use super::weights::{Crosswalk, Rung};

impl Crosswalk {
    /// How large each source is, in a unit that holds for all of them.
    ///
    /// Where all sources rest on one kind of evidence these are their own
    /// sizes. Where they do not (addresses here, residents there, ground where
    /// there is neither), each kind is taken to be as dense on the ground as
    /// the others on average: a size becomes the ground, in m², that so many
    /// addresses or residents take up among the sources of its kind.
    ///
    /// # Errors
    /// [`CrosswalkError::WrongLength`] unless there is one `ground_m2` for each source.
    pub fn comparable_sizes(&self, ground_m2: &[f64]) -> Result<Vec<f64>, CrosswalkError> {
        self.check_length("grounds", ground_m2.len())?;
        let rungs: Vec<Option<Rung>> =
            (0..self.from.len()).map(|source| self.links_of(source).first().map(|link| link.rung)).collect();
        let mut present = Rung::ALL.into_iter().filter(|rung| rungs.contains(&Some(*rung)));
        if let (_, None) = (present.next(), present.next()) {
            return Ok(self.source_size.clone());
        }
        let per_unit = |rung: Rung| {
            let of_rung = || (0..rungs.len()).filter(|source| rungs[*source] == Some(rung));
            let ground: f64 = of_rung().map(|source| ground_m2[source]).sum();
            let size: f64 = of_rung().map(|source| self.source_size[source]).sum();
            if size > 0.0 { ground / size } else { 0.0 }
        };
        let factors: Vec<(Rung, f64)> = Rung::ALL.into_iter().map(|rung| (rung, per_unit(rung))).collect();
        let factor = |rung: Option<Rung>| {
            factors.iter().find(|(known, _)| Some(*known) == rung).map_or(0.0, |(_, factor)| *factor)
        };
        Ok(self.source_size.iter().zip(&rungs).map(|(size, rung)| size * factor(*rung)).collect())
    }
}

#[cfg(test)]
mod tests {
    use crate::crosswalk::tests::two_sources_on_two_rungs;

    #[test]
    fn residents_and_ground_are_brought_to_ground() {
        let crosswalk = two_sources_on_two_rungs();
        // 400 people on a square of 1 km², and a square of 2 km² that nobody counted.
        let sizes = crosswalk.comparable_sizes(&[1e6, 2e6]).expect("one ground each");
        assert_eq!(sizes, [1e6, 2e6]);
        assert!(crosswalk.comparable_sizes(&[1e6]).is_err());
    }
}
