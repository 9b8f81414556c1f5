//! What if: services close, move, open or share a building, and who gains or loses.
//!
//! A [`Setting`] says where people live and how long it takes them to every
//! place that could offer the service; a [`Plan`] says what changes. The
//! [`Effect`] compares before and after spot by spot and adds up people by
//! group, each sum with a range. An [`evidence pack`](Pack) is what goes with
//! a decision, and cannot be changed once it does. Scenarios are reckoned
//! beside the data of a place and never become part of it.
//! Method: `docs/methods/what-if.md`. Read `setting.rs` first, then `effect.rs`.

mod effect;
mod pack;
mod plan;
mod setting;
mod spec;
mod tally;

#[cfg(test)]
mod tests;

pub use effect::{Access, AreaEffect, Effect, effect};
pub use pack::{Facts, LinkedPack, Mitigation, Pack, PackError, SignOff, digest_of};
pub use plan::{Action, Applied, Plan, PlanFault};
pub use setting::{Area, Count, Family, Group, Setting, SettingFault, Spot, Venue};
pub use spec::{ActionSpec, PackSpec, PlaceSpec, ScenarioSpec};
pub use tally::{OF_EVERYONE, Range, Tally, Thresholds};
