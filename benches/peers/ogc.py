"""Times the OGC interface beside pygeoapi: one load generator (wrk), the same rows, one run.

    python ogc.py --binary WARDWISE --place FOLDER --layer wards_2018 --layer oa_2011

Both serve from this machine; wrk asks over 8 connections for some seconds and
tells requests a second and the time within which 99 of 100 were answered.
pygeoapi (its SQLite provider, two gunicorn workers) gets each layer in degrees
as a GeoPackage that GDAL copied from Wardwise itself, so both hold the same
coordinates. Needs wrk, ogr2ogr and mod_spatialite.
"""

import argparse
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time
import urllib.request

SECONDS = 5


def wait_for(url):
    for _ in range(300):
        try:
            return urllib.request.urlopen(url, timeout=10).read()
        except OSError:
            time.sleep(0.2)
    raise SystemExit(f"{url} does not answer")


def bombard(url, seconds=SECONDS):
    out = subprocess.run(["wrk", "-t1", "-c8", f"-d{seconds}s", "--timeout", "30s", "--latency", url],
                         capture_output=True, text=True, check=True).stdout
    failed = re.search(r"Non-2xx or 3xx responses: (\d+)", out)
    if failed:
        # pygeoapi now and then loses its data base under several requests; ours may not fail once.
        print(f"{failed[1]} answers of {url} were failures")
        if "18341" in url:
            raise SystemExit(1)
    per_second = float(re.search(r"Requests/sec:\s+([\d.]+)", out)[1])
    p99, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", out).groups()
    return per_second, float(p99) * {"us": 1e-3, "ms": 1, "s": 1e3}[unit]


def resident(pid):
    return int(re.search(r"VmRSS:\s+(\d+)", pathlib.Path(f"/proc/{pid}/status").read_text())[1]) / 1024


def config(port, layers, folder):
    resources = {
        layer: {
            "type": "collection", "title": layer, "description": layer, "keywords": [layer], "links": [],
            "extents": {"spatial": {"bbox": [-9, 49, 2, 61], "crs": "http://www.opengis.net/def/crs/OGC/1.3/CRS84"}},
            "providers": [{"type": "feature", "name": "SQLiteGPKG", "data": f"{folder}/{layer}.gpkg",
                           "id_field": "fid", "table": layer}],
        }
        for layer in layers
    }
    text = {"en": "bench"}
    return {
        "server": {"bind": {"host": "127.0.0.1", "port": port}, "url": f"http://127.0.0.1:{port}", "mimetype": "application/json",
                   "encoding": "utf-8", "gzip": False, "languages": ["en-US"], "pretty_print": False, "limits": {"default_items": 100, "max_items": 10000},
                   "map": {"url": "", "attribution": ""}},
        "logging": {"level": "ERROR"},
        "metadata": {"identification": {"title": text, "description": text, "keywords": {"en": ["b"]}, "keywords_type": "theme",
                                        "terms_of_service": "x", "url": "http://127.0.0.1"},
                     "license": {"name": "x", "url": "http://127.0.0.1"},
                     "provider": {"name": "x", "url": "http://127.0.0.1"}, "contact": {"name": "x", "email": "x@example.org", "url": "http://127.0.0.1"}},
        "resources": resources,
    }


def start_pygeoapi(port, layers, folder, base):
    for layer in layers:
        subprocess.run(["ogr2ogr", "-f", "GPKG", f"{folder}/{layer}.gpkg", f"OAPIF:{base}", layer, "-nln", layer], check=True)
    file = f"{folder}/pygeoapi.yml"
    pathlib.Path(file).write_text(json.dumps(config(port, layers, folder)))
    here = pathlib.Path(sys.executable).parent
    environment = dict(os.environ, PYGEOAPI_CONFIG=file, PYGEOAPI_OPENAPI=f"{folder}/openapi.yml")
    subprocess.run([here / "pygeoapi", "openapi", "generate", file, "--output-file", f"{folder}/openapi.yml"],
                   check=True, env=environment, stdout=subprocess.DEVNULL)
    return subprocess.Popen([here / "gunicorn", "-w", "2", "-b", f"127.0.0.1:{port}", "pygeoapi.flask_app:APP"],
                            env=environment, stderr=subprocess.DEVNULL)


