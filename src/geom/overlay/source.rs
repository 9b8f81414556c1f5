//! A source polygon made ready: its edges as lines over x, eight to a chunk.

use super::boxes::{Boxes, LANES, build_upper_levels, visit};
use super::prepared::{Prepared, Ring};
use super::rect::{Rect, high, low};

/// Eight edges that follow one another, as published: nine points.
#[derive(Debug, Clone, Copy)]
pub(super) struct Block {
    pub(super) x: [f64; LANES + 1],
    pub(super) y: [f64; LANES + 1],
}

/// Eight edges as lines over x, lane by lane. Upright edges span nothing.
#[derive(Debug, Clone, Copy)]
#[repr(align(64))]
pub(super) struct Chunk {
    /// Left end.
    pub(super) lo: [f64; LANES],
    /// Right end.
    pub(super) hi: [f64; LANES],
    /// Height at the left end.
    pub(super) y_lo: [f64; LANES],
    /// Height at the right end.
    pub(super) y_hi: [f64; LANES],
    /// Rise over run.
    pub(super) slope: [f64; LANES],
    /// -1 where the edge runs to the right, +1 where it runs to the left.
    pub(super) sign: [f64; LANES],
}

/// One source polygon, ready to be measured below any edge. Reused for the next one.
#[derive(Debug)]
pub(super) struct Source {
    /// Which polygon this is.
    index: Option<usize>,
    pub(super) rect: Rect,
    pub(super) area: f64,
    pub(super) chunks: Vec<Chunk>,
    groups: Vec<Boxes>,
}

impl Block {
    /// The box around the block's edges.
    #[inline]
    pub(super) fn rect(&self) -> Rect {
        let least = |values: &[f64; LANES + 1]| values.iter().copied().fold(f64::INFINITY, low);
        let greatest = |values: &[f64; LANES + 1]| values.iter().copied().fold(f64::NEG_INFINITY, high);
        Rect { xmin: least(&self.x), xmax: greatest(&self.x), ymin: least(&self.y), ymax: greatest(&self.y) }
    }
}

/// Calls `each` with the edges of a ring, eight at a time, in walking order;
/// the last block is filled up by standing still.
#[expect(clippy::inline_always, reason = "compiled once for each set of instructions, see wide.rs")]
#[inline(always)]
pub(super) fn walk(ring: Ring<'_>, mut each: impl FnMut(&Block)) {
    let n = ring.points.len();
    let mut block = Block { x: [0.0; LANES + 1], y: [0.0; LANES + 1] };
    for start in (0..n).step_by(LANES) {
        for step in 0..=LANES {
            let at = start + step;
            let at = if at >= n { 0 } else { at };
            let point = ring.points[if ring.backwards { n - 1 - at } else { at }];
            block.x[step] = point.x;
            block.y[step] = point.y;
        }
        each(&block);
    }
}

impl Source {
    /// Room for one polygon.
    pub(super) fn new() -> Self {
        Self { index: None, rect: Rect::EMPTY, area: 0.0, chunks: Vec::new(), groups: Vec::new() }
    }

    /// Names the polygon; its edges are not looked at yet.
    pub(super) fn choose(&mut self, prepared: &Prepared<'_>, index: usize) {
        let outline = &prepared.outlines()[index];
        (self.rect, self.area, self.index) = (outline.rect, outline.area, None);
    }

    /// Makes the edges ready, unless they are.
    #[expect(clippy::inline_always, reason = "compiled once for each set of instructions, see wide.rs")]
    #[inline(always)]
    pub(super) fn make_ready(&mut self, prepared: &Prepared<'_>, index: usize) {
        if self.index == Some(index) {
            return;
        }
        self.index = Some(index);
        self.chunks.clear();
        self.groups.clear();
        for ring in prepared.rings(index) {
            walk(ring, |block| {
                let at = self.chunks.len();
                if at.is_multiple_of(LANES) {
                    self.groups.push(Boxes::EMPTY);
                }
                if let Some(group) = self.groups.last_mut() {
                    group.set(at % LANES, &block.rect());
                }
                self.chunks.push(Chunk::of(block));
            });
        }
        build_upper_levels(&mut self.groups, self.chunks.len());
    }

    /// Calls `each` with the chunks that may hold something between `rect` and
    /// the far end of the rays: not beside it and not wholly past it.
    #[expect(clippy::inline_always, reason = "compiled once for each set of instructions, see wide.rs")]
    #[inline(always)]
    pub(super) fn chunks_under<const DOWN: bool>(&self, rect: &Rect, mut each: impl FnMut(&Chunk)) {
        visit(
            &self.groups,
            self.chunks.len(),
            rect,
            |sides| sides.beside | if DOWN { sides.below } else { sides.above },
            |group, sides| {
                let mut open = !(sides.beside | if DOWN { sides.below } else { sides.above });
                while open != 0 {
                    each(&self.chunks[group * LANES + open.trailing_zeros() as usize]);
                    open &= open - 1;
                }
            },
        );
    }
}

impl Chunk {
    #[expect(clippy::inline_always, reason = "compiled once for each set of instructions, see wide.rs")]
    #[inline(always)]
    fn of(block: &Block) -> Self {
        let zero = [0.0; LANES];
        let mut chunk = Self { lo: zero, hi: zero, y_lo: zero, y_hi: zero, slope: zero, sign: zero };
        for lane in 0..LANES {
            let (x0, x1) = (block.x[lane], block.x[lane + 1]);
            let (y0, y1) = (block.y[lane], block.y[lane + 1]);
            let rightwards = x1 > x0;
            let lo = if rightwards { x0 } else { x1 };
            let hi = if rightwards { x1 } else { x0 };
            let y_lo = if rightwards { y0 } else { y1 };
            let y_hi = if rightwards { y1 } else { y0 };
            let slope = (y_hi - y_lo) / (hi - lo);
            // Upright, or so steep that nothing can lie beneath it.
            let steep = !slope.is_finite();
            chunk.lo[lane] = lo;
            chunk.hi[lane] = if steep { lo } else { hi };
            chunk.y_lo[lane] = y_lo;
            chunk.y_hi[lane] = if steep { y_lo } else { y_hi };
            chunk.slope[lane] = if steep { 0.0 } else { slope };
            chunk.sign[lane] = if rightwards { -1.0 } else { 1.0 };
        }
        chunk
    }
}
