//! The page of one edition of a register: filters, map, list, checks, downloads.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};

use crate::engine::{Edition, Engine};
use crate::register::Register;

use super::badges::{self, edition_path, record_path};
use super::edition::parts;
use super::format::{self, NumberStyle, count, counted, len};
use super::frame::{Page, Section};
use super::layer::Asked;
use super::listing::{self, Head, Listing};
use super::mapblock::{Dot, register_map};
use super::params::Params;

/// Values of one facet that are offered; the rest are found by text.
const MOST_VALUES: usize = 30;

/// What the form asks for: text, and the wanted values of each facet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    text: Option<String>,
    facets: BTreeMap<usize, BTreeSet<String>>,
    /// `Some(true)` keeps records on the map, `Some(false)` those that are not.
    located: Option<bool>,
}

impl Filter {
    /// Reads the filter from an address: `q`, `f3=value`, `located=yes|no`.
    #[must_use]
    pub fn read(params: &Params, register: &Register) -> Self {
        let mut facets: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
        for column in &register.facets {
            let wanted: BTreeSet<String> = params.all(&facet_key(*column)).map(str::to_owned).collect();
            if !wanted.is_empty() {
                facets.insert(*column, wanted);
            }
        }
        let located = match params.get("located") {
            Some("yes") => Some(true),
            Some("no") => Some(false),
            _ => None,
        };
        Self { text: params.get("q").map(str::to_lowercase), facets, located }
    }

    /// Whether nothing is filtered.
    #[must_use]
    pub fn is_open(&self) -> bool {
        *self == Self::default()
    }

    /// The records that pass, in published order.
    #[must_use]
    pub fn rows(&self, register: &Register) -> Vec<usize> {
        (0..register.records.len()).filter(|row| self.passes(register, *row, None)).collect()
    }

    /// Whether a record passes, one facet left aside (for the counts beside its values).
    fn passes(&self, register: &Register, row: usize, aside: Option<usize>) -> bool {
        let record = &register.records[row];
        self.located.is_none_or(|wanted| record.location.is_some() == wanted)
            && self.facets.iter().all(|(column, wanted)| {
                aside == Some(*column) || wanted.contains(&value(register, row, *column))
            })
            && self.text.as_ref().is_none_or(|text| holds(register, row, text))
    }

    /// How many records each value of a facet would leave, the facet's own choice aside.
    fn counts(&self, register: &Register, column: usize) -> Vec<(String, u64)> {
        let mut counts: BTreeMap<String, u64> = BTreeMap::new();
        for row in 0..register.records.len() {
            if self.passes(register, row, Some(column)) {
                *counts.entry(value(register, row, column)).or_insert(0) += 1;
            }
        }
        let chosen = self.facets.get(&column);
        for wanted in chosen.into_iter().flatten() {
            counts.entry(wanted.clone()).or_insert(0);
        }
        let mut counts: Vec<_> = counts.into_iter().collect();
        counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        counts
    }
}

fn facet_key(column: usize) -> String {
    format!("f{}", column + 1)
}

/// A facet's value as it is shown and compared; gaps are a value of their own.
fn value(register: &Register, row: usize, column: usize) -> String {
    let table = &register.attributes;
    table
        .gap(row, column)
        .map_or_else(|| table.cell(row, column).display().trim().to_owned(), |gap| gap.words().to_owned())
}

fn holds(register: &Register, row: usize, text: &str) -> bool {
    let record = &register.records[row];
    let named = record.name.iter().chain([&record.id]).any(|t| t.to_lowercase().contains(text));
    let table = &register.attributes;
    named
        || (0..table.columns().len())
            .any(|column| table.cell(row, column).display().to_lowercase().contains(text))
}

/// The dots of the records that pass and have a place.
#[must_use]
pub fn dots(register: &Register, rows: &[usize]) -> Vec<Dot> {
    let located = rows.iter().filter_map(|row| {
        let record = register.records.get(*row)?;
        let (at, _) = record.location?;
        Some(Dot { row: *row, at, label: record.name.clone().unwrap_or_else(|| record.id.clone()) })
    });
    located.collect()
}

