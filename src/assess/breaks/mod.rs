//! Class breaks: which figures share a colour.

mod fisher;

use super::figure::{self, ColumnFault, Figure};

/// How a range is cut into classes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Classes {
    /// The classes within which figures differ least, exactly.
    FisherJenks {
        /// How many.
        count: usize,
    },
    /// As many areas in each class.
    Quantile {
        /// How many.
        count: usize,
    },
    /// Classes of one width.
    Equal {
        /// How many.
        count: usize,
    },
    /// Cut at 2 and 1 standard deviations below the mean and 1 and 2 above it.
    StandardDeviation,
    /// Cut at the mean, then at the mean of what is above it, and so on.
    HeadTail {
        /// Stops when the part above the mean is more than this share.
        most_head: f64,
    },
}

/// The upper bounds of the classes, ascending, the last the highest figure.
///
/// A figure belongs to the first class whose bound it does not exceed.
///
/// # Units
/// Unit of the column.
///
/// # Errors
/// [`ColumnFault`] for columns that cannot be compared; [`ColumnFault::Unfit`] for fewer than two classes,
/// more classes than different figures, quantiles that coincide because figures are
/// equal, or a share that is none.
///
/// # Examples
/// ```
/// use wardwise::assess::breaks::{class_of, upper_bounds, Classes};
/// let column = [1.0, 2.0, 3.0, 20.0, 21.0].map(Ok);
/// let bounds = upper_bounds(&column, Classes::FisherJenks { count: 2 })?;
/// assert_eq!(bounds, [3.0, 21.0]);
/// assert_eq!(class_of(20.0, &bounds), 1);
/// # Ok::<(), wardwise::assess::ColumnFault>(())
/// ```
///
/// # Source
/// Fisher–Jenks: W. D. Fisher, "On grouping for maximum homogeneity", Journal
/// of the American Statistical Association 53, 1958. Head–tail: B. Jiang,
/// "Head/tail breaks", The Professional Geographer 65, 2013.
pub fn upper_bounds(column: &[Figure], classes: Classes) -> Result<Vec<f64>, ColumnFault> {
    let sorted = figure::sorted(&figure::comparable(column)?);
    let (least, most) = (sorted[0], sorted[sorted.len() - 1]);
    match classes {
        Classes::FisherJenks { count } | Classes::Quantile { count } | Classes::Equal { count } => {
            check_count(&sorted, count)?;
        }
        Classes::HeadTail { most_head } if !(most_head > 0.0 && most_head <= 1.0) => {
            return Err(unfit(format!("a head of at most {most_head} is no share")));
        }
        Classes::StandardDeviation | Classes::HeadTail { .. } => {}
    }
    match classes {
        Classes::FisherJenks { count } => Ok(fisher::bounds(&sorted, count)),
        Classes::Quantile { count } => quantiles(&sorted, count),
        Classes::Equal { count } => {
            let width = (most - least) / count as f64;
            // The last bound is the highest figure itself, free of rounding.
            Ok((1..count).map(|at| least + at as f64 * width).chain([most]).collect())
        }
        Classes::StandardDeviation => Ok(deviations(&sorted, most)),
        Classes::HeadTail { most_head } => Ok(head_tail(&sorted, most_head)),
    }
}

/// The class of a figure, from 0; a figure above all bounds is in the last.
#[must_use]
pub fn class_of(figure: f64, bounds: &[f64]) -> usize {
    bounds.partition_point(|bound| *bound < figure).min(bounds.len().saturating_sub(1))
}

fn check_count(sorted: &[f64], count: usize) -> Result<(), ColumnFault> {
    let different = 1 + sorted.windows(2).filter(|pair| pair[0] < pair[1]).count();
    if count < 2 {
        return Err(unfit(format!("{count} classes: at least two")));
    }
    if count > different {
        return Err(unfit(format!("{count} classes of {different} different figures")));
    }
    Ok(())
}

fn quantiles(sorted: &[f64], count: usize) -> Result<Vec<f64>, ColumnFault> {
    let bounds: Vec<f64> = (1..=count).map(|at| figure::quantile(sorted, at as f64 / count as f64)).collect();
    if let Some([shared, ..]) = bounds.windows(2).find(|pair| pair[0] >= pair[1]) {
        return Err(unfit(format!("so many figures are {shared} that {count} quantiles coincide")));
    }
    Ok(bounds)
}

/// Bounds beyond the highest figure would be classes of nothing.
fn deviations(sorted: &[f64], most: f64) -> Vec<f64> {
    let (centre, spread) = (figure::mean(sorted), figure::standard_deviation(sorted));
    let least = sorted[0];
    let cuts = [-2.0, -1.0, 1.0, 2.0].map(|steps| centre + steps * spread);
    cuts.into_iter().filter(|cut| *cut >= least && *cut < most).chain([most]).collect()
}

fn head_tail(sorted: &[f64], most_head: f64) -> Vec<f64> {
    let mut bounds = Vec::new();
    let mut part = sorted;
    while part.len() > 1 && part[0] < part[part.len() - 1] {
        let centre = figure::mean(part);
        let head = &part[part.partition_point(|value| *value < centre)..];
        bounds.push(centre);
        if head.len() as f64 > most_head * part.len() as f64 {
            break;
        }
        part = head;
    }
    bounds.push(sorted[sorted.len() - 1]);
    // The mean of equal figures may lie a hair off them.
    bounds.dedup_by(|next, earlier| *next <= *earlier);
    bounds
}

fn unfit(reason: String) -> ColumnFault {
    ColumnFault::Unfit { reason }
}

#[cfg(test)]
mod tests;
