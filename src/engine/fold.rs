//! Folding text for comparison: case, accents and punctuation do not matter.

/// Words in lower case, without accents, apostrophes and other signs, joined
/// by single spaces. `&` is read as "and".
///
/// ```text
/// "Brandwood & King's Heath" → "brandwood and kings heath"
/// "Ynys Môn"                 → "ynys mon"
/// ```
pub(super) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\'' | '’' | '‘' | '`' | '´' => {}
            '&' => push_word(&mut folded, "and"),
            _ => push(&mut folded, c),
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

fn push_word(folded: &mut String, word: &str) {
    space(folded);
    folded.push_str(word);
    folded.push(' ');
}

fn push(folded: &mut String, c: char) {
    if !c.is_alphanumeric() {
        space(folded);
        return;
    }
    for lower in c.to_lowercase() {
        match plain(lower) {
            Some(letters) => folded.push_str(letters),
            None if lower.is_alphanumeric() => folded.push(lower),
            None => {}
        }
    }
}

fn space(folded: &mut String) {
    if !folded.is_empty() && !folded.ends_with(' ') {
        folded.push(' ');
    }
}

/// The letters without marks, for the languages of these islands and their neighbours.
fn plain(c: char) -> Option<&'static str> {
    Some(match c {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ą' => "a",
        'æ' => "ae",
        'ç' | 'ć' | 'č' => "c",
        'ð' => "d",
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ę' => "e",
        'ì' | 'í' | 'î' | 'ï' | 'ī' => "i",
        'ł' => "l",
        'ñ' | 'ń' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō' => "o",
        'œ' => "oe",
        'ś' | 'š' => "s",
        'ß' => "ss",
        'þ' => "th",
        'ù' | 'ú' | 'û' | 'ü' | 'ū' => "u",
        'ẁ' | 'ẃ' | 'ŵ' | 'ẅ' => "w",
        'ỳ' | 'ý' | 'ŷ' | 'ÿ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(fold(text), expected, "{text:?}");
    }

    #[test]
    fn case_accents_and_punctuation_do_not_matter() {
        check("Brandwood & King’s Heath", "brandwood and kings heath");
        check("  Ynys Môn ", "ynys mon");
        check("Stockland-Green (North)", "stockland green north");
        check("St. Mary's,  C.E.", "st marys c e");
        check("E05011118", "e05011118");
        check("&", "and");
        check("...", "");
    }
}
