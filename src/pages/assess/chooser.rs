//! The choice of what is shown: a plain form, kept in the address.

use maud::{Markup, html};

use crate::assess::run::NodeResult;

use super::asked::{COUNTS, EARLIER, Method, NOW, Show};
use super::column::Part;
use super::subject::Subject;

/// The form; `action` is the page that it changes.
pub(super) fn form(subject: &Subject<'_>, action: &str) -> Markup {
    let asked = &subject.asked;
    html! {
        form class="ww-chooser ww-noprint" id="chooser" action=(action) method="get" data-assess="chooser" {
            (part_select(subject))
            (show_select(subject))
            (class_select(subject))
            (period_select(subject))
            @if let Some(area) = &asked.area { input type="hidden" name="area" value=(area); }
            div class="govuk-checkboxes govuk-checkboxes--small" data-module="govuk-checkboxes" {
                (tick("sure", "Only sure differences", asked.sure))
                (tick("hot", "Hot spots", asked.hot))
            }
            button class="govuk-button govuk-button--secondary" type="submit" { "Show" }
        }
    }
}

fn tick(name: &str, words: &str, is_on: bool) -> Markup {
    html! {
        div class="govuk-checkboxes__item" {
            input class="govuk-checkboxes__input" id=(name) name=(name) type="checkbox" value="1" checked[is_on];
            label class="govuk-label govuk-checkboxes__label" for=(name) { (words) }
        }
    }
}

/// The whole, its domains and their indicators.
fn part_select(subject: &Subject<'_>) -> Markup {
    let run = subject.run();
    let root = run.nodes.len() - 1;
    let domains = children(run, root);
    html! {
        div class="govuk-form-group" {
            label class="govuk-label" for="of" { "Domain or indicator" }
            select class="govuk-select" id="of" name="of" {
                option value="" selected[subject.is_index()] { "The whole assessment" }
                @for (at, node) in &domains {
                    @if node.weighing.is_some() {
                        optgroup label=(node.title) {
                            (choice(subject, node, &format!("{} (domain)", node.title)))
                            @for (_, below) in below(run, *at) { (choice(subject, below, &below.title)) }
                        }
                    } @else { (choice(subject, node, &node.title)) }
                }
            }
        }
    }
}

fn choice(subject: &Subject<'_>, node: &NodeResult, words: &str) -> Markup {
    html! { option value=(node.id) selected[node.id == subject.node.id] { (words) } }
}

/// The parts right below a node, in the recipe's order.
pub(super) fn children(run: &crate::assess::run::Run, of: usize) -> Vec<(usize, &NodeResult)> {
    run.nodes.iter().enumerate().filter(|(_, node)| node.parent == Some(of)).collect()
}

/// Everything below a node, groups before what lies in them.
fn below(run: &crate::assess::run::Run, of: usize) -> Vec<(usize, &NodeResult)> {
    let mut all = Vec::new();
    for (at, node) in children(run, of) {
        all.push((at, node));
        all.extend(below(run, at));
    }
    all
}

fn show_select(subject: &Subject<'_>) -> Markup {
    let is_indicator = matches!(subject.part, Part::Indicator(..));
    html! {
        div class="govuk-form-group" {
            label class="govuk-label" for="show" { "Show" }
            select class="govuk-select" id="show" name="show" {
                @for show in Show::ALL {
                    @if show != Show::Value || is_indicator {
                        option value=(show.key()) selected[show == subject.column.show] { (show.words()) }
                    }
                }
            }
        }
    }
}

fn class_select(subject: &Subject<'_>) -> Markup {
    let asked = &subject.asked;
    html! {
        div class="govuk-form-group" {
            label class="govuk-label" for="classes" { "Classes" }
            select class="govuk-select" id="classes" name="classes" {
                @for method in Method::ALL {
                    option value=(method.key()) selected[method == asked.method] { (method.label()) }
                }
            }
        }
        @if asked.method.takes_count() {
            div class="govuk-form-group" {
                label class="govuk-label" for="n" { "How many" }
                select class="govuk-select" id="n" name="n" {
                    @for count in COUNTS { option value=(count) selected[count == asked.count] { (count) } }
                }
            }
        }
    }
}

/// The choice of a period, where there are two on the same boundaries.
fn period_select(subject: &Subject<'_>) -> Markup {
    let Some(change) = subject.change() else { return html! {} };
    html! {
        div class="govuk-form-group" {
            label class="govuk-label" for="period" { "Period" }
            select class="govuk-select" id="period" name="period" {
                option value=(NOW) selected[!subject.asked.earlier] { (change.later) }
                option value=(EARLIER) selected[subject.asked.earlier] { (change.earlier.period) }
            }
        }
    }
}
