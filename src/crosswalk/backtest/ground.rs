//! Small areas put together: crosswalks, figures of sources, truths of targets.

use std::collections::BTreeMap;

use super::Kind;
use super::spec::{BacktestError, Place, Spec};
use crate::crosswalk::apply::Figure;
use crate::crosswalk::relation::Relation;
use crate::crosswalk::uncertainty::{Counts, Quantity, Rates, Scores};
use crate::crosswalk::weights::{Crosswalk, Frame, Link, Method, Rung};
use crate::model::Missing;

/// Everything that tuning and judging compare.
pub(super) struct Ground {
    /// A crosswalk for each rung of the spec, best first.
    pub(super) crosswalks: Vec<(Rung, Crosswalk)>,
    /// Each source whole to the target with most of its people.
    pub(super) best_fit: Crosswalk,
    /// Residents of each source.
    pub(super) people: Vec<f64>,
    pub(super) cases: Vec<Case>,
}

/// One figure with its truths.
pub(super) struct Case {
    pub(super) kind: Kind,
    /// Counts, numerators or scores of the sources.
    figures: Vec<Figure>,
    /// Denominators of rates.
    below: Vec<Figure>,
    /// What is true of each target; `None` where a mean is of nobody.
    pub(super) truths: Vec<Option<f64>>,
}

impl Case {
    pub(super) fn quantity<'a>(&'a self, people: &'a [f64]) -> Box<dyn Quantity + 'a> {
        match self.kind {
            Kind::Count => Box::new(Counts(&self.figures)),
            Kind::Rate => Box::new(Rates { numerators: &self.figures, denominators: &self.below }),
            Kind::Score => {
                Box::new(Scores { figures: &self.figures, sizes: Some(people), parts_differ: true })
            }
        }
    }
}

impl Ground {
    pub(super) fn survey(spec: &Spec<'_>) -> Result<Self, Vec<BacktestError>> {
        let lies = lies(spec.places, spec.from.len());
        let rows = (0..spec.weights.len()).map(|rung| ladder(spec, &spec.weights[rung..], &lies));
        let rows = rows.collect::<Result<Vec<_>, _>>()?;
        let crosswalks =
            rows.into_iter().zip(spec.weights).map(|(links, w)| (w.rung, assembled(spec, w.rung, links)));
        let people_links = by_weight(spec, Rung::Lookup, spec.people, &lies);
        let crosswalks = crosswalks.collect();
        let best_fit = assembled(spec, Rung::Lookup, whole_to_best(people_links));
        Ok(Self { crosswalks, best_fit, people: at_sources(spec, spec.people), cases: cases(spec) })
    }

    /// The crosswalks beside one of them.
    pub(super) fn others(&self, rung: Rung) -> Vec<&Crosswalk> {
        self.crosswalks.iter().filter(|(other, _)| *other != rung).map(|(_, crosswalk)| crosswalk).collect()
    }
}

fn cases(spec: &Spec<'_>) -> Vec<Case> {
    let known = |sums: Vec<f64>| sums.into_iter().map(Ok).collect::<Vec<Figure>>();
    let counts = spec.counts.iter().map(|count| Case {
        kind: Kind::Count,
        figures: known(at_sources(spec, count.values)),
        below: Vec::new(),
        truths: at_targets(spec, count.values).into_iter().map(Some).collect(),
    });
    let rates = spec.ratios.iter().map(|ratio| Case {
        kind: Kind::Rate,
        figures: known(at_sources(spec, ratio.numerator)),
        below: known(at_sources(spec, ratio.denominator)),
        truths: quotients(&at_targets(spec, ratio.numerator), &at_targets(spec, ratio.denominator)),
    });
    let scores = spec.counts.iter().map(|count| Case {
        kind: Kind::Score,
        figures: quotients(&at_sources(spec, count.values), &at_sources(spec, spec.people))
            .into_iter()
            .map(|score| score.ok_or(Missing::NotApplicable))
            .collect(),
        below: Vec::new(),
        truths: quotients(&at_targets(spec, count.values), &at_targets(spec, spec.people)),
    });
    counts.chain(rates).chain(scores).collect()
}

fn quotients(above: &[f64], below: &[f64]) -> Vec<Option<f64>> {
    above.iter().zip(below).map(|(above, below)| (*below > 0.0).then(|| above / below)).collect()
}

