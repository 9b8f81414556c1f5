//! The addresses of custom areas, each a form that works without scripts.

use axum::Router;
use axum::extract::multipart::{Multipart, MultipartRejection};
use axum::extract::{Form, Path, Query, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use jiff::Timestamp;

use crate::api::custom::{self, Parts};
use crate::api::doors::may_write;
use crate::api::{App, Kind, Problem, unkept};
use crate::custom::{AreaName, SavedArea};
use crate::pages::context::Context;
use crate::pages::frame::Page;
use crate::pages::params::Params;
use crate::pages::routes::answer;

use super::{PATH, fields, result, start};

type Shown = Result<Response, Problem>;
type Pairs = Vec<(String, String)>;

/// The pages of custom areas.
pub fn router() -> Router<App> {
    Router::new()
        .route(PATH, get(show_start).post(make))
        .route("/custom/{id}", get(show))
        .route("/custom/{id}/rename", post(rename))
        .route("/custom/{id}/delete", post(delete))
}

async fn show_start(State(app): State<App>, Query(query): Query<Pairs>) -> Shown {
    answer(app, move |context| {
        let saved = custom::saved(&context.app)?;
        let page = start::page(&context.app, &context.engine, &saved, &Params(query), None);
        Ok(unkept(context.show(&page)))
    })
    .await
}

async fn make(
    State(app): State<App>,
    headers: HeaderMap,
    form: Result<Multipart, MultipartRejection>,
) -> Shown {
    let sent = match form {
        Ok(form) => custom::read_parts(form).await,
        Err(error) => Err(Problem::new(Kind::MediaType, error.body_text())),
    };
    answer(app, move |context| {
        let (parts, broken) = match sent {
            Ok(parts) => (parts, None),
            Err(problem) => (Parts::default(), Some(problem)),
        };
        let form = Params(parts.fields.clone());
        let made = broken.map_or_else(|| estimate_or_save(&context, &headers, &form, &parts), Err);
        made.or_else(|problem| {
            let saved = custom::saved(&context.app)?;
            let page = start::page(&context.app, &context.engine, &saved, &form, Some(&problem));
            Ok(wrong(&context, &page, &problem))
        })
    })
    .await
}

/// A name asks for saving, which needs the right to write; without one nothing is kept.
fn estimate_or_save(context: &Context, headers: &HeaderMap, form: &Params, parts: &Parts) -> Shown {
    let name = form.get("name");
    if name.is_some() {
        may_write(&context.app, headers, form.get("token"))?;
    }
    let area = custom::settle(&context.engine, fields::ask(&context.engine, form, parts)?)?;
    let Some(name) = name else {
        return Ok(unkept(context.show(&result::unsaved_page(&context.app, &context.engine, &area))));
    };
    let saved = custom::save(&context.app, name, &area)?;
    Ok(Redirect::to(&format!("{PATH}/{}", saved.id)).into_response())
}

async fn show(State(app): State<App>, Path(id): Path<String>) -> Shown {
    answer(app, move |context| {
        let saved = find(&context, &id)?;
        Ok(unkept(context.show(&result::saved_page(&context.app, &context.engine, &saved, None))))
    })
    .await
}

async fn rename(
    State(app): State<App>,
    headers: HeaderMap,
    Path(id): Path<String>,
    Form(form): Form<Pairs>,
) -> Shown {
    let form = Params(form);
    answer(app, move |context| {
        may_write(&context.app, &headers, form.get("token"))?;
        let saved = find(&context, &id)?;
        let renamed = AreaName::parse(form.get("name").unwrap_or_default())
            .map_err(|words| Problem::parameter("name", words))
            .and_then(|name| {
                Ok(custom::folder(&context.app)?.rename_custom_area(&id, &name, Timestamp::now())?)
            });
        match renamed {
            Ok(_) => Ok(Redirect::to(&format!("{PATH}/{id}")).into_response()),
            Err(problem) => {
                let page = result::saved_page(&context.app, &context.engine, &saved, Some(&problem));
                Ok(wrong(&context, &page, &problem))
            }
        }
    })
    .await
}

async fn delete(
    State(app): State<App>,
    headers: HeaderMap,
    Path(id): Path<String>,
    Form(form): Form<Pairs>,
) -> Shown {
    let form = Params(form);
    answer(app, move |context| {
        may_write(&context.app, &headers, form.get("token"))?;
        custom::folder(&context.app)?.delete_custom_area(&id, Timestamp::now())?;
        Ok(Redirect::to(PATH).into_response())
    })
    .await
}

fn find(context: &Context, id: &str) -> Result<SavedArea, Problem> {
    let store = context.app.store().ok_or_else(|| Problem::not_found("such custom area"))?;
    Ok(store.custom_area(id)?)
}

/// A page with its problem on it, under the problem's status.
fn wrong(context: &Context, page: &Page, problem: &Problem) -> Response {
    (problem.status(), unkept(context.show(page))).into_response()
}
