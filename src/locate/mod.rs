//! Location models: which of the sites that could serve a place should.
//!
//! A [`Problem`] is a value: demand points with people and groups of people,
//! candidate sites with partners, capacities and costs, and what it takes to
//! get from one to the other. [`solve`] answers with a set of sites, a bound
//! that no set can beat, and a status that is never better than its proof.
//! Nothing here knows a map, a file or a clock: costs come from outside, and
//! so does the time that has passed. `highs.rs` alone knows the solver.
//! Method: `docs/methods/location.md`. Read `problem.rs` first, then `solve.rs`.

mod answer;
mod case;
mod centre;
mod check;
mod conflict;
mod costs;
mod cover;
mod fault;
mod flow;
mod form;
mod highs;
mod interchange;
mod lagrange;
mod measure;
mod median;
mod mip;
mod patterns;
mod problem;
mod radius;
mod room;
mod run;
mod solve;
mod spec;
mod ties;
mod transport;

#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;

pub use answer::{Answer, GroupServed, Load, Outcome, Served, Status, Why};
pub use check::MAX_PAIRS;
pub use conflict::{Conflict, Constraint};
pub use costs::{Costs, Way};
pub use fault::Fault;
pub use problem::{
    Assignment, Count, Demand, Fate, GroupCover, Limits, Model, ModelKind, Problem, Rules, Site, Unreached,
};
pub use solve::solve;
pub use spec::{
    Along, ClassFrom, ClassSpec, CountFrom, CoverSpec, EditionRef, Filter, GroupSpec, LocateSpec, NumberFrom,
    PeopleSpec, SitesFrom, SitesSpec, TravelSpec,
};
