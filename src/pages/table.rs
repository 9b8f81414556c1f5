//! The page of one edition of a table: rows, joined map, checks, downloads.

use maud::{Markup, html};

use crate::draft::Cell;
use crate::engine::{Edition, Engine, KeyedTable};
use crate::layer::Layer;
use crate::table::{ColumnInfo, ColumnKind};

use super::badges::{self, area_path, edition_path};
use super::cell::cell;
use super::edition::{chooser, parts};
use super::figures::{self, Figure};
use super::format::{self, NumberStyle, count, counted, len};
use super::frame::{Page, Section};
use super::layer::Asked;
use super::listing::{self, Head, Listing};
use super::mapblock::{Purpose, layer_map};
use super::params::Params;

/// The page.
#[must_use]
pub fn page(engine: &Engine, asked: Asked<'_>, table: &KeyedTable) -> Page {
    let Asked { dataset, edition, params, .. } = asked;
    let path = edition_path(&edition.key);
    let geography = table.geography.as_ref().and_then(|key| engine.edition(key));
    let mut sections = vec![
        ("rows", "Rows"),
        ("checks", "Checks"),
        ("downloads", "Downloads"),
        ("about", "Source and licence"),
        ("editions", "Other editions"),
    ];
    if geography.is_some() {
        sections.insert(0, ("map-heading", "Map"));
    }
    let body = html! {
        (parts::heading(dataset, edition))
        p class="govuk-body" { (sentence(table)) " " (geography_words(geography)) }
        (parts::contents(&sections))
        @if let Some((home, layer)) = geography.and_then(|e| Some((e, e.layer()?))) {
            (map(engine, asked, table, home, layer, &path))
        }
        section aria-labelledby="rows" {
            h2 class="govuk-heading-l" id="rows" { "Rows" }
            (filter_form(&path, params))
            (rows(asked, &path, table, geography))
        }
        (parts::checks(asked.report))
        (parts::downloads(edition, asked.api))
        (parts::about(edition))
        (parts::other_editions(dataset, edition))
    };
    let when = edition.period.clone().unwrap_or_else(|| format::validity(edition.validity));
    let title = format!("{}: figures and checks, {when}", edition.title);
    Page { title, section: Section::Data, trail: vec![("Data".into(), "/data".into())], body }
}

fn sentence(table: &KeyedTable) -> String {
    let gaps = (0..table.table.columns().len())
        .flat_map(|column| (0..table.table.len()).map(move |row| (row, column)))
        .filter(|(row, column)| table.table.gap(*row, *column).is_some())
        .count();
    let size = format!(
        "{} of {}.",
        format::sentence(&counted(len(table.table.len()), "row", "rows")),
        counted(len(table.table.columns().len()), "column", "columns")
    );
    match gaps {
        0 => format!("{size} Every cell has a value."),
        1 => format!("{size} 1 cell has no value; the row says why. It does not count as zero."),
        _ => format!(
            "{size} {} cells have no value; each says why. None of them counts as zero.",
            count(len(gaps))
        ),
    }
}

fn geography_words(geography: Option<&Edition>) -> Markup {
    html! {
        @match geography {
            Some(edition) => {
                "The codes belong to " a class="govuk-link" href=(edition_path(&edition.key)) { (edition.title) }
                " (" (format::validity(edition.validity)) ")."
            },
            None => "The rows are not tied to a boundary layer, so there is no map.",
        }
    }
}

fn map(
    engine: &Engine,
    asked: Asked<'_>,
    table: &KeyedTable,
    home: &Edition,
    layer: &Layer,
    path: &str,
) -> Markup {
    let figures = figures::numeric_columns(asked.edition, table);
    let wanted = asked.params.get("figure").and_then(|key| figures::find(&figures, key));
    let shown = wanted.or(figures.first().copied()).map(|f| f.join(layer, chooser::method(asked.params)));
    html! {
        section aria-labelledby="map-heading" {
            h2 class="govuk-heading-l" id="map-heading" { "Map" }
            @match shown {
                None => p class="govuk-inset-text" { "No column holds numbers, so there is nothing to colour a map by." },
                Some(None) => p class="govuk-inset-text" {
                    "Some areas have several rows, so one map cannot show them all. Download the table, or look an area up to see its rows."
                },
                Some(Some(shown)) => {
                    (column_form(path, &figures, shown.figure, asked.params))
                    p class="govuk-body" { (shown.sentence(layer)) }
                    (layer_map(engine, home, layer, Some(&shown), Purpose::default()))
                }
            }
        }
    }
}

