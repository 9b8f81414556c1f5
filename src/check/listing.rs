//! Faults one by one, as many as a report lists, and the count of the rest.

use std::collections::BTreeMap;

use crate::fault::{Fault, Place, Rule, Severity};

use super::report::LISTED_PER_RULE;

/// Collects faults of single records. Of each rule as many are kept as a
/// report lists; the rest are counted, so that a file in which every record
/// is at fault costs no memory.
#[derive(Debug, Default)]
pub(super) struct Listing {
    faults: Vec<Fault>,
    seen: BTreeMap<(Rule, Severity), (usize, u64)>,
}

impl Listing {
    pub(super) fn add(&mut self, fault: Fault) {
        let (listed, more) = self.seen.entry((fault.rule, fault.severity)).or_insert((0, 0));
        if *listed + 1 < LISTED_PER_RULE {
            *listed += 1;
            self.faults.push(fault);
        } else {
            *more += fault.count;
        }
    }

    pub(super) fn into_faults(mut self) -> Vec<Fault> {
        for ((rule, severity), (listed, more)) in self.seen {
            if more > 0 {
                let message = format!("{more} more of this kind; {listed} are listed one by one");
                self.faults.push(Fault::new(rule, Place::default(), message).at(severity).counting(more));
            }
        }
        self.faults
    }
}
