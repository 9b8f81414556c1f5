//! The matrix of misfits: each layer into each other.

use std::collections::BTreeMap;

use maud::{Markup, html};

use crate::engine::Engine;
use crate::model::EditionKey;
use crate::pages::badges::edition_path;
use crate::pages::format::percent;
use crate::views::misfit::MisfitView;

use super::asked::title;

/// Every pair, both ways round, by layer and against.
pub struct Matrix {
    views: BTreeMap<(String, String), MisfitView>,
}

impl Matrix {
    /// The matrix of these misfits.
    #[must_use]
    pub fn new(views: impl IntoIterator<Item = MisfitView>) -> Self {
        let keyed = views.into_iter().map(|view| ((view.layer.clone(), view.against.clone()), view));
        Self { views: keyed.collect() }
    }

    /// How a layer fits into another.
    #[must_use]
    pub fn get(&self, layer: &EditionKey, against: &EditionKey) -> Option<&MisfitView> {
        self.views.get(&(layer.to_string(), against.to_string()))
    }

    /// Whether people were counted in any pair.
    #[must_use]
    pub fn counts_people(&self) -> bool {
        self.views.values().any(|view| view.by_people.is_some())
    }
}

/// The table: rows fit into columns.
#[must_use]
pub fn table(engine: &Engine, matrix: &Matrix, layers: &[EditionKey]) -> Markup {
    let caption = "Misfit: the share of each row's people, and of its ground, that does not go with the largest part of its area in the column's geography";
    html! {
        div class="ww-scroll ww-scroll--whole" id="matrix-table" role="region" aria-label="Matrix of misfits" tabindex="0" {
            table class="govuk-table ww-table ww-matrix" {
                caption class="govuk-table__caption govuk-table__caption--s" { (caption) }
                thead class="govuk-table__head" { tr class="govuk-table__row" {
                    th scope="col" class="govuk-table__header" { "Areas of … fitted into →" }
                    @for against in layers { th scope="col" class="govuk-table__header" { (title(engine, against)) } }
                } }
                tbody class="govuk-table__body" {
                    @for layer in layers {
                        tr class="govuk-table__row" {
                            th scope="row" class="govuk-table__header" {
                                a class="govuk-link" href=(edition_path(layer)) { (title(engine, layer)) }
                            }
                            @for against in layers { td class="govuk-table__cell" { (cell(matrix, layer, against)) } }
                        }
                    }
                }
            }
        }
    }
}

fn cell(matrix: &Matrix, layer: &EditionKey, against: &EditionKey) -> Markup {
    if layer == against {
        return html! { span class="ww-quiet" { "itself" } };
    }
    let Some(view) = matrix.get(layer, against) else {
        return html! { span class="ww-missing" { "not measured" } };
    };
    if view.same_areas {
        return html! { span class="ww-quiet" { "same areas, published twice" } };
    }
    if view.areas_taking_part == 0 {
        return html! { span class="ww-missing" { "they do not meet" } };
    }
    html! {
        @match (view.by_people, view.by_ground) {
            (Some(people), ground) => {
                strong { (percent(people.misfit)) } " of people"
                @if let Some(ground) = ground { br; span class="ww-quiet" { (percent(ground.misfit)) " of ground" } }
            },
            (None, Some(ground)) => { strong { (percent(ground.misfit)) } " of ground" },
            (None, None) => { span class="ww-missing" { "not measured" } },
        }
        @if view.against_is_finer { br; span class="ww-quiet" { "(into smaller areas)" } }
    }
}
