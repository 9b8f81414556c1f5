//! The form: the tree of domains and indicators with weights and methods.

use maud::{Markup, html};

use crate::assess::recipe::{Comparator, Group, Indicator, Node};
use crate::assess::spec::AssessmentSpec;
use crate::engine::{Assessed, Engine};
use crate::pages::format::percent;
use crate::pages::params::Params;

use super::edits::can_be_added;
use super::methods::{self, Choice};
use super::preview::Preview;

/// The whole form. It asks for a preview, so it needs no right to write.
pub(super) fn form(engine: &Engine, own: &Assessed, preview: &Preview, params: &Params) -> Markup {
    let path = format!("{}/build", super::path(&own.spec.id));
    let open = params.get("open");
    let tree = Tree { own: &own.spec, preview, params, open };
    html! {
        form id="build-form" action=(path) method="get" data-assess="build" {
            h2 class="govuk-heading-m" { "Domains, indicators and weights" }
            p class="govuk-hint" id="weight-hint" { "A weight counts against its neighbours: 2 counts twice as much as 1, 0 lists without a say." }
            (tree.group(&own.spec.index, 0))
            (adding(engine, own, preview))
            (whole(preview, &own.spec))
            @if let Some(open) = open { input type="hidden" name="open" value=(open); }
            button class="govuk-button" type="submit" { "Show what comes of it" }
            p class="govuk-body" { a class="govuk-link" href=(path) { "Start again from the recipe" } }
        }
    }
}

struct Tree<'a> {
    own: &'a AssessmentSpec,
    preview: &'a Preview,
    params: &'a Params,
    open: Option<&'a str>,
}

impl Tree<'_> {
    /// A group: its parts below its name. The tree of the recipe is drawn, so
    /// that what was left out can be taken in again.
    fn group(&self, group: &Group, level: usize) -> Markup {
        let now =
            self.preview.spec.index.groups().into_iter().find(|now| now.id == group.id).unwrap_or(group);
        let added: Vec<&Indicator> = now
            .parts
            .iter()
            .filter_map(|part| match part {
                Node::Indicator(indicator) if !has(&self.own.index, &indicator.id) => Some(indicator),
                _ => None,
            })
            .collect();
        html! {
            fieldset class={ "govuk-fieldset ww-tree ww-tree--" (level) } {
                legend class="govuk-fieldset__legend govuk-fieldset__legend--s" { (group.title) }
                div class="ww-tree__row" {
                    @if level > 0 { (self.weight(&now.id, &now.title, now.weight, self.share(&now.id))) }
                    (select(&format!("g.{}", group.id), &format!("How the parts of {} are put together", group.title),
                        &methods::AGGREGATIONS, methods::aggregation_key(now.aggregation), methods::aggregation_key(group.aggregation)))
                }
                @for part in &group.parts {
                    @match part {
                        Node::Group(inner) => (self.group(inner, level + 1)),
                        Node::Indicator(indicator) => (self.indicator(indicator)),
                    }
                }
                @for indicator in added { (self.indicator(indicator)) }
            }
        }
    }

    fn indicator(&self, own: &Indicator) -> Markup {
        let now = self.preview.spec.index.indicators().into_iter().find(|now| now.id == own.id);
        let shown = now.unwrap_or(own);
        let out = format!("x.{}", own.id);
        let is_open = self.open == Some(own.id.as_str());
        html! {
            div class="ww-tree__leaf" data-indicator=(own.id) {
                (self.weight(&own.id, &own.title, shown.weight, self.share(&own.id)))
                div class="ww-tree__row" {
                    @if has(&self.own.index, &own.id) {
                        div class="govuk-checkboxes govuk-checkboxes--small" {
                            div class="govuk-checkboxes__item" {
                                input class="govuk-checkboxes__input" id=(out) name=(out) type="checkbox" value="1" checked[now.is_none()];
                                label class="govuk-label govuk-checkboxes__label" for=(out) { "Leave out" span class="govuk-visually-hidden" { " " (own.title) } }
                            }
                        }
                    } @else { p class="govuk-body-s" { strong class="govuk-tag govuk-tag--yellow" { "Added" } } }
                    @if !is_open {
                        button class="ww-live__button" type="submit" name="open" value=(own.id) { "Methods" span class="govuk-visually-hidden" { " of " (own.title) } }
                    }
                }
                @if is_open { (open_methods(shown, own)) } @else { (self.kept(&own.id)) }
            }
        }
    }

    /// Changed methods that are not shown stay in the form.
    fn kept(&self, id: &str) -> Markup {
        html! {
            @for kind in ["d", "n", "t", "i"] {
                @let name = format!("{kind}.{id}");
                @if let Some(value) = self.params.get(&name) { input type="hidden" name=(name) value=(value); }
            }
        }
    }

    fn weight(&self, id: &str, title: &str, weight: f64, share: Option<f64>) -> Markup {
        let name = format!("w.{id}");
        let own = weight_of(&self.own.index, id);
        html! {
            div class="govuk-form-group ww-weight" data-weight=(id) data-own=[own] {
                label class="govuk-label" for=(name) { "Weight of " (title) }
                input class="govuk-input govuk-input--width-4" id=(name) name=(name) type="text" inputmode="decimal"
                    value=(weight) aria-describedby="weight-hint" autocomplete="off";
                @if let Some(share) = share { span class="ww-weight__share" { (percent(share)) " of the whole" } }
            }
        }
    }

    /// The share of the whole that a part holds.
    fn share(&self, id: &str) -> Option<f64> {
        let run = &self.preview.assessed.as_ref()?.run;
        let of = |at: usize| -> f64 { run.indicators.get(at).map_or(0.0, |stages| stages.share) };
        let ids = match self.preview.spec.index.groups().into_iter().find(|group| group.id == id) {
            Some(group) => group.indicators().iter().map(|own| own.id.clone()).collect(),
            None => vec![id.to_owned()],
        };
        let found = run.indicators.iter().enumerate().filter(|(_, stages)| ids.contains(&stages.id));
        Some(found.map(|(at, _)| of(at)).sum())
    }
}

