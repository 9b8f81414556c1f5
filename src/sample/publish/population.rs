//! Who lives where, by output area and by ward.

use super::super::areas::codes;
use super::super::names;
use super::super::people::BANDS;
use super::super::rng::{count, real};
use super::super::town::Town;
use super::super::write::delimited::{self, Habits};
use super::super::write::{Sheet, Value};
use super::Published;

/// Population by age band of output areas, and of the wards of 2023.
pub(crate) fn files(town: &Town) -> Vec<Published> {
    vec![output_areas(town), wards(town)]
}

/// With a byte-order mark and Windows line ends.
fn output_areas(town: &Town) -> Published {
    let oa = &town.areas.oa;
    let mut sheet = Sheet::new(&["OA21CD", "Households", "All ages"]);
    sheet.columns.extend(BANDS.iter().map(|band| format!("Aged {band}")));
    let blocks = oa.blocks();
    for (code, blocks) in codes("E0099", 4, 1, oa.n).into_iter().zip(blocks) {
        let sum = |of: &dyn Fn(usize) -> usize| blocks.iter().map(|&b| of(b as usize)).sum::<usize>();
        let mut row: Vec<Value> = vec![
            code.into(),
            sum(&|b| town.people.households[b]).into(),
            sum(&|b| town.people.total(b)).into(),
        ];
        row.extend((0..BANDS.len()).map(|band| Value::count(sum(&|b| town.people.ages[b][band]))));
        sheet.push(row);
    }
    ("tables/population_2021_oa21_by_age.csv".into(), delimited::bytes(&sheet, Habits::SPREADSHEET))
}

/// Written for people: thousands separators, and a last row for the whole borough.
fn wards(town: &Town) -> Published {
    let wards = &town.areas.new_wards;
    let mut sheet = Sheet::new(&["Ward code", "Ward", "Residents", "Aged 65 and over", "Households"]);
    let of = |low: usize| wards.sum(|b| real(town.people.aged(b, low, 18)));
    let (all, old, homes) = (of(0), of(13), wards.sum(|b| real(town.people.households[b])));
    let people = |n: f64| Value::from(thousands(count(n)));
    for (i, code) in codes("E0599", 4, 101, wards.n).into_iter().enumerate() {
        sheet.push(vec![
            code.into(),
            names::NEW_WARDS[i].0.into(),
            people(all[i]),
            people(old[i]),
            people(homes[i]),
        ]);
    }
    let total = |values: &[f64]| people(values.iter().sum());
    sheet.push(vec!["E06990001".into(), "Elverham total".into(), total(&all), total(&old), total(&homes)]);
    ("tables/residents_2023_ward23.csv".into(), delimited::bytes(&sheet, Habits::PLAIN))
}

/// 12,345.
fn thousands(n: usize) -> String {
    if n < 1_000 { n.to_string() } else { format!("{},{:03}", thousands(n / 1_000), n % 1_000) }
}
