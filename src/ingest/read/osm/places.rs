//! The places of an extract: libraries, surgeries, schools, halls and all that
//! people go to, as records at points.
//!
//! A place may be a point, the outline of a building or a relation of several
//! outlines; outlines give their middle. The first key of [`KINDS`] that a
//! thing bears says what kind it is.

use std::collections::{BTreeMap, BTreeSet};

use geo::Centroid;
use geo_types::{Coord, Geometry, LineString, Point, Polygon};
use osmpbf::{Element, RelMemberType};

use super::super::found::{Halt, over_limit};
use super::super::{Limits, ReadOptions, SourceBytes};
use super::elements::{Budget, gather, node, tags};
use super::frames::{self, Frame};
use crate::check::{Fault, Place};
use crate::draft::{Cell, DeclaredCrs, Draft, DraftRow, Tags};
use crate::geom::{Crs, LonLat};

/// Keys whose value is the kind of a place, the first that is borne first.
const KINDS: [&str; 7] = ["amenity", "healthcare", "leisure", "office", "emergency", "tourism", "shop"];

/// Kinds that are no places to go to, but things in the street.
const FURNITURE: [&str; 34] = [
    "bench",
    "waste_basket",
    "waste_disposal",
    "recycling",
    "post_box",
    "telephone",
    "parking_space",
    "bicycle_parking",
    "motorcycle_parking",
    "grit_bin",
    "vending_machine",
    "clock",
    "drinking_water",
    "watering_place",
    "fountain",
    "hunting_stand",
    "shelter",
    "charging_station",
    "bbq",
    "lounger",
    "loading_dock",
    "compressed_air",
    "smoking_area",
    "fire_hydrant",
    "defibrillator",
    "phone",
    "life_ring",
    "siren",
    "water_tank",
    "suction_point",
    "picnic_table",
    "firepit",
    "slipway",
    "garden",
];

/// Columns that come from one tag each, with the tag.
const COLUMNS: [(&str, &str); 12] = [
    ("name", "name"),
    ("operator", "operator"),
    ("address number", "addr:housenumber"),
    ("address street", "addr:street"),
    ("address town", "addr:city"),
    ("postcode", "addr:postcode"),
    ("opening hours", "opening_hours"),
    ("wheelchair", "wheelchair"),
    ("access", "access"),
    ("phone", "phone"),
    ("website", "website"),
    ("ref", "ref"),
];

/// What is found in the first walk.
enum Found {
    Place(Thing),
    /// Points of a way that a relation may need.
    Outline(i64, Vec<i64>),
}

/// A place before its points are known.
struct Thing {
    id: String,
    tags: Tags,
    shape: Shape,
}

enum Shape {
    Point(LonLat),
    Way(Vec<i64>),
    /// Ways that are outer outlines.
    Relation(Vec<i64>),
}

pub(super) fn read(
    source: &SourceBytes<'_>,
    options: &ReadOptions,
    limits: &Limits,
) -> Result<Draft, Vec<Fault>> {
    let frames = frames::cut(source.bytes, limits).map_err(|halt| vec![*halt])?;
    let outlines = outlines_of_relations(&frames, limits)?;
    let (mut things, mut ways) = (Vec::new(), BTreeMap::new());
    let budget = Budget::new(limits);
    for found in
        gather(&frames, &Budget::new(limits), |element, found| thing(element, &budget, &outlines, found))?
    {
        match found {
            Found::Place(thing) => things.push(thing),
            Found::Outline(id, refs) => _ = ways.insert(id, refs),
        }
    }
    if things.len() as u64 > limits.rows {
        let message = format!("the extract holds {} places; at most {} are read", things.len(), limits.rows);
        return Err(vec![*over_limit(Place::default(), message)]);
    }
    let points = points_of(&frames, limits, &things, &ways)?;
    Ok(draft(source, options, &things, &ways, &points))
}

