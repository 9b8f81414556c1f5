//! Every page, rendered from the tiny place: escaped, complete, honest about gaps.

use std::collections::BTreeMap;

use crate::engine::Engine;

use super::fixture::{empty, engine, key};
use super::frame::{Page, Site};
use super::layer::Asked;
use super::params::Params;
use super::{
    about, area, catalogue, history, home, layer, record, register, search, source, statement, sureness,
    table, whereabouts,
};

fn params(pairs: &[(&str, &str)]) -> Params {
    Params(pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect())
}

fn html(engine: &Engine, page: &Page) -> String {
    page.render(&Site::new(&engine.snapshot().info, engine.version())).into_string()
}

fn edition_page(engine: &Engine, edition: &str, query: &[(&str, &str)]) -> Page {
    let key = key(edition);
    let dataset = engine.snapshot().dataset(&key.dataset).expect("a data set");
    let edition = engine.edition(&key).expect("an edition");
    let params = params(query);
    let asked = Asked { dataset, edition, report: None, api: "http://127.0.0.1/api", params: &params };
    match &edition.data {
        crate::engine::EditionData::Layer(l) => layer::page(engine, asked, l),
        crate::engine::EditionData::Table(t) => table::page(engine, asked, t),
        crate::engine::EditionData::Register(r) => register::page(engine, asked, r),
        crate::engine::EditionData::Network(s) => super::network::page(asked, s),
    }
}

fn area_page(engine: &Engine, code: &str) -> Page {
    let key = key("wards@2018");
    let edition = engine.edition(&key).expect("an edition");
    let (at, area) = engine.area(&key, code).expect("an area");
    let dataset = engine.snapshot().dataset(&key.dataset).expect("a data set");
    area::page(engine, dataset, area::Subject { edition, layer: edition.layer().expect("a layer"), at, area })
}

fn record_page(engine: &Engine, at: usize) -> Page {
    let edition = engine.edition(&key("buildings@2025")).expect("an edition");
    let register = edition.register().expect("a register");
    record::page(engine, edition, at, &register.records[at])
}

fn all_pages(engine: &Engine) -> Vec<Page> {
    let published = source::Published {
        file: "<f>".into(),
        row: 4,
        cells: vec![("Head & <er>".into(), "=1+1 <x>".into()), ("b".into(), String::new())],
        ..source::Published::default()
    };
    vec![
        home::page(engine, &params(&[("figure", "people@2021/2")])),
        search::page(engine, "<Ast\"&"),
        whereabouts::page(engine, &params(&[("q", "<nowhere>")])),
        whereabouts::page(engine, &params(&[("q", "400500, 300500"), ("date", "2020-01-01")])),
        catalogue::page(engine, &BTreeMap::new()),
        catalogue::registers(engine),
        edition_page(
            engine,
            "wards@2018",
            &[("figure", "people@2021/2"), ("sort", "figure"), ("order", "desc")],
        ),
        edition_page(engine, "people@2021", &[("q", "<b>")]),
        edition_page(engine, "people@2021", &[]),
        edition_page(engine, "buildings@2025", &[("f1", "Council <A>")]),
        edition_page(engine, "buildings@2025", &[("q", "nothing <here>")]),
        area_page(engine, "W05000000"),
        record_page(engine, 0),
        record_page(engine, 2),
        source::page(engine.edition(&key("wards@2018")).expect("an edition"), "a & <b>", &published),
        history::page(&[], 7),
        about::page(engine),
        statement::page(),
        sureness::page(engine),
    ]
}

#[test]
fn no_text_of_the_data_becomes_markup() {
    let engine = engine();
    for page in all_pages(&engine) {
        let text = html(&engine, &page);
        for raw in [
            "<Cwm>",
            "<Aston>",
            "<Hall>",
            "<A>",
            "<b>bold",
            "<all>",
            "<for>",
            "<2021>",
            "<Licence>",
            "<er>",
            "<x>",
            "<nowhere>",
            "<here>",
            "Green\"\"",
        ] {
            assert!(!text.contains(raw), "{raw} stands raw on '{}'", page.title);
        }
        assert!(!text.contains("href=\"javascript:"), "{}", page.title);
        assert!(!text.contains(" style="), "{} has an inline style", page.title);
    }
}

#[test]
fn every_page_has_one_heading_and_no_doubled_id() {
    let engine = engine();
    for page in all_pages(&engine) {
        let text = html(&engine, &page);
        assert_eq!(text.matches("<h1").count(), 1, "{}", page.title);
        let mut ids: Vec<&str> =
            text.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        ids.sort_unstable();
        let n = ids.len();
        ids.dedup();
        assert_eq!(ids.len(), n, "{} repeats an id", page.title);
    }
}

