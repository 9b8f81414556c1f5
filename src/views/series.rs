//! One measure through the years, on the wire.

use serde::Serialize;
use utoipa::ToSchema;

use crate::engine::{Aligned, AlignedRow, Engine, Series, SeriesPoint};
use crate::model::Measure;

use super::align::AlignedRowView;
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
    pub figures: Vec<AlignedRowView>,
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
        figures: rows.map(|(at, _)| AlignedRowView::new(&point.found, at)).collect(),
    }
}
