//! The OGC GeoPackage side of `place.gpkg`: what QGIS and `ogrinfo` read.
//!
//! Written after OGC 12-128r17 (GeoPackage 1.3): feature tables in EPSG:27700,
//! attribute tables, R-tree indexes with their triggers, and metadata.

pub mod geometry;
pub mod names;
mod rtree;
mod tables;

pub use geometry::Extent;
pub use rtree::build_rtree;
pub use tables::{Entry, describe, list};
