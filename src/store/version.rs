//! Versions of a place: which revisions each shows, and how one follows another.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension};

use crate::engine::PlaceInfo;
use crate::ingest::manifest::parse_manifest;
use crate::model::{Catalogue, EditionKey, RecipeFile};

use super::raw::RawFile;
use super::revision::{Revision, unsigned, whole};

/// What made a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum What {
    /// The place was made; it shows nothing yet.
    Create,
    /// Files were imported.
    Import,
    /// A revision was brought into view.
    Activate,
    /// An edition was taken out of view.
    Withdraw,
    /// An earlier version was brought back.
    Rollback,
}

impl What {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Create, Self::Import, Self::Activate, Self::Withdraw, Self::Rollback];

    /// The name used in the store and on the wire.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Import => "import",
            Self::Activate => "activate",
            Self::Withdraw => "withdraw",
            Self::Rollback => "rollback",
        }
    }

    /// What made the version, of a written name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|what| what.key() == key)
    }
}

/// One line of a place's history.
#[derive(Debug, Clone, PartialEq)]
pub struct Version {
    /// Counts up from 0 by one.
    pub number: u64,
    /// When it was made.
    pub at: Timestamp,
    /// What made it.
    pub what: What,
    /// Why, in words.
    pub why: String,
    /// The program that made it, with its version.
    pub software: String,
    /// Editions that it shows.
    pub editions: u64,
}

/// One revision in a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevisionRef {
    pub(super) id: i64,
    /// Which edition.
    pub key: EditionKey,
    /// Which revision of it.
    pub number: u64,
    /// Name of the edition.
    pub title: String,
}

impl From<&Revision> for RevisionRef {
    fn from(revision: &Revision) -> Self {
        Self {
            id: revision.id,
            key: revision.key.clone(),
            number: revision.number,
            title: revision.title.clone(),
        }
    }
}

/// A change of what people see, planned and not yet made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The version that the plan starts from; it cannot be applied to another.
    pub base: u64,
    /// What kind of change.
    pub what: What,
    /// For a rollback, the version that is brought back.
    pub to: Option<u64>,
    /// Revisions that come into view.
    pub show: Vec<RevisionRef>,
    /// Revisions that go out of view.
    pub hide: Vec<RevisionRef>,
    /// Tables in view whose codes belong to a layer that goes out of view.
    pub leaning: Vec<EditionKey>,
}

/// What a version says of the place as a whole.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Face {
    pub place: PlaceInfo,
    pub manifest: String,
}

/// A new row of `wardwise_version`.
pub(super) struct NewVersion<'a> {
    pub number: u64,
    pub at: Timestamp,
    pub what: What,
    pub why: &'a str,
    pub face: &'a Face,
}

pub(super) fn current(connection: &Connection) -> rusqlite::Result<u64> {
    let sql = "SELECT max(version) FROM wardwise_version";
    connection.query_row(sql, [], |row| row.get(0)).map(unsigned)
}

/// When a version was made.
pub(super) fn made(connection: &Connection, version: u64) -> rusqlite::Result<Timestamp> {
    let sql = "SELECT at FROM wardwise_version WHERE version = ?1";
    let at: String = connection.query_row(sql, [whole(version)], |row| row.get(0))?;
    at.parse().map_err(|_not_a_moment| unknown(0, &at))
}

/// The refusal of a value that a later program may have written.
fn unknown(column: usize, text: &str) -> rusqlite::Error {
    let what = format!("'{text}' is not known to this version of Wardwise");
    rusqlite::Error::FromSqlConversionFailure(column, rusqlite::types::Type::Text, what.into())
}

