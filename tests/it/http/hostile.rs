//! Requests that nobody well-meaning sends: each gets a clear refusal, soon.

use proptest::prelude::*;

use super::town::{app, get};

const ITEMS: &str = "/api/datasets/wards/editions/2018/items";

#[tokio::test]
async fn parameters_that_make_no_sense_are_refused_by_name() {
    let app = app();
    let cases = [
        ("limit=0", "limit"),
        ("limit=-1", "limit"),
        ("limit=many", "limit"),
        ("limit=1&limit=2", "limit"),
        ("bbox=1,2,3", "bbox"),
        ("bbox=NaN,NaN,NaN,NaN", "bbox"),
        ("bbox=1,2,3,inf", "bbox"),
        ("bbox=1,4,3,2", "bbox"),
        ("bbox=1e308,1e308,1e309,1e309", "bbox"),
        ("bbox-crs=EPSG:27700&bbox=1,2,3,4", "bbox-crs"),
        ("crs=http://www.opengis.net/def/crs/EPSG/0/3857", "crs"),
        ("cursor=../../etc/passwd", "cursor"),
        ("cursor=1.18446744073709551616", "cursor"),
        ("tolerance=NaN", "tolerance"),
        ("tolerance=-1", "tolerance"),
        ("tolerance=1e9", "tolerance"),
        ("%00=1", "\0"),
        ("<script>=1", "<script>"),
    ];
    for (query, field) in cases {
        let answer = get(&app, &format!("{ITEMS}?{}", query.replace('<', "%3C").replace('>', "%3E"))).await;
        assert_eq!(answer.status.as_u16(), 400, "{query}");
        assert_eq!(answer.json()["field"], field, "{query}");
    }
}

#[tokio::test]
async fn a_long_query_is_refused_before_it_is_read() {
    let answer = get(&app(), &format!("/api/search?q={}", "x".repeat(60_000))).await;
    assert_eq!(answer.status.as_u16(), 414);
    assert_eq!(answer.header("content-type"), "application/problem+json");
}

#[tokio::test]
async fn deep_and_odd_paths_lead_nowhere() {
    let app = app();
    let deep = "/api/datasets".to_owned() + &"/x".repeat(5_000);
    for path in
        [deep.as_str(), "/api/%2e%2e/%2e%2e/etc/passwd", "/api//datasets", "/api/datasets/%00", "/api/"]
    {
        let answer = get(&app, path).await;
        assert_eq!(answer.status.as_u16(), 404, "{path}");
    }
}

#[tokio::test]
async fn a_box_and_a_cursor_far_beyond_everything_give_an_empty_page() {
    let app = app();
    let page = get(&app, &format!("{ITEMS}?cursor=1.18446744073709551615")).await;
    assert_eq!((page.status.as_u16(), page.json()["numberReturned"].as_u64()), (200, Some(0)));
    let page = get(&app, &format!("{ITEMS}?bbox=-1e300,-1e300,-9e299,-9e299")).await;
    assert_eq!((page.status.as_u16(), page.json()["numberReturned"].as_u64()), (200, Some(0)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_query_makes_the_service_fail(path in "(items|items/[a-z]|report|download\\.csv|)", query in "\\PC{0,60}") {
        let kept = |b: u8| if matches!(b, b'=' | b'&') { char::from(b).to_string() } else { format!("%{b:02X}") };
        let encoded = query.bytes().map(kept).collect::<Vec<_>>().concat();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let status = runtime.block_on(get(&app(), &format!("/api/datasets/assets/editions/2021/{path}?{encoded}"))).status;
        prop_assert!(status.as_u16() < 500, "{status}");
        let status = runtime.block_on(get(&app(), &format!("/api/where?{encoded}"))).status;
        prop_assert!(status.as_u16() < 500, "{status}");
    }
}
