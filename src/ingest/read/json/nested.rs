//! Coordinates: numbers in lists in lists, typed by how deep they nest.
//!
//! The `type` of a shape may stand after its coordinates, so these are read
//! without knowing it and matched afterwards.

use geo_types::{Coord, Geometry, LineString, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon};
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// Lists of coordinates by depth. What stands where a number should is `NaN`,
/// so that it is reported with its ring and point like any other bad number.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::ingest::read) enum Nested {
    /// A list without anything in it.
    Empty,
    /// One position.
    Position(Coord<f64>),
    /// A list of positions.
    Line(Vec<Coord<f64>>),
    /// A list of lists of positions.
    Rings(Vec<Vec<Coord<f64>>>),
    /// And one deeper.
    Polygons(Vec<Vec<Vec<Coord<f64>>>>),
    /// Lists of different depth beside each other.
    Mixed,
}

/// Counts kept while coordinates stream by.
#[derive(Debug, Default)]
pub(in crate::ingest::read) struct Tally {
    /// Positions and lists so far.
    pub(in crate::ingest::read) points: u64,
    /// Positions with more than two numbers.
    pub(in crate::ingest::read) heights: u64,
}

/// Reads one `coordinates` member. Fails once more than `limit` positions and
/// lists have gone by.
pub(in crate::ingest::read) struct NestedSeed<'t> {
    /// What was counted, across the shapes of the file.
    pub(in crate::ingest::read) tally: &'t mut Tally,
    /// The most positions and lists that are read.
    pub(in crate::ingest::read) limit: u64,
}

/// The text of the error that stands for "past the limit of points".
pub(in crate::ingest::read) const TOO_MANY_POINTS: &str = "too many points";

/// Makes a shape of a GeoJSON type. `Ok(None)` is an empty shape.
///
/// # Errors
/// What is wrong: an unknown type, or coordinates that nest otherwise. The
/// number of rings that had to be closed comes with a shape.
pub(in crate::ingest::read) fn geometry_of(
    kind: &str,
    nested: Nested,
) -> Result<Option<(Geometry<f64>, u64)>, String> {
    let geometry: Geometry<f64> = match (kind, nested) {
        (
            "Point" | "MultiPoint" | "LineString" | "MultiLineString" | "Polygon" | "MultiPolygon",
            Nested::Empty,
        ) => return Ok(None),
        ("Point", Nested::Position(at)) => Point(at).into(),
        ("MultiPoint", Nested::Line(line)) => MultiPoint(line.into_iter().map(Point).collect()).into(),
        ("LineString", Nested::Line(line)) => LineString(line).into(),
        ("MultiLineString", Nested::Rings(lines)) => {
            MultiLineString(lines.into_iter().map(LineString).collect()).into()
        }
        ("Polygon", Nested::Rings(rings)) => {
            let unclosed = unclosed(&rings);
            return Ok(polygon_of(rings).map(|polygon| (polygon.into(), unclosed)));
        }
        ("MultiPolygon", Nested::Rings(rings)) if rings.iter().all(Vec::is_empty) => return Ok(None),
        ("MultiPolygon", Nested::Polygons(polygons)) => {
            let unclosed = polygons.iter().map(|rings| unclosed(rings)).sum();
            let polygons: Vec<_> = polygons.into_iter().filter_map(polygon_of).collect();
            let shape = (!polygons.is_empty()).then(|| MultiPolygon(polygons).into());
            return Ok(shape.map(|shape| (shape, unclosed)));
        }
        ("Point" | "MultiPoint" | "LineString" | "MultiLineString" | "Polygon" | "MultiPolygon", _) => {
            return Err(format!("the coordinates are not nested as those of a {kind}"));
        }
        _ => return Err(format!("'{}' is not a type of shape", kind.chars().take(40).collect::<String>())),
    };
    Ok(Some((geometry, 0)))
}

/// A polygon of its rings, the shell first; `None` when there is no shell.
pub(in crate::ingest::read) fn polygon_of(rings: Vec<Vec<Coord<f64>>>) -> Option<Polygon<f64>> {
    // Layers are held whole: no list keeps room that it grew and does not need.
    let mut rings = rings.into_iter().filter(|ring| !ring.is_empty()).map(|mut ring| {
        ring.shrink_to_fit();
        LineString(ring)
    });
    let shell = rings.next()?;
    let mut holes = Vec::new();
    holes.extend(rings);
    holes.shrink_to_fit();
    Some(Polygon::new(shell, holes))
}

fn unclosed(rings: &[Vec<Coord<f64>>]) -> u64 {
    rings.iter().filter(|ring| ring.first() != ring.last()).count() as u64
}