pub(super) fn insert(connection: &Connection, new: &NewVersion<'_>) -> rusqlite::Result<()> {
    // But for its recipes, the catalogue stands in the manifest and is read from there.
    let PlaceInfo { id, name, description, main_layer, catalogue: _ } = &new.face.place;
    connection.execute(
        "INSERT INTO wardwise_version VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        (
            whole(new.number),
            new.at.to_string(),
            new.what.key(),
            new.why,
            super::SOFTWARE,
            id,
            name,
            description,
            main_layer.as_ref().map(ToString::to_string),
            &new.face.manifest,
        ),
    )?;
    for (position, recipe) in new.face.place.catalogue.recipes.iter().enumerate() {
        let raw = RawFile::of(&recipe.path, recipe.text.as_bytes());
        connection.execute(
            "INSERT INTO wardwise_recipe VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            (
                whole(new.number),
                whole(position as u64),
                &recipe.path,
                raw.stored(),
                whole(raw.bytes),
                &recipe.text,
            ),
        )?;
    }
    Ok(())
}

pub(super) fn set_members(
    connection: &Connection,
    version: u64,
    revisions: impl IntoIterator<Item = i64>,
) -> rusqlite::Result<()> {
    let mut insert = connection.prepare("INSERT INTO wardwise_member VALUES (?1, ?2)")?;
    for revision in revisions {
        insert.execute((whole(version), revision))?;
    }
    Ok(())
}

/// What a version says of the place; `None` where there is no such version.
pub(super) fn face(connection: &Connection, version: u64) -> rusqlite::Result<Option<Face>> {
    let sql = "SELECT place_id, place_name, place_description, main_layer, manifest
               FROM wardwise_version WHERE version = ?1";
    let recipes = recipes(connection, version)?;
    let read = |row: &rusqlite::Row<'_>| {
        let main_layer: Option<String> = row.get(3)?;
        let manifest: String = row.get(4)?;
        let place = PlaceInfo {
            id: row.get(0)?,
            name: row.get(1)?,
            description: row.get(2)?,
            main_layer: main_layer.and_then(|id| id.parse().ok()),
            catalogue: Catalogue { recipes: recipes.clone(), ..catalogue(&manifest, version) },
        };
        Ok(Face { place, manifest })
    };
    connection.query_row(sql, [whole(version)], read).optional()
}

fn recipes(connection: &Connection, version: u64) -> rusqlite::Result<Vec<RecipeFile>> {
    let sql = "SELECT path, text FROM wardwise_recipe WHERE version = ?1 ORDER BY position";
    let mut statement = connection.prepare(sql)?;
    let rows = statement
        .query_map([whole(version)], |row| Ok(RecipeFile { path: row.get(0)?, text: row.get(1)? }))?;
    rows.collect()
}

/// What a version's manifest says of the meaning of its data. A place shows
/// its rows also where its manifest is not understood, but then aligns nothing.
fn catalogue(manifest: &str, version: u64) -> Catalogue {
    if manifest.is_empty() {
        return Catalogue::default();
    }
    match parse_manifest(manifest) {
        Ok(plan) => plan.catalogue,
        Err(faults) => {
            let first = faults.first().map_or_else(String::new, ToString::to_string);
            tracing::warn!(version, "the manifest of version {version} is not understood: {first}");
            Catalogue::default()
        }
    }
}

pub(super) fn history(connection: &Connection) -> rusqlite::Result<Vec<Version>> {
    let sql = "SELECT version, at, what, why, software,
                 (SELECT count(*) FROM wardwise_member m WHERE m.version = v.version)
               FROM wardwise_version v ORDER BY version DESC";
    let mut statement = connection.prepare(sql)?;
    let rows = statement.query_map([], |row| {
        let (at, what): (String, String) = (row.get(1)?, row.get(2)?);
        Ok(Version {
            number: unsigned(row.get(0)?),
            at: at.parse().map_err(|_not_a_moment| unknown(1, &at))?,
            what: What::from_key(&what).ok_or_else(|| unknown(2, &what))?,
            why: row.get(3)?,
            software: row.get(4)?,
            editions: unsigned(row.get(5)?),
        })
    })?;
    rows.collect()
}
