"""Asks scipy and pandana what `cargo bench --bench access` asks Wardwise.

    cargo bench --bench access -- --write DIR
    venv/bin/python benches/peers/access_scipy.py DIR

Prints CPU and wall seconds of the times between 2,000 origins and 500 sites,
with the pairs reached and the kilometres in all, which must equal those of
the bench: to 0.01 %, because Wardwise reckons in whole millimetres. scipy
searches backwards from the sites with its own Dijkstra, on one thread;
pandana, where it is installed, contracts the network first and is then asked
for every pair.
"""

import pathlib
import sys
import time

import numpy as np
import scipy
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

BOUNDS_MIN = [np.inf, 60.0, 30.0]
M_PER_MIN = 80.0


def timed(what, work):
    cpu, wall = time.process_time(), time.perf_counter()
    answer = work()
    print(f"{what}: {time.process_time() - cpu:.3f} CPU s, {time.perf_counter() - wall:.3f} s wall", flush=True)
    return answer


def tell(metres):
    reached = metres[np.isfinite(metres)]
    print(f"  {reached.size} pairs reached, {reached.sum() / 1000.0:.3f} km in all", flush=True)


def main():
    folder = pathlib.Path(sys.argv[1])
    edges, nodes, origins, sites = (
        np.fromfile(folder / f"{name}.f64", dtype="<f8") for name in ("edges", "nodes", "origins", "sites")
    )
    edges, nodes = edges.reshape(-1, 4), nodes.reshape(-1, 2)
    origins, sites = origins.astype(int), sites.astype(int)
    a, b, metres, both = edges[:, 0].astype(int), edges[:, 1].astype(int), edges[:, 2], edges[:, 3] > 0.5
    tails, heads = np.concatenate([a, b[both]]), np.concatenate([b, a[both]])
    weights = np.concatenate([metres, metres[both]])
    print(f"scipy {scipy.__version__}, numpy {np.__version__}; {len(nodes)} junctions, {len(edges)} streets")
    back = csr_matrix((weights, (heads, tails)), shape=(len(nodes), len(nodes)))
    for bound in BOUNDS_MIN:
        limit = bound * M_PER_MIN
        found = timed(
            f"scipy, within {bound} min",
            lambda limit=limit: dijkstra(back, indices=sites, limit=limit)[:, origins],
        )
        tell(found)
    pandana_times(nodes, tails, heads, weights, origins, sites)


def pandana_times(nodes, tails, heads, weights, origins, sites):
    try:
        import pandana
        import pandas as pd
    except ImportError as missing:
        print(f"pandana is not here: {missing}")
        return
    print(f"pandana {pandana.__version__ if hasattr(pandana, '__version__') else ''}")
    used = np.unique(np.concatenate([tails, heads]))
    xs, ys = pd.Series(nodes[used, 0], index=used), pd.Series(nodes[used, 1], index=used)
    network = timed(
        "pandana, contraction",
        lambda: pandana.Network(
            xs, ys, pd.Series(tails), pd.Series(heads), pd.DataFrame({"m": weights}), twoway=False
        ),
    )
    pairs_a, pairs_b = np.repeat(origins, len(sites)), np.tile(sites, len(origins))
    found = np.array(timed("pandana, all pairs", lambda: network.shortest_path_lengths(pairs_a, pairs_b)))
    found[found > 1e6] = np.inf
    tell(found)


if __name__ == "__main__":
    main()
