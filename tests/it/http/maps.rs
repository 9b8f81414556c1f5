//! Maps of pages as files.

use super::town::{app, assessed, get};

const FIGURE: &str = "/api/map.svg?page=%2Fmap%3Ffigure%3Dclaimants%402018%2F2";

fn text_of(svg: &str) -> String {
    svg.replace(" </tspan>", " ").replace("</tspan>", "")
}

#[tokio::test]
async fn a_map_says_what_it_shows_where_and_when_and_under_which_licence() {
    let answer = get(&assessed(), "/api/map.svg?page=/assessments/priorities&size=a4").await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(answer.header("content-type"), "image/svg+xml");
    assert!(answer.header("content-disposition").starts_with("inline; filename=\""));
    assert!(answer.header("content-disposition").ends_with("-a4.svg\""));
    let svg = text_of(answer.text());
    assert!(svg.contains("width=\"210mm\" height=\"297mm\""));
    for words in [
        "Four Squares, version 1 of its data",
        "Method: ",
        "Not ranked",
        "Boundaries: ",
        "Figures: ",
        "north",
        "url(#map-hatch)",
    ] {
        assert!(svg.contains(words), "no '{words}' in {svg}");
    }
    assert!(!svg.contains("<a "), "a file leads nowhere");
}

#[tokio::test]
async fn every_page_with_a_map_has_it_as_a_file_and_others_say_that_they_have_none() {
    for page in ["/", "/map", "/data/wards/2018", "/data/assets/2021", "/area/wards/2018/E05000001"] {
        let answer = get(&app(), &format!("/api/map.svg?page={page}")).await;
        assert_eq!(answer.status, 200, "{page}: {}", answer.text());
        assert!(answer.text().contains("Four Squares, version 1"), "{page}");
    }
    for page in [
        "/about",
        "/data",
        "/data/claimants/2018",
        "/data/wards/1066",
        "/assessments/none",
        "/boundaries%3Ffrom%3Dwards%402018%26to%3Dwards%402018",
        "/colocation",
        "/x",
    ] {
        let answer = get(&app(), &format!("/api/map.svg?page={page}")).await;
        assert_eq!(answer.status, 404, "{page}");
        assert!(answer.header("content-type").starts_with("application/problem+json"), "{page}");
    }
}

#[tokio::test]
async fn what_cannot_be_asked_names_the_parameter() {
    for (query, field) in [
        ("", "page"),
        ("?page=", "page"),
        ("?page=map", "page"),
        ("?page=https://elsewhere.example/map", "page"),
        ("?page=/map&size=a5", "size"),
        ("?page=/map&width=800", "width"),
        ("?page=/map&page=/map", "page"),
    ] {
        let answer = get(&app(), &format!("/api/map.svg{query}")).await;
        assert_eq!((answer.status.as_u16(), answer.json()["field"].as_str()), (400, Some(field)), "{query}");
    }
    for query in ["width=199", "width=5001", "width=x", "size=a3&width=5000"] {
        let answer = get(&app(), &format!("/api/map.png?page=/map&{query}")).await;
        assert_eq!(
            (answer.status.as_u16(), answer.json()["field"].as_str()),
            (400, Some("width")),
            "{query}"
        );
    }
}

#[tokio::test]
async fn the_same_version_gives_the_same_bytes_and_a_tag_that_saves_the_second_answer() {
    let first = get(&app(), FIGURE).await;
    let words = text_of(first.text());
    assert!(words.contains("Method: ") && words.contains("No figure – "), "{words}");
    assert_eq!(first.text(), get(&app(), FIGURE).await.text());
    let picture = FIGURE.replace("map.svg", "map.png");
    let (one, two) = (get(&app(), &picture).await, get(&app(), &picture).await);
    assert_eq!(one.header("content-type"), "image/png");
    assert!(one.body == two.body && one.body.starts_with(b"\x89PNG"));
    assert_eq!(one.header("etag"), get(&app(), "/api").await.header("etag"));
    assert_eq!(one.header("cache-control"), "no-cache");
}
