//! Which features a bound filter lets through.

use std::borrow::Cow;
use std::cmp::Ordering;

use jiff::civil::Date;

use super::expr::{Arithmetic, Comparison, Expr, Place, Scalar, SpatialOp, Time};
use super::ground::Ground;
use super::like::is_like;
use super::span::Span;
use super::truth::Truth;

/// A value that is there.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'a> {
    /// A text.
    Text(Cow<'a, str>),
    /// A finite number.
    Number(f64),
    /// Yes or no.
    Flag(bool),
    /// A day.
    Day(Date),
}

/// A feature, as a filter sees it.
pub trait Subject {
    /// What the field at a position holds; `None` where it is missing.
    fn value(&self, field: usize) -> Option<Value<'_>>;
    /// Where the feature lies; `None` where that is not known.
    fn ground(&self) -> Option<Ground<'_>>;
}

/// Whether a filter holds for a feature.
pub fn holds<S: Subject + ?Sized>(filter: &Expr<usize>, of: &S) -> Truth {
    match filter {
        Expr::And(parts) => all(parts, of),
        Expr::Or(parts) => any(parts, of),
        Expr::Not(part) => !holds(part, of),
        Expr::Compare(op, left, right) => compared(*op, value(left, of).as_ref(), value(right, of).as_ref()),
        Expr::Like(text, form) => Truth::of(like(text, form, of)),
        Expr::Between(middle, low, high) => {
            let (middle, low, high) = (value(middle, of), value(low, of), value(high, of));
            let from = compared(Comparison::AtLeast, middle.as_ref(), low.as_ref());
            from.and(compared(Comparison::AtMost, middle.as_ref(), high.as_ref()))
        }
        Expr::In(one, list) => {
            let one = value(one, of);
            let equal = |item| compared(Comparison::Equal, one.as_ref(), value(item, of).as_ref());
            list.iter().map(equal).fold(Truth::False, Truth::or)
        }
        Expr::IsNull(scalar) => value(scalar, of).is_none().into(),
        Expr::IsNowhere => of.ground().is_none().into(),
        Expr::Spatial(op, left, right) => Truth::of(lies(*op, left, right, of)),
        Expr::Temporal(op, left, right) => {
            Truth::of(span(left, of).and_then(|left| Some(left.lies(*op, span(right, of)?))))
        }
        Expr::Flag(scalar) => match value(scalar, of) {
            Some(Value::Flag(flag)) => flag.into(),
            _ => Truth::Unknown,
        },
    }
}

fn all<S: Subject + ?Sized>(parts: &[Expr<usize>], of: &S) -> Truth {
    let mut so_far = Truth::True;
    for part in parts {
        so_far = so_far.and(holds(part, of));
        if so_far == Truth::False {
            break;
        }
    }
    so_far
}

fn any<S: Subject + ?Sized>(parts: &[Expr<usize>], of: &S) -> Truth {
    let mut so_far = Truth::False;
    for part in parts {
        so_far = so_far.or(holds(part, of));
        if so_far == Truth::True {
            break;
        }
    }
    so_far
}

fn value<'s, S: Subject + ?Sized>(scalar: &'s Scalar<usize>, of: &'s S) -> Option<Value<'s>> {
    Some(match scalar {
        Scalar::Field(at) => of.value(*at)?,
        Scalar::Text(text) => Value::Text(Cow::Borrowed(text)),
        Scalar::Number(number) => Value::Number(*number),
        Scalar::Flag(flag) => Value::Flag(*flag),
        Scalar::Day(day) => Value::Day(*day),
        Scalar::CaseFold(text) => match value(text, of)? {
            Value::Text(text) => Value::Text(Cow::Owned(text.to_lowercase())),
            _ => return None,
        },
        Scalar::Sum(op, left, right) => Value::Number(sum(*op, number(left, of)?, number(right, of)?)?),
    })
}

fn number<S: Subject + ?Sized>(scalar: &Scalar<usize>, of: &S) -> Option<f64> {
    match value(scalar, of)? {
        Value::Number(number) => Some(number),
        _ => None,
    }
}

/// `None` where the result is no finite number, such as a division by zero.
fn sum(op: Arithmetic, left: f64, right: f64) -> Option<f64> {
    let result = match op {
        Arithmetic::Add => left + right,
        Arithmetic::Subtract => left - right,
        Arithmetic::Multiply => left * right,
        Arithmetic::Divide => left / right,
        Arithmetic::Quotient => (left / right).trunc(),
        Arithmetic::Rest => left % right,
        Arithmetic::Power => left.powf(right),
    };
    result.is_finite().then_some(result)
}

fn compared(op: Comparison, left: Option<&Value<'_>>, right: Option<&Value<'_>>) -> Truth {
    let (Some(left), Some(right)) = (left, right) else { return Truth::Unknown };
    let Some(order) = order(left, right) else { return Truth::Unknown };
    Truth::from(match op {
        Comparison::Equal => order == Ordering::Equal,
        Comparison::Unequal => order != Ordering::Equal,
        Comparison::Less => order == Ordering::Less,
        Comparison::AtMost => order != Ordering::Greater,
        Comparison::More => order == Ordering::Greater,
        Comparison::AtLeast => order != Ordering::Less,
    })
}

fn order(left: &Value<'_>, right: &Value<'_>) -> Option<Ordering> {
    match (left, right) {
        (Value::Text(left), Value::Text(right)) => Some(left.cmp(right)),
        (Value::Number(left), Value::Number(right)) => left.partial_cmp(right),
        (Value::Flag(left), Value::Flag(right)) => Some(left.cmp(right)),
        (Value::Day(left), Value::Day(right)) => Some(left.cmp(right)),
        _ => None,
    }
}

fn like<S: Subject + ?Sized>(text: &Scalar<usize>, form: &Scalar<usize>, of: &S) -> Option<bool> {
    match (value(text, of)?, value(form, of)?) {
        (Value::Text(text), Value::Text(form)) => Some(is_like(&text, &form)),
        _ => None,
    }
}

fn lies<S: Subject + ?Sized>(op: SpatialOp, left: &Place, right: &Place, of: &S) -> Option<bool> {
    Some(match (left, right) {
        (Place::Shape(left), Place::Shape(right)) => left.lies(op, right),
        (Place::Feature, Place::Shape(shape)) => shape.is_met_by(of.ground()?, op),
        (Place::Shape(shape), Place::Feature) => shape.meets(of.ground()?, op),
        (Place::Feature, Place::Feature) => of.ground()?.lies_to_itself(op),
    })
}

fn span<S: Subject + ?Sized>(time: &Time<usize>, of: &S) -> Option<Span> {
    let day = |scalar: &Scalar<usize>| match value(scalar, of) {
        Some(Value::Day(day)) => Some(day),
        _ => None,
    };
    match time {
        Time::At(scalar) => day(scalar).map(Span::day),
        Time::Span(from, to) => Some(Span {
            from: from.as_ref().map_or(Some(Date::MIN), day)?,
            to: to.as_ref().map_or(Some(Date::MAX), day)?,
        }),
    }
}
