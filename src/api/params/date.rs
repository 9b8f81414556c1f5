//! `date`: the day that is asked about.

use jiff::civil::Date;

use crate::api::Problem;

use super::Fields;

/// Reads `date`; `None` asks about all editions.
///
/// # Errors
/// A [`Problem`] for anything but a day such as 2019-05-01.
pub fn date(fields: &mut Fields) -> Result<Option<Date>, Problem> {
    let Some(text) = fields.take("date")? else { return Ok(None) };
    // The parser also takes times and zones; a day is ten characters.
    let day = text.parse::<Date>().ok().filter(|day| day.to_string() == text);
    let wrong = || Problem::parameter("date", format!("'{text}' is not a day such as 2019-05-01"));
    day.map(Some).ok_or_else(wrong)
}

#[cfg(test)]
mod tests {
    use super::super::fields;
    use super::*;

    #[test]
    fn a_day_is_a_day_of_the_calendar() {
        assert!(date(&mut fields("date=2019-05-01")).expect("a day").is_some());
        for bad in ["2019-02-30", "2019-5-1", "2019-05-01T10:00", "20190501", "", "yesterday"] {
            assert!(date(&mut fields(&format!("date={bad}"))).is_err(), "{bad}");
        }
    }
}
