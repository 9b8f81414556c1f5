//! How well people can get at a service: floating catchments.
//!
//! `two_step` is the two-step floating catchment area with or without
//! distance decay, `balanced` the variant that counts every person and every
//! place once. Both take residents, supply and travel times as plain numbers;
//! where the times come from is for others. What cannot be said (an origin
//! from which nothing is in reach, a site that nobody reaches) is a state of
//! its own. Read `minutes.rs` first.

mod balanced;
mod decay;
mod groups;
mod level;
mod minutes;
mod two_step;

pub use balanced::{Balanced, balanced};
pub use decay::{Decay, DecayError};
pub use groups::{GroupAccess, by_group};
pub use level::{Level, SiteRatio};
pub use minutes::{AccessError, Leg, Minutes};
pub use two_step::{TwoStep, two_step};

#[cfg(test)]
mod tests;
