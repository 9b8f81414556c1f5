//! The R-tree of a feature table, as the GeoPackage extension has it.

use rusqlite::Connection;

use super::geometry::Extent;
use super::names::quoted;

const DEFINITION: &str = "http://www.geopackage.org/spec120/#extension_rtree";

/// Builds the tree of a table whose rows are written, then the triggers that
/// keep it right when another program edits the table.
///
/// The tree is filled before the triggers exist: they call functions that
/// the program which edits has to bring along.
pub fn build_rtree(connection: &Connection, table: &str, boxes: &[(i64, Extent)]) -> rusqlite::Result<()> {
    let tree = quoted(&format!("rtree_{table}_geom"));
    connection
        .execute_batch(&format!("CREATE VIRTUAL TABLE {tree} USING rtree(id, minx, maxx, miny, maxy)"))?;
    let mut insert = connection.prepare(&format!("INSERT INTO {tree} VALUES (?1, ?2, ?3, ?4, ?5)"))?;
    for (fid, [min_x, max_x, min_y, max_y]) in boxes {
        insert.execute((fid, min_x, max_x, min_y, max_y))?;
    }
    connection.execute(
        "INSERT INTO gpkg_extensions VALUES (?1, 'geom', 'gpkg_rtree_index', ?2, 'write-only')",
        (table, DEFINITION),
    )?;
    connection.execute_batch(&triggers(table, &tree))
}

fn triggers(table: &str, tree: &str) -> String {
    let name = |what: &str| quoted(&format!("rtree_{table}_geom_{what}"));
    let on = quoted(table);
    let there = "(NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom))";
    let gone = "(NEW.geom ISNULL OR ST_IsEmpty(NEW.geom))";
    let put = format!(
        "INSERT OR REPLACE INTO {tree} VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom));"
    );
    let drop_old = format!("DELETE FROM {tree} WHERE id = OLD.fid;");
    let drop_both = format!("DELETE FROM {tree} WHERE id IN (OLD.fid, NEW.fid);");
    let steps = [
        ("insert", "AFTER INSERT", there.to_owned(), put.clone()),
        ("update1", "AFTER UPDATE OF geom", format!("OLD.fid = NEW.fid AND {there}"), put.clone()),
        ("update2", "AFTER UPDATE OF geom", format!("OLD.fid = NEW.fid AND {gone}"), drop_old.clone()),
        ("update3", "AFTER UPDATE", format!("OLD.fid != NEW.fid AND {there}"), format!("{drop_old} {put}")),
        ("update4", "AFTER UPDATE", format!("OLD.fid != NEW.fid AND {gone}"), drop_both),
        ("delete", "AFTER DELETE", "OLD.geom NOT NULL".to_owned(), drop_old),
    ];
    let create = |(what, when, condition, body): (&str, &str, String, String)| {
        format!("CREATE TRIGGER {} {when} ON {on} WHEN {condition} BEGIN {body} END;\n", name(what))
    };
    steps.into_iter().map(create).collect()
}
