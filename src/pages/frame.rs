//! The frame around every page: head, header, search, navigation, footer.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::engine::PlaceInfo;

use super::assets;

/// The part of the service that a page belongs to, marked in the navigation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// The home page with the main map.
    Home,
    /// Priorities of areas, and what they rest on.
    Assessments,
    /// Which areas a point lies in.
    Where,
    /// How the areas of one layer lie in those of another.
    Boundaries,
    /// Areas of one's own.
    Custom,
    /// Which buildings and services could share.
    Colocation,
    /// Where sites should be, and what if they change.
    Sites,
    /// The data catalogue and everything under it.
    Data,
    /// Registers and their records.
    Registers,
    /// Versions of the place.
    History,
    /// Pages about the service.
    About,
    /// None of them: errors, search results.
    Elsewhere,
}

const NAVIGATION: [(Section, &str, &str); 10] = [
    (Section::Home, "/map", "Map"),
    (Section::Assessments, "/assessments", "Priorities"),
    (Section::Where, "/where", "Where"),
    (Section::Boundaries, "/boundaries", "Boundaries"),
    (Section::Custom, "/custom", "Your own area"),
    (Section::Colocation, "/colocation", "Co-location"),
    (Section::Sites, "/sites", "Sites"),
    (Section::Data, "/data", "Data"),
    (Section::Registers, "/registers", "Registers"),
    (Section::History, "/history", "History"),
];

/// What every page of one place has in common.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    /// Name of the place.
    pub place: String,
    /// Version of the place that is shown.
    pub version: u64,
    /// What stands in the search box.
    pub query: String,
    /// What the maps that can be moved know of the map behind them, where there is one.
    pub background: Option<serde_json::Value>,
}

impl Site {
    /// The frame of a place's pages.
    #[must_use]
    pub fn new(info: &PlaceInfo, version: u64) -> Self {
        Self { place: info.name.clone(), version, query: String::new(), background: None }
    }
}

/// What one page puts into the frame.
#[derive(Debug, Clone)]
pub struct Page {
    /// What, where and when; the place and the service name are added.
    pub title: String,
    /// Marked in the navigation.
    pub section: Section,
    /// Links above the heading, outermost first: label and address.
    pub trail: Vec<(String, String)>,
    /// Everything below the trail, with the one `h1`.
    pub body: Markup,
}

impl Page {
    /// The whole document.
    #[must_use]
    pub fn render(&self, site: &Site) -> Markup {
        let entry = assets::entry();
        html! {
            (DOCTYPE)
            html lang="en" class="govuk-template" {
                head {
                    meta charset="utf-8";
                    title { (self.title) " – " (site.place) " – Wardwise" }
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light";
                    meta name="theme-color" content="#16333f";
                    link rel="icon" href="/icon.svg" type="image/svg+xml";
                    @for style in &entry.styles { link rel="stylesheet" href=(style); }
                    @if let Some(script) = &entry.script { script type="module" src=(script) {} }
                }
                body class="govuk-template__body" {
                    a class="govuk-skip-link" href="#main" { "Skip to main content" }
                    (header(site, self.section))
                    div class="govuk-width-container" {
                        (trail(&self.trail))
                        main id="main" class="govuk-main-wrapper" tabindex="-1" { (self.body) }
                    }
                    (footer(site))
                    @if let Some(background) = &site.background { (model("background-model", background)) }
                }
            }
        }
    }
}

/// A view model for an island, as inert JSON inside the page.
///
/// `<`, `>` and `&` are written as escapes, so no text of a data set can end
/// the element.
#[must_use]
pub fn model<T: serde::Serialize>(id: &str, value: &T) -> Markup {
    let json = serde_json::to_string(value).unwrap_or_else(|_unserialisable| "null".to_owned());
    let safe = json.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026");
    html! { script type="application/json" id=(id) { (PreEscaped(safe)) } }
}

fn header(site: &Site, section: Section) -> Markup {
    html! {
        header class="ww-header" {
            div class="govuk-width-container ww-header__row" {
                div class="ww-header__names" {
                    a class="ww-header__service" href="/" { (logo()) span { "Wardwise" } }
                    span class="ww-header__place" { (site.place) }
                }
                form class="ww-search" role="search" action="/search" method="get" {
                    label class="govuk-visually-hidden" for="site-search" {
                        "Search for a postcode, a place or an area"
                    }
                    input class="ww-search__input" id="site-search" name="q" type="search"
                        value=(site.query) autocomplete="off" spellcheck="false" placeholder="Postcode or area"
                        maxlength="200";
                    button class="ww-search__button" type="submit" {
                        (search_icon()) span class="govuk-visually-hidden" { "Search" }
                    }
                }
            }
            nav class="ww-nav" aria-label="Main" {
                div class="govuk-width-container" {
                    ul class="ww-nav__list" {
                        @for (item, address, label) in NAVIGATION {
                            li class="ww-nav__item" {
                                a class="ww-nav__link" href=(address)
                                    aria-current=[(item == section).then_some("true")] { (label) }
                            }
                        }
                    }
                }
            }
            div class="ww-phase" { div class="govuk-width-container" { (phase()) } }
        }
    }
}

