//! Fields of the form: what was answered, else what is proposed, and what was wrong.

use maud::{Markup, html};

use crate::api::uploads::DetectedColumn;
use crate::pages::params::Params;

use super::wrong::{Wrong, of_field};

/// What was answered before, and what was wrong with it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Answers<'a> {
    pub(super) form: &'a Params,
    pub(super) wrongs: &'a [Wrong],
}

impl<'a> Answers<'a> {
    /// Whether the form is shown for the first time: only then are proposals filled in.
    pub(super) fn is_fresh(&self) -> bool {
        self.form.0.is_empty()
    }

    /// The answer, or the proposal of a form that is shown for the first time.
    pub(super) fn or<'b>(&self, name: &str, guess: Option<&'b str>) -> Option<&'b str>
    where
        'a: 'b,
    {
        self.form.get(name).or_else(|| guess.filter(|_| self.is_fresh()))
    }

    fn error(&self, name: &str) -> Markup {
        html! {
            @if let Some(words) = of_field(self.wrongs, name) {
                p class="govuk-error-message" id=(format!("{name}-error")) { span class="govuk-visually-hidden" { "Error: " } (words) }
            }
        }
    }

    fn is_wrong(&self, name: &str) -> bool {
        of_field(self.wrongs, name).is_some()
    }

    fn described(&self, name: &str, hint: bool) -> Option<String> {
        let ids = [(hint, "hint"), (self.is_wrong(name), "error")];
        let ids: Vec<String> =
            ids.iter().filter(|(shown, _)| *shown).map(|(_, part)| format!("{name}-{part}")).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }
}

/// A line of text.
pub(super) fn text_field(
    answers: &Answers<'_>,
    name: &str,
    label: &str,
    hint: &str,
    guess: Option<&str>,
) -> Markup {
    let wrong = answers.is_wrong(name);
    html! {
        div class={ "govuk-form-group" @if wrong { " govuk-form-group--error" } } {
            label class="govuk-label" for=(name) { (label) }
            div class="govuk-hint" id=(format!("{name}-hint")) { (hint) }
            (answers.error(name))
            input class={ "govuk-input govuk-input--width-20" @if wrong { " govuk-input--error" } } id=(name) name=(name)
                type="text" maxlength="500" value=[answers.or(name, guess)] autocomplete="off"
                aria-describedby=[answers.described(name, true)];
        }
    }
}

/// A choice among the columns of the file.
pub(super) fn column_field(
    answers: &Answers<'_>,
    columns: &[DetectedColumn],
    name: &str,
    label: &str,
    guess: Option<&str>,
) -> Markup {
    let chosen = answers.or(name, guess).map(str::trim);
    let wrong = answers.is_wrong(name);
    html! {
        div class={ "govuk-form-group" @if wrong { " govuk-form-group--error" } } {
            label class="govuk-label" for=(name) { (label) }
            (answers.error(name))
            select class={ "govuk-select" @if wrong { " govuk-select--error" } } id=(name) name=(name)
                aria-describedby=[answers.described(name, false)] {
                option value="" { "None" }
                @for column in columns {
                    option value=(column.name) selected[chosen == Some(column.name.trim())] { (column.name) }
                }
            }
        }
    }
}
