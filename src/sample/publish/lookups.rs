//! Which area belongs to which.

use super::super::areas::codes;
use super::super::town::Town;
use super::super::write::Sheet;
use super::super::write::delimited::{self, Habits};
use super::Published;

/// Output area to small and middle area, small area to ward by best fit, and
/// small areas of 2011 to those of 2021.
pub(crate) fn files(town: &Town) -> Vec<Published> {
    vec![hierarchy(town), best_fit(town), change(town)]
}

fn hierarchy(town: &Town) -> Published {
    let areas = &town.areas;
    let weights = town.people.weights();
    let (lsoa, msoa) = (areas.oa.best_fit(&areas.lsoa21, &weights), areas.oa.best_fit(&areas.msoa, &weights));
    let mut sheet = Sheet::new(&["OA21CD", "LSOA21CD", "MSOA21CD", "LAD23CD"]);
    for (i, code) in codes("E0099", 4, 1, areas.oa.n).into_iter().enumerate() {
        let small_area = areas.lsoa21_codes[lsoa[i] as usize].clone();
        sheet.push(vec![
            code.into(),
            small_area.into(),
            format!("E0299{:04}", msoa[i] + 1).into(),
            "E06990001".into(),
        ]);
    }
    ("tables/lookup_oa21_lsoa21_msoa21.csv".into(), delimited::bytes(&sheet, Habits::PLAIN))
}

/// The ward in which most households of a small area live.
fn best_fit(town: &Town) -> Published {
    let areas = &town.areas;
    let ward = areas.lsoa21.best_fit(&areas.new_wards, &town.people.weights());
    let mut sheet = Sheet::new(&["LSOA21CD", "LSOA21NM", "WD23CD", "WD23NM"]);
    for (i, code) in areas.lsoa21_codes.iter().enumerate() {
        let (name, ward) = (areas.lsoa21_names[i].clone(), ward[i]);
        let ward_name = super::super::names::NEW_WARDS[ward as usize].0;
        sheet.push(vec![
            code.clone().into(),
            name.into(),
            format!("E0599{:04}", ward + 101).into(),
            ward_name.into(),
        ]);
    }
    ("tables/lookup_lsoa21_ward23_best_fit.csv".into(), delimited::bytes(&sheet, Habits::PLAIN))
}

/// U unchanged, S split, M merged, as the statistics office marks them.
fn change(town: &Town) -> Published {
    let areas = &town.areas;
    let mut pairs: Vec<(u32, u32)> =
        areas.lsoa11.of.iter().copied().zip(areas.lsoa21.of.iter().copied()).collect();
    pairs.sort_unstable();
    pairs.dedup();
    let mut sheet = Sheet::new(&["LSOA11CD", "LSOA21CD", "CHGIND"]);
    for &(old, new) in &pairs {
        let halves = pairs.iter().filter(|pair| pair.0 == old).count();
        let sources = pairs.iter().filter(|pair| pair.1 == new).count();
        let mark = if halves > 1 {
            "S"
        } else if sources > 1 {
            "M"
        } else {
            "U"
        };
        let codes = (areas.lsoa11_codes[old as usize].clone(), areas.lsoa21_codes[new as usize].clone());
        sheet.push(vec![codes.0.into(), codes.1.into(), mark.into()]);
    }
    ("tables/lookup_lsoa11_lsoa21.csv".into(), delimited::bytes(&sheet, Habits::PLAIN))
}
