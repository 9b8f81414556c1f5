//! The asset register: Transparency Code columns, and more that the partners
//! agreed to fill in and mostly did not.

use super::super::line::point;
use super::super::postal::day;
use super::super::rng::{Rng, count, real};
use super::super::terrain::CENTRE;
use super::super::write::delimited::{self, Habits};
use super::super::write::{Sheet, Value};
use super::Published;
use super::estate::{Asset, Estate};
use super::sharing::survey;

const COLUMNS: [&str; 32] = [
    "Organisation",
    "OrganisationLabel",
    "Organisation",
    "UPRN",
    "AssetCode",
    "PropertyName",
    "PropertyType",
    "StreetNumber",
    "StreetName",
    "PostTown",
    "PostCode",
    "GeoX",
    "GeoY",
    "TenureType",
    "TenureDetail",
    "Lease End",
    "Floor Area m2",
    "Spare Desks",
    "Bookable Rooms",
    "Opening Hours",
    "Step-free Access",
    "Condition",
    "Running Cost GBP",
    "Services Hosted",
    "Secure Storage",
    "Surveyed",
    "Notes",
    "Compliance Until",
    "Separate Entrance",
    "Spare Area m2",
    "Spare Sessions",
    "Sharing Allowed",
];

/// The register, as a spreadsheet program saved it: windows-1252, two columns
/// of one name, postcodes with a line end inside, two blank records.
pub(crate) fn file(estate: &Estate, town: &super::Town) -> Published {
    let mut rng = Rng::named(estate.seed, "asset register");
    let mut checks = Rng::named(estate.seed, "asset checks");
    let mut surveys = Rng::named(estate.seed, "survey for sharing");
    let at =
        |name: &str| COLUMNS.iter().position(|column| *column == name).expect("a column of the register");
    let mut sheet = Sheet::new(&COLUMNS);
    for (i, asset) in estate.assets.iter().enumerate() {
        let mut cells = row(i, asset, town, &mut rng);
        cells.extend(asset_checks(asset, &mut checks));
        cells.resize(COLUMNS.len(), Value::Empty);
        let leased = cells[at("TenureType")] == Value::from("Leasehold");
        for (column, cell) in survey(asset, leased, &mut surveys).unwrap_or_default() {
            cells[at(column)] = cell;
        }
        sheet.push(cells);
        if i == 120 || i == 240 {
            sheet.push(vec![Value::Empty; COLUMNS.len()]);
        }
    }
    sheet.push(outdoor_centre());
    ("registers/land_and_building_assets_2024.csv".into(), delimited::bytes(&sheet, Habits::OLD_SPREADSHEET))
}

fn row(i: usize, asset: &Asset, town: &super::Town, rng: &mut Rng) -> Vec<Value> {
    let is_building = asset.area_m2 > 0;
    let leased = asset.kind != "Town hall" && rng.chance(0.3);
    let hosts = |share: f64, rng: &mut Rng| is_building && rng.chance(share);
    let has_point = !matches!(i % 71, 33);
    let grid = |n: f64| if has_point { Value::count(count(n)) } else { Value::Empty };
    vec![
        asset.owner.into(),
        asset.label.into(),
        asset.owner.into(),
        uprn(i, asset, rng),
        asset.code(i).into(),
        accented(i, &asset.name).into(),
        asset.kind.into(),
        asset.number.into(),
        asset.street.clone().into(),
        super::super::names::TOWN.into(),
        postcode(i, town.postal.of(asset.block)).into(),
        grid(asset.at.x),
        grid(asset.at.y),
        if leased { "Leasehold" } else { "Freehold" }.into(),
        tenure_detail(leased, rng).into(),
        if leased && rng.chance(0.7) { day(rng, 2025, 2061).into() } else { Value::Empty },
        if hosts(0.8, rng) { asset.area_m2.into() } else { Value::Empty },
        if hosts(0.35, rng) { rng.below(24).into() } else { unknown(rng) },
        if hosts(0.4, rng) { rng.below(7).into() } else { Value::Empty },
        if hosts(0.55, rng) { hours(rng).into() } else { Value::Empty },
        if hosts(0.6, rng) {
            rng.pick(&["Yes", "Yes", "Yes", "Part", "No"]).into()
        } else {
            "unknown".into()
        },
        if hosts(0.65, rng) { rng.pick(&["A", "B", "B", "C", "C", "D"]).into() } else { Value::Empty },
        if hosts(0.5, rng) { running_cost(asset, rng).into() } else { unknown(rng) },
        asset.services.into(),
        if hosts(0.25, rng) { rng.pick(&["Yes", "No"]).into() } else { "unknown".into() },
        if hosts(0.5, rng) { day(rng, 2014, 2024).into() } else { Value::Empty },
        Value::Empty,
    ]
}

