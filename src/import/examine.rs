//! Reading and checking every file of a manifest, in the order in which they
//! lean on each other, and side by side where they do not.

use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;

use crate::check::report::Verdict;
use crate::check::{
    Checked, Counts, Fault, LayerRules, NetworkRules, Place, RegisterRules, Report, Rule, Severity,
    TableRules, check_layer, check_network, check_register, check_table,
};
use crate::draft::Draft;
use crate::engine::EditionData;
use crate::ingest::manifest::{EditionPlan, LayerPlan, Locate, NetworkPlan, Plan, RegisterPlan, TablePlan};
use crate::ingest::read::{Format, Limits, ReadOptions, read, read_streets};
use crate::model::{DatasetKind, EditionKey};
use crate::store::{Details, MAX_COLUMNS, NewEdition, PlaceStore, Revision, Staging, StoreError};

use super::context::{Known, Missing};
use super::progress::Progress;
use super::source::{Loaded, SourceFolder};

/// One edition to be examined, with the data set that it belongs to.
#[derive(Debug, Clone, Copy)]
pub(super) enum Task<'p> {
    Layer(&'p LayerPlan, &'p EditionPlan),
    Register(&'p RegisterPlan, &'p EditionPlan),
    Table(&'p TablePlan, &'p EditionPlan),
    Network(&'p NetworkPlan, &'p EditionPlan),
}

/// What came of it.
#[derive(Debug)]
pub(super) struct Examined<'p> {
    pub task: Task<'p>,
    pub report: Report,
    /// The edition, when its file may become part of the place.
    pub passed: Option<NewEdition>,
}

/// What examining needs to know.
pub(super) struct Bench<'a> {
    pub plan: &'a Plan,
    pub source: &'a SourceFolder,
    pub limits: Limits,
    pub store: Option<&'a PlaceStore>,
    pub revisions: &'a [Revision],
    /// Where raw files are staged as their editions pass; `None` for a dry run.
    pub staging: Option<&'a Mutex<Staging>>,
    pub progress: &'a dyn Progress,
}

impl<'p> Task<'p> {
    /// Every edition of a plan, in the order of the manifest.
    pub fn all(plan: &'p Plan) -> Vec<Self> {
        let layers = plan.layers.iter().flat_map(|d| d.editions.iter().map(move |e| Task::Layer(d, e)));
        let registers =
            plan.registers.iter().flat_map(|d| d.editions.iter().map(move |e| Task::Register(d, e)));
        let tables = plan.tables.iter().flat_map(|d| d.editions.iter().map(move |e| Task::Table(d, e)));
        let networks = plan.networks.iter().flat_map(|d| d.editions.iter().map(move |e| Task::Network(d, e)));
        layers.chain(registers).chain(tables).chain(networks).collect()
    }

    pub fn edition(self) -> &'p EditionPlan {
        match self {
            Task::Layer(_, edition)
            | Task::Register(_, edition)
            | Task::Table(_, edition)
            | Task::Network(_, edition) => edition,
        }
    }

    pub fn key(self) -> &'p EditionKey {
        &self.edition().key
    }

    pub fn kind(self) -> DatasetKind {
        match self {
            Task::Layer(..) => DatasetKind::Layer,
            Task::Register(..) => DatasetKind::Register,
            Task::Table(..) => DatasetKind::Table,
            Task::Network(..) => DatasetKind::Network,
        }
    }

    fn names(self) -> (&'p str, &'p str) {
        match self {
            Task::Layer(d, _) => (&d.title, &d.description),
            Task::Register(d, _) => (&d.title, &d.description),
            Task::Table(d, _) => (&d.title, &d.description),
            Task::Network(d, _) => (&d.title, &d.description),
        }
    }

    /// Which round it belongs to: the outline of the place first, then the
    /// other layers, the postcodes, the other registers, the tables and networks.
    fn round(self, plan: &Plan) -> usize {
        match self {
            Task::Layer(layer, _) if Some(&layer.id) == plan.place.extent_layer.as_ref() => 0,
            Task::Layer(..) => 1,
            Task::Register(register, _) if Some(&register.id) == plan.place.postcodes.as_ref() => 2,
            Task::Register(..) => 3,
            Task::Table(..) | Task::Network(..) => 4,
        }
    }
}

