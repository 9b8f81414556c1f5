//! The form of a scenario: what closes, moves, opens or shares.

use maud::{Markup, html};

use crate::engine::{SiteRecord, Tried};
use crate::ingest::siting::parse_scenario;
use crate::pages::format;
use crate::pages::params::Params;
use crate::scenario::{ActionSpec, PlaceSpec, ScenarioSpec};

use super::SCENARIOS;
use super::edit::{MOST_ACTIONS, SENT};
use super::parts::{field, select};
use super::sites::Asked;

const KINDS: [(&str, &str); 5] = [
    ("", "Nothing"),
    ("close", "closes"),
    ("move", "moves to"),
    ("share", "moves in with"),
    ("open", "opens at"),
];

/// Empty rows that are offered for more.
const SPARE_ROWS: usize = 2;

/// The form; what is wrong in the address stays in its fields.
pub fn form(asked: &Asked<'_>, tried: Option<&Tried>) -> Markup {
    let own = parse_scenario(&asked.kept.recipe).ok();
    let Some(spec) = parse_scenario(&asked.recipe).ok().or(own) else { return html! {} };
    let is_sent = asked.params.get(SENT).is_some();
    let sent_rows = (0..MOST_ACTIONS).filter(|at| asked.params.get(&format!("a{at}.do")).is_some()).max();
    let rows = if is_sent { sent_rows.map_or(0, |at| at + 1) } else { spec.actions.len() };
    let text = |name: &str, value: String| -> String {
        if is_sent { asked.params.get(name).unwrap_or_default().to_owned() } else { value }
    };
    let assumptions = text("assumptions", spec.assumptions.join("\n"));
    html! {
        section class="ww-noprint" aria-labelledby="change" {
            h2 class="govuk-heading-l" id="change" { "Change the plan" }
            form action=(format!("{SCENARIOS}/{}", asked.kept.id)) method="get" novalidate {
                input type="hidden" name=(SENT) value="1";
                (field("title", "Heading", None, asked.params.get("title").unwrap_or(&spec.title), "30"))
                @for at in 0..(rows + SPARE_ROWS).min(MOST_ACTIONS) { (row(asked, tried, &spec, is_sent, at)) }
                (field("minutes", "A loss or a gain is more than so many minutes", None, &text("minutes", spec.thresholds.minutes.to_string()), "4"))
                (field("near", "Near is within so many minutes", None, &text("near", spec.thresholds.near.to_string()), "4"))
                div class="govuk-form-group" {
                    label class="govuk-label govuk-label--s" for="assumptions" { "What is taken for granted" }
                    div class="govuk-hint" id="assumptions-hint" { "A sentence a line" }
                    textarea class="govuk-textarea" id="assumptions" name="assumptions" rows="3" aria-describedby="assumptions-hint" { (assumptions) }
                }
                (evidence(&spec, tried, asked.params, &text))
                button class="govuk-button" type="submit" { "Try it out" }
            }
        }
    }
}

