//! A back-test as text for people.

use crate::cli::output::{Output, columns};
use crate::views::backtest::{BacktestRowView, BacktestView, WeigherView};

const HEADER: [&str; 10] =
    ["rung", "beside", "kind", "constant", "truths", "held", "", "width", "error", "worst"];

/// With fewer targets than this, coverage says little.
const FEW_TARGETS: usize = 30;

/// Prints what was tested on what, the table, and whether each range holds.
pub(super) fn report(view: &BacktestView, output: &mut Output) -> anyhow::Result<()> {
    let test = view.test.as_ref().map_or_else(
        || "A test derived from what the place holds".to_owned(),
        |id| format!("Back-test '{id}'"),
    );
    output.line(format!("{test}: {}.", view.data))?;
    ground(view, output)?;
    output.line("")?;
    let rows: Vec<Vec<String>> = view.rows.iter().map(cells).collect();
    for line in columns(&HEADER, &rows) {
        output.line(format!("  {line}"))?;
    }
    output.line("")?;
    verdict(view, output)
}

fn ground(view: &BacktestView, output: &mut Output) -> anyhow::Result<()> {
    output.line(format!(
        "  truths: {} counts, {}; residents by '{}'",
        view.truths.len(),
        ends(&view.truths),
        view.total
    ))?;
    output.line(format!(
        "  small areas: {} of {} take part; {} have no full row of figures, {} lie in no source, {} in no target",
        view.tested, view.n_small_areas, view.without_figures, view.in_no_source, view.in_no_target
    ))?;
    for weigher in &view.weights {
        output.line(format!("  weights: {}", weights(weigher)))?;
    }
    for unused in &view.unused {
        let kind = unused.kind.replace('-', " ");
        output.line(format!("  not used: {kind} of {}, for {}", unused.edition, unused.why))?;
    }
    let nested = match view.nested_targets {
        0 => "none nests".to_owned(),
        n => format!("{n} nest and are exact (worst error {:.1e})", view.worst_nested_error),
    };
    output.line(format!(
        "  targets: {} in {} parts (seed {}); {nested}, the rest are judged",
        view.targets, view.folds, view.seed
    ))
}

fn ends(names: &[String]) -> String {
    match names {
        [first, .., last] => format!("from '{first}' to '{last}'"),
        _ => format!("'{}'", names.concat()),
    }
}

fn weights(weigher: &WeigherView) -> String {
    let rung = weigher.rung.replace('-', " ");
    if weigher.rung == "area" {
        return format!("{rung}, the ground of small areas");
    }
    let column = weigher.column.as_ref().map_or(String::new(), |column| format!(" '{column}'"));
    format!("{rung}, {}{column}, in {} small areas", weigher.edition, weigher.small_areas)
}

fn cells(row: &BacktestRowView) -> Vec<String> {
    let record = &row.record;
    let rung = if row.rung == "lookup" { "best fit by people".into() } else { row.rung.replace('-', " ") };
    vec![
        rung,
        row.company.trim_start_matches("beside-").replace("alone", "nothing"),
        row.kind.clone(),
        constant(row),
        record.truths.to_string(),
        percent(record.coverage),
        if record.promise == "holds" {
            String::new()
        } else {
            format!("! {}", record.promise.replace('-', " "))
        },
        percent(record.mean_width),
        percent(record.mean_error),
        percent(record.worst_error),
    ]
}

fn constant(row: &BacktestRowView) -> String {
    let Some(constant) = row.constant else { return "none".into() };
    let parts: Vec<String> = row.constant_without_fold.iter().map(|part| format!("{part:.3}")).collect();
    format!("{constant:.5} ({})", parts.join(", "))
}

fn percent(share: f64) -> String {
    format!("{:.1} %", share * 100.0)
}

fn verdict(view: &BacktestView, output: &mut Output) -> anyhow::Result<()> {
    let missed: Vec<&BacktestRowView> =
        view.rows.iter().filter(|row| row.record.promise != "holds").collect();
    if missed.is_empty() {
        output.line(format!(
            "Each of {} stated 95 % ranges holds 92 to 98 % of the truths.",
            view.rows.len()
        ))?;
    } else {
        output.line(format!(
            "! {} of {} stated 95 % ranges do not hold 92 to 98 % of the truths; they are marked above.",
            missed.len(),
            view.rows.len()
        ))?;
    }
    if missed.iter().any(|row| row.record.promise == "too-wide" && row.constant == Some(0.0)) {
        output.line(
            "  Where a range is too wide with a constant of 0, the counts lie more evenly than people who settle one by one: no constant is smaller.",
        )?;
    }
    let judged = view.targets - view.nested_targets;
    if !missed.is_empty() && judged < FEW_TARGETS {
        output.line(format!(
            "  With {judged} targets a miss may be chance: the truths of one target go astray together."
        ))?;
    }
    output.line(match (view.in_use, &view.test) {
        (true, _) => "Ranges of this place rest on the constants of this test.".to_owned(),
        (false, Some(id)) => format!(
            "Ranges of this place do not rest on this run; use_constants = true in the manifest's back-test '{id}' makes them rest on that test as it is described."
        ),
        (false, None) => {
            "Ranges of this place do not rest on this run; a [[backtest]] with use_constants = true in the manifest makes them.".to_owned()
        }
    })
}
