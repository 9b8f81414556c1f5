//! Opening hours cut into words: days, times and what stands between.

/// A word of opening hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token {
    /// A day of the week, Monday is 0.
    Day(u8),
    /// Several days: Monday to Friday, Saturday and Sunday, or all.
    Days([bool; 7]),
    /// A time of the day.
    Time(Time),
    /// "-", "to", "until".
    To,
    /// "," or "and".
    And,
    /// Between clauses.
    End,
    /// "closed".
    Closed,
    /// "24 hours".
    AllDay,
    /// "bank holidays" and the like: what is said of them is not of an ordinary week.
    Holiday,
}

/// A time as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Time {
    /// Minutes as written, without regard to am and pm.
    pub minutes: u16,
    /// What was written behind it.
    pub half: Half,
}

/// Which half of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Half {
    /// "am".
    Morning,
    /// "pm".
    Afternoon,
    /// Written with four digits, so that none is needed: 09:00, 17:30, noon.
    Exact,
    /// Not said: 9, 5.30.
    Open,
}

const DAY_WORDS: [&[&str]; 7] = [
    &["mo", "mon", "mons", "monday", "mondays"],
    &["tu", "tue", "tues", "tuesday", "tuesdays"],
    &["we", "wed", "weds", "wednesday", "wednesdays"],
    &["th", "thu", "thur", "thurs", "thursday", "thursdays"],
    &["fr", "fri", "fris", "friday", "fridays"],
    &["sa", "sat", "sats", "saturday", "saturdays"],
    &["su", "sun", "suns", "sunday", "sundays"],
];

const WORKING: [bool; 7] = [true, true, true, true, true, false, false];
const WEEKEND: [bool; 7] = [false, false, false, false, false, true, true];

/// The tokens of a text; `None` where a word is not understood: a half
/// understood week would be a wrong one.
pub(super) fn tokens(text: &str) -> Option<Vec<Token>> {
    let text = text.to_lowercase().replace("24/7", "daily 24hours").replace("24 hours", "24hours");
    let text = text.replace("bank holidays", "holidays").replace("bank holiday", "holidays");
    let text = text.replace("public holidays", "holidays").replace("every day", "daily");
    let text = text.replace("7 days a week", "daily").replace("a.m.", "am").replace("p.m.", "pm");
    let mut found = Vec::new();
    let mut rest = text.as_str();
    while let Some(first) = rest.chars().next() {
        if first.is_ascii_digit() {
            let (token, after) = time(rest)?;
            found.push(token);
            rest = after;
        } else if first.is_alphabetic() {
            let end = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
            found.extend(word(&rest[..end])?.token());
            rest = &rest[end..];
        } else {
            found.extend(mark(first)?.token());
            rest = &rest[first.len_utf8()..];
        }
    }
    Some(found)
}

/// What a known word or mark says.
enum Heard {
    Token(Token),
    /// It is known, and says nothing of hours.
    Nothing,
}

impl Heard {
    fn token(self) -> Option<Token> {
        match self {
            Self::Token(token) => Some(token),
            Self::Nothing => None,
        }
    }
}

/// `None` for a mark that is not known.
fn mark(mark: char) -> Option<Heard> {
    match mark {
        '-' | '\u{2010}'..='\u{2015}' => Some(Heard::Token(Token::To)),
        ',' | '&' | '+' | '/' => Some(Heard::Token(Token::And)),
        ';' | '\n' | '|' => Some(Heard::Token(Token::End)),
        // A colon or stop after a day, brackets and spaces say nothing.
        ':' | '.' | '(' | ')' | '\u{a0}' => Some(Heard::Nothing),
        space if space.is_whitespace() => Some(Heard::Nothing),
        _ => None,
    }
}

/// `None` for a word that is not known.
fn word(word: &str) -> Option<Heard> {
    if let Some(day) = (0_u8..7).find(|day| DAY_WORDS[usize::from(*day)].contains(&word)) {
        return Some(Heard::Token(Token::Day(day)));
    }
    let exact = |minutes| Token::Time(Time { minutes, half: Half::Exact });
    Some(Heard::Token(match word {
        "weekdays" | "weekday" => Token::Days(WORKING),
        "weekends" | "weekend" => Token::Days(WEEKEND),
        "daily" | "everyday" => Token::Days([true; 7]),
        "to" | "till" | "until" | "through" => Token::To,
        "and" => Token::And,
        "closed" | "off" | "none" => Token::Closed,
        "noon" | "midday" => exact(12 * 60),
        "midnight" => exact(24 * 60),
        "holidays" | "ph" => Token::Holiday,
        "open" | "from" | "on" | "hrs" | "hours" | "staffed" => return Some(Heard::Nothing),
        _ => return None,
    }))
}

/// A time at the start of a text, and the rest of the text.
fn time(text: &str) -> Option<(Token, &str)> {
    let digits = |text: &str| text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let n = digits(text);
    let (hours, mut rest) = text.split_at(n);
    if hours == "24" && rest.starts_with("hours") {
        return Some((Token::AllDay, &rest["hours".len()..]));
    }
    let (mut hour, mut minute, mut exact) = (hours.parse::<u16>().ok()?, 0, false);
    if n == 4 {
        (hour, minute, exact) = (hour / 100, hour % 100, true);
    } else if n > 2 {
        return None;
    } else if let Some(after) = rest.strip_prefix([':', '.']).filter(|after| digits(after) == 2) {
        minute = after[..2].parse().ok()?;
        exact = n == 2 && rest.starts_with(':');
        rest = &after[2..];
        // Seconds, as spreadsheets write them.
        if exact && rest.starts_with(":00") {
            rest = &rest[3..];
        }
    }
    if hour > 24 || minute > 59 || (hour == 24 && minute > 0) {
        return None;
    }
    let trimmed = rest.trim_start();
    let half = |rest: &str| rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
    let end = half(trimmed);
    let (half, rest) = match &trimmed[..end] {
        "am" => (Half::Morning, &trimmed[end..]),
        "pm" => (Half::Afternoon, &trimmed[end..]),
        "noon" if hour == 12 => (Half::Exact, &trimmed[end..]),
        _ if exact || hour > 12 || hour == 0 => (Half::Exact, rest),
        _ => (Half::Open, rest),
    };
    // "13pm" is nobody's time.
    let is_halved = matches!(half, Half::Morning | Half::Afternoon);
    if is_halved && !(1..=12).contains(&hour) {
        // Some write 17:00pm; it can only be meant one way.
        let said_twice = exact && half == Half::Afternoon && (13..=23).contains(&hour);
        return said_twice
            .then_some((Token::Time(Time { minutes: hour * 60 + minute, half: Half::Exact }), rest));
    }
    Some((Token::Time(Time { minutes: hour * 60 + minute, half }), rest))
}
