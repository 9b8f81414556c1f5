//! The real files of Birmingham, Rutland and Cheltenham.
//!
//! Each place is imported once and asked much: an import of all of
//! Birmingham takes seconds, and test runners give every test a process.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::civil::date;
use wardwise::check::{Report, Rule, Severity};
use wardwise::engine::Engine;
use wardwise::import::{EditionState, ImportOptions, Manifest, Outcome, Silent, check_manifest, run};
use wardwise::model::Postcode;
use wardwise::store::PlaceStore;

use crate::support::data_dir;

fn manifest(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/places").join(name);
    std::fs::read_to_string(path).expect("the manifest")
}

fn import(name: &str, source: &Path, place: &Path) -> Outcome {
    let manifest = Manifest::parse(manifest(name)).expect("a manifest without faults");
    let options = ImportOptions::at(Timestamp::UNIX_EPOCH);
    run(&manifest, source, place, &options, &Silent).expect("an import")
}

fn report<'a>(outcome: &'a Outcome, edition: &str) -> &'a Report {
    let found = outcome.editions.iter().find(|e| e.key.to_string() == edition);
    &found.unwrap_or_else(|| panic!("no {edition}")).report
}

fn check_kept(outcome: &Outcome, expected: &[(&str, u64)]) {
    for (edition, kept) in expected {
        assert_eq!(report(outcome, edition).counts.kept, *kept, "{edition}");
    }
}

fn check_said(outcome: &Outcome, edition: &str, rule: Rule, words: &str) {
    let said: Vec<_> =
        report(outcome, edition).faults.iter().filter(|f| f.rule == rule).map(|f| &f.message).collect();
    assert!(said.iter().any(|message| message.contains(words)), "{edition}, {rule}: '{words}' in {said:?}");
}

fn check_nothing_stopped(outcome: &Outcome) {
    let stopped: Vec<_> = outcome.stopped().map(|e| (e.key.to_string(), e.report.summary())).collect();
    assert!(stopped.is_empty(), "{stopped:?}");
    let unused: Vec<_> = outcome
        .editions
        .iter()
        .filter(|e| e.report.faults.iter().any(|f| f.rule == Rule::UnusedWaiver))
        .map(|e| e.key.to_string())
        .collect();
    assert!(unused.is_empty(), "ticks that nothing needs: {unused:?}");
}

#[test]
fn birmingham_stands_up_whole() {
    let Some(source) = data_dir() else { return };
    let dir = tempfile::tempdir().expect("a folder");
    let place = dir.path().join("birmingham");
    let outcome = import("birmingham.toml", &source, &place);

    check_nothing_stopped(&outcome);
    birmingham_has_its_counts(&outcome);
    birmingham_names_its_quirks(&outcome);
    birmingham_answers_where(&place);
    other_programs_read_the_place(&place);

    let again = import("birmingham.toml", &source, &place);
    assert!(!again.is_change(), "the same files again make no new version");
    let unchanged = again.editions.iter().all(|e| e.state == EditionState::Unchanged);
    assert!(unchanged, "every edition is as it was");
}

fn birmingham_has_its_counts(outcome: &Outcome) {
    check_kept(
        outcome,
        &[
            ("wards@2013", 40),
            ("wards@2018", 69),
            ("wards-bsol@2022", 86),
            ("wards-2013-topojson@2013", 40),
            ("wards-2018-lonlat@2018", 69),
            ("oa@2011", 3_223),
            ("lsoa@2011", 773),
            ("lsoa-generalised@2011", 639),
            ("lsoa@2021", 793),
            ("msoa@2011", 132),
            ("msoa@2021", 161),
            ("constituencies@2010", 10),
            ("constituencies@2024", 12),
            ("nhs-localities@current", 6),
            ("postal-districts@undated", 116),
            ("postcodes@undated", 40_992),
            ("gp-practices@2024-07", 238),
            ("schools@2017-07", 151),
            ("crime-city-centre@2017", 17_260),
            ("population-2015@mid-2015", 3_223),
            ("population-wards@2011-2022", 16_560),
            ("tenure-2021@2021", 6_344),
            ("fixmystreet-2019@2019", 28_909),
            ("lsoa11-to-ward18@2018", 639),
            ("councillors@2018", 69),
            ("gp-to-ward@current", 177),
        ],
    );
    let repaired = |edition| report(outcome, edition).counts.repaired;
    assert_eq!((repaired("oa@2011"), repaired("lsoa-generalised@2011"), repaired("msoa@2011")), (8, 3, 2));
    assert_eq!(report(outcome, "gp-practices@2024-07").counts.located, 236);
}

