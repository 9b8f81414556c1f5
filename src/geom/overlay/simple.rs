//! A quick look that tells sound shapes: one ring that does not meet itself.
//!
//! Who passes covers each place once or not at all. Who does not pass may be
//! sound all the same: touching rings, holes and parts are left to the
//! overlay of the shape with itself, which decides.
//!
//! First, a ring that runs round one spot without turning back is seen whole
//! from there. Else the ring is cut into blocks of eight edges: blocks whose
//! boxes are apart do not meet; a block, or two that follow one another, that
//! keeps going one way does not meet itself; of the rest every edge is held
//! against every other. All tests are for one strict side, past what rounding
//! can change, so no ring passes that touches itself anywhere.

use geo_types::Coord;

use super::boxes::LANES;
use super::prepared::{Prepared, Ring};
use super::rect::{Rect, high, low};
use super::source::Block;
use super::target::Target;

/// Rings of more blocks are left to the overlay: every box is held against every other.
const MOST_BLOCKS: usize = 512;

/// A product of two vectors within a box, crosswise or not, is off by at most
/// 8 roundings of the square of its two sides together (two products of
/// rounded differences, and their sum); twice that is safe.
const ROUNDING: f64 = 16.0 * f64::EPSILON;

/// Whether a shape is one ring that runs once round the middle of its box.
#[expect(clippy::inline_always, reason = "compiled once for each set of instructions, see wide.rs")]
#[inline(always)]
pub(super) fn is_star(shapes: &Prepared<'_>, index: usize) -> bool {
    let Some(Ring { points, backwards }) = only_ring(shapes, index) else { return false };
    let rect = &shapes.outlines()[index].rect;
    let middle = Coord { x: f64::midpoint(rect.xmin, rect.xmax), y: f64::midpoint(rect.ymin, rect.ymax) };
    let bound = bound(rect);
    let turns = |from: &Coord<f64>, to: &Coord<f64>| {
        let (a, b) = (*from - middle, *to - middle);
        let cross = a.x * b.y - a.y * b.x;
        let cross = if backwards { -cross } else { cross };
        cross > bound
    };
    // Round the middle once means past the line to its right once.
    let passes = |from: &Coord<f64>, to: &Coord<f64>| {
        let (is_below, is_past) = (from.y < middle.y, to.y >= middle.y);
        is_below & is_past
    };
    let (Some(first), Some(last)) = (points.first(), points.last()) else { return false };
    let (mut forward, mut rounds) = (turns(last, first), u32::from(passes(last, first)));
    for (from, to) in points.iter().zip(&points[1..]) {
        forward &= turns(from, to);
        rounds += u32::from(passes(from, to));
    }
    forward && rounds == 1
}

/// Whether a shape, cut into `blocks`, is one ring that does not meet itself.
#[expect(clippy::inline_always, reason = "compiled once for each set of instructions, see wide.rs")]
#[inline(always)]
pub(super) fn is_simple(shapes: &Prepared<'_>, index: usize, target: Target<'_>) -> bool {
    let Some(ring) = only_ring(shapes, index) else { return false };
    let (edges, blocks) = (ring.points.len(), target.blocks);
    if edges < 3 || blocks.len() > MOST_BLOCKS {
        return false;
    }
    let look = Look { blocks, edges, bound: bound(target.rect) };
    look.never_folds(ring.points) && (0..blocks.len()).all(|at| look.keeps_clear(at, target))
}

fn only_ring<'a>(shapes: &'a Prepared<'_>, index: usize) -> Option<Ring<'a>> {
    let mut rings = shapes.rings(index);
    rings.next().filter(|_| rings.next().is_none())
}

fn bound(rect: &Rect) -> f64 {
    let sides = rect.width() + rect.height();
    ROUNDING * (sides * sides)
}

/// One ring in blocks.
struct Look<'t> {
    blocks: &'t [Block],
    /// How many edges there are; the last block is filled up beyond them.
    edges: usize,
    bound: f64,
}

