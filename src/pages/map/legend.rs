//! The legend: marks drawn as SVG, so that they print, and words beside each.
//!
//! A [`Key`] is data: a page shows it as a list, a sheet of its own draws it.

use maud::{Markup, html};

use crate::pages::format::counted;

/// What stands beside the words of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// The colour of a class.
    Fill(&'static str),
    /// The hatch of "no figure".
    Gap,
    /// The hatch of what is unsure, on a colour of its own.
    Unsure(&'static str),
    /// A line, on the fill that it is drawn over.
    Line {
        /// Its colour.
        colour: &'static str,
        /// Lengths of its dashes.
        dashes: Option<&'static str>,
        /// What lies below it.
        ground: &'static str,
    },
    /// A letter in a ring.
    Sign(&'static str),
    /// A dot.
    Dot {
        /// Its colour.
        fill: &'static str,
        /// Colour of its rim.
        rim: &'static str,
    },
}

/// Width and height of a drawn mark.
pub const MARK: (i32, i32) = (28, 20);

impl Mark {
    /// The colour of a class, or the hatch where there is none.
    #[must_use]
    pub fn of(fill: Option<&'static str>) -> Self {
        fill.map_or(Self::Gap, Self::Fill)
    }

    /// The mark in a box of the size of [`MARK`].
    #[must_use]
    pub fn drawn(&self) -> Markup {
        let boxed =
            |fill: &str| html! { rect x="1" y="1" width="26" height="18" fill=(fill) stroke="#0b0c0c" {} };
        match self {
            Self::Fill(fill) => boxed(fill),
            Self::Gap => html! {
                (boxed("#e6e6e6"))
                path d="M3 19L21 1M12 19L27 4M1 12L12 1" stroke="#505a5f" stroke-width="1.5" fill="none" {}
            },
            Self::Unsure(fill) => html! {
                (boxed(fill))
                path d="M3 19L21 1M14 19L27 6M1 10L10 1" stroke="#ffffff" stroke-width="4" fill="none" {}
                path d="M3 19L21 1M14 19L27 6M1 10L10 1" stroke="#0b0c0c" stroke-width="1.5" fill="none" {}
            },
            Self::Line { colour, dashes, ground } => html! {
                rect width="28" height="20" fill=(ground) {}
                path d="M1 10h26" stroke=(colour) stroke-width="3" stroke-dasharray=[*dashes] fill="none" {}
            },
            Self::Sign(letter) => html! {
                circle cx="14" cy="10" r="9" fill="#ffffff" stroke="#0b0c0c" stroke-width="1.5" {}
                text x="14" y="14.5" font-size="13" font-weight="700" text-anchor="middle" fill="#0b0c0c"
                    font-family="Noto Sans, Arial, sans-serif" { (letter) }
            },
            Self::Dot { fill, rim } => html! {
                circle cx="14" cy="10" r="6.5" fill=(fill) stroke=(rim) stroke-width="2" {}
            },
        }
    }

    fn swatch(&self) -> Markup {
        html! {
            svg class="ww-swatch" width="28" height="20" viewBox="0 0 28 20" aria-hidden="true" focusable="false" { (self.drawn()) }
        }
    }
}

/// A mark and what it stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What is drawn.
    pub mark: Mark,
    /// What it stands for.
    pub words: String,
    /// How many areas it is for, where that is told.
    pub areas: Option<u64>,
}

impl Entry {
    /// How many areas, in words.
    #[must_use]
    pub fn count(&self) -> Option<String> {
        self.areas.map(|areas| counted(areas, "area", "areas"))
    }
}

/// One part of a legend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Marks, one below the other.
    List(Vec<Entry>),
    /// A mark with a sentence.
    Rule(Mark, String),
    /// A sentence.
    Note(String),
}

/// A legend: the name of what is shown, and all that has to be known to read it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Key {
    /// What is shown; empty where the map's title says it.
    pub title: String,
    /// The parts, in the order of reading.
    pub parts: Vec<Part>,
}

impl Key {
    /// Classes under the name of the figure, with the method below.
    #[must_use]
    pub fn of(title: impl Into<String>, entries: Vec<Entry>, method: &str) -> Self {
        let parts = vec![Part::List(entries), Part::Note(format!("Method: {method}."))];
        Self { title: title.into(), parts }
    }

    /// Adds a sentence.
    pub fn note(&mut self, words: impl Into<String>) {
        self.parts.push(Part::Note(words.into()));
    }

    /// The legend on a page.
    #[must_use]
    pub fn html(&self) -> Markup {
        html! {
            div class="ww-legend" {
                @if !self.title.is_empty() { p class="ww-legend__title" { (self.title) } }
                @for part in &self.parts { (part.html()) }
            }
        }
    }
}

impl Part {
    fn html(&self) -> Markup {
        match self {
            Self::List(entries) => html! {
                ul class="ww-legend__list" {
                    @for entry in entries {
                        li class="ww-legend__item" {
                            (entry.mark.swatch())
                            span { (entry.words) @if let Some(count) = entry.count() { span class="ww-legend__count" { " – " (count) } } }
                        }
                    }
                }
            },
            Self::Rule(mark, words) => {
                html! { p class="ww-legend__rule" { (mark.swatch()) span { (words) } } }
            }
            Self::Note(words) => html! { p class="ww-legend__method" { (words) } },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gap_is_an_entry_with_a_hatch_of_its_own() {
        let entries = [(Some("#ffffcc"), "0 to 5"), (None, "No figure")];
        let entries =
            entries.map(|(fill, words)| Entry { mark: Mark::of(fill), words: words.into(), areas: Some(2) });
        let html = Key::of("People", entries.to_vec(), "equal steps").html().into_string();
        assert_eq!(html.matches("ww-legend__item").count(), 2);
        assert!(html.contains("No figure<span class=\"ww-legend__count\"> – 2 areas</span>"));
        assert!(html.contains("stroke=\"#505a5f\""));
    }
}
