//! A dozen indicators of small and middle areas, each with the pattern of the
//! land in it and chance on top.

use super::super::areas::{Grouping, codes};
use super::super::rng::{Rng, count, real};
use super::super::town::Town;
use super::super::write::delimited::{self, Habits};
use super::super::write::{Sheet, Value};
use super::Published;

/// All indicator tables on small and middle areas.
pub(crate) fn files(town: &Town) -> Vec<Published> {
    vec![
        deprivation_2019(town),
        deprivation_2025(town),
        claimants(town),
        child_poverty(town),
        fuel_poverty(town),
        tenure(town),
        crime(town),
        green_space(town),
        life_expectancy(town),
        obesity(town),
    ]
}

/// The people of an area and their mean hardship.
struct Profile {
    people: f64,
    households: f64,
    children: f64,
    working_age: f64,
    hardship: f64,
    density: f64,
}

fn profiles(town: &Town, grouping: &Grouping) -> Vec<Profile> {
    let people = &town.people;
    grouping
        .blocks()
        .iter()
        .map(|blocks| {
            let sum = |of: &dyn Fn(usize) -> f64| blocks.iter().map(|&b| of(b as usize)).sum::<f64>();
            let weight = |b: usize| real(people.households[b]) + 1.0;
            let all = sum(&weight);
            Profile {
                people: sum(&|b| real(people.total(b))),
                households: sum(&|b| real(people.households[b])),
                children: sum(&|b| real(people.aged(b, 0, 2))),
                working_age: sum(&|b| real(people.aged(b, 3, 12))),
                hardship: sum(&|b| people.hardship[b] * weight(b)) / all,
                density: sum(&|b| people.density[b] * weight(b)) / all,
            }
        })
        .collect()
}

/// A share with some noise, kept between 0.2 % and 95 %.
fn share(base: f64, noise: f64, rng: &mut Rng) -> f64 {
    (base + noise * rng.bell()).clamp(0.002, 0.95)
}

fn table(name: &str, sheet: &Sheet, habits: Habits) -> Published {
    (format!("tables/{name}"), delimited::bytes(sheet, habits))
}

/// Scores, and ranks among all small areas of England, 1 the most deprived.
fn deprivation(
    town: &Town,
    year: &str,
    grouping: &Grouping,
    codes: &[String],
    areas_in_england: f64,
) -> Sheet {
    let mut rng = Rng::named(town.seed, &format!("deprivation {year}"));
    let mut sheet = Sheet::new(&[
        if year == "2019" { "LSOA11CD" } else { "LSOA21CD" },
        "IMD score",
        "IMD rank",
        "IMD decile",
        "Income rate",
        "Employment rate",
        "Education score",
        "Health score",
        "Crime score",
        "Barriers score",
        "Environment score",
    ]);
    let profiles = profiles(town, grouping);
    for (code, profile) in codes.iter().zip(&profiles) {
        let h = profile.hardship;
        let score = 2.0 + 68.0 * h * h.sqrt() + 2.2 * rng.bell();
        // Share of England's areas with a higher score: the spread is wider than the town's.
        let above = (1.0 / (1.0 + (score.max(0.5) / 17.0) * (score.max(0.5) / 17.0))).clamp(0.0005, 0.995);
        let rank = (above * areas_in_england).round();
        sheet.push(vec![
            code.clone().into(),
            Value::Real(score.max(0.8), 3),
            Value::count(count(rank)),
            Value::count(count((rank / areas_in_england * 10.0).ceil().clamp(1.0, 10.0))),
            Value::Real(share(0.02 + 0.36 * h * h, 0.012, &mut rng), 3),
            Value::Real(share(0.02 + 0.28 * h * h, 0.01, &mut rng), 3),
            Value::Real((3.0 + 62.0 * h + 5.0 * rng.bell()).max(0.2), 3),
            Value::Real(-1.4 + 3.2 * h + 0.22 * rng.bell(), 3),
            Value::Real(-1.3 + 2.3 * h + 0.8 * profile.density + 0.3 * rng.bell(), 3),
            Value::Real((30.0 - 16.0 * profile.density + 4.0 * rng.bell()).max(1.0), 3),
            Value::Real((6.0 + 38.0 * profile.density + 5.0 * rng.bell()).max(0.5), 3),
        ]);
    }
    sheet
}