impl Look<'_> {
    /// Whether no edge runs back over the one before.
    #[expect(clippy::inline_always, reason = "compiled once for each set of instructions, see wide.rs")]
    #[inline(always)]
    fn never_folds(&self, points: &[Coord<f64>]) -> bool {
        let clear = |a: Coord<f64>, b: Coord<f64>, c: Coord<f64>| {
            let (d, e) = (b - a, c - b);
            (d.x * e.x + d.y * e.y > self.bound) | ((d.x * e.y - d.y * e.x).abs() > self.bound)
        };
        let n = points.len();
        let ends =
            clear(points[n - 2], points[n - 1], points[0]) & clear(points[n - 1], points[0], points[1]);
        let mut all = ends;
        for ((a, b), c) in points.iter().zip(&points[1..]).zip(&points[2..]) {
            all &= clear(*a, *b, *c);
        }
        all
    }

    /// Whether one block meets neither itself nor a later one.
    #[expect(clippy::inline_always, reason = "compiled once for each set of instructions, see wide.rs")]
    #[inline(always)]
    fn keeps_clear(&self, at: usize, target: Target<'_>) -> bool {
        let block = &self.blocks[at];
        if !goes_one_way(&[block], self.bound) && !self.are_apart(at, at) {
            return false;
        }
        let rect = block.rect();
        for group in at / LANES..self.blocks.len().div_ceil(LANES) {
            let mut near = target.groups[group].touching(&rect);
            while near != 0 {
                let other = group * LANES + near.trailing_zeros() as usize;
                near &= near - 1;
                if other <= at {
                    continue;
                }
                let follows = other == at + 1 && goes_one_way(&[block, &self.blocks[other]], self.bound);
                if !follows && !self.are_apart(at, other) {
                    return false;
                }
            }
        }
        true
    }

    /// Whether no edge of one block meets one of the other, neighbours aside.
    #[expect(clippy::inline_always, reason = "compiled once for each set of instructions, see wide.rs")]
    #[inline(always)]
    fn are_apart(&self, one: usize, other: usize) -> bool {
        let (block, first) = (&self.blocks[one], one * LANES);
        for lane in 0..LANES.min(self.edges - first) {
            let from = Coord { x: block.x[lane], y: block.y[lane] };
            let to = Coord { x: block.x[lane + 1], y: block.y[lane + 1] };
            let meets = meets(from, to, &self.blocks[other], self.bound);
            if meets & !self.neighbours(first + lane, other * LANES) != 0 {
                return false;
            }
        }
        true
    }

    /// The lanes of the block from `first` that hold an edge, its two
    /// neighbours, or nothing.
    #[expect(clippy::inline_always, reason = "compiled once for each set of instructions, see wide.rs")]
    #[inline(always)]
    fn neighbours(&self, edge: usize, first: usize) -> u8 {
        let mut lanes = 0;
        let before = if edge == 0 { self.edges - 1 } else { edge - 1 };
        let after = if edge + 1 == self.edges { 0 } else { edge + 1 };
        for lane in 0..LANES {
            let at = first + lane;
            let near = at == edge || at == before || at == after || at >= self.edges;
            lanes |= u8::from(near) << lane;
        }
        lanes
    }
}

/// Whether blocks that follow one another go one way, from their first point
/// to their last: no such line meets itself.
#[expect(clippy::inline_always, reason = "compiled once for each set of instructions, see wide.rs")]
#[inline(always)]
fn goes_one_way(blocks: &[&Block], bound: f64) -> bool {
    let (Some(first), Some(last)) = (blocks.first(), blocks.last()) else { return true };
    let (dx, dy) = (last.x[LANES] - first.x[0], last.y[LANES] - first.y[0]);
    let mut all = true;
    for block in blocks {
        for lane in 0..LANES {
            let (ex, ey) = (block.x[lane + 1] - block.x[lane], block.y[lane + 1] - block.y[lane]);
            // A block is filled up by standing still, which goes no other way.
            let still = ex == 0.0 && ey == 0.0;
            let onwards = dx * ex + dy * ey > bound;
            all &= still | onwards;
        }
    }
    all
}

/// The lanes whose edge may meet the edge between two points.
#[expect(clippy::inline_always, reason = "compiled once for each set of instructions, see wide.rs")]
#[inline(always)]
fn meets(from: Coord<f64>, to: Coord<f64>, block: &Block, bound: f64) -> u8 {
    let (dx, dy) = (to.x - from.x, to.y - from.y);
    let (xmin, xmax, ymin, ymax) =
        (low(from.x, to.x), high(from.x, to.x), low(from.y, to.y), high(from.y, to.y));
    let mut lanes = 0;
    for lane in 0..LANES {
        let (x0, y0, x1, y1) = (block.x[lane], block.y[lane], block.x[lane + 1], block.y[lane + 1]);
        let beside = (high(x0, x1) < xmin) | (low(x0, x1) > xmax);
        let away = (high(y0, y1) < ymin) | (low(y0, y1) > ymax);
        let a = dx * (y0 - from.y) - dy * (x0 - from.x);
        let b = dx * (y1 - from.y) - dy * (x1 - from.x);
        let (ex, ey) = (x1 - x0, y1 - y0);
        let c = ex * (from.y - y0) - ey * (from.x - x0);
        let d = ex * (to.y - y0) - ey * (to.x - x0);
        let one_side = (low(a, b) > bound) | (high(a, b) < -bound);
        let other_side = (low(c, d) > bound) | (high(c, d) < -bound);
        lanes |= u8::from(!(beside | away | one_side | other_side)) << lane;
    }
    lanes
}
