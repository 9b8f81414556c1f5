"""Writes tests/fixtures/tobler/cases.json: small layers, figures, and what tobler makes of them.

    venv/bin/python benches/peers/tobler_fixture.py tests/fixtures/tobler/cases.json

The shapes are made here, corner by corner in whole metres, so the same
script and the same tobler give the same file. Shapes are lists of parts, a
part is a list of rings, the first its shell.
"""

import json
import sys

import geopandas as gpd
import numpy as np
import shapely
import tobler
from tobler.area_weighted import area_interpolate


def jitter(column, row, salt, reach):
    """A whole number in -reach..reach that looks like chance."""
    mixed = (column * 73856093 ^ row * 19349663 ^ salt * 83492791) & 0xFFFFFFFF
    mixed = (mixed ^ mixed >> 13) * 0x5BD1E995 & 0xFFFFFFFF
    return (mixed ^ mixed >> 15) % (2 * reach + 1) - reach


def patchwork(columns, rows, side, origin, salt, reach, frame):
    """Cells that share their corners; with a frame, the outer border is straight."""

    def corner(column, row):
        inner = (0 < column < columns, 0 < row < rows)
        dx = jitter(column, row, salt, reach) if inner[0] or not frame else 0
        dy = jitter(column, row, salt + 1, reach) if inner[1] or not frame else 0
        return (origin[0] + column * side + dx, origin[1] + row * side + dy)

    def cell(column, row):
        turns = [(column, row), (column + 1, row), (column + 1, row + 1), (column, row + 1), (column, row)]
        return [[[corner(*turn) for turn in turns]]]

    return [cell(column, row) for row in range(rows) for column in range(columns)]


def box(west, south, east, north):
    return [(west, south), (east, south), (east, north), (west, north), (west, south)]


def figures(count):
    """People, a score and a kind for each source."""
    return {
        "people": [100 + 37 * at % 211 for at in range(count)],
        "score": [round(5 + 7.25 * at % 31, 2) for at in range(count)],
        "kind": [("urban", "rural", "coast")[at * 5 % 7 % 3] for at in range(count)],
    }


def cases():
    full = patchwork(5, 5, 720, (400_000, 280_000), 3, 150, True)
    yield "full cover", full, patchwork(3, 3, 1_200, (400_000, 280_000), 11, 250, True), figures(25)
    yield "partial cover", full, patchwork(3, 2, 1_500, (398_900, 280_700), 17, 300, False), figures(25)
    ring = [[box(400_000, 280_000, 403_000, 283_000), box(401_000, 281_000, 402_000, 282_000)]]
    island = [[box(401_000, 281_000, 402_000, 282_000)]]
    beside = [[box(403_000, 280_000, 405_000, 283_000), box(403_500, 280_500, 404_000, 281_000)]]
    yield "holes", patchwork(4, 3, 1_100, (399_900, 279_800), 23, 200, False), [ring, island, beside], figures(12)
    holed = [[box(400_000, 280_000, 402_000, 282_000), box(400_500, 280_500, 401_500, 281_500)]]
    scattered = [[box(400_700, 280_700, 401_200, 281_300)], [box(402_100, 280_000, 402_600, 280_700)], [box(410_000, 290_000, 410_400, 290_300)]]
    alone = [[box(420_000, 300_000, 421_000, 301_000)]]
    yield "islands", [holed, scattered, alone], patchwork(2, 2, 1_300, (399_800, 279_900), 31, 200, False) + [[[box(430_000, 300_000, 431_000, 301_000)]]], figures(3)
    missing = figures(25)
    missing["people"][6] = missing["people"][18] = missing["score"][6] = None
    yield "missing figures", full, patchwork(3, 3, 1_200, (400_000, 280_000), 11, 250, True), missing


def frame(shapes, columns):
    geometry = [shapely.MultiPolygon([shapely.Polygon(part[0], part[1:]) for part in shape]) for shape in shapes]
    assert shapely.is_valid(geometry).all()
    return gpd.GeoDataFrame(columns, geometry=geometry, crs=27700)


def answers(sources, targets, given):
    numbers = {name: np.array(given[name], dtype=float) for name in ("people", "score")}
    source, target = frame(sources, numbers | {"kind": given["kind"]}), frame(targets, {})

    def ask(**options):
        return area_interpolate(source, target, **options)

    shares = ask(categorical_variables=["kind"])
    kinds = sorted(set(given["kind"]))
    return {
        "people_spill": ask(extensive_variables=["people"], allocate_total=False)["people"].tolist(),
        "people_kept_inside": ask(extensive_variables=["people"], allocate_total=True)["people"].tolist(),
        "score": ask(intensive_variables=["score"])["score"].tolist(),
        "kinds": {kind: [float(share) for share in shares[f"kind_{kind}"]] for kind in kinds},
    }


def main():
    written = [
        {"name": name, "sources": sources, "targets": targets} | given | {"tobler": answers(sources, targets, given)}
        for name, sources, targets, given in cases()
    ]
    made = {"tobler": tobler.__version__, "shapely": shapely.__version__, "cases": written}
    with open(sys.argv[1], "w") as out:
        json.dump(made, out, separators=(",", ":"))
        out.write("\n")


if __name__ == "__main__":
    main()
