//! Benchmarks: the figure that an area is compared with.

use super::figure::{self, ColumnFault, Figure, known};
use super::recipe::{Comparator, Evidence, FaultKind, Faults, Inputs};

/// The benchmark of every area for one indicator.
///
/// The figure of many areas is that of their counts together, or the mean
/// weighed by people; never a plain mean. It is `None` for an area without one:
/// outside every patch, or all neighbours without a figure.
///
/// # Units
/// Unit of the indicator.
///
/// # Errors
/// [`Faults`] where the inputs lack what the comparator needs, as
/// [`check`](super::recipe::check) finds beforehand.
pub fn benchmarks(id: &str, comparator: &Comparator, inputs: &Inputs) -> Result<Vec<Option<f64>>, Faults> {
    let count = inputs.areas.len();
    match comparator {
        Comparator::Published { name } => {
            let missing = || no_benchmark(id, format!("no figure of {name} is given for {id}"));
            let value = inputs.benchmarks.get(id).ok_or_else(missing)?;
            Ok(vec![Some(*value); count])
        }
        Comparator::Place => {
            let all: Vec<usize> = (0..count).collect();
            Ok(vec![together(id, &all, inputs)?; count])
        }
        Comparator::Patch { grouping } => of_patches(id, grouping, inputs),
        Comparator::Neighbours { count, covariates } => {
            let neighbours = neighbours(covariates, *count, inputs)?;
            neighbours.iter().map(|near| together(id, near, inputs)).collect()
        }
    }
}

/// The areas most like each area: nearest by the covariates, each in standard
/// deviations from its mean. A covariate that is missing for one of two areas
/// is left out of their distance, which is the mean over the rest; areas with
/// nothing in common come last.
///
/// # Errors
/// [`Faults`] for a covariate without figures, or with nothing that tells areas apart.
pub fn neighbours(covariates: &[String], count: usize, inputs: &Inputs) -> Result<Vec<Vec<usize>>, Faults> {
    let columns: Vec<Vec<Figure>> =
        covariates.iter().map(|id| standardised(id, inputs)).collect::<Result<_, _>>()?;
    let areas = inputs.areas.len();
    let nearest = |area: usize| {
        let mut others: Vec<(f64, usize)> = (0..areas)
            .filter(|other| *other != area)
            .map(|other| (distance(&columns, area, other), other))
            .collect();
        others.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        others.into_iter().take(count).map(|(_, other)| other).collect()
    };
    Ok((0..areas).map(nearest).collect())
}

fn standardised(id: &str, inputs: &Inputs) -> Result<Vec<Figure>, Faults> {
    let given = inputs.indicators.get(id).ok_or_else(|| Faults::one(id, FaultKind::NoFigures))?;
    let values = figure::comparable(&given.figures).map_err(|fault| Faults::one(id, fault))?;
    let (centre, spread) = (figure::mean(&values), figure::standard_deviation(&values));
    Ok(given.figures.iter().map(|figure| figure.map(|value| (value - centre) / spread)).collect())
}

fn distance(columns: &[Vec<Figure>], a: usize, b: usize) -> f64 {
    let (mut sum, mut common) = (0.0, 0.0);
    for column in columns {
        if let (Ok(a), Ok(b)) = (column[a], column[b]) {
            sum += (a - b) * (a - b);
            common += 1.0;
        }
    }
    if common > 0.0 { (sum / common).sqrt() } else { f64::INFINITY }
}

fn of_patches(id: &str, grouping: &str, inputs: &Inputs) -> Result<Vec<Option<f64>>, Faults> {
    let missing = || Faults::one("comparator", FaultKind::NoGrouping(grouping.to_owned()));
    let groups = inputs.groupings.get(grouping).ok_or_else(missing)?;
    let mut result = vec![None; groups.len()];
    let names: std::collections::BTreeSet<&String> = groups.iter().flatten().collect();
    for name in names {
        let members: Vec<usize> = (0..groups.len()).filter(|at| groups[*at].as_ref() == Some(name)).collect();
        let value = together(id, &members, inputs)?;
        for at in members {
            result[at] = value;
        }
    }
    Ok(result)
}

/// The figure of some areas together.
fn together(id: &str, members: &[usize], inputs: &Inputs) -> Result<Option<f64>, Faults> {
    let given = inputs.indicators.get(id).ok_or_else(|| Faults::one(id, FaultKind::NoFigures))?;
    if let Evidence::Share { parts, per } | Evidence::Rate { parts, per } = &given.evidence {
        let counted = members.iter().filter_map(|at| parts[*at].ok());
        let (count, total) = counted.fold((0.0, 0.0), |sum, part| (sum.0 + part.count, sum.1 + part.total));
        return Ok((total > 0.0).then(|| count / total * per));
    }
    if inputs.people.is_empty() {
        return Err(no_benchmark(
            id,
            format!("{id} has no counts, and the people of the areas are not given"),
        ));
    }
    let both = |at: &usize| given.figures[*at].ok().zip(inputs.people[*at].ok());
    let (sum, people) = members
        .iter()
        .filter_map(both)
        .fold((0.0, 0.0), |sum, (value, people)| (sum.0 + value * people, sum.1 + people));
    Ok((people > 0.0).then(|| sum / people))
}

fn no_benchmark(id: &str, reason: String) -> Faults {
    Faults::one(format!("comparator / {id}"), FaultKind::NoBenchmark(reason))
}

/// The range of the known figures of some columns, for bars of a profile.
///
/// # Errors
/// [`ColumnFault::AllMissing`].
pub fn range(column: &[Figure]) -> Result<[f64; 5], ColumnFault> {
    let sorted = figure::sorted(&known(column));
    if sorted.is_empty() {
        return Err(ColumnFault::AllMissing);
    }
    Ok([0.0, 0.25, 0.5, 0.75, 1.0].map(|share| figure::quantile(&sorted, share)))
}
