//! The page of one area: its figures, what lies in it, what it shares ground with.
//!
//! `years.rs` sets its figures through the years on its boundaries, drawn by
//! `chart.rs`, in brief by `brief.rs`; `descent.rs` tells what it came from and
//! became; `partners.rs` which other areas cut it. `stable.rs` leads here from
//! addresses that stay.

mod brief;
mod chart;
mod descent;
mod partners;
pub mod stable;
mod years;

pub use brief::years_of;
pub(in crate::pages) use partners::{Lying, how as how_it_lies, lying};

use maud::{Markup, html};

use crate::engine::{Dataset, Edition, Engine};
use crate::layer::{Area, Layer};
use crate::model::DatasetKind;
use crate::table::ColumnKind;

use super::badges::{self, area_path, edition_path, source_path};
use super::cell::cell;
use super::edition::parts::row;
use super::figures;
use super::format::{self, NumberStyle, count, len};
use super::frame::{Page, Section};
use super::map::legend::{Entry, Key, Mark, Part};
use super::map::{Drawing, DrawnArea, MapText, PLAIN, View};
use super::mapblock::{self, Outlines};
use super::sheet::Sheet;

/// Colour of the area that a page is about.
const THIS: &str = "#41b6c4";

/// Rows of one table that a page shows for one area.
const MOST_ROWS: usize = 50;

/// Which area of which layer.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// The layer's edition.
    pub edition: &'a Edition,
    /// The layer.
    pub layer: &'a Layer,
    /// Position of the area.
    pub at: usize,
    /// The area.
    pub area: &'a Area,
}

/// The page.
#[must_use]
pub fn page(engine: &Engine, dataset: &Dataset, subject: Subject<'_>) -> Page {
    let Subject { edition, area, at, .. } = subject;
    let label = area.label();
    let body = html! {
        span class="govuk-caption-xl" { (edition.title) }
        h1 class="govuk-heading-xl" { (label) }
        p class="govuk-body ww-badges" { (badges::vintage(edition)) }
        div class="ww-split" {
            div class="ww-split__map" { (small_map(engine, subject)) }
            div class="ww-split__list" {
                (facts(subject))
                (super::assess::profiles_of(engine, &edition.key, area.code.as_str()))
            }
        }
        (figures_of(engine, subject))
        (years::section(engine, subject))
        (contents(engine, subject))
        (descent::section(engine, subject))
        (partners::section(engine, subject))
        (elsewhere(engine, dataset, subject))
        p class="govuk-body" {
            a class="govuk-link" href=(source_path(&edition.key, at)) { "The published row of this area" }
        }
    };
    let title =
        format!("{label}: figures and places, {}, {}", edition.title, format::validity(edition.validity));
    let trail = vec![("Data".into(), "/data".into()), (edition.title.clone(), edition_path(&edition.key))];
    Page { title, section: Section::Data, trail, body }
}

fn facts(subject: Subject<'_>) -> Markup {
    let area = subject.area;
    html! {
        dl class="govuk-summary-list" {
            (row("Code", &html! { a class="govuk-link" href=(stable::path(area.code.as_str())) { (area.code) } }))
            (row("Size", &html! { (format::area(area.area_m2)) }))
            (row("In force", &html! { (format::in_force(subject.edition.validity)) }))
            (row("Shape", &super::layer::shape_words(area)))
        }
    }
}

pub(in crate::pages) fn small_map(engine: &Engine, subject: Subject<'_>) -> Markup {
    let Some(outlines) = Outlines::of(engine, &subject.edition.key) else { return html! {} };
    let drawing = neighbourhood(&outlines, subject);
    html! { @if let Some(drawing) = drawing { figure class="ww-map" { div class="ww-map__paper" { (drawing.svg()) } } } }
}

/// The map for a sheet of its own.
#[must_use]
pub fn sheet(engine: &Engine, subject: Subject<'_>) -> Option<Sheet> {
    let outlines = Outlines::of(engine, &subject.edition.key)?;
    let picture = neighbourhood(&outlines, subject)?.picture(&html! {});
    let entry = |mark, words: String| Entry { mark, words, areas: None };
    let entries = vec![
        entry(Mark::Fill(THIS), subject.area.label().to_owned()),
        entry(Mark::Fill(PLAIN), format!("Neighbours in {}", subject.edition.title)),
    ];
    let key = Key { title: String::new(), parts: vec![Part::List(entries)] };
    Some(Sheet::of(engine, picture, key, &[mapblock::credit("Boundaries", subject.edition)]))
}

