//! The figures of the second view: estimate, lookup, difference, totals.

use maud::{Markup, html};

use crate::crosswalk::{Balance, Estimate, Figure, Mixture};
use crate::engine::{Aligned, AlignedFigure, AlignedRow, BuiltCrosswalk, Difference};
use crate::model::{MeasureKind, Missing};
use crate::pages::badges::{self, area_path, edition_path};
use crate::pages::format::{self, NumberStyle, counted, len, number, percent};
use crate::pages::listing::{self, Head, Listing};

use super::PATH;
use super::chooser::way_words;
use super::figures::Carried;

/// Less of the ground or evidence than this is worth a word.
const WHOLE: f64 = 0.995;

/// The view in a few sentences.
pub(super) fn summary(carried: &Carried<'_>) -> Markup {
    let better = &carried.found.better;
    let marked = carried.found.differences.iter().flatten().filter(|d| d.is_marked()).count();
    let gaps = better.rows.iter().filter(|row| is_gap(&row.figure)).count();
    html! {
        p class="govuk-body-l" {
            "Figures of " a class="govuk-link" href=(edition_path(&carried.source.key)) { (carried.source.title) }
            @if let Some(period) = &better.source.period { " for " (period) }
            @match &better.crosswalk {
                Some(built) => { ", published for " (carried.geography.title) ", carried to " (carried.to.title) " " (way_words(built.way)) ". " },
                None => { ", published for these very areas. " },
            }
            @if carried.found.lookup.is_some() {
                "In " (counted(len(marked), "area", "areas")) " of " (format::count(len(better.rows.len())))
                " the lookup’s figure lies more than 5% from the estimate. "
            }
            @if gaps > 0 { (format::sentence(&counted(len(gaps), "area has", "areas have"))) " no figure; none of them counts as zero." }
        }
        p class="govuk-body" {
            "Unit: " (carried.measure.unit) ". "
            @if better.crosswalk.as_deref().is_some_and(BuiltCrosswalk::is_official) { strong class="govuk-tag govuk-tag--green" { "Official" } " by the lookup of its publisher." }
            @else if better.crosswalk.is_some() { "Carried figures are estimates, not official figures." }
        }
    }
}

fn is_gap(figure: &AlignedFigure) -> bool {
    match figure {
        AlignedFigure::Number(estimate) => estimate.value.is_err(),
        AlignedFigure::Mixture(mixture) => mixture.is_empty(),
    }
}

/// The table.
pub(super) fn section(carried: &Carried<'_>) -> Markup {
    let found = &carried.found;
    let listing = Listing { path: PATH, params: carried.params, per_page: listing::PER_PAGE };
    let mut rows: Vec<usize> = (0..found.better.rows.len()).collect();
    if let Some((key, down)) = listing.order() {
        sort(&mut rows, carried, key, down);
    }
    let mut heads = vec![Head::words("Area", "name"), Head::numbers(estimate_words(&found.better), "value")];
    if let Some(lookup) = &found.lookup {
        heads.push(Head::numbers(
            if is_official(lookup) { "Official best fit" } else { "By the lookup" },
            "lookup",
        ));
        heads.push(Head::numbers("The lookup differs by", "difference"));
    }
    if found.better.crosswalk.is_some() {
        heads.insert(2, Head::plain("95 times in 100 between"));
        heads.insert(3, Head::plain("Grade"));
    }
    heads.push(Head::plain("Rests on"));
    let window = listing.window(rows.len());
    let cells = html! { @for at in &rows[window] { (table_row(carried, *at)) } };
    let caption = format!("{} by {}", carried.measure.title, carried.to.title);
    html! {
        section aria-labelledby="figures" {
            h2 class="govuk-heading-l" id="figures" { "Figures" }
            (listing::table(&caption, &listing.head(&heads), &cells))
            (listing.pager(rows.len(), "area", "areas"))
            p class="govuk-body" { a class="govuk-link" href=(api(carried)) { "The same as JSON, with all digits" } }
        }
    }
}

fn api(carried: &Carried<'_>) -> String {
    let better = &carried.found.better;
    let way = better.crosswalk.as_ref().map_or("best", |built| built.way.key());
    let period =
        carried.params.get("period").filter(|period| better.source.period.as_deref() == Some(period));
    let period = period.map_or_else(String::new, |period| format!("&period={}", format::encode(period)));
    format!(
        "/api/align?measure={}&to={}&way={way}&table={}{period}",
        better.measure, better.to, better.source.table
    )
}

