//! Recipes of assessments: read beside the manifest, and checked against what
//! the manifest says there is.

use std::path::{Path, PathBuf};

use crate::assess::spec::{AssessmentSpec, FiguresFrom, GroupingFrom};
use crate::colocate::{NeedFrom, SearchSpec};
use crate::engine::missing_keys;
use crate::ingest::colocation::read_search;
use crate::ingest::manifest::Plan;
use crate::ingest::recipe::read_recipe;
use crate::ingest::siting::{RecipeFault, parse_locate, parse_scenario};
use crate::locate::SitesFrom;
use crate::model::trial::id_of_file;
use crate::model::{DatasetId, EditionKey, MeasureId, MeasureKind, RecipeFile, TrialKind};
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
    let plan = shelf.plan();
    let mut recipes = Recipes::default();
    for path in &plan.searches {
        recipes.take(shelf, path, RecipeOf::Search, |text| Ok(shelf.check_search(text)?.id.to_string()));
    }
    for path in &plan.recipes {
        recipes.take(shelf, path, RecipeOf::Assessment, |text| Ok(shelf.check(text)?.id.to_string()));
    }
    for (kind, path) in &plan.trials {
        recipes.take(shelf, path, RecipeOf::Trial(*kind), |text| {
            shelf.check_trial(*kind, text)?;
            Ok(id_of_file(path).map(|id| id.to_string()).unwrap_or_default())
        });
    }
    recipes
}

impl Recipes {
    /// Takes in one recipe; `check` gives its id, which no other of its sort may have.
    fn take(
        &mut self,
        shelf: &Shelf<'_>,
        path: &str,
        of: RecipeOf,
        check: impl FnOnce(&str) -> Result<String, Vec<String>>,
    ) {
        let held = shelf.held.iter().find(|recipe| recipe.path == path);
        let read = shelf.read(path, held).map_err(|why| vec![why]);
        let found = read.and_then(|text| {
            let id = check(&text)?;
            let is_taken = self.outcomes.iter().any(|one| one.of == of && one.id.as_ref() == Some(&id));
            if is_taken {
                return Err(vec![format!("another {} of the manifest has the id '{id}' already", of.key())]);
            }
            Ok((text, id))
        });
        let (passed, id, faults) = match found {
            Ok((text, id)) => (Some(text), Some(id), Vec::new()),
            Err(faults) => (None, None, faults),
        };
        let state = match (&passed, held) {
            (None, _) => EditionState::Stopped,
            (Some(text), Some(held)) if *text == held.text => EditionState::Unchanged,
            _ => EditionState::Published,
        };
        let kept = passed.map(|text| RecipeFile { path: path.to_owned(), text }).or_else(|| held.cloned());
        self.kept.extend(kept);
        self.outcomes.push(AssessmentOutcome { file: path.to_owned(), of, id, state, faults });
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

    /// A plan by itself, and whether the manifest has the areas and the register that it names.
    fn check_trial(&self, kind: TrialKind, text: &str) -> Result<(), Vec<String>> {
        let told = |faults: Vec<RecipeFault>| faults.iter().map(ToString::to_string).collect::<Vec<_>>();
        let (people, sites) = match kind {
            TrialKind::Sites => parse_locate(text).map(|spec| (spec.people, spec.sites)),
            TrialKind::Scenario => parse_scenario(text).map(|spec| (spec.people, spec.sites)),
        }
        .map_err(told)?;
        let mut faults = Vec::new();
        let plan = self.plan();
        let has_layer = |id: &DatasetId| plan.layers.iter().any(|layer| layer.id == *id);
        for (at, named) in std::iter::once(("people / areas", &people.areas))
            .chain(people.within.iter().map(|within| ("people / within", within)))
        {
            if !has_layer(&named.dataset) {
                faults.push(format!("{at}: the manifest has no layer '{}'", named.dataset));
            }
        }
        match &sites.from {
            SitesFrom::Register { register, .. } => {
                let id = &register.dataset;
                if !plan.registers.iter().any(|register| register.id == *id) {
                    faults.push(format!("sites / register: the manifest has no register '{id}'"));
                }
            }
            SitesFrom::Offering(kind) => {
                if plan.catalogue.estate.is_empty() {
                    faults.push(format!(
                        "sites / offering: the manifest names no register under [[buildings]] or [[services]] that could tell who offers '{kind}'"
                    ));
                }
            }
        }
        if faults.is_empty() { Ok(()) } else { Err(faults) }
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
