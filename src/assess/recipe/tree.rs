//! The tree of an index: groups within groups, indicators at the ends.

use crate::assess::aggregate::{Aggregation, Gaps};
use crate::assess::impute::Imputation;
use crate::assess::normalise::{Direction, Normalisation};
use crate::assess::treat::Treatment;

/// How many levels of weights there may be from the index to an indicator.
pub const MAX_LEVELS: usize = 4;

/// A part of an index.
#[derive(Debug, Clone, PartialEq)]
pub enum Node {
    /// A domain or sub-domain.
    Group(Group),
    /// An indicator.
    Indicator(Indicator),
}

/// The index itself, a domain or a sub-domain.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// Its id, unique in the recipe.
    pub id: String,
    /// Its name, for headings.
    pub title: String,
    /// Its weight among its neighbours; the weight of the index itself is not used and must be 1.
    pub weight: f64,
    /// How its parts are put together.
    pub aggregation: Aggregation,
    /// What a gap among its parts does.
    pub gaps: Gaps,
    /// Its parts.
    pub parts: Vec<Node>,
}

/// An indicator and how its figures become scores.
#[derive(Debug, Clone, PartialEq)]
pub struct Indicator {
    /// Its id, unique in the recipe; its figures have the same.
    pub id: String,
    /// Its name, for headings.
    pub title: String,
    /// Its weight among its neighbours; 0 lists it without a say.
    pub weight: f64,
    /// Which end is the worse one.
    pub direction: Direction,
    /// Whether shares of few people are drawn towards a larger area.
    pub shrinkage: Shrinkage,
    /// What is done about far-out figures.
    pub treatment: Treatment,
    /// What stands in for a missing figure.
    pub imputation: Imputation,
    /// How figures become scores.
    pub normalisation: Normalisation,
}

/// Towards what small areas are drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shrinkage {
    /// Not at all.
    Off,
    /// All areas together.
    Whole,
    /// The areas of the same group of a grouping.
    Within(String),
}

impl Node {
    /// Id of the group or indicator.
    #[must_use]
    pub fn id(&self) -> &str {
        match self {
            Self::Group(group) => &group.id,
            Self::Indicator(indicator) => &indicator.id,
        }
    }

    /// Its weight among its neighbours.
    #[must_use]
    pub fn weight(&self) -> f64 {
        match self {
            Self::Group(group) => group.weight,
            Self::Indicator(indicator) => indicator.weight,
        }
    }
}

impl Group {
    /// All indicators below, in the order of the recipe.
    #[must_use]
    pub fn indicators(&self) -> Vec<&Indicator> {
        let mut all = Vec::new();
        for part in &self.parts {
            match part {
                Node::Group(group) => all.extend(group.indicators()),
                Node::Indicator(indicator) => all.push(indicator),
            }
        }
        all
    }

    /// This group and all below, in the order of the recipe.
    #[must_use]
    pub fn groups(&self) -> Vec<&Self> {
        let mut all = vec![self];
        for part in &self.parts {
            if let Node::Group(group) = part {
                all.extend(group.groups());
            }
        }
        all
    }
}
