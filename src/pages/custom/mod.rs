//! "Your own area": draw it, list it or send it, and see what is estimated for it.
//!
//! `start.rs` asks for the ground, `result.rs` shows what is estimated,
//! `fields.rs` reads the forms, `routes.rs` ties them together. Plain forms,
//! no script needed; the map only writes corners into the form.

mod fields;
mod figures;
mod result;
mod routes;
mod start;

pub use routes::router;

use maud::{Markup, html};

use crate::api::Problem;
use crate::custom::{CustomArea, Making};
use crate::engine::Engine;

use super::format;

/// Where custom areas begin.
pub const PATH: &str = "/custom";

/// What the write token is for.
const TOKEN_HINT: &str = "Needed to save, not to estimate. It is not kept.";

/// How an area was made, with the title of the edition that it came from.
fn made(engine: &Engine, area: &CustomArea) -> String {
    let words = match &area.made {
        Making::Areas { edition, codes } => {
            let title = engine.edition(edition).map_or_else(|| edition.to_string(), |e| e.title.clone());
            format!("{} of {title}", format::counted(format::len(codes.len()), "area", "areas"))
        }
        other => other.words(),
    };
    format::sentence(&words)
}

/// What is wrong, at the top of the page, with the focus and a link to the field.
fn problem_box(problem: &Problem, field: Option<&str>) -> Markup {
    let words = format::sentence(&problem.detail);
    html! {
        div class="govuk-error-summary" tabindex="-1" data-focus="true" {
            div role="alert" {
                h2 class="govuk-error-summary__title" { "There is a problem" }
                div class="govuk-error-summary__body" {
                    ul class="govuk-list govuk-error-summary__list" {
                        li { @if let Some(field) = field { a href=(format!("#{field}")) { (words) } } @else { (words) } }
                    }
                }
            }
        }
    }
}
