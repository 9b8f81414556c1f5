//! Whether a measure may be published: everything that a reader would ask of
//! it is said in the place.

use crate::assess::normalise::Direction;
use crate::assess::spec::{AssessmentSpec, FiguresFrom};
use crate::engine::Engine;
use crate::model::{Measure, MeasureId, MeasureKind, Polarity};

use super::error::AssessFault;

impl Engine {
    /// What stands against using the measures of an indicator.
    pub(super) fn check_measures(&self, at: &str, from: &FiguresFrom) -> Vec<AssessFault> {
        let ids = std::iter::once(&from.measure).chain(from.over.as_ref().map(|over| &over.measure));
        ids.filter_map(|id| self.unpublishable(id)).map(|told| AssessFault::new(at, told)).collect()
    }

    /// What stands against the directions that a specification gives its measures.
    #[must_use]
    pub fn check_directions(&self, spec: &AssessmentSpec) -> Vec<AssessFault> {
        let indicators = spec.index.indicators().into_iter();
        indicators
            .filter_map(|own| self.check_direction(&own.id, own.direction, spec.figures_of(&own.id)?))
            .collect()
    }

    /// What stands against the direction that an indicator gives its measure.
    pub(super) fn check_direction(
        &self,
        at: &str,
        direction: Direction,
        from: &FiguresFrom,
    ) -> Option<AssessFault> {
        let polarity = self.measure(&from.measure).ok()?.about.polarity?;
        let agrees = match (polarity, direction) {
            (Polarity::HigherIsWorse, Direction::HighIsBetter)
            | (Polarity::LowerIsWorse, Direction::HighIsWorse) => false,
            // Scores of categories point to need by themselves, whatever the categories are called.
            _ => true,
        };
        let told = || {
            format!(
                "the direction is {}, and the measure '{}' is {} by its manifest",
                direction.key(),
                from.measure,
                polarity.key()
            )
        };
        (!agrees && from.categories.is_empty()).then(|| AssessFault::new(at, told()))
    }

    fn unpublishable(&self, id: &MeasureId) -> Option<String> {
        let missing = missing_keys(self.measure(id).ok()?);
        (!missing.is_empty()).then(|| {
            let keys = missing.join(", ");
            format!("the measure '{id}' cannot be published: its [[measure]] lacks {keys}")
        })
    }
}

/// The keys of a measure that are missing before it may be published.
#[must_use]
pub fn missing_keys(measure: &Measure) -> Vec<&'static str> {
    let about = &measure.about;
    let is_rate = measure.kind == MeasureKind::Rate;
    let wanted = [
        ("title", measure.title.is_empty()),
        ("unit", measure.unit.is_empty()),
        ("polarity", about.polarity.is_none()),
        ("owner", about.owner.is_empty()),
        ("next_update", about.next_update.is_empty()),
        ("numerator", about.numerator.is_empty()),
        ("denominator", is_rate && about.denominator.is_empty()),
    ];
    wanted.into_iter().filter(|(_, missing)| *missing).map(|(key, _)| key).collect()
}
