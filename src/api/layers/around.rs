//! What every request passes through, in one place and one piece: a chain of
//! layers would clone the routes once for each link of it.
//!
//! From the outside in: a log line and an id ([`log`]), security headers
//! ([`headers`]), pages for those who ask for pages, the error body
//! ([`problems`]), room and time ([`load`]), the version of the place
//! ([`version`]).

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::api::{App, uploads};
use crate::pages::error;

use super::headers::Policies;
use super::{headers, load, log, problems, version};

/// What the way in and out needs to know.
pub(in crate::api) struct Door {
    app: App,
    policies: Policies,
}

impl Door {
    pub(in crate::api) fn new(app: &App) -> Arc<Self> {
        let policies = Policies::new(&app.config().server.frame_ancestors);
        Arc::new(Self { app: app.clone(), policies })
    }
}

/// Takes a request in and its answer out.
pub(in crate::api) async fn around(
    State(door): State<Arc<Door>>,
    mut request: Request,
    next: Next,
) -> Response {
    let app = &door.app;
    let line = log::Line::begin(app, &request);
    let wants_page = error::wants_page(&request);
    let answer = async {
        match load::admit(app, &mut request) {
            Ok(room) => {
                let takes_files = uploads::takes_files(request.uri().path());
                load::within(app, takes_files, room, version::tagged(app, request, next)).await
            }
            Err(problem) => problem.into_response(),
        }
    };
    let response = problems::finished(line.watch(answer).await);
    let mut response = if wants_page { error::as_page(app, response) } else { response };
    headers::secure(&door.policies, &mut response);
    line.end(&mut response);
    response
}
