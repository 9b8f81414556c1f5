//! The addresses of searches for sites and of scenarios; each form works without scripts.

use axum::Router;
use axum::extract::{Form, Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};

use crate::api::doors::may_write;
use crate::api::trials::Patience;
use crate::api::{App, Kind, Problem, trials, unkept};
use crate::export::siting;
use crate::model::TrialKind;
use crate::pages::context::Context;
use crate::pages::frame::Page;
use crate::pages::params::Params;
use crate::pages::routes::answer;
use crate::pages::sheet::{self, Paper, Sheet};
use crate::store::Trial;
use crate::views::scenario::{TriedView, tried_features};
use crate::views::siting::{LocatedView, located_features};

use super::sites::Asked;
use super::{PATH, SCENARIOS, evidence, list, scenario, sites};

type Shown = Result<Response, Problem>;
type Pairs = Vec<(String, String)>;

/// The pages of sites and scenarios.
pub fn router() -> Router<App> {
    Router::new()
        .route(PATH, get(show_list))
        .route(SCENARIOS, get(|| async { Redirect::to("/sites#scenario") }))
        .route("/sites/{id}", get(show_sites))
        .route("/sites/{id}/save", post(save_sites))
        .route("/sites/{id}/{file}", get(sites_file))
        .route("/scenarios/try", post(try_recipe))
        .route("/scenarios/{id}", get(show_scenario))
        .route("/scenarios/{id}/save", post(save_scenario))
        .route("/scenarios/{id}/decision/{decision}", get(show_decision))
        .route("/scenarios/{id}/{file}", get(scenario_file))
}

async fn show_list(State(app): State<App>) -> Shown {
    answer(app, move |context| {
        let all = |kind| trials::list(&context.app, &context.engine, kind);
        Ok(unkept(context.show(&list::page(&all(TrialKind::Sites)?, &all(TrialKind::Scenario)?))))
    })
    .await
}

async fn show_sites(State(app): State<App>, Path(id): Path<String>, Query(query): Query<Pairs>) -> Shown {
    answer(app, move |context| {
        let kept = trials::find(&context.app, &context.engine, TrialKind::Sites, &id)?;
        Ok(sites_page(&context, &kept, &Params(query)))
    })
    .await
}

fn sites_page(context: &Context, kept: &Trial, params: &Params) -> Response {
    let asked = Asked::new((&context.app, &context.engine), TrialKind::Sites, kept, params);
    match trials::locate(&context.app, &context.engine, &asked.recipe, Patience::AMoment) {
        Ok(located) => unkept(context.show(&sites::page(&asked, Ok(&located)))),
        Err(problem) => told(context, &sites::page(&asked, Err(&problem)), &problem),
    }
}

async fn show_scenario(State(app): State<App>, Path(id): Path<String>, Query(query): Query<Pairs>) -> Shown {
    answer(app, move |context| {
        let kept = trials::find(&context.app, &context.engine, TrialKind::Scenario, &id)?;
        scenario_page(&context, &kept, &Params(query), Patience::AMoment)
    })
    .await
}

fn scenario_page(context: &Context, kept: &Trial, params: &Params, patience: Patience) -> Shown {
    let asked = Asked::new((&context.app, &context.engine), TrialKind::Scenario, kept, params);
    let packs = trials::packs(&context.app, kept)?;
    Ok(match trials::try_out(&context.app, &context.engine, &asked.recipe, patience) {
        Ok(tried) => unkept(context.show(&scenario::page(&asked, Ok(&tried), &packs))),
        Err(problem) => told(context, &scenario::page(&asked, Err(&problem), &packs), &problem),
    })
}

/// A scenario that nobody saved yet, from the recipe that a form carries.
async fn try_recipe(State(app): State<App>, Form(form): Form<Pairs>) -> Shown {
    answer(app, move |context| {
        let recipe = Params(form).get("recipe").unwrap_or_default().to_owned();
        let kept = trials::unsaved(&context.engine, TrialKind::Scenario, &recipe)?;
        // It has no address at which the page could look again.
        scenario_page(&context, &kept, &Params::default(), Patience::ToTheEnd)
    })
    .await
}

