//! The report of an assessment: one page that stands by itself.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::assess::aggregate::{Aggregation, WeightSum};
use crate::assess::figure::Figure;
use crate::assess::rag::RULE;
use crate::assess::recipe::{Comparator, Node};
use crate::assess::run::{NodeResult, Standing};
use crate::assess::spatial::Local;
use crate::engine::{Assessed, Engine, SensitivityOf};
use crate::views::run::{StandingView, not_testable};

use super::report_map::{is_unsure, map};
use super::report_notes::{notes, title};

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:0 auto;padding:1rem;color:#1a1a1a;background:#fff}\
h1,h2,h3{line-height:1.2}table{border-collapse:collapse;width:100%}caption{text-align:left;font-weight:600;padding:.4rem 0}\
th,td{border-bottom:1px solid #bbb;padding:.25rem .5rem;text-align:left;vertical-align:top}td.number{text-align:right;font-variant-numeric:tabular-nums}\
.wide{overflow-x:auto}.legend{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:.25rem 1rem}svg{max-width:100%;height:auto}\
@media print{body{max-width:none;font-size:10pt}.wide{overflow:visible}tr{break-inside:avoid}}";

/// The report as HTML, without a script and without anything from elsewhere.
#[must_use]
pub fn report(engine: &Engine, assessed: &Assessed, sensitivity: Option<&SensitivityOf>) -> String {
    let spec = &assessed.spec;
    let info = &engine.snapshot().info;
    let page = html! {
        (DOCTYPE)
        html lang="en-GB" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (spec.title) " – " (info.name) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                main {
                    h1 { (spec.title) }
                    p { (spec.purpose) }
                    (what_and_when(engine, assessed))
                    h2 { "Map" }
                    (map(engine, assessed))
                    (ranking(assessed))
                    (domains(assessed))
                    (figures(assessed))
                    (hot_spots(assessed))
                    @if let Some(found) = sensitivity { (self::sensitivity(assessed, found)) }
                    (method(assessed))
                    (notes(assessed))
                }
            }
        }
    };
    page.into_string()
}

fn what_and_when(engine: &Engine, assessed: &Assessed) -> Markup {
    let spec = &assessed.spec;
    let layer =
        engine.edition(&spec.areas).map_or_else(|| spec.areas.to_string(), |edition| edition.title.clone());
    let ranked = assessed.run.index().ranked();
    html! {
        p {
            (assessed.areas.len()) " areas of " (layer) " (" (spec.areas.to_string()) "), " (ranked)
            " of them ranked; " (assessed.sources.len()) " indicators. "
            @if let Some(date) = spec.date { "Figures up to " (date.year()) ". " }
            (engine.snapshot().info.name) ", version " (assessed.place_version) " of the place; "
            (crate::views::SOFTWARE) "; seed " (spec.seed) "."
        }
        p { "A score points to need: the higher, the worse, and rank 1 is the worst." }
    }
}

fn ranking(assessed: &Assessed) -> Markup {
    let index = assessed.run.index();
    let worst = assessed.run.recipe.rules.worst;
    let has_ranges = assessed.ranges.is_some();
    html! {
        h2 { "Ranking" }
        @match &assessed.ranges {
            Some(ranges) => p {
                "The rank interval holds nine in ten of " (ranges.draws) " runs in which these choices were drawn anew: "
                (ranges.factors.len()) " of them. Two areas whose intervals overlap much are not surely apart."
            },
            None => p { "No rank intervals were asked for." },
        }
        div.wide { table {
            caption { "Areas from the worst to the best" }
            thead { tr {
                th scope="col" { "Rank" } th scope="col" { "Area" } th scope="col" { "Score" }
                @if has_ranges {
                    th scope="col" { "Median rank" } th scope="col" { "90 % interval" }
                    th scope="col" { "Chance of being among the worst " (worst) } th scope="col" { "By the interval" }
                }
                th scope="col" { "Imputed" } th scope="col" { "Missing" }
            } }
            tbody { @for at in index.in_order() {
                @let standing = StandingView::of(index.standings[at]);
                tr {
                    td.number { @match standing.rank { Some(rank) => (rank), None => (standing.unranked.unwrap_or_default()) } }
                    th scope="row" { (assessed.areas[at].label()) }
                    td.number { (figure(&index.scores[at])) }
                    @if has_ranges { (range_cells(assessed, at)) }
                    td.number { (percent(index.imputed[at])) }
                    td.number { (percent(index.missing[at])) }
                }
            } }
        } }
    }
}

