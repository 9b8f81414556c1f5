//! Filters in JSON: `{"op": "=", "args": [{"property": "Owner"}, "Council"]}`.

use geo_types::{
    Coord, Geometry, GeometryCollection, LineString, MultiLineString, MultiPoint, MultiPolygon, Point,
    Polygon,
};
use serde_json::{Map, Value};

use crate::cql2::{Arithmetic, Comparison, Expr, Place, Scalar, SpatialOp, TemporalOp, Time};

use super::text::read_day;
use super::{Axes, Budget, GEOMETRY, ReadError, shapes};

type Read<T> = Result<T, ReadError>;

/// Reads a filter from JSON.
///
/// # Errors
/// [`ReadError`], with what was found where something else was expected.
///
/// # Examples
/// ```
/// use wardwise::geom::Crs;
/// use wardwise::ingest::cql2::{Axes, read_json};
/// let degrees = Axes { crs: Crs::LonLat, north_first: false };
/// let filter = r#"{"op": "isNull", "args": [{"property": "Owner"}]}"#;
/// assert!(read_json(filter, degrees).is_ok());
/// ```
pub fn read_json(text: &str, axes: Axes) -> Read<Expr<String>> {
    let value: Value =
        serde_json::from_str(text).map_err(|error| ReadError::Json(format!("this is not JSON: {error}")))?;
    Reader { axes, budget: Budget::default() }.condition(&value)
}

struct Reader {
    axes: Axes,
    budget: Budget,
}

/// A call: its name and what it is given.
struct Call<'v> {
    op: &'v str,
    args: &'v [Value],
}

impl<'v> Call<'v> {
    fn of(value: &'v Value) -> Option<Self> {
        let op = value.get("op")?.as_str()?;
        // A single argument may stand without a list in older writings; we want the list.
        Some(Self { op, args: value.get("args")?.as_array()? })
    }

    fn two(&self) -> Read<[&'v Value; 2]> {
        let [a, b] = self.args else { return Err(self.count("2")) };
        Ok([a, b])
    }

    fn one(&self) -> Read<&'v Value> {
        let [one] = self.args else { return Err(self.count("1")) };
        Ok(one)
    }

    fn count(&self, wanted: &str) -> ReadError {
        wrong(format!("'{}' takes {wanted} arguments, not {}", self.op, self.args.len()))
    }
}

fn wrong(what: impl Into<String>) -> ReadError {
    ReadError::Json(what.into())
}

/// A value as it stands, cut where it is long.
fn shown(value: &Value) -> String {
    value.to_string().chars().take(80).collect()
}

impl Reader {
    fn condition(&mut self, value: &Value) -> Read<Expr<String>> {
        self.budget.enter()?;
        let condition = self.condition_inside(value)?;
        self.budget.leave();
        Ok(condition)
    }

    fn condition_inside(&mut self, value: &Value) -> Read<Expr<String>> {
        if let Some(flag) = value.as_bool() {
            return Ok(Expr::Flag(Scalar::Flag(flag)));
        }
        let Some(call) = Call::of(value) else {
            return match property(value) {
                Some(name) => Ok(Expr::Flag(Scalar::Field(name.to_owned()))),
                None => {
                    Err(wrong(format!("a condition has 'op' and 'args'; this has not: {}", shown(value))))
                }
            };
        };
        if let Some((_, op)) = Comparison::SIGNS.into_iter().find(|(sign, _)| *sign == call.op) {
            let [left, right] = call.two()?;
            return Ok(Expr::Compare(op, self.scalar(left)?, self.scalar(right)?));
        }
        if let Some((_, op)) = SpatialOp::NAMES.into_iter().find(|(name, _)| *name == call.op) {
            let [left, right] = call.two()?;
            return Ok(Expr::Spatial(op, self.place(left)?, self.place(right)?));
        }
        // Temporal functions are written t_metBy and the like.
        let lower = call.op.to_ascii_lowercase();
        if let Some((_, op)) = TemporalOp::NAMES.into_iter().find(|(name, _)| *name == lower) {
            let [left, right] = call.two()?;
            return Ok(Expr::Temporal(op, self.time(left)?, self.time(right)?));
        }
        self.other(&call)
    }

