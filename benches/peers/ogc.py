"""Times the OGC interface beside pygeoapi, tipg and martin: one load generator (wrk), the same rows, one run.

    python ogc.py --binary WARDWISE --place FOLDER --layer wards_2018 --layer oa_2011 [--martin PROGRAM]

All serve from this machine, one after the other while the rest is idle; wrk
asks over 8 connections for some seconds. Told are requests a second, the time
within which 99 of 100 were answered, and the CPU milliseconds that the server
(its workers and its data base included) spent on a request.
Needs wrk, ogr2ogr, mod_spatialite and PostGIS.
"""

import argparse
import contextlib
import json
import os
import re
import subprocess
import tempfile
import urllib.request

from ogc_peers import Martin, Pygeoapi, Tipg, copies, cpu, database, resident, wait_for

SECONDS = 5
OURS = 18341
BASE = f"http://127.0.0.1:{OURS}/ogc"
ZOOMS = (9, 12, 14)


def bombard(url, seconds, pids):
    """Requests a second, p99 in ms, CPU ms a request, failures."""
    before = cpu(pids)
    out = subprocess.run(["wrk", "-t1", "-c8", f"-d{seconds}s", "--timeout", "30s", "--latency", url],
                         capture_output=True, text=True, check=True).stdout
    spent = cpu(pids) - before
    failed = re.search(r"Non-2xx or 3xx responses: (\d+)", out)
    requests = int(re.search(r"(\d+) requests in", out)[1])
    p99, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", out).groups()
    return {"rate": float(re.search(r"Requests/sec:\s+([\d.]+)", out)[1]),
            "p99": float(p99) * {"us": 1e-3, "ms": 1, "s": 1e3}[unit],
            "cpu": spent * 1e3 / max(1, requests), "failed": int(failed[1]) if failed else 0}


def answer(url):
    with urllib.request.urlopen(url, timeout=60) as response:
        return response.read()


class Wardwise:
    name = "Wardwise"

    def urls(self, layer, item, bbox):
        items = f"{BASE}/collections/{layer}/items"
        return {"items": f"{items}?limit=100", "item": f"{items}/{item}", "box": f"{items}?limit=100&bbox={bbox}"}

    def tile(self, layer, z, row, column):
        return f"{BASE}/collections/{layer}/tiles/WebMercatorQuad/{z}/{row}/{column}"


def questions(layer):
    page = json.loads(answer(f"{BASE}/collections/{layer}/items?limit=100&f=json"))
    corners = json.loads(answer(f"{BASE}/collections/{layer}?f=json"))["extent"]["spatial"]["bbox"][0]
    west, south, east, north = corners
    middle = [west + (east - west) * 0.4, south + (north - south) * 0.4, west + (east - west) * 0.6, south + (north - south) * 0.6]
    limits = json.loads(answer(f"{BASE}/collections/{layer}/tiles/WebMercatorQuad"))["tileMatrixSetLimits"]
    tiles = [(z, limits[z]["minTileRow"] + limits[z]["maxTileRow"] + 1 >> 1, limits[z]["minTileCol"] + limits[z]["maxTileCol"] + 1 >> 1)
             for z in ZOOMS]
    return page["features"][0]["id"], ",".join(f"{value:.6f}" for value in middle), tiles


def time_server(server, pids, layer, asked, seconds, rows):
    """Puts what one server does with each question into `rows`."""
    item, bbox, tiles = asked
    own = item if server.name == "Wardwise" else 1
    for question, url in server.urls(layer, own, bbox).items():
        count = len(json.loads(answer(url)).get("features", [1]))
        done = bombard(url, seconds, pids) | {"size": f"{count} rows"}
        rows.setdefault(f"{layer}, {question}", {})[server.name] = done
    for z, row, column in tiles:
        url = server.tile(layer, z, row, column)
        if url:
            size = len(answer(url))
            rows.setdefault(f"{layer}, tile of zoom {z}", {})[server.name] = bombard(url, seconds, pids) | {"size": f"{size / 1000:.1f} kB"}


def show(rows):
    print("| question | server | answer | /s | p99 ms | CPU ms a request | Wardwise's CPU is |")
    print("|---|---|---:|---:|---:|---:|---:|")
    for question, servers in rows.items():
        ours = servers["Wardwise"]
        for name, done in servers.items():
            share = "" if name == "Wardwise" else f"1/{done['cpu'] / max(ours['cpu'], 1e-9):.0f}"
            failed = f" ({done['failed']} failed)" if done["failed"] else ""
            print(f"| {question} | {name} | {done['size']}{failed} | {done['rate']:.0f} | {done['p99']:.1f} | {done['cpu']:.3f} | {share} |")
    assert not any(servers["Wardwise"]["failed"] for servers in rows.values()), "Wardwise may not fail once"


def soak(pid, layers, seconds):
    """Memory after each round of everything: what grows, grows for ever."""
    sizes = []
    for _ in range(6):
        for layer in layers:
            _, bbox, _ = questions(layer)
            for path in ("items?limit=10000", f"items?bbox={bbox}&limit=10", "items?limit=1000&crs=http://www.opengis.net/def/crs/EPSG/0/27700",
                         "items?filter=name%20LIKE%20%27A%25%27", "items?f=html"):
                bombard(f"{BASE}/collections/{layer}/{path}", max(1, seconds // (5 * len(layers))), [pid])
        sizes.append(f"{resident(pid):.0f}")
    print(f"soak: {', '.join(sizes)} MiB after each of six rounds")


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--binary", required=True)
    arguments.add_argument("--place", required=True)
    arguments.add_argument("--layer", action="append", required=True)
    arguments.add_argument("--martin", help="the program; left out where it is not named")
    arguments.add_argument("--seconds", type=int, default=SECONDS, help="of each question")
    arguments.add_argument("--soak", type=int, default=10, help="seconds of each of six rounds of the soak; 0 leaves it out")
    asked = arguments.parse_args()
    rows = {}
    ours = subprocess.Popen([asked.binary, "serve", "--place", asked.place, "--port", str(OURS)],
                            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=dict(os.environ, WARDWISE_LOG="error"))
    try:
        wait_for(BASE)
        with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as open_things:
            copies(asked.layer, folder, BASE)
            store = open_things.enter_context(database(asked.layer, folder))
            peers = [Pygeoapi(asked.layer, folder), Tipg(store)]
            if asked.martin:
                peers.append(Martin(store, asked.martin))
            wanted = {layer: questions(layer) for layer in asked.layer}
            print(f"load average {os.getloadavg()[0]:.1f}, {os.cpu_count()} processors")
            for layer, questions_ in wanted.items():
                time_server(Wardwise(), [ours.pid], layer, questions_, asked.seconds, rows)
            for peer in peers:
                with peer.serve() as pids:
                    for layer, questions_ in wanted.items():
                        time_server(peer, pids, layer, questions_, asked.seconds, rows)
        show(rows)
        if asked.soak:
            soak(ours.pid, asked.layer, asked.soak)
    finally:
        ours.terminate()
        ours.wait()


if __name__ == "__main__":
    main()
