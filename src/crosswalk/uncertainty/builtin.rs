//! The constants that come with the program: the printed result of the
//! back-test on Birmingham that `docs/methods/error-range.md` describes.

use std::borrow::Cow;

use super::calibration::{Company, Constants, Entry, Provenance, Record};
use crate::crosswalk::weights::Rung;

/// No target cuts an output area.
const ZONES: &str = "Birmingham, mid-2015: 18 age bands of 639 zones (LSOA 2011) carried to 69 wards \
                     (2018), truths from 3,223 output areas";
/// Targets cut the areas that stand for residents, as they do in earnest.
const DISTRICTS: &str = "Birmingham, mid-2015: 18 age bands of 132 districts (MSOA 2011) carried to 69 \
                         wards (2018), 639 zones at one point each, truths from 3,223 output areas";

/// truths, coverage, mean width, mean error, worst error
type Line = (usize, f64, f64, f64, f64);
/// data, rung, company; count, apart, score; then records of counts, rates and scores
type Row = (&'static str, Rung, Company, [f64; 3], [Line; 3]);

const TABLE: [Row; 4] = [
    (
        DISTRICTS,
        Rung::SmallAreaPopulation,
        Company::Alone,
        [0.093_05, 0.116_78, 0.203_12],
        [
            (1_242, 0.9428, 0.5590, 0.0953, 0.535),
            (1_587, 0.9534, 0.3169, 0.0513, 0.494),
            (1_242, 0.9517, 0.3461, 0.0513, 0.494),
        ],
    ),
    (
        DISTRICTS,
        Rung::SmallAreaPopulation,
        Company::Worse,
        [0.039_88, 0.285_09, 0.192_66],
        [
            (1_242, 0.9452, 0.4746, 0.0953, 0.535),
            (1_587, 0.9527, 0.3195, 0.0513, 0.494),
            (1_242, 0.9493, 0.3419, 0.0513, 0.494),
        ],
    ),
    (
        ZONES,
        Rung::Area,
        Company::Alone,
        [0.274_78, 0.039_42, 0.243_25],
        [
            (1_224, 0.9371, 0.2681, 0.0496, 0.314),
            (1_564, 0.9463, 0.1192, 0.0228, 0.232),
            (1_224, 0.9510, 0.1394, 0.0229, 0.232),
        ],
    ),
    (
        DISTRICTS,
        Rung::Area,
        Company::Better,
        [0.033_49, 0.235_85, 0.142_13],
        [
            (1_242, 0.9541, 0.6917, 0.1606, 1.502),
            (1_587, 0.9496, 0.2965, 0.0553, 0.949),
            (1_242, 0.9493, 0.3398, 0.0554, 0.949),
        ],
    ),
];

pub(super) fn entries() -> Vec<Entry> {
    TABLE.iter().map(entry).collect()
}

fn entry((data, rung, company, [count, apart, score], [counts, rates, scores]): &Row) -> Entry {
    Entry {
        rung: *rung,
        company: *company,
        constants: Constants { count: *count, apart: *apart, score: *score },
        provenance: Provenance {
            data: Cow::Borrowed(data),
            counts: record(*counts),
            rates: Some(record(*rates)),
            scores: record(*scores),
        },
    }
}

fn record((truths, coverage, mean_width, mean_error, worst_error): Line) -> Record {
    Record { truths, coverage, mean_width, mean_error, worst_error }
}
