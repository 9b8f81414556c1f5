//! Measures, evidence, lookups and back-tests, as the manifest describes them.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::trial::id_of_file;
use crate::model::{
    Catalogue, DatasetId, DatasetKind, EditionId, EvidenceKind, EvidenceSource, Located, LookupSource,
    Measure, MeasureAbout, MeasureId, MeasureKind, MeasureSource, Polarity, Reckoning, TrialKind, Weighed,
};

use super::edition::is_inside;
use super::plan::{EditionPlan, Plan};
use super::reader::Reader;
use super::schema::{EvidenceEntry, LookupEntry, ManifestFile, MeasureEntry, MeasureSourceEntry, TextsEntry};

/// What a rate may be expressed per.
const PER: [f64; 4] = [1.0, 100.0, 1_000.0, 100_000.0];

impl Reader {
    /// Reads what the manifest says of the meaning of its data.
    pub(super) fn catalogue(&mut self, file: &ManifestFile, plan: &Plan) -> Catalogue {
        let mut seen = BTreeSet::new();
        let mut measures = Vec::new();
        for entry in &file.measure {
            if !seen.insert(&entry.id) {
                self.fault(&format!("measure {}", entry.id), "this id stands twice");
            }
            measures.extend(self.measure(entry, plan));
        }
        let mut evidence: Vec<_> =
            file.evidence.iter().filter_map(|entry| self.evidence(entry, plan)).collect();
        // Stable: of two sources of one kind the one named first is tried first.
        evidence.sort_by_key(|source| source.kind);
        let lookups = file.lookup.iter().filter_map(|entry| self.lookup(entry, plan)).collect();
        let backtests = self.backtests(file, plan);
        let estate = self.estate(file, plan);
        Catalogue {
            measures,
            evidence,
            lookups,
            backtests,
            estate,
            searches: Vec::new(),
            trials: Vec::new(),
            recipes: Vec::new(),
        }
    }

    /// The files with recipes, each once and beside the manifest.
    pub(super) fn recipes(&mut self, file: &ManifestFile) -> Vec<String> {
        let mut seen = BTreeSet::new();
        let searches = file.search.iter().map(|entry| (entry, "search"));
        let sites = file.sites.iter().map(|entry| (entry, "sites"));
        let scenarios = file.scenario.iter().map(|entry| (entry, "scenario"));
        let assessments = file.assessment.iter().map(|entry| (entry, "assessment"));
        for (entry, what) in assessments.chain(searches).chain(sites).chain(scenarios) {
            let at = format!("{what} {}", entry.file);
            if !is_inside(&entry.file) {
                self.fault(&at, "'file' must be a path beside the manifest, with '/' and without '..'");
            }
            if !seen.insert(&entry.file) {
                self.fault(&at, "this file stands twice");
            }
        }
        file.assessment.iter().map(|entry| entry.file.clone()).collect()
    }

    /// The files with searches; [`Self::recipes`] has looked for what is wrong with them.
    #[expect(clippy::unused_self, reason = "one of the steps of the walk")]
    pub(super) fn searches(&self, file: &ManifestFile) -> Vec<String> {
        file.search.iter().map(|entry| entry.file.clone()).collect()
    }

    /// The files with trials. Each is named by its file.
    pub(super) fn trials(&mut self, file: &ManifestFile) -> Vec<(TrialKind, String)> {
        let kinds = [(TrialKind::Sites, &file.sites), (TrialKind::Scenario, &file.scenario)];
        let mut trials = Vec::new();
        for (kind, entries) in kinds {
            let mut seen = BTreeSet::new();
            for entry in entries {
                let at = format!("{} {}", kind.key(), entry.file);
                match id_of_file(&entry.file) {
                    None => {
                        self.fault(
                            &at,
                            "the file's name is the plan's id: use small letters, digits and '-'",
                        );
                    }
                    Some(id) if !seen.insert(id.clone()) => {
                        self.fault(&at, format!("another file is called '{id}' as well"));
                    }
                    Some(_) => {}
                }
                trials.push((kind, entry.file.clone()));
            }
        }
        trials
    }

