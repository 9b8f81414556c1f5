//! `wardwise init`: drafts a manifest from a folder of published files.

mod folder;
mod manifest;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use serde_json::json;

use crate::check::{LayerCodes, Suggestion, suggest};
use crate::draft::Draft;
use crate::model::{AreaCode, DatasetKind, EditionKey, Scheme, Validity};

use super::exit::Exit;
use super::output::Output;

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
    let files = folder::files(&args.source)
        .with_context(|| format!("the folder '{}' cannot be read", args.source.display()))?;
    if files.is_empty() {
        bail!("'{}' holds no file of a format that Wardwise reads", args.source.display());
    }
    let entries = look_at(&args.source, &files);
    std::fs::write(&args.out, manifest::manifest(&args.name, &entries))
        .with_context(|| format!("'{}' cannot be written", args.out.display()))?;
    let read = entries.iter().filter(|entry| entry.draft.is_ok()).count();
    output.json(&json!({ "manifest": args.out, "files": files, "read": read }))?;
    output.line(format!("{} describes {read} of {} files.", args.out.display(), files.len()))?;
    output.line("Go through it: ids, titles, dates and licences are first guesses. Then:")?;
    output.line(format!("  wardwise check {} --source {}", args.out.display(), args.source.display()))?;
    Ok(Exit::Done)
}

/// Reads every file, then guesses: what the layers are first, so that the
/// codes of tables can be held against them.
fn look_at(source: &Path, files: &[String]) -> Vec<Entry> {
    let drafts: Vec<_> = files.iter().map(|file| (file, folder::read_file(source, file))).collect();
    let mut ids = BTreeSet::new();
    let mut entries: Vec<Entry> = drafts
        .into_iter()
        .map(|(file, draft)| {
            let draft = draft.map(|draft| {
                let mut suggestion = suggest(&draft, &[]);
                suggestion.id = unused(&suggestion.id, &mut ids);
                (draft, suggestion)
            });
            Entry { file: file.clone(), draft }
        })
        .collect();
    let layers: Vec<LayerCodes> = entries.iter().filter_map(layer_codes).collect();
    for (draft, guess) in entries.iter_mut().filter_map(|entry| entry.draft.as_mut().ok()) {
        let informed = suggest(draft, &layers);
        if informed.kind != DatasetKind::Layer && guess.kind != DatasetKind::Layer {
            *guess = Suggestion { id: std::mem::take(&mut guess.id), ..informed };
        }
    }
    entries
}

/// An id that no file before has.
fn unused(id: &str, ids: &mut BTreeSet<String>) -> String {
    let mut candidates = (2..).map(|count| format!("{id}-{count}"));
    let mut candidate = id.to_owned();
    while !ids.insert(candidate.clone()) {
        candidate = candidates.next().unwrap_or_default();
    }
    candidate
}

/// The codes of a file that is a layer, by the column that was guessed.
fn layer_codes(entry: &Entry) -> Option<LayerCodes> {
    let (draft, guess) = entry.draft.as_ref().ok()?;
    let column = draft.column(guess.code.as_deref()?).filter(|_| guess.kind == DatasetKind::Layer)?;
    let cells = draft.rows.iter().filter_map(|row| row.cells.get(column));
    Some(LayerCodes {
        edition: EditionKey { dataset: guess.id.parse().ok()?, edition: guess.edition.parse().ok()? },
        title: guess.title.clone(),
        scheme: Scheme::Gss,
        validity: Validity::default(),
        codes: cells.filter_map(|cell| AreaCode::parse(cell.display().trim()).ok()).collect(),
    })
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
        let files = folder::files(dir.path()).expect("the folder");
        let entries = look_at(dir.path(), &files);
        let text = manifest::manifest("Our \"town\"", &entries);
        let plan = parse_manifest(&text).unwrap_or_else(|faults| panic!("{faults:?}\n{text}"));
        assert_eq!(plan.place.name, "Our \"town\"");
        assert!(text.contains("# broken.geojson was not read"), "{text}");
    }

    #[test]
    fn the_layers_of_the_folder_say_whose_codes_a_table_carries() {
        let dir = tempfile::tempdir().expect("a folder");
        let area = |code: &str| {
            format!(
                "{{\"type\":\"Feature\",\"properties\":{{\"WD\":\"{code}\"}},\"geometry\":{{\"type\":\"Polygon\",\"coordinates\":[[[0,52],[1,52],[1,53],[0,52]]]}}}}"
            )
        };
        let areas = |codes: [&str; 2]| {
            let [a, b] = codes.map(area);
            format!("{{\"type\":\"FeatureCollection\",\"features\":[{a},{b}]}}")
        };
        let write = |name: &str, text: &str| std::fs::write(dir.path().join(name), text).expect("a file");
        write("wards_2012.geojson", &areas(["E05000001", "E05000002"]));
        write("wards_2023.geojson", &areas(["E05000001", "E05000003"]));
        write("people_2021.csv", "ward,n\nE05000001,5\nE05000003,6\n");
        let entries = look_at(dir.path(), &folder::files(dir.path()).expect("the folder"));
        let plan = parse_manifest(&manifest::manifest("Town", &entries)).expect("a plan");
        assert_eq!(plan.tables[0].geography.as_ref().map(ToString::to_string).as_deref(), Some("wards-2023"));
        assert_eq!(plan.tables[0].editions[0].key.to_string(), "people-2021@2021");
    }
}
