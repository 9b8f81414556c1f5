//! `wardwise init`: drafts a manifest from a folder of published files.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use serde_json::json;

use crate::check::{Locate, Suggestion, suggest};
use crate::draft::{DeclaredCrs, Draft};
use crate::ingest::read::{Format, Limits, ReadOptions, SourceBytes, read};
use crate::model::DatasetKind;

use super::exit::Exit;
use super::output::Output;

/// How many files a draft manifest takes in at most.
const MAX_FILES: usize = 500;
/// How deep folders are looked into.
const MAX_DEPTH: usize = 8;

/// Draft a manifest from a folder of published files
///
/// Every file that can be read becomes an entry with a first guess at its
/// kind, code, name and place columns. The guesses are for a person to go
/// through: dates, titles and licences have to be filled in.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  wardwise init --name \"Our town\" --source files --out town.toml")]
pub struct Args {
    /// Name of the place
    #[arg(long)]
    name: String,

    /// Folder of published files
    #[arg(long, value_name = "DIR")]
    source: PathBuf,

    /// Manifest to write
    #[arg(long, value_name = "FILE")]
    out: PathBuf,

    /// Replace the manifest if it is there
    #[arg(long)]
    force: bool,
}

struct Entry {
    file: String,
    draft: Result<(Draft, Suggestion), String>,
}

/// Runs the command.
pub fn run(args: &Args, output: &mut Output) -> anyhow::Result<Exit> {
    if args.out.exists() && !args.force {
        bail!("'{}' is there already; add --force to replace it", args.out.display());
    }
    let mut files = Vec::new();
    collect(&args.source, &args.source, 0, &mut files)
        .with_context(|| format!("the folder '{}' cannot be read", args.source.display()))?;
    files.sort();
    if files.is_empty() {
        bail!("'{}' holds no file of a format that Wardwise reads", args.source.display());
    }
    let entries: Vec<Entry> = files.iter().map(|file| look_at(&args.source, file)).collect();
    std::fs::write(&args.out, manifest(&args.name, &entries))
        .with_context(|| format!("'{}' cannot be written", args.out.display()))?;
    let read = entries.iter().filter(|entry| entry.draft.is_ok()).count();
    output.json(&json!({ "manifest": args.out, "files": files, "read": read }))?;
    output.line(format!("{} describes {read} of {} files.", args.out.display(), files.len()))?;
    output.line("Go through it: ids, titles, dates and licences are first guesses. Then:")?;
    output.line(format!("  wardwise check {} --source {}", args.out.display(), args.source.display()))?;
    Ok(Exit::Done)
}

fn collect(root: &Path, folder: &Path, depth: usize, files: &mut Vec<String>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        if hidden || files.len() >= MAX_FILES {
            continue;
        }
        if kind.is_dir() && depth < MAX_DEPTH {
            collect(root, &entry.path(), depth + 1, files)?;
        } else if kind.is_file() && is_data(&entry.path()) {
            let path = entry.path();
            let inside: Vec<_> =
                path.strip_prefix(root).into_iter().flatten().map(|p| p.to_string_lossy()).collect();
            files.push(inside.join("/"));
        }
    }
    Ok(())
}

fn is_data(path: &Path) -> bool {
    const ENDINGS: [&str; 16] = [
        "shp",
        "zip",
        "geojson",
        "json",
        "topojson",
        "gpkg",
        "fgb",
        "kml",
        "kmz",
        "parquet",
        "geoparquet",
        "csv",
        "tsv",
        "txt",
        "xlsx",
        "tab",
    ];
    path.extension().is_some_and(|e| ENDINGS.iter().any(|known| e.eq_ignore_ascii_case(known)))
}

fn look_at(source: &Path, file: &str) -> Entry {
    let draft = read_file(source, file).map(|draft| {
        let suggestion = suggest(&draft, &[]);
        (draft, suggestion)
    });
    Entry { file: file.to_owned(), draft }
}

fn read_file(source: &Path, file: &str) -> Result<Draft, String> {
    let path = source.join(file);
    let limits = Limits::default();
    let size = std::fs::metadata(&path).map_err(|e| e.to_string())?.len();
    if size > limits.bytes {
        return Err(format!("{size} bytes; at most {} are read", limits.bytes));
    }
    let bytes = std::fs::read(&path).map_err(|e| e.to_string())?;
    let mut bytes_of = SourceBytes::new(file, &bytes);
    if Format::detect(file, &bytes) == Some(Format::Shapefile) {
        for ending in ["dbf", "shx", "prj", "cpg"] {
            if let Ok(companion) = std::fs::read(path.with_extension(ending)) {
                bytes_of.companions.push((ending.to_owned(), companion));
            }
        }
    }
    read(&bytes_of, &ReadOptions::default(), &limits)
        .map_err(|faults| faults.iter().map(|fault| fault.message.clone()).collect::<Vec<_>>().join("; "))
}

