//! One measure through the years, on the wire.

use serde::Serialize;
use utoipa::ToSchema;

use crate::crosswalk::uncertainty::Margin;
use crate::engine::{Aligned, AlignedFigure, AlignedRow, Beside, Engine, Series, SeriesPoint};
use crate::model::Measure;

use super::{CitationView, LinkView};

/// A measure through the years, all of it on the boundaries of one edition.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SeriesView {
    /// Version of the place.
    pub version: u64,
    /// Id of the measure.
    #[schema(example = "residents")]
    pub measure: String,
    /// Its name.
    pub title: String,
    /// What its figures count or are expressed in.
    pub unit: String,
    /// `count`, `rate`, `score` or `category`.
    pub kind: String,
    /// For a rate, what it is expressed per: values are multiplied by it already.
    pub per: f64,
    /// The edition whose boundaries every point is on, as `dataset@edition`.
    #[schema(example = "wards@2018")]
    pub to: String,
    /// How weights were to be found: `best`, `area`, `area-kept-inside`, `points` or `lookup`.
    pub way: String,
    /// The boundaries and their terms of use.
    pub boundaries: Option<CitationView>,
    /// One point a year, earliest first.
    pub points: Vec<SeriesPointView>,
    /// Figures of a year that another table serves better.
    pub passed_over: Vec<PassedOverView>,
    /// Ways on.
    pub links: Vec<LinkView>,
}

/// The figures of one year.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SeriesPointView {
    /// The period as published.
    pub period: String,
    /// The first year that the period names; null where it names none.
    pub year: Option<i16>,
    /// The table that the figures stand in, as `dataset@edition`.
    pub table: String,
    /// That table's source and terms of use.
    pub source: Option<CitationView>,
    /// The edition of boundaries that the figures were published for.
    pub published_for: String,
    /// The crosswalk that carried them; null where they are handed on as published.
    pub crosswalk: Option<String>,
    /// What was done to the figures, in words: "as published", or what the crosswalk rests on.
    pub method: String,
    /// Whether the figures may be called official: they were carried by a
    /// lookup that its publisher answers for.
    pub is_official: bool,
    /// One figure an area.
    pub figures: Vec<SeriesFigureView>,
}

/// The figure of one area in one year.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SeriesFigureView {
    /// Code of the area.
    pub code: String,
    /// Name of the area.
    pub name: Option<String>,
    /// The figure; null where there is none, and of categories.
    pub value: Option<f64>,
    /// Why there is no figure: `not-given`, `suppressed`, `not-applicable` or `not-covered`.
    pub missing: Option<String>,
    /// Low end of the 95 % range; null where no range is known.
    pub low: Option<f64>,
    /// High end of the 95 % range.
    pub high: Option<f64>,
    /// The range in one letter, `A` (exact) to `E` (more than 10 % either
    /// way); null for figures as published and where no range is known.
    pub grade: Option<String>,
    /// Share of the area's ground that the source figures cover, where it is known.
    pub cover: Option<f64>,
    /// The figure by the published best-fit lookup, where there is one beside the estimate.
    pub best_fit: Option<f64>,
    /// Whether best fit and estimate differ by more than 5 %.
    pub best_fit_differs: bool,
    /// Of a category, the share of the area in each; empty for figures.
    pub categories: Vec<CategoryShareView>,
}

/// An area's share in one category.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct CategoryShareView {
    /// The category; null where it is missing.
    pub category: Option<String>,
    /// Why it is missing.
    pub missing: Option<String>,
    /// The share, in 0..=1.
    pub share: f64,
}

/// Figures that were not taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PassedOverView {
    /// The table, as `dataset@edition`.
    pub table: String,
    /// The period as published.
    pub period: String,
    /// The table that serves this year.
    pub in_favour_of: String,
}

impl SeriesView {
    /// The view of a series; of one area where its code is named, else of all.
    #[must_use]
    pub fn new(engine: &Engine, measure: &Measure, series: &Series, way: &str, area: Option<&str>) -> Self {
        let passed_over = series.passed_over.iter().map(|passed| PassedOverView {
            table: passed.table.to_string(),
            period: passed.period.clone(),
            in_favour_of: passed.in_favour_of.to_string(),
        });
        Self {
            version: engine.version(),
            measure: measure.id.to_string(),
            title: measure.title.clone(),
            unit: measure.unit.clone(),
            kind: series.kind.key().to_owned(),
            per: measure.per,
            to: series.to.to_string(),
            way: way.to_owned(),
            boundaries: citation(engine, &series.to),
            points: series.points.iter().map(|point| point_view(engine, point, area)).collect(),
            passed_over: passed_over.collect(),
            links: Vec::new(),
        }
    }
}

/// What was done to figures: "as published", or what their crosswalk rests on.
#[must_use]
pub fn method_words(aligned: &Aligned) -> String {
    aligned.crosswalk.as_ref().map_or_else(|| "as published".to_owned(), |built| built.basis())
}

fn citation(engine: &Engine, key: &crate::model::EditionKey) -> Option<CitationView> {
    engine.edition(key).map(|edition| CitationView::new(engine.snapshot(), edition))
}

fn point_view(engine: &Engine, point: &SeriesPoint, area: Option<&str>) -> SeriesPointView {
    let aligned = point.aligned();
    let wanted = |row: &AlignedRow| area.is_none_or(|code| row.code.as_str() == code);
    let rows = aligned.rows.iter().enumerate().filter(|(_, row)| wanted(row));
    SeriesPointView {
        period: point.period.clone(),
        year: point.year,
        table: aligned.source.table.to_string(),
        source: citation(engine, &aligned.source.table),
        published_for: aligned.source.geography.to_string(),
        crosswalk: aligned.crosswalk.as_ref().map(|built| built.id.clone()),
        method: method_words(aligned),
        is_official: aligned.crosswalk.as_ref().is_some_and(|built| built.is_official()),
        figures: rows.map(|(at, row)| figure_view(&point.found, at, row)).collect(),
    }
}

fn figure_view(found: &Beside, at: usize, row: &AlignedRow) -> SeriesFigureView {
    let (value, cover, categories) = match &row.figure {
        AlignedFigure::Number(estimate) => (Some(estimate.value), estimate.cover, Vec::new()),
        AlignedFigure::Mixture(mixture) => (None, None, mixture.iter().map(share_view).collect()),
    };
    let best_fit = found.lookup.as_ref().and_then(|lookup| lookup.rows.get(at));
    let difference = found.differences.get(at).copied().flatten();
    let range = row.margin.as_ref().map(|margin: &Margin| margin.range);
    SeriesFigureView {
        code: row.code.to_string(),
        name: row.name.clone(),
        value: value.and_then(Result::ok),
        missing: value.and_then(Result::err).map(|gap| gap.key().to_owned()),
        low: range.map(|range| range.low),
        high: range.map(|range| range.high),
        grade: row.margin.as_ref().map(|margin| margin.grade.key().to_owned()),
        cover,
        best_fit: best_fit.and_then(|row| row.figure.number().ok()),
        best_fit_differs: difference.is_some_and(|difference| difference.is_marked()),
        categories,
    }
}

fn share_view(share: &crate::crosswalk::Share) -> CategoryShareView {
    CategoryShareView {
        category: share.category.as_ref().ok().cloned(),
        missing: share.category.as_ref().err().map(|gap| gap.key().to_owned()),
        share: share.share,
    }
}