fn birmingham_names_its_quirks(outcome: &Outcome) {
    let said = [
        ("wards@2013", Rule::LegacyCrs, "crs member"),
        ("wards@2013", Rule::RingDirection, "40 of 40"),
        ("constituencies@2024", Rule::CutNames, "Constituen, Const24Cod"),
        ("postal-districts@undated", Rule::CrsOverride, "not trusted"),
        ("gp-practices@2024-07", Rule::ByteOrderMark, "byte-order mark"),
        (
            "gp-practices@2024-07",
            Rule::PostcodeNormalised,
            "0 of 238 postcodes join as they are published, 232 once",
        ),
        ("lsoa11-to-ward18@2018", Rule::LineEnds, "carriage return"),
        ("disability-2021@2021", Rule::RepeatedTotal, "2.0 times"),
        ("tenure-2021@2021", Rule::RepeatedRow, "up to 8 rows a code"),
        ("fixmystreet-2019@2019", Rule::MixedSchemes, "2944 of Scotland"),
        ("fixmystreet-2019@2019", Rule::AbsentAreas, "missing, not zero"),
        ("crime-city-centre@2017", Rule::SharedPoint, "16767 of 17260"),
        ("crime-city-centre@2017", Rule::IdenticalRows, "7887"),
        ("gp-to-ward@current", Rule::RowSum, ""),
    ];
    for (edition, rule, words) in said {
        check_said(outcome, edition, rule, words);
    }
    let best = |edition| report(outcome, edition).vintages[0].edition.to_string();
    assert_eq!(best("imd-2015@2015"), "lsoa@2011");
    assert_eq!(best("imd-2025@2025"), "lsoa@2021");
    assert_eq!(best("cni-2019@2019"), "wards@2013");
}

fn birmingham_answers_where(place: &Path) {
    let snapshot = PlaceStore::open(place).and_then(|store| store.snapshot()).expect("a snapshot");
    let engine = Engine::new(snapshot.into());
    let postcode = Postcode::parse("B1 1BB").expect("a postcode");
    let hit = engine.find_postcode(&postcode, None).expect("the postcode");
    let codes = |day| -> Vec<String> {
        let found = engine.where_is(hit.at, Some(day));
        found.iter().map(|f| format!("{} {}", f.edition, f.code)).collect()
    };
    let before = codes(date(2018, 5, 2));
    let after = codes(date(2019, 5, 1));
    assert!(before.contains(&"wards@2013 E05001193".to_owned()), "{before:?}");
    assert!(after.contains(&"wards@2018 E05011151".to_owned()), "{after:?}");
    assert!(!after.iter().any(|found| found.starts_with("wards@2013")), "{after:?}");
    assert!(after.contains(&"lsoa@2011 E01033620".to_owned()), "{after:?}");
}

/// `ogrinfo` of GDAL, where it is installed: counts and the coordinate system.
fn other_programs_read_the_place(place: &Path) {
    let layer = |name: &str| {
        let output = std::process::Command::new("ogrinfo")
            .args(["-ro", "-so"])
            .arg(place.join("place.gpkg"))
            .arg(name)
            .output();
        output.ok().map(|output| {
            assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
            String::from_utf8_lossy(&output.stdout).into_owned()
        })
    };
    for (name, count) in
        [("wards_2018", 69), ("oa_2011", 3_223), ("crime_city_centre_2017", 17_260), ("imd_2025_2025", 793)]
    {
        let Some(text) = layer(name) else {
            eprintln!("skipped: ogrinfo is not installed");
            return;
        };
        assert!(text.contains(&format!("Feature Count: {count}")), "{name}\n{text}");
    }
    let wards = layer("wards_2018").expect("ogrinfo");
    assert!(wards.contains("ID[\"EPSG\",27700]"), "{wards}");
}

