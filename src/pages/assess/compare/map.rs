//! Where the areas lie: the whole layer, the compared areas with their letters.

use geo::InteriorPoint;
use maud::{Markup, html};

use crate::pages::badges::edition_path;
use crate::pages::format;
use crate::pages::map::legend::{Entry, Key, Mark, Part};
use crate::pages::map::{Drawing, DrawnArea, MOST_LINKED, MapText, PLAIN};
use crate::pages::mapblock::{self, Outlines};
use crate::pages::sheet::Sheet;

use super::super::rangebar::COLOURS;
use super::{Compared, LETTERS};

/// Fills of the compared areas: light, so that lines and letters stand out.
const FILLS: [&str; 4] = ["#a1dab4", "#f7c6d9", "#a9c8ec", "#d9c8ef"];

/// The section; nothing where the layer is too large to be drawn inside a page.
pub(super) fn section(compared: &Compared<'_>) -> Markup {
    let Some(svg) = drawn(compared, |drawing, over| drawing.svg_under(over)) else { return html! {} };
    let edition = compared.subject.edition;
    html! {
        section aria-labelledby="lie" {
            h2 class="govuk-heading-l" id="lie" { "Where they lie" }
            figure class="ww-map ww-map--small" {
                div class="ww-map__paper" { (svg) }
                figcaption class="ww-map__caption" {
                    p class="ww-map__source" {
                        "Boundaries: " a class="govuk-link" href=(edition_path(&edition.key)) { (edition.title) } ". "
                        @if !edition.licence.attribution.is_empty() { (edition.licence.attribution) " " }
                        (edition.licence.name) "."
                    }
                }
            }
        }
    }
}

/// The map for a sheet of its own.
pub(super) fn sheet(compared: &Compared<'_>) -> Option<Sheet> {
    let subject = compared.subject;
    #[expect(
        clippy::redundant_closure_for_method_calls,
        reason = "the method itself is for one lifetime alone"
    )]
    let picture = drawn(compared, |drawing, over| drawing.picture(over))?;
    let mark = |at: usize| Mark::Dot { fill: COLOURS[at % COLOURS.len()], rim: "#ffffff" };
    let entries = compared.areas.iter().enumerate().map(|(at, area)| Entry {
        mark: mark(at),
        words: format!("{}: {}", LETTERS[at % LETTERS.len()], subject.label(*area)),
        areas: None,
    });
    let key = Key { title: "Compared areas".into(), parts: vec![Part::List(entries.collect())] };
    let sources = [mapblock::credit("Boundaries", subject.edition)];
    Some(Sheet::of(subject.engine, picture, key, &sources))
}

/// What becomes of the drawing and of the letters over it; `None` where the
/// layer is too large to be drawn inside a page.
fn drawn<T>(compared: &Compared<'_>, make: impl FnOnce(Drawing<'_>, &Markup) -> T) -> Option<T> {
    let subject = compared.subject;
    if subject.assessed.areas.len() > MOST_LINKED {
        return None;
    }
    let outlines = Outlines::of(subject.engine, &subject.edition.key)?;
    let view = outlines.view();
    let place = |area: usize| compared.areas.iter().position(|own| *own == area);
    let one = |area: usize| {
        let own = place(area);
        let label = subject.label(area);
        Some(DrawnArea {
            // Only the compared areas are named, so that their names have room.
            label: if own.is_some() { label } else { "" },
            spoken: own
                .map_or_else(|| label.to_owned(), |at| format!("{}: {label}", LETTERS[at % LETTERS.len()])),
            href: own.map(|_| super::super::area_path(subject, area)),
            fill: Some(own.map_or(PLAIN, |at| FILLS[at % FILLS.len()])),
            shape: outlines.shape(area)?,
            code: subject.code(area),
        })
    };
    let areas: Option<Vec<DrawnArea<'_>>> = (0..subject.assessed.areas.len()).map(one).collect();
    let signs = compared.areas.iter().enumerate().filter_map(|(at, area)| {
        let point = outlines.shape(*area)?.interior_point()?;
        Some((at, view.place(point.0)))
    });
    let over = html! {
        g aria-hidden="true" pointer-events="none" font-size="26" font-weight="700" text-anchor="middle" font-family="Noto Sans, Arial, sans-serif" {
            @for (at, (x, y)) in signs {
                circle cx=(x) cy=(y - 30) r="19" fill=(COLOURS[at % COLOURS.len()]) stroke="#ffffff" stroke-width="3" {}
                text x=(x) y=(y - 21) fill="#ffffff" { (LETTERS[at % LETTERS.len()]) }
            }
        }
    };
    let labels: Vec<String> = compared
        .areas
        .iter()
        .enumerate()
        .map(|(at, area)| format!("{} is {}", LETTERS[at % LETTERS.len()], subject.label(*area)))
        .collect();
    let text = MapText {
        id: "map".into(),
        title: format!("Map of {} with the compared areas", subject.edition.title),
        summary: format!("{}.", format::list(&labels)),
    };
    Some(make(Drawing { view, areas: areas?, backdrop: Vec::new(), points: Vec::new(), text }, &over))
}
