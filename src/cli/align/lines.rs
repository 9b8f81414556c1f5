//! Carried figures as text for people.

use crate::cli::output::{Output, columns};
use crate::model::Missing;
use crate::views::align::{AlignView, AlignedRowView};
use crate::views::backtest::ConstantsView;

/// Prints what was carried, how, what became of the total, and every area.
pub(super) fn report(view: &AlignView, output: &mut Output) -> anyhow::Result<()> {
    let period = view.period.as_ref().map(|period| format!(", {period}")).unwrap_or_default();
    output
        .line(format!("{} ({}{period}), for {}", view.measure.title, view.geography.title, view.to.title))?;
    match &view.crosswalk {
        None => output.line("  as published for these very areas")?,
        Some(basis) => {
            let official = if basis.official { "; official" } else { "" };
            output.line(format!("  estimated: {} ({}){official}", basis.basis, basis.id))?;
        }
    }
    for constants in &view.constants {
        output.line(format!("  ranges for {}", provenance(constants)))?;
    }
    if let Some(best_fit) = &view.best_fit {
        let differ = view.rows.iter().filter(|row| row.differs).count();
        output.line(format!(
            "  best fit beside it: {}; more than 5 % apart in {differ} of {} areas",
            best_fit.basis,
            view.rows.len()
        ))?;
    }
    if let Some(balance) = &view.balance {
        output.line(format!(
            "  of {} in all, {} are placed and {} lie outside every area; {} published figures are missing",
            number(balance.total),
            number(balance.placed),
            number(balance.spilled),
            balance.missing
        ))?;
    }
    let rows: Vec<Vec<String>> = view.rows.iter().map(|row| cells(view, row)).collect();
    for line in columns(&["code", "name", "value", "95 % range", "grade", "best fit", "apart"], &rows) {
        output.line(format!("  {line}"))?;
    }
    output.line("")
}

/// What the ranges of figures by some evidence rest on.
fn provenance(constants: &ConstantsView) -> String {
    let words = |key: &str| key.replace('-', " ");
    let borrowed = if constants.rung == constants.calibrated_on {
        String::new()
    } else {
        format!(" (by the constants of {})", words(&constants.calibrated_on))
    };
    let held = constants
        .record
        .as_ref()
        .map(|record| format!("; held {:.1} % of {} truths there", record.coverage * 100.0, record.truths));
    format!(
        "{}{borrowed}: {}, {}{}",
        words(&constants.rung),
        constants.origin,
        constants.data,
        held.unwrap_or_default()
    )
}

fn cells(view: &AlignView, row: &AlignedRowView) -> Vec<String> {
    let range = row.low.zip(row.high).map(|(low, high)| format!("{} to {}", number(low), number(high)));
    let published = view.crosswalk.is_none() && row.value.is_some();
    let apart = row.difference_percent.map(|percent| {
        let mark = if row.differs { " !" } else { "" };
        format!("{percent:+.1} %{mark}")
    });
    vec![
        row.code.clone(),
        row.name.clone().unwrap_or_default(),
        value(row),
        if published { "as published".to_owned() } else { range.unwrap_or_default() },
        row.grade.clone().unwrap_or_default(),
        row.best_fit.map(number).unwrap_or_default(),
        apart.unwrap_or_default(),
    ]
}

fn value(row: &AlignedRowView) -> String {
    if let Some(mixture) = &row.mixture {
        let shares = mixture.iter().map(|share| {
            let name = share.category.as_deref().or(share.missing.as_deref()).unwrap_or("");
            format!("{name} {:.0} %", share.share * 100.0)
        });
        return shares.collect::<Vec<_>>().join(", ");
    }
    let gap = || row.missing.as_deref().and_then(Missing::from_key).map_or("", Missing::words).to_owned();
    row.value.map_or_else(gap, number)
}

/// Whole numbers for large figures, three places for small ones.
fn number(value: f64) -> String {
    let places = match value.abs() {
        whole if whole.fract() <= 0.0 => 0,
        large if large >= 1_000.0 => 0,
        middling if middling >= 10.0 => 1,
        _ => 3,
    };
    format!("{value:.places$}")
}
