//! What is known of an edition besides its rows, and the rows of
//! `wardwise_revision` that hold it.

use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, Row};

use crate::check::Waiver;
use crate::engine::EditionData;
use crate::model::{Checksum, DatasetKind, EditionKey, Licence, Scheme, Validity};

use super::content::Sum;
use super::raw::RawFile;

/// What an import says of an edition.
#[derive(Debug, Clone, PartialEq)]
pub struct Details {
    /// Which edition.
    pub key: EditionKey,
    /// What it is made of.
    pub kind: DatasetKind,
    /// Name of the data set.
    pub dataset_title: String,
    /// What the data set is for.
    pub dataset_description: String,
    /// Name of the edition.
    pub title: String,
    /// When it is in force.
    pub validity: Validity,
    /// Period that the figures speak of.
    pub period: Option<String>,
    /// Sheet, container layer or archive member.
    pub part: Option<String>,
    /// Format that the manifest names.
    pub format: Option<String>,
    /// Text encoding that the manifest names.
    pub encoding: Option<String>,
    /// Where the publisher offers the file.
    pub source: Option<String>,
    /// Terms of use.
    pub licence: Licence,
    /// The published file, then its companions.
    pub files: Vec<RawFile>,
    /// Warnings that a person has ticked.
    pub waivers: Vec<Waiver>,
}

/// An edition as it stood after one import. An edition has several revisions
/// when its file or what the manifest says of it changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Revision {
    pub(super) id: i64,
    pub(super) content: i64,
    pub(super) identity: String,
    pub(super) hash: String,
    pub(super) interpretation: Interpretation,
    /// Which edition.
    pub key: EditionKey,
    /// Counts up from 1 within the edition.
    pub number: u64,
    /// What it is made of.
    pub kind: DatasetKind,
    /// Name of the data set.
    pub dataset_title: String,
    /// What the data set is for.
    pub dataset_description: String,
    /// Name of the edition.
    pub title: String,
    /// When it is in force.
    pub validity: Validity,
    /// Period that the figures speak of.
    pub period: Option<String>,
    /// Path of the published file inside the source folder.
    pub file: String,
    /// Sheet, container layer or archive member.
    pub part: Option<String>,
    /// Format that the manifest names.
    pub format: Option<String>,
    /// Text encoding that the manifest names.
    pub encoding: Option<String>,
    /// SHA-256 of the published file.
    pub checksum: Checksum,
    /// Where the publisher offers the file.
    pub source: Option<String>,
    /// Terms of use.
    pub licence: Licence,
    /// Name of the table in `place.gpkg`.
    pub table: String,
    /// How many rows it has.
    pub rows: u64,
    /// Version of the place that brought it in.
    pub imported_version: u64,
    /// When that was.
    pub imported_at: Timestamp,
    /// The program that imported it, with its version.
    pub software: String,
    /// Whether the current version shows it.
    pub shown: bool,
    /// The first version that showed it.
    pub since_version: Option<u64>,
}

/// How the columns of an edition are to be understood.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Interpretation {
    pub scheme: Option<Scheme>,
    pub code_column: Option<usize>,
    pub postcode_column: Option<usize>,
    pub geography: Option<EditionKey>,
    pub facets: Vec<usize>,
}

impl Interpretation {
    pub fn of(data: &EditionData) -> Self {
        match data {
            EditionData::Layer(layer) => Self { scheme: Some(layer.scheme), ..Self::default() },
            EditionData::Register(register) => Self {
                facets: register.facets.clone(),
                postcode_column: register.postcode_column,
                ..Self::default()
            },
            EditionData::Network(_) => Self::default(),
            EditionData::Table(table) => {
                Self { code_column: table.code_column, geography: table.geography.clone(), ..Self::default() }
            }
        }
    }

    fn facets_text(&self) -> String {
        self.facets.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
    }
}

/// One number that tells whether anything that is kept beside the rows changed.
pub(super) fn identity(details: &Details, interpretation: &Interpretation) -> String {
    let mut sum = Sum::default();
    let Details { key, kind, dataset_title, dataset_description, title, validity, .. } = details;
    for text in [&key.to_string(), kind.key(), dataset_title, dataset_description, title] {
        sum.text(text);
    }
    let dates = [validity.from, validity.to].map(|day| day.map(|day| day.to_string()));
    let licence = &details.licence;
    for text in [&dates[0], &dates[1], &details.period, &details.part, &details.format, &details.encoding] {
        sum.option(text.as_deref());
    }
    for text in [&details.source, &licence.url] {
        sum.option(text.as_deref());
    }
    sum.text(&licence.name);
    sum.text(&licence.attribution);
    for file in &details.files {
        sum.text(&file.path);
        sum.text(file.checksum.as_str());
    }
    for waiver in &details.waivers {
        sum.text(waiver.rule.key());
        sum.text(&waiver.reason);
    }
    sum.option(interpretation.scheme.map(Scheme::key));
    sum.option(interpretation.geography.as_ref().map(ToString::to_string).as_deref());
    for column in [interpretation.code_column, interpretation.postcode_column] {
        sum.option(column.map(|column| column.to_string()).as_deref());
    }
    sum.text(&interpretation.facets_text());
    sum.digits()
}

