//! The second step: what the file seems to be, and what a person says it is.

use maud::{Markup, html};

use crate::api::App;
use crate::api::uploads::{Detected, Proposal, Upload};
use crate::engine::Engine;
use crate::ingest::read::Format;
use crate::model::{DatasetKind, Scheme};
use crate::pages::edition::parts::{kind_words, row};
use crate::pages::format::{self, count, counted, len};
use crate::pages::frame::{Page, Section};
use crate::pages::params::Params;

use super::answers::{Answers, column_field, text_field};
use super::wrong::{self, Wrong};
use crate::pages::token::token_field;

use super::{PATH, TOKEN_HINT, trail};

/// The page. `form` holds what was answered before, `wrongs` what was wrong with it.
#[must_use]
pub fn page(
    app: &App,
    engine: &Engine,
    upload: &Upload,
    detected: &Detected,
    form: &Params,
    wrongs: &[Wrong],
) -> Page {
    let body = html! {
        (wrong::summary(wrongs))
        span class="govuk-caption-xl" { "Step 2 of 3" }
        h1 class="govuk-heading-xl ww-break" { "What is " (detected.file) "?" }
        (found(detected))
        @if let Some(proposal) = &detected.proposal {
            (questions(app, engine, upload, detected, proposal, &Answers { form, wrongs }))
        }
        (discard(app, upload))
    };
    let start = if wrongs.is_empty() { "What" } else { "Error: what" };
    Page { title: format!("{start} is {}?", detected.file), section: Section::Data, trail: trail(), body }
}

