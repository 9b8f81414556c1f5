"""Records what esda and mapclassify say of small cases, for the tests of `assess`.

    python -m venv peers && peers/bin/pip install esda==2.* mapclassify==2.* libpysal==4.*
    peers/bin/python benches/peers/assess_pysal.py tests/fixtures/assess

The figures are made here with a fixed seed: a slope, a bump and noise on a
grid of squares, and three skewed columns for the class breaks.
"""

import json
import sys
import warnings
from pathlib import Path

import esda
import libpysal
import mapclassify
import numpy as np

warnings.filterwarnings("ignore")
WIDTH, HEIGHT = 9, 8
PERMUTATIONS = 9999


def figures():
    random = np.random.default_rng(20)
    x, y = np.meshgrid(np.arange(WIDTH), np.arange(HEIGHT))
    bump = 3.0 * np.exp(-((x - 6) ** 2 + (y - 2) ** 2) / 4.0)
    values = 10 + 0.2 * x + bump + random.normal(size=x.shape)
    return [round(float(value), 6) for value in values.ravel()]


def links(weights):
    return [[int(a), int(b)] for a in weights.neighbors for b in weights.neighbors[a] if a < b]


def spatial():
    values = figures()
    y = np.array(values)
    weights = libpysal.weights.lat2W(HEIGHT, WIDTH, rook=True)
    case = {"width": WIDTH, "height": HEIGHT, "values": values, "pairs": links(weights)}
    for name, transform in (("binary", "b"), ("shares", "r")):
        weights.transform = transform
        np.random.seed(1)
        whole = esda.Moran(y, weights, transformation=transform, permutations=PERMUTATIONS)
        local = esda.Moran_Local(y, weights, permutations=PERMUTATIONS, seed=1, n_jobs=1, transformation=transform)
        case[f"moran_{name}"] = {
            "value": whole.I, "expected": whole.EI, "deviation": float(np.sqrt(whole.VI_rand)), "z": whole.z_rand,
            "p_one_sided": whole.p_sim,
        }
        case[f"local_{name}"] = {"statistic": local.Is.tolist(), "p_one_sided": local.p_sim.tolist(),
                                 "quadrant": local.q.tolist()}
        star = esda.G_Local(y, weights, transform=transform, star=True, permutations=PERMUTATIONS, seed=1, n_jobs=1)
        case[f"gi_star_{name}"] = {"z": star.Zs.tolist(), "p_one_sided": star.p_sim.tolist()}
    return case


def breaks():
    random = np.random.default_rng(4)
    columns = {
        "spatial": figures(),
        "skewed": [round(float(v), 3) for v in random.lognormal(2, 1, 120)],
        "ties": [float(v) for v in random.integers(0, 25, 150)],
    }
    cases = []
    for name, values in columns.items():
        y = np.array(values)
        bounds = {f"fisher_jenks_{k}": mapclassify.FisherJenks(y, k=k).bins.tolist() for k in (3, 5, 7)}
        bounds |= {f"quantile_{k}": mapclassify.Quantiles(y, k=k).bins.tolist() for k in (4, 5)}
        bounds |= {f"equal_{k}": mapclassify.EqualInterval(y, k=k).bins.tolist() for k in (4, 5)}
        bounds["standard_deviation"] = mapclassify.StdMean(y).bins.tolist()
        bounds["head_tail"] = mapclassify.HeadTailBreaks(y).bins.tolist()
        cases.append({"name": name, "values": values, "bounds": bounds})
    return cases


def main(folder):
    versions = {m.__name__: m.__version__ for m in (esda, mapclassify, libpysal, np)}
    for name, case in (("spatial", spatial()), ("breaks", breaks())):
        text = json.dumps({"versions": versions, "case": case}, indent=1)
        Path(folder, f"{name}.json").write_text(text + "\n")


main(sys.argv[1])
