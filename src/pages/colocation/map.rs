//! The map of the candidates: a line from where each service is to the building.

use maud::{Markup, html};

use crate::colocate::{Pair, Placed};
use crate::engine::{Colocated, Edition, Engine};
use crate::pages::format::{counted, len};
use crate::pages::map::legend::{Entry, Key, Mark, Part};
use crate::pages::map::{Drawing, DrawnPoint, MapText, PLAIN};
use crate::pages::mapblock::{self, Outlines, main_layer};
use crate::pages::params::Params;
use crate::pages::sheet::Sheet;

use super::asked::Filter;
use super::finder::Finder;
use super::parts;

/// Lines on the map; more would hide each other.
const MOST_LINES: usize = 60;

/// Colour of the lines.
const LINE: &str = "#4c2c92";

/// Colour of the dots of buildings, as they are drawn.
const DOT: &str = "#16333f";

/// A candidate, and where its ends are on paper.
type Ends<'a> = (&'a Pair, (i32, i32), (i32, i32));

/// What is drawn, and over what.
struct Drawn<'a> {
    found: &'a Colocated,
    layer: &'a Edition,
    outlines: Outlines,
    ends: Vec<Ends<'a>>,
    /// Candidates that the address lets through; more than are drawn.
    listed: usize,
}

impl<'a> Drawn<'a> {
    /// `None` where there is nothing to draw.
    fn of(engine: &'a Engine, found: &'a Colocated, params: &Params) -> Option<Self> {
        let filter = Filter::of(params);
        let layer = main_layer(engine)?;
        let outlines = Outlines::of(engine, &layer.key)?;
        let view = outlines.view();
        let place = |at: Placed| at.map(|(at, _)| view.place(at.into()));
        let pairs: Vec<&Pair> = found.found.pairs.iter().filter(|pair| filter.lets(found, pair)).collect();
        let ends = pairs.iter().take(MOST_LINES).filter_map(|pair| {
            let from = place(found.estate.services[pair.service as usize].at)?;
            let to = place(found.estate.buildings[pair.building as usize].at)?;
            Some((*pair, from, to))
        });
        let ends: Vec<Ends<'a>> = ends.collect();
        (!ends.is_empty()).then_some(Self { found, layer, outlines, ends, listed: pairs.len() })
    }

    /// The drawing with the lines above it; each dot leads to its candidate.
    fn drawing(&self, params: &Params) -> (Drawing<'_>, Markup) {
        let estate = &self.found.estate;
        let points = self.ends.iter().map(|(pair, _, to)| DrawnPoint {
            at: *to,
            spoken: format!(
                "{}. {} into {}",
                pair.rank,
                estate.services[pair.service as usize].name,
                estate.buildings[pair.building as usize].name
            ),
            href: Some(parts::candidate_link(params, self.found, &self.found.id_of(pair))),
        });
        let drawing = Drawing {
            view: self.outlines.view(),
            areas: Vec::new(),
            backdrop: (0..).map_while(|area| self.outlines.shape(area)).collect(),
            points: points.collect(),
            text: MapText {
                id: "map".into(),
                title: format!("Map of candidates: {}", self.found.spec.title),
                summary: format!(
                    "{} from where a service is now to a building that it could move into.",
                    counted(len(self.ends.len()), "line", "lines")
                ),
            },
        };
        (drawing, self.lines())
    }

    fn lines(&self) -> Markup {
        html! {
            g stroke=(LINE) stroke-width="6" stroke-linecap="round" aria-hidden="true" {
                @for (_, from, to) in &self.ends { line x1=(from.0) y1=(from.1) x2=(to.0) y2=(to.1) {} }
            }
            g fill="#ffffff" stroke=(LINE) stroke-width="4" aria-hidden="true" {
                @for (_, from, _) in &self.ends { circle cx=(from.0) cy=(from.1) r="9" {} }
            }
        }
    }

    fn left_out(&self) -> Option<String> {
        (self.listed > MOST_LINES).then(|| format!("The first {MOST_LINES} candidates are drawn."))
    }
}

/// The map with its caption; nothing where there is nothing to draw.
pub fn figure(finder: Finder<'_>) -> Markup {
    let Some(drawn) = Drawn::of(finder.engine, finder.found, finder.params) else { return html! {} };
    let (mut drawing, lines) = drawn.drawing(finder.params);
    drawing.text.summary.push_str(" The same are in the list below.");
    html! {
        figure class="ww-map" {
            div class="ww-map__paper" { (drawing.svg_under(&lines)) }
            figcaption class="ww-map__caption" {
                p class="govuk-body-s" {
                    "White dots: where services are now. Dark dots: buildings, each a link to its candidate. "
                    @if let Some(left_out) = drawn.left_out() { (left_out) " " }
                    "Boundaries: " (drawn.layer.title) ". " (drawn.layer.licence.attribution)
                }
            }
        }
    }
}

/// The map for a sheet of its own.
#[must_use]
pub fn sheet(engine: &Engine, found: &Colocated, params: &Params) -> Option<Sheet> {
    let drawn = Drawn::of(engine, found, params)?;
    let (drawing, lines) = drawn.drawing(params);
    let entry = |mark, words: &str| Entry { mark, words: words.to_owned(), areas: None };
    let entries = vec![
        entry(Mark::Dot { fill: "#ffffff", rim: LINE }, "Where a service is now"),
        entry(Mark::Line { colour: LINE, dashes: None, ground: PLAIN }, "Could move along this line"),
        entry(Mark::Dot { fill: DOT, rim: "#ffffff" }, "Building that it could move into"),
    ];
    let mut key = Key { title: String::new(), parts: vec![Part::List(entries)] };
    key.parts.extend(drawn.left_out().map(Part::Note));
    let registers = found.estate.registers.iter().filter_map(|register| engine.edition(&register.edition));
    let mut sources: Vec<_> = registers.map(|edition| mapblock::credit("Records", edition)).collect();
    sources.push(mapblock::credit("Boundaries", drawn.layer));
    Some(Sheet::of(engine, drawing.picture(&lines), key, &sources))
}
