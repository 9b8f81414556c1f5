//! A validation report on the wire: for `--format json`, the API and the store.
//!
//! The written form is stable: fields are only ever added. A report that was
//! written can be read back into [`Report`]; what can be worked out from the
//! rest (`verdict`, `summary`, `unticked`, `share`) is written for readers
//! elsewhere and not read back.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::check::{Counts, Fault, Place, Report, Rule, Severity, VintageMatch, Waiver};
use crate::model::{Checksum, DatasetKind};

/// What was found in one file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ReportView {
    /// The edition that the file was to become, as `dataset@edition`.
    #[schema(example = "wards@2018")]
    pub edition: String,
    /// `layer`, `register` or `table`.
    pub kind: String,
    /// Path inside the source folder.
    pub file: String,
    /// Sheet, container layer or archive member.
    pub part: Option<String>,
    /// SHA-256 of the file, or null when it could not be read.
    pub checksum: Option<String>,
    /// `ready`, `needs-tick` or `stopped`.
    #[serde(default)]
    pub verdict: String,
    /// What went in and what came out.
    pub counts: CountsView,
    /// How many records or cells each rule concerns, gravest first.
    #[serde(default)]
    pub summary: Vec<SummaryView>,
    /// Rules whose warnings wait for a tick.
    #[serde(default)]
    pub unticked: Vec<String>,
    /// Every fault, gravest first, then by rule, then by place.
    pub faults: Vec<FaultView>,
    /// The warnings that the manifest accepts for this file.
    pub waivers: Vec<WaiverView>,
    /// How well the codes match each vintage that the place holds, best first.
    pub vintages: Vec<VintageView>,
}

/// What went in and what came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CountsView {
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

/// One line of a report's summary.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SummaryView {
    /// Key of the rule.
    pub rule: String,
    /// What the rule is about.
    pub title: String,
    /// `note`, `warning` or `error`.
    pub severity: String,
    /// Records or cells concerned.
    pub count: u64,
}

/// One fault with its place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct FaultView {
    /// Key of the rule, as a waiver names it.
    pub rule: String,
    /// `note`, `warning` or `error`.
    pub severity: String,
    /// What is wrong, as one sentence.
    pub message: String,
    /// What to do about it; empty where nothing needs doing.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub advice: String,
    /// Records or cells for which this entry speaks.
    pub count: u64,
    /// 1-based record; the starting line in text tables.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub row: Option<u64>,
    /// Published column name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// Code of the area, or id of the record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// 1-based part of a multi-part shape.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<u32>,
    /// 1-based ring of the part; 1 is the shell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ring: Option<u32>,
    /// 1-based point of the ring.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub point: Option<u32>,
}

/// A warning that a person has ticked, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct WaiverView {
    /// Key of the rule.
    pub rule: String,
    /// The reason given in the manifest.
    pub reason: String,
}

/// How many of a table's codes one edition of one layer holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct VintageView {
    /// The edition compared with, as `dataset@edition`.
    pub edition: String,
    /// Distinct codes of the table that the edition holds.
    pub matched: u64,
    /// Distinct codes of the table.
    pub codes: u64,
    /// Areas of the edition.
    pub areas: u64,
    /// `matched` as a share of `codes`, in 0 to 1.
    #[serde(default)]
    pub share: f64,
}

/// Why a written report cannot be read back.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the report's field '{field}' holds '{value}', which this version of Wardwise does not know")]
pub struct ReportError {
    /// Which field.
    pub field: &'static str,
    /// What stands there.
    pub value: String,
}

impl From<&Report> for ReportView {
    fn from(report: &Report) -> Self {
        Self {
            edition: report.edition.to_string(),
            kind: report.kind.key().to_owned(),
            file: report.file.clone(),
            part: report.part.clone(),
            checksum: report.checksum.as_ref().map(ToString::to_string),
            verdict: report.verdict().key().to_owned(),
            counts: report.counts.into(),
            summary: report.summary().into_iter().map(SummaryView::from).collect(),
            unticked: report.unticked().keys().map(|rule| rule.key().to_owned()).collect(),
            faults: report.faults.iter().map(FaultView::from).collect(),
            waivers: report.waivers.iter().map(WaiverView::from).collect(),
            vintages: report.vintages.iter().map(VintageView::from).collect(),
        }
    }
}

impl TryFrom<ReportView> for Report {
    type Error = ReportError;

    fn try_from(view: ReportView) -> Result<Self, ReportError> {
        let checksum = view.checksum.map(|text| read("checksum", &text, Checksum::parse)).transpose()?;
        Ok(Self {
            edition: read("edition", &view.edition, |text| text.parse().ok())?,
            kind: read("kind", &view.kind, DatasetKind::from_key)?,
            file: view.file,
            part: view.part,
            checksum,
            counts: view.counts.into(),
            faults: view.faults.into_iter().map(Fault::try_from).collect::<Result<_, _>>()?,
            waivers: view.waivers.into_iter().map(Waiver::try_from).collect::<Result<_, _>>()?,
            vintages: view.vintages.into_iter().map(VintageMatch::try_from).collect::<Result<_, _>>()?,
        })
    }
}

