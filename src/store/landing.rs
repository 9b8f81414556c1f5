//! How checked editions become the next version, in one transaction.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension};

use crate::check::Report;
use crate::engine::{EditionData, PlaceInfo};
use crate::model::EditionKey;
use crate::views::ReportView;

use super::content::{Layout, content_hash, write_rows};
use super::geopackage::{self, Entry};
use super::revision::{self, Details, Interpretation, NewRow, Revision, whole};
use super::version::{self, Face, NewVersion, What};

/// A checked edition on its way into the place.
#[derive(Debug, Clone)]
pub struct NewEdition {
    pub(super) details: Details,
    pub(super) data: EditionData,
    pub(super) report: Report,
    pub(super) show: bool,
    pub(super) interpretation: Interpretation,
    pub(super) hash: String,
    pub(super) identity: String,
}

impl NewEdition {
    /// Takes a checked edition; `show` is whether it is to be seen as soon as
    /// it has landed.
    #[must_use]
    pub fn new(details: Details, data: EditionData, report: Report, show: bool) -> Self {
        let interpretation = Interpretation::of(&data);
        let hash = content_hash(&details.key, &data);
        let identity = revision::identity(&details, &interpretation);
        Self { details, data, report, show, interpretation, hash, identity }
    }

    /// Which edition this is.
    #[must_use]
    pub fn key(&self) -> &EditionKey {
        &self.details.key
    }

    /// What becomes of it in a place that holds nothing yet.
    #[must_use]
    pub fn first_fate(&self) -> Fate {
        Fate::New { shown: self.show }
    }

    /// Its rows.
    #[must_use]
    pub fn data(&self) -> &EditionData {
        &self.data
    }
}

/// Everything that one import brings.
#[derive(Debug)]
pub struct Landing<'a> {
    /// What the place is from now on.
    pub place: PlaceInfo,
    /// The manifest, as written.
    pub manifest: &'a str,
    /// When.
    pub at: Timestamp,
    /// Why, for the history.
    pub why: &'a str,
    /// Editions that passed.
    pub editions: &'a [NewEdition],
    /// Reports of files that were stopped.
    pub stopped: &'a [Report],
}

/// What becomes of one edition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fate {
    /// The place holds the very same already, and nothing changes.
    Unchanged {
        /// Whether it is in view.
        shown: bool,
    },
    /// A revision that the place holds comes back into view.
    ShownAgain,
    /// A new revision.
    New {
        /// Whether it comes into view at once.
        shown: bool,
    },
}

impl Fate {
    /// Whether the place is any different afterwards.
    #[must_use]
    pub fn is_change(self) -> bool {
        !matches!(self, Self::Unchanged { .. })
    }
}

/// What would become of an edition, and the revision that it equals.
pub(super) fn fate(connection: &Connection, new: &NewEdition) -> rusqlite::Result<(Fate, Option<Revision>)> {
    let revisions = revision::of_edition(connection, new.key())?;
    let same = |r: &&Revision| r.hash == new.hash && r.identity == new.identity;
    let Some(twin) = revisions.iter().rev().find(same).cloned() else {
        return Ok((Fate::New { shown: new.show }, None));
    };
    let fate = match (twin.shown, new.show) {
        (shown @ true, _) | (shown @ false, false) => Fate::Unchanged { shown },
        (false, true) => Fate::ShownAgain,
    };
    Ok((fate, Some(twin)))
}

/// Whether a landing would make a new version.
pub(super) fn is_change(connection: &Connection, landing: &Landing<'_>) -> rusqlite::Result<bool> {
    let base = version::current(connection)?;
    let other_face = version::face(connection, base)?.is_none_or(|face| face.place != landing.place);
    let mut change = other_face;
    for new in landing.editions {
        change |= fate(connection, new)?.0.is_change();
    }
    Ok(change)
}

