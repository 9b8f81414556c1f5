"""A place, its server, and what its own data base says is in it."""

import contextlib
import pathlib
import socket
import sqlite3
import struct
import subprocess
import time
import urllib.request


def free_port():
    with contextlib.closing(socket.socket()) as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Served:
    """A served place; use it in a `with`."""

    def __init__(self, binary, manifest, source, folder):
        self.binary, self.folder = binary, pathlib.Path(folder)
        if not self.folder.exists():
            command = [binary, "import", manifest, "--source", source, "--place", str(folder), "--quiet"]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}/ogc"

    def __enter__(self):
        command = [self.binary, "serve", "--place", str(self.folder), "--port", str(self.port)]
        self.server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(600):
            try:
                urllib.request.urlopen(self.base, timeout=5).read()
                return self
            except OSError:
                time.sleep(0.1)
        raise RuntimeError("the server did not start")

    def __exit__(self, *_):
        self.server.terminate()
        self.server.wait(timeout=30)

    def sql(self, text):
        with contextlib.closing(sqlite3.connect(f"file:{self.folder}/place.gpkg?mode=ro", uri=True)) as db:
            return db.execute(text).fetchall()

    def count(self, table, where="1"):
        return self.sql(f'SELECT count(*) FROM "{table}" WHERE {where}')[0][0]

    def codes(self, table, column="code"):
        return {row[0] for row in self.sql(f'SELECT {column} FROM "{table}"')}

    def bounds(self, table):
        """West, south, east, north of a layer in grid metres, from its geometries' own envelopes."""
        boxes = []
        for (blob,) in self.sql(f'SELECT geom FROM "{table}" WHERE geom IS NOT NULL'):
            flags = blob[3]
            if flags & 0x10:  # an empty geometry
                continue
            kind = (flags >> 1) & 7
            order = "<" if flags & 1 else ">"
            if kind == 1:
                boxes.append(struct.unpack(f"{order}4d", blob[8:40]))
            else:  # a point has no envelope: its coordinates stand after the header
                x, y = struct.unpack("<2d", blob[13:29])
                boxes.append((x, x, y, y))
        return (min(b[0] for b in boxes), min(b[2] for b in boxes), max(b[1] for b in boxes), max(b[3] for b in boxes))
