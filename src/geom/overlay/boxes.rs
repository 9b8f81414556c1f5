//! Eight boxes side by side, and a tree of them with eight branches a node.

use super::rect::{Rect, high, low};

/// How many edges or boxes are worked on at a time.
pub(super) const LANES: usize = 8;

/// Enough levels for 8^11 leaves, more than fit in memory.
const MAX_LEVELS: usize = 12;

/// Eight boxes, lane by lane.
#[derive(Debug, Clone, Copy)]
#[repr(align(64))]
pub(super) struct Boxes {
    xmin: [f64; LANES],
    xmax: [f64; LANES],
    ymin: [f64; LANES],
    ymax: [f64; LANES],
}

/// Where each of eight boxes lies as seen from another: one bit a lane.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sides {
    /// To the left or to the right of it, touching at most.
    pub(super) beside: u8,
    /// Below it, touching at most.
    pub(super) below: u8,
    /// Above it, touching at most.
    pub(super) above: u8,
}

impl Boxes {
    pub(super) const EMPTY: Self = Self {
        xmin: [f64::INFINITY; LANES],
        xmax: [f64::NEG_INFINITY; LANES],
        ymin: [f64::INFINITY; LANES],
        ymax: [f64::NEG_INFINITY; LANES],
    };

    #[inline]
    pub(super) fn set(&mut self, lane: usize, rect: &Rect) {
        self.xmin[lane] = rect.xmin;
        self.xmax[lane] = rect.xmax;
        self.ymin[lane] = rect.ymin;
        self.ymax[lane] = rect.ymax;
    }

    /// One box around all eight.
    #[inline]
    fn hull(&self) -> Rect {
        let least = |values: &[f64; LANES]| values.iter().copied().fold(f64::INFINITY, low);
        let greatest = |values: &[f64; LANES]| values.iter().copied().fold(f64::NEG_INFINITY, high);
        Rect {
            xmin: least(&self.xmin),
            xmax: greatest(&self.xmax),
            ymin: least(&self.ymin),
            ymax: greatest(&self.ymax),
        }
    }

    /// Where each box lies as seen from `rect`.
    #[expect(clippy::inline_always, reason = "compiled once for each set of instructions, see wide.rs")]
    #[inline(always)]
    pub(super) fn sides(&self, rect: &Rect) -> Sides {
        let (mut beside, mut below, mut above) = (0, 0, 0);
        for lane in 0..LANES {
            let left = self.xmax[lane] <= rect.xmin;
            let right = self.xmin[lane] >= rect.xmax;
            beside |= u8::from(left | right) << lane;
            below |= u8::from(self.ymax[lane] <= rect.ymin) << lane;
            above |= u8::from(self.ymin[lane] >= rect.ymax) << lane;
        }
        Sides { beside, below, above }
    }

    /// The boxes that share at least a point with `rect`: one bit a lane.
    #[expect(clippy::inline_always, reason = "compiled once for each set of instructions, see wide.rs")]
    #[inline(always)]
    pub(super) fn touching(&self, rect: &Rect) -> u8 {
        let mut lanes = 0;
        for lane in 0..LANES {
            let (left, right) = (self.xmax[lane] < rect.xmin, self.xmin[lane] > rect.xmax);
            let (below, above) = (self.ymax[lane] < rect.ymin, self.ymin[lane] > rect.ymax);
            lanes |= u8::from(!(left | right | below | above)) << lane;
        }
        lanes
    }
}

/// Adds the upper levels above `leaves` boxes whose groups of eight end `groups`.
pub(super) fn build_upper_levels(groups: &mut Vec<Boxes>, leaves: usize) {
    let mut count = leaves.div_ceil(LANES);
    let mut start = groups.len() - count;
    while count > 1 {
        let above = count.div_ceil(LANES);
        let next = start + count;
        groups.resize(next + above, Boxes::EMPTY);
        for child in 0..count {
            let hull = groups[start + child].hull();
            groups[next + child / LANES].set(child % LANES, &hull);
        }
        (start, count) = (next, above);
    }
}

/// Calls `leaf` with each group of eight leaves that is not ruled out, in order.
///
/// `ruled_out` gives the lanes whose boxes, and all boxes inside them, do not
/// matter.
#[expect(clippy::inline_always, reason = "compiled once for each set of instructions, see wide.rs")]
#[inline(always)]
pub(super) fn visit(
    groups: &[Boxes],
    leaves: usize,
    rect: &Rect,
    ruled_out: impl Fn(Sides) -> u8,
    mut leaf: impl FnMut(usize, Sides),
) {
    if leaves <= LANES {
        if let Some(group) = groups.first() {
            leaf(0, group.sides(rect));
        }
        return;
    }
    let (mut first, mut top) = ([0; MAX_LEVELS], 0);
    let mut count = leaves.div_ceil(LANES);
    while count > 1 {
        first[top + 1] = first[top] + count;
        count = count.div_ceil(LANES);
        top += 1;
    }
    let (mut node, mut open) = ([0; MAX_LEVELS], [0_u8; MAX_LEVELS]);
    let mut level = top;
    open[top] = !ruled_out(groups[first[top]].sides(rect));
    loop {
        if open[level] == 0 {
            if level == top {
                return;
            }
            level += 1;
            continue;
        }
        let child = node[level] * LANES + open[level].trailing_zeros() as usize;
        open[level] &= open[level] - 1;
        let sides = groups[first[level - 1] + child].sides(rect);
        if level == 1 {
            leaf(child, sides);
        } else {
            level -= 1;
            node[level] = child;
            open[level] = !ruled_out(sides);
        }
    }
}
