//! Confidence intervals of counts, rates, shares and means, and funnels.
//!
//! What a figure of few events is worth. Start with `poisson.rs`.
//! Formulas, traps and sources: `docs/methods/intervals.md`.

mod funnel;
mod indirect;
mod level;
mod mean;
mod poisson;
mod proportion;
pub mod quantile;
mod standardised;

pub use funnel::{FunnelLimits, Verdict, funnel_limits_of_rate, funnel_limits_of_share, judge_share};
pub use indirect::{IndirectRate, indirectly_standardised_rate};
pub use level::{Estimate, Interval, IntervalError, Level};
pub use mean::{mean_of_values, mean_with_error};
pub use poisson::{EXACT_BELOW, byar, count_interval, exact_poisson, rate};
pub use proportion::{share, wilson};
pub use standardised::{Stratum, directly_standardised_rate};

#[cfg(test)]
mod tests;
