//! The second view: a measure on other boundaries than its own, the lookup's figure beside it.

use maud::{Markup, html};

use crate::engine::{AlignAsk, AlignError, Beside, Edition, Engine};
use crate::model::{Measure, MeasureId};
use crate::pages::badges;
use crate::pages::edition::parts;
use crate::pages::params::Params;

use super::asked::Asked;
use super::chooser::{layer_select, way_select};
use super::figuretable;
use super::sure;
use super::{PATH, head, problem, refused};

/// A measure carried to a layer, with all that the view says of it.
pub(super) struct Carried<'a> {
    pub params: &'a Params,
    pub measure: &'a Measure,
    pub to: &'a Edition,
    pub source: &'a Edition,
    pub geography: &'a Edition,
    pub found: Beside,
}

/// Title and body of the view.
pub(super) fn view(engine: &Engine, asked: &Asked<'_>, params: &Params) -> (String, Markup) {
    let measures = &engine.snapshot().info.catalogue.measures;
    let wanted = params.get("measure");
    let id = wanted.and_then(|text| text.parse::<MeasureId>().ok());
    let measure = match (wanted, id) {
        (Some(_), Some(id)) => engine.measure(&id).ok(),
        (Some(_), None) => None,
        (None, _) => measures.first(),
    };
    let title = match (measure, asked.to) {
        (Some(measure), Some(to)) => format!("{} by {}", measure.title, to.title),
        _ => "A measure on other boundaries".to_owned(),
    };
    let body = html! {
        (head(&title, asked, params))
        @if measures.is_empty() {
            p class="govuk-inset-text" {
                "This place’s manifest describes no measure, so no figure can be carried. Measures are described under " code { "[[measure]]" } "."
            }
        } @else {
            (form(engine, asked, params, measure))
            @match (measure, asked.to, &asked.wrong) {
                (_, _, Some(wrong)) => (problem(wrong)),
                (None, ..) => (problem("This place has no such measure. Choose one from the list.")),
                (Some(_), None, None) => p class="govuk-inset-text" { "This place has no layer to carry figures to." },
                (Some(measure), Some(to), None) => (answer(engine, asked, params, measure, to)),
            }
        }
    };
    (title, body)
}

fn form(engine: &Engine, asked: &Asked<'_>, params: &Params, chosen: Option<&Measure>) -> Markup {
    let tables = chosen.map(|measure| engine.measure_tables(measure)).unwrap_or_default();
    let table = params.get("table");
    let periods = tables
        .iter()
        .find(|(_, edition)| table.is_none_or(|key| edition.key.to_string() == key))
        .and_then(|(source, edition)| engine.periods(source, &edition.key).ok())
        .unwrap_or_default();
    html! {
        form class="ww-chooser ww-noprint" id="chooser" action=(PATH) method="get" {
            input type="hidden" name="view" value="figures";
            div class="govuk-form-group" {
                label class="govuk-label" for="measure" { "Measure" }
                select class="govuk-select" id="measure" name="measure" {
                    @for measure in &engine.snapshot().info.catalogue.measures {
                        option value=(measure.id) selected[chosen.is_some_and(|c| c.id == measure.id)] { (measure.title) }
                    }
                }
            }
            @if tables.len() > 1 {
                div class="govuk-form-group" {
                    label class="govuk-label" for="table" { "Figures from" }
                    select class="govuk-select" id="table" name="table" {
                        @for (_, edition) in &tables {
                            option value=(edition.key) selected[table == Some(edition.key.to_string().as_str())] { (edition.title) }
                        }
                    }
                }
            }
            @if periods.len() > 1 {
                div class="govuk-form-group" {
                    label class="govuk-label" for="period" { "Period" }
                    select class="govuk-select" id="period" name="period" {
                        @for period in periods.iter().rev() {
                            option value=(period) selected[params.get("period") == Some(period)] { (period) }
                        }
                    }
                }
            }
            (layer_select(engine, "to", "on the areas of", asked.to))
            (way_select(asked.way))
            button class="govuk-button" type="submit" { "Show figures" }
        }
    }
}

fn answer(engine: &Engine, asked: &Asked<'_>, params: &Params, measure: &Measure, to: &Edition) -> Markup {
    let tables = engine.measure_tables(measure);
    // A table or period left over from another measure is not asked for again.
    let table = params.get("table").and_then(|text| text.parse().ok());
    let table = table.filter(|key| tables.iter().any(|(_, edition)| edition.key == *key));
    let chosen = tables.iter().find(|(_, edition)| table.as_ref().is_none_or(|key| edition.key == *key));
    let known =
        chosen.and_then(|(source, edition)| engine.periods(source, &edition.key).ok()).unwrap_or_default();
    let period =
        params.get("period").filter(|period| known.iter().any(|known| known == period)).map(str::to_owned);
    let ask = AlignAsk { measure: measure.id.clone(), table, period, to: to.key.clone(), way: asked.way };
    match engine.align_beside(&ask) {
        Err(error) => refused(&error, params),
        Ok(found) => {
            carried(engine, params, measure, to, found).unwrap_or_else(|error| refused(&error, params))
        }
    }
}

fn carried<'a>(
    engine: &'a Engine,
    params: &'a Params,
    measure: &'a Measure,
    to: &'a Edition,
    found: Beside,
) -> Result<Markup, AlignError> {
    let table = &found.better.source.table;
    let source = engine.edition(table).ok_or_else(|| AlignError::NoTable(table.clone()))?;
    let layer = &found.better.source.geography;
    let geography = engine.edition(layer).ok_or_else(|| AlignError::NoLayer(layer.clone()))?;
    let carried = Carried { params, measure, to, source, geography, found };
    let sections =
        [("figures", "Figures"), ("totals", "Totals before and after"), ("sure", "How sure is this?")];
    Ok(html! {
        p class="govuk-body ww-badges" { (badges::vintage(carried.to)) (badges::age(carried.source)) }
        (figuretable::summary(&carried))
        (parts::contents(&sections))
        (figuretable::section(&carried))
        (figuretable::totals(&carried))
        section aria-labelledby="sure" {
            h2 class="govuk-heading-l" id="sure" { "How sure is this?" }
            @match &carried.found.better.crosswalk {
                Some(built) => {
                    (sure::method(engine, built))
                    p class="govuk-body" {
                        "Each estimate stands with its 95% range and a grade; "
                        a class="govuk-link" href="/about/error" { "what they mean and how they were tested" } "."
                    }
                },
                None => p class="govuk-body" { "The figures were published for these very areas; nothing was carried." },
            }
            @if let Some(built) = carried.found.lookup.as_ref().and_then(|lookup| lookup.crosswalk.as_deref()) {
                h3 class="govuk-heading-m" { "The lookup beside it" }
                (sure::method(engine, built))
            }
            (sure::sources(&[carried.source, carried.geography, carried.to]))
        }
    })
}
