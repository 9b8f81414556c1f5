//! The published Index of Multiple Deprivation, rebuilt from its national domain ranks.

use wardwise::assess::aggregate::{Aggregation, Gaps, WeightSum, aggregate};
use wardwise::assess::figure::Figure;
use wardwise::assess::normalise::{imd_exponential, scaled_rank};

use super::table::{Table, assert_near};
use crate::support::data_dir;

/// LSOAs of England in 2021.
const NATIONAL: f64 = 33_755.0;

/// Published weights: they sum to 99.9 and are used as they are.
const DOMAINS: [(&str, f64); 7] = [
    ("Income_rank", 0.225),
    ("Employment_rank", 0.225),
    ("Education_rank", 0.135),
    ("Health_rank", 0.135),
    ("Crime_rank", 0.093),
    ("Housing_and_Services_rank", 0.093),
    ("Environment_rank", 0.093),
];

#[test]
fn every_published_score_is_rebuilt_within_its_rounding() {
    let Some(data) = data_dir() else { return };
    let table = Table::read(&data.join("birmingham/stats/imd2025_lsoa21_scores.csv"));
    let column = |name: &str| -> Vec<Figure> {
        let score = |row| imd_exponential(scaled_rank(table.number(row, name).unwrap(), NATIONAL).unwrap());
        (0..table.rows.len()).map(|row| Ok(score(row))).collect()
    };
    let columns: Vec<Vec<Figure>> = DOMAINS.iter().map(|(name, _)| column(name)).collect();
    let parts: Vec<&[Figure]> = columns.iter().map(Vec::as_slice).collect();
    let weights = DOMAINS.map(|(_, weight)| weight);
    let rebuilt = |sum| aggregate(&parts, &weights, Aggregation::Arithmetic(sum), Gaps::Refuse).unwrap();
    let as_given = rebuilt(WeightSum::AsGiven);
    assert_eq!(table.rows.len(), 793);
    for (row, found) in as_given.iter().enumerate() {
        let published = table.number(row, "IMD_score").unwrap();
        let miss = (found.unwrap() - published).abs();
        assert!(miss <= 0.0005 + 1e-9, "{}: {found:?} is not {published}", table.text(row, "lsoa21_code"));
    }
    // Renormalised weights miss: the sum means what it says.
    let shared = rebuilt(WeightSum::Shared);
    let miss = |row: usize| (shared[row].unwrap() - table.number(row, "IMD_score").unwrap()).abs();
    let worst = (0..table.rows.len()).map(miss).fold(0.0, f64::max);
    assert!((0.05..0.1).contains(&worst), "{worst}");
    assert_near(weights.iter().sum(), 0.999, 1e-12, "sum of weights");
}
