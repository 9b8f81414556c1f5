//! Travel times, how they were found, and the ways in which there is none.

use crate::model::WALKING_KM_PER_HOUR;

/// How fast people walk.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Pace {
    m_per_min: f64,
}

impl Pace {
    /// 4.8 km/h, three miles an hour: 80 metres a minute, 800 metres in ten.
    pub const WALK: Self = Self { m_per_min: WALKING_KM_PER_HOUR * 1000.0 / 60.0 };

    /// A pace in kilometres an hour; `None` outside 0.5 to 30.
    ///
    /// # Examples
    /// ```
    /// use wardwise::network::Pace;
    /// assert_eq!(Pace::of_km_per_h(4.8), Some(Pace::WALK));
    /// assert_eq!(Pace::of_km_per_h(0.0), None);
    /// ```
    #[must_use]
    pub fn of_km_per_h(km_per_h: f64) -> Option<Self> {
        (0.5..=30.0).contains(&km_per_h).then(|| Self { m_per_min: km_per_h * 1000.0 / 60.0 })
    }

    /// Metres walked in a minute.
    #[must_use]
    pub fn m_per_min(self) -> f64 {
        self.m_per_min
    }

    /// Minutes that a length takes.
    #[must_use]
    pub fn minutes(self, metres: f64) -> f64 {
        metres / self.m_per_min
    }

    /// Metres that can be walked in some minutes.
    #[must_use]
    pub fn metres(self, minutes: f64) -> f64 {
        minutes * self.m_per_min
    }
}

impl Default for Pace {
    fn default() -> Self {
        Self::WALK
    }
}

/// What a travel time rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum By {
    /// Streets and paths.
    Network,
    /// The straight line times [`crate::model::DETOUR`]: an estimate that sees no river.
    StraightLine,
}

impl By {
    /// The name used on the wire.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Network => "network",
            Self::StraightLine => "straight-line",
        }
    }
}

/// How long a walk is, and how that is known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TravelTime {
    /// Minutes at the pace asked for.
    pub minutes: f64,
    /// Metres walked, the way between point and street at either end included.
    pub metres: f64,
    /// What it rests on.
    pub by: By,
}

/// Which end of a journey.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Side {
    /// The start.
    Origin,
    /// The goal.
    Site,
    /// Both.
    Both,
}

/// What came of asking for a way along the network.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Reach {
    /// There is a way.
    Walked(TravelTime),
    /// There may be a way, but it takes longer than was looked for.
    Beyond {
        /// The longest walk looked for, in minutes.
        minutes: f64,
    },
    /// There is no way: the two lie on pieces of the network that do not meet.
    NoWay,
    /// One end lies farther from any street than the limit, or nowhere.
    OffNetwork(Side),
}

impl Reach {
    /// The travel time, where there is one.
    #[must_use]
    pub fn time(self) -> Option<TravelTime> {
        match self {
            Self::Walked(time) => Some(time),
            _ => None,
        }
    }

    /// The name used on the wire.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Walked(_) => "reached",
            Self::Beyond { .. } => "beyond-limit",
            Self::NoWay => "no-way",
            Self::OffNetwork(Side::Origin) => "origin-off-network",
            Self::OffNetwork(Side::Site) => "site-off-network",
            Self::OffNetwork(Side::Both) => "both-off-network",
        }
    }
}
