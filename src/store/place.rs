//! A place on disk, and what can be asked of it and done to it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use rusqlite::{Connection, TransactionBehavior};

use crate::check::Report;
use crate::engine::{Edition, PlaceInfo, Snapshot};
use crate::model::EditionKey;
use crate::views::ReportView;

use super::folder::{Folder, make_folder, replace, sync_folder};
use super::landing::{self, Fate, Landing, NewEdition};
use super::origin::{OriginRow, origin_row};
use super::raw::{self, Staging};
use super::revision::{self, Revision, unsigned};
use super::version::{self, Change, Face, NewVersion, RevisionRef, Version, What};
use super::{PlaceLock, StoreError, connect, schema, snapshot};

/// A place on disk.
///
/// It holds no connection: each question opens `place.gpkg` for itself, so a
/// `PlaceStore` can be shared between threads and never shows a stale file.
#[derive(Debug, Clone)]
pub struct PlaceStore {
    folder: Folder,
}

/// A file that an import stopped.
#[derive(Debug, Clone, PartialEq)]
pub struct Stopped {
    /// The version that landed without it.
    pub version: u64,
    /// What was found in it.
    pub report: Report,
}

impl PlaceStore {
    /// Makes a place that shows nothing yet, as version 0.
    ///
    /// # Errors
    /// [`StoreError::Exists`] when the folder holds a place already.
    pub fn create(dir: &Path, place: &PlaceInfo, manifest: &str, now: Timestamp) -> Result<Self, StoreError> {
        let folder = Folder::new(dir);
        make_folder(&folder.raw())?;
        let _lock = PlaceLock::take(&folder)?;
        if folder.database().exists() {
            return Err(StoreError::Exists(dir.to_owned()));
        }
        let waiting = dir.join(".place.gpkg.new");
        super::folder::remove(&waiting)?;
        let mut connection = connect::create(&waiting)?;
        schema::create(&mut connection)?;
        let face = Face { place: place.clone(), manifest: manifest.to_owned() };
        let first = NewVersion { number: 0, at: now, what: What::Create, why: "", face: &face };
        version::insert(&connection, &first).map_err(StoreError::sql("write the first version"))?;
        drop(connection);
        fs::rename(&waiting, folder.database()).map_err(StoreError::io("rename", &waiting))?;
        sync_folder(dir)?;
        Ok(Self { folder })
    }

    /// Opens a place; one of an older schema is upgraded first, and a copy of
    /// the file as it was stays beside it.
    ///
    /// # Errors
    /// [`StoreError::NotAPlace`], [`StoreError::Damaged`], [`StoreError::NotOurs`],
    /// [`StoreError::NewerSchema`], and [`StoreError::Locked`] when an upgrade
    /// is due while an import runs.
    pub fn open(dir: &Path) -> Result<Self, StoreError> {
        let folder = Folder::new(dir);
        schema::upgrade(&folder)?;
        Ok(Self { folder })
    }

    /// Whether a folder holds a place.
    #[must_use]
    pub fn exists(dir: &Path) -> bool {
        Folder::new(dir).database().is_file()
    }

    /// The folder.
    #[must_use]
    pub fn dir(&self) -> &Path {
        self.folder.dir()
    }

    pub(super) fn folder(&self) -> &Folder {
        &self.folder
    }

    /// The database file.
    #[must_use]
    pub fn database(&self) -> PathBuf {
        self.folder.database()
    }

    /// The number of the current version. Cheap: a server asks every second.
    pub fn version(&self) -> Result<u64, StoreError> {
        version::current(&self.read()?).map_err(StoreError::sql("read the version"))
    }

    /// Loads the current version into memory.
    pub fn snapshot(&self) -> Result<Snapshot, StoreError> {
        snapshot::load(&self.folder)
    }

    /// What the place is, as the current version says.
    pub fn info(&self) -> Result<PlaceInfo, StoreError> {
        Ok(self.face()?.place)
    }

    /// The manifest of the current version, as it was imported.
    pub fn manifest(&self) -> Result<String, StoreError> {
        Ok(self.face()?.manifest)
    }

    /// Where the manifest lies for a person to read and edit.
    #[must_use]
    pub fn manifest_file(&self) -> PathBuf {
        self.folder.manifest()
    }

