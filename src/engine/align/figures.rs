//! A measure's figures, read off a table in the order of its geography's areas.

use std::collections::{BTreeMap, BTreeSet};

use crate::crosswalk::Figure;
use crate::engine::{Edition, Engine};
use crate::model::{EditionId, EditionKey, Measure, MeasureId, MeasureSource, Missing, Reckoning};
use crate::table::{ColumnKind, KeyedTable, Table};

use super::AlignError;

/// The figures of one measure for one period, area by area.
#[derive(Debug, Clone, PartialEq)]
pub struct SourceFigures {
    /// The table they stand in.
    pub table: EditionKey,
    /// The layer edition that they are of; figures are in the order of its areas.
    pub geography: EditionKey,
    /// The period, as the table or its edition names it.
    pub period: Option<String>,
    /// The figures.
    pub values: Values,
    /// What of the table could not be counted, one sentence each.
    pub notes: Vec<String>,
}

/// Figures by kind. An area of which the table does not speak is not covered.
#[derive(Debug, Clone, PartialEq)]
pub enum Values {
    /// Counts.
    Counts(Vec<Figure>),
    /// Numerators and denominators.
    Rates {
        /// What is counted.
        numerators: Vec<Figure>,
        /// What it is a part of.
        denominators: Vec<Figure>,
    },
    /// Scores, and what each is a mean over where the table says.
    Scores {
        /// The scores.
        scores: Vec<Figure>,
        /// People behind each score.
        over: Option<Vec<Figure>>,
    },
    /// Categories.
    Categories(Vec<Result<String, Missing>>),
}

/// The rows of a table that count for a source of a measure, by area.
struct Rows<'e> {
    key: &'e EditionKey,
    table: &'e Table,
    /// For each area of the geography, its rows.
    by_area: Vec<Vec<usize>>,
    codes: Vec<&'e str>,
    adds: bool,
}

impl Engine {
    /// A measure that the place's manifest describes.
    ///
    /// # Errors
    /// [`AlignError::NoMeasure`].
    pub fn measure(&self, id: &MeasureId) -> Result<&Measure, AlignError> {
        self.snapshot.info.catalogue.measure(id).ok_or_else(|| AlignError::NoMeasure(id.clone()))
    }

