//! Recipes of assessments: read beside the manifest, and checked against what
//! the manifest says there is.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::assess::spec::{AssessmentSpec, FiguresFrom, GroupingFrom};
use crate::colocate::{NeedFrom, SearchSpec};
use crate::engine::missing_keys;
use crate::ingest::colocation::read_search;
use crate::ingest::manifest::Plan;
use crate::ingest::recipe::read_recipe;
use crate::model::{AssessmentId, DatasetId, EditionKey, MeasureId, MeasureKind, RecipeFile, SearchId};
use crate::store::Revision;

use super::Manifest;
use super::outcome::{AssessmentOutcome, EditionState, RecipeOf};

/// The longest recipe that is read, in bytes.
const MAX_BYTES: u64 = 1 << 20;

/// Recipes that will stand, and what came of each file.
#[derive(Debug, Default)]
pub(super) struct Recipes {
    pub kept: Vec<RecipeFile>,
    pub outcomes: Vec<AssessmentOutcome>,
}

/// What recipes are checked against.
pub(super) struct Shelf<'a> {
    pub manifest: &'a Manifest,
    pub source: &'a Path,
    /// The place's folder, where there is one.
    pub place: Option<&'a Path>,
    /// The recipes of the version before.
    pub held: &'a [RecipeFile],
    pub revisions: &'a [Revision],
}

/// Reads and checks every recipe that the manifest names. A faulty one is
/// stopped; what the place held of it before stays.
pub(super) fn examine(shelf: &Shelf<'_>) -> Recipes {
    let (mut recipes, mut ids) = (Recipes::default(), BTreeSet::<AssessmentId>::new());
    examine_searches(shelf, &mut recipes);
    for path in &shelf.manifest.plan().recipes {
        let held = shelf.held.iter().find(|recipe| recipe.path == *path);
        let (text, found) = match shelf.read(path, held) {
            Ok(text) => (Some(text.clone()), shelf.check(&text)),
            Err(why) => (None, Err(vec![why])),
        };
        let found = found.and_then(|spec| {
            if ids.insert(spec.id.clone()) {
                return Ok(spec);
            }
            Err(vec![format!("another recipe of the manifest has the id '{}' already", spec.id)])
        });
        let (id, faults) = match found {
            Ok(spec) => (Some(spec.id), Vec::new()),
            Err(faults) => (None, faults),
        };
        let passed = text.filter(|_| faults.is_empty());
        let state = match (&passed, held) {
            (None, _) => EditionState::Stopped,
            (Some(text), Some(held)) if *text == held.text => EditionState::Unchanged,
            _ => EditionState::Published,
        };
        let kept = passed.map(|text| RecipeFile { path: path.clone(), text }).or_else(|| held.cloned());
        recipes.kept.extend(kept);
        let id = id.map(|id| id.to_string());
        recipes.outcomes.push(AssessmentOutcome {
            file: path.clone(),
            of: RecipeOf::Assessment,
            id,
            state,
            faults,
        });
    }
    recipes
}

/// Reads and checks every search that the manifest names, as recipes of assessments are.
fn examine_searches(shelf: &Shelf<'_>, recipes: &mut Recipes) {
    let mut ids = BTreeSet::<SearchId>::new();
    for path in &shelf.manifest.plan().searches {
        let held = shelf.held.iter().find(|recipe| recipe.path == *path);
        let read = shelf.read(path, held).map_err(|why| vec![why]);
        let found = read.and_then(|text| {
            let spec = shelf.check_search(&text)?;
            if ids.insert(spec.id.clone()) {
                return Ok((text, spec.id));
            }
            Err(vec![format!("another search of the manifest has the id '{}' already", spec.id)])
        });
        let (passed, id, faults) = match found {
            Ok((text, id)) => (Some(text), Some(id.to_string()), Vec::new()),
            Err(faults) => (None, None, faults),
        };
        let state = match (&passed, held) {
            (None, _) => EditionState::Stopped,
            (Some(text), Some(held)) if *text == held.text => EditionState::Unchanged,
            _ => EditionState::Published,
        };
        let kept = passed.map(|text| RecipeFile { path: path.clone(), text }).or_else(|| held.cloned());
        recipes.kept.extend(kept);
        recipes.outcomes.push(AssessmentOutcome {
            file: path.clone(),
            of: RecipeOf::Search,
            id,
            state,
            faults,
        });
    }
}

