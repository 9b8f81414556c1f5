"""What the overlay peers share: reading a pair of layers, timing, comparing, reporting.

A pair of layers NAME in a folder is three files, left there by
`cargo bench --bench overlay -- --export DIR` or `wardwise crosswalk --shapes DIR`:

    NAME_small.wkb, NAME_wards.wkb   for each shape its length (little-endian u32), then WKB
    NAME_pairs.csv                   source,target,area_m2 as Wardwise finds them

Each peer's script is run as `python PEER.py DIR NAME` and prints one line of JSON.
"""

import json
import pathlib
import resource
import struct
import sys
import time

import numpy as np

# A pair of less ground than this is not compared: drawings of one border make many slivers.
LEAST_M2 = 1.0
RELATIVE = 1e-9
ABSOLUTE_M2 = 1e-6
# A piece of work is repeated until this much time has gone, five times at the most.
REPEAT_S = 10.0
RUNS = 5


def read(folder, name, layer):
    """The shapes of a layer as WKB, in order."""
    data = (pathlib.Path(folder) / f"{name}_{layer}.wkb").read_bytes()
    shapes, at = [], 0
    while at < len(data):
        (size,) = struct.unpack_from("<I", data, at)
        shapes.append(data[at + 4 : at + 4 + size])
        at += 4 + size
    return shapes


def measured_once(work, cpu=time.process_time):
    """CPU seconds of all threads, wall seconds, and the answer."""
    before, start = cpu(), time.perf_counter()
    answer = work()
    return cpu() - before, time.perf_counter() - start, answer


def measured(work, fresh=lambda: (), cpu=time.process_time):
    """The run of least CPU seconds; `fresh` makes its input anew, outside the time."""
    runs, spent = [], 0.0
    while len(runs) < RUNS and spent < REPEAT_S:
        given = fresh()
        runs.append(measured_once(lambda: work(*given), cpu))
        spent += runs[-1][1]
    return min(runs, key=lambda run: run[0])


def pairs_of(source, target, area):
    """Parallel arrays as one table in order of source, then target."""
    source, target = np.asarray(source, dtype=np.int64), np.asarray(target, dtype=np.int64)
    order = np.lexsort((target, source))
    return source[order] << 32 | target[order], np.asarray(area, dtype=float)[order]


def compare(folder, name, found, relative):
    """Number of pairs of 1 m2 or more, how many differ, and the largest difference in m2.

    A pair that one side does not have has no area there.
    """
    rows = np.loadtxt(pathlib.Path(folder) / f"{name}_pairs.csv", delimiter=",", skiprows=1, ndmin=2)
    ours = pairs_of(rows[:, 0], rows[:, 1], rows[:, 2])
    keys = np.union1d(*(keys[areas >= LEAST_M2] for keys, areas in (ours, found)))

    def areas_of(pairs):
        if not len(pairs[0]):
            return np.zeros(len(keys))
        at = np.minimum(np.searchsorted(pairs[0], keys), len(pairs[0]) - 1)
        return np.where(pairs[0][at] == keys, pairs[1][at], 0.0)

    ours, theirs = areas_of(ours), areas_of(found)
    off = np.abs(ours - theirs)
    return len(keys), int((off > np.maximum(relative * ours, ABSOLUTE_M2)).sum()), float(off.max(initial=0.0))


def peak_mb():
    """The most memory this process has held, its inputs included."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def report(tool, folder, name, result, *, relative=RELATIVE, memory_mb=None, note=""):
    """Compares an answer (CPU s, wall s, (source, target, area)) and prints one line of JSON."""
    cpu_s, wall_s, found = result
    memory_mb = peak_mb() if memory_mb is None else memory_mb
    pairs, differ, worst = compare(folder, name, pairs_of(*found), relative)
    line = {"tool": tool, "pair": name, "cpu_s": cpu_s, "wall_s": wall_s, "peak_mb": memory_mb}
    line |= {"pairs": pairs, "differ": differ, "worst_m2": worst, "relative": relative, "note": note}
    print(json.dumps(line))


def arguments():
    if len(sys.argv) != 3:
        sys.exit(f"usage: {sys.argv[0]} DIR NAME")
    return sys.argv[1], sys.argv[2]
