//! Figures that exist for the old wards only.

use super::super::areas::codes;
use super::super::names;
use super::super::rng::{Rng, count, real};
use super::super::town::Town;
use super::super::write::delimited::{self, Habits};
use super::super::write::{Sheet, Value};
use super::Published;

/// Turnout in 2019 and loneliness in 2021, both on the wards of before 2023.
pub(crate) fn files(town: &Town) -> Vec<Published> {
    vec![turnout(town), loneliness(town)]
}

/// Every line ends in a bare carriage return; shares have a percent sign.
fn turnout(town: &Town) -> Published {
    let wards = &town.areas.old_wards;
    let mut rng = Rng::named(town.seed, "turnout");
    let electors = wards.sum(|b| real(town.people.aged(b, 4, 18)) * 0.91);
    let hardship = mean_hardship(town);
    let mut sheet = Sheet::new(&["WD12CD", " WARD NAME ", "ELECTORATE", "VOTES CAST", "TURNOUT"]);
    for (i, code) in codes("E0599", 4, 1, wards.n).into_iter().enumerate() {
        let votes = count(electors[i] * (0.47 - 0.26 * hardship[i] + 0.02 * rng.bell()).clamp(0.12, 0.7));
        let percent = 100.0 * real(votes) / electors[i].max(1.0);
        let name = names::OLD_WARDS[i].0;
        sheet.push(vec![
            code.into(),
            name.into(),
            count(electors[i]).into(),
            votes.into(),
            format!("{percent:.1}%").into(),
        ]);
    }
    ("tables/turnout_2019_ward12.csv".into(), delimited::bytes(&sheet, Habits::CARRIAGE_RETURNS))
}

/// Fewer answers than this are held back.
const FEWEST_ASKED: usize = 150;

fn loneliness(town: &Town) -> Published {
    let mut rng = Rng::named(town.seed, "loneliness");
    let mut sheet = Sheet::new(&["WD12CD", "Lonely often or always (share)", "Respondents"]);
    for (code, hardship) in codes("E0599", 4, 1, town.areas.old_wards.n).into_iter().zip(mean_hardship(town))
    {
        let share = (0.035 + 0.11 * hardship + 0.008 * rng.bell()).max(0.01);
        let asked = rng.between(140, 420);
        // Too few answers to be published.
        let share = if asked < FEWEST_ASKED { "[c]".into() } else { Value::Real(share, 3) };
        sheet.push(vec![code.into(), share, Value::count(asked)]);
    }
    ("tables/loneliness_2021_ward12.csv".into(), delimited::bytes(&sheet, Habits::PLAIN))
}

fn mean_hardship(town: &Town) -> Vec<f64> {
    let wards = &town.areas.old_wards;
    let weight = |b: usize| real(town.people.households[b]) + 1.0;
    let sums = wards.sum(|b| town.people.hardship[b] * weight(b));
    sums.iter().zip(wards.sum(weight)).map(|(sum, all)| sum / all).collect()
}
