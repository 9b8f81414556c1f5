//! Why a place cannot be put to the proof.

use crate::crosswalk::backtest::BacktestError;
use crate::engine::AlignError;
use crate::model::{BacktestId, DatasetId, EditionKey};

/// Why there is no back-test of a place.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum NoBacktest {
    /// The manifest describes none and none can be derived.
    #[error(
        "the manifest describes no [[backtest]] and none can be derived: {why}. A back-test needs a table of small areas with a column of all residents and columns of counts (age bands), and two layers that the small areas lie in; write\n\n{EXAMPLE}\n"
    )]
    NothingKnown {
        /// What is not there.
        why: String,
    },
    /// The manifest describes no such test.
    #[error("the manifest describes no back-test '{id}'; it describes {known}")]
    NoSuch {
        /// The test asked for.
        id: BacktestId,
        /// Those there are.
        known: String,
    },
    /// The place shows no edition of the table.
    #[error("the place shows no edition of the table '{0}' that the back-test names")]
    NoTable(DatasetId),
    /// The place shows no edition of a layer.
    #[error("the place shows no edition of the layer '{0}' that the back-test names")]
    NoLayer(DatasetId),
    /// No layer can be the sources.
    #[error(
        "no layer of the place can be the sources: none has three or more areas of {small_areas} to each of its own; name one with 'from'"
    )]
    NoSources {
        /// The small areas.
        small_areas: EditionKey,
    },
    /// The manifest names no main layer, nor the back-test a target.
    #[error(
        "nothing says which areas figures are carried to: name a layer with 'to', or the place's main_layer"
    )]
    NoTargets,
    /// Two ends of the test are one.
    #[error("{0} cannot be two ends of a back-test: small areas, sources and targets are three layers")]
    SameLayer(EditionKey),
    /// Columns are not in the order that a span needs.
    #[error("{table}: the column '{to}' does not come after '{from}'")]
    Backwards {
        /// The table.
        table: EditionKey,
        /// First column of the span.
        from: String,
        /// Its last.
        to: String,
    },
    /// No small area is left.
    #[error("no area of {small_areas} with figures lies in {layer}")]
    Nowhere {
        /// The small areas.
        small_areas: EditionKey,
        /// The layer.
        layer: EditionKey,
    },
    /// The table or a layer cannot be read as it should.
    #[error(transparent)]
    Align(#[from] AlignError),
    /// The test itself refuses.
    #[error("{}", list(.0))]
    Refused(Vec<BacktestError>),
}

const EXAMPLE: &str = "  [[backtest]]
  id = \"age-bands\"
  table = \"population\"          # small areas, one row each
  total = \"All ages\"            # all residents
  truths = { from = \"Aged 0-4\", to = \"Aged 90+\" }
  from = \"lsoa\"                 # where figures come from
  to = \"wards\"                  # where they are carried to";

fn list(errors: &[BacktestError]) -> String {
    const NAMED: usize = 3;
    let mut words: Vec<String> = errors.iter().take(NAMED).map(ToString::to_string).collect();
    if errors.len() > NAMED {
        words.push(format!("and {} more", errors.len() - NAMED));
    }
    words.join("; ")
}
