"""Times whole processes from two boundary files to a CSV of shared areas, and prints the table.

    python benches/peers/run_files.py FROM TO FROM_CODE TO_CODE --wardwise PROGRAM --files-bench PROGRAM

The files' coordinates must be metres. CPU seconds, wall seconds and the most
memory are those of the process from start to end, interpreter and libraries
included; each is run `--runs` times and the run of least CPU seconds counts.
Reading alone is `cargo bench --bench files`. The CSVs are compared pair by pair.
"""

import argparse
import os
import pathlib
import subprocess
import sys
import tempfile
import time

import pandas as pd

from run import HERE, busy_seconds, processor


def run(command):
    """CPU seconds, wall seconds, peak MiB and the cores others took, of one process."""
    busy, start = busy_seconds(), time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    told = process.stderr.read().decode()
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    if status != 0:
        sys.exit(f"{' '.join(command)} failed:\n{told}")
    cpu = used.ru_utime + used.ru_stime
    return cpu, wall, used.ru_maxrss / 1024, max(busy_seconds() - busy - cpu, 0.0) / wall


def compare(ours, theirs):
    keys = ["from_code", "to_code"]
    both = pd.read_csv(ours, dtype={key: str for key in keys}).merge(
        pd.read_csv(theirs, dtype={key: str for key in keys}), on=keys, how="outer", suffixes=("", "_theirs")
    )
    area, other = both["area_m2"].fillna(0.0), both["area_m2_theirs"].fillna(0.0)
    large = (area >= 1.0) | (other >= 1.0)
    off = (area - other).abs()[large]
    return int(large.sum()), int((off > (1e-9 * area[large]).clip(lower=1e-6)).sum()), float(off.max())


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("from_file", "to_file", "from_code", "to_code"):
        options.add_argument(name)
    options.add_argument("--wardwise", required=True)
    options.add_argument("--files-bench", required=True)
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--only", nargs="*", choices=["geopandas", "duckdb"], default=["geopandas", "duckdb"])
    options = options.parse_args()
    files, codes = [options.from_file, options.to_file], [options.from_code, options.to_code]
    with tempfile.TemporaryDirectory() as folder:
        out = {tool: str(pathlib.Path(folder) / f"{tool}.csv") for tool in ("wardwise", *options.only)}
        ours = [options.wardwise, "crosswalk", *files, "--from-code", codes[0], "--to-code", codes[1]]
        commands = {
            "reading alone": [options.files_bench, *files],
            "wardwise": [*ours, "--crs", "EPSG:27700", "--out", out["wardwise"]],
        }
        for peer in options.only:
            commands[peer] = [sys.executable, str(HERE / f"files_{peer}.py"), *files, *codes, out[peer]]
        size = sum(os.path.getsize(file) for file in files) / 2**20
        print(f"{processor()}, {os.cpu_count()} cores; {' and '.join(map(os.path.basename, files))}, {size:.0f} MiB\n")
        print("| What | CPU s | times reading | wall s | times reading | peak MiB | pairs ≥ 1 m² | differ | at most, m² | others |")
        print("|---|" + "---:|" * 9)
        alone = None
        for what, command in commands.items():
            cpu, wall, memory, others = min(run(command) for _ in range(options.runs))
            alone = alone or (cpu, wall)
            checked = compare(out["wardwise"], out[what]) if what in options.only else ("", "", "")
            worst = f"{checked[2]:.1e}" if what in options.only else ""
            print(
                f"| {what} | {cpu:.2f} | {cpu / alone[0]:.1f} | {wall:.2f} | {wall / alone[1]:.1f} | {memory:.0f} "
                f"| {checked[0]} | {checked[1]} | {worst} | {others:.1f} |"
            )


if __name__ == "__main__":
    main()
