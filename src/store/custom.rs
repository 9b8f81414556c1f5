//! Custom areas in the place: saved, listed, renamed, deleted.
//!
//! They are features of `place.gpkg` like any layer, but belong to no version:
//! saving one changes nothing of what was imported, and each question reads
//! them afresh. What was done to each, and when, stays after it is deleted.

use geo::BoundingRect;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, TransactionBehavior};

use crate::custom::{AreaName, CustomArea, Making, SavedArea};
use crate::model::{AreaCode, EditionKey, Postcode};

use super::geopackage::geometry::{decode_area, encode_area};
use super::revision::{unsigned, whole};
use super::{PlaceStore, SOFTWARE, StoreError, connect};

/// Custom areas that a place may keep.
pub const MOST_CUSTOM_AREAS: usize = 2_000;

const COLUMNS: &str =
    "geom, id, name, made, made_from, notes, area_m2, place_version, created_at, changed_at, software";

impl PlaceStore {
    /// Every saved custom area, in the order in which they were saved.
    pub fn custom_areas(&self) -> Result<Vec<SavedArea>, StoreError> {
        let connection = self.reading()?;
        let sql = format!("SELECT {COLUMNS} FROM wardwise_custom_area ORDER BY fid");
        let read =
            || -> rusqlite::Result<Vec<Raw>> { connection.prepare(&sql)?.query_map([], Raw::of)?.collect() };
        let rows = read().map_err(StoreError::sql("read the custom areas"))?;
        rows.into_iter().map(|row| self.understood(row)).collect()
    }

    /// One saved custom area.
    ///
    /// # Errors
    /// [`StoreError::UnknownCustomArea`].
    pub fn custom_area(&self, id: &str) -> Result<SavedArea, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM wardwise_custom_area WHERE id = ?1");
        let found = self.reading()?.query_row(&sql, [id], Raw::of).optional();
        let row = found.map_err(StoreError::sql("read a custom area"))?;
        self.understood(row.ok_or_else(|| StoreError::UnknownCustomArea(id.to_owned()))?)
    }

    /// Saves a custom area under a name.
    ///
    /// # Errors
    /// [`StoreError::TooManyCustomAreas`], [`StoreError::CustomNameTaken`].
    pub fn save_custom_area(
        &self,
        name: &AreaName,
        area: &CustomArea,
        now: Timestamp,
    ) -> Result<SavedArea, StoreError> {
        let id = self.change_custom(|connection| {
            let count: i64 =
                connection.query_row("SELECT count(*) FROM wardwise_custom_area", [], |row| row.get(0))?;
            if unsigned(count) >= MOST_CUSTOM_AREAS as u64 {
                return Ok(Err(StoreError::TooManyCustomAreas(MOST_CUSTOM_AREAS)));
            }
            if name_is_taken(connection, name, "")? {
                return Ok(Err(StoreError::CustomNameTaken(name.to_string())));
            }
            insert(connection, name, area, now).map(Ok)
        })?;
        self.custom_area(&id)
    }

    /// Gives a saved custom area another name.
    ///
    /// # Errors
    /// [`StoreError::UnknownCustomArea`], [`StoreError::CustomNameTaken`].
    pub fn rename_custom_area(
        &self,
        id: &str,
        name: &AreaName,
        now: Timestamp,
    ) -> Result<SavedArea, StoreError> {
        self.change_custom(|connection| {
            if name_is_taken(connection, name, id)? {
                return Ok(Err(StoreError::CustomNameTaken(name.to_string())));
            }
            let sql = "UPDATE wardwise_custom_area SET name = ?2, changed_at = ?3 WHERE id = ?1";
            if connection.execute(sql, (id, name.as_str(), now.to_string()))? == 0 {
                return Ok(Err(StoreError::UnknownCustomArea(id.to_owned())));
            }
            log(connection, id, "rename", name.as_str(), now).map(Ok)
        })?;
        self.custom_area(id)
    }

    /// Deletes a saved custom area; that it was there stays on record.
    ///
    /// # Errors
    /// [`StoreError::UnknownCustomArea`].
    pub fn delete_custom_area(&self, id: &str, now: Timestamp) -> Result<(), StoreError> {
        self.change_custom(|connection| {
            let sql = "DELETE FROM wardwise_custom_area WHERE id = ?1 RETURNING name";
            let name: Option<String> = connection.query_row(sql, [id], |row| row.get(0)).optional()?;
            let Some(name) = name else { return Ok(Err(StoreError::UnknownCustomArea(id.to_owned()))) };
            log(connection, id, "delete", &name, now).map(Ok)
        })
    }

    fn reading(&self) -> Result<Connection, StoreError> {
        connect::read(self.folder())
    }

    /// One transaction; it is given up where the work finds a reason.
    fn change_custom<T>(
        &self,
        work: impl FnOnce(&Connection) -> rusqlite::Result<Result<T, StoreError>>,
    ) -> Result<T, StoreError> {
        let mut connection = connect::write(self.folder())?;
        let sql = || StoreError::sql("change the custom areas");
        let transaction =
            connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(sql())?;
        let done = work(&transaction).map_err(sql())??;
        settle_extent(&transaction).map_err(sql())?;
        transaction.commit().map_err(sql())?;
        Ok(done)
    }

    fn understood(&self, row: Raw) -> Result<SavedArea, StoreError> {
        let id = row.id.clone();
        let damaged =
            || StoreError::damaged(&self.database(), format!("the custom area {id} cannot be read"));
        row.understood().ok_or_else(damaged)
    }
}

