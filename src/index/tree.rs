//! A balanced tree over points or boxes: halves of halves, down to leaves.
//!
//! Its things are brought into the order of the leaves once, so that a leaf is
//! a run of them and a node needs nothing but its box. Node 1 is the root,
//! nodes `2k` and `2k + 1` are the halves of node `k`.

use rayon::join;

use crate::geom::Grid;

/// Things of a leaf, at the most.
const LEAF: usize = 16;

/// More halvings than any tree has: a leaf holds eight things or more.
const DEEPEST: usize = 64;

/// From this many things on, two halves are split by two threads.
const SHARED_WORK: usize = 8_192;

/// What a tree holds: something with a box and a published position.
pub(super) trait Placed: Copy + Send {
    /// The smallest box around it, with finite corners.
    fn around(&self) -> Around;
    /// Its position in the order it was given in.
    fn at(&self) -> u32;
}

/// The smallest box around some things; around none it is farther than anything.
#[derive(Debug, Clone, Copy)]
pub(super) struct Around {
    pub(super) min: Grid,
    pub(super) max: Grid,
}

/// Things in the order of the leaves, and the box of each node.
#[derive(Debug)]
pub(super) struct Tree<T> {
    pub(super) things: Vec<T>,
    boxes: Vec<Around>,
    /// Halvings from the root to any leaf.
    depth: u32,
}

impl Around {
    const NOTHING: Self = Self {
        min: Grid { e: f64::INFINITY, n: f64::INFINITY },
        max: Grid { e: f64::NEG_INFINITY, n: f64::NEG_INFINITY },
    };

    fn of<T: Placed>(things: &[T]) -> Self {
        things.iter().fold(Self::NOTHING, |all, thing| all.join(&thing.around()))
    }

    fn join(&self, other: &Self) -> Self {
        let (min, max) = (self.min, self.max);
        Self {
            min: Grid { e: min.e.min(other.min.e), n: min.n.min(other.min.n) },
            max: Grid { e: max.e.max(other.max.e), n: max.n.max(other.max.n) },
        }
    }

    /// The square of the gap between two boxes in m²; 0 where they meet.
    ///
    /// It goes by the same steps as the distance of two points, none of which
    /// can change an order: a gap is never more than the distance between any
    /// two points of the boxes, rounding included, so that none is passed over.
    #[inline]
    pub(super) fn gap2(&self, other: &Self) -> f64 {
        let e = (self.min.e - other.max.e).max(other.min.e - self.max.e).max(0.0);
        let n = (self.min.n - other.max.n).max(other.min.n - self.max.n).max(0.0);
        e * e + n * n
    }

    /// The box of a single point.
    pub(super) fn at(point: Grid) -> Self {
        Self { min: point, max: point }
    }

    /// Whether two boxes have a point in common, edges included.
    #[inline]
    pub(super) fn meets(&self, other: &Self) -> bool {
        self.min.e <= other.max.e
            && other.min.e <= self.max.e
            && self.min.n <= other.max.n
            && other.min.n <= self.max.n
    }

    fn is_wide(&self) -> bool {
        self.max.e - self.min.e >= self.max.n - self.min.n
    }
}

impl<T: Placed> Tree<T> {
    /// Orders things into leaves.
    pub(super) fn build(mut things: Vec<T>) -> Self {
        let depth = things.len().div_ceil(LEAF).next_power_of_two().ilog2();
        let whole = Part { index: 0, level: 0, depth, whole: things.len() };
        halve(&mut things, whole);
        let mut tree = Self { things, boxes: vec![Around::NOTHING; 2 << depth], depth };
        let leaves = tree.leaves();
        for leaf in 0..leaves {
            tree.boxes[leaves + leaf] = Around::of(tree.leaf(leaf));
        }
        for node in (1..leaves).rev() {
            tree.boxes[node] = tree.boxes[2 * node].join(&tree.boxes[2 * node + 1]);
        }
        tree
    }

    /// How many leaves there are.
    #[inline]
    pub(super) fn leaves(&self) -> usize {
        1 << self.depth
    }

    /// What a leaf holds.
    #[inline]
    pub(super) fn leaf(&self, leaf: usize) -> &[T] {
        let start = |leaf: usize| (leaf * self.things.len()) >> self.depth;
        &self.things[start(leaf)..start(leaf + 1)]
    }

    /// The leaf that a node is, if it is one.
    #[inline]
    pub(super) fn as_leaf(&self, node: usize) -> Option<usize> {
        node.checked_sub(self.leaves())
    }

    #[inline]
    pub(super) fn around(&self, node: usize) -> &Around {
        &self.boxes[node]
    }

    /// Calls `each` with the leaves from `first` on whose box is let in.
    #[inline]
    pub(super) fn visit(&self, first: usize, let_in: impl Fn(&Around) -> bool, mut each: impl FnMut(usize)) {
        let last_of = |node: usize| {
            let level = self.depth - node.ilog2();
            ((node + 1) << level) - 1 - self.leaves()
        };
        // One node of each level at the most waits for its turn.
        let mut waiting = [0; DEEPEST];
        let mut node = 1;
        let mut count = 0;
        loop {
            if last_of(node) >= first && let_in(self.around(node)) {
                if let Some(leaf) = self.as_leaf(node) {
                    each(leaf);
                } else {
                    waiting[count] = 2 * node + 1;
                    count += 1;
                    node *= 2;
                    continue;
                }
            }
            let Some(next) = count.checked_sub(1) else { return };
            count = next;
            node = waiting[next];
        }
    }
}

/// One part of the whole on its way to the leaves.
#[derive(Debug, Clone, Copy)]
struct Part {
    /// Which part of its level.
    index: usize,
    /// Halvings so far, and in all.
    level: u32,
    depth: u32,
    /// Things of the whole.
    whole: usize,
}

impl Part {
    /// Things before the second half of this part.
    fn middle(&self) -> usize {
        let start = (self.index * self.whole) >> self.level;
        (((2 * self.index + 1) * self.whole) >> (self.level + 1)) - start
    }

    fn half(&self, second: usize) -> Self {
        Self { index: 2 * self.index + second, level: self.level + 1, ..*self }
    }
}

/// Brings the lower half before the upper, along the longer side of the box, and so on in each half.
fn halve<T: Placed>(things: &mut [T], part: Part) {
    if part.level == part.depth {
        return;
    }
    let middle = part.middle();
    // By position where two lie level, so that the order depends on nothing else.
    if Around::of(things).is_wide() {
        let twice_e = |thing: &T| thing.around().min.e + thing.around().max.e;
        things.select_nth_unstable_by(middle, |a, b| {
            twice_e(a).total_cmp(&twice_e(b)).then(a.at().cmp(&b.at()))
        });
    } else {
        let twice_n = |thing: &T| thing.around().min.n + thing.around().max.n;
        things.select_nth_unstable_by(middle, |a, b| {
            twice_n(a).total_cmp(&twice_n(b)).then(a.at().cmp(&b.at()))
        });
    }
    let shared = things.len() >= SHARED_WORK;
    let (low, high) = things.split_at_mut(middle);
    if shared {
        join(|| halve(low, part.half(0)), || halve(high, part.half(1)));
    } else {
        halve(low, part.half(0));
        halve(high, part.half(1));
    }
}