    /// The table editions in view that hold figures of a measure, in the order
    /// of its sources, newest edition first.
    #[must_use]
    pub fn measure_tables<'e>(&'e self, measure: &'e Measure) -> Vec<(&'e MeasureSource, &'e Edition)> {
        let of_source = |source: &'e MeasureSource| {
            let editions = self.snapshot.dataset(&source.table).map_or(&[][..], |set| &set.editions);
            let wanted = |edition: &EditionId| source.edition.as_ref().is_none_or(|id| id == edition);
            editions
                .iter()
                .filter(move |edition| wanted(&edition.key.edition))
                .map(move |edition| (source, edition))
        };
        measure.sources.iter().flat_map(of_source).collect()
    }

    /// The periods that a source's table holds, in order; empty where its
    /// rows name none.
    ///
    /// # Errors
    /// [`AlignError::NoTable`], [`AlignError::NoColumn`].
    pub fn periods(&self, source: &MeasureSource, table: &EditionKey) -> Result<Vec<String>, AlignError> {
        let Some(name) = &source.period else { return Ok(Vec::new()) };
        let keyed = self.keyed_table(table)?;
        let column = column(table, &keyed.table, name)?;
        let all: BTreeSet<String> =
            (0..keyed.table.len()).filter_map(|row| keyed.table.written(row, column)).collect();
        Ok(in_order(all))
    }

    /// The figures that a source's table holds for one period (where its rows
    /// name periods and none is asked for, the latest).
    ///
    /// # Errors
    /// [`AlignError::NoTable`], [`AlignError::NoGeography`], [`AlignError::NoColumn`],
    /// [`AlignError::NotNumbers`], [`AlignError::NoPeriod`], and
    /// [`AlignError::RepeatedArea`] where an area has several rows that do not
    /// add up; [`AlignError::NoRegister`] for counts kept by records.
    pub fn figures(
        &self,
        source: &MeasureSource,
        table: &EditionKey,
        period: Option<&str>,
    ) -> Result<SourceFigures, AlignError> {
        if let Some(located) = &source.located {
            return self.located(source, located, table);
        }
        let keyed = self.keyed_table(table)?;
        let edition = self.edition(table).ok_or_else(|| AlignError::NoTable(table.clone()))?;
        let geography = keyed.geography.clone().ok_or_else(|| AlignError::NoGeography(table.clone()))?;
        let period = self.chosen_period(source, table, period)?;
        let rows = self.rows(source, &edition.key, keyed, period.as_deref())?;
        let values = match &source.reckoning {
            Reckoning::Count { column } => Values::Counts(rows.numbers(column)?),
            Reckoning::Rate { numerator, denominator } => Values::Rates {
                numerators: rows.numbers(numerator)?,
                denominators: if source.repeats_denominator {
                    rows.repeated(denominator)?
                } else {
                    rows.numbers(denominator)?
                },
            },
            Reckoning::Score { column, over } => Values::Scores {
                scores: rows.numbers(column)?,
                over: over.as_ref().map(|over| rows.numbers(over)).transpose()?,
            },
            Reckoning::Category { column } => Values::Categories(rows.texts(column)?),
        };
        Ok(SourceFigures {
            table: table.clone(),
            geography,
            period: period.or_else(|| edition.period.clone()),
            values,
            notes: Vec::new(),
        })
    }

    /// Columns of counts of a table, each in the order of its geography's areas.
    ///
    /// # Errors
    /// As [`Engine::figures`].
    pub(in crate::engine) fn columns_of_counts(
        &self,
        table: &EditionKey,
        names: &[String],
    ) -> Result<Vec<Vec<Figure>>, AlignError> {
        let keyed = self.keyed_table(table)?;
        let source = MeasureSource {
            table: table.dataset.clone(),
            edition: Some(table.edition.clone()),
            reckoning: Reckoning::Count { column: String::new() },
            only: Vec::new(),
            adds_rows: false,
            repeats_denominator: false,
            located: None,
            period: None,
        };
        let rows = self.rows(&source, table, keyed, None)?;
        names.iter().map(|name| rows.numbers(name)).collect()
    }

    pub(in crate::engine) fn keyed_table(&self, key: &EditionKey) -> Result<&KeyedTable, AlignError> {
        let table = self.edition(key).and_then(Edition::table);
        table.map(AsRef::as_ref).ok_or_else(|| AlignError::NoTable(key.clone()))
    }

    fn chosen_period(
        &self,
        source: &MeasureSource,
        table: &EditionKey,
        asked: Option<&str>,
    ) -> Result<Option<String>, AlignError> {
        let mut known = self.periods(source, table)?;
        match asked {
            Some(asked) if source.period.is_some() => {
                if known.iter().any(|period| period == asked) {
                    return Ok(Some(asked.to_owned()));
                }
                let (table, period) = (table.clone(), asked.to_owned());
                Err(AlignError::NoPeriod { table, period, known: known.join(", ") })
            }
            _ => Ok(known.pop()),
        }
    }

    fn rows<'e>(
        &'e self,
        source: &MeasureSource,
        key: &'e EditionKey,
        keyed: &'e KeyedTable,
        period: Option<&str>,
    ) -> Result<Rows<'e>, AlignError> {
        let missing = || AlignError::NoGeography(key.clone());
        let geography = keyed.geography.as_ref().ok_or_else(missing)?;
        let (layer, codes) = (self.wanted_layer(geography)?, keyed.code_column.ok_or_else(missing)?);
        let table = &keyed.table;
        let mut filters = Vec::new();
        for (name, values) in &source.only {
            filters.push((column(key, table, name)?, values.iter().map(String::as_str).collect::<Vec<_>>()));
        }
        if let (Some(name), Some(period)) = (&source.period, period) {
            filters.push((column(key, table, name)?, vec![period]));
        }
        let positions: BTreeMap<&str, usize> =
            layer.areas.iter().enumerate().map(|(at, area)| (area.code.as_str(), at)).collect();
        let mut by_area = vec![Vec::new(); layer.areas.len()];
        for row in 0..table.len() {
            let counts = filters.iter().all(|(column, values)| {
                table.written(row, *column).is_some_and(|written| values.contains(&written.as_str()))
            });
            let area = table.text(row, codes).and_then(|code| positions.get(code));
            if let Some(area) = area.filter(|_| counts) {
                by_area[*area].push(row);
            }
        }
        let codes = layer.areas.iter().map(|area| area.code.as_str()).collect();
        Ok(Rows { key, table, by_area, codes, adds: source.adds_rows })
    }
}