/// Until when checks are in date, and whether there is an entrance of its own.
fn asset_checks(asset: &Asset, rng: &mut Rng) -> [Value; 2] {
    let is_building = asset.area_m2 > 0;
    let (until, apart) = (day(rng, 2024, 2027), rng.pick(&["Yes", "No", "No"]));
    [
        if is_building && rng.chance(0.6) { until.into() } else { Value::Empty },
        if is_building && rng.chance(0.4) { apart.into() } else { Value::Empty },
    ]
}

/// Most are right, some are blank, one is too long and one is a word.
fn uprn(i: usize, asset: &Asset, rng: &mut Rng) -> Value {
    match i {
        47 => format!("{}00", asset.uprn).into(),
        148 => "TBC".into(),
        _ if rng.chance(0.12) => Value::Empty,
        _ => asset.uprn.to_string().into(),
    }
}

/// Some postcodes end in a line end or a no-break space, two are wrong.
fn postcode(i: usize, postcode: &str) -> String {
    match i {
        33 => "EV99 9ZZ".into(),
        175 => "see notes".into(),
        _ if i % 23 == 5 => format!("{postcode}\n"),
        _ if i % 41 == 7 => postcode.replace(' ', "\u{a0}"),
        _ if i % 29 == 11 => postcode.replace(' ', ""),
        _ => postcode.to_owned(),
    }
}

/// A few names hold characters that plain ASCII lacks.
fn accented(i: usize, name: &str) -> String {
    match i % 37 {
        9 => format!("{name} and Café"),
        21 => format!("St Osric\u{2019}s {name}"),
        _ => name.to_owned(),
    }
}

fn tenure_detail(leased: bool, rng: &mut Rng) -> &'static str {
    let details: [&str; 4] = if leased {
        ["Full repairing lease", "Internal repairing lease", "Licence to occupy", ""]
    } else {
        ["Occupied by owner", "Let to partner", "Vacant", "Occupied by owner"]
    };
    details[rng.below(4)]
}

pub(super) fn hours(rng: &mut Rng) -> &'static str {
    const HOURS: [&str; 6] = [
        "Mon-Fri 09:00-17:00",
        "Mon-Fri 08:30-18:00; Sat 09:00-13:00",
        "Mon, Wed, Fri 10:00-16:00",
        "Mon-Sat 07:00-22:00",
        "By arrangement",
        "Tue, Thu 09:30-12:30",
    ];
    HOURS[rng.below(HOURS.len())]
}

pub(super) fn running_cost(asset: &Asset, rng: &mut Rng) -> usize {
    count(real(asset.area_m2) * rng.range(38.0, 96.0) / 100.0) * 100
}

fn unknown(rng: &mut Rng) -> Value {
    if rng.chance(0.25) { "NA".into() } else { Value::Empty }
}

/// The council's outdoor centre lies some 20 km outside the borough.
fn outdoor_centre() -> Vec<Value> {
    let at = CENTRE + point(19_000.0, 7_000.0);
    let mut row = vec![Value::Empty; COLUMNS.len()];
    let texts = [
        (0, "Elverham Borough Council"),
        (1, "99EV"),
        (2, "Elverham Borough Council"),
        (3, "999000090001"),
        (4, "99EV/90001"),
        (5, "Heronsea Outdoor Centre"),
        (6, "Outdoor centre"),
        (8, "Staithe Lane"),
        (9, "Heronsea"),
        (13, "Freehold"),
        (14, "Occupied by owner"),
        (20, "No"),
        (23, "School visits; Sailing"),
        (24, "unknown"),
        (26, "Outside the borough"),
    ];
    for (column, text) in texts {
        row[column] = text.into();
    }
    (row[11], row[12]) = (Value::count(count(at.x)), Value::count(count(at.y)));
    row
}
