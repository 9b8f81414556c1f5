//! The one door: an immutable snapshot of a place, and the questions it answers.
//!
//! The server, the command line and the tests ask the same questions here.
//! Answers are plain data; turning them into JSON or HTML is for the edges.
//! Read `snapshot.rs` first, then the file of the question.

mod align;
mod answer;
mod assess;
mod backtest;
mod coded;
mod colocate;
mod constants;
mod custom;
mod fold;
mod ground;
mod indexes;
mod kept;
mod lineage;
mod misfit;
mod outline;
mod pair;
mod postcode;
mod reach;
mod search;
mod siting;
mod snapshot;
mod tiles;
mod usual;
mod whereabouts;

pub use align::{
    AlignAsk, AlignError, Aligned, AlignedFigure, AlignedRow, Beside, BuiltCrosswalk, Chain, Difference,
    EvidenceUsed, MARKED_ABOVE, Outside, PassedOver, Piece, Pieces, PlacedEvidence, Series, SeriesPoint,
    SourceFigures, Total, TotalOf, Values, Way,
};
pub use answer::{Bounds, Found, Hit, Near, Target};
pub use assess::{
    AssessError, AssessFault, Assessed, AssessedArea, AssessmentEntry, AssessmentOrigin, BORDER_AT_LEAST_M,
    BORDER_WITHIN_M, CrosswalkUsed, FALSE_DISCOVERIES, FigureRanks, FiguresUsed, HotSpots, IndicatorChange,
    IndicatorSource, LibraryEdition, LibraryEntry, MOST_PERMUTED, NotCompared, PERMUTATIONS, PlaceAssessment,
    SavedAssessment, SensitivityOf, Spatial, missing_keys, run_spec,
};
pub use backtest::{
    BacktestAsk, Backtested, FOLDS, NoBacktest, PlannedBacktest, Reach, SEED, UnusedEvidence, Weigher,
};
pub use coded::Coded;
pub use colocate::{ColocateError, ColocateFault, Colocated, NoWhatIf, PlaceSearch, Walks};
pub use constants::{ConstantsInUse, FailedTest};
pub use custom::{CustomAsk, CustomFigure, EstimateAsk, Gap};
pub use lineage::{LineageOptions, lineage_of};
pub use misfit::{Fitting, MisfitOptions};
pub use pair::{Pair, PairError};
pub use reach::{Around, End, ReachAsk, ReachError, Reached, Stands, Streets, Tally, TravelPoint, Walking};
pub use siting::{
    Astray, Journeys, LeftOut, Located, People, PeopleAround, PeopleNote, PlaceTrial, SiteRecord, Sites,
    SitingError, SpotsFrom, Travel, TravelBy, Tried, Within,
};
pub use snapshot::{Dataset, Edition, EditionData, PlaceInfo, Snapshot};
pub use tiles::Tile;

pub use crate::table::KeyedTable;

use std::sync::Arc;

use rayon::prelude::*;

use crate::layer::{Area, Layer};
use crate::model::EditionKey;
use crate::register::Register;

use align::{Crosswalks, EvidenceList};
use assess::Assessments;
use colocate::Colocations;
use constants::OwnConstants;
use indexes::{LayerIndex, RegisterIndex};
use outline::Outlines;
use postcode::PostcodeList;
use reach::Networks;
use search::SearchIndex;
use siting::Trials;
use tiles::Levels;
use usual::Usual;

/// A snapshot with its indexes: the one place to ask.
///
/// It is built once for each version of a place and shared by `Arc`. Indexes
/// are built when they are first needed, or all at once by [`Engine::warm`].
#[derive(Debug)]
pub struct Engine {
    snapshot: Arc<Snapshot>,
    layers: Vec<LayerIndex>,
    registers: Vec<RegisterIndex>,
    postcodes: PostcodeList,
    search: SearchIndex,
    outlines: Outlines,
    levels: Levels,
    evidence: EvidenceList,
    crosswalks: Crosswalks,
    usual: Usual,
    constants: OwnConstants,
    assessments: Assessments,
    networks: Networks,
    colocations: Colocations,
    trials: Trials,
}

impl Engine {
    /// Takes up a snapshot. Quick: indexes come with the first question.
    #[must_use]
    pub fn new(snapshot: Arc<Snapshot>) -> Self {
        let editions = || snapshot.datasets.values().flat_map(|dataset| &dataset.editions);
        let layers = editions().filter_map(LayerIndex::of).collect();
        let registers = editions().filter_map(RegisterIndex::of).collect();
        Self {
            layers,
            registers,
            postcodes: PostcodeList::default(),
            search: SearchIndex::default(),
            outlines: Outlines::default(),
            levels: Levels::default(),
            evidence: EvidenceList::default(),
            crosswalks: Crosswalks::default(),
            usual: Usual::default(),
            constants: OwnConstants::default(),
            assessments: Assessments::default(),
            networks: Networks::default(),
            colocations: Colocations::default(),
            trials: Trials::default(),
            snapshot,
        }
    }

    /// Builds every index on all cores and finds the constants of error ranges,
    /// so that no later question has to wait.
    pub fn warm(&self) {
        rayon::join(
            || self.layers.par_iter().for_each(|layer| _ = layer.areas()),
            || {
                self.registers.par_iter().for_each(|register| _ = register.points());
                self.postcodes.lists(self);
                self.search.entries(self);
            },
        );
        // Not within the join: they ask the layers' trees, which must be there by then.
        _ = self.constants();
    }

    /// The data behind the answers.
    #[must_use]
    pub fn snapshot(&self) -> &Arc<Snapshot> {
        &self.snapshot
    }

    /// Counts up by one with each change of the place.
    #[must_use]
    pub fn version(&self) -> u64 {
        self.snapshot.version
    }

    /// One edition of any kind.
    #[must_use]
    pub fn edition(&self, key: &EditionKey) -> Option<&Edition> {
        self.snapshot.edition(&key.dataset, &key.edition)
    }

    /// One edition of a layer.
    #[must_use]
    pub fn layer(&self, key: &EditionKey) -> Option<&Arc<Layer>> {
        self.edition(key)?.layer()
    }

    /// One edition of a register.
    #[must_use]
    pub fn register(&self, key: &EditionKey) -> Option<&Arc<Register>> {
        self.edition(key)?.register()
    }

    /// An area by its code, with its position in the layer.
    #[must_use]
    pub fn area(&self, key: &EditionKey, code: &str) -> Option<(usize, &Area)> {
        let index = self.layers.iter().find(|layer| layer.key == *key)?;
        let at = index.position(code)?;
        Some((at, &index.layer.areas[at]))
    }
}

#[cfg(test)]
mod tests;
