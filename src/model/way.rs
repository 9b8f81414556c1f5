//! Ways to find the weights of a crosswalk, as people name them.

/// How the weights of a crosswalk are to be found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Way {
    /// By the place's control points where it knows of any, else by area.
    Best,
    /// By shared area; what lies outside is spill.
    Area,
    /// By shared area, with all of a source inside the targets it meets.
    AreaKeptInside,
    /// By control points, each source with the best there is in it.
    Points,
    /// By a published lookup.
    Lookup,
}

impl Way {
    /// All ways.
    pub const ALL: [Self; 5] = [Self::Best, Self::Area, Self::AreaKeptInside, Self::Points, Self::Lookup];

    /// The name used on the command line and on the wire.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Best => "best",
            Self::Area => "area",
            Self::AreaKeptInside => "area-kept-inside",
            Self::Points => "points",
            Self::Lookup => "lookup",
        }
    }

    /// The way of a written name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.key() == key)
    }
}
