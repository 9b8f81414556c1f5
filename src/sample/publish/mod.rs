//! The files of the sample place, each the way its publisher would put it out.

mod addresses;
mod assets;
mod boundaries;
mod estate;
pub(super) mod flaws;
mod health;
mod indicators;
mod libraries;
mod lookups;
mod population;
mod requests;
mod services;
mod sharing;
mod streets;
mod wards;

use std::path::Path;

use super::town::Town;
use super::{Progress, SampleError};

/// A file of the sample: path inside the folder, and its bytes.
pub(crate) type Published = (String, Vec<u8>);

/// The manifest of the sample, with gaps for the figures that a seed decides.
const MANIFEST: &str = include_str!("sample.toml");

/// The assessment that comes with the sample.
const PRIORITIES: &str = include_str!("priorities.toml");
/// The search that the sample keeps.
const SEARCH: &str = include_str!("rooms_for_advice.toml");
/// The search for sites that the sample keeps.
const FIVE_LIBRARIES: &str = include_str!("five_libraries.toml");
/// The scenario that the sample keeps.
const TWO_CLOSURES: &str = include_str!("two_closures.toml");

/// Every file of the sample place. `scratch` is a folder for passing files.
///
/// # Errors
/// What the writers report, see [`SampleError`].
pub(crate) fn files(
    town: &Town,
    scratch: &Path,
    progress: Progress<'_>,
) -> Result<Vec<Published>, SampleError> {
    let mut files = Vec::new();
    progress("boundaries");
    files.extend(boundaries::files(town, scratch)?);
    progress("registers");
    files.push(requests::postcodes(town));
    files.push(addresses::file(town));
    let estate = estate::Estate::build(town);
    files.push(assets::file(&estate, town));
    files.push(services::file(&estate, town));
    files.extend(libraries::files(town, &estate)?);
    files.extend(health::files(town)?);
    files.push(requests::file(town)?);
    progress("streets");
    files.push(streets::file(town, &estate)?);
    progress("tables");
    files.extend(population::files(town));
    files.extend(lookups::files(town));
    files.extend(indicators::files(town));
    files.extend(wards::files(town));
    files.push(("assessments/priorities.toml".to_owned(), PRIORITIES.as_bytes().to_vec()));
    files.push(("searches/rooms_for_advice.toml".to_owned(), SEARCH.as_bytes().to_vec()));
    files.push(("trials/five_libraries.toml".to_owned(), FIVE_LIBRARIES.as_bytes().to_vec()));
    files.push(("trials/two_closures.toml".to_owned(), TWO_CLOSURES.as_bytes().to_vec()));
    files.push(("sample.toml".to_owned(), manifest(town).into_bytes()));
    Ok(files)
}

fn manifest(town: &Town) -> String {
    let people: usize = (0..town.mesh.sites.len()).map(|block| town.people.total(block)).sum();
    MANIFEST.replace("{{people}}", &people.to_string())
}
