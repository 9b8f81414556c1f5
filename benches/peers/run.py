"""Times Wardwise and its peers on the same pairs of layers, one after the other, and prints the table.

    python benches/peers/run.py DIR [NAME ...] [--bench PROGRAM] [--only PEER ...]

DIR is a folder of pairs of layers (`layers.py` says what is in it); NAME is
a pair, by default the made-up country at 1/16, 1/4 and 1. PROGRAM is the
built overlay bench; without it `cargo bench` builds it. Every run is a
process of its own; its CPU seconds, wall seconds and peak memory are its own
words, `Others` is how many cores were busy with something else meanwhile.
"""

import argparse
import json
import os
import pathlib
import platform
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).parent
PEERS = ["shapely", "postgis", "duckdb", "sedonadb", "tobler"]
TICKS = os.sysconf("SC_CLK_TCK")


def busy_seconds():
    """Seconds that all cores together were at work since the machine started."""
    user, nice, system, _idle, _wait, irq, softirq, *_ = map(
        int, pathlib.Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:]
    )
    return (user + nice + system + irq + softirq) / TICKS


def run(command, environment):
    """The last line a program prints, as JSON, with the work of others on the machine."""
    before, own, start = busy_seconds(), sum(os.times()[2:4]), time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, env=os.environ | environment)
    if done.returncode != 0 or not done.stdout.strip():
        reason = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        return {"failed": reason}
    elapsed = time.perf_counter() - start
    others = busy_seconds() - before - (sum(os.times()[2:4]) - own)
    return json.loads(done.stdout.splitlines()[-1]) | {"others": max(others, 0.0) / elapsed}


def wardwise(bench, folder, name):
    for threads in sorted({1, os.cpu_count()}):
        yield run([*bench, "--read", folder, name], {"RAYON_NUM_THREADS": str(threads)})


def peers(folder, name, wanted):
    for peer in wanted:
        line = run([sys.executable, str(HERE / f"overlay_{peer}.py"), folder, name], {"PYTHONDONTWRITEBYTECODE": "1"})
        yield {"tool": peer, "pair": name} | line


def row(line, least):
    if "failed" in line:
        return [line["tool"], f"failed: {line['failed']}"] + [""] * 8
    cpu, wall = least
    compared = line.get("pairs")
    return [
        line["tool"] + (f" ({line['note']})" if line["note"] else ""),
        f"{line['cpu_s']:.3f}",
        f"{line['cpu_s'] / cpu:.1f}",
        f"{line['wall_s']:.3f}",
        f"{line['wall_s'] / wall:.1f}",
        f"{line['peak_mb']:.0f}",
        "" if compared is None else f"{compared:,}",
        "" if compared is None else f"{line['differ']:,}",
        "" if compared is None else f"{line['worst_m2']:.1e}",
        f"{line['others']:.1f}",
    ]


HEAD = ["Tool", "CPU s", "times ours", "wall s", "times ours", "peak MiB", "pairs ≥ 1 m²", "differ", "at most, m²", "others"]


def table(lines):
    ours = [line for line in lines if line.get("tool") == "Wardwise"]
    if not ours:
        sys.exit(f"Wardwise did not run: {lines[0]['failed']}")
    least = min(line["cpu_s"] for line in ours), min(line["wall_s"] for line in ours)
    print("\n| " + " | ".join(HEAD) + " |\n|---|" + "---:|" * (len(HEAD) - 1))
    for line in lines:
        print("| " + " | ".join(row(line, least)) + " |")


def processor():
    lines = pathlib.Path("/proc/cpuinfo").read_text().splitlines()
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.machine())


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder")
    options.add_argument("names", nargs="*", default=["1of16", "1of4", "1"])
    options.add_argument("--bench", help="the built overlay bench")
    options.add_argument("--only", nargs="+", choices=PEERS, default=PEERS)
    options = options.parse_args()
    folder = str(pathlib.Path(options.folder).resolve())
    bench = [options.bench] if options.bench else ["cargo", "bench", "-q", "--bench", "overlay", "--"]
    if not (pathlib.Path(folder) / "1_small.wkb").exists() and {"1of16", "1of4", "1"} & set(options.names):
        pathlib.Path(folder).mkdir(parents=True, exist_ok=True)
        subprocess.run([*bench, "--export", folder], check=True)
    print(f"{processor()}, {os.cpu_count()} cores; Python {platform.python_version()}")
    for name in options.names:
        lines = [*wardwise(bench, folder, name), *peers(folder, name, options.only)]
        first = lines[0]
        if "small" in first:
            print(f"\n{name}: {first['small']:,} × {first['wards']:,} shapes, {first['vertices']:,} vertices")
        table(lines)


if __name__ == "__main__":
    main()
