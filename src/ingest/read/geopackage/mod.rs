//! OGC GeoPackage: layers and attribute tables of an SQLite file.
//!
//! The file is not trusted. It is opened in memory and read-only, with
//! nothing in its schema allowed to run code, with bounds on what a statement
//! may do, and only tables (no views) are read.

mod blob;
mod contents;
mod open;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row};

use crate::check::{Fault, Place, Rule};
use crate::draft::{Cell, Draft};

use super::found::{Halt, unreadable};
use super::intake::Intake;
use super::{Limits, ReadOptions, SourceBytes};

use contents::{Column, Contents, Kind};

/// Reads one layer or attribute table of a GeoPackage.
pub(super) fn read(
    source: &SourceBytes<'_>,
    options: &ReadOptions,
    limits: &Limits,
) -> Result<Draft, Vec<Fault>> {
    let opened = open::open(source.bytes, limits).and_then(|connection| {
        let contents = contents::choose(&connection, options.part.as_deref())?;
        Ok((connection, contents))
    });
    let (connection, contents) = match opened {
        Ok(opened) => opened,
        Err(halt) => return Err(vec![*halt]),
    };
    let mut intake = Intake::new(source.file, Some(contents.table.clone()), limits);
    match fill(&connection, &contents, limits, &mut intake) {
        Ok(()) => intake.finish(),
        Err(halt) => intake.halt(halt),
    }
}

fn fill(
    connection: &Connection,
    contents: &Contents,
    limits: &Limits,
    intake: &mut Intake<'_>,
) -> Result<(), Halt> {
    intake.declare(contents.crs.clone());
    for column in &contents.columns {
        match column.kind {
            Kind::Blob => leave_out(column, intake),
            Kind::Shape => {}
            _ => {
                intake.add_column(&column.name)?;
            }
        }
    }
    let sql = contents.select();
    let mut statement = connection.prepare(&sql).map_err(|error| damaged(&error))?;
    let mut rows = statement.query([]).map_err(|error| damaged(&error))?;
    let mut number = 0;
    while let Some(row) = rows.next().map_err(|error| damaged(&error))? {
        number += 1;
        take_row(number, row, contents, limits, intake)?;
    }
    Ok(())
}

fn take_row(
    number: u64,
    row: &Row<'_>,
    contents: &Contents,
    limits: &Limits,
    intake: &mut Intake<'_>,
) -> Result<(), Halt> {
    let mut geometry = None;
    let mut cells = Vec::with_capacity(contents.columns.len());
    for (index, column) in contents.read().enumerate() {
        let value = row.get_ref(index).map_err(|error| damaged(&error))?;
        let place = || Place::row(number).in_field(column.name.clone());
        if column.kind == Kind::Shape {
            match shape_of(value) {
                Ok(shape) => {
                    intake.leave_heights(shape.heights);
                    geometry = shape.geometry;
                }
                Err(problem) => intake.found.add(bad_shape(place(), &problem)),
            }
            continue;
        }
        cells.push(match cell_of(value, column.kind, limits) {
            Ok(cell) => cell,
            Err((rule, problem)) => {
                intake.found.add(Fault::new(rule, place(), problem));
                Cell::Empty
            }
        });
    }
    intake.push(number, geometry, cells)
}

fn shape_of(value: ValueRef<'_>) -> Result<super::wkb::Shape, String> {
    match value {
        ValueRef::Null => Ok(super::wkb::Shape::default()),
        ValueRef::Blob(bytes) => blob::shape_of(bytes),
        _ => Err("it is not a blob".into()),
    }
}

