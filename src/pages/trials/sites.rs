//! The page of a search for sites: which sites would serve best, and is that proved?

use maud::{Markup, html};

use crate::api::{App, Problem, trials};
use crate::engine::{Engine, Located};
use crate::locate::{Served, Why};
use crate::model::TrialKind;
use crate::pages::format::{self, counted, len, people, percent};
use crate::pages::frame::{Page, Section};
use crate::pages::listing;
use crate::pages::params::Params;
use crate::pages::sheet::Sheet;
use crate::store::Trial;
use crate::views::siting::LocatedView;

use super::edit::{edited, scenario_of};
use super::parts::{self, cell, figure, minutes};
use super::{PATH, SCENARIOS, map, sites_form};

/// Areas that are listed; the file has all.
const MOST_AREAS: usize = 100;

/// What the page shows.
pub struct Asked<'a> {
    /// The service.
    pub app: &'a App,
    /// The place.
    pub engine: &'a Engine,
    /// What the search starts from.
    pub kept: &'a Trial,
    /// The address.
    pub params: &'a Params,
    /// The recipe as the address leaves it.
    pub recipe: String,
}

impl<'a> Asked<'a> {
    /// The search as the address changes it.
    pub fn new(
        (app, engine): (&'a App, &'a Engine),
        kind: TrialKind,
        kept: &'a Trial,
        params: &'a Params,
    ) -> Self {
        let recipe = edited(kind, &kept.recipe, params);
        Self { app, engine, kept, params, recipe }
    }

    /// Whether it was never kept, so that no address leads to it.
    pub fn is_unsaved(&self) -> bool {
        self.kept.id.as_str() == trials::UNSAVED
    }

    /// Whether the address changes anything.
    pub fn is_changed(&self) -> bool {
        self.recipe != self.kept.recipe
    }
}

/// The page; `found` is what came of it, or what is wrong.
pub fn page(asked: &Asked<'_>, found: Result<&Located, &Problem>) -> Page {
    let view = found.ok().map(|located| LocatedView::new(located, asked.engine.version()));
    let title = view.as_ref().map_or(asked.kept.title.as_str(), |view| view.title.as_str());
    let path = format!("{PATH}/{}", asked.kept.id);
    let waits = found.err().is_some_and(|problem| parts::is_pending(asked, problem));
    let body = html! {
        @if let Err(problem) = found { (parts::trouble(asked, problem)) }
        span class="govuk-caption-xl" { "Where should sites be?" }
        h1 class="govuk-heading-xl" { (title) }
        @if asked.is_changed() { p class="govuk-inset-text" { "Changed by this address and not saved. " a class="govuk-link" href=(path) { "Start again from what is kept" } } }
        @if let (Some(view), Ok(located)) = (&view, found) {
            p class="govuk-body-l" { (headline(view, located.problem.model.within())) }
            (proof(view))
            @if view.conflict.is_empty() { @if let Some(shown) = shown(located) { (map::figure(asked.engine, &shown)) } (chosen(view)) (groups(view)) (areas(located)) }
            @else { (conflict(view)) }
            (files(asked, located, view))
        }
        // What is typed into a page that waits would be lost when it is ready.
        @if !waits {
            @if !asked.is_unsaved() { (sites_form::form(asked, found.ok())) }
            (parts::saving(asked, &format!("{path}/save")))
        }
        @if let Some(view) = &view { (parts::basis(asked.engine, &view.rests_on, &[])) }
    };
    let title = if found.is_err() && !waits { format!("Error: {title}") } else { title.to_owned() };
    Page { title, section: Section::Sites, trail: vec![("Sites and plans".into(), PATH.into())], body }
}

