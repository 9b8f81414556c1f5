//! The second step: what the file seems to be, and what a person says it is.

use maud::{Markup, html};

use crate::api::uploads::{Detected, Upload};
use crate::api::{App, Problem};
use crate::engine::Engine;
use crate::model::{DatasetKind, Scheme};
use crate::pages::edition::parts::{kind_words, row};
use crate::pages::format::{self, count, counted, len};
use crate::pages::frame::{Page, Section};
use crate::pages::params::Params;

use super::{PATH, problem_box, token_field, trail};

/// The page. `form` holds what was answered before, `problem` what was wrong with it.
#[must_use]
pub fn page(
    app: &App,
    engine: &Engine,
    upload: &Upload,
    detected: &Detected,
    form: &Params,
    problem: Option<&Problem>,
) -> Page {
    let body = html! {
        @if let Some(problem) = problem { (problem_box(problem)) }
        span class="govuk-caption-xl" { "Step 2 of 3" }
        h1 class="govuk-heading-xl" { "What is " (detected.file) "?" }
        (found(detected))
        @if detected.kind.is_some() { (questions(app, engine, upload, detected, form)) }
        (discard(app, upload))
    };
    let start = if problem.is_some() { "Error: what" } else { "What" };
    Page { title: format!("{start} is {}?", detected.file), section: Section::Data, trail: trail(), body }
}

fn found(detected: &Detected) -> Markup {
    html! {
        dl class="govuk-summary-list" {
            (row("Format", &html! { (detected.format.as_deref().unwrap_or("cannot be told")) @if let Some(part) = &detected.part { ", part " code { (part) } } }))
            (row("Records", &html! { (count(len(detected.rows))) }))
            (row("Coordinates", &html! { (detected.crs.as_deref().unwrap_or("none declared")) }))
            (row("Codes match", &fits(detected)))
        }
        @if !detected.faults.is_empty() {
            h2 class="govuk-heading-m" { "What was noticed while reading" }
            ul class="govuk-list govuk-list--bullet" {
                @for fault in &detected.faults { li { (fault.message) @if !fault.advice.is_empty() { " " span class="ww-quiet" { (fault.advice) } } } }
            }
        }
        @if !detected.columns.is_empty() { (columns(detected)) }
    }
}

