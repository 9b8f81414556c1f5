//! Calendar days as publishers write them.

use jiff::civil::Date;

/// A way to write a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DayForm {
    /// `2018-05-03`, with or without a midnight after it.
    YearFirst,
    /// `03/05/2018`, `3-5-2018` or `03.05.2018`: the British order.
    DayFirst,
}

impl DayForm {
    pub(super) const ALL: [Self; 2] = [Self::YearFirst, Self::DayFirst];

    /// Reads a day written this way.
    pub(super) fn read(self, text: &str) -> Option<Date> {
        let text = text.trim();
        match self {
            Self::YearFirst => year_first(text),
            Self::DayFirst => day_first(text),
        }
    }
}

fn year_first(text: &str) -> Option<Date> {
    let (day, rest) = text.split_at_checked(10)?;
    let midnight = rest.is_empty()
        || rest.strip_prefix(['T', ' ']).is_some_and(|clock| {
            clock.starts_with("00:00") && clock.chars().all(|c| matches!(c, '0' | ':' | '.' | 'Z'))
        });
    if !midnight || day.as_bytes().get(4) != Some(&b'-') {
        return None;
    }
    day.parse().ok()
}

fn day_first(text: &str) -> Option<Date> {
    let divider = text.chars().find(|c| !c.is_ascii_digit())?;
    if !matches!(divider, '/' | '-' | '.') {
        return None;
    }
    let mut parts = text.split(divider);
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    let sized = (1..=2).contains(&day.len()) && (1..=2).contains(&month.len()) && year.len() == 4;
    if parts.next().is_some() || !sized {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn days_are_read_in_the_british_order() {
        assert_eq!(DayForm::DayFirst.read("03/05/2018"), Some(date(2018, 5, 3)));
        assert_eq!(DayForm::DayFirst.read("1-9-2014"), Some(date(2014, 9, 1)));
        assert_eq!(DayForm::DayFirst.read("05/13/2018"), None);
        assert_eq!(DayForm::DayFirst.read("1.5"), None);
        assert_eq!(DayForm::YearFirst.read("2018-05-03"), Some(date(2018, 5, 3)));
        assert_eq!(DayForm::YearFirst.read("2018-05-03T00:00:00Z"), Some(date(2018, 5, 3)));
        assert_eq!(DayForm::YearFirst.read("2018-05-03 10:30"), None);
        assert_eq!(DayForm::YearFirst.read("2017-11"), None);
    }
}
