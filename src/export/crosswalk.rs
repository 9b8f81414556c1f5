//! Crosswalks as CSV, Parquet and a workbook: one row a pair, or one row a source.

use std::io::{self, Write};
use std::sync::Arc;

use arrow::array::{ArrayRef, Float64Array, RecordBatch, StringArray};
use parquet::arrow::ArrowWriter;
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;

use crate::crosswalk::{Crosswalk, Relation};
use crate::engine::{BuiltCrosswalk, Engine};
use crate::model::{EditionKey, Missing};
use crate::store::SavedPair;
use crate::table::ColumnKind;
use crate::views::CitationView;

use super::about::{About, written_by};
use super::csv::guard;
use super::features::{Features, Property, Shape, ShapeKind};
use super::format::Format;
use super::number::push_number;
use super::rows::Value;
use super::write_rows;

/// The columns of a crosswalk, in the order they are written.
pub const COLUMNS: [&str; 6] = ["from_code", "to_code", "area_m2", "weight", "rung", "relation"];

/// A form that a crosswalk can be written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CrosswalkFormat {
    /// Comma-separated text in UTF-8.
    Csv,
    /// Apache Parquet.
    Parquet,
}

/// One pair as it is written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PairRow<'a> {
    /// Code of the source.
    pub from_code: &'a str,
    /// Code of the target.
    pub to_code: &'a str,
    /// The area the two share in m², where their shapes are known.
    pub area_m2: Option<f64>,
    /// The share of the source that goes to the target, in 0..=1.
    pub weight: f64,
    /// What the weight rests on.
    pub rung: &'a str,
    /// How the two lie to each other, where their shapes are known.
    pub relation: Option<&'a str>,
}

impl CrosswalkFormat {
    /// The format of a file's ending.
    #[must_use]
    pub fn from_extension(extension: &str) -> Option<Self> {
        match extension.to_ascii_lowercase().as_str() {
            "csv" => Some(Self::Csv),
            "parquet" => Some(Self::Parquet),
            _ => None,
        }
    }

    /// The ending of the file name.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Parquet => "parquet",
        }
    }

    /// The media type.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8; header=present",
            Self::Parquet => "application/vnd.apache.parquet",
        }
    }
}

/// The pairs of a crosswalk, in order of source, then target.
pub fn pair_rows(crosswalk: &Crosswalk) -> impl Iterator<Item = PairRow<'_>> {
    let row = |(source, link): (usize, &crate::crosswalk::Link)| PairRow {
        from_code: crosswalk.from.codes[source].as_str(),
        to_code: crosswalk.to.codes[link.target as usize].as_str(),
        area_m2: link.area_m2,
        weight: link.weight,
        rung: link.rung.key(),
        relation: link.relation.map(Relation::key),
    };
    crosswalk.links().map(row)
}

/// The pairs of a crosswalk that a place keeps.
pub fn saved_rows(pairs: &[SavedPair]) -> impl Iterator<Item = PairRow<'_>> {
    fn row(pair: &SavedPair) -> PairRow<'_> {
        PairRow {
            from_code: &pair.from_code,
            to_code: &pair.to_code,
            area_m2: pair.area_m2,
            weight: pair.weight,
            rung: &pair.rung,
            relation: pair.relation.as_deref(),
        }
    }
    pairs.iter().map(row)
}

/// Writes pairs, one row each. `notes` say what the file is: Parquet keeps
/// them in its own metadata; CSV has no room for them.
///
/// # Errors
/// When `out` cannot take the bytes.
pub fn write_pairs<'a>(
    format: CrosswalkFormat,
    rows: impl Iterator<Item = PairRow<'a>>,
    notes: &[(String, String)],
    out: &mut (dyn Write + Send),
) -> io::Result<()> {
    match format {
        CrosswalkFormat::Csv => csv_pairs(rows, out),
        CrosswalkFormat::Parquet => {
            parquet_pairs(&rows.collect::<Vec<_>>(), notes, out).map_err(io::Error::other)
        }
    }
}

/// The pairs of a crosswalk as rows for every format.
pub struct Pairs<'a> {
    rows: Vec<PairRow<'a>>,
    properties: Vec<Property>,
}

