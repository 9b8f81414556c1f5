//! The page of a scenario: what would a plan do, and to whom?

use maud::{Markup, html};

use crate::api::{Kind, Problem};
use crate::engine::{Engine, Tried};
use crate::pages::format::{people, people_range, percent};
use crate::pages::frame::{Page, Section};
use crate::pages::listing;
use crate::pages::sheet::Sheet;
use crate::scenario::OF_EVERYONE;
use crate::store::KeptPack;
use crate::views::scenario::{RangeView, TallyView, TriedView};

use super::parts::{self, cell, figure, minutes};
use super::sites::Asked;
use super::{PATH, SCENARIOS, map, scenario_form};

/// Areas that are listed; the file has all.
const MOST_AREAS: usize = 100;

/// The page; `found` is what came of it, or what is wrong.
pub fn page(asked: &Asked<'_>, found: Result<&Tried, &Problem>, packs: &[KeptPack]) -> Page {
    let view = found.ok().map(TriedView::new);
    let title = view.as_ref().map_or(asked.kept.title.as_str(), |view| view.title.as_str());
    let path = format!("{SCENARIOS}/{}", asked.kept.id);
    let waits = found.err().is_some_and(|problem| parts::is_pending(asked, problem));
    let body = html! {
        @if let Err(problem) = found { (parts::trouble(asked, problem)) }
        span class="govuk-caption-xl" { "What if?" }
        h1 class="govuk-heading-xl" { (title) }
        p class="govuk-inset-text" { strong { "What if: not real data." } " Nothing of this page is part of the place." }
        @if asked.is_changed() { p class="govuk-body" { "Changed by this address and not saved. " a class="govuk-link" href=(path) { "Start again from what is kept" } } }
        @if let (Some(view), Ok(tried)) = (&view, found) {
            (in_short(view))
            (map::figure(asked.engine, &shown(tried)))
            (tallies(view))
            (areas(tried))
            @if !asked.is_unsaved() { (files(asked, tried, packs)) }
        }
        @if asked.is_unsaved() && found.is_ok() { p class="govuk-inset-text" { "Nobody saved this plan: it has no address yet. Save it to change it, to send it on and to take its files away." } }
        @if !asked.is_unsaved() && !waits { (scenario_form::form(asked, found.ok())) }
        // What is typed into a page that waits would be lost when it is ready.
        @if !waits { (parts::saving(asked, &format!("{path}/save"))) }
        @if asked.is_unsaved() && found.err().is_some_and(|problem| problem.is(Kind::NotReady)) {
            form action=(format!("{SCENARIOS}/try")) method="post" {
                input type="hidden" name="recipe" value=(asked.recipe);
                button class="govuk-button" type="submit" { "Try it out again" }
            }
        }
        @if let Some(view) = &view { (parts::basis(asked.engine, &view.rests_on, &view.assumptions)) }
    };
    let title = if found.is_err() && !waits { format!("Error: {title}") } else { title.to_owned() };
    Page { title, section: Section::Sites, trail: vec![("Sites and plans".into(), PATH.into())], body }
}

/// People with their range where it has any width.
fn range(range: RangeView) -> String {
    people_range(range.value, range.low, range.high)
}

fn in_short(view: &TriedView) -> Markup {
    let everyone = view.tallies.iter().find(|tally| tally.family == OF_EVERYONE);
    let hit: Vec<&str> =
        view.tallies.iter().filter(|tally| tally.harder_hit).map(|tally| tally.name.as_str()).collect();
    html! {
        section aria-labelledby="short" {
            h2 class="govuk-heading-l" id="short" { "In short" }
            ul class="govuk-list govuk-list--bullet" { @for action in &view.actions { li { (action) "." } } }
            @if let Some(all) = everyone {
                p class="govuk-body-l" {
                    "Of " (people(all.people.value)) " people the way gets longer by more than " (view.threshold_minutes) " minutes for "
                    (range(all.losing)) " and shorter for " (range(all.gaining)) "."
                    @if all.cut_off.value > 0.0 { " " (range(all.cut_off)) " could walk there before and cannot after." }
                }
                p class="govuk-body" {
                    (range(all.no_longer_near)) " are no longer within " (view.near_minutes) " minutes, and "
                    (range(all.newly_near)) " newly are."
                }
            }
            p class="govuk-body" {
                @if hit.is_empty() { "No group is hit harder than all residents together, as far as the ranges tell." }
                @else { strong { "Hit harder than all residents together: " } (hit.join(", ")) "." }
            }
        }
    }
}

