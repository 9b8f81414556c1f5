//! The home page: search, the priorities of the place or else its main map, ways in.

use std::sync::Arc;

use maud::{Markup, html};

use crate::api::Problem;
use crate::engine::{Assessed, Dataset, Edition, Engine};
use crate::layer::Layer;
use crate::model::DatasetKind;

use super::edition::chooser;
use super::figures::{self, Figure, Shown};
use super::format::{counted, len};
use super::frame::{Page, Section};
use super::mapblock::{Purpose, layer_map, main_layer};
use super::params::Params;
use super::sheet::Sheet;
use super::{assess, badges, layer, mapfile};

/// The address of the map of any figure.
pub const MAP: &str = "/map";

/// The home page of a place: its first assessment where it has one that can be run.
#[must_use]
pub fn page(engine: &Engine, params: &Params) -> Page {
    let name = &engine.snapshot().info.name;
    let Some(assessed) = on_home(engine, params) else {
        let body = html! { (hero(engine)) (figures_body(engine, params)) (ways_in(engine)) };
        return Page { title: format!("Map of {name}"), section: Section::Home, trail: Vec::new(), body };
    };
    let body = html! { (hero(engine)) (assess::home_section(engine, &assessed, params)) (ways_in(engine)) };
    let title = format!("Priorities of {name}");
    Page { title, section: Section::Assessments, trail: Vec::new(), body }
}

/// The page with the map of any figure.
#[must_use]
pub fn figures_page(engine: &Engine, params: &Params) -> Page {
    let name = &engine.snapshot().info.name;
    let body = html! { h1 class="govuk-heading-xl" { "Map of " (name) } (figures_body(engine, params)) };
    Page { title: format!("Map of {name}"), section: Section::Home, trail: Vec::new(), body }
}

fn figures_body(engine: &Engine, params: &Params) -> Markup {
    html! {
        @match main_layer(engine) {
            Some(edition) => (main_map(engine, edition, params)),
            None => (empty()),
        }
    }
}

/// The assessment that the home page shows. Addresses that name a figure are
/// older than the priorities, and still lead to its map.
#[must_use]
pub fn on_home(engine: &Engine, params: &Params) -> Option<Arc<Assessed>> {
    if params.get("figure").is_some() {
        return None;
    }
    let first = engine.assessments().into_iter().next()?;
    engine.assessed(&first.id).ok()
}

fn hero(engine: &Engine) -> Markup {
    let info = &engine.snapshot().info;
    html! {
        div class="ww-hero" {
            h1 class="govuk-heading-xl" { (info.name) }
            p class="govuk-body-l" {
                @if info.description.is_empty() { "What is known of " (info.name) ", area by area, from published files." }
                @else { (info.description) }
            }
            form class="ww-find" action="/search" method="get" {
                label class="govuk-label govuk-label--m" for="home-search" { "Find a place" }
                div class="govuk-hint" id="home-search-hint" { "A postcode, or the name or code of a place, ward or asset" }
                div class="ww-find__row" {
                    input class="govuk-input" id="home-search" name="q" type="search" autocomplete="off"
                        spellcheck="false" maxlength="200" aria-describedby="home-search-hint";
                    button class="govuk-button" type="submit" { "Find" }
                }
            }
        }
    }
}

/// The figure that the address asks for, and the areas that it is drawn on.
struct Main<'a> {
    edition: &'a Edition,
    areas: &'a Layer,
    figures: Vec<Figure<'a>>,
    asks_for_one: bool,
    shown: Option<Shown<'a>>,
}

impl<'a> Main<'a> {
    fn of(engine: &'a Engine, edition: &'a Edition, params: &Params) -> Option<Self> {
        let figures = figures::all(engine.snapshot());
        let chosen = params.get("figure").and_then(|key| figures::find(&figures, key));
        // A figure brings the boundaries that its codes belong to.
        let home =
            chosen.and_then(|figure| engine.edition(figure.table.geography.as_ref()?)).unwrap_or(edition);
        let areas = home.layer()?;
        let shown = chosen.and_then(|figure| figure.join(areas, chooser::method(params)));
        let asks_for_one = chosen.is_some();
        Some(Self { edition: home, areas, figures, asks_for_one, shown })
    }
}

/// The map of any figure for a sheet of its own.
#[must_use]
pub fn figures_sheet(engine: &Engine, params: &Params) -> Option<Sheet> {
    let main = Main::of(engine, main_layer(engine)?, params)?;
    mapfile::layer_sheet(engine, main.edition, main.areas, main.shown.as_ref())
}

/// The map of the home page for a sheet of its own.
///
/// # Errors
/// A problem where the first assessment of the place cannot be run.
pub fn sheet(engine: &Engine, params: &Params) -> Result<Option<Sheet>, Problem> {
    match on_home(engine, params) {
        Some(assessed) => assess::sheet(engine, assessed.spec.id.as_str(), params),
        None => Ok(figures_sheet(engine, params)),
    }
}