    fn measure(&mut self, entry: &MeasureEntry, plan: &Plan) -> Option<Measure> {
        let at = format!("measure {}", entry.id);
        let id: Option<MeasureId> = self.id(&at, &entry.id);
        let kind = MeasureKind::from_key(&entry.kind);
        if kind.is_none() {
            let known = MeasureKind::ALL.map(MeasureKind::key).join(", ");
            self.fault(&at, format!("kind '{}' is not known; write one of {known}", entry.kind));
        }
        if entry.source.is_empty() {
            self.fault(&at, "there is no source; write at least one [[measure.source]]");
        }
        let per = self.per(&at, entry, kind);
        let sources =
            entry.source.iter().filter_map(|source| self.measure_source(&at, kind?, source, plan)).collect();
        Some(Measure {
            id: id?,
            title: entry.title.trim().to_owned(),
            unit: entry.unit.trim().to_owned(),
            kind: kind?,
            per,
            sources,
            about: self.about(&at, entry, kind),
        })
    }

    /// What a reader may ask of a measure. All of it may be left out: such a
    /// measure can be carried, and not published.
    fn about(&mut self, at: &str, entry: &MeasureEntry, kind: Option<MeasureKind>) -> MeasureAbout {
        let polarity = entry.polarity.as_deref().and_then(|key| {
            let known = Polarity::from_key(key);
            if known.is_none() {
                let keys = Polarity::ALL.map(Polarity::key).join(", ");
                self.fault(at, format!("polarity '{key}' is not known; write one of {keys}"));
            }
            known
        });
        let is_rate = kind.is_none_or(|kind| kind == MeasureKind::Rate);
        if !is_rate && entry.events {
            self.fault(at, "'events' belongs to rates");
        }
        if !is_rate && !entry.denominator.trim().is_empty() {
            self.fault(at, "'denominator' belongs to rates: nothing divides this measure");
        }
        let text = |text: &String| text.trim().to_owned();
        MeasureAbout {
            polarity,
            owner: text(&entry.owner),
            next_update: text(&entry.next_update),
            numerator: text(&entry.numerator),
            denominator: text(&entry.denominator),
            events: entry.events,
        }
    }

    fn per(&mut self, at: &str, entry: &MeasureEntry, kind: Option<MeasureKind>) -> f64 {
        let Some(per) = entry.per else { return 1.0 };
        if kind.is_some_and(|kind| kind != MeasureKind::Rate) {
            self.fault(at, "'per' belongs to rates");
        }
        if !PER.contains(&per) {
            self.fault(at, format!("per = {per}: a rate is per 1, 100, 1000 or 100000"));
        }
        per
    }

    fn measure_source(
        &mut self,
        at: &str,
        kind: MeasureKind,
        entry: &MeasureSourceEntry,
        plan: &Plan,
    ) -> Option<MeasureSource> {
        let at = format!("{at}, source {}", entry.table);
        let table = self.reference(&at, Some(&entry.table), DatasetKind::Table);
        let edition = self.edition_of(&at, table.as_ref(), entry.edition.as_deref(), plan);
        let has_geography = |id: &DatasetId| plan.tables.iter().any(|t| t.id == *id && t.geography.is_some());
        let located = self.located(&at, kind, entry);
        let keeps_records = entry.register.is_some();
        if table.as_ref().is_some_and(|id| !has_geography(id)) && !keeps_records {
            self.fault(&at, "its table names no geography, so nobody knows what areas the figures are of");
        }
        let reckoning = self.reckoning(&at, kind, entry);
        Some(MeasureSource {
            table: table?,
            edition,
            reckoning: reckoning?,
            only: self.only(&at, entry),
            adds_rows: entry.add_rows,
            repeats_denominator: entry.repeats_denominator,
            period: entry.period.clone(),
            located,
        })
    }

