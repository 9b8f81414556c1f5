//! How far one gets on foot from a record: streets by minutes on a map, and who lives there.

use maud::{Markup, html};

use crate::engine::{Around, Edition, Engine, PeopleAround, ReachError, SitingError, Within};
use crate::network::{Rings, Snap};
use crate::register::{Precision, Record};
use crate::scenario::Range;

use crate::pages::badges::{self, edition_path, record_path};
use crate::pages::format::{self, NumberStyle, number};
use crate::pages::frame::{Page, Section};
use crate::pages::listing;
use crate::pages::map::legend::{Entry, Key, Mark, Part};
use crate::pages::map::{Drawing, DrawnPoint, MapText, PLAIN, View, path};
use crate::pages::mapblock::{Outlines, credit, main_layer};
use crate::pages::sheet::Sheet;

/// Lines of the rings, from the innermost out: told apart by width and dashes as well as by colour.
const LINES: [Line; 4] = [
    Line { colour: "#0b3c5d", width: 10, dashes: None, mark: None },
    Line { colour: "#2f7fae", width: 8, dashes: Some("30 12"), mark: Some("9 4") },
    Line { colour: "#b8650a", width: 6, dashes: Some("12 12"), mark: Some("4 4") },
    Line { colour: "#8d5524", width: 4, dashes: Some("3 9"), mark: Some("1.5 4") },
];

/// How one ring is drawn.
#[derive(Clone, Copy)]
struct Line {
    colour: &'static str,
    /// Width in units of the map.
    width: u8,
    /// Dashes on the map.
    dashes: Option<&'static str>,
    /// Dashes of the mark in the legend, which is smaller.
    mark: Option<&'static str>,
}

/// What the page shows.
pub struct Walked<'a> {
    /// The register.
    pub edition: &'a Edition,
    /// Position of the record.
    pub at: usize,
    /// The record.
    pub record: &'a Record,
    /// The streets around it; [`ReachError::NoStreets`] in a place without a network.
    pub around: Result<Around, ReachError>,
    /// Who lives there; `None` where the place says of nobody who is served.
    pub people: Option<Result<PeopleAround, Vec<SitingError>>>,
}

/// The page.
#[must_use]
pub fn page(engine: &Engine, walked: &Walked<'_>) -> Page {
    let label = walked.record.name.as_ref().unwrap_or(&walked.record.id);
    let path = record_path(&walked.edition.key, walked.at);
    let rings = walked.around.as_ref().ok().and_then(|around| around.rings.as_ref());
    let body = html! {
        span class="govuk-caption-xl" { (walked.edition.title) }
        h1 class="govuk-heading-xl" { "On foot to " (label) }
        @if let Some(words) = inexact(walked.record) { p class="govuk-inset-text" { (words) } }
        @match (&walked.around, rings) {
            (Err(error), _) => p class="govuk-inset-text" { (no_streets(error)) },
            (Ok(around), None) => p class="govuk-inset-text" { (off_streets(&around.snap)) },
            (Ok(_), Some(_)) => {
                p class="govuk-body" {
                    "Streets and paths from which people walk here in so many minutes, at 4.8 km/h. The streets themselves are drawn and no area: an area would claim ground that nobody reaches, such as the far bank of a river."
                }
                (figure(engine, walked))
                @if Drawn::of(engine, walked).is_some() { p class="govuk-body ww-noprint" { a class="govuk-link" href=(format!("{path}/walk.geojson")) { "These streets as GeoJSON" } "; the map "
                    a class="govuk-link" href=(format!("/api/map.svg?page={}", format::encode(&format!("{path}/walk")))) { "as SVG" } " or "
                    a class="govuk-link" href=(format!("/api/map.png?page={}", format::encode(&format!("{path}/walk")))) { "as PNG" } "." } }
            },
        }
        (lengths(rings))
        @match &walked.people {
            // Nothing is told of a record without a point but that it has none.
            None if walked.record.location.is_none() => {},
            None => section aria-labelledby="people" {
                h2 class="govuk-heading-l" id="people" { "Who lives within a walk" }
                p class="govuk-inset-text" { "The place does not say whom it serves: its manifest names no scenario and no search for sites whose people could be counted." }
            },
            Some(Err(errors)) => section aria-labelledby="people" {
                h2 class="govuk-heading-l" id="people" { "Who lives within a walk" }
                div class="govuk-inset-text" { @for error in errors { p class="govuk-body" { (format::sentence(&error.to_string())) } } }
            },
            Some(Ok(people)) if is_outside(engine, walked.record, people) => section aria-labelledby="people" {
                h2 class="govuk-heading-l" id="people" { "Who lives within a walk" }
                p class="govuk-inset-text" { "Not known: the record lies outside the areas whose residents the place counts." }
            },
            Some(Ok(people)) => (residents(engine, people)),
        }
    };
    let title = format!("On foot to {label}: {}", walked.edition.title);
    let trail = vec![
        ("Registers".into(), "/registers".into()),
        (walked.edition.title.clone(), edition_path(&walked.edition.key)),
        (label.clone(), path),
    ];
    Page { title, section: Section::Registers, trail, body }
}

