//! The features of a collection, page by page.

use std::io::{self, Write};

use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use jiff::{Timestamp, Unit};

use crate::api::params::Fields;
use crate::api::params::limit::limit;
use crate::api::{App, Current, Problem, blocking};
use crate::export::geojson::OutputCrs;
use crate::pages::standards;
use crate::views::link::segment;
use crate::views::{CitationView, LinkView};

use super::collections::{self, Collection, Opened};
use super::cursor::Cursor;
use super::formats::{Format, GEOJSON, HTML, varied};
use super::select::{Rows, Wanted, system};
use super::texts::{BETWEEN, Text};
use super::when::When;
use super::write::Writer;
use super::{links, metadata};

/// Features of a page where `limit` is left out.
pub(super) const DEFAULT_LIMIT: usize = 100;
/// Up to so many bytes an answer is put together in one piece, which tells its length.
const ONE_PIECE: usize = 1 << 20;
/// Runs shorter than this are gathered before they are handed on.
const GATHERED: usize = 64 << 10;

/// One page, ready to be written.
pub(super) struct Page<'a> {
    pub(super) collection: &'a Collection,
    pub(super) opened: Opened<'a>,
    pub(super) crs: OutputCrs,
    pub(super) runs: Vec<std::ops::Range<usize>>,
    pub(super) matched: usize,
    pub(super) links: Vec<LinkView>,
}

impl Page<'_> {
    pub(super) fn returned(&self) -> usize {
        self.runs.iter().map(ExactSizeIterator::len).sum()
    }
}

