//! `datetime`: the day or span that picks an edition.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::api::Problem;
use crate::api::params::Fields;
use crate::model::Validity;

/// A day, or days from one to another, both included; an open end has no limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct When {
    from: Option<Date>,
    to: Option<Date>,
}

impl When {
    /// Reads `datetime`: a day, a moment, or two of them with `/` between, of
    /// which one may be `..` or empty. A moment is taken as its day (in
    /// universal time), because editions change by the day.
    ///
    /// # Errors
    /// A [`Problem`] for anything else, and for a span that ends before it begins.
    pub(super) fn read(fields: &mut Fields) -> Result<Option<Self>, Problem> {
        let Some(text) = fields.take("datetime")? else { return Ok(None) };
        let wrong = || {
            let detail =
                format!("'{text}' is not a day such as 2019-05-01, a time, or a span such as 2018-01-01/..");
            Problem::parameter("datetime", detail)
        };
        let span = match text.split_once('/') {
            None => {
                let day = day(&text).ok_or_else(wrong)?;
                Self { from: Some(day), to: Some(day) }
            }
            Some((from, to)) => {
                let end = |text: &str| match text {
                    "" | ".." => Ok(None),
                    text => day(text).map(Some).ok_or_else(wrong),
                };
                Self { from: end(from)?, to: end(to)? }
            }
        };
        let backwards = span.from.zip(span.to).is_some_and(|(from, to)| from > to);
        let boundless = span.from.is_none() && span.to.is_none();
        if backwards || boundless { Err(wrong()) } else { Ok(Some(span)) }
    }

    /// Whether an edition is in force on one of the days.
    pub(super) fn meets(self, validity: Validity) -> bool {
        let starts = validity.from.is_none_or(|from| self.to.is_none_or(|to| from <= to));
        // The last day of an edition is the first on which it no longer holds.
        let ends = validity.to.is_none_or(|end| self.from.is_none_or(|from| from < end));
        starts && ends
    }
}

fn day(text: &str) -> Option<Date> {
    let day = text.parse::<Date>().ok().filter(|day| day.to_string() == text);
    day.or_else(|| Some(text.parse::<Timestamp>().ok()?.to_zoned(TimeZone::UTC).date()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::params::fields;
    use jiff::civil::date;

    #[test]
    fn a_span_meets_editions_in_force_on_any_of_its_days() {
        let old = Validity { from: Some(date(2018, 5, 3)), to: Some(date(2023, 5, 4)) };
        let meets = |text: &str| {
            When::read(&mut fields(&format!("datetime={text}"))).expect("a time").map(|w| w.meets(old))
        };
        assert_eq!(meets("2018-05-03"), Some(true));
        assert_eq!(meets("2023-05-04"), Some(false));
        assert_eq!(meets("2023-05-03T23:59:59Z"), Some(true));
        assert_eq!(meets("../2018-05-02"), Some(false));
        assert_eq!(meets("2023-05-04/.."), Some(false));
        assert_eq!(meets("2010-01-01/2018-05-03"), Some(true));
        assert_eq!(meets("2020-01-01/"), Some(true));
    }

    #[test]
    fn what_is_no_time_is_refused() {
        for bad in [
            "",
            "..",
            "/",
            "../..",
            "2019-02-30",
            "2019",
            "now",
            "2020-01-02/2020-01-01",
            "2019-01-01/x",
            "a/b/c",
        ] {
            assert!(When::read(&mut fields(&format!("datetime={bad}"))).is_err(), "{bad}");
        }
    }
}
