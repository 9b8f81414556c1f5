//! What a file says of itself: what it holds, where that comes from, under
//! which terms, how it was made, how to cite it.

use jiff::Timestamp;

use crate::engine::{Edition, EditionData, Snapshot};
use crate::views::CitationView;

/// What a file says of itself.
#[derive(Debug, Clone)]
pub struct About {
    /// Name of the table or layer in the file: ids with hyphens.
    pub name: String,
    /// What it holds, for headings.
    pub title: String,
    /// Each thing that is to be said, by its name.
    pub facts: Vec<(&'static str, String)>,
    /// One sentence to cite it by.
    pub sentence: String,
    /// When the version of the place was made that it was written from. A file
    /// bears this time, so that writing it again gives the same bytes.
    pub made: Timestamp,
}

impl About {
    /// What the files of an edition say of themselves.
    #[must_use]
    pub fn edition(snapshot: &Snapshot, edition: &Edition) -> Self {
        let citation = CitationView::new(snapshot, edition);
        let mut facts = vec![("Data set", format!("{}, edition {}", citation.dataset, citation.edition))];
        facts.push(("File as published", citation.source.file.clone()));
        facts.extend(citation.source.part.clone().map(|part| ("Part of that file", part)));
        facts.push(("SHA-256 of that file", citation.source.sha256.clone()));
        facts.extend(citation.source.url.clone().map(|url| ("Published at", url)));
        facts.extend(citation.period.clone().map(|period| ("Period", period)));
        facts.extend(in_force(&citation).map(|words| ("In force", words)));
        facts.extend(citation.geography.clone().map(|layer| ("Codes belong to", layer)));
        facts.push(("Method", method(edition)));
        facts.push(("Licence", citation.licence.name.clone()));
        facts.extend(citation.licence.url.clone().map(|url| ("Text of the licence", url)));
        facts.push(("Attribution", citation.licence.attribution.clone()));
        facts.push(("Cite as", citation.sentence()));
        facts.push(("Written by", written_by(snapshot)));
        Self {
            name: format!("{}-{}", edition.key.dataset, edition.key.edition),
            title: citation.title.clone(),
            facts,
            sentence: citation.sentence(),
            made: snapshot.made,
        }
    }

    /// All of it as a short plain text, for formats that keep one.
    #[must_use]
    pub fn text(&self) -> String {
        let lines = self.facts.iter().map(|(name, fact)| format!("{name}: {fact}\n"));
        format!("{}\n\n{}", self.title, lines.collect::<String>())
    }

    /// All of it as one JSON object, for formats that keep one.
    #[must_use]
    pub fn json(&self) -> serde_json::Value {
        let mut all = serde_json::Map::new();
        all.insert("Title".to_owned(), self.title.clone().into());
        for (name, fact) in &self.facts {
            all.insert((*name).to_owned(), fact.clone().into());
        }
        serde_json::Value::Object(all)
    }
}

/// Which program wrote a file, and from what.
pub(super) fn written_by(snapshot: &Snapshot) -> String {
    format!("{} from {}, version {}", crate::views::SOFTWARE, snapshot.info.name, snapshot.version)
}

fn in_force(citation: &CitationView) -> Option<String> {
    match (&citation.validity.from, &citation.validity.to) {
        (None, None) => None,
        (Some(from), None) => Some(format!("from {from}")),
        (None, Some(to)) => Some(format!("until {to}, not included")),
        (Some(from), Some(to)) => Some(format!("from {from} until {to}, not included")),
    }
}

/// What was done to the published file before its rows were written here.
fn method(edition: &Edition) -> String {
    match &edition.data {
        EditionData::Layer(layer) => {
            let repaired = layer.areas.iter().filter(|area| area.repair.is_some()).count();
            format!(
                "As published, carried to British National Grid (EPSG:27700) through OSTN15 where it was published \
                 otherwise; outlines that crossed themselves were repaired ({repaired} of {}); area_m2 is measured \
                 on the grid",
                layer.areas.len()
            )
        }
        EditionData::Register(register) => {
            let placed = register.records.iter().filter(|record| record.location.is_some()).count();
            format!(
                "As published; each record is placed by the best that is known of it, which 'precision' names \
                 ({placed} of {} have a place)",
                register.records.len()
            )
        }
        EditionData::Network(_) => {
            "Ways that people may walk, cut where they meet; length_m is measured on the grid".to_owned()
        }
        EditionData::Table(_) => {
            "Figures as published; a gap stays a gap, and its reason is kept beside it".to_owned()
        }
    }
}
