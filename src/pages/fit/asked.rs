//! Which layers the page compares and how, and the form that asks for it.

use jiff::civil::Date;
use maud::{Markup, html};

use crate::api::params::asked::read_share;
use crate::crosswalk::misfit::Options;
use crate::engine::{Edition, Engine};
use crate::model::EditionKey;
use crate::pages::format::{self, counted, len};
use crate::pages::mapblock::main_layer;
use crate::pages::params::Params;

/// Most layers on one page: each is measured against each.
pub const MOST_LAYERS: usize = 12;

/// Most parts that can be asked for.
const MOST_PARTS: usize = 50;

/// What the address asks for.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// The day on which editions are in force; `None` for the newest.
    pub day: Option<Date>,
    /// Every layer on that day.
    pub known: Vec<EditionKey>,
    /// The layers to compare, in order of their ids.
    pub layers: Vec<EditionKey>,
    /// Whether nobody chose them: then layers published twice are left out.
    pub is_usual: bool,
    /// The layer whose split areas are listed.
    pub of: Option<EditionKey>,
    /// What counts as a part, and as split.
    pub options: Options,
    /// The one geography whose cuts are listed; `None` for those of all.
    pub by: Option<EditionKey>,
    /// Whether every split area is listed, not the first few.
    pub lists_all: bool,
}

