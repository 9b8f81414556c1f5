"""The checks. Each takes what is served and raises where a client sees anything but what the data base holds."""

import json
import os
import re
import subprocess
import tempfile
import urllib.parse
import urllib.request

import mapbox_vector_tile
import numpy
import pyogrio
from owslib.ogcapi.features import Features

GRID = "http://www.opengis.net/def/crs/EPSG/0/27700"


def equal(seen, wanted, what):
    assert seen == wanted, f"{what}: {seen!r} instead of {wanted!r}"


def near(seen, wanted, by, what):
    assert len(seen) == len(wanted) and all(abs(a - b) <= by for a, b in zip(seen, wanted)), \
        f"{what}: {seen} instead of {wanted}"


def fetch(url, accept="application/json"):
    with urllib.request.urlopen(urllib.request.Request(url, headers={"Accept": accept}), timeout=60) as answer:
        return answer.headers, answer.read()


def ogr(*command):
    environment = dict(os.environ, CPL_CURL_VERBOSE="NO")
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, env=environment)
    assert done.returncode == 0, f"{command[0]}: {done.stderr[-400:]}"
    return done.stdout


def gdal_counts(place, base, layer):
    """ogrinfo reads every feature once, with small pages and large ones."""
    for size in ("7", "1000"):
        out = ogr("ogrinfo", "-ro", "-al", "-geom=NO", "-oo", f"PAGE_SIZE={size}", f"OAPIF:{base}", layer["id"])
        codes = re.findall(r"^  %s \(String\) = (.*)$" % layer["column"], out, re.M)
        equal(len(codes), place.count(layer["table"]), f"features by {size}")
        equal(set(codes), place.codes(layer["table"], layer["column"]), f"ids by {size}")


def gdal_copy(place, base, layer):
    """ogr2ogr makes a GeoPackage with the same rows, names and types."""
    with tempfile.TemporaryDirectory() as folder:
        file = f"{folder}/copy.gpkg"
        ogr("ogr2ogr", "-f", "GPKG", file, f"OAPIF:{base}", layer["id"])
        info = ogr("ogrinfo", "-so", file, layer["id"])
        equal(int(re.search(r"Feature Count: (\d+)", info)[1]), place.count(layer["table"]), "features")
        for name, kind in layer["types"].items():
            assert re.search(rf"^{re.escape(name)}: {kind}", info, re.M), f"{name} is no {kind} in:\n{info}"


def gdal_filters(place, base, layer):
    """`-where` and `-spat` give what SQL gives."""
    code = sorted(place.codes(layer["table"], layer["column"]))[0]
    where = f"{layer['column']} = '{code}'"
    out = ogr("ogrinfo", "-ro", "-al", "-geom=NO", "-where", where, f"OAPIF:{base}", layer["id"])
    equal(out.count("OGRFeature("), place.count(layer["table"], where), where)
    _, body = fetch(f"{base}/collections/{layer['id']}/items?{layer['column']}={urllib.parse.quote(code)}")
    equal(json.loads(body)["numberMatched"], place.count(layer["table"], where), "numberMatched")


def pyogrio_grid(place, base, layer):
    """GDAL's newer driver asks for 27700 by itself and gets the stored metres."""
    meta, _, geometry, fields = pyogrio.raw.read(f"OAPIF:{base}", layer=layer["id"], CRS="EPSG:27700")
    equal(len(geometry), place.count(layer["table"]), "features")
    assert meta["crs"] and "27700" in meta["crs"], meta["crs"]
    import shapely

    shapes = shapely.from_wkb(geometry)
    near(list(shapely.total_bounds(shapes)), place.bounds(layer["table"]), 0.01, "bounds")
    if "area_m2" in layer["types"]:
        at = list(meta["fields"]).index("area_m2")
        stored = numpy.asarray(fields[at], dtype=float)
        assert numpy.allclose(shapely.area(shapes), stored, rtol=1e-3), "areas"


def pyogrio_degrees(place, base, layer):
    """Longitude first, in Great Britain."""
    _, _, geometry, _ = pyogrio.raw.read(f"OAPIF:{base}", layer=layer["id"], CRS="OGC:CRS84")
    import shapely

    west, south, east, north = shapely.total_bounds(shapely.from_wkb(geometry))
    assert -9 < west <= east < 2 and 49 < south <= north < 61, (west, south, east, north)


