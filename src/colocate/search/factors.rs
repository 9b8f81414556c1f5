//! What money, carbon and room are reckoned by.

/// A factor that somebody has published or assumed.
#[derive(Debug, Clone, PartialEq)]
pub struct Factor {
    /// The lowest value that is likely.
    pub low: f64,
    /// The likeliest.
    pub mid: f64,
    /// The highest.
    pub high: f64,
    /// Who says so.
    pub source: String,
}

/// What money, carbon and room are reckoned by. What is not given is not
/// reckoned: Wardwise makes up no price.
#[derive(Debug, Clone, PartialEq)]
pub struct Factors {
    /// m² for a desk, all shared room included.
    pub m2_per_desk: Option<Factor>,
    /// Pounds a year for a m², where the register does not say.
    pub cost_per_m2: Option<Factor>,
    /// Pounds once for a m² that is fitted out.
    pub one_off_per_m2: Option<Factor>,
    /// Pounds once for a move.
    pub transition: Option<Factor>,
    /// kg `CO₂e` a year for a m² in use.
    pub carbon_per_m2: Option<Factor>,
    /// Years over which money is added up.
    pub years: f64,
}

impl Default for Factors {
    /// Room and carbon by published figures; money must be given.
    ///
    /// # Source
    /// 8 m² a desk: the target of the Government Estate Strategy 2018, with
    /// 10 m² of its forerunner as the upper and 6 m² of pooled desks as the
    /// lower end. Carbon: energy of naturally ventilated cellular offices,
    /// good practice (79 kWh/m² gas, 33 electricity) and typical (151, 54),
    /// Energy Consumption Guide 19, times 0.18293 and 0.20705 kg CO₂e/kWh of
    /// the UK Government conversion factors 2023; the middle is their mean.
    fn default() -> Self {
        let desk = Factor {
            low: 6.0,
            mid: 8.0,
            high: 10.0,
            source: "Government Estate Strategy 2018: 8 m² a desk; 10 m² before, 6 m² for pooled desks"
                .into(),
        };
        let carbon = Factor {
            low: 21.3,
            mid: 30.1,
            high: 38.8,
            source: "Energy Consumption Guide 19, naturally ventilated office, good practice to typical, × UK Government conversion factors 2023".into(),
        };
        Self {
            m2_per_desk: Some(desk),
            cost_per_m2: None,
            one_off_per_m2: None,
            transition: None,
            carbon_per_m2: Some(carbon),
            years: 5.0,
        }
    }
}
