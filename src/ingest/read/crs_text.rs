//! What files write about their coordinate system: names, URNs, well-known
//! text and PROJJSON.
//!
//! Only what is named beyond doubt is taken. A projection with the right
//! numbers on a datum without a name may be metres or a hundred metres off,
//! so it is handed on as [`DeclaredCrs::Unknown`] for a person to name.

use crate::draft::DeclaredCrs;
use crate::geom::Crs;

use super::wkt::{Node, parse};

/// How much of an unknown declaration is kept for the message.
const KEPT_CHARS: usize = 300;

/// Systems by EPSG number. 4258 is ETRS89, which Ordnance Survey holds equal
/// to WGS 84 in Great Britain; 7405 and 4979 add heights, which are left out.
pub(super) fn from_epsg(code: i64) -> Option<Crs> {
    match code {
        27700 | 7405 => Some(Crs::BritishNationalGrid),
        4326 | 4258 | 4979 | 4937 => Some(Crs::LonLat),
        3857 | 900_913 | 102_100 | 102_113 => Some(Crs::WebMercator),
        _ => None,
    }
}

/// A system from its name: `EPSG:27700`, `urn:ogc:def:crs:OGC:1.3:CRS84`,
/// `http://www.opengis.net/def/crs/EPSG/0/4326` and the like.
pub(super) fn from_name(name: &str) -> DeclaredCrs {
    let text = name.trim();
    let upper = text.to_uppercase();
    let pieces: Vec<&str> = upper.split([':', '/', '#']).filter(|piece| !piece.is_empty()).collect();
    let last = pieces.last().copied().unwrap_or("");
    let by_epsg = pieces.iter().any(|piece| *piece == "EPSG" || *piece == "EPSG.XML") || pieces.len() == 1;
    let known = match last {
        "CRS84" | "CRS84H" | "OGC84" => Some(Crs::LonLat),
        "84" if pieces.first() == Some(&"CRS") => Some(Crs::LonLat),
        code if by_epsg => code.parse().ok().and_then(from_epsg),
        _ => None,
    };
    known.map_or_else(|| unknown(text), DeclaredCrs::Known)
}

/// A system from well-known text, of either generation.
pub(super) fn from_wkt(text: &str) -> DeclaredCrs {
    let text = text.trim().trim_start_matches('\u{feff}').trim_end_matches('\0');
    if text.is_empty() {
        return DeclaredCrs::None;
    }
    let known = parse(text).and_then(|root| known_root(&root));
    known.map_or_else(|| unknown(text), DeclaredCrs::Known)
}

/// A system from PROJJSON, as GeoParquet holds it: by its `id`, or by name
/// and datum where it has none.
pub(super) fn from_projjson(value: &serde_json::Value) -> DeclaredCrs {
    let text = value.to_string();
    let id = value.get("id");
    let authority = id.and_then(|id| id.get("authority")).and_then(serde_json::Value::as_str);
    let code = id.and_then(|id| id.get("code"));
    let known = match (authority, code) {
        (Some("EPSG"), Some(code)) => {
            let number = code.as_i64().or_else(|| code.as_str().and_then(|text| text.parse().ok()));
            number.and_then(from_epsg)
        }
        (Some("OGC"), Some(code)) if code.as_str() == Some("CRS84") => Some(Crs::LonLat),
        (None, _) => projjson_by_name(value),
        _ => None,
    };
    known.map_or_else(|| unknown(&text), DeclaredCrs::Known)
}

/// A declaration that is handed on as it stands, on one line.
pub(super) fn unknown(text: &str) -> DeclaredCrs {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut kept: String = line.chars().take(KEPT_CHARS).collect();
    if kept.len() < line.len() {
        kept.push('…');
    }
    DeclaredCrs::Unknown(kept)
}

fn known_root(root: &Node) -> Option<Crs> {
    match root.keyword.as_str() {
        "COMPD_CS" | "COMPOUNDCRS" | "BOUNDCRS" | "SOURCECRS" => root.children.iter().find_map(known_root),
        "PROJCS" | "PROJCRS" | "PROJECTEDCRS" => match authority(root) {
            Some(code) => from_epsg(code),
            None => projected_by_name(root),
        },
        "GEOGCS" | "GEOGCRS" | "GEODCRS" | "GEODETICCRS" | "GEOGRAPHICCRS" => match authority(root) {
            Some(code) => from_epsg(code),
            None => geographic_by_datum(root),
        },
        _ => None,
    }
}

/// The EPSG number that stands on the node itself, not on what it is built from.
fn authority(node: &Node) -> Option<i64> {
    let id = node.children.iter().find(|child| matches!(child.keyword.as_str(), "AUTHORITY" | "ID"))?;
    let name = id.texts.first()?;
    if name.eq_ignore_ascii_case("OGC") && id.texts.get(1).is_some_and(|code| code == "CRS84") {
        return Some(4326);
    }
    if !name.eq_ignore_ascii_case("EPSG") {
        return None;
    }
    let text = id.texts.get(1).and_then(|code| code.parse().ok());
    text.or_else(|| id.numbers.first().map(|code| whole(*code)))
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "EPSG numbers are small; others saturate and are unknown"
)]
fn whole(number: f64) -> i64 {
    number as i64
}

