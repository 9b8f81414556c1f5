//! Figures of each kind on the assessed areas: counts, rates, scores,
//! categories, and one count over another.

use std::collections::BTreeMap;

use crate::assess::figure::Figure;
use crate::assess::recipe::IndicatorFigures;
use crate::assess::shrink::Part;
use crate::crosswalk::uncertainty::Grade;
use crate::engine::{AlignedFigure, Values};
use crate::model::{AreaCode, MeasureKind, Missing};

use super::column::{COUNTED, Column, Taken, put_together};

/// Figures with their error and grade, before cover and provenance are known.
pub(super) struct Carried {
    pub figures: IndicatorFigures,
    pub grades: Vec<Option<Grade>>,
    pub notes: Vec<String>,
}

/// How many areas a sentence names before it stops.
const NAMED: usize = 5;

/// Counts as they are: nothing is known of their sampling.
pub(super) fn counts(own: &Taken) -> Result<Carried, Vec<String>> {
    refuse_negative(own)?;
    let figures = IndicatorFigures { bounds: COUNTED, ..with_errors(own) };
    Ok(Carried { figures, grades: grades(own), notes: gap_notes(own) })
}

/// Scores as they are; of their own error nothing is published.
pub(super) fn scores(own: &Taken) -> Carried {
    Carried { figures: with_errors(own), grades: grades(own), notes: gap_notes(own) }
}

/// Rates, with the counts behind them carried as well.
pub(super) fn rates(own: &Taken) -> Result<Carried, Vec<String>> {
    refuse_negative(own)?;
    let parts = parts(own)?;
    let per = own.aligned.per;
    let mut figures =
        if own.events { IndicatorFigures::rates(parts, per) } else { IndicatorFigures::shares(parts, per) };
    figures.alignment_error = errors(own);
    let mut notes = gap_notes(own);
    notes.extend(nought_notes(own));
    Ok(Carried { figures, grades: grades(own), notes })
}

/// Categories by the scores that the recipe gives them: an area that several
/// share has the mean of their scores, each by its share.
pub(super) fn categories(own: &Taken, scores: &BTreeMap<String, f64>) -> Result<Carried, Vec<String>> {
    let mut unknown: Vec<&str> = Vec::new();
    if let Values::Categories(all) = &own.aligned.source.values {
        let strays = all.iter().flatten().map(String::as_str).filter(|name| !scores.contains_key(*name));
        unknown.extend(strays);
        unknown.sort_unstable();
        unknown.dedup();
    }
    if !unknown.is_empty() {
        let names = unknown.join("', '");
        return Err(vec![format!("no score is given for the category '{names}' of '{}'", own.used.measure)]);
    }
    let mean = |figure: &AlignedFigure| -> Figure {
        let AlignedFigure::Mixture(shares) = figure else { return Err(Missing::NotApplicable) };
        if shares.is_empty() {
            return Err(Missing::NotCovered);
        }
        shares.iter().try_fold(0.0, |sum, share| {
            let name = share.category.as_ref().map_err(|gap| *gap)?;
            Ok(sum + share.share * scores.get(name).copied().ok_or(Missing::NotGiven)?)
        })
    };
    let figures: Vec<Figure> = own.aligned.rows.iter().map(|row| mean(&row.figure)).collect();
    let grades = vec![None; figures.len()];
    let notes = gaps_note(own, &figures).into_iter().collect();
    Ok(Carried { figures: IndicatorFigures::bare(figures), grades, notes })
}

/// One count over another, each carried by itself.
pub(super) fn divided(own: &Taken, below: &Taken, per: f64, events: bool) -> Result<Column, Vec<String>> {
    for taken in [own, below] {
        if taken.aligned.kind != MeasureKind::Count {
            let (id, kind) = (&taken.used.measure, taken.aligned.kind.key());
            return Err(vec![format!("'over' divides two counts, and '{id}' is a {kind}")]);
        }
        refuse_negative(taken)?;
    }
    let (above, under) = (numbers(own), numbers(below));
    let part = |(count, total): (&Figure, &Figure)| {
        let (count, total) = ((*count)?, (*total)?);
        Ok(Part { count, total })
    };
    let parts: Vec<Result<Part, Missing>> = above.iter().zip(&under).map(part).collect();
    refuse_empty(&parts, own, below)?;
    let mut figures =
        if events { IndicatorFigures::rates(parts, per) } else { IndicatorFigures::shares(parts, per) };
    figures.alignment_error = both_errors(&figures.figures, own, below);
    let grades = worse_grades(own, below, &figures);
    let mut notes = gap_notes(own);
    notes.extend(gap_notes(below));
    let unit = if per <= 1.0 { "share".to_owned() } else { format!("per {per} {}", below.used.unit) };
    Ok(put_together(Carried { figures, grades, notes }, unit, own, Some(below)))
}

