//! Which table and period are meant: the one that is named, else the newest
//! that the assessment's day allows.

use jiff::civil::Date;

use crate::engine::{Engine, SourceFigures};
use crate::model::{EditionKey, Measure, MeasureId, MeasureSource};

/// What a specification says of figures, whatever they are for.
pub(super) struct Wanted<'a> {
    pub measure: &'a MeasureId,
    pub table: Option<&'a EditionKey>,
    pub period: Option<&'a str>,
    /// Not after this day, unless the period is named.
    pub date: Option<Date>,
    /// The areas that they are wanted for.
    pub to: &'a EditionKey,
}

/// Figures that were chosen, and what came of the other periods.
pub(super) struct Chosen<'e> {
    pub measure: &'e Measure,
    pub figures: SourceFigures,
    /// The period as it is called, also where a table has none but its edition's.
    pub period: String,
    /// Whether nobody named it: it is the newest that the day allows.
    pub is_newest: bool,
    /// Newer periods that are after the assessment's day.
    pub too_new: Vec<String>,
}

/// One period of one table.
pub(super) struct Candidate<'e> {
    pub source: &'e MeasureSource,
    pub table: EditionKey,
    /// The period as the rows name it; `None` where the table holds one alone.
    pub in_rows: Option<String>,
    pub period: String,
    pub last_year: Option<i16>,
    /// Whether rows or edition say it; else the edition's id stands for it.
    is_named: bool,
    on_these_areas: bool,
    areas: usize,
}

/// Why nothing could be chosen, in words.
type Told = String;

impl Engine {
    /// The figures that are wanted, read off their table.
    pub(super) fn choose(&self, wanted: &Wanted<'_>) -> Result<Chosen<'_>, Told> {
        let measure = self.measure(wanted.measure).map_err(|error| error.to_string())?;
        let mut candidates = self.periods_of(measure, wanted.to)?;
        if let Some(table) = wanted.table {
            candidates.retain(|one| one.table == *table);
            if candidates.is_empty() {
                return Err(format!("no edition {table} in view holds figures of '{}'", measure.id));
            }
        }
        let mut too_new = Vec::new();
        if let Some(period) = wanted.period {
            let known: Vec<String> = candidates.iter().map(|one| one.period.clone()).collect();
            candidates.retain(|one| one.period == period);
            if candidates.is_empty() {
                let known = known.join(", ");
                return Err(format!("'{}' has no period '{period}'; it has {known}", measure.id));
            }
        } else if let Some(date) = wanted.date {
            let is_late = |one: &Candidate<'_>| one.last_year.is_some_and(|year| year > date.year());
            too_new = candidates.iter().filter(|one| is_late(one)).map(|one| one.period.clone()).collect();
            candidates.retain(|one| !is_late(one));
            if candidates.is_empty() {
                let periods = too_new.join(", ");
                return Err(format!("every period of '{}' ({periods}) is after {date}", measure.id));
            }
        }
        if let Some(silent) = candidates.iter().find(|one| !one.is_named) {
            return Err(format!("{} names no period: write 'period' in its edition", silent.table));
        }
        let Some(best) = candidates.into_iter().next() else {
            return Err(format!("no table of the place in view holds figures of '{}'", measure.id));
        };
        let figures = self.figures(best.source, &best.table, best.in_rows.as_deref());
        let figures = figures.map_err(|error| error.to_string())?;
        Ok(Chosen { measure, figures, period: best.period, is_newest: wanted.period.is_none(), too_new })
    }

    /// Every period that holds figures of a measure, the best first: the
    /// newest, of one year those of the assessed areas themselves, then those
    /// of the smallest areas.
    pub(super) fn periods_of<'e>(
        &'e self,
        measure: &'e Measure,
        to: &EditionKey,
    ) -> Result<Vec<Candidate<'e>>, Told> {
        let mut all = Vec::new();
        for (source, edition) in self.measure_tables(measure) {
            let told = |error: crate::engine::AlignError| error.to_string();
            let geography = self.keyed_table(&edition.key).map_err(told)?.geography.as_ref();
            let in_rows = self.periods(source, &edition.key).map_err(told)?;
            let areas = geography.and_then(|key| self.layer(key)).map_or(0, |layer| layer.areas.len());
            let is_named = !in_rows.is_empty() || edition.period.is_some();
            let mut add = |in_rows: Option<String>, period: String| {
                all.push(Candidate {
                    is_named,
                    source,
                    table: edition.key.clone(),
                    in_rows,
                    last_year: last_year(&period),
                    period,
                    on_these_areas: geography == Some(to),
                    areas,
                });
            };
            if in_rows.is_empty() {
                add(None, edition.period.clone().unwrap_or_else(|| edition.key.edition.to_string()));
            }
            for period in in_rows.into_iter().rev() {
                add(Some(period.clone()), period);
            }
        }
        // Stable: of two that are alike the one named first in the manifest is taken.
        all.sort_by_key(|one| {
            (std::cmp::Reverse(one.last_year), !one.on_these_areas, std::cmp::Reverse(one.areas))
        });
        Ok(all)
    }
}

/// The last year that a period names: 2022 of "2018 to 2022", 2019 of "2018/19" and "2018-19".
///
/// Of "2011-12" nobody can say whether it is a month: it is read as one.
pub(super) fn last_year(period: &str) -> Option<i16> {
    let (mut last, mut after_year) = (None, false);
    let mut rest = period;
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        let run: String = rest[at..].chars().take_while(char::is_ascii_digit).collect();
        let between = &rest[..at];
        let number = run.parse::<i16>().ok();
        let year = match (run.len(), last) {
            (4, _) => number,
            (2, Some(first)) if between.ends_with('/') => number.map(|end| closed(first, end)),
            // A dash stands before months too: there a year is what no month can be.
            (2, Some(first)) if after_year && matches!(between, "-" | "–") => {
                number.filter(|end| *end == (first + 1) % 100 && !(1..=12).contains(end)).map(|_| first + 1)
            }
            _ => None,
        };
        after_year = run.len() == 4;
        last = last.max(year.filter(|year| (1801..=2199).contains(year)));
        rest = &rest[at + run.len()..];
    }
    last
}

/// The year that a span such as 2018/19 or 1999/00 ends in.
fn closed(first: i16, end: i16) -> i16 {
    let year = first - first % 100 + end;
    if year < first { year + 100 } else { year }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_year_of_a_period_is_found() {
        let check = |period: &str, expected: Option<i16>| assert_eq!(last_year(period), expected, "{period}");
        check("mid-2015", Some(2015));
        check("2018/19", Some(2019));
        check("1999/00", Some(2000));
        check("2018 to 2022", Some(2022));
        check("March 2019", Some(2019));
        check("2024-01", Some(2024));
        check("2018-19", Some(2019));
        check("2018–19", Some(2019));
        check("1999-00", Some(2000));
        check("2030-12-31", Some(2030));
        check("2011 to 2022 (69)", Some(2022));
        check("not stated", None);
    }
}
