//! The form of a search for sites, in plain words.

use std::collections::BTreeMap;

use maud::{Markup, html};

use crate::engine::Located;
use crate::ingest::siting::parse_locate;
use crate::locate::{Assignment, Count, LocateSpec};
use crate::pages::format::NumberStyle;
use crate::pages::listing;

use super::PATH;
use super::edit::SENT;
use super::parts::{cell, field, select};
use super::sites::Asked;

const MODELS: [(&str, &str); 4] = [
    ("p-median", "The least walking for all together"),
    ("mclp", "The most people within reach"),
    ("lscp", "The fewest sites that reach everybody"),
    ("p-centre", "The shortest walk for whoever has the longest"),
];

/// The form; what is wrong in the address stays in its fields.
pub fn form(asked: &Asked<'_>, located: Option<&Located>) -> Markup {
    let own = parse_locate(&asked.kept.recipe).ok();
    let now = parse_locate(&asked.recipe).ok().or_else(|| own.clone());
    let Some(spec) = now else { return html! {} };
    let params = asked.params;
    let written = |name: &str, value: Option<String>| -> String {
        if params.get(SENT).is_some() {
            params.get(name).unwrap_or_default().to_owned()
        } else {
            value.unwrap_or_default()
        }
    };
    let (count, at_most) = match spec.model.sites() {
        Some(Count::Exactly(sites)) => (Some(sites.to_string()), "exactly"),
        Some(Count::AtMost(sites)) => (Some(sites.to_string()), "at-most"),
        None => (None, "exactly"),
    };
    html! {
        section class="ww-noprint" aria-labelledby="change" {
            h2 class="govuk-heading-l" id="change" { "Change what is asked" }
            form action=(format!("{PATH}/{}", asked.kept.id)) method="get" novalidate {
                input type="hidden" name=(SENT) value="1";
                (field("title", "Heading", None, params.get("title").unwrap_or(&spec.title), "30"))
                (select("model", "What is best?", &MODELS, params.get("model").unwrap_or_else(|| spec.model.kind().key())))
                (field("sites", "How many sites", Some("Not for the fewest sites: there it is the answer"), &written("sites", count), "4"))
                (select("count", "So many", &[("exactly", "exactly"), ("at-most", "or fewer")], params.get("count").unwrap_or(at_most)))
                (field("minutes", "Within how many minutes", Some("For reach alone: the longest walk that counts as served"), &written("minutes", spec.model.within().map(|m| m.to_string())), "4"))
                (rules(asked, &spec, &written))
                (covers(asked, &spec))
                @if let Some(located) = located { (fates(asked, &spec, located)) } @else { (decided(asked, &spec)) }
                button class="govuk-button" type="submit" { "Work it out" }
                p class="govuk-body-s ww-quiet" { "It may take up to a minute; the page says how long it has taken so far." }
            }
        }
    }
}

fn rules(asked: &Asked<'_>, spec: &LocateSpec, written: &dyn Fn(&str, Option<String>) -> String) -> Markup {
    let capacity = match spec.capacity {
        Some(Assignment::Whole) => "whole",
        Some(Assignment::Split) => "split",
        None => "",
    };
    let rooms = [
        ("", "Room does not count"),
        ("whole", "No site over its room, areas kept whole"),
        ("split", "No site over its room, areas may be split"),
    ];
    html! {
        @if spec.sites.tells_partners() {
            (field("partners", "At least so many owners", Some("Different organisations among the chosen sites"), &written("partners", spec.partners.map(|n| n.to_string())), "4"))
        }
        @if spec.sites.capacity.is_some() { (select("capacity", "Room", &rooms, asked.params.get("capacity").unwrap_or(capacity))) }
        @if spec.sites.cost.is_some() {
            (field("budget", "Budget", Some("The most that all chosen sites may cost together"), &written("budget", spec.budget.map(|n| n.to_string())), "10"))
        }
    }
}

