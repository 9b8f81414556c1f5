//! A changed recipe, run on the figures at hand.

use crate::assess::spec::AssessmentSpec;
use crate::engine::{AssessError, Assessed, Engine};
use crate::pages::params::Params;

use super::edits;

/// What comes of a changed recipe.
pub(in crate::pages::assess) struct Preview {
    /// The changed recipe.
    pub spec: AssessmentSpec,
    /// What was changed, in words.
    pub changed: Vec<String>,
    /// What it comes to; `None` where it cannot be run.
    pub assessed: Option<Assessed>,
    /// What could not be understood or run.
    pub wrong: Vec<String>,
}

impl Preview {
    /// The preview that an address asks for.
    pub(in crate::pages::assess) fn of(engine: &Engine, own: &Assessed, params: &Params) -> Self {
        let edited = edits::apply(engine, &own.spec, params);
        let mut wrong = edited.wrong.clone();
        let assessed = match run(engine, own, &edited) {
            Ok(assessed) => Some(assessed),
            Err(error) => {
                wrong.extend(words(&error));
                None
            }
        };
        Self { spec: edited.spec, changed: edited.changed, assessed, wrong }
    }
}

fn run(engine: &Engine, own: &Assessed, edited: &edits::Edited) -> Result<Assessed, AssessError> {
    if !edited.is_changed() {
        return Ok(own.clone());
    }
    // What could not be saved is not shown as if it could.
    let faults = engine.check_directions(&edited.spec);
    if !faults.is_empty() {
        return Err(AssessError::Refused(faults));
    }
    match own.rerun(&edited.spec) {
        Err(AssessError::OtherInputs(_)) => engine.assess_quickly(&edited.spec),
        other => other,
    }
}

/// Each fault in a sentence of its own.
fn words(error: &AssessError) -> Vec<String> {
    if error.faults().is_empty() {
        return vec![error.to_string()];
    }
    error.faults().iter().map(ToString::to_string).collect()
}
