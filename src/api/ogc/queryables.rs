//! What the features of a collection have and can be filtered by, as JSON Schema.

use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use serde_json::{Map, Value, json};

use crate::api::params::Fields;
use crate::api::{App, Current, Problem, blocking};
use crate::export::{Property, ShapeKind};
use crate::pages::standards::{self, Record};
use crate::table::ColumnKind;

use super::collections;
use super::filters::PLACE;
use super::formats::{Format, SCHEMA, json as json_answer, varied};
use super::links;
use super::source::Source;

/// `/collections/{id}/queryables`
pub(super) async fn queryables(
    State(app): State<App>,
    current: Current,
    Path(id): Path<String>,
    headers: HeaderMap,
    mut fields: Fields,
) -> Result<Response, Problem> {
    let format = Format::read(&mut fields, &headers)?;
    fields.finish()?;
    blocking::run(move || {
        let collection = collections::find(&app, &current.engine, &id)?;
        let opened = collection.open(&app, &current, None)?;
        let path = links::at(&app, &format!("{}/queryables", links::collection(&collection.id)));
        if format == Format::Html {
            let each = opened.source.properties().iter();
            let page = standards::item(&Record {
                title: format!("What {} can be filtered by", collection.title),
                fields: each
                    .map(|one| (one.name.clone(), Some(format!("{} ({})", one.title, one.kind.key()))))
                    .collect(),
                ways: vec![("The same as JSON Schema".to_owned(), links::with_format(&path, "json"))],
                trail: vec![(
                    collection.title.clone(),
                    links::with_format(&links::at(&app, &links::collection(&collection.id)), "html"),
                )],
            });
            return Ok(varied(standards::show(&current.engine, &page)));
        }
        Ok(json_answer(SCHEMA, &schema(&*opened.source, &collection.title, &path)))
    })
    .await
}

fn schema(source: &dyn Source, title: &str, path: &str) -> Value {
    let mut properties: Map<String, Value> =
        source.properties().iter().map(|property| (property.name.clone(), of_property(property))).collect();
    let shape = match source.shapes() {
        ShapeKind::Points => Some("geometry-point"),
        ShapeKind::Lines => Some("geometry-linestring"),
        ShapeKind::Areas => Some("geometry-multipolygon"),
        ShapeKind::Nothing => None,
    };
    if let Some(shape) = shape {
        let role = "primary-geometry";
        properties.insert(
            PLACE.to_owned(),
            json!({ "title": "Where it lies", "format": shape, "x-ogc-role": role }),
        );
    }
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": path,
        "type": "object",
        "title": title,
        "properties": properties,
        "additionalProperties": false,
    })
}

fn of_property(property: &Property) -> Value {
    let mut schema = plain_schema(property);
    schema["title"] = json!(property.title);
    schema
}

/// The type of a property's values, the same in every description.
pub(super) fn plain_schema(property: &Property) -> Value {
    match property.kind {
        ColumnKind::Text => json!({ "type": "string" }),
        ColumnKind::Number if property.is_whole => json!({ "type": "integer" }),
        ColumnKind::Number => json!({ "type": "number" }),
        ColumnKind::Flag => json!({ "type": "boolean" }),
        ColumnKind::Day => json!({ "type": "string", "format": "date" }),
    }
}