fn range_cells(assessed: &Assessed, at: usize) -> Markup {
    let worst = assessed.run.recipe.rules.worst;
    html! {
        @match assessed.rank_range(assessed.run.index(), at) {
            None => { td {} td {} td {} td { "not ranked" } },
            Some(range) => {
                td.number { (range.median) }
                td.number { (range.low) " to " (range.high) }
                td.number { (percent(range.among_worst)) }
                td {
                    @if is_unsure(assessed, at) { "not sure" }
                    @else if range.high <= worst { "among the worst " (worst) }
                    @else { "not among them" }
                }
            },
        }
    }
}

fn domains(assessed: &Assessed) -> Markup {
    let groups: Vec<&NodeResult> =
        assessed.run.nodes.iter().filter(|node| node.level == 1 && node.weighing.is_some()).collect();
    let index = assessed.run.index();
    html! {
        @if !groups.is_empty() {
            h2 { "Domains" }
            div.wide { table {
                caption { "Rank in each domain, with its score and, where draws bear on it, the 90 % rank interval" }
                thead { tr { th scope="col" { "Area" } @for group in &groups { th scope="col" { (group.title) } } } }
                tbody { @for at in index.in_order() { tr {
                    th scope="row" { (assessed.areas[at].label()) }
                    @for group in &groups { td.number { (standing(assessed, group, at)) } }
                } } }
            } }
        }
    }
}

fn standing(assessed: &Assessed, node: &NodeResult, at: usize) -> String {
    match node.standings[at] {
        Standing::Ranked { rank, .. } => {
            let range = assessed.rank_range(node, at);
            let range = range.map_or_else(String::new, |range| format!(", {} to {}", range.low, range.high));
            format!("{rank} ({}){range}", figure(&node.scores[at]))
        }
        Standing::Unranked(_) => StandingView::of(node.standings[at]).unranked.unwrap_or_default(),
    }
}

fn figures(assessed: &Assessed) -> Markup {
    let run = &assessed.run;
    html! {
        h2 { "Figures against the benchmark" }
        p { (benchmark(&run.recipe.comparator)) " " (RULE) " The mark ▲ is worse, ▼ better, ● similar; two marks stand for much; + and − are higher and lower where neither end is worse." }
        div.wide { table {
            caption { "Each area's figures as they came" }
            thead { tr { th scope="col" { "Area" } @for stages in &run.indicators {
                th scope="col" { (title(assessed, &stages.id)) " (" (assessed.source(&stages.id).map_or("", |source| &source.unit)) ")" }
            } } }
            tbody { @for at in run.index().in_order() { tr {
                th scope="row" { (assessed.areas[at].label()) }
                @for stages in &run.indicators { td.number {
                    (figure(&stages.raw[at]))
                    @if let Some(rag) = stages.judged[at].rag { " " (rag.shape()) " " (rag.words()) }
                } }
            } } }
        } }
    }
}

fn benchmark(comparator: &Comparator) -> String {
    match comparator {
        Comparator::Place => "Each area is compared with all areas together.".to_owned(),
        Comparator::Published { name } => format!("Each area is compared with {name}."),
        Comparator::Neighbours { count, covariates } => {
            format!(
                "Each area is compared with the {count} that are most like it by {}.",
                covariates.join(", ")
            )
        }
        Comparator::Patch { grouping } => format!("Each area is compared with those of its own {grouping}."),
    }
}

