//! What came of an import.

use crate::check::Report;
use crate::model::{DatasetKind, EditionKey, TrialKind};

/// What came of an import, or what would come of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// Whether this only says what would happen.
    pub dry_run: bool,
    /// Version of the place before; 0 for a new one.
    pub version_before: u64,
    /// Version after; the same where nothing changed.
    pub version_after: u64,
    /// Whether `strict` kept everything out because a file was stopped.
    pub refused: bool,
    /// Every edition of the import, in the order of the manifest.
    pub editions: Vec<EditionOutcome>,
    /// Editions in view that the manifest does not name; they stay in view.
    pub not_named: Vec<EditionKey>,
    /// Every recipe of a search or an assessment that the manifest names.
    pub assessments: Vec<AssessmentOutcome>,
}

/// What a recipe is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecipeOf {
    /// An assessment.
    Assessment,
    /// A co-location search.
    Search,
    /// A search for sites, or a scenario.
    Trial(TrialKind),
}

impl RecipeOf {
    /// The name used on the wire.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Assessment => "assessment",
            Self::Search => "search",
            Self::Trial(kind) => kind.key(),
        }
    }
}

/// What came of one recipe of an assessment or a search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssessmentOutcome {
    /// Its file, as the manifest names it.
    pub file: String,
    /// What it is of.
    pub of: RecipeOf,
    /// Its id, where the recipe could be read.
    pub id: Option<String>,
    /// What came of it; `Stopped` leaves what the place held of it before.
    pub state: EditionState,
    /// Everything that is wrong with it, each with its place.
    pub faults: Vec<String>,
}

/// What came of one edition.
#[derive(Debug, Clone, PartialEq)]
pub struct EditionOutcome {
    /// Which edition.
    pub key: EditionKey,
    /// What it is made of.
    pub kind: DatasetKind,
    /// Its name.
    pub title: String,
    /// What came of it.
    pub state: EditionState,
    /// Everything that was found in its file.
    pub report: Report,
}

/// What came of one edition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EditionState {
    /// It is new, or changed, and in view.
    Published,
    /// The place held it out of view; it is in view again.
    ShownAgain,
    /// It is new, or changed, and held out of view, as the manifest asks.
    Held,
    /// The place shows the very same already.
    Unchanged,
    /// The place holds the very same already, out of view.
    UnchangedHeld,
    /// Its file was stopped; what the place held of it before stays.
    Stopped,
    /// It passed, but other files did not, and all or nothing was asked for.
    NotLanded,
}

impl EditionState {
    /// All states.
    pub const ALL: [Self; 7] = [
        Self::Published,
        Self::ShownAgain,
        Self::Held,
        Self::Unchanged,
        Self::UnchangedHeld,
        Self::Stopped,
        Self::NotLanded,
    ];

    /// The name used on the wire.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Published => "published",
            Self::ShownAgain => "shown-again",
            Self::Held => "held",
            Self::Unchanged => "unchanged",
            Self::UnchangedHeld => "unchanged-held",
            Self::Stopped => "stopped",
            Self::NotLanded => "not-landed",
        }
    }

    /// The words a person reads.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Published => "published",
            Self::ShownAgain => "shown again",
            Self::Held => "imported, held out of view",
            Self::Unchanged => "no change",
            Self::UnchangedHeld => "no change, held out of view",
            Self::Stopped => "stopped",
            Self::NotLanded => "passed, not imported because another file was stopped",
        }
    }
}

impl Outcome {
    /// Whether the place is, or would be, any different.
    #[must_use]
    pub fn is_change(&self) -> bool {
        self.version_after != self.version_before
    }

    /// The editions that were stopped.
    pub fn stopped(&self) -> impl Iterator<Item = &EditionOutcome> {
        self.editions.iter().filter(|edition| edition.state == EditionState::Stopped)
    }

    /// The recipes that were stopped.
    pub fn stopped_assessments(&self) -> impl Iterator<Item = &AssessmentOutcome> {
        self.assessments.iter().filter(|one| one.state == EditionState::Stopped)
    }

    /// How many editions came to a state.
    #[must_use]
    pub fn count(&self, state: EditionState) -> usize {
        self.editions.iter().filter(|edition| edition.state == state).count()
    }
}
