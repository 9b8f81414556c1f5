//! Who may change the place over HTTP.
//!
//! Without accounts, writing is off unless nobody else can connect or a token
//! is configured. What came through a proxy is somebody else's, whatever address
//! it came from. A page of another site must not be able to make somebody's
//! browser write: what browsers say of a request's origin is believed when it
//! speaks against the request.

use axum::http::{HeaderMap, header};

use super::{App, Kind, Problem};

/// Headers that proxies add to what they hand on.
const PROXY_HEADERS: [&str; 6] =
    ["forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip"];

/// Lets a request through that may change something. `shown` is a token from
/// a form, for browsers that cannot set headers.
///
/// # Errors
/// A [`Problem`]: [`Kind::Forbidden`] where writing is off and for requests
/// from another site, [`Kind::Unauthorised`] without the token.
pub fn may_write(app: &App, headers: &HeaderMap, shown: Option<&str>) -> Result<(), Problem> {
    let config = app.config();
    if config.writes.read_only {
        return Err(Problem::new(Kind::Forbidden, "this service is read-only"));
    }
    if !config.allows_writes() {
        let detail = "others can connect to this service and no token is configured, so nothing can be changed over \
             HTTP; set writes.token, or use 'wardwise import'";
        return Err(Problem::new(Kind::Forbidden, detail));
    }
    check_origin(app, headers)?;
    let Some(token) = &config.writes.token else { return check_straight(headers) };
    let right = |given: &str| token.is(given);
    if bearer(headers).is_some_and(right) || shown.is_some_and(right) {
        return Ok(());
    }
    Err(Problem::new(Kind::Unauthorised, "the write token is missing or wrong"))
}

/// Refuses what a proxy handed on: without a token only this machine may write.
fn check_straight(headers: &HeaderMap) -> Result<(), Problem> {
    if PROXY_HEADERS.iter().any(|name| headers.contains_key(*name)) {
        let detail = "the request came through a proxy and no token is configured, so nothing can be changed over \
             HTTP; set writes.token, or use 'wardwise import'";
        return Err(Problem::new(Kind::Forbidden, detail));
    }
    Ok(())
}

/// Refuses what a browser says comes from another site.
fn check_origin(app: &App, headers: &HeaderMap) -> Result<(), Problem> {
    let text = |name: header::HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    let site = text(header::HeaderName::from_static("sec-fetch-site"));
    let foreign_site = site.is_some_and(|site| !matches!(site, "same-origin" | "none"));
    let foreign_origin = text(header::ORIGIN).is_some_and(|origin| !is_ours(app, origin));
    if foreign_site || foreign_origin {
        return Err(Problem::new(Kind::Forbidden, "the request came from a page of another site"));
    }
    Ok(())
}

/// The public address, and on this machine the names that it goes by.
fn is_ours(app: &App, origin: &str) -> bool {
    let server = &app.config().server;
    let local = ["http://127.0.0.1", "http://localhost", "http://[::1]"];
    let port = server.port;
    origin == app.public_url().as_str()
        || (server.is_loopback() && local.iter().any(|host| origin == format!("{host}:{port}")))
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}
