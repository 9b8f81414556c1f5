"""Files for download, opened by the programs that people open them with, against the place's own data base."""

import csv
import io
import json
import math
import pathlib
import re
import shutil
import subprocess
import tempfile
import urllib.request
import zipfile

import duckdb
import numpy
import openpyxl
import pyarrow.parquet
import pyogrio
import shapely

from checks import equal, ogr

GEOMETRY_HEADER = {0: 8, 1: 40, 2: 56, 3: 56, 4: 72}
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def editions_of(place):
    """The newest edition of every data set, or each kind's first few where there are many rows."""
    rows = place.sql("SELECT dataset, edition, table_name, kind FROM wardwise_revision ORDER BY dataset, valid_from")
    newest = {row[0]: row for row in rows}
    small = [row for row in newest.values() if place.count(row[2]) <= 60_000]
    return [{"key": f"{d}@{e}", "url": f"{place.base[:-4]}/api/datasets/{d}/editions/{e}", "table": t,
             "has_shapes": has_shapes(place, t)} for d, e, t, _ in small]


def has_shapes(place, table):
    return any(column[1] == "geom" for column in place.sql(f'PRAGMA table_info("{table}")'))


def fetched(edition, ending, folder):
    path = pathlib.Path(folder, f"file.{ending}")
    with urllib.request.urlopen(f"{edition['url']}/download.{ending}", timeout=120) as answer:
        path.write_bytes(answer.read())
    return str(path)


def stored_shapes(place, edition):
    """The shapes of the data base in order of rows; None for rows without a place."""
    shapes = []
    for (blob,) in place.sql(f'SELECT geom FROM "{edition["table"]}" ORDER BY fid'):
        empty = blob is None or blob[3] & 0x10
        shapes.append(None if empty else shapely.from_wkb(blob[GEOMETRY_HEADER[(blob[3] >> 1) & 7]:]))
    return shapes


def source_rows(place, edition):
    return [row[0] for row in place.sql(f'SELECT source_row FROM "{edition["table"]}" ORDER BY fid')]


def same_shapes(seen, wanted, what):
    equal(len(seen), len(wanted), f"{what}: rows")
    for at, (a, b) in enumerate(zip(seen, wanted)):
        is_nothing = a is None or a.is_empty
        assert is_nothing == (b is None), f"{what}: row {at} has a place in one alone"
        assert is_nothing or shapely.equals_exact(a, b, 0), f"{what}: row {at} lies elsewhere"


