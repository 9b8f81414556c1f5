//! What one request works with: the place as it is now, and the page's frame.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::http::header;
use axum::response::{IntoResponse, Response};

use crate::api::{App, Problem};
use crate::check::Report;
use crate::check::report::Verdict;
use crate::engine::{Dataset, Edition, Engine};
use crate::model::EditionKey;

use super::frame::{Page, Site};
use super::history::Version;
use super::source::Published;

/// The place at the moment the request came in.
#[derive(Clone)]
pub struct Context {
    /// The service.
    pub app: App,
    /// The one door to the data.
    pub engine: Arc<Engine>,
    /// What all pages share.
    pub site: Site,
}

impl Context {
    /// Takes hold of the current version; a swap in the meantime does not change it.
    #[must_use]
    pub fn of(app: App) -> Self {
        let engine = app.engine();
        let site = Site::new(&engine.snapshot().info, engine.version());
        Self { app, engine, site }
    }

    /// A page as an answer.
    #[must_use]
    pub fn show(&self, page: &Page) -> Response {
        let html = page.render(&self.site);
        ([(header::CACHE_CONTROL, "no-cache")], html).into_response()
    }

    /// A data set and one of its editions by their written ids.
    ///
    /// # Errors
    /// A problem that says what is not there.
    pub fn edition(&self, dataset: &str, edition: &str) -> Result<(&Dataset, &Edition), Problem> {
        let set = self.dataset(dataset)?;
        let found = set.editions.iter().find(|e| e.key.edition.as_str() == edition);
        found.map(|found| (set, found)).ok_or_else(|| Problem::not_found(format!("edition {edition} of {}", set.title)))
    }

    /// A data set by its written id.
    ///
    /// # Errors
    /// A problem that says what is not there.
    pub fn dataset(&self, id: &str) -> Result<&Dataset, Problem> {
        let known = id.parse().ok().and_then(|id| self.engine.snapshot().dataset(&id));
        known.ok_or_else(|| Problem::not_found(format!("data set '{id}' in this place")))
    }

    /// The report of the import that brought an edition in.
    #[must_use]
    pub fn report(&self, key: &EditionKey) -> Option<Report> {
        let _ = key;
        None
    }

    /// The verdict of every edition that has a report.
    #[must_use]
    pub fn verdicts(&self) -> BTreeMap<EditionKey, Verdict> {
        BTreeMap::new()
    }

    /// The versions of the place, newest first.
    ///
    /// # Errors
    /// A problem when the place cannot be read.
    pub fn versions(&self) -> Result<Vec<Version>, Problem> {
        Ok(Vec::new())
    }

    /// The published cells behind a row.
    ///
    /// # Errors
    /// A problem when the place cannot be read.
    pub fn published(&self, edition: &Edition, row: usize) -> Result<Published, Problem> {
        let table = edition.attributes();
        let cells = table.columns().iter().enumerate();
        Ok(Published {
            file: edition.file.clone(),
            part: edition.part.clone(),
            row: table.source_row(row),
            cells: cells.map(|(at, c)| (c.published.clone(), table.cell(row, at).display().into_owned())).collect(),
        })
    }
}