    fn other(&mut self, call: &Call<'_>) -> Read<Expr<String>> {
        Ok(match call.op {
            "and" | "or" => {
                if call.args.len() < 2 {
                    return Err(call.count("at least 2"));
                }
                let parts = call.args.iter().map(|part| self.condition(part)).collect::<Read<_>>()?;
                if call.op == "and" { Expr::And(parts) } else { Expr::Or(parts) }
            }
            "not" => Expr::Not(Box::new(self.condition(call.one()?)?)),
            "like" => {
                let [value, form] = call.two()?;
                Expr::Like(self.scalar(value)?, self.scalar(form)?)
            }
            "between" => {
                let [value, low, high] = call.args else { return Err(call.count("3")) };
                Expr::Between(self.scalar(value)?, self.scalar(low)?, self.scalar(high)?)
            }
            "in" => {
                let [value, list] = call.two()?;
                let list = list.as_array().filter(|list| !list.is_empty());
                let list = list.ok_or_else(|| wrong("'in' takes a value and a list that is not empty"))?;
                let list = list.iter().map(|item| self.scalar(item)).collect::<Read<_>>()?;
                Expr::In(self.scalar(value)?, list)
            }
            "isNull" if property(call.one()?) == Some(GEOMETRY) => Expr::IsNowhere,
            "isNull" => Expr::IsNull(self.scalar(call.one()?)?),
            other => return Err(wrong(format!("there is no operation '{other}'"))),
        })
    }

    fn scalar(&mut self, value: &Value) -> Read<Scalar<String>> {
        self.budget.enter()?;
        let scalar = self.scalar_inside(value)?;
        self.budget.leave();
        Ok(scalar)
    }

    fn scalar_inside(&mut self, value: &Value) -> Read<Scalar<String>> {
        match value {
            Value::String(text) => return Ok(Scalar::Text(text.clone())),
            Value::Bool(flag) => return Ok(Scalar::Flag(*flag)),
            Value::Number(number) => {
                let number = number.as_f64().filter(|number| number.is_finite());
                return number.map(Scalar::Number).ok_or_else(|| wrong("a number is not finite"));
            }
            _ => {}
        }
        if let Some(name) = property(value) {
            return Ok(Scalar::Field(name.to_owned()));
        }
        for key in ["date", "timestamp"] {
            if let Some(text) = value.get(key) {
                let day = text.as_str().and_then(read_day);
                return day
                    .map(Scalar::Day)
                    .ok_or_else(|| wrong(format!("this is no {key}: {}", shown(text))));
            }
        }
        let call = Call::of(value).ok_or_else(|| wrong(format!("this is no value: {}", shown(value))))?;
        if call.op == "casei" {
            return Ok(Scalar::CaseFold(Box::new(self.scalar(call.one()?)?)));
        }
        let op = arithmetic(call.op).ok_or_else(|| wrong(format!("there is no function '{}'", call.op)))?;
        let [left, right] = call.two()?;
        Ok(Scalar::Sum(op, Box::new(self.scalar(left)?), Box::new(self.scalar(right)?)))
    }

    fn time(&mut self, value: &Value) -> Read<Time<String>> {
        let Some(ends) = value.get("interval") else { return Ok(Time::At(self.scalar(value)?)) };
        let ends = ends.as_array().map(Vec::as_slice);
        let Some([from, to]) = ends else { return Err(wrong("an interval has two ends")) };
        Ok(Time::Span(self.end_of_span(from)?, self.end_of_span(to)?))
    }

    fn end_of_span(&mut self, value: &Value) -> Read<Option<Scalar<String>>> {
        match value.as_str() {
            Some("..") => Ok(None),
            Some(text) => {
                let day = read_day(text).ok_or_else(|| wrong(format!("'{text}' is no day or time")))?;
                Ok(Some(Scalar::Day(day)))
            }
            None => self.scalar(value).map(Some),
        }
    }

