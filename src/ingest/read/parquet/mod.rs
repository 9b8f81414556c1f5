//! Parquet, with or without the "geo" metadata of GeoParquet.
//!
//! Rows are decoded a few hundred at a time. Texts are read as views into the
//! decoded pages, so that one long text named a million times is not a
//! million copies.

mod cells;
mod geo;

use std::sync::Arc;

use arrow::array::{Array, RecordBatch};
use arrow::datatypes::{DataType, Field, Fields, Schema, SchemaRef};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder,
};
use parquet::errors::ParquetError;

use crate::check::{Fault, Place, Rule, Severity};
use crate::draft::Draft;

use super::found::{Halt, over_limit, unreadable};
use super::intake::Intake;
use super::{Limits, ReadOptions, SourceBytes, wkb};

use geo::Geo;

/// How many rows are decoded at once.
const BATCH_ROWS: usize = 512;

/// Reads a Parquet file.
pub(super) fn read(
    source: &SourceBytes<'_>,
    _options: &ReadOptions,
    limits: &Limits,
) -> Result<Draft, Vec<Fault>> {
    let mut intake = Intake::new(source.file, None, limits);
    match fill(source.bytes, limits, &mut intake) {
        Ok(()) => intake.finish(),
        Err(halt) => intake.halt(halt),
    }
}

fn fill(bytes: &[u8], limits: &Limits, intake: &mut Intake<'_>) -> Result<(), Halt> {
    if bytes.len() < 12 || !bytes.ends_with(b"PAR1") {
        return Err(unreadable("the Parquet file is cut: its last bytes are not its mark", FETCH_AGAIN));
    }
    let bytes = bytes::Bytes::copy_from_slice(bytes);
    let plain = ArrowReaderOptions::new().with_skip_arrow_metadata(true);
    let metadata = ArrowReaderMetadata::load(&bytes, plain).map_err(|error| damaged(&error))?;
    check_declared(&metadata, limits)?;
    let geo = Geo::of(metadata.metadata().file_metadata().key_value_metadata(), limits)?;
    if let Some(geo) = &geo {
        intake.declare(geo.crs.clone());
    }
    let columns = choose(metadata.schema().fields(), geo.as_ref(), intake)?;
    let options = ArrowReaderOptions::new().with_schema(viewed(metadata.schema(), &columns));
    let metadata = ArrowReaderMetadata::load(&bytes, options).map_err(|error| damaged(&error))?;
    let wanted = columns.iter().enumerate().filter(|(_, column)| **column != Column::LeftOut);
    let mask = ProjectionMask::roots(metadata.parquet_schema(), wanted.map(|(index, _)| index));
    let reader = ParquetRecordBatchReaderBuilder::new_with_metadata(bytes, metadata)
        .with_projection(mask)
        .with_batch_size(BATCH_ROWS)
        .build()
        .map_err(|error| damaged(&error))?;
    let columns: Vec<_> = columns.into_iter().filter(|column| *column != Column::LeftOut).collect();
    for batch in reader {
        let batch = batch.map_err(|error| damaged(&ParquetError::from(error)))?;
        take_batch(&batch, &columns, limits, intake)?;
    }
    Ok(())
}

/// What becomes of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    /// It holds the shape of the record.
    Shape,
    /// It becomes cells.
    Cells,
    /// It is not read.
    LeftOut,
}

fn choose(fields: &Fields, geo: Option<&Geo>, intake: &mut Intake<'_>) -> Result<Vec<Column>, Halt> {
    let mut columns = Vec::with_capacity(fields.len());
    for field in fields {
        let name = field.name();
        if geo.is_some_and(|geo| geo.primary == *name) {
            if !matches!(field.data_type(), DataType::Binary) {
                return Err(unreadable(
                    format!("the shapes of column '{name}' are not well-known binary"),
                    "Write the file with geometry encoding WKB.",
                ));
            }
            columns.push(Column::Shape);
        } else if cells::is_read(field.data_type()) {
            intake.add_column(name)?;
            columns.push(Column::Cells);
        } else {
            columns.push(Column::LeftOut);
            intake.found.add(left_out(field, geo));
        }
    }
    if let Some(geo) = geo
        && !columns.contains(&Column::Shape)
    {
        return Err(unreadable(
            format!("the file names a shape column '{}' but does not hold it", geo.primary),
            "",
        ));
    }
    Ok(columns)
}

