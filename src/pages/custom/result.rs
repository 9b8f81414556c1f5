//! The result: the area on a map, its people, every measure, and what to do with it.

use geo::{BoundingRect as _, Intersects as _};
use maud::{Markup, html};

use crate::api::{App, Problem};
use crate::custom::Making;
use crate::custom::{CustomArea, SavedArea};
use crate::engine::Engine;
use crate::pages::format;
use crate::pages::frame::{Page, Section};
use crate::pages::map::{Drawing, DrawnArea, MapText, View};
use crate::pages::mapblock::{Outlines, main_layer};
use crate::views::custom::{CustomAreaView, CustomFeatureView, GroundView, ListedAreas};

use super::start::day_of;
use crate::pages::token::token_field;

use super::{PATH, TOKEN_HINT, figures, problem_box};

/// Bytes of a drawing that travel in a form when it is saved afterwards.
const MOST_CARRIED: usize = 200_000;

/// Fill of the area on its map.
const FILL: &str = "#ffdd00";

/// The page of an area that is saved.
#[must_use]
pub fn saved_page(app: &App, engine: &Engine, saved: &SavedArea, problem: Option<&Problem>) -> Page {
    let body = html! {
        @if let Some(problem) = problem { (problem_box(problem, Some("name"))) }
        h1 class="govuk-heading-xl" { (saved.name) }
        (main_part(engine, &saved.area, saved.name.as_str()))
        p class="govuk-body" {
            "Saved on " (day_of(saved)) " with version " (saved.area.place_version) " of the place, by " (saved.software) ". "
            a class="govuk-link" href=(format!("/api/custom-areas/{}", saved.id)) { "Outline (GeoJSON)" } ", "
            a class="govuk-link" href=(format!("/api/custom-areas/{}/figures", saved.id)) { "estimates (JSON)" } "."
        }
        @if app.config().allows_writes() { (change_forms(app, saved, problem)) }
    };
    let title = if problem.is_some() {
        format!("Error: {}", saved.name)
    } else {
        format!("{}, your own area", saved.name)
    };
    Page { title, section: Section::Custom, trail: trail(), body }
}

/// The page of an area that is not saved.
#[must_use]
pub fn unsaved_page(app: &App, engine: &Engine, area: &CustomArea) -> Page {
    let body = html! {
        h1 class="govuk-heading-xl" { "Estimates for your area" }
        (main_part(engine, area, "your area"))
        (save_form(app, area))
    };
    Page { title: "Estimates for your own area".into(), section: Section::Custom, trail: trail(), body }
}

fn trail() -> Vec<(String, String)> {
    vec![("Your own area".into(), PATH.into())]
}

fn main_part(engine: &Engine, area: &CustomArea, name: &str) -> Markup {
    let found = engine.estimate_all(area);
    html! {
        (figures::people(&found))
        p class="govuk-body" {
            (super::made(engine, area)) "; " (format::area(area.area_m2)) ". All figures are estimates: they are put together from published areas by where people live. "
            a class="govuk-link" href="/about#data" { "About the data" } "."
        }
        @if !area.notes.is_empty() {
            div class="govuk-inset-text" {
                @for note in &area.notes { p class="govuk-body" { (format::sentence(note)) "." } }
            }
        }
        (map(engine, area, name))
        h2 class="govuk-heading-l" { "Estimates" }
        (figures::table(engine, &found))
    }
}

fn map(engine: &Engine, area: &CustomArea, name: &str) -> Markup {
    let backdrop = main_layer(engine).and_then(|edition| Outlines::of(engine, &edition.key));
    let layer = main_layer(engine).and_then(|edition| edition.layer());
    let Some(view) = around(area) else { return html! {} };
    let shapes = layer.map_or(0, |layer| layer.areas.len());
    let below = backdrop
        .iter()
        .flat_map(|b| (0..shapes).filter_map(|at| b.shape(at)))
        .filter(|shape| near(area, shape));
    let text = MapText {
        id: "map".into(),
        title: format!("Map of {name}"),
        summary: format!("The outline of {name}, {}, over the areas around it.", format::area(area.area_m2)),
    };
    let drawn = DrawnArea {
        label: "",
        spoken: name.to_owned(),
        href: None,
        fill: Some(FILL),
        shape: &area.shape,
        code: "custom",
    };
    let drawing = Drawing { view, areas: vec![drawn], backdrop: below.collect(), points: Vec::new(), text };
    html! {
        figure class="ww-map" {
            div class="ww-map__paper" { (drawing.svg()) }
            @if let Some(edition) = main_layer(engine) {
                figcaption class="ww-map__caption" { p class="ww-map__source" { "Grey: " (edition.title) ". " (edition.licence.attribution) } }
            }
        }
    }
}

