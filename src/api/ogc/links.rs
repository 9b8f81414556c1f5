//! The addresses of the standards' resources, always absolute.

use crate::api::App;
use crate::views::LinkView;
use crate::views::link::segment;

use super::ROOT;
use super::formats::{GEOJSON, HTML, JSON, SCHEMA};

/// The address of a path below the root; `""` is the landing page.
pub(super) fn at(app: &App, path: &str) -> String {
    app.link(&format!("{ROOT}{path}"))
}

/// The path of a collection.
pub(super) fn collection(id: &str) -> String {
    format!("/collections/{}", segment(id))
}

/// The path of its features.
pub(super) fn items(id: &str) -> String {
    format!("{}/items", collection(id))
}

/// The path of one feature.
pub(super) fn item(id: &str, feature: &str) -> String {
    format!("{}/{}", items(id), segment(feature))
}

/// The path of its tiles.
pub(super) fn tiles(id: &str) -> String {
    format!("{}/tiles", collection(id))
}

/// `self` and `alternate` of a resource in JSON and HTML, for the form it is asked in.
pub(super) fn itself(app: &App, path: &str, media_type: &str, title: &str, is_html: bool) -> Vec<LinkView> {
    let json = |rel| LinkView::new(rel, media_type, title, with_format(&at(app, path), "json"));
    let html = |rel| LinkView::new(rel, HTML, title, with_format(&at(app, path), "html"));
    if is_html { vec![html("self"), json("alternate")] } else { vec![json("self"), html("alternate")] }
}

/// An address with the form asked for by name.
pub(super) fn with_format(address: &str, format: &str) -> String {
    let sign = if address.contains('?') { '&' } else { '?' };
    format!("{address}{sign}f={format}")
}

/// What a collection leads to.
pub(super) fn of_collection(app: &App, id: &str, has_tiles: bool) -> Vec<LinkView> {
    let items = at(app, &items(id));
    let queryables = at(app, &format!("{}/queryables", collection(id)));
    let mut links = vec![
        LinkView::new("items", GEOJSON, "Features", items.clone()),
        LinkView::new("items", HTML, "Features as a page", with_format(&items, "html")),
        LinkView::new(
            "http://www.opengis.net/def/rel/ogc/1.0/queryables",
            SCHEMA,
            "What can be filtered by",
            queryables.clone(),
        ),
        LinkView::new("describedby", SCHEMA, "What features have", queryables),
    ];
    if has_tiles {
        links.push(LinkView::json(
            "http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector",
            "Vector tiles",
            at(app, &tiles(id)),
        ));
        links.push(LinkView::new(
            "tilejson",
            JSON,
            "TileJSON",
            at(app, &format!("{}/tilejson.json", collection(id))),
        ));
    }
    links
}
