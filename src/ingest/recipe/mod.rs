//! Recipes of assessments: TOML that a person can read and write.
//!
//! `section.rs` walks tables and keeps every fault with its line, `methods.rs`
//! reads choices such as a normalisation, `tree.rs` domains and indicators,
//! `whole.rs` the rest. `write.rs` turns a specification into the same form
//! again. `docs/assessment.md` lists every key.

mod figures;
mod methods;
pub(super) mod section;
mod tree;
mod whole;
mod write;

pub use section::RecipeFault;
pub use whole::read_recipe;
pub use write::write_recipe;

#[cfg(test)]
mod tests;
