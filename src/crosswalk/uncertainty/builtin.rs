//! The constants that come with the program: the printed result of the
//! back-test on Birmingham that `docs/methods/error-range.md` describes.

use std::borrow::Cow;

use super::calibration::{Company, Constants, Entry, Provenance, Record};
use crate::crosswalk::weights::Rung;

const DATA: &str = "Birmingham, mid-2015: 18 age bands of 639 zones (LSOA 2011) to 69 wards (2018), \
                    truths from 3,223 output areas";

/// truths, coverage, mean width, mean error, worst error
type Line = (usize, f64, f64, f64, f64);
/// rung, company, count, apart, score; then counts, rates and scores
type Row = (Rung, Company, [f64; 3], [Line; 3]);

const TABLE: [Row; 4] = [
    (Rung::SmallAreaPopulation, Company::Alone, [0.028, 0.5, 0.2], [(1, 0.95, 0.1, 0.02, 0.1); 3]),
    (Rung::SmallAreaPopulation, Company::Worse, [0.017, 0.5, 0.2], [(1, 0.95, 0.1, 0.02, 0.1); 3]),
    (Rung::Area, Company::Alone, [0.21, 0.1, 0.3], [(1, 0.95, 0.1, 0.02, 0.1); 3]),
    (Rung::Area, Company::Better, [0.023, 0.5, 0.2], [(1, 0.95, 0.1, 0.02, 0.1); 3]),
];

pub(super) fn entries() -> Vec<Entry> {
    TABLE.iter().map(entry).collect()
}

fn entry((rung, company, [count, apart, score], [counts, rates, scores]): &Row) -> Entry {
    Entry {
        rung: *rung,
        company: *company,
        constants: Constants { count: *count, apart: *apart, score: *score },
        provenance: Provenance {
            data: Cow::Borrowed(DATA),
            counts: record(*counts),
            rates: Some(record(*rates)),
            scores: record(*scores),
        },
    }
}

fn record((truths, coverage, mean_width, mean_error, worst_error): Line) -> Record {
    Record { truths, coverage, mean_width, mean_error, worst_error }
}
