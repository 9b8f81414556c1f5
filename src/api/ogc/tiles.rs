//! Vector tiles (OGC API – Tiles, `TileJSON`) of layers and registers.

use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::api::params::Fields;
use crate::api::{App, Current, Problem, blocking};
use crate::engine::Edition;
use crate::tile::{Address, EXTENT, MOST_ZOOM};
use crate::views::LinkView;
use crate::views::dataset::ExtentView;

use super::collections::{self, Collection, extent_of};
use super::formats::{JSON, json as json_answer};
use super::links;
use super::stored::Drawn;
use super::when::When;

/// The one tile matrix set.
const SET: &str = "WebMercatorQuad";
/// Its definition's address at OGC.
const SET_URI: &str = "http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad";
/// Its system of coordinates.
const SET_CRS: &str = "http://www.opengis.net/def/crs/EPSG/0/3857";
/// The media type of a tile.
pub(super) const MVT: &str = "application/vnd.mapbox-vector-tile";
/// Half the side of the world's square, in metres.
const HALF_WORLD_M: f64 = 20_037_508.342_789_244;
/// Tiles of the standard are 256 pixels wide, of 0.28 mm each.
const PIXELS: f64 = 256.0;
const PIXEL_M: f64 = 0.000_28;

/// `/collections/{id}/tiles/WebMercatorQuad/{z}/{row}/{column}`
pub(super) async fn tile(
    State(app): State<App>,
    current: Current,
    Path((id, set, z, row, column)): Path<(String, String, String, String, String)>,
    mut fields: Fields,
) -> Result<Response, Problem> {
    format(&mut fields, "mvt")?;
    let when = When::read(&mut fields)?;
    fields.finish()?;
    let address = address(&set, &z, &row, &column)?;
    // A tile that lies ready is handed out here: a thread of its own would cost more than the tile.
    if let (None, Some(drawn)) = (&when, current.stored.tile_at_hand(&id, address)) {
        return Ok(given(drawn));
    }
    blocking::run(move || {
        let collection = collections::find(&app, &current.engine, &id)?;
        tiled(&collection, &current)?;
        let Some(edition) = collection.shown(&current.engine, when) else { return Ok(nothing()) };
        let drawn = current.stored.tile(&current.engine, &edition.key, address);
        let drawn = drawn.ok_or_else(|| no_tiles(&collection))?;
        if when.is_none() {
            current.stored.shows(&id, &edition.key);
        }
        Ok(given(drawn))
    })
    .await
}

fn given(drawn: Drawn) -> Response {
    match drawn.0 {
        Some(bytes) => ([(header::CONTENT_TYPE, HeaderValue::from_static(MVT))], bytes).into_response(),
        None => nothing(),
    }
}

/// An empty tile: there is nothing to draw, and that is right.
fn nothing() -> Response {
    StatusCode::NO_CONTENT.into_response()
}

/// `/collections/{id}/tiles`
pub(super) async fn list(
    State(app): State<App>,
    current: Current,
    Path(id): Path<String>,
    mut fields: Fields,
) -> Result<Response, Problem> {
    format(&mut fields, "json")?;
    fields.finish()?;
    blocking::run(move || {
        let collection = collections::find(&app, &current.engine, &id)?;
        tiled(&collection, &current)?;
        let path = links::tiles(&collection.id);
        let own = LinkView::json("self", "Tile sets", links::at(&app, &path));
        let set = json!({
            "title": collection.title,
            "dataType": "vector",
            "crs": SET_CRS,
            "tileMatrixSetURI": SET_URI,
            "links": [LinkView::json("self", "The tile set", links::at(&app, &format!("{path}/{SET}")))],
        });
        Ok(json_answer(JSON, &json!({ "links": [own], "tilesets": [set] })))
    })
    .await
}

