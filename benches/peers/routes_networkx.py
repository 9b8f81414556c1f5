"""Compares walking times of `wardwise reach` with networkx on the same extract.

    wardwise reach --place PLACE --from oa --to fire-stations --out fire.csv
    wardwise reach --place PLACE --from oa --to mapped-places --only-to kind=library --out libraries.csv
    venv/bin/python benches/peers/routes_networkx.py EXTRACT.osm.pbf fire.csv libraries.csv

An independent router: the extract is read with pyosmium, the rules of who
may walk where are written anew, every point of every way is a node (nothing
is joined up or cut at junctions), points meet the nearest hop by shapely's
tree, and networkx searches. Points are projected by convertbng, through
OSTN15. Prints how many pairs were compared, the
largest and the mean difference, and the pairs that differ most.
"""

import csv
import importlib.metadata
import math
import sys

import networkx as nx
import numpy as np
import osmium
import shapely
from convertbng.cutil import convert_bng

M_PER_MIN = 80.0
LIMIT_M = 500.0
SHORT_PIECE_M = 1_000.0

WALKED = set(
    "trunk trunk_link primary primary_link secondary secondary_link tertiary tertiary_link unclassified"
    " residential living_street service services road pedestrian footway path steps track bridleway cycleway"
    " corridor platform elevator crossing".split()
)
GONE = set("construction proposed planned abandoned razed disused no".split())
YES = set("yes designated permissive official public destination customers".split())
NO = set("no private use_sidepath".split())
CLOSED = set("no private agricultural forestry military delivery".split())
WALLS = set("wall city_wall retaining_wall fence hedge guard_rail jersey_barrier debris ditch".split())


def is_walked(tags):
    kind, foot = tags.get("highway"), tags.get("foot")
    if kind in (None, "motorway", "motorway_link") or kind in GONE:
        return False
    if kind not in WALKED and foot not in YES:
        return False
    if foot in NO:
        return False
    return foot in YES or not (tags.get("motorroad") == "yes" or tags.get("access") in CLOSED)


def stops(tags):
    barrier, foot = tags.get("barrier"), tags.get("foot")
    if barrier is None or foot in YES:
        return False
    return foot in NO or tags.get("access") in CLOSED or tags.get("locked") == "yes" or barrier in WALLS


def to_grid(lons, lats):
    """Eastings and northings through OSTN15: a Helmert shift is metres off, enough to meet another street."""
    return convert_bng(np.array(lons), np.array(lats))


class Extract(osmium.SimpleHandler):
    def __init__(self):
        super().__init__()
        self.points, self.closed, self.ways = {}, set(), []

    def node(self, node):
        self.points[node.id] = (node.location.lon, node.location.lat)
        if stops(dict(node.tags)):
            self.closed.add(node.id)

    def way(self, way):
        tags = dict(way.tags)
        if is_walked(tags):
            one_way = tags.get("oneway:foot") in ("yes", "1") or tags.get("foot:backward") == "no"
            turned = tags.get("oneway:foot") == "-1" or tags.get("foot:forward") == "no"
            self.ways.append(([ref.ref for ref in way.nodes], one_way, turned))


def build(extract):
    ids = sorted({ref for refs, _, _ in extract.ways for ref in refs if ref in extract.points})
    xs, ys = to_grid(*zip(*(extract.points[i] for i in ids)))
    at = dict(zip(ids, zip(xs, ys)))
    graph, hops, serial = nx.DiGraph(), [], 0
    for refs, one_way, turned in extract.ways:
        before = None
        for ref in refs:
            if ref not in at:
                before = None
                continue
            here = ref
            if ref in extract.closed:
                serial += 1
                here = ("gate", serial, ref)
            if before is not None:
                hop(graph, hops, before, here, at, one_way, turned)
            if ref in extract.closed:
                serial += 1
                here = ("gate", serial, ref)
            before = here
    return graph, hops, at


def place(node, at):
    return at[node[2]] if isinstance(node, tuple) else at[node]


def hop(graph, hops, a, b, at, one_way, turned):
    length = math.dist(place(a, at), place(b, at))
    for tail, head, is_open in ((a, b, not turned), (b, a, not one_way)):
        if is_open and length < graph.get_edge_data(tail, head, {"m": math.inf})["m"]:
            graph.add_edge(tail, head, m=length)
    hops.append((a, b, not turned, not one_way))


