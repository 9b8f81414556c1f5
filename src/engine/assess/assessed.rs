//! An assessment that was run: what was asked, what it rests on, what came out.

use std::sync::Arc;

use crate::assess::normalise::Normalisation;
use crate::assess::recipe::{Inputs, Node, Recipe};
use crate::assess::run::{self, NodeResult, Run};
use crate::assess::spatial::Neighbours;
use crate::assess::spec::{self, AssessmentSpec};
use crate::assess::uncertainty::{RankRange, RankRanges, rank_ranges};
use crate::engine::Engine;
use crate::model::{AreaCode, AssessmentId};

use super::changes::{IndicatorChange, NotCompared};
use super::error::{AssessError, AssessFault};
use super::inputs::{Gathered, benchmarks};
use super::source::IndicatorSource;
use super::spatial::Spatial;

/// An assessment that was run. All columns follow [`areas`](Self::areas).
#[derive(Debug, Clone, PartialEq)]
pub struct Assessed {
    /// What was asked.
    pub spec: Arc<AssessmentSpec>,
    /// The areas, in the layer's order.
    pub areas: Arc<Vec<AssessedArea>>,
    /// Where the figures come from, in the order of the index.
    pub sources: Arc<Vec<IndicatorSource>>,
    /// Where the people come from by whom figures without counts are averaged.
    pub people: Option<IndicatorSource>,
    /// Every stage, from raw figures to ranks.
    pub run: Run,
    /// How sure the ranks are; `None` where the specification draws nothing,
    /// and after [`rerun`](Self::rerun) until it is [`completed`](Self::completed).
    pub ranges: Option<RankRanges>,
    /// Where high and low figures lie together; `None` after [`rerun`](Self::rerun).
    pub spatial: Option<Spatial>,
    /// Indicators with an earlier period on the same boundaries, and what changed.
    pub changes: Arc<Vec<IndicatorChange>>,
    /// Earlier periods that could not be compared, and why.
    pub not_compared: Arc<Vec<NotCompared>>,
    /// Who borders on whom.
    pub neighbours: Arc<Neighbours>,
    /// Version of the place.
    pub place_version: u64,
}

/// One area.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssessedArea {
    /// Its code.
    pub code: AreaCode,
    /// Its name, where the layer gives one.
    pub name: Option<String>,
}

impl AssessedArea {
    /// Its name, or its code where it has none.
    #[must_use]
    pub fn label(&self) -> &str {
        self.name.as_deref().unwrap_or(self.code.as_str())
    }
}

impl Engine {
    /// Runs a specification on this place, with rank ranges, hot spots and changes.
    ///
    /// Figures that were carried before are not carried again.
    ///
    /// # Errors
    /// [`AssessError::Refused`] with everything that is wrong.
    pub fn assess(&self, spec: &AssessmentSpec) -> Result<Assessed, AssessError> {
        self.assess_quickly(spec)?.completed()
    }

    /// Runs a specification without rank ranges and hot spots.
    ///
    /// # Errors
    /// As [`Engine::assess`].
    pub fn assess_quickly(&self, spec: &AssessmentSpec) -> Result<Assessed, AssessError> {
        let Gathered { layer, inputs, sources, people } = self.gather(spec)?;
        let neighbours = self.borders(&spec.areas)?;
        let run = run_spec(spec, inputs)?;
        let (changes, not_compared) = self.changes_of(spec, &run, &sources);
        let area =
            |area: &crate::layer::Area| AssessedArea { code: area.code.clone(), name: area.name.clone() };
        Ok(Assessed {
            areas: Arc::new(layer.areas.iter().map(area).collect()),
            sources: Arc::new(sources),
            people,
            run,
            ranges: None,
            spatial: None,
            changes: Arc::new(changes),
            not_compared: Arc::new(not_compared),
            neighbours,
            place_version: self.version(),
            spec: Arc::new(spec.clone()),
        })
    }

    /// An assessment of the place by its id, run once and kept.
    ///
    /// # Errors
    /// [`AssessError::Unknown`], and as [`Engine::assess`].
    pub fn assessed(&self, id: &AssessmentId) -> Result<Arc<Assessed>, AssessError> {
        self.assessed_and_key(id).map(|(assessed, _)| assessed)
    }

    /// The same with the key under which what follows from it is kept: from one
    /// look, since a person may save the next version at any moment.
    pub(super) fn assessed_and_key(
        &self,
        id: &AssessmentId,
    ) -> Result<(Arc<Assessed>, (AssessmentId, u64)), AssessError> {
        let (spec, number) = self.numbered(id)?;
        let key = (id.clone(), number);
        let assessed = self.assessments.assessed.get_or_make(key.clone(), || self.assess(&spec))?;
        Ok((assessed, key))
    }
}