/// What a new row of `wardwise_revision` needs beyond the details.
pub(super) struct NewRow<'a> {
    pub details: &'a Details,
    pub interpretation: &'a Interpretation,
    pub identity: &'a str,
    pub content: i64,
    pub table: &'a str,
    pub version: u64,
    pub at: &'a str,
}

/// Adds a revision with its files; gives its row id and its number.
pub(super) fn insert(connection: &Connection, new: &NewRow<'_>) -> rusqlite::Result<(i64, u64)> {
    let (details, reading) = (new.details, new.interpretation);
    let (dataset, edition) = (details.key.dataset.as_str(), details.key.edition.as_str());
    let number: i64 = connection.query_row(
        "SELECT coalesce(max(number), 0) + 1 FROM wardwise_revision WHERE dataset = ?1 AND edition = ?2",
        (dataset, edition),
        |row| row.get(0),
    )?;
    let main = details.files.first();
    connection.execute(
        "INSERT INTO wardwise_revision
           (dataset, edition, number, kind, content, table_name, identity, dataset_title, dataset_description,
            title, valid_from, valid_to, period, file, part, format, encoding, checksum, source, licence_name,
            licence_url, licence_attribution, scheme, code_column, postcode_column, geography, facets,
            imported_version, imported_at, software)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20,
                 ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28, ?29, ?30)",
        rusqlite::params![
            dataset,
            edition,
            number,
            details.kind.key(),
            new.content,
            new.table,
            new.identity,
            details.dataset_title,
            details.dataset_description,
            details.title,
            details.validity.from.map(|day| day.to_string()),
            details.validity.to.map(|day| day.to_string()),
            details.period,
            main.map_or("", |file| &file.path),
            details.part,
            details.format,
            details.encoding,
            main.map_or("", |file| file.checksum.as_str()),
            details.source,
            details.licence.name,
            details.licence.url,
            details.licence.attribution,
            reading.scheme.map(Scheme::key),
            reading.code_column.map(|column| column.to_string()),
            reading.postcode_column.map(|column| column.to_string()),
            reading.geography.as_ref().map(ToString::to_string),
            reading.facets_text(),
            whole(new.version),
            new.at,
            super::SOFTWARE,
        ],
    )?;
    let id = connection.last_insert_rowid();
    for (position, file) in (0_i64..).zip(&details.files) {
        connection.execute(
            "INSERT INTO wardwise_file VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            (id, position, &file.extension, &file.path, file.stored(), whole(file.bytes)),
        )?;
    }
    Ok((id, unsigned(number)))
}

const SELECT: &str =
    "SELECT r.id, r.content, r.identity, c.hash, r.dataset || '@' || r.edition, r.number, r.kind,
    r.dataset_title, r.dataset_description, r.title, r.valid_from, r.valid_to, r.period, r.file, r.part,
    r.format, r.encoding, r.checksum, r.source, r.licence_name, r.licence_url, r.licence_attribution,
    r.table_name, c.rows, r.imported_version, r.imported_at, r.software, r.scheme, r.code_column,
    r.postcode_column, r.geography, r.facets,
    EXISTS (SELECT 1 FROM wardwise_member m WHERE m.revision = r.id
            AND m.version = (SELECT max(version) FROM wardwise_version)),
    (SELECT min(version) FROM wardwise_member m WHERE m.revision = r.id)
  FROM wardwise_revision r JOIN wardwise_content c ON c.id = r.content";

/// Every revision, in the order in which they came.
pub(super) fn all(connection: &Connection) -> rusqlite::Result<Vec<Revision>> {
    let mut statement = connection.prepare(&format!("{SELECT} ORDER BY r.id"))?;
    statement.query_map([], read)?.collect()
}

