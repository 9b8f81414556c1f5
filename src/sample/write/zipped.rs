//! Zip archives without compression and without dates: the same on every machine.

use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::sample::SampleError;

/// An archive of some files, in their order.
///
/// # Errors
/// [`SampleError::Zip`] when an archive cannot be put together.
pub(crate) fn bytes(members: &[(String, Vec<u8>)]) -> Result<Vec<u8>, SampleError> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in members {
        writer.start_file(name.as_str(), options).map_err(SampleError::Zip)?;
        writer.write_all(content).map_err(|error| SampleError::Zip(error.into()))?;
    }
    Ok(writer.finish().map_err(SampleError::Zip)?.into_inner())
}