    /// Every revision of every edition, in the order in which they came.
    pub fn revisions(&self) -> Result<Vec<Revision>, StoreError> {
        revision::all(&self.read()?).map_err(StoreError::sql("read the list of editions"))
    }

    /// The revision that stands for an edition: the one in view, else the latest.
    ///
    /// # Errors
    /// [`StoreError::UnknownEdition`].
    pub fn revision(&self, key: &EditionKey) -> Result<Revision, StoreError> {
        speaking(&self.read()?, key)
    }

    /// Every version, newest first.
    pub fn history(&self) -> Result<Vec<Version>, StoreError> {
        version::history(&self.read()?).map_err(StoreError::sql("read the history"))
    }

    /// The report of an edition: of the revision in view, else of the latest.
    ///
    /// # Errors
    /// [`StoreError::UnknownEdition`].
    pub fn report(&self, key: &EditionKey) -> Result<Report, StoreError> {
        let connection = self.read()?;
        let revision = speaking(&connection, key)?;
        self.report_of(&connection, &revision)
    }

    /// The reports of all editions, as [`Self::report`] gives them, by edition.
    pub fn reports(&self) -> Result<Vec<Report>, StoreError> {
        let connection = self.read()?;
        let all = revision::all(&connection).map_err(StoreError::sql("read the list of editions"))?;
        let keys: BTreeSet<EditionKey> = all.into_iter().map(|revision| revision.key).collect();
        let report = |key| self.report_of(&connection, &speaking(&connection, key)?);
        keys.iter().map(report).collect()
    }

    /// Files that imports stopped, newest first; for each edition the last time alone.
    pub fn stopped(&self) -> Result<Vec<Stopped>, StoreError> {
        let connection = self.read()?;
        let sql = "SELECT version, report FROM wardwise_stopped s WHERE version =
                     (SELECT max(version) FROM wardwise_stopped t
                      WHERE t.dataset = s.dataset AND t.edition = s.edition)
                   ORDER BY version DESC, dataset, edition";
        let rows = || -> rusqlite::Result<Vec<(i64, String)>> {
            let mut statement = connection.prepare(sql)?;
            statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
        };
        let rows = rows().map_err(StoreError::sql("read the reports"))?;
        let stopped = |(version, text): (i64, String)| {
            Ok(Stopped { version: unsigned(version), report: self.read_report(&text)? })
        };
        rows.into_iter().map(stopped).collect()
    }

    /// Loads one revision of an edition, or the one that stands for it.
    ///
    /// # Errors
    /// [`StoreError::UnknownEdition`], [`StoreError::UnknownRevision`].
    pub fn load(&self, key: &EditionKey, number: Option<u64>) -> Result<Edition, StoreError> {
        let connection = self.read()?;
        let revision = self.chosen(&connection, key, number)?;
        snapshot::edition(&self.folder, &connection, &revision)
    }

    /// The record of the published file that a row came from, read again from
    /// the raw file after its checksum was verified. `row` is what
    /// `Table::source_row` gives.
    ///
    /// # Errors
    /// [`StoreError::UnknownEdition`], [`StoreError::UnknownRow`],
    /// [`StoreError::RawFile`] when the raw file is gone or changed.
    pub fn origin_row(&self, key: &EditionKey, row: u64) -> Result<OriginRow, StoreError> {
        let connection = self.read()?;
        let revision = speaking(&connection, key)?;
        let files = revision::files(&connection, revision.id).map_err(StoreError::sql("read the files"))?;
        drop(connection);
        origin_row(&self.folder, &revision, &files, row)
    }

    /// The published file of an edition, verified, for passing on: its own
    /// name and its bytes.
    pub fn raw_file(&self, key: &EditionKey) -> Result<(String, Vec<u8>), StoreError> {
        let connection = self.read()?;
        let revision = speaking(&connection, key)?;
        let files = revision::files(&connection, revision.id).map_err(StoreError::sql("read the files"))?;
        let (_, path, stored) = files.first().ok_or_else(|| StoreError::UnknownEdition(key.clone()))?;
        let name = path.rsplit('/').next().unwrap_or(path).to_owned();
        Ok((name, raw::read_raw(&self.folder, stored)?))
    }

