//! What a reader takes away from a page: its map as a file, its data in other programs.
//!
//! A page says in a [`Take`] what it shows, with addresses of this service;
//! `snippets.rs` makes of each kind of data what QGIS, R, Python and Excel
//! need, `of.rs` says what each page has. The addresses become whole with the
//! public address of the service when the page is sent.

mod of;
mod snippets;
#[cfg(test)]
mod tests;

pub use of::{
    area, assessment, boundaries, catalogue, changes, colocation, comparison, edition, fit, home,
    map_of_figures, record, registers,
};
pub use snippets::{Program, Snippet, snippets};

use maud::{Markup, html};

use super::format::encode;
use super::sheet::Paper;

/// Rows that one page shows, with the addresses where they are.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Data {
    /// What they are.
    pub title: String,
    /// Address of them as CSV.
    pub csv: Option<String>,
    /// Address of them as GeoJSON.
    pub geojson: Option<String>,
    /// Id of the collection of the OGC interface that has them.
    pub collection: Option<String>,
}

/// What one page has to take away.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Take {
    /// What the page shows.
    pub title: String,
    /// Address of the page, where it has a map.
    pub map: Option<String>,
    /// The data on it.
    pub data: Vec<Data>,
}

impl Take {
    /// The section of the page. `link` makes a whole address of one that begins with `/`.
    #[must_use]
    pub fn html(&self, link: &dyn Fn(&str) -> String) -> Markup {
        if self.map.is_none() && self.data.is_empty() {
            return html! {};
        }
        html! {
            section class="ww-take ww-noprint" id="take" aria-labelledby="take-heading" {
                h2 class="govuk-heading-l" id="take-heading" { "Take it with you" }
                @if let Some(page) = &self.map { (self.files(page, link)) }
                @if !self.data.is_empty() { (self.programs(link)) }
            }
        }
    }

    /// The map for each paper, and for other sites.
    fn files(&self, page: &str, link: &dyn Fn(&str) -> String) -> Markup {
        let offered = Paper::ALL.into_iter().filter(|paper| *paper != Paper::Embed);
        html! {
            h3 class="govuk-heading-m" { "Download this map" }
            p class="govuk-body" { "Each file has title, legend, scale, north, sources and licences. SVG keeps texts as texts, for slides and drawings; PNG is a picture." }
            ul class="govuk-list ww-downloads" {
                @for paper in offered {
                    li {
                        (paper.words()) ": "
                        @for (at, kind) in [Kind::Svg, Kind::Png].into_iter().enumerate() {
                            @if at > 0 { ", " }
                            a class="govuk-link" href=(map_file(page, kind, paper)) download {
                                (kind.words()) span class="govuk-visually-hidden" { " of the map, " (paper.words()) }
                            }
                        }
                    }
                }
            }
            details class="govuk-details" {
                summary class="govuk-details__summary" { span class="govuk-details__summary-text" { "Show this map on another site" } }
                div class="govuk-details__text" {
                    p class="govuk-body" { "The picture is as wide as its room, and is always that of the newest data. Its sources and licences stand in it." }
                    (code("take-embed", "HTML", &self.embedded(page, link)))
                }
            }
        }
    }

    fn embedded(&self, page: &str, link: &dyn Fn(&str) -> String) -> String {
        let picture = html! {
            figure {
                a href=(link(page)) {
                    img src=(link(&map_file(page, Kind::Svg, Paper::Embed))) alt=(format!("Map: {}", self.title)) width="100%";
                }
                figcaption { "Map: " (self.title) ". Sources and licences are in the picture." }
            }
        };
        picture.into_string()
    }

    fn programs(&self, link: &dyn Fn(&str) -> String) -> Markup {
        html! {
            details class="govuk-details" id="use" {
                summary class="govuk-details__summary" { span class="govuk-details__summary-text" { "Use in QGIS, R, Python or Excel" } }
                div class="govuk-details__text" {
                    @for (at, data) in self.data.iter().enumerate() { (self::data(at, data, link)) }
                    p class="govuk-body" {
                        "The same is in " a class="govuk-link" href="/ogc/collections" { "the collections of the OGC interface" }
                        ", for any program that speaks OGC API – Features, and in " a class="govuk-link" href="/api" { "the API" } "."
                    }
                }
            }
        }
    }
}

/// From a map to what can be done with it, on pages that end with a [`Take`].
#[must_use]
pub fn pointer() -> Markup {
    html! {
        p class="govuk-body-s ww-noprint" { a class="govuk-link ww-take__pointer" href="#take" { "Download this map, or show it on another site" } }
    }
}

/// The kinds of file that a map can be.
#[derive(Debug, Clone, Copy)]
enum Kind {
    Svg,
    Png,
}

impl Kind {
    fn words(self) -> &'static str {
        match self {
            Self::Svg => "SVG",
            Self::Png => "PNG",
        }
    }
}

/// Where the map of a page is as a file.
fn map_file(page: &str, kind: Kind, paper: Paper) -> String {
    format!("/api/map.{}?page={}&size={}", kind.words().to_lowercase(), encode(page), paper.key())
}

fn data(at: usize, data: &Data, link: &dyn Fn(&str) -> String) -> Markup {
    html! {
        h3 class="govuk-heading-s" { (data.title) }
        @if let Some(collection) = &data.collection {
            p class="govuk-body" {
                a class="govuk-link" href=(format!("/ogc/collections/{collection}")) {
                    "Collection " (collection) span class="govuk-visually-hidden" { " of the OGC interface" }
                }
            }
        }
        @for (nth, snippet) in snippets(data, link).iter().enumerate() {
            p class="govuk-body ww-take__how" { strong { (snippet.program.words()) } " – " (snippet.how) }
            (code(&format!("take-{at}-{nth}"), &format!("{}, {}", snippet.program.words(), data.title), &snippet.code))
        }
    }
}

/// Text to be copied: whole and selectable, with a button where scripts run.
fn code(id: &str, label: &str, text: &str) -> Markup {
    html! {
        pre class="ww-snippet" id=(id) tabindex="0" role="region" aria-label=(format!("To copy: {label}")) { code { (text) } }
        button class="govuk-button govuk-button--secondary ww-copy" type="button" data-copy=(id) {
            "Copy" span class="govuk-visually-hidden" { " for " (label) }
        }
    }
}
