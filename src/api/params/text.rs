//! `q`: what a person types into the search box.

use crate::api::Problem;

use super::Fields;

const MOST_CHARS: usize = 200;

/// Reads `q`.
///
/// # Errors
/// A [`Problem`] when it is absent, blank or longer than anybody types.
pub fn search_text(fields: &mut Fields) -> Result<String, Problem> {
    let text = fields.take("q")?.unwrap_or_default().trim().to_owned();
    let chars = text.chars().count();
    match chars {
        0 => Err(Problem::parameter("q", "write a name, a code or a postcode to look for")),
        1..=MOST_CHARS => Ok(text),
        _ => Err(Problem::parameter("q", format!("{chars} characters; at most {MOST_CHARS} are read"))),
    }
}
