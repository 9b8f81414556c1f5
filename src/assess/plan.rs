//! A recipe's tree laid out in one row, parts before wholes.

use super::aggregate::{self, AggregateFault, Aggregation, Gaps};
use super::figure::Figure;
use super::recipe::{Group, Node, Recipe};

/// The tree in one row: every part stands before the group it belongs to; the index is last.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Plan {
    pub(crate) nodes: Vec<PlanNode>,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct PlanNode {
    pub(crate) id: String,
    pub(crate) title: String,
    /// 0 for the index.
    pub(crate) level: usize,
    pub(crate) parent: Option<usize>,
    pub(crate) weight: f64,
    pub(crate) kind: Kind,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Kind {
    /// Position of the indicator among the recipe's indicators.
    Leaf(usize),
    Group {
        parts: Vec<usize>,
        aggregation: Aggregation,
        gaps: Gaps,
    },
}

impl Plan {
    pub(crate) fn of(recipe: &Recipe) -> Self {
        let mut plan = Self { nodes: Vec::new() };
        let mut leaves = 0;
        plan.add_group(&recipe.index, 0, &mut leaves);
        for at in 0..plan.nodes.len() {
            if let Kind::Group { parts, .. } = plan.nodes[at].kind.clone() {
                for part in parts {
                    plan.nodes[part].parent = Some(at);
                }
            }
        }
        plan
    }

    fn add_group(&mut self, group: &Group, level: usize, leaves: &mut usize) -> usize {
        let mut parts = Vec::new();
        for part in &group.parts {
            parts.push(match part {
                Node::Group(inner) => self.add_group(inner, level + 1, leaves),
                Node::Indicator(indicator) => {
                    *leaves += 1;
                    let kind = Kind::Leaf(*leaves - 1);
                    self.push(&indicator.id, &indicator.title, level + 1, indicator.weight, kind)
                }
            });
        }
        let kind = Kind::Group { parts, aggregation: group.aggregation, gaps: group.gaps };
        self.push(&group.id, &group.title, level, group.weight, kind)
    }

    fn push(&mut self, id: &str, title: &str, level: usize, weight: f64, kind: Kind) -> usize {
        let (id, title) = (id.to_owned(), title.to_owned());
        self.nodes.push(PlanNode { id, title, level, parent: None, weight, kind });
        self.nodes.len() - 1
    }

    /// Position of the index.
    pub(crate) fn root(&self) -> usize {
        self.nodes.len() - 1
    }

    pub(crate) fn weights(&self) -> Vec<f64> {
        self.nodes.iter().map(|node| node.weight).collect()
    }

    /// Position of a node by its id.
    pub(crate) fn find(&self, id: &str) -> Option<usize> {
        self.nodes.iter().position(|node| node.id == id)
    }

    /// Node of an indicator by its position.
    pub(crate) fn leaf(&self, indicator: usize) -> Option<usize> {
        self.nodes.iter().position(|node| node.kind == Kind::Leaf(indicator))
    }

    /// Scores of every node from the indicators' scores.
    ///
    /// `other` replaces the aggregation of every group.
    pub(crate) fn scores(
        &self,
        columns: &[Vec<Figure>],
        weights: &[f64],
        other: Option<Aggregation>,
    ) -> Result<Vec<Vec<Figure>>, (usize, AggregateFault)> {
        let mut scores: Vec<Vec<Figure>> = Vec::with_capacity(self.nodes.len());
        for (at, node) in self.nodes.iter().enumerate() {
            let column = match &node.kind {
                Kind::Leaf(indicator) => columns[*indicator].clone(),
                Kind::Group { parts, aggregation, gaps } => {
                    let method = other.unwrap_or(*aggregation);
                    let below: Vec<&[Figure]> = parts.iter().map(|part| scores[*part].as_slice()).collect();
                    let own: Vec<f64> = parts.iter().map(|part| weights[*part]).collect();
                    aggregate::aggregate(&below, &own, method, *gaps).map_err(|fault| (at, fault))?
                }
            };
            scores.push(column);
        }
        Ok(scores)
    }

    /// Share of the index's weight that each node holds.
    pub(crate) fn shares(&self, weights: &[f64]) -> Vec<f64> {
        let mut shares = vec![0.0; self.nodes.len()];
        shares[self.root()] = 1.0;
        for at in (0..self.nodes.len()).rev() {
            if let Kind::Group { parts, .. } = &self.nodes[at].kind {
                let all: f64 = parts.iter().map(|part| weights[*part]).sum();
                for part in parts {
                    shares[*part] = if all > 0.0 { shares[at] * weights[*part] / all } else { 0.0 };
                }
            }
        }
        shares
    }

    /// For each node, the indicators below it with their share of its weight.
    pub(crate) fn leaves_below(&self, weights: &[f64]) -> Vec<Vec<(usize, f64)>> {
        let mut below: Vec<Vec<(usize, f64)>> = Vec::with_capacity(self.nodes.len());
        for node in &self.nodes {
            below.push(match &node.kind {
                Kind::Leaf(indicator) => vec![(*indicator, 1.0)],
                Kind::Group { parts, .. } => {
                    let all: f64 = parts.iter().map(|part| weights[*part]).sum();
                    let share = |part: usize| if all > 0.0 { weights[part] / all } else { 0.0 };
                    parts
                        .iter()
                        .flat_map(|part| {
                            below[*part].iter().map(move |(leaf, own)| (*leaf, own * share(*part)))
                        })
                        .collect()
                }
            });
        }
        below
    }
}
