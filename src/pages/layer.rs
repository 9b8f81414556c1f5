//! The page of one edition of a boundary layer: badges, map, areas, checks, downloads.

use maud::{Markup, html};

use crate::check::Report;
use crate::engine::{Dataset, Edition, Engine};
use crate::layer::{Area, Layer};

use super::badges::{self, area_path, edition_path};
use super::edition::{chooser, parts};
use super::figures::{self, Shown};
use super::format::{self, AreaUnit, NumberStyle, counted, len, number};
use super::frame::{Page, Section};
use super::listing::{self, Head, Listing};
use super::mapblock::{Purpose, layer_map};
use super::params::Params;

/// What the page needs beside the engine.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The data set.
    pub dataset: &'a Dataset,
    /// Its edition.
    pub edition: &'a Edition,
    /// The report of its import.
    pub report: Option<&'a Report>,
    /// Address for other programs.
    pub api: &'a str,
    /// Query of the page.
    pub params: &'a Params,
}

/// The page.
#[must_use]
pub fn page(engine: &Engine, asked: Asked<'_>, layer: &Layer) -> Page {
    let Asked { dataset, edition, params, .. } = asked;
    let figures = figures::of_layer(engine.snapshot(), &edition.key);
    let shown = chooser::shown(&figures, layer, params);
    let path = edition_path(&edition.key);
    let sections = [
        ("map-heading", "Map"),
        ("areas", "Areas"),
        ("checks", "Checks"),
        ("downloads", "Downloads"),
        ("about", "Source and licence"),
        ("editions", "Other editions"),
    ];
    let body = html! {
        (parts::heading(dataset, edition))
        p class="govuk-body" { (sentence(layer)) }
        (parts::contents(&sections))
        section aria-labelledby="map-heading" {
            h2 class="govuk-heading-l" id="map-heading" { "Map" }
            (chooser::form(&path, &figures, params))
            @if let Some(shown) = &shown { p class="govuk-body" { (shown.sentence(layer)) } }
            (layer_map(engine, edition, layer, shown.as_ref(), Purpose::default()))
        }
        section aria-labelledby="areas" {
            h2 class="govuk-heading-l" id="areas" { "Areas" }
            (areas(asked, &path, layer, shown.as_ref()))
        }
        (parts::checks(asked.report))
        (parts::downloads(edition, asked.api))
        (parts::about(edition))
        (parts::other_editions(dataset, edition))
    };
    let title = format!("{}: map, areas and checks, {}", edition.title, format::validity(edition.validity));
    Page { title, section: Section::Data, trail: vec![("Data".into(), "/data".into())], body }
}

fn sentence(layer: &Layer) -> String {
    let total: f64 = layer.areas.iter().map(|area| area.area_m2).sum();
    let repaired = layer.areas.iter().filter(|area| area.repair.is_some()).count();
    let mut text = format!(
        "{}, {} together.",
        format::sentence(&counted(len(layer.areas.len()), "area", "areas")),
        format::area(total)
    );
    if repaired > 0 {
        text.push(' ');
        text.push_str(&format::sentence(&counted(
            len(repaired),
            "shape was invalid as published and has been repaired",
            "shapes were invalid as published and have been repaired",
        )));
        text.push('.');
    }
    text
}

fn areas(asked: Asked<'_>, path: &str, layer: &Layer, shown: Option<&Shown<'_>>) -> Markup {
    let listing = Listing { path, params: asked.params, per_page: listing::PER_PAGE };
    let mut rows: Vec<usize> = (0..layer.areas.len()).collect();
    if let Some((key, down)) = listing.order() {
        sort(&mut rows, layer, shown, key, down);
    }
    let mut heads =
        vec![Head::words("Name", "name"), Head::words("Code", "code"), Head::numbers("Size", "size")];
    if let Some(shown) = shown {
        heads.push(Head::numbers(shown.figure.name(), "figure"));
    }
    heads.push(Head::plain("Shape"));
    heads.push(Head::plain("Published row"));
    let window = listing.window(rows.len());
    let unit = unit_of(layer);
    let cells = html! {
        @for row in &rows[window] { (area_row(asked.edition, *row, &layer.areas[*row], unit, shown)) }
    };
    let caption = format!("Areas of {}", asked.edition.title);
    html! {
        (listing::table(&caption, &listing.head(&heads), &cells))
        (listing.pager(rows.len(), "area", "areas"))
    }
}

