//! The libraries twice: the council's own return and a national list. They disagree.

use super::super::SampleError;
use super::super::rng::Rng;
use super::super::town::Town;
use super::super::write::delimited::{self, Habits};
use super::super::write::geojson::lonlat;
use super::super::write::{Sheet, Value, workbook};
use super::Published;
use super::estate::{Asset, Estate};

/// Both lists.
///
/// # Errors
/// What the writers report.
pub(crate) fn files(town: &Town, estate: &Estate) -> Result<Vec<Published>, SampleError> {
    let libraries: Vec<&Asset> = estate.assets.iter().filter(|asset| asset.kind == "Library").collect();
    Ok(vec![council_return(town, &libraries)?, national_list(town, &libraries)?])
}

/// A workbook by postcode, opening hours as text, one library already closed.
fn council_return(town: &Town, libraries: &[&Asset]) -> Result<Published, SampleError> {
    let mut rng = Rng::named(town.seed, "council libraries");
    let mut sheet = Sheet::new(&[
        "Local authority",
        "Library name",
        "Address 1",
        "Postcode",
        "Unique property reference number",
        "Statutory",
        "Type of library",
        "Year opened",
        "Year closed",
        "Staffed hours",
        "Co-located",
        "Co-located with",
    ]);
    for (i, library) in libraries.iter().enumerate() {
        let together = i % 3 == 1;
        sheet.push(vec![
            "Elverham Borough Council".into(),
            library.name.clone().into(),
            format!("{} {}", library.number, library.street).into(),
            town.postal.of(library.block).to_lowercase().into(),
            if i == 0 { library.uprn.to_string().into() } else { Value::Empty },
            "Yes".into(),
            if i == 4 { "CL" } else { "LAL" }.into(),
            year_opened(i, &mut rng),
            if i == 6 { 2022_usize.into() } else { Value::Empty },
            rng.pick(&[
                "Mon-Fri 09:30-17:30; Sat 09:30-13:00",
                "Tue, Thu 10:00-18:00",
                "Mon, Wed, Fri 10:00-16:00",
            ])
            .into(),
            if together { "Yes" } else { "No" }.into(),
            if together { "Children's centre".into() } else { Value::Empty },
        ]);
    }
    Ok(("registers/libraries_council_return.xlsx".into(), workbook::bytes("Libraries", &sheet)?))
}

/// Of one library nobody knows any more when it opened.
fn year_opened(i: usize, rng: &mut Rng) -> Value {
    let year = rng.between(1896, 2009);
    if i == 5 { Value::Empty } else { year.into() }
}

/// By longitude and latitude; it knows a mobile library, has one building at
/// another point, and says otherwise which share a roof.
fn national_list(town: &Town, libraries: &[&Asset]) -> Result<Published, SampleError> {
    let mut sheet = Sheet::new(&[
        "id",
        "reporting",
        "name",
        "postcode",
        "lng",
        "lat",
        "type",
        "co_located",
        "closed",
        "weekly_hours",
    ]);
    let mut rng = Rng::named(town.seed, "national libraries");
    for (i, library) in libraries.iter().enumerate() {
        let wrong =
            if i == 2 { geo_types::Coord { x: 640.0, y: -210.0 } } else { geo_types::Coord::default() };
        let (lon, lat) = lonlat(library.at + wrong)?;
        sheet.push(vec![
            format!("EV-{:03}", i + 1).into(),
            super::super::names::TOWN.into(),
            library.name.replace("Library", "Branch Library").into(),
            town.postal.of(library.block).into(),
            Value::Real(lon, 6),
            Value::Real(lat, 6),
            "Static Library".into(),
            if i % 4 == 1 { "Yes" } else { rng.pick(&["No", "No", ""]) }.into(),
            Value::Empty,
            rng.between(10, 48).into(),
        ]);
    }
    let mut mobile = vec![Value::Empty; sheet.columns.len()];
    for (column, text) in
        [(0, "EV-900"), (1, super::super::names::TOWN), (2, "Mobile Library"), (6, "Mobile Library")]
    {
        mobile[column] = text.into();
    }
    sheet.push(mobile);
    Ok(("registers/libraries_national_list.tsv".into(), delimited::bytes(&sheet, Habits::TABS)))
}
