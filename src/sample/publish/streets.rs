//! The streets of the town as an OpenStreetMap extract, with the places along them.
//!
//! Streets run between street blocks. The river, the railway and the motorway
//! part them: what leads up to either bank ends there, and only the main
//! roads and a few footbridges lead across. The motorway has points of its
//! own, as a road on a bridge does, so that nothing joins it on the way.

use std::collections::{BTreeMap, BTreeSet};

use super::super::SampleError;
use super::super::extract::{Extract, Node, Tags, Way};
use super::super::line::{Point, between, distance, turn};
use super::super::mesh::OUTSIDE;
use super::super::names;
use super::super::rng::{Rng, small};
use super::super::terrain::{Divider, Kind};
use super::super::town::Town;
use super::super::wiggle::{Course, Detail, bends};
use super::super::write::geojson::lonlat;
use super::Published;
use super::estate::{Asset, Estate};

/// Which divider is the motorway: the last one drawn.
const MOTORWAY: usize = 4;
/// Bends smaller than this are left out, in metres.
const TOLERANCE_M: f64 = 4.0;
/// Edges that one way runs along, at the most.
const LONGEST_WAY: usize = 9;
/// Ids of points on edges and of places lie above those of corners.
const ON_EDGES: i64 = 1_000_000;
const ON_MOTORWAY: i64 = 8_000_000;
const PLACES: i64 = 9_000_000;

/// What runs along an edge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Street {
    Main,
    Side,
    Lane,
    Footpath,
    Drive,
    Bridge,
    Footbridge,
}

/// The extract.
///
/// # Errors
/// [`SampleError::Coordinates`] for a point outside Great Britain.
pub(crate) fn file(town: &Town, estate: &Estate) -> Result<Published, SampleError> {
    let streets = Streets::lay(town);
    let mut extract = Extract::default();
    let mut drawn = Drawn { town, places: BTreeMap::new(), next: ON_EDGES };
    extract.ways = drawn.ways(&streets);
    extract.ways.extend(drawn.motorway());
    for (id, at) in &drawn.places {
        extract.nodes.push(node(*id, *at, streets.gate_at(*id))?);
    }
    extract.nodes.extend(places(town, estate)?);
    extract.nodes.sort_by_key(|node| node.id);
    Ok(("streets/elverham_2024.osm.pbf".to_owned(), extract.bytes()))
}

fn node(id: i64, at: Point, tags: Tags) -> Result<Node, SampleError> {
    let (lon, lat) = lonlat(at)?;
    Ok(Node { id, lon, lat, tags })
}

fn tag(key: &str, value: &str) -> (String, String) {
    (key.to_owned(), value.to_owned())
}

/// Which edges are streets, and of what kind.
struct Streets {
    of: Vec<Option<Street>>,
    gates: BTreeSet<i64>,
}

impl Streets {
    fn lay(town: &Town) -> Self {
        let mut rng = Rng::named(town.seed, "streets");
        let kinds: Vec<Vec<Kind>> = kinds_at_corners(town);
        let mut of: Vec<Option<Street>> =
            (0..town.mesh.edges.len()).map(|edge| street(town, edge, &kinds, &mut rng)).collect();
        for (parted, n) in [(Kind::River, 4), (Kind::Railway, 6), (Kind::Road, 4)] {
            for edge in crossings(town, parted, &of).into_iter().take(n) {
                of[edge] = Some(Street::Footbridge);
            }
        }
        let gates = gates(town, &of, &mut rng);
        Self { of, gates }
    }

    fn gate_at(&self, id: i64) -> Tags {
        if self.gates.contains(&id) { vec![tag("barrier", "gate"), tag("locked", "yes")] } else { Vec::new() }
    }
}

/// What meets at each corner.
fn kinds_at_corners(town: &Town) -> Vec<Vec<Kind>> {
    let mut kinds = vec![Vec::new(); town.mesh.corners.len()];
    for (at, edge) in town.mesh.edges.iter().enumerate() {
        for end in edge.ends {
            // The motorway is no road that anything meets.
            let kind = if is_motorway(town, at) { Kind::Outline } else { edge.kind };
            kinds[end as usize].push(kind);
        }
    }
    kinds
}

