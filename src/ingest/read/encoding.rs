//! Text encodings: the labels that publishers write, and text that is not UTF-8.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::check::{Fault, Place, Rule};

use super::found::{Found, Halt, unreadable};

/// The encoding that a label means, in any of the spellings that `.cpg`
/// files, XML declarations and manifests use: `1252`, `ANSI 1252`, `cp1252`,
/// `WINDOWS-1252`, `65001`, `UTF8`, `88591`, `ISO 8859-1`.
pub(super) fn from_label(label: &str) -> Option<&'static Encoding> {
    let label = label.trim().trim_matches(['\u{feff}', '\0', '"']).trim().to_lowercase();
    if let Some(encoding) = Encoding::for_label(label.as_bytes()) {
        return Some(encoding);
    }
    let digits: String = label.chars().filter(char::is_ascii_digit).collect();
    let known = match digits.as_str() {
        "65001" | "8" => "utf-8",
        "20127" => "us-ascii",
        "28591" | "88591" => "iso-8859-1",
        "28592" | "88592" => "iso-8859-2",
        "28605" | "885915" => "iso-8859-15",
        "10000" => "macintosh",
        "874" => "windows-874",
        "932" => "shift_jis",
        "936" => "gbk",
        "949" => "euc-kr",
        "950" => "big5",
        code @ ("1250" | "1251" | "1252" | "1253" | "1254" | "1255" | "1256" | "1257" | "1258") => {
            return Encoding::for_label(format!("windows-{code}").as_bytes());
        }
        _ => return None,
    };
    Encoding::for_label(known.as_bytes())
}

/// The encoding of a label, or a fault that names it.
pub(super) fn require(label: &str) -> Result<&'static Encoding, Halt> {
    from_label(label).ok_or_else(|| {
        unreadable(
            format!("the text encoding '{}' is not known", label.trim().chars().take(40).collect::<String>()),
            "Set encoding in the manifest, for example \"utf-8\" or \"windows-1252\".",
        )
    })
}

/// A whole text file as UTF-8. A byte-order mark decides and is left out;
/// else the `label` of the manifest; else the text is UTF-8 if it can be, and
/// windows-1252 if not. Every choice but plain UTF-8 is noted.
pub(super) fn text_of<'b>(
    bytes: &'b [u8],
    label: Option<&str>,
    found: &mut Found,
) -> Result<Cow<'b, str>, Halt> {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        let message = format!("the file begins with the byte-order mark of {}", encoding.name());
        found.add(Fault::new(Rule::ByteOrderMark, Place::default(), message));
        return decode(encoding, &bytes[length..]);
    }
    if let Some(label) = label {
        return decode(require(label)?, bytes);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(Cow::Borrowed(text));
    }
    found.add(guessed());
    decode(WINDOWS_1252, bytes)
}

/// The note that text was taken for windows-1252.
pub(super) fn guessed() -> Fault {
    Fault::new(
        Rule::Encoding,
        Place::default(),
        "the text is not UTF-8 and no encoding is declared; it is read as windows-1252",
    )
    .advise("Look at the names with accents; if they are wrong, set encoding in the manifest.")
}

fn decode<'b>(encoding: &'static Encoding, bytes: &'b [u8]) -> Result<Cow<'b, str>, Halt> {
    if encoding == UTF_8 {
        return std::str::from_utf8(bytes).map(Cow::Borrowed).map_err(|error| {
            unreadable(
                format!("the text is declared as UTF-8 but byte {} is not", error.valid_up_to() + 1),
                "Set encoding in the manifest, for example \"windows-1252\".",
            )
        });
    }
    let wide = encoding == UTF_16LE || encoding == UTF_16BE;
    let (text, bad) = encoding.decode_without_bom_handling(bytes);
    if bad {
        let kind = if wide { "is cut or damaged" } else { "does not fit" };
        return Err(unreadable(
            format!("the text {kind} as {}", encoding.name()),
            "Set the right encoding in the manifest, or fetch the file again.",
        ));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_known_in_the_spellings_that_files_use() {
        for (label, name) in [
            ("UTF-8", "UTF-8"),
            ("utf8", "UTF-8"),
            ("65001", "UTF-8"),
            ("ANSI 1252", "windows-1252"),
            ("WINDOWS-1252", "windows-1252"),
            ("cp1252", "windows-1252"),
            ("1252\r\n", "windows-1252"),
            ("ISO 8859-1", "windows-1252"),
            ("88591", "windows-1252"),
            ("LDID/87", ""),
            ("850", ""),
        ] {
            assert_eq!(from_label(label).map_or("", Encoding::name), name, "{label}");
        }
    }

    #[test]
    fn text_that_is_not_utf_8_is_read_as_windows_1252_and_noted() {
        let mut found = Found::default();
        let text = text_of(b"Caf\xe9", None, &mut found).expect("text");
        assert_eq!(text, "Café");
        assert_eq!(found.into_faults()[0].rule, Rule::Encoding);
    }

    #[test]
    fn a_byte_order_mark_decides() {
        let mut found = Found::default();
        assert_eq!(text_of(b"\xef\xbb\xbf{}", None, &mut found).expect("text"), "{}");
        assert_eq!(text_of(b"\xff\xfe{\0}\0", None, &mut found).expect("text"), "{}");
        assert_eq!(found.into_faults().len(), 2);
    }
}
