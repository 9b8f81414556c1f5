//! Assessments that people saved: each saving is a version of its own, and
//! none is overwritten.
//!
//! They belong to no version of the place, as custom areas do not: saving one
//! changes nothing of what was imported, and an import leaves them alone.

use std::sync::Arc;

use jiff::Timestamp;
use rusqlite::{Connection, Row, TransactionBehavior};

use crate::assess::spec::AssessmentSpec;
use crate::engine::{Engine, PlaceAssessment, SavedAssessment};
use crate::ingest::recipe::{read_recipe, write_recipe};
use crate::model::{AssessmentId, Catalogue, RecipeFile};

use super::revision::{unsigned, whole};
use super::{PlaceStore, SOFTWARE, StoreError, connect, version};

/// Saved versions of assessments that a place may keep.
pub const MOST_ASSESSMENTS: usize = 5_000;

/// One saved version of an assessment.
#[derive(Debug, Clone, PartialEq)]
pub struct AssessmentVersion {
    /// The assessment.
    pub id: AssessmentId,
    /// Counts up from 1 with each saving under the same id.
    pub number: u64,
    /// When it was saved.
    pub saved_at: Timestamp,
    /// When it was withdrawn; `None` where it stands.
    pub withdrawn_at: Option<Timestamp>,
    /// Version of the place that it was saved with.
    pub place_version: u64,
    /// The program that saved it.
    pub software: String,
    /// The recipe, as it was written.
    pub recipe: String,
}

const COLUMNS: &str = "id, number, recipe, place_version, at, software, withdrawn_at";

/// The newest version of each assessment that was not withdrawn.
const STANDING: &str =
    "SELECT id, max(number) FROM wardwise_assessment WHERE withdrawn_at IS NULL GROUP BY id";

impl PlaceStore {
    /// An engine on the current version, which knows the saved assessments.
    pub fn engine(&self) -> Result<Engine, StoreError> {
        let engine = Engine::new(Arc::new(self.snapshot()?));
        engine.take_saved(self.saved_assessments()?);
        Ok(engine)
    }

    /// The newest version of each assessment that was saved and not withdrawn,
    /// in order of their ids. One that this program cannot read is left out
    /// and noted in the log.
    pub fn saved_assessments(&self) -> Result<Vec<SavedAssessment>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM wardwise_assessment WHERE (id, number) IN ({STANDING}) ORDER BY id"
        );
        let connection = connect::read(self.folder())?;
        let read = || -> rusqlite::Result<Vec<AssessmentVersion>> {
            connection.prepare(&sql)?.query_map([], of_row)?.collect()
        };
        let newest = read().map_err(StoreError::sql("read the assessments"))?;
        Ok(newest.into_iter().filter_map(understood).collect())
    }

    /// Id and number of the versions that [`saved_assessments`](Self::saved_assessments)
    /// reads, without their recipes: what is the same here is the same there.
    pub fn standing_assessments(&self) -> Result<Vec<(String, u64)>, StoreError> {
        let connection = connect::read(self.folder())?;
        let read = || -> rusqlite::Result<Vec<(String, u64)>> {
            let mut statement = connection.prepare(&format!("{STANDING} ORDER BY id"))?;
            statement.query_map([], |row| Ok((row.get(0)?, unsigned(row.get(1)?))))?.collect()
        };
        read().map_err(StoreError::sql("read the assessments"))
    }

    /// Every saved version of an assessment, the newest first.
    ///
    /// # Errors
    /// [`StoreError::UnknownAssessment`].
    pub fn assessment_versions(&self, id: &AssessmentId) -> Result<Vec<AssessmentVersion>, StoreError> {
        let connection = connect::read(self.folder())?;
        let mut found = versions(&connection, id).map_err(StoreError::sql("read the assessments"))?;
        found.reverse();
        if found.is_empty() { Err(StoreError::UnknownAssessment(id.to_string())) } else { Ok(found) }
    }

    /// Saves an assessment as the next version of its id.
    ///
    /// # Errors
    /// [`StoreError::AssessmentOfManifest`] where the manifest names one of
    /// this id, [`StoreError::TooManyAssessments`], [`StoreError::NothingToDo`]
    /// where the newest version says the very same.
    pub fn save_assessment(
        &self,
        spec: &AssessmentSpec,
        now: Timestamp,
    ) -> Result<AssessmentVersion, StoreError> {
        let recipe = write_recipe(spec);
        let id = spec.id.as_str();
        let number = self.change_assessments(|connection| {
            if of_manifest(connection, &spec.id)? {
                return Ok(Err(StoreError::AssessmentOfManifest(id.to_owned())));
            }
            let count: i64 =
                connection.query_row("SELECT count(*) FROM wardwise_assessment", [], |row| row.get(0))?;
            if unsigned(count) >= MOST_ASSESSMENTS as u64 {
                return Ok(Err(StoreError::TooManyAssessments(MOST_ASSESSMENTS)));
            }
            let before = versions(connection, &spec.id)?;
            let last = before.last();
            if last.is_some_and(|last| last.recipe == recipe && last.withdrawn_at.is_none()) {
                return Ok(Err(StoreError::NothingToDo(format!("'{id}' was saved like this before"))));
            }
            let number = last.map_or(1, |last| last.number + 1);
            let sql =
                format!("INSERT INTO wardwise_assessment ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, NULL)");
            let place_version = whole(version::current(connection)?);
            connection
                .execute(&sql, (id, whole(number), &recipe, place_version, now.to_string(), SOFTWARE))?;
            Ok(Ok(number))
        })?;
        let found = self.assessment_versions(&spec.id)?.into_iter().find(|one| one.number == number);
        found.ok_or_else(|| StoreError::UnknownAssessment(id.to_owned()))
    }

    /// Withdraws a saved version. It stays on record; the version before it stands again.
    ///
    /// # Errors
    /// [`StoreError::UnknownAssessment`] where there is no such version, or it
    /// was withdrawn before.
    pub fn withdraw_assessment(
        &self,
        id: &AssessmentId,
        number: u64,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.change_assessments(|connection| {
            let sql = "UPDATE wardwise_assessment SET withdrawn_at = ?3
                         WHERE id = ?1 AND number = ?2 AND withdrawn_at IS NULL";
            let changed = connection.execute(sql, (id.as_str(), whole(number), now.to_string()))?;
            let unknown = || StoreError::UnknownAssessment(format!("{id}, version {number}"));
            Ok(if changed == 0 { Err(unknown()) } else { Ok(()) })
        })
    }

    /// Every saved version of every assessment, withdrawn ones too, in order of id and number.
    pub fn every_assessment_version(&self) -> Result<Vec<AssessmentVersion>, StoreError> {
        let connection = connect::read(self.folder())?;
        every_version(&connection).map_err(StoreError::sql("read the assessments"))
    }

    /// One transaction; it is given up where the work finds a reason.
    fn change_assessments<T>(
        &self,
        work: impl FnOnce(&Connection) -> rusqlite::Result<Result<T, StoreError>>,
    ) -> Result<T, StoreError> {
        let mut connection = connect::write(self.folder())?;
        let sql = || StoreError::sql("change the assessments");
        let transaction =
            connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(sql())?;
        let done = work(&transaction).map_err(sql())??;
        transaction.commit().map_err(sql())?;
        Ok(done)
    }
}

