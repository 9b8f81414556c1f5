//! Chosen sites as text for people.

use crate::cli::output::{Output, columns};
use crate::views::siting::{GroupServedView, LocatedView};

/// Prints an outcome.
pub(super) fn report(view: &LocatedView, seconds: f64, output: &mut Output) -> anyhow::Result<()> {
    output.line(&view.title)?;
    output.line(headline(view, seconds))?;
    if !view.conflict.is_empty() {
        return conflict(view, output);
    }
    let rows: Vec<Vec<String>> = view
        .chosen
        .iter()
        .map(|site| {
            let room = site.capacity.map_or(String::new(), |room| format!("{room:.0}"));
            let fate = if site.fate == "fixed" { "fixed" } else { "" };
            let partner = site.partner.clone().unwrap_or_default();
            vec![
                site.name.clone(),
                partner,
                format!("{:.0}", site.people),
                site.areas.to_string(),
                room,
                fate.into(),
            ]
        })
        .collect();
    for line in columns(&["site", "partner", "people", "areas", "room", ""], &rows) {
        output.line(line)?;
    }
    let rows: Vec<Vec<String>> = view.groups.iter().map(group).collect();
    if !rows.is_empty() {
        output.line("")?;
        for line in columns(&["group", "within", "served", "of", "%", "at least"], &rows) {
            output.line(line)?;
        }
    }
    output.line("")?;
    output.line(format!("{:.0} of {:.0} people are served.", view.people_served, view.people))?;
    if !view.not_served.is_empty() {
        output.line(format!("{} areas are not served; the files name them.", view.not_served.len()))?;
    }
    if let Some(words) = off_streets(view) {
        output.line(words)?;
    }
    output.line(&view.rests_on.travel_words)?;
    for note in &view.rests_on.notes {
        output.line(note)?;
    }
    if !view.rests_on.unlocated.is_empty() {
        output.line(format!("No point is known of: {}.", view.rests_on.unlocated.join(", ")))?;
    }
    Ok(())
}

/// Who is left out of the walks of their area.
fn off_streets(view: &LocatedView) -> Option<String> {
    let off = &view.off_streets;
    (off.people > 0.0).then(|| {
        format!(
            "No street leads to any site from where {:.0} people ({:.1} %) live: in {} areas the others' walks stand for them, in {} nobody can walk.",
            off.people,
            off.share.unwrap_or_default() * 100.0,
            off.areas_in_part,
            off.areas_whole
        )
    })
}

fn headline(view: &LocatedView, seconds: f64) -> String {
    let number = |value: Option<f64>| value.map_or_else(|| "none".to_owned(), |value| format!("{value:.3}"));
    format!(
        "{}: {}. Objective {} {}, bound {}, gap {}, seed {}, {seconds:.2} s.",
        view.model,
        view.status.replace('-', " "),
        number(view.objective),
        view.objective_unit,
        number(view.bound),
        view.gap.map_or_else(|| "none".to_owned(), |gap| format!("{:.4} %", gap * 100.0)),
        view.seed
    )
}

fn conflict(view: &LocatedView, output: &mut Output) -> anyhow::Result<()> {
    output.line("These cannot hold together:")?;
    for words in &view.conflict {
        output.line(format!("  - {words}"))?;
    }
    output.line(match (view.conflict_minimal, view.conflict_smallest) {
        (_, Some(true)) => "Without any one of them the others can; no smaller set is in conflict.",
        (Some(true), _) => "Without any one of them the others can.",
        _ => "Time ran out before it was known whether all of them are needed.",
    })
}

fn group(group: &GroupServedView) -> Vec<String> {
    let percent = |share: Option<f64>| share.map_or(String::new(), |share| format!("{:.1}", share * 100.0));
    vec![
        group.group.clone(),
        group.within_minutes.map_or_else(|| "any".to_owned(), |minutes| format!("{minutes} min")),
        format!("{:.0}", group.served),
        format!("{:.0}", group.people),
        percent(group.share),
        percent(group.asked),
    ]
}
