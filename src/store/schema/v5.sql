-- Schema 5: recipes of assessments. Those that the manifest names belong to a
-- version; those that people saved belong to none, and none is overwritten.

CREATE TABLE wardwise_recipe (
  version INTEGER NOT NULL REFERENCES wardwise_version(version),
  position INTEGER NOT NULL,
  path TEXT NOT NULL,
  stored TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (version, position)
);

CREATE TABLE wardwise_assessment (
  id TEXT NOT NULL,
  number INTEGER NOT NULL,
  recipe TEXT NOT NULL,
  place_version INTEGER NOT NULL REFERENCES wardwise_version(version),
  at TEXT NOT NULL,
  software TEXT NOT NULL,
  withdrawn_at TEXT,
  PRIMARY KEY (id, number)
);

INSERT INTO gpkg_extensions VALUES
  ('wardwise_recipe', NULL, 'wardwise_place', 'docs/place.md', 'read-write'),
  ('wardwise_assessment', NULL, 'wardwise_place', 'docs/place.md', 'read-write');
