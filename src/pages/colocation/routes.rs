//! The addresses of the finder, each a page or a form that works without scripts.

use axum::Router;
use axum::extract::{Form, Query, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};

use crate::api::colocate;
use crate::api::doors::may_write;
use crate::api::{App, Problem, unkept};
use crate::colocate::Verdict;
use crate::pages::context::Context;
use crate::pages::params::Params;
use crate::pages::routes::answer;
use crate::pages::take;

use super::{PATH, candidate, compare, finder, parts};

type Shown = Result<Response, Problem>;
type Pairs = Vec<(String, String)>;

/// The pages of the finder.
pub fn router() -> Router<App> {
    Router::new()
        .route(PATH, get(show))
        .route("/colocation/candidate", get(show_candidate))
        .route("/colocation/compare", get(show_compared))
        .route("/colocation/decide", post(decide))
}

async fn show(State(app): State<App>, Query(query): Query<Pairs>) -> Shown {
    answer(app, move |context| {
        let params = Params(query);
        let page = finder::page(&context.app, &context.engine, &params, None)?;
        Ok(unkept(context.show_with(page, &take::colocation(&context.engine, &params))))
    })
    .await
}

async fn show_candidate(State(app): State<App>, Query(query): Query<Pairs>) -> Shown {
    answer(app, move |context| {
        Ok(unkept(context.show(&candidate::page(&context.app, &context.engine, &Params(query), None)?)))
    })
    .await
}

async fn show_compared(State(app): State<App>, Query(query): Query<Pairs>) -> Shown {
    answer(app, move |context| Ok(context.show(&compare::page(&context.engine, &Params(query))?))).await
}

async fn decide(State(app): State<App>, headers: HeaderMap, Form(form): Form<Pairs>) -> Shown {
    let form = Params(form);
    answer(app, move |context| {
        may_write(&context.app, &headers, form.get("token"))?;
        let get = |name: &str| form.get(name).unwrap_or_default();
        let found = colocate::carried_out(&context.engine, get("search"))?;
        match colocate::decide(&context.app, &found, (get("subject"), get("verdict"), get("reason"))) {
            Ok(kept) => {
                let view = if kept.made.verdict.is_of_duplicates() { "duplicates" } else { "shortlist" };
                Ok(Redirect::to(&parts::view_link(&form, get("search"), view)).into_response())
            }
            Err(problem) => again(&context, &form, &problem),
        }
    })
    .await
}

/// The page that the form stood on, with what is wrong, under the problem's status.
fn again(context: &Context, form: &Params, problem: &Problem) -> Shown {
    let get = |name: &str| form.get(name).unwrap_or_default().to_owned();
    let is_of_duplicates = Verdict::from_key(&get("verdict")).is_some_and(Verdict::is_of_duplicates);
    let mut asked = vec![("search".to_owned(), get("search")), ("reason".to_owned(), get("reason"))];
    asked.extend(form.all("keep").map(|id| ("keep".to_owned(), id.to_owned())));
    let page = if is_of_duplicates {
        asked.extend([("view".to_owned(), "duplicates".to_owned()), ("subject".to_owned(), get("subject"))]);
        finder::page(&context.app, &context.engine, &Params(asked), Some(problem))?
    } else {
        let of = |more: (&str, String)| {
            Params(asked.iter().cloned().chain([(more.0.to_owned(), more.1)]).collect())
        };
        let own = of(("id", get("subject")));
        // What is no candidate any more is taken off on the shortlist itself.
        candidate::page(&context.app, &context.engine, &own, Some(problem)).or_else(|_not_there| {
            let list = of(("view", "shortlist".to_owned()));
            finder::page(&context.app, &context.engine, &list, Some(problem))
        })?
    };
    Ok((problem.status(), unkept(context.show(&page))).into_response())
}
