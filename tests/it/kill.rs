//! An import that is killed, or runs out of disk, leaves the place as before
//! or as after.
//!
//! The import runs in a process of its own: this very test program, asked to
//! run `child` alone. The moments are spread over the child's steps, which it
//! names on its standard output, and over the time that one takes.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use wardwise::store::{Landing, PlaceStore, RawFile, StoreError};

use crate::store::{land, layer, new_edition, now, town};

const DIR: &str = "WARDWISE_TEST_KILL_DIR";
const SQUARES: usize = 400;

/// The import that is killed. It does nothing unless a test below asks for it.
#[test]
#[ignore = "run by the other tests of this file, in a process of its own"]
fn child() {
    let Some(dir) = std::env::var_os(DIR) else { return };
    match second_import(Path::new(&dir)) {
        Ok(version) => tell(&format!("landed {version:?}")),
        Err(error) => tell(&format!("error: {error}")),
    }
}

fn tell(line: &str) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "@ {line}");
    let _ = out.flush();
}

fn second_import(dir: &Path) -> Result<Option<u64>, StoreError> {
    let editions = town(SQUARES, 2.0);
    let store = PlaceStore::open(dir)?;
    let lock = store.lock()?;
    let mut staging = store.staging(&lock)?;
    for edition in &editions {
        let bytes = format!("{} {}", edition.key(), 2.0).into_bytes();
        tell(&format!("stage {}", edition.key()));
        staging.stage(&RawFile::of(&format!("in/{}.csv", edition.key().dataset), &bytes), &bytes)?;
    }
    let place = store.info()?;
    let landing =
        Landing { place, manifest: "# manifest 2\n", at: now(), why: "", editions: &editions, stopped: &[] };
    tell("land");
    store.land(&lock, staging, &landing, &mut |key| tell(&format!("write {key}")))
}

struct Outcome {
    lines: Vec<String>,
    took: Duration,
}

/// Runs the child and kills it `wait` after its `step`th line; waits for its
/// end where it has fewer lines.
fn run_child(dir: &Path, before: &[&str], step: usize, wait: Option<Duration>) -> Outcome {
    let exe = std::env::current_exe().expect("this program");
    let mut command = match before {
        [] => Command::new(&exe),
        [shell, arguments @ ..] => {
            let mut command = Command::new(shell);
            command.args(arguments).arg(&exe);
            command
        }
    };
    command.args(["--exact", "kill::child", "--ignored", "--nocapture", "--test-threads", "1"]);
    let mut child =
        command.env(DIR, dir).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("a child");
    let begin = Instant::now();
    let mut lines = Vec::new();
    for line in BufReader::new(child.stdout.take().expect("its output")).lines() {
        let line = line.expect("a line");
        lines.extend(line.split_once("@ ").map(|(_, told)| told.to_owned()));
        if let Some(wait) = wait.filter(|_| lines.len() > step) {
            std::thread::sleep(wait);
            // Only this child, which we started; it may have ended by itself.
            let _ = child.kill();
            break;
        }
    }
    let took = begin.elapsed();
    child.wait().expect("its end");
    Outcome { lines, took }
}

fn first_version(dir: &Path) {
    land(dir, &town(30, 1.0), 1.0).expect("the first import");
}

/// The place is whole, at one of the two versions; gives which.
fn check_place(dir: &Path, what: &str) -> u64 {
    let store = PlaceStore::open(dir).unwrap_or_else(|error| panic!("{what}: {error}"));
    let snapshot = store.snapshot().unwrap_or_else(|error| panic!("{what}: {error}"));
    assert!(matches!(snapshot.version, 1 | 2), "{what}: version {}", snapshot.version);
    assert_eq!(snapshot.datasets.len(), 3, "{what}");
    for edition in snapshot.datasets.values().flat_map(|dataset| &dataset.editions) {
        let mark = edition.attributes().number(1, 0).expect("a number");
        assert_eq!(format!("{mark:.1}"), format!("{}.1", snapshot.version), "{what}: {}", edition.key);
    }
    assert_eq!(store.verify().expect("verified"), Vec::<String>::new(), "{what}");
    snapshot.version
}