#[test]
fn postal_districts_are_refused_until_their_system_is_named() {
    let Some(source) = data_dir() else { return };
    let text = manifest("birmingham.toml");
    let start = text.find("id = \"postal-districts\"").expect("the layer");
    let line = start + text[start..].find("crs = \"EPSG:27700\"").expect("the override");
    let without = format!("{}# {}", &text[..line], &text[line..]);
    let manifest = Manifest::parse(without).expect("a manifest");
    let only = ["postal-districts@undated".parse().expect("a key")].into();
    let options = ImportOptions { only: Some(only), ..ImportOptions::at(Timestamp::UNIX_EPOCH) };
    let outcome = check_manifest(&manifest, &source, None, &options, &Silent).expect("a check");
    let report = report(&outcome, "postal-districts@undated");
    let fault = report.faults.iter().find(|f| f.rule == Rule::UnknownCrs).expect("the fault");
    assert_eq!(fault.severity, Severity::Error);
    assert!(fault.advice.contains("EPSG:27700"), "{}", fault.advice);
}

#[test]
fn a_table_of_2011_codes_never_lands_on_the_areas_of_2021() {
    let Some(source) = data_dir() else { return };
    let text = manifest("birmingham.toml");
    let wrong = text.replacen(
        "file = \"birmingham/stats/imd2015_lsoa11.csv\"",
        "geography_edition = \"2021\"\nfile = \"birmingham/stats/imd2015_lsoa11.csv\"",
        1,
    );
    let manifest = Manifest::parse(wrong).expect("a manifest");
    let only = ["lsoa@2011", "lsoa@2021", "imd-2015@2015"].map(|key| key.parse().expect("a key")).into();
    let options = ImportOptions { only: Some(only), ..ImportOptions::at(Timestamp::UNIX_EPOCH) };
    let outcome = check_manifest(&manifest, &source, None, &options, &Silent).expect("a check");
    let report = report(&outcome, "imd-2015@2015");
    let fault = report.faults.iter().find(|f| f.rule == Rule::WrongVintage).expect("the fault");
    assert!(fault.message.contains('%'), "{}", fault.message);
    assert!(fault.message.contains("2011") && fault.message.contains("2021"), "{}", fault.message);
}

#[test]
fn rutland_stands_up_whole() {
    let Some(source) = data_dir() else { return };
    let dir = tempfile::tempdir().expect("a folder");
    let outcome = import("rutland.toml", &source, &dir.path().join("rutland"));
    check_nothing_stopped(&outcome);
    check_kept(
        &outcome,
        &[
            ("wards@2013", 16),
            ("lsoa@2011", 23),
            ("oa@2011", 116),
            ("libraries@ace-2023", 6),
            ("fire-stations@2018", 4),
        ],
    );
    check_said(&outcome, "streets@2018", Rule::NetworkPieces, "pieces that do not meet");
    check_said(&outcome, "streets@2018", Rule::WaysNotWalked, "a tag keeps walkers out");
    assert_eq!(report(&outcome, "lsoa@2011").counts.repaired, 1);
    assert_eq!(report(&outcome, "oa@2011").counts.repaired, 2);
    assert_eq!(report(&outcome, "libraries@ace-2023").counts.located, 0);
}

#[test]
fn two_formats_of_cheltenham_become_one_register_with_two_editions() {
    let Some(source) = data_dir() else { return };
    let dir = tempfile::tempdir().expect("a folder");
    let place: PathBuf = dir.path().join("cheltenham");
    let outcome = import("cheltenham.toml", &source, &place);
    check_nothing_stopped(&outcome);
    check_kept(
        &outcome,
        &[("land-and-assets@2021", 498), ("land-and-assets@2023", 459), ("land-and-assets-points@2021", 497)],
    );
    check_said(&outcome, "land-and-assets@2021", Rule::Encoding, "windows-1252");
    check_said(&outcome, "land-and-assets@2021", Rule::Header, "Organisation");
    check_said(&outcome, "land-and-assets@2021", Rule::ControlCharacters, "166");
    check_said(&outcome, "land-and-assets@2023", Rule::BlankRow, "");
    let snapshot = PlaceStore::open(&place).and_then(|store| store.snapshot()).expect("a snapshot");
    let register = snapshot.dataset(&"land-and-assets".parse().expect("an id")).expect("the register");
    let editions: Vec<_> = register.editions.iter().map(|e| e.key.edition.to_string()).collect();
    assert_eq!(editions, ["2023", "2021"]);
}
