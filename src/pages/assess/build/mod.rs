//! The assessment builder: weights, directions, methods and parts changed by a
//! form, the ranks that come of it, and saving them as an assessment of its own.
//!
//! `edits.rs` turns an address into a changed recipe, `preview.rs` runs it,
//! `form.rs` and `result.rs` draw both halves of the page, `model.rs` is what
//! a script needs to do the same while a slider moves.

mod edits;
mod form;
mod methods;
mod model;
mod preview;
mod result;
mod save;

use maud::{Markup, html};

use crate::engine::{Assessed, Engine};
use crate::pages::badges;
use crate::pages::frame::{Page, Section};
use crate::pages::params::Params;

use super::subject::path;
use model::BuildModel;
use preview::Preview;

pub(super) use save::{Saving, save};

/// The page.
pub(super) fn page(engine: &Engine, own: &Assessed, params: &Params, saving: &Saving<'_>) -> Page {
    let preview = Preview::of(engine, own, params);
    let spec = &own.spec;
    let path = path(&spec.id);
    let body = html! {
        span class="govuk-caption-xl" { (spec.title) }
        h1 class="govuk-heading-xl" { "Change the assessment" }
        @if let Some(edition) = engine.edition(&spec.areas) { p class="govuk-body ww-badges" { (badges::vintage(edition)) } }
        (super::views(&path, "build"))
        p class="govuk-body-l" {
            "Change weights, directions, methods and parts, and see what becomes of the ranks. Nothing that others see changes until you save it as an assessment of its own."
        }
        (wrong(&preview, saving))
        div class="ww-build" {
            div class="ww-build__form" { (form::form(engine, own, &preview, params)) }
            div class="ww-build__result" id="build-result" { (result::section(engine, own, &preview)) }
        }
        (save::section(own, &preview, params, saving))
    };
    let title = format!("Change {}", spec.title);
    let trail = vec![("Assessments".to_owned(), super::PATH.to_owned()), (spec.title.clone(), path)];
    Page { title, section: Section::Assessments, trail, body }
}

/// What a script needs to reckon ranks anew; `None` where the changed recipe cannot be run.
pub(super) fn model(engine: &Engine, own: &Assessed, params: &Params) -> Option<BuildModel> {
    Preview::of(engine, own, params).assessed.map(|now| BuildModel::of(own, &now))
}

/// What could not be understood, run or saved.
fn wrong(preview: &Preview, saving: &Saving<'_>) -> Markup {
    let mut all: Vec<(String, &str)> =
        preview.wrong.iter().map(|words| (words.clone(), "#build-form")).collect();
    all.extend(saving.problem.iter().map(|problem| (problem.detail.clone(), "#save")));
    html! {
        div id="build-wrong" {
            @if !all.is_empty() {
                div class="govuk-error-summary" data-focus="true" tabindex="-1" {
                    div role="alert" {
                        h2 class="govuk-error-summary__title" { "There is a problem" }
                        div class="govuk-error-summary__body" {
                            ul class="govuk-list govuk-error-summary__list" { @for (words, to) in &all { li { a href=(to) { (words) } } } }
                        }
                    }
                }
            }
        }
    }
}
