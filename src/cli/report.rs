//! A check's report for the terminal.

use crate::check::{Fault, Report, Rule, Severity, Waiver};
use crate::import::AssessmentOutcome;

/// How many faults of one rule are written out, unless all are asked for.
const SHOWN_PER_RULE: usize = 3;

/// The lines of a report. With `all`, every listed fault is written out.
#[must_use]
pub fn lines(report: &Report, all: bool) -> Vec<String> {
    let mut lines = vec![heading(report), format!("  {}", counts(report))];
    lines.extend(vintages(report));
    for (rule, severity, count) in report.summary() {
        lines.push(rule_line(report, rule, severity, count));
        lines.extend(fault_lines(report, rule, severity, all));
    }
    lines
}

/// What the checks found, in a few words for a table of many files.
#[must_use]
pub fn found(report: &Report) -> String {
    let of = |wanted| report.summary().into_iter().filter(|(_, severity, _)| *severity == wanted).count();
    let settled = |(rule, severity, _): &(Rule, Severity, u64)| accepted(report, *rule, *severity).is_some();
    let ticked = report.summary().iter().filter(|line| settled(line)).count();
    let counts = [
        (of(Severity::Error), "errors"),
        (of(Severity::Warning) - ticked, "to tick"),
        (ticked, "ticked"),
        (of(Severity::Note), "noted"),
    ];
    let mut parts: Vec<String> =
        counts.iter().filter(|(n, _)| *n > 0).map(|(n, words)| format!("{n} {words}")).collect();
    let repaired = report.counts.repaired;
    parts.extend((repaired > 0).then(|| format!("{repaired} shapes repaired")));
    if parts.is_empty() { "nothing".to_owned() } else { parts.join(", ") }
}

/// One line that says how a file fared.
#[must_use]
pub fn heading(report: &Report) -> String {
    let part = report.part.as_ref().map_or(String::new(), |part| format!(" ({part})"));
    format!("{}  {}{part}: {}", report.edition, report.file, verdict(report))
}

fn verdict(report: &Report) -> String {
    use crate::check::report::Verdict;
    match report.verdict() {
        Verdict::Ready => "ready".to_owned(),
        Verdict::Stopped => "stopped by errors".to_owned(),
        Verdict::NeedsTick => {
            let rules: Vec<_> = report.unticked().into_keys().map(Rule::key).collect();
            format!("waits for a tick on {}", rules.join(", "))
        }
    }
}

fn counts(report: &Report) -> String {
    let c = &report.counts;
    let is_network = report.kind == crate::model::DatasetKind::Network;
    let things = if is_network { "ways" } else { "records" };
    let mut parts = vec![format!("{} {things} read", c.read), format!("{} kept", c.kept)];
    let more = [
        (c.filtered, if is_network { "not for walking" } else { "set aside by the manifest's filter" }),
        (c.left_out, "left out"),
        (c.repaired, "repaired"),
    ];
    parts.extend(more.iter().filter(|(n, _)| *n > 0).map(|(n, words)| format!("{n} {words}")));
    if report.kind == crate::model::DatasetKind::Register {
        parts.push(format!("{} located", c.located));
    }
    parts.join(", ")
}

fn vintages(report: &Report) -> Vec<String> {
    let best = report.vintages.iter().take(3);
    best.map(|m| {
        format!(
            "  codes match {} {:.1} % ({} of {} codes; the edition has {} areas)",
            m.edition,
            100.0 * m.share(),
            m.matched,
            m.codes,
            m.areas
        )
    })
    .collect()
}

fn rule_line(report: &Report, rule: Rule, severity: Severity, count: u64) -> String {
    let waiver = accepted(report, rule, severity);
    let word = match severity {
        Severity::Error => "ERROR",
        Severity::Warning if waiver.is_some() => "ticked",
        Severity::Warning => "WARNING",
        Severity::Note => "note",
    };
    let reason = waiver.map_or(String::new(), |waiver| format!(" (accepted: {})", waiver.reason));
    format!("  {word:<8}{rule} × {count}: {}{reason}", rule.title())
}

/// The tick that settles a warning. Notes need none, and errors can have none.
fn accepted(report: &Report, rule: Rule, severity: Severity) -> Option<&Waiver> {
    report.waivers.iter().find(|waiver| waiver.rule == rule && severity == Severity::Warning)
}

fn fault_lines(report: &Report, rule: Rule, severity: Severity, all: bool) -> Vec<String> {
    let faults: Vec<&Fault> =
        report.faults.iter().filter(|f| f.rule == rule && f.severity == severity).collect();
    let shown = if all { faults.len() } else { SHOWN_PER_RULE };
    // What is settled needs no advice.
    let open = severity != Severity::Note && accepted(report, rule, severity).is_none();
    let mut lines = Vec::new();
    for run in faults[..shown.min(faults.len())].chunk_by(|a, b| a.advice == b.advice) {
        lines.extend(run.iter().map(|fault| fault_line(fault)));
        let advice =
            run.first().map(|fault| fault.advice.as_str()).filter(|advice| open && !advice.is_empty());
        lines.extend(advice.map(|advice| format!("          → {advice}")));
    }
    if faults.len() > shown {
        lines.push(format!("            and {} more; --all lists them", faults.len() - shown));
    }
    lines
}

fn fault_line(fault: &Fault) -> String {
    let place = fault.place.to_string();
    let gap = if place.is_empty() { "" } else { ": " };
    format!("          {place}{gap}{}", fault.message)
}

/// What came of recipes of assessments, a line each and one for each fault.
#[must_use]
pub fn recipe_lines(outcomes: &[AssessmentOutcome]) -> Vec<String> {
    let mut lines = Vec::new();
    for one in outcomes {
        let id = one.id.as_ref().map_or(String::new(), |id| format!(" '{id}'"));
        lines.push(format!("{}{id}  {}: {}", one.of.key(), one.file, one.state.words()));
        lines.extend(one.faults.iter().map(|fault| format!("          {fault}")));
    }
    lines
}

/// What came of a recipe, for machines.
#[must_use]
pub fn recipe_json(one: &AssessmentOutcome) -> serde_json::Value {
    serde_json::json!({
        one.of.key(): one.id,
        "file": one.file,
        "state": one.state.key(),
        "faults": one.faults,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::{Counts, Place};
    use crate::model::DatasetKind;

    #[test]
    fn a_report_names_the_rule_the_place_and_the_reason() {
        let report = Report {
            edition: "wards@2018".parse().expect("a key"),
            kind: DatasetKind::Layer,
            file: "wards.zip".into(),
            part: None,
            checksum: None,
            counts: Counts { read: 69, kept: 69, ..Counts::default() },
            faults: vec![
                Fault::new(Rule::Gap, Place::row(4).of("E05011118"), "a gap of 12 m²").advise("Snap it."),
            ],
            waivers: vec![Waiver { rule: Rule::Gap, reason: "the river".into() }],
            vintages: Vec::new(),
        };
        let text = lines(&report, false).join("\n");
        assert!(!text.contains("→"), "what is accepted needs no advice: {text}");
        assert_eq!(found(&report), "1 ticked");
        for part in [
            "wards@2018  wards.zip: ready",
            "ticked",
            "accepted: the river",
            "E05011118, row 4: a gap of 12 m²",
        ] {
            assert!(text.contains(part), "{part} in\n{text}");
        }
    }
}
