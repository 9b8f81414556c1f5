//! One crosswalk after another: from A to B and on to C.

use std::collections::BTreeMap;

use super::error::CrosswalkError;
use super::relation::Relation;
use super::weights::{Crosswalk, Frame, Link, Method, Rung};

impl Crosswalk {
    /// The crosswalk from this one's sources to the next one's targets.
    ///
    /// A weight is the sum over the areas in between of the two weights'
    /// product; it rests on the weaker evidence of the two. Each step adds its
    /// own error, so a direct crosswalk is better where there is one.
    ///
    /// # Errors
    /// [`CrosswalkError::DoNotMeet`] unless this one ends at the very areas where the next begins.
    pub fn then(&self, next: &Self) -> Result<Self, CrosswalkError> {
        if self.to != next.from {
            return Err(CrosswalkError::DoNotMeet { first: self.to.label(), second: next.from.label() });
        }
        let links = (0_u32..).zip(0..self.from.len()).flat_map(|(at, source)| {
            let mut row: BTreeMap<u32, Link> = BTreeMap::new();
            for first in self.links_of(source) {
                for second in next.links_of(first.target as usize) {
                    let through = chained(first, second);
                    row.entry(second.target)
                        .and_modify(|link| *link = merged(link, &through))
                        .or_insert(through);
                }
            }
            row.into_values().map(move |link| (at, link))
        });
        let links = links.collect();
        let frame = Frame {
            from: self.from.clone(),
            to: next.to.clone(),
            method: Method::Composed,
            source_size: self.source_size.clone(),
            target_size: next.target_size.clone(),
            target_cover: None,
        };
        Ok(Self::assemble(frame, links))
    }
}

fn chained(first: &Link, second: &Link) -> Link {
    Link {
        target: second.target,
        weight: first.weight * second.weight,
        area_m2: None,
        rung: weaker(first.rung, second.rung),
        relation: first.relation.zip(second.relation).map(|(a, b)| a.then(b)),
    }
}

/// Two ways from the same source to the same target.
fn merged(a: &Link, b: &Link) -> Link {
    let relation = a.relation.zip(b.relation).map(|relations| match relations {
        (Relation::Sliver, other) | (other, Relation::Sliver) => other,
        (Relation::Inside, Relation::Inside) => Relation::Inside,
        _ => Relation::Overlaps,
    });
    Link { weight: (a.weight + b.weight).min(1.0), rung: weaker(a.rung, b.rung), relation, ..*a }
}

fn weaker(a: Rung, b: Rung) -> Rung {
    a.max(b)
}
