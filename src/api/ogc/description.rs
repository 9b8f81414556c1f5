//! The interface in OpenAPI 3.0, for programs.
//!
//! Clients read here which properties a collection can be filtered by, so
//! every collection has its own path. The document refers to nothing outside.

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

use crate::api::params::Fields;
use crate::api::{App, Current, Problem, SOFTWARE, blocking};
use crate::export::Property;
use crate::table::ColumnKind;
use crate::tile::MOST_ZOOM;

use super::collections::{self, Collection};
use super::filters::SYSTEMS;
use super::formats::{GEOJSON, HTML, JSON, SCHEMA};
use super::items::DEFAULT_LIMIT;
use super::landing::OPENAPI;
use super::queryables::plain_schema;
use super::source::Source;
use super::{links, tiles};

/// `/api`
pub(super) async fn description(
    State(app): State<App>,
    current: Current,
    mut fields: Fields,
) -> Result<Response, Problem> {
    if let Some(other) = fields.take("f")?.filter(|form| form != "json") {
        return Err(Problem::parameter("f", format!("'{other}' is not offered; write json")));
    }
    fields.finish()?;
    blocking::run(move || {
        let body = describe(&app, &current)?.to_string();
        Ok(([(header::CONTENT_TYPE, OPENAPI)], body).into_response())
    })
    .await
}

/// The whole document for one version of the place.
///
/// # Errors
/// A [`Problem`] when a collection cannot be opened.
pub fn describe(app: &App, current: &Current) -> Result<Value, Problem> {
    let info = &current.engine.snapshot().info;
    let mut paths = general_paths();
    for collection in collections::all(app, &current.engine) {
        let opened = match collection.open(app, current, None) {
            Ok(opened) => opened,
            // A recipe may ask for what this version has not: then there is nothing to describe.
            Err(_refused) if collection.is_made() => continue,
            Err(refused) => return Err(refused),
        };
        add_collection(&mut paths, &collection, &*opened.source, collection.has_tiles(&current.engine));
    }
    Ok(json!({
        "openapi": "3.0.3",
        "info": {
            "title": format!("{}: OGC API – Features and Tiles", info.name),
            "description": "The same place for every client that speaks the standards. A missing value is null, never 0.",
            "version": SOFTWARE,
            "license": { "name": "MIT OR Apache-2.0" },
        },
        "servers": [{ "url": links::at(app, "") }],
        "tags": [{ "name": "service" }, { "name": "features" }, { "name": "tiles" }],
        "paths": paths,
        "components": components(),
    }))
}

fn general_paths() -> Map<String, Value> {
    let form = json!([reference("parameters", "f")]);
    let get = |tag: &str, id: &str, summary: &str, parameters: &Value, answer: Value| {
        json!({ "get": { "tags": [tag], "operationId": id, "summary": summary, "parameters": parameters,
            "responses": responses(answer) } })
    };
    let page = |schema: &str, description: &str| {
        answer(description, &[(JSON, reference("schemas", schema)), (HTML, text())])
    };
    let json_form = json!([reference("parameters", "fJson")]);
    let object = || json!({ "type": "object" });
    let only = |description: &str| answer(description, &[(JSON, object())]);
    let description = answer("This document.", &[(OPENAPI, object())]);
    let set = json!([reference("parameters", "fJson"),
        { "name": "tileMatrixSetId", "in": "path", "required": true, "description": "Id of the tile matrix set.",
            "schema": { "type": "string", "enum": ["WebMercatorQuad"] } }]);
    let entries = [
        (
            "/",
            get("service", "getLandingPage", "The landing page", &form, page("landing", "The landing page.")),
        ),
        ("/api", get("service", "getApi", "The description of the interface", &json_form, description)),
        (
            "/conformance",
            get(
                "service",
                "getConformance",
                "What the service conforms to",
                &form,
                page("conformance", "The conformance classes."),
            ),
        ),
        (
            "/collections",
            get(
                "features",
                "getCollections",
                "The collections",
                &form,
                page("collections", "The collections."),
            ),
        ),
        (
            "/tileMatrixSets",
            get(
                "tiles",
                "getTileMatrixSets",
                "The tile matrix sets",
                &json_form,
                only("The tile matrix sets."),
            ),
        ),
        (
            "/tileMatrixSets/{tileMatrixSetId}",
            get("tiles", "getTileMatrixSet", "A tile matrix set", &set, only("Its definition.")),
        ),
    ];
    entries.into_iter().map(|(path, value)| (path.to_owned(), value)).collect()
}

