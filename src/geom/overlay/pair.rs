//! The shared area of one source and one target.
//!
//! Seen from the source's box, an edge of the target lies beside it or below
//! it and gives 0; or above it, and gives the source's area left of one end
//! less that left of the other, so that along a run of such edges only the two
//! ends of the run count; or it meets the box and is integrated. An end left
//! of the source counts 0, one right of it the source's whole area, and one in
//! between becomes a level edge along the top of the source. So a source
//! wholly inside a target costs no integral at all and gives its own area,
//! to the last bit. With rays that go down, above and below change places.

use super::boxes::{LANES, Sides, visit};
use super::exact;
use super::integral::{Edge, Sum};
use super::prepared::Prepared;
use super::rect::{Rect, high, low};
use super::source::{Block, Source};
use super::target::Target;

/// Results below this many times their possible rounding error are computed
/// again in double length, which leaves at least six good digits.
const DOUBT: f64 = 1_048_576.0;

/// What a double-length sum may be off by, as a share of the single-length error.
const DOUBLE_LENGTH: f64 = f64::EPSILON;

/// Room that is used again for each pair.
#[derive(Debug)]
pub(super) struct Room {
    pub(super) source: Source,
    edges: Vec<Edge>,
    ends: Ends,
}

/// Ends of runs of edges past the source.
#[derive(Debug, Default)]
struct Ends {
    /// How many times the whole source counts.
    copies: f64,
    /// Ends above the inside of the source: x and how often its left part counts.
    inside: Vec<(f64, f64)>,
}

impl Room {
    pub(super) fn new() -> Self {
        Self { source: Source::new(), edges: Vec::new(), ends: Ends::default() }
    }
}

/// The area that the chosen source shares with a target; negative only where
/// rings cross themselves, and 0 where nothing can be told from rounding.
#[expect(clippy::inline_always, reason = "compiled once for each set of instructions, see wide.rs")]
#[inline(always)]
pub(super) fn shared_area(room: &mut Room, sources: &Prepared<'_>, index: usize, target: Target<'_>) -> f64 {
    let (p, q) = (&room.source.rect, target.rect);
    // Rays go to where less of the source lies free of the target: less cancels.
    if q.ymin - p.ymin > p.ymax - q.ymax {
        shared_along::<true>(room, sources, index, target)
    } else {
        shared_along::<false>(room, sources, index, target)
    }
}

#[expect(clippy::inline_always, reason = "compiled once for each set of instructions, see wide.rs")]
#[inline(always)]
fn shared_along<const DOWN: bool>(
    room: &mut Room,
    sources: &Prepared<'_>,
    index: usize,
    target: Target<'_>,
) -> f64 {
    let Room { source, edges, ends } = room;
    edges.clear();
    ends.clear();
    sort_out::<DOWN>(&source.rect, target, edges, ends);
    let rect = source.rect;
    for &(x, count) in &ends.inside {
        edges.push(Edge::level(rect.xmin, x, if DOWN { rect.ymin } else { rect.ymax }, count));
    }
    let copies = if DOWN { -ends.copies } else { ends.copies };
    if edges.is_empty() {
        return copies * source.area;
    }
    source.make_ready(sources, index);
    let mut sum = Sum::ZERO;
    for edge in edges.iter() {
        sum.add::<DOWN>(source, edge);
    }
    let area = copies * source.area + sum.area();
    let noise = sum.noise() + 16.0 * f64::EPSILON * copies.abs() * (rect.width() * rect.height());
    if area.abs() > DOUBT * noise {
        return area;
    }
    if copies == 0.0 && !sum.is_near() {
        return 0.0;
    }
    let area = exact::shared_area(source, copies, edges, DOWN, sum.tolerance());
    if area.abs() > noise * DOUBLE_LENGTH { area } else { 0.0 }
}

/// Sorts a target's edges into those to integrate and the ends of those past the source.
#[expect(clippy::inline_always, reason = "compiled once for each set of instructions, see wide.rs")]
#[inline(always)]
fn sort_out<const DOWN: bool>(rect: &Rect, target: Target<'_>, edges: &mut Vec<Edge>, ends: &mut Ends) {
    let nothing = |sides: Sides| sides.beside | if DOWN { sides.above } else { sides.below };
    visit(target.groups, target.blocks.len(), rect, nothing, |group, sides| {
        let mut open = !nothing(sides);
        let past = open & if DOWN { sides.below } else { sides.above };
        while open != 0 {
            let lane = open.trailing_zeros();
            open &= open - 1;
            let block = &target.blocks[group * LANES + lane as usize];
            if past >> lane & 1 == 1 {
                ends.add(rect, block.x[0], 1.0);
                ends.add(rect, block.x[LANES], -1.0);
            } else {
                sort_out_block::<DOWN>(rect, block, edges, ends);
            }
        }
    });
}

#[expect(clippy::inline_always, reason = "compiled once for each set of instructions, see wide.rs")]
#[inline(always)]
fn sort_out_block<const DOWN: bool>(rect: &Rect, block: &Block, edges: &mut Vec<Edge>, ends: &mut Ends) {
    let sides = block.sides(rect);
    let mut open = !(sides.beside | if DOWN { sides.above } else { sides.below });
    let past = open & if DOWN { sides.below } else { sides.above };
    while open != 0 {
        let bit = open.trailing_zeros();
        let lane = bit as usize;
        open &= open - 1;
        let (x0, x1) = (block.x[lane], block.x[lane + 1]);
        if past >> bit & 1 == 1 {
            ends.add(rect, x0, 1.0);
            ends.add(rect, x1, -1.0);
        } else if let Some(edge) = Edge::between(x0, block.y[lane], x1, block.y[lane + 1]) {
            edges.push(edge);
        }
    }
}

impl Block {
    /// Where each edge's box lies as seen from `rect`.
    #[expect(clippy::inline_always, reason = "compiled once for each set of instructions, see wide.rs")]
    #[inline(always)]
    fn sides(&self, rect: &Rect) -> Sides {
        let (mut beside, mut below, mut above) = (0, 0, 0);
        for lane in 0..LANES {
            let (x0, x1) = (self.x[lane], self.x[lane + 1]);
            let (y0, y1) = (self.y[lane], self.y[lane + 1]);
            let left = high(x0, x1) <= rect.xmin;
            let right = low(x0, x1) >= rect.xmax;
            beside |= u8::from(left | right) << lane;
            below |= u8::from(high(y0, y1) <= rect.ymin) << lane;
            above |= u8::from(low(y0, y1) >= rect.ymax) << lane;
        }
        Sides { beside, below, above }
    }
}

impl Ends {
    fn clear(&mut self) {
        self.copies = 0.0;
        self.inside.clear();
    }

    /// Counts the source's area left of `x`; an end that meets the next
    /// beginning cancels it.
    #[expect(clippy::float_cmp, reason = "the very same point, and counts of one")]
    #[inline]
    fn add(&mut self, rect: &Rect, x: f64, count: f64) {
        if x <= rect.xmin {
            return;
        }
        if x >= rect.xmax {
            self.copies += count;
            return;
        }
        match self.inside.last() {
            Some(&(last, other)) if last == x && other == -count => {
                self.inside.pop();
            }
            _ => self.inside.push((x, count)),
        }
    }
}
