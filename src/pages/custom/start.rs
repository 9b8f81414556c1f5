//! The first page: four ways to say where, and the areas that are saved.

use maud::{Markup, html};
use serde::Serialize;

use crate::api::{App, Problem};
use crate::custom::SavedArea;
use crate::engine::{Edition, Engine};
use crate::layer::Layer;
use crate::model::DatasetKind;
use crate::pages::frame::{Page, Section, model};
use crate::pages::mapblock::{Outlines, bounds, main_layer};
use crate::pages::params::Params;
use crate::pages::{format, listing};

use crate::pages::token::token_field;

use super::{PATH, TOKEN_HINT, fields, problem_box};

/// Areas that are listed with boxes to tick; more are named by their codes.
const MOST_TICKED: usize = 250;

/// What a script needs for drawing.
#[derive(Debug, Serialize)]
struct DrawModel {
    /// Address of the outlines to draw on.
    backdrop: String,
    /// West, south, east, north in degrees.
    bounds: [f64; 4],
}

/// The page, with what went wrong before, if anything did.
#[must_use]
pub fn page(
    app: &App,
    engine: &Engine,
    saved: &[SavedArea],
    form: &Params,
    problem: Option<&Problem>,
) -> Page {
    let field = problem.and_then(|problem| fields::field_of(problem, form));
    let words =
        |id: &str| problem.filter(|_| field.as_deref() == Some(id)).map(|problem| problem.detail.as_str());
    let asked = |key: &'static str| Way { app, form, key, name_problem: words(&format!("name-{key}")) };
    let body = html! {
        @if let Some(problem) = problem { (problem_box(problem, field.as_deref())) }
        h1 class="govuk-heading-xl" { "Your own area" }
        p class="govuk-body-l" { "Say where, and every figure of this place is estimated for it: a catchment, an estate, a round of postcodes." }
        (saved_list(engine, saved))
        h2 class="govuk-heading-l" { "Make an area" }
        p class="govuk-body" { "Choose one of four ways. Nothing is kept unless you give a name." }
        (by_corners(engine, asked("corners"), words("corners")))
        (by_areas(engine, asked("areas"), words("codes")))
        (by_postcodes(asked("postcodes"), words("postcodes")))
        (by_file(asked("file"), words("file")))
    };
    let title = if problem.is_some() { "Error: your own area" } else { "Your own area" };
    Page { title: title.into(), section: Section::Custom, trail: Vec::new(), body }
}

fn saved_list(engine: &Engine, saved: &[SavedArea]) -> Markup {
    if saved.is_empty() {
        return html! { p class="govuk-inset-text" { "No area is saved yet. Make one below and give it a name to keep it." } };
    }
    let head = html! {
        thead class="govuk-table__head" { tr class="govuk-table__row" {
            th scope="col" class="govuk-table__header" { "Area" }
            th scope="col" class="govuk-table__header" { "Made" }
            th scope="col" class="govuk-table__header govuk-table__header--numeric" { "Size" }
            th scope="col" class="govuk-table__header" { "Saved" }
        } }
    };
    let rows = html! {
        @for area in saved {
            tr class="govuk-table__row" {
                th scope="row" class="govuk-table__header" { a class="govuk-link" href=(format!("{PATH}/{}", area.id)) { (area.name) } }
                td class="govuk-table__cell" { (super::made(engine, &area.area)) }
                td class="govuk-table__cell govuk-table__cell--numeric" { (format::area(area.area.area_m2)) }
                td class="govuk-table__cell" { (day_of(area)) ", version " (area.area.place_version) }
            }
        }
    };
    html! {
        section aria-labelledby="saved" {
            h2 class="govuk-heading-l" id="saved" { "Saved areas" }
            (listing::table("Areas that people saved", &head, &rows))
        }
    }
}

/// The day on which an area was saved, in universal time.
pub(super) fn day_of(area: &SavedArea) -> String {
    format::day(area.created.to_zoned(jiff::tz::TimeZone::UTC).date())
}