    /// Where the records lie that a count is kept by.
    fn located(&mut self, at: &str, kind: MeasureKind, entry: &MeasureSourceEntry) -> Option<Located> {
        let (register, key) = match (&entry.register, &entry.key) {
            (None, None) => return None,
            (Some(register), Some(key)) => (register, key.clone()),
            _ => {
                self.fault(
                    at,
                    "'register' and 'key' go together: the register, and the column with its records' ids",
                );
                return None;
            }
        };
        let plain = entry.only.is_empty() && !entry.add_rows && entry.period.is_none();
        if kind != MeasureKind::Count || !plain {
            self.fault(
                at,
                "counts kept by records take neither 'only' nor 'add_rows' nor 'period', and are counts",
            );
        }
        let register = self.reference(at, Some(register), DatasetKind::Register)?;
        Some(Located { register, key })
    }

    /// Rows that count, by the texts of their columns.
    fn only(&mut self, at: &str, entry: &MeasureSourceEntry) -> Vec<(String, Vec<String>)> {
        self.filters(at, "only", &entry.only)
    }

    /// Columns and the texts that are looked for in them.
    pub(super) fn filters(
        &mut self,
        at: &str,
        key: &str,
        entry: &BTreeMap<String, TextsEntry>,
    ) -> Vec<(String, Vec<String>)> {
        let mut only = Vec::new();
        for (column, texts) in entry {
            let texts: Vec<String> = match texts {
                TextsEntry::One(text) => vec![text.trim().to_owned()],
                TextsEntry::Any(texts) => texts.iter().map(|text| text.trim().to_owned()).collect(),
            };
            if texts.is_empty() {
                self.fault(at, format!("'{key}' names no text for the column '{column}'"));
            }
            only.push((column.clone(), texts));
        }
        only
    }

    fn reckoning(&mut self, at: &str, kind: MeasureKind, entry: &MeasureSourceEntry) -> Option<Reckoning> {
        let MeasureSourceEntry { column, numerator, denominator, over, .. } = entry;
        let made = match (kind, column, numerator, denominator, over) {
            (MeasureKind::Count, Some(column), None, None, None) => {
                Reckoning::Count { column: column.clone() }
            }
            (MeasureKind::Category, Some(column), None, None, None) => {
                Reckoning::Category { column: column.clone() }
            }
            (MeasureKind::Score, Some(column), None, None, over) => {
                Reckoning::Score { column: column.clone(), over: over.clone() }
            }
            (MeasureKind::Rate, None, Some(numerator), Some(denominator), None) => {
                Reckoning::Rate { numerator: numerator.clone(), denominator: denominator.clone() }
            }
            _ => {
                let needs = match kind {
                    MeasureKind::Count => "a count names 'column' alone",
                    MeasureKind::Category => "a category names 'column' alone",
                    MeasureKind::Score => "a score names 'column' and, if it is a mean over people, 'over'",
                    MeasureKind::Rate => "a rate names 'numerator' and 'denominator' and no 'column'",
                };
                self.fault(at, needs);
                return None;
            }
        };
        if entry.add_rows && matches!(kind, MeasureKind::Score | MeasureKind::Category) {
            self.fault(at, "'add_rows' belongs to counts and rates: scores and categories do not add up");
        }
        if entry.repeats_denominator && !(kind == MeasureKind::Rate && entry.add_rows) {
            self.fault(at, "'repeats_denominator' belongs to rates with add_rows = true");
        }
        Some(made)
    }

    fn evidence(&mut self, entry: &EvidenceEntry, plan: &Plan) -> Option<EvidenceSource> {
        let at = format!("evidence {}", entry.kind);
        let kind = EvidenceKind::from_key(&entry.kind);
        if kind.is_none() {
            let known = EvidenceKind::ALL.map(EvidenceKind::key).join(", ");
            self.fault(&at, format!("this kind is not known; write one of {known}"));
        }
        let (dataset, weighed) = match (&entry.table, &entry.register, &entry.column) {
            (Some(table), None, Some(column)) => {
                let dataset = self.reference(&at, Some(table), DatasetKind::Table);
                (dataset, Weighed::AtAreas { column: column.clone() })
            }
            (None, Some(register), column) => {
                let dataset = self.reference(&at, Some(register), DatasetKind::Register);
                (dataset, Weighed::AtRecords { column: column.clone() })
            }
            (Some(_), None, None) => {
                self.fault(&at, "'column' is needed: the column of the table that holds the weights");
                return None;
            }
            _ => {
                self.fault(&at, "name either 'table' or 'register'");
                return None;
            }
        };
        let edition = self.edition_of(&at, dataset.as_ref(), entry.edition.as_deref(), plan);
        Some(EvidenceSource { kind: kind?, dataset: dataset?, edition, weighed })
    }

