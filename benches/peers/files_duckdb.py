"""From two boundary files to a CSV of shared areas with DuckDB: `FROM TO FROM_CODE TO_CODE OUT`."""

import pathlib
import sys

import duckdb
import duckdb_ext


def main():
    from_file, to_file, from_code, to_code, out = sys.argv[1:]
    base = duckdb.connect()
    extension = next(pathlib.Path(duckdb_ext.__path__[0]).rglob("spatial.duckdb_extension"))
    base.execute(f"LOAD '{extension}'")
    for table, file, code in (("small", from_file, from_code), ("wards", to_file, to_code)):
        base.execute(f"CREATE TABLE {table} AS SELECT \"{code}\" AS code, geom AS shape FROM ST_Read('{file}')")
    # The pairs come first by themselves: a filter on their areas in the same
    # query would turn the spatial join into a loop over all pairs.
    base.execute("""
        CREATE TABLE found AS
        SELECT s.code AS from_code, w.code AS to_code, ST_Area(s.shape) AS whole,
               CASE WHEN ST_Covers(w.shape, s.shape) THEN ST_Area(s.shape)
                    ELSE ST_Area(ST_Intersection(s.shape, w.shape)) END AS area_m2
        FROM small s JOIN wards w ON ST_Intersects(s.shape, w.shape)
    """)
    base.execute(f"""
        COPY (SELECT from_code, to_code, area_m2, area_m2 / whole AS weight FROM found
              WHERE area_m2 > 0 ORDER BY from_code, to_code) TO '{out}' (HEADER)
    """)


if __name__ == "__main__":
    main()