    fn place(&mut self, value: &Value) -> Read<Place> {
        if property(value) == Some(GEOMETRY) {
            return Ok(Place::Feature);
        }
        if let Some(name) = property(value) {
            return Err(wrong(format!("'{name}' is no place on the ground; write '{GEOMETRY}'")));
        }
        let shape = match value.get("bbox").filter(|_| value.get("type").is_none()) {
            Some(corners) => {
                let numbers: Option<Vec<f64>> =
                    corners.as_array().map(|list| list.iter().filter_map(Value::as_f64).collect());
                shapes::boxed(&numbers.unwrap_or_default()).map_err(wrong)?
            }
            None => self.geometry(value)?,
        };
        Ok(Place::Shape(self.axes.settle(shape)))
    }

    fn geometry(&mut self, value: &Value) -> Read<Geometry<f64>> {
        self.budget.enter()?;
        let object = value.as_object().ok_or_else(|| wrong(format!("this is no shape: {}", shown(value))))?;
        let kind = object.get("type").and_then(Value::as_str).unwrap_or_default();
        let shape = match kind {
            "Point" => Geometry::Point(Point(self.position(coordinates(object)?)?)),
            "MultiPoint" => {
                let points = self.positions(coordinates(object)?)?;
                Geometry::MultiPoint(MultiPoint(points.into_iter().map(Point).collect()))
            }
            "LineString" => Geometry::LineString(self.line(coordinates(object)?)?),
            "MultiLineString" => Geometry::MultiLineString(MultiLineString(
                list(coordinates(object)?)?.iter().map(|line| self.line(line)).collect::<Read<_>>()?,
            )),
            "Polygon" => Geometry::Polygon(self.polygon(coordinates(object)?)?),
            "MultiPolygon" => Geometry::MultiPolygon(MultiPolygon(
                list(coordinates(object)?)?.iter().map(|part| self.polygon(part)).collect::<Read<_>>()?,
            )),
            "GeometryCollection" => {
                let parts = object.get("geometries").ok_or_else(|| wrong("a collection has 'geometries'"))?;
                let parts = list(parts)?.iter().map(|part| self.geometry(part)).collect::<Read<_>>()?;
                Geometry::GeometryCollection(GeometryCollection(parts))
            }
            other => return Err(wrong(format!("'{other}' is no kind of GeoJSON geometry"))),
        };
        self.budget.leave();
        Ok(shape)
    }

    fn polygon(&mut self, value: &Value) -> Read<Polygon<f64>> {
        let rings = list(value)?.iter().map(|ring| self.positions(ring)).collect::<Read<_>>()?;
        shapes::polygon(rings).map_err(wrong)
    }

    fn line(&mut self, value: &Value) -> Read<LineString<f64>> {
        shapes::line(self.positions(value)?).map_err(wrong)
    }

    fn positions(&mut self, value: &Value) -> Read<Vec<Coord<f64>>> {
        list(value)?.iter().map(|position| self.position(position)).collect()
    }

    fn position(&mut self, value: &Value) -> Read<Coord<f64>> {
        self.budget.point()?;
        let numbers: Vec<f64> = list(value)?.iter().filter_map(Value::as_f64).collect();
        match numbers.as_slice() {
            [x, y] | [x, y, _] if x.is_finite() && y.is_finite() => Ok(Coord { x: *x, y: *y }),
            _ => Err(wrong(format!("this is no position: {}", shown(value)))),
        }
    }
}

fn property(value: &Value) -> Option<&str> {
    value.get("property")?.as_str()
}

fn coordinates(object: &Map<String, Value>) -> Read<&Value> {
    object.get("coordinates").ok_or_else(|| wrong("a geometry has 'coordinates'"))
}

fn list(value: &Value) -> Read<&Vec<Value>> {
    value.as_array().ok_or_else(|| wrong(format!("a list is expected, not {}", shown(value))))
}

fn arithmetic(op: &str) -> Option<Arithmetic> {
    Some(match op {
        "+" => Arithmetic::Add,
        "-" => Arithmetic::Subtract,
        "*" => Arithmetic::Multiply,
        "/" => Arithmetic::Divide,
        "div" => Arithmetic::Quotient,
        "%" => Arithmetic::Rest,
        "^" => Arithmetic::Power,
        _ => return None,
    })
}
