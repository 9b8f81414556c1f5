//! Both vintages on one map: the new areas by what befell them, the old outlines above.

use std::sync::Arc;

use geo_types::MultiPolygon;
use maud::{Markup, html};

use crate::crosswalk::lineage::{Event, Line, Lineage};
use crate::engine::{Edition, Engine};
use crate::layer::Layer;
use crate::pages::badges::{area_path, edition_path};
use crate::pages::format::{counted, len};
use crate::pages::map::draw::MOST_INLINE_BYTES;
use crate::pages::map::legend::{Entry, Key, Mark, Part};
use crate::pages::map::{Drawing, DrawnArea, MOST_LINKED, MapText, View, path};
use crate::pages::mapblock;
use crate::pages::sheet::Sheet;
use crate::pages::take;

use super::{Asked, words};

/// Fill of areas that a filter leaves out.
const LEFT_OUT: &str = "#ffffff";

/// Colour of the old outlines.
const OLD_LINE: &str = "#a3195b";

/// What colours a new area: its main event, and of a moved boundary whether
/// all of it comes from one old area.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Event(Event),
    CutFromOne,
}

impl Class {
    fn of(line: &Line, lineage: &Lineage) -> Self {
        match words::main_event(line) {
            Event::Shift if line.is_within_one(lineage.options) => Self::CutFromOne,
            event => Self::Event(event),
        }
    }

    /// All classes, in the order of the legend.
    fn all() -> impl Iterator<Item = Self> {
        let before_shift = Event::ALL.into_iter().take_while(|event| *event != Event::Shift);
        let from_shift = Event::ALL.into_iter().skip_while(|event| *event != Event::Shift);
        before_shift.map(Self::Event).chain([Self::CutFromOne]).chain(from_shift.map(Self::Event))
    }

    /// Its colour. Black lines and names reach 3:1 on each.
    fn fill(self) -> &'static str {
        match self {
            Self::CutFromOne => "#fdeadf",
            Self::Event(Event::Same) => "#e4eef0",
            Self::Event(Event::Renamed | Event::Recoded | Event::CodeReused) => "#b3d4f5",
            Self::Event(Event::Split) => "#ffe08a",
            Self::Event(Event::Merge) => "#a1dab4",
            Self::Event(Event::Shift) => "#f2b088",
            Self::Event(Event::Added | Event::Removed) => "#d5c3ea",
        }
    }

    fn words(self) -> String {
        match self {
            Self::CutFromOne => "cut from one old area".to_owned(),
            Self::Event(Event::Shift) => "boundary moved, with ground from several".to_owned(),
            Self::Event(event) => words::event(event).to_owned(),
        }
    }
}

/// The two editions with their shapes.
pub struct Vintages<'a> {
    /// What the address asks for.
    pub asked: &'a Asked,
    /// The earlier edition.
    pub old: &'a Edition,
    /// The later edition.
    pub new: &'a Edition,
    /// The later edition's areas.
    pub layer: &'a Layer,
    /// What became of them.
    pub lineage: &'a Lineage,
}

/// The map with its legend; a picture of its own where there are too many areas for the page.
#[must_use]
pub fn map(engine: &Engine, vintages: &Vintages<'_>) -> Markup {
    let Some((view, svg)) = svg(engine, vintages) else {
        return html! { p class="govuk-inset-text" { "There is no area to draw." } };
    };
    let inline = vintages.layer.areas.len() <= MOST_LINKED && svg.0.len() <= MOST_INLINE_BYTES;
    html! {
        figure class="ww-map" {
            div class="ww-map__paper" {
                @if inline { (svg) } @else {
                    img class="ww-map__svg" src=(file(vintages.asked)) alt=(format!("{}. {}", title(vintages), summary(vintages)))
                        width=(view.width / 2) height=(view.height / 2) loading="lazy";
                }
            }
            figcaption class="ww-map__caption" {
                (key(vintages).html())
                (take::pointer())
                p class="ww-map__source" {
                    "Boundaries: " a class="govuk-link" href=(edition_path(&vintages.old.key)) { (vintages.old.title) } " and "
                    a class="govuk-link" href=(edition_path(&vintages.new.key)) { (vintages.new.title) } ". "
                    (vintages.new.licence.attribution) " " (vintages.new.licence.name) "."
                }
            }
        }
    }
}

/// The address of the map as a file.
#[must_use]
pub fn file(asked: &Asked) -> String {
    let event = asked.event.map_or_else(String::new, |event| format!("&event={}", event.key()));
    format!("{}/map.svg?from={}&to={}{event}", super::PATH, asked.from, asked.to)
}

