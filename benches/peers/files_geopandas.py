"""From two boundary files to a CSV of shared areas with GeoPandas and shapely: `FROM TO FROM_CODE TO_CODE OUT`.

pyogrio reads; the overlay is that of `overlay_shapely.py`.
"""

import sys

import numpy as np
import pandas as pd
import pyogrio
import shapely

from overlay_shapely import overlay


def main():
    from_file, to_file, from_code, to_code, out = sys.argv[1:]
    small = pyogrio.read_dataframe(from_file, columns=[from_code])
    wards = pyogrio.read_dataframe(to_file, columns=[to_code])
    s, w, area = overlay(np.asarray(small.geometry), np.asarray(wards.geometry))
    found = area > 0
    s, w, area = s[found], w[found], area[found]
    weight = area / shapely.area(np.asarray(small.geometry))[s]
    columns = {
        "from_code": small[from_code].to_numpy()[s],
        "to_code": wards[to_code].to_numpy()[w],
        "area_m2": area,
        "weight": weight,
    }
    pd.DataFrame(columns).sort_values(["from_code", "to_code"]).to_csv(out, index=False)


if __name__ == "__main__":
    main()
