//! Misfits as text for people.

use crate::cli::output::{Output, columns};
use crate::views::misfit::{IndexView, MisfitView, SplitView};

/// How many split areas are named before the rest is only counted.
const NAMED: usize = 12;

/// Prints the table of indexes, then the areas that are split.
pub(super) fn report(views: &[MisfitView], output: &mut Output) -> anyhow::Result<()> {
    let header = ["layer", "against", "areas", "outside it", "misfit", "of it outside", "by people", "split"];
    let rows: Vec<Vec<String>> = views.iter().map(row).collect();
    for line in columns(&header, &rows) {
        output.line(line)?;
    }
    let Some(first) = views.first() else { return Ok(()) };
    output.line("")?;
    output.line(format!(
        "Misfit: share of an area's ground that does not go with its largest part; split: in {} or more parts of at least {} %.",
        first.split_from,
        first.least_share * 100.0
    ))?;
    for view in views.iter().filter(|view| !view.split.is_empty() && !view.against_is_finer) {
        output.line(split_line(view))?;
    }
    if views.iter().any(|view| !view.split.is_empty() && view.against_is_finer) {
        output.line("Areas split by smaller ones are not named here; --format json names them.")?;
    }
    Ok(())
}

fn row(view: &MisfitView) -> Vec<String> {
    let index = |index: Option<IndexView>, of: fn(&IndexView) -> f64| {
        index.map_or_else(|| "not measured".to_owned(), |index| format!("{:.1} %", of(&index) * 100.0))
    };
    vec![
        view.layer.clone(),
        view.against.clone(),
        view.areas.to_string(),
        (view.areas - view.areas_taking_part).to_string(),
        index(view.by_ground, |index| index.misfit),
        index(view.by_ground, |index| index.outside),
        index(view.by_people, |index| index.misfit),
        view.split.len().to_string(),
    ]
}

fn split_line(view: &MisfitView) -> String {
    let named = view.split.iter().take(NAMED).map(split_area).collect::<Vec<_>>().join(", ");
    let rest = view.split.len().saturating_sub(NAMED);
    let more = if rest > 0 { format!(" and {rest} more") } else { String::new() };
    format!("{} split by {}: {named}{more}", view.layer, view.against)
}

fn split_area(split: &SplitView) -> String {
    let label = split.name.as_deref().unwrap_or(&split.code);
    format!("{label} ({})", split.parts.len())
}