fn deprivation_2019(town: &Town) -> Published {
    let areas = &town.areas;
    let sheet = deprivation(town, "2019", &areas.lsoa11, &areas.lsoa11_codes, 32_844.0);
    table("deprivation_2019_lsoa11.csv", &sheet, Habits::PLAIN)
}

fn deprivation_2025(town: &Town) -> Published {
    let areas = &town.areas;
    let sheet = deprivation(town, "2025", &areas.lsoa21, &areas.lsoa21_codes, 33_755.0);
    table("deprivation_2025_lsoa21.csv", &sheet, Habits::PLAIN)
}

/// Small figures are held back with `c`; two areas have no row at all.
fn claimants(town: &Town) -> Published {
    let areas = &town.areas;
    let mut rng = Rng::named(town.seed, "claimants");
    let mut sheet = Sheet::new(&["LSOA11CD", "Claimants", "Aged 16 to 64", "Claimant rate"]);
    for (i, (code, profile)) in areas.lsoa11_codes.iter().zip(profiles(town, &areas.lsoa11)).enumerate() {
        if i % 90 == 17 {
            continue;
        }
        let rate = share(0.006 + 0.11 * profile.hardship * profile.hardship, 0.004, &mut rng);
        let (n, all) = (count(rate * profile.working_age), count(profile.working_age));
        let held_back = n < 10;
        let figure = |value| if held_back { Value::from("c") } else { value };
        sheet.push(vec![
            code.clone().into(),
            figure(n.into()),
            all.into(),
            figure(Value::Real(real(n) / real(all.max(1)), 4)),
        ]);
    }
    table("claimants_2019_lsoa11.csv", &sheet, Habits::PLAIN)
}

/// Some cells say `NA`.
fn child_poverty(town: &Town) -> Published {
    let areas = &town.areas;
    let mut rng = Rng::named(town.seed, "child poverty");
    let mut sheet =
        Sheet::new(&["LSOA11CD", "LSOA11NM", "Children in low-income families", "Children", "Percentage"]);
    for (i, (code, profile)) in areas.lsoa11_codes.iter().zip(profiles(town, &areas.lsoa11)).enumerate() {
        let part = share(0.05 + 0.48 * profile.hardship, 0.03, &mut rng);
        let (n, all) = (count(part * profile.children), count(profile.children));
        let gap = rng.chance(0.05);
        let figure = |value| if gap { Value::from("NA") } else { value };
        sheet.push(vec![
            code.clone().into(),
            areas.lsoa11_names[i].clone().into(),
            figure(n.into()),
            all.into(),
            figure(Value::Real(100.0 * real(n) / real(all.max(1)), 1)),
        ]);
    }
    table("child_poverty_2019_lsoa11.csv", &sheet, Habits::PLAIN)
}

/// Tab-separated.
fn fuel_poverty(town: &Town) -> Published {
    let areas = &town.areas;
    let mut rng = Rng::named(town.seed, "fuel poverty");
    let mut sheet = Sheet::new(&["LSOA11CD", "Households", "Fuel poor households", "Share fuel poor"]);
    for (code, profile) in areas.lsoa11_codes.iter().zip(profiles(town, &areas.lsoa11)) {
        let part = share(0.07 + 0.2 * profile.hardship + 0.04 * profile.density, 0.02, &mut rng);
        let n = count(part * profile.households);
        let all = count(profile.households);
        sheet.push(vec![
            code.clone().into(),
            all.into(),
            n.into(),
            Value::Real(real(n) / real(all.max(1)), 3),
        ]);
    }
    table("fuel_poverty_2020_lsoa11.tsv", &sheet, Habits::TABS)
}

/// A long table: the total of the area stands on each of its rows.
fn tenure(town: &Town) -> Published {
    const KINDS: [&str; 4] = ["Owned", "Social rented", "Private rented", "Other"];
    let areas = &town.areas;
    let mut rng = Rng::named(town.seed, "tenure");
    let mut sheet = Sheet::new(&["lsoa21_code", "tenure", "households", "total_households"]);
    for (code, profile) in areas.lsoa21_codes.iter().zip(profiles(town, &areas.lsoa21)) {
        let total = count(profile.households);
        let social = count(real(total) * share(0.03 + 0.5 * profile.hardship, 0.05, &mut rng));
        let private =
            count(real(total) * share(0.08 + 0.24 * profile.density, 0.03, &mut rng)).min(total - social);
        let other = count(0.012 * real(total)).min(total - social - private);
        let parts = [total - social - private - other, social, private, other];
        for (kind, n) in KINDS.iter().zip(parts) {
            sheet.push(vec![code.clone().into(), (*kind).into(), n.into(), total.into()]);
        }
    }
    table("tenure_2021_lsoa21_long.csv", &sheet, Habits::PLAIN)
}

