//! What the API and the pages of co-location share: finding a search, keeping a decision.

use std::sync::Arc;

use jiff::Timestamp;

use crate::api::{App, Kind, Problem};
use crate::colocate::{Decision, NewDecision};
use crate::engine::{ColocateError, Colocated, Engine};
use crate::model::SearchId;

/// A search by its written id, carried out.
///
/// # Errors
/// A [`Problem`]: no such search, or one that names what the place has not.
pub fn carried_out(engine: &Engine, id: &str) -> Result<Arc<Colocated>, Problem> {
    let id: SearchId = id.parse().map_err(|_not_an_id| Problem::not_found(format!("search '{id}'")))?;
    engine.colocated(&id).map_err(|error| match error {
        ColocateError::Unknown { .. } => Problem::new(Kind::NotFound, error.to_string()).at("search"),
        ColocateError::Refused(_) => Problem::new(
            Kind::Conflict,
            format!("the search cannot be carried out on this version of the place: {error}"),
        ),
    })
}

/// Every decision about what a search found; none where the service runs
/// without a place folder.
///
/// # Errors
/// A [`Problem`] when the folder cannot be read.
pub fn decisions(app: &App, search: &SearchId) -> Result<Vec<Decision>, Problem> {
    Ok(app.store().map(|store| store.decisions(search)).transpose()?.unwrap_or_default())
}

/// Keeps a decision about a candidate or a duplicate that the search found.
///
/// # Errors
/// A [`Problem`] for a decision without a reason, about nothing that was
/// found, and where the service has no place folder.
pub fn decide(
    app: &App,
    found: &Colocated,
    (subject, verdict, reason): (&str, &str, &str),
) -> Result<Decision, Problem> {
    let made = NewDecision::check(found.spec.id.clone(), subject, verdict, reason)
        .map_err(|(field, words)| Problem::parameter(field, words))?;
    let is_known = if made.verdict.is_of_duplicates() {
        found.found.duplicates.iter().any(|one| one.id(found.setting()) == made.subject)
    } else {
        found.pair(&made.subject).is_some()
    };
    // What was listed before and is not found any more can still be taken off.
    let was_decided = || -> Result<bool, Problem> {
        Ok(decisions(app, &made.search)?.iter().any(|one| one.made.subject == made.subject))
    };
    if !is_known && !was_decided()? {
        return Err(Problem::not_found(format!("candidate '{}' in this search", made.subject)).at("subject"));
    }
    let without = "the service runs without a place folder, so it keeps no decisions";
    let store = app.store().ok_or_else(|| Problem::new(Kind::Forbidden, without))?;
    Ok(store.decide(&made, Timestamp::now())?)
}