/// Writes everything. The caller holds the transaction and commits it.
pub(super) fn land(
    connection: &Connection,
    landing: &Landing<'_>,
    step: &mut dyn FnMut(&EditionKey),
) -> rusqlite::Result<u64> {
    let base = version::current(connection)?;
    let number = base + 1;
    // What is in view is asked before the new version stands, which shows nothing yet.
    let fates = landing.editions.iter().map(|edition| fate(connection, edition));
    let fates = fates.collect::<rusqlite::Result<Vec<_>>>()?;
    let face = Face { place: landing.place.clone(), manifest: landing.manifest.to_owned() };
    let new = NewVersion { number, at: landing.at, what: What::Import, why: landing.why, face: &face };
    version::insert(connection, &new)?;
    let shown = revision::members(connection, base)?;
    let mut members: BTreeMap<EditionKey, i64> = shown.into_iter().map(|r| (r.key, r.id)).collect();
    list_revisions(connection, landing.at)?;
    for (edition, (fate, twin)) in landing.editions.iter().zip(fates) {
        step(edition.key());
        let id = match (fate, twin) {
            (Fate::Unchanged { .. }, _) => continue,
            (_, Some(twin)) => twin.id,
            (_, None) => add_revision(connection, edition, number, landing.at)?,
        };
        if edition.show {
            members.insert(edition.key().clone(), id);
        }
    }
    for report in landing.stopped {
        let (dataset, id) = (report.edition.dataset.as_str(), report.edition.edition.as_str());
        connection.execute(
            "INSERT OR REPLACE INTO wardwise_stopped VALUES (?1, ?2, ?3, ?4)",
            (whole(number), dataset, id, written(report)),
        )?;
    }
    version::set_members(connection, number, members.into_values())?;
    describe_all(connection)?;
    Ok(number)
}

/// Sets the words that go with each table, so that a person who opens the
/// file in another program sees which ones are in view, and their licences.
pub(super) fn describe_all(connection: &Connection) -> rusqlite::Result<()> {
    let revisions = revision::all(connection)?;
    let mut speaking: BTreeMap<i64, &Revision> = BTreeMap::new();
    for revision in &revisions {
        let held = speaking.get(&revision.content);
        if revision.shown || held.is_none_or(|held| !held.shown) {
            speaking.insert(revision.content, revision);
        }
    }
    for revision in speaking.values() {
        geopackage::describe(connection, &revision.table, &sentence(revision), &metadata(revision))?;
    }
    Ok(())
}

pub(super) fn written(report: &Report) -> String {
    serde_json::to_string(&ReportView::from(report)).unwrap_or_default()
}

pub(super) fn last_change(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}

fn add_revision(
    connection: &Connection,
    edition: &NewEdition,
    version: u64,
    at: Timestamp,
) -> rusqlite::Result<i64> {
    let (content, table) = content(connection, edition, at)?;
    let row = NewRow {
        details: &edition.details,
        interpretation: &edition.interpretation,
        identity: &edition.identity,
        content,
        table: &table,
        version,
        at: &last_change(at),
    };
    let (id, _) = revision::insert(connection, &row)?;
    connection.execute("INSERT INTO wardwise_report VALUES (?1, ?2)", (id, written(&edition.report)))?;
    Ok(id)
}

