//! The constants that error ranges rest on in this place.

use std::sync::OnceLock;

use crate::crosswalk::uncertainty::{Calibration, Entry};
use crate::model::BacktestId;

use super::{BacktestAsk, Engine};

/// The constants in use, and what became of the place's own tests.
#[derive(Debug, Clone, PartialEq)]
pub struct ConstantsInUse {
    /// The constants.
    pub calibration: Calibration,
    /// The manifest's tests whose constants are in use, in its order.
    pub own: Vec<BacktestId>,
    /// Tests whose constants should be in use and could not be found.
    pub failed: Vec<FailedTest>,
}

/// A test that gave no constants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailedTest {
    /// The test.
    pub test: BacktestId,
    /// Why it gave none.
    pub why: String,
}

/// Constants found with the first question that needs them.
#[derive(Debug, Default)]
pub(super) struct OwnConstants(OnceLock<ConstantsInUse>);

impl Engine {
    /// The constants of this place: those of its own back-tests where the
    /// manifest says `use_constants = true`, else those that come with the
    /// program. Of two tests of one rung the one named first counts.
    ///
    /// They are found anew from the place's data, not kept beside them: so
    /// they belong to a version as its figures do.
    #[must_use]
    pub fn constants(&self) -> &ConstantsInUse {
        self.constants.0.get_or_init(|| self.find_constants())
    }

    fn find_constants(&self) -> ConstantsInUse {
        let (mut own, mut failed) = (Vec::new(), Vec::new());
        let mut entries: Vec<Entry> = Vec::new();
        for test in self.snapshot.info.catalogue.backtests.iter().filter(|test| test.use_constants) {
            match self.backtest(&BacktestAsk { test: Some(test.id.clone()), ..BacktestAsk::default() }) {
                Ok(found) => {
                    own.push(test.id.clone());
                    for entry in found.report.entries {
                        let same = |held: &Entry| (held.rung, held.company) == (entry.rung, entry.company);
                        if !entries.iter().any(same) {
                            entries.push(entry);
                        }
                    }
                }
                Err(error) => failed.push(FailedTest { test: test.id.clone(), why: error.to_string() }),
            }
        }
        ConstantsInUse { calibration: Calibration::measured(entries), own, failed }
    }
}