fn add_collection(
    paths: &mut Map<String, Value>,
    collection: &Collection,
    source: &dyn Source,
    has_tiles: bool,
) {
    let id = &collection.id;
    let path = links::collection(id);
    let title = &collection.title;
    let form = json!([reference("parameters", "f")]);
    let mut get = |path: String, tag: &str, verb: &str, summary: String, parameters: Value, answer: Value| {
        let operation = format!("{verb}-{id}");
        paths.insert(
            path,
            json!({ "get": { "tags": [tag], "operationId": operation, "summary": summary,
            "parameters": parameters, "responses": responses(answer) } }),
        );
    };
    let html = (HTML, text());
    get(
        path.clone(),
        "features",
        "describe",
        format!("{title}: what it is"),
        form.clone(),
        answer("The collection.", &[(JSON, reference("schemas", "collection")), html.clone()]),
    );
    get(
        format!("{path}/queryables"),
        "features",
        "queryables",
        format!("{title}: what it can be filtered by"),
        form,
        answer("A JSON Schema.", &[(SCHEMA, json!({ "type": "object" })), html.clone()]),
    );
    let mut answer_of_items =
        answer("A page of features.", &[(GEOJSON, reference("schemas", "featureCollection")), html.clone()]);
    answer_of_items["headers"] = headers();
    get(
        format!("{path}/items"),
        "features",
        "items",
        format!("{title}: its features"),
        items_parameters(source),
        answer_of_items,
    );
    let mut answer_of_item = answer("The feature.", &[(GEOJSON, reference("schemas", "feature")), html]);
    answer_of_item["headers"] = headers();
    get(
        format!("{path}/items/{{featureId}}"),
        "features",
        "item",
        format!("{title}: one feature"),
        item_parameters(source),
        answer_of_item,
    );
    if has_tiles {
        add_tiles(&mut get, id, title);
    }
}

fn add_tiles(get: &mut impl FnMut(String, &str, &str, String, Value, Value), id: &str, title: &str) {
    let path = links::tiles(id);
    let form = json!([reference("parameters", "fJson")]);
    let object = |description: &str| answer(description, &[(JSON, json!({ "type": "object" }))]);
    let tilejson = format!("{}/tilejson.json", links::collection(id));
    get(tilejson, "tiles", "tilejson", format!("{title}: TileJSON"), form.clone(), object("TileJSON 3.0.0."));
    get(
        path.clone(),
        "tiles",
        "tilesets",
        format!("{title}: its tile sets"),
        form.clone(),
        object("The tile sets."),
    );
    get(
        format!("{path}/WebMercatorQuad"),
        "tiles",
        "tileset",
        format!("{title}: its tile set"),
        form,
        object("The tile set."),
    );
    let number = |name: &str, maximum: u32, what: &str| {
        json!({ "name": name, "in": "path", "required": true, "description": what,
            "schema": { "type": "integer", "minimum": 0, "maximum": maximum } })
    };
    let last = (1_u32 << MOST_ZOOM) - 1;
    let parameters = json!([
        number("tileMatrix", u32::from(MOST_ZOOM), "Zoom."),
        number("tileRow", last, "Row, from the north."),
        number("tileCol", last, "Column, from the west."),
        reference("parameters", "datetime"),
        { "name": "f", "in": "query", "description": "The form of the answer.",
            "schema": { "type": "string", "enum": ["mvt"] } },
    ]);
    let tile =
        answer("A Mapbox Vector Tile.", &[(tiles::MVT, json!({ "type": "string", "format": "binary" }))]);
    get(
        format!("{path}/WebMercatorQuad/{{tileMatrix}}/{{tileRow}}/{{tileCol}}"),
        "tiles",
        "tile",
        format!("{title}: a tile"),
        parameters,
        tile,
    );
}