fn found(detected: &Detected) -> Markup {
    html! {
        dl class="govuk-summary-list" {
            (row("Format", &html! { (format_words(detected)) @if let Some(part) = &detected.part { ", part " code { (part) } } }))
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

fn format_words(detected: &Detected) -> &str {
    let format = detected.format.as_deref().and_then(Format::from_key);
    format.map_or("cannot be told", Format::title)
}

fn fits(detected: &Detected) -> Markup {
    html! {
        @if detected.fits.is_empty() { "no boundaries that this place holds" }
        @else {
            ul class="govuk-list" {
                @for fit in detected.fits.iter().take(6) {
                    li { strong { (format::percent(fit.share)) } " of the codes are those of " (fit.title)
                        " (" (count(fit.matched)) " of " (count(fit.codes)) "; it has " (counted(fit.areas, "area", "areas")) ")" }
                }
            }
        }
    }
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

fn questions(
    app: &App,
    engine: &Engine,
    upload: &Upload,
    detected: &Detected,
    proposal: &Proposal,
    answers: &Answers<'_>,
) -> Markup {
    let text = |name, label, hint| text_field(answers, name, label, hint, None);
    let prefilled = |name, label, hint, guess: &str| text_field(answers, name, label, hint, Some(guess));
    let pick =
        |name, label, guess: Option<&str>| column_field(answers, &detected.columns, name, label, guess);
    let is = |kind: DatasetKind| answers.or("kind", Some(&proposal.kind)) == Some(kind.key());
    let locate = proposal.locate.clone().unwrap_or_default();
    let answered = |names: &[&str]| names.iter().any(|name| answers.form.get(name).is_some());
    html! {
        form action=(format!("{PATH}/{}/check", upload.id)) method="post" {
            h2 class="govuk-heading-l" { "Say what it is" }
            (kinds(answers, proposal))
            (datasets(engine, answers))
            (prefilled("new_dataset", "Id of a new data set", "Lower-case letters, digits and hyphens, such as libraries. Only for a new one.", &proposal.dataset))
            (prefilled("dataset_title", "Name of a new data set", "Such as Libraries. Only for a new one.", &proposal.dataset_title))
            (prefilled("edition", "Id of this edition", "Such as 2021. One that exists is replaced.", &proposal.edition))
            (text("title", "Name of this edition", "Such as Libraries, May 2021. Optional."))
            (pick("code", "Column of codes or ids", proposal.code.as_deref()))
            (pick("name", "Column of names", proposal.name.as_deref()))
            (text("crs", "Coordinate system", "Only where the file declares none: EPSG:27700 for eastings and northings, EPSG:4326 for longitude and latitude"))
            (part("Dates and period", answered(&["valid_from", "valid_to", "period"]), &html! {
                (text("valid_from", "First day in force", "Year-month-day, such as 2018-05-03"))
                (text("valid_to", "First day no longer in force", "Year-month-day"))
                (text("period", "Period of the figures", "Such as Census 2021"))
            }))
            (part("Boundaries: scheme of the codes", is(DatasetKind::Layer), &schemes(answers.form)))
            (part("Tables: whose codes are these?", is(DatasetKind::Table), &geographies(engine, detected, proposal, answers)))
            (part("Registers: where do records lie?", is(DatasetKind::Register), &html! {
                (pick("easting", "Easting", locate.easting.as_deref())) (pick("northing", "Northing", locate.northing.as_deref()))
                (pick("lon", "Longitude", locate.lon.as_deref())) (pick("lat", "Latitude", locate.lat.as_deref()))
                (pick("grid_ref", "Grid reference", locate.grid_ref.as_deref())) (pick("postcode", "Postcode", locate.postcode.as_deref()))
                (facets(detected, proposal, answers))
            }))
            h2 class="govuk-heading-m" { "Licence" }
            (text("licence", "Licence", "Such as Open Government Licence v3.0"))
            (text("attribution", "Attribution", "The sentence that the publisher asks to be shown"))
            (text("source", "Publisher's page", "Address of the page that offers the file. Optional."))
            (token_field(app, "check-token", TOKEN_HINT))
            button class="govuk-button" type="submit" { "Check the file" }
        }
    }
}

/// Questions that only some files need.
fn part(title: &str, open: bool, fields: &Markup) -> Markup {
    html! {
        details class="govuk-details" open[open] {
            summary class="govuk-details__summary" { span class="govuk-details__summary-text" { (title) } }
            div class="govuk-details__text" { (fields) }
        }
    }
}

fn kinds(answers: &Answers<'_>, proposal: &Proposal) -> Markup {
    let chosen = answers.or("kind", Some(&proposal.kind));
    html! {
        fieldset class="govuk-fieldset govuk-form-group" {
            legend class="govuk-fieldset__legend govuk-fieldset__legend--s" { "What does it hold?" }
            div class="govuk-radios govuk-radios--small" {
                // Streets are described in the manifest: an upload becomes rows.
                @for kind in DatasetKind::ALL.into_iter().filter(|kind| *kind != DatasetKind::Network) {
                    @let id = format!("kind-{}", kind.key());
                    div class="govuk-radios__item" {
                        input class="govuk-radios__input" id=(id) type="radio" name="kind" value=(kind.key()) checked[chosen == Some(kind.key())];
                        label class="govuk-label govuk-radios__label" for=(id) {
                            (kind_words(kind)) @match kind {
                                DatasetKind::Layer => ": areas with shapes",
                                DatasetKind::Register => ": things at points, such as buildings",
                                DatasetKind::Table => ", one row an area",
                                DatasetKind::Network => ": a walking network, from an OpenStreetMap extract",
                            }
                        }
                    }
                }
            }
        }
    }
}

fn datasets(engine: &Engine, answers: &Answers<'_>) -> Markup {
    let chosen = answers.form.get("dataset");
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

fn geographies(engine: &Engine, detected: &Detected, proposal: &Proposal, answers: &Answers<'_>) -> Markup {
    let best = detected.fits.first().and_then(|fit| fit.edition.split_once('@')).map(|(layer, _)| layer);
    let chosen = answers.or("geography", proposal.geography.as_deref().or(best));
    let layers = engine.snapshot().datasets.values().filter(|set| set.kind == DatasetKind::Layer);
    html! {
        div class="govuk-form-group" {
            label class="govuk-label" for="geography" { "Boundaries whose codes the rows carry" }
            select class="govuk-select" id="geography" name="geography" {
                option value="" { "None" }
                @for set in layers {
                    optgroup label=(set.title) {
                        option value=(set.id) selected[chosen == Some(set.id.as_str())] { "Whichever edition the codes are those of" }
                        @for edition in &set.editions {
                            @let key = edition.key.to_string();
                            option value=(key) selected[chosen == Some(key.as_str())] { (edition.title) }
                        }
                    }
                }
            }
        }
    }
}

fn facets(detected: &Detected, proposal: &Proposal, answers: &Answers<'_>) -> Markup {
    let asked: Vec<&str> = answers.form.all("facet").collect();
    let guessed = || proposal.facets.iter().map(String::as_str).collect();
    let chosen: Vec<&str> = if answers.is_fresh() { guessed() } else { asked };
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

/// A way out of each step.
pub fn discard(app: &App, upload: &Upload) -> Markup {
    html! {
        form class="ww-discard" action=(format!("{PATH}/{}/discard", upload.id)) method="post" {
            h2 class="govuk-heading-m" { "Not this file?" }
            (token_field(app, "discard-token", TOKEN_HINT))
            button class="govuk-button govuk-button--secondary" type="submit" { "Discard it" }
        }
    }
}
