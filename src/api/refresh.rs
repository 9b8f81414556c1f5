//! Taking up a new version of the place.

use std::sync::Arc;

use crate::engine::Engine;
use crate::store::{PlaceStore, StoreError};

use super::App;

/// Swaps a new version in, if the place folder holds one. Gives the version
/// that answers from now on. Blocks while the new version is loaded.
///
/// # Errors
/// When the place folder cannot be read; the version at hand goes on answering.
pub fn refresh(app: &App) -> Result<u64, StoreError> {
    app.forget_earlier();
    let at_hand = app.snapshot().version;
    let Some(store) = app.store() else { return Ok(at_hand) };
    if store.version()? == at_hand {
        take_saved(app, store)?;
        return Ok(at_hand);
    }
    let engine = Arc::new(store.engine()?);
    let version = engine.version();
    app.swap(Arc::clone(&engine));
    foresee(engine);
    tracing::info!(
        from = at_hand,
        to = version,
        "version {version} of the place has taken the place of {at_hand}"
    );
    Ok(version)
}

/// Lets the version at hand know of assessments that people saved or withdrew.
///
/// # Errors
/// When the place folder cannot be read.
pub fn take_saved(app: &App, store: &PlaceStore) -> Result<(), StoreError> {
    // Held to the end: of two that look at once, the later one has the last word.
    let mut known = app.known_saved();
    let engine = app.engine();
    let standing = Some((engine.version(), store.standing_assessments()?));
    if *known != standing {
        let saved = store.saved_assessments()?;
        if saved != **engine.saved_assessments() {
            engine.take_saved(saved);
        }
        *known = standing;
    }
    Ok(())
}

/// Works out in the background what pages will ask of a version, so that
/// their first readers need not wait for it. Answers do not depend on it.
pub fn foresee(engine: Arc<Engine>) {
    let started = std::thread::Builder::new().name("foresee".to_owned()).spawn(move || engine.foresee());
    if let Err(error) = started {
        tracing::warn!(%error, "pages will be slow when they are first asked for: {error}");
    }
}
