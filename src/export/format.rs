//! The formats of files, their names and media types.

use crate::model::EditionKey;

/// A format that an edition can be written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// GeoJSON (RFC 7946), longitude and latitude.
    GeoJson,
    /// Comma-separated text, UTF-8 with a byte-order mark.
    Csv,
    /// What the columns of the CSV file mean, and where it comes from (CSV on the Web).
    CsvMetadata,
    /// OGC GeoPackage, British National Grid.
    GeoPackage,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 4] = [Self::GeoJson, Self::Csv, Self::CsvMetadata, Self::GeoPackage];

    /// The ending of the file name, which is also the format's name on the wire.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::GeoJson => "geojson",
            Self::Csv => "csv",
            Self::CsvMetadata => "csv-metadata.json",
            Self::GeoPackage => "gpkg",
        }
    }

    /// The format of a file's ending.
    #[must_use]
    pub fn from_extension(extension: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.extension() == extension)
    }

    /// The name for people.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::GeoJson => "GeoJSON",
            Self::Csv => "CSV",
            Self::CsvMetadata => "CSV on the Web metadata",
            Self::GeoPackage => "GeoPackage",
        }
    }

    /// The media type.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::GeoJson => "application/geo+json",
            Self::Csv => "text/csv; charset=utf-8; header=present",
            Self::CsvMetadata => "application/csvm+json",
            Self::GeoPackage => "application/geopackage+sqlite3",
        }
    }

    /// The usual name of the file: `wards-2018.csv`.
    #[must_use]
    pub fn file_name(self, key: &EditionKey) -> String {
        format!("{}-{}.{}", key.dataset, key.edition, self.extension())
    }
}
