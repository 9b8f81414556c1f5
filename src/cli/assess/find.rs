//! Which assessment is meant: a recipe's file, one of the place, or a saved version of one.

use std::path::Path;

use anyhow::{Context as _, bail};

use crate::assess::spec::AssessmentSpec;
use crate::engine::Engine;
use crate::ingest::recipe::read_recipe;
use crate::model::AssessmentId;
use crate::store::{AssessmentVersion, PlaceStore};

/// The specification of a file (`mine.toml`), of the place by its id (`mine`,
/// the version that stands), or of a saved version (`mine@2`, withdrawn or not).
pub(in crate::cli) fn find(
    store: &PlaceStore,
    engine: &Engine,
    recipe: &str,
) -> anyhow::Result<AssessmentSpec> {
    let path = Path::new(recipe);
    if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("toml")) || path.is_file() {
        return read_file(path);
    }
    if let Some((id, number)) = recipe.split_once('@') {
        return saved_version(store, engine, id, number);
    }
    let id: AssessmentId = recipe.parse()?;
    let Some(spec) = engine.assessment(&id) else {
        let known: Vec<String> = engine.assessments().iter().map(|entry| entry.id.to_string()).collect();
        if known.is_empty() {
            bail!("the place has no assessment '{recipe}', nor any other; name a recipe's file");
        }
        bail!("the place has no assessment '{recipe}'; it has {}", known.join(", "));
    };
    Ok((*spec).clone())
}

fn saved_version(
    store: &PlaceStore,
    engine: &Engine,
    id: &str,
    number: &str,
) -> anyhow::Result<AssessmentSpec> {
    let id: AssessmentId = id.parse()?;
    if engine.is_of_manifest(&id) {
        bail!("'{id}' is named by the manifest and changes with the place: it has no saved versions");
    }
    let all = store.assessment_versions(&id)?;
    let is_wanted = |one: &&AssessmentVersion| one.number.to_string() == number;
    let one = all.iter().find(is_wanted).with_context(|| {
        let known: Vec<String> = all.iter().rev().map(|one| one.number.to_string()).collect();
        format!("'{id}' has no version '{number}'; it has {}", known.join(", "))
    })?;
    understood(&one.recipe, &format!("{id}@{number}"))
}

/// Reads a recipe, with every fault in the message.
fn read_file(path: &Path) -> anyhow::Result<AssessmentSpec> {
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("the recipe '{}' cannot be read", path.display()))?;
    understood(&text, &path.display().to_string())
}

fn understood(text: &str, name: &str) -> anyhow::Result<AssessmentSpec> {
    read_recipe(text).map_err(|faults| {
        let list: Vec<String> = faults.iter().map(|fault| format!("\n  {fault}")).collect();
        let things = if faults.len() == 1 { "one thing is" } else { "these things are" };
        anyhow::anyhow!("{things} wrong in the recipe '{name}':{}", list.concat())
    })
}
