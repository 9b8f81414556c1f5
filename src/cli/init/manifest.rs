//! The draft manifest as text, with comments for what a person has to say.

use std::fmt::Write as _;

use crate::check::{Locate, Suggestion, propose_id};
use crate::draft::{DeclaredCrs, Draft};
use crate::model::DatasetKind;

use super::Entry;

/// The manifest: layers first, then what leans on them, then what was not read.
pub(super) fn manifest(name: &str, entries: &[Entry]) -> String {
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
    line(&format!("id = {}", quoted(&propose_id(name))));
    line(&format!("name = {}", quoted(name)));
    line("# main_layer = \"wards\"       # the layer people mean by \"my ward\"");
    line("# extent_layer = \"wards\"     # the layer whose outline is the place");
    line("# postcodes = \"postcodes\"    # the register that turns postcodes into points");
    line("");
    line("[licence.to-be-stated]");
    line("name = \"To be stated\"");
    line("# url = \"https://...\"");
    line("attribution = \"\"");
    for kind in DatasetKind::ALL {
        for entry in entries {
            if let Ok((draft, suggestion)) = &entry.draft
                && suggestion.kind == kind
            {
                line("");
                line(&dataset(&entry.file, draft, suggestion));
                if is_extract(&entry.file) {
                    line("");
                    line(&network(&entry.file, suggestion));
                }
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

/// Whether a file is an OpenStreetMap extract, which holds streets beside places.
fn is_extract(file: &str) -> bool {
    file.to_lowercase().ends_with(".osm.pbf")
}

fn network(file: &str, guess: &Suggestion) -> String {
    format!(
        "[[network]]\nid = {}\ntitle = {}\n\n[[network.edition]]\nid = {}\nfile = {}\n# valid_from = 2024-05-02\nlicence = \"to-be-stated\"",
        quoted(&format!("{}-streets", guess.id)),
        quoted(&format!("{}: streets and paths", guess.title)),
        quoted(&guess.edition),
        quoted(file)
    )
}

fn dataset(file: &str, draft: &Draft, guess: &Suggestion) -> String {
    let kind = guess.kind.key();
    let mut text = String::new();
    // Writing into a String cannot fail.
    let _ = writeln!(text, "[[{kind}]]\nid = {}\ntitle = {}", quoted(&guess.id), quoted(&guess.title));
    if guess.kind == DatasetKind::Layer {
        text.push_str("scheme = \"gss\"    # gss, ni-small-area, name or own\n");
    }
    text.push_str(&geography(guess));
    let _ = writeln!(text, "\n[[{kind}.edition]]\nid = {}\nfile = {}", quoted(&guess.edition), quoted(file));
    if let DeclaredCrs::Unknown(_) | DeclaredCrs::None = draft.crs
        && draft.has_geometry()
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

/// The layer whose codes a table carries, as far as the layers of the folder tell.
fn geography(guess: &Suggestion) -> String {
    if guess.kind != DatasetKind::Table {
        return String::new();
    }
    let shares: Vec<String> = guess
        .vintages
        .iter()
        .take(3)
        .map(|fit| format!("{} holds {} of {} codes", fit.edition.dataset, fit.matched, fit.codes))
        .collect();
    match (&guess.geography, shares.is_empty()) {
        (Some(key), _) => format!("geography = {}\n", quoted(key.dataset.as_str())),
        (None, false) => format!("# geography = \"\"    # {}\n", shares.join("; ")),
        (None, true) => String::new(),
    }
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