/// Whether an edge is a stretch of the motorway: its blocks lie on two sides
/// of that divider and of no road before it.
fn is_motorway(town: &Town, edge: usize) -> bool {
    let edge = &town.mesh.edges[edge];
    parted(town, edge.blocks).is_some_and(|sides| sides & ((1 << (MOTORWAY + 1)) - 1) == 1 << MOTORWAY)
}

/// The dividers between two blocks, one bit each; `None` at the edge of the borough.
fn parted(town: &Town, blocks: [u32; 2]) -> Option<u32> {
    let [a, b] = blocks;
    let sides = |block: u32| town.terrain.sides(town.mesh.sites[block as usize]);
    (a != OUTSIDE && b != OUTSIDE).then(|| sides(a) ^ sides(b))
}

fn street(town: &Town, at: usize, kinds: &[Vec<Kind>], rng: &mut Rng) -> Option<Street> {
    let edge = &town.mesh.edges[at];
    let (keep, sort) = (rng.unit(), rng.unit());
    if is_motorway(town, at) {
        return None;
    }
    match edge.kind {
        Kind::Road => Some(Street::Main),
        // A road comes to both ends of a piece of river or railway: it leads across.
        Kind::River | Kind::Railway => {
            let road = |end: u32| kinds[end as usize].contains(&Kind::Road);
            edge.ends.iter().all(|end| road(*end)).then_some(Street::Bridge)
        }
        Kind::Outline => None,
        Kind::Plain => {
            let density = edge.blocks.map(|block| town.people.density[block as usize]);
            let density = density[0].min(density[1]);
            let kind = match sort {
                sort if sort < 0.10 => Street::Footpath,
                sort if sort < 0.13 => Street::Drive,
                _ if density < 0.3 => Street::Lane,
                _ => Street::Side,
            };
            (keep < 0.74 + 0.22 * density).then_some(kind)
        }
    }
}

/// Pieces of river, railway or motorway with a street up to either end, from
/// opposite sides, the one nearest to the middle of the town first.
fn crossings(town: &Town, kind: Kind, of: &[Option<Street>]) -> Vec<usize> {
    let mesh = &town.mesh;
    let mut at_corner: Vec<Vec<usize>> = vec![Vec::new(); mesh.corners.len()];
    for (at, edge) in mesh.edges.iter().enumerate().filter(|(at, _)| of[*at].is_some()) {
        edge.ends.iter().for_each(|end| at_corner[*end as usize].push(at));
    }
    let is_of_kind = |at: usize| match kind {
        Kind::Road => is_motorway(town, at),
        kind => mesh.edges[at].kind == kind && of[at].is_none(),
    };
    let side = |edge: usize| town.terrain.sides(mesh.sites[mesh.edges[edge].blocks[0] as usize]);
    let leads_across = |at: &usize| {
        let [a, b] = mesh.edges[*at].ends.map(|end| at_corner[end as usize].first().copied());
        a.zip(b).is_some_and(|(a, b)| side(a) != side(b))
    };
    let mut found: Vec<usize> =
        (0..mesh.edges.len()).filter(|at| is_of_kind(*at)).filter(leads_across).collect();
    let far =
        |at: usize| distance(mesh.corners[mesh.edges[at].ends[0] as usize], super::super::terrain::CENTRE);
    found.sort_by(|a, b| far(*a).total_cmp(&far(*b)));
    // Not one beside the other: every few hundred metres.
    found.into_iter().step_by(9).collect()
}

/// Corners in the fields with a gate that is kept locked.
fn gates(town: &Town, of: &[Option<Street>], rng: &mut Rng) -> BTreeSet<i64> {
    let lanes = town.mesh.edges.iter().zip(of).filter(|(_, street)| **street == Some(Street::Lane));
    lanes.filter(|_| rng.chance(0.01)).map(|(edge, _)| i64::from(edge.ends[0]) + 1).collect()
}

