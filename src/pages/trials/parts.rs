//! Pieces that both pages share.

use maud::{Markup, html};

use crate::api::{Kind, Problem};
use crate::engine::{Edition, Engine};
use crate::pages::badges::edition_path;
use crate::pages::format;
use crate::pages::token::token_field;
use crate::views::siting::RestsOnView;

use super::sites::Asked;

/// A cell of text.
pub fn cell(content: &Markup) -> Markup {
    html! { td class="govuk-table__cell" { (content) } }
}

/// A cell of a number.
pub fn figure(content: impl AsRef<str>) -> Markup {
    html! { td class="govuk-table__cell govuk-table__cell--numeric" { (content.as_ref()) } }
}

/// Minutes with one decimal.
pub fn minutes(value: f64) -> String {
    format!("{value:.1}")
}

/// What is wrong, at the top of the page, with the focus; each fault a line.
pub fn problem_box(problem: &Problem) -> Markup {
    html! {
        div class="govuk-error-summary" tabindex="-1" data-focus="true" {
            div role="alert" {
                h2 class="govuk-error-summary__title" { "There is a problem" }
                div class="govuk-error-summary__body" {
                    ul class="govuk-list govuk-error-summary__list" {
                        @for line in problem.detail.lines().filter(|line| !line.trim().is_empty()) { li { (format::sentence(line)) } }
                    }
                }
            }
        }
    }
}

/// What is wrong, or that the work goes on: then a script looks again, and a
/// link does for those without.
pub fn trouble(asked: &Asked<'_>, problem: &Problem) -> Markup {
    if !is_pending(asked, problem) {
        return problem_box(problem);
    }
    html! {
        div class="govuk-inset-text" id="pending" data-pending="whole" {
            p class="govuk-body" id="pending-words" { strong { "Not ready yet." } " " (format::sentence(&problem.detail)) "." }
            p class="govuk-body" {
                "It goes on when you leave. " a class="govuk-link" href="" { "Look again" }
            }
        }
    }
}

/// Whether the answer is being worked out and will be at this very address.
pub fn is_pending(asked: &Asked<'_>, problem: &Problem) -> bool {
    problem.is(Kind::NotReady) && !asked.is_unsaved()
}

/// A labelled field with its hint.
pub fn field(id: &str, label: &str, hint: Option<&str>, value: &str, width: &str) -> Markup {
    let hint_id = format!("{id}-hint");
    html! {
        div class="govuk-form-group" {
            label class="govuk-label govuk-label--s" for=(id) { (label) }
            @if let Some(hint) = hint { div class="govuk-hint" id=(hint_id) { (hint) } }
            input class={ "govuk-input govuk-input--width-" (width) } id=(id) name=(id) type="text" value=(value)
                aria-describedby=[hint.map(|_| hint_id.as_str())] autocomplete="off";
        }
    }
}

/// A labelled choice.
pub fn select(id: &str, label: &str, options: &[(&str, &str)], chosen: &str) -> Markup {
    html! {
        div class="govuk-form-group" {
            label class="govuk-label govuk-label--s" for=(id) { (label) }
            select class="govuk-select" id=(id) name=(id) {
                @for (value, words) in options { option value=(value) selected[*value == chosen] { (words) } }
            }
        }
    }
}

/// The form by which a recipe is kept as it is now.
pub fn saving(asked: &Asked<'_>, path: &str) -> Markup {
    let (app, recipe) = (asked.app, &asked.recipe);
    // What the manifest names keeps its id: a change of it is saved under another.
    let id = if asked.is_unsaved() {
        String::new()
    } else if asked.kept.number == 0 {
        format!("{}-2", asked.kept.id)
    } else {
        asked.kept.id.to_string()
    };
    if !app.config().allows_writes() || app.store().is_none() {
        return html! {};
    }
    html! {
        section class="ww-noprint" aria-labelledby="save" {
            h2 class="govuk-heading-l" id="save" { "Save it" }
            p class="govuk-body" { "It is saved beside the place, with the version of its data; what was saved before stays." }
            form action=(path) method="post" novalidate {
                input type="hidden" name="recipe" value=(recipe);
                (field("id", "Name in addresses", Some("Small letters, digits and hyphens"), &id, "20"))
                (token_field(app, "token", "Needed to save. It is not kept."))
                button class="govuk-button" type="submit" { "Save" }
            }
        }
    }
}

/// What the figures rest on.
pub fn basis(engine: &Engine, rests_on: &RestsOnView, assumptions: &[String]) -> Markup {
    let edition = |text: &String| -> Option<&Edition> { engine.edition(&text.parse().ok()?) };
    html! {
        section aria-labelledby="basis" {
            h2 class="govuk-heading-l" id="basis" { "What this rests on" }
            p class="govuk-body" { (rests_on.travel_words) " People stand at: " (rests_on.people_at.join("; ")) "." }
            @if !assumptions.is_empty() {
                h3 class="govuk-heading-m" { "Assumptions" }
                ul class="govuk-list govuk-list--bullet" { @for line in assumptions { li { (line) } } }
            }
            @if !rests_on.notes.is_empty() || !rests_on.unlocated.is_empty() {
                h3 class="govuk-heading-m" { "To know" }
                ul class="govuk-list govuk-list--bullet" {
                    @for note in &rests_on.notes { li { (note) } }
                    @if !rests_on.unlocated.is_empty() { li { "No point is known of: " (rests_on.unlocated.join(", ")) "." } }
                }
            }
            h3 class="govuk-heading-m" { "Data" }
            ul class="govuk-list" {
                @for text in &rests_on.data {
                    @if let Some(edition) = edition(text) {
                        li { a class="govuk-link" href=(edition_path(&edition.key)) { (edition.title) } " – " (edition.licence.name) }
                    }
                }
            }
        }
    }
}
