//! Tiles as bytes: Mapbox Vector Tile 2.1.

use fast_mvt::{MvtCoord, MvtGeomType, MvtLayerBuilder, MvtResult, MvtTileBuilder};

use crate::geom::Grid;

use super::address::{Address, Corner, nearest, on_lattice};
use super::trace::Part;

/// What a feature of a tile says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TileFeature<'a> {
    /// Position in the layer or register, from 0; the feature's id counts from 1.
    pub at: usize,
    /// Its code or id.
    pub code: &'a str,
    /// Its name.
    pub name: Option<&'a str>,
}

/// A name on the map.
#[derive(Debug, Clone, PartialEq)]
pub struct Label<'a> {
    /// What it names.
    pub feature: TileFeature<'a>,
    /// Where the name stands.
    pub at: Grid,
}

/// A tile with the layers `areas` and `labels`; `None` where both are empty.
/// `labels` may be all of the layer: those that stand elsewhere are left out.
///
/// # Errors
/// When a layer holds more than the format can.
pub fn encode_areas<'a>(
    tile: Address,
    areas: impl Iterator<Item = (TileFeature<'a>, Vec<Part>)>,
    labels: impl Iterator<Item = Label<'a>>,
) -> MvtResult<Option<Vec<u8>>> {
    let mut layer = MvtTileBuilder::new().layer("areas")?;
    for (feature, parts) in areas {
        let mut written = layer.feature_of(MvtGeomType::Polygon);
        for part in &parts {
            written.ring(part.shell.iter().map(|corner| coordinates(tile, *corner)), true)?;
            for hole in &part.holes {
                written.ring(hole.iter().map(|corner| coordinates(tile, *corner)), false)?;
            }
        }
        describe(&mut written, &feature)?;
        layer = written.end();
    }
    let drawn = layer.num_features();
    let mut layer = layer.layer("labels")?;
    for label in labels {
        let Some(corner) = on_lattice(tile.z, label.at).map(nearest).filter(|c| owns(tile, *c)) else {
            continue;
        };
        let mut written = layer.feature_of(MvtGeomType::Point);
        written.points([coordinates(tile, corner)])?;
        describe(&mut written, &label.feature)?;
        layer = written.end();
    }
    let named = layer.num_features();
    Ok((drawn + named > 0).then(|| layer.encode()))
}

/// A tile with the layer `points`; `None` where it is empty. A dot that stands
/// for several says how many in `count`.
///
/// # Errors
/// When a layer holds more than the format can.
pub fn encode_points<'a>(
    tile: Address,
    points: impl Iterator<Item = (TileFeature<'a>, Corner, u32)>,
) -> MvtResult<Option<Vec<u8>>> {
    let mut layer = MvtLayerBuilder::new("points")?;
    for (feature, corner, count) in points {
        let mut written = layer.feature_of(MvtGeomType::Point);
        written.points([coordinates(tile, corner)])?;
        describe(&mut written, &feature)?;
        written.tag("count", i64::from(count))?;
        layer = written.end();
    }
    Ok((layer.num_features() > 0).then(|| layer.encode()))
}

fn describe(written: &mut fast_mvt::MvtFeatureBuilder, feature: &TileFeature<'_>) -> MvtResult<()> {
    written.id(Some(feature.at as u64 + 1));
    written.tag("code", feature.code)?;
    if let Some(name) = feature.name {
        written.tag("name", name)?;
    }
    Ok(())
}

fn coordinates(tile: Address, corner: Corner) -> MvtCoord {
    let (x, y) = tile.within(corner);
    MvtCoord { x, y }
}

/// Whether a point belongs to this tile and no other: the west and south side count.
fn owns(tile: Address, corner: Corner) -> bool {
    let window = tile.window(0);
    corner.x >= window.min.x && corner.x < window.max.x && corner.y >= window.min.y && corner.y < window.max.y
}
