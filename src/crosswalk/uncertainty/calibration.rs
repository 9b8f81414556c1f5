//! The constants of each rung, with the back-test they come from.

use std::borrow::Cow;

use super::builtin;
use crate::crosswalk::weights::Rung;

/// What other evidence a figure was compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Company {
    /// None.
    Alone,
    /// Evidence that is no better.
    Worse,
    /// Better evidence.
    Better,
}

/// The constants of one rung in one company; none has a unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Constants {
    /// How much more a count's people keep together than people who settle
    /// one by one: their squared relative error where half of a large source
    /// is sent away is this, divided by four.
    pub count: f64,
    /// How far the errors of a rate's numerator and denominator go apart:
    /// 0 always off together, 1 independent.
    pub apart: f64,
    /// As `count`, for scores.
    pub score: f64,
}

/// The constants of one rung and where they come from.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The evidence the weights rest on.
    pub rung: Rung,
    /// The evidence they were compared with.
    pub company: Company,
    /// The constants.
    pub constants: Constants,
    /// The back-test behind them.
    pub provenance: Provenance,
}

/// A back-test in brief.
#[derive(Debug, Clone, PartialEq)]
pub struct Provenance {
    /// Which figures of which areas.
    pub data: Cow<'static, str>,
    /// How counts came out.
    pub counts: Record,
    /// How rates came out; `None` where no rate was tried and `apart` is the cautious 1.
    pub rates: Option<Record>,
    /// How scores came out.
    pub scores: Record,
}

/// How estimates compared with truths that the constants had not seen.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Record {
    /// How many truths there were. Those of areas that nest are not among them.
    pub truths: usize,
    /// The share of truths inside the 95 % range.
    pub coverage: f64,
    /// Mean width of the range relative to the estimate.
    pub mean_width: f64,
    /// Mean absolute error relative to the truth.
    pub mean_error: f64,
    /// The worst such error.
    pub worst_error: f64,
}

/// Constants for every rung.
///
/// A rung without any takes those of the next worse rung, and
/// `Basis` says so.
#[derive(Debug, Clone, PartialEq)]
pub struct Calibration {
    entries: Vec<Entry>,
}

impl Company {
    /// All kinds of company.
    pub const ALL: [Self; 3] = [Self::Alone, Self::Worse, Self::Better];

    /// The name used in files and on the wire.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Alone => "alone",
            Self::Worse => "beside-worse",
            Self::Better => "beside-better",
        }
    }

    /// The share of the squared difference from the others' figure that counts
    /// as variance.
    ///
    /// Half is the variance of two readings that are equally good. Worse
    /// evidence mostly shows its own error, so that a tenth is kept: enough
    /// to notice small areas that lie across a target's line.
    pub(crate) fn share_of_difference(self) -> f64 {
        match self {
            Self::Alone => 0.0,
            Self::Worse => 0.1,
            Self::Better => 0.5,
        }
    }
}

impl Calibration {
    /// The constants that come with the program, from `docs/methods/error-range.md`.
    #[must_use]
    pub fn builtin() -> Self {
        Self { entries: builtin::entries() }
    }

    /// The constants of a place's own back-test; those that come with the
    /// program stay where it has none.
    #[must_use]
    pub fn measured(entries: Vec<Entry>) -> Self {
        let replaced =
            |old: &Entry| entries.iter().any(|new| (new.rung, new.company) == (old.rung, old.company));
        let mut all: Vec<Entry> = builtin::entries().into_iter().filter(|old| !replaced(old)).collect();
        all.extend(entries);
        all.sort_by_key(|entry| (entry.rung, entry.company));
        Self { entries: all }
    }

    /// Whether an entry is one that comes with the program.
    #[must_use]
    pub fn is_builtin(entry: &Entry) -> bool {
        builtin::entries().contains(entry)
    }

    /// All entries, best rung first.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The entry for a rung in some company.
    ///
    /// Its own rung comes first, in this company or else alone (which is the
    /// more cautious); then the next worse rung, and so on. The last resort
    /// is the worst that there is.
    #[must_use]
    pub fn entry(&self, rung: Rung, company: Company) -> &Entry {
        let of = |rung: Rung, company: Company| {
            self.entries.iter().find(|entry| (entry.rung, entry.company) == (rung, company))
        };
        let mut worse = Rung::ALL.into_iter().filter(|other| *other >= rung);
        let found = worse.find_map(|rung| of(rung, company).or_else(|| of(rung, Company::Alone)));
        // Never empty: the built-in entries stay or are replaced.
        found.unwrap_or_else(|| &self.entries[self.entries.len() - 1])
    }
}

#[cfg(test)]
mod tests {
    use super::{Calibration, Company};
    use crate::crosswalk::weights::Rung;

    #[test]
    fn a_rung_without_constants_takes_those_of_the_next_worse() {
        let calibration = Calibration::builtin();
        let rung = |rung| calibration.entry(rung, Company::Alone).rung;
        assert_eq!(rung(Rung::Addresses), Rung::SmallAreaPopulation);
        assert_eq!(rung(Rung::SmallAreaPopulation), Rung::SmallAreaPopulation);
        assert_eq!(rung(Rung::OtherPoints), Rung::Area);
    }

    #[test]
    fn a_company_never_tried_counts_as_none() {
        let calibration = Calibration::builtin();
        assert_eq!(calibration.entry(Rung::SmallAreaPopulation, Company::Better).company, Company::Alone);
    }

    #[test]
    fn a_place_keeps_the_built_in_constants_that_it_did_not_measure() {
        let builtin = Calibration::builtin();
        let mut own = builtin.entry(Rung::Area, Company::Alone).clone();
        own.rung = Rung::Addresses;
        let measured = Calibration::measured(vec![own.clone()]);
        assert_eq!(measured.entry(Rung::Addresses, Company::Alone), &own);
        assert_eq!(measured.entries().len(), builtin.entries().len() + 1);
        own.constants.count = 9.0;
        let again = Calibration::measured(vec![own]);
        assert!(again.entry(Rung::Addresses, Company::Alone).constants.count > 8.0);
    }
}
