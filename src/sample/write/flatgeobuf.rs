//! FlatGeobuf in EPSG:27700, with its index.

use flatgeobuf::{ColumnType, FgbCrs, FgbWriter, FgbWriterOptions, GeometryType};
use geo_types::{Geometry, MultiPolygon};
use geozero::{ColumnValue, PropertyProcessor as _};

use super::{Boundaries, Value};
use crate::sample::SampleError;

/// Takes areas one by one; features wait in a temporary file, so a whole
/// country needs little memory.
pub(crate) struct Writer<'a> {
    inner: FgbWriter<'a>,
    columns: Vec<String>,
}

impl<'a> Writer<'a> {
    /// A layer with columns of text.
    ///
    /// # Errors
    /// [`SampleError::FlatGeobuf`] when there is no room for a temporary file.
    pub(crate) fn new(name: &'a str, columns: &[&str]) -> Result<Self, SampleError> {
        let crs = FgbCrs {
            org: Some("EPSG"),
            code: 27_700,
            name: Some("OSGB36 / British National Grid"),
            ..FgbCrs::default()
        };
        let options = FgbWriterOptions { crs, ..FgbWriterOptions::default() };
        let mut inner = FgbWriter::create_with_options(name, GeometryType::MultiPolygon, options)?;
        for column in columns {
            inner.add_column(column, ColumnType::String, |_, _| {});
        }
        Ok(Self { inner, columns: columns.iter().map(|&c| c.to_owned()).collect() })
    }

    /// Adds one area.
    ///
    /// # Errors
    /// [`SampleError::FlatGeobuf`] when the temporary file cannot be written.
    pub(crate) fn add(&mut self, values: &[Value], shape: MultiPolygon<f64>) -> Result<(), SampleError> {
        let texts: Vec<String> = values.iter().map(Value::written).collect();
        let columns = &self.columns;
        self.inner.add_feature_geom(Geometry::MultiPolygon(shape), |feature| {
            for (i, text) in texts.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
                // Properties go to memory; a failure to write shows when the feature is added.
                let _ = feature.property(i, &columns[i], &ColumnValue::String(text));
            }
        })?;
        Ok(())
    }

    /// Writes the file.
    ///
    /// # Errors
    /// [`SampleError::FlatGeobuf`] when `out` cannot be written.
    pub(crate) fn finish(self, out: impl std::io::Write) -> Result<(), SampleError> {
        Ok(self.inner.write(out)?)
    }
}

/// The bytes of a layer.
///
/// # Errors
/// [`SampleError::FlatGeobuf`] when the file cannot be put together.
pub(crate) fn bytes(name: &str, layer: &Boundaries) -> Result<Vec<u8>, SampleError> {
    let columns: Vec<&str> = layer.sheet.columns.iter().map(String::as_str).collect();
    let mut writer = Writer::new(name, &columns)?;
    for (row, shape) in layer.sheet.rows.iter().zip(&layer.shapes) {
        writer.add(row, shape.clone())?;
    }
    let mut bytes = Vec::new();
    writer.finish(&mut bytes)?;
    Ok(bytes)
}
