//! Checks of whole files, end to end, on the real ones.
//!
//! The figures asserted here were counted from the files with other tools.

use std::collections::BTreeSet;
use std::path::PathBuf;

use wardwise::check::{
    Checked, LayerCodes, Locate, RegisterRules, Report, Rule, Severity, TableRules, Waiver, check_register,
    check_table, report::Verdict, suggest,
};
use wardwise::draft::Draft;
use wardwise::index::{Postcodes, Uprns};
use wardwise::ingest::read::{Limits, ReadOptions, SourceBytes, read};
use wardwise::model::{AreaCode, DatasetKind, Missing, Postcode, Scheme, Uprn, Validity};
use wardwise::register::{Precision, Register};
use wardwise::table::KeyedTable;

use crate::support::data_dir;

macro_rules! real {
    () => {
        match data_dir() {
            Some(dir) => Files(dir),
            None => {
                println!("skipped: the folder of real files is not here");
                return;
            }
        }
    };
}

struct Files(PathBuf);

impl Files {
    fn draft(&self, file: &str) -> Draft {
        let bytes = std::fs::read(self.0.join(file)).expect(file);
        read(&SourceBytes::new(file, &bytes), &ReadOptions::default(), &Limits::default())
            .unwrap_or_else(|faults| panic!("{file}: {faults:?}"))
    }

    fn codes(&self, file: &str, column: &str, key: &str, title: &str) -> LayerCodes {
        let draft = self.draft(file);
        let column = draft.column(column).expect("the column of codes");
        let code =
            |cells: &[wardwise::draft::Cell]| AreaCode::parse(&cells[column].display()).expect("a code");
        LayerCodes {
            edition: key.parse().expect("a key"),
            title: title.to_owned(),
            scheme: Scheme::Gss,
            validity: Validity::default(),
            codes: draft.rows.iter().map(|row| code(&row.cells)).collect(),
        }
    }

    fn layers(&self) -> Vec<LayerCodes> {
        let lookup = "birmingham/lookups/lsoa21_to_ward22_bestfit_official.csv";
        vec![
            self.codes(
                "birmingham/boundaries/wards_2013_old40.geojson",
                "WD13CD",
                "wards@2013",
                "Wards 2013",
            ),
            self.codes(
                "birmingham/boundaries/wards_2018_new69.geojson",
                "WardCode",
                "wards@2018",
                "Wards 2018",
            ),
            self.codes(lookup, "WD22CD", "wards@2022", "Wards 2022"),
            self.codes("birmingham/stats/imd2015_lsoa11.csv", "lsoa11_code", "lsoa@2011", "LSOA 2011"),
            self.codes(lookup, "LSOA21CD", "lsoa@2021", "LSOA 2021"),
            self.codes("birmingham/boundaries/oa_2011.geojson", "OA11CD", "oa@2011", "OA 2011"),
        ]
    }

