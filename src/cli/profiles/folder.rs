//! The folder of profiles: which files it holds, and what can be kept of an earlier run.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use serde::{Deserialize, Serialize};

use crate::cli::files::{draft_beside, finish};
use crate::model::Checksum;

/// The list of what the folder holds.
pub const MANIFEST: &str = "profiles.json";

/// What a folder of profiles holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The program that wrote it.
    pub software: String,
    /// Id of the assessment.
    pub assessment: String,
    /// Its title.
    pub title: String,
    /// The layer edition that is assessed.
    pub areas: String,
    /// Version of the place.
    pub place_version: u64,
    /// Digest of everything that the profiles depend on.
    pub made_from: String,
    /// Whether every area was tried.
    pub complete: bool,
    /// The profiles, in the layer's order.
    pub profiles: Vec<Written>,
    /// Areas whose profile could not be written, and why.
    pub errors: Vec<Failed>,
}

/// The files of one area.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    /// The area's code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The file to read.
    pub html: String,
    /// Its SHA-256.
    pub html_sha256: String,
    /// The table.
    pub csv: String,
    /// Its SHA-256.
    pub csv_sha256: String,
}

/// An area without a profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failed {
    /// The area's code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// What went wrong.
    pub error: String,
}

/// A folder that is being filled.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    /// What an earlier run left.
    before: Option<Manifest>,
}

impl Folder {
    /// Opens the folder, or makes it. One that holds other things is refused.
    pub fn open(path: &Path) -> anyhow::Result<Self> {
        std::fs::create_dir_all(path).with_context(|| format!("'{}' cannot be made", path.display()))?;
        let manifest = path.join(MANIFEST);
        if !manifest.exists() {
            let mut inside =
                std::fs::read_dir(path).with_context(|| format!("'{}' cannot be read", path.display()))?;
            if inside.next().is_some() {
                bail!("'{}' is not empty and holds no {MANIFEST}: name another folder", path.display());
            }
            return Ok(Self { path: path.to_owned(), before: None });
        }
        let text = std::fs::read_to_string(&manifest)
            .with_context(|| format!("'{}' cannot be read", manifest.display()))?;
        let before = serde_json::from_str(&text).with_context(|| {
            format!("'{}' is no list of profiles: remove it to start anew", manifest.display())
        })?;
        Ok(Self { path: path.to_owned(), before: Some(before) })
    }

    /// The files of an area that an earlier run wrote from the same data and that are still as it wrote them.
    #[must_use]
    pub fn kept(&self, made_from: &str, code: &str) -> Option<Written> {
        let before = self.before.as_ref().filter(|before| before.made_from == made_from)?;
        let own = before.profiles.iter().find(|own| own.code == code)?;
        let is_whole = |name: &str, sha256: &str| {
            std::fs::read(self.path.join(name)).is_ok_and(|bytes| Checksum::of(&bytes).as_str() == sha256)
        };
        let both = is_whole(&own.html, &own.html_sha256) && is_whole(&own.csv, &own.csv_sha256);
        both.then(|| own.clone())
    }

    /// What an earlier run wrote, where it wrote all profiles from the same
    /// data and they are still as it wrote them.
    #[must_use]
    pub fn whole(&self, made_from: &str) -> Option<Manifest> {
        let before = self.before.as_ref().filter(|before| before.complete && before.errors.is_empty())?;
        let is_kept = |own: &Written| self.kept(made_from, &own.code).is_some();
        before
            .profiles
            .iter()
            .all(is_kept)
            .then(|| before.clone())
            .filter(|before| before.made_from == made_from)
    }

    /// Writes one file in one step and gives its SHA-256.
    pub fn write(&self, name: &str, bytes: &[u8]) -> anyhow::Result<String> {
        let out = self.path.join(name);
        let mut draft = draft_beside(&out)?;
        draft.as_file_mut().write_all(bytes)?;
        finish(draft, &out)?;
        Ok(Checksum::of(bytes).as_str().to_owned())
    }

