//! How badly geographies fit into each other.

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use jiff::civil::Date;

use crate::api::params::Fields;
use crate::api::params::asked::{share, whole, yes};
use crate::api::params::date::date;
use crate::api::{App, Current, Problem, blocking, links, refused};
use crate::crosswalk::misfit::Options;
use crate::engine::{Edition, Engine, Fitting, Pair};
use crate::export;
use crate::model::{DatasetId, EditionKey};
use crate::views::misfit::{MisfitView, MisfitsView, OverlapView};
use crate::views::{CitationView, LinkView};

use super::{Refusals, table};

/// Most layers in one answer: each is measured against each.
const MOST_LAYERS: usize = 16;

/// Most rows of an overlap matrix as JSON; the CSV file has no such limit.
const MOST_OVERLAPS: usize = 20_000;

/// From how many parts on areas can be asked for as split.
const SPLIT: std::ops::RangeInclusive<usize> = 2..=50;

/// What the address asks for.
struct Asked {
    pairs: Vec<(EditionKey, EditionKey)>,
    day: Option<Date>,
    options: Options,
}

/// How badly the areas of geographies fit into each other, both ways round.
///
/// The misfit of a layer against another is the share of its people (and of
/// its ground) that does not go with the largest part of their area: 0 where
/// every area lies whole in one area of the other.
#[utoipa::path(get, path = "/api/misfit", tag = "questions",
    params(("layer" = Option<String>, Query, description = "Layers, parted by commas, as `wards` or `wards@2018`. One is \
            measured against all others, several each against each; all where left out. At most 16."),
        ("date" = Option<String>, Query, format = Date, description = "The day on which editions are in force; the newest \
            editions where left out."),
        ("least" = Option<f64>, Query, minimum = 0, maximum = 100,
            description = "The least share of an area, in per cent, that counts as a part of it; 5 where left out."),
        ("split" = Option<u64>, Query, minimum = 2, maximum = 50,
            description = "From how many parts on an area is listed as split; 3 where left out."),
        ("overlaps" = Option<bool>, Query, description = "Whether to give the overlap matrix too: one row a pair of areas.")),
    responses((status = 200, description = "The misfits.", body = MisfitsView), Refusals))]
pub async fn misfit(
    State(app): State<App>,
    current: Current,
    mut fields: Fields,
) -> Result<Json<MisfitsView>, Problem> {
    let overlaps = yes(&mut fields, "overlaps")?;
    let asked = read(&current.engine, fields)?;
    blocking::run(move || view(&app, &current, &asked, overlaps)).await.map(Json)
}

/// The overlap matrix as comma-separated text: one row a pair of areas that share something.
#[utoipa::path(get, path = "/api/misfit.csv", tag = "questions",
    params(("layer" = Option<String>, Query, description = "Layers, parted by commas, as `wards` or `wards@2018`; all where left out."),
        ("date" = Option<String>, Query, format = Date, description = "The day on which editions are in force."),
        ("least" = Option<f64>, Query, minimum = 0, maximum = 100, description = "As for `/api/misfit`."),
        ("split" = Option<u64>, Query, minimum = 2, maximum = 50, description = "As for `/api/misfit`.")),
    responses((status = 200, description = "The file.", body = String, content_type = "text/csv"), Refusals))]
pub async fn csv(State(app): State<App>, current: Current, fields: Fields) -> Result<Response, Problem> {
    let asked = read(&current.engine, fields)?;
    let fittings = blocking::run(move || fittings(&current.engine, &asked)).await?;
    table(&app, "overlaps.csv", move |out| export::overlaps::write(out, &fittings))
}

/// The areas that another layer's areas cut up, as comma-separated text: one row a part.
#[utoipa::path(get, path = "/api/misfit/split.csv", tag = "questions",
    params(("layer" = Option<String>, Query, description = "Layers, parted by commas, as `wards` or `wards@2018`; all where left out."),
        ("of" = Option<String>, Query, description = "The layer whose split areas are wanted, as `wards` or `wards@2018`; \
            those of all where left out."),
        ("date" = Option<String>, Query, format = Date, description = "The day on which editions are in force."),
        ("least" = Option<f64>, Query, minimum = 0, maximum = 100, description = "As for `/api/misfit`."),
        ("split" = Option<u64>, Query, minimum = 2, maximum = 50, description = "As for `/api/misfit`.")),
    responses((status = 200, description = "The file.", body = String, content_type = "text/csv"), Refusals))]
