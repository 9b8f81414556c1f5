//! A lineage as text for people.

use crate::cli::output::{Output, columns};
use crate::views::lineage::{CountView, LineView, LineageView, PortionView, ReuseView, TieView};

/// Prints the summary, then every area with its successors and predecessors.
pub(in crate::cli) fn report(view: &LineageView, output: &mut Output) -> anyhow::Result<()> {
    summary(view, output)?;
    let old = ["code", "name", "event", "left", "now", "name", "share of old", "share of new"];
    let new = ["code", "name", "event", "came", "before", "name", "share of new", "share of old"];
    for (title, header, lines) in [
        ("What became of the old areas:", old, &view.old),
        ("Where the new areas came from:", new, &view.new),
    ] {
        output.line("")?;
        output.line(title)?;
        let rows: Vec<Vec<String>> = lines.iter().flat_map(rows_of).collect();
        for line in columns(&header, &rows) {
            output.line(format!("  {line}"))?;
        }
    }
    Ok(())
}

/// Prints what is compared, how, how many areas each event befell, and the
/// codes and names that must not be joined by.
fn summary(view: &LineageView, output: &mut Output) -> anyhow::Result<()> {
    output.line(format!("From {} to {}, {}.", view.from, view.to, measured_by(view)))?;
    output.line(format!(
        "Two drawings of a line may lie {} m apart; pieces below {} of both areas are left out.",
        view.tolerance_m,
        percent(view.least_share)
    ))?;
    output.line(format!("  old areas: {}", counted(&view.old_counts)))?;
    output.line(format!("    {} lie whole in one new area", n_within_one(&view.old)))?;
    output.line(format!("  new areas: {}", counted(&view.new_counts)))?;
    output.line(format!("    {} lie whole in one old area", n_within_one(&view.new)))?;
    for reuse in &view.codes_reused {
        output.line(format!("! {}", code_reused(reuse)))?;
    }
    if !view.names_reused.is_empty() {
        let names: Vec<&str> =
            view.names_reused.iter().filter_map(|reuse| reuse.old_name.as_deref()).collect();
        output.line(format!(
            "! {} names stand for other ground in the other edition; do not join by name: {}",
            names.len(),
            names.join(", ")
        ))?;
    }
    Ok(())
}

fn measured_by(view: &LineageView) -> String {
    match &view.counted_by {
        Some(rung) => format!("by people ({}), ground where there are none", rung.replace('-', " ")),
        None => "by ground (people were not counted)".to_owned(),
    }
}

fn counted(counts: &[CountView]) -> String {
    let count = |count: &CountView| format!("{} {}", count.areas, count.event.replace('-', " "));
    if counts.is_empty() {
        "none".to_owned()
    } else {
        counts.iter().map(count).collect::<Vec<_>>().join(", ")
    }
}

fn n_within_one(lines: &[LineView]) -> usize {
    lines.iter().filter(|line| line.within_one).count()
}

fn code_reused(reuse: &ReuseView) -> String {
    format!(
        "{} stands for other ground in the new edition: {} of the old area is in it, {} of the new one came from there",
        reuse.old_code,
        share(reuse.of_old),
        share(reuse.of_new)
    )
}

/// An area's rows: one a tie, the area named in the first.
fn rows_of(line: &LineView) -> Vec<Vec<String>> {
    let moved =
        if line.events.iter().any(|event| moves_ground(event)) { share(line.moved) } else { String::new() };
    let mut events: Vec<String> = line.events.iter().map(|event| event.replace('-', " ")).collect();
    if line.within_one && line.events.iter().any(|event| event == "shift") {
        events.push("within one".to_owned());
    }
    let head = [line.code.clone(), line.name.clone().unwrap_or_default(), events.join(", "), moved];
    if line.ties.is_empty() {
        return vec![head.to_vec()];
    }
    let row = |(at, tie): (usize, &TieView)| {
        let head = if at == 0 { head.clone() } else { [const { String::new() }; 4] };
        let tail =
            [tie.code.clone(), tie.name.clone().unwrap_or_default(), share(tie.of_this), share(tie.of_that)];
        head.into_iter().chain(tail).collect()
    };
    line.ties.iter().enumerate().map(row).collect()
}

fn moves_ground(event: &str) -> bool {
    matches!(event, "split" | "merge" | "shift")
}

/// The share of people where there is one, else that of ground.
fn share(portion: PortionView) -> String {
    percent(portion.people.unwrap_or(portion.ground))
}

fn percent(share: f64) -> String {
    let text = format!("{:.1}", share * 100.0);
    format!("{} %", text.strip_suffix(".0").unwrap_or(&text))
}
