//! The published formats, their names, and how a file gives itself away.

use std::io::Cursor;

/// A published format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Format {
    /// ESRI Shapefile, zipped or loose.
    Shapefile,
    /// GeoJSON, RFC 7946 or older.
    GeoJson,
    /// TopoJSON.
    TopoJson,
    /// OGC GeoPackage.
    GeoPackage,
    /// FlatGeobuf.
    FlatGeobuf,
    /// KML, or KMZ.
    Kml,
    /// Parquet, with or without the "geo" metadata of GeoParquet.
    Parquet,
    /// Comma-separated text (or semicolons, found from the file).
    Csv,
    /// Tab-separated text.
    Tsv,
    /// Excel workbook.
    Xlsx,
    /// OpenStreetMap extract, packed as PBF.
    OsmPbf,
    /// Services of Open Referral UK, JSON.
    OpenReferral,
}

/// How many bytes of a text file are looked at to tell what it is.
const SNIFFED_BYTES: usize = 64 << 10;

impl Format {
    /// Every format, in the order that help texts list them.
    pub const ALL: &'static [Self] = &[
        Self::Shapefile,
        Self::GeoJson,
        Self::TopoJson,
        Self::GeoPackage,
        Self::FlatGeobuf,
        Self::Kml,
        Self::Parquet,
        Self::Csv,
        Self::Tsv,
        Self::Xlsx,
        Self::OsmPbf,
        Self::OpenReferral,
    ];

    /// The name used in manifests and on the wire.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Shapefile => "shapefile",
            Self::GeoJson => "geojson",
            Self::TopoJson => "topojson",
            Self::GeoPackage => "geopackage",
            Self::FlatGeobuf => "flatgeobuf",
            Self::Kml => "kml",
            Self::Parquet => "parquet",
            Self::Csv => "csv",
            Self::Tsv => "tsv",
            Self::Xlsx => "xlsx",
            Self::OsmPbf => "osm-pbf",
            Self::OpenReferral => "open-referral",
        }
    }

    /// The format of a written key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|format| format.key() == key)
    }

    /// The name for people.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Shapefile => "Shapefile",
            Self::GeoJson => "GeoJSON",
            Self::TopoJson => "TopoJSON",
            Self::GeoPackage => "GeoPackage",
            Self::FlatGeobuf => "FlatGeobuf",
            Self::Kml => "KML",
            Self::Parquet => "Parquet",
            Self::Csv => "CSV",
            Self::Tsv => "TSV",
            Self::Xlsx => "Excel workbook",
            Self::OsmPbf => "OpenStreetMap extract (PBF)",
            Self::OpenReferral => "Open Referral UK",
        }
    }

    /// Tells the format from the first bytes and, where these could be
    /// anything, from the extension of the name; `None` when neither says.
    #[must_use]
    pub fn detect(file: &str, bytes: &[u8]) -> Option<Self> {
        from_magic(bytes).or_else(|| from_text(&extension(file), bytes))
    }
}

/// The lower-case extension of a path, without the dot.
pub(super) fn extension(file: &str) -> String {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    name.rsplit_once('.').map_or_else(String::new, |(_, extension)| extension.to_lowercase())
}

fn from_magic(bytes: &[u8]) -> Option<Format> {
    const SHP: &[u8] = &[0, 0, 0x27, 0x0a];
    match bytes {
        _ if bytes.starts_with(b"SQLite format 3\0") => Some(Format::GeoPackage),
        _ if bytes.starts_with(b"fgb") => Some(Format::FlatGeobuf),
        _ if bytes.starts_with(b"PAR1") => Some(Format::Parquet),
        _ if bytes.starts_with(SHP) => Some(Format::Shapefile),
        // The length of the first blob's header, then its kind as a field of text.
        _ if bytes.get(4..15) == Some(b"\x0a\x09OSMHeader") => Some(Format::OsmPbf),
        _ if bytes.starts_with(b"PK\x03\x04") => from_members(bytes),
        _ => None,
    }
}