impl<'a> Pairs<'a> {
    /// The pairs of a crosswalk, in order of source, then target.
    #[must_use]
    pub fn new(crosswalk: &'a Crosswalk) -> Self {
        use ColumnKind::{Number, Text};
        let titles = [
            ("Code of the area that figures come from", Text),
            ("Code of the area that they go to", Text),
            ("Area that the two share in m², where their shapes are known", Number),
            ("Share of the source that goes to the target, 0 to 1", Number),
            ("What the weight rests on", Text),
            ("How the two lie to each other, where their shapes are known", Text),
        ];
        let property = |(name, (title, kind)): (&str, (&str, ColumnKind))| Property::new(name, title, kind);
        let properties = COLUMNS.into_iter().zip(titles).map(property).collect();
        Self { rows: pair_rows(crosswalk).collect(), properties }
    }
}

impl Features for Pairs<'_> {
    fn properties(&self) -> &[Property] {
        &self.properties
    }

    fn shapes(&self) -> ShapeKind {
        ShapeKind::Nothing
    }

    fn len(&self) -> usize {
        self.rows.len()
    }

    fn value(&self, row: usize, property: usize) -> Result<Value<'_>, Missing> {
        let row = &self.rows[row];
        let text = |text: Option<&'_ str>| {
            text.map(|text| Value::Text(text.to_owned().into())).ok_or(Missing::NotGiven)
        };
        match property {
            0 => text(Some(row.from_code)),
            1 => text(Some(row.to_code)),
            2 => row.area_m2.map(Value::Number).ok_or(Missing::NotGiven),
            3 => Ok(Value::Number(row.weight)),
            4 => text(Some(row.rung)),
            _ => text(row.relation),
        }
    }

    fn shape(&self, _row: usize) -> Option<Shape<'_>> {
        None
    }
}

/// Writes a crosswalk as a workbook: its pairs, and a sheet that says what
/// they are and how to cite them.
///
/// # Errors
/// When `out` cannot take the bytes.
pub fn write_workbook(
    engine: &Engine,
    ends: (&EditionKey, &EditionKey),
    built: &BuiltCrosswalk,
    out: &mut dyn Write,
) -> io::Result<()> {
    let snapshot = engine.snapshot();
    let (from, to) = ends;
    let way = built.way.key();
    let mut facts = vec![
        ("Crosswalk", built.id.clone()),
        ("From", from.to_string()),
        ("To", to.to_string()),
        (
            "Method",
            format!(
                "Weights by {way}: which share of each source goes to each target. A count is carried by multiplying \
                 it with the weights; a rate or score has to be weighed by people or households."
            ),
        ),
    ];
    let editions = [from, to].into_iter().filter_map(|key| engine.edition(key));
    facts.extend(editions.map(|edition| ("Source", CitationView::new(snapshot, edition).sentence())));
    let title = format!("Crosswalk from {from} to {to} by {way}");
    let sentence = format!("{title} ({}). {}, version {}", built.id, snapshot.info.name, snapshot.version);
    facts.push(("Cite as", sentence.clone()));
    facts.push(("Written by", written_by(snapshot)));
    let name = format!("{}-{}-to-{}-{}", from.dataset, from.edition, to.dataset, to.edition);
    let about = About { name, title, facts, sentence, made: snapshot.made };
    write_rows(&Pairs::new(&built.crosswalk), &about, Format::Xlsx, out)
}

/// Writes a lookup with one row a source: the target that most of it goes to,
/// and how much. The cell of a source that goes nowhere is empty.
///
/// # Errors
/// When `out` cannot take the bytes.
pub fn write_best_fit(crosswalk: &Crosswalk, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = ::csv::Writer::from_writer(out);
    writer.write_record(["from_code", "to_code", "weight", "rung"])?;
    for (source, best) in crosswalk.best_fit().into_iter().enumerate() {
        let from = guard(crosswalk.from.codes[source].as_str());
        let links = crosswalk.links_of(source);
        match links.iter().find(|link| Some(link.target) == best) {
            None => writer.write_record([&*from, "", "", ""])?,
            Some(link) => writer.write_record([
                &*from,
                &guard(crosswalk.to.codes[link.target as usize].as_str()),
                &link.weight.to_string(),
                link.rung.key(),
            ])?,
        }
    }
    writer.flush()
}

