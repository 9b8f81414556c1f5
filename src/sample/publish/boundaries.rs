//! The boundary files.

use std::path::Path;

use geo_types::MultiPolygon;

use super::super::SampleError;
use super::super::areas::{Grouping, codes};
use super::super::line::Point;
use super::super::names;
use super::super::rings::{NONE, Style, outlines};
use super::super::rng::{Rng, count, real, small};
use super::super::town::Town;
use super::super::wiggle::Detail;
use super::super::write::geojson::Flavour;
use super::super::write::{
    Boundaries, Sheet, Value, flatgeobuf, geojson, geopackage, kml, shapefile, topojson, zipped,
};
use super::{Published, flaws};

/// Every boundary file.
///
/// # Errors
/// What the writers report.
pub(crate) fn files(town: &Town, scratch: &Path) -> Result<Vec<Published>, SampleError> {
    let areas = &town.areas;
    let named = |code: &str, name: &str, codes: &[String], names: &[names::Name]| {
        let mut sheet = Sheet::new(&[code, name]);
        for (code, (name, ..)) in codes.iter().zip(names) {
            sheet.push(vec![code.clone().into(), (*name).into()]);
        }
        sheet
    };
    let mut files = vec![old_wards(town)?, new_wards(town)?, output_areas(town)?];
    let lsoa11 = sheet("lsoa11cd", "lsoa11nm", &areas.lsoa11_codes, &areas.lsoa11_names);
    let layer = Boundaries { shapes: shapes(town, &areas.lsoa11, 3.0, centimetres), sheet: lsoa11 };
    files.push(file(
        "lsoa_2011.gpkg",
        geopackage::bytes("lsoa_2011", &layer, &scratch.join("lsoa_2011.gpkg"))?,
    ));
    let lsoa21 = sheet("LSOA21CD", "LSOA21NM", &areas.lsoa21_codes, &areas.lsoa21_names);
    let layer = Boundaries { shapes: shapes(town, &areas.lsoa21, 1.0, centimetres), sheet: lsoa21 };
    files.push(file("lsoa_2021.geojson", geojson::bytes("lsoa_2021", &layer, Flavour::Current)?));
    files.push(middle_areas(town)?);
    let police = named("code", "name", &codes("EL", 2, 1, areas.police.n), &names::POLICE);
    let layer = Boundaries { shapes: shapes(town, &areas.police, 2.0, centimetres), sheet: police };
    files
        .push(file("police_neighbourhoods.kml", kml::bytes("Neighbourhood policing areas", &layer, "name")?));
    let fire = named("station_id", "station", &codes("F", 2, 1, areas.fire.n), &names::FIRE);
    let layer = Boundaries { shapes: shapes(town, &areas.fire, 2.0, centimetres), sheet: fire };
    files.push(file("fire_grounds.fgb", flatgeobuf::bytes("fire_grounds", &layer)?));
    files.push(localities(town)?);
    files.push(patches(town)?);
    Ok(files)
}

fn file(name: &str, bytes: Vec<u8>) -> Published {
    (format!("boundaries/{name}"), bytes)
}

fn sheet(code: &str, name: &str, codes: &[String], names: &[String]) -> Sheet {
    let mut sheet = Sheet::new(&[code, name]);
    for (code, name) in codes.iter().zip(names) {
        sheet.push(vec![code.clone().into(), name.clone().into()]);
    }
    sheet
}

fn centimetres(p: Point) -> Point {
    Point { x: (p.x * 100.0).round() / 100.0, y: (p.y * 100.0).round() / 100.0 }
}

fn decimetres(p: Point) -> Point {
    Point { x: (p.x * 10.0).round() / 10.0, y: (p.y * 10.0).round() / 10.0 }
}

/// The outlines of a geography, generalised to a tolerance of its own.
fn shapes(
    town: &Town,
    grouping: &Grouping,
    tolerance_m: f64,
    round: fn(Point) -> Point,
) -> Vec<MultiPolygon<f64>> {
    let style = Style { seed: town.seed, detail: &|_| Detail { tolerance_m }, round };
    outlines(&town.mesh, &grouping.of, grouping.n, style)
}

/// Wards until 2023: old GeoJSON with a `crs` member, clockwise, an empty Welsh name.
fn old_wards(town: &Town) -> Result<Published, SampleError> {
    let wards = &town.areas.old_wards;
    let mut sheet = Sheet::new(&["WD12CD", "WD12NM", "WD12NMW"]);
    for (code, (name, ..)) in codes("E0599", 4, 1, wards.n).iter().zip(names::OLD_WARDS) {
        sheet.push(vec![code.clone().into(), name.into(), Value::Empty]);
    }
    let layer = Boundaries { shapes: shapes(town, wards, 6.0, centimetres), sheet };
    Ok(file("wards_2012.geojson", geojson::bytes("wards_2012", &layer, Flavour::OldLonLat)?))
}

