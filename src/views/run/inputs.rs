//! Figures of a run file, with their gaps, counts, errors and sources.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::assess::figure::Figure;
use crate::assess::recipe::{Bounds, Evidence, IndicatorFigures, Inputs, Provenance};
use crate::assess::shrink::Part;
use crate::engine::{Assessed, FiguresUsed, IndicatorSource};
use crate::model::{AreaCode, Missing};

/// A figure, or the reason why there is none.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum FigureView {
    /// The figure.
    Value(f64),
    /// The reason for the gap.
    Gap {
        /// `not-given`, `suppressed`, `not-applicable` or `not-covered`.
        gap: String,
    },
}

/// Counted, and out of how many.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum PartView {
    /// Count and total.
    Part([f64; 2]),
    /// The reason for the gap.
    Gap {
        /// As for figures.
        gap: String,
    },
}

/// What the intervals of figures rest on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum EvidenceView {
    /// Nothing is known of their sampling.
    None,
    /// Shares of counts.
    Share {
        /// By area.
        parts: Vec<PartView>,
        /// What they are expressed per.
        per: f64,
    },
    /// Rates of events.
    Rate {
        /// By area.
        parts: Vec<PartView>,
        /// What they are expressed per.
        per: f64,
    },
    /// Published standard errors.
    Error {
        /// By area.
        errors: Vec<Option<f64>>,
    },
}

/// Names of the data and the boundaries, which are compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProvenanceView {
    /// Measure, table, period, content.
    pub data: String,
    /// Boundaries and crosswalk.
    pub boundary: String,
}

/// The figures of one indicator.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IndicatorView {
    /// By area.
    pub figures: Vec<FigureView>,
    /// What their intervals rest on.
    pub evidence: EvidenceView,
    /// Standard error of the alignment by area; empty where nothing was aligned.
    pub alignment_error: Vec<Option<f64>>,
    /// Share of each area that sources cover; empty where all is covered.
    pub cover: Vec<f64>,
    /// Areas whose figure is too rough to be the only ground for a colour.
    pub too_rough: Vec<bool>,
    /// Grade of each area's figure.
    pub grades: Vec<Option<String>>,
    /// The least that a figure can be.
    pub least: Option<f64>,
    /// The most that a figure can be.
    pub most: Option<f64>,
    /// Names of data and boundaries.
    pub provenance: ProvenanceView,
    /// What the figures are expressed in.
    pub unit: String,
    /// Where they come from.
    pub source: SourceView,
    /// What they were divided by.
    pub over: Option<SourceView>,
    /// What a reader must know of them.
    pub notes: Vec<String>,
}

/// Where figures come from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceView {
    /// The measure.
    pub measure: String,
    /// Its name.
    pub title: String,
    /// The table edition.
    pub table: String,
    /// The period, as published.
    pub period: String,
    /// Whether it is the newest that the assessment's day allows, rather than one that was named.
    pub is_newest: bool,
    /// Newer periods that are after the assessment's day.
    pub too_new: Vec<String>,
    /// The layer edition that they were published for.
    pub geography: String,
    /// The crosswalk that carried them; null where nothing did.
    pub crosswalk: Option<String>,
    /// How its weights were found.
    pub way: Option<String>,
    /// Who answers for the lookup, where it is an official one.
    pub official: Option<String>,
    /// The control points that were asked.
    pub evidence: Vec<String>,
    /// The published file.
    pub file: String,
    /// SHA-256 of the file.
    pub sha256: String,
    /// Name of the licence.
    pub licence: String,
    /// The sentence that the publisher asks to be shown.
    pub attribution: String,
}

/// Everything that a recipe was fed with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct InputsView {
    /// By indicator.
    pub indicators: BTreeMap<String, IndicatorView>,
    /// The group of each area, by grouping.
    pub groupings: BTreeMap<String, Vec<Option<String>>>,
    /// People of each area; empty where not asked for.
    pub people: Vec<FigureView>,
    /// Where the people come from.
    pub people_source: Option<SourceView>,
    /// Published figures of the larger area, by indicator.
    pub benchmarks: BTreeMap<String, f64>,
}

impl InputsView {
    pub(super) fn of(assessed: &Assessed) -> Self {
        let inputs = &assessed.run.inputs;
        let indicators = assessed.sources.iter().filter_map(|source| {
            let given = inputs.indicators.get(&source.indicator)?;
            Some((source.indicator.clone(), IndicatorView::of(given, source)))
        });
        Self {
            indicators: indicators.collect(),
            groupings: inputs.groupings.clone(),
            people: inputs.people.iter().map(FigureView::of).collect(),
            people_source: assessed.people.as_ref().map(|source| SourceView::of(&source.figures)),
            benchmarks: inputs.benchmarks.clone(),
        }
    }

