//! Why figures cannot be carried from one geography to another.

use crate::crosswalk::CrosswalkError;
use crate::geom::overlay::Refused;
use crate::model::{EditionKey, MeasureId};

/// Why two editions cannot be aligned, or a measure cannot be read.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum AlignError {
    /// The place shows no such edition of a layer.
    #[error("the place shows no layer edition {0}")]
    NoLayer(EditionKey),
    /// The place shows no such table.
    #[error("the place shows no table {0}")]
    NoTable(EditionKey),
    /// A layer has no such area.
    #[error("{layer} has no area '{code}'")]
    NoArea {
        /// The layer.
        layer: EditionKey,
        /// The code.
        code: String,
    },
    /// The manifest describes no such measure.
    #[error("the place has no measure '{0}'; its manifest describes measures under [[measure]]")]
    NoMeasure(MeasureId),
    /// No edition of a table holds figures of the measure.
    #[error("no table of the place in view holds figures of '{0}'")]
    NoFigures(MeasureId),
    /// The table's rows do not speak of areas that the place knows.
    #[error("the rows of {0} are not tied to an edition of a layer")]
    NoGeography(EditionKey),
    /// The place knows of no control points.
    #[error(
        "the place knows of no control points: describe some under [[evidence]] in its manifest, or align by area"
    )]
    NoEvidence,
    /// No lookup leads from one layer to the other.
    #[error("no published lookup of the place leads from {from} to {to}")]
    NoLookup {
        /// Where it should start.
        from: EditionKey,
        /// Where it should lead.
        to: EditionKey,
    },
    /// The register whose records a table counts by is not there.
    #[error("the place shows no register '{0}'")]
    NoRegister(crate::model::DatasetId),
    /// A column that should hold numbers does not.
    #[error("{table}: the column '{column}' holds no numbers")]
    NotNumbers {
        /// The table.
        table: EditionKey,
        /// The column.
        column: String,
    },
    /// A column that should be there is not.
    #[error("{table}: there is no column '{column}'")]
    NoColumn {
        /// The table.
        table: EditionKey,
        /// The column.
        column: String,
    },
    /// An area has more rows than one, which may repeat a total.
    #[error(
        "{table}: '{code}' has {rows} rows that count (records {first} and {second} among them); name those that count with 'only', or set add_rows = true if they add up"
    )]
    RepeatedArea {
        /// The table.
        table: EditionKey,
        /// The area.
        code: String,
        /// How many rows it has.
        rows: usize,
        /// Record of the published file of the first.
        first: u64,
        /// Record of the published file of the second.
        second: u64,
    },
    /// Rows that should repeat one denominator hold several.
    #[error(
        "{table}: records {first} and {second} of '{code}' hold several figures in '{column}', which every row should repeat"
    )]
    Disagreeing {
        /// The table.
        table: EditionKey,
        /// The column.
        column: String,
        /// The area.
        code: String,
        /// Record of the published file of the first.
        first: u64,
        /// Record of the published file of the one that differs.
        second: u64,
    },
    /// The table holds several periods and none was asked for.
    #[error("{table}: there is no period '{period}'; it holds {known}")]
    NoPeriod {
        /// The table.
        table: EditionKey,
        /// The period asked for.
        period: String,
        /// Those there are.
        known: String,
    },
    /// A layer holds rings that cannot be measured.
    #[error("{layer}: {} rings cannot be measured; the first: {}", refused.len(), refused.first().map_or_else(String::new, ToString::to_string))]
    Unmeasurable {
        /// The layers.
        layer: String,
        /// The rings.
        refused: Vec<Refused>,
    },
    /// The weights cannot be built or applied.
    #[error("{}", list(.0))]
    Crosswalk(Vec<CrosswalkError>),
}

fn list(errors: &[CrosswalkError]) -> String {
    const NAMED: usize = 3;
    let mut words: Vec<String> = errors.iter().take(NAMED).map(ToString::to_string).collect();
    if errors.len() > NAMED {
        words.push(format!("and {} more", errors.len() - NAMED));
    }
    words.join("; ")
}

impl From<CrosswalkError> for AlignError {
    fn from(error: CrosswalkError) -> Self {
        Self::Crosswalk(vec![error])
    }
}

impl From<Vec<CrosswalkError>> for AlignError {
    fn from(errors: Vec<CrosswalkError>) -> Self {
        Self::Crosswalk(errors)
    }
}
