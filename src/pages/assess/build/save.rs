//! Saving a changed recipe as an assessment of its own.

use jiff::Timestamp;
use maud::{Markup, html};

use crate::api::{App, Kind, Problem, take_saved};
use crate::engine::{Assessed, Engine};
use crate::model::AssessmentId;
use crate::pages::params::Params;

use super::edits;
use super::preview::Preview;

/// Longest title and purpose, in letters.
const MOST_LETTERS: usize = 1_000;

/// What the part of the page that saves has to know.
#[derive(Default)]
pub(in crate::pages::assess) struct Saving<'a> {
    /// What was typed, where it could not be saved.
    pub typed: Params,
    /// Why it could not be saved.
    pub problem: Option<&'a Problem>,
    /// Whether this service lets anything be saved.
    pub is_open: bool,
    /// Whether it asks for a token.
    pub needs_token: bool,
}

impl Saving<'_> {
    /// The state of a page that nobody has sent yet.
    pub(in crate::pages::assess) fn of(app: &App) -> Self {
        let config = app.config();
        let is_open = app.store().is_some() && config.allows_writes() && !config.writes.read_only;
        Self { is_open, needs_token: config.writes.token.is_some(), ..Self::default() }
    }
}

/// The form that saves, beside a link to the recipe as a file.
pub(super) fn section(own: &Assessed, preview: &Preview, params: &Params, saving: &Saving<'_>) -> Markup {
    let spec = &own.spec;
    let edits = params.with("open", None).at("");
    let typed = |name: &str, usual: &str| saving.typed.get(name).unwrap_or(usual).to_owned();
    html! {
        section aria-labelledby="save" class="ww-way" {
            h2 class="govuk-heading-l" id="save" { "Save it" }
            @if !saving.is_open {
                p class="govuk-inset-text" { "Nothing can be saved over this service. Change the recipe’s file and import it: " a class="govuk-link" href=(format!("/api/assessments/{}/download.toml", spec.id)) { "the recipe (TOML)" } "." }
            } @else if preview.assessed.is_none() {
                p class="govuk-body" { "What cannot be run cannot be saved." }
            } @else {
                p class="govuk-body" { "It is saved under a name of its own, with every earlier version kept. The recipe it comes from stays as it is." }
                form action=(format!("{}/save", super::path(&spec.id))) method="post" {
                    input type="hidden" name="edits" id="save-edits" value=(edits.trim_start_matches('?'));
                    (field("id", "Name in addresses", "Small letters, digits and hyphens, such as priorities-2026", &typed("id", &format!("{}-2", spec.id))))
                    (field("title", "Title", "What readers see", &typed("title", &spec.title)))
                    (field("purpose", "What it is for", "A sentence that says why it exists", &typed("purpose", &spec.purpose)))
                    @if saving.needs_token {
                        div class="govuk-form-group" {
                            label class="govuk-label" for="save-token" { "Token" }
                            div class="govuk-hint" id="save-token-hint" { "The service asks for it before anything is saved" }
                            input class="govuk-input govuk-!-width-one-half" id="save-token" name="token" type="password" autocomplete="current-password" aria-describedby="save-token-hint";
                        }
                    }
                    button class="govuk-button" type="submit" { "Save" }
                }
            }
        }
    }
}

fn field(name: &str, label: &str, hint: &str, value: &str) -> Markup {
    let id = format!("save-{name}");
    let hint_id = format!("{id}-hint");
    html! {
        div class="govuk-form-group" {
            label class="govuk-label" for=(id) { (label) }
            div class="govuk-hint" id=(hint_id) { (hint) }
            input class="govuk-input" id=(id) name=(name) type="text" value=(value) maxlength=(MOST_LETTERS) aria-describedby=(hint_id) autocomplete="off";
        }
    }
}

/// Saves what a form says; the id it was saved under. Whoever calls has asked whether it may.
///
/// # Errors
/// A [`Problem`] for a recipe that cannot be run, a bad id, and what the place folder says.
pub(in crate::pages::assess) fn save(
    app: &App,
    engine: &Engine,
    own: &Assessed,
    edits: &Params,
    form: &Params,
) -> Result<AssessmentId, Problem> {
    let store = app.store().ok_or_else(|| {
        Problem::new(Kind::Forbidden, "the service runs without a place folder, so it keeps no assessments")
    })?;
    let edited = edits::apply(engine, &own.spec, edits);
    if let Some(wrong) = edited.wrong.first() {
        return Err(Problem::parameter("edits", wrong.clone()));
    }
    let mut spec = edited.spec;
    let id = form.get("id").unwrap_or_default();
    spec.id =
        id.parse().map_err(|error: crate::model::IdError| Problem::parameter("id", error.to_string()))?;
    spec.title = text(form, "title", "Give it a title.")?;
    spec.purpose = text(form, "purpose", "Say in a sentence what it is for.")?;
    // What cannot be run is not kept: nobody could look at it.
    engine.assess_quickly(&spec).map_err(|error| Problem::parameter("edits", error.to_string()))?;
    store.save_assessment(&spec, Timestamp::now())?;
    take_saved(app, store)?;
    Ok(spec.id)
}

fn text(form: &Params, name: &'static str, empty: &str) -> Result<String, Problem> {
    let text = form.get(name).ok_or_else(|| Problem::parameter(name, empty))?;
    if text.chars().count() > MOST_LETTERS {
        return Err(Problem::parameter(name, format!("At most {MOST_LETTERS} letters.")));
    }
    Ok(text.to_owned())
}
