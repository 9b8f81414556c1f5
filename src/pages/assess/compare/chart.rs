//! The scores of the areas, domain by domain, all on one scale.

use maud::{Markup, html};

use crate::assess::run::NodeResult;
use crate::pages::badges;
use crate::pages::drawing::{short, tenth};
use crate::pages::listing;

use super::super::digits::Digits;
use super::super::rangebar::COLOURS;
use super::{Compared, LETTERS, sign};

const WIDTH: f64 = 640.0;
const LEFT: f64 = 200.0;
const RIGHT: f64 = 24.0;
const TOP: f64 = 14.0;
const ROW: f64 = 34.0;
const BOTTOM: f64 = 40.0;
/// Letters of a name that fit.
const MOST_LETTERS: usize = 26;

/// The section: a table and the same as a picture.
pub(super) fn section(compared: &Compared<'_>) -> Markup {
    let nodes = nodes(compared);
    html! {
        section aria-labelledby="domains" {
            h2 class="govuk-heading-l" id="domains" { "Domains" }
            p class="govuk-body" { "Scores: the higher, the worse." }
            (table(compared, &nodes))
            @if let Some(picture) = picture(compared, &nodes) { figure class="ww-chart ww-chart--wide" { (picture) } }
        }
    }
}

/// The whole first, then its domains.
fn nodes<'a>(compared: &Compared<'a>) -> Vec<&'a NodeResult> {
    let run = compared.subject.run();
    let domains = run.nodes.iter().filter(|node| node.weighing.is_some() && node.parent.is_some());
    std::iter::once(run.index()).chain(domains).collect()
}

fn title<'a>(compared: &Compared<'a>, node: &'a NodeResult) -> &'a str {
    if node.parent.is_none() { &compared.subject.assessed.spec.title } else { &node.title }
}

fn table(compared: &Compared<'_>, nodes: &[&NodeResult]) -> Markup {
    let subject = compared.subject;
    let head = html! {
        thead class="govuk-table__head" role="rowgroup" { tr class="govuk-table__row" role="row" {
            th scope="col" role="columnheader" class="govuk-table__header" { "Domain" }
            @for (at, area) in compared.areas.iter().enumerate() {
                th scope="col" role="columnheader" class="govuk-table__header" { (sign(at)) " " (subject.label(*area)) }
            }
        } }
    };
    let rows = html! {
        @for node in nodes {
            @let digits = digits(node);
            tr class="govuk-table__row" role="row" {
                th scope="row" role="rowheader" class="govuk-table__header" {
                    @if node.parent.is_none() { strong { (title(compared, node)) } } @else { (node.title) }
                }
                @for area in compared.areas {
                    td class="govuk-table__cell" role="cell" data-label=(subject.label(*area)) {
                        @match node.scores[*area] { Ok(score) => strong { (digits.words(score)) }, Err(gap) => (badges::missing(gap)) }
                        @match node.standings[*area].rank() {
                            Some(rank) => span class="ww-quiet" { ", rank " (rank) },
                            None => span class="ww-quiet" { ", not ranked" },
                        }
                    }
                }
            }
        }
    };
    html! { div class="ww-domains" { (listing::stacking_side_table("Scores of the areas by domain", &head, &rows)) } }
}

fn digits(node: &NodeResult) -> Digits {
    let known: Vec<f64> = node.scores.iter().filter_map(|score| score.ok()).collect();
    Digits::of(known.into_iter())
}

/// The ends of the scale: those of all areas over all rows, so that rows can be compared.
fn scale(nodes: &[&NodeResult]) -> Option<(f64, f64)> {
    let all = || nodes.iter().flat_map(|node| node.scores.iter().filter_map(|score| score.ok()));
    let low = all().fold(f64::INFINITY, f64::min);
    let high = all().fold(f64::NEG_INFINITY, f64::max);
    (low.is_finite() && high > low).then_some((low, high))
}

fn picture(compared: &Compared<'_>, nodes: &[&NodeResult]) -> Option<Markup> {
    let (low, high) = scale(nodes)?;
    let x = |value: f64| tenth(LEFT + (value - low) / (high - low) * (WIDTH - LEFT - RIGHT));
    let height = TOP + ROW * nodes.len() as f64 + BOTTOM;
    let ends = Digits::of([low, high].into_iter());
    Some(html! {
        svg class="ww-chart__svg" xmlns="http://www.w3.org/2000/svg" role="img" viewBox=(format!("0 0 {WIDTH} {height}"))
            width=(WIDTH) height=(height) aria-labelledby="scores-title" aria-describedby="scores-about"
            font-size="13" font-family="Noto Sans, Arial, sans-serif" fill="#0b0c0c" {
            title id="scores-title" { "Scores of the areas by domain, on one scale" }
            desc id="scores-about" { "A row for each domain, a lettered disc for each area. The table above has the same scores." }
            @for (row, node) in nodes.iter().enumerate() {
                @let y = TOP + ROW * (row as f64 + 0.5);
                path d=(format!("M{LEFT} {y}H{}", WIDTH - RIGHT)) stroke="#c3ced3" {}
                text x=(LEFT - 16.0) y=(y + 4.5) text-anchor="end" { (short(title(compared, node), MOST_LETTERS)) }
                (discs(compared, node, y, &x))
            }
            g fill="#4b5a61" {
                text x=(LEFT) y=(height - 22.0) { (ends.words(low)) }
                text x=(WIDTH - RIGHT) y=(height - 22.0) text-anchor="end" { (ends.words(high)) }
                text x=((LEFT + WIDTH - RIGHT) / 2.0) y=(height - 6.0) text-anchor="middle" { "Score of all areas from least to most; the higher, the worse" }
            }
        }
    })
}

/// Discs; those that would cover one another are moved up and down.
fn discs(compared: &Compared<'_>, node: &NodeResult, y: f64, x: &impl Fn(f64) -> f64) -> Markup {
    let places: Vec<Option<f64>> = compared.areas.iter().map(|area| node.scores[*area].ok().map(x)).collect();
    let shift = |at: usize| {
        let own = places[at].unwrap_or(0.0);
        let covered = places[..at].iter().flatten().filter(|other| (*other - own).abs() < 16.0).count();
        [0.0, -8.0, 8.0, -12.0][covered.min(3)]
    };
    html! {
        @for (at, place) in places.iter().enumerate() {
            @if let Some(place) = place {
                circle cx=(place) cy=(y + shift(at)) r="9" fill=(COLOURS[at % COLOURS.len()]) stroke="#ffffff" {}
                text x=(place) y=(y + shift(at) + 4.5) text-anchor="middle" font-weight="700" fill="#ffffff" { (LETTERS[at % LETTERS.len()]) }
            }
        }
    }
}
