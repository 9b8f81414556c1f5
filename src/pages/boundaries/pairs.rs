//! The side-by-side table: each area of the one layer with the areas of the other it lies in.

use maud::{Markup, html};

use crate::crosswalk::Relation;
use crate::engine::Way;
use crate::pages::badges::area_path;
use crate::pages::format::{self, counted, len, percent};
use crate::pages::listing::{self, Head, Listing};

use super::PATH;
use super::asked::Listed;
use super::groups::{Group, Pair};
use super::subject::Subject;
use super::summary::best_people;

/// Areas on one page.
const PER_PAGE: usize = 40;

/// The section.
pub(super) fn section(subject: &Subject<'_>) -> Markup {
    let named = subject.named();
    let listing = Listing { path: PATH, params: &named, per_page: PER_PAGE };
    let wanted: Vec<&Group> =
        subject.groups.iter().filter(|group| is_listed(group, subject.listed)).collect();
    let window = listing.window(wanted.len());
    let people = subject.points.is_some();
    let mut heads = vec![Head::plain("Area"), Head::plain("Lies in"), number("Of its ground")];
    if people {
        heads.push(number(&format!("Of its {}", best_people(&subject.totals))));
    }
    if !matches!(subject.built.way, Way::Points | Way::Area) || !people {
        heads.push(number("Weight used"));
    }
    heads.push(Head::plain("How they lie"));
    let caption =
        format!("Areas of {} and the areas of {} they lie in", subject.from.title, subject.to.title);
    let body = html! {
        @for group in &wanted[window] { (rows(subject, group, heads.len())) }
    };
    html! {
        section aria-labelledby="pairs" {
            h2 class="govuk-heading-l" id="pairs" { "Areas and where they lie" }
            (filter(subject))
            @if wanted.is_empty() {
                p class="govuk-inset-text" id="list" { "No area is cut in this way. "
                    a class="govuk-link" href=(subject.link("show", None)) { "List all areas" } }
            } @else {
                (listing::table(&caption, &listing.head(&heads), &body))
                (listing.pager(wanted.len(), "area", "areas"))
            }
        }
    }
}

fn number(label: &str) -> Head {
    Head { label: label.to_owned(), key: None, numeric: true }
}

fn is_listed(group: &Group, listed: Listed) -> bool {
    match listed {
        Listed::All => true,
        Listed::Cut => group.is_cut(),
        Listed::Split => group.is_split(),
    }
}

fn filter(subject: &Subject<'_>) -> Markup {
    let count = |listed| len(subject.groups.iter().filter(|group| is_listed(group, listed)).count());
    html! {
        form class="ww-filter ww-noprint" action=(format!("{PATH}#pairs")) method="get" {
            input type="hidden" name="from" value=(subject.from.key);
            input type="hidden" name="to" value=(subject.to.key);
            input type="hidden" name="way" value=(subject.built.way.key());
            div class="govuk-form-group" {
                label class="govuk-label" for="show" { "List" }
                select class="govuk-select" id="show" name="show" {
                    @for listed in Listed::ALL {
                        option value=(listed.key()) selected[listed == subject.listed] {
                            (listed.words()) " (" (format::count(count(listed))) ")"
                        }
                    }
                }
            }
            div class="govuk-checkboxes govuk-checkboxes--small" {
                div class="govuk-checkboxes__item" {
                    input class="govuk-checkboxes__input" type="checkbox" id="slivers" name="slivers" value="1" checked[subject.slivers];
                    label class="govuk-label govuk-checkboxes__label" for="slivers" { "Also slivers under a metre wide" }
                }
            }
            button class="govuk-button govuk-button--secondary" type="submit" { "Show" }
        }
    }
}

/// The rows of one area: its name once, then one row a partner.
fn rows(subject: &Subject<'_>, group: &Group, columns: usize) -> Markup {
    let area = &subject.sources.areas[group.source];
    let partners: Vec<&Pair> =
        group.pairs.iter().filter(|pair| subject.slivers || !pair.is_sliver() || pair.weight > 0.5).collect();
    let outside = is_outside(group);
    let n = partners.len() + usize::from(outside || partners.is_empty());
    let name = html! {
        th scope="row" class="govuk-table__header ww-group" rowspan=(n) {
            a class="govuk-link" href=(area_path(&subject.from.key, area.code.as_str())) { (area.label()) }
            span class="ww-group__code" { (area.code) }
            @if group.goes_nowhere() { span class="ww-mark" { "⚠ goes nowhere" } }
            @if group.is_split() {
                span class="ww-mark" { "⚠ " (percent(group.elsewhere())) " elsewhere" }
            }
            a class="govuk-link ww-group__show" href=(format!("{}#map-heading", subject.link("area", Some(area.code.as_str())))) {
                "Draw" span class="govuk-visually-hidden" { " the pieces of " (area.label()) }
            }
        }
    };
    html! {
        @for (at, pair) in partners.iter().enumerate() {
            tr class={ "govuk-table__row" @if at == 0 { " ww-group__first" } } data-code=(area.code) {
                @if at == 0 { (name) }
                (partner(subject, pair))
            }
        }
        @if outside || partners.is_empty() {
            tr class={ "govuk-table__row" @if partners.is_empty() { " ww-group__first" } } data-code=(area.code) {
                @if partners.is_empty() { (name) }
                (outside_cells(subject, group, columns))
            }
        }
    }
}