/// One change: with which site, what, and where to.
fn row(asked: &Asked<'_>, tried: Option<&Tried>, spec: &ScenarioSpec, is_sent: bool, at: usize) -> Markup {
    let written = if is_sent { None } else { spec.actions.get(at) };
    let name = |what: &str| format!("a{at}.{what}");
    let value = |what: &str, own: Option<String>| -> String {
        asked.params.get(&name(what)).map(str::to_owned).or(own).unwrap_or_default()
    };
    let (kind, site, place) = match written {
        Some(ActionSpec::Close { site }) => ("close", Some(site), None),
        Some(ActionSpec::Move { site, to }) => ("move", Some(site), Some(to)),
        Some(ActionSpec::Share { site, with }) => ("share", Some(site), Some(with)),
        Some(ActionSpec::Open { at }) => ("open", None, Some(at)),
        None => ("", None, None),
    };
    let (point, record) = match place {
        Some(PlaceSpec::Point { name, easting, northing }) => (Some((name, easting, northing)), None),
        Some(PlaceSpec::Record { register, id }) => (None, Some((register.to_string(), id))),
        None => (None, None),
    };
    let kind = value("do", Some(kind.to_owned()));
    let site = value("site", site.cloned());
    let sites: Vec<(String, String)> = tried
        .map(|tried| {
            tried.sites.records.iter().map(|site| (site.id.clone(), told_apart(tried, site))).collect()
        })
        .unwrap_or_default();
    let mut options: Vec<(&str, &str)> = vec![("", "No site: something new")];
    options.extend(sites.iter().map(|(id, name)| (id.as_str(), name.as_str())));
    if !options.iter().any(|(id, _)| *id == site) {
        options.push((site.as_str(), site.as_str()));
    }
    html! {
        fieldset class="govuk-fieldset ww-change" {
            legend class="govuk-fieldset__legend govuk-fieldset__legend--s" { "Change " (at + 1) }
            (select(&name("site"), "Site", &options, &site))
            (select(&name("do"), "What it does", &KINDS, &kind))
            details class="govuk-details" open[matches!(kind.as_str(), "move" | "share" | "open")] {
                summary class="govuk-details__summary" { span class="govuk-details__summary-text" { "Where to" span class="govuk-visually-hidden" { ", change " (at + 1) } } }
                div class="govuk-details__text" {
                    p class="govuk-body" { "A record of a register, or a point of the National Grid with a name." }
                    (field(&name("register"), "Register", Some("Its id, such as assets or assets@2024"), &value("register", record.as_ref().map(|(register, _)| register.clone())), "20"))
                    (field(&name("id"), "Id of the record", None, &value("id", record.map(|(_, id)| id.clone())), "20"))
                    (field(&name("name"), "Name of the point", None, &value("name", point.map(|(name, ..)| name.clone())), "20"))
                    (field(&name("easting"), "Metres east", None, &value("easting", point.map(|(_, e, _)| e.to_string())), "10"))
                    (field(&name("northing"), "Metres north", None, &value("northing", point.map(|(.., n)| n.to_string())), "10"))
                }
            }
        }
    }
}

/// The name of a site, with its id where another bears the same name.
fn told_apart(tried: &Tried, site: &SiteRecord) -> String {
    let alike = tried.sites.records.iter().filter(|other| other.name == site.name).count();
    if alike > 1 { format!("{} ({})", site.name, site.id) } else { site.name.clone() }
}

/// What makes the evidence: its day, what is done for those who lose, and who answers for it.
fn evidence(
    spec: &ScenarioSpec,
    tried: Option<&Tried>,
    params: &Params,
    text: &dyn Fn(&str, String) -> String,
) -> Markup {
    let hit: Vec<&str> = tried
        .map(|tried| {
            tried
                .effect
                .tallies
                .iter()
                .filter(|tally| tally.harder_hit)
                .map(|tally| tally.name.as_str())
                .collect()
        })
        .unwrap_or_default();
    let spoken: Vec<&str> = spec.pack.mitigations.iter().map(|one| one.for_whom.as_str()).collect();
    let mut for_whom = vec!["everyone"];
    // What was typed for a group stays, though no answer tells any more that it is hit harder.
    let typed = params
        .0
        .iter()
        .filter_map(|(name, what)| name.strip_prefix("w.").filter(|_| !what.trim().is_empty()));
    for name in hit.into_iter().chain(spoken).chain(typed) {
        if !for_whom.contains(&name) {
            for_whom.push(name);
        }
    }
    let said = |name: &str| {
        let own = spec.pack.mitigations.iter().find(|one| one.for_whom == name);
        own.map(|one| one.what.clone()).unwrap_or_default()
    };
    let signed = spec.pack.sign_off.as_ref();
    html! {
        details class="govuk-details" {
            summary class="govuk-details__summary" { span class="govuk-details__summary-text" { "Equality evidence and decision" } }
            div class="govuk-details__text" {
                (field("date", "Day that the evidence bears", Some("Such as 2026-05-01"), &text("date", spec.date.map(|day| day.to_string()).unwrap_or_default()), "10"))
                @for name in for_whom {
                    (field(&format!("w.{name}"), &format!("What is done for {}", if name == "everyone" { name.to_owned() } else { format::sentence(name) }), None, &text(&format!("w.{name}"), said(name)), "30"))
                }
                (field("decision", "Decision", Some("The number of the decision that the evidence goes with; once kept it is never changed"), &text("decision", spec.pack.decision.clone().unwrap_or_default()), "20"))
                (field("signed", "Signed by", None, &text("signed", signed.map(|one| one.name.clone()).unwrap_or_default()), "20"))
                (field("role", "Role", None, &text("role", signed.map(|one| one.role.clone()).unwrap_or_default()), "20"))
                (field("on", "Signed on", Some("Such as 2026-05-01"), &text("on", signed.map(|one| one.on.to_string()).unwrap_or_default()), "10"))
            }
        }
    }
}
