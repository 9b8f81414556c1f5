//! One feature of a collection.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};

use crate::api::params::Fields;
use crate::api::{App, Current, Kind, Problem, blocking};
use crate::pages::standards;
use crate::views::{CitationView, LinkView};

use super::collections::{self, Collection, Opened};
use super::formats::{Format, GEOJSON, varied};
use super::items::content_crs;
use super::select::system;
use super::when::When;
use super::write::Writer;
use super::{collections as known, links, metadata};

/// `/collections/{id}/items/{featureId}`
pub(super) async fn item(
    State(app): State<App>,
    current: Current,
    Path((id, feature)): Path<(String, String)>,
    headers: HeaderMap,
    mut fields: Fields,
) -> Result<Response, Problem> {
    let format = Format::read(&mut fields, &headers)?;
    let crs = system("crs", fields.take("crs")?.as_deref())?;
    let when = When::read(&mut fields)?;
    fields.finish()?;
    blocking::run(move || {
        let collection = collections::find(&app, &current.engine, &id)?;
        let (opened, row) = find(&app, &current, &collection, when, &feature)?;
        if format == Format::Html {
            let table = metadata::record(&app, &collection, &opened, row);
            return Ok(varied(standards::show(&current.engine, &standards::item(&table))));
        }
        let mut body = Vec::with_capacity(4 << 10);
        let writer = Writer::new(&*opened.source, crs);
        writer.write(row, &mut body).map_err(|error| unwritten(&error))?;
        // The feature ends here; links and citation come into it.
        body.pop();
        // With a moment the address would lead to another edition tomorrow: that of the edition does not.
        let home = if when.is_some() { opened.home(&collection) } else { collection.id.clone() };
        let path = links::item(&home, &feature);
        let mut own = links::itself(&app, &path, GEOJSON, "This feature", false);
        own.push(LinkView::json(
            "collection",
            "The collection",
            links::at(&app, &links::collection(&collection.id)),
        ));
        append(&mut body, "links", &own)?;
        if let Some(edition) = opened.edition {
            append(&mut body, "citation", &CitationView::new(current.engine.snapshot(), edition))?;
        }
        body.extend_from_slice(b"}\n");
        let mut response = varied(([(header::CONTENT_TYPE, GEOJSON)], body).into_response());
        content_crs(&mut response, crs);
        Ok(response)
    })
    .await
}

/// The feature, in the edition that `when` picks; where none is asked for, in
/// the newest edition that has it.
fn find<'a>(
    app: &App,
    current: &'a Current,
    collection: &Collection,
    when: Option<When>,
    feature: &str,
) -> Result<(Opened<'a>, usize), Problem> {
    let missing = || Problem::not_found(format!("'{feature}' in '{}'", collection.id));
    let opened = collection.open(app, current, when)?;
    if let Some(row) = opened.source.find(feature).filter(|_| opened.is_in_force) {
        return Ok((opened, row));
    }
    let known::Kind::Dataset(id) = &collection.kind else { return Err(missing()) };
    let editions = current.engine.snapshot().dataset(id).map(|dataset| dataset.editions.as_slice());
    for edition in editions.unwrap_or_default().iter().filter(|_| when.is_none()) {
        let of_edition = collections::find(app, &current.engine, &collections::edition_id(&edition.key))?;
        let opened = of_edition.open(app, current, None)?;
        if let Some(row) = opened.source.find(feature) {
            return Ok((opened, row));
        }
    }
    Err(missing())
}

fn append<T: serde::Serialize>(body: &mut Vec<u8>, name: &str, value: &T) -> Result<(), Problem> {
    body.extend_from_slice(format!(",\"{name}\":").as_bytes());
    serde_json::to_writer(&mut *body, value).map_err(|error| unwritten(&error.into()))
}

/// The refusal where an answer could not be written.
pub(super) fn unwritten(error: &std::io::Error) -> Problem {
    tracing::error!(%error, "features could not be written: {error}");
    Problem::new(Kind::Internal, "the features could not be written")
}
