//! Both layers on one map: solid black lines for the one, dashed red for the
//! other, so that neither colour nor line is the only sign.

use std::sync::Arc;

use geo::BoundingRect;
use geo_types::{MultiPolygon, Rect, coord};
use maud::{Markup, html};

use crate::crosswalk::Relation;
use crate::engine::{Engine, Pieces};
use crate::layer::{Area, Layer};
use crate::model::EditionKey;
use crate::pages::map::labels::Reading;
use crate::pages::map::{FILLS, MOST_LINKED, MapText, PLAIN, Picture, View, draw, labels, path};

/// Colour of the layer that is cut; 5:1 on white and on the plain fill.
pub(super) const FROM_LINE: &str = "#b00042";

/// Colour of the layer it is cut along.
pub(super) const TO_LINE: &str = "#0b0c0c";

/// Two layers and, where one is chosen, an area with its pieces.
pub struct TwoLayers<'a> {
    view: View,
    from: (&'a Layer, Arc<Vec<MultiPolygon<f64>>>),
    to: (&'a Layer, Arc<Vec<MultiPolygon<f64>>>),
    chosen: Option<&'a Pieces>,
    ground: Rect<f64>,
}

impl<'a> TwoLayers<'a> {
    /// The drawing of two editions; with `chosen`, of that area's surroundings.
    /// `None` where there is nothing to draw.
    #[must_use]
    pub fn of(
        engine: &'a Engine,
        from: &EditionKey,
        to: &EditionKey,
        chosen: Option<&'a Pieces>,
    ) -> Option<Self> {
        let (sources, targets) = (engine.layer(from)?, engine.layer(to)?);
        let ground = match chosen {
            Some(pieces) => wider(sources.areas.get(pieces.source)?.shape.bounding_rect()?),
            None => whole(sources, targets)?,
        };
        let view = View::of(Some(ground))?;
        let tolerance = view.metres_per_unit();
        let from = (sources.as_ref(), engine.outline(from, tolerance)?);
        let to = (targets.as_ref(), engine.outline(to, tolerance)?);
        Some(Self { view, from, to, chosen, ground })
    }

    /// Width and height on paper.
    #[must_use]
    pub fn size(&self) -> (i32, i32) {
        (self.view.width, self.view.height)
    }

    /// The SVG element. With `href`, each area of the first layer is a link,
    /// where there are not too many of them.
    #[must_use]
    pub fn svg(&self, text: &MapText, href: Option<&dyn Fn(usize) -> String>) -> Markup {
        let near = self.near();
        let href = href.filter(|_| near.len() <= MOST_LINKED);
        let role = if href.is_some() { "group" } else { "img" };
        draw::element(&self.view, text, role, &self.content(&text.id, &near, href, Reading::Page))
    }

    /// The same drawing to be put on a sheet of its own.
    #[must_use]
    pub fn picture(&self, text: MapText) -> Picture {
        let content = self.content(&text.id, &self.near(), None, Reading::Paper);
        Picture { content, size: self.size(), text }
    }

    /// Positions of the areas of the first layer that are in the window.
    fn near(&self) -> Vec<usize> {
        (0..self.from.1.len()).filter(|at| self.is_near(&self.from.1[*at])).collect()
    }

    fn content(
        &self,
        id: &str,
        near: &[usize],
        href: Option<&dyn Fn(usize) -> String>,
        reading: Reading,
    ) -> Markup {
        let base = format!("{id}-base");
        html! {
            // Without a fill of its own, so that it can be drawn again as a line alone.
            defs { path id=(base) d=(self.targets()) fill-rule="evenodd" {} }
            use href=(format!("#{base}")) fill=(PLAIN) {}
            (self.pieces())
            (self.sources(id, near, href))
            use href=(format!("#{base}")) fill="none" stroke=(TO_LINE) stroke-width="4" stroke-linejoin="round" pointer-events="none" {}
            (self.names(reading))
            (draw::scale_bar(&self.view))
            @if href.is_some() {
                g class="ww-rings" aria-hidden="true" { @for at in near { use href=(format!("#{id}-{at}")) {} } }
            }
        }
    }

    fn is_near(&self, shape: &MultiPolygon<f64>) -> bool {
        let (a, b) = (self.ground.min(), self.ground.max());
        shape
            .bounding_rect()
            .is_some_and(|r| r.min().x <= b.x && a.x <= r.max().x && r.min().y <= b.y && a.y <= r.max().y)
    }

    fn targets(&self) -> String {
        let near = self.to.1.iter().filter(|shape| self.is_near(shape));
        near.map(|shape| path::shape(&self.view, shape)).collect()
    }

    fn sources(&self, id: &str, near: &[usize], href: Option<&dyn Fn(usize) -> String>) -> Markup {
        let one = |at: usize| path::shape(&self.view, &self.from.1[at]);
        html! {
            g class="ww-areas" fill="#ffffff" fill-opacity="0" fill-rule="evenodd" stroke=(FROM_LINE) stroke-width="2.5"
                stroke-dasharray="9 5" {
                @match href {
                    Some(href) => {
                        @for at in near {
                            @let area = &self.from.0.areas[*at];
                            a href=(href(*at)) data-code=(area.code) aria-label=(format!("{}: show its pieces", area.label())) {
                                path id=(format!("{id}-{at}")) d=(one(*at)) { title { (area.label()) } }
                            }
                        }
                    },
                    None => path d=(near.iter().map(|at| one(*at)).collect::<String>()) {},
                }
            }
        }
    }

    fn pieces(&self) -> Markup {
        let Some(chosen) = self.chosen else { return html! {} };
        let pieces = chosen.pieces.iter().filter(|piece| piece.relation != Relation::Sliver);
        html! {
            g fill-rule="evenodd" {
                @for (at, piece) in pieces.enumerate() {
                    path d=(path::shape(&self.view, &piece.shape)) fill=(FILLS[at % 4]) {
                        title { "Piece in " (piece.name.as_deref().unwrap_or(piece.code.as_str())) }
                    }
                }
                @if let Some(outside) = &chosen.outside {
                    path d=(path::shape(&self.view, &outside.shape)) fill="#e6e6e6" { title { "Outside every area" } }
                }
            }
        }
    }

    /// Names of the areas that are cut along; with a chosen area, of its pieces.
    fn names(&self, reading: Reading) -> Markup {
        let placed = match self.chosen {
            Some(chosen) => {
                let pieces = chosen.pieces.iter().filter(|piece| piece.relation != Relation::Sliver);
                labels::place(
                    &self.view,
                    pieces.map(|p| (p.name.as_deref().unwrap_or(p.code.as_str()), &p.shape)),
                    reading,
                )
            }
            None if self.to.1.len() > MOST_LINKED => Vec::new(),
            None => labels::place(
                &self.view,
                self.to.0.areas.iter().map(Area::label).zip(self.to.1.iter()),
                reading,
            ),
        };
        labels::names(&placed)
    }
}

fn whole(sources: &Layer, targets: &Layer) -> Option<Rect<f64>> {
    let boxes = sources.areas.iter().chain(&targets.areas).filter_map(|area| area.shape.bounding_rect());
    boxes.reduce(|a, b| {
        Rect::new(
            coord! { x: a.min().x.min(b.min().x), y: a.min().y.min(b.min().y) },
            coord! { x: a.max().x.max(b.max().x), y: a.max().y.max(b.max().y) },
        )
    })
}

/// An area's box with its neighbourhood.
fn wider(ground: Rect<f64>) -> Rect<f64> {
    let margin = ground.width().max(ground.height()) * 0.3;
    Rect::new(
        coord! { x: ground.min().x - margin, y: ground.min().y - margin },
        coord! { x: ground.max().x + margin, y: ground.max().y + margin },
    )
}