fn title(vintages: &Vintages<'_>) -> String {
    format!("Map of {} over {}", vintages.old.title, vintages.new.title)
}

fn summary(vintages: &Vintages<'_>) -> String {
    words::summary(vintages.lineage, &vintages.old.title, &vintages.new.title)
}

/// Both vintages' outlines for one window.
struct Shapes {
    view: View,
    before: Arc<Vec<MultiPolygon<f64>>>,
    after: Arc<Vec<MultiPolygon<f64>>>,
}

impl Shapes {
    fn of(engine: &Engine, vintages: &Vintages<'_>) -> Option<Self> {
        let old = engine.layer(&vintages.old.key)?;
        let shapes = old.areas.iter().chain(&vintages.layer.areas).map(|area| &area.shape);
        let view = View::around(shapes, std::iter::empty())?;
        let outline = |edition: &Edition| engine.outline(&edition.key, view.metres_per_unit());
        Some(Self { view, before: outline(vintages.old)?, after: outline(vintages.new)? })
    }
}

/// The window and the SVG element. `None` when there is nothing to draw.
#[must_use]
pub fn svg(engine: &Engine, vintages: &Vintages<'_>) -> Option<(View, Markup)> {
    let shapes = Shapes::of(engine, vintages)?;
    let (drawing, over) = drawing(vintages, &shapes);
    Some((shapes.view, drawing.svg_under(&over)))
}

fn drawing<'a>(vintages: &Vintages<'a>, shapes: &'a Shapes) -> (Drawing<'a>, Markup) {
    let text = MapText { id: "map".into(), title: title(vintages), summary: summary(vintages) };
    let areas = vintages.layer.areas.iter().zip(shapes.after.iter()).zip(&vintages.lineage.new).map(
        |((area, shape), line)| {
            let class = Class::of(line, vintages.lineage);
            let shown = vintages.asked.event.is_none_or(|wanted| line.events.contains(&wanted));
            DrawnArea {
                label: area.label(),
                spoken: format!("{}: {}", area.label(), words::events(line, vintages.lineage, false)),
                href: Some(area_path(&vintages.new.key, area.code.as_str())),
                fill: Some(if shown { class.fill() } else { LEFT_OUT }),
                shape,
                code: area.code.as_str(),
            }
        },
    );
    let view = shapes.view;
    let drawing = Drawing { view, areas: areas.collect(), backdrop: Vec::new(), points: Vec::new(), text };
    (drawing, outlines(&view, &shapes.before))
}

/// The old outlines, which follow the new ones where nothing changed.
fn outlines(view: &View, shapes: &[MultiPolygon<f64>]) -> Markup {
    let data: String = shapes.iter().map(|shape| path::shape(view, shape)).collect();
    html! {
        g class="ww-old-lines" fill="none" stroke-linejoin="round" pointer-events="none" aria-hidden="true" {
            path d=(data) stroke="#ffffff" stroke-width="8" stroke-opacity="0.8" {}
            path d=(data) stroke=(OLD_LINE) stroke-width="4" stroke-dasharray="14 8" {}
        }
    }
}

fn key(vintages: &Vintages<'_>) -> Key {
    let lines = &vintages.lineage.new;
    let n = |class: Class| lines.iter().filter(|line| Class::of(line, vintages.lineage) == class).count();
    let entry = |class: Class| Entry {
        mark: Mark::Fill(class.fill()),
        words: class.words(),
        areas: Some(len(n(class))),
    };
    let entries = Class::all().filter(|class| n(*class) > 0).map(entry).collect();
    let title = format!("Areas of {}", vintages.new.title);
    let mut key = Key::of(title, entries, "what the two editions share on the ground");
    let others = vintages.asked.event.map_or("", |_| " Areas of other kinds than the one chosen are white.");
    key.parts.push(Part::Rule(
        Mark::Line { colour: OLD_LINE, dashes: Some("9 5"), ground: "#ffffff" },
        format!(
            "Dashed line: boundaries of {}, {}.{others}",
            vintages.old.title,
            counted(len(vintages.lineage.old.len()), "area", "areas")
        ),
    ));
    key
}

/// The map for a sheet of its own.
#[must_use]
pub fn sheet(engine: &Engine, vintages: &Vintages<'_>) -> Option<Sheet> {
    let shapes = Shapes::of(engine, vintages)?;
    let (drawing, over) = drawing(vintages, &shapes);
    let sources = [vintages.old, vintages.new].map(|edition| mapblock::credit("Boundaries", edition));
    Some(Sheet::of(engine, drawing.picture(&over), key(vintages), &sources))
}
