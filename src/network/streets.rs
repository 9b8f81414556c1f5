//! Streets and paths that people may walk, cut at their junctions.

use std::sync::Arc;

use geo_types::LineString;

use crate::model::{EditionKey, Validity};
use crate::table::Table;

/// Which way along a street people may walk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Walk {
    /// Both ways: nearly every street.
    Both,
    /// From the first node to the last alone, as on an escalator.
    Forward,
    /// From the last node to the first alone.
    Backward,
}

impl Walk {
    /// All ways.
    pub const ALL: [Self; 3] = [Self::Both, Self::Forward, Self::Backward];

    /// The name used in the store and on the wire.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Both => "both",
            Self::Forward => "forward",
            Self::Backward => "backward",
        }
    }

    /// The way of a written name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|walk| walk.key() == key)
    }

    /// Whether one may walk from the first node to the last.
    #[must_use]
    pub fn is_forward(self) -> bool {
        self != Self::Backward
    }

    /// Whether one may walk from the last node to the first.
    #[must_use]
    pub fn is_backward(self) -> bool {
        self != Self::Forward
    }
}

/// One stretch of street between two nodes, with no junction in between.
#[derive(Debug, Clone, PartialEq)]
pub struct Segment {
    /// Node at its first point. Nodes are numbered from 0; two segments meet
    /// exactly where they name one node, wherever their lines may cross.
    pub from: u32,
    /// Node at its last point.
    pub to: u32,
    /// The line in grid metres; two points or more.
    pub line: LineString<f64>,
    /// Length of the line in metres.
    pub length_m: f64,
    /// Which way people may walk.
    pub walk: Walk,
    /// Whether it is a flight of steps, which not everyone can climb.
    pub steps: bool,
    /// Whether it is a ferry, which nobody walks.
    pub ferry: bool,
}

/// All streets of one edition of one network.
#[derive(Debug, Clone)]
pub struct Streets {
    /// Which edition this is.
    pub edition: EditionKey,
    /// When it is in force.
    pub validity: Validity,
    /// The segments, in the order of the published ways.
    pub segments: Arc<[Segment]>,
    /// What is published of the way that each segment is a part of; row `i`
    /// belongs to `segments[i]`.
    pub attributes: Table,
}