    fn table(&self, file: &str, change: impl FnOnce(&mut TableRules<'_>)) -> Checked<KeyedTable> {
        let layers = self.layers();
        let mut rules = TableRules::new("figures@1".parse().expect("a key"));
        rules.layers = &layers;
        change(&mut rules);
        check_table(self.draft(file), &rules)
    }

    fn register(&self, file: &str, list: Option<&Postcodes>, code: Option<&str>) -> Checked<Register> {
        let mut rules = RegisterRules::new("things@1".parse().expect("a key"));
        rules.postcodes = list;
        rules.code = code.map(str::to_owned);
        check_register(self.draft(file), &rules)
    }

    fn postcodes(&self) -> Postcodes {
        let checked = self.register("birmingham/postcodes_birmingham_solihull.csv", None, Some("Postcode"));
        Postcodes::from_register(&checked.value.expect("the postcode list"))
    }
}

/// The sum of what the faults of a rule speak for.
fn count(report: &Report, rule: Rule) -> u64 {
    report.faults.iter().filter(|fault| fault.rule == rule).map(|fault| fault.count).sum()
}

#[track_caller]
fn says(report: &Report, rule: Rule, words: &str) {
    let messages: Vec<_> =
        report.faults.iter().filter(|fault| fault.rule == rule).map(|f| &f.message).collect();
    assert!(messages.iter().any(|message| message.contains(words)), "{rule}: '{words}' not in {messages:#?}");
}

fn on(geography: &'static str, edition: Option<&'static str>) -> impl FnOnce(&mut TableRules<'_>) {
    move |rules| {
        rules.geography = Some(geography.parse().expect("an id"));
        rules.geography_edition = edition.map(|edition| edition.parse().expect("an id"));
    }
}

#[test]
fn the_vintage_of_every_table_is_found_from_its_codes() {
    let files = real!();
    for (file, geography, edition) in [
        ("stats/census2021_disability_lsoa21_long.csv", "lsoa", "lsoa@2021"),
        ("stats/census2021_tenure_lsoa21_long.csv", "lsoa", "lsoa@2021"),
        ("stats/community_needs_index_2019_ward17_old40.csv", "wards", "wards@2013"),
        ("stats/community_needs_index_2023_lsoa21.csv", "lsoa", "lsoa@2021"),
        ("stats/imd2015_lsoa11.csv", "lsoa", "lsoa@2011"),
        ("stats/imd2019_lsoa11_indicators.csv", "lsoa", "lsoa@2011"),
        ("stats/imd2019_lsoa11_ranks_deciles.csv", "lsoa", "lsoa@2011"),
        ("stats/imd2025_lsoa21_scores.csv", "lsoa", "lsoa@2021"),
        ("stats/population_mid2015_oa11_by_age.csv", "oa", "oa@2011"),
        ("stats/population_mid2020_lsoa11_by_age.csv", "lsoa", "lsoa@2011"),
        ("stats/population_ward2018_by_age_2011_2022_long.csv", "wards", "wards@2018"),
        ("service_data/fixmystreet_lsoa_2019_uk.csv", "lsoa", "lsoa@2011"),
        ("service_data/fixmystreet_lsoa11_by_category_2019.csv", "lsoa", "lsoa@2011"),
        ("lookups/lsoa21_to_ward22_bestfit_official.csv", "lsoa", "lsoa@2021"),
        ("lookups/ward_to_locality.csv", "wards", "wards@2022"),
        ("lookups/ward_2018_councillors.csv", "wards", "wards@2018"),
        ("lookups/lsoa11_to_ward18_councillors_cr_line_endings.csv", "lsoa", "lsoa@2011"),
        ("lookups/lsoa21_msoa21_ward25_pcon24_pop2024_imd2025.csv", "lsoa", "lsoa@2021"),
    ] {
        let checked = files.table(&format!("birmingham/{file}"), on(geography, None));
        let errors: Vec<_> = checked.report.faults.iter().filter(|f| f.severity == Severity::Error).collect();
        let found = checked.value.and_then(|table| table.geography).map(|key| key.to_string());
        // 639 of 773 codes of the 2011 layer fit both ways only where the table has them all.
        assert_eq!(found.as_deref(), Some(edition), "{file}: {errors:#?}");
    }
}

#[test]
fn a_table_of_another_vintage_is_stopped_with_the_share_of_each() {
    let files = real!();
    let checked = files.table("birmingham/stats/imd2015_lsoa11.csv", on("lsoa", Some("2021")));
    assert_eq!(checked.report.verdict(), Verdict::Stopped);
    assert!(checked.value.is_none());
    says(&checked.report, Rule::WrongVintage, "LSOA 2011 100.0 % (773 of 773 codes");
    says(&checked.report, Rule::WrongVintage, "LSOA 2021 97.0 % (750 of 773 codes");
    let fault =
        checked.report.faults.iter().find(|fault| fault.rule == Rule::WrongVintage).expect("the fault");
    assert!(fault.advice.contains("geography_edition = \"2011\""), "{}", fault.advice);
    let best = &checked.report.vintages[0];
    assert_eq!((best.edition.to_string().as_str(), best.matched, best.areas), ("lsoa@2011", 773, 773));
}

#[test]
fn a_national_table_of_an_old_vintage_does_not_land_on_new_boundaries() {
    let files = real!();
    let file = "birmingham/service_data/fixmystreet_lsoa_2019_uk.csv";
    assert_eq!(files.table(file, on("lsoa", Some("2021"))).report.verdict(), Verdict::Stopped);
    // With nothing but the new boundaries in the place there is no telling.
    let layers: Vec<_> =
        files.layers().into_iter().filter(|layer| layer.edition.to_string() == "lsoa@2021").collect();
    let mut rules = TableRules::new("figures@1".parse().expect("a key"));
    rules.layers = &layers;
    on("lsoa", None)(&mut rules);
    let checked = check_table(files.draft(file), &rules);
    assert_eq!(count(&checked.report, Rule::WrongVintage), 1);
}

#[test]
fn codes_of_four_countries_are_told_apart_and_absent_areas_are_missing() {
    let files = real!();
    let checked = files.table("birmingham/service_data/fixmystreet_lsoa_2019_uk.csv", on("lsoa", None));
    let report = &checked.report;
    for words in ["24413 of England", "2944 of Scotland", "1357 of Wales", "194 of Northern Ireland"] {
        says(report, Rule::MixedSchemes, words);
    }
    assert_eq!(count(report, Rule::UnmatchedCode), 28_909 - 730);
    assert_eq!(count(report, Rule::AbsentAreas), 773 - 730);
    assert_eq!(report.counts.kept, 28_909);
}

#[test]
fn totals_that_repeat_are_told_with_the_sum_that_they_would_make() {
    let files = real!();
    let checked = files.table("birmingham/stats/census2021_disability_lsoa21_long.csv", on("lsoa", None));
    says(&checked.report, Rule::RepeatedTotal, "2.0 times the 1361132");
    assert_eq!(count(&checked.report, Rule::RepeatedRow), 793);
    let checked = files.table("birmingham/stats/census2021_tenure_lsoa21_long.csv", on("lsoa", None));
    says(&checked.report, Rule::RepeatedTotal, "'total_households'");
    says(&checked.report, Rule::RepeatedRow, "told apart by 'tenure'");
}

#[test]
fn rows_of_shares_that_do_not_make_one_are_told() {
    let files = real!();
    let file = "birmingham/lookups/gp_practice_to_ward_registered_share.csv";
    let checked = files.table(file, |rules| rules.code = Some("Practice Code".into()));
    says(&checked.report, Rule::RowSum, "of 177 rows of shares do not add up to 1: they make 0.239 to 1.000");
    assert_eq!(checked.report.verdict(), Verdict::NeedsTick);
}

#[test]
fn gaps_of_the_indicators_are_counted_and_stay_gaps() {
    let files = real!();
    let checked = files.table("birmingham/stats/imd2019_lsoa11_indicators.csv", on("lsoa", Some("2011")));
    let report = &checked.report;
    says(report, Rule::MissingValues, "67 of 773 cells of 'income_deprivation_affecting_children");
    says(report, Rule::MissingValues, "18 of 773 cells of 'income_deprivation_affecting_older");
    says(report, Rule::MissingValues, "3 of 773 cells of 'employment_domain_numerator'");
    let table = checked.value.expect("a table").table;
    let column = table.column("employment_domain_numerator").expect("the column");
    let gaps = (0..table.len()).filter(|row| table.number(*row, column) == Err(Missing::NotGiven)).count();
    assert_eq!(gaps, 3);
}

#[test]
fn a_long_series_is_known_by_year_and_band() {
    let files = real!();
    let file = "birmingham/stats/population_ward2018_by_age_2011_2022_long.csv";
    let checked = files.table(file, on("wards", Some("2018")));
    says(&checked.report, Rule::RepeatedRow, "16560 rows for 69 codes");
    says(&checked.report, Rule::RepeatedRow, "'year', 'fin_year', 'age_band'");
    assert!(count(&checked.report, Rule::Jump) > 0);
    assert_eq!(count(&checked.report, Rule::TimeGap), 0);
}

#[test]
fn published_totals_are_held_against_sums() {
    let files = real!();
    let file = "birmingham/stats/population_mid2015_oa11_by_age.csv";
    let check = |total: f64| {
        files.table(file, |rules| {
            rules.code = Some("OA11CD".into());
            rules.control.insert("All Ages".into(), total);
        })
    };
    assert_eq!(count(&check(1_111_307.0).report, Rule::ControlTotal), 0);
    assert_eq!(count(&check(1_113_000.0).report, Rule::ControlTotal), 0);
    says(&check(1_120_000.0).report, Rule::ControlTotal, "adds up to 1111307");
}

#[test]
fn a_table_without_edition_that_fits_several_must_be_told_which() {
    let files = real!();
    let mut layers = files.layers();
    let mut twin = layers[1].clone();
    twin.edition = "wards@2020".parse().expect("a key");
    layers.push(twin);
    let mut rules = TableRules::new("figures@1".parse().expect("a key"));
    rules.layers = &layers;
    on("wards", None)(&mut rules);
    let checked = check_table(files.draft("birmingham/lookups/ward_2018_councillors.csv"), &rules);
    says(&checked.report, Rule::WrongVintage, "match several editions alike");
}

#[test]
fn columns_that_are_not_there_are_named_with_those_that_are() {
    let files = real!();
    let checked = files.table("birmingham/lookups/ward_2018_councillors.csv", |rules| {
        rules.code = Some("wd18cd".into());
        rules.name = Some("Ward".into());
    });
    let absent: Vec<_> = checked.report.faults.iter().filter(|f| f.rule == Rule::ColumnAbsent).collect();
    assert_eq!(absent.len(), 2);
    assert!(absent.iter().any(|fault| fault.advice.contains("'WD18CD'")));
}

#[test]
fn bare_carriage_returns_and_headers_with_figures_are_told() {
    let files = real!();
    let checked = files.table(
        "birmingham/lookups/lsoa11_to_ward18_councillors_cr_line_endings.csv",
        on("lsoa", Some("2011")),
    );
    assert_eq!(checked.report.counts.read, 639);
    says(&checked.report, Rule::LineEnds, "bare carriage return");
    let checked =
        files.table("birmingham/lookups/lsoa21_msoa21_ward25_pcon24_pop2024_imd2025.csv", on("lsoa", None));
    says(&checked.report, Rule::Header, "2024POP");
}

#[test]
fn practices_join_their_postcodes_once_these_are_put_right() {
    let files = real!();
    let list = files.postcodes();
    assert_eq!(list.len(), 40_992);
    let checked = files.register("birmingham/assets/gp_practices.csv", Some(&list), Some("Practice.Code"));
    let report = &checked.report;
    says(report, Rule::PostcodeNormalised, "0 of 238 postcodes join as they are published, 232 once");
    assert_eq!(count(report, Rule::PostcodeUnmatched), 6);
    assert_eq!(count(report, Rule::ByteOrderMark), 1);
    let register = checked.value.expect("a register");
    let by = |wanted| {
        register
            .records
            .iter()
            .filter(|r| r.location.is_some_and(|(_, precision)| precision == wanted))
            .count()
    };
    assert_eq!(by(Precision::Postcode), 232);
    assert_eq!(register.records.len(), 238);
    assert_eq!(count(report, Rule::Unlocated) + by(Precision::Sector) as u64 + by(Precision::Area) as u64, 6);
}

#[test]
fn postcodes_repeat_points_and_are_found_as_typed() {
    let files = real!();
    let checked = files.register("birmingham/postcodes_birmingham_solihull.csv", None, Some("Postcode"));
    assert_eq!(count(&checked.report, Rule::SharedPoint), 12_022);
    assert_eq!(checked.report.counts.located, 40_992);
    let list = Postcodes::from_register(&checked.value.expect("a register"));
    let postcode = Postcode::parse("b11aa").expect("a postcode");
    let hit = list.find(&postcode, None).expect("a hit");
    // A seven-parameter Helmert shift, worked out apart, is right to a few metres.
    assert!((hit.at.e - 406_650.0).abs() < 5.0 && (hit.at.n - 286_528.0).abs() < 5.0, "{hit:?}");
}

#[test]
fn crimes_that_are_alike_are_all_kept() {
    let files = real!();
    let checked = files.register("birmingham/service_data/crime_city_centre_2017.csv", None, None);
    assert_eq!(checked.report.counts.kept, 17_260);
    assert_eq!(count(&checked.report, Rule::IdenticalRows), 7_887);
    assert_eq!(count(&checked.report, Rule::SharedPoint), 16_767);
    assert_eq!(count(&checked.report, Rule::TimeGap), 0);
    assert_eq!(checked.value.expect("a register").records.len(), 17_260);
}

#[test]
fn both_forms_of_a_councils_register_are_known() {
    let files = real!();
    let old = files.register("cheltenham/local_authority_land_and_assets_2021.csv", None, Some("AssetCode"));
    assert_eq!((old.report.counts.read, old.report.counts.located), (498, 497));
    says(&old.report, Rule::ControlCharacters, "166 cells of 'PostCode' hold a line end");
    says(&old.report, Rule::Header, "Organisation (2)");
    assert_eq!(count(&old.report, Rule::Encoding), 1);
    assert_eq!(count(&old.report, Rule::Unlocated), 1);
    says(&old.report, Rule::RepeatedId, "values of 'UPRN' repeat an earlier one");
    let new = files.register("cheltenham/local_authority_land_and_assets_2023.csv", None, Some("AssetCode"));
    let counts = new.report.counts;
    assert_eq!((counts.read, counts.kept, counts.left_out), (461, 459, 2));
    assert_eq!(count(&new.report, Rule::BlankRow), 2);
    says(&new.report, Rule::RepeatedId, "72 of 459 values of 'UPRN'");
    let register = new.value.expect("a register");
    let uprns = Uprns::from_register(&register);
    let found = Uprn::parse("10000480247").expect("a number");
    assert!(uprns.point(found, &register).is_some());
    let suggestion = suggest(&files.draft("cheltenham/local_authority_land_and_assets_2023.csv"), &[]);
    assert_eq!(suggestion.kind, DatasetKind::Register);
    assert_eq!(suggestion.name.as_deref(), Some("Site Address"));
    assert!(matches!(&suggestion.locate[0], Locate::Grid { easting, .. } if easting == "GeoX"));
}

#[test]
fn libraries_show_their_gaps_and_mixed_columns() {
    let files = real!();
    let list = files.postcodes();
    let ace = files.register("birmingham/assets/libraries_ace_2023.csv", Some(&list), None);
    assert_eq!(ace.report.counts.kept, 44);
    says(&ace.report, Rule::MissingValues, "10 of 44 cells of 'uprn'");
    says(&ace.report, Rule::MissingValues, "5 of 44 cells of 'co_located'");
    says(&ace.report, Rule::MixedTypes, "'hours'");
    let own = files.register("birmingham/assets/libraries_birmingham_council_return.csv", Some(&list), None);
    says(&own.report, Rule::MissingValues, "43 of 44 cells of 'Unique property reference number'");
    let old = files.register("birmingham/assets/libraries_geocoded_2016.csv", Some(&list), Some("id"));
    assert_eq!(old.report.counts.located, 42);
    let schools =
        files.register("birmingham/assets/schools_edubase_2017_partial.csv", Some(&list), Some("URN"));
    assert_eq!(schools.report.counts.kept, 151);
}

#[test]
fn a_waiver_that_nothing_needs_is_told() {
    let files = real!();
    let waiver = |rule| Waiver { rule, reason: "looked at".into() };
    let checked = files.table("birmingham/stats/census2021_disability_lsoa21_long.csv", |rules| {
        on("lsoa", None)(rules);
        rules.waivers = vec![waiver(Rule::RepeatedTotal), waiver(Rule::NegativeCount)];
    });
    let unticked: BTreeSet<_> = checked.report.unticked().into_keys().collect();
    assert_eq!(unticked, BTreeSet::from([Rule::UnusedWaiver]));
}

#[test]
fn what_a_file_is_can_be_guessed() {
    let files = real!();
    let layers = files.layers();
    let look = |file: &str| suggest(&files.draft(&format!("birmingham/{file}")), &layers);
    let population = look("stats/population_mid2020_lsoa11_by_age.csv");
    assert_eq!((population.kind, population.code.as_deref()), (DatasetKind::Table, Some("lsoa11_code")));
    assert_eq!(population.geography.map(|key| key.to_string()).as_deref(), Some("lsoa@2011"));
    let practices = look("assets/gp_practices.csv");
    assert_eq!((practices.kind, practices.code.as_deref()), (DatasetKind::Register, Some("Practice.Code")));
    assert_eq!(practices.name.as_deref(), Some("Practice.Name"));
    assert_eq!(look("boundaries/wards_2018_new69.geojson").kind, DatasetKind::Layer);
}
