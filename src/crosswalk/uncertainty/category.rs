//! The grade of a mixture of categories: a letter, for shares have no one range.

use std::collections::BTreeMap;

use super::assess::assess;
use super::route::Route;
use super::score::Scores;
use super::{Grade, Uncertainty};
use crate::crosswalk::apply::Figure;
use crate::crosswalk::error::CrosswalkError;
use crate::crosswalk::weights::Crosswalk;
use crate::model::Missing;

impl Crosswalk {
    /// A grade for each mixture that [`Crosswalk::apply_category`] gives.
    ///
    /// It goes by the largest half range of any category's share, in shares of
    /// the whole target: B means that no share is off by more than two
    /// hundredths. A category holds for all of a source, so that only how
    /// much of it lies in the target is in doubt. `None` where no source
    /// reaches the target or a lookup has nothing to compare with.
    ///
    /// # Errors
    /// As [`Crosswalk::range_of_scores`]; `sampling` is of no use here and refused
    /// by [`CrosswalkError::CategoriesAreNotSampled`].
    pub fn grade_of_categories(
        &self,
        categories: &[Result<String, Missing>],
        sizes: Option<&[f64]>,
        with: &Uncertainty<'_>,
    ) -> Result<Vec<Option<Grade>>, CrosswalkError> {
        self.check_length("categories", categories.len())?;
        if with.sampling.is_some() {
            return Err(CrosswalkError::CategoriesAreNotSampled);
        }
        let route = Route::direct(self)?;
        let mut kinds: BTreeMap<Result<&str, Missing>, Vec<usize>> = BTreeMap::new();
        for (at, category) in categories.iter().enumerate() {
            kinds.entry(category.as_deref().map_err(|reason| *reason)).or_default().push(at);
        }
        let mut grades: Vec<Option<Grade>> = vec![None; self.to.len()];
        for members in kinds.values() {
            let mut shares: Vec<Figure> = vec![Ok(0.0); categories.len()];
            for at in members {
                shares[*at] = Ok(1.0);
            }
            let quantity = Scores { figures: &shares, sizes, parts_differ: false };
            for (grade, assessed) in grades.iter_mut().zip(assess(&route, &quantity, with)?) {
                let of_kind = assessed.margin.map(|margin| match margin.grade {
                    Grade::A => Grade::A,
                    _ => Grade::of(margin.range.width() / 2.0, 1.0),
                });
                *grade = (*grade).max(of_kind);
            }
        }
        Ok(grades)
    }
}
