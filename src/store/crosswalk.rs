//! Crosswalks that people saved: written once, with what they rest on.
//!
//! Saving keeps a record; it changes nothing that the place shows, so it makes
//! no version. The pairs lie in a table that any GeoPackage reader lists.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, TransactionBehavior};

use crate::crosswalk::{Crosswalk, Relation};
use crate::model::EditionKey;

use super::geopackage::names::{quoted, table_name};
use super::geopackage::{self, Entry};
use super::landing::last_change;
use super::place::PlaceStore;
use super::revision::{unknown, unsigned, whole};
use super::{SOFTWARE, StoreError, connect};

/// A crosswalk as the place keeps it, without its pairs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedCrosswalk {
    /// A digest of everything the weights depend on.
    pub id: String,
    /// Counts up from 1 for each pair of editions.
    pub number: u64,
    /// Where figures come from.
    pub from: EditionKey,
    /// Where they go.
    pub to: EditionKey,
    /// How the weights came about, as `Method::key` writes it.
    pub method: String,
    /// What they rest on, in words.
    pub basis: String,
    /// Name of the table with the pairs.
    pub table: String,
    /// How many pairs there are.
    pub pairs: u64,
    /// The version of the place that it was built from.
    pub place_version: u64,
    /// When it was saved.
    pub at: Timestamp,
    /// The program that built it.
    pub software: String,
}

/// One pair of a saved crosswalk.
#[derive(Debug, Clone, PartialEq)]
pub struct SavedPair {
    /// Code of the source.
    pub from_code: String,
    /// Code of the target.
    pub to_code: String,
    /// What the two share on the ground, in m², where that is known.
    pub area_m2: Option<f64>,
    /// The share of the source that goes to the target.
    pub weight: f64,
    /// What the weight rests on, as `Rung::key` writes it.
    pub rung: String,
    /// How the two lie to each other, as `Relation::key` writes it.
    pub relation: Option<String>,
}

/// A crosswalk on its way into the place.
#[derive(Debug, Clone, Copy)]
pub struct NewCrosswalk<'a> {
    /// A digest of everything the weights depend on.
    pub id: &'a str,
    /// The weights, between two editions.
    pub crosswalk: &'a Crosswalk,
    /// What they rest on, in words.
    pub basis: &'a str,
    /// The version of the place that it was built from.
    pub place_version: u64,
}

impl PlaceStore {
    /// Keeps a crosswalk. One with the same id is there already and stays;
    /// either way the record that the place holds is given.
    ///
    /// # Errors
    /// [`StoreError::Locked`] while an import runs; [`StoreError::PlainCrosswalk`]
    /// for one whose sides are not editions of this place.
    pub fn save_crosswalk(
        &self,
        new: &NewCrosswalk<'_>,
        now: Timestamp,
    ) -> Result<SavedCrosswalk, StoreError> {
        let sides = new.crosswalk.from.edition.as_ref().zip(new.crosswalk.to.edition.as_ref());
        let (from, to) = sides.ok_or(StoreError::PlainCrosswalk)?;
        let _lock = self.lock()?;
        let mut connection = connect::write(self.folder())?;
        let sql = || StoreError::sql("save the crosswalk");
        let transaction =
            connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(sql())?;
        if let Some(held) = find(&transaction, new.id).map_err(sql())? {
            return Ok(held);
        }
        insert(&transaction, new, from, to, now).map_err(sql())?;
        let saved = find(&transaction, new.id).map_err(sql())?;
        transaction.commit().map_err(sql())?;
        saved.ok_or_else(|| StoreError::UnknownCrosswalk(new.id.to_owned()))
    }

    /// All saved crosswalks, in the order in which they were saved.
    pub fn saved_crosswalks(&self) -> Result<Vec<SavedCrosswalk>, StoreError> {
        let connection = connect::read(self.folder())?;
        let read_all = || -> rusqlite::Result<Vec<SavedCrosswalk>> {
            let mut statement = connection.prepare(&format!("{SELECT} ORDER BY rowid"))?;
            statement.query_map([], read)?.collect()
        };
        read_all().map_err(StoreError::sql("read the crosswalks"))
    }

    /// A saved crosswalk with its pairs.
    ///
    /// # Errors
    /// [`StoreError::UnknownCrosswalk`].
    pub fn saved_crosswalk(&self, id: &str) -> Result<(SavedCrosswalk, Vec<SavedPair>), StoreError> {
        let connection = connect::read(self.folder())?;
        let sql = || StoreError::sql("read the crosswalk");
        let saved = find(&connection, id).map_err(sql())?;
        let saved = saved.ok_or_else(|| StoreError::UnknownCrosswalk(id.to_owned()))?;
        let pairs = pairs(&connection, &saved.table).map_err(sql())?;
        Ok((saved, pairs))
    }
}

