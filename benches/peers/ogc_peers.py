"""The servers beside Wardwise: pygeoapi on GeoPackages, tipg and martin on PostGIS.

Each holds the rows and coordinates that GDAL copied from Wardwise itself. Use
them in a `with`; each tells its processes, whose CPU seconds are counted.
"""

import contextlib
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import time
import urllib.request

import overlay_postgis

TICKS = os.sysconf("SC_CLK_TCK")
HERE = pathlib.Path(sys.executable).parent
DATABASE_PORT = 18344
# As PostgreSQL is set up for a machine of this size; rows are read, never written.
DATABASE = {"listen_addresses": "127.0.0.1", "port": str(DATABASE_PORT), "shared_buffers": "512MB", "fsync": "off",
            "max_connections": "100"}


def wait_for(url):
    for _ in range(300):
        try:
            return urllib.request.urlopen(url, timeout=10).read()
        except OSError:
            time.sleep(0.2)
    raise SystemExit(f"{url} does not answer")


def family(pid):
    """The process and all its descendants."""
    parents = {}
    for folder in pathlib.Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            parents.setdefault(int(stat(folder)[1]), []).append(int(folder.name))
    found, waiting = [], [pid]
    while waiting:
        one = waiting.pop()
        found.append(one)
        waiting += parents.get(one, [])
    return found


def stat(folder):
    """What stands after the name in /proc/PID/stat: state, parent, ..."""
    return (folder / "stat").read_text().rsplit(")", 1)[1].split()


def cpu(pids):
    """CPU seconds of processes and their descendants, ended ones too."""
    total = 0
    for pid in {one for root in pids for one in family(root)}:
        with contextlib.suppress(OSError):
            total += sum(int(ticks) for ticks in stat(pathlib.Path(f"/proc/{pid}"))[11:15])
    return total / TICKS


def resident(pid):
    return int(re.search(r"VmRSS:\s+(\d+)", pathlib.Path(f"/proc/{pid}/status").read_text())[1]) / 1024


@contextlib.contextmanager
def running(command, **more):
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True, **more)
    try:
        yield process
    finally:
        # Its own process group, workers included.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        process.wait()


def copies(layers, folder, base):
    """Each layer as a GeoPackage in degrees, copied out of Wardwise by GDAL."""
    for layer in layers:
        subprocess.run(["ogr2ogr", "-f", "GPKG", f"{folder}/{layer}.gpkg", f"OAPIF:{base}", layer, "-nln", layer], check=True)


class Pygeoapi:
    name = "pygeoapi"
    port = 18342

    def __init__(self, layers, folder):
        self.layers, self.folder = layers, folder

    def urls(self, layer, item, bbox):
        items = f"http://127.0.0.1:{self.port}/collections/{layer}/items"
        return {"items": f"{items}?limit=100&f=json", "item": f"{items}/{item}?f=json",
                "box": f"{items}?limit=100&bbox={bbox}&f=json"}

    def tile(self, layer, z, row, column):
        return None

    @contextlib.contextmanager
    def serve(self):
        file = f"{self.folder}/pygeoapi.yml"
        pathlib.Path(file).write_text(json.dumps(pygeoapi_config(self.port, self.layers, self.folder)))
        environment = dict(os.environ, PYGEOAPI_CONFIG=file, PYGEOAPI_OPENAPI=f"{self.folder}/openapi.yml")
        subprocess.run([HERE / "pygeoapi", "openapi", "generate", file, "--output-file", f"{self.folder}/openapi.yml"],
                       check=True, env=environment, stdout=subprocess.DEVNULL)
        command = [HERE / "gunicorn", "-w", "2", "-b", f"127.0.0.1:{self.port}", "pygeoapi.flask_app:APP"]
        with running(command, env=environment) as process:
            wait_for(f"http://127.0.0.1:{self.port}/collections")
            yield [process.pid]


