//! The choice of two editions and a way: a plain form, kept in the address.

use maud::{Markup, html};

use crate::engine::{Edition, Engine, Way};

use super::PATH;
use super::asked::{Asked, layers};

/// The form of the view of overlaps.
pub(super) fn pair_form(engine: &Engine, asked: &Asked<'_>) -> Markup {
    html! {
        form class="ww-chooser ww-noprint" id="chooser" action=(PATH) method="get" {
            (layer_select(engine, "from", "Areas of", asked.from))
            (layer_select(engine, "to", "lie in areas of", asked.to))
            (way_select(asked.way))
            button class="govuk-button" type="submit" { "Compare" }
        }
    }
}

/// The choice of a layer's edition.
pub(super) fn layer_select(engine: &Engine, name: &str, label: &str, chosen: Option<&Edition>) -> Markup {
    html! {
        div class="govuk-form-group" {
            label class="govuk-label" for=(name) { (label) }
            select class="govuk-select" id=(name) name=(name) {
                @for edition in layers(engine) {
                    option value=(edition.key) selected[chosen.is_some_and(|c| c.key == edition.key)] { (edition.title) }
                }
            }
        }
    }
}

/// The choice of a way.
pub(super) fn way_select(chosen: Way) -> Markup {
    html! {
        div class="govuk-form-group" {
            label class="govuk-label" for="way" { "Shared out" }
            select class="govuk-select" id="way" name="way" {
                @for way in Way::ALL {
                    option value=(way.key()) selected[way == chosen] { (way_words(way)) }
                }
            }
        }
    }
}

/// What a way is called on the page.
pub(super) fn way_words(way: Way) -> &'static str {
    match way {
        Way::Best => "by the best there is",
        Way::Area => "by ground",
        Way::AreaKeptInside => "by ground, all kept inside",
        Way::Points => "by where people are",
        Way::Lookup => "by the published lookup",
    }
}
