//! What a filter says. `P` is how fields are named: by their names as read,
//! by their positions once the filter has been bound.

use jiff::civil::Date;

use super::ground::Literal;

/// A condition.
#[derive(Debug, Clone, PartialEq)]
pub enum Expr<P> {
    /// All must hold.
    And(Vec<Self>),
    /// One must hold.
    Or(Vec<Self>),
    /// It must not hold.
    Not(Box<Self>),
    /// Two values are compared.
    Compare(Comparison, Scalar<P>, Scalar<P>),
    /// A text has a form in which `%` is any text and `_` any character.
    Like(Scalar<P>, Scalar<P>),
    /// A value lies between two others, both included.
    Between(Scalar<P>, Scalar<P>, Scalar<P>),
    /// A value is one of a list.
    In(Scalar<P>, Vec<Scalar<P>>),
    /// A value is missing.
    IsNull(Scalar<P>),
    /// The feature has no place on the ground.
    IsNowhere,
    /// How two places lie to each other.
    Spatial(SpatialOp, Place, Place),
    /// How two spans of time lie to each other.
    Temporal(TemporalOp, Time<P>, Time<P>),
    /// A value that is itself true or false.
    Flag(Scalar<P>),
}

/// How two values are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// `=`
    Equal,
    /// `<>`
    Unequal,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    More,
    /// `>=`
    AtLeast,
}

/// Something with one value.
#[derive(Debug, Clone, PartialEq)]
pub enum Scalar<P> {
    /// What a field holds.
    Field(P),
    /// A text.
    Text(String),
    /// A finite number.
    Number(f64),
    /// True or false.
    Flag(bool),
    /// A day.
    Day(Date),
    /// A text without regard to capitals.
    CaseFold(Box<Self>),
    /// A sum.
    Sum(Arithmetic, Box<Self>, Box<Self>),
}

/// What is done with two numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arithmetic {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
    /// `div`: whole part of the quotient.
    Quotient,
    /// `%`: rest of a division.
    Rest,
    /// `^`
    Power,
}

/// A place in a spatial condition.
#[derive(Debug, Clone, PartialEq)]
pub enum Place {
    /// Where the feature lies.
    Feature,
    /// A shape that the filter brings along, in grid metres.
    Shape(Literal),
}

/// How two places lie to each other (OGC 06-103r4, 6.1.2.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SpatialOp {
    /// They share a point.
    Intersects,
    /// They share none.
    Disjoint,
    /// They are the same points.
    Equals,
    /// They share points of their edges only.
    Touches,
    /// The first lies in the second.
    Within,
    /// The second lies in the first.
    Contains,
    /// They share some of their insides, which are of different kinds.
    Crosses,
    /// They share some of their insides, which are of one kind.
    Overlaps,
}

/// A time in a temporal condition.
#[derive(Debug, Clone, PartialEq)]
pub enum Time<P> {
    /// One day: of a field, or written.
    At(Scalar<P>),
    /// From a day to a day, both included; an open end has no limit.
    Span(Option<Scalar<P>>, Option<Scalar<P>>),
}

/// How two spans of time lie to each other (Allen's relations and two wider ones).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are those of the standard, which span.rs spells out")]
pub enum TemporalOp {
    After,
    Before,
    Contains,
    Disjoint,
    During,
    Equals,
    FinishedBy,
    Finishes,
    Intersects,
    Meets,
    MetBy,
    OverlappedBy,
    Overlaps,
    StartedBy,
    Starts,
}

impl Comparison {
    /// The sign in text and JSON.
    pub const SIGNS: [(&'static str, Self); 6] = [
        ("=", Self::Equal),
        ("<>", Self::Unequal),
        ("<=", Self::AtMost),
        (">=", Self::AtLeast),
        ("<", Self::Less),
        (">", Self::More),
    ];
}

impl SpatialOp {
    /// The function names, in lower case.
    pub const NAMES: [(&'static str, Self); 8] = [
        ("s_intersects", Self::Intersects),
        ("s_disjoint", Self::Disjoint),
        ("s_equals", Self::Equals),
        ("s_touches", Self::Touches),
        ("s_within", Self::Within),
        ("s_contains", Self::Contains),
        ("s_crosses", Self::Crosses),
        ("s_overlaps", Self::Overlaps),
    ];
}

impl TemporalOp {
    /// The function names, in lower case.
    pub const NAMES: [(&'static str, Self); 15] = [
        ("t_after", Self::After),
        ("t_before", Self::Before),
        ("t_contains", Self::Contains),
        ("t_disjoint", Self::Disjoint),
        ("t_during", Self::During),
        ("t_equals", Self::Equals),
        ("t_finishedby", Self::FinishedBy),
        ("t_finishes", Self::Finishes),
        ("t_intersects", Self::Intersects),
        ("t_meets", Self::Meets),
        ("t_metby", Self::MetBy),
        ("t_overlappedby", Self::OverlappedBy),
        ("t_overlaps", Self::Overlaps),
        ("t_startedby", Self::StartedBy),
        ("t_starts", Self::Starts),
    ];
}
