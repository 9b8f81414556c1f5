-- Schema 4: custom areas that people saved, as features that QGIS shows, and
-- what was done to them when.

CREATE TABLE wardwise_custom_area (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  geom BLOB NOT NULL,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  made TEXT NOT NULL CHECK (made IN ('drawn', 'areas', 'postcodes', 'file')),
  made_from TEXT NOT NULL,
  notes TEXT NOT NULL,
  area_m2 DOUBLE NOT NULL,
  place_version INTEGER NOT NULL REFERENCES wardwise_version(version),
  created_at DATETIME NOT NULL,
  changed_at DATETIME NOT NULL,
  software TEXT NOT NULL
);

CREATE TABLE wardwise_custom_change (
  number INTEGER PRIMARY KEY NOT NULL,
  area TEXT NOT NULL,
  what TEXT NOT NULL CHECK (what IN ('save', 'rename', 'delete')),
  name TEXT NOT NULL,
  at TEXT NOT NULL,
  software TEXT NOT NULL
);

INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change, srs_id) VALUES
  ('wardwise_custom_area', 'features', 'Custom areas', 'Areas that people drew or put together', '1970-01-01T00:00:00.000Z', 27700);

INSERT INTO gpkg_geometry_columns VALUES ('wardwise_custom_area', 'geom', 'MULTIPOLYGON', 27700, 0, 0);

INSERT INTO gpkg_extensions VALUES
  ('wardwise_custom_change', NULL, 'wardwise_place', 'docs/place.md', 'read-write');
