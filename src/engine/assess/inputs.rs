//! All that a recipe is fed with, from the place: columns, people, groupings, published figures.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::assess::figure::Figure;
use crate::assess::recipe::Inputs;
use crate::assess::spec::{self, AssessmentSpec, FiguresFrom, GroupingFrom};
use crate::engine::{AlignError, Engine};
use crate::layer::Layer;
use crate::model::{AreaCode, EditionKey, MeasureKind, Way};

use super::column::Ground;
use super::error::{AssessError, AssessFault};
use super::source::IndicatorSource;

/// Inputs with where they come from.
pub(super) struct Gathered {
    pub layer: Arc<Layer>,
    pub inputs: Inputs,
    pub sources: Vec<IndicatorSource>,
    pub people: Option<IndicatorSource>,
}

impl Engine {
    /// Finds everything that a specification asks for; what is wrong is told at once.
    pub(super) fn gather(&self, spec: &AssessmentSpec) -> Result<Gathered, AssessError> {
        let mut faults: Vec<AssessFault> = spec::check(spec).iter().map(AssessFault::from).collect();
        let Some(layer) = self.layer(&spec.areas).cloned() else {
            faults.push(AssessFault::new("areas", self.no_areas(&spec.areas)));
            return Err(AssessError::Refused(faults));
        };
        let ground = Ground { to: &spec.areas, date: spec.date, way: spec.way };
        let mut inputs =
            Inputs { areas: layer.areas.iter().map(|area| area.code.clone()).collect(), ..Inputs::default() };
        let mut sources = Vec::new();
        for indicator in spec.index.indicators() {
            let Some(from) = spec.figures_of(&indicator.id) else { continue };
            faults.extend(self.check_measures(&indicator.id, from));
            faults.extend(self.check_direction(&indicator.id, indicator.direction, from));
            match self.column(from, ground) {
                Err(told) => {
                    faults.extend(told.into_iter().map(|told| AssessFault::new(&indicator.id, told)));
                }
                Ok(column) => {
                    inputs.indicators.insert(indicator.id.clone(), column.figures.clone());
                    let source = column.source.clone();
                    sources.push(IndicatorSource { indicator: indicator.id.clone(), ..source });
                }
            }
        }
        let mut people = None;
        faults.extend(spec.people.iter().flat_map(|from| self.check_measures("people", from)));
        match spec.people.as_ref().map(|from| self.people_counted(from, ground)).transpose() {
            Err(told) => faults.extend(told.into_iter().map(|told| AssessFault::new("people", told))),
            Ok(found) => {
                if let Some((figures, source)) = found {
                    (inputs.people, people) = (figures, Some(source));
                }
            }
        }
        for (name, from) in &spec.groupings {
            match self.grouping(from, &layer) {
                Err(told) => faults.push(AssessFault::new(format!("grouping {name}"), told)),
                Ok(groups) => _ = inputs.groupings.insert(name.clone(), groups),
            }
        }
        inputs.benchmarks = benchmarks(spec);
        AssessError::unless_empty(faults)?;
        Ok(Gathered { layer, inputs, sources, people })
    }

    fn no_areas(&self, key: &EditionKey) -> String {
        let layers = self.snapshot.datasets.values().flat_map(|dataset| &dataset.editions);
        let known: Vec<String> = layers
            .filter(|edition| edition.layer().is_some())
            .map(|edition| edition.key.to_string())
            .collect();
        format!("the place shows no layer edition {key}; it shows {}", known.join(", "))
    }

    fn people_counted(
        &self,
        from: &FiguresFrom,
        ground: Ground<'_>,
    ) -> Result<(Vec<Figure>, IndicatorSource), Vec<String>> {
        let column = self.column(from, ground)?;
        let used = &column.source.figures;
        if used.kind != MeasureKind::Count || column.source.over.is_some() {
            return Err(vec![format!("'{}' does not count people: name a count", used.measure)]);
        }
        let source = IndicatorSource { indicator: "people".to_owned(), ..column.source.clone() };
        Ok((column.figures.figures.clone(), source))
    }

    /// The group of each area.
    fn grouping(&self, from: &GroupingFrom, layer: &Layer) -> Result<Vec<Option<String>>, String> {
        match from {
            GroupingFrom::Layer(key) => self.by_layer(key, layer),
            GroupingFrom::Column { table, column } => self.by_column(table, column, layer),
        }
    }

    /// The area of another layer that holds most of each area.
    fn by_layer(&self, key: &EditionKey, layer: &Layer) -> Result<Vec<Option<String>>, String> {
        let others = self.layer(key).ok_or_else(|| self.no_areas(key))?;
        let named = |at: usize| {
            let area = &others.areas[at];
            area.name.clone().unwrap_or_else(|| area.code.to_string())
        };
        if *key == layer.edition {
            return Ok((0..layer.areas.len()).map(|at| Some(named(at))).collect());
        }
        let built =
            self.crosswalk(&layer.edition, key, Way::Best).map_err(|error: AlignError| error.to_string())?;
        let most = |source: usize| {
            let links = built.crosswalk.links_of(source).iter();
            // Of equal shares the first area counts.
            let best = links
                .filter(|link| link.weight > 0.0)
                .min_by(|a, b| b.weight.total_cmp(&a.weight).then(a.target.cmp(&b.target)));
            best.map(|link| named(link.target as usize))
        };
        Ok((0..layer.areas.len()).map(most).collect())
    }

    /// A column of a table keyed by the areas' codes.
    fn by_column(&self, key: &EditionKey, name: &str, layer: &Layer) -> Result<Vec<Option<String>>, String> {
        let keyed = self.keyed_table(key).map_err(|error| error.to_string())?;
        if keyed.geography.as_ref() != Some(&layer.edition) {
            return Err(format!("the rows of {key} do not speak of {}", layer.edition));
        }
        let missing = || AlignError::NoColumn { table: key.clone(), column: name.to_owned() }.to_string();
        let column = keyed.table.column(name).ok_or_else(missing)?;
        let codes = keyed.code_column.ok_or_else(|| AlignError::NoGeography(key.clone()).to_string())?;
        let mut groups: BTreeMap<&str, String> = BTreeMap::new();
        for row in 0..keyed.table.len() {
            let (Some(code), Some(group)) = (keyed.table.text(row, codes), keyed.table.written(row, column))
            else {
                continue;
            };
            let before = groups.insert(code, group.clone());
            if before.is_some_and(|before| before != group) {
                return Err(format!("{key}: '{code}' has rows with several values of '{name}'"));
            }
        }
        let of = |code: &AreaCode| groups.get(code.as_str()).cloned();
        Ok(layer.areas.iter().map(|area| of(&area.code)).collect())
    }
}

/// Published figures by indicator.
pub(super) fn benchmarks(spec: &AssessmentSpec) -> BTreeMap<String, f64> {
    spec.benchmarks.iter().map(|(id, benchmark)| (id.clone(), benchmark.value)).collect()
}
