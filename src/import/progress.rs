//! Telling a person how far an import is.

/// What an import is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stage {
    /// Files are read and checked; counted in files.
    Check,
    /// Editions are written; counted in editions.
    Write,
}

impl Stage {
    /// What is being done, in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Check => "Reading and checking",
            Self::Write => "Writing",
        }
    }
}

/// Hears how far an import is. Calls come from several threads.
pub trait Progress: Sync {
    /// A stage begins that has `total` steps.
    fn begin(&self, stage: Stage, total: u64);
    /// One more step is done; `what` names the edition.
    fn advance(&self, what: &str);
    /// The stage is over.
    fn finish(&self);
}

/// Says nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Progress for Silent {
    fn begin(&self, _stage: Stage, _total: u64) {}
    fn advance(&self, _what: &str) {}
    fn finish(&self) {}
}
