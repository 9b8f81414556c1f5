//! The map of the candidates: a line from where each service is to the building.

use maud::{Markup, html};

use crate::colocate::Pair;
use crate::pages::format::{counted, len};
use crate::pages::map::{Drawing, DrawnPoint, MapText};
use crate::pages::mapblock::{Outlines, main_layer};

use super::asked::Filter;
use super::finder::Finder;
use super::parts;

/// Lines on the map; more would hide each other.
const MOST_LINES: usize = 60;

/// The map with its caption; nothing where there is nothing to draw.
pub fn figure(finder: Finder<'_>) -> Markup {
    let found = finder.found;
    let filter = Filter::of(finder.params);
    let pairs: Vec<&Pair> =
        found.found.pairs.iter().filter(|pair| filter.lets(found, pair)).take(MOST_LINES).collect();
    let layer = main_layer(finder.engine);
    let outlines = layer.and_then(|edition| Outlines::of(finder.engine, &edition.key));
    let (Some(layer), Some(outlines), false) = (layer, outlines, pairs.is_empty()) else { return html! {} };
    let view = outlines.view();
    let place = |at: crate::colocate::Placed| at.map(|(at, _)| view.place(at.into()));
    let ends = pairs.iter().filter_map(|pair| {
        let from = place(found.estate.services[pair.service as usize].at)?;
        let to = place(found.estate.buildings[pair.building as usize].at)?;
        Some((*pair, from, to))
    });
    let ends: Vec<_> = ends.collect();
    let points = ends.iter().map(|(pair, _, to)| DrawnPoint {
        at: *to,
        spoken: format!(
            "{}. {} into {}",
            pair.rank,
            found.estate.services[pair.service as usize].name,
            found.estate.buildings[pair.building as usize].name
        ),
        href: Some(parts::candidate_link(finder.params, found, &found.id_of(pair))),
    });
    let shapes = (0..).map_while(|area| outlines.shape(area));
    let drawing = Drawing {
        view,
        areas: Vec::new(),
        backdrop: shapes.collect(),
        points: points.collect(),
        text: MapText {
            id: "map".into(),
            title: format!("Map of candidates: {}", found.spec.title),
            summary: format!(
                "{} from where a service is now to a building that it could move into. The same are in the list below.",
                counted(len(ends.len()), "line", "lines")
            ),
        },
    };
    let lines = html! {
        g stroke="#4c2c92" stroke-width="6" stroke-linecap="round" aria-hidden="true" {
            @for (_, from, to) in &ends { line x1=(from.0) y1=(from.1) x2=(to.0) y2=(to.1) {} }
        }
        g fill="#ffffff" stroke="#4c2c92" stroke-width="4" aria-hidden="true" {
            @for (_, from, _) in &ends { circle cx=(from.0) cy=(from.1) r="9" {} }
        }
    };
    html! {
        figure class="ww-map" {
            div class="ww-map__paper" { (drawing.svg_under(&lines)) }
            figcaption class="ww-map__caption" {
                p class="govuk-body-s" {
                    "White dots: where services are now. Dark dots: buildings, each a link to its candidate. "
                    @if found.found.pairs.len() > MOST_LINES { "The first " (MOST_LINES) " candidates are drawn. " }
                    "Boundaries: " (layer.title) ". " (layer.licence.attribution)
                }
            }
        }
    }
}