/// Twelve rows an area; August is missing, as the force changed its system.
fn crime(town: &Town) -> Published {
    let areas = &town.areas;
    let mut rng = Rng::named(town.seed, "crime");
    let mut sheet = Sheet::new(&["LSOA code", "Month", "Anti-social behaviour", "Burglary", "Violence"]);
    let profiles = profiles(town, &areas.lsoa21);
    for (code, profile) in areas.lsoa21_codes.iter().zip(&profiles) {
        for month in (1..=12).filter(|&month| month != 8) {
            let level = profile.people / 1_000.0 * (0.3 + 1.6 * profile.hardship + 0.9 * profile.density);
            let mut figure = |rate: f64| Value::count(count(rate * level * (1.0 + 0.35 * rng.bell())));
            let row = [figure(2.2), figure(0.5), figure(2.6)];
            sheet.push([vec![code.clone().into(), format!("2024-{month:02}").into()], row.to_vec()].concat());
        }
    }
    table("recorded_crime_2024_lsoa21_monthly.csv", &sheet, Habits::PLAIN)
}

fn green_space(town: &Town) -> Published {
    let areas = &town.areas;
    let mut rng = Rng::named(town.seed, "green space");
    let mut sheet = Sheet::new(&["LSOA21CD", "Green space m2 per person", "Share within 300 m of a park"]);
    for (code, profile) in areas.lsoa21_codes.iter().zip(profiles(town, &areas.lsoa21)) {
        let open = 1.0 - profile.density;
        let space = (6.0 + 90.0 * open * open * (1.0 + 0.3 * rng.bell())).max(1.5);
        let near = (0.35 + 0.45 * open + 0.12 * rng.bell()).clamp(0.02, 1.0);
        sheet.push(vec![code.clone().into(), Value::Real(space, 1), Value::Real(near, 3)]);
    }
    table("green_space_2023_lsoa21.csv", &sheet, Habits::PLAIN)
}

fn life_expectancy(town: &Town) -> Published {
    let msoa = &town.areas.msoa;
    let mut rng = Rng::named(town.seed, "life expectancy");
    let mut sheet = Sheet::new(&["MSOA21CD", "Sex", "Life expectancy", "Lower 95%", "Upper 95%"]);
    for (code, profile) in codes("E0299", 4, 1, msoa.n).into_iter().zip(profiles(town, msoa)) {
        for (sex, base) in [("Female", 86.2), ("Male", 82.9)] {
            let years = base - 9.5 * profile.hardship + 0.5 * rng.bell();
            let half = rng.range(1.3, 2.1);
            let figures = [years, years - half, years + half].map(|v| Value::Real(v, 1));
            sheet.push([vec![code.clone().into(), sex.into()], figures.to_vec()].concat());
        }
    }
    table("life_expectancy_2018_2022_msoa21.csv", &sheet, Habits::PLAIN)
}

fn obesity(town: &Town) -> Published {
    let msoa = &town.areas.msoa;
    let mut rng = Rng::named(town.seed, "obesity");
    let mut sheet = Sheet::new(&["MSOA21CD", "Measured", "Obese", "Prevalence %"]);
    for (code, profile) in codes("E0299", 4, 1, msoa.n).into_iter().zip(profiles(town, msoa)) {
        let measured = count(profile.children / 15.0 * 3.0 * 0.94);
        let obese = count(real(measured) * share(0.12 + 0.2 * profile.hardship, 0.02, &mut rng));
        let rate = Value::Real(100.0 * real(obese) / real(measured.max(1)), 1);
        let obese = if obese < 8 { "*".into() } else { Value::count(obese) };
        sheet.push(vec![code.into(), measured.into(), obese, rate]);
    }
    table("year6_obesity_2022_msoa21.csv", &sheet, Habits::PLAIN)
}