def qgis(place, base, layer):
    """QGIS sees every feature once by pages of 7, where it lies, with its types."""
    tiles = urllib.parse.quote(f"{base}/collections/{layer['id']}/tiles/WebMercatorQuad/{{z}}/{{y}}/{{x}}", safe="")
    here = os.path.dirname(__file__)
    with tempfile.TemporaryDirectory() as home:
        environment = dict(os.environ, QT_QPA_PLATFORM="offscreen", HOME=home, XDG_RUNTIME_DIR=home)
        environment.pop("PYTHONPATH", None)
        done = subprocess.run(["/usr/bin/python3", f"{here}/qgis_check.py", base, layer["id"], "7", tiles],
                              capture_output=True, text=True, timeout=300, env=environment)
    lines = [line for line in done.stdout.splitlines() if line.startswith("SEEN ")]
    assert lines, f"QGIS said nothing: {done.stderr[-600:]}"
    seen = json.loads(lines[0][5:])
    equal(len(seen["ids"]), place.count(layer["table"]), "features")
    equal(set(seen["ids"]), place.codes(layer["table"], layer["column"]), "ids")
    west, south, east, north = seen["extent"]
    assert -9 < west <= east < 2 and 49 < south <= north < 61, seen["extent"]
    assert seen["tiles_valid"], "the tile layer is not valid"
    for name, kind in layer.get("qgis", {}).items():
        equal(seen["types"][name], kind, f"type of {name}")


def owslib(place, base, layer):
    """OWSLib walks through everything, asking for whatever there is."""
    client = Features(base + "/")
    assert any("features-1" in one for one in client.conformance()["conformsTo"])
    assert layer["id"] in client.feature_collections()
    equal(client.collection(layer["id"])["id"], layer["id"], "collection")
    page = client.collection_items(layer["id"], limit=10000)
    equal(page["numberReturned"], place.count(layer["table"]), "numberReturned")
    first = page["features"][0]
    equal(client.collection_item(layer["id"], first["id"])["id"], first["id"], "item")
    queryables = client.collection_queryables(layer["id"])["properties"]
    assert layer["column"] in queryables, queryables


def http(place, base, layer):
    """What the clients do not look at themselves: headers, numbers, links."""
    items = f"{base}/collections/{layer['id']}/items"
    headers, body = fetch(f"{items}?limit=2&crs={urllib.parse.quote(GRID, safe='')}", "application/geo+json")
    equal(headers["Content-Type"], "application/geo+json", "media type")
    equal(headers["Content-Crs"], f"<{GRID}>", "Content-Crs")
    page = json.loads(body)
    equal((page["numberMatched"], page["numberReturned"]), (place.count(layer["table"]), 2), "numbers")
    assert all(link["href"].startswith(base) or link["rel"] == "license" for link in page["links"])
    assert all(isinstance(feature["id"], str) for feature in page["features"])
    _, body = fetch(f"{items}?limit=1000000")
    equal(json.loads(body)["numberReturned"], min(place.count(layer["table"]), 10000), "a huge limit")
    filtered = f"{items}?filter={urllib.parse.quote(layer['column'] + ' IS NULL')}"
    equal(json.loads(fetch(filtered)[1])["numberMatched"], 0, "nothing is without an id")


def tiles(place, base, layer):
    """The tiles of a zoom hold every code, once in the labels."""
    _, body = fetch(f"{base}/collections/{layer['id']}/tilejson.json")
    described = json.loads(body)
    _, body = fetch(f"{base}/collections/{layer['id']}/tiles/WebMercatorQuad")
    limits = json.loads(body)["tileMatrixSetLimits"][12]
    drawn, labels = set(), []
    for row in range(limits["minTileRow"], limits["maxTileRow"] + 1):
        for column in range(limits["minTileCol"], limits["maxTileCol"] + 1):
            address = described["tiles"][0].format(z=12, y=row, x=column)
            _, body = fetch(address, "*/*")
            tile = mapbox_vector_tile.decode(body) if body else {}
            if layer.get("points"):
                labels += dots(tile)
                continue
            drawn |= {feature["properties"]["code"] for feature in tile.get("areas", {}).get("features", [])}
            labels += [feature["properties"]["code"] for feature in tile.get("labels", {}).get("features", [])]
    if layer.get("points"):
        # A place on the ground is a point; a record without one is an empty geometry, which GeoPackage flags.
        located = place.count(layer["table"], "geom IS NOT NULL AND (unicode(substr(hex(substr(geom, 4, 1)), 1, 1)) & 1) = 0")
        equal(sum(labels), located, "records that the dots stand for")
        return
    wanted = place.codes(layer["table"], layer["column"])
    equal(drawn, wanted, "areas of the tiles")
    equal((len(labels), set(labels)), (len(wanted), wanted), "labels of the tiles")


def dots(tile):
    """How many records each dot of a tile stands for; what lies beyond its sides belongs to its neighbours."""
    found = tile.get("points", {"features": []})["features"]
    inside = [one for one in found if all(0 <= value < 4096 for value in one["geometry"]["coordinates"])]
    return [one["properties"]["count"] for one in inside]


def description(place, base, _layer):
    """The OpenAPI document is one, and refers to nothing outside."""
    from openapi_spec_validator import validate

    _, body = fetch(f"{base}/api", "application/vnd.oai.openapi+json;version=3.0")
    document = json.loads(body)
    references = re.findall(r'"\$ref": ?"([^"]*)"', json.dumps(document))
    assert references and all(reference.startswith("#/") for reference in references), "a reference leads outside"
    validate(document)
