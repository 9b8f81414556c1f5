//! The data set and the edition in an address.

use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;

use crate::api::{App, Current, Problem};
use crate::engine::{Dataset, Edition, Engine};
use crate::model::{DatasetId, EditionId, EditionKey};

/// The edition that an address names, known to exist in the version that the request sees.
pub struct Wanted {
    /// The place as this request sees it.
    pub current: Current,
    /// The edition.
    pub key: EditionKey,
}

impl Wanted {
    /// The edition.
    ///
    /// # Errors
    /// A [`Problem`] when it is not there, which the extractor has ruled out.
    pub fn edition(&self) -> Result<&Edition, Problem> {
        self.current
            .engine
            .edition(&self.key)
            .ok_or_else(|| Problem::not_found(format!("edition {}", self.key)))
    }
}

impl FromRequestParts<App> for Wanted {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let Ok(current) = Current::from_request_parts(parts, app).await;
        let path = Path::<Vec<(String, String)>>::from_request_parts(parts, app).await;
        let Path(named) = path.map_err(|error| Problem::parameter("path", error.body_text()))?;
        let part = |name: &str| named.iter().find(|(n, _)| n == name).map_or("", |(_, text)| text.as_str());
        let key = find(&current.engine, part("dataset"), part("edition"))?;
        Ok(Self { current, key })
    }
}

fn find(engine: &Engine, dataset: &str, edition: &str) -> Result<EditionKey, Problem> {
    let found = find_dataset(engine, dataset)?;
    let nothing = || Problem::not_found(format!("edition '{edition}' of '{dataset}'"));
    let id: EditionId = edition.parse().map_err(|_not_an_id| nothing())?;
    let edition = found.editions.iter().find(|e| e.key.edition == id).ok_or_else(nothing)?;
    Ok(edition.key.clone())
}

/// The data set of an id.
///
/// # Errors
/// A [`Problem`] when there is none.
pub fn find_dataset<'a>(engine: &'a Engine, id: &str) -> Result<&'a Dataset, Problem> {
    let nothing = || Problem::not_found(format!("data set '{id}'"));
    let id: DatasetId = id.parse().map_err(|_not_an_id| nothing())?;
    engine.snapshot().dataset(&id).ok_or_else(nothing)
}
