//! The sheet of a page: its address says what is drawn.

use axum::extract::Query;
use axum::http::Uri;

use crate::api::{Problem, colocate};
use crate::engine::{Edition, Engine};
use crate::model::EditionKey;
use crate::pages::params::Params;
use crate::pages::{area, assess, boundaries, changes, colocation, home, mapfile, record, walk};
use crate::register::Record;

use super::Sheet;

/// The map of the page at an address, such as `/assessments/priority?show=rank`.
///
/// # Errors
/// A [`Problem`] for what is no address of a page here, and for pages without a map.
pub fn of_address(engine: &Engine, address: &str) -> Result<Sheet, Problem> {
    let wrong = || Problem::parameter("page", "write the address of a page here, from its first '/' on");
    let uri: Uri = address.parse().map_err(|_not_one| wrong())?;
    if !address.starts_with('/') || uri.authority().is_some() {
        return Err(wrong());
    }
    let Query(pairs) = Query::try_from_uri(&uri).map_err(|_unreadable| wrong())?;
    let params = Params(pairs);
    let segments = segments(uri.path()).ok_or_else(wrong)?;
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    let missing = || Problem::not_found(format!("map on the page '{}'", uri.path())).at("page");
    match segments.as_slice() {
        [] => home::sheet(engine, &params)?.ok_or_else(missing),
        ["map"] => home::figures_sheet(engine, &params).ok_or_else(missing),
        ["data", dataset, edition] => {
            mapfile::sheet(engine, edition_of(engine, dataset, edition)?, &params).ok_or_else(missing)
        }
        ["area", dataset, edition, code] => {
            area_sheet(engine, edition_of(engine, dataset, edition)?, code).ok_or_else(missing)
        }
        ["record", dataset, edition, row] => {
            let edition = edition_of(engine, dataset, edition)?;
            let drawn = record_at(edition, row).and_then(|(_, one)| record::sheet(engine, edition, one));
            drawn.ok_or_else(missing)
        }
        ["record", dataset, edition, row, "walk"] => {
            let edition = edition_of(engine, dataset, edition)?;
            let found = record_at(edition, row);
            let drawn =
                found.and_then(|(at, one)| walk::sheet(engine, &walk::walked(engine, edition, at, one)));
            drawn.ok_or_else(missing)
        }
        ["assessments", id, "compare"] => assess::compared_sheet(engine, id, &params)?.ok_or_else(missing),
        ["assessments", id] => assess::sheet(engine, id, &params)?.ok_or_else(missing),
        ["boundaries"] => boundaries::sheet(engine, &params).ok_or_else(missing),
        ["boundaries", "changes"] => changes::sheet(engine, &params),
        ["colocation"] => {
            let search = colocation::search_of(engine, &params).ok_or_else(missing)?;
            let found = colocate::carried_out(engine, &search)?;
            colocation::sheet(engine, &found, &params).ok_or_else(missing)
        }
        _ => Err(missing()),
    }
}

/// Segments of a path as they were before they were escaped.
fn segments(path: &str) -> Option<Vec<String>> {
    path.split('/').filter(|segment| !segment.is_empty()).map(unescaped).collect()
}

fn unescaped(segment: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(segment.len());
    let mut rest = segment.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let pair = [rest.next()?, rest.next()?];
        bytes.push(u8::from_str_radix(std::str::from_utf8(&pair).ok()?, 16).ok()?);
    }
    String::from_utf8(bytes).ok()
}

fn edition_of<'a>(engine: &'a Engine, dataset: &str, edition: &str) -> Result<&'a Edition, Problem> {
    let missing = || Problem::not_found(format!("edition {edition} of '{dataset}'")).at("page");
    let key: EditionKey = format!("{dataset}@{edition}").parse().map_err(|_not_one| missing())?;
    engine.edition(&key).ok_or_else(missing)
}

fn area_sheet(engine: &Engine, edition: &Edition, code: &str) -> Option<Sheet> {
    let layer = edition.layer()?;
    let (at, area) = engine.area(&edition.key, code)?;
    area::sheet(engine, area::Subject { edition, layer, at, area })
}

/// A record by its row as addresses count them, from 1.
fn record_at<'a>(edition: &'a Edition, row: &str) -> Option<(usize, &'a Record)> {
    let at = row.parse::<usize>().ok()?.checked_sub(1)?;
    Some((at, edition.register()?.records.get(at)?))
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn an_escaped_segment_is_read_as_it_was() {
        assert_eq!(
            segments("/area/w%C5%B5/a%2Fb/").as_deref(),
            Some(&["area".to_owned(), "wŵ".into(), "a/b".into()][..])
        );
        assert_eq!(segments("/a%zz"), None);
        assert_eq!(segments("/a%4"), None);
    }
}