fn left_out(field: &Field, geo: Option<&Geo>) -> Fault {
    let name = field.name();
    let is_covering = geo.is_some_and(|geo| geo.coverings.contains(name));
    let (severity, why) = if is_covering {
        (Severity::Note, "holds the boxes of the shapes, which are reckoned anew")
    } else {
        (Severity::Warning, "is of a type that no cell can hold")
    };
    let message = format!("the column '{name}' {why} ({})", short(field.data_type()));
    Fault::new(Rule::ColumnLeftOut, Place::field(name.clone()), message).at(severity)
}

fn short(kind: &DataType) -> String {
    kind.to_string().chars().take(60).collect()
}

/// The schema with texts and shapes as views.
fn viewed(schema: &SchemaRef, columns: &[Column]) -> SchemaRef {
    let field = |(field, column): (&Arc<Field>, &Column)| match (field.data_type(), column) {
        (DataType::Utf8, Column::Cells) => field.as_ref().clone().with_data_type(DataType::Utf8View),
        (DataType::Binary, Column::Shape) => field.as_ref().clone().with_data_type(DataType::BinaryView),
        _ => field.as_ref().clone(),
    };
    Arc::new(Schema::new(schema.fields().iter().zip(columns).map(field).collect::<Vec<_>>()))
}

/// What the file declares is held against the limits before it is decoded.
fn check_declared(metadata: &ArrowReaderMetadata, limits: &Limits) -> Result<(), Halt> {
    let file = metadata.metadata();
    let rows = file.file_metadata().num_rows();
    if u64::try_from(rows).map_or(true, |rows| rows > limits.rows) {
        return Err(over_limit(Place::default(), format!("the file declares {rows} records")));
    }
    let fields = metadata.schema().fields().len();
    if fields > limits.columns {
        return Err(over_limit(Place::default(), format!("the file has {fields} columns")));
    }
    let chunks = file.row_groups().iter().flat_map(parquet::file::metadata::RowGroupMetaData::columns);
    let unpacked: u64 = chunks
        .map(|chunk| u64::try_from(chunk.uncompressed_size()).unwrap_or(u64::MAX))
        .fold(0, u64::saturating_add);
    if unpacked > limits.bytes {
        let message = format!("the file unpacks to {unpacked} bytes; at most {} are read", limits.bytes);
        return Err(over_limit(Place::default(), message));
    }
    Ok(())
}

fn take_batch(
    batch: &RecordBatch,
    columns: &[Column],
    limits: &Limits,
    intake: &mut Intake<'_>,
) -> Result<(), Halt> {
    let arrays: Vec<_> = columns.iter().zip(batch.columns()).collect();
    let schema = batch.schema();
    for index in 0..batch.num_rows() {
        let number = intake.rows() + 1;
        let mut geometry = None;
        let mut row = Vec::with_capacity(arrays.len());
        for (at, (column, array)) in arrays.iter().enumerate() {
            if **column == Column::Shape {
                match shape_at(array.as_ref(), index) {
                    Ok(shape) => {
                        intake.leave_heights(shape.heights);
                        geometry = shape.geometry;
                    }
                    Err(problem) => {
                        let message = format!("the shape cannot be read: {problem}");
                        intake.found.add(Fault::new(Rule::WrongGeometry, Place::row(number), message));
                    }
                }
                continue;
            }
            let cell = cells::cell_at(array.as_ref(), index, limits);
            row.push(cell.unwrap_or_else(|(rule, problem)| {
                let place = Place::row(number).in_field(schema.field(at).name().clone());
                intake.found.add(Fault::new(rule, place, problem));
                crate::draft::Cell::Empty
            }));
        }
        intake.push(number, geometry, row)?;
    }
    Ok(())
}

fn shape_at(array: &dyn Array, index: usize) -> Result<wkb::Shape, String> {
    if array.is_null(index) {
        return Ok(wkb::Shape::default());
    }
    let views = array.as_any().downcast_ref::<arrow::array::BinaryViewArray>();
    wkb::shape_of(views.ok_or("it is not binary")?.value(index))
}

const FETCH_AGAIN: &str = "Fetch the file again from its publisher.";

fn damaged(error: &ParquetError) -> Halt {
    let text: String = error.to_string().chars().take(300).collect();
    unreadable(format!("the Parquet file cannot be read: {text}"), FETCH_AGAIN)
}

