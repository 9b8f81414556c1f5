//! How two spans of days lie to each other (Allen, 1983).

use jiff::civil::Date;

use super::expr::TemporalOp;

/// From a day to a day, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) from: Date,
    pub(super) to: Date,
}

impl Span {
    pub(super) fn day(day: Date) -> Self {
        Self { from: day, to: day }
    }

    /// Whether this span lies to the other as the operation says.
    ///
    /// A day begins and ends at once, as the standard has it for instants: so
    /// a day that two spans share as end and beginning is where they meet.
    pub(super) fn lies(self, op: TemporalOp, other: Self) -> bool {
        let (a, b) = (self, other);
        match op {
            TemporalOp::After => a.from > b.to,
            TemporalOp::Before => a.to < b.from,
            TemporalOp::Contains => a.from < b.from && a.to > b.to,
            TemporalOp::Disjoint => a.from > b.to || a.to < b.from,
            TemporalOp::During => a.from > b.from && a.to < b.to,
            TemporalOp::Equals => a == b,
            TemporalOp::FinishedBy => a.from < b.from && a.to == b.to,
            TemporalOp::Finishes => a.from > b.from && a.to == b.to,
            TemporalOp::Intersects => a.from <= b.to && a.to >= b.from,
            TemporalOp::Meets => a.to == b.from,
            TemporalOp::MetBy => a.from == b.to,
            TemporalOp::OverlappedBy => a.from > b.from && a.from < b.to && a.to > b.to,
            TemporalOp::Overlaps => a.from < b.from && a.to > b.from && a.to < b.to,
            TemporalOp::StartedBy => a.from == b.from && a.to > b.to,
            TemporalOp::Starts => a.from == b.from && a.to < b.to,
        }
    }
}