fn estimate_words(better: &Aligned) -> &'static str {
    match &better.crosswalk {
        None => "As published",
        Some(built) if built.is_official() => "Official best fit",
        Some(_) => "Estimate",
    }
}

fn is_official(aligned: &Aligned) -> bool {
    aligned.crosswalk.as_deref().is_some_and(BuiltCrosswalk::is_official)
}

fn sort(rows: &mut [usize], carried: &Carried<'_>, key: &str, down: bool) {
    let found = &carried.found;
    let row = |at: usize| &found.better.rows[at];
    let lookup = |at: usize| found.lookup.as_ref()?.rows.get(at)?.figure.number().ok();
    let difference = |at: usize| {
        let difference = found.differences.get(at).copied().flatten()?;
        Some(difference.share.unwrap_or(f64::INFINITY).abs())
    };
    match key {
        "name" => listing::sort_by(rows, down, |at| Some(label(row(at)).to_lowercase()), Ord::cmp),
        "value" => listing::sort_by(rows, down, |at| row(at).figure.number().ok(), f64::total_cmp),
        "lookup" => listing::sort_by(rows, down, lookup, f64::total_cmp),
        "difference" => listing::sort_by(rows, down, difference, f64::total_cmp),
        _ => {}
    }
}

fn label(row: &AlignedRow) -> &str {
    row.name.as_deref().unwrap_or(row.code.as_str())
}

fn table_row(carried: &Carried<'_>, at: usize) -> Markup {
    let row = &carried.found.better.rows[at];
    let kind = carried.measure.kind;
    html! {
        tr class="govuk-table__row" data-code=(row.code) {
            th scope="row" class="govuk-table__header" {
                a class="govuk-link" href=(area_path(&carried.to.key, row.code.as_str())) { (label(row)) }
            }
            td class="govuk-table__cell govuk-table__cell--numeric" {
                @match &row.figure {
                    AlignedFigure::Number(estimate) => (figure(estimate.value, kind)),
                    AlignedFigure::Mixture(mixture) => (shares(mixture)),
                }
            }
            @if carried.found.better.crosswalk.is_some() {
                td class="govuk-table__cell" { (range(row, kind)) }
                td class="govuk-table__cell" { (badges::grade(row.margin.as_ref())) }
            }
            @if let Some(lookup) = &carried.found.lookup {
                @let other = &lookup.rows[at].figure;
                td class="govuk-table__cell govuk-table__cell--numeric" {
                    @match other {
                        AlignedFigure::Number(estimate) => (figure(estimate.value, kind)),
                        AlignedFigure::Mixture(mixture) => (shares(mixture)),
                    }
                }
                td class="govuk-table__cell govuk-table__cell--numeric" { (difference(carried.found.differences[at])) }
            }
            td class="govuk-table__cell" {
                @if carried.found.better.crosswalk.is_some() { (rests_on(&row.figure, kind)) } @else { "as published" }
            }
        }
    }
}

/// The range of an estimate, or why there is none.
fn range(row: &AlignedRow, kind: MeasureKind) -> Markup {
    match (&row.margin, &row.figure) {
        (Some(margin), _) => {
            html! { (amount(margin.range.low, kind)) " to " (amount(margin.range.high, kind)) }
        }
        (None, AlignedFigure::Mixture(_)) => html! { span class="ww-quiet" { "shares of the area" } },
        (None, AlignedFigure::Number(estimate)) if estimate.value.is_err() => {
            html! { span class="ww-quiet" { "no figure" } }
        }
        (None, _) => html! { span class="ww-quiet" { "not known" } },
    }
}

fn figure(value: Figure, kind: MeasureKind) -> Markup {
    match value {
        Ok(value) => html! { (amount(value, kind)) },
        Err(reason) => badges::missing(reason),
    }
}

/// A figure with the digits that its kind can bear.
fn amount(value: f64, kind: MeasureKind) -> String {
    let steps = match kind {
        // Tenths of a person feign exactness where there are hundreds.
        MeasureKind::Count if value.abs() >= 100.0 => 1.0,
        MeasureKind::Count | MeasureKind::Rate => 10.0,
        MeasureKind::Score | MeasureKind::Category => 1_000.0,
    };
    number((value * steps).round() / steps, NumberStyle::GROUPED)
}

