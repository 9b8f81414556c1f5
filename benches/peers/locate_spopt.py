"""Location models by spopt with HiGHS, on the matrices of `cargo bench --bench locate -- DIR`.

    python benches/peers/locate_spopt.py DIR [SECONDS]

prints, for each line of DIR/wardwise.csv, both objectives, the CPU seconds of
both and the ratio. SECONDS (600 unless told) is the most that one model may take; a model
that runs out of it has no proof, whatever its status says, and is marked.
"""

import csv
import sys
import time
from pathlib import Path

import numpy as np
import pulp
from spopt.locate import LSCP, MCLP, PCenter, PMedian


def build(model, costs, weights, sites, within):
    if model == "lscp":
        return LSCP.from_cost_matrix(costs, within)
    if model == "mclp":
        return MCLP.from_cost_matrix(costs, weights, within, p_facilities=sites)
    if model == "p-median":
        return PMedian.from_cost_matrix(costs, weights, p_facilities=sites)
    return PCenter.from_cost_matrix(costs, p_facilities=sites)


def objective(model, problem, costs, weights):
    """What the chosen sites come to, reckoned here and not by the solver."""
    chosen = [at for at, var in enumerate(problem.fac_vars) if (var.varValue or 0) > 0.5]
    if not chosen:
        return float("nan")
    nearest = costs[:, chosen].min(axis=1)
    if model == "lscp":
        return float(len(chosen))
    if model == "mclp":
        return float(weights[nearest <= problem.within].sum())
    if model == "p-median":
        return float((weights * nearest).sum())
    return float(nearest.max())


def main():
    folder = Path(sys.argv[1])
    limit = float(sys.argv[2]) if len(sys.argv) > 2 else 600.0
    print(f"{'demand':>6} {'model':<10} {'ours':>16} {'CPU s':>8} {'spopt':>16} {'CPU s':>8} {'times':>7}  verdict")
    with open(folder / "wardwise.csv") as lines:
        rows = list(csv.DictReader(lines))
    for row in rows:
        table = np.loadtxt(folder / f"{row['demand']}.csv", delimiter=",")
        weights, costs = table[:, 0].copy(), table[:, 1:].copy()
        sites, within, model = int(row["sites"]), float(row["within"]), row["model"]
        start, used = time.perf_counter(), time.process_time()
        problem = build(model, costs, weights, sites, within)
        problem.within = within
        solver = pulp.HiGHS(msg=False, timeLimit=limit, threads=1, gapRel=0.0)
        verdict = None
        try:
            problem = problem.solve(solver, results=False)
        except RuntimeError as stopped:
            verdict = f"stopped by time: {str(stopped).split('.')[0]}"
        seconds, cpu = time.perf_counter() - start, time.process_time() - used
        ours, our_cpu = float(row["objective"]), float(row["cpu_seconds"])
        if verdict:
            print(f"{row['demand']:>6} {model:<10} {ours:>16.3f} {our_cpu:>8.3f} {'none':>16} {cpu:>8.2f} {cpu / our_cpu:>6.0f}×  {verdict}", flush=True)
            continue
        theirs = objective(model, problem, costs, weights)
        same = abs(theirs - ours) <= 1e-6 * max(1.0, abs(ours))
        verdict = "same" if same else "DIFFERS"
        if seconds >= limit:
            verdict = f"stopped by time, {pulp.LpStatus[problem.problem.status]} it says"
        ratio = cpu / our_cpu
        print(
            f"{row['demand']:>6} {model:<10} {ours:>16.3f} {our_cpu:>8.3f} "
            f"{theirs:>16.3f} {cpu:>8.2f} {ratio:>6.0f}×  {verdict}",
            flush=True,
        )


if __name__ == "__main__":
    main()
