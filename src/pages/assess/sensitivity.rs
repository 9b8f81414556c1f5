//! "How solid is it?": which areas are surely among the worst, what each part
//! of the index does to the ranks, and which choice matters.

use maud::{Markup, html};

use crate::assess::run::NodeResult;
use crate::assess::sensitivity::{FactorShare, LeftOut, Sensitivity};
use crate::assess::uncertainty::Factor;
use crate::engine::{AssessFault, Assessed, Engine, SensitivityOf};
use crate::pages::badges;
use crate::pages::format::{self, NumberStyle, counted, len, number};
use crate::pages::frame::{Page, Section};
use crate::pages::listing;

use super::bars::{self, Bar, Line, Words};
use super::twin::chance;

/// At least this share of the draws makes an area's place among the worst solid.
const SOLID: f64 = 0.9;

/// Areas in one picture.
const MOST_BARS: usize = 120;

/// What is known of the shares of variance.
pub(super) enum Shares<'a> {
    /// They are being worked out.
    Pending,
    /// They are there, or why there are none.
    Known(&'a SensitivityOf),
}

/// The page.
pub(super) fn page(engine: &Engine, assessed: &Assessed, left_out: &[LeftOut], shares: &Shares<'_>) -> Page {
    let spec = &assessed.spec;
    let path = super::subject::path(&spec.id);
    let body = html! {
        span class="govuk-caption-xl" { (spec.title) }
        h1 class="govuk-heading-xl" { "How solid is the ranking?" }
        @if let Some(edition) = engine.edition(&spec.areas) { p class="govuk-body ww-badges" { (badges::vintage(edition)) } }
        (super::views(&path, "sensitivity"))
        (solid(assessed))
        (intervals(assessed))
        (without(assessed, left_out))
        (choices(assessed, shares))
    };
    let title = format!("How solid is {}?", spec.title);
    let trail = vec![("Assessments".to_owned(), super::PATH.to_owned()), (spec.title.clone(), path)];
    Page { title, section: Section::Assessments, trail, body }
}

/// Who is among the worst whatever is chosen, and for whom it depends.
fn solid(assessed: &Assessed) -> Markup {
    let worst = assessed.run.recipe.rules.worst;
    let Some(ranges) = &assessed.ranges else {
        return html! { p class="govuk-inset-text" { "The recipe draws nothing, so nobody knows how solid these ranks are. Add an [uncertainty] part to it." } };
    };
    let mut areas: Vec<(usize, f64)> = ranges
        .areas
        .iter()
        .enumerate()
        .filter_map(|(area, range)| Some((area, range.as_ref()?.among_worst)))
        .collect();
    areas.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let sure: Vec<String> =
        areas.iter().filter(|(_, share)| *share >= SOLID).map(|(area, _)| named(assessed, *area)).collect();
    let depends: Vec<(usize, f64)> =
        areas.iter().copied().filter(|(_, share)| *share < SOLID && *share > 1.0 - SOLID).collect();
    html! {
        p class="govuk-body-l" {
            @if sure.is_empty() { "No area is among the worst " (worst) " whatever is chosen. " }
            @else { "Whatever is chosen, among the worst " (worst) ": " (format::list(&sure)) ". " }
            @if depends.is_empty() { "For no other area does it depend on the choices." }
            @else { "For " (counted(len(depends.len()), "more area", "more areas")) " it depends on how the choices are made." }
        }
        p class="govuk-body" {
            "“Whatever is chosen” means in at least 90 of 100 of " (format::count(len(ranges.draws))) " draws in which "
            (format::list(&ranges.factors.iter().map(|factor| factor_words(assessed, factor).to_lowercase()).fold(Vec::new(), once)))
            " were made anew together."
        }
        @if !depends.is_empty() {
            h2 class="govuk-heading-m" { "Areas for which it depends" }
            ul class="govuk-list govuk-list--bullet ww-two" {
                @for (area, share) in &depends { li { (named(assessed, *area)) ": among the worst " (worst) " in " (chance(*share)) " of the draws" } }
            }
        }
    }
}

/// Weights are named once, however many there are.
fn once(mut words: Vec<String>, next: String) -> Vec<String> {
    let short = if next.starts_with("weight") { "the weights".to_owned() } else { next };
    if !words.contains(&short) {
        words.push(short);
    }
    words
}

fn named(assessed: &Assessed, area: usize) -> String {
    assessed.areas[area].label().to_owned()
}

