//! Why a crosswalk cannot be built or applied.

/// Why a crosswalk cannot be built, joined or applied.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum CrosswalkError {
    /// There are not as many figures as source areas.
    #[error("{found} {what} for {expected} source areas of {side}")]
    WrongLength {
        /// What was counted: figures, sizes, categories.
        what: &'static str,
        /// How many there are.
        found: usize,
        /// How many there should be.
        expected: usize,
        /// The source side.
        side: String,
    },
    /// Two crosswalks were put together that do not meet in the same edition.
    #[error("the first crosswalk ends at {first}, the second begins at {second}")]
    DoNotMeet {
        /// Where the first ends.
        first: String,
        /// Where the second begins.
        second: String,
    },
    /// A control point's weight is negative or not finite.
    #[error("control point {point} of {rung} weighs {weight}: weights are finite and not negative")]
    BadWeight {
        /// The rung of the ladder.
        rung: &'static str,
        /// The point, counted from 0.
        point: usize,
        /// Its weight.
        weight: f64,
    },
    /// A size (people, area) is negative or not finite.
    #[error("the size of source '{code}' is {size}: sizes are finite and not negative")]
    BadSize {
        /// The source.
        code: String,
        /// Its size.
        size: f64,
    },
    /// A lookup names a code that the layer does not have.
    #[error("row {row} of the lookup: no {end} area has the code '{code}'")]
    UnknownCode {
        /// Row of the lookup, counted from 1.
        row: u64,
        /// `source` or `target`.
        end: &'static str,
        /// The code.
        code: String,
    },
    /// A lookup sends one source to two targets.
    #[error("row {row} of the lookup sends '{code}' to '{second}', an earlier row to '{first}'")]
    TwoTargets {
        /// Row of the lookup, counted from 1.
        row: u64,
        /// The source.
        code: String,
        /// The earlier target.
        first: String,
        /// This row's target.
        second: String,
    },
    /// A shape counts some place more than once or negatively.
    #[error(
        "'{code}' crosses itself or has parts that overlap: {with_itself_m2:.1} m² with itself, {area_m2:.1} m² by its outline; repair it first"
    )]
    CrossesItself {
        /// The area.
        code: String,
        /// The area its rings give, in m².
        area_m2: f64,
        /// The area it shares with itself, in m².
        with_itself_m2: f64,
    },
    /// Sizes of sources are measured in different things and cannot be compared.
    #[error(
        "sources of {side} were weighed by different evidence; give sizes of one kind to turn the crosswalk round"
    )]
    MixedEvidence {
        /// The source side.
        side: String,
    },
    /// A composed crosswalk no longer knows where its steps split people.
    #[error(
        "the crosswalk from {side} is put together from steps: give the steps, for each of them adds its own error"
    )]
    NeedsSteps {
        /// The source side.
        side: String,
    },
    /// A crosswalk to compare with runs between other areas.
    #[error("the crosswalk to compare with runs from {found}, not from {expected}, or ends elsewhere")]
    OtherEnds {
        /// The source side wanted.
        expected: String,
        /// The source side found.
        found: String,
    },
    /// A standard error is negative or not finite.
    #[error("the standard error of source '{code}' is {error}: standard errors are finite and not negative")]
    BadStandardError {
        /// The source.
        code: String,
        /// The standard error given.
        error: f64,
    },
    /// A category has no standard error.
    #[error("categories have no standard errors: leave them out")]
    CategoriesAreNotSampled,
}
