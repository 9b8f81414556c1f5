//! The outcome of checking one file: counts, faults, waivers, verdict.

use std::collections::BTreeMap;

use crate::model::{Checksum, DatasetKind, EditionKey};

use crate::fault::{Fault, Rule, Severity};

/// How many faults of one rule a report lists one by one. The rest are counted.
pub const LISTED_PER_RULE: usize = 200;

/// What was found in one file.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// The edition that the file was to become.
    pub edition: EditionKey,
    /// What it was to become.
    pub kind: DatasetKind,
    /// Path inside the source folder.
    pub file: String,
    /// Sheet, container layer or archive member.
    pub part: Option<String>,
    /// SHA-256 of the file's bytes; `None` when it could not be read.
    pub checksum: Option<Checksum>,
    /// What went in and what came out.
    pub counts: Counts,
    /// Every fault, gravest first, then by rule, then by place.
    pub faults: Vec<Fault>,
    /// The waivers of the manifest that applied here.
    pub waivers: Vec<Waiver>,
    /// How well the codes match each vintage that the place holds, best first.
    pub vintages: Vec<VintageMatch>,
}

/// What went in and what came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Records in the file, blank ones included.
    pub read: u64,
    /// Records in the result.
    pub kept: u64,
    /// Records that the manifest's own filter leaves aside.
    pub filtered: u64,
    /// Records left out for a fault that the report names.
    pub left_out: u64,
    /// Shapes that were repaired.
    pub repaired: u64,
    /// Records with a point on the ground (registers).
    pub located: u64,
}

/// A warning that a person has ticked, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiver {
    /// The rule that is waived for this file.
    pub rule: Rule,
    /// The reason given.
    pub reason: String,
}

/// How many of a table's codes one edition of one layer holds.
#[derive(Debug, Clone, PartialEq)]
pub struct VintageMatch {
    /// The edition compared with.
    pub edition: EditionKey,
    /// Distinct codes of the table that the edition holds.
    pub matched: u64,
    /// Distinct codes of the table.
    pub codes: u64,
    /// Areas of the edition.
    pub areas: u64,
}

impl VintageMatch {
    /// Share of the table's codes that the edition holds, in `0..=1`.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "counts of codes are far below 2^52")]
    pub fn share(&self) -> f64 {
        if self.codes == 0 { 0.0 } else { self.matched as f64 / self.codes as f64 }
    }
}

/// Whether a checked file may become part of the place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// No error, and every warning has its waiver.
    Ready,
    /// No error, but warnings wait for a tick.
    NeedsTick,
    /// At least one error.
    Stopped,
}

impl Verdict {
    /// The name used on the wire.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::NeedsTick => "needs-tick",
            Self::Stopped => "stopped",
        }
    }
}

impl Report {
    /// Whether the file may become part of the place.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        let stopped = self.faults.iter().any(|fault| fault.severity == Severity::Error);
        if stopped {
            return Verdict::Stopped;
        }
        if self.unticked().is_empty() { Verdict::Ready } else { Verdict::NeedsTick }
    }

    /// The rules with warnings that no waiver covers, each with its count.
    #[must_use]
    pub fn unticked(&self) -> BTreeMap<Rule, u64> {
        let mut rules = BTreeMap::new();
        for fault in &self.faults {
            let waived = self.waivers.iter().any(|waiver| waiver.rule == fault.rule);
            if fault.severity == Severity::Warning && !waived {
                *rules.entry(fault.rule).or_insert(0) += fault.count;
            }
        }
        rules
    }

    /// How many records or cells each rule concerns, gravest rules first.
    #[must_use]
    pub fn summary(&self) -> Vec<(Rule, Severity, u64)> {
        let mut sums: BTreeMap<(std::cmp::Reverse<Severity>, Rule), u64> = BTreeMap::new();
        for fault in &self.faults {
            *sums.entry((std::cmp::Reverse(fault.severity), fault.rule)).or_insert(0) += fault.count;
        }
        sums.into_iter().map(|((severity, rule), count)| (rule, severity.0, count)).collect()
    }

    /// Puts the faults into reading order and cuts long runs of one rule to
    /// [`LISTED_PER_RULE`], with an entry that says how many more there are.
    pub fn settle(&mut self) {
        self.faults.sort_by(|a, b| {
            (std::cmp::Reverse(a.severity), a.rule, &a.place, &a.message).cmp(&(
                std::cmp::Reverse(b.severity),
                b.rule,
                &b.place,
                &b.message,
            ))
        });
        let mut listed: BTreeMap<(Severity, Rule), usize> = BTreeMap::new();
        let mut more: BTreeMap<(Severity, Rule), u64> = BTreeMap::new();
        self.faults.retain(|fault| {
            let key = (fault.severity, fault.rule);
            let seen = listed.entry(key).or_insert(0);
            *seen += 1;
            if *seen > LISTED_PER_RULE {
                *more.entry(key).or_insert(0) += fault.count;
            }
            *seen <= LISTED_PER_RULE
        });
        for ((severity, rule), count) in more {
            let message = format!("{count} more of this kind; the first {LISTED_PER_RULE} are listed");
            let fault = Fault::new(rule, super::Place::default(), message).at(severity).counting(count);
            let end = self.faults.iter().rposition(|f| (f.severity, f.rule) == (severity, rule));
            self.faults.insert(end.map_or(self.faults.len(), |at| at + 1), fault);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Place;

    fn report(faults: Vec<Fault>) -> Report {
        Report {
            edition: "wards@2018".parse().expect("a key"),
            kind: DatasetKind::Layer,
            file: "wards.zip".into(),
            part: None,
            checksum: None,
            counts: Counts::default(),
            faults,
            waivers: Vec::new(),
            vintages: Vec::new(),
        }
    }

    #[test]
    fn a_warning_needs_a_waiver_that_names_its_rule() {
        let mut report = report(vec![Fault::new(Rule::Gap, Place::default(), "a gap")]);
        assert_eq!(report.verdict(), Verdict::NeedsTick);
        report.waivers.push(Waiver { rule: Rule::Gap, reason: "a river".into() });
        assert_eq!(report.verdict(), Verdict::Ready);
    }

    #[test]
    fn an_error_cannot_be_waived() {
        let mut report = report(vec![Fault::new(Rule::DuplicateCode, Place::default(), "twice")]);
        report.waivers.push(Waiver { rule: Rule::DuplicateCode, reason: "so what".into() });
        assert_eq!(report.verdict(), Verdict::Stopped);
    }

    #[test]
    fn a_long_run_is_cut_and_still_counted() {
        let many = (1..=250).map(|row| Fault::new(Rule::Gap, Place::row(row), "a gap")).collect();
        let mut report = report(many);
        report.settle();
        assert_eq!(report.faults.len(), LISTED_PER_RULE + 1);
        assert_eq!(report.summary(), vec![(Rule::Gap, Severity::Warning, 250)]);
    }
}