/// A cell, by what stands in it and what its column declares: SQLite lets
/// text stand in a column of numbers, and such text is kept.
fn cell_of(value: ValueRef<'_>, kind: Kind, limits: &Limits) -> Result<Cell, (Rule, String)> {
    /// Whole numbers up to here are exact as floating point.
    const EXACT: u64 = 1 << 53;
    match value {
        ValueRef::Null => Ok(Cell::Empty),
        ValueRef::Integer(flag @ (0 | 1)) if kind == Kind::Flag => Ok(Cell::Flag(flag == 1)),
        #[expect(clippy::cast_precision_loss, reason = "the guard keeps it below 2^53")]
        ValueRef::Integer(number) if number.unsigned_abs() <= EXACT => Ok(Cell::Number(number as f64)),
        ValueRef::Integer(number) => Ok(Cell::text(&number.to_string())),
        ValueRef::Real(number) if number.is_finite() => Ok(Cell::Number(number)),
        ValueRef::Real(number) => Err((Rule::NotFinite, format!("the number {number} is not finite"))),
        ValueRef::Text(bytes) if bytes.len() > limits.cell_bytes => Err((
            Rule::OverLimit,
            format!("a cell of {} bytes; at most {} are read", bytes.len(), limits.cell_bytes),
        )),
        ValueRef::Text(bytes) => {
            let text = std::str::from_utf8(bytes)
                .map_err(|error| (Rule::Unreadable, format!("the text is not UTF-8: {error}")))?;
            let day = (kind == Kind::Day).then(|| text.trim().parse().ok()).flatten();
            Ok(day.map_or_else(|| Cell::text(text), Cell::Day))
        }
        ValueRef::Blob(bytes) => {
            Err((Rule::Unreadable, format!("a blob of {} bytes in a column that declares none", bytes.len())))
        }
    }
}

fn leave_out(column: &Column, intake: &mut Intake<'_>) {
    let message = format!("the column '{}' holds blobs, which are not read", column.name);
    intake.found.add(Fault::new(Rule::ColumnLeftOut, Place::field(column.name.clone()), message));
}

fn bad_shape(place: Place, problem: &str) -> Fault {
    Fault::new(Rule::WrongGeometry, place, format!("the shape cannot be read: {problem}"))
        .advise("Open the file in the program that made it, mend the shape, and save it anew.")
}

fn damaged(error: &rusqlite::Error) -> Halt {
    unreadable(format!("the GeoPackage is damaged: {error}"), "Fetch the file again from its publisher.")
}

#[cfg(test)]
mod tests {
    use geo_types::{Geometry, Point};

    use super::*;
    use crate::draft::DeclaredCrs;
    use crate::geom::Crs;

