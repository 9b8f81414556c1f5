//! The figures of a table: its number columns, and what their headers say of them.

use crate::table::{ColumnKind, Table, header_words};

/// What a column of numbers is about, as far as its header tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Nature {
    /// People, households, reports: never below zero.
    Count,
    /// A share of one.
    Share,
    /// A share of a hundred.
    Percentage,
    /// Ranks, deciles: an order, no amount.
    Order,
    /// Years, months, days.
    Period,
    /// Where something lies.
    Coordinate,
    /// Scores, rates, distances, or anything else.
    Other,
}

impl Nature {
    pub(super) fn of(header: &str) -> Self {
        const PERIOD: [&str; 6] = ["year", "yr", "month", "quarter", "period", "date"];
        const COORDINATE: [&str; 12] = [
            "lat",
            "latitude",
            "lon",
            "long",
            "lng",
            "longitude",
            "easting",
            "northing",
            "x",
            "y",
            "eastings",
            "northings",
        ];
        const ORDER: [&str; 6] = ["rank", "decile", "quintile", "quartile", "percentile", "position"];
        const PERCENTAGE: [&str; 5] = ["percent", "percentage", "pct", "perc", "pc"];
        const SHARE: [&str; 4] = ["prop", "proportion", "share", "fraction"];
        const NO_COUNT: [&str; 16] = [
            "score",
            "index",
            "indicator",
            "rate",
            "ratio",
            "average",
            "avg",
            "mean",
            "median",
            "per",
            "change",
            "difference",
            "net",
            "distance",
            "km",
            "z",
        ];
        const COUNT: [&str; 34] = [
            "count",
            "counts",
            "n",
            "number",
            "num",
            "no",
            "total",
            "totals",
            "all",
            "pop",
            "population",
            "residents",
            "households",
            "people",
            "persons",
            "patients",
            "reports",
            "users",
            "members",
            "numerator",
            "denominator",
            "births",
            "deaths",
            "crimes",
            "offences",
            "incidents",
            "cases",
            "dwellings",
            "males",
            "females",
            "children",
            "adults",
            "frequency",
            "observations",
        ];
        let words = header_words(header);
        let any = |known: &[&str]| words.iter().any(|word| known.contains(&word.as_str()));
        if is_age(header) {
            Self::Count
        } else if any(&PERIOD) {
            Self::Period
        } else if any(&COORDINATE) {
            Self::Coordinate
        } else if any(&ORDER) {
            Self::Order
        } else if header.contains('%') || any(&PERCENTAGE) {
            Self::Percentage
        } else if any(&SHARE) {
            Self::Share
        } else if any(&NO_COUNT) {
            Self::Other
        } else if any(&COUNT) {
            Self::Count
        } else {
            Self::Other
        }
    }

    /// Whether values of one area may be set against those of others.
    pub(super) fn is_amount(self) -> bool {
        matches!(self, Self::Count | Self::Share | Self::Percentage | Self::Other)
    }
}

/// `0` to `120`, `90+`: a header of single years of age.
fn is_age(header: &str) -> bool {
    let figures = header.trim().trim_end_matches('+');
    !figures.is_empty() && figures.len() <= 3 && figures.bytes().all(|b| b.is_ascii_digit())
}

/// One column of numbers.
#[derive(Debug, Clone)]
pub(super) struct Figure {
    pub(super) column: usize,
    pub(super) name: String,
    pub(super) nature: Nature,
    /// One a row; `None` for a gap, which counts as nothing and never as zero.
    pub(super) values: Vec<Option<f64>>,
}

impl Figure {
    /// The values that are there, with their rows.
    pub(super) fn filled(&self) -> impl Iterator<Item = (usize, f64)> {
        self.values.iter().enumerate().filter_map(|(row, value)| Some((row, (*value)?)))
    }

    /// The sum of the values that are there.
    pub(super) fn sum(&self) -> f64 {
        self.filled().map(|(_, value)| value).sum()
    }
}

/// All columns of numbers.
pub(super) fn figures_of(table: &Table) -> Vec<Figure> {
    let columns = table.columns().iter().enumerate().filter(|(_, info)| info.kind == ColumnKind::Number);
    columns
        .map(|(column, info)| Figure {
            column,
            name: info.name.clone(),
            nature: Nature::of(&info.name),
            values: (0..table.len()).map(|row| table.number(row, column).ok()).collect(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(header: &str, nature: Nature) {
        assert_eq!(Nature::of(header), nature, "{header}");
    }

    #[test]
    fn headers_say_what_their_figures_are() {
        check("total_population", Nature::Count);
        check("90+", Nature::Count);
        check("All Ages", Nature::Count);
        check("2024POP", Nature::Count);
        check("average_per_user", Nature::Other);
        check("IMD_rank", Nature::Order);
        check("prop", Nature::Share);
        check("% of people", Nature::Percentage);
        check("fin_year", Nature::Period);
        check("GeoX", Nature::Coordinate);
        check("Health_score", Nature::Other);
        check("income_domain_numerator", Nature::Count);
    }
}