    fn lookup(&mut self, entry: &LookupEntry, plan: &Plan) -> Option<LookupSource> {
        let at = format!("lookup {}", entry.table);
        let table = self.reference(&at, Some(&entry.table), DatasetKind::Table);
        let to = self.reference(&at, Some(&entry.to), DatasetKind::Layer);
        let edition = self.edition_of(&at, table.as_ref(), entry.edition.as_deref(), plan);
        if entry.official.as_ref().is_some_and(|publisher| publisher.trim().is_empty()) {
            self.fault(&at, "'official' names who answers for the lookup; leave it out where nobody does");
        }
        Some(LookupSource {
            table: table?,
            edition,
            column: entry.column.clone(),
            to: to?,
            official: entry.official.as_ref().map(|publisher| publisher.trim().to_owned()),
        })
    }

    /// An edition that a piece of the catalogue names, which must be there.
    pub(super) fn edition_of(
        &mut self,
        at: &str,
        dataset: Option<&DatasetId>,
        named: Option<&str>,
        plan: &Plan,
    ) -> Option<EditionId> {
        let edition: EditionId = self.id(at, named?)?;
        let dataset = dataset?;
        if !plan.editions_of(dataset).any(|held| held.key.edition == edition) {
            self.fault(at, format!("{dataset} has no edition '{edition}'"));
        }
        Some(edition)
    }
}

impl Plan {
    /// The editions of a data set of any kind.
    fn editions_of<'p>(&'p self, dataset: &'p DatasetId) -> impl Iterator<Item = &'p EditionPlan> {
        let registers = self.registers.iter().flat_map(|register| &register.editions);
        let tables = self.tables.iter().flat_map(|table| &table.editions);
        let layers = self.layers.iter().flat_map(|layer| &layer.editions);
        registers.chain(tables).chain(layers).filter(move |edition| edition.key.dataset == *dataset)
    }

    /// Notes with each edition which of its columns the catalogue reads, so
    /// that a check of the file can tell that one is not there.
    pub(super) fn mark_columns_in_use(&mut self) {
        let Catalogue { measures, evidence, lookups, backtests, estate, searches: _, trials: _, recipes: _ } =
            &self.catalogue;
        let mut used: Vec<(&DatasetId, Option<&EditionId>, &str)> = Vec::new();
        for source in measures.iter().flat_map(|measure| &measure.sources) {
            used.extend(source.columns().map(|column| (&source.table, source.edition.as_ref(), column)));
        }
        for source in evidence {
            used.extend(source.column().map(|column| (&source.dataset, source.edition.as_ref(), column)));
        }
        for lookup in lookups {
            used.push((&lookup.table, lookup.edition.as_ref(), &lookup.column));
        }
        for test in backtests {
            used.extend(
                test.columns().into_iter().map(|column| (&test.table, test.edition.as_ref(), column)),
            );
        }
        for source in estate {
            used.extend(source.columns().map(|column| (&source.register, source.edition.as_ref(), column)));
        }
        let registers = self.registers.iter_mut().flat_map(|register| &mut register.editions);
        let tables = self.tables.iter_mut().flat_map(|table| &mut table.editions);
        for plan in registers.chain(tables) {
            let of_this = |(dataset, edition, _): &&(&DatasetId, Option<&EditionId>, &str)| {
                **dataset == plan.key.dataset && edition.is_none_or(|edition| *edition == plan.key.edition)
            };
            let columns: BTreeSet<&str> = used.iter().filter(of_this).map(|(.., column)| *column).collect();
            plan.used = columns.into_iter().map(str::to_owned).collect();
        }
    }
}