/// `/collections/{id}/tiles/WebMercatorQuad`
pub(super) async fn set(
    State(app): State<App>,
    current: Current,
    Path((id, set)): Path<(String, String)>,
    mut fields: Fields,
) -> Result<Response, Problem> {
    format(&mut fields, "json")?;
    fields.finish()?;
    known_set(&set)?;
    blocking::run(move || {
        let collection = collections::find(&app, &current.engine, &id)?;
        let edition = tiled(&collection, &current)?;
        Ok(json_answer(JSON, &set_metadata(&app, &current, &collection, edition)))
    })
    .await
}

fn set_metadata(app: &App, current: &Current, collection: &Collection, edition: &Edition) -> Value {
    let path = format!("{}/{SET}", links::tiles(&collection.id));
    let corners = corners(extent_of(current, collection));
    let layers: Vec<Value> = layers(edition)
        .into_iter()
        .map(|(name, dimension)| json!({ "id": name, "dataType": "vector", "geometryDimension": dimension }))
        .collect();
    json!({
        "title": collection.title,
        "dataType": "vector",
        "crs": SET_CRS,
        "tileMatrixSetURI": SET_URI,
        "tileMatrixSetLimits": limits(corners),
        "boundingBox": { "lowerLeft": [corners[0], corners[1]], "upperRight": [corners[2], corners[3]],
            "crs": "http://www.opengis.net/def/crs/OGC/1.3/CRS84" },
        "layers": layers,
        "attribution": edition.licence.attribution,
        "links": [
            LinkView::json("self", "This tile set", links::at(app, &path)),
            LinkView::json("http://www.opengis.net/def/rel/ogc/1.0/tiling-scheme", "Its tile matrix set",
                links::at(app, &format!("/tileMatrixSets/{SET}"))),
            { "rel": "item", "type": MVT, "title": "Its tiles", "templated": true,
                "href": template(app, collection, "{tileMatrix}", "{tileRow}", "{tileCol}") },
        ],
    })
}

/// `/collections/{id}/tilejson.json`
pub(super) async fn tilejson(
    State(app): State<App>,
    current: Current,
    Path(id): Path<String>,
    mut fields: Fields,
) -> Result<Response, Problem> {
    format(&mut fields, "json")?;
    fields.finish()?;
    blocking::run(move || {
        let collection = collections::find(&app, &current.engine, &id)?;
        let edition = tiled(&collection, &current)?;
        let [west, south, east, north] = corners(extent_of(&current, &collection));
        let described = |name: &str| {
            let mut fields = json!({ "code": "Code or id", "name": "Name" });
            if name == "points" {
                fields["count"] = json!("How many records the point stands for");
            }
            json!({ "id": name, "fields": fields, "minzoom": 0, "maxzoom": MOST_ZOOM })
        };
        Ok(json_answer(JSON, &json!({
            "tilejson": "3.0.0",
            "name": collection.title,
            "description": collection.description,
            "attribution": edition.licence.attribution,
            "version": "1.0.0",
            "scheme": "xyz",
            "tiles": [template(&app, &collection, "{z}", "{y}", "{x}")],
            "minzoom": 0,
            "maxzoom": MOST_ZOOM,
            "bounds": [west, south, east, north],
            "center": [f64::midpoint(west, east), f64::midpoint(south, north), 10],
            "vector_layers": layers(edition).into_iter().map(|(name, _)| described(name)).collect::<Vec<_>>(),
        })))
    })
    .await
}

/// `/tileMatrixSets`
pub(super) async fn matrix_sets(State(app): State<App>, mut fields: Fields) -> Result<Response, Problem> {
    format(&mut fields, "json")?;
    fields.finish()?;
    let own = LinkView::json("self", "Its definition", links::at(&app, &format!("/tileMatrixSets/{SET}")));
    let set = json!({ "id": SET, "title": "Google Maps Compatible for the World", "uri": SET_URI, "crs": SET_CRS, "links": [own] });
    Ok(json_answer(JSON, &json!({ "tileMatrixSets": [set] })))
}

