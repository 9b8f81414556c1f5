//! The words and signs of a filter in text.

use super::ReadError;

/// One word or sign.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    /// A bare word: a keyword, a function or a property.
    Word(String),
    /// A name in double quotation marks: a property, whatever it says.
    Name(String),
    /// A text in single quotation marks.
    Text(String),
    /// A number without a sign.
    Number(f64),
    /// `=`, `<>`, `(` and the like.
    Sign(&'static str),
    /// Nothing more.
    End,
}

/// A token and the character it starts at, from 1.
pub(super) type Placed = (Token, usize);

/// Longer signs first.
const SIGNS: [&str; 16] =
    ["<>", "<=", ">=", "!=", "=", "<", ">", "(", ")", ",", "+", "-", "*", "/", "%", "^"];

pub(super) fn tokens(text: &str) -> Result<Vec<Placed>, ReadError> {
    let chars: Vec<char> = text.chars().collect();
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(c) = chars.get(at) {
        if c.is_whitespace() {
            at += 1;
            continue;
        }
        let start = at;
        let token = match c {
            '\'' => Token::Text(quoted(&chars, &mut at, '\'')?),
            '"' => Token::Name(quoted(&chars, &mut at, '"')?),
            c if c.is_ascii_digit() || (*c == '.' && is_digit(&chars, at + 1)) => number(&chars, &mut at)?,
            c if starts_word(*c) => Token::Word(word(&chars, &mut at)),
            _ => sign(&chars, &mut at)?,
        };
        out.push((token, start + 1));
    }
    out.push((Token::End, chars.len() + 1));
    Ok(out)
}

fn is_digit(chars: &[char], at: usize) -> bool {
    chars.get(at).is_some_and(char::is_ascii_digit)
}

fn starts_word(c: char) -> bool {
    c.is_alphabetic() || matches!(c, '_' | ':')
}

fn word(chars: &[char], at: &mut usize) -> String {
    let rest = &chars[*at..];
    let word: String = rest.iter().take_while(|c| starts_word(**c) || c.is_numeric() || **c == '.').collect();
    *at += word.chars().count();
    word
}

/// A quotation mark inside is doubled, or has a backslash before it.
fn quoted(chars: &[char], at: &mut usize, mark: char) -> Result<String, ReadError> {
    let start = *at + 1;
    let mut text = String::new();
    *at += 1;
    while let Some(c) = chars.get(*at) {
        let next = chars.get(*at + 1);
        if *c == mark && next == Some(&mark) || *c == '\\' && next == Some(&mark) {
            text.push(mark);
            *at += 2;
        } else if *c == mark {
            *at += 1;
            return Ok(text);
        } else {
            text.push(*c);
            *at += 1;
        }
    }
    Err(ReadError::Text { at: start, what: format!("the {mark} has no partner") })
}

fn number(chars: &[char], at: &mut usize) -> Result<Token, ReadError> {
    let start = *at;
    let digits = |at: &mut usize| {
        while is_digit(chars, *at) {
            *at += 1;
        }
    };
    digits(at);
    if chars.get(*at) == Some(&'.') {
        *at += 1;
        digits(at);
    }
    if matches!(chars.get(*at), Some('e' | 'E')) {
        let sign = usize::from(matches!(chars.get(*at + 1), Some('+' | '-')));
        if is_digit(chars, *at + 1 + sign) {
            *at += 1 + sign;
            digits(at);
        }
    }
    let written: String = chars[start..*at].iter().collect();
    let read = written.parse::<f64>().ok().filter(|number| number.is_finite());
    let wrong = || ReadError::Text { at: start + 1, what: format!("'{written}' is not a finite number") };
    read.map(Token::Number).ok_or_else(wrong)
}

fn sign(chars: &[char], at: &mut usize) -> Result<Token, ReadError> {
    let rest: String = chars[*at..].iter().take(2).collect();
    let found = SIGNS.into_iter().find(|sign| rest.starts_with(sign));
    let wrong = || ReadError::Text { at: *at + 1, what: format!("'{}' has no meaning here", chars[*at]) };
    let sign = found.ok_or_else(wrong)?;
    *at += sign.len();
    Ok(Token::Sign(if sign == "!=" { "<>" } else { sign }))
}