fn open_methods(now: &Indicator, own: &Indicator) -> Markup {
    let id = &own.id;
    let of = |what: &str| format!("{what} of {}", own.title);
    html! {
        div class="ww-tree__methods" {
            (select(&format!("d.{id}"), &of("Direction"), &methods::DIRECTIONS,
                methods::direction_key(now.direction), methods::direction_key(own.direction)))
            (select(&format!("n.{id}"), &of("Scores"), &methods::NORMALISATIONS,
                methods::normalisation_key(&now.normalisation), methods::normalisation_key(&own.normalisation)))
            (select(&format!("t.{id}"), &of("Far-out figures"), &methods::TREATMENTS,
                methods::treatment_key(now.treatment), methods::treatment_key(own.treatment)))
            (select(&format!("i.{id}"), &of("Missing figures"), &methods::IMPUTATIONS,
                methods::imputation_key(&now.imputation), methods::imputation_key(&own.imputation)))
        }
    }
}

/// A list of choices; "as in the recipe" only where the recipe's choice is no other of the list.
fn select(name: &str, label: &str, choices: &[Choice], now: &str, own: &str) -> Markup {
    html! {
        div class="govuk-form-group" {
            label class="govuk-label" for=(name) { (label) }
            select class="govuk-select" id=(name) name=(name) {
                @for (key, words) in choices {
                    @if *key != "own" || own == "own" { option value=(key) selected[*key == now] { (words) } }
                }
            }
        }
    }
}

/// The choice of a measure to add, and of its domain.
fn adding(engine: &Engine, own: &Assessed, preview: &Preview) -> Markup {
    let used = |id: &str| has(&own.spec.index, id) || preview.spec.figures.contains_key(id);
    let measures: Vec<_> = engine
        .snapshot()
        .info
        .catalogue
        .measures
        .iter()
        .filter(|measure| can_be_added(measure) && crate::engine::missing_keys(measure).is_empty())
        .collect();
    let added: Vec<&str> = preview
        .spec
        .figures
        .keys()
        .map(String::as_str)
        .filter(|id| !own.spec.figures.contains_key(*id))
        .collect();
    html! {
        fieldset class="govuk-fieldset ww-tree" {
            legend class="govuk-fieldset__legend govuk-fieldset__legend--s" { "Add an indicator" }
            div class="ww-tree__row" {
                div class="govuk-form-group" {
                    label class="govuk-label" for="add" { "Measure" }
                    select class="govuk-select" id="add" name="add" {
                        option value="" { "None" }
                        @for measure in &measures {
                            @let id = measure.id.to_string();
                            @if !used(&id) || added.contains(&id.as_str()) {
                                option value=(id) selected[added.contains(&id.as_str())] { (measure.title) }
                            }
                        }
                    }
                }
                div class="govuk-form-group" {
                    label class="govuk-label" for="to" { "To" }
                    select class="govuk-select" id="to" name="to" {
                        @for group in preview.spec.index.groups() {
                            @let holds = group.parts.iter().any(|part| added.contains(&part.id()));
                            option value=(group.id) selected[holds] { (group.title) }
                        }
                    }
                }
            }
        }
    }
}

/// What concerns the whole: comparator and how many are the worst.
fn whole(preview: &Preview, own: &AssessmentSpec) -> Markup {
    let is_own = preview.spec.comparator == own.comparator;
    let is = |key: &str| match (&preview.spec.comparator, key) {
        _ if is_own => key == "own",
        (Comparator::Place, key) => key == "place",
        (Comparator::Neighbours { .. }, key) => key == "neighbours",
        (Comparator::Patch { grouping }, key) => key.strip_prefix("patch:") == Some(grouping),
        (Comparator::Published { .. }, _) => false,
    };
    html! {
        fieldset class="govuk-fieldset ww-tree" {
            legend class="govuk-fieldset__legend govuk-fieldset__legend--s" { "The whole" }
            div class="ww-tree__row" {
                div class="govuk-form-group" {
                    label class="govuk-label" for="comparator" { "Compare each area with" }
                    select class="govuk-select" id="comparator" name="comparator" {
                        option value="own" selected[is("own")] { "As in the recipe" }
                        option value="place" selected[is("place")] { "All areas together" }
                        option value="neighbours" selected[is("neighbours")] { "The five areas most like it" }
                        @for name in own.groupings.keys() {
                            @let key = format!("patch:{name}");
                            option value=(key) selected[is(&key)] { "Its part of " (name) }
                        }
                    }
                }
                div class="govuk-form-group" {
                    label class="govuk-label" for="worst" { "How many count as the worst" }
                    input class="govuk-input govuk-input--width-3" id="worst" name="worst" type="text" inputmode="numeric" value=(preview.spec.rules.worst) autocomplete="off";
                }
            }
        }
    }
}

fn has(index: &Group, id: &str) -> bool {
    index.indicators().iter().any(|own| own.id == id)
}

/// The weight that the recipe gives a part.
fn weight_of(group: &Group, id: &str) -> Option<f64> {
    group.parts.iter().find_map(|part| match part {
        own if own.id() == id => Some(own.weight()),
        Node::Group(inner) => weight_of(inner, id),
        Node::Indicator(_) => None,
    })
}
