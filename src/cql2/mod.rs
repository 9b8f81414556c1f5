//! Filters in OGC's Common Query Language (CQL2, OGC 21-065r2): what one is,
//! whether it fits the fields it speaks of, and which features it lets through.
//!
//! Reading one from text or JSON is `ingest::cql2`. Nothing here knows a
//! layer, a file or HTTP: a feature is whatever can be asked as a [`Subject`].
//! Missing is never zero: a comparison with a gap is neither true nor false
//! ([`Truth::Unknown`]), and only what is true is let through.
//! Read `expr.rs` first, then `bind.rs` and `eval.rs`.

mod bind;
mod confine;
mod eval;
mod expr;
mod ground;
mod like;
mod span;
mod truth;

pub use bind::{BindError, FieldKind, Named};
pub use confine::confine;
pub use eval::{Subject, Value, holds};
pub use expr::{Arithmetic, Comparison, Expr, Place, Scalar, SpatialOp, TemporalOp, Time};
pub use ground::{Ground, Literal};
pub use truth::Truth;

/// How deep conditions may stand in one another.
pub const MOST_DEPTH: usize = 40;
/// Conditions, values and operations of one filter together.
pub const MOST_PARTS: usize = 2_000;
/// Points of all shapes of one filter together.
pub const MOST_POINTS: usize = 20_000;
