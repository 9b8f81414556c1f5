//! A boundary file by itself, without a place or a manifest.

use std::collections::HashMap;
use std::path::Path;

use anyhow::{Context as _, bail};
use geo_types::{Coord, Geometry, LineString, MultiPolygon, Polygon};

use crate::crosswalk::Side;
use crate::draft::{DeclaredCrs, Draft};
use crate::geom::Crs;
use crate::ingest::read::{Limits, ReadOptions, SourceBytes, read as read_draft};
use crate::model::AreaCode;

use super::PlanarCrs;

/// Files that belong to a `.shp`, by extension.
const COMPANIONS: [&str; 4] = ["dbf", "shx", "prj", "cpg"];

/// The areas of a plain file.
#[derive(Debug)]
pub(super) struct PlainLayer {
    pub side: Side,
    shapes: Vec<MultiPolygon<f64>>,
    pub without_shape: usize,
}

impl PlainLayer {
    pub fn shapes(&self) -> Vec<&MultiPolygon<f64>> {
        self.shapes.iter().collect()
    }
}

/// Reads a file's areas in metres.
pub(super) fn read(
    path: &Path,
    code_column: &str,
    crs: Option<PlanarCrs>,
    project: bool,
) -> anyhow::Result<PlainLayer> {
    let draft = read_file(path)?;
    let file = path.display();
    let crs = system_of(&draft, crs, project).with_context(|| format!("'{file}' cannot be measured"))?;
    areas(draft, code_column, crs).with_context(|| format!("'{file}' has no usable areas"))
}

/// Reads any file that the readers know, without judging it.
pub(super) fn read_file(path: &Path) -> anyhow::Result<Draft> {
    let file = path.display().to_string();
    let (bytes, companions) = contents(path)?;
    let source = SourceBytes { file: &file, bytes: &bytes, companions };
    read_draft(&source, &ReadOptions::default(), &Limits::default()).map_err(|faults| {
        let list: Vec<String> =
            faults.iter().map(|fault| format!("\n  {}: {}", fault.place, fault.message)).collect();
        anyhow::anyhow!("'{file}' cannot be read:{}", list.concat())
    })
}

/// Files that stand beside one, by extension.
type Companions = Vec<(String, Vec<u8>)>;

/// The bytes of a file and of its companions.
pub(super) fn contents(path: &Path) -> anyhow::Result<(Vec<u8>, Companions)> {
    let bytes = std::fs::read(path).with_context(|| format!("'{}' cannot be read", path.display()))?;
    Ok((bytes, companions(path)?))
}

fn companions(path: &Path) -> anyhow::Result<Companions> {
    if !path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("shp")) {
        return Ok(Vec::new());
    }
    let beside = COMPANIONS.iter().map(|extension| (*extension, path.with_extension(extension)));
    beside
        .filter(|(_, path)| path.is_file())
        .map(|(extension, path)| {
            let bytes =
                std::fs::read(&path).with_context(|| format!("'{}' cannot be read", path.display()))?;
            Ok((extension.to_owned(), bytes))
        })
        .collect()
}

/// The system to measure in: as named, else as declared; degrees only on request.
pub(super) fn system_of(draft: &Draft, named: Option<PlanarCrs>, project: bool) -> anyhow::Result<Crs> {
    let declared = match (named, &draft.crs) {
        (Some(PlanarCrs::BritishNationalGrid), _) => Crs::BritishNationalGrid,
        (None, DeclaredCrs::Known(crs)) => *crs,
        (None, DeclaredCrs::Unknown(text)) => {
            bail!("its coordinate system is not known ({text}); name it with --crs EPSG:27700")
        }
        (None, DeclaredCrs::None) => {
            bail!("it does not say what system its coordinates are in; name it with --crs EPSG:27700")
        }
    };
    if declared != Crs::BritishNationalGrid && !project {
        bail!(
            "its coordinates are not metres on the ground; take them to the British National Grid with --project"
        )
    }
    Ok(declared)
}

fn areas(draft: Draft, code_column: &str, crs: Crs) -> anyhow::Result<PlainLayer> {
    let Some(column) = draft.column(code_column) else {
        bail!("there is no column '{code_column}'; it has: {}", draft.columns.join(", "));
    };
    let (mut codes, mut shapes, mut without_shape) = (Vec::new(), Vec::new(), 0);
    let mut seen: HashMap<AreaCode, u64> = HashMap::with_capacity(draft.rows.len());
    for row in draft.rows {
        let number = row.number;
        let Some(geometry) = row.geometry else {
            without_shape += 1;
            continue;
        };
        let text = row.cells.get(column).map(crate::draft::Cell::display).unwrap_or_default();
        let code = AreaCode::parse(&text).with_context(|| format!("record {number}"))?;
        if let Some(first) = seen.insert(code.clone(), number) {
            bail!("records {first} and {number} both have the code '{code}'; codes must be unique");
        }
        shapes.push(shape_of(geometry, crs).with_context(|| format!("record {number}, '{code}'"))?);
        codes.push(code);
    }
    if codes.is_empty() {
        bail!("no record has a shape");
    }
    Ok(PlainLayer { side: Side::new(None, codes), shapes, without_shape })
}

/// A record's shape in metres.
pub(super) fn shape_of(geometry: Geometry<f64>, crs: Crs) -> anyhow::Result<MultiPolygon<f64>> {
    let shape = match geometry {
        Geometry::Polygon(polygon) => MultiPolygon(vec![polygon]),
        Geometry::MultiPolygon(shape) => shape,
        _ => bail!("its shape is not an area but a point, a line or a mixture"),
    };
    if crs == Crs::BritishNationalGrid {
        return Ok(shape);
    }
    let parts = shape.0.iter().map(|part| {
        let holes: anyhow::Result<_> = part.interiors().iter().map(|hole| ring_to_grid(hole, crs)).collect();
        Ok(Polygon::new(ring_to_grid(part.exterior(), crs)?, holes?))
    });
    Ok(MultiPolygon(parts.collect::<anyhow::Result<_>>()?))
}

fn ring_to_grid(ring: &LineString<f64>, crs: Crs) -> anyhow::Result<LineString<f64>> {
    let points: Result<Vec<Coord<f64>>, _> =
        ring.0.iter().map(|c| crs.to_grid(c.x, c.y).map(Coord::from)).collect();
    Ok(LineString(points?))
}