fn phase() -> Markup {
    html! {
        div class="govuk-phase-banner ww-noprint" {
            p class="govuk-phase-banner__content" {
                strong class="govuk-tag govuk-phase-banner__content__tag" { "Alpha" }
                span class="govuk-phase-banner__text" {
                    "This is a new service. "
                    a class="govuk-link" href="/about#help" { "Get help or tell us what is wrong" } "."
                }
            }
        }
    }
}

fn trail(trail: &[(String, String)]) -> Markup {
    if trail.is_empty() {
        return html! {};
    }
    html! {
        nav class="govuk-breadcrumbs ww-noprint" aria-label="Breadcrumb" {
            ol class="govuk-breadcrumbs__list" {
                @for (label, address) in trail {
                    li class="govuk-breadcrumbs__list-item" {
                        a class="govuk-breadcrumbs__link" href=(address) { (label) }
                    }
                }
            }
        }
    }
}

fn footer(site: &Site) -> Markup {
    html! {
        footer class="ww-footer" {
            div class="govuk-width-container" {
                h2 class="govuk-visually-hidden" { "Help and information" }
                ul class="ww-footer__links" {
                    li { a class="govuk-link" href="/about#help" { "Help" } }
                    li { a class="govuk-link" href="/about" { "About this service" } }
                    li { a class="govuk-link" href="/about#data" { "About the data" } }
                    li { a class="govuk-link" href="/about/error" { "How sure is this?" } }
                    li { a class="govuk-link" href="/accessibility" { "Accessibility statement" } }
                    li { a class="govuk-link" href="/api" { "Data for developers (API)" } }
                    li { a class="govuk-link" href="/ogc" { "Maps and data for GIS (OGC)" } }
                }
                p class="ww-footer__note" {
                    (site.place) ", version " (site.version) " of the data. Wardwise " (env!("CARGO_PKG_VERSION")) "."
                }
            }
        }
    }
}

/// Four wards of one place: the service's mark.
fn logo() -> Markup {
    html! {
        svg class="ww-logo" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true" focusable="false" {
            path fill="#ffffff" d="M3 4l12-1v11L2 15z" {}
            path fill="#a1dab4" d="M17 3l12 2-2 10-10-1z" {}
            path fill="#41b6c4" d="M2 17l13-1v13L5 27z" {}
            path fill="#ffdd66" d="M17 16l10 1 3 9-13 3z" {}
        }
    }
}

fn search_icon() -> Markup {
    html! {
        svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false" {
            circle cx="10" cy="10" r="6.5" fill="none" stroke="currentColor" stroke-width="2.5" {}
            path d="M15 15l6 6" stroke="currentColor" stroke-width="3" stroke-linecap="round" {}
        }
    }
}

/// The mark as a file of its own, for browser tabs.
pub async fn icon() -> impl axum::response::IntoResponse {
    const ICON: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="5" fill="#16333f"/><path fill="#fff" d="M5 6l10-1v10L4 16z"/><path fill="#a1dab4" d="M17 5l10 2-2 9-8-1z"/><path fill="#41b6c4" d="M4 18l11-1v10L7 26z"/><path fill="#fd6" d="M17 17l8 1 3 7-11 2z"/></svg>"##;
    ([(axum::http::header::CONTENT_TYPE, "image/svg+xml")], ICON)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site() -> Site {
        Site { place: "Ynys Môn & <Tŷ>".into(), version: 3, query: "\"'><b>".into(), background: None }
    }

    fn page() -> Page {
        Page {
            title: "Wards & <b>".into(),
            section: Section::Data,
            trail: vec![("Data <i>".into(), "/data".into())],
            body: html! { h1 { "Wards" } },
        }
    }

    #[test]
    fn text_of_the_place_cannot_become_markup() {
        let text = page().render(&site()).into_string();
        assert!(text.contains("Ynys Môn &amp; &lt;Tŷ&gt;"));
        assert!(text.contains("value=\"&quot;'&gt;&lt;b&gt;\""));
        assert!(!text.contains("<b>") && !text.contains("<i>"));
    }

    #[test]
    fn the_section_is_marked_in_the_navigation() {
        let text = page().render(&site()).into_string();
        assert!(text.contains(r#"href="/data" aria-current="true""#));
        assert_eq!(text.matches("aria-current").count(), 1);
    }

    #[test]
    fn a_view_model_cannot_end_its_element() {
        let text = model("m", &"</script><script>alert(1)&").into_string();
        assert_eq!(text.matches("</script>").count(), 1);
        assert!(text.contains("\\u003c/script"));
    }
}