/// The answer in a sentence.
fn headline(view: &LocatedView, reach: Option<f64>) -> String {
    let sites = counted(len(view.chosen.len()), "site", "sites");
    let Some(objective) = view.objective else {
        return match view.status {
            "infeasible" => "No set of sites keeps to all that is asked.".to_owned(),
            _ => "Time ran out before any set of sites was found.".to_owned(),
        };
    };
    match view.model {
        "lscp" => format!(
            "{sites} reach {} of {} people{}; the others no site can reach in that time, and fewer sites reach fewer.",
            people(view.people_served),
            people(view.people),
            within(reach)
        ),
        "mclp" => {
            format!("{sites} reach {} of {} people{}.", people(objective), people(view.people), within(reach))
        }
        "p-median" => format!(
            "With {sites} the walk to the nearest is {} minutes on average.",
            minutes(if view.people_served > 0.0 { objective / view.people_served } else { 0.0 })
        ),
        _ => format!(
            "With {sites} nobody who can walk there walks longer than {} minutes.",
            minutes(objective)
        ),
    }
}

/// Why nobody serves an area. Where the model has a reach, a site beyond it is no site.
fn not_served(why: Why, located: &Located) -> String {
    match (why, located.problem.model.within()) {
        (Why::Unreachable, Some(minutes)) => format!("no site within {minutes} minutes"),
        (why, _) => why.key().replace('-', " "),
    }
}

/// The reach of the model, where it has one.
fn within(reach: Option<f64>) -> String {
    reach.map_or_else(String::new, |minutes| format!(" within {minutes} minutes"))
}

/// How far the answer is proved, in plain words.
fn proof(view: &LocatedView) -> Markup {
    let gap = view.gap.map(|gap| format!("{:.2}\u{a0}%", gap * 100.0)).unwrap_or_default();
    let words = match view.status {
        "optimal" => "Proved: no other set of sites does better.".to_owned(),
        "within-gap" => format!("Proved to within {gap}: no other set does better by more than that."),
        "time-limit" => format!("Not proved: time ran out, and a set better by up to {gap} may exist."),
        "infeasible" => "Proved: it cannot be done.".to_owned(),
        _ => "Nothing is proved. Allow more time or ask for less.".to_owned(),
    };
    let shown = |value: Option<f64>| {
        value.map_or_else(
            || "none".to_owned(),
            |value| format::number((value * 100.0).round() / 100.0, format::NumberStyle::GROUPED),
        )
    };
    html! {
        p class="govuk-body" { strong { (words) } }
        @if view.objective.is_some() {
            p class="govuk-body-s ww-quiet" {
                "Objective " (shown(view.objective)) " " (view.objective_unit) ", bound " (shown(view.bound)) ", gap "
                (gap) ", seed " (view.seed) "."
            }
        }
    }
}

fn conflict(view: &LocatedView) -> Markup {
    html! {
        section aria-labelledby="conflict" {
            h2 class="govuk-heading-l" id="conflict" { "What cannot hold together" }
            ul class="govuk-list govuk-list--bullet" { @for words in &view.conflict { li { (words) } } }
            p class="govuk-body" {
                @match (view.conflict_minimal, view.conflict_smallest) {
                    (_, Some(true)) => "Give up any one of them and the others can hold; no smaller set is in conflict.",
                    (Some(true), _) => "Give up any one of them and the others can hold.",
                    _ => "Time ran out before it was known whether all of them are needed for the conflict.",
                }
            }
        }
    }
}

/// The map of the answer for a sheet of its own; `None` where there is no answer.
pub fn sheet(engine: &Engine, located: &Located) -> Option<Sheet> {
    map::sheet(engine, &shown(located)?, &located.data)
}