    /// Plans to bring an edition into view: a revision by number, else its latest.
    ///
    /// # Errors
    /// [`StoreError::NothingToDo`] when it is in view already.
    pub fn plan_activate(&self, key: &EditionKey, number: Option<u64>) -> Result<Change, StoreError> {
        let connection = self.read()?;
        let of_edition = editions(&connection, key)?;
        let wanted = match number {
            Some(number) => self.chosen(&connection, key, Some(number))?,
            None => of_edition.last().cloned().ok_or_else(|| StoreError::UnknownEdition(key.clone()))?,
        };
        if wanted.shown {
            return Err(StoreError::NothingToDo(format!("{key} is in view already")));
        }
        let hide = of_edition.iter().filter(|revision| revision.shown).map(RevisionRef::from).collect();
        self.change(&connection, What::Activate, None, vec![RevisionRef::from(&wanted)], hide)
    }

    /// Plans to take an edition out of view. It stays in the place.
    ///
    /// # Errors
    /// [`StoreError::NothingToDo`] when it is not in view.
    pub fn plan_withdraw(&self, key: &EditionKey) -> Result<Change, StoreError> {
        let connection = self.read()?;
        let of_edition = editions(&connection, key)?;
        let hide: Vec<_> = of_edition.iter().filter(|r| r.shown).map(RevisionRef::from).collect();
        if hide.is_empty() {
            return Err(StoreError::NothingToDo(format!("{key} is not in view")));
        }
        self.change(&connection, What::Withdraw, None, Vec::new(), hide)
    }

    /// Plans to bring back what an earlier version showed, as a new version.
    ///
    /// # Errors
    /// [`StoreError::UnknownVersion`], [`StoreError::NothingToDo`].
    pub fn plan_rollback(&self, to: u64) -> Result<Change, StoreError> {
        let connection = self.read()?;
        let sql = StoreError::sql("read the version");
        let (base, then, now) = (|| {
            let base = version::current(&connection)?;
            rusqlite::Result::Ok((base, version::face(&connection, to)?, version::face(&connection, base)?))
        })()
        .map_err(sql)?;
        let then = then.ok_or(StoreError::UnknownVersion(to))?;
        let members = |version| revision::members(&connection, version);
        let target = members(to).map_err(StoreError::sql("read the list of editions"))?;
        let shown = members(base).map_err(StoreError::sql("read the list of editions"))?;
        let missing = |from: &[Revision], of: &[Revision]| -> Vec<RevisionRef> {
            of.iter().filter(|r| !from.iter().any(|f| f.id == r.id)).map(RevisionRef::from).collect()
        };
        let (show, hide) = (missing(&shown, &target), missing(&target, &shown));
        if show.is_empty() && hide.is_empty() && now.is_some_and(|now| now == then) {
            return Err(StoreError::NothingToDo(format!("version {to} shows what version {base} shows")));
        }
        self.change(&connection, What::Rollback, Some(to), show, hide)
    }

    /// Makes a planned change, as a new version. Gives its number.
    ///
    /// # Errors
    /// [`StoreError::Moved`] when the place has changed since the plan was made.
    pub fn apply(&self, change: &Change, why: &str, now: Timestamp) -> Result<u64, StoreError> {
        let _lock = self.lock()?;
        let mut connection = connect::write(&self.folder)?;
        let transaction = connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(StoreError::sql("begin the change"))?;
        let current = version::current(&transaction).map_err(StoreError::sql("read the version"))?;
        if current != change.base {
            return Err(StoreError::Moved { planned: change.base, current });
        }
        let source = change.to.unwrap_or(current);
        let face = version::face(&transaction, source).map_err(StoreError::sql("read the version"))?;
        let face = face.ok_or(StoreError::UnknownVersion(source))?;
        write_change(&transaction, change, why, now, &face).map_err(StoreError::sql("write the change"))?;
        transaction.commit().map_err(StoreError::sql("commit the change"))?;
        if change.to.is_some() && !face.manifest.is_empty() {
            replace(&self.folder.manifest(), face.manifest.as_bytes())?;
        }
        Ok(current + 1)
    }