impl Shelf<'_> {
    /// A search by itself, and whether the manifest has what it names.
    fn check_search(&self, text: &str) -> Result<SearchSpec, Vec<String>> {
        let spec =
            read_search(text).map_err(|faults| faults.iter().map(ToString::to_string).collect::<Vec<_>>())?;
        let mut faults = Vec::new();
        if let Some(people) = &spec.people {
            self.check_edition("people", &people.areas, &mut faults);
            let groups = people.groups.iter().map(|group| (format!("group {}", group.name), &group.measure));
            let need = people.need.iter().filter_map(|need| match need {
                NeedFrom::Measure(measure) => Some(("need".to_owned(), measure)),
                NeedFrom::Assessment(_) => None,
            });
            let residents = std::iter::once(("people".to_owned(), &people.residents));
            for (at, measure) in residents.chain(groups).chain(need) {
                if self.plan().catalogue.measure(measure).is_none() {
                    faults.push(format!(
                        "{at}: the manifest describes no measure '{measure}' under [[measure]]"
                    ));
                }
            }
        }
        for register in spec.buildings.registers.iter().chain(&spec.services.registers) {
            if !self.plan().catalogue.estate.iter().any(|source| source.register == *register) {
                faults.push(format!(
                    "the manifest names no register '{register}' under [[buildings]] or [[services]]"
                ));
            }
        }
        if faults.is_empty() { Ok(spec) } else { Err(faults) }
    }

    /// The text of a recipe: beside the manifest, else in the source folder.
    /// The manifest that lies in the place itself has none beside it, and
    /// means those that the place holds.
    fn read(&self, path: &str, held: Option<&RecipeFile>) -> Result<String, String> {
        let folders = [self.manifest.dir(), Some(self.source)];
        let found: Option<PathBuf> =
            folders.into_iter().flatten().map(|dir| dir.join(path)).find(|file| file.is_file());
        let Some(file) = found else {
            return match held.filter(|_| self.is_of_place()) {
                Some(held) => Ok(held.text.clone()),
                None => Err(format!("there is no file {path} beside the manifest or in the source folder")),
            };
        };
        let told = |error: std::io::Error| format!("{path} cannot be read: {error}");
        if std::fs::metadata(&file).map_err(told)?.len() > MAX_BYTES {
            return Err(format!(
                "{path} is longer than {MAX_BYTES} bytes, the most that is read of a recipe"
            ));
        }
        std::fs::read_to_string(&file).map_err(told)
    }

    fn is_of_place(&self) -> bool {
        let real = |dir: Option<&Path>| dir.and_then(|dir| std::fs::canonicalize(dir).ok());
        let manifest = real(self.manifest.dir());
        manifest.is_some() && manifest == real(self.place)
    }

    fn check(&self, text: &str) -> Result<AssessmentSpec, Vec<String>> {
        let spec =
            read_recipe(text).map_err(|faults| faults.iter().map(ToString::to_string).collect::<Vec<_>>())?;
        let mut faults = Vec::new();
        self.check_edition("areas", &spec.areas, &mut faults);
        for (id, from) in &spec.figures {
            self.check_figures(id, from, &mut faults);
        }
        if let Some(people) = &spec.people {
            self.check_figures("people", people, &mut faults);
        }
        for (name, grouping) in &spec.groupings {
            let (GroupingFrom::Layer(key) | GroupingFrom::Column { table: key, .. }) = grouping;
            self.check_edition(&format!("grouping {name}"), key, &mut faults);
        }
        if faults.is_empty() { Ok(spec) } else { Err(faults) }
    }

    fn check_figures(&self, at: &str, from: &FiguresFrom, faults: &mut Vec<String>) {
        let named = std::iter::once((&from.measure, &from.table));
        for (measure, table) in named.chain(from.over.as_ref().map(|over| (&over.measure, &over.table))) {
            self.check_measure(at, measure, faults);
            if let Some(table) = table {
                self.check_edition(at, table, faults);
            }
        }
        let kind = self.plan().catalogue.measure(&from.measure).map(|measure| measure.kind);
        if kind.is_some_and(|kind| (kind == MeasureKind::Category) == from.categories.is_empty()) {
            faults.push(format!("{at}: categories have scores and nothing else has: '{}'", from.measure));
        }
    }

    fn check_measure(&self, at: &str, id: &MeasureId, faults: &mut Vec<String>) {
        let Some(measure) = self.plan().catalogue.measure(id) else {
            faults.push(format!("{at}: the manifest describes no measure '{id}' under [[measure]]"));
            return;
        };
        let missing = missing_keys(measure);
        if !missing.is_empty() {
            let keys = missing.join(", ");
            faults
                .push(format!("{at}: the measure '{id}' cannot be published: its [[measure]] lacks {keys}"));
        }
    }

    /// An edition that this import brings or the place shows.
    fn check_edition(&self, at: &str, key: &EditionKey, faults: &mut Vec<String>) {
        let plan = self.plan();
        let tables = plan.tables.iter().flat_map(|table| &table.editions);
        let layers = plan.layers.iter().flat_map(|layer| &layer.editions);
        let brought = tables.chain(layers).any(|edition| edition.key == *key);
        let shown = || self.revisions.iter().any(|revision| revision.shown && revision.key == *key);
        if !brought && !shown() {
            let known = self.editions_of(&key.dataset);
            faults.push(format!("{at}: there is no edition {key}; {known}"));
        }
    }

    fn editions_of(&self, dataset: &DatasetId) -> String {
        let plan = self.plan();
        let tables = plan.tables.iter().flat_map(|table| &table.editions);
        let layers = plan.layers.iter().flat_map(|layer| &layer.editions);
        let all: Vec<String> = tables
            .chain(layers)
            .filter(|edition| edition.key.dataset == *dataset)
            .map(|edition| edition.key.to_string())
            .collect();
        if all.is_empty() {
            format!("the manifest has no '{dataset}'")
        } else {
            format!("there are {}", all.join(", "))
        }
    }

    fn plan(&self) -> &Plan {
        self.manifest.plan()
    }
}
