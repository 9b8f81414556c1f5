//! Recipes of sites and of scenarios: TOML to [`LocateSpec`] and [`ScenarioSpec`].
//!
//! All faults are given at once, unknown keys among them: a setting that is
//! written and not read would be a lie. `walk.rs` walks the tables; the other
//! files say which keys there are. Keys: `docs/methods/location.md` and
//! `docs/methods/what-if.md`.

mod locate;
mod people;
mod scenario;
mod walk;

#[cfg(test)]
mod tests;

use crate::locate::LocateSpec;
use crate::scenario::ScenarioSpec;

use walk::{Section, Walk};

/// The largest recipe that is read.
const MAX_RECIPE_BYTES: usize = 1 << 20;

/// One thing wrong in a recipe.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{at}: {message}")]
pub struct RecipeFault {
    /// Where: a table and key, or a line and column.
    pub at: String,
    /// What is wrong and what to write instead.
    pub message: String,
}

/// Reads a recipe for choosing sites.
///
/// # Errors
/// Every [`RecipeFault`] at once.
pub fn parse_locate(text: &str) -> Result<LocateSpec, Vec<RecipeFault>> {
    read(text, locate::spec)
}

/// Reads a recipe of a scenario.
///
/// # Errors
/// Every [`RecipeFault`] at once.
pub fn parse_scenario(text: &str) -> Result<ScenarioSpec, Vec<RecipeFault>> {
    read(text, scenario::spec)
}

fn read<T>(text: &str, spec: impl Fn(&mut Walk, Section<'_>) -> Option<T>) -> Result<T, Vec<RecipeFault>> {
    if text.len() > MAX_RECIPE_BYTES {
        let message = format!("{} bytes; at most {MAX_RECIPE_BYTES} are read", text.len());
        return Err(vec![RecipeFault { at: "recipe".into(), message }]);
    }
    let table: toml::Table = toml::from_str(text).map_err(|error| vec![syntax(text, &error)])?;
    let mut walk = Walk::default();
    let found = spec(&mut walk, Section::root(&table));
    match (found, walk.faults.is_empty()) {
        (Some(found), true) => Ok(found),
        _ => Err(walk.faults),
    }
}

fn syntax(text: &str, error: &toml::de::Error) -> RecipeFault {
    let start = error.span().map_or(0, |span| span.start).min(text.len());
    let before = text.get(..start).unwrap_or("");
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().map_or(0, |rest| rest.chars().count()) + 1;
    RecipeFault { at: format!("line {line}, column {column}"), message: error.message().to_owned() }
}