/// The next import works, and leaves nothing of the killed one behind.
fn check_next_import(dir: &Path, what: &str) {
    land(dir, &town(5, 3.0), 3.0).unwrap_or_else(|error| panic!("{what}: {error}"));
    let names: Vec<String> = fs::read_dir(dir.join("raw"))
        .expect("listed")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    assert!(names.iter().all(|name| !name.starts_with('.')), "{what}: {names:?}");
    assert_eq!(fs::read_to_string(dir.join("place.toml")).expect("the manifest"), "# manifest 3\n", "{what}");
    assert!(!dir.join("place.gpkg-journal").exists(), "{what}");
}

#[test]
fn a_kill_at_any_moment_leaves_the_place_as_before_or_as_after() {
    let base = tempfile::tempdir().expect("a folder");
    first_version(base.path());
    let whole = {
        let dir = copy(base.path());
        let outcome = run_child(dir.path(), &[], usize::MAX, None);
        assert_eq!(check_place(dir.path(), "not killed"), 2, "{:?}", outcome.lines);
        outcome
    };
    let (mut before, mut after) = (0, 0);
    let steps = whole.lines.len();
    for step in 0..steps {
        for part in 0..6_u32 {
            // From at once to about the time that a step takes and beyond.
            let wait = whole.took.mul_f64(f64::from(part * part) / 100.0);
            let what = format!("killed {wait:?} after '{}'", whole.lines[step]);
            let dir = copy(base.path());
            run_child(dir.path(), &[], step, Some(wait));
            match check_place(dir.path(), &what) {
                1 => before += 1,
                _ => after += 1,
            }
            check_next_import(dir.path(), &what);
        }
    }
    println!("{} kills: {before} left the place as before, {after} as after", before + after);
    assert!(
        before > 0 && after > 0,
        "{before} before, {after} after: the moments do not straddle the commit"
    );
}

#[test]
fn a_full_disk_leaves_the_place_as_it_was_and_says_so() {
    let base = tempfile::tempdir().expect("a folder");
    first_version(base.path());
    let length = fs::metadata(base.path().join("place.gpkg")).expect("the database").len();
    let blocks = length / 512;
    for (what, limit) in [("no room at all", 0), ("a little", blocks / 2), ("nearly enough", blocks + 64)] {
        let dir = copy(base.path());
        let script = format!("trap '' XFSZ; ulimit -f {limit}; exec \"$@\"");
        let outcome = run_child(dir.path(), &["sh", "-c", &script, "sh"], usize::MAX, None);
        let last = outcome.lines.last().cloned().unwrap_or_default();
        assert!(last.starts_with("error: "), "{what}: {:?}", outcome.lines);
        assert_eq!(check_place(dir.path(), what), 1, "{what}: {last}");
        check_next_import(dir.path(), what);
    }
}

#[test]
fn two_imports_at_once_are_refused() {
    let dir = tempfile::tempdir().expect("a folder");
    first_version(dir.path());
    let store = PlaceStore::open(dir.path()).expect("a place");
    let lock = store.lock().expect("the lock");
    let outcome = run_child(dir.path(), &[], usize::MAX, None);
    assert!(outcome.lines[0].contains("another import is writing"), "{:?}", outcome.lines);
    drop(lock);
    assert_eq!(check_place(dir.path(), "refused"), 1);
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_is_read_all_the_same() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().expect("a folder");
    first_version(dir.path());
    let set =
        |mode: u32, path: &Path| fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("set");
    set(0o444, &dir.path().join("place.gpkg"));
    set(0o555, &dir.path().join("raw"));
    set(0o555, dir.path());
    if fs::write(dir.path().join("probe"), b"").is_ok() {
        println!("skipped: this user may write anywhere");
    } else {
        check_place(dir.path(), "read-only");
        let edition = new_edition("wards@2018", layer("wards@2018", 4, 9.0), 9.0, true);
        let error = land(dir.path(), &[edition], 9.0).expect_err("refused").to_string();
        assert!(error.contains("cannot write"), "{error}");
    }
    set(0o755, dir.path());
    set(0o755, &dir.path().join("raw"));
}

fn copy(base: &Path) -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    fs::create_dir(dir.path().join("raw")).expect("a folder");
    for folder in [Path::new(""), Path::new("raw")] {
        for entry in fs::read_dir(base.join(folder)).expect("listed") {
            let entry = entry.expect("an entry");
            if entry.path().is_file() {
                fs::copy(entry.path(), dir.path().join(folder).join(entry.file_name())).expect("copied");
            }
        }
    }
    dir
}