/// The interval of every rank.
fn intervals(assessed: &Assessed) -> Markup {
    let Some(ranges) = &assessed.ranges else { return html! {} };
    let index = assessed.run.index();
    let mut order: Vec<usize> =
        (0..assessed.areas.len()).filter(|area| ranges.areas[*area].is_some()).collect();
    order.sort_by_key(|area| index.standings[*area].rank());
    let all = order.len();
    order.truncate(MOST_BARS);
    let bar = |area: &usize| {
        let range = ranges.areas[*area].as_ref();
        Bar {
            label: assessed.areas[*area].label(),
            dot: index.standings[*area].rank().map(|rank| rank as f64),
            range: range.map(|range| (range.low as f64, range.high as f64)),
            gap: String::new(),
            is_sure: range
                .is_some_and(|range| range.among_worst >= SOLID || range.among_worst <= 1.0 - SOLID),
        }
    };
    let bars: Vec<Bar<'_>> = order.iter().map(bar).collect();
    let worst = assessed.run.recipe.rules.worst;
    let line = Line { at: worst as f64 + 0.5, words: format!("worst {worst}") };
    let words = Words {
        id: "intervals",
        title: "Rank intervals",
        about: "A dot for each area's rank and a bar for where it lies in 90% of the draws, worst first. The list on the map page has the same figures.",
        axis: "Rank, 1 the worst",
    };
    html! {
        section aria-labelledby="intervals-heading" {
            h2 class="govuk-heading-l" id="intervals-heading" { "How far each rank may move" }
            p class="govuk-body" {
                "The bar holds the rank in 90 of 100 draws. A filled dot is among the worst " (worst) " in nearly all draws or in nearly none; for a hollow one it depends."
                @if all > bars.len() { " The " (bars.len()) " worst of " (all) " areas are drawn." }
            }
            @match bars::picture(&bars, Some(&line), &words) { Some(picture) => (picture), None => p class="govuk-body" { "No area is ranked." } }
            p class="govuk-body" { a class="govuk-link" href={ (super::subject::path(&assessed.spec.id)) "?show=rank#list" } { "The same as a list" } }
        }
    }
}

/// What leaving out each part does.
fn without(assessed: &Assessed, left_out: &[LeftOut]) -> Markup {
    let mut rows: Vec<&LeftOut> = left_out.iter().collect();
    rows.sort_by(|a, b| {
        b.mean_shift.unwrap_or(f64::INFINITY).total_cmp(&a.mean_shift.unwrap_or(f64::INFINITY))
    });
    let most = rows.iter().filter_map(|row| row.mean_shift).fold(0.0, f64::max);
    let worst = assessed.run.recipe.rules.worst;
    let head = head(&[
        "Left out",
        "Ranks move on average by",
        "Moves most",
        &format!("Enter or leave the worst {worst}"),
    ]);
    let cells = html! { @for row in &rows { (left_row(assessed, row, most)) } };
    html! {
        section aria-labelledby="without-heading" {
            h2 class="govuk-heading-l" id="without-heading" { "What if one part were left out?" }
            p class="govuk-body" { (left_words(assessed, &rows)) }
            (listing::side_table("What leaving out each domain and indicator does to the ranks", &head, &cells))
        }
    }
}

fn left_words(assessed: &Assessed, rows: &[&LeftOut]) -> String {
    let Some((first, shift)) = rows.iter().find_map(|row| Some((*row, row.mean_shift?))) else {
        return "There is only one part, so nothing can be left out.".to_owned();
    };
    let title = title(assessed, &first.id);
    format!("Most depends on {title}: without it an area moves by {} ranks on average.", tenths(shift))
}

fn left_row(assessed: &Assessed, row: &LeftOut, most: f64) -> Markup {
    let node = assessed.run.node(&row.id);
    html! {
        tr class="govuk-table__row" {
            th scope="row" class="govuk-table__header" {
                (title(assessed, &row.id))
                @if node.is_some_and(|node| node.weighing.is_some()) { span class="ww-quiet" { " (domain)" } }
            }
            td class="govuk-table__cell" {
                @match row.mean_shift {
                    Some(shift) => { (share_bar(shift / most.max(f64::MIN_POSITIVE))) " " (tenths(shift)) },
                    None => span class="ww-missing" { "nothing would be left to rank by" },
                }
            }
            td class="govuk-table__cell" {
                @match row.most {
                    Some((area, by)) if by != 0 => { (named(assessed, area)) ", " (moved(by)) },
                    _ => "nobody",
                }
            }
            td class="govuk-table__cell govuk-table__cell--numeric" { (row.worst_changed) }
        }
    }
}

fn moved(by: i64) -> String {
    let n = counted(by.unsigned_abs(), "rank", "ranks");
    if by > 0 { format!("{n} better") } else { format!("{n} worse") }
}

