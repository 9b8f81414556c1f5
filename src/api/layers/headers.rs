//! Headers that keep browsers from doing what nobody asked for.

use axum::http::{HeaderName, HeaderValue, header};
use axum::response::Response;

/// What a page of ours may load: everything from here, nothing in line.
/// MapLibre needs the worker, and images from data and blobs.
const PAGE_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; \
     font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'";

/// What data may load when a browser shows them: nothing.
const DATA_POLICY: &str = "default-src 'none'; sandbox";

/// The policies as this service sends them: who may show its pages in a frame is configured.
#[derive(Debug, Clone)]
pub(super) struct Policies {
    page: HeaderValue,
    data: HeaderValue,
}

impl Policies {
    /// The policies with the pages that may frame those of the service. What
    /// no header can hold frames nothing.
    pub(super) fn new(frame_ancestors: &str) -> Self {
        let whole = |policy: &str| {
            HeaderValue::from_str(&format!("{policy}; frame-ancestors {frame_ancestors}"))
                .unwrap_or(HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'"))
        };
        Self { page: whole(PAGE_POLICY), data: whole(DATA_POLICY) }
    }
}

/// Adds the headers, leaving alone what a handler has set itself.
pub(super) fn secure(policies: &Policies, response: &mut Response) {
    let is_page = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|value| value.as_bytes().starts_with(b"text/html"));
    let policy = if is_page { &policies.page } else { &policies.data };
    let headers = response.headers_mut();
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert_with(|| policy.clone());
    for (name, value) in [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "strict-origin-when-cross-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("permissions-policy"), "camera=(), microphone=(), payment=()"),
    ] {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
}
