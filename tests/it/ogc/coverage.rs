//! No gaps, no overlaps and no broken ring in any tile at any zoom.
//!
//! Tiles are decoded and put back together; what they cover is compared with
//! what the layer covers, and every pair of neighbours with each other.

use std::collections::BTreeMap;
use std::path::Path;

use fast_mvt::MvtReaderRef;
use geo::{Area as _, BooleanOps, BoundingRect, Intersects, MapCoords, Validation};
use geo_types::{Coord, Geometry, MultiPolygon, Rect};
use jiff::Timestamp;
use wardwise::engine::{Engine, Tile};
use wardwise::geom::LonLat;
use wardwise::geom::topology::find_seams;
use wardwise::import::{ImportOptions, Manifest, Silent, run};
use wardwise::model::EditionKey;
use wardwise::store::PlaceStore;
use wardwise::tile::{Address, EXTENT, MOST_ZOOM};

use crate::support::data_dir;

fn place(manifest: &Path, source: &Path) -> (tempfile::TempDir, Engine) {
    let dir = tempfile::tempdir().expect("a folder");
    let manifest =
        Manifest::parse(std::fs::read_to_string(manifest).expect("a manifest")).expect("no faults");
    let options = ImportOptions::at(Timestamp::UNIX_EPOCH);
    run(&manifest, source, dir.path(), &options, &Silent).expect("an import");
    let snapshot = PlaceStore::open(dir.path()).expect("a place").snapshot().expect("a snapshot");
    (dir, Engine::new(std::sync::Arc::new(snapshot)))
}

/// The shapes of a tile's areas by code, in its own steps.
fn decoded(bytes: &[u8]) -> BTreeMap<u64, MultiPolygon<f64>> {
    let reader = MvtReaderRef::new(bytes).expect("a tile");
    let mut shapes = BTreeMap::new();
    for layer in reader.layers().filter(|layer| layer.name() == "areas") {
        for feature in layer.features() {
            let shape = match feature.geometry().expect("a geometry") {
                Geometry::Polygon(polygon) => MultiPolygon(vec![polygon]),
                Geometry::MultiPolygon(many) => many,
                other => panic!("no ground: {other:?}"),
            };
            let shape = shape.map_coords(|c| Coord { x: f64::from(c.x), y: f64::from(c.y) });
            shapes.insert(feature.id().expect("an id"), shape);
        }
    }
    shapes
}

struct Found {
    tiles: usize,
    rings: usize,
    invalid: usize,
    /// Ground held twice, in square steps, and pairs that hold it.
    overlap: f64,
    /// Ground within the layer that nothing holds, in square steps.
    gap: f64,
}

/// Looks at every tile of a layer at a zoom.
fn look(engine: &Engine, key: &EditionKey, z: u8) -> Found {
    let mut found = Found { tiles: 0, rings: 0, invalid: 0, overlap: 0.0, gap: 0.0 };
    let own = Rect::new(Coord { x: 0.0, y: 0.0 }, Coord { x: EXTENT as f64, y: EXTENT as f64 }).to_polygon();
    for address in tiles_of(engine, key, z) {
        let Some(Tile::Drawn(bytes)) = engine.tile(key, address) else { continue };
        let shapes: Vec<MultiPolygon<f64>> = decoded(&bytes).into_values().collect();
        found.tiles += 1;
        found.rings += shapes.iter().flat_map(|s| &s.0).map(|part| 1 + part.interiors().len()).sum::<usize>();
        found.invalid += shapes.iter().filter(|shape| !shape.is_valid()).count();
        // Within the tile itself; what lies beyond its sides is only for drawing lines.
        let inside: Vec<MultiPolygon<f64>> =
            shapes.iter().map(|shape| shape.intersection(&MultiPolygon(vec![own.clone()]))).collect();
        for (at, shape) in inside.iter().enumerate() {
            let Some(ground) = shape.bounding_rect() else { continue };
            for other in &inside[at + 1..] {
                if other.bounding_rect().is_some_and(|rect| rect.intersects(&ground)) {
                    found.overlap += shape.intersection(other).unsigned_area();
                }
            }
        }
        found.gap += holes(&geo::unary_union(&inside));
    }
    found
}

/// Ground inside the union that nothing holds.
fn holes(union: &MultiPolygon<f64>) -> f64 {
    let rings = union.0.iter().flat_map(geo_types::Polygon::interiors);
    rings.map(|ring| geo_types::Polygon::new(ring.clone(), vec![]).unsigned_area()).sum()
}

fn tiles_of(engine: &Engine, key: &EditionKey, z: u8) -> Vec<Address> {
    let bounds = engine.bounds(key).expect("a layer");
    let corner = |at| wardwise::geom::crs::grid_to_lonlat(at).expect("in Britain");
    let (low, high) = (corner(bounds.min), corner(bounds.max));
    let first = Address::holding(z, LonLat { lon: low.lon.min(high.lon) - 0.01, lat: high.lat + 0.01 });
    let last = Address::holding(z, LonLat { lon: high.lon.max(low.lon) + 0.01, lat: low.lat - 0.01 });
    let columns = first.x..=last.x;
    columns.flat_map(|x| (first.y..=last.y).map(move |y| Address { z, x, y })).collect()
}

/// Every tile of a layer that fits as published, at every zoom; zooms with
/// more than so many tiles are passed over.
fn check(engine: &Engine, layer: &str, most_tiles: usize) {
    let key: EditionKey = layer.parse().expect("a key");
    let shapes: Vec<_> = engine.layer(&key).expect("a layer").areas.iter().map(|area| &area.shape).collect();
    let seams = find_seams(&shapes, 1.0);
    assert!(seams.overlaps.is_empty() && seams.gaps.is_empty(), "{layer} does not fit as published");
    let mut zooms = 0;
    for z in (0..=MOST_ZOOM).filter(|z| tiles_of(engine, &key, *z).len() <= most_tiles) {
        let found = look(engine, &key, z);
        println!(
            "{layer} zoom {z}: {} tiles, {} rings, {} invalid, overlap {:.2}, gap {:.2} square steps",
            found.tiles, found.rings, found.invalid, found.overlap, found.gap
        );
        assert_eq!(found.invalid, 0, "{layer} at zoom {z}");
        assert!(found.overlap < 0.01, "{layer} at zoom {z} overlaps by {} square steps", found.overlap);
        assert!(found.gap < 0.01, "{layer} at zoom {z} has gaps of {} square steps", found.gap);
        zooms += 1;
    }
    assert!(zooms > 8, "{layer}: {zooms} zooms");
}

#[test]
fn the_tiles_of_the_sample_fit_at_every_zoom() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/sample");
    let (_dir, engine) = place(&root.join("sample.toml"), &root);
    for layer in ["wards@2012", "wards@2023", "lsoa@2021", "police@2022"] {
        check(&engine, layer, 64);
    }
}

#[test]
fn the_tiles_of_birmingham_fit_at_every_zoom() {
    let Some(source) = data_dir() else { return };
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/places/birmingham.toml");
    let (_dir, engine) = place(&manifest, &source);
    for layer in ["wards@2018", "wards@2013"] {
        check(&engine, layer, 250);
    }
}
