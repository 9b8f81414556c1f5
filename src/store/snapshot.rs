//! Loading: a whole version into memory, or one revision of one edition.

use std::collections::BTreeMap;

use rayon::prelude::*;
use rusqlite::Connection;

use crate::engine::{Dataset, Edition, EditionData, PlaceInfo, Snapshot};
use crate::model::{DatasetId, Missing};
use crate::table::{ColumnInfo, ColumnKind};

use super::assessments::of_recipes;
use super::content::{Layout, Reading, RowsError, read_rows};
use super::folder::Folder;
use super::manifest_trials::of_trials;
use super::revision::{Revision, members, unsigned};
use super::searches::of_searches;
use super::version::{current, face, made};
use super::{StoreError, connect};

/// Loads the current version. Its list of members is read at one moment; the
/// rows that it names never change, so several connections may fetch them.
pub(super) fn load(folder: &Folder) -> Result<Snapshot, StoreError> {
    let (version, made, place, revisions) = {
        let mut connection = connect::read(folder)?;
        let moment = connection.transaction().map_err(StoreError::sql("read the version"))?;
        let version = current(&moment).map_err(StoreError::sql("read the version"))?;
        let made = made(&moment, version).map_err(StoreError::sql("read the version"))?;
        let face = face(&moment, version).map_err(StoreError::sql("read the version"))?;
        let revisions = members(&moment, version).map_err(StoreError::sql("read the list of editions"))?;
        (version, made, face.ok_or(StoreError::UnknownVersion(version))?.place, revisions)
    };
    // The largest first, so that no connection is left alone with it at the end.
    let mut order: Vec<&Revision> = revisions.iter().collect();
    order.sort_by_key(|revision| std::cmp::Reverse(revision.rows));
    let loaded: Vec<Edition> = order
        .into_par_iter()
        .map_init(
            || connect::read(folder),
            |connection, revision| match connection {
                Ok(connection) => edition(folder, connection, revision),
                Err(_) => edition(folder, &connect::read(folder)?, revision),
            },
        )
        .collect::<Result<_, _>>()?;
    Ok(put_together(version, place, &revisions, loaded).made_at(made))
}

/// Loads one revision.
pub(super) fn edition(
    folder: &Folder,
    connection: &Connection,
    revision: &Revision,
) -> Result<Edition, StoreError> {
    let damaged = |error: RowsError| match error {
        RowsError::Sql(source) => StoreError::Sql { doing: "read the rows", source },
        other => StoreError::damaged(&folder.database(), format!("table {}: {other}", revision.table)),
    };
    let reading = reading(connection, revision).map_err(StoreError::sql("read the columns"))?;
    let data = read_rows(connection, &reading).map_err(damaged)?;
    Ok(describe(revision, data))
}

fn describe(revision: &Revision, data: EditionData) -> Edition {
    Edition {
        key: revision.key.clone(),
        title: revision.title.clone(),
        validity: revision.validity,
        period: revision.period.clone(),
        file: revision.file.clone(),
        part: revision.part.clone(),
        checksum: revision.checksum.clone(),
        source: revision.source.clone(),
        licence: revision.licence.clone(),
        content: revision.hash.clone(),
        since_version: revision.since_version.unwrap_or(revision.imported_version),
        data,
    }
}

fn reading(connection: &Connection, revision: &Revision) -> rusqlite::Result<Reading> {
    let columns = columns(connection, revision.content)?;
    let interpretation = revision.interpretation.clone();
    Ok(Reading {
        edition: revision.key.clone(),
        validity: revision.validity,
        table: revision.table.clone(),
        layout: Layout { kind: revision.kind, columns },
        rows: usize::try_from(revision.rows).unwrap_or(0),
        scheme: interpretation.scheme,
        code_column: interpretation.code_column,
        postcode_column: interpretation.postcode_column,
        geography: interpretation.geography,
        facets: interpretation.facets,
        gaps: gaps(connection, revision.content)?,
    })
}

fn columns(connection: &Connection, content: i64) -> rusqlite::Result<Vec<(String, ColumnInfo)>> {
    let sql =
        "SELECT stored, name, published, kind FROM wardwise_column WHERE content = ?1 ORDER BY position";
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map([content], |row| {
        let kind: String = row.get(3)?;
        let kind = ColumnKind::from_key(&kind).unwrap_or(ColumnKind::Text);
        Ok((row.get(0)?, ColumnInfo { name: row.get(1)?, published: row.get(2)?, kind }))
    })?;
    rows.collect()
}

fn gaps(connection: &Connection, content: i64) -> rusqlite::Result<BTreeMap<(usize, usize), Missing>> {
    let sql = "SELECT position, row, reason FROM wardwise_gap WHERE content = ?1";
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map([content], |row| {
        let place = |index| row.get(index).map(|n| usize::try_from(unsigned(n)).unwrap_or(usize::MAX));
        let reason: String = row.get(2)?;
        Ok(((place(0)?, place(1)?), Missing::from_key(&reason).unwrap_or(Missing::NotGiven)))
    })?;
    rows.collect()
}

fn put_together(version: u64, info: PlaceInfo, revisions: &[Revision], loaded: Vec<Edition>) -> Snapshot {
    let mut datasets: BTreeMap<DatasetId, Dataset> = BTreeMap::new();
    for edition in loaded {
        let Some(revision) = revisions.iter().find(|revision| revision.key == edition.key) else { continue };
        let id = edition.key.dataset.clone();
        datasets
            .entry(id.clone())
            .or_insert_with(|| Dataset {
                id,
                kind: revision.kind,
                title: String::new(),
                description: String::new(),
                editions: Vec::new(),
            })
            .editions
            .push(edition);
    }
    // Revisions come oldest first: the latest has the last word on a name.
    for revision in revisions {
        if let Some(dataset) = datasets.get_mut(&revision.key.dataset) {
            dataset.title.clone_from(&revision.dataset_title);
            dataset.description.clone_from(&revision.dataset_description);
        }
    }
    let (assessments, searches) = (of_recipes(&info.catalogue), of_searches(&info.catalogue));
    let trials = of_trials(&info.catalogue);
    Snapshot::new(version, info, datasets.into_values().collect())
        .with_assessments(assessments)
        .with_searches(searches)
        .with_trials(trials)
}
