//! The addresses of everything, in one place.

use crate::engine::Way;
use crate::export::{Format, ShapeKind};
use crate::model::{DatasetId, EditionKey};
use crate::views::LinkView;
use crate::views::link::segment;

use super::App;

/// Path of the API's landing page.
pub const LANDING: &str = "/api";

/// Path of a data set.
#[must_use]
pub fn dataset(id: &DatasetId) -> String {
    format!("/api/datasets/{id}")
}

/// Path of an edition.
#[must_use]
pub fn edition(key: &EditionKey) -> String {
    format!("/api/datasets/{}/editions/{}", key.dataset, key.edition)
}

/// Path of the rows of an edition.
#[must_use]
pub fn items(key: &EditionKey) -> String {
    format!("{}/items", edition(key))
}

/// Path of one row of an edition.
#[must_use]
pub fn item(key: &EditionKey, id: &str) -> String {
    format!("{}/{}", items(key), segment(id))
}

/// Path of an edition as a file.
#[must_use]
pub fn download(key: &EditionKey, format: Format) -> String {
    format!("{}/download.{}", edition(key), format.extension())
}

/// Path of a published record.
#[must_use]
pub fn origin(key: &EditionKey, row: u64) -> String {
    format!("/api/origin/{}/{}/{row}", key.dataset, key.edition)
}

/// The query that names a crosswalk: `from=...&to=...&way=...`.
#[must_use]
pub fn crosswalk_query(from: &EditionKey, to: &EditionKey, way: Way) -> String {
    format!("from={from}&to={to}&way={}", way.key())
}

/// What an edition leads to.
pub(super) fn of_edition(app: &App, key: &EditionKey, shapes: ShapeKind) -> Vec<LinkView> {
    let rows = if shapes == ShapeKind::Nothing { "application/json" } else { "application/geo+json" };
    let mut links = vec![
        LinkView::json("self", "This edition", app.link(&edition(key))),
        LinkView::json("collection", "Its data set", app.link(&dataset(&key.dataset))),
        LinkView::new("items", rows, "Its rows", app.link(&items(key))),
        LinkView::json("report", "What was found in its file", app.link(&format!("{}/report", edition(key)))),
    ];
    let formats = Format::ALL.into_iter().filter(|format| format.holds(shapes));
    links.extend(formats.map(|format| {
        let rel = if format == Format::CsvMetadata { "describedby" } else { "enclosure" };
        let media_type = format.media_type().split(';').next().unwrap_or_default();
        LinkView::new(rel, media_type, format.title(), app.link(&download(key, format)))
    }));
    links
}
