//! What the exit codes mean.

use std::process::ExitCode;

/// How a command ended. Wrong arguments give 2, by the argument parser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Everything that was asked for.
    Done,
    /// Nothing was done; the message says why.
    Failed,
    /// Done, but some files were stopped or wait for a tick, some areas have no
    /// profile, a back-test's range missed its mark, a choice of sites is not
    /// proved or a pack was changed.
    Stopped,
    /// The question was understood and has no answer here.
    NotFound,
}

impl Exit {
    /// The code for the shell.
    #[must_use]
    pub fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Failed => 1,
            Self::Stopped => 3,
            Self::NotFound => 4,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}
