//! Collections and their features in words: for programs as JSON, for people as pages.

use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use serde_json::{Value, json};

use crate::api::params::Fields;
use crate::api::{App, Current, Problem, blocking};
use crate::engine::Edition;
use crate::export::geojson::OutputCrs;
use crate::model::Validity;
use crate::pages::standards::{self, Entry, Listing, Record, Table};
use crate::views::LinkView;

use super::collections::{self, Collection, Kind, Opened, extent_of};
use super::filters::SYSTEMS;
use super::formats::{Format, GEOJSON, HTML, JSON, json as json_answer, varied};
use super::items::Page;
use super::links;

/// Columns of the table of features that a page shows; the rest is on each feature's page.
const MOST_COLUMNS: usize = 8;

/// `/collections`
pub(super) async fn list(
    State(app): State<App>,
    current: Current,
    headers: HeaderMap,
    mut fields: Fields,
) -> Result<Response, Problem> {
    let format = Format::read(&mut fields, &headers)?;
    fields.finish()?;
    blocking::run(move || {
        let all = collections::all(&app, &current.engine);
        if format == Format::Html {
            let listing = listing(&app, &all);
            return Ok(varied(standards::show(&current.engine, &standards::listing(&listing))));
        }
        let described: Vec<Value> = all.iter().map(|one| describe(&app, &current, one)).collect();
        let own = links::itself(&app, "/collections", JSON, "Collections", false);
        Ok(json_answer(JSON, &json!({ "links": own, "collections": described })))
    })
    .await
}

/// `/collections/{id}`
pub(super) async fn show(
    State(app): State<App>,
    current: Current,
    Path(id): Path<String>,
    headers: HeaderMap,
    mut fields: Fields,
) -> Result<Response, Problem> {
    let format = Format::read(&mut fields, &headers)?;
    fields.finish()?;
    blocking::run(move || {
        let collection = collections::find(&app, &current.engine, &id)?;
        if format == Format::Html {
            let page = standards::item(&about(&app, &current, &collection));
            return Ok(varied(standards::show(&current.engine, &page)));
        }
        Ok(json_answer(JSON, &describe(&app, &current, &collection)))
    })
    .await
}

/// A collection as the standard has it.
fn describe(app: &App, current: &Current, collection: &Collection) -> Value {
    let path = links::collection(&collection.id);
    let mut all = links::itself(app, &path, JSON, &collection.title, false);
    all.extend(links::of_collection(app, &collection.id, collection.has_tiles(&current.engine)));
    let edition = collection.shown(&current.engine, None);
    all.extend(edition.and_then(licence_link));
    all.extend(edition_links(app, current, collection));
    let mut value = json!({
        "id": collection.id,
        "title": collection.title,
        "description": collection.description,
        "itemType": "feature",
        "links": all,
    });
    if edition.is_none_or(|edition| edition.table().is_none()) {
        value["crs"] = SYSTEMS.iter().map(|crs| crs.uri()).collect();
        value["storageCrs"] = json!(OutputCrs::Grid.uri());
    }
    if let Some(extent) = extent(current, collection) {
        value["extent"] = extent;
    }
    if let Some(edition) = edition.filter(|edition| !edition.licence.attribution.is_empty()) {
        value["attribution"] = json!(edition.licence.attribution);
    }
    value
}

fn licence_link(edition: &Edition) -> Option<LinkView> {
    let url = edition.licence.url.clone()?;
    Some(LinkView::new("license", HTML, &edition.licence.name, url))
}

/// From a data set to its editions, and back.
fn edition_links(app: &App, current: &Current, collection: &Collection) -> Vec<LinkView> {
    let link =
        |rel: &str, title: &str, id: &str| LinkView::json(rel, title, links::at(app, &links::collection(id)));
    match &collection.kind {
        Kind::Dataset(id) => {
            let dataset = current.engine.snapshot().dataset(id);
            let editions = dataset.map(|dataset| dataset.editions.as_slice()).unwrap_or_default();
            let each = editions.iter().map(|e| link("item", &e.title, &collections::edition_id(&e.key)));
            each.collect()
        }
        Kind::Edition(key) => vec![link("latest-version", "Its data set", key.dataset.as_str())],
        Kind::Overlap(from, to) => [from, to]
            .into_iter()
            .map(|key| link("related", &key.to_string(), &collections::edition_id(key)))
            .collect(),
        Kind::Assessment(id) => {
            let spec = current.engine.assessment(id);
            let areas = spec.map(|spec| link("related", "Its areas", &collections::edition_id(&spec.areas)));
            areas.into_iter().collect()
        }
        Kind::Candidates(_) | Kind::Custom => Vec::new(),
    }
}

fn extent(current: &Current, collection: &Collection) -> Option<Value> {
    let mut extent = json!({});
    if let Some(corners) = extent_of(current, collection).and_then(|extent| extent.lonlat) {
        extent["spatial"] = json!({ "bbox": [corners], "crs": OutputCrs::LonLat.uri() });
    }
    if collection.validity != Validity::default() {
        extent["temporal"] = json!({ "interval": [interval(collection.validity)] });
    }
    extent.as_object().is_some_and(|extent| !extent.is_empty()).then_some(extent)
}