/// Points of ways by their ids, as they are used.
struct Drawn<'a> {
    town: &'a Town,
    places: BTreeMap<i64, Point>,
    next: i64,
}

impl Drawn<'_> {
    fn ways(&mut self, streets: &Streets) -> Vec<Way> {
        let mut rng = Rng::named(self.town.seed, "street names");
        let chains = chains(self.town, &streets.of);
        (1..)
            .zip(chains)
            .map(|(id, (street, edges))| {
                let refs = self.refs(&edges);
                Way { id, refs, tags: tags(street, &names::street(&mut rng), &mut rng) }
            })
            .collect()
    }

    /// The points along a chain of edges, each with the corner it starts at.
    fn refs(&mut self, chain: &[(usize, u32)]) -> Vec<i64> {
        let mut refs = Vec::new();
        for (at, from) in chain {
            let edge = &self.town.mesh.edges[*at];
            let [a, b] = edge.ends.map(|end| self.town.mesh.corners[end as usize]);
            let mut points = Vec::new();
            let course = Course { from: a, to: b, clearance_m: edge.clearance_m, kind: edge.kind };
            bends(course, self.town.seed, *at as u64, Detail { tolerance_m: TOLERANCE_M }, &mut points);
            let mut to = edge.ends[1];
            if *from == edge.ends[1] {
                points.reverse();
                to = edge.ends[0];
            }
            if refs.is_empty() {
                refs.push(self.corner(*from));
            }
            refs.extend(points.into_iter().map(|point| self.fresh(point)));
            refs.push(self.corner(to));
        }
        refs
    }

    fn corner(&mut self, corner: u32) -> i64 {
        let id = i64::from(corner) + 1;
        self.places.insert(id, self.town.mesh.corners[corner as usize]);
        id
    }

    fn fresh(&mut self, at: Point) -> i64 {
        self.next += 1;
        self.places.insert(self.next, at);
        self.next
    }

    /// The motorway, on points of its own, right through the borough.
    fn motorway(&mut self) -> Option<Way> {
        let Divider { line, .. } = &self.town.terrain.dividers[MOTORWAY];
        let inside: Vec<Point> = line.iter().copied().filter(|p| self.town.terrain.is_inside(*p)).collect();
        let refs: Vec<i64> = (ON_MOTORWAY..).take(inside.len()).collect();
        self.places.extend(refs.iter().copied().zip(inside));
        let tags = vec![tag("highway", "motorway"), tag("ref", "M999"), tag("oneway", "no")];
        (refs.len() > 1).then_some(Way { id: 900_000, refs, tags })
    }
}

/// Streets of one kind that run on into one another, as chains of edges, each
/// edge with the corner at which it is entered.
fn chains(town: &Town, of: &[Option<Street>]) -> Vec<(Street, Vec<(usize, u32)>)> {
    let edges = &town.mesh.edges;
    let mut at_corner: Vec<Vec<usize>> = vec![Vec::new(); town.mesh.corners.len()];
    for (at, edge) in edges.iter().enumerate() {
        edge.ends.iter().for_each(|end| at_corner[*end as usize].push(at));
    }
    let mut used = vec![false; edges.len()];
    let mut chains = Vec::new();
    for first in 0..edges.len() {
        let Some(street) = of[first].filter(|_| !used[first]) else { continue };
        used[first] = true;
        let mut chain = vec![(first, edges[first].ends[0])];
        let mut head = edges[first].ends[1];
        while chain.len() < LONGEST_WAY {
            let back = chain.last().map_or(head, |(_, from)| *from);
            let next =
                at_corner[head as usize].iter().copied().filter(|at| of[*at] == Some(street) && !used[*at]);
            let Some(next) = next.min_by(|a, b| {
                bend(town, back, head, *a).total_cmp(&bend(town, back, head, *b)).then(a.cmp(b))
            }) else {
                break;
            };
            used[next] = true;
            chain.push((next, head));
            head = other_end(town, next, head);
        }
        chains.push((street, chain));
    }
    chains
}

