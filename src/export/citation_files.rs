//! The text that travels beside files which have no room for their terms.

use crate::views::CitationView;

/// The citation and the licence of an edition as a short plain text.
#[must_use]
pub fn citation_text(citation: &CitationView) -> String {
    let mut lines = vec![
        citation.title.clone(),
        String::new(),
        format!("Data set: {}, edition {}", citation.dataset, citation.edition),
        format!("File as published: {}", citation.source.file),
        format!("SHA-256 of that file: {}", citation.source.sha256),
    ];
    lines.extend(citation.source.url.iter().map(|url| format!("Published at: {url}")));
    lines.extend(citation.period.iter().map(|period| format!("Period: {period}")));
    lines.push(format!("Licence: {}", citation.licence.name));
    lines.extend(citation.licence.url.iter().map(|url| format!("Text of the licence: {url}")));
    lines.push(format!("Attribution: {}", citation.licence.attribution));
    lines.push(format!(
        "Written by {} from {}, version {}",
        citation.software, citation.place, citation.place_version
    ));
    lines.join("\n") + "\n"
}