/// One way to make an area: a form of its own, so that a button speaks for its fields alone.
#[derive(Clone, Copy)]
struct Way<'a> {
    app: &'a App,
    form: &'a Params,
    key: &'static str,
    name_problem: Option<&'a str>,
}

impl Way<'_> {
    /// The form with its heading, its fields and its button.
    fn section(self, title: &str, body: &Markup) -> Markup {
        let id = format!("way-{}", self.key);
        html! {
            section class="ww-way" aria-labelledby=(id) {
                h3 class="govuk-heading-m" id=(id) { (title) }
                form action=(PATH) method="post" enctype="multipart/form-data" novalidate {
                    input type="hidden" name="way" value=(self.key);
                    (body)
                    (self.name_field())
                    button class="govuk-button" type="submit" { "Estimate figures" span class="govuk-visually-hidden" { ": " (title) } }
                }
            }
        }
    }

    fn name_field(self) -> Markup {
        if !self.app.config().allows_writes() {
            return html! {};
        }
        let (id, problem) = (format!("name-{}", self.key), self.name_problem);
        let kept = self.form.get("name").filter(|_| self.form.get("way") == Some(self.key));
        html! {
            (group(&id, "Name, to save it (optional)", None, problem, &html! {
                input class={ "govuk-input govuk-input--width-20" @if problem.is_some() { " govuk-input--error" } } id=(id) name="name"
                    type="text" maxlength="120" value=[kept] autocomplete="off" aria-describedby=[problem.map(|_| format!("{id}-error"))];
            }))
            (token_field(self.app, &format!("token-{}", self.key), TOKEN_HINT))
        }
    }
}

/// A field with its label, hint and error.
fn group(id: &str, label: &str, hint: Option<&str>, problem: Option<&str>, field: &Markup) -> Markup {
    html! {
        div class={ "govuk-form-group" @if problem.is_some() { " govuk-form-group--error" } } {
            label class="govuk-label govuk-label--s" for=(id) { (label) }
            @if let Some(hint) = hint { div class="govuk-hint" id=(format!("{id}-hint")) { (hint) } }
            @if let Some(words) = problem {
                p class="govuk-error-message" id=(format!("{id}-error")) { span class="govuk-visually-hidden" { "Error: " } (format::sentence(words)) }
            }
            (field)
        }
    }
}

fn described(id: &str, problem: Option<&str>) -> String {
    if problem.is_some() { format!("{id}-hint {id}-error") } else { format!("{id}-hint") }
}

fn text_area(id: &str, rows: u32, text: Option<&str>, problem: Option<&str>) -> Markup {
    html! {
        textarea class={ "govuk-textarea" @if problem.is_some() { " govuk-textarea--error" } } id=(id) name=(id) rows=(rows)
            spellcheck="false" autocomplete="off" aria-describedby=(described(id, problem)) { (text.unwrap_or_default()) }
    }
}

fn by_corners(engine: &Engine, way: Way<'_>, problem: Option<&str>) -> Markup {
    let hint = "One corner a line, in order around the area: grid reference, easting and northing, latitude and longitude, or a postcode";
    let field = text_area("corners", 6, way.form.get("corners"), problem);
    let body = html! {
        (draw_block(engine))
        (group("corners", "Corners", Some(hint), problem, &field))
    };
    way.section("Draw it, or type its corners", &body)
}

/// The place for the map on which corners are set; a script fills it.
fn draw_block(engine: &Engine) -> Markup {
    let Some(edition) = main_layer(engine).filter(|edition| Outlines::of(engine, &edition.key).is_some())
    else {
        return html! {};
    };
    let key = &edition.key;
    let draw = DrawModel {
        backdrop: format!("/map/{}/{}.json", key.dataset, key.edition),
        bounds: bounds(engine, key),
    };
    html! {
        div data-island="draw" data-model="draw-model" data-field="corners" {}
        (model("draw-model", &draw))
    }
}

