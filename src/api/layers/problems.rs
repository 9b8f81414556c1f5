//! One error body everywhere: what other layers refuse becomes a [`Problem`].

use std::any::Any;

use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};

use crate::api::{Kind, Problem};

/// Gives every refusal the one error body. A page that says itself what is
/// wrong is left alone.
pub(super) fn finished(response: Response) -> Response {
    let status = response.status();
    let refused = status.is_client_error() || status.is_server_error();
    let told = response.extensions().get::<Problem>().is_some() || is_html(response.headers());
    if !refused || told {
        return response;
    }
    let kind = Kind::of_status(status);
    let mut answer = Problem::new(kind, kind.advice()).into_response();
    keep_headers(response.headers(), answer.headers_mut());
    answer
}

/// What a panic in a handler becomes. What it said is for the log alone.
#[expect(clippy::needless_pass_by_value, reason = "the signature that the panic layer asks for")]
pub(in crate::api) fn panicked(cause: Box<dyn Any + Send + 'static>) -> Response {
    let text = cause.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| cause.downcast_ref::<&str>().copied()).unwrap_or("no message");
    tracing::error!(panic = text, "a handler panicked: {text}");
    Problem::new(Kind::Internal, "the answer could not be made").into_response()
}

/// Headers of the refusal that belong to its meaning.
fn keep_headers(from: &HeaderMap, to: &mut HeaderMap) {
    for name in [header::ALLOW, header::RETRY_AFTER, header::WWW_AUTHENTICATE, header::VARY] {
        if let Some(value) = from.get(&name) {
            to.insert(name, value.clone());
        }
    }
}

fn is_html(headers: &HeaderMap) -> bool {
    headers.get(header::CONTENT_TYPE).is_some_and(|value| value.as_bytes().starts_with(b"text/html"))
}
