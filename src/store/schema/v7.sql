-- Schema 7: what people decided about candidates for co-location. A line is
-- added for each decision and none is changed: the latest stands.

CREATE TABLE wardwise_colocation_decision (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  search TEXT NOT NULL,
  subject TEXT NOT NULL,
  verdict TEXT NOT NULL,
  reason TEXT NOT NULL,
  place_version INTEGER NOT NULL REFERENCES wardwise_version(version),
  at TEXT NOT NULL,
  software TEXT NOT NULL
);

INSERT INTO gpkg_extensions VALUES
  ('wardwise_colocation_decision', NULL, 'wardwise_place', 'docs/place.md', 'read-write');
