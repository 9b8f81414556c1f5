//! The shape of a placemark, put together as its elements close.

use geo_types::{
    Coord, Geometry, GeometryCollection, LineString, MultiLineString, MultiPoint, MultiPolygon, Point,
    Polygon,
};

type Ring = Vec<Coord<f64>>;

/// What was put together.
#[derive(Debug, Default)]
pub(super) struct Built {
    /// The shape, if there is one.
    pub(super) geometry: Option<Geometry<f64>>,
    /// Points with a height other than zero, which is left out.
    pub(super) heights: u64,
    /// Rings that do not end where they begin.
    pub(super) unclosed: u64,
    /// What could not be read.
    pub(super) problems: Vec<String>,
}

/// The shape in the making.
#[derive(Debug, Default)]
pub(super) struct Shapes {
    built: Built,
    /// Open `MultiGeometry` elements, outermost first.
    open: Vec<Vec<Geometry<f64>>>,
    /// Rings of the open polygon; `None` outside one.
    polygon: Option<(Option<Ring>, Vec<Ring>)>,
    inner: bool,
    coords: Ring,
}

impl Shapes {
    /// An element opens.
    pub(super) fn start(&mut self, name: &str) {
        match name {
            "MultiGeometry" => self.open.push(Vec::new()),
            "Polygon" => self.polygon = Some((None, Vec::new())),
            "outerBoundaryIs" => self.inner = false,
            "innerBoundaryIs" => self.inner = true,
            "Point" | "LineString" | "LinearRing" => self.coords.clear(),
            _ => {}
        }
    }

    /// An element closes.
    pub(super) fn end(&mut self, name: &str, text: &str) {
        match name {
            "coordinates" => {
                self.coords = text.split_ascii_whitespace().map(|tuple| self.position(tuple)).collect();
            }
            "Point" => {
                let coords = std::mem::take(&mut self.coords);
                self.add(coords.first().map(|at| Point(*at).into()));
            }
            "LineString" => {
                let coords = std::mem::take(&mut self.coords);
                self.add((!coords.is_empty()).then(|| LineString(coords).into()));
            }
            "LinearRing" => self.end_ring(),
            "Polygon" => {
                let polygon = self.polygon.take().and_then(|(shell, holes)| {
                    Some(Polygon::new(LineString(shell?), holes.into_iter().map(LineString).collect()))
                });
                self.add(polygon.map(Geometry::from));
            }
            "MultiGeometry" => {
                let parts = self.open.pop().unwrap_or_default();
                self.add(joined(parts));
            }
            "Track" | "MultiTrack" | "Model" => {
                self.built.problems.push(format!("a {name} is not a shape on a map"));
            }
            _ => {}
        }
    }

    /// The finished shape.
    pub(super) fn finish(self) -> Built {
        self.built
    }

    fn end_ring(&mut self) {
        let ring = std::mem::take(&mut self.coords);
        if ring.is_empty() {
            return;
        }
        let closed = ring.first() == ring.last();
        match &mut self.polygon {
            Some((shell, holes)) => {
                self.built.unclosed += u64::from(!closed);
                if self.inner {
                    holes.push(ring);
                } else if shell.is_none() {
                    *shell = Some(ring);
                } else {
                    self.built.problems.push("an area with two outer boundaries".into());
                }
            }
            None => self.add(Some(LineString(ring).into())),
        }
    }

    fn add(&mut self, geometry: Option<Geometry<f64>>) {
        let Some(geometry) = geometry else { return };
        match self.open.last_mut() {
            Some(parts) => parts.push(geometry),
            None if self.built.geometry.is_none() => self.built.geometry = Some(geometry),
            None => self.built.problems.push("a second shape outside a MultiGeometry".into()),
        }
    }

    /// A position from `lon,lat[,height]`. What is no number is `NaN`, so that
    /// it is reported with its place.
    fn position(&mut self, tuple: &str) -> Coord<f64> {
        let mut numbers = tuple.split(',').map(|number| number.parse::<f64>().unwrap_or(f64::NAN));
        let at = Coord { x: numbers.next().unwrap_or(f64::NAN), y: numbers.next().unwrap_or(f64::NAN) };
        self.built.heights += u64::from(numbers.next().is_some_and(|height| height != 0.0));
        at
    }
}

/// Parts of one kind make a shape of that kind, others a collection.
fn joined(parts: Vec<Geometry<f64>>) -> Option<Geometry<f64>> {
    if parts.is_empty() {
        return None;
    }
    if parts.iter().all(|part| matches!(part, Geometry::Polygon(_))) {
        let polygons = parts.into_iter().filter_map(|part| Polygon::try_from(part).ok()).collect();
        return Some(MultiPolygon(polygons).into());
    }
    if parts.iter().all(|part| matches!(part, Geometry::Point(_))) {
        let points = parts.into_iter().filter_map(|part| Point::try_from(part).ok()).collect();
        return Some(MultiPoint(points).into());
    }
    if parts.iter().all(|part| matches!(part, Geometry::LineString(_))) {
        let lines = parts.into_iter().filter_map(|part| LineString::try_from(part).ok()).collect();
        return Some(MultiLineString(lines).into());
    }
    Some(Geometry::GeometryCollection(GeometryCollection(parts)))
}
