//! The choice of a figure for a map: a plain form, kept in the address.

use maud::{Markup, html};

use crate::layer::Layer;
use crate::pages::figures::{self, Figure, Shown};
use crate::pages::map::Method;
use crate::pages::params::Params;

/// The figure and classes that the address asks for, joined to a layer.
#[must_use]
pub fn shown<'a>(figures: &[Figure<'a>], layer: &Layer, params: &Params) -> Option<Shown<'a>> {
    let figure = figures::find(figures, params.get("figure")?)?;
    figure.join(layer, method(params))
}

/// The way of making classes that the address asks for.
#[must_use]
pub fn method(params: &Params) -> Method {
    params.get("classes").and_then(Method::from_key).unwrap_or(Method::Quantile)
}

/// The form, or nothing where no figure belongs to the layer.
#[must_use]
pub fn form(path: &str, figures: &[Figure<'_>], params: &Params) -> Markup {
    if figures.is_empty() {
        return html! {};
    }
    let chosen = params.get("figure");
    html! {
        form class="ww-chooser ww-noprint" action=(path) method="get" {
            div class="govuk-form-group" {
                label class="govuk-label" for="figure" { "Colour the map by" }
                select class="govuk-select" id="figure" name="figure" {
                    option value="" { "Nothing: boundaries only" }
                    @for group in groups(figures) {
                        optgroup label=(group[0].edition.title) {
                            @for figure in group {
                                option value=(figure.key()) selected[chosen == Some(figure.key().as_str())] { (figure.name()) }
                            }
                        }
                    }
                }
            }
            (methods(method(params)))
            button class="govuk-button govuk-button--secondary" type="submit" { "Show" }
        }
    }
}

/// The choice of classes alone.
#[must_use]
pub fn methods(chosen: Method) -> Markup {
    html! {
        div class="govuk-form-group" {
            label class="govuk-label" for="classes" { "Classes" }
            select class="govuk-select" id="classes" name="classes" {
                @for method in Method::ALL {
                    option value=(method.key()) selected[method == chosen] {
                        @match method {
                            Method::Quantile => "Equal numbers of areas",
                            Method::Equal => "Equal steps",
                            Method::Natural => "Natural breaks",
                        }
                    }
                }
            }
        }
    }
}

fn groups<'s, 'a>(figures: &'s [Figure<'a>]) -> impl Iterator<Item = &'s [Figure<'a>]> {
    figures.chunk_by(|a, b| a.edition.key == b.edition.key)
}
