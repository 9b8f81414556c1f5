//! Walks: times from points to sites, and the streets within some minutes of sites.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};

use crate::api::params::{Fields, walk};
use crate::api::{App, Current, Kind, Problem, blocking, links};
use crate::engine::{Engine, ReachAsk, ReachError};
use crate::model::EditionKey;
use crate::network::RINGS_MIN;
use crate::views::LinkView;
use crate::views::reach::{ReachView, WalksView, rings_geojson};

use super::Refusals;

/// The most pairs of one answer.
const MOST_PAIRS: usize = 100_000;
/// The most sites around which rings are drawn in one answer.
const MOST_RINGS: usize = 50;

/// Walks from the areas of a layer or the records of a register to the records of another.
///
/// By the place's walking network where it has one; where the network does not
/// come near a point, or the place has none, the straight line times 1.3
/// stands in and `by` says so. A pair that cannot be walked has no minutes,
/// and `status` says why.
#[utoipa::path(get, path = "/api/walks", tag = "walks",
    params(("from" = String, Query, description = "Edition of a layer or register where walks start.", example = "wards@2023"),
        ("to" = String, Query, description = "Edition of a layer or register where they end.", example = "gp-practices@2024"),
        ("only_from" = Option<String>, Query, description = "Only rows of `from` whose column holds a value: `column=value`."),
        ("only_to" = Option<String>, Query, description = "Only rows of `to` whose column holds a value."),
        ("within" = Option<f64>, Query, description = "The longest walk, in minutes; no bound where left out."),
        ("nearest" = Option<bool>, Query, description = "Only the nearest site of each origin."),
        ("pace" = Option<f64>, Query, description = "Kilometres an hour; 4.8 where left out."),
        ("step_free" = Option<bool>, Query, description = "Leaves out every flight of steps."),
        ("ferries" = Option<bool>, Query, description = "Takes ferries in, at walking pace and without a timetable."),
        ("network" = Option<String>, Query, description = "Edition of the network; the place's newest where left out.")),
    responses((status = 200, description = "The walks.", body = WalksView), Refusals))]
pub async fn walks(
    State(app): State<App>,
    current: Current,
    mut fields: Fields,
) -> Result<Json<WalksView>, Problem> {
    let engine = &current.engine;
    let ask = ReachAsk {
        from: walk::end(&mut fields, engine, ("from", "only_from"))?,
        to: walk::end(&mut fields, engine, ("to", "only_to"))?,
        bound: walk::within(&mut fields)?,
        walking: walk::walking(&mut fields)?,
        network: walk::network(&mut fields, engine)?,
    };
    let nearest = walk::flag(&mut fields, "nearest")?;
    fields.finish()?;
    blocking::run(move || {
        let engine = &current.engine;
        few_enough(engine, &ask)?;
        let reached = engine.reach(&ask).map_err(|error| problem(&error))?;
        let links = links_of(&app, engine, &[&ask.from.edition, &ask.to.edition], reached.network.as_ref());
        Ok(Json(WalksView { walks: ReachView::new(&reached, nearest), links }))
    })
    .await
}

/// The streets within some minutes' walk of sites, as GeoJSON: each ring a `MultiLineString`.
///
/// A ring is the streets themselves, each cut where its minute ends, walked
/// towards the site. It is no polygon: any polygon claims ground that nobody
/// reaches, such as the far bank of a river.
#[utoipa::path(get, path = "/api/walks/rings.geojson", tag = "walks",
    params(("around" = String, Query, description = "Edition of a layer or register of sites.", example = "gp-practices@2024"),
        ("only" = Option<String>, Query, description = "Only rows whose column holds a value: `column=value`."),
        ("minutes" = Option<String>, Query, description = "Where rings end, with commas between; 5,10,15,20 where left out."),
        ("pace" = Option<f64>, Query, description = "Kilometres an hour; 4.8 where left out."),
        ("step_free" = Option<bool>, Query, description = "Leaves out every flight of steps."),
        ("ferries" = Option<bool>, Query, description = "Takes ferries in, at walking pace and without a timetable."),
        ("network" = Option<String>, Query, description = "Edition of the network; the place's newest where left out.")),
    responses((status = 200, description = "The rings.", body = serde_json::Value,
        content_type = "application/geo+json"), Refusals))]
pub async fn rings(current: Current, mut fields: Fields) -> Result<Response, Problem> {
    let engine = &current.engine;
    let around = walk::end(&mut fields, engine, ("around", "only"))?;
    let minutes = walk::ring_minutes(&mut fields, &RINGS_MIN)?;
    let walking = walk::walking(&mut fields)?;
    let network = walk::network(&mut fields, engine)?;
    fields.finish()?;
    blocking::run(move || {
        let engine = &current.engine;
        let sites = engine.travel_points(&around).map_err(|error| problem(&error))?.len();
        if sites > MOST_RINGS {
            let detail = format!(
                "{sites} sites; rings are drawn around {MOST_RINGS} at most: narrow them with 'only'"
            );
            return Err(Problem::parameter("around", detail));
        }
        let key = network.or_else(|| engine.main_network()).ok_or_else(|| problem(&ReachError::NoStreets))?;
        let rings = engine.rings_around(Some(&key), &around, &minutes, &walking);
        let rings = rings.map_err(|error| problem(&error))?;
        let pace = walking.pace.m_per_min() * 60.0 / 1_000.0;
        let mut answer = Json(rings_geojson(&rings, &key.to_string(), pace)).into_response();
        let kind = HeaderValue::from_static("application/geo+json");
        answer.headers_mut().insert(header::CONTENT_TYPE, kind);
        Ok(answer)
    })
    .await
}

fn few_enough(engine: &Engine, ask: &ReachAsk) -> Result<(), Problem> {
    let count = |end| engine.travel_points(end).map(|points| points.len()).map_err(|error| problem(&error));
    let (origins, sites) = (count(&ask.from)?, count(&ask.to)?);
    if origins.saturating_mul(sites) <= MOST_PAIRS {
        return Ok(());
    }
    let detail = format!(
        "{origins} origins × {sites} sites are more than {MOST_PAIRS} pairs: narrow them with 'only_from' or 'only_to', or use wardwise reach"
    );
    Err(Problem::parameter("to", detail))
}

fn problem(error: &ReachError) -> Problem {
    let kind = match error {
        ReachError::NoEdition(_) | ReachError::NoNetwork(_) | ReachError::NoStreets => Kind::NotFound,
        ReachError::NoPoints(_)
        | ReachError::Pace(_)
        | ReachError::NoColumn { .. }
        | ReachError::Nothing(_) => Kind::BadRequest,
    };
    Problem::new(kind, error.to_string())
}

fn links_of(app: &App, engine: &Engine, ends: &[&EditionKey], network: Option<&EditionKey>) -> Vec<LinkView> {
    let title = |key: &EditionKey| engine.edition(key).map_or_else(|| key.to_string(), |e| e.title.clone());
    let all = ends.iter().copied().chain(network);
    all.map(|key| LinkView::json("related", &title(key), app.link(&links::edition(key)))).collect()
}
