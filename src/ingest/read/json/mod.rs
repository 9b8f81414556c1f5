//! What the two JSON formats share: the depth of the text, coordinates of any
//! nesting, and property values. Everything is built while it streams by; no
//! tree of the whole file is made.

mod nested;
mod value;

pub(super) use nested::{Nested, NestedSeed, TOO_MANY_POINTS, Tally, geometry_of, polygon_of};
pub(super) use value::CellSeed;

use crate::check::Place;

use super::Limits;
use super::found::{Halt, over_limit, unreadable};

/// Halts if brackets nest deeper than the limit, before anything is parsed.
pub(super) fn check_depth(text: &str, limits: &Limits) -> Result<(), Halt> {
    let mut depth = 0_usize;
    let mut in_string = false;
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate() {
        if in_string {
            in_string = escaped || byte != b'"';
            escaped = !escaped && byte == b'\\';
            continue;
        }
        match byte {
            b'"' => in_string = true,
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > limits.depth {
            let message = format!("brackets nest deeper than {} at byte {}", limits.depth, at + 1);
            return Err(over_limit(Place::default(), message));
        }
    }
    Ok(())
}

/// A syntax error, with its line and column.
pub(super) fn syntax(error: &serde_json::Error) -> Halt {
    let advice = if error.is_eof() {
        "The file ends too early: fetch it again from its publisher."
    } else {
        "Mend the text at that place, or fetch the file again."
    };
    unreadable(format!("not JSON as it should be: {error}"), advice)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn depth_counts_brackets_outside_strings_only() {
        let limits = Limits { depth: 3, ..Limits::default() };
        assert!(check_depth(r#"{"a":["[[[[\"[["]}"#, &limits).is_ok());
        assert!(check_depth("[[[]]]", &limits).is_ok());
        assert!(check_depth("[[[[", &limits).is_err());
    }
}