/// The page.
#[must_use]
pub fn page(engine: &Engine, asked: Asked<'_>, register: &Register) -> Page {
    let Asked { dataset, edition, params, .. } = asked;
    let path = edition_path(&edition.key);
    let filter = Filter::read(params, register);
    let rows = filter.rows(register);
    let dots = dots(register, &rows);
    let sections = [
        ("list-heading", "List"),
        ("map-heading", "Map"),
        ("checks", "Checks"),
        ("downloads", "Downloads"),
        ("about", "Source and licence"),
        ("editions", "Other editions"),
    ];
    let query = params.with("sort", None).with("order", None).with("page", None).at("");
    let body = html! {
        (parts::heading(dataset, edition))
        p class="govuk-body" { (sentence(register)) }
        (parts::contents(&sections))
        div class="ww-register" data-island="register" {
            div class="ww-register__filters" { (filters(&path, params, register, &filter)) }
            div class="ww-register__results" id="results" {
                h2 class="govuk-heading-l" id="list-heading" { (results_words(register, &rows, &filter)) }
                p class="govuk-body" { (placed_words(&rows, &dots)) }
                section aria-labelledby="map-heading" {
                    h3 class="govuk-heading-m" id="map-heading" { "Map" }
                    (register_map(engine, edition, &dots, &query, &placed_words(&rows, &dots)))
                }
                (list(edition, &path, params, register, rows))
            }
        }
        (parts::checks(asked.report))
        (parts::downloads(edition, asked.api))
        (parts::about(edition))
        (parts::other_editions(dataset, edition))
    };
    let title = format!("{}: list and map, {}", edition.title, format::validity(edition.validity));
    Page { title, section: Section::Registers, trail: vec![("Registers".into(), "/registers".into())], body }
}

fn sentence(register: &Register) -> String {
    let missing = register.records.iter().filter(|record| record.location.is_none()).count();
    let size = format::sentence(&counted(len(register.records.len()), "record", "records"));
    match missing {
        0 => format!("{size}, all of them placed on the ground."),
        _ => format!(
            "{size}; {} no location and cannot be on the map, but stand in the list.",
            if missing == 1 { "1 has".to_owned() } else { format!("{} have", count(len(missing))) }
        ),
    }
}

fn results_words(register: &Register, rows: &[usize], filter: &Filter) -> String {
    if filter.is_open() {
        return format!("All {}", counted(len(rows.len()), "record", "records"));
    }
    let pass = if rows.len() == 1 { "passes" } else { "pass" };
    format!("{} of {} records {pass} the filter", count(len(rows.len())), count(len(register.records.len())))
}

fn placed_words(rows: &[usize], dots: &[Dot]) -> String {
    let missing = rows.len() - dots.len();
    let on_map = format!("{} on the map", format::sentence(&counted(len(dots.len()), "record", "records")));
    match missing {
        0 => format!("{on_map}."),
        1 => format!("{on_map}; 1 is not located."),
        _ => format!("{on_map}; {} are not located.", count(len(missing))),
    }
}

fn filters(path: &str, params: &Params, register: &Register, filter: &Filter) -> Markup {
    html! {
        form action=(path) method="get" class="ww-filters ww-noprint" {
            h2 class="govuk-heading-m" { "Filter" }
            div class="govuk-form-group" {
                label class="govuk-label" for="register-text" { "Contains" }
                input class="govuk-input" id="register-text" name="q" type="search" maxlength="200"
                    value=[params.get("q")] autocomplete="off";
            }
            @for column in &register.facets { (facet(register, filter, *column)) }
            (located(filter))
            button class="govuk-button" type="submit" { "Show records" }
            @if !filter.is_open() { p class="govuk-body" { a class="govuk-link" href=(path) { "Clear the filter" } } }
        }
    }
}

