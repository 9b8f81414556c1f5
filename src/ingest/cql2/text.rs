//! Filters in text: `Owner = 'Council' AND S_INTERSECTS(geometry, BBOX(...))`.
//!
//! A parser by descent, one function a level: or, and, not, predicate, sum,
//! product, power, primary. What stands in brackets may be a condition or a
//! value; only what follows tells, so both come back as one [`Node`].

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::cql2::{Arithmetic, Comparison, Expr, Place, Scalar, SpatialOp, TemporalOp, Time};

use super::lexer::{Placed, Token, tokens};
use super::{Axes, Budget, GEOMETRY, ReadError};

/// A condition, or a value on its way into one.
#[derive(Debug, Clone)]
enum Node {
    Condition(Expr<String>),
    Value(Scalar<String>),
    /// The feature's own place.
    Geometry,
}

/// Where the parser stands.
pub(super) struct Parser {
    tokens: Vec<Placed>,
    at: usize,
    pub(super) axes: Axes,
    pub(super) budget: Budget,
}

/// Reads a filter from text.
///
/// # Errors
/// [`ReadError`], with the character where something else was expected.
///
/// # Examples
/// ```
/// use wardwise::geom::Crs;
/// use wardwise::ingest::cql2::{Axes, read_text};
/// let degrees = Axes { crs: Crs::LonLat, north_first: false };
/// assert!(read_text("Desks BETWEEN 1 AND 40 AND NOT Owner IS NULL", degrees).is_ok());
/// assert!(read_text("Desks >", degrees).unwrap_err().to_string().starts_with("character 8"));
/// ```
pub fn read_text(text: &str, axes: Axes) -> Result<Expr<String>, ReadError> {
    let mut parser = Parser { tokens: tokens(text)?, at: 0, axes, budget: Budget::default() };
    let node = parser.or()?;
    let filter = parser.condition(node)?;
    match parser.peek() {
        Token::End => Ok(filter),
        _ => Err(parser.wrong("this does not continue the filter")),
    }
}

impl Parser {
    fn or(&mut self) -> Result<Node, ReadError> {
        self.budget.enter()?;
        let first = self.and()?;
        let node = self.chain(first, "OR", Self::and, Expr::Or)?;
        self.budget.leave();
        Ok(node)
    }

    fn and(&mut self) -> Result<Node, ReadError> {
        let first = self.not()?;
        self.chain(first, "AND", Self::not, Expr::And)
    }

    /// Conditions of one level with `word` between them.
    fn chain(
        &mut self,
        first: Node,
        word: &str,
        next: fn(&mut Self) -> Result<Node, ReadError>,
        join: fn(Vec<Expr<String>>) -> Expr<String>,
    ) -> Result<Node, ReadError> {
        if !self.is_word(word) {
            return Ok(first);
        }
        let mut parts = vec![self.condition(first)?];
        while self.take_word(word) {
            let node = next(self)?;
            parts.push(self.condition(node)?);
        }
        Ok(Node::Condition(join(parts)))
    }

    fn not(&mut self) -> Result<Node, ReadError> {
        if !self.take_word("NOT") {
            return self.predicate();
        }
        self.budget.enter()?;
        let node = self.not()?;
        let inner = self.condition(node)?;
        self.budget.leave();
        Ok(Node::Condition(Expr::Not(Box::new(inner))))
    }

    fn predicate(&mut self) -> Result<Node, ReadError> {
        let left = self.sum()?;
        let value = match left {
            Node::Condition(_) => return Ok(left),
            Node::Geometry => return self.nowhere(),
            Node::Value(value) => value,
        };
        if let Some(op) = self.comparison() {
            let right = self.value()?;
            return Ok(Node::Condition(Expr::Compare(op, value, right)));
        }
        if self.take_word("IS") {
            let not = self.take_word("NOT");
            self.expect_word("NULL")?;
            return Ok(Node::Condition(denied(not, Expr::IsNull(value))));
        }
        let not = self.take_word("NOT");
        if self.take_word("LIKE") {
            let form = self.value()?;
            return Ok(Node::Condition(denied(not, Expr::Like(value, form))));
        }
        if self.take_word("BETWEEN") {
            let low = self.value()?;
            self.expect_word("AND")?;
            let high = self.value()?;
            return Ok(Node::Condition(denied(not, Expr::Between(value, low, high))));
        }
        if self.take_word("IN") {
            self.expect("(")?;
            let mut list = vec![self.value()?];
            while self.take(",") {
                list.push(self.value()?);
            }
            self.expect(")")?;
            return Ok(Node::Condition(denied(not, Expr::In(value, list))));
        }
        if not {
            Err(self.wrong("LIKE, BETWEEN or IN is expected after NOT"))
        } else {
            Ok(Node::Value(value))
        }
    }

    fn comparison(&mut self) -> Option<Comparison> {
        let Token::Sign(sign) = *self.peek() else { return None };
        let (_, op) = Comparison::SIGNS.into_iter().find(|(written, _)| *written == sign)?;
        self.at += 1;
        Some(op)
    }