fn main_map(engine: &Engine, edition: &Edition, params: &Params) -> Markup {
    let Some(main) = Main::of(engine, edition, params) else { return html! {} };
    let Main { edition, areas, figures, asks_for_one, shown } = main;
    let shown = shown.as_ref();
    html! {
        section aria-labelledby="map-heading" {
            h2 class="govuk-heading-l" id="map-heading" { (heading(edition, shown)) }
            p class="govuk-body ww-badges" { (badges::vintage(edition)) (badges::age(shown.map_or(edition, |s| s.figure.edition))) }
            (chooser::form(MAP, &figures, params))
            @if let Some(shown) = shown { p class="govuk-body" { (shown.sentence(areas)) } }
            @if asks_for_one && shown.is_none() {
                p class="govuk-inset-text" { "Some areas have several rows in this table, so one map cannot show them all. Look an area up to see its rows." }
            }
            div class="ww-split" {
                div class="ww-split__map" { (layer_map(engine, edition, areas, shown, Purpose { asks_where: true, spot: None })) }
                div class="ww-split__list" { (twin(edition, areas, shown)) }
            }
        }
    }
}

fn heading(edition: &Edition, shown: Option<&Shown<'_>>) -> String {
    shown.map_or_else(
        || edition.title.clone(),
        |shown| {
            let (table, figure) = (&shown.figure.edition.title, shown.figure.name());
            let says_it = table.to_lowercase().contains(&figure.to_lowercase());
            let what = if says_it { table.clone() } else { format!("{table}: {figure}") };
            format!("{what}, by area of {}", edition.title)
        },
    )
}

/// The table twin of the map: the same areas, each a link.
fn twin(edition: &Edition, areas: &Layer, shown: Option<&Shown<'_>>) -> Markup {
    if areas.areas.len() > super::listing::PER_PAGE * 2 {
        return html! {
            p class="govuk-body" id="list" {
                "See the " a class="govuk-link" href=(badges::edition_path(&edition.key)) {
                    "list of all " (counted(len(areas.areas.len()), "area", "areas"))
                } "."
            }
        };
    }
    layer::short_table(edition, areas, shown)
}

fn ways_in(engine: &Engine) -> Markup {
    let snapshot = engine.snapshot();
    if snapshot.datasets.is_empty() {
        return html! {};
    }
    let of = |kind: DatasetKind| -> Vec<&Dataset> {
        snapshot.datasets.values().filter(|d| d.kind == kind).collect()
    };
    let (layers, registers, tables) =
        (of(DatasetKind::Layer), of(DatasetKind::Register), of(DatasetKind::Table));
    let records: usize =
        registers.iter().filter_map(|d| Some(d.editions.first()?.register()?.records.len())).sum();
    html! {
        section class="ww-ways" aria-labelledby="ways-heading" {
            h2 class="govuk-heading-l" id="ways-heading" { "What else is here" }
            ul class="ww-cards" {
                @if !engine.assessments().is_empty() {
                    li class="ww-card" {
                        h3 class="govuk-heading-m" { a class="govuk-link" href=(MAP) { "Map of any figure" } }
                        p class="govuk-body" { "Every published figure on the areas that it was published for." }
                    }
                }
                li class="ww-card" {
                    h3 class="govuk-heading-m" { a class="govuk-link" href="/where" { "Where am I?" } }
                    p class="govuk-body" {
                        "Every area that holds an address or a spot, in " (counted(len(layers.len()), "geography", "geographies"))
                        ", on any date."
                    }
                }
                li class="ww-card" {
                    h3 class="govuk-heading-m" { a class="govuk-link" href="/boundaries" { "Boundaries" } }
                    p class="govuk-body" {
                        "How the areas of one geography lie in those of another, "
                        a class="govuk-link" href="/boundaries/changes" { "what changed" } " when they were redrawn, and "
                        a class="govuk-link" href="/boundaries/fit" { "how partners’ areas fit" } "."
                    }
                }
                li class="ww-card" {
                    h3 class="govuk-heading-m" { a class="govuk-link" href="/custom" { "Your own area" } }
                    p class="govuk-body" { "Every figure estimated for ground that you draw or list, with how sure it is." }
                }
                li class="ww-card" {
                    h3 class="govuk-heading-m" { a class="govuk-link" href="/data" { "Data catalogue" } }
                    p class="govuk-body" {
                        (super::format::sentence(&counted(len(tables.len()), "table", "tables"))) " and "
                        (counted(len(layers.len()), "boundary layer", "boundary layers"))
                        ", each with its source, its checks and its downloads."
                    }
                }
                li class="ww-card" {
                    h3 class="govuk-heading-m" { a class="govuk-link" href="/registers" { "Register of assets" } }
                    p class="govuk-body" {
                        (super::format::sentence(&counted(len(records), "record", "records"))) " in "
                        (counted(len(registers.len()), "register", "registers")) ", as lists and on maps."
                    }
                }
            }
        }
    }
}

fn empty() -> Markup {
    html! {
        div class="govuk-inset-text" {
            h2 class="govuk-heading-m" { "This place has no boundaries yet" }
            p class="govuk-body" {
                "Import them on the command line with " code { "wardwise import MANIFEST --source DIR --place DIR" }
                ", or " a class="govuk-link" href="/data/upload" { "upload a file" } "."
            }
        }
    }
}
