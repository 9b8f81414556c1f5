//! Assessments on the wire: lists, results, explanations, profiles, comparisons, sensitivity.

mod area;
mod compare;
mod library;
mod listed;
mod profile;
mod result;
mod sensitivity;

pub use area::{AreaView, ContributionView, FigureView, LeverView, NodeScoreView, OriginView, UsedView};
pub use compare::{ComparedFigureView, ComparedView, ComparisonView, DomainScoresView};
pub use library::{AboutView, LibraryEditionView, LibraryIndicatorView, LibraryView};
pub use listed::{AssessmentEntryView, AssessmentVersionView, AssessmentVersionsView, AssessmentsView};
pub use profile::{
    InsideView, KindView, PartView, PartnerView, PriorityView, ProfileChangeView, ProfileFigureView,
    ProfileSourceView, ProfileView, RangeView,
};
pub use result::{AreaResultView, AssessmentView, IntervalView, NodeView, RankView};
pub use sensitivity::{FactorShareView, LeftOutView, SensitivityView, VarianceView};

use crate::assess::Figure;

/// A figure, or null.
fn known(figure: Figure) -> Option<f64> {
    figure.ok()
}

/// Why there is no figure.
fn gap(figure: Figure) -> Option<String> {
    figure.err().map(|gap| gap.key().to_owned())
}