fn hot_spots(assessed: &Assessed) -> Markup {
    let Some(spatial) = &assessed.spatial else { return html! {} };
    let found = spatial.columns.iter().filter_map(|(id, column)| Some((id, column.getis.as_ref().ok()?)));
    let mut rows: Vec<(&str, &str, &'static str, f64)> = Vec::new();
    for (id, areas) in found {
        for (at, local) in areas.iter().enumerate() {
            if let Local::Tested(tested) = local
                && let Some(spot) = tested.spot
            {
                rows.push((title(assessed, id), assessed.areas[at].label(), spot.words(), tested.adjusted));
            }
        }
    }
    let refused = spatial.columns.iter().filter_map(|(id, column)| Some((id, column.getis.as_ref().err()?)));
    let untested = untested(assessed);
    html! {
        h2 { "Hot spots" }
        p { "Areas that lie, with their neighbours, further from the rest than chance explains: Gi*, with the rate of false discoveries held at 5 % in each map. High means worse." }
        @if rows.is_empty() { p { "None was found." } }
        @else { div.wide { table {
            caption { "Hot and cold spots" }
            thead { tr {
                th scope="col" { "Of" } th scope="col" { "Area" } th scope="col" { "What" }
                th scope="col" { "Smallest false-discovery rate" }
            } }
            tbody { @for (what, area, spot, adjusted) in &rows { tr {
                td { (what) } th scope="row" { (area) } td { (spot) } td.number { (format!("{adjusted:.4}")) }
            } } }
        } } }
        @for (id, fault) in refused { p { (title(assessed, id)) ": " (fault.to_string()) "." } }
        @for one in &untested { p { (one) } }
    }
}

/// Areas that could not be tested on the index.
fn untested(assessed: &Assessed) -> Vec<String> {
    let own = assessed.spatial.as_ref().and_then(|spatial| spatial.columns.get(&assessed.run.index().id));
    let Some(Ok(areas)) = own.map(|column| &column.getis) else { return Vec::new() };
    let word = |(at, local): (usize, &Local)| match local {
        Local::NotTestable(why) => Some(format!("{}: {}.", assessed.areas[at].label(), not_testable(*why))),
        Local::Tested(_) => None,
    };
    areas.iter().enumerate().filter_map(word).collect()
}

fn sensitivity(assessed: &Assessed, found: &SensitivityOf) -> Markup {
    html! {
        h2 { "Sensitivity" }
        div.wide { table {
            caption { "What happens to the ranks without one part" }
            thead { tr {
                th scope="col" { "Left out" } th scope="col" { "Ranks move on average by" }
                th scope="col" { "Most moved" } th scope="col" { "Enter or leave the worst" }
            } }
            tbody { @for one in &found.left_out { tr {
                th scope="row" { (title(assessed, &one.id)) }
                td.number { @match one.mean_shift { Some(shift) => (format!("{shift:.2}")), None => "nothing is left" } }
                td { @if let Some((at, by)) = one.most { (assessed.areas[at].label()) " by " (by) } }
                td.number { (one.worst_changed) }
            } } }
        } }
        @match &found.shares {
            Err(faults) => @for fault in faults { p { "Shares of variance: " (fault.to_string()) "." } },
            Ok(shares) => {
                p { "Ranks move by " (format!("{:.2}", shares.mean_shift)) " on average when all choices are drawn together (" (shares.runs) " runs)." }
                div.wide { table {
                    caption { "Which choice moves the ranks: shares of the variance" }
                    thead { tr {
                        th scope="col" { "Choice" } th scope="col" { "By itself" } th scope="col" { "With all that depends on it" }
                    } }
                    tbody { @for share in &shares.factors { tr {
                        th scope="row" { (share.factor.key()) }
                        td.number { (format!("{:.2} ± {:.2}", share.indices.first, share.indices.first_error)) }
                        td.number { (format!("{:.2} ± {:.2}", share.indices.total, share.indices.total_error)) }
                    } } }
                } }
            },
        }
    }
}

fn method(assessed: &Assessed) -> Markup {
    let recipe = &assessed.run.recipe;
    html! {
        h2 { "Method" }
        p { "The index is put together by " (aggregation(&recipe.index.aggregation)) "; the weights of its parts sum to " (weights(&recipe.index.parts)) "." }
        div.wide { table {
            caption { "Indicators" }
            thead { tr {
                th scope="col" { "Indicator" } th scope="col" { "Weight" } th scope="col" { "Share of the index" }
                th scope="col" { "Direction" } th scope="col" { "Scored by" }
            } }
            tbody { @for (indicator, stages) in recipe.index.indicators().into_iter().zip(&assessed.run.indicators) { tr {
                th scope="row" { (indicator.title) }
                td.number { (indicator.weight) }
                td.number { (percent(stages.share)) }
                td { (indicator.direction.key()) }
                td { (indicator.normalisation.key()) }
            } } }
        } }
    }
}

fn aggregation(aggregation: &Aggregation) -> &'static str {
    match aggregation {
        Aggregation::Arithmetic(WeightSum::Shared) => "a weighted mean",
        Aggregation::Arithmetic(WeightSum::AsGiven) => "a weighted sum with the weights as they are",
        Aggregation::Geometric => "a weighted geometric mean",
        Aggregation::Harmonic => "a weighted harmonic mean",
        Aggregation::Power { .. } => "a weighted power mean",
        Aggregation::Copeland => "pairwise contests (Copeland)",
    }
}

fn weights(parts: &[Node]) -> f64 {
    let sum: f64 = parts.iter().map(Node::weight).sum();
    (sum * 1e9).round() / 1e9
}

/// A figure for reading: three digits that matter, or why there is none.
fn figure(figure: &Figure) -> String {
    match figure {
        Err(gap) => gap.words().to_owned(),
        Ok(value) => {
            let decimals = match value.abs() {
                size if size >= 100.0 => 0,
                size if size >= 10.0 => 1,
                size if size >= 1.0 => 2,
                _ => 3,
            };
            let text = format!("{value:.decimals$}");
            // Nought has no sign.
            if text.trim_start_matches('-').chars().all(|c| matches!(c, '0' | '.')) {
                text.trim_start_matches('-').to_owned()
            } else {
                text
            }
        }
    }
}

fn percent(share: f64) -> String {
    format!("{:.0} %", 100.0 * share)
}
