//! One published cell.

use std::borrow::Cow;

use jiff::civil::Date;

/// A cell as the file types it. Text tables hold text alone: what it means is
/// decided later, column by column, so that `00123` stays what it is.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing was written.
    Empty,
    /// Text, exactly as published.
    Text(Box<str>),
    /// A number that the format itself types as one. Always finite.
    Number(f64),
    /// A truth value that the format itself types as one.
    Flag(bool),
    /// A calendar day that the format itself types as one.
    Day(Date),
}

impl Cell {
    /// A text cell; empty text gives [`Cell::Empty`].
    #[must_use]
    pub fn text(text: &str) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(text.into()) }
    }

    /// The cell as a person would see it written.
    #[must_use]
    pub fn display(&self) -> Cow<'_, str> {
        match self {
            Self::Empty => Cow::Borrowed(""),
            Self::Text(text) => Cow::Borrowed(text),
            Self::Number(number) => Cow::Owned(format!("{number}")),
            Self::Flag(flag) => Cow::Borrowed(if *flag { "true" } else { "false" }),
            Self::Day(day) => Cow::Owned(day.to_string()),
        }
    }

    /// Whether nothing but white space is written here.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.trim().is_empty(),
            _ => false,
        }
    }
}
