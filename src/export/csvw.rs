//! CSV on the Web: what the columns of the CSV file mean, and where it comes from.
//!
//! W3C "Metadata Vocabulary for Tabular Data" (2015). The file stands beside
//! the CSV file, under its name with `-metadata.json` added.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use crate::engine::Edition;
use crate::table::ColumnKind;
use crate::views::CitationView;

use super::csv::{Column, Content, columns, guard};
use super::format::Format;
use super::rows::Rows;

/// Writes the metadata of the CSV file of an edition.
pub(super) fn write(edition: &Edition, citation: &CitationView, out: &mut dyn Write) -> io::Result<()> {
    let rows = Rows::new(edition);
    let schema: Vec<Value> = columns(&rows).iter().enumerate().map(|(at, c)| column(at, c)).collect();
    let mut table = Map::new();
    let mut put = |name: &str, value: Value| table.insert(name.to_owned(), value);
    put("@context", json!(["http://www.w3.org/ns/csvw", { "@language": "en" }]));
    put("url", json!(Format::Csv.file_name(&edition.key)));
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

fn column(at: usize, column: &Column) -> Value {
    let (title, datatype, description) = match &column.content {
        Content::Value(field) => (field.title.as_str(), datatype(field.kind), String::new()),
        Content::Note(field) => (
            "",
            "string",
            format!("Why {} is empty: suppressed, not applicable or no data here.", field.property),
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
