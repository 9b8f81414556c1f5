//! A series as text for people.

use crate::cli::output::{Output, columns};
use crate::views::align::{AlignedRowView, CategoryView};
use crate::views::series::{SeriesPointView, SeriesView};

/// Prints where each point comes from, then the figures, area by area.
pub(super) fn report(view: &SeriesView, output: &mut Output) -> anyhow::Result<()> {
    output.line(format!("{}, {}, on the boundaries of {}.", view.title, view.unit, view.to))?;
    for point in &view.points {
        output.line(format!("  {}: {}", point.period, origin(point)))?;
    }
    for passed in &view.passed_over {
        output.line(format!(
            "  {} of {} is left aside for {}",
            passed.period, passed.table, passed.in_favour_of
        ))?;
    }
    output.line("")?;
    let header = ["code", "name", "period", "figure", "95 % range", "grade"];
    for line in columns(&header, &rows(view)) {
        output.line(line)?;
    }
    Ok(())
}

fn origin(point: &SeriesPointView) -> String {
    match &point.crosswalk {
        None => format!("{}, as published", point.table),
        Some(id) => format!("{} of {}, {} ({id})", point.table, point.published_for, point.method),
    }
}

/// One row for each area and period, the area named in the first of its rows.
fn rows(view: &SeriesView) -> Vec<Vec<String>> {
    let n_areas = view.points.first().map_or(0, |point| point.figures.len());
    let of_area = |at: usize| {
        view.points
            .iter()
            .enumerate()
            .filter_map(move |(n, point)| Some(row(n == 0, point, point.figures.get(at)?)))
    };
    (0..n_areas).flat_map(of_area).collect()
}

fn row(is_first: bool, point: &SeriesPointView, figure: &AlignedRowView) -> Vec<String> {
    let named = |text: &str| if is_first { text.to_owned() } else { String::new() };
    let range = figure.low.zip(figure.high).map(|(low, high)| format!("{} to {}", short(low), short(high)));
    vec![
        named(&figure.code),
        named(figure.name.as_deref().unwrap_or_default()),
        point.period.clone(),
        figure_words(figure),
        range.unwrap_or_default(),
        figure.grade.clone().unwrap_or_default(),
    ]
}

fn figure_words(figure: &AlignedRowView) -> String {
    if let Some(mixture) = &figure.mixture {
        let share = |share: &CategoryView| {
            let name = share.category.as_deref().or(share.missing.as_deref()).unwrap_or_default();
            format!("{name} {:.0} %", share.share * 100.0)
        };
        return mixture.iter().map(share).collect::<Vec<_>>().join(", ");
    }
    match (figure.value, &figure.missing) {
        (Some(value), _) => short(value),
        (None, Some(gap)) => gap.replace('-', " "),
        (None, None) => String::new(),
    }
}

/// A figure with at most three decimals.
fn short(value: f64) -> String {
    let text = format!("{value:.3}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
