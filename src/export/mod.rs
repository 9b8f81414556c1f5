//! Downloads: a data set as GeoJSON, CSV or GeoPackage, with source, licence and version.
