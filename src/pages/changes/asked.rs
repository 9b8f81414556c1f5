//! Which two editions the page compares, and the form that asks for them.

use maud::{Markup, html};

use crate::crosswalk::lineage::{Event, Lineage};
use crate::engine::{Dataset, Edition, Engine};
use crate::model::EditionKey;
use crate::pages::mapblock::main_layer;
use crate::pages::params::Params;

use super::words;

/// What the address asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The earlier edition.
    pub from: EditionKey,
    /// The later edition.
    pub to: EditionKey,
    /// Only areas that this befell.
    pub event: Option<Event>,
}

/// Why the address cannot be answered: the field, and what to do.
pub type Wrong = (&'static str, String);

/// Reads the address. `Ok(None)` where the place has nothing to compare.
///
/// # Errors
/// The field that is wrong, with words for people.
pub fn read(engine: &Engine, params: &Params) -> Result<Option<Asked>, Wrong> {
    let event = params.get("event").map(read_event).transpose()?;
    let named =
        |field: &'static str| params.get(field).map(|text| read_edition(engine, field, text)).transpose();
    let (from, to) = (named("from")?, named("to")?);
    let (from, to) = match (from, to) {
        (Some(from), Some(to)) => (from, to),
        (None, Some(to)) => (before(engine, &to)?, to),
        (Some(from), None) => {
            let (later, _) = engine.neighbours(&from);
            let to =
                later.ok_or(("to", format!("There is no edition after {from}: choose the later edition")))?;
            (from, to)
        }
        (None, None) => match usual(engine, params)? {
            Some(pair) => pair,
            None => return Ok(None),
        },
    };
    if from == to {
        return Err(("to", "Choose two different editions: both are the same".to_owned()));
    }
    Ok(Some(Asked { from, to, event }))
}

fn read_event(text: &str) -> Result<Event, Wrong> {
    let found = Event::ALL.into_iter().find(|event| event.key() == text);
    found.ok_or_else(|| ("event", format!("Choose an event from the list: there is no '{text}'")))
}

fn read_edition(engine: &Engine, field: &'static str, text: &str) -> Result<EditionKey, Wrong> {
    let key = text.parse::<EditionKey>().ok().filter(|key| engine.layer(key).is_some());
    key.ok_or_else(|| {
        (field, format!("Choose an edition from the list: this place shows no boundaries '{text}'"))
    })
}

fn before(engine: &Engine, to: &EditionKey) -> Result<EditionKey, Wrong> {
    let (_, earlier) = engine.neighbours(to);
    earlier.ok_or_else(|| ("from", format!("There is no edition before {to}: choose the earlier edition")))
}

/// The newest two editions of the layer that is named, of the main layer, or
/// of the first layer that has two.
fn usual(engine: &Engine, params: &Params) -> Result<Option<(EditionKey, EditionKey)>, Wrong> {
    if let Some(layer) = params.get("layer") {
        let dataset = layer.parse().ok().and_then(|id| engine.snapshot().dataset(&id));
        let pair = dataset.and_then(newest_two);
        let wrong =
            || ("from", format!("'{layer}' has no two editions to compare: choose two from the lists"));
        return pair.map(Some).ok_or_else(wrong);
    }
    let main = main_layer(engine).and_then(|edition| engine.snapshot().dataset(&edition.key.dataset));
    let all = engine.snapshot().datasets.values();
    Ok(main.into_iter().chain(all).find_map(newest_two))
}

fn newest_two(dataset: &Dataset) -> Option<(EditionKey, EditionKey)> {
    let mut layers = dataset.editions.iter().filter(|edition| edition.layer().is_some());
    let (newest, before) = (layers.next()?, layers.next()?);
    Some((before.key.clone(), newest.key.clone()))
}

/// The form: two lists of editions and one of events.
#[must_use]
pub fn form(
    engine: &Engine,
    asked: Option<&Asked>,
    lineage: Option<&Lineage>,
    wrong: Option<&Wrong>,
    params: &Params,
) -> Markup {
    let chosen = |field: &str, of: Option<&EditionKey>| {
        of.map(ToString::to_string).or_else(|| params.get(field).map(str::to_owned))
    };
    html! {
        form class="ww-chooser ww-noprint" action=(super::PATH) method="get" {
            (editions(engine, "from", "Earlier edition", chosen("from", asked.map(|a| &a.from)), wrong))
            (editions(engine, "to", "Later edition", chosen("to", asked.map(|a| &a.to)), wrong))
            (events(asked.and_then(|a| a.event), lineage))
            button class="govuk-button govuk-button--secondary" type="submit" { "Compare" }
        }
    }
}

fn editions(
    engine: &Engine,
    field: &str,
    label: &str,
    chosen: Option<String>,
    wrong: Option<&Wrong>,
) -> Markup {
    let error = wrong.filter(|(at, _)| *at == field).map(|(_, words)| words);
    let error_id = format!("{field}-error");
    html! {
        div class={ "govuk-form-group" @if error.is_some() { " govuk-form-group--error" } } {
            label class="govuk-label" for=(field) { (label) }
            @if let Some(words) = error {
                p class="govuk-error-message" id=(error_id) { span class="govuk-visually-hidden" { "Error: " } (words) }
            }
            select class="govuk-select" id=(field) name=(field) aria-describedby=[error.map(|_| &error_id)] {
                @for (title, editions) in layers(engine) {
                    optgroup label=(title) {
                        @for edition in editions {
                            @let key = edition.key.to_string();
                            option value=(key) selected[chosen.as_deref() == Some(key.as_str())] { (edition.title) }
                        }
                    }
                }
            }
        }
    }
}

/// Every layer with its editions, newest first; the main layer before the others.
fn layers(engine: &Engine) -> Vec<(&str, Vec<&Edition>)> {
    let main = main_layer(engine).map(|edition| &edition.key.dataset);
    let mut sets: Vec<&Dataset> = engine.snapshot().datasets.values().collect();
    sets.sort_by_key(|set| Some(&set.id) != main);
    let of = |set: &'_ Dataset| -> bool { set.editions.iter().any(|edition| edition.layer().is_some()) };
    let listed = sets.into_iter().filter(|set| of(set));
    listed.map(|set| (set.title.as_str(), set.editions.iter().collect())).collect()
}

fn events(chosen: Option<Event>, lineage: Option<&Lineage>) -> Markup {
    let Some(lineage) = lineage else { return html! {} };
    let lines = || lineage.old.iter().chain(&lineage.new);
    html! {
        div class="govuk-form-group" {
            label class="govuk-label" for="event" { "Show areas that are" }
            select class="govuk-select" id="event" name="event" {
                option value="" { "All" }
                @for event in Event::ALL {
                    @let n = lines().filter(|line| line.events.contains(&event)).count();
                    @if n > 0 || chosen == Some(event) {
                        option value=(event.key()) selected[chosen == Some(event)] { (words::event(event)) " (" (n) ")" }
                    }
                }
            }
        }
    }
}
