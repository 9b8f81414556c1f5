//! What the address asks for.

use crate::colocate::{Front, Pair, Tier, words};
use crate::engine::Colocated;
use crate::pages::params::Params;

/// What the page shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Show {
    /// Pairs.
    Candidates,
    /// Hubs.
    Hubs,
    /// Gaps.
    Gaps,
    /// Possible duplicates.
    Duplicates,
    /// What somebody marked.
    Shortlist,
}

impl Show {
    /// All views, with their names.
    pub const ALL: [(Self, &'static str, &'static str); 5] = [
        (Self::Candidates, "candidates", "Candidates"),
        (Self::Hubs, "hubs", "Hubs"),
        (Self::Gaps, "gaps", "Gaps"),
        (Self::Duplicates, "duplicates", "Possible duplicates"),
        (Self::Shortlist, "shortlist", "Shortlist"),
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(one, ..)| *one == self).map_or("", |(_, _, name)| name)
    }

    /// The view that the address names; candidates where it names none or one that is not known.
    pub fn of(params: &Params) -> Self {
        let named = params.get("view").unwrap_or_default();
        Self::ALL.into_iter().find(|(_, key, _)| *key == named).map_or(Self::Candidates, |(show, ..)| show)
    }
}

/// Which candidates are listed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter<'a> {
    /// Of this tier.
    pub tier: Option<Tier>,
    /// Of this kind of service.
    pub term: Option<&'a str>,
    /// In buildings of this owner.
    pub owner: Option<&'a str>,
    /// On the front alone.
    pub front: bool,
}

impl<'a> Filter<'a> {
    /// Reads the address.
    pub fn of(params: &'a Params) -> Self {
        let tier = params
            .get("tier")
            .and_then(|key| [Tier::Passes, Tier::ToCheck].into_iter().find(|tier| tier.key() == key));
        Self {
            tier,
            term: params.get("term"),
            owner: params.get("owner"),
            front: params.get("front") == Some("on"),
        }
    }

    /// Whether a pair is listed.
    pub fn lets(&self, found: &Colocated, pair: &Pair) -> bool {
        let service = &found.estate.services[pair.service as usize];
        let building = &found.estate.buildings[pair.building as usize];
        let has_term = |term: &str| {
            let own = service.terms.value().into_iter().flatten();
            own.into_iter().any(|own| words::plain(own) == words::plain(term))
        };
        self.tier.is_none_or(|tier| pair.answers.tier() == tier)
            && self.term.is_none_or(has_term)
            && self.owner.is_none_or(|owner| building.owner.value().is_some_and(|own| own == owner))
            && (!self.front || pair.front == Front::On)
    }

    /// Whether anything is left out.
    pub fn is_on(&self) -> bool {
        *self != Self::default()
    }
}