/// Every version of an assessment, in order of number. What is no id or no
/// moment, this program did not write.
fn versions(connection: &Connection, id: &AssessmentId) -> rusqlite::Result<Vec<AssessmentVersion>> {
    let sql = format!("SELECT {COLUMNS} FROM wardwise_assessment WHERE id = ?1 ORDER BY number");
    connection.prepare(&sql)?.query_map([id.as_str()], of_row)?.collect()
}

/// Every version of every assessment, in order of id and number.
fn every_version(connection: &Connection) -> rusqlite::Result<Vec<AssessmentVersion>> {
    let sql = format!("SELECT {COLUMNS} FROM wardwise_assessment ORDER BY id, number");
    connection.prepare(&sql)?.query_map([], of_row)?.collect()
}

fn of_row(row: &Row<'_>) -> rusqlite::Result<AssessmentVersion> {
    let parsed = |at: usize, text: &str| {
        let what = format!("'{text}' is not known to this version of Wardwise");
        rusqlite::Error::FromSqlConversionFailure(at, rusqlite::types::Type::Text, what.into())
    };
    let (id, at): (String, String) = (row.get(0)?, row.get(4)?);
    let withdrawn: Option<String> = row.get(6)?;
    Ok(AssessmentVersion {
        id: id.parse().map_err(|_not_an_id| parsed(0, &id))?,
        number: unsigned(row.get(1)?),
        recipe: row.get(2)?,
        place_version: unsigned(row.get(3)?),
        saved_at: at.parse().map_err(|_not_a_moment| parsed(4, &at))?,
        software: row.get(5)?,
        withdrawn_at: withdrawn
            .map(|text| text.parse().map_err(|_not_a_moment| parsed(6, &text)))
            .transpose()?,
    })
}

fn understood(one: AssessmentVersion) -> Option<SavedAssessment> {
    let AssessmentVersion { id, number, saved_at, recipe, .. } = one;
    match read_recipe(&recipe) {
        Ok(spec) => Some(SavedAssessment { number, saved_at, spec: Arc::new(spec) }),
        Err(faults) => {
            let first = faults.first().map_or_else(String::new, ToString::to_string);
            tracing::warn!(%id, number, "version {number} of the assessment {id} is not understood: {first}");
            None
        }
    }
}

/// The assessments whose recipes a version's manifest names. One that this
/// program cannot read is left out and noted in the log.
pub(super) fn of_recipes(catalogue: &Catalogue) -> Vec<PlaceAssessment> {
    let read = |recipe: &RecipeFile| match read_recipe(&recipe.text) {
        Ok(spec) => Some(PlaceAssessment { file: recipe.path.clone(), spec: Arc::new(spec) }),
        Err(faults) => {
            let first = faults.first().map_or_else(String::new, ToString::to_string);
            tracing::warn!(file = %recipe.path, "the recipe {} is not understood: {first}", recipe.path);
            None
        }
    };
    catalogue.assessment_recipes().filter_map(read).collect()
}

fn of_manifest(connection: &Connection, id: &AssessmentId) -> rusqlite::Result<bool> {
    let face = version::face(connection, version::current(connection)?)?;
    let catalogue = face.map(|face| face.place.catalogue).unwrap_or_default();
    Ok(of_recipes(&catalogue).iter().any(|one| one.spec.id == *id))
}