fn at_sources(spec: &Spec<'_>, values: &[f64]) -> Vec<f64> {
    let mut sums = vec![0.0; spec.from.len()];
    for (place, value) in spec.places.iter().zip(values) {
        sums[place.source as usize] += value;
    }
    sums
}

fn at_targets(spec: &Spec<'_>, values: &[f64]) -> Vec<f64> {
    let mut sums = vec![0.0; spec.to.len()];
    for (place, value) in spec.places.iter().zip(values) {
        if let Some(target) = place.target {
            sums[target as usize] += value;
        }
    }
    sums
}

/// Whether all small areas of a source lie in one target.
fn lies(places: &[Place], sources: usize) -> Vec<Relation> {
    let mut first: Vec<Option<Option<u32>>> = vec![None; sources];
    let mut relations = vec![Relation::Inside; sources];
    for place in places {
        let target = first[place.source as usize].get_or_insert(place.target);
        if *target != place.target {
            relations[place.source as usize] = Relation::Overlaps;
        }
    }
    relations
}

type Rows = Vec<Vec<Link>>;

/// Links of each source by the first of some weights that has any there.
fn ladder(
    spec: &Spec<'_>,
    weights: &[super::Weights<'_>],
    lies: &[Relation],
) -> Result<Rows, Vec<BacktestError>> {
    let mut rows: Vec<Option<Vec<Link>>> = vec![None; spec.from.len()];
    let mut holds_any = vec![false; spec.from.len()];
    for place in spec.places {
        holds_any[place.source as usize] = true;
    }
    for weights in weights {
        let totals = at_sources(spec, weights.values);
        let mut found = by_weight(spec, weights.rung, weights.values, lies);
        for source in (0..rows.len()).filter(|source| totals[*source] > 0.0) {
            rows[source].get_or_insert_with(|| std::mem::take(&mut found[source]));
        }
    }
    let weightless = |source: &usize| rows[*source].is_none() && holds_any[*source];
    let errors: Vec<_> = (0..rows.len())
        .filter(weightless)
        .map(|source| BacktestError::NoWeight { code: spec.from.codes[source].to_string() })
        .collect();
    if errors.is_empty() {
        Ok(rows.into_iter().map(Option::unwrap_or_default).collect())
    } else {
        Err(errors)
    }
}

fn by_weight(spec: &Spec<'_>, rung: Rung, values: &[f64], lies: &[Relation]) -> Rows {
    let totals = at_sources(spec, values);
    let mut shared: Vec<BTreeMap<u32, f64>> = vec![BTreeMap::new(); spec.from.len()];
    for (place, value) in spec.places.iter().zip(values) {
        if let Some(target) = place.target.filter(|_| *value > 0.0) {
            *shared[place.source as usize].entry(target).or_default() += value;
        }
    }
    let link = |source: usize, (target, shared): (u32, f64)| Link {
        target,
        weight: (shared / totals[source]).min(1.0),
        area_m2: None,
        rung,
        relation: Some(lies[source]),
    };
    let row =
        |(source, row): (usize, BTreeMap<u32, f64>)| row.into_iter().map(|pair| link(source, pair)).collect();
    shared.into_iter().enumerate().map(row).collect()
}

/// Each source whole to its heaviest link, the first of equals.
fn whole_to_best(rows: Rows) -> Rows {
    let heaviest = |row: Vec<Link>| {
        let heavier = |best: Link, link: Link| if link.weight > best.weight { link } else { best };
        row.into_iter().reduce(heavier).map(|best| Link { weight: 1.0, ..best }).into_iter().collect()
    };
    rows.into_iter().map(heaviest).collect()
}

fn assembled(spec: &Spec<'_>, rung: Rung, rows: Rows) -> Crosswalk {
    let links = (0_u32..).zip(rows).flat_map(|(source, row)| row.into_iter().map(move |link| (source, link)));
    let frame = Frame {
        from: spec.from.clone(),
        to: spec.to.clone(),
        method: if rung == Rung::Lookup { Method::Lookup } else { Method::Points },
        source_size: at_sources(spec, spec.people),
        target_size: at_targets(spec, spec.people),
        target_cover: None,
    };
    Crosswalk::assemble(frame, links.collect())
}
