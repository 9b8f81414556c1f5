//! Searches for sites and scenarios that people saved, and evidence packs that
//! were linked to a decision.
//!
//! They stand beside the place and belong to no version of it: saving one
//! changes nothing of what was imported, and an import leaves them alone. A
//! scenario is thus never mixed with what is real.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, Row, TransactionBehavior};

use crate::model::{TrialId, TrialKind};
use crate::scenario::{Facts, LinkedPack};

use super::revision::{unsigned, whole};
use super::{PlaceStore, SOFTWARE, StoreError, connect, version};

/// Saved versions of searches and scenarios that a place may keep.
pub const MOST_TRIALS: u64 = 5_000;

/// One saved version of a search or a scenario.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trial {
    /// Its id, among those of its kind.
    pub id: TrialId,
    /// Counts up from 1 with each saving under the same id; 0 where nobody saved it.
    pub number: u64,
    /// Its heading.
    pub title: String,
    /// The recipe, byte for byte.
    pub recipe: String,
    /// Version of the place that it was saved with.
    pub place_version: u64,
    /// When it was saved; `None` where nobody saved it.
    pub at: Option<Timestamp>,
    /// The program that saved it.
    pub software: String,
}

/// An evidence pack that was linked to a decision, as it was then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptPack {
    /// The saved scenario.
    pub scenario: TrialId,
    /// The decision.
    pub decision: String,
    /// The digest over its facts.
    pub digest: String,
    /// Its facts, the decision first.
    pub facts: Facts,
    /// Version of the place that it speaks of.
    pub place_version: u64,
    /// When it was linked.
    pub at: Timestamp,
}

const COLUMNS: &str = "id, number, title, recipe, place_version, at, software";

impl PlaceStore {
    /// The newest version of each saved search or scenario, in order of their ids.
    pub fn trials(&self, kind: TrialKind) -> Result<Vec<Trial>, StoreError> {
        let connection = connect::read(self.folder())?;
        let read = || -> rusqlite::Result<Vec<Trial>> {
            let sql = format!(
                "SELECT {COLUMNS} FROM wardwise_trial AS one WHERE kind = ?1 AND number =
                   (SELECT max(number) FROM wardwise_trial WHERE kind = one.kind AND id = one.id)
                 ORDER BY id"
            );
            connection.prepare(&sql)?.query_map([kind.key()], of_row)?.collect()
        };
        read().map_err(StoreError::sql("read the saved searches and scenarios"))
    }

    /// The newest version of one.
    ///
    /// # Errors
    /// [`StoreError::UnknownTrial`].
    pub fn trial(&self, kind: TrialKind, id: &TrialId) -> Result<Trial, StoreError> {
        let connection = connect::read(self.folder())?;
        newest(&connection, kind, id)
            .map_err(StoreError::sql("read a saved search or scenario"))?
            .ok_or_else(|| StoreError::UnknownTrial { kind: kind.key(), id: id.to_string() })
    }