/// The area with the neighbours whose boxes come near it.
fn neighbourhood<'a>(outlines: &'a Outlines, subject: Subject<'a>) -> Option<Drawing<'a>> {
    use geo::BoundingRect;
    let ground = subject.area.shape.bounding_rect()?;
    let margin = ground.width().max(ground.height()) * 0.35;
    let wide = geo_types::Rect::new(
        geo_types::coord! { x: ground.min().x - margin, y: ground.min().y - margin },
        geo_types::coord! { x: ground.max().x + margin, y: ground.max().y + margin },
    );
    let near = subject.layer.areas.iter().enumerate().filter(|(_, area)| {
        area.shape.bounding_rect().is_some_and(|b| {
            b.min().x <= wide.max().x
                && wide.min().x <= b.max().x
                && b.min().y <= wide.max().y
                && wide.min().y <= b.max().y
        })
    });
    let areas: Vec<DrawnArea<'a>> = near
        .filter_map(|(i, area)| {
            let this = i == subject.at;
            Some(DrawnArea {
                label: area.label(),
                spoken: if this { format!("{}, this area", area.label()) } else { area.label().to_owned() },
                href: (!this).then(|| area_path(&subject.edition.key, area.code.as_str())),
                fill: Some(if this { THIS } else { PLAIN }),
                shape: outlines.shape(i)?,
                code: area.code.as_str(),
            })
        })
        .collect();
    let text = MapText {
        id: "map".into(),
        title: format!("Map of {} and its neighbours", subject.area.label()),
        summary: format!("{} of {}.", subject.area.label(), subject.edition.title),
    };
    Some(Drawing { view: View::of(Some(wide))?, areas, backdrop: Vec::new(), points: Vec::new(), text })
}

fn figures_of(engine: &Engine, subject: Subject<'_>) -> Markup {
    let tables = figures::tables_of(engine.snapshot(), &subject.edition.key);
    html! {
        section aria-labelledby="figures" {
            h2 class="govuk-heading-l" id="figures" { "Figures" }
            @if tables.is_empty() {
                (coded_elsewhere(engine, subject))
            }
            @for (edition, table) in tables {
                @let rows = figures::rows_of(table, subject.area.code.as_str());
                h3 class="govuk-heading-m" { a class="govuk-link" href=(edition_path(&edition.key)) { (edition.title) } }
                p class="govuk-body-s ww-quiet" { @if let Some(period) = &edition.period { "Figures for " (period) ". " } (edition.licence.name) "." }
                @match rows.as_slice() {
                    [] => p class="govuk-body" { (badges::missing(crate::model::Missing::NotCovered)) ": the table has no row for this area." },
                    [one] => (one_row(edition, table, *one, subject.area.label())),
                    rows => (many_rows(edition, table, rows)),
                }
            }
        }
    }
}

/// Where the figures of the place are, when none is for these boundaries.
fn coded_elsewhere(engine: &Engine, subject: Subject<'_>) -> Markup {
    let mut homes: Vec<&Edition> = Vec::new();
    for figure in figures::all(engine.snapshot()) {
        let home = figure.table.geography.as_ref().and_then(|key| engine.edition(key));
        if let Some(home) = home.filter(|home| !homes.iter().any(|known| known.key == home.key)) {
            homes.push(home);
        }
    }
    html! {
        p class="govuk-body" {
            "No table of this place is coded to " (subject.edition.title) "."
            @if !homes.is_empty() {
                " Its figures are coded to "
                @for (i, home) in homes.iter().enumerate() {
                    @if i > 0 { ", " }
                    a class="govuk-link" href=(edition_path(&home.key)) { (home.title) }
                }
                ": look up one of those areas, which are listed below."
            }
        }
    }
}

/// Whether a cell only says the area's name again.
fn repeats(table: &crate::engine::KeyedTable, at: usize, column: usize, name: &str) -> bool {
    table.table.columns()[column].kind != ColumnKind::Number
        && table.table.cell(at, column).display().trim().eq_ignore_ascii_case(name)
}

fn one_row(edition: &Edition, table: &crate::engine::KeyedTable, at: usize, named: &str) -> Markup {
    html! {
        dl class="govuk-summary-list ww-figures" {
            @for (column, info) in table.table.columns().iter().enumerate() {
                @if Some(column) != table.code_column && !repeats(table, at, column, named) {
                    (row(&info.name, &html! {
                        @let shown = cell(&table.table, at, column, NumberStyle::of(&table.table, column));
                        @if info.kind == ColumnKind::Number {
                            a class="govuk-link ww-figure" href=(source_path(&edition.key, at)) { (shown) }
                        } @else { (shown) }
                    }))
                }
            }
        }
    }
}

