//! One draw: a recipe with every choice made anew.

use super::factors::{Factor, factors};
use super::{draw_ranks, nothing};
use crate::assess::aggregate::Aggregation;
use crate::assess::figure::Figure;
use crate::assess::impute::Imputation;
use crate::assess::normalise::Normalisation;
use crate::assess::pipeline;
use crate::assess::plan::Kind;
use crate::assess::random::Random;
use crate::assess::recipe::{Bounds, FaultKind, Faults, Indicator, Uncertainty};
use crate::assess::run::Run;

/// Everything that draws share.
pub(crate) struct Study<'a> {
    pub(crate) run: &'a Run,
    pub(crate) settings: &'a Uncertainty,
    pub(crate) factors: Vec<Factor>,
    indicators: Vec<&'a Indicator>,
    errors: Vec<Errors>,
    /// The index, then its domains.
    groups: Vec<Ranked>,
}

/// A part of the index whose areas are ranked in every draw.
struct Ranked {
    /// Its position in the plan.
    node: usize,
    /// Whether the run itself ranks an area.
    open: Vec<bool>,
}

/// Standard errors of one indicator, in the unit of its figures; 0 for none.
struct Errors {
    sampling: Vec<f64>,
    alignment: Vec<f64>,
    bounds: Bounds,
}

impl<'a> Study<'a> {
    pub(crate) fn of(run: &'a Run) -> Result<Self, Faults> {
        let settings =
            run.recipe.uncertainty.as_ref().ok_or_else(|| nothing("the recipe has no uncertainty"))?;
        let factors = factors(&run.recipe, &run.inputs, settings);
        if factors.is_empty() {
            return Err(nothing("nothing is drawn: no weight, no alternative, no error"));
        }
        let indicators = run.recipe.index.indicators();
        let errors = (0..indicators.len()).map(|at| errors(run, at)).collect::<Result<_, _>>()?;
        let root = run.plan.root();
        let domains = (0..root).filter(|node| run.nodes[*node].weighing.is_some());
        let ranked = |node: usize| Ranked {
            node,
            open: run.nodes[node].standings.iter().map(|standing| standing.rank().is_some()).collect(),
        };
        let groups = std::iter::once(root).chain(domains).map(ranked).collect();
        Ok(Self { run, settings, factors, indicators, errors, groups })
    }

    /// A key for every factor of a draw.
    pub(crate) fn random_draw(&self, draw: u64) -> Vec<u64> {
        let mut random = Random::stream(self.run.recipe.seed, draw);
        self.factors.iter().map(|_| random.bits()).collect()
    }

    /// Ids of the domains, in the order of [`Study::ranks_of_groups`].
    pub(crate) fn domains(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.groups.iter().skip(1).map(|group| self.run.nodes[group.node].id.as_str())
    }

    /// Ranks by area of a draw, in the index; 0 for areas without.
    pub(crate) fn ranks(&self, keys: &[u64]) -> Result<Vec<u32>, Faults> {
        let scores = self.scores(keys)?;
        Ok(self.groups[0].ranks(&scores))
    }

    /// Ranks by area of a draw, in the index and then in every domain.
    pub(crate) fn ranks_of_groups(&self, keys: &[u64]) -> Result<Vec<Vec<u32>>, Faults> {
        let scores = self.scores(keys)?;
        Ok(self.groups.iter().map(|group| group.ranks(&scores)).collect())
    }

    /// Ranks by area of the run itself; 0 for areas without.
    pub(crate) fn own_ranks(&self) -> Vec<u32> {
        let rank = |standing: &crate::assess::run::Standing| standing.rank().unwrap_or(0);
        self.run.index().standings.iter().map(|own| u32::try_from(rank(own)).unwrap_or(u32::MAX)).collect()
    }

    #[cfg(test)]
    pub(crate) fn scores_for_tests(&self, keys: &[u64]) -> Vec<Figure> {
        self.scores(keys).map(|mut scores| scores.swap_remove(self.run.plan.root())).unwrap_or_default()
    }

    /// The scores of every part of the index in a draw, by area.
    fn scores(&self, keys: &[u64]) -> Result<Vec<Vec<Figure>>, Faults> {
        let key =
            |wanted: &Factor| self.factors.iter().position(|factor| factor == wanted).map(|at| keys[at]);
        let normalisation =
            key(&Factor::Normalisation).and_then(|key| pick(key, &self.settings.normalisations));
        let imputation = key(&Factor::Imputation).and_then(|key| pick(key, &self.settings.imputations));
        let aggregation: Option<Aggregation> =
            key(&Factor::Aggregation).and_then(|key| pick(key, &self.settings.aggregations)).copied();
        let (sampling, alignment) = (key(&Factor::Sampling), key(&Factor::Alignment));
        let mut columns = Vec::with_capacity(self.indicators.len());
        for at in 0..self.indicators.len() {
            columns.push(self.column(at, sampling, alignment, imputation, normalisation)?);
        }
        let weights = self.weights(keys);
        let plan = &self.run.plan;
        plan.scores(&columns, &weights, aggregation)
            .map_err(|(at, fault)| Faults::one(plan.nodes[at].id.clone(), FaultKind::Aggregate(fault)))
    }