/// Whether nothing is known of the ground that the record stands on.
fn is_outside(engine: &Engine, record: &Record, people: &PeopleAround) -> bool {
    record.location.is_some_and(|(point, _)| {
        !engine.where_is(point, None).iter().any(|found| found.edition == people.areas)
    })
}

/// What to know of a point that stands for more ground than the record's own.
fn inexact(record: &Record) -> Option<String> {
    let (_, precision) = record.location.filter(|(_, precision)| *precision != Precision::Coordinates)?;
    Some(format!(
        "Where the record lies is known only so: {}. Walks start from that point, and neither the streets nor the ranges below hold how far off it may be.",
        badges::precision_words(precision)
    ))
}

fn no_streets(error: &ReachError) -> String {
    match error {
        ReachError::NoStreets => "The place has no walking network, so no streets can be drawn, and what is told below goes by the straight line. A network is imported from an OpenStreetMap extract with [[network]] in the manifest.".to_owned(),
        other => format::sentence(&other.to_string()),
    }
}

fn off_streets(snap: &Snap) -> String {
    match snap {
        Snap::Outside { nearest_m: Some(metres) } => format!(
            "No street is near enough to walk from: the nearest of the network is {} m away.",
            number(metres.round(), NumberStyle::GROUPED)
        ),
        Snap::Outside { nearest_m: None } => "The network has no street.".to_owned(),
        Snap::NoPoint | Snap::On(_) => "Nothing says where this record lies.".to_owned(),
    }
}

/// What is drawn: streets in as many colours as there are rings, over outlines of the place's areas.
struct Drawn<'a> {
    walked: &'a Walked<'a>,
    rings: &'a Rings,
    view: View,
    layer: Option<&'a Edition>,
    outlines: Option<Outlines>,
}

impl<'a> Drawn<'a> {
    /// `None` where no street is reached.
    fn of(engine: &'a Engine, walked: &'a Walked<'a>) -> Option<Self> {
        let rings = walked.around.as_ref().ok()?.rings.as_ref()?;
        let layer = main_layer(engine);
        let outlines = layer.and_then(|layer| Outlines::of(engine, &layer.key));
        Some(Self {
            walked,
            rings,
            view: View::around_lines(rings.0.iter().map(|ring| &ring.streets))?,
            layer,
            outlines,
        })
    }

