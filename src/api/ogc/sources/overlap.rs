//! What two editions of layers share: a feature for each pair of areas.

use std::borrow::Cow;
use std::sync::Arc;

use geo::BooleanOps;
use geo_types::Coord;

use crate::api::ogc::source::Source;
use crate::crosswalk::lineage::Vintage;
use crate::engine::{Engine, Pair};
use crate::export::{Features, Property, Shape, ShapeKind, Value};
use crate::geom::Grid;
use crate::geom::repair::wound;
use crate::layer::Layer;
use crate::model::{EditionKey, Missing};
use crate::table::ColumnKind;

/// The pieces of two layers. Their figures were measured with the layers as
/// they are held; a piece's shape is cut when it is asked for.
pub(in crate::api::ogc) struct Overlaps<'a> {
    engine: &'a Engine,
    from: &'a Layer,
    to: &'a Layer,
    pair: Arc<Pair>,
    properties: Vec<Property>,
}

impl<'a> Overlaps<'a> {
    pub(in crate::api::ogc) fn new(
        engine: &'a Engine,
        from: &EditionKey,
        to: &EditionKey,
        pair: Arc<Pair>,
    ) -> Option<Self> {
        let properties = PROPERTIES.map(|(name, title, kind)| Property::new(name, title, kind)).into();
        Some(Self { engine, from: engine.layer(from)?, to: engine.layer(to)?, pair, properties })
    }
}

const PROPERTIES: [(&str, &str, ColumnKind); 11] = [
    ("code", "Code of the area in the first layer", ColumnKind::Text),
    ("name", "Name of the area in the first layer", ColumnKind::Text),
    ("against_code", "Code of the area in the second layer", ColumnKind::Text),
    ("against_name", "Name of the area in the second layer", ColumnKind::Text),
    ("ground_m2", "Ground in both, in square metres", ColumnKind::Number),
    ("share_of_ground", "Share of the first area's ground, 0 to 1", ColumnKind::Number),
    ("share_of_against_ground", "Share of the second area's ground, 0 to 1", ColumnKind::Number),
    ("people", "People in both", ColumnKind::Number),
    ("share_of_people", "Share of the first area's people, 0 to 1", ColumnKind::Number),
    ("share_of_against_people", "Share of the second area's people, 0 to 1", ColumnKind::Number),
    ("relation", "How the first area lies to the second", ColumnKind::Text),
];

impl Features for Overlaps<'_> {
    fn properties(&self) -> &[Property] {
        &self.properties
    }

    fn shapes(&self) -> ShapeKind {
        ShapeKind::Areas
    }

    fn len(&self) -> usize {
        self.pair.pieces.pieces.len()
    }

    fn value(&self, row: usize, property: usize) -> Result<Value<'_>, Missing> {
        let pieces = &self.pair.pieces;
        let piece = &pieces.pieces[row];
        let text = |text: &'_ str| Ok(Value::Text(Cow::Owned(text.to_owned())));
        let name = |name: Option<&str>| name.map_or(Err(Missing::NotGiven), text);
        let number = |number: Option<f64>| number.map(Value::Number).ok_or(Missing::NotApplicable);
        match property {
            0 => text(self.pair.first.code(piece.from).as_str()),
            1 => name(self.pair.first.name(piece.from)),
            2 => text(self.pair.second.code(piece.to).as_str()),
            3 => name(self.pair.second.name(piece.to)),
            4 => number(Some(piece.ground_m2)),
            5 => number(Some(pieces.of_from(piece).ground)),
            6 => number(Some(pieces.of_to(piece).ground)),
            7 => number(piece.people),
            8 => number(pieces.of_from(piece).people),
            9 => number(pieces.of_to(piece).people),
            _ => text(piece.relation.key()),
        }
    }

    fn shape(&self, row: usize) -> Option<Shape<'_>> {
        let piece = &self.pair.pieces.pieces[row];
        let (from, to) = (&self.from.areas[piece.from as usize], &self.to.areas[piece.to as usize]);
        let shared = wound(&from.shape.intersection(&to.shape));
        (!shared.0.is_empty()).then_some(Shape::Area(Cow::Owned(shared)))
    }
}

impl Source for Overlaps<'_> {
    fn id(&self, row: usize) -> Cow<'_, str> {
        let piece = &self.pair.pieces.pieces[row];
        Cow::Owned(format!("{}~{}", self.pair.first.code(piece.from), self.pair.second.code(piece.to)))
    }

    fn find(&self, id: &str) -> Option<usize> {
        let (from, to) = id.split_once('~')?;
        let position = |vintage: &Vintage, code: &str| {
            let found = (0..vintage.len())
                .find(|at| u32::try_from(*at).is_ok_and(|at| vintage.code(at).as_str() == code))?;
            u32::try_from(found).ok()
        };
        let wanted = (position(&self.pair.first, from)?, position(&self.pair.second, to)?);
        self.pair.pieces.pieces.binary_search_by_key(&wanted, |piece| (piece.from, piece.to)).ok()
    }

    fn near(&self, min: Coord<f64>, max: Coord<f64>) -> Vec<usize> {
        let near = |key: &EditionKey| self.engine.near_box(key, Grid::from(min), Grid::from(max));
        let (from, to) = (near(&self.from.edition), near(&self.to.edition));
        let holds = |list: &[usize], at: u32| list.binary_search(&(at as usize)).is_ok();
        let pieces = self.pair.pieces.pieces.iter().enumerate();
        let found = pieces.filter(|(_, piece)| holds(&from, piece.from) && holds(&to, piece.to));
        found.map(|(at, _)| at).collect()
    }
}
