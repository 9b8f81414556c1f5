//! The addresses of the upload, each a form that works without scripts.

use axum::Router;
use axum::extract::multipart::{Multipart, MultipartRejection};
use axum::extract::{Form, Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};

use crate::api::doors::may_write;
use crate::api::uploads::{self, Looked};
use crate::api::{App, Kind, Problem, receive, unkept};
use crate::import::EditionState;
use crate::pages::badges::edition_path;
use crate::pages::context::Context;
use crate::pages::frame::Page;
use crate::pages::params::Params;
use crate::pages::routes::answer;

use super::wrong::{self, Wrong};
use super::{PATH, describe, fields, review, start};

type Shown = Result<Response, Problem>;
type Answers = Form<Vec<(String, String)>>;

/// The upload's pages.
pub fn router() -> Router<App> {
    Router::new()
        .route(PATH, get(show_start).post(send))
        .route("/data/upload/{id}", get(show_questions))
        .route("/data/upload/{id}/check", post(check))
        .route("/data/upload/{id}/publish", post(publish))
        .route("/data/upload/{id}/discard", post(discard))
}

async fn show_start(State(app): State<App>) -> Shown {
    answer(app, |context| Ok(context.show(&start::page(&context.app, None)))).await
}

async fn send(
    State(app): State<App>,
    headers: HeaderMap,
    form: Result<Multipart, MultipartRejection>,
) -> Shown {
    let sent = match form {
        Ok(form) => receive(&app, &headers, form).await,
        Err(error) => Err(Problem::new(Kind::MediaType, error.body_text())),
    };
    match sent {
        Ok(upload) => Ok(Redirect::to(&format!("{PATH}/{}", upload.id)).into_response()),
        Err(problem) => {
            answer(app, move |context| {
                Ok(told(&context, &start::page(&context.app, Some(&problem)), &problem))
            })
            .await
        }
    }
}

async fn show_questions(State(app): State<App>, Path(id): Path<String>) -> Shown {
    answer(app, move |context| {
        let upload = uploads::find(&context.app, &id)?;
        let detected = uploads::detect(&context.app, &upload)?;
        let page = describe::page(&context.app, &context.engine, &upload, &detected, &Params::default(), &[]);
        Ok(unkept(context.show(&page)))
    })
    .await
}

async fn check(
    State(app): State<App>,
    headers: HeaderMap,
    Path(id): Path<String>,
    Form(form): Answers,
) -> Shown {
    let form = Params(form);
    answer(app, move |context| {
        let upload = uploads::find(&context.app, &id)?;
        let again = |wrongs: Vec<Wrong>, problem: &Problem| {
            let detected = uploads::detect(&context.app, &upload)?;
            let page = describe::page(&context.app, &context.engine, &upload, &detected, &form, &wrongs);
            Ok(told(&context, &page, problem))
        };
        let absent = wrong::left_out(&form);
        if !absent.is_empty() {
            return again(absent, &Problem::new(Kind::BadRequest, "answers are left out"));
        }
        let looked = may_write(&context.app, &headers, form.get("token"))
            .and_then(|()| uploads::check(&context.app, &upload, &fields::choices(&form)));
        match looked {
            Ok(looked) => {
                Ok(unkept(context.show(&review::page(&context.app, &upload, &looked, &form, None))))
            }
            Err(problem) => again(wrong::of_problem(&problem), &problem),
        }
    })
    .await
}

async fn publish(
    State(app): State<App>,
    headers: HeaderMap,
    Path(id): Path<String>,
    Form(form): Answers,
) -> Shown {
    let form = Params(form);
    answer(app, move |context| {
        may_write(&context.app, &headers, form.get("token"))?;
        let upload = uploads::find(&context.app, &id)?;
        let looked = uploads::publish(&context.app, &upload, &fields::ticks(&form))?;
        match stopped(&looked) {
            None => Ok(Redirect::to(&edition_path(&looked.edition.key)).into_response()),
            Some(problem) => {
                let page = review::page(&context.app, &upload, &looked, &form, Some(&problem));
                Ok(told(&context, &page, &problem))
            }
        }
    })
    .await
}

async fn discard(
    State(app): State<App>,
    headers: HeaderMap,
    Path(id): Path<String>,
    Form(form): Answers,
) -> Shown {
    let form = Params(form);
    answer(app, move |context| {
        may_write(&context.app, &headers, form.get("token"))?;
        uploads::discard(&context.app, &id)?;
        Ok(Redirect::to(PATH).into_response())
    })
    .await
}

/// Why a publication did not come about, if it did not.
fn stopped(looked: &Looked) -> Option<Problem> {
    let words = "some warnings are not accepted yet, or have no reason: tick each and say why";
    (looked.edition.state == EditionState::Stopped).then(|| Problem::new(Kind::Conflict, words))
}

/// A page with its problem on it, under the problem's status.
fn told(context: &Context, page: &Page, problem: &Problem) -> Response {
    (problem.status(), unkept(context.show(page))).into_response()
}
