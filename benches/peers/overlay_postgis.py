"""PostGIS with parallel workers, in a server of its own that lives as long as the script.

The server keeps its files in a temporary folder and listens on a socket
there and nowhere else. Loading, the indexes and ANALYZE are outside the time.
CPU seconds are those of the session's process and of its parallel workers;
memory is the largest sum of their shares (PSS) seen while the query ran.
"""

import contextlib
import io
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import threading
import time

import layers

QUERY = """
    SELECT s.at, w.at,
           CASE WHEN ST_Covers(w.shape, s.shape) THEN ST_Area(s.shape)
                ELSE ST_Area(ST_Intersection(s.shape, w.shape)) END
    FROM small s JOIN wards w ON ST_Intersects(s.shape, w.shape)
"""
# Workers beside the session's own process: as many as make use of every core.
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "shared_buffers": "512MB",
    "work_mem": "256MB",
    "max_parallel_workers_per_gather": str(os.cpu_count()),
    "parallel_setup_cost": "0",
    "parallel_tuple_cost": "0",
    "min_parallel_table_scan_size": "0",
    "jit": "off",
}
TICKS = os.sysconf("SC_CLK_TCK")


def tool(name):
    found = sorted(pathlib.Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return str(found[-1]) if found else shutil.which(name) or sys.exit(f"{name} is not installed")


def as_server():
    """PostgreSQL refuses to run as root."""
    return {"user": "postgres", "group": "postgres"} if os.geteuid() == 0 else {}


@contextlib.contextmanager
def server(settings=SETTINGS):
    """A running server: its process and the arguments that lead psql to it."""
    home = pathlib.Path(tempfile.mkdtemp(prefix="pg-"))
    try:
        if os.geteuid() == 0:
            shutil.chown(home, "postgres", "postgres")
        data = home / "data"
        make = [tool("initdb"), "-D", str(data), "-U", "bench", "-A", "trust", "-E", "UTF8", "--locale=C"]
        subprocess.run(make, check=True, stdout=subprocess.DEVNULL, cwd=home, **as_server())
        options = [part for item in settings.items() for part in ("-c", "=".join(item))]
        log = open(home / "log", "wb")
        run = [tool("postgres"), "-D", str(data), "-k", str(home), *options]
        process = subprocess.Popen(run, stdout=log, stderr=log, cwd=home, **as_server())
        try:
            psql = [tool("psql"), "-h", str(home), "-p", settings.get("port", "5432"), "-U", "bench", "-d", "postgres", "-qAt", "-v", "ON_ERROR_STOP=1"]
            wait(psql)
            yield process, psql
        finally:
            process.terminate()
            process.wait()
    finally:
        shutil.rmtree(home)


def wait(psql):
    for _ in range(100):
        if subprocess.run([*psql, "-c", "SELECT 1"], capture_output=True).returncode == 0:
            return
        time.sleep(0.1)
    sys.exit("the server does not start")


def load(psql, folder, name):
    subprocess.run([*psql, "-c", "CREATE EXTENSION postgis"], check=True)
    for layer in ("small", "wards"):
        rows = io.StringIO()
        for at, wkb in enumerate(layers.read(folder, name, layer)):
            rows.write(f"{at}\t\\\\x{wkb.hex()}\n")
        script = f"CREATE TABLE written_{layer} (at int, wkb bytea); COPY written_{layer} FROM STDIN;\n"
        made = f"""\\.
            CREATE TABLE {layer} AS SELECT at, ST_GeomFromWKB(wkb, 27700) AS shape FROM written_{layer};
            CREATE INDEX ON {layer} USING gist (shape);
            ANALYZE {layer};"""
        subprocess.run([*psql, "-f", "-"], input=script + rows.getvalue() + made, text=True, check=True)
    subprocess.run([*psql, "-c", "VACUUM"], check=True)


def times(pid, reaped):
    """User and system seconds of a process, or of its children that have ended."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return sum(map(int, fields[13:15] if reaped else fields[11:13])) / TICKS


def children(pid):
    return pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


def share_mb(pid):
    try:
        lines = pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def cpu_seconds(process):
    """Of the server's children, those that have ended included."""
    return times(process.pid, True) + sum(times(child, False) for child in children(process.pid))


class Memory(threading.Thread):
    """Looks at the server's children ten times a second."""

    def __init__(self, pid):
        super().__init__(daemon=True)
        self.pid, self.most_mb, self.done = pid, 0.0, threading.Event()

    def run(self):
        while not self.done.wait(0.1):
            self.most_mb = max(self.most_mb, sum(share_mb(child) for child in children(self.pid)))


def main():
    folder, name = layers.arguments()
    with server() as (process, psql):
        load(psql, folder, name)
        version = subprocess.run(
            [*psql, "-c", "SELECT 'PostGIS ' || postgis_lib_version() || ', GEOS ' || postgis_geos_version()"],
            capture_output=True, text=True, check=True,
        ).stdout.strip()
        plan = subprocess.run([*psql, "-c", "EXPLAIN " + QUERY], capture_output=True, text=True, check=True).stdout
        workers = next((line.split()[-1] for line in plan.splitlines() if "Workers Planned" in line), "0")

        def overlay():
            # Counting in the server keeps the passing on of rows out of the time; the areas come after.
            subprocess.run([*psql, "-c", f"CREATE UNLOGGED TABLE found AS {renamed()}"], check=True)

        def fresh():
            subprocess.run([*psql, "-c", "DROP TABLE IF EXISTS found"], check=True, capture_output=True)
            return ()

        memory = Memory(process.pid)
        memory.start()
        cpu_s, wall_s, _ = layers.measured(overlay, fresh, cpu=lambda: cpu_seconds(process))
        memory.done.set()
        rows = subprocess.run([*psql, "-F,", "-c", "SELECT * FROM found"], capture_output=True, text=True, check=True)
    found = [row.split(",") for row in rows.stdout.split()]
    columns = [list(map(kind, column)) for kind, column in zip((int, int, float), zip(*found))]
    note = f"{int(workers) + 1} processes"
    layers.report(version, folder, name, (cpu_s, wall_s, columns), memory_mb=memory.most_mb, note=note)


def renamed():
    return QUERY.replace("s.at, w.at", "s.at AS source, w.at AS target").replace(" END\n", " END AS area\n")


if __name__ == "__main__":
    main()