    /// The one thing that can be said of a place outside a function.
    fn nowhere(&mut self) -> Result<Node, ReadError> {
        if !self.take_word("IS") {
            return Err(self.wrong("'geometry' stands in functions such as S_INTERSECTS, or before IS NULL"));
        }
        let not = self.take_word("NOT");
        self.expect_word("NULL")?;
        Ok(Node::Condition(denied(not, Expr::IsNowhere)))
    }

    fn sum(&mut self) -> Result<Node, ReadError> {
        let signs = [("+", Arithmetic::Add), ("-", Arithmetic::Subtract)];
        let first = self.product()?;
        self.operations(first, &signs, Self::product)
    }

    fn product(&mut self) -> Result<Node, ReadError> {
        let signs = [
            ("*", Arithmetic::Multiply),
            ("/", Arithmetic::Divide),
            ("%", Arithmetic::Rest),
            ("DIV", Arithmetic::Quotient),
        ];
        let first = self.power()?;
        self.operations(first, &signs, Self::power)
    }

    fn power(&mut self) -> Result<Node, ReadError> {
        let first = self.primary()?;
        self.operations(first, &[("^", Arithmetic::Power)], Self::primary)
    }

    fn operations(
        &mut self,
        first: Node,
        signs: &[(&str, Arithmetic)],
        next: fn(&mut Self) -> Result<Node, ReadError>,
    ) -> Result<Node, ReadError> {
        let mut node = first;
        // Each step makes what is built one level deeper, and later readers go down all of it.
        let mut steps = 0;
        while let Some((_, op)) = signs.iter().find(|(sign, _)| self.is(sign) || self.is_word(sign)) {
            self.at += 1;
            self.budget.enter()?;
            let left = self.scalar(node)?;
            let right = next(self)?;
            let right = self.scalar(right)?;
            steps += 1;
            node = Node::Value(Scalar::Sum(*op, Box::new(left), Box::new(right)));
        }
        (0..steps).for_each(|_| self.budget.leave());
        Ok(node)
    }

    fn primary(&mut self) -> Result<Node, ReadError> {
        let (token, _) = self.tokens[self.at].clone();
        match token {
            Token::Text(text) => Ok(self.step(Scalar::Text(text))),
            Token::Number(number) => Ok(self.step(Scalar::Number(number))),
            Token::Name(name) => Ok(self.step(Scalar::Field(name))),
            Token::Sign("(") => {
                self.at += 1;
                let inner = self.or()?;
                self.expect(")")?;
                Ok(inner)
            }
            Token::Sign("-") => {
                self.at += 1;
                self.budget.enter()?;
                let of = self.primary()?;
                let of = self.scalar(of)?;
                self.budget.leave();
                Ok(Node::Value(match of {
                    Scalar::Number(number) => Scalar::Number(-number),
                    other => {
                        Scalar::Sum(Arithmetic::Subtract, Box::new(Scalar::Number(0.0)), Box::new(other))
                    }
                }))
            }
            Token::Word(word) => self.word(&word),
            _ => Err(self.wrong("a property, a value or a condition is expected")),
        }
    }

    fn word(&mut self, word: &str) -> Result<Node, ReadError> {
        let lower = word.to_ascii_lowercase();
        let calls = matches!(self.tokens.get(self.at + 1), Some((Token::Sign("("), _)));
        self.at += 1;
        if !calls {
            return Ok(match lower.as_str() {
                "true" => Node::Value(Scalar::Flag(true)),
                "false" => Node::Value(Scalar::Flag(false)),
                _ if word == GEOMETRY => Node::Geometry,
                "and" | "or" | "not" | "is" | "null" | "like" | "between" | "in" => {
                    self.at -= 1;
                    return Err(self.wrong("a property, a value or a condition is expected"));
                }
                _ => Node::Value(Scalar::Field(word.to_owned())),
            });
        }
        self.call(&lower)
    }

    fn call(&mut self, name: &str) -> Result<Node, ReadError> {
        if let Some((_, op)) = SpatialOp::NAMES.into_iter().find(|(known, _)| *known == name) {
            return self.spatial(op);
        }
        if let Some((_, op)) = TemporalOp::NAMES.into_iter().find(|(known, _)| *known == name) {
            return self.temporal(op);
        }
        match name {
            "casei" => {
                self.expect("(")?;
                let text = self.value()?;
                self.expect(")")?;
                Ok(Node::Value(Scalar::CaseFold(Box::new(text))))
            }
            "date" | "timestamp" => {
                let day = self.day()?;
                Ok(Node::Value(Scalar::Day(day)))
            }
            _ => {
                self.at -= 1;
                Err(self.wrong(&format!("there is no function {}", name.to_uppercase())))
            }
        }
    }

