//! What is offered to be taken away.

use super::*;

fn link(path: &str) -> String {
    format!("https://data.example.gov.uk/place{path}")
}

fn wards() -> Data {
    Data {
        title: "Wards \"of\" Ynys Môn\\".into(),
        csv: Some("/api/w.csv".into()),
        geojson: Some("/api/w.geojson".into()),
        collection: Some("wards_2018".into()),
    }
}

#[test]
fn every_program_gets_the_whole_address() {
    let all = snippets(&wards(), &link);
    let programs: Vec<_> = all.iter().map(|snippet| snippet.program).collect();
    assert_eq!(
        programs,
        [Program::Qgis, Program::Gdal, Program::R, Program::Python, Program::Pandas, Program::Excel]
    );
    for snippet in &all {
        assert!(snippet.code.contains("https://data.example.gov.uk/place/"), "{}", snippet.code);
        assert!(snippet.code.ends_with('\n'));
    }
}

#[test]
fn a_title_cannot_end_the_text_that_it_stands_in() {
    let all = snippets(&wards(), &link);
    assert!(all[0].code.contains("\"Wards of Ynys Môn\", \"OAPIF\""), "{}", all[0].code);
}

#[test]
fn a_table_without_shapes_is_read_as_a_table() {
    let table = Data { title: "Pairs".into(), csv: Some("/api/x.csv?from=a&to=b".into()), ..Data::default() };
    let all = snippets(&table, &link);
    let programs: Vec<_> = all.iter().map(|snippet| snippet.program).collect();
    assert_eq!(programs, [Program::Qgis, Program::R, Program::Python, Program::Pandas, Program::Excel]);
    assert!(all[1].code.contains("read.csv(") && all[3].code.contains("pandas.read_csv("));
}

#[test]
fn a_page_without_map_and_data_has_no_section() {
    assert!(Take::default().html(&link).into_string().is_empty());
}

#[test]
fn the_map_is_offered_for_every_paper_and_for_other_sites() {
    let take =
        Take { title: "A & <b>".into(), map: Some("/map?figure=a@1/2&x=<".into()), data: vec![wards()] };
    let html = take.html(&link).into_string();
    assert_eq!(html.matches(" download").count(), 12);
    assert!(html.contains("/api/map.svg?page=%2Fmap%3Ffigure%3Da%401%2F2%26x%3D%3C&amp;size=a3-landscape"));
    assert!(html.contains("size=embed") && !html.contains("<b>"));
    assert_eq!(html.matches("data-copy=").count(), 7);
}