fn shares(mixture: &Mixture) -> Markup {
    if mixture.is_empty() {
        return badges::missing(Missing::NotCovered);
    }
    let one = |share: &crate::crosswalk::Share| {
        let name = share.category.as_deref().unwrap_or_else(|reason| reason.words());
        format!("{name} {}", percent(share.share))
    };
    let most: Vec<String> = mixture.iter().take(3).map(one).collect();
    html! { (most.join(", ")) @if mixture.len() > 3 { " and " (mixture.len() - 3) " more" } }
}

/// The difference in words and, above 5 %, with a mark that is shape and word.
fn difference(difference: Option<Difference>) -> Markup {
    let Some(difference) = difference else {
        return html! { span class="ww-missing" { "cannot be compared" } };
    };
    let (sign, word) = if difference.amount < 0.0 { ("▼", "less") } else { ("▲", "more") };
    let words = match difference.share {
        Some(share) => {
            format!("{}% {word}", number((share.abs() * 1000.0).round() / 10.0, NumberStyle::PLAIN))
        }
        None => "something where the estimate is nought".to_owned(),
    };
    html! {
        @if difference.is_marked() { strong class="ww-mark" { span aria-hidden="true" { (sign) " " } (words) } }
        @else if difference.amount == 0.0 { "no difference" }
        @else { (words) }
    }
}

fn rests_on(figure: &AlignedFigure, kind: MeasureKind) -> Markup {
    let AlignedFigure::Number(Estimate { value, known_part, known_share, cover }) = figure else {
        return html! { "shares of its parts" };
    };
    let cover = cover.filter(|cover| *cover < WHOLE);
    html! {
        @if value.is_err() && *known_share > 0.0 {
            (percent(*known_share)) " known" @if kind == MeasureKind::Count { ", together " (amount(*known_part, kind)) } "; "
        }
        @match cover {
            Some(cover) => { (percent(cover)) " of its ground is covered" },
            None => "all of its ground is covered",
        }
    }
}

/// Totals before and after, for what adds up.
pub(super) fn totals(carried: &Carried<'_>) -> Markup {
    let head = html! {
        thead class="govuk-table__head" {
            tr class="govuk-table__row" {
                th scope="col" class="govuk-table__header" { "Way" }
                @for words in ["Before", "In the areas", "Outside them", "Do they agree?"] {
                    th scope="col" class="govuk-table__header govuk-table__header--numeric" { (words) }
                }
            }
        }
    };
    let found = &carried.found;
    let rows = html! {
        @if let Some(balance) = &found.better.balance { (total_row("Estimate", balance, &found.better)) }
        @if let Some((lookup, balance)) = found.lookup.as_ref().and_then(|lookup| Some((lookup, lookup.balance.as_ref()?))) {
            (total_row("Lookup", balance, lookup))
        }
    };
    html! {
        section aria-labelledby="totals" {
            h2 class="govuk-heading-l" id="totals" { "Totals before and after" }
            @match &found.better.balance {
                None => p class="govuk-body" {
                    @if found.better.crosswalk.is_none() { "Nothing was carried, so there is nothing to balance." }
                    @else { "Rates, scores and categories do not add up, so they have no total." }
                },
                Some(balance) => {
                    (listing::side_table("The total on both sides", &head, &rows))
                    @if balance.missing > 0 {
                        p class="govuk-body" { (format::sentence(&counted(len(balance.missing), "source area has", "source areas have"))) " no figure; no total counts on them." }
                    }
                },
            }
        }
    }
}

fn total_row(name: &str, balance: &Balance, aligned: &Aligned) -> Markup {
    // Added up anew, area by area: what is known of areas with a gap included.
    let received: f64 = aligned
        .rows
        .iter()
        .map(|row| match &row.figure {
            AlignedFigure::Number(estimate) => estimate.known_part,
            AlignedFigure::Mixture(_) => 0.0,
        })
        .sum();
    let agree = (balance.total - received - balance.spilled).abs() <= 1e-9 * balance.total.abs().max(1.0);
    html! {
        tr class="govuk-table__row" {
            th scope="row" class="govuk-table__header" { (name) }
            @for value in [balance.total, received, balance.spilled] {
                td class="govuk-table__cell govuk-table__cell--numeric" { (amount(value, MeasureKind::Count)) }
            }
            td class="govuk-table__cell govuk-table__cell--numeric" {
                @if agree { strong class="govuk-tag govuk-tag--green" { "✓ Agree" } }
                @else { strong class="govuk-tag govuk-tag--red" { "✗ Differ" } }
            }
        }
    }
}
