//! Pages of rows as JSON, written row by row.

use std::io::{self, Write};

use geo_types::MultiPolygon;

use crate::engine::EditionData;
use crate::export::Rows;
use crate::export::geojson::{OutputCrs, write_feature, write_missing, write_values};
use crate::views::link::segment;
use crate::views::{CitationView, LinkView};

use super::params::cursor::written;
use super::params::edition::Wanted;
use super::select::Selection;
use super::{App, Kind, Problem, links};

/// A page of rows. `drawn` holds shapes for display, row by row.
///
/// # Errors
/// [`Kind::Internal`] when it cannot be written, which memory rules out.
pub fn write(
    app: &App,
    wanted: &Wanted,
    rows: &Rows<'_>,
    selection: &Selection,
    found: &[usize],
    drawn: Option<&[MultiPolygon<f64>]>,
) -> Result<Vec<u8>, Problem> {
    let start = selection.page.start.min(found.len());
    let end = start.saturating_add(selection.page.limit).min(found.len());
    let on_page = &found[start..end];
    let head = Head {
        links: page_links(app, wanted, rows, selection, (end < found.len()).then_some(end)),
        citation: CitationView::new(wanted.current.engine.snapshot(), rows.edition()),
        matched: found.len(),
        returned: on_page.len(),
    };
    let mut out = Vec::new();
    let is_table = rows.edition().table().is_some();
    let result = head.write(is_table, &mut out).and_then(|()| {
        for (at, row) in on_page.iter().enumerate() {
            out.write_all(if at == 0 { b"\n" } else { b",\n" })?;
            let shape = drawn.and_then(|shapes| shapes.get(*row));
            write_row(rows, *row, shape, selection.crs, &mut out)?;
        }
        out.write_all(b"\n]}\n")
    });
    result.map(|()| out).map_err(|error| unwritten(&error))
}

fn write_row(
    rows: &Rows<'_>,
    row: usize,
    shape: Option<&MultiPolygon<f64>>,
    crs: OutputCrs,
    out: &mut dyn Write,
) -> io::Result<()> {
    if rows.edition().table().is_none() {
        return write_feature(rows, row, shape, crs, out);
    }
    out.write_all(b"{\"id\":")?;
    serde_json::to_writer(&mut *out, &rows.key(row))?;
    out.write_all(b",\"values\":")?;
    write_values(rows, row, out)?;
    out.write_all(b",\"missing\":")?;
    write_missing(rows, row, None, out)?;
    write!(out, ",\"row\":{}}}", rows.edition().attributes().source_row(row))
}

/// What stands before the rows of a page.
struct Head {
    links: Vec<LinkView>,
    citation: CitationView,
    matched: usize,
    returned: usize,
}

impl Head {
    fn write(&self, is_table: bool, out: &mut dyn Write) -> io::Result<()> {
        let kind = if is_table { "" } else { "\"type\":\"FeatureCollection\"," };
        write!(
            out,
            "{{{kind}\"numberMatched\":{},\"numberReturned\":{},\"links\":",
            self.matched, self.returned
        )?;
        serde_json::to_writer(&mut *out, &self.links)?;
        out.write_all(b",\"citation\":")?;
        serde_json::to_writer(&mut *out, &self.citation)?;
        out.write_all(if is_table { b",\"rows\":[" } else { b",\"features\":[" })
    }
}

fn page_links(
    app: &App,
    wanted: &Wanted,
    rows: &Rows<'_>,
    selection: &Selection,
    next: Option<usize>,
) -> Vec<LinkView> {
    let media_type =
        if rows.edition().table().is_some() { "application/json" } else { "application/geo+json" };
    let page =
        |start: usize| app.link(&format!("{}?{}", links::items(&wanted.key), query(rows, selection, start)));
    let mut links = vec![
        LinkView::new("self", media_type, "This page", page(selection.page.start)),
        LinkView::json("collection", "The edition", app.link(&links::edition(&wanted.key))),
    ];
    links.extend(next.map(|start| LinkView::new("next", media_type, "The next page", page(start))));
    if selection.page.start > 0 {
        let start = selection.page.start.saturating_sub(selection.page.limit);
        links.push(LinkView::new("prev", media_type, "The page before", page(start)));
    }
    links
}

