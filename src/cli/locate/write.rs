//! Chosen sites as files.

use std::io::Write;

use crate::engine::Located;
use crate::locate::Served;
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

/// One row for each area and site that serves it.
pub(super) fn table(out: &mut dyn Write, located: &Located) -> anyhow::Result<()> {
    let mut out = csv::Writer::from_writer(out);
    out.write_record(["area", "people", "site", "site_name", "share", "minutes", "not_served"])?;
    let Some(answer) = located.outcome.answer() else { return Ok(out.flush()?) };
    for (point, served) in located.problem.demand.iter().zip(&answer.served) {
        let people = point.weight.to_string();
        match served {
            Served::By(by) => {
                for (site, share, minutes) in by {
                    let record = &located.sites.records[*site];
                    let (share, minutes) = (format!("{share:.6}"), format!("{minutes:.3}"));
                    out.write_record([&point.id, &people, &record.id, &record.name, &share, &minutes, ""])?;
                }
            }
            Served::Not(why) => {
                out.write_record([&point.id, people.as_str(), "", "", "", "", why.key()])?;
            }
        }
    }
    for area in located.people.areas.iter().filter(|area| area.residents.is_none()) {
        out.write_record([area.code.as_str(), "", "", "", "", "", "people-unknown"])?;
    }
    out.flush()?;
    Ok(())
}