fn items_parameters(source: &dyn Source) -> Value {
    let mut parameters: Vec<Value> = [
        "f",
        "limit",
        "cursor",
        "bbox",
        "bbox-crs",
        "crs",
        "datetime",
        "filter",
        "filter-lang",
        "filter-crs",
    ]
    .map(|name| reference("parameters", name))
    .into();
    parameters.extend(source.properties().iter().map(property_parameter));
    Value::Array(parameters)
}

fn property_parameter(property: &Property) -> Value {
    let is_text = property.kind == ColumnKind::Text;
    let gaps = if is_text { "; an empty value asks for those that hold none" } else { "" };
    json!({ "name": property.name, "in": "query", "required": false, "style": "form", "explode": false,
        "description": format!("{}: only features that hold exactly this{gaps}.", property.title),
        "allowEmptyValue": is_text,
        "schema": plain_schema(property) })
}

fn item_parameters(source: &dyn Source) -> Value {
    let example = (!source.is_empty()).then(|| source.id(0).into_owned());
    json!([
        { "name": "featureId", "in": "path", "required": true, "description": "Id of the feature.",
            "schema": { "type": "string" }, "example": example.unwrap_or_else(|| "none".to_owned()) },
        reference("parameters", "f"), reference("parameters", "crs"), reference("parameters", "datetime"),
    ])
}

fn headers() -> Value {
    json!({ "Content-Crs": { "description": "System of the coordinates.", "schema": { "type": "string" } } })
}

fn text() -> Value {
    json!({ "type": "string" })
}

fn reference(kind: &str, name: &str) -> Value {
    json!({ "$ref": format!("#/components/{kind}/{name}") })
}

fn answer(description: &str, forms: &[(&str, Value)]) -> Value {
    let content: Map<String, Value> = forms
        .iter()
        .map(|(media_type, schema)| ((*media_type).to_owned(), json!({ "schema": schema })))
        .collect();
    json!({ "description": description, "content": content })
}

/// The answer beside every refusal that there may be.
fn responses(answer: Value) -> Value {
    let refusal = |name: &str| reference("responses", name);
    let mut all = json!({
        "200": answer,
        "304": { "description": "The copy at hand still holds." },
        "400": refusal("BadRequest"), "404": refusal("NotFound"), "405": refusal("MethodNotAllowed"),
        "410": refusal("Gone"), "414": refusal("TooLong"), "500": refusal("Internal"), "503": refusal("Busy"),
    });
    if all["200"]["content"].get(tiles::MVT).is_some() {
        all["204"] = json!({ "description": "There is nothing in this tile." });
    }
    all
}

fn components() -> Value {
    let problem = |description: &str| {
        json!({ "description": description,
            "content": { "application/problem+json": { "schema": reference("schemas", "problem") },
                HTML: { "schema": text() } } })
    };
    json!({
        "parameters": parameters(),
        "responses": {
            "BadRequest": problem("A parameter cannot be understood; 'field' names it."),
            "NotFound": problem("There is nothing of this name."),
            "MethodNotAllowed": problem("The method is not for this address; 'Allow' names those that are."),
            "Gone": problem("The rows that were being listed are no longer kept."),
            "TooLong": problem("The address is too long."),
            "Internal": problem("Something failed on our side."),
            "Busy": problem("The service is busy; see 'Retry-After'."),
        },
        "schemas": schemas(),
    })
}

