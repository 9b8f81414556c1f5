//! Chosen sites and scenarios as comma-separated text.

use std::io::Write;

use crate::engine::{Located, Tried};
use crate::locate::Served;
use crate::scenario::Access;
use crate::views::scenario::{RangeView, TallyView, TriedView};

/// One row for each area and site that serves it.
///
/// # Errors
/// When `out` cannot be written to.
pub fn sites_of_areas(out: &mut dyn Write, located: &Located) -> anyhow::Result<()> {
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

/// One row for each area: its minutes before and after, and the difference.
///
/// # Errors
/// When `out` cannot be written to.
pub fn areas_of_scenario(out: &mut dyn Write, tried: &Tried) -> anyhow::Result<()> {
    let mut out = csv::Writer::from_writer(out);
    let sides = ["before", "after"].into_iter().flat_map(|side| {
        ["minutes", "least", "most", "nearest", "share_unreached"].map(|what| format!("{what}_{side}"))
    });
    let mut header: Vec<String> = ["area", "name", "residents"].map(str::to_owned).to_vec();
    header.extend(sides);
    header.extend(["change_minutes", "share_losing", "share_gaining"].map(str::to_owned));
    out.write_record(&header)?;
    let number = |value: Option<f64>| value.map_or(String::new(), |value| format!("{value:.3}"));
    for (area, effect) in tried.setting.areas.iter().zip(&tried.effect.areas) {
        let residents = number(area.residents.map(|count| count.people));
        let mut row = vec![area.code.clone(), area.name.clone().unwrap_or_default(), residents];
        for access in [&effect.before, &effect.after] {
            row.extend(side(tried, access));
        }
        row.extend([number(effect.change), number(Some(effect.losing())), number(Some(effect.gaining()))]);
        out.write_record(&row)?;
    }
    out.flush()?;
    Ok(())
}

fn side(tried: &Tried, access: &Access) -> [String; 5] {
    let number = |value: Option<f64>| value.map_or(String::new(), |value| format!("{value:.3}"));
    let nearest = access.venue.map_or(String::new(), |at| tried.setting.venues[at].id.clone());
    let (least, most) = (access.range.map(|range| range.0), access.range.map(|range| range.1));
    [number(access.minutes), number(least), number(most), nearest, number(Some(access.unreached))]
}

/// One row for each group and class of people: who gains and who loses, with ranges.
///
/// # Errors
/// When `out` cannot be written to.
pub fn tallies(out: &mut dyn Write, view: &TriedView) -> anyhow::Result<()> {
    let mut out = csv::Writer::from_writer(out);
    let mut header: Vec<String> = vec!["family".into(), "name".into()];
    for what in KINDS {
        header.extend(["", "_low", "_high"].map(|end| format!("{what}{end}")));
    }
    header.extend(
        [
            "minutes_before",
            "minutes_after",
            "share_losing",
            "share_losing_low",
            "share_losing_high",
            "harder_hit",
            "areas_unknown",
        ]
        .map(str::to_owned),
    );
    out.write_record(&header)?;
    for tally in &view.tallies {
        out.write_record(tally_row(tally))?;
    }
    out.flush()?;
    Ok(())
}

const KINDS: [&str; 8] = [
    "people",
    "losing",
    "gaining",
    "no_longer_near",
    "newly_near",
    "cut_off",
    "newly_reached",
    "never_reached",
];

fn tally_row(tally: &TallyView) -> Vec<String> {
    let number = |value: Option<f64>| value.map_or(String::new(), |value| format!("{value:.4}"));
    let ends = |range: Option<RangeView>| {
        [number(range.map(|range| range.value)), number(range.map(|r| r.low)), number(range.map(|r| r.high))]
    };
    let mut row = vec![tally.family.clone(), tally.name.clone()];
    for range in [
        tally.people,
        tally.losing,
        tally.gaining,
        tally.no_longer_near,
        tally.newly_near,
        tally.cut_off,
        tally.newly_reached,
        tally.never_reached,
    ] {
        row.extend(ends(Some(range)));
    }
    row.extend([number(tally.minutes_before), number(tally.minutes_after)]);
    row.extend(ends(tally.share_losing));
    row.extend([tally.harder_hit.to_string(), tally.areas_unknown.to_string()]);
    row
}