#[cfg(test)]
mod tests {
    use arrow::array::{
        ArrayRef, BinaryArray, BooleanArray, Date32Array, Float64Array, Int64Array, StringArray,
    };
    use geo_types::{Geometry, Point};
    use parquet::arrow::ArrowWriter;
    use parquet::file::metadata::KeyValue;

    use super::*;
    use crate::draft::{Cell, DeclaredCrs};
    use crate::geom::Crs;

    fn wkb_of(geometry: &Geometry<f64>) -> Vec<u8> {
        let mut bytes = Vec::new();
        ::wkb::writer::write_geometry(&mut bytes, geometry, &::wkb::writer::WriteOptions::default())
            .expect("bytes");
        bytes
    }

    fn file(columns: Vec<(&str, ArrayRef)>, geo: Option<&str>) -> Vec<u8> {
        let batch = RecordBatch::try_from_iter(columns).expect("a batch");
        let mut writer = ArrowWriter::try_new(Vec::new(), batch.schema(), None).expect("a writer");
        writer.write(&batch).expect("rows");
        if let Some(geo) = geo {
            writer.append_key_value_metadata(KeyValue::new("geo".into(), geo.to_owned()));
        }
        writer.into_inner().expect("bytes")
    }

    fn run(bytes: &[u8]) -> Result<Draft, Vec<Fault>> {
        read(&SourceBytes::new("a.parquet", bytes), &ReadOptions::default(), &Limits::default())
    }

    #[test]
    fn a_plain_file_is_a_table_and_long_numbers_keep_their_digits() {
        let bytes = file(
            vec![
                ("code", Arc::new(StringArray::from(vec![Some("E05"), None])) as ArrayRef),
                ("uprn", Arc::new(Int64Array::from(vec![100_023_337_000, (1 << 53) + 1]))),
                ("share", Arc::new(Float64Array::from(vec![Some(0.5), None]))),
                ("open", Arc::new(BooleanArray::from(vec![true, false]))),
                ("since", Arc::new(Date32Array::from(vec![17_654, 0]))),
            ],
            None,
        );
        let draft = run(&bytes).expect("a draft");
        assert_eq!(draft.crs, DeclaredCrs::None);
        let day = Cell::Day(jiff::civil::date(2018, 5, 3));
        let first =
            [Cell::text("E05"), Cell::Number(100_023_337_000.0), Cell::Number(0.5), Cell::Flag(true), day];
        assert_eq!(draft.rows[0].cells, first);
        assert_eq!(draft.rows[1].cells[..3], [Cell::Empty, Cell::text("9007199254740993"), Cell::Empty]);
    }

    #[test]
    fn shapes_and_their_system_come_from_the_geo_metadata() {
        let point: Geometry<f64> = Point::new(1.0, 2.0).into();
        let bytes = wkb_of(&point);
        let shapes = || Arc::new(BinaryArray::from(vec![Some(bytes.as_slice()), None])) as ArrayRef;
        let geo = |crs: &str| {
            format!(
                r#"{{"version":"1.0.0","primary_column":"g","columns":{{"g":{{"encoding":"WKB"{crs}}}}}}}"#
            )
        };
        let crs_of = |crs: &str| run(&file(vec![("g", shapes())], Some(&geo(crs)))).expect("a draft").crs;
        assert_eq!(crs_of(""), DeclaredCrs::Known(Crs::LonLat));
        assert_eq!(crs_of(",\"crs\":null"), DeclaredCrs::None);
        let grid = ",\"crs\":{\"id\":{\"authority\":\"EPSG\",\"code\":27700}}";
        assert_eq!(crs_of(grid), DeclaredCrs::Known(Crs::BritishNationalGrid));
        let draft = run(&file(vec![("g", shapes())], Some(&geo("")))).expect("a draft");
        assert_eq!(draft.rows[0].geometry, Some(point));
        assert_eq!(draft.rows[1].geometry, None);
        assert!(draft.columns.is_empty());
    }

    #[test]
    fn cut_files_and_files_that_are_not_finite_are_refused() {
        let bytes = file(vec![("a", Arc::new(Float64Array::from(vec![1.0, f64::NAN])) as ArrayRef)], None);
        let faults = run(&bytes).expect_err("a fault");
        assert_eq!(
            (faults[0].rule, faults[0].place.to_string().as_str()),
            (Rule::NotFinite, "row 2, field a")
        );
        for length in 0..bytes.len() {
            assert!(run(&bytes[..length]).is_err(), "cut at {length}");
        }
    }
}
