//! From names to fields: whether a filter fits the features it is asked of.

use std::fmt;

use jiff::civil::Date;

use super::expr::{Expr, Scalar, Time};

/// What the values of a field are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    /// Texts.
    Text,
    /// Numbers.
    Number,
    /// Yes or no.
    Flag,
    /// Days.
    Day,
}

/// A field by its name.
#[derive(Debug, Clone, Copy)]
pub struct Named<'a> {
    /// Its name in filters.
    pub name: &'a str,
    /// What its values are.
    pub kind: FieldKind,
}

/// Why a filter does not fit.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BindError {
    /// A field that the features do not have.
    #[error("there is no property '{0}' to filter by; there are: {1}")]
    NoField(String, String),
    /// Two values of different kinds.
    #[error("{0} cannot be compared with {1}")]
    Mixed(FieldKind, FieldKind),
    /// A value of the wrong kind.
    #[error("{what} takes {wanted}, not {given}")]
    Wrong {
        /// Which operation.
        what: &'static str,
        /// What it takes.
        wanted: FieldKind,
        /// What it was given.
        given: FieldKind,
    },
}

impl fmt::Display for FieldKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Text => "a text",
            Self::Number => "a number",
            Self::Flag => "true or false",
            Self::Day => "a day",
        })
    }
}

impl Expr<String> {
    /// The same filter with positions among `fields` for names.
    ///
    /// # Errors
    /// [`BindError`] for the first name that is not there and for the first
    /// operation whose values are of the wrong kind.
    pub fn bind(self, fields: &[Named<'_>]) -> Result<Expr<usize>, BindError> {
        let all = |parts: Vec<Self>| -> Result<Vec<_>, BindError> {
            parts.into_iter().map(|part| part.bind(fields)).collect()
        };
        Ok(match self {
            Self::And(parts) => Expr::And(all(parts)?),
            Self::Or(parts) => Expr::Or(all(parts)?),
            Self::Not(part) => Expr::Not(Box::new(part.bind(fields)?)),
            Self::Compare(op, left, right) => {
                let [left, right] = alike(fields, [left, right])?;
                Expr::Compare(op, left, right)
            }
            Self::Like(value, form) => Expr::Like(
                of_kind(fields, value, FieldKind::Text, "LIKE")?,
                of_kind(fields, form, FieldKind::Text, "LIKE")?,
            ),
            Self::Between(value, low, high) => {
                let [value, low, high] = alike(fields, [value, low, high])?;
                Expr::Between(value, low, high)
            }
            Self::In(value, list) => bind_in(fields, value, list)?,
            Self::IsNull(value) => Expr::IsNull(value.bind(fields)?),
            Self::IsNowhere => Expr::IsNowhere,
            Self::Spatial(op, left, right) => Expr::Spatial(op, left, right),
            Self::Temporal(op, left, right) => Expr::Temporal(op, left.bind(fields)?, right.bind(fields)?),
            Self::Flag(value) => Expr::Flag(of_kind(fields, value, FieldKind::Flag, "a condition")?),
        })
    }
}

fn bind_in(
    fields: &[Named<'_>],
    value: Scalar<String>,
    list: Vec<Scalar<String>>,
) -> Result<Expr<usize>, BindError> {
    let bound = value.clone().bind(fields)?;
    let list = list.into_iter().map(|item| {
        let [_, item] = alike(fields, [value.clone(), item])?;
        Ok(item)
    });
    Ok(Expr::In(bound, list.collect::<Result<_, _>>()?))
}

impl Scalar<String> {
    fn bind(self, fields: &[Named<'_>]) -> Result<Scalar<usize>, BindError> {
        Ok(match self {
            Self::Field(name) => match fields.iter().position(|field| field.name == name) {
                Some(at) => Scalar::Field(at),
                None => return Err(BindError::NoField(name, names(fields))),
            },
            Self::Text(text) => Scalar::Text(text),
            Self::Number(number) => Scalar::Number(number),
            Self::Flag(flag) => Scalar::Flag(flag),
            Self::Day(day) => Scalar::Day(day),
            Self::CaseFold(text) => {
                Scalar::CaseFold(Box::new(of_kind(fields, *text, FieldKind::Text, "CASEI")?))
            }
            Self::Sum(op, left, right) => {
                let number = |value| of_kind(fields, value, FieldKind::Number, "arithmetic");
                Scalar::Sum(op, Box::new(number(*left)?), Box::new(number(*right)?))
            }
        })
    }
}

impl Time<String> {
    fn bind(self, fields: &[Named<'_>]) -> Result<Time<usize>, BindError> {
        let day = |value: Scalar<String>| of_kind(fields, value, FieldKind::Day, "a time");
        Ok(match self {
            Self::At(value) => Time::At(day(value)?),
            Self::Span(from, to) => Time::Span(from.map(day).transpose()?, to.map(day).transpose()?),
        })
    }
}

impl Scalar<usize> {
    fn kind(&self, fields: &[Named<'_>]) -> FieldKind {
        match self {
            Self::Field(at) => fields[*at].kind,
            Self::Text(_) | Self::CaseFold(_) => FieldKind::Text,
            Self::Number(_) | Self::Sum(..) => FieldKind::Number,
            Self::Flag(_) => FieldKind::Flag,
            Self::Day(_) => FieldKind::Day,
        }
    }

    /// A text that is written where a day is wanted becomes that day.
    fn into_day(self) -> Self {
        match self {
            Self::Text(text) => match text.parse::<Date>() {
                Ok(day) if day.to_string() == text => Self::Day(day),
                _ => Self::Text(text),
            },
            other => other,
        }
    }
}

/// Binds values that must be of one kind.
fn alike<const N: usize>(
    fields: &[Named<'_>],
    values: [Scalar<String>; N],
) -> Result<[Scalar<usize>; N], BindError> {
    let mut bound = Vec::with_capacity(N);
    for value in values {
        bound.push(value.bind(fields)?);
    }
    if bound.iter().any(|value| value.kind(fields) == FieldKind::Day) {
        bound = bound.into_iter().map(Scalar::into_day).collect();
    }
    let first = bound[0].kind(fields);
    match bound.iter().map(|value| value.kind(fields)).find(|kind| *kind != first) {
        Some(other) => Err(BindError::Mixed(first, other)),
        None => Ok(bound.try_into().expect("as many come out as went in")),
    }
}

fn of_kind(
    fields: &[Named<'_>],
    value: Scalar<String>,
    wanted: FieldKind,
    what: &'static str,
) -> Result<Scalar<usize>, BindError> {
    let mut bound = value.bind(fields)?;
    if wanted == FieldKind::Day {
        bound = bound.into_day();
    }
    let given = bound.kind(fields);
    if given == wanted { Ok(bound) } else { Err(BindError::Wrong { what, wanted, given }) }
}

fn names(fields: &[Named<'_>]) -> String {
    fields.iter().map(|field| field.name).chain(["geometry"]).collect::<Vec<_>>().join(", ")
}
