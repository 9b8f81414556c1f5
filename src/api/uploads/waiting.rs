//! The folder of one upload, from its first byte to its end.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use tempfile::TempDir;

use crate::api::{App, Kind, Problem};

/// Most files of one upload: a shapefile has up to seven.
const MOST_FILES: usize = 16;
/// Longest file name that is kept.
const MOST_NAME_CHARS: usize = 100;
const FOLDER: &str = "uploads";

/// An upload that has come in whole.
#[derive(Debug, Clone)]
pub struct Upload {
    /// Its id, which cannot be guessed.
    pub id: String,
    dir: PathBuf,
}

/// An upload that is coming in. It leaves nothing behind unless it is finished.
#[derive(Debug)]
pub struct Receiver {
    folder: TempDir,
    open: Option<File>,
    files: usize,
    bytes: usize,
    most_bytes: usize,
}

impl Receiver {
    /// Makes room for an upload.
    ///
    /// # Errors
    /// A [`Problem`] when the service runs without a place folder, when too
    /// many uploads wait already, or when the disk refuses.
    pub fn begin(app: &App) -> Result<Self, Problem> {
        let waiting = waiting_room(app)?;
        remove_old(app);
        fs::create_dir_all(&waiting).map_err(|error| refused(&error))?;
        let writes = &app.config().writes;
        if fs::read_dir(&waiting).map_err(|error| refused(&error))?.count() >= writes.uploads {
            let detail = format!("{} uploads wait already; publish or discard one first", writes.uploads);
            return Err(Problem::new(Kind::Conflict, detail));
        }
        let folder = tempfile::Builder::new().prefix("u").rand_bytes(24).tempdir_in(&waiting);
        let folder = folder.map_err(|error| refused(&error))?;
        fs::create_dir(folder.path().join("files")).map_err(|error| refused(&error))?;
        Ok(Self { folder, open: None, files: 0, bytes: 0, most_bytes: app.config().limits.upload_bytes })
    }

    /// Begins a file; what is odd in its name is put right.
    ///
    /// # Errors
    /// A [`Problem`] for a name without a letter, a name that stands twice,
    /// and more files than an upload may have.
    pub fn begin_file(&mut self, name: &str) -> Result<(), Problem> {
        self.files += 1;
        if self.files > MOST_FILES {
            return Err(Problem::parameter("file", format!("an upload has at most {MOST_FILES} files")));
        }
        let name = plain_name(name)
            .ok_or_else(|| Problem::parameter("file", format!("'{name}' cannot be the name of a file")))?;
        let path = self.folder.path().join("files").join(&name);
        let file = File::create_new(&path).map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => {
                Problem::parameter("file", format!("the file {name} was sent twice"))
            }
            _ => refused(&error),
        })?;
        self.open = Some(file);
        Ok(())
    }

    /// Adds bytes to the file that was begun last.
    ///
    /// # Errors
    /// A [`Problem`] when the upload grows past its limit or the disk refuses.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), Problem> {
        self.bytes += bytes.len();
        if self.bytes > self.most_bytes {
            let detail = format!(
                "an upload has at most {} bytes; import larger files on the command line",
                self.most_bytes
            );
            return Err(Problem::new(Kind::TooLarge, detail));
        }
        match &mut self.open {
            Some(file) => file.write_all(bytes).map_err(|error| refused(&error)),
            None => Ok(()),
        }
    }

    /// Ends the upload, which from now on waits for its publication.
    ///
    /// # Errors
    /// A [`Problem`] when no file came.
    pub fn finish(self) -> Result<Upload, Problem> {
        if self.files == 0 || self.bytes == 0 {
            return Err(Problem::parameter("file", "no file was sent, or an empty one"));
        }
        let dir = self.folder.keep();
        let id = dir.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        Ok(Upload { id, dir })
    }
}

impl Upload {
    /// The folder that the files lie in.
    #[must_use]
    pub fn files_dir(&self) -> PathBuf {
        self.dir.join("files")
    }

