"""Asks scipy's k-d tree what `cargo bench --bench near` asks Wardwise.

    cargo bench --bench near -- --write DIR
    venv/bin/python benches/peers/near_scipy.py DIR

Prints CPU and wall seconds (least of several runs), counts and sums of
positions: the last two must equal those of the bench. Every default of the
tree is kept; the nearest are sought on one thread.
"""

import pathlib
import sys
import time

import numpy as np
import scipy
from scipy.spatial import cKDTree

RUNS = 7


def least(what, work):
    runs = []
    for _ in range(RUNS):
        cpu, wall = time.process_time(), time.perf_counter()
        answer = work()
        runs.append((time.process_time() - cpu, time.perf_counter() - wall))
    print(f"{what}: {min(runs)[0]:.4f} CPU s, {min(runs)[1]:.4f} s wall")
    return answer


def main():
    print(f"scipy {scipy.__version__}, numpy {np.__version__}")
    for name in ("even", "towns"):
        points, spots = (
            np.fromfile(pathlib.Path(sys.argv[1]) / f"{name}_{what}.f64", dtype="<f8").reshape(-1, 2)
            for what in ("points", "spots")
        )
        tree = least(f"{name}: tree of {len(points)} points", lambda: cKDTree(points))
        _, found = least(f"{name}: 5 nearest to {len(spots)} spots", lambda: tree.query(spots, k=5))
        print(f"  {found.size} found, sum of positions {int(found.sum())}")
        pairs = least(f"{name}: pairs within 800 m", lambda: tree.query_pairs(800.0, output_type="ndarray"))
        print(f"  {len(pairs)} pairs, sum of positions {int(pairs.sum())}")


if __name__ == "__main__":
    main()
