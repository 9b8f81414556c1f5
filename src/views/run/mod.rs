//! A run of an assessment as a file: enough to set it beside another one and
//! to run it again.
//!
//! The written form is versioned: a reader refuses one that it does not know.
//! `inputs.rs` holds figures and what stands behind them, `results.rs` what
//! came out.

mod inputs;
mod results;

pub use inputs::{EvidenceView, FigureView, IndicatorView, InputsView, PartView, ProvenanceView, SourceView};
pub use results::{NodeView, RangeView, ResultsView, SpotView, StandingView, not_testable, unranked};

use serde::{Deserialize, Serialize};

use crate::assess::run::Run;
use crate::assess::spec::AssessmentSpec;
use crate::engine::{AssessError, Assessed, PlaceInfo, run_spec};
use crate::model::AreaCode;

/// The name of the form, at the head of every file.
pub const FORM: &str = "wardwise-run";

/// The version of the form that is written and read.
pub const FORM_VERSION: u32 = 1;

/// A run of an assessment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RunView {
    /// [`FORM`].
    pub form: String,
    /// [`FORM_VERSION`].
    pub form_version: u32,
    /// The program that wrote it.
    pub software: String,
    /// The place.
    pub place: PlaceView,
    /// The assessment's id.
    pub assessment: String,
    /// Its title.
    pub title: String,
    /// Why it exists.
    pub purpose: String,
    /// The whole recipe, as TOML.
    pub recipe: String,
    /// Where random numbers start.
    pub seed: u64,
    /// The layer edition that was assessed.
    pub boundaries: String,
    /// The areas, in the order of all columns.
    pub areas: Vec<AreaView>,
    /// What the recipe was fed with.
    pub inputs: InputsView,
    /// What came out.
    pub results: ResultsView,
}

/// The place that a run is of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceView {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: u64,
}

/// One area of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AreaView {
    /// Its code.
    pub code: String,
    /// Its name, where the layer gives one.
    pub name: Option<String>,
}

/// Why a run file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum RunFileError {
    /// It is no run file.
    #[error("this is no run of an assessment: {0}")]
    NotARun(String),
    /// It was written in another form.
    #[error("it has version {found} of the form, and this Wardwise reads version {FORM_VERSION}")]
    OtherForm {
        /// The version found.
        found: u32,
    },
    /// Its recipe or inputs cannot be understood.
    #[error("{0}")]
    Damaged(String),
    /// It cannot be run again.
    #[error("it cannot be run again: {0}")]
    Refused(#[from] AssessError),
    /// Running it again gives other scores than it records.
    #[error("running it again gives other scores than it records, first for {0}")]
    Differs(String),
}

impl RunView {
    /// A run, to be written with its recipe as TOML.
    #[must_use]
    pub fn new(info: &PlaceInfo, assessed: &Assessed, recipe: String) -> Self {
        let spec = &assessed.spec;
        Self {
            form: FORM.to_owned(),
            form_version: FORM_VERSION,
            software: concat!("wardwise ", env!("CARGO_PKG_VERSION")).to_owned(),
            place: PlaceView {
                id: info.id.clone(),
                name: info.name.clone(),
                version: assessed.place_version,
            },
            assessment: spec.id.to_string(),
            title: spec.title.clone(),
            purpose: spec.purpose.clone(),
            recipe,
            seed: spec.seed,
            boundaries: spec.areas.to_string(),
            areas: assessed
                .areas
                .iter()
                .map(|area| AreaView { code: area.code.to_string(), name: area.name.clone() })
                .collect(),
            inputs: InputsView::of(assessed),
            results: ResultsView::of(assessed),
        }
    }

    /// Reads a run file.
    ///
    /// # Errors
    /// [`RunFileError::NotARun`], [`RunFileError::OtherForm`].
    pub fn read(text: &str) -> Result<Self, RunFileError> {
        #[derive(Deserialize)]
        struct Head {
            form: String,
            form_version: u32,
        }
        let not_a_run = |error: serde_json::Error| RunFileError::NotARun(error.to_string());
        let head: Head = serde_json::from_str(text).map_err(not_a_run)?;
        if head.form != FORM {
            return Err(RunFileError::NotARun(format!("its form is '{}'", head.form)));
        }
        if head.form_version != FORM_VERSION {
            return Err(RunFileError::OtherForm { found: head.form_version });
        }
        serde_json::from_str(text).map_err(not_a_run)
    }

    /// Runs it again by its recipe, which the caller has read, and makes sure
    /// that the scores are those it records.
    ///
    /// # Errors
    /// [`RunFileError::Damaged`], [`RunFileError::Refused`], [`RunFileError::Differs`].
    pub fn rebuild(&self, spec: &AssessmentSpec) -> Result<Run, RunFileError> {
        let code = |area: &AreaView| {
            let wrong = || RunFileError::Damaged(format!("'{}' is no code of an area", area.code));
            AreaCode::parse(&area.code).map_err(|_not_a_code| wrong())
        };
        let areas = self.areas.iter().map(code).collect::<Result<Vec<_>, _>>()?;
        let inputs = self.inputs.inputs(areas).map_err(RunFileError::Damaged)?;
        let run = run_spec(spec, inputs)?;
        match self.results.first_difference(&run) {
            None => Ok(run),
            Some(at) => Err(RunFileError::Differs(self.areas[at].code.clone())),
        }
    }
}
