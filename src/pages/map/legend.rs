//! The legend: swatches drawn as SVG, so that they print, and words beside each.

use maud::{Markup, html};

use crate::pages::format::counted;

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Colour of the swatch; `None` draws the hatch of "no figure".
    pub fill: Option<&'static str>,
    /// What it stands for.
    pub words: String,
    /// How many areas it is for.
    pub areas: u64,
}

/// The list of entries under the name of the figure, with the method below.
#[must_use]
pub fn legend(title: &str, entries: &[Entry], method: &str) -> Markup {
    html! {
        div class="ww-legend" {
            p class="ww-legend__title" { (title) }
            ul class="ww-legend__list" {
                @for entry in entries {
                    li class="ww-legend__item" {
                        (swatch(entry.fill))
                        span { (entry.words) span class="ww-legend__count" { " – " (counted(entry.areas, "area", "areas")) } }
                    }
                }
            }
            p class="ww-legend__method" { "Method: " (method) "." }
        }
    }
}

fn swatch(fill: Option<&str>) -> Markup {
    html! {
        svg class="ww-swatch" width="28" height="20" viewBox="0 0 28 20" aria-hidden="true" focusable="false" {
            rect x="1" y="1" width="26" height="18" fill=(fill.unwrap_or("#e6e6e6")) stroke="#0b0c0c" {}
            @if fill.is_none() {
                path d="M3 19L21 1M12 19L27 4M1 12L12 1" stroke="#505a5f" stroke-width="1.5" fill="none" {}
            }
        }
    }
}
