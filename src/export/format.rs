//! The formats of files, their names and media types.

use super::features::ShapeKind;

/// A format that rows can be written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Comma-separated text, UTF-8 with a byte-order mark.
    Csv,
    /// What the columns of the CSV file mean, and where it comes from (CSV on the Web).
    CsvMetadata,
    /// Excel workbook with a sheet of notes.
    Xlsx,
    /// GeoJSON (RFC 7946), longitude and latitude.
    GeoJson,
    /// OGC GeoPackage, British National Grid.
    GeoPackage,
    /// Apache Parquet; with shapes GeoParquet 1.1, British National Grid.
    Parquet,
    /// FlatGeobuf, British National Grid.
    FlatGeobuf,
}

impl Format {
    /// Every format, the most asked for first.
    pub const ALL: [Self; 7] = [
        Self::Csv,
        Self::CsvMetadata,
        Self::Xlsx,
        Self::GeoJson,
        Self::GeoPackage,
        Self::Parquet,
        Self::FlatGeobuf,
    ];

    /// The ending of the file name, which is also the format's name on the wire.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::CsvMetadata => "csv-metadata.json",
            Self::Xlsx => "xlsx",
            Self::GeoJson => "geojson",
            Self::GeoPackage => "gpkg",
            Self::Parquet => "parquet",
            Self::FlatGeobuf => "fgb",
        }
    }

    /// The format of a file's ending.
    #[must_use]
    pub fn from_extension(extension: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.extension().eq_ignore_ascii_case(extension))
    }

    /// The name for people.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Csv => "CSV",
            Self::CsvMetadata => "CSV on the Web metadata",
            Self::Xlsx => "Excel",
            Self::GeoJson => "GeoJSON",
            Self::GeoPackage => "GeoPackage",
            Self::Parquet => "Parquet",
            Self::FlatGeobuf => "FlatGeobuf",
        }
    }

    /// What it is good for, in words that follow its name.
    #[must_use]
    pub fn purpose(self, shapes: ShapeKind) -> &'static str {
        match self {
            Self::Csv => "a table for spreadsheets and programs, text in UTF-8",
            Self::CsvMetadata => "what the columns of the CSV file mean, for programs",
            Self::Xlsx => "a workbook whose codes stay text, with a sheet of notes",
            Self::GeoJson => "shapes for web maps, in longitude and latitude (CRS84)",
            Self::GeoPackage if shapes == ShapeKind::Nothing => "a table for GIS programs",
            Self::GeoPackage => {
                "shapes for QGIS and other GIS programs, in British National Grid metres (EPSG:27700)"
            }
            Self::Parquet if shapes == ShapeKind::Nothing => "a typed table for Python, R and DuckDB",
            Self::Parquet => {
                "shapes for Python, R and DuckDB (GeoParquet), in British National Grid metres (EPSG:27700)"
            }
            Self::FlatGeobuf => {
                "shapes with an index, read in parts, in British National Grid metres (EPSG:27700)"
            }
        }
    }

    /// The media type.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8; header=present",
            Self::CsvMetadata => "application/csvm+json",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::GeoJson => "application/geo+json",
            Self::GeoPackage => "application/geopackage+sqlite3",
            Self::Parquet => "application/vnd.apache.parquet",
            Self::FlatGeobuf => "application/flatgeobuf",
        }
    }

    /// Whether the format can hold rows of such shapes.
    #[must_use]
    pub fn holds(self, shapes: ShapeKind) -> bool {
        !matches!(self, Self::GeoJson | Self::FlatGeobuf) || shapes != ShapeKind::Nothing
    }

    /// The usual name of a file: `wards-2018.csv`.
    #[must_use]
    pub fn file_name(self, name: &str) -> String {
        format!("{name}.{}", self.extension())
    }
}
