//! What one request works with: the place as it is now, and the page's frame.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::http::header;
use axum::response::{IntoResponse, Response};
use maud::html;

use crate::api::{App, Problem};
use crate::check::Report;
use crate::check::report::Verdict;
use crate::engine::{Dataset, Edition, Engine};
use crate::model::EditionKey;
use crate::store::PlaceStore;

use super::background;
use super::frame::{Page, Site};
use super::history::Version;
use super::source::Published;
use super::take::Take;

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
        let mut site = Site::new(&engine.snapshot().info, engine.version());
        site.background = app.background().map(background::model);
        Self { app, engine, site }
    }

    /// A page as an answer.
    #[must_use]
    pub fn show(&self, page: &Page) -> Response {
        let html = page.render(&self.site);
        ([(header::CACHE_CONTROL, "no-cache")], html).into_response()
    }

    /// A page as an answer, with what there is to take away from it below.
    #[must_use]
    pub fn show_with(&self, mut page: Page, take: &Take) -> Response {
        page.body = html! { (page.body) (take.html(&|path| self.app.link(path))) };
        self.show(&page)
    }

    /// A data set and one of its editions by their written ids.
    ///
    /// # Errors
    /// A problem that says what is not there.
    pub fn edition(&self, dataset: &str, edition: &str) -> Result<(&Dataset, &Edition), Problem> {
        let set = self.dataset(dataset)?;
        let found = set.editions.iter().find(|e| e.key.edition.as_str() == edition);
        found
            .map(|found| (set, found))
            .ok_or_else(|| Problem::not_found(format!("edition {edition} of {}", set.title)))
    }

    /// A data set by its written id.
    ///
    /// # Errors
    /// A problem that says what is not there.
    pub fn dataset(&self, id: &str) -> Result<&Dataset, Problem> {
        let known = id.parse().ok().and_then(|id| self.engine.snapshot().dataset(&id));
        known.ok_or_else(|| Problem::not_found(format!("data set '{id}' in this place")))
    }

    /// The report of the import that brought an edition in, where the service
    /// runs on a place folder.
    ///
    /// # Errors
    /// A problem when the folder cannot be read.
    pub fn report(&self, key: &EditionKey) -> Result<Option<Report>, Problem> {
        Ok(self.app.store().map(|store| store.report(key)).transpose()?)
    }

    /// The verdict of every edition that has a report.
    ///
    /// # Errors
    /// A problem when the folder cannot be read.
    pub fn verdicts(&self) -> Result<BTreeMap<EditionKey, Verdict>, Problem> {
        let Some(store) = self.app.store() else { return Ok(BTreeMap::new()) };
        let reports = store.reports()?;
        Ok(reports.into_iter().map(|report| (report.edition.clone(), report.verdict())).collect())
    }

    /// The versions of the place, newest first.
    ///
    /// # Errors
    /// A problem when the folder cannot be read.
    pub fn versions(&self) -> Result<Vec<Version>, Problem> {
        let history = self.app.store().map(PlaceStore::history).transpose()?.unwrap_or_default();
        Ok(history
            .iter()
            .filter(|version| version.number <= self.engine.version())
            .map(Version::of)
            .collect())
    }

    /// The published cells behind a row, read again from the file.
    ///
    /// # Errors
    /// A problem when the folder cannot be read.
    pub fn published(&self, edition: &Edition, row: usize) -> Result<Published, Problem> {
        let number = edition.attributes().source_row(row);
        let Some(store) = self.app.store() else {
            return Err(Problem::not_found(
                "published file at hand: the service runs without a place folder",
            ));
        };
        let origin = store.origin_row(&edition.key, number)?;
        Ok(Published { file: origin.file, part: origin.part, row: origin.row, cells: origin.cells })
    }
}