    /// Takes the lock under which a place is changed.
    ///
    /// # Errors
    /// [`StoreError::Locked`] while another process holds it.
    pub fn lock(&self) -> Result<PlaceLock, StoreError> {
        PlaceLock::take(&self.folder)
    }

    /// Begins to stage raw files; what earlier imports left behind is removed.
    pub fn staging(&self, _lock: &PlaceLock) -> Result<Staging, StoreError> {
        let connection = connect::write(&self.folder)?;
        raw::clean(&self.folder, &known_files(&connection)?)?;
        super::folder::remove(&self.folder.dir().join(".place.gpkg.new"))?;
        self.settle_manifest(&connection)?;
        Staging::new(&self.folder)
    }

    /// What would become of each edition.
    pub fn fates(&self, editions: &[NewEdition]) -> Result<Vec<Fate>, StoreError> {
        let connection = self.read()?;
        let fate = |edition| Ok(landing::fate(&connection, edition)?.0);
        editions
            .iter()
            .map(fate)
            .collect::<rusqlite::Result<_>>()
            .map_err(StoreError::sql("compare editions"))
    }

    /// Lands an import: keeps its raw files, then writes everything in one
    /// transaction. The commit is the moment at which it becomes visible.
    /// Gives the new version, or `None` where nothing would have changed.
    ///
    /// `step` is called before each edition is written.
    pub fn land(
        &self,
        _lock: &PlaceLock,
        mut staging: Staging,
        landing: &Landing<'_>,
        step: &mut dyn FnMut(&EditionKey),
    ) -> Result<Option<u64>, StoreError> {
        let mut connection = connect::write(&self.folder)?;
        if !landing::is_change(&connection, landing).map_err(StoreError::sql("compare editions"))? {
            return Ok(None);
        }
        let files = landing.editions.iter().flat_map(|edition| &edition.details.files);
        let recipes = landing.place.catalogue.recipes.iter();
        let recipes = recipes.map(|recipe| raw::RawFile::of(&recipe.path, recipe.text.as_bytes()).stored());
        staging.keep(&files.map(raw::RawFile::stored).chain(recipes).collect())?;
        let transaction = connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(StoreError::sql("begin the import"))?;
        let number =
            landing::land(&transaction, landing, step).map_err(StoreError::sql("write the import"))?;
        transaction.commit().map_err(StoreError::sql("commit the import"))?;
        replace(&self.folder.manifest(), landing.manifest.as_bytes())?;
        Ok(Some(number))
    }

    /// Looks through the whole place: the database's own structure, and every
    /// raw file against its checksum. Gives what is wrong, or nothing.
    pub fn verify(&self) -> Result<Vec<String>, StoreError> {
        let connection = self.read()?;
        let check = || -> rusqlite::Result<Vec<String>> {
            let mut statement = connection.prepare("PRAGMA integrity_check")?;
            let lines: Vec<String> = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
            let mut statement = connection.prepare("PRAGMA foreign_key_check")?;
            let strays: Vec<String> = statement
                .query_map([], |row| Ok(format!("a stray row in {}", row.get::<_, String>(0)?)))?
                .collect::<Result<_, _>>()?;
            Ok(lines.into_iter().filter(|line| line != "ok").chain(strays).collect())
        };
        let mut wrong = check().map_err(StoreError::sql("check the database"))?;
        let read = |stored: &String| raw::read_raw(&self.folder, stored).err();
        wrong.extend(known_files(&connection)?.iter().filter_map(read).map(|error| error.to_string()));
        Ok(wrong)
    }

    fn read(&self) -> Result<Connection, StoreError> {
        connect::read(&self.folder)
    }

    fn face(&self) -> Result<Face, StoreError> {
        let connection = self.read()?;
        let current = version::current(&connection).map_err(StoreError::sql("read the version"))?;
        let face = version::face(&connection, current).map_err(StoreError::sql("read the version"))?;
        face.ok_or(StoreError::UnknownVersion(current))
    }

    fn chosen(
        &self,
        connection: &Connection,
        key: &EditionKey,
        number: Option<u64>,
    ) -> Result<Revision, StoreError> {
        let Some(number) = number else { return speaking(connection, key) };
        let found = editions(connection, key)?.into_iter().find(|revision| revision.number == number);
        found.ok_or_else(|| StoreError::UnknownRevision { edition: key.clone(), number })
    }

