"""DuckDB with its spatial extension, on all cores; shapes lie in tables of geometries beforehand.

The extension comes from the package `duckdb-ext-spatial`, which holds the
file that `INSTALL spatial` would fetch.
"""

import pathlib

import duckdb
import duckdb_ext
import pyarrow

import layers

QUERY = """
    SELECT s.place, w.place,
           CASE WHEN ST_Covers(w.shape, s.shape) THEN ST_Area(s.shape)
                ELSE ST_Area(ST_Intersection(s.shape, w.shape)) END
    FROM small s JOIN wards w ON ST_Intersects(s.shape, w.shape)
"""


def main():
    folder, name = layers.arguments()
    base = duckdb.connect()
    extension = next(pathlib.Path(duckdb_ext.__path__[0]).rglob("spatial.duckdb_extension"))
    base.execute(f"LOAD '{extension}'")
    for layer in ("small", "wards"):
        shapes = layers.read(folder, name, layer)
        written = pyarrow.table({"place": range(len(shapes)), "wkb": pyarrow.array(shapes, pyarrow.binary())})
        base.register("written", written)
        base.execute(f"CREATE TABLE {layer} AS SELECT place, ST_GeomFromWKB(wkb) AS shape FROM written")
    threads = base.execute("SELECT current_setting('threads')").fetchone()[0]

    def overlay():
        found = base.execute(QUERY).fetchnumpy()
        return list(found.values())

    layers.report(f"DuckDB {duckdb.__version__} spatial", folder, name, layers.measured(overlay), note=f"{threads} threads")


if __name__ == "__main__":
    main()