/// What the map shows; `None` where there is no answer.
fn shown(located: &Located) -> Option<map::Shown<'_>> {
    let answer = located.outcome.answer()?;
    let mut of_area: Vec<Option<f64>> = vec![None; located.people.areas.len()];
    for (point, area) in located.areas.iter().enumerate() {
        if let Served::By(by) = &answer.served[point] {
            of_area[*area] = Some(by.iter().map(|(_, share, minutes)| share * minutes).sum());
        }
    }
    let (fills, legend) = map::of_minutes(&of_area);
    let words = of_area.iter().map(|value| {
        value.map_or_else(
            || "not served, or not known".to_owned(),
            |value| format!("{} minutes", minutes(value)),
        )
    });
    let records = || located.sites.records.iter().enumerate();
    let is_chosen = |at: &usize| answer.chosen.binary_search(at).is_ok();
    Some(map::Shown {
        people: &located.people,
        areas: fills.into_iter().zip(words).collect(),
        serving: records()
            .filter(|(at, _)| is_chosen(at))
            .map(|(_, site)| (site.at, site.name.clone()))
            .collect(),
        resting: records().filter(|(at, _)| !is_chosen(at)).map(|(_, site)| site.at).collect(),
        names: ("Chosen site", "Site that is not chosen"),
        legend,
        legend_title: "Minutes to the site that serves".into(),
        title: format!("Map of chosen sites: {}", located.spec.title),
        summary: format!(
            "{} of {} sites are chosen; areas are coloured by the minutes to the site that serves them.",
            answer.chosen.len(),
            located.sites.records.len()
        ),
    })
}

fn chosen(view: &LocatedView) -> Markup {
    let rows = html! {
        @for site in &view.chosen {
            tr class="govuk-table__row" {
                th scope="row" class="govuk-table__header" { (site.name) }
                (cell(&html! { (site.partner.as_deref().unwrap_or("not known")) }))
                (figure(people(site.people)))
                (figure(site.areas.to_string()))
                (figure(site.capacity.map_or_else(|| "not known".to_owned(), people)))
                (cell(&html! { @if site.fate == "fixed" { "had to be in" } @else { "chosen" } }))
            }
        }
    };
    let labels = [
        ("Site", false),
        ("Owner", false),
        ("People", true),
        ("Areas", true),
        ("Room", true),
        ("Why", false),
    ];
    html! {
        section aria-labelledby="chosen" {
            h2 class="govuk-heading-l" id="chosen" { "Chosen sites" }
            @if view.chosen.is_empty() { p class="govuk-inset-text" { "No site is chosen." } }
            @else { (listing::table("Chosen sites with the people who go there", &listing::head(&labels), &rows)) }
            p class="govuk-body" { (people(view.people_served)) " of " (people(view.people)) " people are served." }
            @if view.off_streets.people > 0.0 {
                p class="govuk-body" {
                    "No street leads to any site from where " (people(view.off_streets.people)) " people live ("
                    (view.off_streets.share.map(percent).unwrap_or_default()) "): in " (view.off_streets.areas_in_part)
                    " areas the walks of the others stand for them, in " (view.off_streets.areas_whole) " nobody can walk."
                }
            }
        }
    }
}

fn groups(view: &LocatedView) -> Markup {
    if view.groups.is_empty() {
        return html! {};
    }
    let rows = html! {
        @for group in &view.groups {
            tr class="govuk-table__row" {
                th scope="row" class="govuk-table__header" { (group.group) }
                (cell(&html! { @if let Some(within) = group.within_minutes { "within " (within) " minutes" } @else { "served at all" } }))
                (figure(people(group.served)))
                (figure(people(group.people)))
                (figure(group.share.map_or_else(|| "nobody".to_owned(), percent)))
                (figure(group.asked.map_or_else(|| "nothing".to_owned(), percent)))
                (figure(group.areas_unknown.to_string()))
            }
        }
    };
    let labels = [
        ("Group", false),
        ("Counted if", false),
        ("Served", true),
        ("Of", true),
        ("Share", true),
        ("Asked", true),
        ("Areas not known", true),
    ];
    html! {
        section aria-labelledby="groups" {
            h2 class="govuk-heading-l" id="groups" { "Who is served" }
            (listing::side_table("Groups of people and their cover", &listing::head(&labels), &rows))
        }
    }
}

