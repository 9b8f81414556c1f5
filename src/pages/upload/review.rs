//! The third step: the report, the ticks, and publishing.

use maud::{Markup, html};

use crate::api::uploads::{Looked, Upload};
use crate::api::{App, Problem};
use crate::check::Report;
use crate::check::report::Verdict;
use crate::pages::format::count;
use crate::pages::frame::{Page, Section};
use crate::pages::params::Params;
use crate::pages::report;

use super::describe::discard;
use crate::pages::token::token_field;

use super::{PATH, TOKEN_HINT, trail, wrong};

/// The page, after a check or after a publication that was stopped.
#[must_use]
pub fn page(app: &App, upload: &Upload, looked: &Looked, form: &Params, problem: Option<&Problem>) -> Page {
    let edition = &looked.edition;
    let body = html! {
        (wrong::summary(&problem.map(wrong::of_problem).unwrap_or_default()))
        span class="govuk-caption-xl" { "Step 3 of 3" }
        h1 class="govuk-heading-xl" { "Report on " (edition.title) }
        p class="govuk-body-l" { "Nothing has changed yet." }
        h2 class="govuk-heading-l" { "What was found" }
        (report::report(&edition.report))
        @if edition.report.verdict() == Verdict::Stopped {
            p class="govuk-inset-text" { "The errors stop this file. Put them right in the file, or answer differently: "
                a class="govuk-link" href=(format!("{PATH}/{}", upload.id)) { "say again what it is" } "." }
        } @else { (publish(app, upload, &edition.report, form)) }
        (discard(app, upload))
    };
    let title = format!("{}Report on {}", if problem.is_some() { "Error: " } else { "" }, edition.title);
    Page { title, section: Section::Data, trail: trail(), body }
}

fn publish(app: &App, upload: &Upload, checked: &Report, form: &Params) -> Markup {
    let waiting = checked.unticked();
    html! {
        form action=(format!("{PATH}/{}/publish", upload.id)) method="post" {
            h2 class="govuk-heading-l" { "Publish" }
            @if !waiting.is_empty() {
                p class="govuk-body" { "Each warning must be accepted with a reason, which stays with the data for everyone to read." }
                @for (rule, n) in &waiting {
                    @let key = rule.key();
                    @let ticked = form.all("tick").any(|t| t == key);
                    fieldset class="govuk-fieldset govuk-form-group" {
                        legend class="govuk-fieldset__legend govuk-fieldset__legend--s" { (rule.title()) " (" (count(*n)) ")" }
                        div class="govuk-checkboxes govuk-checkboxes--small" {
                            div class="govuk-checkboxes__item" {
                                input class="govuk-checkboxes__input" id=(format!("tick-{key}")) type="checkbox" name="tick" value=(key) checked[ticked];
                                label class="govuk-label govuk-checkboxes__label" for=(format!("tick-{key}")) { "I accept this" }
                            }
                        }
                        label class="govuk-label" for=(format!("reason-{key}")) { "Because" }
                        input class="govuk-input govuk-input--width-30" id=(format!("reason-{key}")) name=(format!("reason-{key}")) type="text"
                            maxlength="500" value=[form.get(&format!("reason-{key}"))] autocomplete="off";
                    }
                }
            }
            (token_field(app, "publish-token", TOKEN_HINT))
            button class="govuk-button" type="submit" { "Publish as a new version" }
        }
    }
}