/// The revisions that a version shows.
pub(super) fn members(connection: &Connection, version: u64) -> rusqlite::Result<Vec<Revision>> {
    let sql = format!(
        "{SELECT} WHERE r.id IN (SELECT revision FROM wardwise_member WHERE version = ?1) ORDER BY r.id"
    );
    let mut statement = connection.prepare(&sql)?;
    statement.query_map([whole(version)], read)?.collect()
}

/// The revisions of one edition, oldest first.
pub(super) fn of_edition(connection: &Connection, key: &EditionKey) -> rusqlite::Result<Vec<Revision>> {
    let sql = format!("{SELECT} WHERE r.dataset = ?1 AND r.edition = ?2 ORDER BY r.number");
    let mut statement = connection.prepare(&sql)?;
    statement.query_map((key.dataset.as_str(), key.edition.as_str()), read)?.collect()
}

/// The published files of a revision.
pub(super) fn files(
    connection: &Connection,
    revision: i64,
) -> rusqlite::Result<Vec<(String, String, String)>> {
    let sql = "SELECT extension, path, stored FROM wardwise_file WHERE revision = ?1 ORDER BY position";
    let mut statement = connection.prepare(sql)?;
    statement.query_map([revision], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?.collect()
}

/// The stored report of a revision.
pub(super) fn report(connection: &Connection, revision: i64) -> rusqlite::Result<Option<String>> {
    let sql = "SELECT report FROM wardwise_report WHERE revision = ?1";
    connection.query_row(sql, [revision], |row| row.get(0)).optional()
}

fn read(row: &Row<'_>) -> rusqlite::Result<Revision> {
    let interpretation = Interpretation {
        scheme: optional(row, 27, Scheme::from_key)?,
        code_column: optional(row, 28, |text| text.parse().ok())?,
        postcode_column: optional(row, 29, |text| text.parse().ok())?,
        geography: optional(row, 30, |text| text.parse().ok())?,
        facets: required(row, 31, |text| {
            text.split(',').filter(|part| !part.is_empty()).map(|part| part.parse().ok()).collect()
        })?,
    };
    Ok(Revision {
        id: row.get(0)?,
        content: row.get(1)?,
        identity: row.get(2)?,
        hash: row.get(3)?,
        interpretation,
        key: required(row, 4, |text| text.parse().ok())?,
        number: unsigned(row.get(5)?),
        kind: required(row, 6, DatasetKind::from_key)?,
        dataset_title: row.get(7)?,
        dataset_description: row.get(8)?,
        title: row.get(9)?,
        validity: Validity { from: optional(row, 10, day)?, to: optional(row, 11, day)? },
        period: row.get(12)?,
        file: row.get(13)?,
        part: row.get(14)?,
        format: row.get(15)?,
        encoding: row.get(16)?,
        checksum: required(row, 17, Checksum::parse)?,
        source: row.get(18)?,
        licence: Licence { name: row.get(19)?, url: row.get(20)?, attribution: row.get(21)? },
        table: row.get(22)?,
        rows: unsigned(row.get(23)?),
        imported_version: unsigned(row.get(24)?),
        imported_at: required(row, 25, |text| text.parse().ok())?,
        software: row.get(26)?,
        shown: row.get(32)?,
        since_version: row.get::<_, Option<i64>>(33)?.map(unsigned),
    })
}

fn day(text: &str) -> Option<Date> {
    text.parse().ok()
}

fn required<T>(row: &Row<'_>, index: usize, parse: impl Fn(&str) -> Option<T>) -> rusqlite::Result<T> {
    let text: String = row.get(index)?;
    parse(&text).ok_or_else(|| unknown(index, &text))
}

fn optional<T>(
    row: &Row<'_>,
    index: usize,
    parse: impl Fn(&str) -> Option<T>,
) -> rusqlite::Result<Option<T>> {
    // The numbers of columns have been written as text into an INTEGER column.
    let text = match row.get::<_, rusqlite::types::Value>(index)? {
        rusqlite::types::Value::Null => return Ok(None),
        rusqlite::types::Value::Integer(number) => number.to_string(),
        rusqlite::types::Value::Text(text) => text,
        other => return Err(unknown(index, &format!("{other:?}"))),
    };
    parse(&text).map(Some).ok_or_else(|| unknown(index, &text))
}

pub(super) fn unknown(index: usize, text: &str) -> rusqlite::Error {
    let what = format!("'{text}' is not known to this version of Wardwise");
    rusqlite::Error::FromSqlConversionFailure(index, rusqlite::types::Type::Text, what.into())
}

/// Counts and versions fit: they count things of one place.
pub(super) fn whole(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

pub(super) fn unsigned(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}
