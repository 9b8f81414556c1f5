//! What each page has to take away.

use crate::api::links;
use crate::api::ogc::collections::edition_id;
use crate::engine::{Edition, Engine};
use crate::export::Format;
use crate::model::DatasetKind;
use crate::pages::badges::{area_path, edition_path};
use crate::pages::format::encode;
use crate::pages::mapblock::main_layer;
use crate::pages::params::Params;
use crate::pages::{assess, boundaries, changes, colocation, figures, fit, home};

use crate::register::Record;

use super::{Data, Take};

/// Registers whose snippets stand on the page of all registers.
const MOST_REGISTERS: usize = 3;

fn rows(edition: &Edition) -> Data {
    let has_shapes = edition.layer().is_some() || edition.register().is_some();
    Data {
        title: edition.title.clone(),
        csv: Some(links::download(&edition.key, Format::Csv)),
        geojson: has_shapes.then(|| links::download(&edition.key, Format::GeoJson)),
        collection: Some(edition_id(&edition.key)),
    }
}

/// One edition; `params` is what its page asks to be drawn.
#[must_use]
pub fn edition(edition: &Edition, params: &Params) -> Take {
    let has_map = edition.layer().is_some() || edition.register().is_some();
    let map = has_map.then(|| params.with("page", None).at(&edition_path(&edition.key)));
    Take { title: edition.title.clone(), map, data: vec![rows(edition)] }
}

/// One area: its map, and the layer that it belongs to.
#[must_use]
pub fn area(edition: &Edition, label: &str, code: &str) -> Take {
    Take {
        title: format!("{label}, {}", edition.title),
        map: Some(area_path(&edition.key, code)),
        data: vec![rows(edition)],
    }
}

/// A record of a register; `path` is the page that shows it.
#[must_use]
pub fn record(edition: &Edition, record: &Record, path: String) -> Take {
    let label = record.name.as_ref().unwrap_or(&record.id);
    Take {
        title: format!("{label}, {}", edition.title),
        map: record.location.is_some().then_some(path),
        data: vec![rows(edition)],
    }
}

/// Areas compared in an assessment.
#[must_use]
pub fn comparison(engine: &Engine, id: &str, params: &Params) -> Take {
    let path = format!("{}/{}/compare", assess::PATH, encode(id));
    let own = assessment(engine, id, &path, params);
    Take { title: format!("Compared areas, {}", own.title), map: Some(params.at(&path)), ..own }
}

/// An assessment; `path` is the page that it stands on.
#[must_use]
pub fn assessment(engine: &Engine, id: &str, path: &str, params: &Params) -> Take {
    let entry = engine.assessments().into_iter().find(|entry| entry.id.as_str() == id);
    let Some(entry) = entry else { return Take::default() };
    let at = |ending: &str| Some(assess::download(&entry.id, ending));
    let data = Data { title: entry.title.clone(), csv: at("csv"), geojson: at("geojson"), collection: None };
    let is_drawn = engine.edition(&entry.areas).is_some();
    let map = is_drawn.then(|| params.with("area", None).with("page", None).at(path));
    Take { title: entry.title, map, data: vec![data] }
}

/// The home page: its assessment, or the map of figures.
#[must_use]
pub fn home(engine: &Engine, params: &Params) -> Take {
    match home::on_home(engine, params) {
        Some(assessed) => assessment(engine, assessed.spec.id.as_str(), "/", params),
        None => map_of_figures(engine, params),
    }
}

/// The map of any figure: the table that has the figure, and the areas that it is drawn on.
#[must_use]
pub fn map_of_figures(engine: &Engine, params: &Params) -> Take {
    let figures = figures::all(engine.snapshot());
    let chosen = params.get("figure").and_then(|key| figures::find(&figures, key));
    let home = chosen.and_then(|figure| engine.edition(figure.table.geography.as_ref()?));
    let Some(areas) = home.or_else(|| main_layer(engine)) else { return Take::default() };
    let title = chosen.map_or_else(
        || areas.title.clone(),
        |figure| format!("{} by area of {}", figure.name(), areas.title),
    );
    let table = chosen.map(|figure| rows(figure.edition));
    let data = table.into_iter().chain([rows(areas)]).collect();
    Take { title, map: Some(params.at(home::MAP)), data }
}

/// Two layers, and how their areas lie.
#[must_use]
pub fn boundaries(engine: &Engine, params: &Params) -> Take {
    let Some((from, to, query)) = boundaries::compared(engine, params) else { return Take::default() };
    let data = |title: String, path: &str| Data {
        title,
        csv: Some(format!("/api/crosswalks{path}?{query}")),
        ..Data::default()
    };
    let pair = format!("{} and {}", from.title, to.title);
    Take {
        map: Some(params.at(boundaries::PATH)),
        data: vec![
            data(format!("Lookup: {}, one row an area", from.title), "/best-fit.csv"),
            data(format!("All pairs of areas: {pair}"), ".csv"),
        ],
        title: pair,
    }
}

/// What changed between editions.
#[must_use]
pub fn changes(engine: &Engine, params: &Params) -> Take {
    let Some((title, csv)) = changes::compared_file(engine, params) else { return Take::default() };
    let data = csv.map(|csv| Data { title: title.clone(), csv: Some(csv), ..Data::default() });
    Take { title, map: Some(params.at(changes::PATH)), data: data.into_iter().collect() }
}

/// How geographies fit.
#[must_use]
pub fn fit(engine: &Engine, params: &Params) -> Take {
    let Some(csv) = fit::matrix_file(engine, params) else { return Take::default() };
    let title = "How areas fit: pairs that share something".to_owned();
    Take { title: title.clone(), map: None, data: vec![Data { title, csv: Some(csv), ..Data::default() }] }
}

/// What a search for co-location found.
#[must_use]
pub fn colocation(engine: &Engine, params: &Params) -> Take {
    let Some(id) = colocation::search_of(engine, params) else { return Take::default() };
    let search = engine.snapshot().searches.iter().find(|search| search.spec.id.as_str() == id);
    let Some(search) = search else { return Take::default() };
    let at = |ending: &str| Some(format!("/api/colocation/{id}/candidates.{ending}"));
    let title = search.spec.title.clone();
    let data = Data { title: title.clone(), csv: at("csv"), geojson: at("geojson"), collection: None };
    Take { title, map: Some(params.at(colocation::PATH)), data: vec![data] }
}

/// All registers, the newest edition of each.
#[must_use]
pub fn registers(engine: &Engine) -> Take {
    let registers = engine.snapshot().datasets.values().filter(|set| set.kind == DatasetKind::Register);
    let newest = registers.filter_map(|set| set.editions.first());
    Take { title: "Registers".to_owned(), map: None, data: newest.take(MOST_REGISTERS).map(rows).collect() }
}

/// The catalogue: the layer that people mean by "my ward", as an example of all.
#[must_use]
pub fn catalogue(engine: &Engine) -> Take {
    Take {
        title: "Data catalogue".to_owned(),
        map: None,
        data: main_layer(engine).map(rows).into_iter().collect(),
    }
}