/// Why the address cannot be answered: the field, and what to do.
pub type Wrong = (&'static str, String);

/// Reads the address.
///
/// # Errors
/// The field that is wrong, with words for people.
pub fn read(engine: &Engine, params: &Params) -> Result<Asked, Wrong> {
    let day = params.get("date").map(read_day).transpose()?;
    let known = day.map_or_else(|| engine.newest_layers(), |day| engine.layers_in_force(day));
    let of = own(engine, params, &known)?;
    let named: Vec<&str> = params.all("layer").collect();
    let layers: Vec<EditionKey> = if named.is_empty() {
        usual(engine, &known, of.as_ref())
    } else {
        let wanted = |key: &&EditionKey| named.contains(&key.dataset.as_str()) || of.as_ref() == Some(*key);
        known.iter().filter(wanted).cloned().collect()
    };
    let unknown = named.iter().find(|name| !known.iter().any(|key| key.dataset.as_str() == **name));
    if let Some(name) = unknown {
        return Err(("layer", format!("Choose layers from the list: no boundaries '{name}' are in force")));
    }
    if layers.len() > MOST_LAYERS {
        return Err((
            "layer",
            format!("Choose at most {MOST_LAYERS} layers: {} are too many at once", layers.len()),
        ));
    }
    let options = Options { least_share: least(params)?, split_from: parts(params)? };
    let by = cutter(params, &layers)?;
    let lists_all = params.get("list") == Some("all");
    Ok(Asked { day, known, layers, is_usual: named.is_empty(), of, options, by, lists_all })
}

fn read_day(text: &str) -> Result<Date, Wrong> {
    let day = text.parse::<Date>().ok().filter(|day| day.to_string() == text);
    day.ok_or_else(|| ("date", "Write the date as year-month-day, such as 2019-05-01".to_owned()))
}

/// The layer whose areas are looked at: the one named, else the main one, else the first.
fn own(engine: &Engine, params: &Params, known: &[EditionKey]) -> Result<Option<EditionKey>, Wrong> {
    let find = |id: &str| known.iter().find(|key| key.dataset.as_str() == id).cloned();
    if let Some(name) = params.get("of") {
        let wrong = || ("of", format!("Choose a layer from the list: no boundaries '{name}' are in force"));
        return find(name).map(Some).ok_or_else(wrong);
    }
    let main = main_layer(engine).and_then(|edition| find(edition.key.dataset.as_str()));
    Ok(main.or_else(|| known.first().cloned()))
}

/// The geography whose cuts alone are listed.
fn cutter(params: &Params, layers: &[EditionKey]) -> Result<Option<EditionKey>, Wrong> {
    let Some(name) = params.get("by") else { return Ok(None) };
    let found = layers.iter().find(|key| key.dataset.as_str() == name).cloned();
    let wrong = || ("layer", format!("Tick '{name}' too, to list what its areas cut up"));
    found.map(Some).ok_or_else(wrong)
}

/// The layer and those that may cut it, as far as there is room.
fn usual(engine: &Engine, known: &[EditionKey], of: Option<&EditionKey>) -> Vec<EditionKey> {
    let Some(of) = of else { return Vec::new() };
    let coarse = engine.partners(of);
    let is_partner = |key: &&EditionKey| *key == of || coarse.contains(key);
    let mut layers: Vec<EditionKey> = known.iter().filter(is_partner).cloned().collect();
    while layers.len() > MOST_LAYERS
        && let Some(last) = layers.iter().rposition(|key| key != of)
    {
        layers.remove(last);
    }
    layers
}

fn least(params: &Params) -> Result<f64, Wrong> {
    let Some(text) = params.get("least") else { return Ok(Options::default().least_share) };
    read_share(text.trim_end_matches('%'))
        .ok_or_else(|| ("least", "Write a number of per cent from 0 to 100, such as 5".to_owned()))
}

fn parts(params: &Params) -> Result<usize, Wrong> {
    let Some(text) = params.get("split") else { return Ok(Options::default().split_from) };
    let number = text.parse::<usize>().ok().filter(|parts| (2..=MOST_PARTS).contains(parts));
    number
        .ok_or_else(|| ("split", format!("Write a whole number of parts from 2 to {MOST_PARTS}, such as 3")))
}

/// The form, kept as it was sent where something in it is wrong.
#[must_use]
pub fn form(engine: &Engine, asked: Option<&Asked>, wrong: Option<&Wrong>, params: &Params) -> Markup {
    let fallback;
    let known = if let Some(asked) = asked {
        &asked.known
    } else {
        fallback = engine.newest_layers();
        &fallback
    };
    let usual = Options::default();
    let least = params.get("least").map_or_else(|| format!("{}", usual.least_share * 100.0), str::to_owned);
    let split = params.get("split").map_or_else(|| usual.split_from.to_string(), str::to_owned);
    html! {
        form class="ww-fit ww-noprint" action=(super::PATH) method="get" {
            (layers(engine, known, asked, wrong, params))
            div class="ww-fit__row" {
                (whose(engine, known, asked, wrong))
                (text("least", "Least part, per cent", "A smaller part of an area does not count", &least, wrong))
                (text("split", "Split from", "Parts from which an area is listed", &split, wrong))
                (text("date", "On this day (optional)", "Such as 2019-05-01; the newest editions if left out", params.get("date").unwrap_or_default(), wrong))
            }
            button class="govuk-button" type="submit" { "Compare" }
        }
    }
}

fn layers(
    engine: &Engine,
    known: &[EditionKey],
    asked: Option<&Asked>,
    wrong: Option<&Wrong>,
    params: &Params,
) -> Markup {
    let error = words_of(wrong, "layer");
    let ticked = |key: &EditionKey| {
        asked.map_or_else(
            || params.all("layer").any(|name| name == key.dataset.as_str()),
            |asked| asked.layers.contains(key),
        )
    };
    html! {
        div class={ "govuk-form-group" @if error.is_some() { " govuk-form-group--error" } } {
            fieldset class="govuk-fieldset" id="layer" aria-describedby=[error.map(|_| "layer-error")] {
                legend class="govuk-fieldset__legend govuk-fieldset__legend--s" { "Geographies to compare" }
                @if let Some(words) = error { (message("layer", words)) }
                div class="govuk-checkboxes govuk-checkboxes--small ww-fit__layers" {
                    @for key in known {
                        @let id = format!("layer-{}", key.dataset);
                        div class="govuk-checkboxes__item" {
                            input class="govuk-checkboxes__input" type="checkbox" id=(id) name="layer" value=(key.dataset) checked[ticked(key)];
                            label class="govuk-label govuk-checkboxes__label" for=(id) { (label(engine, key)) }
                        }
                    }
                }
            }
        }
    }
}

fn whose(engine: &Engine, known: &[EditionKey], asked: Option<&Asked>, wrong: Option<&Wrong>) -> Markup {
    let of = asked.and_then(|asked| asked.of.as_ref());
    let error = words_of(wrong, "of");
    html! {
        div class={ "govuk-form-group" @if error.is_some() { " govuk-form-group--error" } } {
            label class="govuk-label" for="of" { "List split areas of" }
            div class="govuk-hint" id="of-hint" { "Usually the wards" }
            @if let Some(words) = error { (message("of", words)) }
            select class="govuk-select" id="of" name="of" aria-describedby=(if error.is_some() { "of-hint of-error" } else { "of-hint" }) {
                @for key in known { option value=(key.dataset) selected[of == Some(key)] { (title(engine, key)) } }
            }
        }
    }
}

fn text(field: &str, label: &str, hint: &str, value: &str, wrong: Option<&Wrong>) -> Markup {
    let error = words_of(wrong, field);
    let described =
        if error.is_some() { format!("{field}-hint {field}-error") } else { format!("{field}-hint") };
    html! {
        div class={ "govuk-form-group" @if error.is_some() { " govuk-form-group--error" } } {
            label class="govuk-label" for=(field) { (label) }
            div class="govuk-hint" id=(format!("{field}-hint")) { (hint) }
            @if let Some(words) = error { (message(field, words)) }
            input class={ "govuk-input govuk-input--width-10" @if error.is_some() { " govuk-input--error" } } id=(field) name=(field)
                type="text" maxlength="10" value=(value) autocomplete="off" aria-describedby=(described);
        }
    }
}

fn words_of<'a>(wrong: Option<&'a Wrong>, field: &str) -> Option<&'a str> {
    wrong.filter(|(at, _)| *at == field).map(|(_, words)| words.as_str())
}

fn message(field: &str, words: &str) -> Markup {
    html! {
        p class="govuk-error-message" id=(format!("{field}-error")) { span class="govuk-visually-hidden" { "Error: " } (words) }
    }
}

fn label(engine: &Engine, key: &EditionKey) -> Markup {
    let n = engine.layer(key).map_or(0, |layer| layer.areas.len());
    html! { (title(engine, key)) span class="ww-quiet" { ", " (counted(len(n), "area", "areas")) } }
}

/// An edition's title.
#[must_use]
pub fn title<'e>(engine: &'e Engine, key: &EditionKey) -> &'e str {
    engine.edition(key).map_or("", |edition: &Edition| edition.title.as_str())
}

/// The day in words.
#[must_use]
pub fn on(asked: &Asked) -> String {
    asked.day.map_or_else(|| "newest editions".to_owned(), |day| format!("in force on {}", format::day(day)))
}