/// Hundreds of thousands of pairs: a line is put together in one buffer, and
/// only codes can need quotation marks.
fn csv_pairs<'a>(rows: impl Iterator<Item = PairRow<'a>>, out: &mut dyn Write) -> io::Result<()> {
    const FULL: usize = 1 << 16;
    let mut text = COLUMNS.join(",");
    text.push('\n');
    for row in rows {
        push_cell(&mut text, &guard(row.from_code));
        text.push(',');
        push_cell(&mut text, &guard(row.to_code));
        text.push(',');
        if let Some(area_m2) = row.area_m2 {
            push_number(&mut text, area_m2);
        }
        text.push(',');
        push_number(&mut text, row.weight);
        text.push(',');
        push_cell(&mut text, row.rung);
        text.push(',');
        push_cell(&mut text, row.relation.unwrap_or(""));
        text.push('\n');
        if text.len() >= FULL {
            out.write_all(text.as_bytes())?;
            text.clear();
        }
    }
    out.write_all(text.as_bytes())?;
    out.flush()
}

/// A cell as RFC 4180 wants it.
fn push_cell(text: &mut String, cell: &str) {
    if !cell.bytes().any(|byte| matches!(byte, b'"' | b',' | b'\r' | b'\n')) {
        text.push_str(cell);
        return;
    }
    text.push('"');
    text.push_str(&cell.replace('"', "\"\""));
    text.push('"');
}

fn parquet_pairs(
    rows: &[PairRow<'_>],
    notes: &[(String, String)],
    out: &mut (dyn Write + Send),
) -> Result<(), ParquetError> {
    let text = |pick: fn(&PairRow<'_>) -> Option<String>| -> ArrayRef {
        Arc::new(rows.iter().map(pick).collect::<StringArray>())
    };
    let number = |pick: fn(&PairRow<'_>) -> Option<f64>| -> ArrayRef {
        Arc::new(rows.iter().map(pick).collect::<Float64Array>())
    };
    let cells = [
        text(|row| Some(row.from_code.to_owned())),
        text(|row| Some(row.to_code.to_owned())),
        number(|row| row.area_m2),
        number(|row| Some(row.weight)),
        text(|row| Some(row.rung.to_owned())),
        text(|row| row.relation.map(str::to_owned)),
    ];
    let batch = RecordBatch::try_from_iter(COLUMNS.into_iter().zip(cells))?;
    let mut writer = ArrowWriter::try_new(out, batch.schema(), None)?;
    for (key, value) in notes {
        writer.append_key_value_metadata(KeyValue::new(key.clone(), value.clone()));
    }
    writer.write(&batch)?;
    writer.close()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROW: PairRow<'_> =
        PairRow { from_code: "A", to_code: "B", area_m2: None, weight: 0.25, rung: "area", relation: None };

    #[test]
    fn what_is_not_known_of_a_pair_is_an_empty_cell() {
        let mut out = Vec::new();
        write_pairs(CrosswalkFormat::Csv, [ROW].into_iter(), &[], &mut out).expect("bytes in memory");
        assert_eq!(
            String::from_utf8_lossy(&out),
            "from_code,to_code,area_m2,weight,rung,relation\nA,B,,0.25,area,\n"
        );
    }

    #[test]
    fn parquet_carries_what_the_file_is() {
        use parquet::file::reader::{FileReader, SerializedFileReader};
        let notes = [("from".to_owned(), "lsoa@2021".to_owned())];
        let mut out = Vec::new();
        write_pairs(CrosswalkFormat::Parquet, [ROW].into_iter(), &notes, &mut out).expect("bytes in memory");
        let file = SerializedFileReader::new(bytes::Bytes::from(out)).expect("Parquet");
        let kept = file.metadata().file_metadata().key_value_metadata().expect("notes");
        assert!(kept.iter().any(|note| note.key == "from" && note.value.as_deref() == Some("lsoa@2021")));
        assert_eq!(file.metadata().file_metadata().num_rows(), 1);
    }
}