fn other_end(town: &Town, edge: usize, end: u32) -> u32 {
    let [a, b] = town.mesh.edges[edge].ends;
    if a == end { b } else { a }
}

/// How far an edge turns off the way that led to its corner: 0 for straight on.
fn bend(town: &Town, back: u32, corner: u32, edge: usize) -> f64 {
    let at = |corner: u32| town.mesh.corners[corner as usize];
    let (a, b, c) = (at(back), at(corner), at(other_end(town, edge, corner)));
    let ahead = (b - a).x * (c - b).x + (b - a).y * (c - b).y;
    let room = (distance(a, b) * distance(b, c)).max(f64::MIN_POSITIVE);
    let aside = turn(a, b, c).abs() / room;
    if ahead > 0.0 { aside } else { 2.0 - aside }
}

fn tags(street: Street, name: &str, rng: &mut Rng) -> Tags {
    let named = |kind: &str| vec![tag("highway", kind), tag("name", name)];
    match street {
        Street::Main => named("primary"),
        Street::Side if rng.chance(0.06) => [named("residential"), vec![tag("oneway", "yes")]].concat(),
        Street::Side => named("residential"),
        Street::Lane => named("unclassified"),
        Street::Footpath if rng.chance(0.08) => vec![tag("highway", "steps")],
        Street::Footpath => vec![tag("highway", "footway")],
        Street::Drive => vec![tag("highway", "service"), tag("access", "private")],
        Street::Bridge => [named("primary"), vec![tag("bridge", "yes")]].concat(),
        Street::Footbridge if rng.chance(0.5) => vec![tag("highway", "steps"), tag("bridge", "yes")],
        Street::Footbridge => vec![tag("highway", "footway"), tag("bridge", "yes")],
    }
}

/// What mappers call a kind of building, where they map it at all.
fn mapped(kind: &str) -> Option<(&'static str, &'static str)> {
    Some(match kind {
        "Library" => ("amenity", "library"),
        "Fire station" => ("amenity", "fire_station"),
        "Police station" | "Police headquarters" => ("amenity", "police"),
        "Community centre" | "Village hall" | "Church hall" => ("amenity", "community_centre"),
        "Surgery premises" => ("amenity", "doctors"),
        "Health centre" => ("amenity", "clinic"),
        "Hospital" => ("amenity", "hospital"),
        "Primary school" | "Primary academy" | "Secondary academy" => ("amenity", "school"),
        "Town hall" => ("amenity", "townhall"),
        "Leisure centre" => ("leisure", "sports_centre"),
        "Museum" => ("tourism", "museum"),
        _ => return None,
    })
}

/// Places along the streets. Mappers miss one in eight, and stand a few metres off.
fn places(town: &Town, estate: &Estate) -> Result<Vec<Node>, SampleError> {
    let mut rng = Rng::named(town.seed, "mapped places");
    let mut nodes = Vec::new();
    for (at, asset) in estate.assets.iter().enumerate() {
        let (missed, off) = (rng.chance(0.125), Point { x: rng.range(-9.0, 9.0), y: rng.range(-9.0, 9.0) });
        if let Some(kind) = mapped(asset.kind).filter(|_| !missed) {
            let id = PLACES + i64::from(small(at));
            nodes.push(node(id, between(asset.at, asset.at + off, 1.0), place_tags(asset, kind, town))?);
        }
    }
    Ok(nodes)
}

fn place_tags(asset: &Asset, (key, value): (&str, &str), town: &Town) -> Tags {
    vec![
        tag(key, value),
        tag("name", &asset.name),
        tag("operator", asset.owner),
        tag("addr:street", &asset.street),
        tag("addr:postcode", town.postal.of(asset.block)),
    ]
}
