//! Target polygons cut into blocks of eight edges, each polygon under a tree of boxes.

use super::boxes::{Boxes, LANES, build_upper_levels};
use super::prepared::Prepared;
use super::rect::Rect;
use super::source::{Block, walk};

/// All blocks of a set of targets.
#[derive(Debug)]
pub(super) struct Targets {
    pub(super) rects: Vec<Rect>,
    blocks: Vec<Block>,
    groups: Vec<Boxes>,
    spans: Vec<Span>,
}

/// Where one target's blocks and boxes begin.
#[derive(Debug, Clone, Copy)]
struct Span {
    block: usize,
    group: usize,
}

/// One target's blocks, in walking order ring after ring, and the boxes over them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Target<'t> {
    pub(super) rect: &'t Rect,
    pub(super) blocks: &'t [Block],
    pub(super) groups: &'t [Boxes],
}

impl Targets {
    /// Cuts every polygon of a set.
    pub(super) fn build(prepared: &Prepared<'_>) -> Self {
        let range = 0..prepared.len();
        let rings = range.clone().flat_map(|index| prepared.rings(index));
        let n_blocks = rings.map(|ring| ring.points.len().div_ceil(LANES)).sum();
        let mut targets = Self {
            rects: prepared.outlines().iter().map(|outline| outline.rect).collect(),
            blocks: Vec::with_capacity(n_blocks),
            groups: Vec::new(),
            spans: Vec::with_capacity(range.len() + 1),
        };
        for index in range {
            targets.add(prepared, index);
        }
        targets.end();
        targets
    }

    /// Room for one polygon at a time.
    pub(super) fn empty() -> Self {
        Self { rects: Vec::new(), blocks: Vec::new(), groups: Vec::new(), spans: Vec::new() }
    }

    /// Cuts one polygon of a set; it takes the place of what was cut before.
    #[expect(clippy::inline_always, reason = "compiled once for each set of instructions, see wide.rs")]
    #[inline(always)]
    pub(super) fn cut(&mut self, prepared: &Prepared<'_>, index: usize) {
        self.rects.clear();
        self.blocks.clear();
        self.groups.clear();
        self.spans.clear();
        self.rects.push(prepared.outlines()[index].rect);
        self.add(prepared, index);
        self.end();
    }

    /// One target.
    pub(super) fn get(&self, index: usize) -> Target<'_> {
        let (span, next) = (self.spans[index], self.spans[index + 1]);
        Target {
            rect: &self.rects[index],
            blocks: &self.blocks[span.block..next.block],
            groups: &self.groups[span.group..next.group],
        }
    }

    fn end(&mut self) {
        self.spans.push(Span { block: self.blocks.len(), group: self.groups.len() });
    }

    #[expect(clippy::inline_always, reason = "compiled once for each set of instructions, see wide.rs")]
    #[inline(always)]
    fn add(&mut self, prepared: &Prepared<'_>, index: usize) {
        let first = self.blocks.len();
        self.spans.push(Span { block: first, group: self.groups.len() });
        for ring in prepared.rings(index) {
            walk(ring, |block| {
                let at = self.blocks.len() - first;
                if at.is_multiple_of(LANES) {
                    self.groups.push(Boxes::EMPTY);
                }
                if let Some(group) = self.groups.last_mut() {
                    group.set(at % LANES, &block.rect());
                }
                self.blocks.push(*block);
            });
        }
        build_upper_levels(&mut self.groups, self.blocks.len() - first);
    }
}
