//! Many points at once: both points and areas are laid on a raster of cells.
//!
//! The points are brought into the order of the cells, so that each cell's
//! few areas are looked at once, and areas next to each other are looked at
//! one after the other. Where no boundary comes near a cell's points, one
//! question answers for all of them. A cell proposes, geometry decides: the
//! answers are those of the tree.

use rayon::prelude::*;

use crate::geom::Grid;
use crate::geom::locate::Prepared;

/// Cells for each area, so that a cell has few areas ...
const CELLS_PER_AREA: usize = 2;

/// ... and points for each cell beyond that.
const POINTS_PER_CELL: usize = 32;

/// More cells do not pay.
const MOST_CELLS: usize = 1 << 22;

/// Areas that cover much of the raster make it coarser until their list is this short.
const MOST_ENTRIES: usize = 1 << 24;

/// From this many points, a cell asks whether a boundary comes near them.
const CROWD: usize = 12;

/// Points that one task takes on, about.
const POINTS_PER_TASK: usize = 16_384;

/// Marks a point that no area holds.
const NOWHERE: u32 = u32::MAX;

/// The first area that holds each point, in the order of the points.
pub(super) fn first_at_each(shapes: &[Prepared], points: &[Grid]) -> Vec<Option<usize>> {
    let Some(raster) = Raster::lay(shapes, points.len()) else { return vec![None; points.len()] };
    let sorted = raster.sort(points);
    let placed: Vec<Vec<u32>> =
        sorted.tasks().into_par_iter().map(|cells| raster.place(shapes, &sorted, cells)).collect();
    let mut found = vec![None; points.len()];
    for (at, area) in sorted.order.iter().zip(placed.iter().flatten()) {
        if *area != NOWHERE {
            found[*at as usize] = Some(*area as usize);
        }
    }
    found
}

/// Cells, and the areas whose boxes touch each.
struct Raster {
    min: Grid,
    max: Grid,
    columns: usize,
    rows: usize,
    columns_per_m: f64,
    rows_per_m: f64,
    /// `areas[starts[c]..starts[c + 1]]` are the areas of cell `c`, ascending.
    starts: Vec<u32>,
    areas: Vec<u32>,
}

/// Points in the order of their cells.
struct Sorted {
    /// `points[starts[c]..starts[c + 1]]` are the points of cell `c`.
    starts: Vec<u32>,
    points: Vec<Grid>,
    /// Published position of each.
    order: Vec<u32>,
}