/// `/tileMatrixSets/WebMercatorQuad`
pub(super) async fn matrix_set(Path(set): Path<String>, mut fields: Fields) -> Result<Response, Problem> {
    format(&mut fields, "json")?;
    fields.finish()?;
    known_set(&set)?;
    let matrices: Vec<Value> = (0..=MOST_ZOOM).map(matrix).collect();
    Ok(json_answer(
        JSON,
        &json!({
            "id": SET,
            "title": "Google Maps Compatible for the World",
            "uri": SET_URI,
            "crs": SET_CRS,
            "orderedAxes": ["X", "Y"],
            "wellKnownScaleSet": "http://www.opengis.net/def/wkss/OGC/1.0/GoogleMapsCompatible",
            "tileMatrices": matrices,
        }),
    ))
}

fn matrix(z: u8) -> Value {
    let side = 1_u32 << z;
    let cell = 2.0 * HALF_WORLD_M / (PIXELS * f64::from(side));
    json!({
        "id": z.to_string(),
        "scaleDenominator": cell / PIXEL_M,
        "cellSize": cell,
        "cornerOfOrigin": "topLeft",
        "pointOfOrigin": [-HALF_WORLD_M, HALF_WORLD_M],
        "tileWidth": 256,
        "tileHeight": 256,
        "matrixWidth": side,
        "matrixHeight": side,
    })
}

/// The tiles of each zoom that may hold something.
fn limits([west, south, east, north]: [f64; 4]) -> Vec<Value> {
    let holding = |z: u8, lon: f64, lat: f64| Address::holding(z, crate::geom::LonLat { lon, lat });
    let of_zoom = |z: u8| {
        let (first, last) = (holding(z, west, north), holding(z, east, south));
        json!({
            "tileMatrix": z.to_string(),
            "minTileRow": first.y, "maxTileRow": last.y,
            "minTileCol": first.x, "maxTileCol": last.x,
        })
    };
    (0..=MOST_ZOOM).map(of_zoom).collect()
}

fn corners(extent: Option<ExtentView>) -> [f64; 4] {
    // Where nothing lies anywhere, the ground of Great Britain.
    extent.and_then(|extent| extent.lonlat).unwrap_or(crate::api::params::bbox::BRITAIN)
}

/// The layers of a tile with the dimension of their shapes.
fn layers(edition: &Edition) -> Vec<(&'static str, u8)> {
    if edition.layer().is_some() { vec![("areas", 2), ("labels", 0)] } else { vec![("points", 0)] }
}

fn template(app: &App, collection: &Collection, z: &str, row: &str, column: &str) -> String {
    format!("{}/{SET}/{z}/{row}/{column}", links::at(app, &links::tiles(&collection.id)))
}

/// The edition whose tiles are drawn.
fn tiled<'a>(collection: &Collection, current: &'a Current) -> Result<&'a Edition, Problem> {
    let edition = collection.shown(&current.engine, None);
    edition.filter(|edition| super::collections::is_drawn(edition)).ok_or_else(|| no_tiles(collection))
}

fn no_tiles(collection: &Collection) -> Problem {
    Problem::not_found(format!("tile set of '{}': tiles are drawn of layers and registers", collection.id))
}

fn known_set(set: &str) -> Result<(), Problem> {
    if set == SET {
        Ok(())
    } else {
        Err(Problem::not_found(format!("tile matrix set '{set}'; there is {SET}")))
    }
}

fn address(set: &str, z: &str, row: &str, column: &str) -> Result<Address, Problem> {
    known_set(set)?;
    let numbers = || Some((z.parse::<u8>().ok()?, column.parse::<u32>().ok()?, row.parse::<u32>().ok()?));
    let address = numbers().and_then(|(z, x, y)| Address::new(z, x, y));
    address.ok_or_else(|| {
        Problem::not_found(format!(
            "tile {z}/{row}/{column}; zooms go from 0 to {MOST_ZOOM}, of {EXTENT} steps a side"
        ))
    })
}

/// Reads `f`, where one form alone is offered.
fn format(fields: &mut Fields, only: &str) -> Result<(), Problem> {
    match fields.take("f")? {
        Some(other) if other != only => {
            Err(Problem::parameter("f", format!("'{other}' is not offered; write {only}")))
        }
        _ => Ok(()),
    }
}
