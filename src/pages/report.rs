//! The validation report of one file, as a part of a page.

use maud::{Markup, html};

use crate::check::report::Verdict;
use crate::check::{Fault, Report, Severity};
use crate::model::DatasetKind;

use super::badges;
use super::format::{self, count, counted, len};

/// The report in full: verdict, counts, summary by rule, every fault, waivers, vintages.
#[must_use]
pub fn report(report: &Report) -> Markup {
    html! {
        p class="govuk-body" { (badges::verdict(report.verdict())) " " (verdict_sentence(report)) }
        (counts(report))
        (vintages(report))
        @if report.faults.is_empty() {
            p class="govuk-inset-text" { "No fault was found in this file." }
        } @else {
            (summary(report))
            (faults(report))
        }
    }
}

fn verdict_sentence(report: &Report) -> String {
    let errors = report.faults.iter().filter(|fault| fault.severity == Severity::Error).count();
    match report.verdict() {
        Verdict::Ready if report.waivers.is_empty() => "The file passed its checks.".into(),
        Verdict::Ready => {
            "The file passed its checks; its warnings were accepted, each with a reason.".into()
        }
        Verdict::NeedsTick => format!(
            "{} must be accepted, by name and with a reason, before the file can be shown.",
            format::sentence(&counted(len(report.unticked().len()), "kind of warning", "kinds of warning"))
        ),
        Verdict::Stopped => {
            format!(
                "{} this file.",
                if errors == 1 { "1 error stops".into() } else { format!("{errors} errors stop") }
            )
        }
    }
}

fn counts(report: &Report) -> Markup {
    let c = report.counts;
    let rows = [
        ("Records in the file", Some(c.read)),
        ("Kept", Some(c.kept)),
        (filtered_words(report.kind), (c.filtered > 0).then_some(c.filtered)),
        ("Left out for a fault named below", (c.left_out > 0).then_some(c.left_out)),
        ("Shapes repaired", (c.repaired > 0).then_some(c.repaired)),
        ("Placed on the ground", (c.located > 0).then_some(c.located)),
    ];
    html! {
        dl class="ww-counts" {
            @for (label, n) in rows {
                @if let Some(n) = n {
                    div class="ww-counts__item" { dt { (label) } dd { (count(n)) } }
                }
            }
        }
    }
}

/// What setting records aside means for a kind of data set.
fn filtered_words(kind: DatasetKind) -> &'static str {
    match kind {
        DatasetKind::Network => "Not for walking, for the reasons named below",
        _ => "Left aside by the manifest's own filter",
    }
}

fn vintages(report: &Report) -> Markup {
    if report.vintages.is_empty() {
        return html! {};
    }
    html! {
        h3 class="govuk-heading-s" { "Which edition the codes belong to" }
        ul class="govuk-list govuk-list--bullet" {
            @for v in &report.vintages {
                li {
                    a class="govuk-link" href=(badges::edition_path(&v.edition)) { (v.edition) }
                    ": " (format::percent(v.share())) " of the codes match ("
                    (count(v.matched)) " of " (count(v.codes)) " codes; the edition has " (count(v.areas)) " areas)"
                }
            }
        }
    }
}

fn summary(report: &Report) -> Markup {
    html! {
        table class="govuk-table ww-table ww-table--stacks" role="table" {
            caption class="govuk-table__caption govuk-table__caption--s" { "What was found, by rule" }
            thead class="govuk-table__head" role="rowgroup" {
                tr class="govuk-table__row" role="row" {
                    th scope="col" role="columnheader" class="govuk-table__header" { "Rule" }
                    th scope="col" role="columnheader" class="govuk-table__header" { "How grave" }
                    th scope="col" role="columnheader" class="govuk-table__header govuk-table__header--numeric" { "Records or cells" }
                    th scope="col" role="columnheader" class="govuk-table__header" { "Accepted because" }
                }
            }
            tbody class="govuk-table__body" role="rowgroup" {
                @for (rule, severity, n) in report.summary() {
                    tr class="govuk-table__row" role="row" {
                        th scope="row" role="rowheader" class="govuk-table__header" {
                            a class="govuk-link" href=(format!("#{}-{rule}", severity.key())) { (rule.title()) }
                        }
                        td class="govuk-table__cell" role="cell" data-label="How grave" { (badges::severity(severity)) }
                        td class="govuk-table__cell govuk-table__cell--numeric" role="cell" data-label="Records or cells" { (count(n)) }
                        td class="govuk-table__cell" role="cell" data-label="Accepted because" { (waiver(report, rule, severity)) }
                    }
                }
            }
        }
    }
}

