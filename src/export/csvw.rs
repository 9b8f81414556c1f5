//! CSV on the Web: what the columns of the CSV file mean, and where it comes from.
//!
//! W3C "Metadata Vocabulary for Tabular Data" (2015). The file stands beside
//! the CSV file, under its name with `-metadata.json` added.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use crate::table::ColumnKind;
use crate::views::CitationView;

use super::about::About;
use super::columns::{Column, Content, columns_with_places};
use super::csv::guard;
use super::features::Features;
use super::format::Format;

/// Writes the metadata of the CSV file of an edition.
pub(super) fn write(
    features: &dyn Features,
    about: &About,
    citation: &CitationView,
    out: &mut dyn Write,
) -> io::Result<()> {
    let columns = columns_with_places(features);
    let schema: Vec<Value> = columns.iter().enumerate().map(|(at, c)| column(features, at, c)).collect();
    let mut table = Map::new();
    let mut put = |name: &str, value: Value| table.insert(name.to_owned(), value);
    put("@context", json!(["http://www.w3.org/ns/csvw", { "@language": "en" }]));
    put("url", json!(Format::Csv.file_name(&about.name)));
    put("dc:title", json!(citation.title));
    put("dc:license", json!(citation.licence.url.as_ref().unwrap_or(&citation.licence.name)));
    put("dc:rights", json!(citation.licence.attribution));
    put("dc:source", json!(citation.source.url.as_ref().unwrap_or(&citation.source.file)));
    put("dc:bibliographicCitation", json!(citation.sentence()));
    put("schema:version", json!(citation.place_version.to_string()));
    put(
        "dialect",
        json!({ "encoding": "utf-8", "header": true, "delimiter": ",", "lineTerminators": ["\r\n"] }),
    );
    put("tableSchema", json!({ "columns": schema }));
    serde_json::to_writer_pretty(&mut *out, &Value::Object(table))?;
    out.write_all(b"\n")
}

fn column(features: &dyn Features, at: usize, column: &Column) -> Value {
    let property = |at: usize| &features.properties()[at];
    let (title, datatype, description) = match column.content {
        Content::Value(at) => (property(at).title.as_str(), datatype(property(at).kind), String::new()),
        Content::Note(at) => (
            "",
            "string",
            format!("Why {} is empty: suppressed, not applicable or no data here.", property(at).name),
        ),
        Content::Place(coordinate) => {
            (coordinate.name(), "number", "Empty where the location is not known.".to_owned())
        }
    };
    let header = guard(&column.header);
    let mut titles = vec![header.as_ref()];
    if !title.is_empty() && title != header {
        titles.push(title);
    }
    let mut entry = json!({
        // Names must be plain words: the header itself may be any text.
        "name": format!("c{}", at + 1),
        "titles": titles,
        "datatype": datatype,
        "null": "",
    });
    if !description.is_empty() {
        entry["dc:description"] = Value::from(description);
    }
    entry
}

fn datatype(kind: ColumnKind) -> &'static str {
    match kind {
        ColumnKind::Number => "number",
        ColumnKind::Text => "string",
        ColumnKind::Flag => "boolean",
        ColumnKind::Day => "date",
    }
}