fn facet(register: &Register, filter: &Filter, column: usize) -> Markup {
    let counts = filter.counts(register, column);
    let chosen = filter.facets.get(&column);
    let name = register.attributes.columns().get(column).map_or("", |info| info.name.as_str());
    let key = facet_key(column);
    html! {
        details class="ww-facet" open[chosen.is_some()] {
            summary class="ww-facet__name" { (name) }
            fieldset class="govuk-fieldset" {
                legend class="govuk-visually-hidden" { (name) }
                div class="govuk-checkboxes govuk-checkboxes--small" {
                    @for (i, (value, n)) in counts.iter().take(MOST_VALUES).enumerate() {
                        @let id = format!("{key}-{i}");
                        div class="govuk-checkboxes__item" {
                            input class="govuk-checkboxes__input" type="checkbox" id=(id) name=(key) value=(value)
                                checked[chosen.is_some_and(|c| c.contains(value))];
                            label class="govuk-label govuk-checkboxes__label" for=(id) {
                                (value) " " span class="ww-quiet" { "(" (count(*n)) ")" }
                            }
                        }
                    }
                }
                @if counts.len() > MOST_VALUES {
                    p class="govuk-body-s ww-quiet" {
                        (count(len(counts.len() - MOST_VALUES))) " rarer values are not offered here; find them by text."
                    }
                }
            }
        }
    }
}

fn located(filter: &Filter) -> Markup {
    html! {
        div class="govuk-form-group" {
            label class="govuk-label" for="located" { "Location" }
            select class="govuk-select" id="located" name="located" {
                option value="" selected[filter.located.is_none()] { "All records" }
                option value="yes" selected[filter.located == Some(true)] { "Only those on the map" }
                option value="no" selected[filter.located == Some(false)] { "Only those without a location" }
            }
        }
    }
}

fn list(edition: &Edition, path: &str, params: &Params, register: &Register, mut rows: Vec<usize>) -> Markup {
    if rows.is_empty() {
        return html! {
            p class="govuk-inset-text" id="list" {
                "No record passes the filter. Take a tick away, or "
                a class="govuk-link" href=(path) { "clear the filter" } "."
            }
        };
    }
    let listing = Listing { path, params, per_page: listing::PER_PAGE };
    if let Some((key, down)) = listing.order() {
        sort(&mut rows, register, key, down);
    }
    let table = &register.attributes;
    let mut heads = vec![Head::words("Name", "name")];
    let shown: Vec<usize> = register.facets.iter().copied().take(3).collect();
    heads.extend(
        shown
            .iter()
            .filter_map(|c| Some(Head::words(&table.columns().get(*c)?.name, &format!("c{}", c + 1)))),
    );
    heads.push(Head::words("Location", "location"));
    heads.push(Head::plain("Published row"));
    let window = listing.window(rows.len());
    let cells = html! {
        @for row in &rows[window] {
            @let record = &register.records[*row];
            @let label = record.name.as_ref().unwrap_or(&record.id);
            tr class="govuk-table__row" data-code=(row + 1) {
                th scope="row" class="govuk-table__header" { a class="govuk-link" href=(record_path(&edition.key, *row)) { (label) } }
                @for column in &shown {
                    td class="govuk-table__cell" { (super::cell::cell(table, *row, *column, NumberStyle::of(table, *column))) }
                }
                td class="govuk-table__cell" {
                    @let precision = record.location.map(|(_, precision)| precision);
                    @if precision.is_none() { span class="ww-missing" { (badges::precision_short(None)) } }
                    @else { (badges::precision_short(precision)) }
                }
                td class="govuk-table__cell" {
                    (badges::source_link(&edition.key, *row, label))
                }
            }
        }
    };
    html! {
        h3 class="govuk-heading-m" { "List" }
        (listing::table(&format!("Records of {}", edition.title), &listing.head(&heads), &cells))
        (listing.pager(rows.len(), "record", "records"))
    }
}

fn sort(rows: &mut [usize], register: &Register, key: &str, down: bool) {
    let record = |row: usize| &register.records[row];
    match key {
        "name" => listing::sort_by(
            rows,
            down,
            |row| Some(record(row).name.as_ref().unwrap_or(&record(row).id).to_lowercase()),
            Ord::cmp,
        ),
        "location" => listing::sort_by(rows, down, |row| record(row).location.map(|(_, p)| p), Ord::cmp),
        _ => {
            if let Some(column) = super::table::column_of(key) {
                listing::sort_by(
                    rows,
                    down,
                    |row| Some(value(register, row, column).to_lowercase()),
                    Ord::cmp,
                );
            }
        }
    }
}
