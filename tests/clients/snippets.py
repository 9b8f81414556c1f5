"""Pastes what the pages offer for other programs into those programs, and counts what arrives.

R, QGIS, GDAL, pandas and GeoPandas are run as they are. Excel is not to be had here: the text for
Power Query is taken apart, the address in it is asked, and LibreOffice opens what it answers.
"""

import csv
import html.parser
import io
import json
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile
import urllib.request

PAGES = [
    "/", "/assessments/priorities", "/map", "/data", "/data/wards/2023", "/registers", "/boundaries",
    "/boundaries/changes", "/boundaries/fit", "/colocation",
]
QGIS_HEAD = """
import os
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
from qgis.core import QgsApplication
app = QgsApplication([], False)
app.initQgis()
"""
QGIS_TAIL = """
assert layer.isValid(), "QGIS calls the layer invalid"
print("COUNT", len(list(layer.getFeatures())), flush=True)
os._exit(0)
"""


class Snippets(html.parser.HTMLParser):
    """The texts to copy on a page: label and text."""

    def __init__(self):
        super().__init__()
        self.found, self.label = [], None

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "pre" and attrs.get("class") == "ww-snippet":
            self.label = attrs["aria-label"].removeprefix("To copy: ")
            self.found.append([self.label, ""])

    def handle_endtag(self, tag):
        if tag == "pre":
            self.label = None

    def handle_data(self, data):
        if self.label is not None:
            self.found[-1][1] += data


def fetch(url):
    with urllib.request.urlopen(url, timeout=120) as answer:
        return answer.headers.get_content_type(), answer.read()


def rows_of(url):
    kind, body = fetch(url)
    assert kind == "text/csv", f"{url} is {kind}"
    return len(list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline=""))))


def expected(code):
    """How many rows the address in a text has, counted without the program that it is for."""
    collection = re.search(r"(http[^'\" ]*/ogc)[' \"].*?(?:typename='|\" )([\w-]+)", code)
    if collection:
        _, body = fetch(f"{collection[1]}/collections/{collection[2]}/items?limit=1&f=json")
        return json.loads(body)["numberMatched"]
    url = re.search(r"(http[^\"']*)[\"']", code)[1]
    if ".geojson" in url:
        return len(json.loads(fetch(url)[1])["features"])
    return rows_of(url)


def run(command, folder, **more):
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=600, **more)
    assert done.returncode == 0, f"{done.stdout[-500:]}\n{done.stderr[-1500:]}"
    return done.stdout


def counted(output):
    return int(re.search(r"COUNT (\d+)", output)[1])


def python(code, folder):
    return int(re.search(r"(\d+) rows", run([sys.executable, "-c", code], folder))[1])


def pandas(code, folder):
    name = re.search(r"^(areas|rows) = ", code, re.M)[1]
    return counted(run([sys.executable, "-c", f"{code}\nprint('COUNT', len({name}))\n"], folder))


def r(code, folder):
    name = re.search(r"^(areas|rows) <- ", code, re.M)[1]
    return counted(run(["Rscript", "--vanilla", "-e", f"{code}\ncat('\\nCOUNT', nrow({name}), '\\n')"], folder))


def qgis(code, folder):
    script = pathlib.Path(folder, "pasted.py")
    script.write_text(QGIS_HEAD + code + QGIS_TAIL)
    return counted(run(["/usr/bin/python3", str(script)], folder))


def gdal(code, folder):
    run(shlex.split(code), folder)
    (made,) = pathlib.Path(folder).glob("*.gpkg")
    summary = run(["ogrinfo", "-so", "-al", str(made)], folder)
    return int(re.search(r"Feature Count: (\d+)", summary)[1])


def excel(code, folder):
    shape = r'let\s+Source = Csv\.Document\(Web\.Contents\("(http[^"]+)"\), \[(.*)\]\),\s+Rows = (.*)\s+in\s+Rows\s*'
    parts = re.fullmatch(shape, code)
    assert parts, f"not what Power Query reads: {code}"
    assert "Encoding = 65001" in parts[2] and "QuoteStyle = QuoteStyle.Csv" in parts[2]
    assert "PromoteHeaders(Source," in parts[3]
    table = pathlib.Path(folder, "rows.csv")
    table.write_bytes(fetch(parts[1])[1])
    # Comma, quotes, UTF-8, text of all cells: what the text asks Excel for.
    run(["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--infilter=CSV:44,34,76",
         "--convert-to", "fods", "--outdir", folder, str(table)], folder)
    text = pathlib.Path(folder, "rows.fods").read_text()
    sheet = text.split("<table:table ", 1)[1].split("</table:table>", 1)[0]
    filled = [row for row in re.findall(r"<table:table-row.*?</table:table-row>", sheet, re.S) if "<text:p>" in row]
    return len(filled) - 1


def embedded(code, _folder):
    picture = html.unescape(re.search(r'src="([^"]+)"', code)[1])
    kind, body = fetch(picture)
    assert kind == "image/svg+xml" and body.startswith(b"<svg"), kind
    return None


RUNNERS = {"QGIS": qgis, "GDAL": gdal, "R": r, "Python": python, "Python with pandas": pandas, "Excel": excel,
           "HTML": embedded}


def pages_of(place):
    """The pages of every kind: those above, and one edition of every kind of data set."""
    kinds = place.sql("SELECT dataset, edition FROM wardwise_revision ORDER BY dataset, valid_from")
    more = [f"/data/{dataset}/{edition}" for dataset, edition in kinds if dataset in ("claimants", "assets")]
    return PAGES + more


def of_place(place):
    """Each text once: program, page, text."""
    root = place.base.removesuffix("/ogc")
    seen = {}
    for page in pages_of(place):
        reader = Snippets()
        reader.feed(fetch(root + page)[1].decode())
        assert reader.found, f"nothing to copy on {page}"
        for label, code in reader.found:
            seen.setdefault((label.split(",")[0], code), (page, label))
    return [(program, page, label, code) for (program, code), (page, label) in seen.items()]


def check(program, code):
    with tempfile.TemporaryDirectory() as folder:
        got = RUNNERS[program](code, folder)
    if got is not None:
        wanted = expected(code)
        assert got == wanted and wanted > 0, f"{got} rows instead of {wanted}\n{code}"
