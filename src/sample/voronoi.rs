//! Which ground is nearest to which site.

use super::line::{Point, between, distance};
use super::rng::{count, small};

/// The ground nearest to one site, as the sites across its edges,
/// anticlockwise. Corner `n` lies between the edges `n - 1` and `n`.
#[derive(Debug, Clone)]
pub(crate) struct Cell {
    pub(crate) neighbours: Vec<u32>,
    /// Whether the cell reaches the box around the sites.
    pub(crate) is_open: bool,
}

impl Cell {
    /// The sites that meet at each corner, in rising order.
    pub(crate) fn corner_keys(&self, site: usize) -> impl Iterator<Item = [u32; 3]> {
        let n = self.neighbours.len();
        let site = small(site);
        (0..n).map(move |i| {
            let mut key = [site, self.neighbours[(i + n - 1) % n], self.neighbours[i]];
            key.sort_unstable();
            key
        })
    }
}

/// Sites sorted into squares, for finding those near a point.
#[derive(Debug, Clone)]
pub(crate) struct Near {
    origin: Point,
    size_m: f64,
    columns: usize,
    squares: Vec<Vec<u32>>,
}

impl Near {
    /// Squares of `size_m` over the box from `low` to `high`.
    pub(crate) fn new(low: Point, high: Point, size_m: f64) -> Self {
        let columns = count(((high.x - low.x) / size_m).ceil()) + 1;
        let rows = count(((high.y - low.y) / size_m).ceil()) + 1;
        Self { origin: low, size_m, columns, squares: vec![Vec::new(); columns * rows] }
    }

    /// Adds a site.
    pub(crate) fn add(&mut self, p: Point, id: usize) {
        let (column, row) = self.square(p);
        self.squares[row * self.columns + column].push(small(id));
    }

    /// The sites in all squares within `reach_m` of a point, and some beyond.
    pub(crate) fn within(&self, p: Point, reach_m: f64) -> impl Iterator<Item = u32> {
        let (low_column, low_row) = self.square(Point { x: p.x - reach_m, y: p.y - reach_m });
        let (high_column, high_row) = self.square(Point { x: p.x + reach_m, y: p.y + reach_m });
        (low_row..=high_row)
            .flat_map(move |row| (low_column..=high_column).map(move |column| row * self.columns + column))
            .flat_map(|square| self.squares[square].iter().copied())
    }

    fn square(&self, p: Point) -> (usize, usize) {
        let rows = self.squares.len() / self.columns;
        let column = count(((p.x - self.origin.x) / self.size_m).floor());
        let row = count(((p.y - self.origin.y) / self.size_m).floor());
        (column.min(self.columns - 1), row.min(rows - 1))
    }
}

const BOX: u32 = u32::MAX;

/// The cells of all sites within a box that holds them.
pub(crate) fn cells(sites: &[Point], low: Point, high: Point, near: &Near) -> Vec<Cell> {
    (0..sites.len()).map(|i| cell(sites, i, low, high, near)).collect()
}

/// Cuts the box by the line half-way to each site near by, nearest first.
fn cell(sites: &[Point], i: usize, low: Point, high: Point, near: &Near) -> Cell {
    let me = sites[i];
    let mut corners = vec![
        (low, BOX),
        (Point { x: high.x, y: low.y }, BOX),
        (high, BOX),
        (Point { x: low.x, y: high.y }, BOX),
    ];
    let mut reach_m = 4.0 * near.size_m;
    let mut done = 0.0;
    loop {
        let mut others: Vec<(f64, u32)> = near
            .within(me, reach_m)
            .filter(|&other| other as usize != i)
            .map(|other| (distance(me, sites[other as usize]), other))
            .filter(|&(d, _)| d > done && d <= reach_m)
            .collect();
        others.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        for (d, other) in others {
            if d > 2.0 * radius(me, &corners) {
                break;
            }
            corners = cut(&corners, me, sites[other as usize], other);
        }
        if reach_m >= 2.0 * radius(me, &corners) {
            break;
        }
        done = reach_m;
        reach_m *= 2.0;
    }
    let neighbours: Vec<u32> = corners.iter().map(|corner| corner.1).collect();
    Cell { is_open: neighbours.contains(&BOX), neighbours }
}

fn radius(me: Point, corners: &[(Point, u32)]) -> f64 {
    corners.iter().map(|corner| distance(me, corner.0)).fold(0.0, f64::max)
}

/// Keeps what is nearer to `me` than to `other`. Each corner carries the site
/// across the edge that follows it.
fn cut(corners: &[(Point, u32)], me: Point, other: Point, id: u32) -> Vec<(Point, u32)> {
    let middle = between(me, other, 0.5);
    let away = other - me;
    let beyond = |p: Point| (p.x - middle.x) * away.x + (p.y - middle.y) * away.y;
    let mut kept = Vec::with_capacity(corners.len() + 1);
    for (n, &(p, across)) in corners.iter().enumerate() {
        let (q, _) = corners[(n + 1) % corners.len()];
        let (at_p, at_q) = (beyond(p), beyond(q));
        if at_p <= 0.0 {
            kept.push((p, across));
        }
        if at_p <= 0.0 && at_q > 0.0 {
            kept.push((between(p, q, at_p / (at_p - at_q)), id));
        } else if at_p > 0.0 && at_q <= 0.0 {
            kept.push((between(p, q, at_p / (at_p - at_q)), across));
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::line::point;
    use crate::sample::rng::Rng;

    #[test]
    fn no_other_site_is_nearer_to_a_corner_than_the_three_that_meet_there() {
        let mut rng = Rng::named(3, "sites");
        let (low, high) = (point(0.0, 0.0), point(1_000.0, 1_000.0));
        let sites: Vec<Point> =
            (0..150).map(|_| point(rng.range(5.0, 995.0), rng.range(5.0, 995.0))).collect();
        let mut near = Near::new(low, high, 90.0);
        for (i, &site) in sites.iter().enumerate() {
            near.add(site, i);
        }
        for (i, cell) in cells(&sites, low, high, &near).iter().enumerate().filter(|(_, cell)| !cell.is_open)
        {
            for key in cell.corner_keys(i) {
                let corner = crate::sample::mesh::circumcentre(key.map(|k| sites[k as usize]));
                let reach = distance(corner, sites[i]);
                let nearest = sites.iter().map(|&s| distance(s, corner)).fold(f64::INFINITY, f64::min);
                assert!((nearest - reach).abs() < 1e-6, "site {i}: {nearest} against {reach}");
            }
        }
    }
}
