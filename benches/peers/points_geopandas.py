"""Places the points of `cargo bench --bench points -- --write DIR` with GeoPandas.

    python -m venv venv && venv/bin/pip install -r benches/peers/requirements.txt
    venv/bin/python benches/peers/points_geopandas.py DIR

Prints wall time and CPU seconds of the spatial join, the number of points
placed and the sum of the positions found: the last two must equal those of
`cargo bench --bench points -- --report`.
"""

import sys
import time
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely


def read(folder: Path) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    corners = np.fromfile(folder / "corners.f64", dtype="<f8").reshape(-1, 2)
    starts = np.fromfile(folder / "starts.i64", dtype="<i8")
    points = np.fromfile(folder / "points.f64", dtype="<f8").reshape(-1, 2)
    count = len(starts) - 1
    polygons = shapely.from_ragged_array(
        shapely.GeometryType.POLYGON, corners, (starts, np.arange(count + 1))
    )
    areas = gpd.GeoDataFrame({"position": np.arange(count)}, geometry=polygons)
    return areas, gpd.GeoDataFrame(geometry=shapely.points(points))


def main() -> None:
    print(f"geopandas {gpd.__version__}, shapely {shapely.__version__}, GEOS {shapely.geos_version_string}")
    for name in ("small_areas", "national_wards", "city_wards"):
        areas, points = read(Path(sys.argv[1]) / name)
        wall, cpu = time.perf_counter(), time.process_time()
        joined = points.sjoin(areas, predicate="within", how="inner")
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        print(f"{name}: {len(areas)} polygons, {len(points)} points")
        print(f"  sjoin: {wall:.3f} s wall, {cpu:.2f} s CPU")
        print(f"  placed {len(joined)}, sum of positions {int(joined['position'].sum())}")


if __name__ == "__main__":
    main()
