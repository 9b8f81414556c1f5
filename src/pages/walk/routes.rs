//! The addresses of walks from a record: the page and its streets as a file.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use crate::api::{App, Kind, Problem, trials};
use crate::engine::{Edition, Engine, Walking};
use crate::network::RINGS_MIN;
use crate::pages::routes::{answer, record_of};
use crate::register::Record;
use crate::views::reach::rings_geojson;

use super::page::{Walked, page};

type Shown = Result<Response, Problem>;
type Row = Path<(String, String, String)>;

/// The page and the file.
pub fn router() -> Router<App> {
    Router::new()
        .route("/record/{dataset}/{edition}/{row}/walk", get(show))
        .route("/record/{dataset}/{edition}/{row}/walk.geojson", get(file))
}

async fn show(State(app): State<App>, Path((dataset, edition, row)): Row) -> Shown {
    answer(app, move |context| {
        let (edition, at, record) = record_of(&context, &dataset, &edition, &row)?;
        let engine = &context.engine;
        let people = record.location.and_then(|(point, _)| {
            trials::usual_people(engine).map(|spec| engine.people_around(&spec, point, &RINGS_MIN))
        });
        Ok(context.show(&page(engine, &Walked { people, ..walked(engine, edition, at, record) })))
    })
    .await
}

/// The streets around a record, without who lives there.
#[must_use]
pub fn walked<'a>(engine: &Engine, edition: &'a Edition, at: usize, record: &'a Record) -> Walked<'a> {
    let around = engine.rings_of_record(&edition.key, at, &RINGS_MIN, &Walking::default());
    Walked { edition, at, record, around, people: None }
}

async fn file(State(app): State<App>, Path((dataset, edition, row)): Row) -> Shown {
    answer(app, move |context| {
        let (edition, at, record) = record_of(&context, &dataset, &edition, &row)?;
        let (engine, walking) = (&context.engine, Walking::default());
        let around = engine.rings_of_record(&edition.key, at, &RINGS_MIN, &walking);
        let around = around.map_err(|error| Problem::not_found(error.to_string()))?;
        let network = engine.main_network().map(|key| key.to_string()).unwrap_or_default();
        let rings = rings_geojson(&[around], &network, walking.pace.m_per_min() * 60.0 / 1_000.0);
        let bytes = serde_json::to_vec(&rings).map_err(|error| {
            tracing::error!(%error, "rings could not be written: {error}");
            Problem::new(Kind::Internal, "the file could not be made")
        })?;
        let name = format!("attachment; filename=\"{}\"", file_name(&record.id));
        let kind = (header::CONTENT_TYPE, "application/geo+json".to_owned());
        Ok(([kind, (header::CONTENT_DISPOSITION, name)], bytes).into_response())
    })
    .await
}

/// A name for a file of a record: ids may hold what names of files may not.
fn file_name(id: &str) -> String {
    let plain: String = id.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    format!("walk-{}.geojson", plain.chars().take(60).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_named_by_the_id_without_what_names_may_not_hold() {
        assert_eq!(file_name("99EV/00100"), "walk-99EV-00100.geojson");
        assert_eq!(file_name(&"é".repeat(90)).len(), "walk-.geojson".len() + 60);
    }
}