/// The map of who is affected, for a sheet of its own.
pub fn sheet(engine: &Engine, tried: &Tried) -> Option<Sheet> {
    map::sheet(engine, &shown(tried), &tried.data)
}

fn shown(tried: &Tried) -> map::Shown<'_> {
    let threshold = tried.spec.thresholds.minutes;
    let of_area = |at: usize| -> (Option<&'static str>, String) {
        let effect = &tried.effect.areas[at];
        let Some(change) = effect.change else {
            return (None, "cannot be walked before or after".to_owned());
        };
        let which = if change > threshold {
            0
        } else if change < -threshold {
            2
        } else {
            1
        };
        (Some(map::CHANGES[which].0), format!("{change:+.1} minutes"))
    };
    let mut legend: Vec<(Option<&'static str>, String)> =
        map::CHANGES.iter().map(|(fill, words)| (Some(*fill), (*words).to_owned())).collect();
    if tried.effect.areas.iter().any(|area| area.change.is_none()) {
        legend.push((None, "Cannot be walked before or after".to_owned()));
    }
    let venues = || tried.setting.venues.iter().enumerate();
    let applied = &tried.effect.applied;
    map::Shown {
        people: &tried.people,
        areas: (0..tried.people.areas.len()).map(of_area).collect(),
        serving: venues()
            .filter(|(at, _)| applied.after[*at])
            .map(|(at, venue)| (tried.places[at], venue.name.clone()))
            .collect(),
        resting: venues()
            .filter(|(at, _)| applied.before[*at] && !applied.after[*at])
            .map(|(at, _)| tried.places[at])
            .collect(),
        names: ("Open after", "Closed by this plan"),
        legend,
        legend_title: format!("Change on average, by more than {threshold} minutes"),
        title: format!("Map of who is affected: {}", tried.spec.title),
        summary: "What if: not real data. Areas are coloured by how much longer or quicker the walk becomes."
            .into(),
    }
}

fn tallies(view: &TriedView) -> Markup {
    let row = |tally: &TallyView| {
        let walk = |value: Option<f64>| value.map_or_else(|| "none".to_owned(), minutes);
        let share = tally.share_losing.map_or_else(
            || "nobody".to_owned(),
            |share| format!("{} ({} to {})", percent(share.value), percent(share.low), percent(share.high)),
        );
        html! {
            tr class="govuk-table__row" {
                th scope="row" class="govuk-table__header" { (tally.name) br; span class="ww-quiet" { (tally.family) } }
                (figure(people(tally.people.value)))
                (figure(range(tally.losing)))
                (figure(range(tally.gaining)))
                (figure(range(tally.no_longer_near)))
                (figure(range(tally.newly_near)))
                (figure(range(tally.cut_off)))
                (figure(walk(tally.minutes_before)))
                (figure(walk(tally.minutes_after)))
                (figure(share))
                (cell(&html! { @if tally.harder_hit { strong class="govuk-tag govuk-tag--red" { "Hit harder" } } @else { "no" } }))
                (figure(tally.areas_unknown.to_string()))
            }
        }
    };
    let labels = [
        ("Who", false),
        ("People", true),
        ("Longer", true),
        ("Quicker", true),
        ("No longer near", true),
        ("Newly near", true),
        ("Cut off", true),
        ("Minutes before", true),
        ("After", true),
        ("Share losing", true),
        ("Hit harder", false),
        ("Areas not known", true),
    ];
    html! {
        section aria-labelledby="who" {
            h2 class="govuk-heading-l" id="who" { "Who gains and who loses" }
            p class="govuk-body" {
                "Longer and quicker: by more than " (view.threshold_minutes) " minutes. Near: within " (view.near_minutes)
                " minutes. Brackets hold the 95\u{a0}% range."
            }
            (listing::table("People who gain and lose, by group and class", &listing::head(&labels), &html! { @for tally in &view.tallies { (row(tally)) } }))
        }
    }
}