/// Wards from 2023: a zipped Shapefile whose longer column names are cut.
fn new_wards(town: &Town) -> Result<Published, SampleError> {
    let wards = &town.areas.new_wards;
    let adults = wards.sum(|block| real(town.people.aged(block, 4, 18)));
    let mut sheet = Sheet::new(&["WD23CD", "WD23NM", "Councillors", "ElectorateDec2022"]);
    for ((code, (name, ..)), adults) in
        codes("E0599", 4, 101, wards.n).iter().zip(names::NEW_WARDS).zip(adults)
    {
        let electors = count(adults * 0.93);
        let members = count(real(electors) / 3_600.0).clamp(1, 3);
        sheet.push(vec![code.clone().into(), name.into(), members.into(), electors.into()]);
    }
    let layer = Boundaries { shapes: shapes(town, wards, 1.5, centimetres), sheet };
    Ok(file("wards_2023.zip", zip("wards_2023", &layer, "UTF-8")?))
}

fn zip(stem: &str, layer: &Boundaries, code_page: &str) -> Result<Vec<u8>, SampleError> {
    let members: Vec<_> = shapefile::files(layer, code_page)
        .into_iter()
        .map(|(extension, bytes)| (format!("{stem}.{extension}"), bytes))
        .collect();
    zipped::bytes(&members)
}

/// Output areas: metres in old GeoJSON; four outlines cross themselves.
fn output_areas(town: &Town) -> Result<Published, SampleError> {
    let areas = &town.areas;
    let lsoa = areas.oa.best_fit(&areas.lsoa21, &town.people.weights());
    let mut sheet = Sheet::new(&["OA21CD", "LSOA21CD"]);
    for (code, lsoa) in codes("E0099", 4, 1, areas.oa.n).iter().zip(lsoa) {
        sheet.push(vec![code.clone().into(), areas.lsoa21_codes[lsoa as usize].clone().into()]);
    }
    let mut layer = Boundaries { shapes: shapes(town, &areas.oa, 1.0, decimetres), sheet };
    flaws::cross_themselves(&mut layer.shapes, 4, &mut Rng::named(town.seed, "crossing outlines"));
    Ok(file("oa_2021.geojson", geojson::bytes("oa_2021", &layer, Flavour::OldGrid)?))
}

/// Middle areas: TopoJSON, generalised more than the small areas they hold.
fn middle_areas(town: &Town) -> Result<Published, SampleError> {
    let msoa = &town.areas.msoa;
    let mut sheet = Sheet::new(&["MSOA21CD", "MSOA21NM"]);
    for (i, code) in codes("E0299", 4, 1, msoa.n).iter().enumerate() {
        sheet.push(vec![code.clone().into(), format!("{} {:03}", names::TOWN, i + 1).into()]);
    }
    let style = Style { seed: town.seed, detail: &|_| Detail { tolerance_m: 8.0 }, round: centimetres };
    Ok(file("msoa_2021.topojson", topojson::bytes("msoa_2021", &sheet, &town.mesh, &msoa.of, style)?))
}

/// Health localities: names only, in windows-1252; each digitised at its own
/// level of detail, so that neighbours gape and overlap by metres.
fn localities(town: &Town) -> Result<Published, SampleError> {
    let localities = &town.areas.localities;
    let mut sheet = Sheet::new(&["Locality", "ICB"]);
    for (name, ..) in names::LOCALITIES {
        sheet.push(vec![name.into(), "Elver Valley ICB".into()]);
    }
    let detail = |group: u32| Detail { tolerance_m: 4.0 + 5.0 * f64::from(group) };
    let style = Style { seed: town.seed, detail: &detail, round: decimetres };
    let layer = Boundaries { shapes: outlines(&town.mesh, &localities.of, localities.n, style), sheet };
    Ok(file("nhs_localities.zip", zip("nhs_localities", &layer, "1252")?))
}

/// Housing patches: estates only; the first two both claim the blocks between them.
fn patches(town: &Town) -> Result<Published, SampleError> {
    let patches = &town.areas.patches;
    let mut layer = Boundaries {
        shapes: shapes(town, patches, 3.0, centimetres),
        sheet: Sheet::new(&["patch", "patch_name", "officer_post"]),
    };
    for (i, name) in names::PATCHES.iter().enumerate() {
        let row = vec![
            format!("RH-{:02}", i + 1).into(),
            (*name).into(),
            format!("Patch officer {}", i + 1).into(),
        ];
        layer.sheet.push(row);
    }
    if let Some((group, claimed)) = wider_claim(town) {
        let all = shapes(town, &claimed, 3.0, centimetres);
        layer.shapes[group] = all[group].clone();
    }
    Ok(file("housing_patches.geojson", geojson::bytes("housing_patches", &layer, Flavour::Current)?))
}

/// A patch that touches another, and the grouping in which it also holds some
/// of the other's blocks.
fn wider_claim(town: &Town) -> Option<(usize, Grouping)> {
    let patches = &town.areas.patches;
    let touching = town.mesh.edges.iter().find_map(|edge| {
        let [a, b] = edge.blocks.map(|block| patches.of.get(block as usize).copied().unwrap_or(NONE));
        (a != b && a != NONE && b != NONE).then_some((a, b, edge.blocks))
    });
    let (mine, theirs, [_, seed]) = touching?;
    let mut claimed = patches.clone();
    claimed.of[seed as usize] = mine;
    for &(next, _) in
        town.mesh.neighbours[seed as usize].iter().filter(|(n, _)| patches.of[*n as usize] == theirs)
    {
        claimed.of[next as usize] = mine;
    }
    (claimed.blocks()[theirs as usize].len() > small(3) as usize).then_some((mine as usize, claimed))
}