/// The moments at which an edition begins and ends to be in force.
fn interval(validity: Validity) -> [Option<String>; 2] {
    let last = validity.to.and_then(|to| to.yesterday().ok());
    [validity.from.map(|day| format!("{day}T00:00:00Z")), last.map(|day| format!("{day}T23:59:59Z"))]
}

fn listing(app: &App, all: &[Collection]) -> Listing {
    let entries = all.iter().map(|one| Entry {
        title: one.title.clone(),
        code: one.id.clone(),
        href: links::with_format(&links::at(app, &links::collection(&one.id)), "html"),
        description: one.description.clone(),
    });
    Listing {
        title: "Collections".to_owned(),
        lead:
            "Everything of this place that the OGC interface offers: each data set with its newest edition, \
               each edition, what layers share, assessments, candidates for sharing buildings, and saved areas."
                .to_owned(),
        entries: entries.collect(),
        json: links::with_format(&links::at(app, "/collections"), "json"),
        trail: vec![("OGC interface".to_owned(), links::with_format(&links::at(app, ""), "html"))],
    }
}

fn about(app: &App, current: &Current, collection: &Collection) -> Record {
    let mut fields = vec![
        ("Id".to_owned(), Some(collection.id.clone())),
        ("What it is".to_owned(), Some(collection.description.clone()).filter(|text| !text.is_empty())),
        ("In force".to_owned(), Some(crate::pages::format::validity(collection.validity))),
    ];
    if let Some(edition) = collection.shown(&current.engine, None) {
        fields.push(("Edition".to_owned(), Some(edition.title.clone())));
        fields.push(("Rows".to_owned(), Some(edition.attributes().len().to_string())));
        fields.push(("Licence".to_owned(), Some(edition.licence.name.clone())));
    }
    let items = links::with_format(&links::at(app, &links::items(&collection.id)), "html");
    let json = links::with_format(&links::at(app, &links::collection(&collection.id)), "json");
    Record {
        title: collection.title.clone(),
        fields,
        ways: vec![("Features of this collection".to_owned(), items), ("The same as JSON".to_owned(), json)],
        trail: trail(app, None),
    }
}

/// A page of features as a table.
pub(super) fn table(app: &App, page: &Page<'_>) -> Table {
    let properties = page.opened.source.properties();
    let shown = properties.len().min(MOST_COLUMNS);
    let home = page.opened.home(page.collection);
    let rows = page.runs.iter().cloned().flatten().map(|row| {
        let id = page.opened.source.id(row);
        let href = links::with_format(&links::at(app, &links::item(&home, &id)), "html");
        let cells = (0..shown).map(|at| cell(&page.opened, row, at)).collect();
        standards::Row { id: id.into_owned(), href, cells }
    });
    let link = |rel: &str| page.links.iter().find(|link| link.rel == rel).map(|link| link.href.clone());
    Table {
        title: page.collection.title.clone(),
        matched: page.matched,
        columns: properties[..shown].iter().map(|property| property.name.clone()).collect(),
        left_out: properties.len() - shown,
        rows: rows.collect(),
        next: link("next"),
        json: link("alternate").unwrap_or_default(),
        trail: trail(app, Some(page.collection)),
    }
}

fn cell(opened: &Opened<'_>, row: usize, at: usize) -> Result<String, &'static str> {
    match opened.source.value(row, at) {
        Ok(value) => Ok(value.plain().into_owned()),
        Err(reason) => Err(reason.words()),
    }
}

/// One feature in full.
pub(super) fn record(app: &App, collection: &Collection, opened: &Opened<'_>, row: usize) -> Record {
    let id = opened.source.id(row).into_owned();
    let fields = opened.source.properties().iter().enumerate().map(|(at, property)| {
        let shown = cell(opened, row, at);
        (property.title.clone(), Some(shown.unwrap_or_else(|reason| format!("({reason})"))))
    });
    let path = links::at(app, &links::item(&opened.home(collection), &id));
    let mut ways = vec![(format!("The same as {GEOJSON}"), links::with_format(&path, "json"))];
    if let Some(edition) = opened.edition.filter(|edition| edition.layer().is_some()) {
        ways.push((
            "The page of this area".to_owned(),
            app.link(&crate::pages::badges::area_path(&edition.key, &id)),
        ));
    }
    Record {
        title: format!("{id} of {}", collection.title),
        fields: fields.collect(),
        ways,
        trail: trail(app, Some(collection)),
    }
}

fn trail(app: &App, collection: Option<&Collection>) -> Vec<(String, String)> {
    let page = |path: &str| links::with_format(&links::at(app, path), "html");
    let mut trail =
        vec![("OGC interface".to_owned(), page("")), ("Collections".to_owned(), page("/collections"))];
    trail.extend(collection.map(|one| (one.title.clone(), page(&links::collection(&one.id)))));
    trail
}
