//! The page of one edition of a walking network: what it holds, its pieces, checks, downloads.

use std::collections::BTreeMap;

use maud::{Markup, html};

use crate::network::{Modes, Network, Piece, Streets};

use super::edition::parts;
use super::format::{self, NumberStyle, count, counted, len, number};
use super::frame::{Page, Section};
use super::layer::Asked;

/// Pieces and kinds that are listed one by one.
const LISTED: usize = 10;

/// The page.
#[must_use]
pub fn page(asked: Asked<'_>, streets: &Streets) -> Page {
    let Asked { dataset, edition, .. } = asked;
    let network = Network::build(&streets.segments, Modes::default());
    let sections = [
        ("pieces", "Pieces"),
        ("kinds", "Kinds of street"),
        ("checks", "Checks"),
        ("downloads", "Downloads"),
        ("about", "Source and licence"),
        ("editions", "Other editions"),
    ];
    let body = html! {
        (parts::heading(dataset, edition))
        p class="govuk-body" { (sentence(streets, &network)) }
        (parts::contents(&sections))
        (pieces(&network))
        (kinds(streets))
        (parts::checks(asked.report))
        p class="govuk-body" {
            "How long walks are, and which streets lie within some minutes of a site, is answered by "
            a class="govuk-link" href="/api/openapi.json" { "the API" }
            " (" code { "/api/walks" } ", " code { "/api/walks/rings.geojson" } ") and by "
            code { "wardwise reach" } " and " code { "wardwise rings" } "."
        }
        (parts::downloads(edition, asked.api))
        (parts::about(edition))
        (parts::other_editions(dataset, edition))
    };
    let title = format!("{}: streets and checks", edition.title);
    Page { title, section: Section::Data, trail: vec![("Data".into(), "/data".into())], body }
}

fn sentence(streets: &Streets, network: &Network) -> String {
    let on = |flag: fn(&crate::network::Segment) -> bool| -> f64 {
        streets.segments.iter().filter(|segment| flag(segment)).map(|segment| segment.length_m).sum()
    };
    let steps = streets.segments.iter().filter(|segment| segment.steps).count();
    let ferries = on(|segment| segment.ferry);
    let ferries = if ferries > 0.0 {
        format!(" {} of ferries are kept aside and not walked.", km(ferries))
    } else {
        String::new()
    };
    format!(
        "{} of streets and paths that may be walked, between {}, with {} of steps.{ferries}",
        format::sentence(&km(network.length_m())),
        counted(len(network.n_nodes()), "junction or end", "junctions and ends"),
        counted(len(steps), "flight", "flights"),
    )
}

fn km(metres: f64) -> String {
    format!("{} km", number((metres / 100.0).round() / 10.0, NumberStyle::GROUPED))
}

fn pieces(network: &Network) -> Markup {
    let all = network.pieces();
    let whole = network.length_m();
    let row = |at: usize, piece: &Piece| {
        let share = format::percent(piece.length_m / whole.max(f64::MIN_POSITIVE));
        [count(len(at + 1)), km(piece.length_m), share, count(len(piece.nodes))]
    };
    let rows: Vec<[String; 4]> =
        all.iter().take(LISTED).enumerate().map(|(at, piece)| row(at, piece)).collect();
    html! {
        section aria-labelledby="pieces" {
            h2 class="govuk-heading-l" id="pieces" { "Pieces" }
            @match all {
                [] => p class="govuk-inset-text" { "Nothing here can be walked." },
                [_] => p class="govuk-body" { "All of it hangs together: there is a way from every street to every other." },
                [first, ..] => p class="govuk-body" {
                    "The network is in " (counted(len(all.len()), "piece", "pieces")) " that do not meet. The longest has "
                    (format::percent(first.length_m / whole)) " of its length. There is no way from one piece to another;"
                    " many of the short ones are cut off by the edge of the extract."
                }
            }
            @if all.len() > 1 {
                (table("The longest pieces", ["Piece", "Length", "Share", "Junctions and ends"], &rows))
                @if all.len() > LISTED { p class="govuk-body ww-quiet" { (count(len(all.len() - LISTED))) " shorter ones are not listed." } }
            }
        }
    }
}

fn kinds(streets: &Streets) -> Markup {
    let column = streets.attributes.column("highway");
    let mut lengths: BTreeMap<String, (usize, f64)> = BTreeMap::new();
    for (row, segment) in streets.segments.iter().enumerate() {
        let kind = column.and_then(|column| streets.attributes.written(row, column));
        let entry = lengths.entry(kind.unwrap_or_else(|| "ferry".to_owned())).or_default();
        *entry = (entry.0 + 1, entry.1 + segment.length_m);
    }
    let mut sorted: Vec<(String, (usize, f64))> = lengths.into_iter().collect();
    sorted.sort_by(|a, b| b.1.1.total_cmp(&a.1.1));
    let rows: Vec<[String; 3]> = sorted
        .into_iter()
        .map(|(kind, (n, length_m))| [kind.replace('_', " "), km(length_m), count(len(n))])
        .collect();
    html! {
        section aria-labelledby="kinds" {
            h2 class="govuk-heading-l" id="kinds" { "Kinds of street" }
            (table("Kinds of street, the longest first", ["Kind", "Length", "Stretches between junctions"], &rows))
        }
    }
}

fn table<const N: usize>(caption: &str, heads: [&str; N], rows: &[[String; N]]) -> Markup {
    html! {
        table class="govuk-table ww-table ww-table--stacks" role="table" {
            caption class="govuk-table__caption govuk-table__caption--s" { (caption) }
            thead class="govuk-table__head" role="rowgroup" { tr class="govuk-table__row" role="row" {
                @for (at, head) in heads.iter().enumerate() {
                    th scope="col" role="columnheader" class={ "govuk-table__header" @if at > 0 { " govuk-table__header--numeric" } } { (head) }
                }
            } }
            tbody class="govuk-table__body" role="rowgroup" {
                @for row in rows {
                    tr class="govuk-table__row" role="row" {
                        @for (at, cell) in row.iter().enumerate() {
                            @if at == 0 { th scope="row" role="rowheader" class="govuk-table__header" { (cell) } }
                            @else { td class="govuk-table__cell govuk-table__cell--numeric" role="cell" data-label=(heads[at]) { (cell) } }
                        }
                    }
                }
            }
        }
    }
}