async fn save_sites(State(app): State<App>, headers: HeaderMap, Form(form): Form<Pairs>) -> Shown {
    save(app, headers, Params(form), TrialKind::Sites).await
}

async fn save_scenario(State(app): State<App>, headers: HeaderMap, Form(form): Form<Pairs>) -> Shown {
    save(app, headers, Params(form), TrialKind::Scenario).await
}

/// Saves what the page showed; a scenario that names a decision has its evidence kept with it.
async fn save(app: App, headers: HeaderMap, form: Params, kind: TrialKind) -> Shown {
    answer(app, move |context| {
        may_write(&context.app, &headers, form.get("token"))?;
        let get = |name: &str| form.get(name).unwrap_or_default();
        let (id, recipe) = (get("id"), get("recipe"));
        let kept = match kind {
            TrialKind::Sites => trials::save(&context.app, &context.engine, kind, id, recipe),
            TrialKind::Scenario => trials::save_with_evidence(&context.app, &context.engine, id, recipe),
        };
        match kept {
            Ok(saved) => {
                let base = if kind == TrialKind::Sites { PATH } else { SCENARIOS };
                Ok(Redirect::to(&format!("{base}/{}", saved.id)).into_response())
            }
            Err(problem) => {
                let shown = trials::unsaved(&context.engine, kind, get("recipe"))?;
                let params = Params::default();
                let asked = Asked::new((&context.app, &context.engine), kind, &shown, &params);
                let page = match kind {
                    TrialKind::Sites => sites::page(&asked, Err(&problem)),
                    TrialKind::Scenario => scenario::page(&asked, Err(&problem), &[]),
                };
                Ok(wrong(&context, &page, &problem))
            }
        }
    })
    .await
}

async fn show_decision(State(app): State<App>, Path((id, decision)): Path<(String, String)>) -> Shown {
    answer(app, move |context| {
        let kept = trials::find(&context.app, &context.engine, TrialKind::Scenario, &id)?;
        let packs = trials::packs(&context.app, &kept)?;
        let pack = packs.into_iter().find(|pack| pack.decision == decision);
        let pack = pack.ok_or_else(|| Problem::not_found(format!("evidence for decision '{decision}'")))?;
        Ok(unkept(context.show(&evidence::page(&pack))))
    })
    .await
}

async fn sites_file(
    State(app): State<App>,
    Path((id, file)): Path<(String, String)>,
    Query(query): Query<Pairs>,
) -> Shown {
    answer(app, move |context| {
        let kept = trials::find(&context.app, &context.engine, TrialKind::Sites, &id)?;
        let params = Params(query);
        let asked = Asked::new((&context.app, &context.engine), TrialKind::Sites, &kept, &params);
        if file == "recipe.toml" {
            return Ok(given(&id, &file, asked.recipe.into_bytes()));
        }
        let located = trials::locate(&context.app, &context.engine, &asked.recipe, Patience::ToTheEnd)?;
        let view = LocatedView::new(&located, context.engine.version());
        let bytes = match file.as_str() {
            "sites.geojson" => json(&located_features(&located, &view))?,
            "summary.json" => json(&view)?,
            "map.svg" | "map.png" => picture(sites::sheet(&context.engine, &located), &file)?,
            "areas.csv" => written(|out| siting::sites_of_areas(out, &located))?,
            _ => return Err(Problem::not_found(format!("file '{file}' of this search"))),
        };
        Ok(given(&id, &file, bytes))
    })
    .await
}

