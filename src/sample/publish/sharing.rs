//! What a survey for sharing found: in 2024 the partners went round some of
//! their buildings together and filled in what the register mostly lacks.

use super::super::postal::day;
use super::super::rng::{Rng, count, real};
use super::super::write::Value;
use super::assets::{hours, running_cost};
use super::estate::Asset;

/// Kinds of building in which nobody would put another's service, so nobody went there.
const NOT_ASKED: [&str; 11] = [
    "Hospital",
    "Care home",
    "Primary school",
    "Primary academy",
    "Secondary academy",
    "Depot",
    "Sheltered scheme",
    "Police headquarters",
    "Mental health unit",
    "Training centre",
    "Vicarage",
];

/// Cells by column that the survey fills in; `None` where it did not go.
pub(super) fn survey(asset: &Asset, leased: bool, rng: &mut Rng) -> Option<Vec<(&'static str, Value)>> {
    let asked = asset.area_m2 > 0 && !NOT_ASKED.contains(&asset.kind);
    if !asked || !rng.chance(0.4) {
        return None;
    }
    let desks = if rng.chance(0.3) { 0 } else { rng.between(1, 14).min(1 + asset.area_m2 / 60) };
    let spare_m2 = count(real(desks) * rng.range(8.0, 12.0));
    let mut cells: Vec<(&'static str, Value)> = vec![
        ("Floor Area m2", asset.area_m2.into()),
        ("Spare Desks", desks.into()),
        ("Spare Area m2", spare_m2.into()),
        ("Spare Sessions", rng.below(11).into()),
        ("Opening Hours", open(rng).into()),
        ("Step-free Access", rng.pick(&["Yes", "Yes", "Yes", "Yes", "Part", "No"]).into()),
        ("Condition", rng.pick(&["A", "B", "B", "B", "C", "D"]).into()),
        ("Running Cost GBP", running_cost(asset, rng).into()),
        ("Secure Storage", rng.pick(&["Yes", "Yes", "No"]).into()),
        ("Separate Entrance", rng.pick(&["Yes", "No"]).into()),
        ("Compliance Until", day(rng, 2024, 2028).into()),
        ("Surveyed", day(rng, 2024, 2024).into()),
        ("Notes", "Surveyed for sharing".into()),
    ];
    if leased {
        cells.push(("Lease End", day(rng, 2027, 2061).into()));
        cells.push(("Sharing Allowed", rng.pick(&["Yes", "Yes", "No", ""]).into()));
    }
    Some(cells)
}

/// Hours that somebody stood before a door to read.
fn open(rng: &mut Rng) -> &'static str {
    loop {
        let text = hours(rng);
        if text != "By arrangement" {
            return text;
        }
    }
}