fn sort(rows: &mut [usize], layer: &Layer, shown: Option<&Shown<'_>>, key: &str, down: bool) {
    let area = |row: usize| &layer.areas[row];
    match key {
        "name" => listing::sort_by(rows, down, |row| Some(area(row).label().to_lowercase()), Ord::cmp),
        "code" => listing::sort_by(rows, down, |row| Some(area(row).code.as_str()), Ord::cmp),
        "size" => listing::sort_by(rows, down, |row| Some(area(row).area_m2), f64::total_cmp),
        "figure" => {
            listing::sort_by(rows, down, |row| shown?.areas.get(row)?.value.ok(), f64::total_cmp);
        }
        _ => {}
    }
}

fn unit_of(layer: &Layer) -> AreaUnit {
    AreaUnit::for_all(layer.areas.iter().map(|area| area.area_m2))
}

fn area_row(edition: &Edition, row: usize, area: &Area, unit: AreaUnit, shown: Option<&Shown<'_>>) -> Markup {
    html! {
        tr class="govuk-table__row" data-code=(area.code) {
            th scope="row" class="govuk-table__header" {
                a class="govuk-link" href=(area_path(&edition.key, area.code.as_str())) { (area.label()) }
            }
            td class="govuk-table__cell" { (area.code) }
            td class="govuk-table__cell govuk-table__cell--numeric" { (unit.words(area.area_m2)) }
            @if let Some(shown) = shown { (figure_cell(shown, row)) }
            td class="govuk-table__cell" { (shape_words(area)) }
            td class="govuk-table__cell" {
                (badges::source_link(&edition.key, row, area.label()))
            }
        }
    }
}

/// A figure in a cell, linked to the published row that it came from.
fn figure_cell(shown: &Shown<'_>, area: usize) -> Markup {
    let joined = shown.areas.get(area).copied();
    html! {
        td class="govuk-table__cell govuk-table__cell--numeric" {
            @match joined.and_then(|j| Some((j.value, j.row?))) {
                Some((Ok(value), row)) => a class="govuk-link ww-figure" href=(badges::source_path(&shown.figure.edition.key, row)) { (number(value, shown.style)) },
                Some((Err(reason), row)) => a class="govuk-link" href=(badges::source_path(&shown.figure.edition.key, row)) { (badges::missing(reason)) },
                None => (badges::missing(crate::model::Missing::NotCovered)),
            }
        }
    }
}

/// Whether a shape is as published, in words.
#[must_use]
pub fn shape_words(area: &Area) -> Markup {
    match area.repair {
        None => html! { "as published" },
        Some(repair) => {
            let change = repair.after_m2 - repair.before_m2;
            let sign = if change < 0.0 { "−" } else { "+" };
            let change = number((change.abs() * 100.0).round() / 100.0, NumberStyle::GROUPED);
            html! { strong class="govuk-tag govuk-tag--orange" { "Repaired" } " " (format!("{sign}{change} m²")) }
        }
    }
}

/// The table beside a map: names, and the figure where one is shown.
#[must_use]
pub fn short_table(edition: &Edition, layer: &Layer, shown: Option<&Shown<'_>>) -> Markup {
    let mut rows: Vec<usize> = (0..layer.areas.len()).collect();
    match shown {
        Some(_) => sort(&mut rows, layer, shown, "figure", true),
        None => sort(&mut rows, layer, shown, "name", false),
    }
    let head = html! {
        thead class="govuk-table__head" {
            tr class="govuk-table__row" {
                th scope="col" class="govuk-table__header" { "Area" }
                @match shown {
                    Some(shown) => th scope="col" class="govuk-table__header govuk-table__header--numeric" { (shown.figure.name()) },
                    None => th scope="col" class="govuk-table__header govuk-table__header--numeric" { "Size" },
                }
            }
        }
    };
    let unit = unit_of(layer);
    let cells = html! {
        @for row in rows {
            @let area = &layer.areas[row];
            tr class="govuk-table__row" data-code=(area.code) {
                th scope="row" class="govuk-table__header" {
                    a class="govuk-link" href=(area_path(&edition.key, area.code.as_str())) { (area.label()) }
                }
                @match shown {
                    Some(shown) => (figure_cell(shown, row)),
                    None => td class="govuk-table__cell govuk-table__cell--numeric" { (unit.words(area.area_m2)) },
                }
            }
        }
    };
    html! {
        h3 class="govuk-heading-m" { "The same areas as a list" }
        (listing::table(&format!("Areas of {}", edition.title), &head, &cells))
    }
}
