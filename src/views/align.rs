//! A measure carried to another geography, on the wire.

use serde::Serialize;
use utoipa::ToSchema;

use crate::crosswalk::Figure;
use crate::engine::{Aligned, AlignedFigure, Beside, Difference, Engine};
use crate::model::Measure;

use super::backtest::ConstantsView;
use super::crosswalk::{BalanceView, BasisView};
use super::{CitationView, LinkView};

/// A measure carried to the areas of a layer.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AlignView {
    /// Version of the place.
    pub version: u64,
    /// The measure.
    pub measure: MeasureView,
    /// The period of the figures; null where neither rows nor edition name one.
    pub period: Option<String>,
    /// The table that the figures were published in.
    pub source: CitationView,
    /// The layer that they were published for.
    pub geography: CitationView,
    /// The layer that they were carried to.
    pub to: CitationView,
    /// The weights; null where the figures are of these very areas already.
    pub crosswalk: Option<BasisView>,
    /// For counts that were carried, what became of the total.
    pub balance: Option<BalanceView>,
    /// The lookup whose figures stand beside; null where the place holds none.
    pub best_fit: Option<BasisView>,
    /// For counts, what became of the total by that lookup.
    pub best_fit_balance: Option<BalanceView>,
    /// What the ranges rest on, one for each kind of evidence among the
    /// figures; empty where no figure has a range.
    pub constants: Vec<ConstantsView>,
    /// One an area, in the layer's order.
    pub rows: Vec<AlignedRowView>,
    /// Ways on.
    pub links: Vec<LinkView>,
}

/// A measure.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct MeasureView {
    /// Its id.
    pub id: String,
    /// Its name.
    pub title: String,
    /// `count`, `rate`, `score` or `category`.
    pub kind: String,
    /// What figures count or are expressed in.
    pub unit: String,
    /// For a rate, what it is expressed per.
    pub per: f64,
}

/// One area's figure.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct AlignedRowView {
    /// Code of the area.
    pub code: String,
    /// Its name.
    pub name: Option<String>,
    /// The figure; null for a gap and for categories.
    pub value: Option<f64>,
    /// Why there is no figure: `not-given`, `suppressed`, `not-applicable` or `not-covered`.
    pub missing: Option<String>,
    /// Low end of the 95 % range; null for a gap, for categories, for figures as
    /// published, and by a lookup with nothing to compare it with.
    pub low: Option<f64>,
    /// High end of the 95 % range.
    pub high: Option<f64>,
    /// Half the range against the figure in one letter: A exact, B within 2 %,
    /// C within 5 %, D within 10 %, E more.
    pub grade: Option<String>,
    /// What the known sources alone give.
    pub known_part: Option<f64>,
    /// The share of the area's evidence whose figures are known.
    pub known_share: Option<f64>,
    /// The share of the area's ground that sources cover.
    pub cover: Option<f64>,
    /// For categories, the share of each.
    pub mixture: Option<Vec<CategoryView>>,
    /// The figure by lookup.
    pub best_fit: Option<f64>,
    /// Why the lookup gives no figure.
    pub best_fit_missing: Option<String>,
    /// How far the lookup's figure lies from the other, in %; null where either is missing or the other is nought.
    pub difference_percent: Option<f64>,
    /// Whether the two lie more than 5 % apart.
    pub differs: bool,
}

/// One category's share of an area.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct CategoryView {
    /// The category; null where it is not known.
    pub category: Option<String>,
    /// Why it is not known.
    pub missing: Option<String>,
    /// Its share.
    pub share: f64,
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

impl AlignView {
    /// What is to be told of a measure that was carried; `None` where one of
    /// the editions is not in view.
    #[must_use]
    pub fn new(engine: &Engine, measure: &Measure, found: &Beside, links: Vec<LinkView>) -> Option<Self> {
        let better = &found.better;
        let citation = |key| Some(CitationView::new(engine.snapshot(), engine.edition(key)?));
        let basis = |aligned: &Aligned| aligned.crosswalk.as_deref().map(BasisView::from);
        Some(Self {
            version: engine.version(),
            measure: measure.into(),
            period: better.source.period.clone(),
            source: citation(&better.source.table)?,
            geography: citation(&better.source.geography)?,
            to: citation(&better.to)?,
            crosswalk: basis(better),
            balance: better.balance.map(Into::into),
            best_fit: found.lookup.as_ref().and_then(basis),
            best_fit_balance: found.lookup.as_ref().and_then(|lookup| lookup.balance).map(Into::into),
            constants: constants(engine, better),
            rows: rows(found),
            links,
        })
    }
}

/// What the ranges rest on, in order of first use.
fn constants(engine: &Engine, aligned: &Aligned) -> Vec<ConstantsView> {
    let mut views = Vec::new();
    for margin in aligned.rows.iter().filter_map(|row| row.margin) {
        let view = ConstantsView::new(engine, margin.basis, aligned.kind);
        if !views.contains(&view) {
            views.push(view);
        }
    }
    views
}

/// The rows of an answer, area by area.
fn rows(beside: &Beside) -> Vec<AlignedRowView> {
    (0..beside.better.rows.len()).map(|at| AlignedRowView::new(beside, at)).collect()
}

impl AlignedRowView {
    /// What is to be told of the figure at a position of the layer.
    pub(super) fn new(beside: &Beside, at: usize) -> Self {
        let row = &beside.better.rows[at];
        let lookup = beside.lookup.as_ref().and_then(|lookup| lookup.rows.get(at));
        let lookup = lookup.map(|row| row.figure.number());
        let difference = beside.differences.get(at).copied().flatten();
        let mut view = Self {
            code: row.code.to_string(),
            name: row.name.clone(),
            value: None,
            missing: None,
            low: row.margin.map(|margin| margin.range.low),
            high: row.margin.map(|margin| margin.range.high),
            grade: row.margin.map(|margin| margin.grade.key().to_owned()),
            known_part: None,
            known_share: None,
            cover: None,
            mixture: None,
            best_fit: lookup.and_then(Figure::ok),
            best_fit_missing: lookup.and_then(Figure::err).map(|reason| reason.key().to_owned()),
            difference_percent: difference.and_then(|d| d.share).map(|share| share * 100.0),
            differs: difference.is_some_and(|difference: Difference| difference.is_marked()),
        };
        match &row.figure {
            AlignedFigure::Number(estimate) => {
                view.value = estimate.value.ok();
                view.missing = estimate.value.err().map(|reason| reason.key().to_owned());
                view.known_part = Some(estimate.known_part);
                view.known_share = Some(estimate.known_share);
                view.cover = estimate.cover;
            }
            AlignedFigure::Mixture(shares) => {
                let category = |share: &crate::crosswalk::Share| CategoryView {
                    category: share.category.clone().ok(),
                    missing: share.category.as_ref().err().map(|reason| reason.key().to_owned()),
                    share: share.share,
                };
                view.mixture = Some(shares.iter().map(category).collect());
                view.best_fit_missing = None;
            }
        }
        view
    }
}
