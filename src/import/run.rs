//! The import itself: examine, then land.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;

use crate::check::Report;
use crate::engine::PlaceInfo;
use crate::ingest::manifest::Plan;
use crate::ingest::read::Limits;
use crate::model::{Catalogue, DatasetKind, EditionKey};
use crate::store::{Fate, Landing, NewEdition, PlaceStore, RawFile, Revision, Staging, StoreError};

use super::examine::{Bench, Examined, Task, examine};
use super::outcome::{EditionOutcome, EditionState, Outcome};
use super::progress::{Progress, Stage};
use super::recipes::{self, Recipes, Shelf};
use super::source::SourceFolder;
use super::{ImportError, Manifest};

/// How an import is to be made.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportOptions {
    /// Says what would happen and writes nothing.
    pub dry_run: bool,
    /// Lands all files or none.
    pub strict: bool,
    /// The moment that the import bears. The same files imported at the same
    /// moment give the same `place.gpkg`, byte for byte.
    pub now: Timestamp,
    /// What readers may use up.
    pub limits: Limits,
    /// Why, for the history; made up from the counts where empty.
    pub why: String,
    /// Only these editions of the manifest; `None` for all.
    pub only: Option<BTreeSet<EditionKey>>,
}

impl ImportOptions {
    /// An import of everything at a moment, with the usual limits.
    #[must_use]
    pub fn at(now: Timestamp) -> Self {
        Self { dry_run: false, strict: false, now, limits: Limits::default(), why: String::new(), only: None }
    }
}

/// Checks every file of a manifest and writes nothing. With a place, files
/// are also checked against what it shows, and the outcome says what an
/// import would change.
///
/// # Errors
/// [`ImportError`] when the check cannot be made at all.
pub fn check_manifest(
    manifest: &Manifest,
    source: &Path,
    place: Option<&Path>,
    options: &ImportOptions,
    progress: &dyn Progress,
) -> Result<Outcome, ImportError> {
    let store = place.filter(|dir| PlaceStore::exists(dir)).map(PlaceStore::open).transpose()?;
    let ground = Ground::of(store)?;
    let sorted = Sorted::of(
        examine_all(manifest, source, &ground, options, None, progress)?,
        ground.recipes(manifest, source, options)?,
    );
    let fates = ground.fates(&sorted.passed)?;
    let lands = !sorted.is_refused(options) && !sorted.passed.is_empty();
    let face = info(manifest.plan(), &sorted.recipes);
    let other_face = ground.store.as_ref().map(PlaceStore::info).transpose()?.is_none_or(|now| now != face);
    let change = lands && (other_face || fates.iter().any(|fate| fate.is_change()));
    Ok(sorted.outcome(&ground, options, &fates, true, ground.version + u64::from(change)))
}

/// Imports the files of a manifest into a place, which is made if need be.
///
/// Errors, and warnings without a tick, stop their file; the others land in
/// one transaction as one new version. With `strict`, one stopped file keeps
/// all out. Nothing changes where every edition is held already.
///
/// # Errors
/// [`ImportError`] when the import cannot be made at all; the place is then
/// as it was.
pub fn run(
    manifest: &Manifest,
    source: &Path,
    place: &Path,
    options: &ImportOptions,
    progress: &dyn Progress,
) -> Result<Outcome, ImportError> {
    if options.dry_run {
        return check_manifest(manifest, source, Some(place), options, progress);
    }
    check_request(manifest, source, options)?;
    let store = open_or_create(place, manifest.plan(), options.now)?;
    let lock = store.lock()?;
    let staging = Mutex::new(store.staging(&lock)?);
    let ground = Ground::of(Some(store.clone()))?;
    let sorted = Sorted::of(
        examine_all(manifest, source, &ground, options, Some(&staging), progress)?,
        ground.recipes(manifest, source, options)?,
    );
    let fates = ground.fates(&sorted.passed)?;
    if sorted.is_refused(options) || sorted.passed.is_empty() {
        return Ok(sorted.outcome(&ground, options, &fates, false, ground.version));
    }
    let mut staging = staging.into_inner().unwrap_or_else(PoisonError::into_inner);
    for recipe in &sorted.recipes.kept {
        staging.stage(&RawFile::of(&recipe.path, recipe.text.as_bytes()), recipe.text.as_bytes())?;
    }
    let landing = Landing {
        place: info(manifest.plan(), &sorted.recipes),
        manifest: manifest.text(),
        at: options.now,
        why: &sorted.why(options),
        editions: &sorted.passed,
        stopped: &sorted.stopped,
    };
    progress.begin(Stage::Write, sorted.passed.len() as u64);
    let landed = store.land(&lock, staging, &landing, &mut |key| progress.advance(&key.to_string()))?;
    progress.finish();
    Ok(sorted.outcome(&ground, options, &fates, false, landed.unwrap_or(ground.version)))
}

