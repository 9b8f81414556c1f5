//! General practices, and how many patients each has.

use super::super::SampleError;
use super::super::names;
use super::super::rng::{Rng, count};
use super::super::town::Town;
use super::super::write::delimited::{self, Habits};
use super::super::write::{Sheet, Value, workbook};
use super::{Published, flaws};

const PRACTICES: usize = 34;

/// The practice list and the list sizes.
///
/// # Errors
/// [`SampleError::Zip`] when the workbook cannot be put together.
pub(crate) fn files(town: &Town) -> Result<Vec<Published>, SampleError> {
    let mut rng = Rng::named(town.seed, "practices");
    let weights = town.people.weights();
    let mut list = Sheet::new(&["Locality", "Type", "Practice.Code", "Practice.Name", "Postcode", "Network"]);
    let mut sizes = Sheet::new(&["Practice.Code", "AreaName", "Registered patients"]);
    for i in 0..PRACTICES {
        let block = rng.weighted(&weights);
        let locality = names::LOCALITIES[town.areas.localities.of[block] as usize].0;
        let code = format!("EV{:04}", 1_001 + 13 * i);
        let name = match i % 3 {
            0 => format!("Dr {} & Partners", names::surname(&mut rng)),
            1 => format!("{} Surgery", names::word(&mut rng)),
            _ => format!("{} Medical Centre", names::word(&mut rng)),
        };
        let postcode = if i % 17 == 9 { "EV0 0AA".to_owned() } else { town.postal.of(block).to_owned() };
        let branch = i % 8 == 6;
        list.push(vec![
            locality.split(" \u{2013}").next().unwrap_or(locality).into(),
            if branch { "Branch" } else { "Main" }.into(),
            code.clone().into(),
            name.clone().into(),
            flaws::padded(&postcode).into(),
            format!("{} Network", town_network(i)).into(),
        ]);
        if !branch {
            sizes.push(vec![
                code.clone().into(),
                format!("{code} - {name}").into(),
                Value::count(count(7_400.0 + 2_300.0 * rng.bell()).max(1_900)),
            ]);
        }
    }
    Ok(vec![
        ("registers/gp_practices.csv".into(), delimited::bytes(&list, Habits::SPREADSHEET)),
        ("tables/gp_list_sizes.xlsx".into(), workbook::bytes("July 2024", &sizes)?),
    ])
}

fn town_network(i: usize) -> &'static str {
    ["Minster", "Elverside", "Gallowmere", "Netherwick", "Hallowdene"][i % 5]
}