/// A window with room around the area, so that its neighbours can be seen.
fn around(area: &CustomArea) -> Option<View> {
    let rect = area.shape.bounding_rect()?;
    let margin = rect.width().max(rect.height()).max(200.0) * 0.4;
    let edge = geo_types::Coord { x: margin, y: margin };
    View::of(Some(geo_types::Rect::new(rect.min() - edge, rect.max() + edge)))
}

/// Whether a backdrop's shape comes into the window.
fn near(area: &CustomArea, shape: &geo_types::MultiPolygon<f64>) -> bool {
    let (Some(here), Some(there)) = (area.shape.bounding_rect(), shape.bounding_rect()) else { return false };
    let margin = here.width().max(here.height()).max(200.0) * 0.5;
    let edge = geo_types::Coord { x: margin, y: margin };
    geo_types::Rect::new(here.min() - edge, here.max() + edge).intersects(&there)
}

fn save_form(app: &App, area: &CustomArea) -> Markup {
    if !app.config().allows_writes() {
        return html! { p class="govuk-inset-text" { "Areas cannot be saved here: this service is set to show, not to change." } };
    }
    let carried = serde_json::to_string(&ground_of(area)).unwrap_or_default();
    html! {
        section aria-labelledby="keep" class="ww-noprint" {
            h2 class="govuk-heading-l" id="keep" { "Keep this area" }
            @if carried.len() > MOST_CARRIED {
                p class="govuk-body" { "To keep it, " a class="govuk-link" href=(PATH) { "make it again" } " and give it a name there." }
            } @else {
                form action=(PATH) method="post" enctype="multipart/form-data" {
                    input type="hidden" name="way" value="ground";
                    input type="hidden" name="ground" value=(carried);
                    div class="govuk-form-group" {
                        label class="govuk-label govuk-label--s" for="name" { "Name" }
                        input class="govuk-input govuk-input--width-20" id="name" name="name" type="text" maxlength="120" required autocomplete="off";
                    }
                    (token_field(app, "token", TOKEN_HINT))
                    button class="govuk-button" type="submit" { "Save this area" }
                }
            }
        }
    }
}

/// The area as a request would name it.
fn ground_of(area: &CustomArea) -> GroundView {
    match &area.made {
        Making::Areas { edition, codes } => GroundView {
            areas: Some(ListedAreas {
                edition: edition.to_string(),
                codes: codes.iter().map(ToString::to_string).collect(),
            }),
            ..GroundView::default()
        },
        Making::Postcodes(list) => GroundView {
            postcodes: Some(list.iter().map(ToString::to_string).collect()),
            ..GroundView::default()
        },
        Making::Drawn | Making::Uploaded { .. } => {
            let feature = CustomFeatureView::new(area, CustomAreaView::unsaved(area), Vec::new());
            GroundView { geometry: feature.geometry, ..GroundView::default() }
        }
    }
}

fn change_forms(app: &App, saved: &SavedArea, problem: Option<&Problem>) -> Markup {
    html! {
        section aria-labelledby="change" class="ww-noprint" {
            h2 class="govuk-heading-l" id="change" { "Change this area" }
            form action=(format!("{PATH}/{}/rename", saved.id)) method="post" {
                div class={ "govuk-form-group" @if problem.is_some() { " govuk-form-group--error" } } {
                    label class="govuk-label govuk-label--s" for="name" { "New name" }
                    @if let Some(problem) = problem {
                        p class="govuk-error-message" id="name-error" { span class="govuk-visually-hidden" { "Error: " } (format::sentence(&problem.detail)) }
                    }
                    input class="govuk-input govuk-input--width-20" id="name" name="name" type="text" maxlength="120" value=(saved.name)
                        autocomplete="off" aria-describedby=[problem.map(|_| "name-error")];
                }
                (token_field(app, "token-rename", TOKEN_HINT))
                button class="govuk-button govuk-button--secondary" type="submit" { "Rename" }
            }
            form action=(format!("{PATH}/{}/delete", saved.id)) method="post" {
                (token_field(app, "token-delete", TOKEN_HINT))
                p class="govuk-body" { "Deleting cannot be undone; that the area was there stays on record." }
                button class="govuk-button govuk-button--warning" type="submit" { "Delete this area" }
            }
        }
    }
}