    /// The inputs themselves; in words what cannot be understood.
    pub(super) fn inputs(&self, areas: Vec<AreaCode>) -> Result<Inputs, String> {
        let mut indicators = BTreeMap::new();
        for (id, view) in &self.indicators {
            indicators.insert(id.clone(), view.figures().map_err(|told| format!("{id}: {told}"))?);
        }
        Ok(Inputs {
            areas,
            indicators,
            groupings: self.groupings.clone(),
            people: figures(&self.people)?,
            benchmarks: self.benchmarks.clone(),
        })
    }
}

impl IndicatorView {
    fn of(given: &IndicatorFigures, source: &IndicatorSource) -> Self {
        let parts = |parts: &[Result<Part, Missing>]| parts.iter().map(PartView::of).collect();
        let evidence = match &given.evidence {
            Evidence::None => EvidenceView::None,
            Evidence::Share { parts: all, per } => EvidenceView::Share { parts: parts(all), per: *per },
            Evidence::Rate { parts: all, per } => EvidenceView::Rate { parts: parts(all), per: *per },
            Evidence::Error(errors) => EvidenceView::Error { errors: errors.clone() },
        };
        Self {
            figures: given.figures.iter().map(FigureView::of).collect(),
            evidence,
            alignment_error: given.alignment_error.clone(),
            cover: given.cover.clone(),
            too_rough: given.too_rough.clone(),
            grades: source.grades.iter().map(|grade| grade.map(|grade| grade.key().to_owned())).collect(),
            least: given.bounds.least,
            most: given.bounds.most,
            provenance: ProvenanceView {
                data: given.provenance.data.clone(),
                boundary: given.provenance.boundary.clone(),
            },
            unit: source.unit.clone(),
            source: SourceView::of(&source.figures),
            over: source.over.as_ref().map(SourceView::of),
            notes: source.notes.clone(),
        }
    }

    fn figures(&self) -> Result<IndicatorFigures, String> {
        let parts = |all: &[PartView]| all.iter().map(PartView::part).collect::<Result<Vec<_>, _>>();
        let evidence = match &self.evidence {
            EvidenceView::None => Evidence::None,
            EvidenceView::Share { parts: all, per } => Evidence::Share { parts: parts(all)?, per: *per },
            EvidenceView::Rate { parts: all, per } => Evidence::Rate { parts: parts(all)?, per: *per },
            EvidenceView::Error { errors } => Evidence::Error(errors.clone()),
        };
        Ok(IndicatorFigures {
            figures: figures(&self.figures)?,
            evidence,
            alignment_error: self.alignment_error.clone(),
            cover: self.cover.clone(),
            too_rough: self.too_rough.clone(),
            bounds: Bounds { least: self.least, most: self.most },
            provenance: Provenance {
                data: self.provenance.data.clone(),
                boundary: self.provenance.boundary.clone(),
            },
        })
    }
}

impl SourceView {
    /// Where figures come from.
    #[must_use]
    pub fn of(used: &FiguresUsed) -> Self {
        let crosswalk = used.crosswalk.as_ref();
        Self {
            measure: used.measure.to_string(),
            title: used.title.clone(),
            table: used.table.to_string(),
            period: used.period.clone(),
            is_newest: used.is_newest,
            too_new: used.too_new.clone(),
            geography: used.geography.to_string(),
            crosswalk: crosswalk.map(|crosswalk| crosswalk.id.clone()),
            way: crosswalk.map(|crosswalk| crosswalk.way.key().to_owned()),
            official: crosswalk.and_then(|crosswalk| crosswalk.official.clone()),
            evidence: crosswalk.map(|crosswalk| crosswalk.evidence.clone()).unwrap_or_default(),
            file: used.file.clone(),
            sha256: used.checksum.clone(),
            licence: used.licence.name.clone(),
            attribution: used.licence.attribution.clone(),
        }
    }
}

impl FigureView {
    pub(super) fn of(figure: &Figure) -> Self {
        match figure {
            Ok(value) => Self::Value(*value),
            Err(gap) => Self::Gap { gap: gap.key().to_owned() },
        }
    }

    pub(super) fn figure(&self) -> Result<Figure, String> {
        match self {
            Self::Value(value) => Ok(Ok(*value)),
            Self::Gap { gap } => reason(gap).map(Err),
        }
    }
}

impl PartView {
    fn of(part: &Result<Part, Missing>) -> Self {
        match part {
            Ok(part) => Self::Part([part.count, part.total]),
            Err(gap) => Self::Gap { gap: gap.key().to_owned() },
        }
    }

    fn part(&self) -> Result<Result<Part, Missing>, String> {
        match self {
            Self::Part([count, total]) => Ok(Ok(Part { count: *count, total: *total })),
            Self::Gap { gap } => reason(gap).map(Err),
        }
    }
}

fn figures(views: &[FigureView]) -> Result<Vec<Figure>, String> {
    views.iter().map(FigureView::figure).collect()
}

fn reason(key: &str) -> Result<Missing, String> {
    Missing::from_key(key).ok_or_else(|| format!("'{key}' is no reason for a gap"))
}