/// Which choice matters, by its share of the variance.
fn choices(assessed: &Assessed, shares: &Shares<'_>) -> Markup {
    html! {
        section aria-labelledby="choices-heading" id="choices" data-pending=[matches!(shares, Shares::Pending).then_some("true")] {
            h2 class="govuk-heading-l" id="choices-heading" { "Which choice matters?" }
            @match shares {
                Shares::Pending => (pending(assessed)),
                Shares::Known(found) => @match &found.shares {
                    Ok(found) => (shares_table(assessed, found)),
                    Err(faults) => (no_shares(faults)),
                },
            }
        }
    }
}

fn pending(assessed: &Assessed) -> Markup {
    html! {
        div class="govuk-inset-text" {
            p class="govuk-body" {
                "This is being worked out on the server: the whole assessment is run many times, which can take a minute. Everything above is there already."
            }
            p class="govuk-body" { a class="govuk-link" href={ (super::subject::path(&assessed.spec.id)) "/sensitivity#choices" } { "Look again" } }
        }
    }
}

fn no_shares(faults: &[AssessFault]) -> Markup {
    html! {
        div class="govuk-inset-text" {
            p class="govuk-body" { "No shares can be found." }
            ul class="govuk-list govuk-list--bullet" { @for fault in faults { li { (fault) } } }
        }
    }
}

fn shares_table(assessed: &Assessed, found: &Sensitivity) -> Markup {
    let mut rows: Vec<&FactorShare> = found.factors.iter().collect();
    rows.sort_by(|a, b| b.indices.total.total_cmp(&a.indices.total).then(a.factor.cmp(&b.factor)));
    let head = head(&["Choice", "By itself", "With all that depends on it"]);
    let cells = html! {
        @for row in &rows {
            tr class="govuk-table__row" {
                th scope="row" class="govuk-table__header" { (factor_words(assessed, &row.factor)) }
                td class="govuk-table__cell" { (share_cell(row.indices.first, row.indices.first_error)) }
                td class="govuk-table__cell" { (share_cell(row.indices.total, row.indices.total_error)) }
            }
        }
    };
    html! {
        p class="govuk-body" {
            "When all choices are made anew together, an area moves by " (tenths(found.mean_shift)) " ranks on average. How much it moves differs from draw to draw; the table says which choice that comes from."
        }
        @if let Some(first) = rows.first() {
            p class="govuk-body-l" { "Most comes from: " (factor_words(assessed, &first.factor).to_lowercase()) "." }
        }
        (listing::side_table("Share of each choice in how much the ranks move", &head, &cells))
        p class="govuk-body-s ww-quiet" {
            "By itself: what fixing this choice alone would take away (first-order share). With all that depends on it: what would be left if all others were fixed (total share); these may add up to more than 100%. "
            "Found by " (format::count(len(found.runs))) " runs; ± is one standard error. "
        }
    }
}

fn share_cell(share: f64, error: f64) -> Markup {
    let shown = share.clamp(0.0, 1.0);
    html! {
        (share_bar(shown)) " "
        @if share < 0.005 { "about none" } @else { (format!("{:.0}%", share * 100.0)) }
        span class="ww-quiet" { " ±" (format!("{:.0}", error * 100.0)) }
    }
}

/// A bar for a share of the whole.
fn share_bar(share: f64) -> Markup {
    let length = (share.clamp(0.0, 1.0) * 80.0).round();
    html! {
        svg class="ww-bar" width="82" height="14" viewBox="0 0 82 14" aria-hidden="true" focusable="false" {
            rect x="1" y="2" width="80" height="10" fill="#e4eef0" {}
            rect x="1" y="2" width=(length) height="10" fill="#1d70a2" {}
        }
    }
}

/// A choice in plain words.
fn factor_words(assessed: &Assessed, factor: &Factor) -> String {
    match factor {
        Factor::Weight { id } => format!("Weight of {}", title(assessed, id)),
        Factor::WeightsWithin { id } => format!("Weights within {}", title(assessed, id)),
        Factor::Normalisation => "How figures become scores".to_owned(),
        Factor::Aggregation => "How scores are put together".to_owned(),
        Factor::Imputation => "What stands in for missing figures".to_owned(),
        Factor::Sampling => "Chance in the figures".to_owned(),
        Factor::Alignment => "Error of carrying figures between boundaries".to_owned(),
    }
}

fn title<'a>(assessed: &'a Assessed, id: &'a str) -> &'a str {
    assessed.run.node(id).map_or(id, |node: &NodeResult| node.title.as_str())
}

fn tenths(value: f64) -> String {
    number((value * 10.0).round() / 10.0, NumberStyle::GROUPED)
}

fn head(words: &[&str]) -> Markup {
    html! {
        thead class="govuk-table__head" {
            tr class="govuk-table__row" { @for words in words { th scope="col" class="govuk-table__header" { (words) } } }
        }
    }
}
