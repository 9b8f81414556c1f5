//! Empirical-Bayes shrinkage: shares of few people are drawn towards the share of a larger area.

use super::figure::{ColumnFault, Figure};
use crate::model::Missing;

/// Counted, and out of how many.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Part {
    /// What is counted.
    pub count: f64,
    /// Out of how many.
    pub total: f64,
}

/// One area's share before and after.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shrunk {
    /// Count over total.
    pub raw: f64,
    /// The share after shrinkage.
    pub value: f64,
    /// How much of its own log-odds the area keeps, 0 to 1.
    pub kept: f64,
    /// Standard error of the shrunk share.
    pub error: f64,
}

/// Shrinks the shares of a set of areas towards that of all of them together.
///
/// An area of many people keeps almost all of its own share. Where the areas
/// do not differ by more than chance explains, all get nearly the same.
///
/// # Units
/// Shares, 0 to 1.
///
/// # Examples
/// ```
/// use wardwise::assess::shrink::{shrink, Part};
/// let parts = [(5.0, 10.0), (10.0, 100.0)].map(|(count, total)| Ok(Part { count, total }));
/// let shrunk = shrink(&parts)?;
/// assert!((shrunk[0].unwrap().value - 0.4208).abs() < 1e-4);
/// # Ok::<(), wardwise::assess::ColumnFault>(())
/// ```
///
/// # Errors
/// [`ColumnFault::Negative`], [`ColumnFault::ZeroDenominator`],
/// [`ColumnFault::MoreThanAll`], [`ColumnFault::NotFinite`],
/// [`ColumnFault::AllMissing`], [`ColumnFault::OneArea`]; [`ColumnFault::Unfit`]
/// where nobody or everybody is counted in all areas together: those odds have no logarithm.
///
/// # Source
/// "The English Indices of Deprivation: technical report", appendix on
/// shrinkage: log-odds with ½ added (J. Haldane 1955; F. Anscombe 1956),
/// weights by precision, t² as the variance of the log-odds about that of the larger area.
pub fn shrink(parts: &[Result<Part, Missing>]) -> Result<Vec<Result<Shrunk, Missing>>, ColumnFault> {
    check(parts)?;
    let known: Vec<Part> = parts.iter().filter_map(|part| part.ok()).collect();
    let centre = pooled_log_odds(&known)?;
    let spread =
        known.iter().map(|part| (log_odds(*part) - centre).powi(2)).sum::<f64>() / known.len() as f64;
    Ok(parts.iter().map(|part| part.map(|part| shrunk(part, centre, spread))).collect())
}

/// Shrinks within groups: each area towards its district or its peers.
///
/// An area without a group has no larger area and becomes a gap
/// ("not applicable").
///
/// # Errors
/// As [`shrink`], for any of the groups; [`ColumnFault::WrongLength`].
pub fn shrink_within(
    parts: &[Result<Part, Missing>],
    groups: &[Option<String>],
) -> Result<Vec<Result<Shrunk, Missing>>, ColumnFault> {
    if groups.len() != parts.len() {
        return Err(ColumnFault::WrongLength { wanted: parts.len(), found: groups.len() });
    }
    check(parts)?;
    let mut result = vec![Err(Missing::NotApplicable); parts.len()];
    let names: std::collections::BTreeSet<&str> = groups.iter().flatten().map(String::as_str).collect();
    for name in names {
        let members: Vec<usize> =
            (0..parts.len()).filter(|at| groups[*at].as_deref() == Some(name)).collect();
        let own: Vec<_> = members.iter().map(|at| parts[*at]).collect();
        for (at, shrunk) in members.into_iter().zip(shrink(&own)?) {
            result[at] = shrunk;
        }
    }
    Ok(result)
}

/// The shrunk shares as figures per `per`.
#[must_use]
pub fn as_figures(shrunk: &[Result<Shrunk, Missing>], per: f64) -> Vec<Figure> {
    shrunk.iter().map(|area| area.map(|area| area.value * per)).collect()
}

fn shrunk(part: Part, centre: f64, spread: f64) -> Shrunk {
    let (count, total) = (part.count, part.total);
    let own = log_odds(part);
    let chance = (total + 1.0) * (total + 2.0) / (total * (count + 1.0) * (total - count + 1.0));
    // 1/s² over 1/s² + 1/t², written so that a spread of nought needs no case.
    let kept = spread / (spread + chance);
    let value = 1.0 / (1.0 + (-(kept * own + (1.0 - kept) * centre)).exp());
    let error = value * (1.0 - value) * (kept * chance).sqrt();
    Shrunk { raw: count / total, value, kept, error }
}