    fn spatial(&mut self, op: SpatialOp) -> Result<Node, ReadError> {
        self.expect("(")?;
        let left = self.place()?;
        self.expect(",")?;
        let right = self.place()?;
        self.expect(")")?;
        Ok(Node::Condition(Expr::Spatial(op, left, right)))
    }

    fn place(&mut self) -> Result<Place, ReadError> {
        let is_own = matches!(self.peek(), Token::Word(word) | Token::Name(word) if word == GEOMETRY);
        if is_own {
            self.at += 1;
            return Ok(Place::Feature);
        }
        Ok(Place::Shape(self.shape()?))
    }

    fn temporal(&mut self, op: TemporalOp) -> Result<Node, ReadError> {
        self.expect("(")?;
        let left = self.time()?;
        self.expect(",")?;
        let right = self.time()?;
        self.expect(")")?;
        Ok(Node::Condition(Expr::Temporal(op, left, right)))
    }

    fn time(&mut self) -> Result<Time<String>, ReadError> {
        if !self.take_word("INTERVAL") {
            return Ok(Time::At(self.value()?));
        }
        self.expect("(")?;
        let from = self.end_of_span()?;
        self.expect(",")?;
        let to = self.end_of_span()?;
        self.expect(")")?;
        Ok(Time::Span(from, to))
    }

    fn end_of_span(&mut self) -> Result<Option<Scalar<String>>, ReadError> {
        let value = match self.peek().clone() {
            Token::Text(text) if text == ".." => None,
            Token::Text(text) => {
                let day = read_day(&text).ok_or_else(|| self.wrong("this is no day or time"))?;
                Some(Scalar::Day(day))
            }
            _ => return self.value().map(Some),
        };
        self.at += 1;
        Ok(value)
    }

    /// `('2019-05-01')` after DATE or TIMESTAMP.
    fn day(&mut self) -> Result<Date, ReadError> {
        self.expect("(")?;
        let day = match self.peek() {
            Token::Text(text) => read_day(text),
            _ => None,
        };
        let day = day.ok_or_else(|| self.wrong("a day such as '2019-05-01' is expected"))?;
        self.at += 1;
        self.expect(")")?;
        Ok(day)
    }

    fn value(&mut self) -> Result<Scalar<String>, ReadError> {
        self.budget.enter()?;
        let node = self.sum()?;
        self.budget.leave();
        self.scalar(node)
    }

    fn scalar(&self, node: Node) -> Result<Scalar<String>, ReadError> {
        match node {
            Node::Value(value) => Ok(value),
            Node::Condition(_) => Err(self.wrong("a value is expected, not a condition")),
            Node::Geometry => Err(self.wrong("a value is expected; 'geometry' stands in spatial functions")),
        }
    }

    fn condition(&self, node: Node) -> Result<Expr<String>, ReadError> {
        match node {
            Node::Condition(condition) => Ok(condition),
            Node::Value(value @ (Scalar::Flag(_) | Scalar::Field(_))) => Ok(Expr::Flag(value)),
            _ => Err(self.wrong("a condition is expected, such as name = 'Aston'")),
        }
    }

    pub(super) fn peek(&self) -> &Token {
        &self.tokens[self.at].0
    }

    fn step(&mut self, value: Scalar<String>) -> Node {
        self.at += 1;
        Node::Value(value)
    }

    pub(super) fn advance(&mut self) {
        self.at += 1;
    }

    pub(super) fn is(&self, sign: &str) -> bool {
        matches!(self.peek(), Token::Sign(found) if *found == sign)
    }

    pub(super) fn take(&mut self, sign: &str) -> bool {
        let found = self.is(sign);
        self.at += usize::from(found);
        found
    }

    pub(super) fn expect(&mut self, sign: &str) -> Result<(), ReadError> {
        if self.take(sign) { Ok(()) } else { Err(self.wrong(&format!("'{sign}' is expected"))) }
    }

    fn is_word(&self, word: &str) -> bool {
        matches!(self.peek(), Token::Word(found) if found.eq_ignore_ascii_case(word))
    }

    pub(super) fn take_word(&mut self, word: &str) -> bool {
        let found = self.is_word(word);
        self.at += usize::from(found);
        found
    }

    fn expect_word(&mut self, word: &str) -> Result<(), ReadError> {
        if self.take_word(word) { Ok(()) } else { Err(self.wrong(&format!("{word} is expected"))) }
    }

    pub(super) fn wrong(&self, what: &str) -> ReadError {
        ReadError::Text { at: self.tokens[self.at].1, what: what.to_owned() }
    }
}

fn denied(not: bool, condition: Expr<String>) -> Expr<String> {
    if not { Expr::Not(Box::new(condition)) } else { condition }
}

/// A day, or the day on which a moment falls (in universal time).
pub(super) fn read_day(text: &str) -> Option<Date> {
    let day = text.parse::<Date>().ok().filter(|day| day.to_string() == text);
    day.or_else(|| Some(text.parse::<Timestamp>().ok()?.to_zoned(TimeZone::UTC).date()))
}
