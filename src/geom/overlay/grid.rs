//! A uniform grid over target boxes: which targets may meet a source.

use super::rect::Rect;

/// Cells for each box, when the boxes are of about one size.
const CELLS_PER_BOX: usize = 8;

/// How often a box may be listed on average before the cells are made larger.
const ENTRIES_PER_BOX: usize = 48;

/// Boxes by the cells they touch.
#[derive(Debug)]
pub(super) struct Grid {
    extent: Rect,
    columns: usize,
    rows: usize,
    /// Cells per unit of x and of y.
    scale: (f64, f64),
    /// Where each cell's entries begin; one more than there are cells.
    starts: Vec<usize>,
    entries: Vec<Entry>,
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    rect: Rect,
    index: u32,
}

/// First and last column, first and last row.
type Span = (usize, usize, usize, usize);

impl Grid {
    /// Lists the boxes in their cells.
    pub(super) fn build(rects: &[Rect]) -> Self {
        let extent = rects.iter().fold(Rect::EMPTY, |all, rect| all.join(rect));
        let mut cells = (rects.len() * CELLS_PER_BOX).max(1);
        loop {
            let mut grid = Self::empty(extent, cells);
            let listed: usize = rects.iter().map(|rect| grid.span(rect).map_or(0, count)).sum();
            if listed <= rects.len() * ENTRIES_PER_BOX || cells == 1 {
                grid.fill(rects, listed);
                return grid;
            }
            cells = (cells / 4).max(1);
        }
    }

    /// Collects the targets whose boxes overlap `rect`, in ascending order.
    pub(super) fn find(&self, rect: &Rect, found: &mut Vec<u32>) {
        found.clear();
        let Some((x0, x1, y0, y1)) = self.span(rect) else { return };
        for row in y0..=y1 {
            for column in x0..=x1 {
                let cell = row * self.columns + column;
                for entry in &self.entries[self.starts[cell]..self.starts[cell + 1]] {
                    if entry.rect.overlaps(rect) {
                        found.push(entry.index);
                    }
                }
            }
        }
        found.sort_unstable();
        if (x0, y0) != (x1, y1) {
            found.dedup();
        }
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "numbers of cells: positive, and far below 2^52"
    )]
    fn empty(extent: Rect, cells: usize) -> Self {
        let (width, height) = (extent.width(), extent.height());
        let most = cells as f64;
        let columns = (most * width / height).sqrt().clamp(1.0, most);
        let columns = if columns.is_finite() { columns as usize } else { 1 };
        let rows = (cells / columns).max(1);
        let scale = |count: usize, length: f64| {
            let scale = count as f64 / length;
            if scale.is_finite() { scale } else { 0.0 }
        };
        Self {
            extent,
            columns,
            rows,
            scale: (scale(columns, width), scale(rows, height)),
            starts: vec![0; columns * rows + 1],
            entries: Vec::new(),
        }
    }

    fn fill(&mut self, rects: &[Rect], listed: usize) {
        let mut counts = vec![0_usize; self.columns * self.rows];
        for rect in rects {
            self.each_cell(rect, |cell| counts[cell] += 1);
        }
        let mut total = 0;
        for (start, count) in self.starts.iter_mut().skip(1).zip(&counts) {
            total += count;
            *start = total;
        }
        let mut next = self.starts.clone();
        let mut entries = vec![Entry { rect: Rect::EMPTY, index: 0 }; listed];
        for (index, rect) in (0_u32..).zip(rects) {
            self.each_cell(rect, |cell| {
                entries[next[cell]] = Entry { rect: *rect, index };
                next[cell] += 1;
            });
        }
        self.entries = entries;
    }

    fn each_cell(&self, rect: &Rect, mut each: impl FnMut(usize)) {
        let Some((x0, x1, y0, y1)) = self.span(rect) else { return };
        for row in y0..=y1 {
            for column in x0..=x1 {
                each(row * self.columns + column);
            }
        }
    }

    /// The cells a box touches; none where it lies outside or is empty.
    fn span(&self, rect: &Rect) -> Option<Span> {
        if !rect.overlaps(&self.extent) {
            return None;
        }
        let (sx, sy) = self.scale;
        let column = |x: f64| cell_at((x - self.extent.xmin) * sx, self.columns);
        let row = |y: f64| cell_at((y - self.extent.ymin) * sy, self.rows);
        Some((column(rect.xmin), column(rect.xmax), row(rect.ymin), row(rect.ymax)))
    }
}

fn count((x0, x1, y0, y1): Span) -> usize {
    (x1 - x0 + 1) * (y1 - y0 + 1)
}

/// A place along one side as a cell number; outside counts as the first or the last.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a float to an integer saturates, and the result is capped"
)]
fn cell_at(place: f64, cells: usize) -> usize {
    (place as usize).min(cells - 1)
}