    fn drawing(&self) -> (Drawing<'_>, Markup, Key) {
        let name = self.walked.record.name.as_ref().unwrap_or(&self.walked.record.id);
        let points = self.walked.record.location.map(|(at, _)| DrawnPoint {
            at: self.view.place(at.into()),
            spoken: name.clone(),
            href: None,
        });
        let outlines = self.outlines.iter();
        let drawing = Drawing {
            view: self.view,
            areas: Vec::new(),
            backdrop: outlines.flat_map(|all| (0..).map_while(|at| all.shape(at))).collect(),
            points: points.into_iter().collect(),
            text: MapText {
                id: "map".into(),
                title: format!("Map of the streets within a walk of {name}"),
                summary: "Streets and paths from which people walk there in so many minutes, at 4.8 km/h."
                    .into(),
            },
        };
        // The outermost first, so that nearer streets lie on top where they meet.
        let lines = html! {
            g fill="none" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" {
                @for (ring, line) in self.rings.0.iter().zip(LINES).rev() {
                    path d=(path::lines(&self.view, &ring.streets)) stroke=(line.colour) stroke-width=(line.width) stroke-dasharray=[line.dashes] {}
                }
            }
        };
        let entries = self.rings.0.iter().zip(LINES).map(|(ring, line)| Entry {
            mark: Mark::Line { colour: line.colour, dashes: line.mark, ground: PLAIN },
            words: minutes(ring.from_min, ring.to_min),
            areas: None,
        });
        let key = Key { title: "Minutes on foot".into(), parts: vec![Part::List(entries.collect())] };
        (drawing, lines, key)
    }
}

fn figure(engine: &Engine, walked: &Walked<'_>) -> Markup {
    let Some(drawn) = Drawn::of(engine, walked) else {
        return html! { p class="govuk-inset-text" { "No street is reached." } };
    };
    let (mut drawing, lines, key) = drawn.drawing();
    drawing.text.summary.push_str(" How long they are, and who lives there, is in the tables below.");
    html! {
        figure class="ww-map" {
            div class="ww-map__paper" { (drawing.svg_under(&lines)) }
            figcaption class="ww-map__caption" {
                (key.html())
                @if let Some(network) = engine.main_network().and_then(|key| engine.edition(&key)) {
                    p class="ww-map__source" { "Streets: " (network.title) ". " (network.licence.attribution) }
                }
                @if let Some(layer) = drawn.layer {
                    p class="ww-map__source" { "Boundaries: " (layer.title) ". " (layer.licence.attribution) }
                }
            }
        }
    }
}

/// The map for a sheet of its own; `None` where no street is reached.
#[must_use]
pub fn sheet(engine: &Engine, walked: &Walked<'_>) -> Option<Sheet> {
    let drawn = Drawn::of(engine, walked)?;
    let (drawing, lines, key) = drawn.drawing();
    let network = engine.main_network().and_then(|key| engine.edition(&key));
    let sources = [("Records", Some(walked.edition)), ("Streets", network), ("Boundaries", drawn.layer)];
    let sources = sources.into_iter().filter_map(|(what, edition)| Some(credit(what, edition?)));
    let sources: Vec<_> = sources.collect();
    Some(Sheet::of(engine, drawing.picture(&lines), key, &sources))
}

fn minutes(from: f64, to: f64) -> String {
    if from <= 0.0 { format!("up to {to} minutes") } else { format!("{from} to {to} minutes") }
}

fn lengths(rings: Option<&Rings>) -> Markup {
    let Some(rings) = rings else { return html! {} };
    let rows = html! {
        @for ring in &rings.0 {
            tr class="govuk-table__row" {
                th scope="row" class="govuk-table__header" { (format::sentence(&minutes(ring.from_min, ring.to_min))) }
                td class="govuk-table__cell govuk-table__cell--numeric" { (number((ring.length_m / 10.0).round() / 100.0, NumberStyle::GROUPED)) " km" }
            }
        }
    };
    html! {
        section aria-labelledby="streets" {
            h2 class="govuk-heading-l" id="streets" { "Streets within a walk" }
            (listing::whole_table("Length of streets by minutes on foot", &listing::head(&[("Minutes on foot", false), ("Streets and paths", true)]), &rows))
        }
    }
}

