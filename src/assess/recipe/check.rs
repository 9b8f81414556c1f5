//! Finding all faults of a recipe and its inputs at once.

mod columns;
mod settings;
mod shape;

use super::{Fault, FaultKind, Inputs, Recipe};

/// All faults of a recipe and the inputs it is to be run on; none if it can be run.
///
/// Whatever passes can be run: every setting is applied or is a fault here.
/// Columns are tried as well, so that a constant or empty one is named.
#[must_use]
pub fn check(recipe: &Recipe, inputs: &Inputs) -> Vec<Fault> {
    let mut found = Found::default();
    shape::check_areas(recipe, inputs, &mut found);
    shape::check_tree(recipe, &mut found);
    settings::check_settings(recipe, inputs, &mut found);
    columns::check_columns(recipe, inputs, &mut found);
    // Trying out columns of wrong length would find what is not there.
    if found.faults.is_empty() {
        columns::try_columns(recipe, inputs, &mut found);
    }
    found.faults
}

/// The faults of a recipe by itself, whatever its figures turn out to be.
#[must_use]
pub fn check_settings(recipe: &Recipe) -> Vec<Fault> {
    let mut found = Found::default();
    shape::check_tree(recipe, &mut found);
    settings::check_alone(recipe, &mut found);
    columns::check_methods(recipe, &mut found);
    found.faults
}

/// Faults found so far.
#[derive(Default)]
struct Found {
    faults: Vec<Fault>,
}

impl Found {
    fn add(&mut self, at: &str, what: impl Into<FaultKind>) {
        self.faults.push(Fault { at: at.to_owned(), what: what.into() });
    }

    /// Notes what a setting's own check says.
    fn setting(&mut self, at: &str, outcome: Result<(), String>) {
        if let Err(reason) = outcome {
            self.add(at, FaultKind::Setting(reason));
        }
    }
}

#[cfg(test)]
mod tests;