    /// Saves a recipe as the next version of its id.
    ///
    /// # Errors
    /// [`StoreError::TooManyTrials`]; [`StoreError::NothingToDo`] where the
    /// newest version says the very same.
    pub fn save_trial(
        &self,
        kind: TrialKind,
        id: &TrialId,
        (title, recipe): (&str, &str),
        now: Timestamp,
    ) -> Result<Trial, StoreError> {
        let sql = || StoreError::sql("save a search or a scenario");
        let mut connection = connect::write(self.folder())?;
        let transaction =
            connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(sql())?;
        let count: i64 = transaction
            .query_row("SELECT count(*) FROM wardwise_trial", [], |row| row.get(0))
            .map_err(sql())?;
        if unsigned(count) >= MOST_TRIALS {
            return Err(StoreError::TooManyTrials(MOST_TRIALS));
        }
        let last = newest(&transaction, kind, id).map_err(sql())?;
        if last.as_ref().is_some_and(|last| last.recipe == recipe) {
            return Err(StoreError::NothingToDo(format!("'{id}' was saved like this before")));
        }
        let place_version = version::current(&transaction).map_err(sql())?;
        let saved = Trial {
            id: id.clone(),
            number: last.map_or(1, |last| last.number + 1),
            title: title.to_owned(),
            recipe: recipe.to_owned(),
            place_version,
            at: Some(now),
            software: SOFTWARE.to_owned(),
        };
        let insert =
            format!("INSERT INTO wardwise_trial (kind, {COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
        let number = whole(saved.number);
        let row =
            (kind.key(), id.as_str(), number, title, recipe, whole(place_version), now.to_string(), SOFTWARE);
        transaction.execute(&insert, row).map_err(sql())?;
        transaction.commit().map_err(sql())?;
        Ok(saved)
    }

    /// The packs of a scenario that were linked to decisions, in the order of their decisions.
    pub fn packs(&self, scenario: &TrialId) -> Result<Vec<KeptPack>, StoreError> {
        let connection = connect::read(self.folder())?;
        let read = || -> rusqlite::Result<Vec<KeptPack>> {
            let sql = "SELECT scenario, decision, digest, facts, place_version, at
                       FROM wardwise_evidence_pack WHERE scenario = ?1 ORDER BY decision";
            connection.prepare(sql)?.query_map([scenario.as_str()], pack_of_row)?.collect()
        };
        read().map_err(StoreError::sql("read the evidence packs"))
    }

    /// Keeps a linked pack. From then on it can be neither changed nor replaced.
    ///
    /// # Errors
    /// [`StoreError::PackIsKept`] where this scenario has a pack for the decision.
    pub fn keep_pack(
        &self,
        scenario: &TrialId,
        linked: &LinkedPack,
        now: Timestamp,
    ) -> Result<KeptPack, StoreError> {
        let decision = linked.facts().first().map_or("", |(_, text)| text.as_str());
        if let Some(kept) = self.packs(scenario)?.into_iter().find(|one| one.decision == decision) {
            return Err(StoreError::PackIsKept(kept.decision));
        }
        let kept = KeptPack {
            scenario: scenario.clone(),
            decision: decision.to_owned(),
            digest: linked.digest().to_owned(),
            facts: linked.facts().clone(),
            place_version: linked.pack().data_version,
            at: now,
        };
        let facts: serde_json::Value =
            kept.facts.iter().map(|(name, text)| serde_json::json!([name, text])).collect();
        // Of two at once the key of the table lets only the first in.
        connect::write(self.folder())?
            .execute(
                "INSERT INTO wardwise_evidence_pack
                   (scenario, decision, digest, facts, place_version, at, software)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                (
                    scenario.as_str(),
                    decision,
                    linked.digest(),
                    facts.to_string(),
                    whole(kept.place_version),
                    now.to_string(),
                    SOFTWARE,
                ),
            )
            .map_err(StoreError::sql("keep an evidence pack"))?;
        Ok(kept)
    }
}

fn newest(connection: &Connection, kind: TrialKind, id: &TrialId) -> rusqlite::Result<Option<Trial>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM wardwise_trial WHERE kind = ?1 AND id = ?2 ORDER BY number DESC LIMIT 1"
    );
    connection.query_row(&sql, (kind.key(), id.as_str()), of_row).optional()
}

fn of_row(row: &Row<'_>) -> rusqlite::Result<Trial> {
    Ok(Trial {
        id: parsed(row, 0)?,
        number: unsigned(row.get(1)?),
        title: row.get(2)?,
        recipe: row.get(3)?,
        place_version: unsigned(row.get(4)?),
        at: Some(parsed(row, 5)?),
        software: row.get(6)?,
    })
}

fn pack_of_row(row: &Row<'_>) -> rusqlite::Result<KeptPack> {
    let facts: String = row.get(3)?;
    Ok(KeptPack {
        scenario: parsed(row, 0)?,
        decision: row.get(1)?,
        digest: row.get(2)?,
        facts: serde_json::from_str(&facts).map_err(|_no_facts| unknown(3, &facts))?,
        place_version: unsigned(row.get(4)?),
        at: parsed(row, 5)?,
    })
}

/// A cell as it was kept. What is no id or moment, this program did not write.
fn parsed<T: std::str::FromStr>(row: &Row<'_>, at: usize) -> rusqlite::Result<T> {
    let text: String = row.get(at)?;
    text.parse().map_err(|_other| unknown(at, &text))
}

fn unknown(at: usize, text: &str) -> rusqlite::Error {
    let what = format!("'{text}' is not known to this version of Wardwise");
    rusqlite::Error::FromSqlConversionFailure(at, rusqlite::types::Type::Text, what.into())
}