/// The ways that outline a place which is a relation.
fn outlines_of_relations(frames: &[Frame<'_>], limits: &Limits) -> Result<BTreeSet<i64>, Vec<Fault>> {
    let ids = gather(frames, &Budget::new(limits), |element, found| {
        if let Element::Relation(relation) = element
            && relation.tags().any(|(key, value)| is_place(key, value))
        {
            found.extend(outer(&relation));
        }
        Ok(())
    })?;
    Ok(ids.into_iter().collect())
}

fn outer(relation: &osmpbf::Relation<'_>) -> Vec<i64> {
    let ways = relation.members().filter(|member| member.member_type == RelMemberType::Way);
    ways.filter(|member| member.role().is_ok_and(|role| role != "inner")).map(|m| m.member_id).collect()
}

fn is_place(key: &str, value: &str) -> bool {
    KINDS.contains(&key) && !FURNITURE.contains(&value) && value != "no"
}

/// The kind of a place, and the key that says so.
fn kind(tags: &Tags) -> Option<(&str, &str)> {
    let borne = KINDS.iter().filter_map(|key| Some((*key, tags.get(key)?)));
    borne.into_iter().find(|(key, value)| is_place(key, value))
}

fn thing(
    element: Element<'_>,
    budget: &Budget,
    outlines: &BTreeSet<i64>,
    found: &mut Vec<Found>,
) -> Result<(), Halt> {
    let mut place = |id: String, tags: Tags, shape: Shape| {
        if kind(&tags).is_some() {
            found.push(Found::Place(Thing { id, tags, shape }));
        }
    };
    match element {
        Element::Way(way) => {
            if way.tags().any(|(key, value)| is_place(key, value)) {
                let tags = tags(way.tags(), budget, |_| true)?;
                place(format!("way/{}", way.id()), tags, Shape::Way(way.refs().collect()));
            }
            if outlines.contains(&way.id()) {
                found.push(Found::Outline(way.id(), way.refs().collect()));
            }
        }
        Element::Relation(relation) => {
            if relation.tags().any(|(key, value)| is_place(key, value)) {
                let tags = tags(relation.tags(), budget, |_| true)?;
                place(format!("relation/{}", relation.id()), tags, Shape::Relation(outer(&relation)));
            }
        }
        other => {
            return node(other, |node| {
                let tags = tags(node.tags, budget, |_| true)?;
                place(format!("node/{}", node.id), tags, Shape::Point(node.at));
                Ok(())
            });
        }
    }
    Ok(())
}

/// Where the points of outlines lie.
fn points_of(
    frames: &[Frame<'_>],
    limits: &Limits,
    things: &[Thing],
    ways: &BTreeMap<i64, Vec<i64>>,
) -> Result<BTreeMap<i64, LonLat>, Vec<Fault>> {
    let of_things = things.iter().filter_map(|thing| match &thing.shape {
        Shape::Way(refs) => Some(refs),
        _ => None,
    });
    let wanted: BTreeSet<i64> = of_things.chain(ways.values()).flatten().copied().collect();
    let found = gather(frames, &Budget::new(limits), |element, found| {
        node(element, |node| {
            if wanted.contains(&node.id) {
                found.push((node.id, node.at));
            }
            Ok(())
        })
    })?;
    Ok(found.into_iter().collect())
}

fn draft(
    source: &SourceBytes<'_>,
    options: &ReadOptions,
    things: &[Thing],
    ways: &BTreeMap<i64, Vec<i64>>,
    points: &BTreeMap<i64, LonLat>,
) -> Draft {
    let mut draft = Draft::new(source.file, options.part.clone());
    draft.crs = DeclaredCrs::Known(Crs::LonLat);
    draft.columns = ["osm id", "kind", "kind of"].map(str::to_owned).to_vec();
    draft.columns.extend(COLUMNS.iter().map(|(column, _)| (*column).to_owned()));
    draft.columns.push("other tags".to_owned());
    draft.rows = (1..)
        .zip(things)
        .map(|(number, thing)| DraftRow {
            number,
            geometry: middle(thing, ways, points).map(|at| Geometry::Point(Point::new(at.lon, at.lat))),
            cells: cells(thing),
        })
        .collect();
    draft
}

fn cells(thing: &Thing) -> Vec<Cell> {
    let (key, value) = kind(&thing.tags).unwrap_or_default();
    let mut cells = vec![Cell::text(&thing.id), Cell::text(value), Cell::text(key)];
    cells.extend(COLUMNS.iter().map(|(_, tag)| thing.tags.get(tag).map_or(Cell::Empty, Cell::text)));
    let told = |tag: &str| tag == key || COLUMNS.iter().any(|(_, told)| *told == tag);
    let other: Vec<String> = thing
        .tags
        .0
        .iter()
        .filter(|(tag, _)| !told(tag))
        .map(|(tag, value)| format!("{tag}={value}"))
        .collect();
    cells.push(Cell::text(&other.join("; ")));
    cells
}

/// The middle of a place; `None` where the extract holds none of its points.
fn middle(thing: &Thing, ways: &BTreeMap<i64, Vec<i64>>, points: &BTreeMap<i64, LonLat>) -> Option<LonLat> {
    let line = |refs: &[i64]| -> Vec<Coord<f64>> {
        refs.iter().filter_map(|id| points.get(id)).map(|at| Coord { x: at.lon, y: at.lat }).collect()
    };
    let outlines: Vec<Vec<Coord<f64>>> = match &thing.shape {
        Shape::Point(at) => return Some(*at),
        Shape::Way(refs) => vec![line(refs)],
        Shape::Relation(outer) => outer.iter().filter_map(|id| ways.get(id)).map(|refs| line(refs)).collect(),
    };
    let rings = outlines.iter().filter(|line| line.len() > 3 && line.first() == line.last());
    let shapes = rings.map(|ring| Polygon::new(LineString(ring.clone()), Vec::new()));
    let by_area = geo_types::MultiPolygon(shapes.collect()).centroid();
    let all: Vec<Point<f64>> = outlines.iter().flatten().map(|at| Point::from(*at)).collect();
    let middle = by_area.or_else(|| geo_types::MultiPoint(all).centroid())?;
    Some(LonLat { lon: middle.x(), lat: middle.y() })
}
