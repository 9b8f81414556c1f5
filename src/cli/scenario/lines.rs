//! A scenario as text for people.

use crate::cli::output::{Output, columns};
use crate::views::scenario::{RangeView, TallyView, TriedView};

/// Prints what a plan does.
pub(super) fn report(view: &TriedView, output: &mut Output) -> anyhow::Result<()> {
    output.line(&view.title)?;
    for action in &view.actions {
        output.line(format!("  {action}."))?;
    }
    output.line("")?;
    let rows: Vec<Vec<String>> = view.tallies.iter().map(row).collect();
    let header = [
        "",
        "who",
        "people",
        "longer",
        "quicker",
        "no longer near",
        "newly near",
        "cut off",
        "min before",
        "after",
        "losing %",
        "",
    ];
    for line in columns(&header, &rows) {
        output.line(line)?;
    }
    output.line("")?;
    output.line(format!(
        "Longer and quicker: by more than {} minutes. Near: within {} minutes. Brackets: 95 % ranges.",
        view.threshold_minutes, view.near_minutes
    ))?;
    output.line(&view.rests_on.travel_words)?;
    for note in &view.rests_on.notes {
        output.line(note)?;
    }
    if !view.rests_on.unlocated.is_empty() {
        output.line(format!("No point is known of: {}.", view.rests_on.unlocated.join(", ")))?;
    }
    Ok(())
}

fn row(tally: &TallyView) -> Vec<String> {
    let minutes = |value: Option<f64>| value.map_or_else(|| "none".to_owned(), |value| format!("{value:.1}"));
    let share = tally.share_losing.map_or(String::new(), |share| format!("{:.1}", share.value * 100.0));
    vec![
        tally.family.clone(),
        tally.name.clone(),
        format!("{:.0}", tally.people.value),
        range(tally.losing),
        range(tally.gaining),
        range(tally.no_longer_near),
        range(tally.newly_near),
        range(tally.cut_off),
        minutes(tally.minutes_before),
        minutes(tally.minutes_after),
        share,
        if tally.harder_hit { "hit harder".to_owned() } else { String::new() },
    ]
}

fn range(range: RangeView) -> String {
    let (low, high) = (range.low.round(), range.high.round());
    let value = format!("{:.0}", range.value);
    if low < high { format!("{value} ({low:.0}-{high:.0})") } else { value }
}