    /// Where something that goes with the upload is kept.
    pub(super) fn beside(&self, name: &str) -> PathBuf {
        self.dir.join(name)
    }

    /// The names of the files, in order.
    #[must_use]
    pub fn files(&self) -> Vec<String> {
        let entries = fs::read_dir(self.files_dir()).into_iter().flatten().flatten();
        let mut names: Vec<_> =
            entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    /// The file that is read; the others are its companions.
    #[must_use]
    pub fn main_file(&self) -> Option<String> {
        let names = self.files();
        let main = names.iter().find(|name| name.to_lowercase().ends_with(".shp")).or_else(|| names.first());
        main.cloned()
    }

    /// When it is thrown away, if it is not published.
    #[must_use]
    pub fn expires(&self, app: &App) -> Option<SystemTime> {
        Some(came(&self.dir)? + app.config().writes.keep_uploads)
    }
}

/// An upload that waits.
///
/// # Errors
/// A [`Problem`] when there is none of this id, or no longer.
pub fn find(app: &App, id: &str) -> Result<Upload, Problem> {
    let nothing = || Problem::not_found("such upload; it was published, discarded or is too old");
    let plain = !id.is_empty() && id.bytes().all(|b| b.is_ascii_alphanumeric());
    if !plain {
        return Err(nothing());
    }
    remove_old(app);
    let dir = waiting_room(app)?.join(id);
    if dir.join("files").is_dir() { Ok(Upload { id: id.to_owned(), dir }) } else { Err(nothing()) }
}

/// Throws an upload away.
///
/// # Errors
/// A [`Problem`] when there is none of this id.
pub fn discard(app: &App, id: &str) -> Result<(), Problem> {
    let upload = find(app, id)?;
    fs::remove_dir_all(&upload.dir).map_err(|error| refused(&error))
}

/// Throws away the uploads that have waited too long.
pub fn remove_old(app: &App) {
    let Ok(waiting) = waiting_room(app) else { return };
    let keep = app.config().writes.keep_uploads;
    for entry in fs::read_dir(waiting).into_iter().flatten().flatten() {
        if is_old(&entry.path(), keep)
            && let Err(error) = fs::remove_dir_all(entry.path())
        {
            tracing::warn!(%error, "an old upload could not be removed: {error}");
        }
    }
}

fn is_old(dir: &Path, keep: Duration) -> bool {
    came(dir).and_then(|at| at.elapsed().ok()).is_some_and(|age| age > keep)
}

/// When the upload began: the age of the folder of its files, which does not
/// change once they are in.
fn came(dir: &Path) -> Option<SystemTime> {
    dir.join("files").metadata().or_else(|_| dir.metadata()).ok()?.modified().ok()
}

fn waiting_room(app: &App) -> Result<PathBuf, Problem> {
    let store = app
        .store()
        .ok_or_else(|| Problem::new(Kind::Forbidden, "the service runs without a place folder"))?;
    Ok(store.dir().join(FOLDER))
}

fn refused(error: &io::Error) -> Problem {
    tracing::error!(%error, "an upload could not be kept: {error}");
    Problem::new(Kind::Internal, "the upload could not be kept")
}

/// The last part of a name, with plain characters alone; `None` where none is left.
fn plain_name(name: &str) -> Option<String> {
    let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let plain = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_') { c } else { '_' };
    let name: String = last.chars().take(MOST_NAME_CHARS).map(plain).collect();
    let name = name.trim_start_matches(['.', '-']);
    name.chars().any(|c| c.is_ascii_alphanumeric()).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, expected: Option<&str>) {
        assert_eq!(plain_name(name).as_deref(), expected, "{name:?}");
    }

    #[test]
    fn a_name_keeps_its_last_part_and_plain_characters() {
        check("libraries.csv", Some("libraries.csv"));
        check("../../etc/passwd", Some("passwd"));
        check("C:\\files\\Wards (2018).zip", Some("Wards__2018_.zip"));
        check("...", None);
        check("", None);
        check(".htaccess", Some("htaccess"));
        check("Ŵyn.csv", Some("_yn.csv"));
    }
}
