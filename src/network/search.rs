//! The shortest walk from some nodes to all others within a bound.
//!
//! Dijkstra's algorithm with a ring of buckets in place of a heap: a node
//! waits in the bucket of its distance, and within one bucket a node that is
//! found to be nearer after all is simply looked at again (Dial 1969; the
//! buckets of Meyer and Sanders 2003). Distances are whole millimetres, so
//! they are exact, they do not hang on the order of work, and a way can be
//! traced back by subtraction.

use super::graph::Csr;

/// A node that was not reached.
pub(super) const UNREACHED: u32 = u32::MAX;

/// Width of a bucket in millimetres, as a power of two: about 16 m.
const BUCKET: u32 = 14;

/// The memory of a search, kept for the next one.
#[derive(Debug)]
pub(super) struct Search {
    mm: Vec<u32>,
    touched: Vec<u32>,
    buckets: Vec<Vec<(u32, u32)>>,
}

impl Search {
    /// Room for a graph with so many nodes and an arc of at most `longest` mm.
    pub(super) fn new(nodes: usize, longest: u32) -> Self {
        let ring = ((longest >> BUCKET) as usize + 2).next_power_of_two();
        Self { mm: vec![UNREACHED; nodes], touched: Vec::new(), buckets: vec![Vec::new(); ring] }
    }

    /// The distance of a node from the seeds of the last run.
    #[inline]
    pub(super) fn mm(&self, node: u32) -> u32 {
        self.mm[node as usize]
    }

    /// The nodes reached by the last run, in no promised order.
    pub(super) fn reached(&self) -> &[u32] {
        &self.touched
    }

    /// Finds all distances up to and including `bound`. Seeds are nodes with
    /// the millimetres walked before them, no farther apart than one arc.
    pub(super) fn run(&mut self, graph: &Csr, seeds: &[(u32, u32)], bound: u32) {
        for node in self.touched.drain(..) {
            self.mm[node as usize] = UNREACHED;
        }
        let mut waiting = 0_usize;
        for (node, mm) in seeds {
            waiting += usize::from(*mm <= bound && self.nearer(*node, *mm));
        }
        let first = seeds.iter().map(|(_, mm)| mm >> BUCKET).min().unwrap_or(0);
        let mut cursor = first as usize;
        while waiting > 0 {
            let slot = cursor & (self.buckets.len() - 1);
            while let Some((node, mm)) = self.buckets[slot].pop() {
                waiting -= 1;
                // A nearer way has been found since this entry was written.
                if self.mm[node as usize] == mm {
                    waiting += self.relax(graph, node, mm, bound);
                }
            }
            cursor += 1;
        }
    }

    #[inline]
    fn relax(&mut self, graph: &Csr, node: u32, mm: u32, bound: u32) -> usize {
        let mut added = 0;
        for arc in graph.arcs(node) {
            // No sum overflows: bounds and arcs are capped far below u32::MAX.
            let far = mm + arc.mm;
            added += usize::from(far <= bound && self.nearer(arc.to, far));
        }
        added
    }

    #[inline]
    fn nearer(&mut self, node: u32, mm: u32) -> bool {
        let known = self.mm[node as usize];
        if mm >= known {
            return false;
        }
        if known == UNREACHED {
            self.touched.push(node);
        }
        self.mm[node as usize] = mm;
        let slot = (mm >> BUCKET) as usize & (self.buckets.len() - 1);
        self.buckets[slot].push((node, mm));
        true
    }
}
