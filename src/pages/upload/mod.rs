//! Adding a file in the browser: choose, say what it is, read the report,
//! publish or discard. Plain forms, no script needed.
//!
//! `start.rs` takes the file, `describe.rs` asks what it is, `fields.rs` reads
//! the answers, `review.rs` shows the report, `routes.rs` ties them together.

mod describe;
mod fields;
mod review;
mod routes;
mod start;

pub use routes::router;

use maud::{Markup, html};

use crate::api::{App, Problem};

/// Where uploads begin.
pub const PATH: &str = "/data/upload";

/// The field for the write token, where the service asks for one.
fn token_field(app: &App, id: &str) -> Markup {
    if app.config().writes.token.is_none() {
        return html! {};
    }
    html! {
        div class="govuk-form-group" {
            label class="govuk-label" for=(id) { "Write token" }
            div class="govuk-hint" id=(format!("{id}-hint")) { "Whoever runs this service knows it. It is not kept." }
            input class="govuk-input govuk-input--width-20" id=(id) name="token" type="password"
                autocomplete="off" aria-describedby=(format!("{id}-hint"));
        }
    }
}

/// What is wrong, at the top of the page, with the focus.
fn problem_box(problem: &Problem) -> Markup {
    html! {
        div class="govuk-error-summary" tabindex="-1" data-focus="true" {
            div role="alert" {
                h2 class="govuk-error-summary__title" { "There is a problem" }
                div class="govuk-error-summary__body" {
                    ul class="govuk-list govuk-error-summary__list" {
                        @for line in problem.detail.split(['\n', ';']).map(str::trim).filter(|line| !line.is_empty()) {
                            li { (super::format::sentence(line)) }
                        }
                    }
                }
            }
        }
    }
}

fn trail() -> Vec<(String, String)> {
    vec![("Data".into(), "/data".into())]
}