/// The place as it is before the import.
struct Ground {
    store: Option<PlaceStore>,
    revisions: Vec<Revision>,
    version: u64,
}

impl Ground {
    fn of(store: Option<PlaceStore>) -> Result<Self, StoreError> {
        let revisions = store.as_ref().map(PlaceStore::revisions).transpose()?.unwrap_or_default();
        let version = store.as_ref().map(PlaceStore::version).transpose()?.unwrap_or(0);
        Ok(Self { store, revisions, version })
    }

    /// The recipes of the manifest, read and checked. An import of some
    /// editions alone takes those of the version before.
    fn recipes(
        &self,
        manifest: &Manifest,
        source: &Path,
        options: &ImportOptions,
    ) -> Result<Recipes, StoreError> {
        let info = self.store.as_ref().map(PlaceStore::info).transpose()?;
        let held = info.map(|info| info.catalogue.recipes).unwrap_or_default();
        if options.only.is_some() {
            let plan = manifest.plan();
            let named = |path: &String| {
                plan.recipes.contains(path)
                    || plan.searches.contains(path)
                    || plan.trials.iter().any(|(_, trial)| trial == path)
            };
            let kept = held.into_iter().filter(|recipe| named(&recipe.path)).collect();
            return Ok(Recipes { kept, outcomes: Vec::new() });
        }
        let place = self.store.as_ref().map(PlaceStore::dir);
        Ok(recipes::examine(&Shelf { manifest, source, place, held: &held, revisions: &self.revisions }))
    }

    fn fates(&self, passed: &[NewEdition]) -> Result<Vec<Fate>, StoreError> {
        match &self.store {
            Some(store) => store.fates(passed),
            None => Ok(passed.iter().map(NewEdition::first_fate).collect()),
        }
    }
}

/// Editions that passed, and those that were stopped, told apart.
struct Sorted {
    /// In the order of the manifest; the position in `passed` where it passed.
    slots: Vec<(Slot, Option<usize>)>,
    passed: Vec<NewEdition>,
    stopped: Vec<Report>,
    recipes: Recipes,
}

struct Slot {
    key: EditionKey,
    kind: DatasetKind,
    title: String,
    report: Report,
}

impl Sorted {
    fn of(examined: Vec<Examined<'_>>, recipes: Recipes) -> Self {
        let mut sorted = Self { slots: Vec::new(), passed: Vec::new(), stopped: Vec::new(), recipes };
        for Examined { task, report, passed } in examined {
            let at = passed.is_some().then_some(sorted.passed.len());
            if at.is_none() {
                sorted.stopped.push(report.clone());
            }
            sorted.passed.extend(passed);
            let slot = Slot {
                key: task.key().clone(),
                kind: task.kind(),
                title: task.edition().title.clone(),
                report,
            };
            sorted.slots.push((slot, at));
        }
        sorted
    }

    fn is_refused(&self, options: &ImportOptions) -> bool {
        let faulty = self.recipes.outcomes.iter().any(|one| one.state == EditionState::Stopped);
        options.strict && (faulty || !self.stopped.is_empty())
    }

    fn why(&self, options: &ImportOptions) -> String {
        if !options.why.is_empty() {
            return options.why.clone();
        }
        let (passed, all) = (self.passed.len(), self.slots.len());
        if passed == all {
            format!("{all} editions")
        } else {
            format!("{passed} of {all} editions; the rest were stopped")
        }
    }

