//! What a search found as text for people.

use crate::cli::output::Output;
use crate::views::colocate::{CandidateView, ColocatedView, TallyView};

/// Prints notes, candidates and how many there are of the rest.
pub(super) fn report(
    view: &ColocatedView,
    asks_for_pairs: bool,
    show: usize,
    output: &mut Output,
) -> anyhow::Result<()> {
    output.line(&view.title)?;
    output.line(&view.walks)?;
    if asks_for_pairs {
        tally(&view.tally, output)?;
    }
    for note in &view.notes {
        output.line(format!("note: {}", note.words))?;
    }
    for candidate in view.candidates.iter().take(show) {
        output.line("")?;
        for line in lines(candidate) {
            output.line(line)?;
        }
    }
    output.line("")?;
    for reach in &view.reaches {
        output.line(format!(
            "{}: {} services reach {:.0} people and do not reach {:.0}; {:.0} could be.",
            reach.term, reach.services, reach.reached, reach.not_reached, reach.could_be_reached
        ))?;
    }
    for gap in view.gaps.iter().take(show) {
        output.line(format!("  {} in {}: {:.0} people more", gap.term, gap.building.name, gap.people))?;
    }
    for hub in view.hubs.iter().take(show) {
        output.line(format!(
            "hub around {}: {} buildings of {}",
            hub.middle.name,
            hub.buildings.len(),
            hub.owners.join(", ")
        ))?;
    }
    for one in view.duplicates.iter().take(show) {
        output.line(format!(
            "possible duplicate: {} and {} ({}), {:.0} people within reach of both",
            one.first.name, one.second.name, one.term, one.people
        ))?;
    }
    Ok(())
}

fn tally(tally: &TallyView, output: &mut Output) -> anyhow::Result<()> {
    output.line(format!(
        "{} pairs within reach: {} pass all gates, {} are to be checked, {} fail.",
        tally.within_reach, tally.passes, tally.to_check, tally.fails
    ))?;
    for gate in &tally.failed_by {
        output.line(format!("  {} fail \u{201c}{}\u{201d}", gate.pairs, gate.title))?;
    }
    for gate in &tally.open_at {
        output.line(format!("  \u{201c}{}\u{201d} is not known for {}", gate.title, gate.pairs))?;
    }
    Ok(())
}

fn lines(one: &CandidateView) -> Vec<String> {
    let tier = if one.tier == "passes" { "passes" } else { "to check" };
    let front = if one.front == "on" { ", on the front of cost, access and equality" } else { "" };
    let mut lines = vec![format!(
        "{}. {} \u{2192} {}  {:.2} ({:.2} to {:.2}), {tier}{front}",
        one.rank, one.service.name, one.building.name, one.score.middle, one.score.low, one.score.high
    )];
    lines.push(format!("   {}", one.sentence));
    lines
}
