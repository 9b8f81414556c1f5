-- Schema 6: networks of streets beside layers, registers and tables. The list
-- of kinds stands in a CHECK, which only a new table can widen.

PRAGMA defer_foreign_keys = ON;

CREATE TABLE wardwise_content_before AS SELECT * FROM wardwise_content;

DROP TABLE wardwise_content;

CREATE TABLE wardwise_content (
  id INTEGER PRIMARY KEY NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('layer', 'register', 'table', 'network')),
  table_name TEXT NOT NULL UNIQUE,
  hash TEXT NOT NULL,
  rows INTEGER NOT NULL,
  UNIQUE (kind, hash)
);

INSERT INTO wardwise_content (id, kind, table_name, hash, rows)
  SELECT id, kind, table_name, hash, rows FROM wardwise_content_before;

DROP TABLE wardwise_content_before;