def the_csv(edition, folder):
    with open(fetched(edition, "csv", folder), encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def parquet(place, edition):
    """pyarrow and DuckDB see every row, its types and its place; the metadata are GeoParquet's."""
    with tempfile.TemporaryDirectory() as folder:
        path = fetched(edition, "parquet", folder)
        file = pyarrow.parquet.ParquetFile(path)
        table = file.read()
        equal(table.column("source_row").to_pylist(), source_rows(place, edition), "rows of the file")
        counted = duckdb.connect().execute(f"SELECT count(*), count(DISTINCT source_row) FROM '{path}'").fetchone()
        equal(counted[0], place.count(edition["table"]), "rows in DuckDB")
        notes = json.loads(file.metadata.metadata[b"wardwise.about"])
        assert notes["Licence"] and notes["Cite as"] and notes["Method"], notes
        header = the_csv(edition, folder)[0]
        named = [name for name in table.column_names if name not in ("source_row", "geometry", "bbox")
                 and not name.startswith("repaired_")]
        plain = [name[1:] if name.startswith("'") else name for name in header]
        equal(named, [name for name in plain if name not in ("easting", "northing", "longitude", "latitude")], "columns")
        if not edition["has_shapes"]:
            return
        geo = json.loads(file.metadata.metadata[b"geo"])
        equal((geo["version"], geo["primary_column"]), ("1.1.0", "geometry"), "GeoParquet")
        equal(geo["columns"]["geometry"]["crs"]["id"], {"authority": "EPSG", "code": 27700}, "system")
        seen = [None if one is None else shapely.from_wkb(one) for one in table.column("geometry").to_pylist()]
        same_shapes(seen, stored_shapes(place, edition), "Parquet")
        boxes = table.column("bbox").to_pylist()
        for shape, box in zip(seen, boxes):
            if shape is None:
                assert box is None, box
            else:
                equal((box["xmin"], box["ymin"], box["xmax"], box["ymax"]), shape.bounds, "box")


def flatgeobuf(place, edition):
    """GDAL reads every feature, and finds by its index what lies in a box."""
    if not edition["has_shapes"]:
        return
    with tempfile.TemporaryDirectory() as folder:
        path = fetched(edition, "fgb", folder)
        meta, _, geometry, fields = pyogrio.raw.read(path)
        assert "27700" in meta["crs"], meta["crs"]
        at = list(meta["fields"]).index("source_row")
        order = numpy.argsort(fields[at], kind="stable")
        rows = source_rows(place, edition)
        equal([int(fields[at][one]) for one in order], sorted(rows), "rows of the file")
        wanted = stored_shapes(place, edition)
        by_row = sorted(range(len(rows)), key=lambda one: rows[one])
        if len(set(rows)) == len(rows):
            seen = [None if geometry[one] is None else shapely.from_wkb(geometry[one]) for one in order]
            same_shapes(seen, [wanted[one] for one in by_row], "FlatGeobuf")
        else:  # several rows of one record, such as the streets of a way
            equal(sorted(shapely.to_wkb(one) for one in shapely.from_wkb(geometry)),
                  sorted(shapely.to_wkb(one) for one in wanted), "shapes")
        placed = [shape for shape in wanted if shape is not None]
        west, south, east, north = placed[0].bounds
        box = ("-spat", *(str(side) for side in (west - 50, south - 50, east + 50, north + 50)))
        found = len(re.findall("OGRFeature", ogr("ogrinfo", "-ro", "-al", "-geom=NO", *box, path)))
        inside = shapely.box(west - 50, south - 50, east + 50, north + 50)
        equal(found, sum(shapely.intersects(inside, shape) for shape in placed), "features in a box")


def geopackage(place, edition):
    """GDAL reads the same rows as the place holds, with their places and their terms."""
    with tempfile.TemporaryDirectory() as folder:
        path = fetched(edition, "gpkg", folder)
        info = ogr("ogrinfo", "-ro", "-so", "-al", path)
        equal(int(re.search(r"Feature Count: (\d+)", info)[1]), place.count(edition["table"]), "features")
        assert "Licence" in info, info
        if edition["has_shapes"]:
            _, _, geometry, _ = pyogrio.raw.read(path)
            seen = [None if one is None else shapely.from_wkb(one) for one in geometry]
            same_shapes(seen, stored_shapes(place, edition), "GeoPackage")


def workbook(place, edition):
    """openpyxl and LibreOffice see the cells of the CSV file, typed; no cell is a formula."""
    with tempfile.TemporaryDirectory() as folder:
        path = fetched(edition, "xlsx", folder)
        plain = the_csv(edition, folder)
        book = openpyxl.load_workbook(path, read_only=True)
        equal(book.sheetnames, ["Data", "Notes"], "sheets")
        notes = dict(row[:2] for row in book["Notes"].iter_rows(values_only=True))
        assert notes["Licence"] and notes["Cite as"] and notes["Method"], notes
        for part in zipfile.ZipFile(path).namelist():
            assert not part.startswith("xl/worksheets/") or b"<f>" not in zipfile.ZipFile(path).read(part), part
        rows = list(book["Data"].iter_rows(values_only=True))
        equal(len(rows), place.count(edition["table"]) + 1, "rows")
        own = [at for at, name in enumerate(rows[0]) if name not in
               ("source_row", "repaired_before_m2", "repaired_after_m2")]
        for line, (row, cells) in enumerate(zip(rows, plain)):
            row = list(row) + [None] * (len(rows[0]) - len(row))
            equal([shown(row[at]) for at in own], [unguarded(cell) for cell in cells], f"line {line}")
        if shutil.which("soffice") and len(rows) < 5_000:
            command = ["soffice", f"-env:UserInstallation=file://{folder}/home", "--headless", "--convert-to",
                       "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false", "--outdir", f"{folder}/out", path]
            subprocess.run(command, check=True, capture_output=True, timeout=240)
            text = pathlib.Path(folder, "out", "file.csv").read_text(encoding="utf-8-sig")
            seen = list(csv.reader(io.StringIO(text, newline="")))
            equal(len(seen), len(rows), "rows in LibreOffice")
            for line, (row, cells) in enumerate(zip(seen, plain)):
                for at, cell in zip(own, cells):
                    same_in_calc(row[at] if at < len(row) else "", unguarded(cell), f"line {line}, {rows[0][at]}")


def shown(value):
    """A cell of openpyxl as CSV has it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and math.isfinite(value) and value == int(value) and abs(value) < 1e15:
        return str(int(value))
    if hasattr(value, "strftime"):
        return value.strftime("%Y-%m-%d")
    return repr(value) if isinstance(value, float) else str(value).replace("\r\n", "\n")


def unguarded(cell):
    return cell[1:] if cell.startswith("'") and cell[1:2] in FORMULA else number(cell)


def number(cell):
    """Long numbers are written out in CSV and with an exponent in Python."""
    if re.fullmatch(r"-?(0|[1-9]\d*)\.\d+", cell):
        return repr(float(cell))
    return cell.replace("\r\n", "\n")


def same_in_calc(seen, wanted, what):
    if seen == wanted or seen.lower() == wanted.lower() and wanted in ("true", "false"):
        return
    try:
        # LibreOffice writes 15 digits.
        assert math.isclose(float(seen), float(wanted), rel_tol=1e-14)
    except (ValueError, AssertionError):
        raise AssertionError(f"{what}: {seen!r} instead of {wanted!r}") from None


CHECKS = [parquet, flatgeobuf, geopackage, workbook]
