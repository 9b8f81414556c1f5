//! The shapes of one file, for a custom area: every area in it, in grid metres.

use geo_types::{Geometry, MultiPolygon};

use crate::draft::{DeclaredCrs, Draft};
use crate::geom::Crs;

use super::read::{Limits, ReadOptions, SourceBytes, read};

/// What a file with an outline may use up.
const LIMITS: Limits = Limits {
    bytes: 64 << 20,
    rows: 20_000,
    columns: 1_000,
    cells: 2_000_000,
    points: 500_000,
    cell_bytes: 1 << 20,
    depth: 64,
    unpack_ratio: 200,
};

/// Reads the areas of a file, in any form that layers are read in, onto the
/// British National Grid.
///
/// # Errors
/// Sentences that say what is wrong: a file that cannot be read, one that
/// holds no area, or does not say which system its coordinates are in.
pub fn read_outlines(source: &SourceBytes<'_>) -> Result<Vec<MultiPolygon<f64>>, Vec<String>> {
    let draft = read(source, &ReadOptions::default(), &LIMITS).map_err(|faults| {
        faults.iter().map(|fault| format!("{}: {}", fault.place, fault.message)).collect::<Vec<_>>()
    })?;
    let crs = system(&draft)?;
    let mut shapes = Vec::new();
    let mut wrong = Vec::new();
    for row in draft.rows {
        let number = row.number;
        let Some(geometry) = row.geometry else { continue };
        let on_grid = areas_of(geometry)
            .map_err(str::to_owned)
            .and_then(|shape| crs.shape_to_grid(shape).map_err(|error| error.error.to_string()));
        match on_grid {
            Ok(shape) => shapes.push(shape),
            Err(why) => wrong.push(format!("record {number}: {why}")),
        }
    }
    match (shapes.is_empty(), wrong.is_empty()) {
        (_, false) => Err(wrong),
        (true, true) => Err(vec!["the file holds no shape".to_owned()]),
        (false, true) => Ok(shapes),
    }
}

fn system(draft: &Draft) -> Result<Crs, Vec<String>> {
    match &draft.crs {
        DeclaredCrs::Known(crs) => Ok(*crs),
        DeclaredCrs::Unknown(text) => {
            Err(vec![format!("its coordinate system is not one that is read: {text}")])
        }
        DeclaredCrs::None => Err(vec![
            "the file does not say which system its coordinates are in; GeoJSON, KML and GeoPackage files do"
                .to_owned(),
        ]),
    }
}

fn areas_of(geometry: Geometry<f64>) -> Result<MultiPolygon<f64>, &'static str> {
    match geometry {
        Geometry::Polygon(polygon) => Ok(MultiPolygon(vec![polygon])),
        Geometry::MultiPolygon(shape) => Ok(shape),
        Geometry::Rect(rect) => Ok(MultiPolygon(vec![rect.to_polygon()])),
        Geometry::Triangle(triangle) => Ok(MultiPolygon(vec![triangle.to_polygon()])),
        Geometry::GeometryCollection(all) => {
            let parts: Result<Vec<_>, _> = all.0.into_iter().map(areas_of).collect();
            Ok(MultiPolygon(parts?.into_iter().flat_map(|part| part.0).collect()))
        }
        Geometry::Point(_) | Geometry::MultiPoint(_) => Err("its shape is a point, not an area"),
        Geometry::Line(_) | Geometry::LineString(_) | Geometry::MultiLineString(_) => {
            Err("its shape is a line, not an area")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outlines(name: &str, text: &str) -> Result<Vec<MultiPolygon<f64>>, Vec<String>> {
        read_outlines(&SourceBytes { file: name, bytes: text.as_bytes(), companions: Vec::new() })
    }

    #[test]
    fn a_drawing_in_degrees_comes_onto_the_grid() {
        let text =
            r#"{"type":"Polygon","coordinates":[[[-1.9,52.48],[-1.89,52.48],[-1.89,52.49],[-1.9,52.48]]]}"#;
        let shapes = outlines("a.geojson", text).expect("shapes");
        let first = shapes[0].0[0].exterior().0[0];
        assert!((first.x - 406_800.0).abs() < 200.0 && (first.y - 286_800.0).abs() < 200.0, "{first:?}");
    }

    #[test]
    fn what_is_no_area_is_refused_in_words() {
        let line = r#"{"type":"LineString","coordinates":[[-1.9,52.48],[-1.89,52.48]]}"#;
        assert_eq!(
            outlines("a.geojson", line),
            Err(vec!["record 1: its shape is a line, not an area".into()])
        );
        assert!(outlines("a.csv", "a,b\n1,2\n").is_err());
        assert!(outlines("a.geojson", "{").is_err());
    }
}
