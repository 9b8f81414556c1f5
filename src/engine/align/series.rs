//! One measure through the years, on the boundaries of one edition.

use crate::engine::Engine;
use crate::model::{EditionKey, MeasureId, MeasureKind};

use super::{AlignError, Aligned, Beside, SourceFigures, Way};

/// A measure through the years, all of it on one edition's boundaries.
#[derive(Debug, Clone)]
pub struct Series {
    /// Which measure.
    pub measure: MeasureId,
    /// What kind of figure it is.
    pub kind: MeasureKind,
    /// The edition whose boundaries every point is on.
    pub to: EditionKey,
    /// One point a year (or a period without a year), earliest first.
    pub points: Vec<SeriesPoint>,
    /// Figures of a year that another table serves better.
    pub passed_over: Vec<PassedOver>,
}

/// The figures of one period.
#[derive(Debug, Clone)]
pub struct SeriesPoint {
    /// The period as published.
    pub period: String,
    /// The first year that the period names.
    pub year: Option<i16>,
    /// The figures, area by area, with the crosswalk that carried them and the
    /// published lookup's beside them.
    pub found: Beside,
}

impl SeriesPoint {
    /// The figures themselves.
    #[must_use]
    pub fn aligned(&self) -> &Aligned {
        &self.found.better
    }
}

/// Figures that were not taken, and why there is no need of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PassedOver {
    /// The table.
    pub table: EditionKey,
    /// The period as published.
    pub period: String,
    /// The table that serves this year.
    pub in_favour_of: EditionKey,
}

/// Figures that may make a point, before they are carried.
struct Candidate {
    period: String,
    year: Option<i16>,
    figures: SourceFigures,
    /// How many areas the figures are of: small areas make better estimates.
    areas: usize,
}

impl Engine {
    /// A measure through the years, on the boundaries of `to`.
    ///
    /// Every table and period that holds figures of the measure makes a point.
    /// Where two speak of one year, figures published for these very
    /// boundaries win, then those of the smallest areas; the others are named.
    ///
    /// # Errors
    /// As [`Engine::align`].
    pub fn series(&self, measure: &MeasureId, to: &EditionKey, way: Way) -> Result<Series, AlignError> {
        let described = self.measure(measure)?;
        self.wanted_layer(to)?;
        let mut candidates = self.candidates(measure)?;
        if candidates.is_empty() {
            return Err(AlignError::NoFigures(measure.clone()));
        }
        candidates.sort_by_key(|one| {
            let elsewhere = one.figures.geography != *to;
            (
                one.year,
                one.year.is_none().then(|| one.period.clone()),
                elsewhere,
                std::cmp::Reverse(one.areas),
            )
        });
        let (mut points, mut passed_over) = (Vec::<SeriesPoint>::new(), Vec::new());
        for candidate in candidates {
            let same_year = |point: &&SeriesPoint| point.year.is_some() && point.year == candidate.year;
            if let Some(better) = points.last().filter(same_year) {
                passed_over.push(PassedOver {
                    table: candidate.figures.table,
                    period: candidate.period,
                    in_favour_of: better.aligned().source.table.clone(),
                });
                continue;
            }
            let aligned =
                self.align_figures(measure, described.kind, described.per, candidate.figures, to, way)?;
            let found = self.beside(aligned)?;
            points.push(SeriesPoint { period: candidate.period, year: candidate.year, found });
        }
        Ok(Series { measure: measure.clone(), kind: described.kind, to: to.clone(), points, passed_over })
    }

    fn candidates(&self, measure: &MeasureId) -> Result<Vec<Candidate>, AlignError> {
        let mut candidates = Vec::new();
        for (source, edition) in self.measure_tables(self.measure(measure)?) {
            let periods = self.periods(source, &edition.key)?;
            let asked: Vec<Option<&str>> = match periods.as_slice() {
                [] => vec![None],
                periods => periods.iter().map(|period| Some(period.as_str())).collect(),
            };
            for period in asked {
                let figures = self.figures(source, &edition.key, period)?;
                let period = figures.period.clone().unwrap_or_else(|| edition.key.edition.to_string());
                let areas = self.wanted_layer(&figures.geography)?.areas.len();
                candidates.push(Candidate { year: year_of(&period), period, figures, areas });
            }
        }
        Ok(candidates)
    }
}

/// The first year that a period names: 2018 of "mid-2018", 2018 of "2018/19".
fn year_of(period: &str) -> Option<i16> {
    let digits = period.split(|c: char| !c.is_ascii_digit()).filter(|run| run.len() == 4);
    digits.filter_map(|run| run.parse::<i16>().ok()).find(|year| (1801..=2199).contains(year))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_year_of_a_period_is_found() {
        let check = |period: &str, expected: Option<i16>| assert_eq!(year_of(period), expected, "{period}");
        check("mid-2015", Some(2015));
        check("2018/19", Some(2018));
        check("Census 2021", Some(2021));
        check("2024-01", Some(2024));
        check("not stated", None);
        check("no. 0012", None);
    }
}
