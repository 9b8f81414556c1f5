//! One map as an SVG element: areas, dots, names, scale and focus ring.

use geo_types::MultiPolygon;
use maud::{Markup, html};

use crate::pages::format::{NumberStyle, number};

use super::labels::Reading;
use super::{MOST_LINKED, PLAIN, View, labels, path};

/// Bytes of outlines that a page holds inside itself; more goes to a file of its own.
pub const MOST_INLINE_BYTES: usize = 90_000;

/// An area to draw.
#[derive(Debug, Clone)]
pub struct DrawnArea<'a> {
    /// What the area is called on the map.
    pub label: &'a str,
    /// What a reader hears: name and figure.
    pub spoken: String,
    /// Its page; areas without one are drawn without a link.
    pub href: Option<String>,
    /// Colour; `None` is the hatch of "no figure".
    pub fill: Option<&'static str>,
    /// Shape for display, in grid metres.
    pub shape: &'a MultiPolygon<f64>,
    /// Key that a script uses to find it: the area's code.
    pub code: &'a str,
}

/// A record to draw as a dot.
#[derive(Debug, Clone)]
pub struct DrawnPoint {
    /// Units from the left and from the top.
    pub at: (i32, i32),
    /// What a reader hears.
    pub spoken: String,
    /// Its page.
    pub href: Option<String>,
}

/// A map's words.
#[derive(Debug, Clone, Default)]
pub struct MapText {
    /// Unique within the page.
    pub id: String,
    /// What is shown, where and when.
    pub title: String,
    /// The map in one or two sentences.
    pub summary: String,
}

/// A drawn map without the element around it, for a sheet of its own.
#[derive(Debug, Clone)]
pub struct Picture {
    /// What is drawn, from the upper left corner on.
    pub content: Markup,
    /// Width and height in units.
    pub size: (i32, i32),
    /// The map's words.
    pub text: MapText,
}

/// The SVG element around what is drawn, with the map's words.
pub(in crate::pages) fn element(view: &View, text: &MapText, role: &str, content: &Markup) -> Markup {
    let View { width, height, .. } = view;
    let (title, about) = (format!("{}-title", text.id), format!("{}-about", text.id));
    html! {
        svg class="ww-map__svg" xmlns="http://www.w3.org/2000/svg" id=(text.id) role=(role)
            viewBox=(format!("0 0 {width} {height}")) width=(width / 2) height=(height / 2)
            aria-labelledby=(title) aria-describedby=(about) {
            title id=(title) { (text.title) }
            desc id=(about) { (text.summary) }
            (content)
        }
    }
}

/// What is drawn, from the ground up.
#[derive(Debug, Clone)]
pub struct Drawing<'a> {
    /// The window.
    pub view: View,
    /// Areas.
    pub areas: Vec<DrawnArea<'a>>,
    /// Outlines for orientation, below the dots and without colour.
    pub backdrop: Vec<&'a MultiPolygon<f64>>,
    /// Dots.
    pub points: Vec<DrawnPoint>,
    /// The map's words.
    pub text: MapText,
}