fn parameters() -> Value {
    let systems: Vec<&str> = SYSTEMS.iter().map(|crs| crs.uri()).collect();
    let system = |name: &str, of: &str| {
        json!({ "name": name, "in": "query", "description": format!("System of {of}; CRS84 where left out."),
            "schema": { "type": "string", "format": "uri", "enum": systems } })
    };
    json!({
        "f": { "name": "f", "in": "query", "description": "The form of the answer; where left out, 'Accept' decides.",
            "schema": { "type": "string", "enum": ["json", "html"] } },
        "fJson": { "name": "f", "in": "query", "description": "The form of the answer.",
            "schema": { "type": "string", "enum": ["json"] } },
        "limit": { "name": "limit", "in": "query", "style": "form", "explode": false,
            "description": "Features of a page. More than the service allows (10,000 unless set otherwise) is cut to that.",
            "schema": { "type": "integer", "minimum": 1, "default": DEFAULT_LIMIT } },
        "cursor": { "name": "cursor", "in": "query", "description": "Where the page starts; taken from a 'next' link.",
            "schema": { "type": "string", "pattern": "^[0-9a-f]{12}\\.[0-9]{1,18}$" } },
        "bbox": { "name": "bbox", "in": "query", "style": "form", "explode": false,
            "description": "Only features that touch the box: its lower corner and its upper one, in 'bbox-crs'.",
            "schema": { "type": "array", "minItems": 4, "maxItems": 6, "items": { "type": "number" } },
            "example": [-1.95, 52.45, -1.85, 52.52] },
        "bbox-crs": system("bbox-crs", "'bbox'"),
        "crs": system("crs", "the answer's coordinates"),
        "datetime": { "name": "datetime", "in": "query", "style": "form", "explode": false,
            "description": "Only features in force on the day, or on a day of the span: this picks the edition.",
            "schema": { "type": "string" }, "example": "2019-05-01" },
        "filter": { "name": "filter", "in": "query", "description": "Only features for which this holds (CQL2).",
            "schema": { "type": "string", "minLength": 1 }, "example": "S_INTERSECTS(geometry, BBOX(-1.95,52.45,-1.85,52.52))" },
        "filter-lang": { "name": "filter-lang", "in": "query", "description": "The language of 'filter'.",
            "schema": { "type": "string", "enum": ["cql2-text", "cql2-json"], "default": "cql2-text" } },
        "filter-crs": system("filter-crs", "the coordinates in 'filter'"),
    })
}

fn schemas() -> Value {
    let list_of = |name: &str| json!({ "type": "array", "items": reference("schemas", name) });
    let string = text;
    let nullable = |mut schema: Value| {
        schema["nullable"] = json!(true);
        schema
    };
    json!({
        "link": { "type": "object", "required": ["href", "rel"],
            "properties": { "href": { "type": "string", "format": "uri" }, "rel": string(), "type": string(), "title": string(),
                "templated": { "type": "boolean" } } },
        "landing": { "type": "object", "required": ["links"],
            "properties": { "title": string(), "description": string(), "links": list_of("link") } },
        "conformance": { "type": "object", "required": ["conformsTo"],
            "properties": { "conformsTo": { "type": "array", "items": string() } } },
        "collections": { "type": "object", "required": ["links", "collections"],
            "properties": { "links": list_of("link"), "collections": list_of("collection") } },
        "collection": { "type": "object", "required": ["id", "links"],
            "properties": { "id": string(), "title": string(), "description": string(), "attribution": string(),
                "itemType": string(), "links": list_of("link"), "extent": { "type": "object" },
                "crs": { "type": "array", "items": string() }, "storageCrs": string() } },
        "featureCollection": { "type": "object", "required": ["type", "features"],
            "properties": { "type": { "type": "string", "enum": ["FeatureCollection"] },
                "timeStamp": { "type": "string", "format": "date-time" },
                "numberMatched": { "type": "integer", "minimum": 0 }, "numberReturned": { "type": "integer", "minimum": 0 },
                "links": list_of("link"), "features": list_of("feature") } },
        "feature": { "type": "object", "required": ["type", "id", "geometry", "properties"],
            "properties": { "type": { "type": "string", "enum": ["Feature"] }, "id": string(),
                "geometry": nullable(json!({ "type": "object", "required": ["type", "coordinates"],
                    "properties": { "type": { "type": "string", "enum": ["Point", "MultiPolygon"] },
                        "coordinates": { "type": "array", "items": {} } } })),
                "properties": { "type": "object" }, "missing": { "type": "object" }, "links": list_of("link") } },
        "problem": { "type": "object", "required": ["type", "title", "status", "detail"],
            "properties": { "type": string(), "title": string(), "status": { "type": "integer" }, "detail": string(),
                "field": nullable(string()) } },
    })
}
