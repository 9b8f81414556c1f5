//! What the parts of a profile look at: one area of an assessment.

use crate::assess::explain::{Priority, priorities};
use crate::assess::run::{Judged, NodeResult, Stages};
use crate::assess::uncertainty::RankRange;
use crate::engine::{Assessed, Engine, FigureRanks, FiguresUsed, IndicatorChange, IndicatorSource};
use crate::layer::Layer;
use crate::model::Missing;
use crate::pages::area;
use crate::pages::params::Params;

use super::super::digits::Digits;
use super::super::subject::{self, Subject};

/// Priorities that are told.
const MOST_PRIORITIES: usize = 5;

/// One area and all that is known of it.
pub struct Ward<'a> {
    pub(in crate::pages::assess) subject: &'a Subject<'a>,
    /// Position of the area.
    pub(in crate::pages::assess) area: usize,
    pub(in crate::pages::assess) ranks: &'a FigureRanks,
    pub(in crate::pages::assess) layer: &'a Layer,
    pub(in crate::pages::assess) priorities: Vec<Priority>,
    /// Each table that a figure rests on, once, in the order of the index.
    pub(in crate::pages::assess) sources: Vec<&'a FiguresUsed>,
}

/// One figure of the area with what stands around it.
pub(in crate::pages::assess) struct Told<'a> {
    pub stages: &'a Stages,
    pub title: &'a str,
    pub unit: &'a str,
    pub node: &'a NodeResult,
    pub source: Option<&'a IndicatorSource>,
    pub digits: Digits,
    pub judged: Judged,
}

impl<'a> Ward<'a> {
    /// The area at a position; `None` where the place does not show its layer.
    pub(in crate::pages::assess) fn of(
        subject: &'a Subject<'a>,
        ranks: &'a FigureRanks,
        area: usize,
    ) -> Option<Self> {
        let layer = subject.edition.layer()?;
        let run = subject.run();
        Some(Self {
            subject,
            area,
            ranks,
            layer,
            priorities: priorities(run, area, MOST_PRIORITIES),
            sources: sources(subject.assessed),
        })
    }

    pub(in crate::pages::assess) fn label(&self) -> &'a str {
        self.subject.label(self.area)
    }

    pub(in crate::pages::assess) fn code(&self) -> &'a str {
        self.subject.code(self.area)
    }

    /// The area as the pages of areas know it.
    pub(in crate::pages::assess) fn on_the_ground(&self) -> Option<area::Subject<'a>> {
        let own = self.layer.areas.get(self.area)?;
        Some(area::Subject { edition: self.subject.edition, layer: self.layer, at: self.area, area: own })
    }

    pub(in crate::pages::assess) fn index(&self) -> &'a NodeResult {
        self.subject.run().index()
    }

    /// All figures, in the order of the index.
    pub(in crate::pages::assess) fn figures(&self) -> impl Iterator<Item = Told<'a>> + '_ {
        (0..self.subject.run().indicators.len()).filter_map(|at| self.figure(at))
    }

    /// The figure of one indicator.
    pub(in crate::pages::assess) fn figure(&self, at: usize) -> Option<Told<'a>> {
        told(self.subject, at, self.area)
    }

    /// How sure the rank of a figure is.
    pub(in crate::pages::assess) fn rank_range(&self, told: &Told<'_>) -> Option<&'a RankRange> {
        self.ranks.of(&told.stages.id, self.area)
    }

    /// What changed since the period before.
    pub(in crate::pages::assess) fn change(&self, told: &Told<'_>) -> Option<&'a IndicatorChange> {
        self.subject.assessed.changes.iter().find(|change| change.indicator == told.stages.id)
    }

    /// The number under which a table stands in the list of sources, from 1.
    pub(in crate::pages::assess) fn source_number(&self, used: &FiguresUsed) -> usize {
        self.sources.iter().position(|own| is_same(own, used)).map_or(0, |at| at + 1)
    }
}

impl Told<'_> {
    /// A figure of this indicator in words, with its unit where that is short.
    pub(in crate::pages::assess) fn words(&self, value: f64) -> String {
        super::super::why::with_unit(self.digits, value, self.unit)
    }

    /// The figure in words, or why there is none.
    pub(in crate::pages::assess) fn figure_words(&self, area: usize) -> Result<String, Missing> {
        self.stages.raw[area].map(|value| self.words(value))
    }
}

/// One figure of an area.
pub(in crate::pages::assess) fn told<'a>(subject: &Subject<'a>, at: usize, area: usize) -> Option<Told<'a>> {
    let run = subject.run();
    let stages = run.indicators.get(at)?;
    let node = run.node(&stages.id)?;
    let source = subject::source(subject.assessed, &stages.id);
    let known: Vec<f64> = stages.raw.iter().filter_map(|figure| figure.ok()).collect();
    Some(Told {
        stages,
        title: &node.title,
        unit: source.map_or("", |source| source.unit.as_str()),
        node,
        source,
        digits: Digits::of(known.into_iter()),
        judged: *stages.judged.get(area)?,
    })
}

/// Looks an assessment up as its pages do, with nothing chosen.
pub(in crate::pages::assess) fn plain_subject<'a>(
    engine: &'a Engine,
    assessed: &'a Assessed,
    params: &'a Params,
) -> Option<Subject<'a>> {
    Subject::of(engine, assessed, params)
}

/// Each table, period and crosswalk once.
pub(in crate::pages::assess) fn sources(assessed: &Assessed) -> Vec<&FiguresUsed> {
    let all = assessed.sources.iter().chain(&assessed.people);
    let mut found: Vec<&FiguresUsed> = Vec::new();
    for used in all.flat_map(|source| std::iter::once(&source.figures).chain(&source.over)) {
        if !found.iter().any(|own| is_same(own, used)) {
            found.push(used);
        }
    }
    found
}

fn is_same(a: &FiguresUsed, b: &FiguresUsed) -> bool {
    a.table == b.table && a.period == b.period && a.crosswalk == b.crosswalk
}
