//! What a check hands back: the report always, the value when it can stand.

use super::report::Report;

/// The outcome of checking one file.
///
/// The report is always whole. The value is there whenever rows could be
/// built, even when warnings still wait for a tick; it is `None` when an
/// error leaves nothing that could be used.
#[derive(Debug, Clone)]
pub struct Checked<T> {
    /// The layer, register or table; `None` when an error stopped it.
    pub value: Option<T>,
    /// Everything that was found.
    pub report: Report,
}

impl<T> Checked<T> {
    /// The same outcome with another kind of value.
    #[must_use]
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Checked<U> {
        Checked { value: self.value.map(change), report: self.report }
    }
}