fn fits(detected: &Detected) -> Markup {
    html! {
        @if detected.fits.is_empty() { "no edition of any layer" }
        @else {
            ul class="govuk-list" {
                @for fit in detected.fits.iter().take(6) {
                    li { strong { (share(fit.matched, fit.values)) } " " (fit.edition) ", by column " code { (fit.column) }
                        " (" (count(len(fit.matched))) " of " (count(len(fit.values))) ")" }
                }
            }
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of codes are far below 2^52")]
fn share(matched: usize, values: usize) -> String {
    format::percent(if values == 0 { 0.0 } else { matched as f64 / values as f64 })
}

fn columns(detected: &Detected) -> Markup {
    html! {
        details class="govuk-details" {
            summary class="govuk-details__summary" {
                span class="govuk-details__summary-text" { (format::sentence(&counted(len(detected.columns.len()), "column", "columns"))) " with their first values" }
            }
            dl class="govuk-summary-list" {
                @for column in &detected.columns { (row(&column.name, &html! { (column.examples.join(", ")) })) }
            }
        }
    }
}

fn questions(app: &App, engine: &Engine, upload: &Upload, detected: &Detected, form: &Params) -> Markup {
    let text = |name, label, hint| text_field(form, name, label, hint);
    let pick = |name, label, guess: Option<&str>| column_field(detected, form, name, label, guess);
    html! {
        form action=(format!("{PATH}/{}/check", upload.id)) method="post" {
            h2 class="govuk-heading-l" { "Say what it is" }
            (kinds(detected, form))
            (datasets(engine, form))
            (text("new_dataset", "Id of a new data set", "Lower-case letters, digits and hyphens, such as libraries. Only for a new one."))
            (text("dataset_title", "Name of a new data set", "Such as Libraries"))
            (text("edition", "Id of this edition", "Such as 2021. One that exists is replaced."))
            (text("title", "Name of this edition", "Such as Libraries, May 2021. Optional."))
            (pick("code", "Column of codes or ids", detected.code.as_deref()))
            (pick("name", "Column of names", detected.name.as_deref()))
            (text("crs", "Coordinate system", "Only where the file declares none: EPSG:27700 for eastings and northings, EPSG:4326 for longitude and latitude"))
            details class="govuk-details" open[form.get("valid_from").is_some()] {
                summary class="govuk-details__summary" { span class="govuk-details__summary-text" { "Dates and period" } }
                (text("valid_from", "First day in force", "Year-month-day, such as 2018-05-03"))
                (text("valid_to", "First day no longer in force", "Year-month-day"))
                (text("period", "Period of the figures", "Such as Census 2021"))
            }
            details class="govuk-details" { summary class="govuk-details__summary" { span class="govuk-details__summary-text" { "Boundaries: scheme of the codes" } } (schemes(form)) }
            details class="govuk-details" open[detected.kind.as_deref() == Some("table")] {
                summary class="govuk-details__summary" { span class="govuk-details__summary-text" { "Tables: whose codes are these?" } }
                (geographies(engine, detected, form))
            }
            details class="govuk-details" open[detected.kind.as_deref() == Some("register")] {
                summary class="govuk-details__summary" { span class="govuk-details__summary-text" { "Registers: where do records lie?" } }
                (pick("easting", "Easting", None)) (pick("northing", "Northing", None))
                (pick("lon", "Longitude", None)) (pick("lat", "Latitude", None))
                (pick("grid_ref", "Grid reference", None)) (pick("postcode", "Postcode", detected.postcode.as_deref()))
                (facets(detected, form))
            }
            h2 class="govuk-heading-m" { "Licence" }
            (text("licence", "Licence", "Such as Open Government Licence v3.0"))
            (text("attribution", "Attribution", "The sentence that the publisher asks to be shown"))
            (text("source", "Publisher's page", "Address of the page that offers the file. Optional."))
            (token_field(app, "check-token"))
            button class="govuk-button" type="submit" { "Check the file" }
        }
    }
}

fn kinds(detected: &Detected, form: &Params) -> Markup {
    let chosen = form.get("kind").or(detected.kind.as_deref());
    html! {
        fieldset class="govuk-fieldset govuk-form-group" {
            legend class="govuk-fieldset__legend govuk-fieldset__legend--s" { "What does it hold?" }
            div class="govuk-radios govuk-radios--small" {
                @for kind in DatasetKind::ALL {
                    @let id = format!("kind-{}", kind.key());
                    div class="govuk-radios__item" {
                        input class="govuk-radios__input" id=(id) type="radio" name="kind" value=(kind.key()) checked[chosen == Some(kind.key())];
                        label class="govuk-label govuk-radios__label" for=(id) {
                            (kind_words(kind)) @match kind {
                                DatasetKind::Layer => ": areas with shapes",
                                DatasetKind::Register => ": things at points, such as buildings",
                                DatasetKind::Table => ", one row an area",
                            }
                        }
                    }
                }
            }
        }
    }
}

fn datasets(engine: &Engine, form: &Params) -> Markup {
    let chosen = form.get("dataset");
    html! {
        div class="govuk-form-group" {
            label class="govuk-label" for="dataset" { "Data set" }
            select class="govuk-select" id="dataset" name="dataset" {
                option value="+" { "A new one" }
                @for set in engine.snapshot().datasets.values() {
                    option value=(set.id) selected[chosen == Some(set.id.as_str())] { (set.title) " (" (kind_words(set.kind)) ")" }
                }
            }
        }
    }
}

fn schemes(form: &Params) -> Markup {
    html! {
        div class="govuk-form-group" {
            label class="govuk-label" for="scheme" { "Scheme" }
            select class="govuk-select" id="scheme" name="scheme" {
                @for scheme in Scheme::ALL {
                    option value=(scheme.key()) selected[form.get("scheme") == Some(scheme.key())] {
                        @match scheme {
                            Scheme::Gss => "GSS: a letter and eight digits",
                            Scheme::NorthernIrelandSmallArea => "Northern Ireland small areas",
                            Scheme::Name => "Names only",
                            Scheme::Own => "The publisher's own codes",
                        }
                    }
                }
            }
        }
    }
}

fn geographies(engine: &Engine, detected: &Detected, form: &Params) -> Markup {
    let best = detected.fits.first().and_then(|fit| fit.edition.split_once('@')).map(|(layer, _)| layer);
    let chosen = form.get("geography").or(best);
    html! {
        div class="govuk-form-group" {
            label class="govuk-label" for="geography" { "Boundaries whose codes the rows carry" }
            select class="govuk-select" id="geography" name="geography" {
                option value="" { "None" }
                @for set in engine.snapshot().datasets.values().filter(|set| set.kind == DatasetKind::Layer) {
                    option value=(set.id) selected[chosen == Some(set.id.as_str())] { (set.title) }
                }
            }
        }
    }
}

fn facets(detected: &Detected, form: &Params) -> Markup {
    let chosen: Vec<&str> = form.all("facet").collect();
    html! {
        fieldset class="govuk-fieldset govuk-form-group" {
            legend class="govuk-fieldset__legend" { "Columns to offer as filters" }
            div class="govuk-checkboxes govuk-checkboxes--small ww-columns" {
                @for (i, column) in detected.columns.iter().enumerate() {
                    @let id = format!("facet-{i}");
                    div class="govuk-checkboxes__item" {
                        input class="govuk-checkboxes__input" id=(id) type="checkbox" name="facet" value=(column.name) checked[chosen.contains(&column.name.as_str())];
                        label class="govuk-label govuk-checkboxes__label" for=(id) { (column.name) }
                    }
                }
            }
        }
    }
}

fn text_field(form: &Params, name: &str, label: &str, hint: &str) -> Markup {
    let hint_id = format!("{name}-hint");
    html! {
        div class="govuk-form-group" {
            label class="govuk-label" for=(name) { (label) }
            div class="govuk-hint" id=(hint_id) { (hint) }
            input class="govuk-input govuk-input--width-20" id=(name) name=(name) type="text" maxlength="500"
                value=[form.get(name)] autocomplete="off" aria-describedby=(hint_id);
        }
    }
}

fn column_field(detected: &Detected, form: &Params, name: &str, label: &str, guess: Option<&str>) -> Markup {
    let chosen = form.get(name).or(if form.0.is_empty() { guess } else { None });
    html! {
        div class="govuk-form-group" {
            label class="govuk-label" for=(name) { (label) }
            select class="govuk-select" id=(name) name=(name) {
                option value="" { "None" }
                @for column in &detected.columns {
                    option value=(column.name) selected[chosen == Some(column.name.trim())] { (column.name) }
                }
            }
        }
    }
}

/// A way out of each step.
pub fn discard(app: &App, upload: &Upload) -> Markup {
    html! {
        form class="ww-discard" action=(format!("{PATH}/{}/discard", upload.id)) method="post" {
            h2 class="govuk-heading-m" { "Not this file?" }
            (token_field(app, "discard-token"))
            button class="govuk-button govuk-button--secondary" type="submit" { "Discard it" }
        }
    }
}