#[test]
fn every_page_is_below_150_kilobytes() {
    let engine = engine();
    for page in all_pages(&engine) {
        assert!(html(&engine, &page).len() < 150_000, "{}", page.title);
    }
}

#[test]
fn welsh_letters_stay_as_they_are() {
    let engine = engine();
    let text = html(&engine, &home::page(&engine, &Params::default()));
    assert!(text.contains("Tŷ Mawr &amp; &lt;Cwm&gt;") && text.contains("Ŵyn &amp; &lt;Aston&gt;"));
}

#[test]
fn the_map_and_the_list_have_the_same_areas() {
    let engine = engine();
    let text = html(&engine, &home::page(&engine, &Params::default()));
    for code in ["W05000000", "W05000001", "W05000002", "W05000003"] {
        assert_eq!(text.matches(&format!("data-code=\"{code}\"")).count(), 2, "{code}");
    }
}

#[test]
fn a_missing_figure_is_a_word_and_never_zero() {
    let engine = engine();
    let text = html(&engine, &edition_page(&engine, "wards@2018", &[("figure", "people@2021/2")]));
    assert!(text.contains("suppressed") && text.contains("no data here"));
    assert!(text.contains("2 of 4 areas have no figure; none of them counts as zero."));
    assert!(text.contains("url(#map-hatch)") && text.contains("No figure"));
}

#[test]
fn every_figure_leads_to_its_source() {
    let engine = engine();
    let text = html(&engine, &area_page(&engine, "W05000000"));
    assert!(text.contains("href=\"/source/people/2021/1\"") && text.contains("12,345"));
}

#[test]
fn a_repair_is_told_with_the_change() {
    let engine = engine();
    let text = html(&engine, &edition_page(&engine, "wards@2018", &[]));
    assert!(text.contains("Repaired") && text.contains("−12.5 m²"));
    assert!(text.contains("1 shape was invalid as published"));
}

#[test]
fn rows_are_sorted_by_link_with_gaps_last() {
    let engine = engine();
    let text = html(&engine, &edition_page(&engine, "people@2021", &[("sort", "c2"), ("order", "desc")]));
    let list = text.split("id=\"list\"").nth(1).expect("a list");
    let spot = |what: &str| list.find(what).unwrap_or_else(|| panic!("no {what}"));
    assert!(spot("12,345") < spot("W05000002") && spot("W05000002") < spot("suppressed"));
}

#[test]
fn a_register_counts_its_facets_and_tells_of_the_unlocated() {
    let engine = engine();
    let text = html(&engine, &edition_page(&engine, "buildings@2025", &[("f1", "Council <A>")]));
    assert!(text.contains("1 of 3 records passes the filter"));
    assert!(text.contains("Trust &amp; B"), "other values stay on offer");
    let open = html(&engine, &edition_page(&engine, "buildings@2025", &[]));
    assert!(open.contains("not located") && open.contains("1 has no location"));
}

#[test]
fn where_names_the_areas_or_says_what_to_type() {
    let engine = engine();
    let found = html(&engine, &whereabouts::page(&engine, &params(&[("q", "400500, 300500")])));
    assert!(found.contains("/area/wards/2018/W05000000"));
    let early = html(
        &engine,
        &whereabouts::page(&engine, &params(&[("q", "400500, 300500"), ("date", "2001-01-01")])),
    );
    assert!(early.contains("No area was in force here on that day"));
    let wrong =
        html(&engine, &whereabouts::page(&engine, &params(&[("q", "400500, 300500"), ("date", "May")])));
    assert!(wrong.contains("There is a problem") && wrong.contains("href=\"#where-date\""));
}

#[test]
fn an_empty_place_says_what_to_do() {
    let engine = empty();
    let pages = [
        home::page(&engine, &Params::default()),
        catalogue::page(&engine, &BTreeMap::new()),
        catalogue::registers(&engine),
    ];
    for page in pages {
        let text = html(&engine, &page);
        assert!(text.contains("upload") || text.contains("wardwise import"), "{}", page.title);
    }
    assert!(html(&engine, &search::page(&engine, "x")).contains("Nothing was found"));
}

#[test]
fn the_page_on_ranges_tells_grades_and_the_tests_they_rest_on() {
    let engine = engine();
    let text = html(&engine, &sureness::page(&engine));
    for said in ["within 5 % either way", "tests that come with the program", "built in: Birmingham", "94.3%"]
    {
        assert!(text.contains(said), "{said}");
    }
    assert!(!text.contains("could not be run"));
    assert!(html(&engine, &home::page(&engine, &params(&[]))).contains("href=\"/about/error\""));
}