/// The table with the rows of an edition, written now unless it is there.
fn content(connection: &Connection, edition: &NewEdition, at: Timestamp) -> rusqlite::Result<(i64, String)> {
    let sql = "SELECT id, table_name FROM wardwise_content WHERE kind = ?1 AND hash = ?2";
    let kind = edition.details.kind;
    let held = connection
        .query_row(sql, (kind.key(), &edition.hash), |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    if let Some(held) = held {
        return Ok(held);
    }
    let taken = taken_names(connection)?;
    let table = geopackage::names::table_name(edition.key(), &|name| taken.contains(name));
    let columns = match &edition.data {
        EditionData::Layer(layer) => layer.attributes.columns(),
        EditionData::Register(register) => register.attributes.columns(),
        EditionData::Table(table) => table.table.columns(),
        EditionData::Network(streets) => streets.attributes.columns(),
    };
    let layout = Layout::plan(kind, columns);
    let written = write_rows(connection, &table, &layout, &edition.data)?;
    let entry = Entry {
        table: &table,
        geometry: layout.geometry(),
        identifier: &format!("{} [{table}]", edition.details.title),
        last_change: &last_change(at),
        extent: written.extent(),
    };
    geopackage::list(connection, &entry)?;
    if layout.geometry().is_some() {
        geopackage::build_rtree(connection, &table, &written.boxes)?;
    }
    let rows = rows(&edition.data);
    connection.execute(
        "INSERT INTO wardwise_content (kind, table_name, hash, rows) VALUES (?1, ?2, ?3, ?4)",
        (kind.key(), &table, &edition.hash, whole(rows)),
    )?;
    let id = connection.last_insert_rowid();
    for (position, (stored, info)) in (0_i64..).zip(&layout.columns) {
        connection.execute(
            "INSERT INTO wardwise_column VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            (id, position, stored, &info.name, &info.published, info.kind.key()),
        )?;
    }
    let mut gap = connection.prepare("INSERT INTO wardwise_gap VALUES (?1, ?2, ?3, ?4)")?;
    for (position, row, reason) in &written.gaps {
        gap.execute((id, whole(*position as u64), whole(*row as u64), reason.key()))?;
    }
    Ok((id, table))
}

/// Enters `wardwise_revision` into the list of tables the first time round: a
/// listed attribute table also tells other programs to leave the rest alone.
fn list_revisions(connection: &Connection, at: Timestamp) -> rusqlite::Result<()> {
    let sql = "SELECT 1 FROM gpkg_contents WHERE table_name = 'wardwise_revision'";
    if connection.query_row(sql, [], |_| Ok(())).optional()?.is_some() {
        return Ok(());
    }
    let entry = Entry {
        table: "wardwise_revision",
        geometry: None,
        identifier: "Editions of this place",
        last_change: &last_change(at),
        extent: None,
    };
    geopackage::list(connection, &entry)?;
    let words = "Every edition that was imported, with its file, checksum and licence";
    geopackage::describe(connection, "wardwise_revision", words, words)
}

pub(super) fn taken_names(connection: &Connection) -> rusqlite::Result<BTreeSet<String>> {
    let mut statement = connection.prepare("SELECT name FROM sqlite_master")?;
    statement.query_map([], |row| row.get(0))?.collect()
}

fn rows(data: &EditionData) -> u64 {
    let rows = match data {
        EditionData::Layer(layer) => layer.areas.len(),
        EditionData::Register(register) => register.records.len(),
        EditionData::Table(table) => table.table.len(),
        EditionData::Network(streets) => streets.segments.len(),
    };
    rows as u64
}

fn sentence(revision: &Revision) -> String {
    let state = match (revision.shown, revision.since_version) {
        (true, Some(since)) => format!("in view since version {since} of the place"),
        _ => "not in view: held back, replaced or withdrawn".to_owned(),
    };
    let Revision { title, key, number, .. } = revision;
    let Revision { file, licence, validity, .. } = revision;
    format!("{title} ({key}, revision {number}, {validity}); from {file}; {}; {state}", licence.name)
}

fn metadata(revision: &Revision) -> String {
    let lines = [
        ("Title", Some(revision.title.as_str())),
        ("Data set", Some(revision.dataset_title.as_str())),
        ("Description", Some(revision.dataset_description.as_str())),
        ("Edition", Some(&*revision.key.to_string())),
        ("In force", Some(&*revision.validity.to_string())),
        ("Period", revision.period.as_deref()),
        ("File", Some(revision.file.as_str())),
        ("Part", revision.part.as_deref()),
        ("SHA-256", Some(revision.checksum.as_str())),
        ("Source", revision.source.as_deref()),
        ("Licence", Some(revision.licence.name.as_str())),
        ("Licence text", revision.licence.url.as_deref()),
        ("Attribution", Some(revision.licence.attribution.as_str())),
        ("Imported", Some(&*revision.imported_at.to_string())),
        ("Software", Some(revision.software.as_str())),
    ]
    .map(|(what, text)| text.filter(|text| !text.is_empty()).map(|text| format!("{what}: {text}\n")));
    lines.into_iter().flatten().collect()
}
