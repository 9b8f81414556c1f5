//! Search by name, code or postcode.

use axum::Json;
use axum::extract::State;

use crate::api::params::Fields;
use crate::api::params::limit::limit;
use crate::api::params::text::search_text;
use crate::api::{App, Current, Problem, blocking, links};
use crate::engine::{Engine, Hit, Target};
use crate::views::link::segment;
use crate::views::service::{HitView, SearchView};

use super::Refusals;

const DEFAULT_LIMIT: usize = 20;
const MOST_HITS: usize = 100;

/// Areas, records and postcodes by name or code.
#[utoipa::path(get, path = "/api/search", tag = "questions",
    params(("q" = String, Query, min_length = 1, max_length = 200, description = "What to look for."),
        ("limit" = Option<u64>, Query, minimum = 1, description = "Most hits; 20 where left out, 100 at most.")),
    responses((status = 200, description = "What was found.", body = SearchView), Refusals))]
pub async fn search(
    State(app): State<App>,
    current: Current,
    mut fields: Fields,
) -> Result<Json<SearchView>, Problem> {
    let query = search_text(&mut fields)?;
    let limit = limit(&mut fields, DEFAULT_LIMIT, MOST_HITS)?;
    fields.finish()?;
    blocking::run(move || {
        let hits = current.engine.search(&query, limit);
        let views = hits.iter().filter_map(|hit| view(&app, &current.engine, hit)).collect();
        Ok(Json(SearchView { version: current.version.number, query, hits: views }))
    })
    .await
}

fn view(app: &App, engine: &Engine, hit: &Hit) -> Option<HitView> {
    let (kind, id, edition, path) = match &hit.target {
        Target::Area { edition, area } => {
            let code = engine.layer(edition)?.areas.get(*area)?.code.to_string();
            let path = links::item(edition, &code);
            ("area", code, Some(edition.to_string()), path)
        }
        Target::Record { edition, record } => {
            let register = engine.register(edition)?;
            let id = register.records.get(*record)?.id.clone();
            let row = register.attributes.source_row(*record);
            let path = format!("{}?row={row}", links::item(edition, &id));
            ("record", id, Some(edition.to_string()), path)
        }
        Target::Postcode { postcode, .. } => {
            ("postcode", postcode.clone(), None, format!("/api/where?postcode={}", segment(postcode)))
        }
    };
    Some(HitView {
        kind: kind.to_owned(),
        label: hit.label.clone(),
        detail: hit.detail.clone(),
        id,
        edition,
        href: app.link(&path),
    })
}
