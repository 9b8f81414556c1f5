//! Shapes in a filter in text: well-known text, and `BBOX`.

use geo_types::{
    Coord, Geometry, GeometryCollection, LineString, MultiLineString, MultiPoint, MultiPolygon, Point,
};

use crate::cql2::Literal;

use super::lexer::Token;
use super::text::Parser;
use super::{ReadError, shapes};

impl Parser {
    /// A shape that the filter brings along.
    pub(super) fn shape(&mut self) -> Result<Literal, ReadError> {
        let shape = self.geometry()?;
        Ok(self.axes.settle(shape))
    }

    fn geometry(&mut self) -> Result<Geometry<f64>, ReadError> {
        self.budget.enter()?;
        let Token::Word(word) = self.peek().clone() else {
            return Err(self.wrong("'geometry', a shape such as POINT(...), or BBOX(...) is expected"));
        };
        self.advance();
        // `POINT Z (...)`: heights are passed over.
        let _ = self.take_word("Z");
        let shape = match word.to_ascii_uppercase().as_str() {
            "POINT" => {
                self.expect("(")?;
                let point = self.position()?;
                self.expect(")")?;
                Geometry::Point(Point(point))
            }
            "MULTIPOINT" => Geometry::MultiPoint(MultiPoint(self.list(Self::point)?)),
            "LINESTRING" => Geometry::LineString(self.line()?),
            "MULTILINESTRING" => Geometry::MultiLineString(MultiLineString(self.list(Self::line)?)),
            "POLYGON" => Geometry::Polygon(self.polygon()?),
            "MULTIPOLYGON" => Geometry::MultiPolygon(MultiPolygon(self.list(Self::polygon)?)),
            "GEOMETRYCOLLECTION" => {
                Geometry::GeometryCollection(GeometryCollection(self.list(Self::geometry)?))
            }
            "BBOX" => self.bbox()?,
            _ => return Err(self.wrong(&format!("'{word}' is no kind of shape"))),
        };
        self.budget.leave();
        Ok(shape)
    }

    fn list<T>(&mut self, one: fn(&mut Self) -> Result<T, ReadError>) -> Result<Vec<T>, ReadError> {
        self.expect("(")?;
        let mut all = vec![one(self)?];
        while self.take(",") {
            all.push(one(self)?);
        }
        self.expect(")")?;
        Ok(all)
    }

    /// A point of many, with brackets of its own or without.
    fn point(&mut self) -> Result<Point<f64>, ReadError> {
        let bracketed = self.take("(");
        let at = self.position()?;
        if bracketed {
            self.expect(")")?;
        }
        Ok(Point(at))
    }

    fn line(&mut self) -> Result<LineString<f64>, ReadError> {
        let points = self.list(Self::position)?;
        shapes::line(points).map_err(|what| self.wrong(&what))
    }

    fn polygon(&mut self) -> Result<geo_types::Polygon<f64>, ReadError> {
        let rings = self.list(|parser| parser.list(Self::position))?;
        shapes::polygon(rings).map_err(|what| self.wrong(&what))
    }

    fn bbox(&mut self) -> Result<Geometry<f64>, ReadError> {
        let numbers = self.list(Self::number)?;
        shapes::boxed(&numbers).map_err(|what| self.wrong(&what))
    }

    fn position(&mut self) -> Result<Coord<f64>, ReadError> {
        self.budget.point()?;
        let at = Coord { x: self.number()?, y: self.number()? };
        if matches!(self.peek(), Token::Number(_) | Token::Sign("-")) {
            self.number()?;
        }
        Ok(at)
    }

    fn number(&mut self) -> Result<f64, ReadError> {
        let negative = self.take("-");
        if !negative {
            let _ = self.take("+");
        }
        let Token::Number(number) = *self.peek() else { return Err(self.wrong("a number is expected")) };
        self.advance();
        Ok(if negative { -number } else { number })
    }
}
