//! The areas that people drew or put together and saved.

use std::borrow::Cow;

use geo::{BoundingRect, Intersects};
use geo_types::{Coord, Rect};
use jiff::tz::TimeZone;

use crate::api::ogc::source::Source;
use crate::custom::SavedArea;
use crate::export::{Features, Property, Shape, ShapeKind, Value};
use crate::model::Missing;
use crate::table::ColumnKind;

/// Saved areas, in the order in which they were saved.
///
/// They belong to no version: a page starts at the number of an id, which is
/// never given again, so one that is deleted in between shifts no other.
pub(in crate::api::ogc) struct CustomAreas {
    saved: Vec<SavedArea>,
    properties: Vec<Property>,
}

impl CustomAreas {
    pub(in crate::api::ogc) fn new(saved: Vec<SavedArea>) -> Self {
        let mut properties: Vec<Property> =
            PROPERTIES.iter().map(|(name, title, kind)| Property::new(name, title, *kind)).collect();
        if let Some(version) = properties.iter_mut().find(|property| property.name == "place_version") {
            version.is_whole = true;
        }
        Self { saved, properties }
    }
}

const PROPERTIES: [(&str, &str, ColumnKind); 8] = [
    ("id", "Id of the area", ColumnKind::Text),
    ("name", "Name", ColumnKind::Text),
    ("made", "How it was made", ColumnKind::Text),
    ("made_from", "What it was made from, in words", ColumnKind::Text),
    ("area_m2", "Area in square metres", ColumnKind::Number),
    ("place_version", "Version of the place that it was made with", ColumnKind::Number),
    ("saved", "Day on which it was saved", ColumnKind::Day),
    ("renamed", "Day on which it was last renamed", ColumnKind::Day),
];

/// The number in an id such as `c12`.
fn number(id: &str) -> u64 {
    id.trim_start_matches(|c: char| !c.is_ascii_digit()).parse().unwrap_or(0)
}

impl Features for CustomAreas {
    fn properties(&self) -> &[Property] {
        &self.properties
    }

    fn shapes(&self) -> ShapeKind {
        ShapeKind::Areas
    }

    fn len(&self) -> usize {
        self.saved.len()
    }

    fn value(&self, row: usize, property: usize) -> Result<Value<'_>, Missing> {
        let saved = &self.saved[row];
        let text = |text: &str| Ok(Value::Text(Cow::Owned(text.to_owned())));
        let day = |moment: jiff::Timestamp| Ok(Value::Day(moment.to_zoned(TimeZone::UTC).date()));
        match property {
            0 => Ok(Value::Text(Cow::Borrowed(&saved.id))),
            1 => text(&saved.name.to_string()),
            2 => text(saved.area.made.key()),
            3 => text(&saved.area.made.words()),
            4 => Ok(Value::Number(saved.area.area_m2)),
            5 => Ok(Value::Number(saved.area.place_version as f64)),
            6 => day(saved.created),
            // The last change of an area that was only saved is its saving.
            _ if saved.changed == saved.created => Err(Missing::NotApplicable),
            _ => day(saved.changed),
        }
    }

    fn shape(&self, row: usize) -> Option<Shape<'_>> {
        Some(Shape::Area(Cow::Borrowed(&self.saved[row].area.shape)))
    }
}

impl Source for CustomAreas {
    fn id(&self, row: usize) -> Cow<'_, str> {
        Cow::Borrowed(&self.saved[row].id)
    }

    fn find(&self, id: &str) -> Option<usize> {
        self.saved.iter().position(|saved| saved.id == id)
    }

    fn near(&self, min: Coord<f64>, max: Coord<f64>) -> Vec<usize> {
        if min.x > max.x || min.y > max.y {
            return Vec::new();
        }
        let wanted = Rect::new(min, max);
        let meets =
            |saved: &SavedArea| saved.area.shape.bounding_rect().is_some_and(|r| r.intersects(&wanted));
        self.saved.iter().enumerate().filter(|(_, saved)| meets(saved)).map(|(at, _)| at).collect()
    }

    fn mark(&self, row: usize) -> u64 {
        number(&self.saved[row].id)
    }

    fn row_of_mark(&self, mark: u64) -> usize {
        self.saved.iter().position(|saved| number(&saved.id) >= mark).unwrap_or(self.saved.len())
    }
}