    /// A small GeoPackage, by the statements of the standard's annexe C.
    fn package(more: &str) -> Vec<u8> {
        let connection = Connection::open_in_memory().expect("memory");
        let sql = format!(
            "CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT, srs_id INTEGER PRIMARY KEY, organization TEXT,
                organization_coordsys_id INTEGER, definition TEXT, description TEXT);
             INSERT INTO gpkg_spatial_ref_sys VALUES
                ('grid', 27700, 'EPSG', 27700, 'x', ''), ('wgs', 4326, 'EPSG', 4326, 'x', ''),
                ('undefined', -1, 'NONE', -1, 'undefined', '');
             CREATE TABLE gpkg_contents (table_name TEXT PRIMARY KEY, data_type TEXT, identifier TEXT,
                description TEXT, last_change TEXT, min_x, min_y, max_x, max_y, srs_id INTEGER);
             CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, geometry_type_name TEXT,
                srs_id INTEGER, z INTEGER, m INTEGER);
             CREATE TABLE wards (fid INTEGER PRIMARY KEY, geom BLOB, \"Ward Name\" TEXT, n INTEGER, open BOOLEAN,
                since DATE, photo BLOB);
             INSERT INTO gpkg_contents VALUES ('wards', 'features', 'wards', '', '', 0, 0, 1, 1, 27700);
             INSERT INTO gpkg_geometry_columns VALUES ('wards', 'geom', 'GEOMETRY', 27700, 2, 2);
             {more}"
        );
        connection.execute_batch(&sql).expect("statements");
        connection.serialize("main").expect("bytes").to_vec()
    }

    fn blob(geometry: &Geometry<f64>) -> String {
        let mut bytes = b"GP\x00\x01\x34\x6c\x00\x00".to_vec();
        wkb::writer::write_geometry(&mut bytes, geometry, &wkb::writer::WriteOptions::default())
            .expect("bytes");
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    fn run(bytes: &[u8], part: Option<&str>) -> Result<Draft, Vec<Fault>> {
        let options = ReadOptions { part: part.map(str::to_owned), ..ReadOptions::default() };
        read(&SourceBytes::new("a.gpkg", bytes), &options, &Limits::default())
    }

    #[test]
    fn cells_follow_what_stands_in_them_and_blobs_are_left_out_aloud() {
        let point = Point::new(1.0, 2.0).into();
        let bytes = package(&format!(
            "INSERT INTO wards VALUES (7, x'{}', 'Aston', 9007199254740993, 1, '2018-05-03', x'00'),
                (8, NULL, NULL, 'n/a', NULL, 'May', NULL);",
            blob(&point)
        ));
        let draft = run(&bytes, None).expect("a draft");
        assert_eq!(draft.columns, ["fid", "Ward Name", "n", "open", "since"]);
        assert_eq!(draft.crs, DeclaredCrs::Known(Crs::BritishNationalGrid));
        assert_eq!(draft.part.as_deref(), Some("wards"));
        assert_eq!(draft.rows[0].geometry, Some(point));
        let day = Cell::Day(jiff::civil::date(2018, 5, 3));
        let first =
            [Cell::Number(7.0), Cell::text("Aston"), Cell::text("9007199254740993"), Cell::Flag(true), day];
        assert_eq!(draft.rows[0].cells, first);
        assert_eq!(draft.rows[1].cells[2..], [Cell::text("n/a"), Cell::Empty, Cell::text("May")]);
        assert_eq!(draft.noticed[0].rule, Rule::ColumnLeftOut);
    }

    #[test]
    fn several_layers_need_a_part_and_attribute_tables_are_read_too() {
        let bytes = package(
            "CREATE TABLE lookup (code TEXT, name TEXT); INSERT INTO lookup VALUES ('a', 'b');
             INSERT INTO gpkg_contents VALUES ('lookup', 'attributes', 'lookup', '', '', 0, 0, 1, 1, NULL);",
        );
        let faults = run(&bytes, None).expect_err("a fault");
        assert!(faults[0].advice.contains("wards, lookup"), "{}", faults[0].advice);
        let draft = run(&bytes, Some("lookup")).expect("a draft");
        assert_eq!((draft.columns.len(), draft.rows.len(), draft.has_geometry()), (2, 1, false));
        assert!(run(&bytes, Some("nothing")).is_err());
    }

    #[test]
    fn every_bad_blob_is_named_with_its_row() {
        let bytes = package(
            "INSERT INTO wards(fid, geom) VALUES (1, x'00'), (2, x'4750002100'), (3, 'text'), (4, x'47500001346c000001');",
        );
        let faults = run(&bytes, None).expect_err("faults");
        let rows: Vec<_> = faults.iter().filter_map(|fault| fault.place.row).collect();
        assert_eq!(rows, [1, 2, 3, 4]);
    }

    #[test]
    fn an_undefined_system_is_unknown_and_a_database_of_something_else_is_refused() {
        let bytes = package("UPDATE gpkg_geometry_columns SET srs_id = -1;");
        assert!(matches!(run(&bytes, None).expect("a draft").crs, DeclaredCrs::Unknown(_)));
        let connection = Connection::open_in_memory().expect("memory");
        connection.execute_batch("CREATE TABLE a (b); ").expect("a table");
        assert!(run(&connection.serialize("main").expect("bytes"), None).is_err());
        assert!(run(b"SQLite format 3\0 and then nothing", None).is_err());
    }

    #[test]
    fn a_view_that_claims_to_be_a_layer_is_not_run() {
        let bytes = package(
            "CREATE VIEW evil AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i FROM n) SELECT i FROM n;
             INSERT INTO gpkg_contents VALUES ('evil', 'attributes', 'evil', '', '', 0, 0, 1, 1, NULL);",
        );
        assert!(run(&bytes, Some("evil")).is_err());
    }
}