/// Examines the tasks; the outcome has their order.
pub(super) fn examine<'p>(bench: &Bench<'_>, tasks: &[Task<'p>]) -> Result<Vec<Examined<'p>>, StoreError> {
    let mut known = Known::default();
    let mut done: Vec<(usize, Examined<'p>)> = Vec::with_capacity(tasks.len());
    for round in 0..5 {
        prepare(bench, &mut known, round)?;
        let turn: Vec<(usize, Task<'p>)> =
            tasks.iter().copied().enumerate().filter(|(_, task)| task.round(bench.plan) == round).collect();
        let examined: Vec<(usize, Examined<'p>)> = turn
            .into_par_iter()
            .map(|(index, task)| Ok((index, one(bench, &known, task)?)))
            .collect::<Result<_, StoreError>>()?;
        for (_, examined) in &examined {
            match &examined.passed {
                Some(edition) => known.passed(edition.key(), &examined.task.edition().title, edition.data()),
                None => known.stopped(examined.task.key()),
            }
        }
        done.extend(examined);
    }
    done.sort_by_key(|(index, _)| *index);
    Ok(done.into_iter().map(|(_, examined)| examined).collect())
}

/// Settles what the files of a round are checked against.
fn prepare(bench: &Bench<'_>, known: &mut Known, round: usize) -> Result<(), StoreError> {
    let place = &bench.plan.place;
    let fill = |known: &mut Known, wanted: &dyn Fn(&Revision) -> bool| match bench.store {
        Some(store) => known.fill(store, bench.revisions, wanted),
        None => Ok(()),
    };
    match round {
        1 => {
            fill(known, &|r| place.extent_layer.as_ref() == Some(&r.key.dataset))?;
            known.settle_extent(place);
        }
        2 => {
            fill(known, &|r| r.kind == DatasetKind::Layer)?;
            known.settle_codes();
        }
        3 => {
            fill(known, &|r| place.postcodes.as_ref() == Some(&r.key.dataset))?;
            known.settle_postcodes(place);
        }
        _ => {}
    }
    Ok(())
}

fn one<'p>(bench: &Bench<'_>, known: &Known, task: Task<'p>) -> Result<Examined<'p>, StoreError> {
    let edition = task.edition();
    let (checked, loaded) = match bench.source.take(&edition.file) {
        Ok(loaded) => (check(bench, known, task, &loaded), Some(loaded)),
        Err(fault) => (stopped(task, vec![fault]), None),
    };
    let Checked { value, mut report } = checked;
    report.checksum = loaded.as_ref().and_then(|loaded| loaded.raw.first()).map(|raw| raw.checksum.clone());
    let ready = report.verdict() == Verdict::Ready;
    let passed = match (value, loaded) {
        (Some(data), Some(loaded)) if ready => {
            stage(bench, &loaded)?;
            Some(NewEdition::new(details(task, &loaded, &report), data, report.clone(), edition.activate))
        }
        _ => None,
    };
    bench.progress.advance(&task.key().to_string());
    Ok(Examined { task, report, passed })
}

fn stage(bench: &Bench<'_>, loaded: &Loaded) -> Result<(), StoreError> {
    let Some(staging) = bench.staging else { return Ok(()) };
    let mut staging = staging.lock().unwrap_or_else(PoisonError::into_inner);
    loaded.parts().try_for_each(|(file, bytes)| staging.stage(file, bytes))
}

fn check(bench: &Bench<'_>, known: &Known, task: Task<'_>, loaded: &Loaded) -> Checked<EditionData> {
    if let Task::Network(_, edition) = task {
        return check_as_network(bench, task, edition, loaded);
    }
    let draft = match draft(task.edition(), loaded, &bench.limits) {
        Ok(draft) => draft,
        Err(faults) => return stopped(task, faults),
    };
    if draft.columns.len() > MAX_COLUMNS {
        let message = format!("{} columns; a place holds at most {MAX_COLUMNS}", draft.columns.len());
        return stopped(task, vec![Fault::new(Rule::OverLimit, Place::default(), message)]);
    }
    match task {
        Task::Layer(layer, edition) => check_as_layer(bench, known, layer, edition, draft),
        Task::Register(register, edition) => {
            check_as_register(bench, known, register, edition, draft, loaded)
        }
        Task::Table(table, edition) => check_as_table(known, table, edition, draft, loaded),
        // It has no draft of rows and was dealt with above.
        Task::Network(_, edition) => check_as_network(bench, task, edition, loaded),
    }
}

fn check_as_network(
    bench: &Bench<'_>,
    task: Task<'_>,
    edition: &EditionPlan,
    loaded: &Loaded,
) -> Checked<EditionData> {
    let streets =
        options(edition).and_then(|options| read_streets(&loaded.source(), &options, &bench.limits));
    let streets = match streets {
        Ok(streets) => streets,
        Err(faults) => return stopped(task, faults),
    };
    let rules = NetworkRules {
        edition: edition.key.clone(),
        validity: edition.validity,
        checksum: loaded.raw.first().map(|raw| raw.checksum.clone()),
        waivers: edition.accept.0.clone(),
    };
    check_network(streets, &rules).map(|streets| EditionData::Network(Arc::new(streets)))
}

fn draft(edition: &EditionPlan, loaded: &Loaded, limits: &Limits) -> Result<Draft, Vec<Fault>> {
    read(&loaded.source(), &options(edition)?, limits)
}

fn options(edition: &EditionPlan) -> Result<ReadOptions, Vec<Fault>> {
    let format = match edition.format.as_deref() {
        None => None,
        Some(key) => Some(Format::from_key(key).ok_or_else(|| vec![unknown_format(key)])?),
    };
    Ok(ReadOptions { format, part: edition.part.clone(), encoding: edition.encoding.clone() })
}

fn check_as_layer(
    bench: &Bench<'_>,
    known: &Known,
    layer: &LayerPlan,
    edition: &EditionPlan,
    draft: Draft,
) -> Checked<EditionData> {
    let is_outline = Some(&layer.id) == bench.plan.place.extent_layer.as_ref();
    let rules = LayerRules {
        validity: edition.validity,
        scheme: layer.scheme,
        crs: edition.crs.clone(),
        code: edition.code.clone(),
        name: edition.name.clone(),
        only: edition.only.clone(),
        text: edition.text.clone(),
        waivers: edition.accept.0.clone(),
        extent: known.extent.as_ref(),
        ..LayerRules::new(edition.key.clone())
    };
    let mut checked = check_layer(draft, &rules).map(|layer| EditionData::Layer(Arc::new(layer)));
    let untold = known.missing_extent(&bench.plan.place).filter(|_| !is_outline);
    note(&mut checked.report, Rule::OutsidePlace, untold);
    checked
}

fn check_as_register(
    bench: &Bench<'_>,
    known: &Known,
    register: &RegisterPlan,
    edition: &EditionPlan,
    draft: Draft,
    loaded: &Loaded,
) -> Checked<EditionData> {
    let is_postcodes = Some(&register.id) == bench.plan.place.postcodes.as_ref();
    let by_postcode = edition.locate.iter().any(|way| matches!(way, Locate::Postcode { .. }));
    if let Some(why) = known.missing_postcodes(&bench.plan.place).filter(|_| by_postcode && !is_postcodes) {
        return stopped(Task::Register(register, edition), vec![waits(why)]);
    }
    let rules = RegisterRules {
        validity: edition.validity,
        checksum: loaded.raw.first().map(|raw| raw.checksum.clone()),
        code: edition.code.clone(),
        name: edition.name.clone(),
        only: edition.only.clone(),
        text: edition.text.clone(),
        used: edition.used.clone(),
        crs: edition.crs.clone(),
        locate: edition.locate.clone(),
        facets: edition.facets.clone(),
        waivers: edition.accept.0.clone(),
        postcodes: known.postcodes.as_ref(),
        extent: known.extent.as_ref(),
        ..RegisterRules::new(edition.key.clone())
    };
    let mut checked = check_register(draft, &rules).map(|register| EditionData::Register(Arc::new(register)));
    note(&mut checked.report, Rule::OutsidePlace, known.missing_extent(&bench.plan.place));
    checked
}

fn check_as_table(
    known: &Known,
    table: &TablePlan,
    edition: &EditionPlan,
    draft: Draft,
    loaded: &Loaded,
) -> Checked<EditionData> {
    let missing = known.missing_geography(table, edition.geography_edition.as_ref());
    if let Missing::All(why) = missing {
        return stopped(
            Task::Table(table, edition),
            vec![waits(format!("its codes cannot be checked: {why}"))],
        );
    }
    let rules = TableRules {
        checksum: loaded.raw.first().map(|raw| raw.checksum.clone()),
        code: edition.code.clone(),
        name: edition.name.clone(),
        only: edition.only.clone(),
        text: edition.text.clone(),
        used: edition.used.clone(),
        control: edition.control.clone(),
        waivers: edition.accept.0.clone(),
        geography: table.geography.clone(),
        geography_edition: edition.geography_edition.clone(),
        layers: &known.codes,
        ..TableRules::new(edition.key.clone())
    };
    let mut checked = check_table(draft, &rules).map(|table| EditionData::Table(Arc::new(table)));
    if let Missing::Some(why) = missing {
        settle_vintage(&mut checked, &why);
    }
    checked
}

/// Codes that fit an edition wholly are at home there; others may belong to
/// the one that was stopped, and nobody can tell before it is mended.
fn settle_vintage(checked: &mut Checked<EditionData>, why: &str) {
    let best = checked.report.vintages.first().filter(|vintage| vintage.matched == vintage.codes);
    let fault = if let Some(vintage) = best {
        let message = format!("{why}; all {} codes are those of {}", vintage.codes, vintage.edition);
        Fault::new(Rule::Dependency, Place::default(), message).at(Severity::Note)
    } else {
        checked.value = None;
        waits(format!("{why}, and its codes fit no other edition wholly"))
    };
    checked.report.faults.push(fault);
    checked.report.settle();
}

fn details(task: Task<'_>, loaded: &Loaded, report: &Report) -> Details {
    let edition = task.edition();
    let (dataset_title, dataset_description) = task.names();
    Details {
        key: edition.key.clone(),
        kind: task.kind(),
        dataset_title: dataset_title.to_owned(),
        dataset_description: dataset_description.to_owned(),
        title: edition.title.clone(),
        validity: edition.validity,
        period: edition.period.clone(),
        // The reader says which part it took where the manifest names none.
        part: edition.part.clone().or_else(|| report.part.clone()),
        format: edition.format.clone(),
        encoding: edition.encoding.clone(),
        source: edition.source.clone(),
        licence: edition.licence.clone(),
        files: loaded.raw.clone(),
        waivers: edition.accept.0.clone(),
    }
}

fn stopped<T>(task: Task<'_>, faults: Vec<Fault>) -> Checked<T> {
    let edition = task.edition();
    let mut report = Report {
        edition: edition.key.clone(),
        kind: task.kind(),
        file: edition.file.clone(),
        part: edition.part.clone(),
        checksum: None,
        counts: Counts::default(),
        faults,
        waivers: edition.accept.0.clone(),
        vintages: Vec::new(),
    };
    if !report.faults.iter().any(|fault| fault.severity == Severity::Error) {
        let message = "the reader gave up without saying why";
        report.faults.push(Fault::new(Rule::Unreadable, Place::default(), message));
    }
    report.settle();
    Checked { value: None, report }
}

fn note(report: &mut Report, rule: Rule, what: Option<String>) {
    let Some(message) = what else { return };
    report.faults.push(Fault::new(rule, Place::default(), message).at(Severity::Note));
    report.settle();
}

fn waits(why: String) -> Fault {
    Fault::new(Rule::Dependency, Place::default(), why).advise("Mend that file first, then import again.")
}

fn unknown_format(key: &str) -> Fault {
    let known: Vec<&str> = Format::ALL.iter().map(|format| format.key()).collect();
    let message = format!("format '{key}' is not known; write one of {}", known.join(", "));
    Fault::new(Rule::Unreadable, Place::default(), message)
}