impl Assessed {
    /// Runs a changed specification on the figures at hand, in milliseconds:
    /// other weights, methods, directions, comparator or rules.
    ///
    /// Rank ranges and hot spots are left out; [`completed`](Self::completed) adds them.
    ///
    /// # Errors
    /// [`AssessError::OtherInputs`] where the change asks for figures that are
    /// not at hand; [`AssessError::Refused`] with everything that is wrong.
    pub fn rerun(&self, changed: &AssessmentSpec) -> Result<Self, AssessError> {
        self.check_inputs(changed)?;
        let faults = spec::check(changed);
        AssessError::unless_empty(faults.iter().map(AssessFault::from).collect())?;
        let mut inputs = self.run.inputs.clone();
        inputs.indicators.retain(|id, _| changed.figures.contains_key(id));
        inputs.groupings.retain(|name, _| changed.groupings.contains_key(name));
        inputs.benchmarks = benchmarks(changed);
        let run = run_spec(changed, inputs)?;
        let kept = |id: &str| changed.figures.contains_key(id);
        let (mut sources, mut changes) = (Arc::clone(&self.sources), Arc::clone(&self.changes));
        let mut not_compared = Arc::clone(&self.not_compared);
        if sources.iter().any(|source| !kept(&source.indicator)) {
            sources = Arc::new(sources.iter().filter(|source| kept(&source.indicator)).cloned().collect());
            changes = Arc::new(changes.iter().filter(|change| kept(&change.indicator)).cloned().collect());
            not_compared =
                Arc::new(not_compared.iter().filter(|told| kept(&told.indicator)).cloned().collect());
        }
        Ok(Self {
            spec: Arc::new(changed.clone()),
            areas: Arc::clone(&self.areas),
            sources,
            people: self.people.clone(),
            run,
            ranges: None,
            spatial: None,
            changes,
            not_compared,
            neighbours: Arc::clone(&self.neighbours),
            place_version: self.place_version,
        })
    }

    /// The same with rank ranges and hot spots.
    ///
    /// # Errors
    /// [`AssessError::Refused`] where a draw cannot be reckoned.
    pub fn completed(mut self) -> Result<Self, AssessError> {
        if self.ranges.is_none() && self.spec.uncertainty.is_some() {
            self.ranges = Some(rank_ranges(&self.run)?);
        }
        if self.spatial.is_none() {
            self.spatial = Some(Spatial::of(&self.run, &self.neighbours));
        }
        Ok(self)
    }

    /// How sure an area's rank in the index or in a domain is; `None` where nothing was drawn that bears on it.
    #[must_use]
    pub fn rank_range(&self, node: &NodeResult, area: usize) -> Option<&RankRange> {
        self.ranges.as_ref()?.of(node)?.get(area)?.as_ref()
    }

    /// Where an indicator's figures come from.
    #[must_use]
    pub fn source(&self, indicator: &str) -> Option<&IndicatorSource> {
        self.sources.iter().find(|source| source.indicator == indicator)
    }

    /// Position of an area by its code.
    #[must_use]
    pub fn position(&self, code: &str) -> Option<usize> {
        self.areas.iter().position(|area| area.code.as_str() == code)
    }

    fn check_inputs(&self, changed: &AssessmentSpec) -> Result<(), AssessError> {
        let own = &self.spec;
        let other = |what: &str| Err(AssessError::OtherInputs(what.to_owned()));
        if changed.areas != own.areas {
            return other("areas");
        }
        if changed.people != own.people || changed.way != own.way || changed.date != own.date {
            return other("people, way or date");
        }
        for (id, from) in &changed.figures {
            if own.figures.get(id) != Some(from) {
                return other(id);
            }
        }
        for (name, from) in &changed.groupings {
            if own.groupings.get(name) != Some(from) {
                return other(name);
            }
        }
        Ok(())
    }
}

/// Runs a specification on inputs that are at hand, of a place or of a file.
///
/// # Errors
/// [`AssessError::Refused`] with everything that is wrong.
pub fn run_spec(spec: &AssessmentSpec, inputs: Inputs) -> Result<Run, AssessError> {
    let mut recipe = spec.recipe(inputs.areas.clone());
    keep_scores(&mut recipe, &inputs);
    Ok(run::run(&recipe, &inputs)?)
}

/// Figures of categories are scores already: each stands for itself.
fn keep_scores(recipe: &mut Recipe, inputs: &Inputs) {
    for part in &mut recipe.index.parts {
        keep_scores_of(part, inputs);
    }
}

fn keep_scores_of(part: &mut Node, inputs: &Inputs) {
    match part {
        Node::Group(group) => group.parts.iter_mut().for_each(|part| keep_scores_of(part, inputs)),
        Node::Indicator(indicator) => {
            let Normalisation::Categorical { scores } = &mut indicator.normalisation else { return };
            let Some(given) = inputs.indicators.get(&indicator.id) else { return };
            let mut values: Vec<f64> = given.figures.iter().filter_map(|figure| figure.ok()).collect();
            values.sort_by(f64::total_cmp);
            values.dedup();
            *scores = values.into_iter().map(|value| (value, value)).collect();
        }
    }
}
