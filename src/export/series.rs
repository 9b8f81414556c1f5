//! A measure through the years as CSV: one row for each year and area.

use std::io::{self, Write};

use crate::views::align::{AlignedRowView, CategoryView};
use crate::views::series::{SeriesPointView, SeriesView};

use super::csv::guard;

const HEADER: [&str; 21] = [
    "measure",
    "unit",
    "boundaries",
    "code",
    "name",
    "period",
    "year",
    "category",
    "value",
    "missing",
    "low_95",
    "high_95",
    "grade",
    "best_fit",
    "cover",
    "method",
    "crosswalk",
    "source_table",
    "source_geography",
    "source_sha256",
    "software",
];

/// Writes a series. A category has a row for each of an area's categories,
/// with its share as the value. A gap is an empty value with its reason beside it.
///
/// # Errors
/// When `out` cannot take the bytes.
pub fn write(out: &mut dyn Write, series: &SeriesView) -> io::Result<()> {
    let mut out = csv::Writer::from_writer(out);
    out.write_record(HEADER)?;
    for point in &series.points {
        for figure in &point.figures {
            let shares = figure.mixture.as_deref().unwrap_or_default();
            if shares.is_empty() {
                out.write_record(row(
                    series,
                    point,
                    figure,
                    [String::new(), number(figure.value), gap(figure.missing.as_deref())],
                ))?;
            }
            for share in shares {
                out.write_record(row(series, point, figure, category(share)))?;
            }
        }
    }
    out.flush()
}

/// Category, value and gap.
fn category(share: &CategoryView) -> [String; 3] {
    let name = share.category.as_deref().unwrap_or_default();
    [guard(name).into_owned(), share.share.to_string(), gap(share.missing.as_deref())]
}

fn row(
    series: &SeriesView,
    point: &SeriesPointView,
    figure: &AlignedRowView,
    value: [String; 3],
) -> Vec<String> {
    let text = |text: &str| guard(text).into_owned();
    let area = [
        text(&series.measure),
        text(&series.unit),
        series.to.clone(),
        text(&figure.code),
        text(figure.name.as_deref().unwrap_or_default()),
        text(&point.period),
        point.year.map_or_else(String::new, |year| year.to_string()),
    ];
    let error = [
        number(figure.low),
        number(figure.high),
        figure.grade.clone().unwrap_or_default(),
        number(figure.best_fit),
        number(figure.cover),
    ];
    let source = point.source.as_ref();
    let origin = [
        text(&point.method),
        point.crosswalk.clone().unwrap_or_default(),
        point.table.clone(),
        point.published_for.clone(),
        source.map_or_else(String::new, |source| source.source.sha256.clone()),
        source.map_or_else(String::new, |source| source.software.clone()),
    ];
    area.into_iter().chain(value).chain(error).chain(origin).collect()
}

fn number(value: Option<f64>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}

fn gap(missing: Option<&str>) -> String {
    missing.unwrap_or_default().to_owned()
}
