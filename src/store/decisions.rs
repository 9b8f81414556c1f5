//! What people decided about candidates for co-location: each decision is a
//! line of its own, and none is changed.
//!
//! Decisions belong to no version of the place: making one changes nothing of
//! what was imported, and an import leaves them alone.

use jiff::Timestamp;
use rusqlite::{Row, TransactionBehavior};

use crate::colocate::{Decision, NewDecision, Verdict};
use crate::model::SearchId;

use super::revision::{unsigned, whole};
use super::{PlaceStore, SOFTWARE, StoreError, connect, version};

/// Decisions that a place may keep.
pub const MOST_DECISIONS: u64 = 100_000;

impl PlaceStore {
    /// Every decision about what a search found, in the order in which they were made.
    pub fn decisions(&self, search: &SearchId) -> Result<Vec<Decision>, StoreError> {
        let connection = connect::read(self.folder())?;
        let read = || -> rusqlite::Result<Vec<Decision>> {
            let sql = "SELECT number, search, subject, verdict, reason, place_version, at
                       FROM wardwise_colocation_decision WHERE search = ?1 ORDER BY number";
            connection.prepare(sql)?.query_map([search.as_str()], of_row)?.collect()
        };
        read().map_err(StoreError::sql("read the decisions"))
    }

    /// Keeps a decision.
    ///
    /// # Errors
    /// [`StoreError::TooManyDecisions`].
    pub fn decide(&self, made: &NewDecision, now: Timestamp) -> Result<Decision, StoreError> {
        let mut connection = connect::write(self.folder())?;
        let sql = || StoreError::sql("keep a decision");
        let transaction =
            connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(sql())?;
        let count: i64 = transaction
            .query_row("SELECT count(*) FROM wardwise_colocation_decision", [], |row| row.get(0))
            .map_err(sql())?;
        if unsigned(count) >= MOST_DECISIONS {
            return Err(StoreError::TooManyDecisions(MOST_DECISIONS));
        }
        let place_version = version::current(&transaction).map_err(sql())?;
        transaction
            .execute(
                "INSERT INTO wardwise_colocation_decision
                   (search, subject, verdict, reason, place_version, at, software)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                (
                    made.search.as_str(),
                    &made.subject,
                    made.verdict.key(),
                    &made.reason,
                    whole(place_version),
                    now.to_string(),
                    SOFTWARE,
                ),
            )
            .map_err(sql())?;
        let number = unsigned(transaction.last_insert_rowid());
        transaction.commit().map_err(sql())?;
        Ok(Decision { number, made: made.clone(), place_version, at: now })
    }
}

/// A line as it was kept. What is no id, verdict or moment, this program did not write.
fn of_row(row: &Row<'_>) -> rusqlite::Result<Decision> {
    let parsed = |at: usize, text: &str| {
        let what = format!("'{text}' is not known to this version of Wardwise");
        rusqlite::Error::FromSqlConversionFailure(at, rusqlite::types::Type::Text, what.into())
    };
    let (search, verdict, at): (String, String, String) = (row.get(1)?, row.get(3)?, row.get(6)?);
    Ok(Decision {
        number: unsigned(row.get(0)?),
        made: NewDecision {
            search: search.parse().map_err(|_not_an_id| parsed(1, &search))?,
            subject: row.get(2)?,
            verdict: Verdict::from_key(&verdict).ok_or_else(|| parsed(3, &verdict))?,
            reason: row.get(4)?,
        },
        place_version: unsigned(row.get(5)?),
        at: at.parse().map_err(|_not_a_moment| parsed(6, &at))?,
    })
}