    fn outcome(
        self,
        ground: &Ground,
        options: &ImportOptions,
        fates: &[Fate],
        dry_run: bool,
        version_after: u64,
    ) -> Outcome {
        let refused = self.is_refused(options);
        let state = |at: Option<usize>| match at.and_then(|at| fates.get(at)) {
            None => EditionState::Stopped,
            Some(Fate::Unchanged { shown: true }) => EditionState::Unchanged,
            Some(Fate::Unchanged { shown: false }) => EditionState::UnchangedHeld,
            Some(_) if refused => EditionState::NotLanded,
            Some(Fate::ShownAgain) => EditionState::ShownAgain,
            Some(Fate::New { shown: true }) => EditionState::Published,
            Some(Fate::New { shown: false }) => EditionState::Held,
        };
        let named: BTreeSet<&EditionKey> = self.slots.iter().map(|(slot, _)| &slot.key).collect();
        let not_named = ground.revisions.iter().filter(|r| r.shown && !named.contains(&r.key));
        let not_named =
            if options.only.is_some() { Vec::new() } else { not_named.map(|r| r.key.clone()).collect() };
        let editions = self.slots.into_iter().map(|(slot, at)| {
            let Slot { key, kind, title, report } = slot;
            EditionOutcome { key, kind, title, state: state(at), report }
        });
        Outcome {
            dry_run,
            version_before: ground.version,
            version_after,
            refused,
            editions: editions.collect(),
            not_named,
            assessments: self.recipes.outcomes,
        }
    }
}

fn examine_all<'p>(
    manifest: &'p Manifest,
    source: &Path,
    ground: &Ground,
    options: &ImportOptions,
    staging: Option<&Mutex<Staging>>,
    progress: &dyn Progress,
) -> Result<Vec<Examined<'p>>, ImportError> {
    check_request(manifest, source, options)?;
    let wanted = |task: &Task<'_>| options.only.as_ref().is_none_or(|only| only.contains(task.key()));
    let tasks: Vec<Task<'p>> = Task::all(manifest.plan()).into_iter().filter(wanted).collect();
    let files = tasks.iter().map(|task| task.edition().file.as_str());
    let source = SourceFolder::new(source, options.limits, files);
    let bench = Bench {
        plan: manifest.plan(),
        source: &source,
        limits: options.limits,
        store: ground.store.as_ref(),
        revisions: &ground.revisions,
        staging,
        progress,
    };
    progress.begin(Stage::Check, tasks.len() as u64);
    let examined = examine(&bench, &tasks)?;
    progress.finish();
    Ok(examined)
}

/// Whether the request itself makes sense, before anything is made or read.
fn check_request(manifest: &Manifest, source: &Path, options: &ImportOptions) -> Result<(), ImportError> {
    if !source.is_dir() {
        return Err(ImportError::NoSource(source.to_owned()));
    }
    let tasks = Task::all(manifest.plan());
    let stray = |key: &&EditionKey| !tasks.iter().any(|task| task.key() == *key);
    match options.only.iter().flatten().find(stray) {
        Some(key) => Err(ImportError::NotDescribed(key.to_string())),
        None => Ok(()),
    }
}

/// What the place says of itself, from its manifest.
fn info(plan: &Plan, recipes: &Recipes) -> PlaceInfo {
    let place = &plan.place;
    PlaceInfo {
        id: place.id.clone(),
        name: place.name.clone(),
        description: place.description.clone(),
        main_layer: place.main_layer.clone(),
        catalogue: Catalogue { recipes: recipes.kept.clone(), ..plan.catalogue.clone() },
    }
}

fn open_or_create(dir: &Path, plan: &Plan, now: Timestamp) -> Result<PlaceStore, StoreError> {
    if PlaceStore::exists(dir) {
        return PlaceStore::open(dir);
    }
    match PlaceStore::create(dir, &info(plan, &Recipes::default()), "", now) {
        // Another import made it in the meantime.
        Err(StoreError::Exists(_)) => PlaceStore::open(dir),
        other => other,
    }
}
