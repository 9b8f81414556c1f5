//! A scenario as a folder, whole or absent.

use std::io::Write as _;
use std::path::Path;

use anyhow::Context as _;

use crate::engine::Tried;
use crate::pages::evidence;
use crate::scenario::Access;
use crate::views::siting::{RangeView, TallyView, TriedView, tried_features};

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
    write("areas.csv", &areas(tried)?)?;
    write("tallies.csv", &tallies(view)?)?;
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

fn areas(tried: &Tried) -> anyhow::Result<Vec<u8>> {
    let mut out = csv::Writer::from_writer(Vec::new());
    let sides = ["before", "after"].into_iter().flat_map(|side| {
        ["minutes", "least", "most", "nearest", "share_unreached"].map(|what| format!("{what}_{side}"))
    });
    let mut header: Vec<String> = ["area", "name", "residents"].map(str::to_owned).to_vec();
    header.extend(sides);
    header.extend(["change_minutes", "share_losing", "share_gaining"].map(str::to_owned));
    out.write_record(&header)?;
    let number = |value: Option<f64>| value.map_or(String::new(), |value| format!("{value:.3}"));
    for (area, effect) in tried.setting.areas.iter().zip(&tried.effect.areas) {
        let residents = number(area.residents.map(|count| count.people));
        let mut row = vec![area.code.clone(), area.name.clone().unwrap_or_default(), residents];
        for access in [&effect.before, &effect.after] {
            row.extend(side(tried, access));
        }
        row.extend([number(effect.change), number(Some(effect.losing())), number(Some(effect.gaining()))]);
        out.write_record(&row)?;
    }
    Ok(out.into_inner()?)
}

fn side(tried: &Tried, access: &Access) -> [String; 5] {
    let number = |value: Option<f64>| value.map_or(String::new(), |value| format!("{value:.3}"));
    let nearest = access.venue.map_or(String::new(), |at| tried.setting.venues[at].id.clone());
    let (least, most) = (access.range.map(|range| range.0), access.range.map(|range| range.1));
    [number(access.minutes), number(least), number(most), nearest, number(Some(access.unreached))]
}

fn tallies(view: &TriedView) -> anyhow::Result<Vec<u8>> {
    let mut out = csv::Writer::from_writer(Vec::new());
    let mut header: Vec<String> = vec!["family".into(), "name".into()];
    for what in KINDS {
        header.extend(["", "_low", "_high"].map(|end| format!("{what}{end}")));
    }
    header.extend(
        [
            "minutes_before",
            "minutes_after",
            "share_losing",
            "share_losing_low",
            "share_losing_high",
            "harder_hit",
            "areas_unknown",
        ]
        .map(str::to_owned),
    );
    out.write_record(&header)?;
    for tally in &view.tallies {
        out.write_record(tally_row(tally))?;
    }
    Ok(out.into_inner()?)
}

const KINDS: [&str; 8] = [
    "people",
    "losing",
    "gaining",
    "no_longer_near",
    "newly_near",
    "cut_off",
    "newly_reached",
    "never_reached",
];

fn tally_row(tally: &TallyView) -> Vec<String> {
    let number = |value: Option<f64>| value.map_or(String::new(), |value| format!("{value:.4}"));
    let ends = |range: Option<RangeView>| {
        [number(range.map(|range| range.value)), number(range.map(|r| r.low)), number(range.map(|r| r.high))]
    };
    let mut row = vec![tally.family.clone(), tally.name.clone()];
    for range in [
        tally.people,
        tally.losing,
        tally.gaining,
        tally.no_longer_near,
        tally.newly_near,
        tally.cut_off,
        tally.newly_reached,
        tally.never_reached,
    ] {
        row.extend(ends(Some(range)));
    }
    row.extend([number(tally.minutes_before), number(tally.minutes_after)]);
    row.extend(ends(tally.share_losing));
    row.extend([tally.harder_hit.to_string(), tally.areas_unknown.to_string()]);
    row
}