    fn column(
        &self,
        at: usize,
        sampling: Option<u64>,
        alignment: Option<u64>,
        imputation: Option<&Imputation>,
        normalisation: Option<&Normalisation>,
    ) -> Result<Vec<Figure>, Faults> {
        let (indicator, stages) = (self.indicators[at], &self.run.indicators[at]);
        let keeps_own = matches!(indicator.normalisation, Normalisation::Categorical { .. });
        let normalisation = normalisation.filter(|_| !keeps_own);
        let moved = self.moved(at, sampling, alignment);
        if moved.is_none() && imputation.is_none() && normalisation.is_none() {
            return Ok(stages.normalised.clone());
        }
        let column = moved.as_deref().unwrap_or(&stages.start);
        let staged = pipeline::stage(
            indicator,
            column,
            imputation.unwrap_or(&indicator.imputation),
            normalisation.unwrap_or(&indicator.normalisation),
            &self.run.inputs,
        );
        staged.map(|staged| staged.normalised).map_err(|fault| Faults::one(indicator.id.clone(), fault))
    }

    /// Figures moved by their errors; `None` where nothing moves.
    fn moved(&self, at: usize, sampling: Option<u64>, alignment: Option<u64>) -> Option<Vec<Figure>> {
        let errors = &self.errors[at];
        let mut column: Option<Vec<Figure>> = None;
        for (key, spread) in [(sampling, &errors.sampling), (alignment, &errors.alignment)] {
            let Some(key) = key.filter(|_| !spread.is_empty()) else { continue };
            let mut random = Random::stream(key, at as u64);
            let column = column.get_or_insert_with(|| self.run.indicators[at].start.clone());
            for (figure, error) in column.iter_mut().zip(spread) {
                // Drawn for gaps as well, so that a gap does not shift its neighbours' draws.
                let step = random.normal() * error;
                *figure = figure.map(|value| value + step);
            }
        }
        let mut column = column?;
        for figure in &mut column {
            *figure = figure.map(|value| errors.bounds.within(value));
        }
        Some(column)
    }

    fn weights(&self, keys: &[u64]) -> Vec<f64> {
        let plan = &self.run.plan;
        let own = plan.weights();
        let mut drawn = own.clone();
        let spread = self.settings.weight_spread;
        for (factor, key) in self.factors.iter().zip(keys) {
            let mut random = Random::new(*key);
            let mut factor_of = || random.between(1.0 - spread, 1.0 + spread);
            match factor {
                Factor::Weight { id } => {
                    if let Some(at) = plan.find(id) {
                        drawn[at] *= factor_of();
                    }
                }
                Factor::WeightsWithin { id } => {
                    let group = plan.find(id).map(|at| &plan.nodes[at].kind);
                    if let Some(Kind::Group { parts, .. }) = group {
                        for part in parts {
                            drawn[*part] *= factor_of();
                        }
                    }
                }
                _ => {}
            }
        }
        self.keep_sums(&own, &mut drawn);
        drawn
    }

    /// Drawn weights of a group keep the sum that they had: where weights are
    /// used as given, another sum would change the scale and nothing else.
    fn keep_sums(&self, own: &[f64], drawn: &mut [f64]) {
        for node in &self.run.plan.nodes {
            let Kind::Group { parts, .. } = &node.kind else { continue };
            let sum = |weights: &[f64]| parts.iter().map(|part| weights[*part]).sum::<f64>();
            let (before, after) = (sum(own), sum(drawn));
            if before > 0.0 && after > 0.0 {
                for part in parts {
                    drawn[*part] *= before / after;
                }
            }
        }
    }
}

impl Ranked {
    /// Ranks by area from the scores of all parts; 0 for areas without.
    fn ranks(&self, scores: &[Vec<Figure>]) -> Vec<u32> {
        let own = &scores[self.node];
        let open = own.iter().zip(&self.open).enumerate();
        let open = open.filter_map(|(area, (score, open))| Some((area, score.ok().filter(|_| *open)?)));
        draw_ranks(open.collect(), own.len())
    }
}

/// One of the alternatives, or `None` for the recipe's own, each as likely.
fn pick<T>(key: u64, alternatives: &[T]) -> Option<&T> {
    let choice = Random::new(key).below(alternatives.len() + 1);
    choice.checked_sub(1).map(|at| &alternatives[at])
}

fn errors(run: &Run, at: usize) -> Result<Errors, Faults> {
    let stages = &run.indicators[at];
    let given = &run.inputs.indicators[&stages.id];
    let areas = run.inputs.areas.len();
    let mut sampling = Vec::with_capacity(areas);
    for area in 0..areas {
        let error = match stages.shrunk.as_ref().and_then(|shrunk| shrunk[area].ok()) {
            // A shrunk share is surer than the raw one. Figure over share is what it is expressed per.
            Some(shrunk) => shrunk.error * stages.start[area].unwrap_or(0.0) / shrunk.value,
            None => own_error(run, at, area)?,
        };
        sampling.push(if error.is_finite() { error } else { 0.0 });
    }
    let alignment: Vec<f64> = given.alignment_error.iter().map(|error| error.unwrap_or(0.0)).collect();
    let used = |errors: Vec<f64>| if errors.iter().any(|error| *error > 0.0) { errors } else { Vec::new() };
    Ok(Errors { sampling: used(sampling), alignment: used(alignment), bounds: given.bounds })
}

fn own_error(run: &Run, at: usize, area: usize) -> Result<f64, Faults> {
    let id = &run.indicators[at].id;
    let error = run.inputs.indicators[id].sampling_error(area).map_err(|fault| {
        let area = run.inputs.areas[area].to_string();
        Faults::one(id.clone(), FaultKind::Counts { area, fault })
    })?;
    Ok(error.unwrap_or(0.0))
}
