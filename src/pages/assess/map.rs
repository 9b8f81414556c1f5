//! The map: drawn areas with hatch and marks, the key, and the view model of
//! the map that can be moved.

use geo::InteriorPoint;
use maud::{Markup, html};

use crate::pages::badges::edition_path;
use crate::pages::format::{counted, len};
use crate::pages::frame::model;
use crate::pages::map::legend::Key;
use crate::pages::map::{Drawing, DrawnArea, FILLS, MapText, PLAIN, Picture, View, legend};
use crate::pages::mapblock::{self, MapModel, Outlines};
use crate::pages::take;

use super::column::Mark;
use super::hot::Sign;
use super::subject::Subject;

/// Fill of areas that do not stand out for sure.
const NEUTRAL: &str = "#f3f2f1";

/// Fills with the hatch of unsure areas; the patterns are drawn by [`patterns`].
const UNSURE: [&str; 5] =
    ["url(#unsure-0)", "url(#unsure-1)", "url(#unsure-2)", "url(#unsure-3)", "url(#unsure-4)"];

/// What an area's drawing shows, for both maps.
pub(super) struct Look {
    /// `None` is the hatch of what is not ranked.
    pub fill: Option<&'static str>,
    pub unsure: bool,
    pub sign: Option<Sign>,
}

/// How an area looks.
pub(super) fn look(subject: &Subject<'_>, area: usize) -> Look {
    let (fill, unsure) = match subject.column.mark(area) {
        Mark::Class { class, unsure } => (Some(FILLS[subject.column.classing.shade(class)]), unsure),
        Mark::Neutral => (Some(NEUTRAL), false),
        Mark::Plain => (Some(PLAIN), false),
        Mark::Unranked(_) => (None, false),
    };
    Look { fill, unsure, sign: super::hot::sign(subject, area) }
}

/// An area in a sentence: name, figure, rank, doubt.
pub(super) fn spoken(subject: &Subject<'_>, area: usize) -> String {
    let column = &subject.column;
    let what = match column.show {
        super::asked::Show::Rank => "rank",
        super::asked::Show::Score => "score",
        super::asked::Show::Value => "figure",
    };
    let mut words = format!("{}: {what} {}", subject.label(area), column.words(area));
    match column.mark(area) {
        Mark::Unranked(why) => {
            words = format!("{}: {}", subject.label(area), super::column::unranked_words(why));
        }
        Mark::Neutral => words.push_str(", no sure difference"),
        Mark::Class { unsure: true, .. } => words.push_str(", unsure"),
        Mark::Class { .. } | Mark::Plain => {}
    }
    if column.show != super::asked::Show::Rank
        && !column.is_earlier
        && let Some(rank) = column.standings[area].rank()
    {
        words.push_str(&format!(", rank {rank}"));
    }
    if let Some(sign) = super::hot::sign(subject, area) {
        words.push_str(&format!(", {}", sign.words()));
    }
    words
}

/// The drawing as SVG. With `linked`, each area is a link to its explanation.
pub(super) fn svg(subject: &Subject<'_>, linked: bool) -> Option<(Markup, View)> {
    let outlines = Outlines::of(subject.engine, &subject.edition.key)?;
    let (drawing, over) = drawing(subject, &outlines, linked)?;
    Some((drawing.svg_under(&over), drawing.view))
}

/// The same drawing for a sheet of its own.
pub(super) fn picture(subject: &Subject<'_>) -> Option<Picture> {
    let outlines = Outlines::of(subject.engine, &subject.edition.key)?;
    let (drawing, over) = drawing(subject, &outlines, false)?;
    Some(drawing.picture(&over))
}

