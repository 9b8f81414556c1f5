//! Opening hours as a week, and the texts that people write them in.

mod parse;
mod tokens;

pub use parse::{of_days, parse};

/// Minutes of a day.
const DAY: u16 = 24 * 60;

/// Minutes of a week.
const WEEK: u16 = 7 * DAY;

/// Short names of the days, Monday first.
pub const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// When something is open in an ordinary week: spans of minutes since Monday
/// 00:00, ascending and apart. Bank holidays are not in it.
///
/// # Examples
/// ```
/// use wardwise::colocate::hours;
/// let office = hours::parse("Mon-Fri 9am-5pm").expect("common hours");
/// assert_eq!(office.minutes(), 5 * 8 * 60);
/// let evening = hours::parse("Mon 16:00-20:00").expect("common hours");
/// assert_eq!(office.shared(&evening), 60);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Week {
    spans: Vec<(u16, u16)>,
}

impl Week {
    /// A week that is never open.
    #[must_use]
    pub fn closed() -> Self {
        Self::default()
    }

    /// A week of spans of minutes since Monday 00:00. A span that ends at or
    /// before its start runs into the next day, over the end of the week too.
    pub(super) fn of(spans: impl IntoIterator<Item = (u16, u16)>) -> Self {
        let mut all: Vec<(u16, u16)> = Vec::new();
        for (start, end) in spans {
            if end <= WEEK {
                all.push((start, end));
            } else {
                all.extend([(start, WEEK), (0, end - WEEK)]);
            }
        }
        all.retain(|(start, end)| start < end);
        all.sort_unstable();
        let mut spans: Vec<(u16, u16)> = Vec::new();
        for (start, end) in all {
            match spans.last_mut() {
                Some(last) if start <= last.1 => last.1 = last.1.max(end),
                _ => spans.push((start, end)),
            }
        }
        Self { spans }
    }

    /// The spans, in minutes since Monday 00:00.
    #[must_use]
    pub fn spans(&self) -> &[(u16, u16)] {
        &self.spans
    }

    /// Whether it is never open.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.spans.is_empty()
    }

    /// Minutes a week that it is open.
    #[must_use]
    pub fn minutes(&self) -> u32 {
        self.spans.iter().map(|(start, end)| u32::from(end - start)).sum()
    }

    /// Minutes a week that both are open.
    #[must_use]
    pub fn shared(&self, other: &Self) -> u32 {
        let (mut a, mut b, mut sum) = (self.spans.iter().peekable(), other.spans.iter().peekable(), 0);
        while let (Some((a_from, a_to)), Some((b_from, b_to))) = (a.peek(), b.peek()) {
            sum += u32::from((*a_to).min(*b_to).saturating_sub(*a_from.max(b_from)));
            if a_to <= b_to {
                a.next()
            } else {
                b.next()
            };
        }
        sum
    }

    /// The week in words: `Mon–Fri 09:00–17:00, Sat 09:00–13:00`.
    #[must_use]
    pub fn words(&self) -> String {
        if self.spans.is_empty() {
            return "closed all week".to_owned();
        }
        if self.minutes() == u32::from(WEEK) {
            return "open day and night".to_owned();
        }
        let days: Vec<String> = (0..7).map(|day| self.day(day)).collect();
        let mut parts: Vec<String> = Vec::new();
        let mut from = 0;
        while from < 7 {
            let same = days[from..].iter().take_while(|times| **times == days[from]).count();
            if !days[from].is_empty() {
                let name = if same == 1 {
                    DAYS[from].to_owned()
                } else {
                    format!("{}–{}", DAYS[from], DAYS[from + same - 1])
                };
                parts.push(format!("{name} {}", days[from]));
            }
            from += same;
        }
        parts.join(", ")
    }

    /// The times of one day; empty where it is closed.
    fn day(&self, day: u16) -> String {
        let (from, to) = (day * DAY, (day + 1) * DAY);
        let inside = self.spans.iter().filter(|(start, end)| *start < to && *end > from);
        let clock = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
        inside
            .map(|(start, end)| {
                format!("{}–{}", clock((*start).max(from) - from), clock((*end).min(to) - from))
            })
            .collect::<Vec<_>>()
            .join(" and ")
    }
}

/// Puts times of a day on some days of the week.
pub(super) fn on_days(days: [bool; 7], times: &[(u16, u16)]) -> impl Iterator<Item = (u16, u16)> + '_ {
    let open = (0_u16..7).filter(move |day| days[usize::from(*day)]);
    open.flat_map(move |day| {
        times.iter().map(move |(start, end)| {
            let end = if end <= start { end + DAY } else { *end };
            (day * DAY + start, day * DAY + end)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_week_reads_as_people_write_it() {
        let check = |text: &str, words: &str| {
            assert_eq!(parse(text).as_ref().map(Week::words).as_deref(), Some(words), "{text}");
        };
        check("Mon-Fri 08:30-18:00; Sat 09:00-13:00", "Mon–Fri 08:30–18:00, Sat 09:00–13:00");
        check("Tue 9-12 and 1-5", "Tue 09:00–12:00 and 13:00–17:00");
        check("closed", "closed all week");
        check("24/7", "open day and night");
        check("Sun 22:00-02:00", "Mon 00:00–02:00, Sun 22:00–24:00");
    }

    fn week() -> impl Strategy<Value = Week> {
        prop::collection::vec((0_u16..WEEK, 1_u16..DAY), 0..8)
            .prop_map(|spans| Week::of(spans.into_iter().map(|(start, long)| (start, start + long))))
    }

    proptest! {
        #[test]
        fn shared_minutes_are_those_counted_one_by_one(a in week(), b in week()) {
            let open = |week: &Week, at: u16| week.spans().iter().any(|(from, to)| (*from..*to).contains(&at));
            let counted = (0..WEEK).filter(|at| open(&a, *at) && open(&b, *at)).count();
            prop_assert_eq!(a.shared(&b) as usize, counted);
            prop_assert_eq!(a.shared(&b), b.shared(&a));
            prop_assert_eq!(a.shared(&a), a.minutes());
        }
    }
}