impl Nested {
    fn with(self, child: Self) -> Self {
        match (self, child) {
            (Self::Empty, Self::Position(at)) => Self::Line(vec![at]),
            (Self::Line(mut line), Self::Position(at)) => {
                line.push(at);
                Self::Line(line)
            }
            (Self::Empty, Self::Empty) => Self::Rings(vec![Vec::new()]),
            (Self::Empty, Self::Line(line)) => Self::Rings(vec![line]),
            (Self::Rings(mut rings), Self::Line(line)) => {
                rings.push(line);
                Self::Rings(rings)
            }
            (Self::Rings(mut rings), Self::Empty) => {
                rings.push(Vec::new());
                Self::Rings(rings)
            }
            (Self::Empty, Self::Rings(rings)) => Self::Polygons(vec![rings]),
            (Self::Polygons(mut polygons), Self::Rings(rings)) => {
                polygons.push(rings);
                Self::Polygons(polygons)
            }
            (Self::Polygons(mut polygons), Self::Empty) => {
                polygons.push(Vec::new());
                Self::Polygons(polygons)
            }
            _ => Self::Mixed,
        }
    }
}

enum Item {
    Number(f64),
    List(Nested),
}

impl<'de> DeserializeSeed<'de> for NestedSeed<'_> {
    type Value = Nested;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Nested, D::Error> {
        match (ItemSeed(self)).deserialize(deserializer)? {
            Item::List(nested) => Ok(nested),
            Item::Number(_) => Ok(Nested::Mixed),
        }
    }
}

struct ItemSeed<'t>(NestedSeed<'t>);

impl<'de> DeserializeSeed<'de> for ItemSeed<'_> {
    type Value = Item;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Item, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for ItemSeed<'_> {
    type Value = Item;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("numbers in lists")
    }

    fn visit_f64<E>(self, number: f64) -> Result<Item, E> {
        Ok(Item::Number(number))
    }

    #[expect(clippy::cast_precision_loss, reason = "a coordinate beyond 2^53 is no place on earth")]
    fn visit_i64<E>(self, number: i64) -> Result<Item, E> {
        Ok(Item::Number(number as f64))
    }

    #[expect(clippy::cast_precision_loss, reason = "a coordinate beyond 2^53 is no place on earth")]
    fn visit_u64<E>(self, number: u64) -> Result<Item, E> {
        Ok(Item::Number(number as f64))
    }

    fn visit_unit<E>(self) -> Result<Item, E> {
        Ok(Item::Number(f64::NAN))
    }

    fn visit_bool<E>(self, _flag: bool) -> Result<Item, E> {
        Ok(Item::Number(f64::NAN))
    }

    fn visit_str<E>(self, _text: &str) -> Result<Item, E> {
        Ok(Item::Number(f64::NAN))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Item, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Item::Number(f64::NAN))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Item, A::Error> {
        let NestedSeed { tally, limit } = self.0;
        tally.points += 1;
        if tally.points > limit {
            return Err(serde::de::Error::custom(TOO_MANY_POINTS));
        }
        let mut numbers = [f64::NAN; 2];
        let mut count = 0_usize;
        let mut lists = Nested::Empty;
        let mut has_lists = false;
        while let Some(item) = seq.next_element_seed(ItemSeed(NestedSeed { tally: &mut *tally, limit }))? {
            match item {
                Item::Number(number) => {
                    if let Some(slot) = numbers.get_mut(count) {
                        *slot = number;
                    }
                    count += 1;
                }
                Item::List(child) => {
                    has_lists = true;
                    lists = lists.with(child);
                }
            }
        }
        tally.heights += u64::from(count > 2);
        Ok(Item::List(match (count > 0, has_lists) {
            (false, _) => lists,
            (true, false) => Nested::Position(Coord { x: numbers[0], y: numbers[1] }),
            (true, true) => Nested::Mixed,
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Nested {
        let seed = NestedSeed { tally: &mut Tally::default(), limit: 100 };
        seed.deserialize(&mut serde_json::Deserializer::from_str(text)).expect("json")
    }

    #[test]
    fn lists_are_typed_by_their_depth() {
        assert_eq!(read("[1,2,3]"), Nested::Position(Coord { x: 1.0, y: 2.0 }));
        assert!(matches!(read("[[1,2]]"), Nested::Line(line) if line.len() == 1));
        assert!(matches!(read("[[[1,2],[3,4]],[]]"), Nested::Rings(rings) if rings.len() == 2));
        assert!(matches!(read("[[[[1,2]]]]"), Nested::Polygons(_)));
        assert_eq!(read("[]"), Nested::Empty);
        for mixed in ["[1,[2]]", "[[1,2],[[1,2]]]", "[[[[[1,2]]]]]", "7"] {
            assert_eq!(read(mixed), Nested::Mixed, "{mixed}");
        }
    }

    #[test]
    fn what_is_no_number_is_nan() {
        let Nested::Position(at) = read("[null,\"52\"]") else { panic!("a position") };
        assert!(at.x.is_nan() && at.y.is_nan());
        assert!(matches!(read("[1]"), Nested::Position(at) if at.y.is_nan()));
    }

    #[test]
    fn a_shape_must_nest_as_its_type_says() {
        assert!(geometry_of("Polygon", read("[[1,2]]")).is_err());
        assert!(geometry_of("Circle", read("[1,2]")).is_err());
        assert_eq!(geometry_of("MultiPolygon", read("[[]]")), Ok(None));
        let open =
            geometry_of("Polygon", read("[[[0,0],[1,0],[1,1]]]")).expect("a shape").expect("not empty");
        assert_eq!(open.1, 1);
    }
}
