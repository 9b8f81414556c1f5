-- Schema 1: the tables of OGC GeoPackage 1.3 and those of Wardwise beside them.
-- This file is never changed once released; a later schema is a file of its own.

CREATE TABLE gpkg_spatial_ref_sys (
  srs_name TEXT NOT NULL,
  srs_id INTEGER NOT NULL PRIMARY KEY,
  organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL,
  definition TEXT NOT NULL,
  description TEXT
);

INSERT INTO gpkg_spatial_ref_sys VALUES
  ('Undefined Cartesian SRS', -1, 'NONE', -1, 'undefined', 'undefined Cartesian coordinate reference system'),
  ('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', 'undefined geographic coordinate reference system'),
  ('WGS 84 geodetic', 4326, 'EPSG', 4326,
   'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AXIS["Latitude",NORTH],AXIS["Longitude",EAST],AUTHORITY["EPSG","4326"]]',
   'longitude and latitude in decimal degrees on the WGS 84 spheroid'),
  ('OSGB36 / British National Grid', 27700, 'EPSG', 27700,
   'PROJCS["OSGB36 / British National Grid",GEOGCS["OSGB36",DATUM["Ordnance_Survey_of_Great_Britain_1936",SPHEROID["Airy 1830",6377563.396,299.3249646,AUTHORITY["EPSG","7001"]],AUTHORITY["EPSG","6277"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4277"]],PROJECTION["Transverse_Mercator"],PARAMETER["latitude_of_origin",49],PARAMETER["central_meridian",-2],PARAMETER["scale_factor",0.9996012717],PARAMETER["false_easting",400000],PARAMETER["false_northing",-100000],UNIT["metre",1,AUTHORITY["EPSG","9001"]],AXIS["Easting",EAST],AXIS["Northing",NORTH],AUTHORITY["EPSG","27700"]]',
   'easting and northing in metres');

CREATE TABLE gpkg_contents (
  table_name TEXT NOT NULL PRIMARY KEY,
  data_type TEXT NOT NULL,
  identifier TEXT UNIQUE,
  description TEXT DEFAULT '',
  last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE,
  min_y DOUBLE,
  max_x DOUBLE,
  max_y DOUBLE,
  srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id)
);

CREATE TABLE gpkg_geometry_columns (
  table_name TEXT NOT NULL,
  column_name TEXT NOT NULL,
  geometry_type_name TEXT NOT NULL,
  srs_id INTEGER NOT NULL,
  z TINYINT NOT NULL,
  m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
  CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id)
);

CREATE TABLE gpkg_extensions (
  table_name TEXT,
  column_name TEXT,
  extension_name TEXT NOT NULL,
  definition TEXT NOT NULL,
  scope TEXT NOT NULL,
  CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name)
);

CREATE TABLE gpkg_metadata (
  id INTEGER CONSTRAINT m_pk PRIMARY KEY ASC NOT NULL,
  md_scope TEXT NOT NULL DEFAULT 'dataset',
  md_standard_uri TEXT NOT NULL,
  mime_type TEXT NOT NULL DEFAULT 'text/xml',
  metadata TEXT NOT NULL DEFAULT ''
);

CREATE TABLE gpkg_metadata_reference (
  reference_scope TEXT NOT NULL,
  table_name TEXT,
  column_name TEXT,
  row_id_value INTEGER,
  timestamp DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  md_file_id INTEGER NOT NULL,
  md_parent_id INTEGER,
  CONSTRAINT crmr_mfi_fk FOREIGN KEY (md_file_id) REFERENCES gpkg_metadata(id),
  CONSTRAINT crmr_mpi_fk FOREIGN KEY (md_parent_id) REFERENCES gpkg_metadata(id)
);

INSERT INTO gpkg_extensions VALUES
  ('gpkg_metadata', NULL, 'gpkg_metadata', 'http://www.geopackage.org/spec130/#extension_metadata', 'read-write'),
  ('gpkg_metadata_reference', NULL, 'gpkg_metadata', 'http://www.geopackage.org/spec130/#extension_metadata', 'read-write');

-- Which schema this file has; one row a step.
CREATE TABLE wardwise_schema (
  version INTEGER PRIMARY KEY NOT NULL,
  software TEXT NOT NULL
);