/// Whether a part worth a row lies outside every target.
fn is_outside(group: &Group) -> bool {
    const LEAST: f64 = 0.0005;
    group.ground_outside > LEAST || group.people_outside.is_some_and(|share| share > LEAST)
}

fn partner(subject: &Subject<'_>, pair: &Pair) -> Markup {
    let target = &subject.targets.areas[pair.target];
    html! {
        td class="govuk-table__cell" {
            a class="govuk-link" href=(area_path(&subject.to.key, target.code.as_str())) { (target.label()) }
        }
        td class="govuk-table__cell govuk-table__cell--numeric" {
            (small(pair.ground)) span class="ww-quiet" { " " (format::area(pair.area_m2)) }
        }
        @if subject.points.is_some() { (people_cell(pair.people)) }
        @if shows_weight(subject) { td class="govuk-table__cell govuk-table__cell--numeric" { (small(pair.weight)) } }
        td class="govuk-table__cell" { (relation_words(pair.relation)) }
    }
}

fn shows_weight(subject: &Subject<'_>) -> bool {
    !matches!(subject.built.way, Way::Points | Way::Area) || subject.points.is_none()
}

fn people_cell(share: Option<f64>) -> Markup {
    html! {
        td class="govuk-table__cell govuk-table__cell--numeric" {
            @match share {
                Some(share) => (small(share)),
                None => span class="ww-missing" { "no one counted here" },
            }
        }
    }
}

fn outside_cells(subject: &Subject<'_>, group: &Group, columns: usize) -> Markup {
    let people = subject.points.is_some();
    let rest = columns - 3 - usize::from(people);
    html! {
        td class="govuk-table__cell" { em { "No area of " (subject.to.title) } }
        td class="govuk-table__cell govuk-table__cell--numeric" { (small(group.ground_outside)) }
        @if people { (people_cell(group.people_outside)) }
        @if rest > 1 { td class="govuk-table__cell govuk-table__cell--numeric" { span class="ww-missing" { "not placed" } } }
        td class="govuk-table__cell" { "lies outside" }
    }
}

/// A share as people read it: small ones are not rounded to nothing.
pub(super) fn small(share: f64) -> String {
    if share > 0.0 && share < 0.001 { "under 0.1%".to_owned() } else { percent(share) }
}

/// How an area lies to its partner.
pub(super) fn relation_words(relation: Option<Relation>) -> &'static str {
    match relation {
        Some(Relation::Same) => "is the same area",
        Some(Relation::Inside) => "lies inside it",
        Some(Relation::Contains) => "holds the whole of it",
        Some(Relation::Overlaps) => "each has a part of its own",
        Some(Relation::Sliver) => "sliver: a difference of drawing",
        None => "shares no ground; the lookup says so",
    }
}

/// The pieces of the area that is drawn, in a list.
pub(super) fn pieces_list(subject: &Subject<'_>) -> Markup {
    let Some(chosen) = &subject.chosen else { return html! {} };
    let label = subject.sources.areas[chosen.source].label();
    let pieces: Vec<_> = chosen.pieces.iter().filter(|piece| piece.relation != Relation::Sliver).collect();
    let share = |area_m2: f64| small((area_m2 / chosen.area_m2).clamp(0.0, 1.0));
    html! {
        p class="govuk-body" { strong { (label) } " falls into " (counted(len(pieces.len()), "piece", "pieces")) ":" }
        ul class="govuk-list govuk-list--bullet" {
            @for piece in pieces {
                li {
                    (piece.name.as_deref().unwrap_or(piece.code.as_str())) ": " (share(piece.area_m2)) " of its ground"
                    @if let Some(people) = subject.points.as_ref().and_then(|points| points.people_share(chosen.source, piece.target)) {
                        ", " (small(people)) " of its " (best_people(&subject.totals))
                    }
                }
            }
            @if let Some(outside) = &chosen.outside { li { "outside every area: " (share(outside.area_m2)) " of its ground" } }
        }
    }
}
