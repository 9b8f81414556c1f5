//! What a reader of street data hands over: ways and points, unjudged.

use crate::fault::Fault;
use crate::geom::LonLat;

/// The ways of one file that may be streets, with the points they run over.
#[derive(Debug, Clone)]
pub struct StreetDraft {
    /// Path inside the source folder.
    pub file: String,
    /// The points, in the order of their published ids.
    pub points: Vec<StreetPoint>,
    /// The ways, in published order.
    pub ways: Vec<StreetWay>,
    /// What the reader itself noticed.
    pub noticed: Vec<Fault>,
}

/// One point of one or more ways.
#[derive(Debug, Clone, PartialEq)]
pub struct StreetPoint {
    /// Published id.
    pub id: i64,
    /// Where it lies.
    pub at: LonLat,
    /// The tags that may stop a walker; most points have none.
    pub tags: Tags,
}

/// One way.
#[derive(Debug, Clone, PartialEq)]
pub struct StreetWay {
    /// Published id.
    pub id: i64,
    /// Its points in order, as positions in [`StreetDraft::points`]. Where a
    /// point is not in the file there is a break.
    pub runs: Vec<Vec<u32>>,
    /// How many of its points the file does not hold.
    pub absent: u32,
    /// The tags that say what it is.
    pub tags: Tags,
}

/// Tags of a thing: key and value, in published order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tags(pub Vec<(Box<str>, Box<str>)>);

impl Tags {
    /// The value of a key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&str> {
        self.0.iter().find(|(k, _)| &**k == key).map(|(_, value)| &**value)
    }
}