def questions(base, layer):
    page = json.loads(urllib.request.urlopen(f"{base}/collections/{layer}/items?limit=100&f=json").read())
    first = page["features"][0]
    corners = str(json.loads(urllib.request.urlopen(f"{base}/collections/{layer}?f=json").read())["extent"]["spatial"]["bbox"][0])
    west, south, east, north = json.loads(corners)
    middle = [west + (east - west) * 0.4, south + (north - south) * 0.4, west + (east - west) * 0.6, south + (north - south) * 0.6]
    return first["id"], ",".join(f"{value:.6f}" for value in middle)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--binary", required=True)
    arguments.add_argument("--place", required=True)
    arguments.add_argument("--layer", action="append", required=True)
    arguments.add_argument("--soak", type=int, default=20, help="seconds of each half of the soak")
    asked = arguments.parse_args()
    base, theirs = "http://127.0.0.1:18341/ogc", "http://127.0.0.1:18342"
    ours = subprocess.Popen([asked.binary, "serve", "--place", asked.place, "--port", "18341"],
                            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=dict(os.environ, WARDWISE_LOG="error"))
    try:
        wait_for(base)
        with tempfile.TemporaryDirectory() as folder:
            peer = start_pygeoapi(18342, asked.layer, folder, base)
            try:
                wait_for(f"{theirs}/collections")
                print(f"load average {os.getloadavg()[0]:.1f}")
                for layer in asked.layer:
                    compare(base, theirs, layer)
            finally:
                peer.terminate()
                peer.wait()
        soak(ours.pid, base, asked.layer, asked.soak)
    finally:
        ours.terminate()
        ours.wait()


def compare(base, theirs, layer):
    item, bbox = questions(base, layer)
    rows = [
        ("100 items", f"{base}/collections/{layer}/items?limit=100", f"{theirs}/collections/{layer}/items?limit=100&f=json"),
        ("one item", f"{base}/collections/{layer}/items/{item}", f"{theirs}/collections/{layer}/items/1?f=json"),
        ("box, 100 items", f"{base}/collections/{layer}/items?limit=100&bbox={bbox}",
         f"{theirs}/collections/{layer}/items?limit=100&bbox={bbox}&f=json"),
    ]
    for name, our_url, their_url in rows:
        mine, other = json.loads(wait_for(our_url)), json.loads(wait_for(their_url))
        counts = [len(page.get("features", [1])) for page in (mine, other)]
        (our_rate, our_p99), (their_rate, their_p99) = bombard(our_url), bombard(their_url)
        print(f"| {layer}, {name} ({counts[0]}/{counts[1]}) | {our_rate:.0f} | {our_p99:.1f} | {their_rate:.1f} | {their_p99:.0f} | {our_rate / their_rate:.0f}× |", flush=True)
    limits = json.loads(wait_for(f"{base}/collections/{layer}/tiles/WebMercatorQuad"))["tileMatrixSetLimits"]
    for z in (9, 12, 14):
        row, column = limits[z]["minTileRow"] + limits[z]["maxTileRow"] + 1 >> 1, limits[z]["minTileCol"] + limits[z]["maxTileCol"] + 1 >> 1
        url = f"{base}/collections/{layer}/tiles/WebMercatorQuad/{z}/{row}/{column}"
        rate, p99 = bombard(url)
        print(f"| {layer}, tile {z}/{row}/{column}, {len(wait_for(url))} bytes | {rate:.0f} | {p99:.1f} | | | |", flush=True)


def soak(pid, base, layers, seconds):
    """Memory after a first half and after a second: what grows, grows for ever."""
    sizes = []
    for _ in range(2):
        for layer in layers:
            _, bbox = questions(base, layer)
            for path in ("items?limit=10000", f"items?bbox={bbox}&limit=10", "items?limit=1000&crs=http://www.opengis.net/def/crs/EPSG/0/27700",
                         "items?filter=name%20LIKE%20%27A%25%27", "items?f=html"):
                bombard(f"{base}/collections/{layer}/{path}", max(1, seconds // 5))
        sizes.append(resident(pid))
    print(f"soak: {sizes[0]:.0f} MiB after the first half, {sizes[1]:.0f} MiB after the second")


if __name__ == "__main__":
    main()
