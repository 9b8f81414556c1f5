//! An assessment as files: areas with scores as GeoJSON and in every format
//! that takes rows, scores and stages as CSV, changes between two runs as CSV, and a report to read.
//!
//! The same assessment gives the same bytes: no clock, no order of chance.

mod areas;
mod changes;
mod files;
mod report;
mod report_map;
mod report_notes;
mod scores;
mod stages;

pub use areas::{AssessedAreas, write_areas};
pub use changes::write_changes;
pub use files::{FORMATS, write_file};
pub use report::report;
pub use scores::write_scores;
pub use stages::write_stages;

use crate::assess::figure::Figure;

/// A number as short as it is exact; nothing for a gap.
fn value(figure: &Figure) -> String {
    figure.as_ref().map(ToString::to_string).unwrap_or_default()
}

/// The reason for a gap; nothing for a figure.
fn gap(figure: &Figure) -> &'static str {
    figure.as_ref().err().map_or("", |gap| gap.key())
}

fn optional(number: Option<f64>) -> String {
    number.map(|number| number.to_string()).unwrap_or_default()
}
