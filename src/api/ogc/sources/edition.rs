//! An edition of a layer, register or table.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use geo_types::Coord;

use crate::api::describe::extent;
use crate::api::ogc::source::Source;
use crate::engine::{Edition, EditionData, Engine};
use crate::export::{
    Features, Field, Property, Rows, Shape, ShapeKind, Value, properties, shape_of, shapes_of, value_of,
};
use crate::geom::Grid;
use crate::model::Missing;
use crate::views::dataset::ExtentView;

/// The rows of an edition as features.
pub(in crate::api::ogc) struct EditionRows<'a> {
    engine: &'a Engine,
    edition: &'a Edition,
    about: Arc<About>,
}

/// What is worked out once of an edition.
#[derive(Debug)]
pub(in crate::api::ogc) struct About {
    fields: Vec<Field>,
    pub(in crate::api::ogc) properties: Vec<Property>,
    /// The ids of a register's or table's rows: the id of a record, or the
    /// number of a table's row. Where a register repeats an id, the number of
    /// the published record follows: `A1@12`.
    ids: Vec<Box<str>>,
    by_id: BTreeMap<Box<str>, u32>,
    pub(in crate::api::ogc) extent: Option<ExtentView>,
}

impl About {
    pub(in crate::api::ogc) fn of(engine: &Engine, edition: &Edition) -> Self {
        let rows = Rows::new(edition);
        let ids = ids(edition);
        let numbered = (0_u32..).zip(&ids).map(|(at, id)| (id.clone(), at));
        Self {
            properties: properties(&rows),
            by_id: numbered.collect(),
            extent: engine.bounds(&edition.key).map(extent),
            fields: rows.fields().to_vec(),
            ids,
        }
    }
}

impl<'a> EditionRows<'a> {
    pub(in crate::api::ogc) fn new(engine: &'a Engine, edition: &'a Edition, about: Arc<About>) -> Self {
        Self { engine, edition, about }
    }
}

impl Features for EditionRows<'_> {
    fn properties(&self) -> &[Property] {
        &self.about.properties
    }

    fn shapes(&self) -> ShapeKind {
        shapes_of(self.edition)
    }

    fn len(&self) -> usize {
        self.edition.attributes().len()
    }

    fn value(&self, row: usize, property: usize) -> Result<Value<'_>, Missing> {
        value_of(self.edition, row, &self.about.fields[property])
    }

    fn shape(&self, row: usize) -> Option<Shape<'_>> {
        shape_of(self.edition, row)
    }
}

impl Source for EditionRows<'_> {
    fn id(&self, row: usize) -> Cow<'_, str> {
        match &self.edition.data {
            EditionData::Layer(layer) => Cow::Borrowed(layer.areas[row].code.as_str()),
            _ => Cow::Borrowed(&self.about.ids[row]),
        }
    }

    fn find(&self, id: &str) -> Option<usize> {
        match &self.edition.data {
            EditionData::Layer(_) => self.engine.area(&self.edition.key, id).map(|(at, _)| at),
            _ => self.about.by_id.get(id).map(|at| *at as usize),
        }
    }

    fn near(&self, min: Coord<f64>, max: Coord<f64>) -> Vec<usize> {
        self.engine.near_box(&self.edition.key, Grid::from(min), Grid::from(max))
    }
}

fn ids(edition: &Edition) -> Vec<Box<str>> {
    let number = |row: usize| edition.attributes().source_row(row);
    match &edition.data {
        // An area's code is its id; the engine finds it.
        EditionData::Layer(_) => Vec::new(),
        EditionData::Table(table) => {
            (0..table.table.len()).map(|row| number(row).to_string().into()).collect()
        }
        EditionData::Network(streets) => {
            (1..=streets.segments.len()).map(|row| row.to_string().into()).collect()
        }
        EditionData::Register(register) => {
            let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
            for record in &register.records {
                *seen.entry(&record.id).or_default() += 1;
            }
            let records = register.records.iter().enumerate();
            let id = |(row, id): (usize, &str)| match seen.get(id) {
                Some(1) | None => id.into(),
                Some(_) => format!("{id}@{}", number(row)).into(),
            };
            records.map(|(row, record)| id((row, &record.id))).collect()
        }
    }
}