impl From<Counts> for CountsView {
    fn from(counts: Counts) -> Self {
        let Counts { read, kept, filtered, left_out, repaired, located } = counts;
        Self { read, kept, filtered, left_out, repaired, located }
    }
}

impl From<CountsView> for Counts {
    fn from(view: CountsView) -> Self {
        let CountsView { read, kept, filtered, left_out, repaired, located } = view;
        Self { read, kept, filtered, left_out, repaired, located }
    }
}

impl From<(Rule, Severity, u64)> for SummaryView {
    fn from((rule, severity, count): (Rule, Severity, u64)) -> Self {
        Self {
            rule: rule.key().to_owned(),
            title: rule.title().to_owned(),
            severity: severity.key().to_owned(),
            count,
        }
    }
}

impl From<&Fault> for FaultView {
    fn from(fault: &Fault) -> Self {
        let Place { row, field, code, part, ring, point } = fault.place.clone();
        Self {
            rule: fault.rule.key().to_owned(),
            severity: fault.severity.key().to_owned(),
            message: fault.message.clone(),
            advice: fault.advice.clone(),
            count: fault.count,
            row,
            field,
            code,
            part,
            ring,
            point,
        }
    }
}

impl TryFrom<FaultView> for Fault {
    type Error = ReportError;

    fn try_from(view: FaultView) -> Result<Self, ReportError> {
        let FaultView { row, field, code, part, ring, point, .. } = view;
        Ok(Self {
            rule: read("rule", &view.rule, Rule::from_key)?,
            severity: read("severity", &view.severity, severity_from_key)?,
            place: Place { row, field, code, part, ring, point },
            message: view.message,
            advice: view.advice,
            count: view.count,
        })
    }
}

impl From<&Waiver> for WaiverView {
    fn from(waiver: &Waiver) -> Self {
        Self { rule: waiver.rule.key().to_owned(), reason: waiver.reason.clone() }
    }
}

impl TryFrom<WaiverView> for Waiver {
    type Error = ReportError;

    fn try_from(view: WaiverView) -> Result<Self, ReportError> {
        Ok(Self { rule: read("rule", &view.rule, Rule::from_key)?, reason: view.reason })
    }
}

impl From<&VintageMatch> for VintageView {
    fn from(vintage: &VintageMatch) -> Self {
        Self {
            edition: vintage.edition.to_string(),
            matched: vintage.matched,
            codes: vintage.codes,
            areas: vintage.areas,
            share: vintage.share(),
        }
    }
}

impl TryFrom<VintageView> for VintageMatch {
    type Error = ReportError;

    fn try_from(view: VintageView) -> Result<Self, ReportError> {
        Ok(Self {
            edition: read("edition", &view.edition, |text| text.parse().ok())?,
            matched: view.matched,
            codes: view.codes,
            areas: view.areas,
        })
    }
}

fn severity_from_key(key: &str) -> Option<Severity> {
    [Severity::Note, Severity::Warning, Severity::Error].into_iter().find(|s| s.key() == key)
}

fn read<T>(field: &'static str, text: &str, parse: impl Fn(&str) -> Option<T>) -> Result<T, ReportError> {
    parse(text).ok_or_else(|| ReportError { field, value: text.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report() -> Report {
        let place = Place { ring: Some(2), point: Some(14), ..Place::row(4).of("E05011118") };
        Report {
            edition: "wards@2018".parse().expect("a key"),
            kind: DatasetKind::Layer,
            file: "wards.zip".into(),
            part: Some("wards".into()),
            checksum: Some(Checksum::of(b"wards")),
            counts: Counts { read: 69, kept: 69, repaired: 1, ..Counts::default() },
            faults: vec![Fault::new(Rule::RepairedGeometry, place, "crosses itself").advise("look at it")],
            waivers: vec![Waiver { rule: Rule::RepairedGeometry, reason: "by 2 m²".into() }],
            vintages: vec![VintageMatch {
                edition: "wards@2018".parse().expect("a key"),
                matched: 1,
                codes: 2,
                areas: 3,
            }],
        }
    }

    #[test]
    fn a_report_comes_back_as_it_was_written() {
        let written = serde_json::to_string(&ReportView::from(&report())).expect("JSON");
        let view: ReportView = serde_json::from_str(&written).expect("a view");
        assert_eq!(view.verdict, "ready");
        assert_eq!(Report::try_from(view).expect("a report"), report());
    }

    #[test]
    fn an_unknown_rule_is_named() {
        let mut view = ReportView::from(&report());
        view.faults[0].rule = "too-blue".into();
        let error = Report::try_from(view).expect_err("an error");
        assert_eq!(error, ReportError { field: "rule", value: "too-blue".into() });
    }
}