    /// Writes the list as far as it is known. Until all is done, what an
    /// earlier run wrote from the same data stays on it: another stop loses nothing.
    pub fn note(&self, manifest: &Manifest) -> anyhow::Result<()> {
        let mut noted = manifest.clone();
        if !manifest.complete {
            let done = |code: &str| {
                manifest.profiles.iter().any(|own| own.code == code)
                    || manifest.errors.iter().any(|own| own.code == code)
            };
            let before = self.before.iter().filter(|before| before.made_from == manifest.made_from);
            let rest = before.flat_map(|before| &before.profiles).filter(|own| !done(&own.code));
            noted.profiles.extend(rest.cloned());
        }
        let mut text = serde_json::to_string_pretty(&noted)?;
        text.push('\n');
        self.write(MANIFEST, text.as_bytes())?;
        Ok(())
    }

    /// Takes away what an earlier run wrote and this one did not.
    pub fn tidy(&self, manifest: &Manifest) -> anyhow::Result<()> {
        let files = |list: &Manifest| -> BTreeSet<String> {
            list.profiles.iter().flat_map(|own| [own.html.clone(), own.csv.clone()]).collect()
        };
        let now = files(manifest);
        for name in self.before.iter().flat_map(files).filter(|name| !now.contains(name)) {
            // A name from a list that somebody edited must not lead out of the folder.
            if Path::new(&name).file_name().is_some_and(|own| own.to_str() == Some(&name)) {
                let path = self.path.join(&name);
                if path.is_file() {
                    std::fs::remove_file(&path)
                        .with_context(|| format!("'{}' cannot be removed", path.display()))?;
                }
            }
        }
        Ok(())
    }
}

/// A file name for each code: letters, digits and dashes; two that would meet are numbered.
#[must_use]
pub fn names<'a>(codes: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut used: BTreeMap<String, usize> = BTreeMap::new();
    let plain = |code: &str| -> String {
        code.chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' }).collect()
    };
    codes
        .map(|code| {
            let name = plain(code);
            // Some file systems do not tell capitals from small letters.
            let seen = used.entry(name.to_lowercase()).or_default();
            *seen += 1;
            if *seen == 1 { name } else { format!("{name}_{seen}") }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(code: &str) -> Written {
        Written {
            code: code.to_owned(),
            name: code.to_owned(),
            html: format!("{code}.html"),
            html_sha256: Checksum::of(b"page").as_str().to_owned(),
            csv: format!("{code}.csv"),
            csv_sha256: Checksum::of(b"table").as_str().to_owned(),
        }
    }

    fn list(made_from: &str, codes: &[&str]) -> Manifest {
        Manifest {
            software: String::new(),
            assessment: String::new(),
            title: String::new(),
            areas: String::new(),
            place_version: 1,
            made_from: made_from.to_owned(),
            complete: false,
            profiles: codes.iter().map(|code| written(code)).collect(),
            errors: Vec::new(),
        }
    }

    #[test]
    fn a_second_stop_forgets_nothing_that_was_kept() {
        let place = tempfile::tempdir().expect("a folder");
        let first = Folder::open(place.path()).expect("new");
        for code in ["a", "b", "c"] {
            first.write(&format!("{code}.html"), b"page").expect("written");
            first.write(&format!("{code}.csv"), b"table").expect("written");
        }
        first.note(&list("data", &["a", "b", "c"])).expect("noted");
        let second = Folder::open(place.path()).expect("its own");
        second.note(&list("data", &["a"])).expect("noted after one batch");
        let third = Folder::open(place.path()).expect("its own");
        assert!(["a", "b", "c"].iter().all(|code| third.kept("data", code).is_some()));
        third.note(&list("other", &["a"])).expect("noted");
        let fourth = Folder::open(place.path()).expect("its own");
        assert!(fourth.kept("other", "a").is_some() && fourth.kept("other", "b").is_none());
    }

    #[test]
    fn codes_become_names_that_no_two_files_share() {
        let found = names(["E05000001", "a/b", "A b", "../x"].into_iter());
        assert_eq!(found, ["E05000001", "a_b", "A_b_2", "___x"]);
    }
}