fn from_members(bytes: &[u8]) -> Option<Format> {
    let archive = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let names: Vec<_> = archive.file_names().filter_map(Result::ok).collect();
    let has = |wanted: &str| names.iter().any(|name| extension(name) == wanted);
    if names.iter().any(|name| name == "xl/workbook.xml" || name == "[Content_Types].xml") {
        Some(Format::Xlsx)
    } else if has("shp") {
        Some(Format::Shapefile)
    } else if has("kml") {
        Some(Format::Kml)
    } else {
        None
    }
}

fn from_text(extension: &str, bytes: &[u8]) -> Option<Format> {
    let start = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let start = &start[..start.len().min(SNIFFED_BYTES)];
    let first = start.iter().copied().find(|byte| !byte.is_ascii_whitespace());
    match (extension, first) {
        ("csv", _) => Some(Format::Csv),
        ("tsv" | "tab", _) => Some(Format::Tsv),
        ("topojson", _) => Some(Format::TopoJson),
        ("kml", _) => Some(Format::Kml),
        (_, Some(b'{')) if says_topology(start) => Some(Format::TopoJson),
        (_, Some(b'{' | b'[')) if contains(start, b"\"service_at_locations\"") => Some(Format::OpenReferral),
        (_, Some(b'{')) | ("geojson", _) => Some(Format::GeoJson),
        (_, Some(b'<')) if contains(start, b"<kml") => Some(Format::Kml),
        ("kmz", _) => Some(Format::Kml),
        ("shp", _) => Some(Format::Shapefile),
        ("gpkg", _) => Some(Format::GeoPackage),
        ("fgb", _) => Some(Format::FlatGeobuf),
        ("parquet" | "geoparquet", _) => Some(Format::Parquet),
        ("xlsx" | "xlsm", _) => Some(Format::Xlsx),
        ("pbf", _) => Some(Format::OsmPbf),
        ("txt" | "", _) => from_first_line(start),
        _ => None,
    }
}

/// Whether a JSON text calls itself a topology. The member may stand anywhere
/// at the top, so a nearby `"Topology"` is taken at its word: no GeoJSON type
/// bears that name.
fn says_topology(start: &[u8]) -> bool {
    contains(start, b"\"Topology\"")
}

fn from_first_line(start: &[u8]) -> Option<Format> {
    let line = start.split(|byte| matches!(byte, b'\n' | b'\r')).next().unwrap_or_default();
    if line.contains(&b'\t') {
        Some(Format::Tsv)
    } else if line.contains(&b',') || line.contains(&b';') {
        Some(Format::Csv)
    } else {
        None
    }
}

fn contains(hay: &[u8], needle: &[u8]) -> bool {
    hay.windows(needle.len()).any(|window| window == needle)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(file: &str, bytes: &[u8], expected: Option<Format>) {
        assert_eq!(Format::detect(file, bytes), expected, "{file}");
    }

    #[test]
    fn every_format_is_found_by_its_key() {
        for format in Format::ALL {
            assert_eq!(Format::from_key(format.key()), Some(*format));
        }
        assert_eq!(Format::from_key("dwg"), None);
    }

    #[test]
    fn first_bytes_win_over_a_wrong_extension() {
        check("wards.csv", b"SQLite format 3\0....", Some(Format::GeoPackage));
        check("wards", b"PAR1....", Some(Format::Parquet));
        check("wards.bin", b"fgb\x03fgb\x00", Some(Format::FlatGeobuf));
    }

    #[test]
    fn json_files_are_told_apart_by_their_content() {
        check("a.json", b"{\"type\":\"Topology\",\"arcs\":[]}", Some(Format::TopoJson));
        check("a.json", b"\xef\xbb\xbf \n{\"type\":\"FeatureCollection\"}", Some(Format::GeoJson));
        check("a", b"{\"type\":\"FeatureCollection\"}", Some(Format::GeoJson));
        check("a.json", b"[{\"service_at_locations\":[]}]", Some(Format::OpenReferral));
    }

    #[test]
    fn text_tables_go_by_extension_then_by_the_first_line() {
        check("a.csv", b"x", Some(Format::Csv));
        check("a.TSV", b"x", Some(Format::Tsv));
        check("a.txt", b"code\tname\n", Some(Format::Tsv));
        check("a.txt", b"code;name\n", Some(Format::Csv));
        check("a.pdf", b"%PDF", None);
        check("", b"", None);
    }
}
