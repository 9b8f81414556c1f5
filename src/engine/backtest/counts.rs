//! What is known of the small areas: residents, counts and the parts of rates.

use crate::crosswalk::Figure;
use crate::engine::{AlignError, Engine, KeyedTable};
use crate::model::{Columns, EditionKey, Span, Truths};

use super::{NoBacktest, PlannedBacktest, derive::name};

/// Every figure that a test needs, in the order of the small areas' layer.
pub(super) struct Known {
    people: Vec<Figure>,
    counts: Vec<(String, Vec<Figure>)>,
    ratios: Vec<(String, Vec<Figure>, Vec<Figure>)>,
}

/// The same for the small areas that take part, none of them a gap.
pub(super) struct KnownAt {
    pub(super) people: Vec<f64>,
    pub(super) counts: Vec<(String, Vec<f64>)>,
    pub(super) ratios: Vec<(String, Vec<f64>, Vec<f64>)>,
}

impl Known {
    pub(super) fn read(engine: &Engine, plan: &PlannedBacktest) -> Result<Self, NoBacktest> {
        let keyed = engine.keyed_table(&plan.table)?;
        let sum = |columns: &Columns| {
            let names = expand(&plan.table, keyed, columns)?;
            let read = engine.columns_of_counts(&plan.table, &names)?;
            Ok::<_, NoBacktest>(added(&read))
        };
        let people = sum(&Columns::One(plan.total.clone()))?;
        let counts = truths(plan, keyed)?
            .into_iter()
            .map(|(name, columns)| Ok((name, added(&engine.columns_of_counts(&plan.table, &columns)?))));
        let ratios = plan.rates.iter().map(|ratio| {
            let title = format!("{} of {}", name(&ratio.of), name(&ratio.among));
            Ok::<_, NoBacktest>((title, sum(&ratio.of)?, sum(&ratio.among)?))
        });
        Ok(Self {
            people,
            counts: counts.collect::<Result<_, NoBacktest>>()?,
            ratios: ratios.collect::<Result<_, _>>()?,
        })
    }

    /// Whether all that is needed of a small area is known.
    pub(super) fn is_whole(&self, at: usize) -> bool {
        self.people[at].is_ok()
            && self.counts.iter().all(|(_, values)| values[at].is_ok())
            && self.ratios.iter().all(|(_, of, among)| of[at].is_ok() && among[at].is_ok())
    }

    /// Residents of some small areas, all of them whole.
    pub(super) fn people_at(&self, rows: &[usize]) -> Vec<f64> {
        rows.iter().filter_map(|row| self.people[*row].ok()).collect()
    }

    /// The figures of some small areas, all of them whole.
    pub(super) fn at(&self, rows: &[usize]) -> KnownAt {
        let picked = |values: &[Figure]| rows.iter().filter_map(|row| values[*row].ok()).collect();
        KnownAt {
            people: self.people_at(rows),
            counts: self.counts.iter().map(|(name, values)| (name.clone(), picked(values))).collect(),
            ratios: self
                .ratios
                .iter()
                .map(|(name, of, among)| (name.clone(), picked(of), picked(among)))
                .collect(),
        }
    }
}

/// Columns added up row by row; a gap in one is a gap in the sum.
fn added(columns: &[Vec<Figure>]) -> Vec<Figure> {
    let rows = columns.first().map_or(0, Vec::len);
    let sum = |row: usize| columns.iter().try_fold(0.0, |sum, column| Ok(sum + column[row]?));
    (0..rows).map(sum).collect()
}

/// The name and the columns of each truth.
fn truths(plan: &PlannedBacktest, keyed: &KeyedTable) -> Result<Vec<(String, Vec<String>)>, NoBacktest> {
    match &plan.truths {
        Truths::Each(each) => {
            each.iter().map(|columns| Ok((name(columns), expand(&plan.table, keyed, columns)?))).collect()
        }
        Truths::Dealt { span, together } => {
            let all = expand(&plan.table, keyed, &Columns::Span(span.clone()))?;
            Ok(dealt(&all, *together))
        }
    }
}

/// Columns in parts of so many; those left over join the last part.
fn dealt(columns: &[String], together: usize) -> Vec<(String, Vec<String>)> {
    let parts = (columns.len() / together).max(1);
    let part = |at: usize| {
        let end = if at + 1 == parts { columns.len() } else { (at + 1) * together };
        let columns = &columns[at * together..end];
        let name = match columns {
            [first, .., last] => format!("{first} to {last}"),
            _ => columns.concat(),
        };
        (name, columns.to_vec())
    };
    (0..parts).map(part).collect()
}

fn expand(table: &EditionKey, keyed: &KeyedTable, columns: &Columns) -> Result<Vec<String>, NoBacktest> {
    let at = |name: &str| {
        let missing = || AlignError::NoColumn { table: table.clone(), column: name.to_owned() };
        keyed.table.column(name).ok_or_else(missing)
    };
    match columns {
        Columns::One(column) => Ok(vec![column.clone()]),
        Columns::Span(Span { from, to }) => {
            let (first, last) = (at(from)?, at(to)?);
            if last < first {
                return Err(NoBacktest::Backwards {
                    table: table.clone(),
                    from: from.clone(),
                    to: to.clone(),
                });
            }
            Ok(keyed.table.columns()[first..=last].iter().map(|column| column.name.clone()).collect())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Missing;

    fn check(n: usize, together: usize, expected: &[&str]) {
        let columns: Vec<String> = (0..n).map(|age| age.to_string()).collect();
        let names: Vec<String> = dealt(&columns, together).into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, expected);
    }

    #[test]
    fn columns_left_over_join_the_last_part() {
        check(6, 2, &["0 to 1", "2 to 3", "4 to 5"]);
        check(7, 3, &["0 to 2", "3 to 6"]);
        check(2, 5, &["0 to 1"]);
        check(2, 1, &["0", "1"]);
    }

    #[test]
    fn a_gap_in_one_column_is_a_gap_in_the_sum() {
        let sums = added(&[vec![Ok(1.0), Ok(2.0)], vec![Ok(3.0), Err(Missing::Suppressed)]]);
        assert_eq!(sums, [Ok(4.0), Err(Missing::Suppressed)]);
    }
}
