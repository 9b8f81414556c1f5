//! Checking an upload with what a person says of it, and publishing it.

use std::fs;

use jiff::Timestamp;

use crate::api::{App, Kind, Problem, refresh};
use crate::import::{EditionOutcome, ImportError, ImportOptions, Outcome, Silent, add_edition};
use crate::store::PlaceStore;

use super::{Choices, Tick, Upload, discard};

const CHOICES: &str = "choices.json";

/// What came, or would come, of publishing an upload.
#[derive(Debug, Clone)]
pub struct Looked {
    /// The edition, with its report.
    pub edition: EditionOutcome,
    /// Version of the place before.
    pub version_before: u64,
    /// Version after; the same where nothing changed.
    pub version_after: u64,
}

/// Checks an upload with what a person says of it, and changes nothing.
/// The choices are kept for the publication.
///
/// # Errors
/// A [`Problem`] with every fault of the choices.
pub fn check(app: &App, upload: &Upload, choices: &Choices) -> Result<Looked, Problem> {
    let looked = import(app, upload, choices, true)?;
    let text = serde_json::to_vec(choices).map_err(|error| Problem::parameter("body", error.to_string()))?;
    fs::write(upload.beside(CHOICES), text).map_err(|error| {
        tracing::error!(%error, "the choices could not be kept: {error}");
        Problem::new(Kind::Internal, "the choices could not be kept")
    })?;
    Ok(looked)
}

/// Publishes an upload as it was checked, with further warnings ticked.
///
/// Once it is in, the upload is gone and the service answers from the new
/// version. When its file is stopped, by an error or a warning without a
/// tick, the upload stays and the place is as it was.
///
/// # Errors
/// A [`Problem`] when the upload was not checked before.
pub fn publish(app: &App, upload: &Upload, ticks: &[Tick]) -> Result<Looked, Problem> {
    let mut choices = kept_choices(upload)?;
    for tick in ticks {
        choices.accept.retain(|other| other.warning != tick.warning);
        choices.accept.push(tick.clone());
    }
    let looked = import(app, upload, &choices, false)?;
    if looked.edition.state != crate::import::EditionState::Stopped {
        discard(app, &upload.id)?;
        refresh(app)?;
    }
    Ok(looked)
}

fn kept_choices(upload: &Upload) -> Result<Choices, Problem> {
    let unchecked =
        || Problem::new(Kind::Conflict, "check the upload first: what it is to become is not known");
    let text = fs::read(upload.beside(CHOICES)).map_err(|_absent| unchecked())?;
    serde_json::from_slice(&text).map_err(|_written_by_another_version| unchecked())
}

fn import(app: &App, upload: &Upload, choices: &Choices, dry_run: bool) -> Result<Looked, Problem> {
    let store = folder(app)?;
    let file = upload.main_file().ok_or_else(|| Problem::not_found("file in this upload"))?;
    let entry = choices.entry(&file)?;
    let why = format!("{} edition {} was uploaded", choices.dataset, choices.edition);
    let options = ImportOptions { dry_run, why, ..ImportOptions::at(Timestamp::now()) };
    let outcome = add_edition(store.dir(), &upload.files_dir(), &entry, &options, &Silent).map_err(told)?;
    the_one(outcome)
}

fn the_one(outcome: Outcome) -> Result<Looked, Problem> {
    let Outcome { version_before, version_after, mut editions, .. } = outcome;
    match (editions.pop(), editions.is_empty()) {
        (Some(edition), true) => Ok(Looked { edition, version_before, version_after }),
        _ => Err(Problem::new(Kind::Internal, "the import was not of one edition")),
    }
}

/// What the import says, as far as the choices are to blame.
fn told(error: ImportError) -> Problem {
    match error {
        ImportError::Store(error) => error.into(),
        ImportError::NoSource(_) => Problem::not_found("such upload any more"),
        ImportError::Manifest(faults) => {
            let lines: Vec<_> = faults.iter().map(ToString::to_string).collect();
            Problem::new(Kind::BadRequest, lines.join("; ")).at("body")
        }
        ImportError::Entry(_) | ImportError::NotDescribed(_) => {
            Problem::new(Kind::BadRequest, error.to_string()).at("body")
        }
    }
}

fn folder(app: &App) -> Result<&PlaceStore, Problem> {
    app.store().ok_or_else(|| Problem::new(Kind::Forbidden, "the service runs without a place folder"))
}
