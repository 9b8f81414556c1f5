//! Pieces of a network that do not meet.

use super::streets::Segment;

/// One connected piece, as people can walk it in one direction or the other.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Piece {
    /// Nodes on it.
    pub nodes: usize,
    /// Segments of it.
    pub segments: usize,
    /// Length of its streets in metres.
    pub length_m: f64,
}

/// The connected pieces of some streets, the longest first, as they lie in the
/// file: steps and ferries connect.
#[must_use]
pub fn pieces_of(segments: &[Segment]) -> Vec<Piece> {
    let nodes = segments.iter().map(|s| s.from.max(s.to) as usize + 1).max().unwrap_or(0);
    find(nodes, segments.iter().map(|s| (s.from, s.to, s.length_m))).1
}

/// Piece of each node, and the pieces, the longest first.
pub(super) fn find(
    nodes: usize,
    edges: impl Iterator<Item = (u32, u32, f64)> + Clone,
) -> (Vec<u32>, Vec<Piece>) {
    let mut parent: Vec<u32> = (0..).take(nodes).collect();
    for (a, b, _) in edges.clone() {
        let (a, b) = (root(&mut parent, a), root(&mut parent, b));
        // The smaller number leads, so that the outcome does not hang on the order.
        parent[a.max(b) as usize] = a.min(b);
    }
    let mut by_root = vec![Piece { nodes: 0, segments: 0, length_m: 0.0 }; nodes];
    let roots: Vec<u32> = (0..).take(nodes).map(|node| root(&mut parent, node)).collect();
    for root in &roots {
        by_root[*root as usize].nodes += 1;
    }
    for (a, _, length_m) in edges {
        let piece = &mut by_root[roots[a as usize] as usize];
        piece.segments += 1;
        piece.length_m += length_m;
    }
    number(&roots, &by_root)
}

/// Numbers pieces from the longest to the shortest; level ones by their first node.
fn number(roots: &[u32], by_root: &[Piece]) -> (Vec<u32>, Vec<Piece>) {
    let mut order: Vec<usize> = (0..by_root.len()).filter(|root| by_root[*root].segments > 0).collect();
    order.sort_by(|a, b| by_root[*b].length_m.total_cmp(&by_root[*a].length_m).then(a.cmp(b)));
    let mut number_of = vec![u32::MAX; by_root.len()];
    for (number, root) in (0_u32..).zip(&order) {
        number_of[*root] = number;
    }
    let of_node = roots.iter().map(|root| number_of[*root as usize]).collect();
    (of_node, order.into_iter().map(|root| by_root[root]).collect())
}

fn root(parent: &mut [u32], node: u32) -> u32 {
    let mut at = node;
    while parent[at as usize] != at {
        let above = parent[parent[at as usize] as usize];
        parent[at as usize] = above;
        at = above;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_come_longest_first_and_nodes_know_theirs() {
        let edges = [(0, 1, 5.0), (2, 3, 4.0), (3, 4, 4.0)];
        let (of_node, pieces) = find(5, edges.into_iter());
        assert_eq!(of_node, [1, 1, 0, 0, 0]);
        assert_eq!(pieces[0], Piece { nodes: 3, segments: 2, length_m: 8.0 });
        assert_eq!(pieces.len(), 2);
    }
}
