//! Weights: what their sum means, and what a reader is shown of them.

/// What the sum of the weights means in a weighted sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WeightSum {
    /// Weights are shares of their sum, whatever it is.
    Shared,
    /// Weights are used as they are: those of the Indices of Deprivation sum to 0.999.
    AsGiven,
}

/// The weights of one group as a reader is shown them.
#[derive(Debug, Clone, PartialEq)]
pub struct Weighing {
    /// Their sum as given.
    pub sum: f64,
    /// Each weight as a share of the sum.
    pub shares: Vec<f64>,
    /// Parts with a weight of nought: present, without a say.
    pub without_say: Vec<usize>,
}

/// What there is to show of weights.
///
/// Shares are nought throughout where no weight is above nought, which a
/// recipe refuses.
#[must_use]
pub fn weighing(weights: &[f64]) -> Weighing {
    let sum: f64 = weights.iter().sum();
    let shares = weights.iter().map(|weight| if sum > 0.0 { weight / sum } else { 0.0 }).collect();
    let without_say = (0..weights.len()).filter(|at| weights[*at] == 0.0).collect();
    Weighing { sum, shares, without_say }
}
