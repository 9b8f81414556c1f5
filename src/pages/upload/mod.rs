//! Adding a file in the browser: choose, say what it is, read the report,
//! publish or discard. Plain forms, no script needed.
//!
//! `start.rs` takes the file, `describe.rs` asks what it is with the fields of
//! `answers.rs`, `fields.rs` reads the answers, `wrong.rs` says what is wrong with
//! them, `review.rs` shows the report, `routes.rs` ties them together.

mod answers;
mod describe;
mod fields;
mod review;
mod routes;
mod start;
mod wrong;

pub use routes::router;

use maud::{Markup, html};

use crate::api::App;

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

fn trail() -> Vec<(String, String)> {
    vec![("Data".into(), "/data".into())]
}
