//! One line of the log for each answer, and the id that ties the two together.

use std::time::Instant;

use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, Method};
use axum::response::Response;
use tracing::Instrument;

use crate::api::App;

/// The header that carries the id of a request in its answer.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The line of one request. The query is left out of the log: it may hold the
/// postcode of somebody's home.
pub(super) struct Line {
    started: Instant,
    id: String,
    method: Method,
    path: String,
}

impl Line {
    /// Names the request.
    pub(super) fn begin(app: &App, request: &Request) -> Self {
        Self {
            started: Instant::now(),
            id: app.next_request_id(),
            method: request.method().clone(),
            path: request.uri().path().to_owned(),
        }
    }

    /// The answer, with all that is logged meanwhile under the id of the request.
    pub(super) fn watch<F: Future<Output = Response>>(
        &self,
        answer: F,
    ) -> impl Future<Output = Response> + use<F> {
        answer.instrument(tracing::info_span!("request", request.id = %self.id))
    }

    /// Logs the answer, which bears the id from now on.
    pub(super) fn end(self, response: &mut Response) {
        let Self { started, id, method, path } = self;
        if let Ok(value) = HeaderValue::from_str(&id) {
            response.headers_mut().insert(REQUEST_ID, value);
        }
        let status = response.status().as_u16();
        let duration_ms = started.elapsed().as_millis();
        if status >= 500 {
            tracing::warn!(request.id = %id, %method, path, status, duration_ms, "answered {method} {path} with {status}");
        } else {
            tracing::info!(request.id = %id, %method, path, status, duration_ms, "answered {method} {path} with {status}");
        }
    }
}