/// `/collections/{id}/items`
pub(super) async fn items(
    State(app): State<App>,
    current: Current,
    Path(id): Path<String>,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, Problem> {
    blocking::run(move || {
        let query = fields.all().to_vec();
        let mut fields = fields;
        let format = Format::read(&mut fields, &headers)?;
        let collection = collections::find(&app, &current.engine, &id)?;
        let limit = limit(&mut fields, DEFAULT_LIMIT, app.config().limits.page_items)?;
        let cursor = Cursor::read(&mut fields)?;
        let crs = system("crs", fields.take("crs")?.as_deref())?;
        let when = When::read(&mut fields)?;
        let version = match &cursor {
            Some(cursor) => match collections::version_of_cursor(&app, &current, &collection, cursor) {
                Ok(version) => version,
                Err(gone) => return Err(worse_than(gone, &app, &current, &collection, fields)),
            },
            None => current,
        };
        let opened = collections::open_for_page(&app, &version, &collection, when, cursor.as_ref())?;
        let wanted = Wanted::read(fields, opened.source.properties())?;
        let rows = if opened.is_in_force { wanted.rows(&*opened.source) } else { Rows::All(0) };
        let first = cursor.as_ref().map_or(0, |cursor| opened.source.row_of_mark(cursor.mark));
        let (runs, next) = rows.page(first, limit);
        let next = next.map(|row| Cursor::written(&opened.stamp, opened.source.mark(row)));
        let links = page_links(&app, &collection, &query, next.as_deref(), format == Format::Html);
        let page = Page { collection: &collection, matched: rows.len(), opened, crs, runs, links };
        match format {
            Format::Html => Ok(varied(standards_page(&app, &version, &page))),
            Format::Json => written(&app, &version, page),
        }
    })
    .await
}

/// What is wrong beside a cursor whose rows are gone: whoever starts the listing
/// again would only then be told of it.
fn worse_than(
    gone: Problem,
    app: &App,
    current: &Current,
    collection: &Collection,
    fields: Fields,
) -> Problem {
    let read = collections::open_for_page(app, current, collection, None, None)
        .and_then(|opened| Wanted::read(fields, opened.source.properties()));
    read.err().unwrap_or(gone)
}

fn page_links(
    app: &App,
    collection: &Collection,
    query: &[(String, String)],
    next: Option<&str>,
    is_html: bool,
) -> Vec<LinkView> {
    let path = links::at(app, &links::items(&collection.id));
    let with = |cursor: Option<&str>, format: Option<&str>| {
        let left_out = |name: &str| name == "cursor" && cursor.is_some() || name == "f" && format.is_some();
        let kept = query.iter().filter(|(name, _)| !left_out(name));
        let mut parts: Vec<String> =
            kept.map(|(name, value)| format!("{}={}", segment(name), segment(value))).collect();
        parts.extend(cursor.map(|cursor| format!("cursor={cursor}")));
        parts.extend(format.map(|format| format!("f={format}")));
        if parts.is_empty() { path.clone() } else { format!("{path}?{}", parts.join("&")) }
    };
    let (own, other) = if is_html { (HTML, GEOJSON) } else { (GEOJSON, HTML) };
    let (own_format, other_format) = if is_html { ("html", "json") } else { ("json", "html") };
    let mut links = vec![
        LinkView::new("self", own, "This page", with(None, Some(own_format))),
        LinkView::new("alternate", other, "This page in another form", with(None, Some(other_format))),
        LinkView::json("collection", "The collection", links::at(app, &links::collection(&collection.id))),
    ];
    links.extend(next.map(|cursor| LinkView::new("next", own, "The next page", with(Some(cursor), None))));
    links
}

fn standards_page(app: &App, version: &Current, page: &Page<'_>) -> Response {
    let table = metadata::table(app, page);
    standards::show(&version.engine, &standards::items(&table))
}

/// The answer in GeoJSON.
fn written(app: &App, version: &Current, page: Page<'_>) -> Result<Response, Problem> {
    let head = head(version, &page);
    let text = page
        .opened
        .edition
        .and_then(|edition| version.stored.text(&edition.key, page.crs, &*page.opened.source));
    let body = match text {
        Some(text) => slices(head, &text, &page.runs),
        None => afresh(app, version, &page, head)?,
    };
    let mut response = varied(([(header::CONTENT_TYPE, GEOJSON)], body).into_response());
    content_crs(&mut response, page.crs);
    Ok(response)
}

/// Says in which system the coordinates of an answer are.
pub(super) fn content_crs(response: &mut Response, crs: OutputCrs) {
    if let Ok(uri) = HeaderValue::from_str(&format!("<{}>", crs.uri())) {
        response.headers_mut().insert(HeaderName::from_static("content-crs"), uri);
    }
}

const TAIL: &[u8] = b"\n]}\n";

/// What stands before the features.
fn head(version: &Current, page: &Page<'_>) -> Vec<u8> {
    let now = Timestamp::now().round(Unit::Second).unwrap_or_default();
    let (matched, returned) = (page.matched, page.returned());
    let links = serde_json::to_string(&page.links).unwrap_or_default();
    let mut head = format!(
        "{{\"type\":\"FeatureCollection\",\"timeStamp\":\"{now}\",\"numberMatched\":{matched},\"numberReturned\":{returned},\"links\":{links}"
    );
    if let Some(edition) = page.opened.edition {
        let citation = CitationView::new(version.engine.snapshot(), edition);
        head.push_str(",\"citation\":");
        head.push_str(&serde_json::to_string(&citation).unwrap_or_default());
    }
    head.push_str(",\"features\":[\n");
    head.into_bytes()
}

/// A page of features that are kept as text: slices of it, the short ones gathered.
fn slices(head: Vec<u8>, text: &Text, runs: &[std::ops::Range<usize>]) -> Body {
    let slices: Vec<Bytes> = runs.iter().map(|run| text.run(run.start, run.end)).collect();
    let length =
        head.len() + TAIL.len() + slices.iter().map(|slice| slice.len() + BETWEEN.len()).sum::<usize>();
    let mut gathered = head;
    gathered.reserve(length.min(ONE_PIECE) - gathered.len().min(length.min(ONE_PIECE)));
    let mut pieces: Vec<Bytes> = Vec::new();
    for (at, slice) in slices.into_iter().enumerate() {
        if at > 0 {
            gathered.extend_from_slice(BETWEEN);
        }
        if length > ONE_PIECE && slice.len() >= GATHERED {
            pieces.push(Bytes::from(std::mem::take(&mut gathered)));
            pieces.push(slice);
        } else {
            gathered.extend_from_slice(&slice);
            if length > ONE_PIECE && gathered.len() >= GATHERED {
                pieces.push(Bytes::from(std::mem::take(&mut gathered)));
            }
        }
    }
    gathered.extend_from_slice(TAIL);
    pieces.push(Bytes::from(gathered));
    match pieces.len() {
        1 => Body::from(pieces.remove(0)),
        _ => Body::from_stream(stream::iter(pieces.into_iter().map(Ok::<_, std::convert::Infallible>))),
    }
}

/// A page of features that are not kept as text: written while it is sent, or
/// at once where it is small.
fn afresh(app: &App, version: &Current, page: &Page<'_>, head: Vec<u8>) -> Result<Body, Problem> {
    const SMALL: usize = 200;
    if page.returned() <= SMALL || page.opened.edition.is_none() {
        let mut out = head;
        write_runs(&Writer::new(&*page.opened.source, page.crs), &page.runs, &mut out)
            .map_err(|error| super::item::unwritten(&error))?;
        out.extend_from_slice(TAIL);
        return Ok(Body::from(out));
    }
    let (version, crs, runs) = (version.clone(), page.crs, page.runs.clone());
    let key = page.opened.edition.map(|edition| edition.key.clone());
    let app_again = app.clone();
    crate::api::stream::body(app, move |out| {
        let mut out = io::BufWriter::with_capacity(GATHERED, out);
        out.write_all(&head)?;
        let edition = key.as_ref().and_then(|key| version.engine.edition(key));
        let collection = edition.and_then(|edition| {
            collections::find(&app_again, &version.engine, &collections::edition_id(&edition.key)).ok()
        });
        let opened = collection.and_then(|collection| collection.open(&app_again, &version, None).ok());
        let opened = opened.ok_or_else(|| io::Error::other("an edition is no longer there"))?;
        write_runs(&Writer::new(&*opened.source, crs), &runs, &mut out)?;
        out.write_all(TAIL)?;
        out.flush()
    })
}

fn write_runs(writer: &Writer<'_>, runs: &[std::ops::Range<usize>], out: &mut dyn Write) -> io::Result<()> {
    for (at, row) in runs.iter().cloned().flatten().enumerate() {
        if at > 0 {
            out.write_all(BETWEEN)?;
        }
        writer.write(row, out)?;
    }
    Ok(())
}
