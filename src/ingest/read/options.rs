//! What goes into a reader: the bytes, and what the manifest says of them.

use super::Format;

/// What to read out of a file, beyond what the file says itself.
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    /// Set by the manifest; found from the file where `None`.
    pub format: Option<Format>,
    /// Sheet, container layer or archive member.
    pub part: Option<String>,
    /// Text encoding label.
    pub encoding: Option<String>,
}

/// The bytes of a published file, with its loose companions (`.dbf`, `.shx`,
/// `.prj`, `.cpg` beside a `.shp`), by lower-case extension.
#[derive(Debug, Clone)]
pub struct SourceBytes<'a> {
    /// Path inside the source folder.
    pub file: &'a str,
    /// Bytes of the file itself.
    pub bytes: &'a [u8],
    /// Companions by lower-case extension without the dot.
    pub companions: Vec<(String, Vec<u8>)>,
}

impl<'a> SourceBytes<'a> {
    /// A file that stands alone.
    #[must_use]
    pub fn new(file: &'a str, bytes: &'a [u8]) -> Self {
        Self { file, bytes, companions: Vec::new() }
    }

    /// The bytes of the companion with this lower-case extension.
    #[must_use]
    pub fn companion(&self, extension: &str) -> Option<&[u8]> {
        self.companions.iter().find(|(name, _)| name == extension).map(|(_, bytes)| bytes.as_slice())
    }
}
