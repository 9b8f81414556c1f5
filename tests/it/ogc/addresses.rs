//! `/area/{code}`: addresses of areas that stay.

use axum::body::Body;
use axum::http::Request;

use super::{ok, refused};
use crate::http::town::{Answer, app, send};

async fn ask(path: &str, accept: &str) -> Answer {
    send(&app(), Request::get(path).header("accept", accept).body(Body::empty()).expect("a request")).await
}

async fn leads_to(path: &str, accept: &str) -> String {
    let answer = ask(path, accept).await;
    assert_eq!(answer.status.as_u16(), 303, "{path}: {}", String::from_utf8_lossy(&answer.body));
    assert!(answer.header("vary").to_lowercase().contains("accept"));
    answer.header("location").strip_prefix("http://127.0.0.1:8080").expect("an address of ours").to_owned()
}

#[tokio::test]
async fn an_area_is_found_in_the_newest_edition_and_on_a_day() {
    assert_eq!(leads_to("/area/E05000009", "text/html").await, "/area/wards/2023/E05000009");
    assert_eq!(leads_to("/area/E05000009", "*/*").await, "/ogc/collections/wards_2023/items/E05000009");
    assert_eq!(leads_to("/area/E05000001?date=2019-05-01", "text/html").await, "/area/wards/2018/E05000001");
    ok(&app(), "/ogc/collections/wards_2018/items/E05000001").await;
}

#[tokio::test]
async fn an_abolished_code_is_answered_with_its_successors() {
    for path in ["/area/E05000001", "/area/E05000001?date=2024-01-01"] {
        let told = ask(path, "application/json").await;
        assert_eq!(told.status.as_u16(), 200);
        let told = told.json();
        assert_eq!(
            (&told["name"], &told["edition"], &told["not_in"]),
            (&"Alder".into(), &"wards@2018".into(), &"wards@2023".into())
        );
        assert_eq!(told["successors"][0]["code"], "E05000009");
        assert!((told["successors"][0]["share_of_ground"].as_f64().expect("a number") - 1.0).abs() < 1e-9);
        let page = ask(path, "text/html").await;
        assert_eq!(page.status.as_u16(), 200);
        assert!(
            page.text().contains("Alder is no area of Wards, May 2023")
                && page.text().contains("/area/wards/2023/E05000009")
        );
    }
}

#[tokio::test]
async fn a_code_asked_about_on_a_day_before_it_was_made_is_answered_with_where_its_ground_was() {
    let told = ask("/area/E05000009?date=2019-05-01", "*/*").await.json();
    assert_eq!(told["successors"].as_array().expect("a list").len(), 4);
}

#[tokio::test]
async fn a_code_of_nobody_and_a_date_that_is_none_are_refused() {
    refused(&app(), "/area/E05999999", 404, None).await;
    refused(&app(), "/area/%00", 404, None).await;
    refused(&app(), "/area/E05000001?date=yesterday", 400, Some("date")).await;
    refused(&app(), "/area/E05000001?day=2019-05-01", 400, Some("day")).await;
}
