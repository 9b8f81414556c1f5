"""Records spopt's optimum of small location problems for `tests/it/locate.rs`.

    python benches/peers/locate_fixture.py > tests/fixtures/locate/spopt.json

Costs and weights are whole numbers from a generator of our own, so that the
file is the same wherever it is made.
"""

import json
import sys

import numpy as np
import pulp
from spopt.locate import LSCP, MCLP, PCenter, PMedian


def numbers(seed, count, most):
    state, found = seed, []
    for _ in range(count):
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        found.append((state >> 33) % most + 1)
    return found


def solve(model):
    sys.stdout = sys.stderr
    solved = model.solve(pulp.HiGHS(msg=False, threads=1, gapRel=0.0), results=False)
    sys.stdout = sys.__stdout__
    chosen = [at for at, var in enumerate(solved.fac_vars) if var.varValue > 0.5]
    return chosen


def case(seed, points, sites, p, within):
    weights = np.array(numbers(seed, points, 50), dtype=float)
    places = numbers(seed + 1, 2 * (points + sites), 100)
    at = np.array(places).reshape(-1, 2)
    costs = np.abs(at[:points, None, :] - at[None, points:, :]).sum(axis=2).astype(float)
    lscp = solve(LSCP.from_cost_matrix(costs, within))
    mclp = solve(MCLP.from_cost_matrix(costs, weights, within / 2, p_facilities=p))
    median = solve(PMedian.from_cost_matrix(costs, weights, p_facilities=p))
    centre = solve(PCenter.from_cost_matrix(costs, p_facilities=p))
    fixed = np.array([1] + [0] * (sites - 1))
    forced = solve(
        PMedian.from_cost_matrix(costs, weights, p_facilities=p, predefined_facilities_arr=fixed)
    )
    near = lambda chosen: costs[:, chosen].min(axis=1)
    return {
        "weights": weights.tolist(),
        "costs": costs.tolist(),
        "sites": p,
        "within": within,
        "lscp": len(lscp),
        "mclp": float(weights[near(mclp) <= within / 2].sum()),
        "p-median": float((weights * near(median)).sum()),
        "p-centre": float(near(centre).max()),
        "p-median, first site fixed": float((weights * near(forced)).sum()),
    }


def main():
    cases = [case(7 * n, 20 + 5 * n, 8 + 2 * n, 2 + n, 60 - 5 * n) for n in range(1, 5)]
    json.dump(cases, sys.stdout, separators=(",", ":"))
    print()


if __name__ == "__main__":
    main()