fn waiver(report: &Report, rule: crate::check::Rule, severity: Severity) -> Markup {
    let given = report.waivers.iter().find(|waiver| waiver.rule == rule);
    html! {
        @match (given, severity) {
            (Some(waiver), _) => (waiver.reason),
            (None, Severity::Warning) => span class="ww-missing" { "not accepted yet" },
            (None, Severity::Note) => span class="ww-quiet" { "needs no decision" },
            (None, Severity::Error) => span class="ww-quiet" { "cannot be accepted" },
        }
    }
}

fn faults(report: &Report) -> Markup {
    let mut runs: Vec<(&Fault, Vec<&Fault>)> = Vec::new();
    for fault in &report.faults {
        match runs.last_mut() {
            Some((first, run)) if first.rule == fault.rule && first.severity == fault.severity => {
                run.push(fault);
            }
            _ => runs.push((fault, vec![fault])),
        }
    }
    html! {
        h3 class="govuk-heading-s" { "Every fault with its place" }
        @for (first, run) in &runs {
            details class="govuk-details ww-faults" id=(format!("{}-{}", first.severity.key(), first.rule)) open[first.severity == Severity::Error] {
                summary class="govuk-details__summary" {
                    span class="govuk-details__summary-text" {
                        (first.rule.title()) " (" (count(run.iter().map(|fault| fault.count).sum())) ")"
                    }
                }
                div class="govuk-details__text" {
                    @if let Some(advice) = shared_advice(run) { p class="govuk-body" { strong { "What to do: " } (advice) } }
                    ol class="govuk-list ww-faults__list" {
                        @for fault in run { (self::fault(fault, shared_advice(run).is_none())) }
                    }
                }
            }
        }
    }
}

fn shared_advice<'a>(run: &[&'a Fault]) -> Option<&'a str> {
    let first = run.first().map(|fault| fault.advice.as_str()).filter(|advice| !advice.is_empty())?;
    run.iter().all(|fault| fault.advice == first || fault.advice.is_empty()).then_some(first)
}

fn fault(fault: &Fault, with_advice: bool) -> Markup {
    let place = fault.place.to_string();
    html! {
        li {
            @if !place.is_empty() { strong { (place) } ": " }
            (fault.message)
            @if with_advice && !fault.advice.is_empty() { br; span class="ww-quiet" { "What to do: " (fault.advice) } }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::{Counts, Place, Rule, Waiver};
    use crate::model::DatasetKind;

    fn file(faults: Vec<Fault>) -> Report {
        Report {
            edition: "wards@2018".parse().expect("a key"),
            kind: DatasetKind::Layer,
            file: "wards.zip".into(),
            part: None,
            checksum: None,
            counts: Counts { read: 3, kept: 2, ..Counts::default() },
            faults,
            waivers: Vec::new(),
            vintages: Vec::new(),
        }
    }

    #[test]
    fn every_fault_stands_with_its_place_and_advice() {
        let place = Place { ring: Some(2), ..Place::row(4).of("<E05>") };
        let fault = Fault::new(Rule::Gap, place, "a gap of 3 m²").advise("Snap & save the file again.");
        let text = report(&file(vec![fault])).into_string();
        assert!(text.contains("&lt;E05&gt;, row 4, ring 2"));
        assert!(text.contains("Snap &amp; save the file again."));
        assert!(text.contains("not accepted yet") && text.contains("Needs a tick"));
    }

    #[test]
    fn a_waiver_shows_its_reason() {
        let mut given = file(vec![Fault::new(Rule::Gap, Place::default(), "a gap")]);
        given.waivers.push(Waiver { rule: Rule::Gap, reason: "the river <Rea>".into() });
        let text = report(&given).into_string();
        assert!(text.contains("the river &lt;Rea&gt;") && text.contains("Ready"));
    }

    #[test]
    fn a_clean_file_says_so() {
        assert!(report(&file(Vec::new())).into_string().contains("No fault was found"));
    }
}
