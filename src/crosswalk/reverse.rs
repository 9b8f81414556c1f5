//! A crosswalk turned round: from its targets back to its sources.

use super::error::CrosswalkError;
use super::weights::{Crosswalk, Frame, Link, Method, Rung};

impl Crosswalk {
    /// The crosswalk from this one's targets to its sources.
    ///
    /// The weight back is what the pair has in common (the source's size times
    /// its weight) over the target's whole size, so that a part of a target
    /// outside every source becomes spill.
    ///
    /// # Errors
    /// [`CrosswalkError::MixedEvidence`] when sources rest on different rungs
    /// and their sizes cannot be compared, or when the crosswalk is composed:
    /// turn the parts round and put them together the other way.
    pub fn reversed(&self) -> Result<Self, CrosswalkError> {
        let mixed = || CrosswalkError::MixedEvidence { side: self.from.label() };
        let mut rungs = self.links().map(|(_, link)| link.rung);
        let first = rungs.next().unwrap_or(Rung::Area);
        if self.method == Method::Composed || rungs.any(|rung| rung != first) {
            return Err(mixed());
        }
        let links = (0_u32..).zip(0..self.from.len()).flat_map(|(at, source)| {
            let size = self.source_size[source];
            self.links_of(source).iter().map(move |link| (link.target, self.turned(at, size, link)))
        });
        let links = links.collect();
        let placed = (0..self.from.len()).map(|source| self.placed_share(source)).collect();
        let frame = Frame {
            from: self.to.clone(),
            to: self.from.clone(),
            method: Method::Reversed,
            source_size: self.target_size.clone(),
            target_size: self.source_size.clone(),
            target_cover: self.target_cover.is_some().then_some(placed),
        };
        Ok(Self::assemble(frame, links))
    }

    fn turned(&self, source: u32, size: f64, link: &Link) -> Link {
        let whole = self.target_size[link.target as usize];
        let weight = if whole > 0.0 { (size * link.weight / whole).min(1.0) } else { 0.0 };
        Link { target: source, weight, relation: link.relation.map(super::Relation::turned), ..*link }
    }
}