/// Residents within each limit: by streets, by the line, and how far the two are apart.
fn residents(engine: &Engine, people: &PeopleAround) -> Markup {
    let everyone = |within: &Within, at: usize| within.people[at].first().copied();
    let labels = if people.streets.is_some() {
        vec![
            ("Within", false),
            ("Residents by streets", true),
            ("By the straight line × 1.3", true),
            ("The line less the streets", true),
        ]
    } else {
        vec![("Within", false), ("Residents by the straight line × 1.3", true)]
    };
    let rows = html! {
        @for (at, limit) in people.limits.iter().enumerate() {
            @let line = everyone(&people.line, at);
            @let streets = people.streets.as_ref().and_then(|within| everyone(within, at));
            tr class="govuk-table__row" {
                th scope="row" class="govuk-table__header" { (limit) " minutes" }
                @if people.streets.is_some() { (figure_cell(streets.map(range))) }
                (figure_cell(line.map(range)))
                @if people.streets.is_some() { (figure_cell(line.zip(streets).map(|(line, streets)| signed(line.value.round() - streets.value.round())))) }
            }
        }
    };
    html! {
        section aria-labelledby="people" {
            h2 class="govuk-heading-l" id="people" { "Who lives within a walk" }
            p class="govuk-body" {
                "Brackets hold the 95 % range. Each line counts those of the lines above it. "
                @if people.streets.is_some() { "The straight line sees no river, railway or motorway: the last column is how far the two are apart." }
            }
            (listing::whole_table("Residents within minutes on foot", &listing::head(&labels), &rows))
            (no_way(people))
            (groups(people))
            (basis(engine, people))
        }
    }
}

fn figure_cell(words: Option<String>) -> Markup {
    html! { td class="govuk-table__cell govuk-table__cell--numeric" { (words.unwrap_or_else(|| "–".to_owned())) } }
}

fn no_way(people: &PeopleAround) -> Markup {
    let Some(streets) = people.streets.as_ref().filter(|within| within.no_way.value >= 0.5) else {
        return html! {};
    };
    html! {
        p class="govuk-body" {
            "Of " (format::people(streets.all.value)) " residents of the place, " (range(streets.no_way))
            " live where no street of the network leads here, however long the walk: they are counted within no minutes."
        }
    }
}

/// Each group within each limit, by streets where there are any.
fn groups(people: &PeopleAround) -> Markup {
    if people.groups.len() < 2 {
        return html! {};
    }
    let within = people.streets.as_ref().unwrap_or(&people.line);
    let limits: Vec<String> = people.limits.iter().map(|limit| format!("{limit} minutes")).collect();
    let mut labels = vec![("Who", false)];
    labels.extend(limits.iter().map(|limit| (limit.as_str(), true)));
    let rows = html! {
        @for (at, (family, name)) in people.groups.iter().enumerate() {
            tr class="govuk-table__row" {
                th scope="row" class="govuk-table__header" { (name) " " span class="ww-quiet" { (family) } }
                @for limit in &within.people { (figure_cell(limit.get(at).copied().map(range))) }
            }
        }
    };
    html! {
        h3 class="govuk-heading-m" { "By group" }
        (listing::whole_table("Groups within minutes on foot", &listing::head(&labels), &rows))
    }
}

fn basis(engine: &Engine, people: &PeopleAround) -> Markup {
    let by = people.streets.as_ref().unwrap_or(&people.line);
    html! {
        p class="govuk-body" {
            (by.by.words()) " Counted are the residents of "
            @if let Some(areas) = engine.edition(&people.areas) { (areas.title) } @else { (people.areas) }
            @if let Some(within) = &people.within { ", only those within " (within) }
            ": people who live beyond are in no figure."
        }
        @for note in &people.notes { p class="govuk-body" { (note) } }
        p class="govuk-body-s" {
            "From: "
            @for (at, edition) in people.data.iter().filter_map(|key| engine.edition(key)).enumerate() {
                @if at > 0 { "; " }
                a class="govuk-link" href=(edition_path(&edition.key)) { (edition.title) }
            }
            "."
        }
    }
}

/// Whole people with their range.
fn range(range: Range) -> String {
    format::people_range(range.value, range.low, range.high)
}

fn signed(difference: f64) -> String {
    let rounded = difference.round();
    if rounded < 0.0 { format!("−{}", format::people(-rounded)) } else { format::people(rounded) }
}
