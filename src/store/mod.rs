//! The place on disk: its folder, `place.gpkg`, its transactions and checksums. All SQL lives here.