-- Every version of the place, from 0 when it was made.
CREATE TABLE wardwise_version (
  version INTEGER PRIMARY KEY NOT NULL,
  at TEXT NOT NULL,
  what TEXT NOT NULL CHECK (what IN ('create', 'import', 'activate', 'withdraw', 'rollback')),
  why TEXT NOT NULL,
  software TEXT NOT NULL,
  place_id TEXT NOT NULL,
  place_name TEXT NOT NULL,
  place_description TEXT NOT NULL,
  main_layer TEXT,
  manifest TEXT NOT NULL
);

-- Rows of one edition, written once and never changed.
CREATE TABLE wardwise_content (
  id INTEGER PRIMARY KEY NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('layer', 'register', 'table')),
  table_name TEXT NOT NULL UNIQUE,
  hash TEXT NOT NULL,
  rows INTEGER NOT NULL,
  UNIQUE (kind, hash)
);

CREATE TABLE wardwise_column (
  content INTEGER NOT NULL REFERENCES wardwise_content(id),
  position INTEGER NOT NULL,
  stored TEXT NOT NULL,
  name TEXT NOT NULL,
  published TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('number', 'text', 'flag', 'day')),
  PRIMARY KEY (content, position)
) WITHOUT ROWID;

-- Why a cell is empty, where the reason is other than "not given".
CREATE TABLE wardwise_gap (
  content INTEGER NOT NULL REFERENCES wardwise_content(id),
  position INTEGER NOT NULL,
  row INTEGER NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (content, position, row)
) WITHOUT ROWID;

-- What is known of an edition, each time it changed.
CREATE TABLE wardwise_revision (
  id INTEGER PRIMARY KEY NOT NULL,
  dataset TEXT NOT NULL,
  edition TEXT NOT NULL,
  number INTEGER NOT NULL,
  kind TEXT NOT NULL,
  content INTEGER NOT NULL REFERENCES wardwise_content(id),
  table_name TEXT NOT NULL,
  identity TEXT NOT NULL,
  dataset_title TEXT NOT NULL,
  dataset_description TEXT NOT NULL,
  title TEXT NOT NULL,
  valid_from DATE,
  valid_to DATE,
  period TEXT,
  file TEXT NOT NULL,
  part TEXT,
  format TEXT,
  encoding TEXT,
  checksum TEXT NOT NULL,
  source TEXT,
  licence_name TEXT NOT NULL,
  licence_url TEXT,
  licence_attribution TEXT NOT NULL,
  scheme TEXT,
  code_column INTEGER,
  postcode_column INTEGER,
  geography TEXT,
  facets TEXT NOT NULL,
  imported_version INTEGER NOT NULL REFERENCES wardwise_version(version),
  imported_at DATETIME NOT NULL,
  software TEXT NOT NULL,
  UNIQUE (dataset, edition, number)
);

CREATE TABLE wardwise_report (
  revision INTEGER PRIMARY KEY NOT NULL REFERENCES wardwise_revision(id),
  report TEXT NOT NULL
);

-- The published files of a revision, as they lie in raw/; position 0 is the file itself.
CREATE TABLE wardwise_file (
  revision INTEGER NOT NULL REFERENCES wardwise_revision(id),
  position INTEGER NOT NULL,
  extension TEXT NOT NULL,
  path TEXT NOT NULL,
  stored TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  PRIMARY KEY (revision, position)
) WITHOUT ROWID;

-- Which revisions each version shows.
CREATE TABLE wardwise_member (
  version INTEGER NOT NULL REFERENCES wardwise_version(version),
  revision INTEGER NOT NULL REFERENCES wardwise_revision(id),
  PRIMARY KEY (version, revision)
) WITHOUT ROWID;

INSERT INTO gpkg_extensions VALUES
  ('wardwise_schema', NULL, 'wardwise_place', 'docs/place.md', 'read-write'),
  ('wardwise_version', NULL, 'wardwise_place', 'docs/place.md', 'read-write'),
  ('wardwise_content', NULL, 'wardwise_place', 'docs/place.md', 'read-write'),
  ('wardwise_column', NULL, 'wardwise_place', 'docs/place.md', 'read-write'),
  ('wardwise_gap', NULL, 'wardwise_place', 'docs/place.md', 'read-write'),
  ('wardwise_report', NULL, 'wardwise_place', 'docs/place.md', 'read-write'),
  ('wardwise_file', NULL, 'wardwise_place', 'docs/place.md', 'read-write'),
  ('wardwise_member', NULL, 'wardwise_place', 'docs/place.md', 'read-write');
