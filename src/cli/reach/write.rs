//! Walks as CSV: one row for each pair. An empty cell is no time; the state says why.

use std::io::Write;

use crate::export::csv::guard;
use crate::views::reach::{PairView, ReachView};

const HEADER: [&str; 18] = [
    "origin",
    "origin_name",
    "origin_point",
    "site",
    "site_name",
    "status",
    "minutes",
    "by",
    "metres",
    "straight_line_minutes",
    "difference_minutes",
    "detour",
    "origin_off_m",
    "site_off_m",
    "origin_easting",
    "origin_northing",
    "site_easting",
    "site_northing",
];

/// Writes the table.
pub(super) fn csv(out: &mut dyn Write, view: &ReachView) -> anyhow::Result<()> {
    let mut out = csv::Writer::from_writer(out);
    out.write_record(HEADER)?;
    for pair in &view.pairs {
        out.write_record(record(pair))?;
    }
    out.flush()?;
    Ok(())
}

fn record(pair: &PairView) -> [String; 18] {
    let number = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
    let text = |text: Option<&str>| guard(text.unwrap_or_default()).into_owned();
    [
        text(Some(&pair.origin)),
        text(pair.origin_name.as_deref()),
        pair.origin_point.to_owned(),
        text(pair.site.as_deref()),
        text(pair.site_name.as_deref()),
        pair.status.to_owned(),
        number(pair.minutes),
        pair.by.unwrap_or_default().to_owned(),
        number(pair.metres),
        number(pair.straight_line_minutes),
        number(pair.difference_minutes),
        number(pair.detour),
        number(pair.origin_off_m),
        number(pair.site_off_m),
        number(pair.origin_at.map(|at| at[0])),
        number(pair.origin_at.map(|at| at[1])),
        number(pair.site_at.map(|at| at[0])),
        number(pair.site_at.map(|at| at[1])),
    ]
}