fn drawing<'a>(subject: &Subject<'a>, outlines: &'a Outlines, linked: bool) -> Option<(Drawing<'a>, Markup)> {
    let view = outlines.view();
    let mut areas = Vec::new();
    let mut signs = Vec::new();
    for area in 0..subject.assessed.areas.len() {
        let shape = outlines.shape(area)?;
        let look = look(subject, area);
        let fill = look.fill.map(|fill| hatched(fill, look.unsure));
        if let (Some(sign), Some(point)) = (look.sign, shape.interior_point()) {
            signs.push((view.place(point.0), sign));
        }
        areas.push(DrawnArea {
            label: subject.label(area),
            spoken: spoken(subject, area),
            href: linked.then(|| subject.why(area)),
            fill,
            shape,
            code: subject.code(area),
        });
    }
    let text =
        MapText { id: "map".into(), title: title(subject), summary: super::summary::sentence(subject) };
    let drawing = Drawing { view, areas, backdrop: Vec::new(), points: Vec::new(), text };
    Some((drawing, html! { (patterns()) (super::hot::signs(&signs)) }))
}

fn hatched(fill: &'static str, unsure: bool) -> &'static str {
    let at = FILLS.iter().position(|shade| *shade == fill).filter(|_| unsure);
    at.map_or(fill, |at| UNSURE[at])
}

/// White lines under black ones, seen on light and dark shades alike.
fn patterns() -> Markup {
    html! {
        defs {
            @for (at, fill) in FILLS.iter().enumerate() {
                pattern id=(format!("unsure-{at}")) width="18" height="18" patternUnits="userSpaceOnUse" patternTransform="rotate(45)" {
                    rect width="18" height="18" fill=(fill) {}
                    path d="M3 0v18" stroke="#ffffff" stroke-width="6" {}
                    path d="M3 0v18" stroke="#0b0c0c" stroke-width="2.5" {}
                }
            }
        }
    }
}

pub(super) fn title(subject: &Subject<'_>) -> String {
    let what = match subject.column.show {
        super::asked::Show::Rank => "ranks",
        super::asked::Show::Score => "scores",
        super::asked::Show::Value => "figures",
    };
    format!("Map of {}, {what} by area of {}", subject.title(), subject.edition.title)
}

/// The map with its key. What is too large for the `room` left on the page is a picture of its own.
pub(super) fn section(subject: &Subject<'_>, room: usize) -> Markup {
    let linked = subject.assessed.areas.len() <= crate::pages::map::MOST_LINKED;
    let Some((svg, View { width, height, .. })) = svg(subject, linked) else {
        return html! { p class="govuk-inset-text" { "There is no area to draw." } };
    };
    let svg = Some(svg).filter(|svg| linked && svg.0.len() <= room);
    let file =
        |ending: &str| subject.params.with("area", None).at(&format!("{}/map.{ending}", subject.path()));
    let (title, summary) = (title(subject), super::summary::sentence(subject));
    let island = MapModel {
        title: title.clone(),
        source: file("json"),
        backdrop: None,
        tiles: None,
        bounds: mapblock::bounds(subject.engine, &subject.edition.key),
        noun: "area".into(),
        asks_where: false,
        spot: None,
    };
    html! {
        figure class="ww-map" id="assess-map" data-island="map" data-model="map-model" data-source=(file("json")) {
            div class="ww-map__paper" {
                @if let Some(svg) = &svg { (svg) } @else {
                    img class="ww-map__svg" id="map" src=(file("svg")) alt=(format!("{title}. {summary}"))
                        width=(width / 2) height=(height / 2) loading="lazy";
                }
            }
            figcaption class="ww-map__caption" id="assess-key" {
                (key(subject).html())
                (take::pointer())
                @if svg.is_none() {
                    p class="govuk-body-s ww-map__unlinked" {
                        "The areas of this map are no links. Every area is in the " a class="govuk-link" href="#list" { "list" } "."
                    }
                }
                p class="ww-map__source" {
                    "Boundaries: " a class="govuk-link" href=(edition_path(&subject.edition.key)) { (subject.edition.title) } ". "
                    @if !subject.edition.licence.attribution.is_empty() { (subject.edition.licence.attribution) " " }
                    (subject.edition.licence.name) "."
                }
            }
        }
        (model("map-model", &island))
    }
}

/// The key: classes from the worst on, then what is set apart, each with its rule.
pub(super) fn key(subject: &Subject<'_>) -> Key {
    let column = &subject.column;
    let mut key = Key::of(key_title(subject), entries(subject), subject.asked.method.words());
    if let Some(note) = &column.classing.note {
        key.note(format!("Classes: {note}."));
    }
    let unsure = count(subject, |mark| matches!(mark, Mark::Class { unsure: true, .. }));
    if unsure > 0 {
        let areas = counted(unsure, "area", "areas");
        let words = format!("Hatched: unsure, because {} ({areas}).", column.sureness.rule);
        key.parts.push(legend::Part::Rule(legend::Mark::Unsure(FILLS[2]), words));
    } else {
        key.note(format!("No area is hatched as unsure; it would be where {}.", column.sureness.rule));
    }
    if subject.asked.sure {
        key.note(match &column.sureness.sides {
            Ok(_) => format!("Only sure differences have a colour: {}.", column.sureness.side_rule),
            Err(why) => format!("Only sure differences were asked for. {why}"),
        });
    }
    super::hot::key(subject, &mut key);
    key
}

fn count(subject: &Subject<'_>, wanted: impl Fn(&Mark) -> bool) -> u64 {
    let column = &subject.column;
    len((0..column.values.len()).filter(|area| wanted(&column.mark(*area))).count())
}

fn entries(subject: &Subject<'_>) -> Vec<legend::Entry> {
    let column = &subject.column;
    let classes = column.classing.worst_first();
    let ends = [classes.first().copied(), classes.last().copied()];
    let entry = |fill, words: String, areas: u64| legend::Entry {
        mark: legend::Mark::of(fill),
        words,
        areas: Some(areas),
    };
    let of_class = |class: &usize| {
        let end = match () {
            () if classes.len() < 2 => "",
            () if ends[0] == Some(*class) => end_words(subject).0,
            () if ends[1] == Some(*class) => end_words(subject).1,
            () => "",
        };
        let words = format!("{}{end}", column.classing.words(*class, column.digits));
        let areas = count(subject, |mark| matches!(mark, Mark::Class { class: own, .. } if own == class));
        entry(Some(FILLS[column.classing.shade(*class)]), words, areas)
    };
    let mut entries: Vec<legend::Entry> = classes.iter().map(of_class).collect();
    let apart = [
        (Some(PLAIN), "With a figure, in no class", count(subject, |mark| *mark == Mark::Plain)),
        (Some(NEUTRAL), "No sure difference", count(subject, |mark| *mark == Mark::Neutral)),
        (
            None,
            "Not ranked: see the list for the reason",
            count(subject, |mark| matches!(mark, Mark::Unranked(_))),
        ),
    ];
    entries.extend(
        apart
            .into_iter()
            .filter(|(.., areas)| *areas > 0)
            .map(|(fill, words, areas)| entry(fill, words.to_owned(), areas)),
    );
    entries
}

fn key_title(subject: &Subject<'_>) -> String {
    let unit = subject.unit();
    match subject.column.show {
        super::asked::Show::Rank => format!("{}: rank, 1 the worst", subject.title()),
        super::asked::Show::Score => format!("{}: score, the higher the worse", subject.title()),
        super::asked::Show::Value => {
            let unit = if unit.is_empty() { String::new() } else { format!(" ({unit})") };
            format!("{}{unit}{}", subject.title(), period_words(subject))
        }
    }
}

/// The period shown, where there are two; both have the same classes.
fn period_words(subject: &Subject<'_>) -> String {
    subject.change().map_or_else(String::new, |change| {
        let period = if subject.column.is_earlier { &change.earlier.period } else { &change.later };
        format!(", {period}; classes the same for both periods")
    })
}

/// Which end is which.
fn end_words(subject: &Subject<'_>) -> (&'static str, &'static str) {
    match subject.part {
        super::column::Part::Indicator(_, crate::assess::normalise::Direction::Neither) => ("", ""),
        _ => (" (worst)", " (best)"),
    }
}