fn many_rows(edition: &Edition, table: &crate::engine::KeyedTable, rows: &[usize]) -> Markup {
    let columns: Vec<usize> =
        (0..table.table.columns().len()).filter(|c| Some(*c) != table.code_column).collect();
    let head = html! {
        thead class="govuk-table__head" { tr class="govuk-table__row" {
            @for column in &columns {
                @let numeric = table.table.columns()[*column].kind == ColumnKind::Number;
                th scope="col" class={ "govuk-table__header" @if numeric { " govuk-table__header--numeric" } } { (table.table.columns()[*column].name) }
            }
            th scope="col" class="govuk-table__header" { "Published row" }
        } }
    };
    let body = html! {
        @for at in rows.iter().take(MOST_ROWS) {
            tr class="govuk-table__row" {
                @for column in &columns {
                    (cell_in_column(&table.table, *at, *column))
                }
                td class="govuk-table__cell" {
                    (badges::source_link(&edition.key, *at, &format!("row {}", at + 1)))
                }
            }
        }
    };
    html! {
        details class="govuk-details" {
            summary class="govuk-details__summary" {
                span class="govuk-details__summary-text" { (count(len(rows.len()))) " rows for this area" }
            }
            div class="ww-scroll" role="region" aria-label=(format!("Rows of {}", edition.title)) tabindex="0" {
                table class="govuk-table ww-table" {
                    caption class="govuk-visually-hidden" { "Rows of " (edition.title) }
                    (head) tbody class="govuk-table__body" { (body) }
                }
            }
            @if rows.len() > MOST_ROWS {
                p class="govuk-body-s" { "The first " (MOST_ROWS) " are shown. "
                    a class="govuk-link" href=(edition_path(&edition.key)) { "All rows of the table" } }
            }
        }
    }
}

fn cell_in_column(table: &crate::table::Table, row: usize, column: usize) -> Markup {
    let numeric = table.columns()[column].kind == ColumnKind::Number;
    html! {
        td class={ "govuk-table__cell" @if numeric { " govuk-table__cell--numeric" } } {
            (cell(table, row, column, NumberStyle::of(table, column)))
        }
    }
}

fn contents(engine: &Engine, subject: Subject<'_>) -> Markup {
    let registers = engine.snapshot().datasets.values().filter(|d| d.kind == DatasetKind::Register);
    let newest = registers.filter_map(|d| d.editions.first());
    let inside: Vec<(&Edition, Vec<usize>)> = newest
        .filter_map(|edition| {
            Some((edition, engine.records_in(&edition.key, &subject.edition.key, subject.at)?))
        })
        .collect();
    html! {
        section aria-labelledby="inside" {
            h2 class="govuk-heading-l" id="inside" { "What lies in it" }
            @if inside.is_empty() { p class="govuk-body" { "This place has no register of things on the ground." } }
            @else {
                ul class="govuk-list ww-insides" {
                    @for (edition, records) in &inside { li { (inside_item(edition, records)) } }
                }
                p class="govuk-body-s ww-quiet" { "Records without a location are in none of these counts." }
            }
        }
    }
}

fn inside_item(edition: &Edition, records: &[usize]) -> Markup {
    let Some(register) = edition.register() else { return html! {} };
    let line = html! {
        (count(len(records.len()))) " of " a class="govuk-link" href=(edition_path(&edition.key)) { (edition.title) }
    };
    if records.is_empty() || records.len() > MOST_ROWS {
        return html! { p class="govuk-body ww-inside--plain" { (line) } };
    }
    html! {
        details class="govuk-details ww-inside" {
            summary class="govuk-details__summary" { span class="govuk-details__summary-text" { (count(len(records.len()))) " of " (edition.title) } }
            ul class="govuk-list govuk-list--bullet govuk-details__text" {
                @for at in records {
                    @let record = &register.records[*at];
                    li { a class="govuk-link" href=(badges::record_path(&edition.key, *at)) { (record.name.as_ref().unwrap_or(&record.id)) } }
                }
            }
        }
    }
}

fn elsewhere(engine: &Engine, dataset: &Dataset, subject: Subject<'_>) -> Markup {
    use geo::InteriorPoint;
    let middle = subject.area.shape.interior_point().map(|p| crate::geom::Grid { e: p.x(), n: p.y() });
    let found: Vec<_> = middle
        .map(|point| engine.where_is(point, None))
        .unwrap_or_default()
        .into_iter()
        .filter(|found| found.edition != subject.edition.key)
        .collect();
    let others: Vec<_> = dataset.editions.iter().filter(|e| e.key != subject.edition.key).collect();
    html! {
        section aria-labelledby="elsewhere" {
            h2 class="govuk-heading-l" id="elsewhere" { "Where it lies" }
            @if found.is_empty() { p class="govuk-body" { "No other geography of this place covers its middle." } }
            @else {
                p class="govuk-body" { "The areas that hold a point in the middle of " (subject.area.label()) ". Its edges may reach into others." }
                (super::whereabouts::areas_table(engine, &found, &format!("Areas that hold the middle of {}", subject.area.label())))
            }
            @if !others.is_empty() {
                p class="govuk-body" {
                    "Other editions of " (dataset.title) ": "
                    @for (i, other) in others.iter().enumerate() {
                        @if i > 0 { ", " }
                        a class="govuk-link" href=(edition_path(&other.key)) { (other.title) }
                    }
                    "."
                }
            }
        }
    }
}
