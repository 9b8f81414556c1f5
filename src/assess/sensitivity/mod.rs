//! Which choice matters: shares of the variance of ranks, and leaving parts out.

mod leave_out;
mod sobol;

pub use leave_out::{LeftOut, leave_one_out};
pub use sobol::{FactorShare, Indices, Sensitivity, sensitivity, sobol_indices};

#[cfg(test)]
mod tests;
