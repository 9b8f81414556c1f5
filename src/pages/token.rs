//! The field for the write token.

use maud::{Markup, html};

use crate::api::App;

/// The field, where the service asks for a token; `hint` says what it is for.
pub fn token_field(app: &App, id: &str, hint: &str) -> Markup {
    if app.config().writes.token.is_none() {
        return html! {};
    }
    html! {
        div class="govuk-form-group" {
            label class="govuk-label" for=(id) { "Write token" }
            div class="govuk-hint" id=(format!("{id}-hint")) { (hint) }
            input class="govuk-input govuk-input--width-20" id=(id) name="token" type="password"
                autocomplete="off" aria-describedby=(format!("{id}-hint"));
        }
    }
}
