"""Runs real clients against served places, then against broken servers that they must notice."""

import argparse
import os
import pathlib
import subprocess
import sys
import tempfile
import traceback

import checks
import snippets
import files
from mutants import MUTANTS, Mutant
from served import Served

AREAS = {"code": "String", "name": "String", "area_m2": "Real"}
QGIS_AREAS = {"code": "String", "area_m2": "Real"}


def layers_of(place):
    """The layers that are looked at: areas by code, records by id."""
    rows = place.sql("SELECT dataset, edition, table_name FROM wardwise_revision ORDER BY dataset, valid_from")
    wards = [row for row in rows if row[0] == "wards"][-1]
    practices = [row for row in rows if row[0] == "gp-practices"][-1]
    return [
        {"id": "_".join(wards[:2]), "table": wards[2], "column": "code", "types": AREAS, "qgis": QGIS_AREAS},
        {"id": "_".join(practices[:2]), "table": practices[2], "column": "id",
         "types": {"id": "String", "precision": "String"}, "points": True},
    ]


CLIENTS = [checks.http, checks.gdal_counts, checks.gdal_copy, checks.gdal_filters, checks.pyogrio_grid,
           checks.pyogrio_degrees, checks.qgis, checks.owslib, checks.tiles, checks.description]
# Where one of these fails, a broken server has been noticed; the cheap ones first.
NOTICERS = [checks.http, checks.owslib, checks.pyogrio_grid, checks.pyogrio_degrees, checks.gdal_counts,
            checks.gdal_copy, checks.description, checks.qgis]


class Tally:
    passed = failed = 0

    def run(self, name, work):
        try:
            work()
        except Exception as error:  # noqa: BLE001 - whatever a client raises is a failure
            self.failed += 1
            print(f"FAILED {name}: {str(error)[:1500]}", flush=True)
            if not isinstance(error, AssertionError):
                traceback.print_exc(limit=-2)
        else:
            self.passed += 1
            print(f"ok     {name}", flush=True)


def asked(description, examples, *more, config=None):
    """schemathesis asks everything that a description allows, and more."""
    # What a box or a filter must look like no schema can say whole (south below north, a language of its own):
    # valid by the schema and refused is right there, so that one check is left out.
    here = pathlib.Path(__file__).parent
    command = [str(pathlib.Path(sys.executable).parent / "st"),
               *(["--config-file", str(here / config)] if config else []),
               "run", description, "--checks", "all",
               "--exclude-checks", "positive_data_acceptance", "--phases", "examples,coverage,fuzzing",
               "--max-examples", str(examples), "--seed", "2018", "--workers", "2", "--no-color", *more]
    # In a folder of its own, because it leaves what it has found where it runs.
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(command, capture_output=True, text=True, timeout=3000, cwd=folder,
                              env=dict(os.environ, SCHEMATHESIS_HOOKS="hooks", PYTHONPATH=str(here)))
    print("\n".join(done.stdout.splitlines()[-25:]), flush=True)
    assert done.returncode == 0, done.stdout[-20000:]


def fuzz(base, examples):
    """The standards' interface: all that is described."""
    # One collection of each kind: the others are described and answered by the same code.
    kinds = "^/(api|conformance|collections|tileMatrixSets.*|collections/(wards|wards_2023|assets|population|custom-areas|overlap_wards_2012_wards_2023)(/.*)?)?$"
    asked(f"{base}/api", examples, "--include-path-regex", kinds)


def fuzz_api(base, examples):
    """The interface of the service itself, with names that are not there and with those that are."""
    description = base.removesuffix("/ogc") + "/api/openapi.json"
    asked(description, examples)
    asked(description, examples, config="sample-api.toml")


def noticed(place, base, layer):
    for check in NOTICERS:
        try:
            check(place, base, layer)
        except Exception as error:  # noqa: BLE001
            return f"{check.__name__}: {str(error).splitlines()[0][:110] if str(error) else type(error).__name__}"
    return None


def break_things(tally, place):
    layer = layers_of(place)[0]
    for what in MUTANTS:
        def notice(what=what):
            with Mutant(place.base, what) as mutant:
                by = noticed(place, mutant.base, layer)
            assert by, "no client noticed"
            print(f"       noticed by {by}")
        tally.run(f"broken server: {what}", notice)


def paste(tally, name, place):
    for program, page, label, code in snippets.of_place(place):
        tally.run(f"{name}: pasted {label} (from {page})", lambda program=program, code=code: snippets.check(program, code))


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--binary", required=True)
    arguments.add_argument("--data", default="")
    arguments.add_argument("--examples", type=int, default=15)
    arguments.add_argument("--only", default="", help="a part of the name of a check")
    options = arguments.parse_args()
    root = pathlib.Path(__file__).resolve().parents[2]
    places = [("sample", root / "data/sample/sample.toml", root / "data/sample")]
    if options.data and pathlib.Path(options.data, "birmingham").is_dir():
        places.append(("birmingham", root / "data/places/birmingham.toml", pathlib.Path(options.data)))
    else:
        print("No data folder: Birmingham is left out (name one with --data)")
    tally = Tally()
    with tempfile.TemporaryDirectory() as folder:
        for name, manifest, source in places:
            with Served(options.binary, str(manifest), str(source), f"{folder}/{name}") as place:
                for layer in layers_of(place):
                    for check in CLIENTS:
                        if options.only in check.__name__:
                            tally.run(f"{name}: {check.__name__} on {layer['id']}",
                                      lambda check=check, layer=layer: check(place, place.base, layer))
                if name == "sample" and options.only in "pasted snippets":
                    paste(tally, name, place)
                for edition in files.editions_of(place):
                    for check in files.CHECKS:
                        if options.only in check.__name__:
                            tally.run(f"{name}: {check.__name__} of {edition['key']}",
                                      lambda check=check, edition=edition: check(place, edition))
                if name == "sample" and options.only in "broken":
                    break_things(tally, place)
                if name == "sample" and options.only in "fuzz":
                    tally.run("sample: schemathesis on the standards", lambda: fuzz(place.base, options.examples))
                    tally.run("sample: schemathesis on the API", lambda: fuzz_api(place.base, options.examples))
    print(f"{tally.passed} passed, {tally.failed} failed")
    sys.exit(1 if tally.failed else 0)


if __name__ == "__main__":
    main()
