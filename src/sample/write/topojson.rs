//! TopoJSON: every common edge once, on a grid of whole numbers.

use std::fmt::Write as _;

use super::super::mesh::Mesh;
use super::super::rings::{EdgeRing, Style, edge_line, edge_rings};
use super::super::rng::small;
use super::Sheet;
use super::geojson::{json, lonlat, quoted};
use crate::sample::SampleError;

/// Steps of the grid along each axis, as the format's own tools default to.
const STEPS: f64 = 100_000.0;

/// The bytes of a layer of groups without holes; row `i` of the sheet is group `i`.
///
/// # Errors
/// [`SampleError::Coordinates`] for a point outside Great Britain.
pub(crate) fn bytes(
    name: &str,
    sheet: &Sheet,
    mesh: &Mesh,
    groups: &[u32],
    style: Style<'_>,
) -> Result<Vec<u8>, SampleError> {
    let shapes = edge_rings(mesh, groups, sheet.rows.len());
    let mut used: Vec<u32> = shapes.iter().flatten().flatten().map(|(edge, _)| *edge).collect();
    used.sort_unstable();
    used.dedup();
    let detail = (style.detail)(0);
    let mut arcs = Vec::new();
    for &edge in &used {
        let line = edge_line(mesh, edge, style, detail);
        arcs.push(line.into_iter().map(lonlat).collect::<Result<Vec<_>, _>>()?);
    }
    let grid = Quantised::around(arcs.iter().flatten());
    let arc_of = |&(edge, forward): &(u32, bool)| {
        let at = i64::from(used.binary_search(&edge).map_or(0, small));
        if forward { at } else { -1 - at }
    };
    let mut text = format!(
        "{{\"type\":\"Topology\",\"objects\":{{{}:{{\"type\":\"GeometryCollection\",\"geometries\":[",
        quoted(name)
    );
    for (i, (rings, row)) in shapes.iter().zip(&sheet.rows).enumerate() {
        let comma = if i > 0 { ",\n" } else { "\n" };
        let rings: Vec<Vec<i64>> =
            rings.iter().map(|ring: &EdgeRing| ring.iter().map(arc_of).collect()).collect();
        let cells: Vec<String> = sheet
            .columns
            .iter()
            .zip(row)
            .map(|(column, value)| format!("{}:{}", quoted(column), json(value)))
            .collect();
        let (rings, cells) = (format!("{rings:?}").replace(' ', ""), cells.join(","));
        let _ = write!(text, "{comma}{{\"type\":\"Polygon\",\"arcs\":{rings},\"properties\":{{{cells}}}}}");
    }
    text.push_str("]}},\n\"arcs\":[");
    for (i, arc) in arcs.iter().enumerate() {
        text.push_str(if i > 0 { ",\n" } else { "\n" });
        text.push_str(&grid.arc(arc));
    }
    let (sx, sy) = grid.scale;
    let (x, y) = grid.low;
    let _ = write!(text, "],\n\"transform\":{{\"scale\":[{sx},{sy}],\"translate\":[{x},{y}]}}}}\n");
    Ok(text.into_bytes())
}

struct Quantised {
    low: (f64, f64),
    scale: (f64, f64),
}

impl Quantised {
    fn around<'a>(points: impl Iterator<Item = &'a (f64, f64)>) -> Self {
        let (mut low, mut high) = ((f64::INFINITY, f64::INFINITY), (f64::NEG_INFINITY, f64::NEG_INFINITY));
        for p in points {
            low = (low.0.min(p.0), low.1.min(p.1));
            high = (high.0.max(p.0), high.1.max(p.1));
        }
        Self { low, scale: ((high.0 - low.0) / (STEPS - 1.0), (high.1 - low.1) / (STEPS - 1.0)) }
    }

    /// The first point, then the step to each next one.
    fn arc(&self, points: &[(f64, f64)]) -> String {
        let step = |p: &(f64, f64)| {
            let (x, y) = ((p.0 - self.low.0) / self.scale.0, (p.1 - self.low.1) / self.scale.1);
            (x.round(), y.round())
        };
        let mut at = (0.0, 0.0);
        let mut steps = Vec::new();
        for p in points {
            let next = step(p);
            if next != at || steps.is_empty() {
                steps.push(format!("[{},{}]", next.0 - at.0, next.1 - at.1));
            }
            at = next;
        }
        format!("[{}]", steps.join(","))
    }
}