fn projected_by_name(root: &Node) -> Option<Crs> {
    let name = plain(root.texts.first()?);
    let datum = datum_name(root)?;
    let grid = matches!(
        name.as_str(),
        "britishnationalgrid" | "osgb1936britishnationalgrid" | "osgb36britishnationalgrid" | "osgb1936"
    );
    if grid && is_osgb(&datum) && parameters_are_national_grid(root) {
        return Some(Crs::BritishNationalGrid);
    }
    let mercator = matches!(
        name.as_str(),
        "wgs1984webmercatorauxiliarysphere" | "wgs84pseudomercator" | "wgs1984webmercator"
    );
    (mercator && is_wgs84(&datum)).then_some(Crs::WebMercator)
}

/// Whether the numbers, where they are given, are those of the National Grid
/// (Ordnance Survey, "A guide to coordinate systems in Great Britain", annexe A).
fn parameters_are_national_grid(root: &Node) -> bool {
    const EXPECTED: [(&str, f64); 5] = [
        ("falseeasting", 400_000.0),
        ("falsenorthing", -100_000.0),
        ("centralmeridian", -2.0),
        ("scalefactor", 0.999_601_271_7),
        ("latitudeoforigin", 49.0),
    ];
    let fits = |child: &Node| {
        let (Some(name), Some(value)) = (child.texts.first(), child.numbers.first()) else { return true };
        let expected = EXPECTED.iter().find(|(key, _)| *key == plain(name));
        expected.is_none_or(|(_, wanted)| (wanted - value).abs() <= 1e-9 * wanted.abs().max(1.0))
    };
    root.children.iter().filter(|child| child.keyword == "PARAMETER").all(fits)
}

fn geographic_by_datum(root: &Node) -> Option<Crs> {
    let datum = datum_name(root)?;
    let in_degrees = root
        .children
        .iter()
        .filter(|child| matches!(child.keyword.as_str(), "UNIT" | "ANGLEUNIT"))
        .all(|unit| unit.numbers.first().is_none_or(|size| (size - 1f64.to_radians()).abs() < 1e-6));
    let from_greenwich = root
        .children
        .iter()
        .filter(|child| matches!(child.keyword.as_str(), "PRIMEM" | "PRIMEMERIDIAN"))
        .all(|meridian| meridian.numbers.first().is_none_or(|shift| *shift == 0.0));
    (in_degrees && from_greenwich && (is_wgs84(&datum) || is_etrs89(&datum))).then_some(Crs::LonLat)
}

fn projjson_by_name(value: &serde_json::Value) -> Option<Crs> {
    let name_of = |value: Option<&serde_json::Value>| {
        value.and_then(|v| v.get("name")).and_then(serde_json::Value::as_str).map(plain)
    };
    let base = value.get("base_crs").unwrap_or(value);
    let datum = name_of(base.get("datum").or_else(|| base.get("datum_ensemble")))?;
    let name = value.get("name").and_then(serde_json::Value::as_str).map(plain)?;
    match value.get("type").and_then(serde_json::Value::as_str)? {
        "ProjectedCRS" if name.ends_with("britishnationalgrid") && is_osgb(&datum) => {
            Some(Crs::BritishNationalGrid)
        }
        "GeographicCRS" if is_wgs84(&datum) || is_etrs89(&datum) => Some(Crs::LonLat),
        _ => None,
    }
}

fn datum_name(node: &Node) -> Option<String> {
    let here = node.children.iter().find(|child| {
        matches!(
            child.keyword.as_str(),
            "DATUM" | "GEODETICDATUM" | "TRF" | "ENSEMBLE" | "GEODETICREFERENCEFRAME"
        )
    });
    let named = here.and_then(|datum| datum.texts.first()).map(|name| plain(name));
    named.or_else(|| node.children.iter().find_map(datum_name))
}

fn is_osgb(datum: &str) -> bool {
    matches!(
        datum.strip_prefix('d').filter(|rest| rest.starts_with("osgb")).unwrap_or(datum),
        "osgb1936" | "osgb36" | "ordnancesurveyofgreatbritain1936"
    )
}

fn is_wgs84(datum: &str) -> bool {
    matches!(
        datum,
        "wgs1984" | "dwgs1984" | "wgs84" | "worldgeodeticsystem1984" | "worldgeodeticsystem1984ensemble"
    )
}

fn is_etrs89(datum: &str) -> bool {
    matches!(
        datum,
        "etrs1989"
            | "detrs1989"
            | "etrs89"
            | "europeanterrestrialreferencesystem1989"
            | "europeanterrestrialreferencesystem1989ensemble"
    )
}