fn by_areas(engine: &Engine, way: Way<'_>, problem: Option<&str>) -> Markup {
    let form = way.form;
    let layers: Vec<&Edition> = engine
        .snapshot()
        .datasets
        .values()
        .filter(|dataset| dataset.kind == DatasetKind::Layer)
        .flat_map(|dataset| &dataset.editions)
        .collect();
    let wanted =
        form.get("layer").map(str::to_owned).or_else(|| main_layer(engine).map(|e| e.key.to_string()));
    let chosen = layers.iter().find(|edition| Some(edition.key.to_string()) == wanted);
    let Some(chosen) = chosen.or(layers.first()) else {
        return html! { p class="govuk-inset-text" { "This place has no boundaries yet, so no areas can be listed." } };
    };
    let Some(layer) = chosen.layer() else { return html! {} };
    let body = html! {
        input type="hidden" name="layer" value=(chosen.key);
        (boxes(form, layer, &chosen.title))
        (group("codes", "Codes of areas", Some("One a line, or with commas between; added to those ticked"), problem,
            &text_area("codes", 3, form.get("codes"), problem)))
    };
    html! {
        (choose_layer(&layers, chosen))
        (way.section(&format!("Put areas together: {}", chosen.title), &body))
    }
}

/// Which layer's areas are offered: a form of its own, as it only shows.
fn choose_layer(layers: &[&Edition], chosen: &Edition) -> Markup {
    html! {
        form class="ww-chooser" action=(format!("{PATH}#way-areas")) method="get" {
            div class="govuk-form-group" {
                label class="govuk-label govuk-label--s" for="layer" { "Areas to choose from" }
                select class="govuk-select" id="layer" name="layer" {
                    @for edition in layers {
                        option value=(edition.key) selected[edition.key == chosen.key] { (edition.title) }
                    }
                }
            }
            button class="govuk-button govuk-button--secondary" type="submit" { "Show these areas" }
        }
    }
}

fn boxes(form: &Params, layer: &Layer, title: &str) -> Markup {
    if layer.areas.len() > MOST_TICKED {
        let count = format::count(format::len(layer.areas.len()));
        return html! { p class="govuk-body" { (title) " has " (count) " areas, too many to tick: name them by their codes." } };
    }
    let mut areas: Vec<_> = layer.areas.iter().collect();
    areas.sort_by_key(|area| area.label());
    html! {
        fieldset class="govuk-fieldset" {
            legend class="govuk-fieldset__legend govuk-fieldset__legend--s" { "Areas of " (title) }
            div class="govuk-checkboxes govuk-checkboxes--small ww-boxes" data-module="govuk-checkboxes" {
                @for (at, area) in areas.iter().enumerate() {
                    div class="govuk-checkboxes__item" {
                        input class="govuk-checkboxes__input" type="checkbox" id=(format!("code-{at}")) name="code"
                            value=(area.code) checked[form.all("code").any(|code| code == area.code.as_str())];
                        label class="govuk-label govuk-checkboxes__label" for=(format!("code-{at}")) { (area.label()) }
                    }
                }
            }
        }
    }
}

fn by_postcodes(way: Way<'_>, problem: Option<&str>) -> Markup {
    let hint = "One a line, or with commas between; at most 5,000. Everything at these postcodes is counted, wherever lines run";
    let field = text_area("postcodes", 6, way.form.get("postcodes"), problem);
    let body = group("postcodes", "Postcodes", Some(hint), problem, &field);
    way.section("List postcodes", &body)
}

fn by_file(way: Way<'_>, problem: Option<&str>) -> Markup {
    let hint = "GeoJSON, KML, GeoPackage, Shapefile (zipped, or its files together), FlatGeobuf or TopoJSON, at most 20 MB. All its areas are put together";
    let field = html! {
        input class="govuk-file-upload" id="file" name="file" type="file" multiple aria-describedby=(described("file", problem));
    };
    let body = group("file", "File with an outline", Some(hint), problem, &field);
    way.section("Send a file", &body)
}
