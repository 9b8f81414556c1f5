"""Times shapely on the pairs of layers that the overlay bench leaves, and compares the areas.

    python -m venv venv && venv/bin/pip install shapely numpy
    cargo bench --bench overlay -- --export DIR
    venv/bin/python benches/peers/overlay_shapely.py DIR [SCALE ...]

The route is the cheapest known one: a tree over the wards; a small area that a
prepared ward covers shares its whole area; only the others are intersected.
A pair differs when it is off by more than the larger of 1e-9 of its area and 1e-6 m2.
With real layers: DIR holds NAME_small.wkb, NAME_wards.wkb and NAME_pairs.csv; SCALE is NAME.
"""

import pathlib
import struct
import sys
import time

import numpy as np
import shapely


def read(path):
    data = path.read_bytes()
    shapes, at = [], 0
    while at < len(data):
        (size,) = struct.unpack_from("<I", data, at)
        shapes.append(data[at + 4 : at + 4 + size])
        at += 4 + size
    return shapely.from_wkb(np.array(shapes, dtype=object))


def overlay(small, wards):
    tree = shapely.STRtree(wards)
    s, w = tree.query(small, predicate="intersects")
    shapely.prepare(wards)
    covered = shapely.covers(wards[w], small[s])
    area = np.where(covered, shapely.area(small[s]), 0.0)
    cut = ~covered
    area[cut] = shapely.area(shapely.intersection(small[s[cut]], wards[w[cut]]))
    return s, w, area


def compare(found, path):
    s, w, area = found
    theirs = {(int(i), int(j)): a for i, j, a in zip(s, w, area)}
    rows = np.loadtxt(path, delimiter=",", skiprows=1, ndmin=2)
    ours = {(int(i), int(j)): a for i, j, a in rows}
    large = {k for k, a in ours.items() if a >= 1.0} | {k for k, a in theirs.items() if a >= 1.0}
    off = [abs(ours.get(k, 0.0) - theirs.get(k, 0.0)) for k in large]
    bad = [k for k in large if abs(ours.get(k, 0.0) - theirs.get(k, 0.0)) > max(1e-9 * ours.get(k, 0.0), 1e-6)]
    for k in sorted(bad)[:10]:
        print("   differs", k, ours.get(k), theirs.get(k))
    return len(large), max(off, default=0.0), len(bad)


def main(folder, scales):
    folder = pathlib.Path(folder)
    print(f"shapely {shapely.__version__}, GEOS {shapely.geos_version_string}")
    for scale in scales:
        small, wards = read(folder / f"{scale}_small.wkb"), read(folder / f"{scale}_wards.wkb")
        invalid = int((~shapely.is_valid(small)).sum() + (~shapely.is_valid(wards)).sum())
        cpu, wall = time.process_time(), time.perf_counter()
        try:
            found = overlay(small, wards)
        except shapely.errors.GEOSException as error:
            print(f"{scale}: {invalid} invalid shapes; {error}; comparing after make_valid")
            small, wards = shapely.make_valid(small), shapely.make_valid(wards)
            cpu, wall = time.process_time(), time.perf_counter()
            found = overlay(small, wards)
        cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
        pairs, worst, bad = compare(found, folder / f"{scale}_pairs.csv")
        print(
            f"{scale}: {cpu:.3f} CPU s, {wall:.3f} wall s; {invalid} invalid shapes; "
            f"{pairs} pairs of 1 m2 or more, {bad} differ, at most {worst:.2e} m2 off"
        )


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:] or ["1of16", "1of4", "1"])
