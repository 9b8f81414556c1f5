//! The handlers, one group of addresses a file. Each is three steps:
//! parameters, one question to the engine, a view.

pub(super) mod align;
pub(super) mod assess;
pub(super) mod colocation;
pub(super) mod crosswalks;
pub(super) mod custom;
pub(super) mod datasets;
pub(super) mod downloads;
pub(super) mod health;
pub(super) mod items;
pub(super) mod landing;
pub(super) mod lineage;
pub(super) mod maps;
pub(super) mod misfit;
pub(super) mod provenance;
pub(super) mod recipes;
pub(super) mod scenarios;
pub(super) mod search;
pub(super) mod series;
pub(super) mod siting;
pub mod uploads;
pub(super) mod walks;
pub(super) mod whereabouts;

use std::collections::BTreeMap;
use std::io::{self, Write};

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response as Answer};
use utoipa::openapi::{ContentBuilder, Ref, RefOr, Response, ResponseBuilder};

use crate::api::{App, Problem, stream};
use crate::export::Format;

/// The refusals that any address may answer with, for the description of the API.
pub(super) struct Refusals;

impl utoipa::IntoResponses for Refusals {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let refusals = [
            ("400", "A parameter cannot be understood; `field` names it."),
            ("404", "There is nothing of this name."),
            ("414", "The address is too long."),
            ("500", "Something failed on our side."),
            ("503", "The service is busy; see `Retry-After`."),
        ];
        refusals.map(|(status, description)| (status.to_owned(), RefOr::T(refusal(description)))).into()
    }
}

/// The refusals of addresses that carry out what was written before: the place
/// as it is now may not have what it names.
pub(super) struct StateRefusals;

impl utoipa::IntoResponses for StateRefusals {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let own = ("409".to_owned(), RefOr::T(refusal("The place as it is now does not allow it.")));
        Refusals::responses().into_iter().chain([own]).collect()
    }
}

/// The refusals of addresses that read a body and change nothing.
pub(super) struct BodyRefusals;

impl utoipa::IntoResponses for BodyRefusals {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let own = [("413", "The body is too large."), ("415", "The body has the wrong media type.")];
        let own = own.map(|(status, description)| (status.to_owned(), RefOr::T(refusal(description))));
        Refusals::responses().into_iter().chain(own).collect()
    }
}

/// The refusals of addresses that change something.
pub(super) struct WriteRefusals;

impl utoipa::IntoResponses for WriteRefusals {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let refusals = [
            ("401", "A token is needed."),
            ("403", "Nothing can be changed here over HTTP, or the request came from another site."),
            ("409", "The state of the thing does not allow it."),
            ("413", "The body is too large."),
            ("415", "The body has the wrong media type."),
        ];
        let own = refusals.map(|(status, description)| (status.to_owned(), RefOr::T(refusal(description))));
        Refusals::responses().into_iter().chain(own).collect()
    }
}

/// Comma-separated text as a file to keep, with the mark by which spreadsheets
/// know UTF-8. The name is made from ids, which are plain.
fn table<F>(app: &App, name: &str, write: F) -> Result<Answer, Problem>
where
    F: FnOnce(&mut dyn Write) -> io::Result<()> + Send + 'static,
{
    let body = stream::body(app, |out| {
        let mut out = io::BufWriter::with_capacity(64 << 10, out);
        out.write_all("\u{feff}".as_bytes())?;
        write(&mut out)?;
        out.flush()
    })?;
    let mut answer = body.into_response();
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(Format::Csv.media_type()));
    if let Ok(disposition) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    Ok(answer)
}

fn refusal(description: &str) -> Response {
    let schema = Ref::from_schema_name("Problem");
    let content = ContentBuilder::new().schema(Some(schema)).build();
    ResponseBuilder::new().description(description).content("application/problem+json", content).build()
}