impl Rows<'_> {
    /// The number of each area; several rows add up where they may. A gap
    /// among rows that add up is a gap of the whole.
    fn numbers(&self, name: &str) -> Result<Vec<Figure>, AlignError> {
        let at = column(self.key, self.table, name)?;
        let not_numbers = || AlignError::NotNumbers { table: self.key.clone(), column: name.to_owned() };
        if self.table.columns()[at].kind != ColumnKind::Number {
            return Err(not_numbers());
        }
        let figure = |(area, rows): (usize, &Vec<usize>)| {
            self.refuse_repeats(area, rows)?;
            let sum = rows.iter().try_fold(0.0, |sum, row| Ok(sum + self.table.number(*row, at)?));
            Ok(if rows.is_empty() { Err(Missing::NotCovered) } else { sum })
        };
        self.by_area.iter().enumerate().map(figure).collect()
    }

    /// The number that every row of an area repeats.
    fn repeated(&self, name: &str) -> Result<Vec<Figure>, AlignError> {
        let at = column(self.key, self.table, name)?;
        if self.table.columns()[at].kind != ColumnKind::Number {
            return Err(AlignError::NotNumbers { table: self.key.clone(), column: name.to_owned() });
        }
        let figure = |(area, rows): (usize, &Vec<usize>)| {
            let Some(first) = rows.first() else { return Ok(Err(Missing::NotCovered)) };
            let figure = self.table.number(*first, at);
            match rows.iter().find(|row| self.table.number(**row, at) != figure) {
                None => Ok(figure),
                Some(other) => Err(AlignError::Disagreeing {
                    table: self.key.clone(),
                    column: name.to_owned(),
                    code: self.codes[area].to_owned(),
                    first: self.table.source_row(*first),
                    second: self.table.source_row(*other),
                }),
            }
        };
        self.by_area.iter().enumerate().map(figure).collect()
    }

    fn texts(&self, name: &str) -> Result<Vec<Result<String, Missing>>, AlignError> {
        let at = column(self.key, self.table, name)?;
        let text = |(area, rows): (usize, &Vec<usize>)| {
            self.refuse_repeats(area, rows)?;
            let Some(row) = rows.first() else { return Ok(Err(Missing::NotCovered)) };
            let gap = self.table.gap(*row, at).unwrap_or(Missing::NotGiven);
            Ok(self.table.written(*row, at).ok_or(gap))
        };
        self.by_area.iter().enumerate().map(text).collect()
    }

    fn refuse_repeats(&self, area: usize, rows: &[usize]) -> Result<(), AlignError> {
        let [first, second, ..] = rows else { return Ok(()) };
        if self.adds {
            return Ok(());
        }
        Err(AlignError::RepeatedArea {
            table: self.key.clone(),
            code: self.codes[area].to_owned(),
            rows: rows.len(),
            first: self.table.source_row(*first),
            second: self.table.source_row(*second),
        })
    }
}

fn column(key: &EditionKey, table: &Table, name: &str) -> Result<usize, AlignError> {
    table.column(name).ok_or_else(|| AlignError::NoColumn { table: key.clone(), column: name.to_owned() })
}

/// Years and other numbers by size, days and words by their text.
fn in_order(periods: BTreeSet<String>) -> Vec<String> {
    let mut periods: Vec<String> = periods.into_iter().collect();
    let number = |text: &String| text.parse::<f64>().ok();
    if periods.iter().all(|period| number(period).is_some()) {
        periods.sort_by(|a, b| number(a).partial_cmp(&number(b)).unwrap_or(std::cmp::Ordering::Equal));
    }
    periods
}