impl Drawing<'_> {
    /// Whether each area or dot is a link of its own.
    #[must_use]
    pub fn is_linked(&self) -> bool {
        self.areas.len() <= MOST_LINKED && self.points.len() <= MOST_LINKED
    }

    /// The SVG element.
    #[must_use]
    pub fn svg(&self) -> Markup {
        self.svg_under(&html! {})
    }

    /// The SVG element with more drawn above its areas and dots, and below its names.
    #[must_use]
    pub fn svg_under(&self, over: &Markup) -> Markup {
        // A map with links is a group that readers walk through; one without is a picture.
        let role = if self.is_linked() && self.has_links() { "group" } else { "img" };
        element(&self.view, &self.text, role, &self.content(over, Reading::Page))
    }

    /// All that is drawn, for a page's element or for a sheet of its own.
    fn content(&self, over: &Markup, reading: Reading) -> Markup {
        html! {
            (hatch(&self.text.id))
            (self.backdrop())
            (self.areas())
            (self.dots())
            (over)
            (self.names(reading))
            (scale_bar(&self.view))
            (self.rings())
        }
    }

    /// The same drawing to be put on a sheet of its own: nothing in it leads anywhere.
    #[must_use]
    pub fn picture(mut self, over: &Markup) -> Picture {
        self.areas.iter_mut().for_each(|area| area.href = None);
        self.points.iter_mut().for_each(|point| point.href = None);
        let content = self.content(over, Reading::Paper);
        Picture { content, size: (self.view.width, self.view.height), text: self.text }
    }

    fn has_links(&self) -> bool {
        self.areas.iter().any(|a| a.href.is_some()) || self.points.iter().any(|p| p.href.is_some())
    }

    fn line_width(&self) -> &'static str {
        match self.areas.len().max(self.backdrop.len()) {
            0..=200 => "2",
            201..=1500 => "1",
            _ => "0.5",
        }
    }

    fn backdrop(&self) -> Markup {
        if self.backdrop.is_empty() {
            return html! {};
        }
        let data: String = self.backdrop.iter().map(|shape| path::shape(&self.view, shape)).collect();
        html! {
            path d=(data) fill=(PLAIN) stroke="#6f777b" stroke-width=(self.line_width()) fill-rule="evenodd" {}
        }
    }

    fn areas(&self) -> Markup {
        if self.areas.is_empty() {
            return html! {};
        }
        let linked = self.is_linked();
        html! {
            g class="ww-areas" stroke="#0b0c0c" stroke-width=(self.line_width()) stroke-linejoin="round"
                fill-rule="evenodd" {
                @for (i, area) in self.areas.iter().enumerate() {
                    @if let (true, Some(href)) = (linked, &area.href) {
                        a href=(href) data-code=(area.code) aria-label=(area.spoken) { (self.area(i, area, true)) }
                    } @else {
                        (self.area(i, area, false))
                    }
                }
            }
        }
    }

    fn area(&self, i: usize, area: &DrawnArea<'_>, linked: bool) -> Markup {
        let fill = area.fill.map_or_else(|| format!("url(#{}-hatch)", self.text.id), str::to_owned);
        let id = linked.then(|| format!("{}-{i}", self.text.id));
        html! {
            path id=[id] d=(path::shape(&self.view, area.shape)) fill=(fill) {
                @if self.is_linked() { title { (area.spoken) } }
            }
        }
    }

    fn dots(&self) -> Markup {
        if self.points.is_empty() {
            return html! {};
        }
        if self.is_linked() {
            return html! {
                g class="ww-dots" fill="#16333f" stroke="#ffffff" stroke-width="3" {
                    @for (i, point) in self.points.iter().enumerate() {
                        @if let Some(href) = &point.href {
                            a href=(href) aria-label=(point.spoken) { (self.dot(i, point)) }
                        } @else { (self.dot(i, point)) }
                    }
                }
            };
        }
        let width = if self.points.len() > 2000 { "5" } else { "12" };
        let data = path::dots(self.points.iter().map(|p| p.at));
        html! { path d=(data) stroke="#16333f" stroke-width=(width) stroke-linecap="round" stroke-opacity="0.75" {} }
    }

    fn dot(&self, i: usize, point: &DrawnPoint) -> Markup {
        let id = format!("{}-dot{i}", self.text.id);
        html! { circle id=(id) cx=(point.at.0) cy=(point.at.1) r="13" { title { (point.spoken) } } }
    }

    fn names(&self, reading: Reading) -> Markup {
        if !self.is_linked() {
            return html! {};
        }
        labels::names(&labels::place(&self.view, self.areas.iter().map(|a| (a.label, a.shape)), reading))
    }

    /// A second outline of each link, drawn last so that no neighbour covers
    /// it; the style sheet shows the one whose link has the focus.
    fn rings(&self) -> Markup {
        if !self.is_linked() || !self.has_links() {
            return html! {};
        }
        html! {
            g class="ww-rings" aria-hidden="true" {
                @for (i, area) in self.areas.iter().enumerate() {
                    @if area.href.is_some() { use href=(format!("#{}-{i}", self.text.id)) {} }
                }
            }
        }
    }
}

