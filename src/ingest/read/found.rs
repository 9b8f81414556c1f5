//! The faults that a reader collects on its way, with a bound on how many are kept.

use std::collections::BTreeMap;

use crate::check::report::LISTED_PER_RULE;
use crate::check::{Fault, Place, Rule, Severity};

/// A fault that ends the reading at once.
pub(super) type Halt = Box<Fault>;

/// A file that cannot be read, and what to do about it.
pub(super) fn unreadable(message: impl Into<String>, advice: impl Into<String>) -> Halt {
    Box::new(Fault::new(Rule::Unreadable, Place::default(), message).advise(advice))
}

/// A file that goes past a limit.
pub(super) fn over_limit(place: Place, message: impl Into<String>) -> Halt {
    let advice = "Split the file or cut it to the place; raise the limit only for a file that you trust.";
    Box::new(Fault::new(Rule::OverLimit, place, message).advise(advice))
}

/// A reading that was ended by the one who takes its records.
pub(super) fn ended() -> Halt {
    unreadable("the reading was ended before the end of the file", "Ask for the file again.")
}

/// Faults in the order in which they were met. Of each rule the first
/// [`LISTED_PER_RULE`] are kept; the rest are counted, so that a file made of
/// faults costs no memory.
#[derive(Debug, Default)]
pub(super) struct Found {
    faults: Vec<Fault>,
    listed: BTreeMap<(Rule, Severity), usize>,
    more: BTreeMap<(Rule, Severity), u64>,
}

impl Found {
    /// Adds a fault.
    pub(super) fn add(&mut self, fault: Fault) {
        let key = (fault.rule, fault.severity);
        let listed = self.listed.entry(key).or_insert(0);
        if *listed < LISTED_PER_RULE {
            *listed += 1;
            self.faults.push(fault);
        } else {
            *self.more.entry(key).or_insert(0) += fault.count;
        }
    }

    /// Whether any fault stops the file.
    pub(super) fn stops(&self) -> bool {
        self.listed.keys().any(|(_, severity)| *severity == Severity::Error)
    }

    /// All faults, with one entry for each rule that says how many more there are.
    pub(super) fn into_faults(mut self) -> Vec<Fault> {
        for ((rule, severity), count) in self.more {
            let message = format!("{count} more of this kind; the first {LISTED_PER_RULE} are listed");
            self.faults.push(Fault::new(rule, Place::default(), message).at(severity).counting(count));
        }
        self.faults
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flood_of_faults_is_counted_and_not_kept() {
        let mut found = Found::default();
        for row in 0..10_000 {
            found.add(Fault::new(Rule::NotFinite, Place::row(row), "x"));
        }
        assert!(found.stops());
        let faults = found.into_faults();
        assert_eq!(faults.len(), LISTED_PER_RULE + 1);
        assert_eq!(faults.iter().map(|fault| fault.count).sum::<u64>(), 10_000);
    }
}