/// Figures with the standard error that their alignment added.
fn with_errors(own: &Taken) -> IndicatorFigures {
    IndicatorFigures { alignment_error: errors(own), ..IndicatorFigures::bare(numbers(own)) }
}

fn numbers(own: &Taken) -> Vec<Figure> {
    own.aligned.rows.iter().map(|row| row.figure.number()).collect()
}

/// The standard error of each carried figure; empty where nothing was carried.
fn errors(own: &Taken) -> Vec<Option<f64>> {
    if own.aligned.crosswalk.is_none() {
        return Vec::new();
    }
    let error = |margin: crate::crosswalk::uncertainty::Margin| margin.variance.standard_error();
    own.aligned.rows.iter().map(|row| row.margin.map(error)).collect()
}

fn grades(own: &Taken) -> Vec<Option<Grade>> {
    own.aligned.rows.iter().map(|row| row.margin.map(|margin| margin.grade)).collect()
}

/// Numerators and denominators on the assessed areas.
fn parts(own: &Taken) -> Result<Vec<Result<Part, Missing>>, Vec<String>> {
    let Values::Rates { numerators, denominators } = &own.aligned.source.values else {
        return Err(vec![format!("'{}' is no rate", own.used.measure)]);
    };
    // A source counts only where both its figures are known.
    let both =
        |(above, below): (&Figure, &Figure)| (*above).and_then(|above| below.map(|below| (above, below)));
    let pairs: Vec<Result<(f64, f64), Missing>> = numerators.iter().zip(denominators).map(both).collect();
    let side =
        |pick: fn((f64, f64)) -> f64| -> Vec<Figure> { pairs.iter().map(|pair| pair.map(pick)).collect() };
    let (above, below) = (side(|pair| pair.0), side(|pair| pair.1));
    let (above, below) = match &own.aligned.crosswalk {
        None => (above, below),
        Some(built) => {
            let carried = |figures: &[Figure]| -> Result<Vec<Figure>, Vec<String>> {
                let (estimates, _) =
                    built.crosswalk.apply_count(figures).map_err(|error| vec![error.to_string()])?;
                Ok(estimates.into_iter().map(|estimate| estimate.value).collect())
            };
            (carried(&above)?, carried(&below)?)
        }
    };
    let part = |(count, total): (&Figure, &Figure)| {
        let (count, total) = ((*count)?, (*total)?);
        Ok(Part { count, total })
    };
    let parts: Vec<Result<Part, Missing>> = above.iter().zip(&below).map(part).collect();
    refuse_empty(&parts, own, own)?;
    Ok(parts)
}

/// Refuses a count above a denominator of nought: somebody is counted among nobody.
fn refuse_empty(parts: &[Result<Part, Missing>], own: &Taken, below: &Taken) -> Result<(), Vec<String>> {
    let is_wrong =
        |part: &Result<Part, Missing>| part.is_ok_and(|part| part.total == 0.0 && part.count > 0.0);
    let wrong: Vec<&AreaCode> =
        (0..parts.len()).filter(|at| is_wrong(&parts[*at])).map(|at| &own.aligned.rows[at].code).collect();
    if wrong.is_empty() {
        return Ok(());
    }
    let table = &below.used.table;
    Err(vec![format!(
        "{table}: the denominator of {} is nought, and something is counted there",
        named(&wrong)
    )])
}