fn log_odds(part: Part) -> f64 {
    ((part.count + 0.5) / (part.total - part.count + 0.5)).ln()
}

fn pooled_log_odds(known: &[Part]) -> Result<f64, ColumnFault> {
    let count: f64 = known.iter().map(|part| part.count).sum();
    let total: f64 = known.iter().map(|part| part.total).sum();
    if count <= 0.0 || count >= total {
        let reason = format!("{count} of {total} are counted in all areas together: there are no odds");
        return Err(ColumnFault::Unfit { reason });
    }
    Ok((count / (total - count)).ln())
}

fn check(parts: &[Result<Part, Missing>]) -> Result<(), ColumnFault> {
    for (at, part) in parts.iter().enumerate() {
        let Ok(Part { count, total }) = *part else { continue };
        if !count.is_finite() || !total.is_finite() {
            return Err(ColumnFault::NotFinite { at });
        }
        if count < 0.0 || total < 0.0 {
            return Err(ColumnFault::Negative { at, value: count.min(total) });
        }
        if total == 0.0 {
            return Err(ColumnFault::ZeroDenominator { at });
        }
        if count > total {
            return Err(ColumnFault::MoreThanAll { at, count, total });
        }
    }
    match parts.iter().filter(|part| part.is_ok()).count() {
        0 => Err(ColumnFault::AllMissing),
        1 => Err(ColumnFault::OneArea),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[expect(clippy::unnecessary_wraps, reason = "the form that columns have")]
    fn part(count: f64, total: f64) -> Result<Part, Missing> {
        Ok(Part { count, total })
    }

    #[test]
    fn a_small_area_moves_and_a_large_one_hardly() {
        let parts =
            [part(9.0, 20.0), part(2_000.0, 10_000.0), part(1_000.0, 10_000.0), part(3_000.0, 10_000.0)];
        let shrunk: Vec<Shrunk> = shrink(&parts).unwrap().into_iter().map(Result::unwrap).collect();
        assert!(shrunk[0].value < 0.43 && shrunk[0].value > 0.2, "{:?}", shrunk[0]);
        for large in &shrunk[1..] {
            assert!((large.value / large.raw - 1.0).abs() < 0.01, "{large:?}");
            assert!(large.kept > 0.99);
        }
    }

    #[test]
    fn the_worked_example_comes_out() {
        // Two areas: 5 of 10 and 10 of 100. See docs/methods/composite.md.
        let shrunk = shrink(&[part(5.0, 10.0), part(10.0, 100.0)]).unwrap();
        let (centre, own) = ((15.0_f64 / 95.0).ln(), 0.0);
        let other = (10.5_f64 / 90.5).ln();
        let spread = f64::midpoint((own - centre) * (own - centre), (other - centre) * (other - centre));
        let chance = 11.0 * 12.0 / (10.0 * 6.0 * 6.0);
        let kept = (1.0 / chance) / (1.0 / chance + 1.0 / spread);
        let log_odds = (1.0 - kept) * centre;
        let expected = log_odds.exp() / (1.0 + log_odds.exp());
        assert!((shrunk[0].unwrap().value - expected).abs() < 1e-12);
        assert!((expected - 0.4208).abs() < 5e-4, "{expected}");
    }

    #[test]
    fn each_group_has_a_centre_of_its_own() {
        let parts = [part(1.0, 10.0), part(2.0, 10.0), part(8.0, 10.0), part(9.0, 10.0), part(1.0, 2.0)];
        let groups = ["a", "a", "b", "b", ""].map(|name| (!name.is_empty()).then(|| name.to_owned()));
        let shrunk = shrink_within(&parts, &groups).unwrap();
        assert!(shrunk[0].unwrap().value < 0.3 && shrunk[3].unwrap().value > 0.7);
        assert_eq!(shrunk[4], Err(Missing::NotApplicable));
    }

    #[test]
    fn faults_name_the_area() {
        let fault = |second| shrink(&[part(1.0, 10.0), second]).unwrap_err();
        assert_eq!(fault(part(1.0, 0.0)), ColumnFault::ZeroDenominator { at: 1 });
        assert_eq!(fault(part(-1.0, 5.0)), ColumnFault::Negative { at: 1, value: -1.0 });
        assert_eq!(fault(part(6.0, 5.0)), ColumnFault::MoreThanAll { at: 1, count: 6.0, total: 5.0 });
        assert_eq!(fault(Err(Missing::Suppressed)), ColumnFault::OneArea);
        assert!(matches!(shrink(&[part(0.0, 5.0), part(0.0, 9.0)]), Err(ColumnFault::Unfit { .. })));
    }
}
