//! The arcs of a topology: quantised steps turned back into coordinates.

use geo_types::Coord;
use serde::de::{DeserializeSeed, Deserializer, Error as _};

use super::super::found::{Halt, unreadable};
use super::super::json::{Nested, NestedSeed, Tally};

/// Arcs as they stand in the file.
#[derive(Debug, Default)]
pub(super) struct Raw(Vec<Vec<Coord<f64>>>);

/// The way from quantised steps to coordinates.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Transform {
    scale: [f64; 2],
    translate: [f64; 2],
}

/// Arcs in coordinates.
#[derive(Debug)]
pub(super) struct Arcs {
    arcs: Vec<Vec<Coord<f64>>>,
    transform: Option<Transform>,
}

impl Raw {
    /// Sums up the steps of each arc where there is a transform.
    pub(super) fn finish(self, transform: Option<Transform>) -> Result<Arcs, Halt> {
        let mut arcs = self.0;
        if let Some(transform) = transform {
            let finite = transform.scale.iter().chain(&transform.translate).all(|number| number.is_finite());
            if !finite {
                return Err(unreadable(
                    "the transform of the topology is not four numbers",
                    "Export it again.",
                ));
            }
            for arc in &mut arcs {
                let mut at = Coord { x: 0.0, y: 0.0 };
                for step in arc {
                    at = at + *step;
                    *step = transform.apply(at);
                }
            }
        }
        Ok(Arcs { arcs, transform })
    }
}

impl Transform {
    fn apply(&self, at: Coord<f64>) -> Coord<f64> {
        Coord { x: at.x * self.scale[0] + self.translate[0], y: at.y * self.scale[1] + self.translate[1] }
    }
}

impl Arcs {
    /// How many points the arcs of these indexes have together.
    pub(super) fn count(&self, indexes: &[i64]) -> u64 {
        indexes.iter().filter_map(|index| self.find(*index)).map(|(arc, _)| arc.len() as u64).sum()
    }

    /// Joins arcs into a line. A negative index `-1 - i` walks arc `i` backwards;
    /// the point where two arcs meet is kept once.
    pub(super) fn join(&self, indexes: &[i64]) -> Result<Vec<Coord<f64>>, String> {
        let mut line: Vec<Coord<f64>> = Vec::new();
        for index in indexes {
            let Some((arc, backwards)) = self.find(*index) else {
                return Err(format!("arc {index} is not among the {} arcs of the topology", self.arcs.len()));
            };
            line.pop();
            if backwards {
                line.extend(arc.iter().rev());
            } else {
                line.extend(arc);
            }
        }
        Ok(line)
    }

    /// A position of a point, which is quantised but not a step.
    pub(super) fn place(&self, at: Coord<f64>) -> Coord<f64> {
        self.transform.map_or(at, |transform| transform.apply(at))
    }

    fn find(&self, index: i64) -> Option<(&[Coord<f64>], bool)> {
        let backwards = index < 0;
        let index = if backwards { !index } else { index };
        let arc = self.arcs.get(usize::try_from(index).ok()?)?;
        Some((arc, backwards))
    }
}

/// Reads the `arcs` member of the topology.
pub(super) struct ArcsSeed {
    /// The most positions and lists that are read.
    pub(super) limit: u64,
}

impl<'de> DeserializeSeed<'de> for ArcsSeed {
    type Value = Raw;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Raw, D::Error> {
        let seed = NestedSeed { tally: &mut Tally::default(), limit: self.limit };
        match seed.deserialize(deserializer)? {
            Nested::Empty => Ok(Raw::default()),
            Nested::Rings(arcs) => Ok(Raw(arcs)),
            _ => Err(D::Error::custom("the arcs of the topology are not lists of positions")),
        }
    }
}

/// Reads the `transform` member.
pub(super) struct TransformSeed;

impl<'de> DeserializeSeed<'de> for TransformSeed {
    type Value = Option<Transform>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        #[derive(serde::Deserialize)]
        struct Written {
            scale: [f64; 2],
            translate: [f64; 2],
        }
        let written = <Option<Written> as serde::Deserialize>::deserialize(deserializer)?;
        Ok(written.map(|Written { scale, translate }| Transform { scale, translate }))
    }
}
