"""A proxy before our server that breaks one thing at a time."""

import contextlib
import json
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from served import free_port

MUTANTS = [
    "limit above the maximum is refused",
    "relative next link",
    "no Content-Crs",
    "no crs list",
    "axes swapped",
    "second page skips a feature",
    "second page repeats a feature",
    "HTML for whoever takes anything",
    "numbers as texts",
    "features without ids",
    "filters are ignored",
    "a broken reference in the description",
]


def swap(value):
    if isinstance(value, list) and value and isinstance(value[0], (int, float)):
        return [value[1], value[0]]
    return [swap(one) for one in value] if isinstance(value, list) else value


class Mutant:
    """The proxy in a process of its own, because some clients hold up all of ours; use it in a `with`."""

    def __init__(self, upstream, what):
        self.upstream, self.what = upstream, what
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}/ogc"

    def __enter__(self):
        self.process = subprocess.Popen([sys.executable, __file__, self.upstream, self.what, str(self.port)])
        for _ in range(100):
            with contextlib.suppress(OSError):
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return self
            time.sleep(0.1)
        raise RuntimeError("the proxy did not start")

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(timeout=30)


class Proxy:
    """What the process does."""

    def __init__(self, upstream, what, port):
        self.what, self.port = what, port
        self.root = upstream.rsplit("/ogc", 1)[0]

    def serve(self):
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def do_GET(self):
                status, headers, body = proxy.answer(proxy.root, self.path, self.headers)
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        ThreadingHTTPServer(("127.0.0.1", self.port), Handler).serve_forever()

    def answer(self, root, path, asked):
        url = urllib.parse.urlsplit(path)
        query = urllib.parse.parse_qs(url.query, keep_blank_values=True)
        if self.what == "limit above the maximum is refused" and int(query.get("limit", ["1"])[0]) > 100:
            return 400, {"Content-Type": "application/problem+json"}, b'{"status":400}'
        if self.what == "HTML for whoever takes anything" and asked.get("Accept", "*/*") == "*/*":
            return 200, {"Content-Type": "text/html"}, b"<html></html>"
        if self.what == "filters are ignored":
            kept = [(name, value) for name, values in query.items() for value in values
                    if name in ("limit", "cursor", "f", "crs")]
            path = url.path + ("?" + urllib.parse.urlencode(kept) if kept else "")
        request = urllib.request.Request(root + path, headers={"Accept": asked.get("Accept", "*/*")})
        try:
            with urllib.request.urlopen(request, timeout=60) as response:
                status, headers, body = response.status, dict(response.headers), response.read()
        except urllib.error.HTTPError as error:
            status, headers, body = error.code, dict(error.headers), error.read()
        keep = {"content-type", "content-crs", "allow", "etag", "vary"}
        headers = {name: value for name, value in headers.items() if name.lower() in keep}
        kind = headers.get("content-type", headers.get("Content-Type", ""))
        body = body.replace(root.encode(), f"http://127.0.0.1:{self.port}".encode())
        if "json" in kind and status == 200:
            body = self.mutate(url, query, json.loads(body), body)
        if self.what == "no Content-Crs":
            headers = {name: value for name, value in headers.items() if name.lower() != "content-crs"}
        return status, headers, body

    def mutate(self, url, query, value, body):
        what = self.what
        features = value.get("features")
        if features is not None:
            for link in value["links"]:
                if what == "relative next link" and link["rel"] == "next":
                    link["href"] = "?" + link["href"].split("?", 1)[1]
            later = "cursor" in query
            if what == "second page skips a feature" and later:
                del features[0]
            if what == "second page repeats a feature" and later and features:
                features.append(features[0])
            for feature in features:
                if what == "axes swapped" and feature["geometry"]:
                    feature["geometry"]["coordinates"] = swap(feature["geometry"]["coordinates"])
                if what == "numbers as texts":
                    feature["properties"] = {name: str(v) if isinstance(v, (int, float)) else v
                                             for name, v in feature["properties"].items()}
                if what == "features without ids":
                    feature.pop("id")
        if what == "no crs list":
            for one in value.get("collections", [value]):
                one.pop("crs", None)
                one.pop("storageCrs", None)
        if what == "a broken reference in the description" and "openapi" in value:
            return re.sub(rb"#/components/schemas/link", b"http://127.0.0.1:9/link", body)
        return json.dumps(value).encode()


if __name__ == "__main__":
    Proxy(sys.argv[1], sys.argv[2], int(sys.argv[3])).serve()