/// The query that asks for the same rows from another start.
fn query(rows: &Rows<'_>, selection: &Selection, start: usize) -> String {
    let mut parts = vec![format!("limit={}", selection.page.limit)];
    if start > 0 {
        parts.push(format!("cursor={}", written(rows.edition(), start)));
    }
    if let Some(bbox) = &selection.bbox {
        parts.push(format!("bbox={}", segment(bbox.written())));
        if selection.bbox_crs != OutputCrs::LonLat {
            parts.push(format!("bbox-crs={}", segment(selection.bbox_crs.uri())));
        }
    }
    if selection.crs != OutputCrs::LonLat {
        parts.push(format!("crs={}", segment(selection.crs.uri())));
    }
    parts.extend(selection.tolerance.map(|metres| format!("tolerance={metres}")));
    let filters = selection.filters.iter().map(super::params::filter::Filter::written);
    parts.extend(filters.map(|(name, value)| format!("{}={}", segment(name), segment(value))));
    parts.join("&")
}

/// The positions of the rows with an id. Layers and registers give one.
///
/// # Errors
/// A [`Problem`] when there is none, or when a register repeats the id and
/// `row` does not say which record is meant.
pub fn find(wanted: &Wanted, rows: &Rows<'_>, id: &str, row: Option<u64>) -> Result<Vec<usize>, Problem> {
    let table = rows.edition().attributes();
    let is_meant = |at: &usize| row.is_none_or(|number| table.source_row(*at) == number);
    let found: Vec<usize> =
        (0..rows.len()).filter(|at| rows.key(*at).as_deref() == Some(id)).filter(is_meant).collect();
    match (&rows.edition().data, found.as_slice()) {
        (_, []) => Err(Problem::not_found(format!("'{id}' in {}", wanted.key))),
        (EditionData::Register(_), [_, _, ..]) => {
            let numbers: Vec<_> = found.iter().take(20).map(|at| table.source_row(*at).to_string()).collect();
            let detail = format!(
                "{} records have the id '{id}'; say which with row=, such as {}",
                found.len(),
                numbers.join(", ")
            );
            Err(Problem::new(Kind::Conflict, detail).at("row"))
        }
        _ => Ok(found),
    }
}

/// One feature with its citation, or the rows of a table that speak of one area.
///
/// # Errors
/// [`Kind::Internal`] when it cannot be written, which memory rules out.
pub fn write_one(
    app: &App,
    wanted: &Wanted,
    rows: &Rows<'_>,
    found: &[usize],
    crs: OutputCrs,
    id: &str,
) -> Result<Vec<u8>, Problem> {
    let this = app.link(&links::item(&wanted.key, id));
    let head = Head {
        links: vec![
            LinkView::json("self", "This row", this),
            LinkView::json("collection", "The edition", app.link(&links::edition(&wanted.key))),
        ],
        citation: CitationView::new(wanted.current.engine.snapshot(), rows.edition()),
        matched: found.len(),
        returned: found.len(),
    };
    let mut out = Vec::new();
    let result = match (&rows.edition().data, found) {
        (EditionData::Table(_), _) => write_rows(&head, rows, found, crs, &mut out),
        (_, found) => write_feature_whole(app, wanted, &head, rows, found.first().copied(), crs, &mut out),
    };
    result.map(|()| out).map_err(|error| unwritten(&error))
}

fn write_rows(
    head: &Head,
    rows: &Rows<'_>,
    found: &[usize],
    crs: OutputCrs,
    out: &mut dyn Write,
) -> io::Result<()> {
    head.write(true, out)?;
    for (at, row) in found.iter().enumerate() {
        out.write_all(if at == 0 { b"\n" } else { b",\n" })?;
        write_row(rows, *row, None, crs, out)?;
    }
    out.write_all(b"\n]}\n")
}

fn write_feature_whole(
    app: &App,
    wanted: &Wanted,
    head: &Head,
    rows: &Rows<'_>,
    row: Option<usize>,
    crs: OutputCrs,
    out: &mut Vec<u8>,
) -> io::Result<()> {
    let Some(row) = row else { return out.write_all(b"null\n") };
    write_feature(rows, row, None, crs, out)?;
    // The feature ends with its brace: what belongs to a feature alone goes before it.
    out.pop();
    let origin = links::origin(&wanted.key, rows.edition().attributes().source_row(row));
    let mut links = head.links.clone();
    links.push(LinkView::json("origin", "The published record", app.link(&origin)));
    out.write_all(b",\"links\":")?;
    serde_json::to_writer(&mut *out, &links)?;
    out.write_all(b",\"citation\":")?;
    serde_json::to_writer(&mut *out, &head.citation)?;
    out.write_all(b"}\n")
}

fn unwritten(error: &io::Error) -> Problem {
    tracing::error!(%error, "a page could not be written: {error}");
    Problem::new(Kind::Internal, "the answer could not be made")
}
