//! Links, always absolute: some clients do not follow relative ones.

use serde::Serialize;
use utoipa::ToSchema;

/// A way on from an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct LinkView {
    /// Absolute address.
    #[schema(format = "uri")]
    pub href: String,
    /// What the address is to this answer: `self`, `next`, `items`, `license` ...
    pub rel: String,
    /// Media type found there.
    #[serde(rename = "type")]
    pub media_type: String,
    /// For people.
    pub title: String,
}

impl LinkView {
    /// A link to JSON.
    #[must_use]
    pub fn json(rel: &str, title: &str, href: String) -> Self {
        Self::new(rel, "application/json", title, href)
    }

    /// A link to anything.
    #[must_use]
    pub fn new(rel: &str, media_type: &str, title: &str, href: String) -> Self {
        Self { href, rel: rel.to_owned(), media_type: media_type.to_owned(), title: title.to_owned() }
    }
}

/// A text as one segment of an address: what is not plain is escaped.
#[must_use]
pub fn segment(text: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_' | b'~');
    text.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_is_not_plain_is_escaped() {
        assert_eq!(segment("Yr Ŵyn & Co/1"), "Yr%20%C5%B4yn%20%26%20Co%2F1");
    }
}