/// A row as it stands in the table.
struct Raw {
    geom: Vec<u8>,
    id: String,
    name: String,
    made: String,
    made_from: String,
    notes: String,
    area_m2: f64,
    place_version: i64,
    created_at: String,
    changed_at: String,
    software: String,
}

impl Raw {
    fn of(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            geom: row.get(0)?,
            id: row.get(1)?,
            name: row.get(2)?,
            made: row.get(3)?,
            made_from: row.get(4)?,
            notes: row.get(5)?,
            area_m2: row.get(6)?,
            place_version: row.get(7)?,
            created_at: row.get(8)?,
            changed_at: row.get(9)?,
            software: row.get(10)?,
        })
    }

    fn understood(self) -> Option<SavedArea> {
        let area = CustomArea {
            made: read_making(&self.made, &self.made_from)?,
            shape: decode_area(&self.geom)?,
            area_m2: self.area_m2,
            notes: self.notes.lines().map(str::to_owned).collect(),
            place_version: unsigned(self.place_version),
        };
        Some(SavedArea {
            id: self.id,
            name: AreaName::parse(&self.name).ok()?,
            area,
            created: self.created_at.parse().ok()?,
            changed: self.changed_at.parse().ok()?,
            software: self.software,
        })
    }
}

fn insert(
    connection: &Connection,
    name: &AreaName,
    area: &CustomArea,
    now: Timestamp,
) -> rusqlite::Result<String> {
    let number: i64 = connection.query_row(
        "SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'wardwise_custom_area'), 0) + 1",
        [],
        |row| row.get(0),
    )?;
    let id = format!("c{number}");
    let (geom, _) = encode_area(&area.shape).unwrap_or_default();
    let at = now.to_string();
    let sql = format!(
        "INSERT INTO wardwise_custom_area ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?9, ?10)"
    );
    connection.execute(
        &sql,
        (
            geom,
            &id,
            name.as_str(),
            area.made.key(),
            write_making(&area.made),
            area.notes.join("\n"),
            area.area_m2,
            whole(area.place_version),
            &at,
            SOFTWARE,
        ),
    )?;
    log(connection, &id, "save", name.as_str(), now)?;
    Ok(id)
}

