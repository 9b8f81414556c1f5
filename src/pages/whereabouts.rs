//! "Where": every area of every geography that holds a point, on a day or on any.

use jiff::civil::Date;
use maud::{Markup, html};

use crate::engine::{Engine, Found};
use crate::geom::{Grid, LonLat, crs};

use super::badges::{area_path, edition_path};
use super::format::{self, NumberStyle, counted, len, number};
use super::frame::{Page, Section};
use super::listing;
use super::mapblock::{Purpose, layer_map, main_layer};
use super::params::Params;
use super::point::{self, Spot};

/// The page.
#[must_use]
pub fn page(engine: &Engine, params: &Params) -> Page {
    let asked = params.get("q").or_else(|| params.get("lonlat")).or_else(|| params.get("grid"));
    let on = params.get("date").map(str::parse::<Date>);
    let day = on.as_ref().and_then(|on| on.as_ref().ok().copied());
    let spot = asked.map(|text| point::read(engine, text, day));
    let problem = match (&spot, &on) {
        (Some(Err(problem)), _) => Some(("where-q", problem.clone())),
        (_, Some(Err(_unreadable))) => {
            Some(("where-date", "Write the date as year-month-day, such as 2019-05-01".to_owned()))
        }
        _ => None,
    };
    let on = on.and_then(Result::ok);
    let body = html! {
        @if let Some((field, problem)) = &problem { (error_summary(field, problem)) }
        h1 class="govuk-heading-xl" { "Where is it?" }
        p class="govuk-body-l" { "Every area that holds an address or a spot, with the days each boundary was in force." }
        (form(asked, params.get("date"), problem.as_ref()))
        @if let Some(Ok(spot)) = &spot { @if problem.is_none() { (answer(engine, spot, on)) } }
        (click_map(engine, spot.as_ref().and_then(|spot| spot.as_ref().ok())))
    };
    let title = match (&spot, problem.is_some()) {
        (Some(Ok(spot)), false) => format!("Areas that hold {}, {}", spot.label, on_words(on)),
        (_, true) => "Error: where is it?".to_owned(),
        _ => "Where: every area that holds a point".to_owned(),
    };
    Page { title, section: Section::Where, trail: Vec::new(), body }
}

fn on_words(on: Option<Date>) -> String {
    on.map_or_else(|| "all dates".to_owned(), |day| format!("on {}", format::day(day)))
}

/// The box above a page that says which field is wrong, and leads to it.
pub(super) fn error_summary(field: &str, problem: &str) -> Markup {
    html! {
        div class="govuk-error-summary" tabindex="-1" data-focus="true" {
            div role="alert" {
                h2 class="govuk-error-summary__title" { "There is a problem" }
                div class="govuk-error-summary__body" {
                    ul class="govuk-list govuk-error-summary__list" { li { a href=(format!("#{field}")) { (problem) } } }
                }
            }
        }
    }
}

fn form(asked: Option<&str>, date: Option<&str>, problem: Option<&(&str, String)>) -> Markup {
    let wrong = |field: &str| problem.filter(|(at, _)| *at == field).map(|(_, words)| words);
    html! {
        form class="ww-where" action="/where" method="get" {
            div class={ "govuk-form-group" @if wrong("where-q").is_some() { " govuk-form-group--error" } } {
                label class="govuk-label govuk-label--s" for="where-q" { "Postcode, grid reference or coordinates" }
                div class="govuk-hint" id="where-q-hint" { "Such as B1 1BB, SP 066 867, 406689, 286822 or 52.4797, -1.9027" }
                @if let Some(words) = wrong("where-q") {
                    p class="govuk-error-message" id="where-q-error" { span class="govuk-visually-hidden" { "Error: " } (words) }
                }
                input class={ "govuk-input govuk-input--width-20" @if wrong("where-q").is_some() { " govuk-input--error" } }
                    id="where-q" name="q" type="text" maxlength="200" value=[asked] autocomplete="postal-code"
                    spellcheck="false" aria-describedby=(described("where-q", wrong("where-q").is_some()));
            }
            div class={ "govuk-form-group" @if wrong("where-date").is_some() { " govuk-form-group--error" } } {
                label class="govuk-label govuk-label--s" for="where-date" { "On this day (optional)" }
                div class="govuk-hint" id="where-date-hint" { "Year-month-day, such as 2019-05-01. Leave it out for all editions." }
                @if let Some(words) = wrong("where-date") {
                    p class="govuk-error-message" id="where-date-error" { span class="govuk-visually-hidden" { "Error: " } (words) }
                }
                input class="govuk-input govuk-input--width-10" id="where-date" name="date" type="text" maxlength="10"
                    value=[date] autocomplete="off" aria-describedby=(described("where-date", wrong("where-date").is_some()));
            }
            button class="govuk-button" type="submit" { "Show areas" }
        }
    }
}

