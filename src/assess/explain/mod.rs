//! Why an area has its score, what would move it, how it differs from another,
//! and what changed since the last run.

mod compare;
mod contributions;
mod diff;
mod levers;
mod priorities;

pub use compare::{Difference, NotTold, compare};
pub use contributions::{Against, ContributionFault, Contributions, Part, contributions};
pub use diff::{AreaChange, Cause, DiffFault, Step, diff};
pub use levers::{Lever, LeverFault, levers};
pub use priorities::{Priority, RULE as PRIORITY_RULE, priorities};

#[cfg(test)]
mod tests;