fn manifest(name: &str, entries: &[Entry]) -> String {
    let mut text = String::new();
    let mut line = |words: &str| {
        text.push_str(words);
        text.push('\n');
    };
    line("# A first draft, made from the files themselves. Go through every entry:");
    line("# ids and titles come from file names, columns are guesses, and dates and");
    line("# licences are for you to say.");
    line("");
    line("[place]");
    line(&format!("id = {}", quoted(&slug(name))));
    line(&format!("name = {}", quoted(name)));
    line("# main_layer = \"wards\"       # the layer people mean by \"my ward\"");
    line("# extent_layer = \"wards\"     # the layer whose outline is the place");
    line("# postcodes = \"postcodes\"    # the register that turns postcodes into points");
    line("");
    line("[licence.to-be-stated]");
    line("name = \"To be stated\"");
    line("# url = \"https://...\"");
    line("attribution = \"\"");
    let mut ids = std::collections::BTreeSet::new();
    for kind in DatasetKind::ALL {
        for entry in entries {
            if let Ok((draft, suggestion)) = &entry.draft
                && suggestion.kind == kind
            {
                line("");
                line(&dataset(&entry.file, draft, suggestion, &mut ids));
            }
        }
    }
    for entry in entries {
        if let Err(why) = &entry.draft {
            line("");
            line(&format!("# {} was not read: {}", entry.file, why.replace(['\n', '\r'], " ")));
        }
    }
    text
}

fn dataset(
    file: &str,
    draft: &Draft,
    guess: &Suggestion,
    ids: &mut std::collections::BTreeSet<String>,
) -> String {
    let stem = file.rsplit('/').next().unwrap_or(file);
    let stem = stem.split('.').next().unwrap_or(stem);
    let mut id = slug(stem);
    let mut count = 2;
    while !ids.insert(id.clone()) {
        id = format!("{}-{count}", slug(stem));
        count += 1;
    }
    let kind = guess.kind.key();
    let mut text = String::new();
    // Writing into a String cannot fail.
    let _ = writeln!(text, "[[{kind}]]\nid = {}\ntitle = {}", quoted(&id), quoted(&stem.replace('_', " ")));
    if guess.kind == DatasetKind::Layer {
        text.push_str("scheme = \"gss\"    # gss, ni-small-area, name or own\n");
    }
    let _ = writeln!(text, "\n[[{kind}.edition]]\nid = \"current\"\nfile = {}", quoted(file));
    if let DeclaredCrs::Unknown(_) | DeclaredCrs::None = draft.crs
        && guess.kind == DatasetKind::Layer
    {
        text.push_str("# crs = \"EPSG:27700\"    # the file declares none that is known\n");
    }
    if let Some(code) = &guess.code {
        let _ = writeln!(text, "code = {}", quoted(code));
    } else if guess.kind == DatasetKind::Layer {
        let _ = writeln!(
            text,
            "code = \"\"    # one of: {}",
            draft.columns.join(", ").replace(['\n', '\r'], " ")
        );
    }
    if let Some(name) = &guess.name {
        let _ = writeln!(text, "name = {}", quoted(name));
    }
    text.push_str(&locate(&guess.locate));
    if !guess.facets.is_empty() && guess.kind == DatasetKind::Register {
        let facets: Vec<_> = guess.facets.iter().map(|f| quoted(f)).collect();
        let _ = writeln!(text, "facets = [{}]", facets.join(", "));
    }
    text.push_str("# valid_from = 2024-05-02\nlicence = \"to-be-stated\"");
    text
}

fn locate(ways: &[Locate]) -> String {
    let parts: Vec<String> = ways
        .iter()
        .map(|way| match way {
            Locate::Grid { easting, northing } => {
                format!("easting = {}, northing = {}", quoted(easting), quoted(northing))
            }
            Locate::LonLat { lon, lat } => format!("lon = {}, lat = {}", quoted(lon), quoted(lat)),
            Locate::GridRef { column } => format!("grid_ref = {}", quoted(column)),
            Locate::Postcode { column } => format!("postcode = {}", quoted(column)),
        })
        .collect();
    if parts.is_empty() { String::new() } else { format!("locate = {{ {} }}\n", parts.join(", ")) }
}

/// A TOML string, with everything escaped that needs it.
fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

/// An id: lower-case letters, digits and hyphens.
fn slug(text: &str) -> String {
    let mut id = String::new();
    for c in text.chars().flat_map(char::to_lowercase) {
        if c.is_ascii_alphanumeric() {
            id.push(c);
        } else if !id.ends_with('-') && !id.is_empty() {
            id.push('-');
        }
    }
    let id: String = id.trim_end_matches('-').chars().take(50).collect();
    if id.is_empty() { "place".to_owned() } else { id }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::manifest::parse_manifest;

    #[test]
    fn a_drafted_manifest_is_one_that_can_be_read() {
        let dir = tempfile::tempdir().expect("a folder");
        std::fs::write(dir.path().join("GP \"surgeries\".csv"), "code,name,postcode\n1,A,B1 1BB\n")
            .expect("a file");
        std::fs::write(dir.path().join("broken.geojson"), "{").expect("a file");
        let mut files = Vec::new();
        collect(dir.path(), dir.path(), 0, &mut files).expect("the folder");
        files.sort();
        let entries: Vec<Entry> = files.iter().map(|file| look_at(dir.path(), file)).collect();
        let text = manifest("Our \"town\"", &entries);
        let plan = parse_manifest(&text).unwrap_or_else(|faults| panic!("{faults:?}\n{text}"));
        assert_eq!(plan.place.name, "Our \"town\"");
        assert!(text.contains("# broken.geojson was not read"), "{text}");
    }
}
