//! People added up, each sum with a range.

/// When a change counts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Thresholds {
    /// More minutes than this, more or fewer, are a loss or a gain.
    pub minutes: f64,
    /// Within so many minutes the service is near: ten minutes are 800 m at 4.8 km/h.
    pub near: f64,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self { minutes: 5.0, near: 10.0 }
    }
}

/// The family of the tally of all residents.
pub const OF_EVERYONE: &str = "Everyone";

/// An estimate with the range that holds it in 19 of 20 cases.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Range {
    /// The estimate.
    pub value: f64,
    /// The range's lower end.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
}

/// What becomes of one population.
#[derive(Debug, Clone, PartialEq)]
pub struct Tally {
    /// What it is one part of: "Age", "Ward", "Everyone".
    pub family: String,
    /// Which people: "65 and over".
    pub name: String,
    /// How many they are.
    pub people: Range,
    /// People for whom it takes longer by more than the threshold.
    pub losing: Range,
    /// People for whom it is quicker by more than the threshold.
    pub gaining: Range,
    /// People with the service near before and not after.
    pub no_longer_near: Range,
    /// People with the service near after and not before.
    pub newly_near: Range,
    /// People who could reach the service before and cannot after.
    pub cut_off: Range,
    /// People who could not and can.
    pub newly_reached: Range,
    /// People who can reach it neither before nor after.
    pub never_reached: Range,
    /// Mean minutes before, of those who can reach it; `None` where nobody can.
    pub minutes_before: Option<f64>,
    /// Mean minutes after.
    pub minutes_after: Option<f64>,
    /// Part of these people who lose or are cut off.
    pub share_losing: Option<Range>,
    /// Whether the range of that part lies wholly above that of all residents.
    pub harder_hit: bool,
    /// Areas for which the number is not known; their people are in no sum.
    pub areas_unknown: usize,
}

/// A sum over areas with its variance.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Sum {
    pub value: f64,
    pub variance: f64,
}

/// Half the width of a 95 % range, in standard errors.
const Z: f64 = 1.959_963_984_540_054;

impl Sum {
    /// Adds a part of a number of people: `share` of them, seen on spots worth
    /// so many equal ones.
    ///
    /// The number has its own error; where its people live is known no better
    /// than so many spots tell.
    pub fn add(&mut self, people: f64, error: f64, share: f64, spots: f64) {
        self.value += people * share;
        let placing = share * (1.0 - share) / spots.max(1.0);
        self.variance += share * share * error * error + (people * people + error * error) * placing;
    }

    /// The sum between nought and a limit.
    pub fn range(self, most: f64) -> Range {
        let half = Z * self.variance.max(0.0).sqrt();
        Range {
            value: self.value,
            low: (self.value - half).max(0.0),
            high: (self.value + half).min(most.max(self.value)),
        }
    }
}
