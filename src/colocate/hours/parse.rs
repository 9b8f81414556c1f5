//! From words to a week.

use super::tokens::{Half, Time, Token, tokens};
use super::{DAY, Week, on_days};

/// Reads opening hours as people write them: `Mon-Fri 9am-5pm; Sat 10-2`,
/// `Monday to Thursday: 09:00 - 17:00, Friday closed`, `24/7`.
///
/// `None` for a text that is not understood as a whole, `By arrangement`
/// among them: it stays a text, and when the place is open stays unknown.
/// What is said of bank holidays is passed over.
#[must_use]
pub fn parse(text: &str) -> Option<Week> {
    let tokens = tokens(text)?;
    let parts = parts(&tokens)?;
    week(&parts)
}

/// Reads opening hours written day by day, Monday first. An empty day is
/// closed where another is filled; all empty say nothing.
///
/// # Examples
/// ```
/// use wardwise::colocate::hours;
/// let week = hours::of_days(&["", "09:00-17:00", "", "", "", "", ""].map(String::from));
/// assert_eq!(week.map(|week| week.minutes()), Some(480));
/// assert_eq!(hours::of_days(&[const { String::new() }; 7]), None);
/// ```
#[must_use]
pub fn of_days(days: &[String; 7]) -> Option<Week> {
    if days.iter().all(|text| text.trim().is_empty()) {
        return None;
    }
    let mut spans = Vec::new();
    for (at, text) in days.iter().enumerate().filter(|(_, text)| !text.trim().is_empty()) {
        let mut on = [false; 7];
        on[at] = true;
        let tokens = tokens(text)?;
        match parts(&tokens)?.as_slice() {
            [Part::Closed] => {}
            [Part::Times(times)] => spans.extend(on_days(on, times)),
            _ => return None,
        }
    }
    Some(Week::of(spans))
}

/// What a text says, piece by piece.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Days([bool; 7]),
    Times(Vec<(u16, u16)>),
    Closed,
    /// Of holidays: not of an ordinary week.
    Holiday,
}

fn parts(tokens: &[Token]) -> Option<Vec<Part>> {
    let mut parts: Vec<Part> = Vec::new();
    let mut rest = tokens;
    while let Some(first) = rest.first() {
        match first {
            Token::End | Token::And => rest = &rest[1..],
            Token::Closed => {
                parts.push(Part::Closed);
                rest = &rest[1..];
            }
            Token::Holiday => {
                parts.push(Part::Holiday);
                rest = &rest[1..];
            }
            Token::AllDay => {
                parts.push(Part::Times(vec![(0, DAY)]));
                rest = &rest[1..];
            }
            Token::Day(_) | Token::Days(_) => {
                let (days, after) = days(rest)?;
                parts.push(Part::Days(days));
                rest = after;
            }
            Token::Time(_) => {
                let (times, after) = times(rest)?;
                parts.push(Part::Times(times));
                rest = after;
            }
            Token::To => return None,
        }
    }
    Some(parts)
}

/// Days up to the first token that is none: `Mon, Wed-Fri`.
fn days(tokens: &[Token]) -> Option<([bool; 7], &[Token])> {
    let (mut days, mut rest) = ([false; 7], tokens);
    loop {
        rest = match rest {
            [Token::Day(from), Token::To, Token::Day(to), after @ ..] => {
                let long = (to + 7 - from) % 7;
                (0..=long).for_each(|step| days[usize::from((from + step) % 7)] = true);
                after
            }
            [Token::Day(day), after @ ..] => {
                days[usize::from(*day)] = true;
                after
            }
            [Token::Days(some), after @ ..] => {
                days.iter_mut().zip(some).for_each(|(day, more)| *day |= more);
                after
            }
            _ => return None,
        };
        match rest {
            [Token::And, after @ ..] if matches!(after.first(), Some(Token::Day(_) | Token::Days(_))) => {
                rest = after;
            }
            [Token::Day(_) | Token::Days(_), ..] => {}
            _ => return Some((days, rest)),
        }
    }
}

/// Spans up to the first token that is no time: `9-12 and 1-5`.
fn times(tokens: &[Token]) -> Option<(Vec<(u16, u16)>, &[Token])> {
    let (mut spans, mut rest): (Vec<(u16, u16)>, _) = (Vec::new(), tokens);
    loop {
        let [Token::Time(from), Token::To, Token::Time(to), after @ ..] = rest else { return None };
        let after_minute = spans.last().map_or(0, |(_, end)| *end);
        spans.push(span(*from, *to, after_minute)?);
        rest = match after {
            [Token::And, next @ ..] if matches!(next.first(), Some(Token::Time(_))) => next,
            [Token::Time(_), ..] => after,
            _ => return Some((spans, after)),
        };
    }
}

