//! Chosen sites as files.

use std::io::Write;

use crate::engine::Located;
use crate::views::siting::{LocatedView, located_features};

/// Sites and areas on the ground.
pub(super) fn features(out: &mut dyn Write, located: &Located, view: &LocatedView) -> anyhow::Result<()> {
    serde_json::to_writer(&mut *out, &located_features(located, view))?;
    writeln!(out)?;
    Ok(())
}

/// The summary.
pub(super) fn summary(out: &mut dyn Write, view: &LocatedView) -> anyhow::Result<()> {
    serde_json::to_writer_pretty(&mut *out, view)?;
    writeln!(out)?;
    Ok(())
}
