//! What is said of an origin and of a site.

/// How well an origin is served.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Level {
    /// Supply for each person, as the method counts it. Zero where the sites
    /// in reach have nothing to give.
    Of(f64),
    /// There is a way to some site, but none within the threshold.
    NoneInReach,
    /// There is no way to any site at all.
    Unreachable,
}

impl Level {
    /// The number, where there is one.
    #[must_use]
    pub fn value(self) -> Option<f64> {
        match self {
            Self::Of(value) => Some(value),
            Self::NoneInReach | Self::Unreachable => None,
        }
    }

    /// The name used on the wire.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Of(_) => "reached",
            Self::NoneInReach => "none-in-reach",
            Self::Unreachable => "unreachable",
        }
    }
}

/// How much a site has for each person who may come.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum SiteRatio {
    /// Supply for each person.
    Of(f64),
    /// Nobody lives in reach, so the supply is not divided by anybody.
    NoDemand,
}

impl SiteRatio {
    /// The number, where there is one.
    #[must_use]
    pub fn value(self) -> Option<f64> {
        match self {
            Self::Of(value) => Some(value),
            Self::NoDemand => None,
        }
    }

    /// Supply over demand.
    pub(super) fn new(supply: f64, demand: f64) -> Self {
        if demand > 0.0 { Self::Of(supply / demand) } else { Self::NoDemand }
    }
}

/// The level of an origin: the sum where it has weight anywhere, else why not.
pub(super) fn level(sum: f64, is_in_reach: bool, has_way: bool) -> Level {
    match (is_in_reach, has_way) {
        (true, _) => Level::Of(sum),
        (false, true) => Level::NoneInReach,
        (false, false) => Level::Unreachable,
    }
}
