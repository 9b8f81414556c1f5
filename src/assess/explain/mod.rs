//! Why an area has its score, what would move it, and what changed since the last run.

mod contributions;
mod diff;
mod levers;

pub use contributions::{Against, ContributionFault, Contributions, Part, contributions};
pub use diff::{AreaChange, Cause, DiffFault, Step, diff};
pub use levers::{Lever, LeverFault, levers};

#[cfg(test)]
mod tests;
