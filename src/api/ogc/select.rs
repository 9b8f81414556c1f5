//! Which features of a collection a question lets through.

use geo_types::Coord;

use crate::api::Problem;
use crate::api::params::Fields;
use crate::api::params::bbox::{Bbox, bbox};
use crate::cql2::{Expr, Truth, confine, holds};
use crate::export::geojson::OutputCrs;
use crate::export::{Property, Shape};

use super::filters::{SYSTEMS, read_filter, read_properties};
use super::source::{Row, Source};

/// The parameters of a question about features, as refusals name them.
pub(super) const KNOWN: [&str; 10] =
    ["f", "limit", "cursor", "bbox", "bbox-crs", "crs", "datetime", "filter", "filter-lang", "filter-crs"];

/// Conditions that all must hold.
#[derive(Debug, Clone, Default)]
pub(super) struct Wanted {
    bbox: Option<Bbox>,
    filter: Option<Expr<usize>>,
}

/// Rows in ascending order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Rows {
    /// All from 0 up to so many.
    All(usize),
    /// These.
    Some(Vec<usize>),
}

impl Wanted {
    /// Reads `bbox`, `filter` and properties; whatever else is left is refused.
    ///
    /// # Errors
    /// A [`Problem`] that names the parameter.
    pub(super) fn read(mut fields: Fields, properties: &[Property]) -> Result<Self, Problem> {
        let system_of_box = system("bbox-crs", fields.take("bbox-crs")?.as_deref())?;
        let bbox = bbox(&mut fields, system_of_box)?;
        let filter = read_filter(&mut fields, properties)?;
        let mut conditions = read_properties(fields, properties, &KNOWN)?;
        conditions.extend(filter);
        let filter = match conditions.len() {
            0 => None,
            1 => conditions.pop(),
            _ => Some(Expr::And(conditions)),
        };
        Ok(Self { bbox, filter })
    }

    /// The rows that are wanted.
    pub(super) fn rows(&self, source: &dyn Source) -> Rows {
        let confined = self.bbox.as_ref().map(Bbox::bounds);
        let confined = confined.or_else(|| self.filter.as_ref().and_then(confine));
        match (confined, &self.filter) {
            (None, None) => Rows::All(source.len()),
            (None, Some(_)) => Rows::Some((0..source.len()).filter(|row| self.lets(source, *row)).collect()),
            (Some([min, max]), _) => {
                let near = near(source, min, max);
                Rows::Some(near.into_iter().filter(|row| self.lets(source, *row)).collect())
            }
        }
    }

    fn lets(&self, source: &dyn Source, row: usize) -> bool {
        let row = Row::new(source, row);
        let in_box = self.bbox.as_ref().is_none_or(|bbox| match row.shape() {
            Some(Shape::Point(point)) => bbox.holds(*point),
            Some(Shape::Line(line)) => bbox.touches_line(line),
            Some(Shape::Area(shape)) => bbox.touches(shape),
            None => false,
        });
        in_box && self.filter.as_ref().is_none_or(|filter| holds(filter, &row) == Truth::True)
    }
}

fn near(source: &dyn Source, min: Coord<f64>, max: Coord<f64>) -> Vec<usize> {
    if min.x > max.x || min.y > max.y { Vec::new() } else { source.near(min, max) }
}

impl Rows {
    /// How many there are.
    pub(super) fn len(&self) -> usize {
        match self {
            Self::All(count) => *count,
            Self::Some(rows) => rows.len(),
        }
    }

    /// Up to `limit` rows from `first` on, as runs of neighbours, and the row
    /// after them where there is one.
    pub(super) fn page(&self, first: usize, limit: usize) -> (Vec<std::ops::Range<usize>>, Option<usize>) {
        match self {
            Self::All(count) => {
                let (start, end) = (first.min(*count), first.saturating_add(limit).min(*count));
                let runs = (start < end).then_some(start..end).into_iter().collect();
                (runs, (end < *count).then_some(end))
            }
            Self::Some(rows) => {
                let start = rows.partition_point(|row| *row < first);
                let end = start.saturating_add(limit).min(rows.len());
                (runs(&rows[start..end]), rows.get(end).copied())
            }
        }
    }
}

fn runs(rows: &[usize]) -> Vec<std::ops::Range<usize>> {
    let mut runs: Vec<std::ops::Range<usize>> = Vec::new();
    for row in rows {
        match runs.last_mut() {
            Some(run) if run.end == *row => run.end += 1,
            _ => runs.push(*row..*row + 1),
        }
    }
    runs
}

/// The system of a full address; longitude and latitude where there is none.
///
/// # Errors
/// A [`Problem`] that lists the systems there are.
pub(super) fn system(name: &'static str, uri: Option<&str>) -> Result<OutputCrs, Problem> {
    let Some(uri) = uri else { return Ok(OutputCrs::LonLat) };
    OutputCrs::from_uri(uri).ok_or_else(|| {
        let offered: Vec<&str> = SYSTEMS.iter().map(|crs| crs.uri()).collect();
        Problem::parameter(name, format!("'{uri}' is not offered; write one of {}", offered.join(", ")))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_a_run_of_neighbours_or_several() {
        let rows = |(runs, next): (Vec<std::ops::Range<usize>>, Option<usize>)| {
            (runs.into_iter().flatten().collect::<Vec<_>>(), next)
        };
        assert_eq!(rows(Rows::All(5).page(0, 2)), (vec![0, 1], Some(2)));
        assert_eq!(rows(Rows::All(5).page(4, 2)), (vec![4], None));
        assert_eq!(rows(Rows::All(5).page(9, 2)), (vec![], None));
        let some = Rows::Some(vec![1, 2, 5, 6, 7]);
        assert_eq!(some.page(0, 3), (vec![1..3, 5..6], Some(6)));
        assert_eq!(rows(some.page(6, usize::MAX)), (vec![6, 7], None));
    }
}