fn insert(
    connection: &Connection,
    new: &NewCrosswalk<'_>,
    from: &EditionKey,
    to: &EditionKey,
    now: Timestamp,
) -> rusqlite::Result<()> {
    let (from_text, to_text) = (from.to_string(), to.to_string());
    let number: i64 = connection.query_row(
        "SELECT coalesce(max(number), 0) + 1 FROM wardwise_crosswalk
         WHERE from_edition = ?1 AND to_edition = ?2",
        (&from_text, &to_text),
        |row| row.get(0),
    )?;
    let table = free_name(connection, from, to)?;
    write_pairs(connection, &table, new.crosswalk)?;
    let method = new.crosswalk.method.key();
    let entry = Entry {
        table: &table,
        geometry: None,
        identifier: &format!("Crosswalk {from} to {to}, {number} [{table}]"),
        last_change: &last_change(now),
        extent: None,
    };
    geopackage::list(connection, &entry)?;
    let words = format!("Weights from {from} to {to}: {}; {}", method, new.basis);
    geopackage::describe(
        connection,
        &table,
        &words,
        &format!("{words}\nId: {}\nSoftware: {SOFTWARE}", new.id),
    )?;
    connection.execute(
        "INSERT INTO wardwise_crosswalk VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        rusqlite::params![
            new.id,
            number,
            from_text,
            to_text,
            method,
            new.basis,
            table,
            whole(new.crosswalk.n_links() as u64),
            whole(new.place_version),
            now.to_string(),
            SOFTWARE,
        ],
    )?;
    Ok(())
}

fn free_name(connection: &Connection, from: &EditionKey, to: &EditionKey) -> rusqlite::Result<String> {
    let taken = super::landing::taken_names(connection)?;
    let plain = |key: &EditionKey| table_name(key, &|_| false);
    let base = format!("crosswalk_{}_to_{}", plain(from), plain(to));
    let numbered = (2_u32..).map(|n| format!("{base}_{n}"));
    let free = std::iter::once(base.clone()).chain(numbered).find(|name| !taken.contains(name));
    Ok(free.unwrap_or(base))
}

fn write_pairs(connection: &Connection, table: &str, crosswalk: &Crosswalk) -> rusqlite::Result<()> {
    let table = quoted(table);
    connection.execute_batch(&format!(
        "CREATE TABLE {table} (
           fid INTEGER PRIMARY KEY NOT NULL,
           from_code TEXT NOT NULL,
           to_code TEXT NOT NULL,
           area_m2 REAL,
           weight REAL NOT NULL,
           rung TEXT NOT NULL,
           relation TEXT
         )"
    ))?;
    let mut insert =
        connection.prepare(&format!("INSERT INTO {table} VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"))?;
    for (fid, (source, link)) in (1_i64..).zip(crosswalk.links()) {
        insert.execute((
            fid,
            crosswalk.from.codes[source].as_str(),
            crosswalk.to.codes[link.target as usize].as_str(),
            link.area_m2,
            link.weight,
            link.rung.key(),
            link.relation.map(Relation::key),
        ))?;
    }
    Ok(())
}

const SELECT: &str = "SELECT id, number, from_edition, to_edition, method, basis, table_name, pairs,
    place_version, at, software FROM wardwise_crosswalk";

fn find(connection: &Connection, id: &str) -> rusqlite::Result<Option<SavedCrosswalk>> {
    connection.query_row(&format!("{SELECT} WHERE id = ?1"), [id], read).optional()
}

fn read(row: &Row<'_>) -> rusqlite::Result<SavedCrosswalk> {
    let (from, to, at): (String, String, String) = (row.get(2)?, row.get(3)?, row.get(9)?);
    let key = |index, text: &str| text.parse::<EditionKey>().map_err(|_no_key| unknown(index, text));
    Ok(SavedCrosswalk {
        id: row.get(0)?,
        number: unsigned(row.get(1)?),
        from: key(2, &from)?,
        to: key(3, &to)?,
        method: row.get(4)?,
        basis: row.get(5)?,
        table: row.get(6)?,
        pairs: unsigned(row.get(7)?),
        place_version: unsigned(row.get(8)?),
        at: at.parse().map_err(|_no_moment| unknown(9, &at))?,
        software: row.get(10)?,
    })
}

fn pairs(connection: &Connection, table: &str) -> rusqlite::Result<Vec<SavedPair>> {
    let sql = format!(
        "SELECT from_code, to_code, area_m2, weight, rung, relation FROM {} ORDER BY fid",
        quoted(table)
    );
    let mut statement = connection.prepare(&sql)?;
    let rows = statement.query_map([], |row| {
        Ok(SavedPair {
            from_code: row.get(0)?,
            to_code: row.get(1)?,
            area_m2: row.get(2)?,
            weight: row.get(3)?,
            rung: row.get(4)?,
            relation: row.get(5)?,
        })
    })?;
    rows.collect()
}