    fn change(
        &self,
        connection: &Connection,
        what: What,
        to: Option<u64>,
        show: Vec<RevisionRef>,
        hide: Vec<RevisionRef>,
    ) -> Result<Change, StoreError> {
        let base = version::current(connection).map_err(StoreError::sql("read the version"))?;
        let shown =
            revision::members(connection, base).map_err(StoreError::sql("read the list of editions"))?;
        let goes = |key: &EditionKey| {
            hide.iter().any(|revision| revision.key == *key) && !show.iter().any(|r| r.key == *key)
        };
        let leans = |revision: &&Revision| {
            revision.interpretation.geography.as_ref().is_some_and(goes) && !goes(&revision.key)
        };
        let leaning = shown.iter().filter(leans).map(|revision| revision.key.clone()).collect();
        Ok(Change { base, what, to, show, hide, leaning })
    }

    fn report_of(&self, connection: &Connection, revision: &Revision) -> Result<Report, StoreError> {
        let text = revision::report(connection, revision.id).map_err(StoreError::sql("read the report"))?;
        self.read_report(&text.unwrap_or_default())
    }

    fn read_report(&self, text: &str) -> Result<Report, StoreError> {
        let damaged = |what: String| StoreError::damaged(&self.folder.database(), what);
        let view: ReportView = serde_json::from_str(text)
            .map_err(|error| damaged(format!("a report cannot be read: {error}")))?;
        Report::try_from(view).map_err(|error| damaged(error.to_string()))
    }

    /// An import that was killed between its commit and its last step leaves
    /// the manifest of the version before; that step is made up for here. A
    /// manifest that a person edited is left alone.
    fn settle_manifest(&self, connection: &Connection) -> Result<(), StoreError> {
        let read = |number| version::face(connection, number).map_err(StoreError::sql("read the manifest"));
        let current = version::current(connection).map_err(StoreError::sql("read the version"))?;
        let Some(now) = read(current)?.map(|face| face.manifest) else { return Ok(()) };
        let before = current.checked_sub(1).map(read).transpose()?.flatten().map(|face| face.manifest);
        let there = fs::read_to_string(self.folder.manifest()).ok();
        let left_behind = there.is_none() || there == before;
        if left_behind && there.as_ref() != Some(&now) && !now.is_empty() {
            replace(&self.folder.manifest(), now.as_bytes())?;
        }
        Ok(())
    }
}

pub(super) fn known_files(connection: &Connection) -> Result<BTreeSet<String>, StoreError> {
    let read = || -> rusqlite::Result<BTreeSet<String>> {
        let mut statement = connection
            .prepare("SELECT stored FROM wardwise_file UNION SELECT stored FROM wardwise_recipe")?;
        statement.query_map([], |row| row.get(0))?.collect()
    };
    read().map_err(StoreError::sql("read the files"))
}

fn editions(connection: &Connection, key: &EditionKey) -> Result<Vec<Revision>, StoreError> {
    let found =
        revision::of_edition(connection, key).map_err(StoreError::sql("read the list of editions"))?;
    if found.is_empty() { Err(StoreError::UnknownEdition(key.clone())) } else { Ok(found) }
}

fn speaking(connection: &Connection, key: &EditionKey) -> Result<Revision, StoreError> {
    let mut found = editions(connection, key)?;
    let shown = found.iter().position(|revision| revision.shown).unwrap_or(found.len() - 1);
    Ok(found.swap_remove(shown))
}

fn write_change(
    connection: &Connection,
    change: &Change,
    why: &str,
    now: Timestamp,
    face: &Face,
) -> rusqlite::Result<()> {
    let number = change.base + 1;
    let hidden: BTreeSet<i64> = change.hide.iter().map(|revision| revision.id).collect();
    let stay = revision::members(connection, change.base)?.into_iter().map(|revision| revision.id);
    let members: BTreeSet<i64> = stay
        .filter(|id| !hidden.contains(id))
        .chain(change.show.iter().map(|revision| revision.id))
        .collect();
    version::insert(connection, &NewVersion { number, at: now, what: change.what, why, face })?;
    version::set_members(connection, number, members)?;
    landing::describe_all(connection)
}