impl Raster {
    /// `None` when there is no ground to lay a raster over.
    fn lay(shapes: &[Prepared], n_points: usize) -> Option<Self> {
        let boxes: Vec<(Grid, Grid)> = shapes.iter().map(Prepared::bounds).collect();
        let (min, max) = boxes.iter().filter(|(min, max)| min.e <= max.e).fold(
            (
                Grid { e: f64::INFINITY, n: f64::INFINITY },
                Grid { e: f64::NEG_INFINITY, n: f64::NEG_INFINITY },
            ),
            |(low, high), (min, max)| {
                (
                    Grid { e: low.e.min(min.e), n: low.n.min(min.n) },
                    Grid { e: high.e.max(max.e), n: high.n.max(max.n) },
                )
            },
        );
        if !(max.e > min.e && max.n > min.n) {
            return None;
        }
        let mut cells = (shapes.len() * CELLS_PER_AREA).max(n_points / POINTS_PER_CELL).clamp(1, MOST_CELLS);
        loop {
            let mut raster = Self::bare(min, max, cells);
            if raster.count_entries(&boxes) <= MOST_ENTRIES || cells == 1 {
                raster.fill(&boxes);
                return Some(raster);
            }
            cells = (cells / 4).max(1);
        }
    }

    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a count of cells is small, and the cast saturates"
    )]
    fn bare(min: Grid, max: Grid, cells: usize) -> Self {
        let (width, height) = (max.e - min.e, max.n - min.n);
        let columns = ((cells as f64 * width / height).sqrt() as usize).clamp(1, cells);
        let rows = (cells / columns).max(1);
        Self {
            min,
            max,
            columns,
            rows,
            columns_per_m: columns as f64 / width,
            rows_per_m: rows as f64 / height,
            starts: Vec::new(),
            areas: Vec::new(),
        }
    }

    fn count_entries(&self, boxes: &[(Grid, Grid)]) -> usize {
        let count = |(min, max): &(Grid, Grid)| {
            let columns = (self.column(max.e) + 1).saturating_sub(self.column(min.e));
            columns * (self.row(max.n) + 1).saturating_sub(self.row(min.n))
        };
        boxes.iter().filter(|(min, max)| min.e <= max.e).map(count).sum()
    }

    fn fill(&mut self, boxes: &[(Grid, Grid)]) {
        let mut starts = vec![0_u32; self.columns * self.rows + 1];
        self.visit_cells(boxes, |cell, _| starts[cell + 1] += 1);
        for cell in 1..starts.len() {
            starts[cell] += starts[cell - 1];
        }
        let mut next = starts.clone();
        let mut areas = vec![0_u32; starts.last().map_or(0, |total| *total as usize)];
        self.visit_cells(boxes, |cell, area| {
            areas[next[cell] as usize] = area;
            next[cell] += 1;
        });
        (self.starts, self.areas) = (starts, areas);
    }

    fn visit_cells(&self, boxes: &[(Grid, Grid)], mut visit: impl FnMut(usize, u32)) {
        for (area, (min, max)) in (0_u32..).zip(boxes).filter(|(_, (min, max))| min.e <= max.e) {
            for row in self.row(min.n)..=self.row(max.n) {
                for column in self.column(min.e)..=self.column(max.e) {
                    visit(row * self.columns + column, area);
                }
            }
        }
    }

    /// Points and boxes go through the same steps of arithmetic, none of
    /// which can change an order: a point in a box is in one of its cells.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the cast saturates, and the result is held to the last column"
    )]
    fn column(&self, e: f64) -> usize {
        (((e - self.min.e) * self.columns_per_m) as usize).min(self.columns - 1)
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the cast saturates, and the result is held to the last row"
    )]
    fn row(&self, n: f64) -> usize {
        (((n - self.min.n) * self.rows_per_m) as usize).min(self.rows - 1)
    }

    /// The cell of a point; one past the last for points beyond the raster.
    fn cell(&self, p: Grid) -> usize {
        let inside = p.e >= self.min.e && p.e <= self.max.e && p.n >= self.min.n && p.n <= self.max.n;
        if inside { self.row(p.n) * self.columns + self.column(p.e) } else { self.columns * self.rows }
    }

    fn sort(&self, points: &[Grid]) -> Sorted {
        let cells: Vec<u32> =
            points.par_iter().map(|p| u32::try_from(self.cell(*p)).unwrap_or(u32::MAX)).collect();
        let mut starts = vec![0_u32; self.columns * self.rows + 2];
        for cell in &cells {
            starts[*cell as usize + 1] += 1;
        }
        for cell in 1..starts.len() {
            starts[cell] += starts[cell - 1];
        }
        let mut next = starts.clone();
        let mut sorted = vec![Grid { e: 0.0, n: 0.0 }; points.len()];
        let mut order = vec![0_u32; points.len()];
        for ((at, point), cell) in (0_u32..).zip(points).zip(cells) {
            let slot = &mut next[cell as usize];
            sorted[*slot as usize] = *point;
            order[*slot as usize] = at;
            *slot += 1;
        }
        Sorted { starts, points: sorted, order }
    }

    fn place(&self, shapes: &[Prepared], sorted: &Sorted, cells: std::ops::Range<usize>) -> Vec<u32> {
        let mut found = Vec::new();
        for cell in cells {
            let points = sorted.of(cell);
            let areas = match self.starts.get(cell..cell + 2) {
                Some(ends) => &self.areas[ends[0] as usize..ends[1] as usize],
                None => &[],
            };
            if points.len() < CROWD {
                found.extend(points.iter().map(|p| first_of(areas, shapes, *p)));
            } else {
                place_crowd(areas, shapes, points, &mut found);
            }
        }
        found
    }
}

fn first_of(areas: &[u32], shapes: &[Prepared], point: Grid) -> u32 {
    areas.iter().copied().find(|area| shapes[*area as usize].contains(point)).unwrap_or(NOWHERE)
}

/// Places many points of one cell: areas whose boundary stays away from all of
/// them hold all of them or none.
fn place_crowd(areas: &[u32], shapes: &[Prepared], points: &[Grid], found: &mut Vec<u32>) {
    let (mut min, mut max) = (points[0], points[0]);
    for p in points {
        min = Grid { e: min.e.min(p.e), n: min.n.min(p.n) };
        max = Grid { e: max.e.max(p.e), n: max.n.max(p.n) };
    }
    let mut open: Vec<u32> = Vec::new();
    let mut all = NOWHERE;
    for area in areas {
        let shape = &shapes[*area as usize];
        if shape.may_enter(min, max) {
            open.push(*area);
        } else if shape.contains(points[0]) {
            all = *area;
            break;
        }
    }
    found.extend(points.iter().map(|p| match first_of(&open, shapes, *p) {
        NOWHERE => all,
        area => area,
    }));
}

impl Sorted {
    fn of(&self, cell: usize) -> &[Grid] {
        &self.points[self.starts[cell] as usize..self.starts[cell + 1] as usize]
    }

    /// Ranges of cells with about the same number of points.
    fn tasks(&self) -> Vec<std::ops::Range<usize>> {
        let cells = self.starts.len() - 1;
        let mut tasks = Vec::new();
        let mut first = 0;
        for cell in 0..cells {
            let points = self.starts[cell + 1] - self.starts[first];
            if points as usize >= POINTS_PER_TASK || cell + 1 == cells {
                tasks.push(first..cell + 1);
                first = cell + 1;
            }
        }
        tasks
    }
}
