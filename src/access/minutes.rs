//! Travel times from demand to supply, and what is refused.

/// The way from one origin to one site.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Leg {
    /// It takes so many minutes.
    Minutes(f64),
    /// It is longer than was looked for.
    Beyond,
    /// There is none, or one end is not known.
    Unreachable,
}

/// Travel times from every origin (row) to every site (column). Nothing is
/// taken to be symmetric: the way there need not be the way back.
#[derive(Debug, Clone, PartialEq)]
pub struct Minutes {
    n_sites: usize,
    legs: Vec<Leg>,
}

/// Why access cannot be reckoned.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum AccessError {
    /// The times are not one row an origin.
    #[error("there are {legs} travel times, not {n_origins} rows of {n_sites}")]
    Shape {
        /// Times given.
        legs: usize,
        /// Origins.
        n_origins: usize,
        /// Sites.
        n_sites: usize,
    },
    /// A travel time is below zero or no number.
    #[error("the time from origin {origin} to site {site} is {minutes}, not a number of minutes")]
    Time {
        /// Position of the origin.
        origin: usize,
        /// Position of the site.
        site: usize,
        /// The time.
        minutes: f64,
    },
    /// There are more or fewer residents or supplies than rows or columns.
    #[error("{given} {what} for {wanted}")]
    Count {
        /// What was counted.
        what: &'static str,
        /// How many there are.
        given: usize,
        /// How many there should be.
        wanted: usize,
    },
    /// A number of residents or an amount of supply is below zero or no number.
    #[error("{what} {at} is {value}; it must be a number of zero or more")]
    Value {
        /// What it is.
        what: &'static str,
        /// Its position.
        at: usize,
        /// The number.
        value: f64,
    },
}

impl Minutes {
    /// Takes the times, the sites of an origin side by side.
    ///
    /// # Errors
    /// [`AccessError::Shape`] and [`AccessError::Time`].
    pub fn new(n_origins: usize, n_sites: usize, legs: Vec<Leg>) -> Result<Self, AccessError> {
        if legs.len() != n_origins * n_sites {
            return Err(AccessError::Shape { legs: legs.len(), n_origins, n_sites });
        }
        for (at, leg) in legs.iter().enumerate() {
            if let Leg::Minutes(minutes) = leg
                && !(minutes.is_finite() && *minutes >= 0.0)
            {
                let (origin, site) = (at / n_sites, at % n_sites);
                return Err(AccessError::Time { origin, site, minutes: *minutes });
            }
        }
        Ok(Self { n_sites, legs })
    }

    /// How many sites there are.
    #[must_use]
    pub fn n_sites(&self) -> usize {
        self.n_sites
    }

    /// The ways from one origin to every site.
    #[must_use]
    pub fn row(&self, origin: usize) -> &[Leg] {
        &self.legs[origin * self.n_sites..(origin + 1) * self.n_sites]
    }

    pub(super) fn check(&self, residents: &[f64], supply: &[f64]) -> Result<(), AccessError> {
        let counted = |what, given: usize, wanted: usize| {
            (given == wanted).then_some(()).ok_or(AccessError::Count { what, given, wanted })
        };
        counted("supplies", supply.len(), self.n_sites)?;
        counted("travel times", self.legs.len(), residents.len() * self.n_sites)?;
        amounts("the number of residents", residents)?;
        amounts("the supply", supply)
    }
}

fn amounts(what: &'static str, values: &[f64]) -> Result<(), AccessError> {
    match values.iter().enumerate().find(|(_, value)| !(value.is_finite() && **value >= 0.0)) {
        Some((at, value)) => Err(AccessError::Value { what, at, value: *value }),
        None => Ok(()),
    }
}
