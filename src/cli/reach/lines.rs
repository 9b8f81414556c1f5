//! Walks as text for people.

use crate::cli::output::{Output, columns};
use crate::engine::Reached;
use crate::network::Bound;
use crate::views::reach::{PairView, ReachView, TallyView};

/// Rows of a table on the terminal; a file holds them all.
const SHOWN: usize = 40;

/// Prints what was walked, what could not be, and, unless it went into a
/// file, the walks themselves.
pub(super) fn print(
    reached: &Reached,
    view: &ReachView,
    with_rows: bool,
    output: &mut Output,
) -> anyhow::Result<()> {
    output.line(heading(reached, view))?;
    output.line(tally("Starts", &view.origins))?;
    output.line(tally("Sites", &view.sites))?;
    output.line(differences(view))?;
    if !with_rows {
        return Ok(());
    }
    let rows: Vec<Vec<String>> = view.pairs.iter().take(SHOWN).map(row).collect();
    let header = ["from", "", "to", "", "minutes", "by", "straight line", "difference", "state"];
    for line in columns(&header, &rows) {
        output.line(format!("  {line}"))?;
    }
    if view.pairs.len() > SHOWN {
        output
            .line(format!("  and {} more; write them all with --out FILE.csv", view.pairs.len() - SHOWN))?;
    }
    Ok(())
}

fn heading(reached: &Reached, view: &ReachView) -> String {
    let bound = match reached.bound {
        Bound::Unlimited => String::new(),
        Bound::Minutes(minutes) => format!(", up to {minutes} minutes"),
    };
    match &view.network {
        Some(network) => format!("Walks along {network} at {} km/h{bound}.", view.pace_km_per_h),
        None => format!(
            "The place has no walking network: every time is the straight line times 1.3, at {} km/h{bound}.",
            view.pace_km_per_h
        ),
    }
}

fn tally(what: &str, tally: &TallyView) -> String {
    let mut parts = vec![format!("{what}: {}", tally.points)];
    let more = [
        (tally.unlocated, "without a location"),
        (tally.off_network, "off the network"),
        (tally.passed_over, "beside a short path that is cut off, which was passed over"),
    ];
    parts.extend(more.iter().filter(|(n, _)| *n > 0).map(|(n, words)| format!("{n} {words}")));
    let stray: usize = tally.pieces.iter().filter(|piece| piece.piece > 1).map(|piece| piece.points).sum();
    if stray > 0 {
        parts.push(format!("{stray} on pieces of network that do not meet the longest"));
    }
    format!("{}.", parts.join(", "))
}

/// How far the straight line is from the walk.
fn differences(view: &ReachView) -> String {
    let mut found: Vec<f64> = view.pairs.iter().filter_map(|pair| pair.difference_minutes).collect();
    found.sort_by(f64::total_cmp);
    let Some(most) = found.last() else {
        return "No walk can be compared with the straight line.".to_owned();
    };
    let middle = found[found.len() / 2];
    format!(
        "The network is {middle:+.1} minutes from the straight line times 1.3 in the middle case, {most:+.1} at most."
    )
}

fn row(pair: &PairView) -> Vec<String> {
    let number = |value: Option<f64>| value.map_or_else(|| "-".to_owned(), |value| format!("{value:.1}"));
    vec![
        pair.origin.clone(),
        pair.origin_name.clone().unwrap_or_default(),
        pair.site.clone().unwrap_or_else(|| "-".to_owned()),
        pair.site_name.clone().unwrap_or_default(),
        number(pair.minutes),
        pair.by.unwrap_or("-").to_owned(),
        number(pair.straight_line_minutes),
        pair.difference_minutes.map_or_else(|| "-".to_owned(), |value| format!("{value:+.1}")),
        pair.status.to_owned(),
    ]
}
