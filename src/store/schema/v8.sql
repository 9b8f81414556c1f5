-- Schema 8: searches for sites and scenarios that people saved, and evidence
-- packs that were linked to a decision. Saving again adds a line and changes
-- none; a linked pack can be neither changed nor taken away.

CREATE TABLE wardwise_trial (
  kind TEXT NOT NULL CHECK (kind IN ('sites', 'scenario')),
  id TEXT NOT NULL,
  number INTEGER NOT NULL,
  title TEXT NOT NULL,
  recipe TEXT NOT NULL,
  place_version INTEGER NOT NULL REFERENCES wardwise_version(version),
  at TEXT NOT NULL,
  software TEXT NOT NULL,
  PRIMARY KEY (kind, id, number)
);

CREATE TABLE wardwise_evidence_pack (
  scenario TEXT NOT NULL,
  decision TEXT NOT NULL,
  digest TEXT NOT NULL,
  facts TEXT NOT NULL,
  place_version INTEGER NOT NULL REFERENCES wardwise_version(version),
  at TEXT NOT NULL,
  software TEXT NOT NULL,
  PRIMARY KEY (scenario, decision)
);

CREATE TRIGGER wardwise_evidence_pack_stays BEFORE UPDATE ON wardwise_evidence_pack
BEGIN SELECT raise(ABORT, 'a linked evidence pack is never changed'); END;

CREATE TRIGGER wardwise_evidence_pack_is_kept BEFORE DELETE ON wardwise_evidence_pack
BEGIN SELECT raise(ABORT, 'a linked evidence pack is never deleted'); END;

INSERT INTO gpkg_extensions VALUES
  ('wardwise_trial', NULL, 'wardwise_place', 'docs/place.md', 'read-write'),
  ('wardwise_evidence_pack', NULL, 'wardwise_place', 'docs/place.md', 'read-write');
