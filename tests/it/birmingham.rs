//! The real files of Birmingham, Rutland and Cheltenham.
