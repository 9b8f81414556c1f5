-- Schema 3: crosswalks that people saved, each with all that its weights rest on.

CREATE TABLE wardwise_crosswalk (
  id TEXT PRIMARY KEY NOT NULL,
  number INTEGER NOT NULL,
  from_edition TEXT NOT NULL,
  to_edition TEXT NOT NULL,
  method TEXT NOT NULL,
  basis TEXT NOT NULL,
  table_name TEXT NOT NULL UNIQUE,
  pairs INTEGER NOT NULL,
  place_version INTEGER NOT NULL REFERENCES wardwise_version(version),
  at TEXT NOT NULL,
  software TEXT NOT NULL,
  UNIQUE (from_edition, to_edition, number)
);

INSERT INTO gpkg_extensions VALUES
  ('wardwise_crosswalk', NULL, 'wardwise_place', 'docs/place.md', 'read-write');
