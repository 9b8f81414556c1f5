//! Reader of one format (being laid).

use crate::check::Fault;
use crate::draft::Draft;

use super::found::unreadable;
use super::{Limits, ReadOptions, SourceBytes};

/// Reads one file.
pub(super) fn read(
    source: &SourceBytes<'_>,
    _options: &ReadOptions,
    _limits: &Limits,
) -> Result<Draft, Vec<Fault>> {
    Err(vec![*unreadable(format!("'{}': this format is not read yet", source.file), "Save it as GeoJSON.")])
}
