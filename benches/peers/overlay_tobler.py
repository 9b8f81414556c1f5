"""tobler's table of shared areas, the heart of its `area_interpolate`.

tobler keeps shared areas as 32-bit floats: its areas are compared to 1.2e-7
of themselves (two units of that length's last place), not to 1e-9.
It intersects every pair and knows no shortcut for covered shapes.
"""

import geopandas as gpd
import shapely
import tobler
from tobler.area_weighted.area_interpolate import _area_tables_binning

import layers

RELATIVE = 1.2e-7


def main():
    folder, name = layers.arguments()

    def frames():
        return [
            gpd.GeoDataFrame(geometry=shapely.from_wkb(layers.read(folder, name, layer)), crs=27700)
            for layer in ("small", "wards")
        ]

    def overlay(small, wards):
        table = _area_tables_binning(small, wards, "auto").tocoo()
        return table.row, table.col, table.data

    result = layers.measured(overlay, frames)
    layers.report(f"tobler {tobler.__version__}", folder, name, result, relative=RELATIVE, note="32-bit areas")


if __name__ == "__main__":
    main()