fn areas(tried: &Tried) -> Markup {
    let mut order: Vec<usize> = (0..tried.effect.areas.len()).collect();
    let change = |at: usize| tried.effect.areas[at].change.unwrap_or(f64::NEG_INFINITY);
    order.sort_by(|a, b| change(*b).total_cmp(&change(*a)).then(a.cmp(b)));
    let walk = |value: Option<f64>| value.map_or_else(|| "none".to_owned(), minutes);
    let rows = html! {
        @for at in order.iter().take(MOST_AREAS) {
            @let (area, effect) = (&tried.setting.areas[*at], &tried.effect.areas[*at]);
            tr class="govuk-table__row" {
                th scope="row" class="govuk-table__header" { (tried.people.shape(*at).label()) }
                (figure(area.residents.map_or_else(|| "not known".to_owned(), |count| people(count.people))))
                (figure(walk(effect.before.minutes)))
                (figure(walk(effect.after.minutes)))
                (figure(effect.change.map_or_else(|| "none".to_owned(), |change| format!("{change:+.1}"))))
            }
        }
    };
    let labels =
        [("Area", false), ("People", true), ("Minutes before", true), ("After", true), ("Change", true)];
    html! {
        section aria-labelledby="areas" {
            h2 class="govuk-heading-l" id="areas" { "Areas, the greatest loss first" }
            (listing::side_table("Areas before and after", &listing::head(&labels), &rows))
            @if order.len() > MOST_AREAS { p class="govuk-body" { "The first " (MOST_AREAS) " of " (order.len()) " are shown; the file has all." } }
        }
    }
}

fn files(asked: &Asked<'_>, tried: &Tried, packs: &[KeptPack]) -> Markup {
    let base = format!("{SCENARIOS}/{}", asked.kept.id);
    let at = |name: &str| asked.params.at(&format!("{base}/{name}"));
    html! {
        section class="ww-noprint" aria-labelledby="files" {
            h2 class="govuk-heading-l" id="files" { "Take it away" }
            ul class="govuk-list ww-downloads" {
                li { a class="govuk-link" href=(at("map.svg")) { "Map as SVG" } " – with legend, sources and date, for print and slides" }
                li { a class="govuk-link" href=(at("map.png")) { "Map as PNG" } " – the same as a picture" }
                li { a class="govuk-link" href=(at("areas.geojson")) { "GeoJSON" } " – areas before and after, and the places" }
                li { a class="govuk-link" href=(at("areas.csv")) { "CSV" } " – areas before and after" }
                li { a class="govuk-link" href=(at("tallies.csv")) { "CSV" } " – who gains and who loses" }
                li { a class="govuk-link" href=(at("summary.json")) { "JSON" } " – the summary, for programs" }
                li { a class="govuk-link" href=(at("recipe.toml")) { "TOML" } " – the recipe, for " code { "wardwise scenario" } }
            }
            h3 class="govuk-heading-m" { "Equality evidence" }
            @if tried.pack.is_some() {
                p class="govuk-body" { a class="govuk-link" href=(at("evidence.html")) { "Equality evidence pack" } " – a page to print and to file" }
            } @else {
                p class="govuk-body" { "Give the evidence a day in the form below to have the pack." }
            }
            @if packs.is_empty() { p class="govuk-body" { "No pack of this scenario is linked to a decision." } }
            @for pack in packs {
                p class="govuk-body" {
                    a class="govuk-link" href=(format!("{base}/decision/{}", crate::pages::format::encode(&pack.decision))) { "Decision " (pack.decision) }
                    ", linked with version " (pack.place_version) "; it cannot be changed."
                }
            }
        }
    }
}
