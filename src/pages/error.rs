//! Problems as pages: what went wrong, and what to do next.

use axum::extract::Request;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use maud::html;

use crate::api::{App, Problem};

use super::format;
use super::frame::{Page, Section, Site};

/// The page of a problem.
#[must_use]
pub fn page(problem: &Problem) -> Page {
    let heading = match problem.status {
        404 => "Page not found",
        503 => "The service is busy",
        status if status >= 500 => "Sorry, there is a problem with the service",
        _ => &problem.title,
    };
    let body = html! {
        h1 class="govuk-heading-xl" { (heading) }
        p class="govuk-body-l" { (sentence(&problem.detail)) }
        @if let Some(field) = &problem.field { p class="govuk-body" { "It concerns " code { (field) } "." } }
        ul class="govuk-list govuk-list--bullet" {
            @match problem.status {
                404 => {
                    li { "If you typed the address, check it is right." }
                    li { "The edition may have been withdrawn: see the " a class="govuk-link" href="/history" { "version history" } "." }
                }
                status if status >= 500 => { li { "Try again in a minute. What you had on other pages is not lost." } }
                _ => { li { "Go back and change what you asked for." } }
            }
            li { "Search at the top of this page, or look in the " a class="govuk-link" href="/data" { "data catalogue" } "." }
            li { a class="govuk-link" href="/about#help" { "Get help" } }
        }
        p class="govuk-body-s ww-quiet" { "Status " (problem.status) "." }
    };
    Page { title: heading.to_owned(), section: Section::Elsewhere, trail: Vec::new(), body }
}

fn sentence(detail: &str) -> String {
    let text = format::sentence(detail);
    if text.ends_with(['.', '!', '?']) { text } else { format!("{text}.") }
}

/// Shows a problem as a page, whoever found it; anything else stays as it is.
#[must_use]
pub fn as_page(app: &App, response: Response) -> Response {
    let Some(problem) = response.extensions().get::<Problem>().cloned() else { return response };
    let snapshot = app.snapshot();
    let site = Site::new(&snapshot.info, snapshot.version);
    let mut shown = (problem.status(), page(&problem).render(&site)).into_response();
    for (name, value) in response.headers() {
        // The page is written anew: neither the kind, nor the length, nor the packing of what was there is its own.
        if ![header::CONTENT_TYPE, header::CONTENT_LENGTH, header::CONTENT_ENCODING].contains(name) {
            shown.headers_mut().insert(name, value.clone());
        }
    }
    // Whoever looks at the answer after this still finds the problem beside the page.
    *shown.extensions_mut() = response.extensions().clone();
    shown
}

/// Whether who asks wants a page: browsers name `text/html`; programs that
/// take anything get JSON.
#[must_use]
pub fn wants_page(request: &Request) -> bool {
    asks_for_page(request.uri().path(), request.headers())
}

fn asks_for_page(path: &str, headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or("");
    accept.contains("text/html") && !path.starts_with("/api/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_says_what_to_do_and_cannot_inject_markup() {
        let text = page(&Problem::not_found("page at /<script>")).body.into_string();
        assert!(text.contains("Page not found") && text.contains("/&lt;script&gt;"));
        assert!(text.contains("version history"));
    }

    #[test]
    fn browsers_get_pages_and_programs_get_json() {
        let accept = |text: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT, header::HeaderValue::from_static(text));
            headers
        };
        assert!(asks_for_page("/x", &accept("text/html,application/xhtml+xml")));
        assert!(!asks_for_page("/x", &accept("*/*")));
        assert!(!asks_for_page("/api/x", &accept("text/html")));
    }
}