fn described(field: &str, wrong: bool) -> String {
    if wrong { format!("{field}-hint {field}-error") } else { format!("{field}-hint") }
}

fn answer(engine: &Engine, spot: &Spot, on: Option<Date>) -> Markup {
    let found = engine.where_is(spot.point, on);
    html! {
        section aria-labelledby="answer" class="ww-answer" {
            h2 class="govuk-heading-l" id="answer" { (spot.label) ", " (on_words(on)) }
            p class="govuk-body" {
                strong { "How exact: " } (spot.precision) ". "
                "Easting " (number(spot.point.e.round(), NumberStyle::PLAIN)) ", northing " (number(spot.point.n.round(), NumberStyle::PLAIN))
                (degrees(spot.point)) "."
            }
            @if found.is_empty() {
                p class="govuk-inset-text" {
                    @if on.is_some() { "No area was in force here on that day. Leave the date out to see all editions." }
                    @else { "No area of this place holds the spot: it lies outside." }
                }
            } @else {
                p class="govuk-body" { (format::sentence(&counted(len(found.len()), "area holds", "areas hold"))) " this spot." }
                (areas_table(engine, &found, &format!("Areas that hold {}", spot.label)))
            }
        }
    }
}

fn degrees(point: Grid) -> String {
    crs::grid_to_lonlat(point).map_or_else(
        |_outside| String::new(),
        |LonLat { lon, lat }| format!(" (latitude {lat:.5}, longitude {lon:.5})"),
    )
}

/// The areas of an answer, one row each, with their editions.
#[must_use]
pub fn areas_table(engine: &Engine, found: &[Found], caption: &str) -> Markup {
    let head = html! {
        thead class="govuk-table__head" role="rowgroup" {
            tr class="govuk-table__row" role="row" {
                @for label in ["Geography", "Area", "Code", "In force"] {
                    th scope="col" role="columnheader" class="govuk-table__header" { (label) }
                }
            }
        }
    };
    let rows = html! {
        @for area in found {
            tr class="govuk-table__row" role="row" {
                td class="govuk-table__cell" role="cell" data-label="Geography" {
                    a class="govuk-link" href=(edition_path(&area.edition)) { (edition_title(engine, area)) }
                }
                th scope="row" role="rowheader" class="govuk-table__header" data-label="Area" {
                    a class="govuk-link" href=(area_path(&area.edition, area.code.as_str())) { (area.name.as_deref().unwrap_or(area.code.as_str())) }
                    @if area.on_boundary { " " span class="ww-quiet" { "(on its boundary)" } }
                }
                td class="govuk-table__cell" role="cell" data-label="Code" { (area.code) }
                td class="govuk-table__cell" role="cell" data-label="In force" { (format::in_force(area.validity)) }
            }
        }
    };
    listing::stacking_table(caption, &head, &rows)
}

fn edition_title(engine: &Engine, found: &Found) -> String {
    engine.edition(&found.edition).map_or_else(|| found.edition.to_string(), |edition| edition.title.clone())
}

fn click_map(engine: &Engine, spot: Option<&Spot>) -> Markup {
    let heading = if spot.is_some() { "On the map" } else { "Choose on the map" };
    let purpose = Purpose { asks_where: true, spot: spot.map(|spot| (spot.point, spot.label.as_str())) };
    let Some((edition, layer)) = main_layer(engine).and_then(|e| Some((e, e.layer()?))) else {
        return html! {};
    };
    html! {
        section aria-labelledby="where-map" {
            h2 class="govuk-heading-l" id="where-map" { (heading) }
            p class="govuk-body" { @if let Some(spot) = spot { "The dot marks " (spot.label) ". " } "Choose an area to see its page. With scripts on, choose any spot to ask which areas hold it." }
            (layer_map(engine, edition, layer, None, purpose))
        }
    }
}
