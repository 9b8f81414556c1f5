-- Schema 2: files that an import stopped are remembered with their reports.

CREATE TABLE wardwise_stopped (
  version INTEGER NOT NULL REFERENCES wardwise_version(version),
  dataset TEXT NOT NULL,
  edition TEXT NOT NULL,
  report TEXT NOT NULL,
  PRIMARY KEY (version, dataset, edition)
) WITHOUT ROWID;

INSERT INTO gpkg_extensions VALUES
  ('wardwise_stopped', NULL, 'wardwise_place', 'docs/place.md', 'read-write');
