//! Data sets and editions as views, with their links.

use std::collections::BTreeMap;

use crate::engine::{Bounds, Dataset, Edition, EditionData, Engine};
use crate::export::geojson::OutputCrs;
use crate::export::{Field, FieldSource, Rows, shapes_of};
use crate::geom::{Grid, crs};
use crate::views::dataset::{
    DatasetView, EditionSummaryView, EditionView, ExtentView, FacetValueView, FacetView, FieldView,
    RepairView,
};
use crate::views::{CitationView, LinkView};

use super::{App, links};

/// Most values of one facet that are listed.
const FACET_VALUES: usize = 200;

/// A data set with its editions.
#[must_use]
pub fn dataset(app: &App, dataset: &Dataset) -> DatasetView {
    DatasetView {
        id: dataset.id.to_string(),
        kind: dataset.kind.key().to_owned(),
        title: dataset.title.clone(),
        description: dataset.description.clone(),
        editions: dataset.editions.iter().map(|edition| summary(app, edition)).collect(),
        links: vec![
            LinkView::json("self", "This data set", app.link(&links::dataset(&dataset.id))),
            LinkView::json("collection", "All data sets", app.link("/api/datasets")),
        ],
    }
}

fn summary(app: &App, edition: &Edition) -> EditionSummaryView {
    EditionSummaryView {
        id: edition.key.edition.to_string(),
        title: edition.title.clone(),
        validity: edition.validity.into(),
        period: edition.period.clone(),
        rows: edition.attributes().len(),
        since_version: edition.since_version,
        links: vec![LinkView::json("self", "This edition", app.link(&links::edition(&edition.key)))],
    }
}

/// One edition whole, without its rows.
#[must_use]
pub fn edition(app: &App, engine: &Engine, edition: &Edition) -> EditionView {
    let rows = Rows::new(edition);
    let dataset = engine.snapshot().dataset(&edition.key.dataset);
    let is_table = edition.table().is_some();
    EditionView {
        dataset: edition.key.dataset.to_string(),
        id: edition.key.edition.to_string(),
        kind: dataset.map_or("", |dataset| dataset.kind.key()).to_owned(),
        title: edition.title.clone(),
        description: dataset.map_or_else(String::new, |dataset| dataset.description.clone()),
        rows: rows.len(),
        scheme: edition.layer().map(|layer| layer.scheme.key().to_owned()),
        located: edition
            .register()
            .map(|r| r.records.iter().filter(|record| record.location.is_some()).count()),
        repairs: repairs(edition),
        extent: engine.bounds(&edition.key).map(extent),
        fields: rows.fields().iter().map(|field| describe_field(edition, field)).collect(),
        facets: facets(&rows),
        since_version: edition.since_version,
        citation: CitationView::new(engine.snapshot(), edition),
        crs: systems(is_table).map(|system| system.uri().to_owned()).collect(),
        storage_crs: (!is_table).then(|| OutputCrs::Grid.uri().to_owned()),
        links: links::of_edition(app, &edition.key, shapes_of(edition)),
    }
}

fn systems(is_table: bool) -> impl Iterator<Item = OutputCrs> {
    [OutputCrs::LonLat, OutputCrs::Grid].into_iter().filter(move |_| !is_table)
}

fn repairs(edition: &Edition) -> Vec<RepairView> {
    let areas = edition.layer().map_or(&[][..], |layer| layer.areas.as_slice());
    let repaired = areas.iter().filter_map(|area| Some((area, area.repair?)));
    repaired
        .map(|(area, repair)| RepairView {
            code: area.code.to_string(),
            before_m2: repair.before_m2,
            after_m2: repair.after_m2,
        })
        .collect()
}

/// A box in both systems. The corners of the box in degrees are those of the
/// grid box's own corners, so it holds everything but for the bend of the sides.
#[must_use]
pub fn extent(bounds: Bounds) -> ExtentView {
    let Bounds { min, max } = bounds;
    let corners = [(min.e, min.n), (max.e, min.n), (max.e, max.n), (min.e, max.n)];
    let lonlat: Option<Vec<_>> =
        corners.iter().map(|&(e, n)| crs::grid_to_lonlat(Grid { e, n }).ok()).collect();
    let lonlat = lonlat.map(|corners| {
        let least =
            |of: fn(&crate::geom::LonLat) -> f64| corners.iter().map(of).fold(f64::INFINITY, f64::min);
        let most =
            |of: fn(&crate::geom::LonLat) -> f64| corners.iter().map(of).fold(f64::NEG_INFINITY, f64::max);
        [least(|p| p.lon), least(|p| p.lat), most(|p| p.lon), most(|p| p.lat)]
    });
    ExtentView { grid: [min.e, min.n, max.e, max.n], lonlat }
}

fn describe_field(edition: &Edition, field: &Field) -> FieldView {
    let published = match field.source {
        FieldSource::Column(at) => {
            edition.attributes().columns().get(at).map(|column| column.published.clone())
        }
        _ => None,
    };
    FieldView {
        property: field.property.clone(),
        title: field.title.clone(),
        kind: field.kind.key().to_owned(),
        published,
    }
}

fn facets(rows: &Rows<'_>) -> Vec<FacetView> {
    let EditionData::Register(register) = &rows.edition().data else { return Vec::new() };
    let is_facet =
        |field: &&Field| matches!(field.source, FieldSource::Column(at) if register.facets.contains(&at));
    rows.fields().iter().filter(is_facet).map(|field| facet(rows, field)).collect()
}

fn facet(rows: &Rows<'_>, field: &Field) -> FacetView {
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    let mut missing = 0;
    for row in 0..rows.len() {
        match rows.value(row, field) {
            Ok(value) => *counts.entry(value.plain().into_owned()).or_insert(0) += 1,
            Err(_reason) => missing += 1,
        }
    }
    let mut values: Vec<_> =
        counts.into_iter().map(|(value, count)| FacetValueView { value, count }).collect();
    values.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
    let more = values.len().saturating_sub(FACET_VALUES) as u64;
    values.truncate(FACET_VALUES);
    FacetView { property: field.property.clone(), title: field.title.clone(), values, missing, more }
}