fn column_form(path: &str, figures: &[Figure<'_>], chosen: Figure<'_>, params: &Params) -> Markup {
    html! {
        form class="ww-chooser ww-noprint" action=(path) method="get" {
            div class="govuk-form-group" {
                label class="govuk-label" for="figure" { "Column" }
                select class="govuk-select" id="figure" name="figure" {
                    @for figure in figures {
                        option value=(figure.key()) selected[figure.column == chosen.column] { (figure.name()) }
                    }
                }
            }
            (chooser::methods(chooser::method(params)))
            button class="govuk-button govuk-button--secondary" type="submit" { "Show" }
        }
    }
}

fn filter_form(path: &str, params: &Params) -> Markup {
    html! {
        form class="ww-filter ww-noprint" action=(format!("{path}#rows")) method="get" {
            div class="govuk-form-group" {
                label class="govuk-label" for="row-filter" { "Only rows that contain" }
                input class="govuk-input govuk-input--width-20" id="row-filter" name="q" type="search" maxlength="200"
                    value=[params.get("q")] autocomplete="off";
            }
            @for name in ["figure", "classes"] {
                @if let Some(value) = params.get(name) { input type="hidden" name=(name) value=(value); }
            }
            button class="govuk-button govuk-button--secondary" type="submit" { "Filter" }
        }
    }
}

fn rows(asked: Asked<'_>, path: &str, keyed: &KeyedTable, geography: Option<&Edition>) -> Markup {
    let table = &keyed.table;
    let listing = Listing { path, params: asked.params, per_page: listing::rows_for(table.columns().len()) };
    let mut rows = matching(keyed, asked.params.get("q"));
    if rows.is_empty() {
        return html! {
            p class="govuk-inset-text" id="list" {
                @if table.is_empty() { "The table has no row." } @else {
                    "No row contains “" (asked.params.get("q").unwrap_or_default()) "”. "
                    a class="govuk-link" href=(format!("{path}#rows")) { "Show all rows" }
                }
            }
        };
    }
    if let Some((key, down)) = listing.order()
        && let Some(column) = column_of(key)
    {
        sort(&mut rows, keyed, column, down);
    }
    let mut heads: Vec<Head> = table.columns().iter().enumerate().map(|(at, info)| head(at, info)).collect();
    heads.push(Head::plain("Published row"));
    let styles: Vec<NumberStyle> =
        (0..table.columns().len()).map(|column| NumberStyle::of_column(table, column)).collect();
    let window = listing.window(rows.len());
    let cells = html! {
        @for row in &rows[window] {
            tr class="govuk-table__row" data-code=[keyed.code_column.and_then(|c| figures::code_at(keyed, *row, c))] {
                @for (column, info) in table.columns().iter().enumerate() {
                    td class=(cell_class(info)) {
                        @if keyed.code_column == Some(column) { (code(keyed, *row, column, geography)) }
                        @else { (cell(table, *row, column, styles[column])) }
                    }
                }
                td class="govuk-table__cell" {
                    (badges::source_link(&asked.edition.key, *row, &format!("row {}", row + 1)))
                }
            }
        }
    };
    html! {
        (listing::table(&format!("Rows of {}", asked.edition.title), &listing.head(&heads), &cells))
        (listing.pager(rows.len(), "row", "rows"))
    }
}

fn head(at: usize, info: &ColumnInfo) -> Head {
    let key = format!("c{}", at + 1);
    if info.kind == ColumnKind::Number {
        Head::numbers(&info.name, &key)
    } else {
        Head::words(&info.name, &key)
    }
}

fn cell_class(info: &ColumnInfo) -> &'static str {
    if info.kind == ColumnKind::Number {
        "govuk-table__cell govuk-table__cell--numeric"
    } else {
        "govuk-table__cell"
    }
}

fn code(keyed: &KeyedTable, row: usize, column: usize, geography: Option<&Edition>) -> Markup {
    let Some(code) = figures::code_at(keyed, row, column) else {
        return badges::missing(crate::model::Missing::NotGiven);
    };
    let home =
        geography.filter(|e| e.layer().is_some_and(|l| l.areas.iter().any(|a| a.code.as_str() == code)));
    html! {
        @match home {
            Some(edition) => a class="govuk-link" href=(area_path(&edition.key, &code)) { (code) },
            None => (code),
        }
    }
}

fn matching(keyed: &KeyedTable, wanted: Option<&str>) -> Vec<usize> {
    let table = &keyed.table;
    let Some(wanted) = wanted.map(str::to_lowercase) else { return (0..table.len()).collect() };
    let holds = |row: usize| {
        (0..table.columns().len())
            .any(|column| table.cell(row, column).display().to_lowercase().contains(&wanted))
    };
    (0..table.len()).filter(|row| holds(*row)).collect()
}

/// The column that a sort key such as `c3` stands for, from 0.
#[must_use]
pub fn column_of(key: &str) -> Option<usize> {
    key.strip_prefix('c')?.parse::<usize>().ok()?.checked_sub(1)
}

fn sort(rows: &mut [usize], keyed: &KeyedTable, column: usize, down: bool) {
    let table = &keyed.table;
    match table.columns().get(column).map(|info| info.kind) {
        Some(ColumnKind::Number) => {
            listing::sort_by(rows, down, |row| table.number(row, column).ok(), f64::total_cmp);
        }
        Some(ColumnKind::Day) => listing::sort_by(rows, down, |row| table.day(row, column), Ord::cmp),
        Some(_) => listing::sort_by(
            rows,
            down,
            |row| match table.cell(row, column) {
                Cell::Empty => None,
                cell => Some(cell.display().to_lowercase()),
            },
            Ord::cmp,
        ),
        None => {}
    }
}