/// The least cover of each group.
fn covers(asked: &Asked<'_>, spec: &LocateSpec) -> Markup {
    if spec.people.groups.is_empty() {
        return html! {};
    }
    let shown =
        |share: f64| crate::pages::format::number((share * 1000.0).round() / 10.0, NumberStyle::GROUPED);
    let rows = html! {
        @for group in &spec.people.groups {
            @let rule = spec.cover.iter().find(|rule| rule.group == group.name);
            @let (share, within) = (format!("g.{}", group.name), format!("m.{}", group.name));
            tr class="govuk-table__row" {
                th scope="row" class="govuk-table__header" { (group.name) }
                (cell(&html! {
                    label class="govuk-visually-hidden" for=(share) { "Least share of " (group.name) ", in per cent" }
                    input class="govuk-input govuk-input--width-4" id=(share) name=(share) type="text" inputmode="decimal"
                        value=(asked.params.get(&share).map_or_else(|| rule.map(|rule| shown(rule.share)).unwrap_or_default(), str::to_owned));
                }))
                (cell(&html! {
                    label class="govuk-visually-hidden" for=(within) { "Within how many minutes, for " (group.name) }
                    input class="govuk-input govuk-input--width-4" id=(within) name=(within) type="text" inputmode="decimal"
                        value=(asked.params.get(&within).map_or_else(|| rule.and_then(|rule| rule.within).map(|m| m.to_string()).unwrap_or_default(), str::to_owned));
                }))
            }
        }
    };
    html! {
        h3 class="govuk-heading-m" { "Least cover of groups" }
        (listing::whole_table("Least cover of groups", &listing::head(&[("Group", false), ("At least, %", false), ("Within minutes", false)]), &rows))
    }
}

/// What has been decided, where there is no answer whose sites could be
/// listed: it goes on with the form unseen, and is said in a sentence.
fn decided(asked: &Asked<'_>, spec: &LocateSpec) -> Markup {
    let sent = asked.params.0.iter().filter(|(name, value)| name.starts_with("f.") && !value.is_empty());
    let mut all: Vec<(String, String)> = sent.cloned().collect();
    if asked.params.get(SENT).is_none() {
        let of = |ids: &[String], fate: &str| -> Vec<(String, String)> {
            ids.iter().map(|id| (format!("f.{id}"), fate.to_owned())).collect()
        };
        all = [of(&spec.fixed, "fixed"), of(&spec.forbidden, "forbidden")].concat();
    }
    html! {
        @for (name, value) in &all { input type="hidden" name=(name) value=(value); }
        @if !all.is_empty() {
            p class="govuk-body" { "Decided already, and kept: "
                @for (at, (name, value)) in all.iter().enumerate() {
                    @if at > 0 { ", " }
                    (name.trim_start_matches("f.")) " " (if value == "fixed" { "must be in" } else { "must be out" })
                }
                "."
            }
        }
    }
}

/// What has been decided about each site beforehand.
fn fates(asked: &Asked<'_>, spec: &LocateSpec, located: &Located) -> Markup {
    let fate: BTreeMap<&str, &str> = spec
        .fixed
        .iter()
        .map(|id| (id.as_str(), "fixed"))
        .chain(spec.forbidden.iter().map(|id| (id.as_str(), "forbidden")))
        .collect();
    let options = [("", "May be chosen"), ("fixed", "Must be in"), ("forbidden", "Must be out")];
    let rows = html! {
        @for site in &located.sites.records {
            @let name = format!("f.{}", site.id);
            @let now = asked.params.get(&name).or_else(|| fate.get(site.id.as_str()).copied()).unwrap_or_default();
            tr class="govuk-table__row" {
                th scope="row" class="govuk-table__header" { label for=(name) { (site.name) } }
                (cell(&html! {
                    select class="govuk-select" id=(name) name=(name) {
                        @for (value, words) in options { option value=(value) selected[value == now] { (words) } }
                    }
                }))
            }
        }
    };
    html! {
        details class="govuk-details" {
            summary class="govuk-details__summary" { span class="govuk-details__summary-text" { "Sites that must be in or out" } }
            div class="govuk-details__text" {
                (listing::whole_table("What is decided about each site", &listing::head(&[("Site", false), ("Decided", false)]), &rows))
            }
        }
    }
}
