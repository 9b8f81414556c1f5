//! `limit`: how many rows a page of an answer holds.

use crate::api::Problem;

use super::Fields;

/// Reads `limit`. A number above `most` is cut to it, because some clients
/// give up where it is refused.
///
/// # Errors
/// A [`Problem`] for 0 and for anything that is no whole number.
pub fn limit(fields: &mut Fields, default: usize, most: usize) -> Result<usize, Problem> {
    let Some(text) = fields.take("limit")? else { return Ok(default.min(most)) };
    let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let wrong = || Problem::parameter("limit", format!("'{text}' is not a whole number of at least 1"));
    if !digits {
        return Err(wrong());
    }
    // Digits that do not fit are a number above any limit.
    match text.parse::<usize>().unwrap_or(usize::MAX) {
        0 => Err(wrong()),
        number => Ok(number.min(most)),
    }
}

#[cfg(test)]
mod tests {
    use super::super::fields;
    use super::*;

    fn check(query: &str, expected: Option<usize>) {
        assert_eq!(limit(&mut fields(query), 10, 100).ok(), expected, "{query}");
    }

    #[test]
    fn a_wish_above_the_most_is_cut_and_nonsense_is_refused() {
        check("", Some(10));
        check("limit=7", Some(7));
        check("limit=101", Some(100));
        check("limit=99999999999999999999999", Some(100));
        for bad in
            ["limit=0", "limit=-1", "limit=1.5", "limit=ten", "limit=", "limit=%2B5", "limit=1&limit=2"]
        {
            check(bad, None);
        }
    }
}