fn areas(located: &Located) -> Markup {
    let Some(answer) = located.outcome.answer() else { return html! {} };
    let mut rows: Vec<(usize, Option<f64>, String)> = Vec::new();
    for (point, served) in answer.served.iter().enumerate() {
        rows.push(match served {
            Served::By(by) => {
                let names: Vec<&str> =
                    by.iter().map(|(site, ..)| located.sites.records[*site].name.as_str()).collect();
                (point, Some(by.iter().map(|(_, share, minutes)| share * minutes).sum()), names.join(", "))
            }
            Served::Not(why) => (point, None, not_served(*why, located)),
        });
    }
    // Those not served first, then the longest walk.
    rows.sort_by(|a, b| {
        let far = |row: &(usize, Option<f64>, String)| row.1.unwrap_or(f64::INFINITY);
        far(b).total_cmp(&far(a)).then(a.0.cmp(&b.0))
    });
    let all = rows.len();
    let body = html! {
        @for (point, walk, site) in rows.iter().take(MOST_AREAS) {
            tr class="govuk-table__row" {
                th scope="row" class="govuk-table__header" { (located.people.shape(located.areas[*point]).label()) }
                (figure(people(located.problem.demand[*point].weight)))
                (figure(walk.map_or_else(|| "none".to_owned(), minutes)))
                (cell(&html! { (site) }))
            }
        }
    };
    let labels = [("Area", false), ("People", true), ("Minutes", true), ("Site, or why none", false)];
    html! {
        section aria-labelledby="areas" {
            h2 class="govuk-heading-l" id="areas" { "Areas, the farthest first" }
            (listing::side_table("Areas and the site that serves them", &listing::head(&labels), &body))
            @if all > MOST_AREAS { p class="govuk-body" { "The first " (MOST_AREAS) " of " (all) " are shown; the file has all." } }
        }
    }
}

fn files(asked: &Asked<'_>, located: &Located, view: &LocatedView) -> Markup {
    let at = |name: &str| asked.params.at(&format!("{PATH}/{}/{name}", asked.kept.id));
    let closing: Vec<String> = located.outcome.answer().map_or_else(Vec::new, |answer| {
        let left = located
            .sites
            .records
            .iter()
            .enumerate()
            .filter(|(at, _)| answer.chosen.binary_search(at).is_err());
        left.map(|(_, site)| site.id.clone()).collect()
    });
    let title = format!("What if only these stay: {}", view.title);
    let scenario = (!closing.is_empty() && !view.chosen.is_empty())
        .then(|| scenario_of(&asked.recipe, &title, &closing))
        .flatten();
    html! {
        section class="ww-noprint" aria-labelledby="files" {
            h2 class="govuk-heading-l" id="files" { "Take it away" }
            ul class="govuk-list ww-downloads" {
                @if located.outcome.answer().is_some() {
                    li { a class="govuk-link" href=(at("map.svg")) { "Map as SVG" } " – with legend, sources and date, for print and slides" }
                    li { a class="govuk-link" href=(at("map.png")) { "Map as PNG" } " – the same as a picture" }
                }
                li { a class="govuk-link" href=(at("sites.geojson")) { "GeoJSON" } " – sites and areas" }
                li { a class="govuk-link" href=(at("areas.csv")) { "CSV" } " – which site serves each area" }
                li { a class="govuk-link" href=(at("summary.json")) { "JSON" } " – the summary, for programs" }
                li { a class="govuk-link" href=(at("recipe.toml")) { "TOML" } " – the recipe, for " code { "wardwise locate" } }
            }
            @if let Some(recipe) = scenario {
                form action=(format!("{SCENARIOS}/try")) method="post" {
                    input type="hidden" name="recipe" value=(recipe);
                    button class="govuk-button govuk-button--secondary" type="submit" { "What if only these sites stay?" }
                }
            }
        }
    }
}
