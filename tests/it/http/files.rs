//! Editions as files of text and shapes; `formats.rs` tries the others.

use geo::Winding as _;

use super::town::{app, get};

const WARDS: &str = "/api/datasets/wards/editions/2018";
const ASSETS: &str = "/api/datasets/assets/editions/2021";
const CLAIMANTS: &str = "/api/datasets/claimants/editions/2018";

#[tokio::test]
async fn a_csv_file_holds_texts_that_cannot_run_and_gaps_that_stay_empty() {
    let answer = get(&app(), &format!("{ASSETS}/download.csv")).await;
    assert_eq!(answer.header("content-disposition"), "attachment; filename=\"assets-2021.csv\"");
    assert!(answer.header("link").contains("download.csv-metadata.json>; rel=\"describedby\""));
    let lines: Vec<_> = answer.text().lines().collect();
    assert_eq!(
        lines[0],
        "\u{feff}id,name,precision,Owner,Desks,published_limit,easting,northing,longitude,latitude"
    );
    assert!(lines[1].starts_with(
        "A1,Town Hall,coordinates,Council,40,\"'=HYPERLINK(\"\"http://x\"\")\",400250,300250,-1.99"
    ));
    assert!(lines[2].contains(",Council,0,'-,"));
    assert!(lines[3].contains(",NHS,,plain,"));
    assert_eq!(lines[4], "A4,Nowhere,,,2.5,\"a \"\"quoted\"\", text\",,,,");
    assert!(lines[5].contains(",7,'+44 121,"));
}

#[tokio::test]
async fn a_csv_file_says_why_a_figure_is_missing() {
    let answer = get(&app(), &format!("{CLAIMANTS}/download.csv")).await;
    let lines: Vec<_> = answer.text().lines().collect();
    assert_eq!(lines[0], "\u{feff}code,ward,count,count (note)");
    assert_eq!(lines[2], "E05000002,E05000002,0,");
    assert_eq!(lines[3], "E05000003,E05000003,,suppressed");
    assert_eq!(lines[4], "E05000004,E05000004,,no data here");
}

#[tokio::test]
async fn the_metadata_describes_each_column_of_the_csv_file() {
    let app = app();
    let csv = get(&app, &format!("{CLAIMANTS}/download.csv")).await;
    let metadata = get(&app, &format!("{CLAIMANTS}/download.csv-metadata.json")).await.json();
    let header = csv.text().lines().next().expect("a header").trim_start_matches('\u{feff}').to_owned();
    let columns = metadata["tableSchema"]["columns"].as_array().expect("columns");
    let titles: Vec<_> =
        columns.iter().map(|column| column["titles"][0].as_str().expect("a title")).collect();
    assert_eq!(titles.join(","), header);
    assert_eq!(metadata["dc:license"], "https://creativecommons.org/publicdomain/zero/1.0/");
    assert_eq!(metadata["url"], "claimants-2018.csv");
}

#[tokio::test]
async fn a_geojson_file_is_read_by_the_crate_that_reads_the_published_ones() {
    let answer = get(&app(), &format!("{WARDS}/download.geojson")).await;
    assert_eq!(answer.header("content-type"), "application/geo+json");
    let parsed: geojson::FeatureCollection = answer.text().parse().expect("GeoJSON");
    assert_eq!(parsed.features.len(), 4);
    assert_eq!(answer.json()["citation"]["source"]["sha256"].as_str().map(str::len), Some(64));
    for feature in parsed.features {
        let shape: geo_types::Geometry<f64> = feature.geometry.expect("a shape").try_into().expect("a shape");
        let geo_types::Geometry::MultiPolygon(parts) = shape else { panic!("areas are multi-polygons") };
        assert!(parts.0.iter().all(|part| part.exterior().is_ccw()), "RFC 7946, section 3.1.6");
    }
}

#[tokio::test]
async fn files_come_whole_when_they_are_packed_on_the_way() {
    use axum::body::Body;
    for uri in [format!("{WARDS}/download.geojson"), format!("{ASSETS}/download.csv")] {
        let ask = axum::http::Request::get(&uri).header("accept-encoding", "gzip").body(Body::empty());
        let packed = super::town::send(&app(), ask.expect("a request")).await;
        assert_eq!(packed.header("content-encoding"), "gzip");
        assert!(packed.body.len() > 100, "{uri}");
    }
}

#[tokio::test]
async fn a_geopackage_is_a_data_base_with_its_terms_inside() {
    let answer = get(&app(), &format!("{WARDS}/download.gpkg")).await;
    assert_eq!(answer.header("content-type"), "application/geopackage+sqlite3");
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("wards.gpkg");
    std::fs::write(&path, &answer.body).expect("written");
    let file = rusqlite::Connection::open(&path).expect("a data base");
    let (table, srs): (String, i64) = file
        .query_row("SELECT table_name, srs_id FROM gpkg_contents", [], |row| Ok((row.get(0)?, row.get(1)?)))
        .expect("one table");
    let count: i64 =
        file.query_row(&format!("SELECT count(*) FROM \"{table}\""), [], |row| row.get(0)).expect("rows");
    assert_eq!((srs, count), (27_700, 4));
    let terms: String =
        file.query_row("SELECT metadata FROM gpkg_metadata", [], |row| row.get(0)).expect("terms");
    assert!(terms.contains("CC0 1.0") && terms.contains("Made up."), "{terms}");
}
