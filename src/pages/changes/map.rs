//! Both vintages on one map: the new areas by what befell them, the old outlines above.

use geo_types::MultiPolygon;
use maud::{Markup, html};

use crate::crosswalk::lineage::{Event, Line, Lineage};
use crate::engine::{Edition, Engine};
use crate::layer::Layer;
use crate::pages::badges::{area_path, edition_path};
use crate::pages::format::{counted, len};
use crate::pages::map::draw::MOST_INLINE_BYTES;
use crate::pages::map::{Drawing, DrawnArea, MOST_LINKED, MapText, View, legend, path};

use super::{Asked, words};

/// Fill of areas that a filter leaves out.
const LEFT_OUT: &str = "#ffffff";

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
                (legend_of(vintages))
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

/// The window and the SVG element. `None` when there is nothing to draw.
#[must_use]
pub fn svg(engine: &Engine, vintages: &Vintages<'_>) -> Option<(View, Markup)> {
    let old = engine.layer(&vintages.old.key)?;
    let shapes = old.areas.iter().chain(&vintages.layer.areas).map(|area| &area.shape);
    let view = View::around(shapes, std::iter::empty())?;
    let before = engine.outline(&vintages.old.key, view.metres_per_unit())?;
    let after = engine.outline(&vintages.new.key, view.metres_per_unit())?;
    let text = MapText { id: "map".into(), title: title(vintages), summary: summary(vintages) };
    let areas = vintages.layer.areas.iter().zip(after.iter()).zip(&vintages.lineage.new).map(
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
    let drawing = Drawing { view, areas: areas.collect(), backdrop: Vec::new(), points: Vec::new(), text };
    Some((view, drawing.svg_under(&outlines(&view, &before))))
}

/// The old outlines, which follow the new ones where nothing changed.
fn outlines(view: &View, shapes: &[MultiPolygon<f64>]) -> Markup {
    let data: String = shapes.iter().map(|shape| path::shape(view, shape)).collect();
    html! {
        g class="ww-old-lines" fill="none" stroke-linejoin="round" pointer-events="none" aria-hidden="true" {
            path d=(data) stroke="#ffffff" stroke-width="8" stroke-opacity="0.8" {}
            path d=(data) stroke="#a3195b" stroke-width="4" stroke-dasharray="14 8" {}
        }
    }
}

fn legend_of(vintages: &Vintages<'_>) -> Markup {
    let lines = &vintages.lineage.new;
    let n = |class: Class| lines.iter().filter(|line| Class::of(line, vintages.lineage) == class).count();
    let entries: Vec<legend::Entry> = Class::all()
        .filter(|class| n(*class) > 0)
        .map(|class| legend::Entry { fill: Some(class.fill()), words: class.words(), areas: len(n(class)) })
        .collect();
    html! {
        (legend::legend(&format!("Areas of {}", vintages.new.title), &entries, "what the two editions share on the ground"))
        p class="govuk-body-s" {
            svg class="ww-swatch" width="40" height="20" viewBox="0 0 40 20" aria-hidden="true" focusable="false" {
                path d="M2 10h36" stroke="#a3195b" stroke-width="3" stroke-dasharray="9 5" {}
            }
            " Dashed line: boundaries of " (vintages.old.title) ", " (counted(len(vintages.lineage.old.len()), "area", "areas")) "."
            @if vintages.asked.event.is_some() { " Areas of other kinds than the one chosen are white." }
        }
    }
}