/// Lower-case letters and digits alone, so that `D_OSGB_1936` and `OSGB 1936` compare.
fn plain(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const GRID: DeclaredCrs = DeclaredCrs::Known(Crs::BritishNationalGrid);
    const LON_LAT: DeclaredCrs = DeclaredCrs::Known(Crs::LonLat);

    fn check(wkt: &str, expected: Option<DeclaredCrs>) {
        let declared = from_wkt(wkt);
        match expected {
            Some(expected) => assert_eq!(declared, expected, "{wkt}"),
            None => assert!(matches!(declared, DeclaredCrs::Unknown(_)), "{wkt}: {declared:?}"),
        }
    }

    const TAIL: &str = r#"PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],PARAMETER["False_Easting",400000.0],PARAMETER["False_Northing",-100000.0],PARAMETER["Central_Meridian",-2.0],PARAMETER["Scale_Factor",0.9996012717],PARAMETER["Latitude_Of_Origin",49.0],UNIT["Meter",1.0]]"#;

    #[test]
    fn names_are_known_in_short_urn_and_url_form() {
        for name in [
            "EPSG:27700",
            "epsg:27700",
            "urn:ogc:def:crs:EPSG::27700",
            "urn:ogc:def:crs:EPSG:6.9:27700",
            "http://www.opengis.net/def/crs/EPSG/0/27700",
            "http://www.opengis.net/gml/srs/epsg.xml#27700",
            "27700",
        ] {
            assert_eq!(from_name(name), GRID, "{name}");
        }
        for name in ["EPSG:4326", "urn:ogc:def:crs:OGC:1.3:CRS84", "OGC:CRS84", "CRS84", "CRS:84"] {
            assert_eq!(from_name(name), LON_LAT, "{name}");
        }
        for name in ["EPSG:29902", "Irish Grid", "", "OGC:27700", "ESRI:27700"] {
            assert!(matches!(from_name(name), DeclaredCrs::Unknown(_)), "{name}");
        }
    }

    #[test]
    fn the_grid_is_known_by_name_only_when_its_datum_is_named() {
        let named = format!(
            r#"PROJCS["British_National_Grid",GEOGCS["GCS_OSGB_1936",DATUM["D_OSGB_1936",SPHEROID["Airy_1830",6377563.396,299.3249646]],{TAIL}"#
        );
        check(&named, Some(GRID));
        check(&named.replace("D_OSGB_1936", "D_unknown"), None);
        check(&named.replace("British_National_Grid", "Transverse_Mercator"), None);
        check(&named.replace("400000.0", "500000.0"), None);
        check(&named.replace(']', ")").replace('[', "("), Some(GRID));
    }

    #[test]
    fn a_number_on_the_system_itself_decides_and_one_inside_does_not() {
        check(
            r#"PROJCS["x",GEOGCS["y",DATUM["z",SPHEROID["s",1,2]],AUTHORITY["EPSG","4277"]],AUTHORITY["EPSG","27700"]]"#,
            Some(GRID),
        );
        check(r#"PROJCRS["x",BASEGEOGCRS["y",DATUM["z",ELLIPSOID["s",1,2]]],ID["EPSG",27700]]"#, Some(GRID));
        check(r#"PROJCS["x",GEOGCS["y",DATUM["z",SPHEROID["s",1,2]],AUTHORITY["EPSG","4326"]]]"#, None);
        check(r#"PROJCS["Irish",GEOGCS["y"],AUTHORITY["EPSG","29902"]]"#, None);
    }

    #[test]
    fn degrees_are_known_on_wgs_84_and_etrs89_alone() {
        let degrees = r#"GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]"#;
        check(degrees, Some(LON_LAT));
        check(&degrees.replace("D_WGS_1984", "D_ETRS_1989"), Some(LON_LAT));
        check(&degrees.replace("D_WGS_1984", "D_OSGB_1936"), None);
        check(&degrees.replace("0.0174532925199433", "0.01570796326794897"), None);
    }

    #[test]
    fn text_that_is_no_wkt_is_unknown_and_kept_short() {
        let DeclaredCrs::Unknown(text) = from_wkt(&"x ".repeat(1000)) else { panic!("unknown") };
        assert_eq!(text.chars().count(), KEPT_CHARS + 1);
        assert_eq!(from_wkt(" \n"), DeclaredCrs::None);
        check(&"A[".repeat(100_000), None);
    }

    #[test]
    fn projjson_is_known_by_its_id() {
        let of = |text: &str| from_projjson(&serde_json::from_str(text).expect("json"));
        assert_eq!(of(r#"{"id":{"authority":"EPSG","code":27700}}"#), GRID);
        assert_eq!(of(r#"{"id":{"authority":"OGC","code":"CRS84"}}"#), LON_LAT);
        assert!(matches!(of(r#"{"name":"x"}"#), DeclaredCrs::Unknown(_)));
    }
}
