//! A measure carried to another geography, on the wire.

use serde::Serialize;
use utoipa::ToSchema;

use crate::crosswalk::uncertainty::Margin;
use crate::crosswalk::{Balance, Mixture};
use crate::engine::{Aligned, AlignedFigure, AlignedRow, BuiltCrosswalk, Engine, difference, is_marked};
use crate::model::Measure;

use super::CitationView;

/// A measure carried to the areas of one edition of a layer.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AlignView {
    /// Version of the place.
    pub version: u64,
    /// What the figures are.
    pub measure: MeasureView,
    /// The edition whose areas the figures are for, as `dataset@edition`.
    #[schema(example = "wards@2018")]
    pub to: String,
    /// The edition whose areas they were published for.
    #[schema(example = "lsoa@2021")]
    pub published_for: String,
    /// The period that they speak of, as published.
    pub period: Option<String>,
    /// Where they were published.
    pub source: Option<CitationView>,
    /// The weights that carried them; null where they were published for these very areas.
    pub crosswalk: Option<CrosswalkBasisView>,
    /// The published lookup whose figures stand beside them; null where there is none.
    pub best_fit: Option<CrosswalkBasisView>,
    /// Counts: what became of the total; null for other kinds and for figures as published.
    pub balance: Option<BalanceView>,
    /// One row an area, in the layer's order.
    pub rows: Vec<AlignedRowView>,
}

/// What figures are.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct MeasureView {
    /// Its id.
    pub id: String,
    /// Its name.
    pub title: String,
    /// `count`, `rate`, `score` or `category`.
    pub kind: String,
    /// What its figures count or are expressed in.
    pub unit: String,
    /// Rates: what they are expressed per.
    pub per: f64,
}

/// What weights rest on.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct CrosswalkBasisView {
    /// The same layers, evidence and way of weighing give the same id.
    #[schema(example = "xw-5d020419f01a6c16")]
    pub id: String,
    /// `area`, `area-kept-inside`, `points` or `lookup`.
    pub way: String,
    /// What the weights rest on, in words.
    pub basis: String,
    /// Whether figures carried by it may be called official.
    pub official: bool,
}

/// What became of a total.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct BalanceView {
    /// Sum of all published figures that are known.
    pub total: f64,
    /// What reached an area.
    pub placed: f64,
    /// What lies outside every area.
    pub spilled: f64,
    /// Published figures that are missing and stand nowhere in the total.
    pub missing: usize,
}

/// One area's figure.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct AlignedRowView {
    /// The area's code.
    pub code: String,
    /// Its name, where the layer gives one.
    pub name: Option<String>,
    /// The figure; null where it is missing and for categories.
    pub value: Option<f64>,
    /// Why there is no figure: `not-given`, `suppressed`, `not-applicable` or `not-covered`.
    pub gap: Option<String>,
    /// Categories: what the area is made of, largest share first.
    pub mixture: Option<Vec<ShareView>>,
    /// Low end of the 95 % range.
    pub low: Option<f64>,
    /// High end of the 95 % range.
    pub high: Option<f64>,
    /// The range in one letter, A to E.
    pub grade: Option<String>,
    /// The share of the area's evidence whose figures are known, 0 to 1.
    pub known_share: Option<f64>,
    /// The share of the area's ground that published areas cover, 0 to 1.
    pub cover: Option<f64>,
    /// The figure by the published lookup.
    pub best_fit: Option<f64>,
    /// By how much that differs from the better estimate, as a share of the latter.
    pub best_fit_difference: Option<f64>,
    /// Whether the two lie more than 5 % apart.
    pub best_fit_differs: bool,
}

/// One category's share.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ShareView {
    /// The category; null where it is not known.
    pub category: Option<String>,
    /// Why it is not known.
    pub gap: Option<String>,
    /// Its share, 0 to 1.
    pub share: f64,
}

impl AlignView {
    /// What is to be told of a measure that was carried.
    #[must_use]
    pub fn new(engine: &Engine, measure: &Measure, aligned: &Aligned) -> Self {
        let snapshot = engine.snapshot();
        let best_fit = aligned.best_fit.as_ref();
        let beside = |at: usize| best_fit.and_then(|best_fit| best_fit.figures.get(at));
        let rows = aligned.rows.iter().enumerate().map(|(at, row)| AlignedRowView::new(row, beside(at)));
        Self {
            version: engine.version(),
            measure: measure.into(),
            to: aligned.to.to_string(),
            published_for: aligned.source.geography.to_string(),
            period: aligned.source.period.clone(),
            source: engine.edition(&aligned.source.table).map(|edition| CitationView::new(snapshot, edition)),
            crosswalk: aligned.crosswalk.as_deref().map(CrosswalkBasisView::from),
            best_fit: best_fit.map(|best_fit| best_fit.crosswalk.as_ref().into()),
            balance: aligned.balance.map(BalanceView::from),
            rows: rows.collect(),
        }
    }
}

impl AlignedRowView {
    fn new(row: &AlignedRow, beside: Option<&AlignedFigure>) -> Self {
        let value = row.figure.number();
        let (estimate, mixture) = match &row.figure {
            AlignedFigure::Number(estimate) => (Some(estimate), None),
            AlignedFigure::Mixture(mixture) => (None, Some(shares(mixture))),
        };
        let is_number = estimate.is_some();
        let best_fit = beside.filter(|_| is_number).map(AlignedFigure::number);
        Self {
            code: row.code.to_string(),
            name: row.name.clone(),
            value: value.ok(),
            gap: value.err().filter(|_| is_number).map(|gap| gap.key().to_owned()),
            mixture,
            low: row.margin.map(|margin: Margin| margin.range.low),
            high: row.margin.map(|margin| margin.range.high),
            grade: row.margin.map(|margin| margin.grade.key().to_owned()),
            known_share: estimate.map(|estimate| estimate.known_share),
            cover: estimate.and_then(|estimate| estimate.cover),
            best_fit: best_fit.and_then(Result::ok),
            best_fit_difference: best_fit.and_then(|best_fit| difference(best_fit, value)),
            best_fit_differs: best_fit.is_some_and(|best_fit| is_marked(best_fit, value)),
        }
    }
}

fn shares(mixture: &Mixture) -> Vec<ShareView> {
    let share = |share: &crate::crosswalk::Share| ShareView {
        category: share.category.clone().ok(),
        gap: share.category.as_ref().err().map(|gap| gap.key().to_owned()),
        share: share.share,
    };
    mixture.iter().map(share).collect()
}

impl From<&Measure> for MeasureView {
    fn from(measure: &Measure) -> Self {
        Self {
            id: measure.id.to_string(),
            title: measure.title.clone(),
            kind: measure.kind.key().to_owned(),
            unit: measure.unit.clone(),
            per: measure.per,
        }
    }
}

impl From<&BuiltCrosswalk> for CrosswalkBasisView {
    fn from(built: &BuiltCrosswalk) -> Self {
        Self {
            id: built.id.clone(),
            way: built.way.key().to_owned(),
            basis: built.basis(),
            official: built.is_official(),
        }
    }
}

impl From<Balance> for BalanceView {
    fn from(balance: Balance) -> Self {
        Self {
            total: balance.total,
            placed: balance.placed,
            spilled: balance.spilled,
            missing: balance.missing,
        }
    }
}