def pygeoapi_config(port, layers, folder):
    crs84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
    resources = {
        layer: {
            "type": "collection", "title": layer, "description": layer, "keywords": [layer], "links": [],
            "extents": {"spatial": {"bbox": [-9, 49, 2, 61], "crs": crs84}},
            "providers": [{"type": "feature", "name": "SQLiteGPKG", "data": f"{folder}/{layer}.gpkg",
                           "id_field": "fid", "table": layer}],
        }
        for layer in layers
    }
    text = {"en": "bench"}
    return {
        "server": {"bind": {"host": "127.0.0.1", "port": port}, "url": f"http://127.0.0.1:{port}", "mimetype": "application/json",
                   "encoding": "utf-8", "gzip": False, "languages": ["en-US"], "pretty_print": False,
                   "limits": {"default_items": 100, "max_items": 10000}, "map": {"url": "", "attribution": ""}},
        "logging": {"level": "ERROR"},
        "metadata": {"identification": {"title": text, "description": text, "keywords": {"en": ["b"]}, "keywords_type": "theme",
                                        "terms_of_service": "x", "url": "http://127.0.0.1"},
                     "license": {"name": "x", "url": "http://127.0.0.1"},
                     "provider": {"name": "x", "url": "http://127.0.0.1"},
                     "contact": {"name": "x", "email": "x@example.org", "url": "http://127.0.0.1"}},
        "resources": resources,
    }


@contextlib.contextmanager
def database(layers, folder):
    """PostGIS with each layer twice: in degrees, and in the metres of tiles with code and name alone."""
    with overlay_postgis.server(DATABASE) as (process, psql):
        subprocess.run([*psql, "-c", "CREATE EXTENSION postgis"], check=True)
        target = f"PG:host=127.0.0.1 port={DATABASE_PORT} user=bench dbname=postgres"
        for layer in layers:
            load = ["ogr2ogr", "-f", "PostgreSQL", target, f"{folder}/{layer}.gpkg", layer]
            subprocess.run([*load, "-nln", layer, "-nlt", "PROMOTE_TO_MULTI", "-lco", "GEOMETRY_NAME=geom"], check=True)
            subprocess.run([*load, "-nln", f"{layer}_tiles", "-nlt", "PROMOTE_TO_MULTI", "-lco", "GEOMETRY_NAME=geom",
                            "-t_srs", "EPSG:3857", "-select", "code,name"], check=True)
        subprocess.run([*psql, "-c", "VACUUM ANALYZE"], check=True)
        yield process.pid


class Tipg:
    name = "tipg"
    port = 18343

    def __init__(self, database):
        self.database = database

    def urls(self, layer, item, bbox):
        items = f"http://127.0.0.1:{self.port}/collections/public.{layer}/items"
        return {"items": f"{items}?limit=100", "item": f"{items}/{item}", "box": f"{items}?limit=100&bbox={bbox}"}

    def tile(self, layer, z, row, column):
        return f"http://127.0.0.1:{self.port}/collections/public.{layer}_tiles/tiles/WebMercatorQuad/{z}/{column}/{row}"

    @contextlib.contextmanager
    def serve(self):
        environment = dict(os.environ, DATABASE_URL=f"postgresql://bench@127.0.0.1:{DATABASE_PORT}/postgres",
                           TIPG_DB_SCHEMAS='["public"]')
        command = [HERE / "uvicorn", "tipg.main:app", "--port", str(self.port), "--workers", "2", "--log-level", "error"]
        with running(command, env=environment) as process:
            wait_for(f"http://127.0.0.1:{self.port}/collections")
            yield [process.pid, self.database]


class Martin:
    name = "martin"
    port = 18345

    def __init__(self, database, program):
        self.database, self.program = database, program

    def urls(self, layer, item, bbox):
        return {}

    def tile(self, layer, z, row, column):
        return f"http://127.0.0.1:{self.port}/{layer}_tiles/{z}/{column}/{row}"

    @contextlib.contextmanager
    def serve(self):
        command = [self.program, "--listen-addresses", f"127.0.0.1:{self.port}", "--workers", "2",
                   f"postgresql://bench@127.0.0.1:{DATABASE_PORT}/postgres"]
        with running(command) as process:
            wait_for(f"http://127.0.0.1:{self.port}/catalog")
            yield [process.pid, self.database]