pub async fn split_csv(
    State(app): State<App>,
    current: Current,
    mut fields: Fields,
) -> Result<Response, Problem> {
    let of = fields.take("of")?;
    let asked = read(&current.engine, fields)?;
    let of = of.map(|of| edition(&current.engine, of.trim(), asked.day).map_err(|problem| problem.at("of")));
    let of = of.transpose()?.map(|key| key.to_string());
    let fittings = blocking::run(move || fittings(&current.engine, &asked)).await?;
    let views = fittings.iter().flat_map(MisfitView::both);
    let views: Vec<_> = views.filter(|view| of.as_ref().is_none_or(|of| view.layer == *of)).collect();
    table(&app, "split-areas.csv", move |out| export::splits::write(out, &views))
}

fn read(engine: &Engine, mut fields: Fields) -> Result<Asked, Problem> {
    let layers = fields.take("layer")?;
    let day = date(&mut fields)?;
    let usual = Options::default();
    let options = Options {
        least_share: share(&mut fields, "least", usual.least_share)?,
        split_from: whole(&mut fields, "split", usual.split_from, &SPLIT)?,
    };
    fields.finish()?;
    let in_force = day.map_or_else(|| engine.newest_layers(), |day| engine.layers_in_force(day));
    let named: Vec<EditionKey> = layers
        .iter()
        .flat_map(|layers| layers.split(','))
        .map(|name| edition(engine, name.trim(), day))
        .collect::<Result<_, _>>()?;
    let pairs = match named.as_slice() {
        [] => each_against_each(&in_force)?,
        [one] => {
            let others = in_force.into_iter().filter(|other| other.dataset != one.dataset);
            others.map(|other| (one.clone(), other)).collect()
        }
        several => each_against_each(several)?,
    };
    Ok(Asked { pairs, day, options })
}

/// The edition that a name means: `wards@2018`, or `wards` on the day.
fn edition(engine: &Engine, name: &str, day: Option<Date>) -> Result<EditionKey, Problem> {
    let wrong = |error: crate::model::IdError| Problem::parameter("layer", error.to_string());
    let refuse = |error| refused::pair(&error, "layer");
    if name.contains('@') {
        let key: EditionKey = name.parse().map_err(wrong)?;
        let known = engine.layer(&key).is_some();
        return if known {
            Ok(key)
        } else {
            Err(Problem::not_found(format!("layer edition {key}")).at("layer"))
        };
    }
    let dataset: DatasetId = name.parse().map_err(wrong)?;
    day.map_or_else(|| engine.newest_layer(&dataset), |day| engine.layer_in_force(&dataset, day))
        .map_err(refuse)
}

fn each_against_each(layers: &[EditionKey]) -> Result<Vec<(EditionKey, EditionKey)>, Problem> {
    if layers.len() > MOST_LAYERS {
        let detail = format!("{} layers are too many at once; name at most {MOST_LAYERS}", layers.len());
        return Err(Problem::parameter("layer", detail));
    }
    let mut pairs = Vec::new();
    for (at, first) in layers.iter().enumerate() {
        for second in &layers[at + 1..] {
            if first == second {
                return Err(Problem::parameter("layer", format!("{first} is named twice")));
            }
            pairs.push((first.clone(), second.clone()));
        }
    }
    Ok(pairs)
}

fn fittings(engine: &Engine, asked: &Asked) -> Result<Vec<Fitting>, Problem> {
    let fitting = |(first, second): &(EditionKey, EditionKey)| {
        let pair = engine.pair(first, second).map_err(|error| refused::pair(&error, "layer"))?;
        Ok(Pair::clone(&pair).fitting(asked.options))
    };
    asked.pairs.iter().map(fitting).collect()
}

fn view(app: &App, current: &Current, asked: &Asked, overlaps: bool) -> Result<MisfitsView, Problem> {
    let engine = &current.engine;
    let fittings = fittings(engine, asked)?;
    let rows: usize = fittings.iter().map(|fitting| fitting.pair.pieces.pieces.len()).sum();
    if overlaps && rows > MOST_OVERLAPS {
        let detail = format!(
            "the overlap matrix has {rows} rows; name fewer layers (at most {MOST_OVERLAPS} rows), or take /api/misfit.csv"
        );
        return Err(Problem::parameter("overlaps", detail));
    }
    let layers: std::collections::BTreeSet<&EditionKey> =
        asked.pairs.iter().flat_map(|(first, second)| [first, second]).collect();
    let editions: Vec<&Edition> = layers.into_iter().filter_map(|key| engine.edition(key)).collect();
    Ok(MisfitsView {
        version: current.version.number,
        date: asked.day.map(|day| day.to_string()),
        misfits: fittings.iter().flat_map(MisfitView::both).collect(),
        overlaps: overlaps.then(|| fittings.iter().flat_map(OverlapView::all).collect()),
        citations: editions.iter().map(|edition| CitationView::new(engine.snapshot(), edition)).collect(),
        links: editions
            .iter()
            .map(|edition| LinkView::json("item", &edition.title, app.link(&links::edition(&edition.key))))
            .collect(),
    })
}