/// The minutes that two written times mean. Where no half of the day is said
/// the span is one of waking hours: it starts at 7 or later, or after the
/// span before it, and ends after it starts.
fn span(from: Time, to: Time, after: u16) -> Option<(u16, u16)> {
    let noon = 12 * 60;
    let known = |time: Time| match time.half {
        Half::Morning => Some(time.minutes % noon),
        Half::Afternoon => Some(time.minutes % noon + noon),
        Half::Exact => Some(time.minutes),
        Half::Open => None,
    };
    let end = known(to);
    let start = known(from).or_else(|| {
        let later = from.minutes % noon + noon;
        match end {
            // "2-5pm": the half of the end is meant for both, unless that turns them round.
            Some(end) if to.half == Half::Afternoon && later < end => Some(later),
            _ if from.minutes < after => Some(later),
            _ if from.minutes >= 7 * 60 => Some(from.minutes),
            _ => None,
        }
    })?;
    let end = end.or_else(|| {
        let later = to.minutes % noon + noon;
        [to.minutes, later].into_iter().find(|end| *end > start)
    })?;
    // A span over midnight must be written out: "22:00-02:00".
    let is_exact = |time: Time| time.half != Half::Open;
    (end > start || (end < start && is_exact(from) && is_exact(to))).then_some((start, end))
}

/// Days with their times, in either order throughout.
fn week(parts: &[Part]) -> Option<Week> {
    let parts: Vec<&Part> = without_holidays(parts)?;
    if parts.iter().all(|part| **part == Part::Closed) {
        return (!parts.is_empty()).then(Week::closed);
    }
    let mut spans: Vec<(u16, u16)> = Vec::new();
    for pair in parts.chunks(2) {
        match pair {
            [Part::Days(days), Part::Times(times)] | [Part::Times(times), Part::Days(days)] => {
                spans.extend(on_days(*days, times));
            }
            [Part::Days(_), Part::Closed] | [Part::Closed, Part::Days(_)] => {}
            _ => return None,
        }
    }
    Some(Week::of(spans))
}

/// The parts without what is said of holidays: a word for them takes the
/// times or the "closed" that follows it along. `None` where days follow it:
/// "bank holiday Sundays" are no ordinary Sundays, and not every word of such
/// a text is understood.
fn without_holidays(parts: &[Part]) -> Option<Vec<&Part>> {
    let mut kept: Vec<&Part> = Vec::new();
    let mut at = 0;
    while let Some(part) = parts.get(at) {
        if *part == Part::Holiday {
            let takes = matches!(parts.get(at + 1), Some(Part::Times(_) | Part::Closed));
            // "Closed on bank holidays": the word stands behind.
            if !takes && kept.len() % 2 == 1 && kept.last() == Some(&&Part::Closed) {
                kept.pop();
            } else if !takes && matches!(parts.get(at + 1), Some(Part::Days(_))) {
                return None;
            }
            at += 1 + usize::from(takes);
        } else {
            kept.push(part);
            at += 1;
        }
    }
    Some(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn minutes(text: &str) -> Option<u32> {
        parse(text).map(|week| week.minutes())
    }

    #[test]
    fn common_texts_are_read() {
        let check = |text: &str, hours: f64| {
            assert_eq!(minutes(text).map(|n| f64::from(n) / 60.0), Some(hours), "{text}");
        };
        check("Mon-Fri 09:00-17:00", 40.0);
        check("Mon-Fri 08:30-18:00; Sat 09:00-13:00", 51.5);
        check("Mon, Wed, Fri 10:00-16:00", 18.0);
        check("Tue, Thu 09:30-12:30", 6.0);
        check("Monday to Friday: 9am to 5pm", 40.0);
        check("Monday - Thursday 9.00am - 5.00pm, Friday 9.00am - 4.30pm", 39.5);
        check("9am-5pm Mon-Fri", 40.0);
        check("Mo-Fr 09:00-17:00; PH off", 40.0);
        check("Mon-Fri 9-5, closed bank holidays", 40.0);
        check("Mon & Wed 9-12 and 1-5", 14.0);
        check("Weekdays 0900-1700", 40.0);
        check("Sat 10-2", 4.0);
        check("Tue 2-5pm", 3.0);
        check("Daily 7am until midnight", 119.0);
        check("Mon 09:00-12:00, 13:00-17:00; Tue closed", 7.0);
        check("24/7", 168.0);
        check("Mon-Sun 24 hours", 168.0);
        check("Fri-Mon 10:00-12:00", 8.0);
        check("Mon\u{2013}Fri 09:00\u{2013}17:00", 40.0);
    }

    #[test]
    fn what_is_not_understood_as_a_whole_is_not_read() {
        for text in [
            "By arrangement",
            "Mon-Fri 9-5 term time only",
            "09:00-17:00",
            "Mon-Fri",
            "Mon 5",
            "Mon 25:00-26:00",
            "Tue 1-5",
            "",
            "Mon-Fri 9:00-17:00 first week",
            "see website",
            "Mon 09:00-09:00",
            "Mon-Fri 9-5; bank holiday Sundays 10-2",
        ] {
            assert_eq!(minutes(text), None, "{text}");
        }
    }

    #[test]
    fn days_in_columns_are_closed_where_others_are_filled() {
        let week = |days: [&str; 7]| of_days(&days.map(String::from)).map(|week| week.minutes());
        assert_eq!(week(["11:00-19:00", "Closed", "", "", "", "9-1", ""]), Some(12 * 60));
        assert_eq!(week(["", "", "", "", "", "", ""]), None);
        assert_eq!(week(["AM & PM (with closure)", "", "", "", "", "", ""]), None, "not times");
        assert_eq!(week(["Open", "9-5", "", "", "", "", ""]), None, "open, but when?");
        assert_eq!(week(["Mon 9-5", "", "", "", "", "", ""]), None, "a day inside a day's column");
    }
}
