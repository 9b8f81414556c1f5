//! Maps as files of their own: the drawing of a page with all that must be
//! said of it, on a sheet for print, for slides or for another site.
//!
//! A [`Sheet`] is what is put on paper, `paper.rs` the papers there are,
//! `layout.rs` puts the one on the other as SVG with `flow.rs` for its texts,
//! `raster.rs` makes a PNG of it. `address.rs` finds the sheet of a page's
//! address; the service and the command line both ask there.

mod address;
mod flow;
mod layout;
mod paper;
mod raster;
#[cfg(test)]
mod tests;

pub use address::of_address;
pub use layout::svg;
pub use paper::{MOST_PIXELS, Paper, WIDTHS};
pub use raster::{RasterError, png};

use crate::engine::Engine;
use crate::pages::format;
use crate::pages::map::Picture;
use crate::pages::map::legend::Key;

/// Everything that stands on a sheet.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// What is shown.
    pub title: String,
    /// Where, and as of which version of the data.
    pub place: String,
    /// The map in one or two sentences.
    pub summary: String,
    /// The drawing.
    pub picture: Picture,
    /// The legend.
    pub key: Key,
    /// Whence what is shown is, with dates and licences, one sentence each.
    pub sources: Vec<String>,
}

/// Whence one thing on a sheet is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credit {
    /// What it is: boundaries, figures, records.
    pub what: &'static str,
    /// Its title and its dates.
    pub named: String,
    /// What its publisher wants to be written, and its licence.
    pub terms: String,
}

/// One sentence for all things of a kind under the same terms.
fn sentences(credits: &[Credit]) -> Vec<String> {
    let mut groups: Vec<(&Credit, Vec<&str>)> = Vec::new();
    for credit in credits {
        match groups.iter_mut().find(|(first, _)| first.what == credit.what && first.terms == credit.terms) {
            Some((_, named)) => named.push(&credit.named),
            None => groups.push((credit, vec![&credit.named])),
        }
    }
    let sentence = |(first, named): &(&Credit, Vec<&str>)| {
        format!("{}: {}. {}", first.what, named.join("; "), first.terms)
    };
    groups.iter().map(sentence).collect()
}

impl Sheet {
    /// A sheet with a drawing of this place.
    #[must_use]
    pub fn of(engine: &Engine, picture: Picture, key: Key, sources: &[Credit]) -> Self {
        let title = picture.text.title.strip_prefix("Map of ").unwrap_or(&picture.text.title);
        let name = &engine.snapshot().info.name;
        Self {
            title: format::sentence(title),
            place: format!("{name}, version {} of its data", engine.version()),
            summary: picture.text.summary.clone(),
            picture,
            key,
            sources: sentences(sources),
        }
    }

    /// A name for the file: letters, digits and hyphens.
    #[must_use]
    pub fn file_name(&self, paper: Paper, ending: &str) -> String {
        let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { ' ' };
        let text: String = self.title.chars().map(plain).collect();
        let words: Vec<&str> = text.split_whitespace().take(10).collect();
        format!("{}-{}.{ending}", words.join("-"), paper.key())
    }
}
