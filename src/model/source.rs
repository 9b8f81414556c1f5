//! Where a value came from, and under which licence it may be passed on.

use std::fmt;

/// A SHA-256 of a file's bytes, in lower-case hexadecimal.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Checksum(Box<str>);

impl Checksum {
    /// Reads 64 hexadecimal digits.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let right = text.len() == 64 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        right.then(|| Self(text.into()))
    }

    /// The checksum of some bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        use sha2::Digest;
        let digest = sha2::Sha256::digest(bytes);
        Self(digest.iter().map(|b| format!("{b:02x}")).collect::<String>().into())
    }

    /// The 64 digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Checksum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The terms under which a file was published, carried to every output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Licence {
    /// The licence's usual name, such as "Open Government Licence v3.0".
    pub name: String,
    /// Where its text can be read.
    pub url: Option<String>,
    /// The sentence that the publisher asks to be shown.
    pub attribution: String,
}

/// The spot in a published file that a value was read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// Path inside the source folder, with `/` on every system.
    pub file: String,
    /// Sheet of a workbook, layer of a container or member of an archive.
    pub part: Option<String>,
    /// 1-based record in the file; for text tables the line on which the record starts.
    pub row: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_checksum_is_the_sha_256_of_the_bytes() {
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(Checksum::of(b"").as_str(), empty);
        assert!(Checksum::parse(empty).is_some());
        assert!(Checksum::parse("E3").is_none());
    }
}