class Town:
    def __init__(self, extract):
        self.graph, self.hops, self.at = build(extract)
        lines = [shapely.LineString([place(a, self.at), place(b, self.at)]) for a, b, *_ in self.hops]
        self.tree, self.lines = shapely.STRtree(lines), lines
        self.length = {}
        self.piece = {}
        for number, piece in enumerate(nx.weakly_connected_components(self.graph)):
            self.piece.update(dict.fromkeys(piece, number))
        for (a, *_), line in zip(self.hops, lines):
            self.length[self.piece[a]] = self.length.get(self.piece[a], 0.0) + line.length

    def snap(self, point):
        """The nearest hop within the limit, on a piece that is not short if there is one."""
        near = self.tree.query(point, predicate="dwithin", distance=LIMIT_M)
        best = min(
            near,
            key=lambda i: (self.length[self.piece[self.hops[i][0]]] < SHORT_PIECE_M, self.lines[i].distance(point)),
            default=None,
        )
        if best is None:
            return None
        line = self.lines[best]
        along = line.project(point)
        return best, along, line.distance(point)

    def steps(self, snap, out):
        hop_at, along, off = snap
        a, b, forward, backward = self.hops[hop_at]
        length = self.lines[hop_at].length
        if not out:
            forward, backward = backward, forward
        return [(a, off + along)] * backward + [(b, off + length - along)] * forward

    def walk(self, origins, site):
        """Metres from each origin to a site: one search backwards from the site."""
        back = self.graph.reverse(copy=False)
        far = {}
        for node, before in self.steps(site, out=False):
            for other, metres in nx.single_source_dijkstra_path_length(back, node, weight="m").items():
                far[other] = min(far.get(other, math.inf), before + metres)
        for origin in origins:
            best = min((far.get(n, math.inf) + m for n, m in self.steps(origin, out=True)), default=math.inf)
            if origin[0] == site[0]:
                _, _, forward, backward = self.hops[origin[0]]
                if forward if origin[1] <= site[1] else backward:
                    best = min(best, origin[2] + abs(origin[1] - site[1]) + site[2])
            yield best


def compare(town, path):
    with open(path, newline="", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["site_easting"] and row["origin_easting"]]
    point = lambda row, end: shapely.Point(float(row[f"{end}_easting"]), float(row[f"{end}_northing"]))  # noqa: E731
    differences, only_one = [], 0
    for site in sorted({(r["site"], r["site_easting"], r["site_northing"]) for r in rows}):
        mine = [r for r in rows if (r["site"], r["site_easting"], r["site_northing"]) == site]
        goal = town.snap(point(mine[0], "site"))
        starts = [town.snap(point(row, "origin")) for row in mine]
        known = [(row, start) for row, start in zip(mine, starts) if goal and start]
        far = dict(zip((id(row) for row, _ in known), town.walk([s for _, s in known], goal))) if goal else {}
        for row in mine:
            metres = far.get(id(row), math.inf)
            ours = float(row["metres"]) if row["status"] == "reached" else math.inf
            if math.isinf(metres) and math.isinf(ours):
                continue
            if math.isinf(metres) or math.isinf(ours):
                only_one += 1
                print(f"  only one finds a way: {row['origin']} to {row['site']}: {ours} and {metres}")
                continue
            differences.append((abs(ours - metres) / M_PER_MIN, ours, metres, row["origin"], row["site"]))
    differences.sort(reverse=True)
    print(f"{path}: {len(differences)} pairs found by both, {only_one} by one alone")
    if differences:
        mean = sum(d[0] for d in differences) / len(differences)
        worst = max(abs(d[1] - d[2]) / d[2] for d in differences if d[2] > 0)
        print(f"  largest difference {differences[0][0]:.4f} min, mean {mean:.5f} min, largest share {worst:.6%}")
        for minutes, ours, metres, origin, site in differences[:5]:
            print(f"  {origin} to {site}: {ours:.1f} m and {metres:.1f} m, {minutes:.4f} min apart")


def main():
    extract = Extract()
    extract.apply_file(sys.argv[1])
    town = Town(extract)
    print(
        f"networkx {nx.__version__}, pyosmium {importlib.metadata.version('osmium')};"
        f" {town.graph.number_of_nodes()} nodes, {town.graph.number_of_edges()} arcs"
    )
    for path in sys.argv[2:]:
        compare(town, path)


if __name__ == "__main__":
    main()
