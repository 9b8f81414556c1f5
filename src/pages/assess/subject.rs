//! An assessment, the part of it that is shown, and its areas on the map.

use crate::assess::normalise::Direction;
use crate::assess::recipe::{Comparator, Indicator};
use crate::assess::run::{NodeResult, Run, Stages};
use crate::assess::uncertainty::RankRange;
use crate::crosswalk::uncertainty::Grade;
use crate::engine::{Assessed, Edition, Engine, IndicatorChange, IndicatorSource};
use crate::pages::params::Params;

use super::PATH;
use super::asked::Asked;
use super::column::{Column, Part};
use super::sure::Sureness;

/// Everything that the parts of the page look at.
pub(super) struct Subject<'a> {
    pub engine: &'a Engine,
    pub assessed: &'a Assessed,
    pub edition: &'a Edition,
    pub params: &'a Params,
    pub asked: Asked,
    pub node: &'a NodeResult,
    pub part: Part<'a>,
    pub column: Column,
    /// Position of the area that is explained.
    pub chosen: Option<usize>,
}

impl<'a> Subject<'a> {
    /// `None` where the assessed layer is not in the place.
    pub(super) fn of(engine: &'a Engine, assessed: &'a Assessed, params: &'a Params) -> Option<Self> {
        let edition = engine.edition(&assessed.spec.areas)?;
        let run = &assessed.run;
        let mut asked = Asked::read(params);
        let node = asked.of.as_deref().map_or(Some(run.index()), |id| run.node(id));
        if node.is_none() {
            asked.wrong.push(
                "This assessment has no such domain or indicator. Choose one from the list.".to_owned(),
            );
        }
        let node = node.unwrap_or_else(|| run.index());
        let part = part(run, node);
        let sureness = sureness(assessed, node, part);
        let then = change(assessed, node).map(|change| change.before.as_slice());
        if asked.earlier && then.is_none() {
            asked.wrong.push("There is no earlier period that can be shown here.".to_owned());
        }
        let column = Column::of(node, part, &asked, sureness, then);
        let chosen = asked.area.as_deref().and_then(|code| assessed.position(code));
        if asked.area.is_some() && chosen.is_none() {
            asked
                .wrong
                .push("This assessment has no area of that code. Choose one from the list.".to_owned());
        }
        Some(Self { engine, assessed, edition, params, asked, node, part, column, chosen })
    }

    pub(super) fn run(&self) -> &'a Run {
        &self.assessed.run
    }

    /// Name of an assessed area.
    pub(super) fn label(&self, area: usize) -> &'a str {
        self.assessed.areas[area].label()
    }

    pub(super) fn code(&self, area: usize) -> &'a str {
        self.assessed.areas[area].code.as_str()
    }

    /// Whether the index itself is shown.
    pub(super) fn is_index(&self) -> bool {
        matches!(self.part, Part::Index)
    }

    /// What is shown, with its name.
    pub(super) fn title(&self) -> &'a str {
        if self.is_index() { &self.assessed.spec.title } else { &self.node.title }
    }

    /// The unit of the figures shown, as a clause; empty for scores and ranks.
    pub(super) fn unit(&self) -> &'a str {
        match (self.part, self.column.show) {
            (Part::Indicator(stages, _), super::asked::Show::Value) => {
                source(self.assessed, &stages.id).map_or("", |source| source.unit.as_str())
            }
            _ => "",
        }
    }

    /// What changed since the period before, where that can be told.
    pub(super) fn change(&self) -> Option<&'a IndicatorChange> {
        change(self.assessed, self.node)
    }

    /// The rank intervals of what is shown, the index or a domain, by area.
    pub(super) fn ranges(&self) -> Option<&'a [Option<RankRange>]> {
        self.assessed.ranges.as_ref()?.of(self.node)
    }

    /// The rank interval of an area in the index or domain that is shown.
    pub(super) fn range(&self, area: usize) -> Option<&'a RankRange> {
        self.assessed.rank_range(self.node, area)
    }

    pub(super) fn path(&self) -> String {
        path(&self.assessed.spec.id)
    }

    /// The address of this view with one name of its query changed.
    pub(super) fn link(&self, name: &str, value: Option<&str>) -> String {
        self.params.with("page", None).link(&self.path(), name, value)
    }

    /// The address of this view with another area explained.
    pub(super) fn why(&self, area: usize) -> String {
        format!("{}#why", self.link("area", Some(self.code(area))))
    }
}

fn change<'a>(assessed: &'a Assessed, node: &NodeResult) -> Option<&'a IndicatorChange> {
    assessed.changes.iter().find(|change| change.indicator == node.id)
}

/// The address of an assessment's map.
pub(super) fn path(id: &crate::model::AssessmentId) -> String {
    format!("{PATH}/{id}")
}

/// What the recipe compares the areas with, in words.
pub(super) fn against(run: &Run) -> String {
    match &run.recipe.comparator {
        Comparator::Published { name } => name.clone(),
        Comparator::Place => "all areas together".to_owned(),
        Comparator::Neighbours { count, .. } => format!("the {count} areas most like it"),
        Comparator::Patch { grouping } => format!("its part of {grouping}"),
    }
}

/// Where an indicator's figures come from.
pub(super) fn source<'a>(assessed: &'a Assessed, id: &str) -> Option<&'a IndicatorSource> {
    assessed.source(id)
}

/// The settings of an indicator.
pub(super) fn settings<'a>(run: &'a Run, id: &str) -> Option<&'a Indicator> {
    run.recipe.index.indicators().into_iter().find(|indicator| indicator.id == id)
}

/// The alignment grades of an indicator, by area.
pub(super) fn grades(assessed: &Assessed, id: &str) -> Vec<Option<Grade>> {
    source(assessed, id).map_or_else(Vec::new, |source| source.grades.clone())
}

fn part<'a>(run: &'a Run, node: &NodeResult) -> Part<'a> {
    if node.parent.is_none() {
        return Part::Index;
    }
    let stages: Option<&Stages> = run.indicators.iter().find(|stages| stages.id == node.id);
    match stages.filter(|_| node.weighing.is_none()) {
        Some(stages) => {
            let direction =
                settings(run, &stages.id).map_or(Direction::Neither, |settings| settings.direction);
            Part::Indicator(stages, direction)
        }
        None => Part::Domain,
    }
}

fn sureness(assessed: &Assessed, node: &NodeResult, part: Part<'_>) -> Sureness {
    match part {
        Part::Index | Part::Domain => match &assessed.ranges {
            None => Sureness::without_ranges(node, "The recipe asks for no rank intervals"),
            Some(ranges) => match ranges.of(node) {
                Some(own) => Sureness::of_ranges(node, own),
                None => Sureness::without_ranges(node, "Nothing that was drawn moves these ranks"),
            },
        },
        Part::Indicator(stages, _) => {
            Sureness::of_indicator(stages, &grades(assessed, &stages.id), &against(&assessed.run))
        }
    }
}
