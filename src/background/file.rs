//! Ranges of a file, read where they lie.
//!
//! The file is not mapped into memory: one that is cut short while it is
//! mapped would end the process.

use std::fs::File;
use std::io::{self, Read};
use std::os::unix::fs::FileExt;
use std::time::UNIX_EPOCH;

use flate2::read::GzDecoder;

/// The most that one piece of the file may hold, packed or not: no tile and no directory is larger.
const MOST_BYTES: u64 = 64 << 20;

/// The bytes of a range.
///
/// # Errors
/// Where the file ends before it, the range is larger than any piece may be,
/// or the system cannot read it.
pub(super) fn range(file: &File, offset: u64, length: u64) -> io::Result<Vec<u8>> {
    let length = usize::try_from(length.min(MOST_BYTES + 1)).unwrap_or(usize::MAX);
    if length as u64 > MOST_BYTES {
        return Err(io::Error::other("a piece of it is larger than 64 MiB"));
    }
    let mut bytes = vec![0; length];
    file.read_exact_at(&mut bytes, offset)?;
    Ok(bytes)
}

/// What gzip packed.
///
/// # Errors
/// Where it is not gzip, or holds more than any piece may.
pub(super) fn unpacked(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut out = Vec::new();
    GzDecoder::new(bytes).take(MOST_BYTES + 1).read_to_end(&mut out)?;
    if out.len() as u64 > MOST_BYTES {
        return Err(io::Error::other("a piece of it holds more than 64 MiB"));
    }
    Ok(out)
}

/// Length and time of the last change: what tells the file as it is now from a later one.
///
/// # Errors
/// Where the system does not know.
pub(super) fn state(file: &File) -> io::Result<String> {
    let about = file.metadata()?;
    let changed = about.modified()?.duration_since(UNIX_EPOCH).unwrap_or_default();
    Ok(format!("{}-{}", about.len(), changed.as_nanos()))
}
