//! How two areas lie to each other, within what a digitiser can tell apart.

/// How a source lies to a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Relation {
    /// The two are one area.
    Same,
    /// The source lies inside the target.
    Inside,
    /// The source holds the whole target.
    Contains,
    /// Each has a part of its own.
    Overlaps,
    /// They share no more than two drawings of one line differ by.
    Sliver,
}

/// How far two drawings of the same line may lie apart.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tolerance {
    /// Metres between the two lines, taken along the whole outline of the
    /// smaller area.
    pub metres: f64,
}

impl Default for Tolerance {
    /// One metre: two careful drawings of one boundary.
    fn default() -> Self {
        Self { metres: 1.0 }
    }
}

/// What is known of two areas that share something, in m² and metres.
#[derive(Debug, Clone, Copy)]
pub(super) struct Extents {
    pub(super) source_m2: f64,
    pub(super) target_m2: f64,
    pub(super) shared_m2: f64,
    /// The shorter of the two outlines.
    pub(super) outline_m: f64,
}

impl Relation {
    /// All relations.
    pub const ALL: [Self; 5] = [Self::Same, Self::Inside, Self::Contains, Self::Overlaps, Self::Sliver];

    /// The name used in files and on the wire.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Inside => "inside",
            Self::Contains => "contains",
            Self::Overlaps => "overlaps",
            Self::Sliver => "sliver",
        }
    }

    /// The relation seen from the other side.
    #[must_use]
    pub fn turned(self) -> Self {
        match self {
            Self::Inside => Self::Contains,
            Self::Contains => Self::Inside,
            other => other,
        }
    }

    /// What two areas are to each other when one lies in between.
    #[must_use]
    pub fn then(self, next: Self) -> Self {
        match (self, next) {
            (Self::Sliver, _) | (_, Self::Sliver) => Self::Sliver,
            (Self::Same, other) | (other, Self::Same) => other,
            (Self::Inside, Self::Inside) => Self::Inside,
            (Self::Contains, Self::Contains) => Self::Contains,
            _ => Self::Overlaps,
        }
    }

    pub(super) fn of(extents: Extents, tolerance: Tolerance) -> Self {
        let strip_m2 = tolerance.metres * extents.outline_m;
        let source_is_inside = extents.source_m2 - extents.shared_m2 <= strip_m2;
        let target_is_inside = extents.target_m2 - extents.shared_m2 <= strip_m2;
        // An area no wider than the strip is not a sliver of itself.
        let is_strip = extents.shared_m2 <= strip_m2
            && extents.shared_m2 < extents.source_m2.min(extents.target_m2) / 2.0;
        match (source_is_inside, target_is_inside) {
            _ if is_strip => Self::Sliver,
            (true, true) => Self::Same,
            (true, false) => Self::Inside,
            (false, true) => Self::Contains,
            (false, false) => Self::Overlaps,
        }
    }
}