async fn scenario_file(
    State(app): State<App>,
    Path((id, file)): Path<(String, String)>,
    Query(query): Query<Pairs>,
) -> Shown {
    answer(app, move |context| {
        let kept = trials::find(&context.app, &context.engine, TrialKind::Scenario, &id)?;
        let params = Params(query);
        let asked = Asked::new((&context.app, &context.engine), TrialKind::Scenario, &kept, &params);
        if file == "recipe.toml" {
            return Ok(given(&id, &file, asked.recipe.into_bytes()));
        }
        let tried = trials::try_out(&context.app, &context.engine, &asked.recipe, Patience::ToTheEnd)?;
        let bytes = match file.as_str() {
            "areas.geojson" => json(&tried_features(&tried))?,
            "summary.json" => json(&TriedView::new(&tried))?,
            "map.svg" | "map.png" => picture(scenario::sheet(&context.engine, &tried), &file)?,
            "areas.csv" => written(|out| siting::areas_of_scenario(out, &tried))?,
            "tallies.csv" => written(|out| siting::tallies(out, &TriedView::new(&tried)))?,
            "evidence.html" => {
                let missing = || Problem::not_found("evidence here: the scenario gives it no day");
                let pack = tried.pack.as_ref().ok_or_else(missing)?;
                // Only evidence that the place keeps goes with its decision; any other is a draft.
                let packs = trials::packs(&context.app, &kept)?;
                let is_kept = |digest: &str| packs.iter().any(|pack| pack.digest == digest);
                let linked = tried.linked.as_ref().filter(|linked| is_kept(linked.digest()));
                crate::pages::evidence::page(pack, linked).into_string().into_bytes()
            }
            _ => return Err(Problem::not_found(format!("file '{file}' of this scenario"))),
        };
        Ok(given(&id, &file, bytes))
    })
    .await
}

fn json(value: &impl serde::Serialize) -> Result<Vec<u8>, Problem> {
    serde_json::to_vec(value).map_err(|error| failed(&error))
}

fn written(write: impl FnOnce(&mut dyn std::io::Write) -> anyhow::Result<()>) -> Result<Vec<u8>, Problem> {
    let mut bytes = "\u{feff}".as_bytes().to_vec();
    write(&mut bytes).map_err(|error| failed(&error))?;
    Ok(bytes)
}

/// The map as the file asked for, as wide as a screen.
fn picture(sheet: Option<Sheet>, file: &str) -> Result<Vec<u8>, Problem> {
    let sheet = sheet.ok_or_else(|| Problem::not_found("map: there is no answer to draw"))?;
    let svg = sheet::svg(&sheet, Paper::Screen);
    if file == "map.svg" {
        return Ok(svg.into_bytes());
    }
    sheet::png(&svg, Paper::Screen, Paper::Screen.usual_pixels()).map_err(|error| failed(&error))
}

fn failed(error: &dyn std::fmt::Display) -> Problem {
    tracing::error!(%error, "a file of a trial could not be made: {error}");
    Problem::new(Kind::Internal, "the file could not be made")
}

/// A file, named after what it is of; the evidence is shown, the rest is kept.
fn given(id: &str, file: &str, bytes: Vec<u8>) -> Response {
    let kind = match file.rsplit_once('.').map(|(_, ending)| ending) {
        Some("geojson") => "application/geo+json",
        Some("json") => "application/json",
        Some("csv") => "text/csv; charset=utf-8",
        Some("html") => "text/html; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        _ => "application/toml",
    };
    let is_shown = kind.starts_with("text/html") || kind.starts_with("image/");
    let how = if is_shown { "inline" } else { "attachment" };
    let named = format!("{how}; filename=\"{id}-{file}\"");
    unkept(
        ([(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, named)], bytes)
            .into_response(),
    )
}

/// A form that was looked at: what is wrong in its fields is an answer, as on every page with a form in its address;
/// and so is that it is still being worked out.
fn told(context: &Context, page: &Page, problem: &Problem) -> Response {
    if problem.status() == StatusCode::BAD_REQUEST || problem.is(Kind::NotReady) {
        unkept(context.show(page))
    } else {
        wrong(context, page, problem)
    }
}

fn wrong(context: &Context, page: &Page, problem: &Problem) -> Response {
    (problem.status(), unkept(context.show(page))).into_response()
}
