//! A scenario as a folder, whole or absent.

use std::io::Write as _;
use std::path::Path;

use anyhow::Context as _;

use crate::engine::Tried;
use crate::export::siting;
use crate::pages::evidence;
use crate::views::scenario::{TriedView, tried_features};

use super::pack;

/// Writes everything beside the folder first, then gives it its name.
pub(super) fn folder(out: &Path, recipe: &str, tried: &Tried, view: &TriedView) -> anyhow::Result<()> {
    let parent = out.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let draft = tempfile::Builder::new()
        .prefix(".wardwise-scenario-")
        .tempdir_in(parent)
        .with_context(|| format!("'{}' cannot be written to", parent.display()))?;
    let write = |name: &str, bytes: &[u8]| -> anyhow::Result<()> {
        let path = draft.path().join(name);
        let mut file = std::fs::File::create(&path)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        Ok(())
    };
    write("recipe.toml", recipe.as_bytes())?;
    write("scenario.json", &pretty(view)?)?;
    write("areas.csv", &bytes(|out| siting::areas_of_scenario(out, tried))?)?;
    write("tallies.csv", &bytes(|out| siting::tallies(out, view))?)?;
    write("areas.geojson", &serde_json::to_vec(&tried_features(tried))?)?;
    if let Some(evidence) = &tried.pack {
        let linked = tried.linked.as_ref();
        write("pack.json", &pretty(&pack::document(evidence, linked))?)?;
        write("pack.html", evidence::page(evidence, linked).into_string().as_bytes())?;
    }
    let kept = draft.keep();
    readable(&kept)?;
    std::fs::rename(&kept, out).or_else(|error| {
        std::fs::remove_dir_all(&kept).ok();
        Err(error).with_context(|| format!("'{}' cannot be written", out.display()))
    })
}

/// A folder for others to read: temporary ones start out private.
#[cfg(unix)]
fn readable(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o755))
}

#[cfg(not(unix))]
fn readable(_folder: &Path) -> std::io::Result<()> {
    Ok(())
}

fn pretty(value: &impl serde::Serialize) -> anyhow::Result<Vec<u8>> {
    let mut bytes = serde_json::to_vec_pretty(value)?;
    bytes.push(b'\n');
    Ok(bytes)
}

fn bytes(write: impl FnOnce(&mut dyn std::io::Write) -> anyhow::Result<()>) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    write(&mut bytes)?;
    Ok(bytes)
}