fn hatch(id: &str) -> Markup {
    html! {
        defs {
            pattern id=(format!("{id}-hatch")) width="14" height="14" patternUnits="userSpaceOnUse"
                patternTransform="rotate(45)" {
                rect width="14" height="14" fill="#e6e6e6" {}
                path d="M0 0v14" stroke="#505a5f" stroke-width="5" {}
            }
        }
    }
}

/// The bar of a round length, with north.
pub(in crate::pages) fn scale_bar(view: &View) -> Markup {
    let metres = view.scale_bar_m();
    let length = view.units(metres).round();
    let words = if metres >= 1000.0 {
        format!("{} km", number(metres / 1000.0, NumberStyle::GROUPED))
    } else {
        format!("{} m", number(metres, NumberStyle::GROUPED))
    };
    let y = view.height - 18;
    let arrow = 60 + 15 * i32::try_from(words.chars().count()).unwrap_or(0);
    html! {
        g class="ww-scale" aria-hidden="true" fill="none" stroke="#0b0c0c" stroke-width="4" {
            path d=(format!("M18 {}v12h{length}v-12", y - 12)) stroke="#ffffff" stroke-width="10" {}
            path d=(format!("M18 {}v12h{length}v-12", y - 12)) {}
            g font-size="24" font-family="Noto Sans, Arial, sans-serif" {
                (labels::haloed(&html! { text x="32" y=(y - 14) { (words) } text x=(arrow + 18) y=(y - 14) { "north" } }))
            }
            // Drawn, because few fonts have an arrow.
            path d=(format!("M{arrow} {}v-18m-7 7l7 -8l7 8", y - 14)) stroke="#ffffff" stroke-width="8" {}
            path d=(format!("M{arrow} {}v-18m-7 7l7 -8l7 8", y - 14)) stroke-width="3" {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo_types::{Coord, Rect};

    fn square(x: f64) -> MultiPolygon<f64> {
        MultiPolygon(vec![Rect::new(Coord { x, y: 0.0 }, Coord { x: x + 1000.0, y: 1000.0 }).to_polygon()])
    }

    fn drawing(shapes: &[MultiPolygon<f64>]) -> Drawing<'_> {
        let areas = shapes.iter().map(|shape| DrawnArea {
            label: "Tŷ & <Co>",
            spoken: "Tŷ & <Co>: 5 people".into(),
            href: Some("/area/wards/2018/W01?a=1&b=2".into()),
            fill: Some("#ffffcc"),
            shape,
            code: "W\"01",
        });
        Drawing {
            view: View::around(shapes.iter(), std::iter::empty()).expect("a view"),
            areas: areas.collect(),
            backdrop: Vec::new(),
            points: Vec::new(),
            text: MapText { id: "map".into(), title: "Wards".into(), summary: "Two wards.".into() },
        }
    }

    #[test]
    fn every_area_is_a_link_with_a_name() {
        let shapes = [square(0.0), square(1000.0)];
        let svg = drawing(&shapes).svg().into_string();
        assert_eq!(svg.matches("<a href=").count(), 2);
        assert_eq!(svg.matches("<title>Tŷ &amp; &lt;Co&gt;: 5 people</title>").count(), 2);
        assert!(svg.contains("data-code=\"W&quot;01\""));
        assert_eq!(svg.matches("<use").count(), 2);
    }

    #[test]
    fn an_area_without_a_figure_is_hatched() {
        let shapes = [square(0.0)];
        let mut drawing = drawing(&shapes);
        drawing.areas[0].fill = None;
        assert!(drawing.svg().into_string().contains("fill=\"url(#map-hatch)\""));
    }

    #[test]
    fn a_map_of_many_areas_is_one_picture() {
        let shapes: Vec<_> = (0..200).map(|i| square(f64::from(i) * 1000.0)).collect();
        let svg = drawing(&shapes).svg().into_string();
        assert!(svg.contains("role=\"img\"") && !svg.contains("<a "));
    }
}