fn log(connection: &Connection, id: &str, what: &str, name: &str, now: Timestamp) -> rusqlite::Result<()> {
    let sql =
        "INSERT INTO wardwise_custom_change (area, what, name, at, software) VALUES (?1, ?2, ?3, ?4, ?5)";
    connection.execute(sql, (id, what, name, now.to_string(), SOFTWARE))?;
    connection.execute(
        "UPDATE gpkg_contents SET last_change = ?1 WHERE table_name = 'wardwise_custom_area'",
        [now.strftime("%Y-%m-%dT%H:%M:%S.000Z").to_string()],
    )?;
    Ok(())
}

fn name_is_taken(connection: &Connection, name: &AreaName, but_for: &str) -> rusqlite::Result<bool> {
    let sql = "SELECT count(*) FROM wardwise_custom_area WHERE name = ?1 AND id <> ?2";
    let count: i64 = connection.query_row(sql, (name.as_str(), but_for), |row| row.get(0))?;
    Ok(count > 0)
}

/// The box that other programs zoom to.
fn settle_extent(connection: &Connection) -> rusqlite::Result<()> {
    let mut statement = connection.prepare("SELECT geom FROM wardwise_custom_area")?;
    let blobs = statement.query_map([], |row| row.get::<_, Vec<u8>>(0))?.collect::<Result<Vec<_>, _>>()?;
    let boxes = blobs.iter().filter_map(|blob| decode_area(blob)?.bounding_rect());
    let around = boxes.fold(None, |around: Option<[f64; 4]>, rect| {
        let (min, max) = (rect.min(), rect.max());
        let [west, south, east, north] = around.unwrap_or([min.x, min.y, max.x, max.y]);
        Some([west.min(min.x), south.min(min.y), east.max(max.x), north.max(max.y)])
    });
    let [west, south, east, north] = around.map_or([None; 4], |sides| sides.map(Some));
    connection.execute(
        "UPDATE gpkg_contents SET min_x = ?1, min_y = ?2, max_x = ?3, max_y = ?4
           WHERE table_name = 'wardwise_custom_area'",
        (west, south, east, north),
    )?;
    Ok(())
}

/// What an area was made from, one item a line; the edition of areas stands first.
fn write_making(made: &Making) -> String {
    let lines: Vec<String> = match made {
        Making::Drawn => Vec::new(),
        Making::Areas { edition, codes } => {
            std::iter::once(edition.to_string()).chain(codes.iter().map(ToString::to_string)).collect()
        }
        Making::Postcodes(list) => list.iter().map(ToString::to_string).collect(),
        Making::Uploaded { file } => vec![file.clone()],
    };
    lines.join("\n")
}

fn read_making(key: &str, text: &str) -> Option<Making> {
    let mut lines = text.lines();
    match key {
        "drawn" => Some(Making::Drawn),
        "areas" => {
            let edition: EditionKey = lines.next()?.parse().ok()?;
            let codes: Option<Vec<AreaCode>> = lines.map(|line| AreaCode::parse(line).ok()).collect();
            Some(Making::Areas { edition, codes: codes? })
        }
        "postcodes" => lines.map(Postcode::parse).collect::<Option<Vec<_>>>().map(Making::Postcodes),
        "file" => Some(Making::Uploaded { file: text.to_owned() }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_area_was_made_from_is_read_back() {
        let edition = "wards@2023".parse().expect("a key");
        let codes = vec![AreaCode::parse("E1").expect("a code"), AreaCode::parse("E 2").expect("a code")];
        for made in [
            Making::Drawn,
            Making::Areas { edition, codes },
            Making::Postcodes(vec![Postcode::parse("B1 1BB").expect("a postcode")]),
            Making::Uploaded { file: "my area.geojson".into() },
        ] {
            assert_eq!(read_making(made.key(), &write_making(&made)), Some(made));
        }
    }
}
