//! Categories: which kinds a target is made of, and in what shares.

use std::collections::BTreeMap;

use super::super::error::CrosswalkError;
use super::super::weights::Crosswalk;
use crate::model::Missing;

/// One kind's share of a target.
#[derive(Debug, Clone, PartialEq)]
pub struct Share {
    /// The kind, or why it is not known.
    pub category: Result<String, Missing>,
    /// Its share of the part of the target that sources reach, in 0..=1.
    pub share: f64,
}

/// What a target is made of: largest share first, equal shares by name, gaps
/// after names. Empty where no source reaches it.
pub type Mixture = Vec<Share>;

impl Crosswalk {
    /// The shares of each category in each target, by the size of what sources
    /// share with it (`sizes` as for scores).
    ///
    /// A category is never averaged. Unknown ones keep their share, so that a
    /// target of two thirds "urban" and one third suppressed says so.
    ///
    /// # Errors
    /// As [`Crosswalk::apply_score`].
    pub fn apply_category(
        &self,
        categories: &[Result<String, Missing>],
        sizes: Option<&[f64]>,
    ) -> Result<Vec<Mixture>, CrosswalkError> {
        self.check_length("categories", categories.len())?;
        let sizes = self.sizes(sizes)?;
        let mut masses: Vec<BTreeMap<Result<&str, Missing>, f64>> = vec![BTreeMap::new(); self.to.len()];
        for (source, link) in self.links() {
            let category = categories[source].as_deref().map_err(|reason| *reason);
            *masses[link.target as usize].entry(category).or_default() += sizes[source] * link.weight;
        }
        Ok(masses.iter().map(mixture).collect())
    }
}

fn mixture(masses: &BTreeMap<Result<&str, Missing>, f64>) -> Mixture {
    let whole: f64 = masses.values().sum();
    if whole <= 0.0 {
        return Vec::new();
    }
    let share = |(category, mass): (&Result<&str, Missing>, &f64)| Share {
        category: category.map(str::to_owned),
        share: mass / whole,
    };
    let mut shares: Mixture = masses.iter().map(share).collect();
    // Stable: equal shares stay in the order of their names.
    shares.sort_by(|a, b| b.share.total_cmp(&a.share));
    shares
}
