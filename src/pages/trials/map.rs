//! The maps of chosen sites and of scenarios.

use maud::{Markup, html};

use crate::engine::{Engine, People};
use crate::geom::Grid;
use crate::model::EditionKey;
use crate::pages::format::NumberStyle;
use crate::pages::map::legend::{Entry, Key, Mark, Part};
use crate::pages::map::{Classes, Drawing, DrawnArea, DrawnPoint, MapText, Method};
use crate::pages::mapblock::{Outlines, credit};
use crate::pages::sheet::Sheet;

/// Colour of a site that serves.
const SERVES: &str = "#16333f";

/// Colour of the rim of a site that does not.
const RIM: &str = "#b10e1e";

/// Fills for change: longer, about the same, quicker.
pub const CHANGES: [(&str, &str); 3] =
    [("#d4351c", "Takes longer"), ("#f3f2f1", "About the same"), ("#85bde8", "Quicker")];

/// What is drawn.
pub struct Shown<'a> {
    /// Who lives where.
    pub people: &'a People,
    /// Fill and words of each area, in the order of `people`.
    pub areas: Vec<(Option<&'static str>, String)>,
    /// Sites that serve, with their names.
    pub serving: Vec<(Grid, String)>,
    /// Sites that do not.
    pub resting: Vec<Grid>,
    /// What the two sorts of sites are called.
    pub names: (&'static str, &'static str),
    /// Fills with their words, for the legend.
    pub legend: Vec<(Option<&'static str>, String)>,
    /// Heading of the legend.
    pub legend_title: String,
    /// The map's words.
    pub title: String,
    /// What it shows, in a sentence.
    pub summary: String,
}

/// Fills of minutes in five classes, and the legend of them.
pub fn of_minutes(
    minutes: &[Option<f64>],
) -> (Vec<Option<&'static str>>, Vec<(Option<&'static str>, String)>) {
    // Whole minutes, so that the limits of the classes are whole as well.
    let minutes: Vec<Option<f64>> = minutes.iter().map(|value| value.map(f64::round)).collect();
    let known: Vec<f64> = minutes.iter().flatten().copied().collect();
    let Some(classes) = Classes::build(&known, Method::Quantile) else {
        return (vec![None; minutes.len()], Vec::new());
    };
    let fills = minutes.iter().map(|value| value.map(|value| classes.fill(classes.class(value))));
    let words = |class| {
        (Some(classes.fill(class)), format!("{} minutes", classes.words(class, NumberStyle::GROUPED)))
    };
    let mut legend: Vec<_> = (0..classes.len()).map(words).collect();
    if minutes.iter().any(Option::is_none) {
        legend.push((None, "Not served, or not known".to_owned()));
    }
    (fills.collect(), legend)
}

/// The drawing, what lies over it, and its legend.
fn drawing<'a>(shown: &'a Shown<'_>, outlines: &'a Outlines) -> (Drawing<'a>, Markup, Key) {
    let view = outlines.view();
    let area = |at: usize| -> Option<DrawnArea<'_>> {
        let (fill, words) = &shown.areas[at];
        let own = shown.people.shape(at);
        Some(DrawnArea {
            label: "",
            spoken: format!("{}: {words}", own.label()),
            href: None,
            fill: *fill,
            shape: outlines.shape(shown.people.positions[at])?,
            code: own.code.as_str(),
        })
    };
    let points = shown.serving.iter().map(|(at, name)| DrawnPoint {
        at: view.place((*at).into()),
        spoken: name.clone(),
        href: None,
    });
    let drawing = Drawing {
        view,
        areas: (0..shown.areas.len()).filter_map(area).collect(),
        backdrop: Vec::new(),
        points: points.collect(),
        text: MapText { id: "map".into(), title: shown.title.clone(), summary: shown.summary.clone() },
    };
    let resting = html! {
        g fill="#ffffff" stroke=(RIM) stroke-width="4" aria-hidden="true" {
            @for at in &shown.resting { @let (x, y) = view.place((*at).into()); circle cx=(x) cy=(y) r="8" {} }
        }
    };
    let entry = |mark, words: &str| Entry { mark, words: words.to_owned(), areas: None };
    let mut entries: Vec<Entry> =
        shown.legend.iter().map(|(fill, words)| entry(fill.map_or(Mark::Gap, Mark::Fill), words)).collect();
    entries.push(entry(Mark::Dot { fill: SERVES, rim: "#ffffff" }, shown.names.0));
    if !shown.resting.is_empty() {
        entries.push(entry(Mark::Dot { fill: "#ffffff", rim: RIM }, shown.names.1));
    }
    let key = Key { title: shown.legend_title.clone(), parts: vec![Part::List(entries)] };
    (drawing, resting, key)
}

/// The map with its legend; nothing where there is nothing to draw.
pub fn figure(engine: &Engine, shown: &Shown<'_>) -> Markup {
    let Some(outlines) = Outlines::of(engine, &shown.people.edition) else { return html! {} };
    let (mut drawing, resting, key) = drawing(shown, &outlines);
    drawing.text.summary.push_str(" The same is in the tables below.");
    html! {
        figure class="ww-map" {
            div class="ww-map__paper" { (drawing.svg_under(&resting)) }
            figcaption class="ww-map__caption" {
                (key.html())
                @if let Some(edition) = engine.edition(&shown.people.edition) {
                    p class="ww-map__source" { "Boundaries: " (edition.title) ". " (edition.licence.attribution) }
                }
            }
        }
    }
}

/// The map for a sheet of its own, with everything that it rests on.
pub fn sheet(engine: &Engine, shown: &Shown<'_>, data: &[EditionKey]) -> Option<Sheet> {
    let outlines = Outlines::of(engine, &shown.people.edition)?;
    let (drawing, resting, key) = drawing(shown, &outlines);
    let sources = data.iter().filter_map(|key| engine.edition(key)).map(|edition| credit("Data", edition));
    let sources: Vec<_> = sources.collect();
    Some(Sheet::of(engine, drawing.picture(&resting), key, &sources))
}
