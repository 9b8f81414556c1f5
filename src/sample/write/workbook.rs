//! A workbook of one sheet, in the few parts that spreadsheet programs need
//! (ECMA-376, parts of a minimal package).

use std::fmt::Write as _;

use super::{Sheet, Value, zipped};
use crate::sample::SampleError;

const TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>"#;
const PACKAGE: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const PARTS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;

/// The bytes of a workbook with one sheet.
///
/// # Errors
/// [`SampleError::Zip`] when the package cannot be put together.
pub(crate) fn bytes(name: &str, sheet: &Sheet) -> Result<Vec<u8>, SampleError> {
    let workbook = format!(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="{}" sheetId="1" r:id="rId1"/></sheets></workbook>"#,
        escaped(name)
    );
    zipped::bytes(&[
        ("[Content_Types].xml".into(), TYPES.into()),
        ("_rels/.rels".into(), PACKAGE.into()),
        ("xl/workbook.xml".into(), workbook.into()),
        ("xl/_rels/workbook.xml.rels".into(), PARTS.into()),
        ("xl/worksheets/sheet1.xml".into(), rows(sheet).into()),
    ])
}

fn rows(sheet: &Sheet) -> String {
    let mut text = String::from(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>"#,
    );
    let headers: Vec<Value> = sheet.columns.iter().map(|name| Value::from(name.as_str())).collect();
    for (i, row) in std::iter::once(&headers).chain(&sheet.rows).enumerate() {
        let _ = write!(text, "<row r=\"{}\">", i + 1);
        for (column, value) in row.iter().enumerate() {
            let at = format!("{}{}", letters(column), i + 1);
            let _ = match value {
                Value::Empty => Ok(()),
                Value::Text(words) => {
                    write!(text, "<c r=\"{at}\" t=\"inlineStr\"><is><t>{}</t></is></c>", escaped(words))
                }
                Value::Int(_) | Value::Real(..) => {
                    write!(text, "<c r=\"{at}\"><v>{}</v></c>", value.written())
                }
            };
        }
        text.push_str("</row>");
    }
    text.push_str("</sheetData></worksheet>");
    text
}

/// A, B, … Z, AA, AB, …
fn letters(column: usize) -> String {
    let last = char::from(b'A' + u8::try_from(column % 26).unwrap_or(0));
    if column < 26 { last.to_string() } else { format!("{}{last}", letters(column / 26 - 1)) }
}

/// A text made safe inside XML.
pub(crate) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
