//! What is planned: which places close, move, open or share.

use std::collections::{BTreeMap, BTreeSet};

use super::setting::Setting;

/// One change. Places go by their ids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// The service leaves a place and comes to no other.
    Close {
        /// The place.
        venue: String,
    },
    /// The service leaves a place for another of its own.
    Move {
        /// From here.
        venue: String,
        /// To here.
        to: String,
    },
    /// The service comes to a place.
    Open {
        /// The place.
        venue: String,
    },
    /// The service moves in with another in that one's building.
    Share {
        /// From here.
        venue: String,
        /// The building of the other.
        with: String,
    },
}

impl Action {
    /// The name used in recipes and on the wire.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            Self::Close { .. } => "close",
            Self::Move { .. } => "move",
            Self::Open { .. } => "open",
            Self::Share { .. } => "share",
        }
    }

    fn leaves(&self) -> Option<&str> {
        match self {
            Self::Close { venue } | Self::Move { venue, .. } | Self::Share { venue, .. } => Some(venue),
            Self::Open { .. } => None,
        }
    }

    fn comes_to(&self) -> Option<&str> {
        match self {
            Self::Move { to, .. } => Some(to),
            Self::Open { venue } => Some(venue),
            Self::Share { with, .. } => Some(with),
            Self::Close { .. } => None,
        }
    }

    /// In plain words, with names of places.
    #[must_use]
    pub fn words(&self, setting: &Setting) -> String {
        let name = |id: &String| {
            let venue = setting.venues.iter().find(|venue| venue.id == *id);
            venue.map_or_else(|| id.clone(), |venue| venue.name.clone())
        };
        match self {
            Self::Close { venue } => format!("{} closes", name(venue)),
            Self::Move { venue, to } => format!("{} moves to {}", name(venue), name(to)),
            Self::Open { venue } => format!("{} opens", name(venue)),
            Self::Share { venue, with } => format!("{} moves in with {}", name(venue), name(with)),
        }
    }
}

/// What is planned, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Its heading.
    pub title: String,
    /// The changes. All take effect at once.
    pub actions: Vec<Action>,
}

/// What can be wrong with a plan.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PlanFault {
    /// Nothing changes.
    #[error("the plan holds no action: nothing would change")]
    Empty,
    /// A place that is not there.
    #[error("there is no place '{0}'")]
    NoVenue(String),
    /// The service is not at the place that it leaves.
    #[error("the service cannot leave '{0}': it is not there")]
    NotOpen(String),
    /// The service is already at the place that it comes to.
    #[error("the service cannot come to '{0}': it is there already and stays")]
    OpenAlready(String),
    /// Two actions leave one place.
    #[error("'{0}' is left by two actions")]
    LeftTwice(String),
    /// Two actions come to one place: they should share it, which one `open` or `move` and a `share` say.
    #[error("'{0}' is come to by two actions; let one of them come and the others close")]
    ComeToTwice(String),
    /// A place is to move to itself.
    #[error("'{0}' is to move to where it is")]
    ToItself(String),
}

/// Which places offer the service before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    /// Before, a flag a venue.
    pub before: Vec<bool>,
    /// After.
    pub after: Vec<bool>,
}

impl Plan {
    /// Applies the plan to a setting.
    ///
    /// # Errors
    /// Every [`PlanFault`] at once.
    pub fn apply(&self, setting: &Setting) -> Result<Applied, Vec<PlanFault>> {
        let venues: BTreeMap<&str, usize> =
            setting.venues.iter().enumerate().map(|(at, venue)| (venue.id.as_str(), at)).collect();
        let before: Vec<bool> = setting.venues.iter().map(|venue| venue.open).collect();
        let mut after = before.clone();
        let mut faults = Vec::new();
        if self.actions.is_empty() {
            faults.push(PlanFault::Empty);
        }
        let mut left = BTreeSet::new();
        for from in self.actions.iter().filter_map(Action::leaves) {
            match venues.get(from) {
                None => faults.push(PlanFault::NoVenue(from.to_owned())),
                Some(at) if !before[*at] => faults.push(PlanFault::NotOpen(from.to_owned())),
                Some(_) if !left.insert(from) => faults.push(PlanFault::LeftTwice(from.to_owned())),
                Some(at) => after[*at] = false,
            }
        }
        let mut come_to = BTreeSet::new();
        for action in &self.actions {
            let Some(to) = action.comes_to() else { continue };
            let fault = match venues.get(to) {
                None => Some(PlanFault::NoVenue(to.to_owned())),
                Some(_) if action.leaves() == Some(to) => Some(PlanFault::ToItself(to.to_owned())),
                Some(at) if before[*at] && !left.contains(to) => Some(PlanFault::OpenAlready(to.to_owned())),
                Some(_) if !come_to.insert(to) => Some(PlanFault::ComeToTwice(to.to_owned())),
                Some(at) => {
                    after[*at] = true;
                    None
                }
            };
            faults.extend(fault);
        }
        if faults.is_empty() { Ok(Applied { before, after }) } else { Err(faults) }
    }
}