/// Refuses counts below nought, in the table as it was published.
fn refuse_negative(taken: &Taken) -> Result<(), Vec<String>> {
    let columns: Vec<&[Figure]> = match &taken.aligned.source.values {
        Values::Counts(counts) => vec![counts],
        Values::Rates { numerators, denominators } => vec![numerators, denominators],
        Values::Scores { .. } | Values::Categories(_) => Vec::new(),
    };
    let negative: Vec<(usize, f64)> = columns
        .iter()
        .flat_map(|column| column.iter().enumerate())
        .filter_map(|(at, figure)| figure.ok().filter(|count| *count < 0.0).map(|count| (at, count)))
        .collect();
    let Some((_, count)) = negative.first() else { return Ok(()) };
    let (table, codes) = (&taken.used.table, &taken.codes);
    let areas: Vec<&AreaCode> = negative.iter().filter_map(|(at, _)| codes.get(*at)).collect();
    Err(vec![format!("{table}: the count of {} is {count}: counts are not negative", named(&areas))])
}

/// The error of a quotient, from the shares that the errors of its sides are of them.
fn both_errors(figures: &[Figure], own: &Taken, below: &Taken) -> Vec<Option<f64>> {
    if own.aligned.crosswalk.is_none() && below.aligned.crosswalk.is_none() {
        return Vec::new();
    }
    let relative = |taken: &Taken, at: usize| -> Option<f64> {
        let row = &taken.aligned.rows[at];
        if taken.aligned.crosswalk.is_none() {
            return Some(0.0);
        }
        let value = row.figure.number().ok()?;
        let error = row.margin?.variance.standard_error();
        // No error about nought is none; an error about nought is without measure.
        if error == 0.0 { Some(0.0) } else { (value > 0.0).then(|| error / value) }
    };
    let error = |(at, figure): (usize, &Figure)| {
        let both = relative(own, at)?.hypot(relative(below, at)?);
        figure.ok().map(|value| value * both)
    };
    figures.iter().enumerate().map(error).collect()
}

/// The grade of a quotient from its own error.
fn worse_grades(own: &Taken, below: &Taken, figures: &IndicatorFigures) -> Vec<Option<Grade>> {
    let (above, under) = (grades(own), grades(below));
    let grade = |at: usize| {
        let exact = |grade: Option<Grade>, taken: &Taken| {
            taken.aligned.crosswalk.is_none() || grade == Some(Grade::A)
        };
        if own.aligned.crosswalk.is_none() && below.aligned.crosswalk.is_none() {
            return None;
        }
        if exact(above[at], own) && exact(under[at], below) {
            return Some(Grade::A);
        }
        let error = figures.alignment_error.get(at).copied().flatten()?;
        let value = figures.figures[at].ok()?;
        Some(Grade::of(error * crate::crosswalk::uncertainty::Z_95, value))
    };
    (0..figures.figures.len()).map(grade).collect()
}

fn gap_notes(own: &Taken) -> Vec<String> {
    own.aligned.source.notes.iter().cloned().chain(gaps_note(own, &numbers(own))).collect()
}

/// Which areas have no figure, and why.
fn gaps_note(own: &Taken, figures: &[Figure]) -> Option<String> {
    let mut by_reason: BTreeMap<Missing, Vec<&AreaCode>> = BTreeMap::new();
    for (figure, row) in figures.iter().zip(&own.aligned.rows) {
        if let Err(gap) = figure {
            by_reason.entry(*gap).or_default().push(&row.code);
        }
    }
    if by_reason.is_empty() {
        return None;
    }
    let words: Vec<String> =
        by_reason.iter().map(|(gap, areas)| format!("{} ({gap})", named(areas))).collect();
    Some(format!("{} has no figure for {}", own.used.title, words.join(" and for ")))
}

/// Areas whose denominator is nought: they have no rate.
fn nought_notes(own: &Taken) -> Vec<String> {
    let Values::Rates { denominators, .. } = &own.aligned.source.values else { return Vec::new() };
    let areas: Vec<&AreaCode> = denominators
        .iter()
        .zip(&own.codes)
        .filter(|(figure, _)| figure.is_ok_and(|total| total == 0.0))
        .map(|(_, code)| code)
        .collect();
    if areas.is_empty() {
        return Vec::new();
    }
    vec![format!("{}: the denominator of {} is nought, so there is no rate", own.used.table, named(&areas))]
}

/// A few areas by code, and how many more there are.
fn named(areas: &[&AreaCode]) -> String {
    let mut words: Vec<String> = areas.iter().take(NAMED).map(ToString::to_string).collect();
    if areas.len() > NAMED {
        words.push(format!("{} more", areas.len() - NAMED));
    }
    match words.as_slice() {
        [first @ .., last] if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        _ => words.join(""),
    }
}
