//! Which columns the table of an edition has, and the statements that go with it.

use crate::model::DatasetKind;
use crate::store::geopackage::names::{column_names, quoted};
use crate::table::{ColumnInfo, ColumnKind};

/// Most published columns of one table: SQLite allows 2,000 in all.
pub const MAX_COLUMNS: usize = 1_900;

const LAYER: &[(&str, &str)] = &[
    ("fid", "INTEGER PRIMARY KEY NOT NULL"),
    ("geom", "MULTIPOLYGON NOT NULL"),
    ("code", "TEXT NOT NULL"),
    ("name", "TEXT"),
    ("area_m2", "DOUBLE NOT NULL"),
    ("repaired_before_m2", "DOUBLE"),
    ("repaired_after_m2", "DOUBLE"),
    ("source_row", "INTEGER NOT NULL"),
];
const REGISTER: &[(&str, &str)] = &[
    ("fid", "INTEGER PRIMARY KEY NOT NULL"),
    ("geom", "POINT"),
    ("id", "TEXT NOT NULL"),
    ("name", "TEXT"),
    ("located_by", "TEXT"),
    ("source_row", "INTEGER NOT NULL"),
];
const NETWORK: &[(&str, &str)] = &[
    ("fid", "INTEGER PRIMARY KEY NOT NULL"),
    ("geom", "LINESTRING NOT NULL"),
    ("from_node", "INTEGER NOT NULL"),
    ("to_node", "INTEGER NOT NULL"),
    ("length_m", "DOUBLE NOT NULL"),
    ("walk", "TEXT NOT NULL"),
    ("steps", "BOOLEAN NOT NULL"),
    ("ferry", "BOOLEAN NOT NULL"),
    ("source_row", "INTEGER NOT NULL"),
];
const TABLE: &[(&str, &str)] = &[("fid", "INTEGER PRIMARY KEY NOT NULL"), ("source_row", "INTEGER NOT NULL")];

/// The columns of one edition's table: our own first, then the published ones.
#[derive(Debug, Clone)]
pub struct Layout {
    /// What the rows are.
    pub kind: DatasetKind,
    /// Published columns with the names they are stored under.
    pub columns: Vec<(String, ColumnInfo)>,
}

impl Layout {
    /// The layout for new rows.
    pub fn plan(kind: DatasetKind, columns: &[ColumnInfo]) -> Self {
        let own: Vec<&str> = own(kind).iter().map(|(name, _)| *name).collect();
        let stored = column_names(&own, columns.iter().map(|column| column.name.as_str()));
        Self { kind, columns: stored.into_iter().zip(columns.iter().cloned()).collect() }
    }

    /// Type of the geometry column, where there is one.
    pub fn geometry(&self) -> Option<&'static str> {
        match self.kind {
            DatasetKind::Layer => Some("MULTIPOLYGON"),
            DatasetKind::Register => Some("POINT"),
            DatasetKind::Network => Some("LINESTRING"),
            DatasetKind::Table => None,
        }
    }

    /// How many columns of our own come first.
    pub fn own_columns(&self) -> usize {
        own(self.kind).len()
    }

    /// The statement that makes the table.
    pub fn create(&self, table: &str) -> String {
        let own = own(self.kind).iter().map(|(name, kind)| format!("{} {kind}", quoted(name)));
        let published =
            self.columns.iter().map(|(stored, info)| format!("{} {}", quoted(stored), sql_type(info.kind)));
        let all: Vec<String> = own.chain(published).collect();
        format!("CREATE TABLE {} (\n  {}\n)", quoted(table), all.join(",\n  "))
    }

    /// The statement that adds a row, every column in order.
    pub fn insert(&self, table: &str) -> String {
        let places = vec!["?"; self.own_columns() + self.columns.len()].join(", ");
        format!("INSERT INTO {} VALUES ({places})", quoted(table))
    }

    /// The statement that gives all rows in published order, every column in order.
    pub fn select(&self, table: &str) -> String {
        let own = own(self.kind).iter().map(|(name, _)| quoted(name));
        let all: Vec<String> = own.chain(self.columns.iter().map(|(stored, _)| quoted(stored))).collect();
        format!("SELECT {} FROM {} ORDER BY fid", all.join(", "), quoted(table))
    }
}

fn own(kind: DatasetKind) -> &'static [(&'static str, &'static str)] {
    match kind {
        DatasetKind::Layer => LAYER,
        DatasetKind::Register => REGISTER,
        DatasetKind::Network => NETWORK,
        DatasetKind::Table => TABLE,
    }
}

/// The type of a column in a GeoPackage.
pub fn sql_type(kind: ColumnKind) -> &'static str {
    match kind {
        ColumnKind::Number => "DOUBLE",
        ColumnKind::Text => "TEXT",
        ColumnKind::Flag => "BOOLEAN",
        ColumnKind::Day => "DATE",
    }
}
