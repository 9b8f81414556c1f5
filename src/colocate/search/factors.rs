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
    /// Room and carbon by Wardwise's own assumptions, which say so wherever
    /// they are used and which a search replaces; money must be given.
    ///
    /// 8 m² a desk in offices of today, 6 m² where desks are pooled, 10 m² in
    /// older ones. 21 to 39 kg `CO₂e` a m² and year: a naturally ventilated
    /// office between 79 kWh of gas with 33 of electricity and 151 with 54, at
    /// 0.18 and 0.21 kg `CO₂e` a kWh. None of these figures could be held
    /// against a publication, so none is cited.
    fn default() -> Self {
        let desk = Factor {
            low: 6.0,
            mid: 8.0,
            high: 10.0,
            source: "Wardwise\u{2019}s assumption, to be replaced by the owner\u{2019}s own space standard"
                .into(),
        };
        let carbon = Factor {
            low: 21.0,
            mid: 30.0,
            high: 39.0,
            source: "Wardwise\u{2019}s assumption for a naturally ventilated office, to be replaced by meter readings"
                .into(),
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
