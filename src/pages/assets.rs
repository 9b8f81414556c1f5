//! Style sheets, scripts and fonts built by Vite, embedded in the binary.
//!
//! Pages are complete without them, so a build without `web/dist` still runs.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use axum::body::Body;
use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;
use serde::Deserialize;

/// The source file from which Vite starts.
const ENTRY: &str = "src/main.ts";

/// What a worker may do, which obeys its own file's policy and not the page's.
const WORKER_POLICY: &str = "default-src 'none'; script-src 'self'; connect-src 'self'";

/// File names carry a hash of their content, so they never change.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

#[derive(RustEmbed)]
#[folder = "web/dist"]
#[allow_missing = true]
struct Dist;

/// What a page links in its head.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entry {
    /// The module to load.
    pub script: Option<String>,
    /// The style sheets to load.
    pub styles: Vec<String>,
}

/// The script and style sheets of this build.
pub fn entry() -> &'static Entry {
    static ENTRY_FILES: LazyLock<Entry> = LazyLock::new(|| {
        let manifest = Dist::get(".vite/manifest.json");
        manifest.map_or_else(Entry::default, |file| read_manifest(&file.data))
    });
    &ENTRY_FILES
}

/// Serves one built file.
pub async fn asset(Path(path): Path<String>) -> Response {
    match Dist::get(&format!("assets/{path}")) {
        Some(file) => (
            [
                (header::CONTENT_TYPE, file.metadata.mimetype().to_owned()),
                (header::CACHE_CONTROL, FOR_EVER.to_owned()),
                (header::CONTENT_SECURITY_POLICY, WORKER_POLICY.to_owned()),
            ],
            Body::from(file.data),
        )
            .into_response(),
        None => (StatusCode::NOT_FOUND, "There is no such file.").into_response(),
    }
}

#[derive(Deserialize)]
struct Chunk {
    file: String,
    #[serde(default)]
    css: Vec<String>,
}

fn read_manifest(bytes: &[u8]) -> Entry {
    let chunks: BTreeMap<String, Chunk> = serde_json::from_slice(bytes).unwrap_or_default();
    chunks.get(ENTRY).map_or_else(Entry::default, |chunk| Entry {
        script: Some(format!("/{}", chunk.file)),
        styles: chunk.css.iter().map(|css| format!("/{css}")).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_manifest_names_the_script_and_its_styles() {
        let manifest =
            br#"{"src/main.ts":{"file":"assets/main-1.js","css":["assets/main-2.css"],"isEntry":true}}"#;
        let entry = read_manifest(manifest);
        assert_eq!(entry.script.as_deref(), Some("/assets/main-1.js"));
        assert_eq!(entry.styles, ["/assets/main-2.css"]);
    }

    #[test]
    fn a_build_without_a_front_end_links_nothing() {
        assert_eq!(read_manifest(b"not json"), Entry::default());
    }
}
