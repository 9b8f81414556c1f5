//! Which of the manifest's waivers applied, and which nothing needed.

use crate::fault::{Fault, Place, Rule, Severity};

use super::{Report, Waiver};

/// Sets the waivers that a warning needs, tells those that nothing needs, and
/// puts the report into reading order.
pub(super) fn settle(report: &mut Report, waivers: &[Waiver]) {
    for waiver in waivers {
        let needed = report
            .faults
            .iter()
            .any(|fault| fault.rule == waiver.rule && fault.severity == Severity::Warning);
        if needed || waiver.rule == Rule::UnusedWaiver {
            report.waivers.push(waiver.clone());
            continue;
        }
        let message = format!("the manifest accepts '{}', but there is nothing of the kind", waiver.rule);
        let fault = Fault::new(Rule::UnusedWaiver, Place::default(), message);
        report
            .faults
            .push(fault.advise("Take it out of the manifest, so that a new case is not waved through."));
    }
    report.settle();
}

/// "12 of 773 (1.5 %)".
pub(super) fn share_words(part: u64, whole: u64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "counts of records are far below 2^52")]
    let percent = if whole == 0 { 0.0 } else { 100.0 * part as f64 / whole as f64 };
    format!("{part} of {whole} ({percent:.1} %)")
}
