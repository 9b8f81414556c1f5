//! Walking the elements of an extract on all cores, in published order, with
//! an account of how much was met and how much of it is kept.

use std::sync::atomic::{AtomicU64, Ordering};

use osmpbf::{Element, PrimitiveBlock};
use rayon::prelude::*;

use super::super::Limits;
use super::super::found::{Halt, over_limit};
use super::frames::Frame;
use crate::check::{Fault, Place};
use crate::draft::Tags;
use crate::geom::LonLat;

/// How much may still be met: elements with what hangs on them, and bytes of
/// text that are kept of them.
pub(super) struct Budget {
    elements: AtomicU64,
    text: AtomicU64,
    limits: Limits,
}

impl Budget {
    pub(super) fn new(limits: &Limits) -> Self {
        Self { elements: AtomicU64::new(limits.points), text: AtomicU64::new(limits.bytes), limits: *limits }
    }

    fn met(&self, element: &Element<'_>) -> Result<(), Halt> {
        let weight = match element {
            Element::Node(_) | Element::DenseNode(_) => 1,
            Element::Way(way) => 1 + way.raw_refs().len() as u64,
            Element::Relation(relation) => 1 + relation.members().len() as u64,
        };
        let most = self.limits.points;
        spend(&self.elements, weight, || format!("the extract holds more than {most} points and members"))
    }

    fn kept(&self, text: &str) -> Result<(), Halt> {
        let most = self.limits.bytes;
        spend(&self.text, text.len() as u64, || format!("the extract's tags are longer than {most} bytes"))
    }
}

fn spend(left: &AtomicU64, amount: u64, message: impl Fn() -> String) -> Result<(), Halt> {
    let spent = |left: u64| left.checked_sub(amount);
    let done = left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, spent);
    done.map(|_before| ()).map_err(|_left| over_limit(Place::default(), message()))
}

/// Takes from every blob what `each` finds in its elements, in published order.
pub(super) fn gather<T: Send>(
    frames: &[Frame<'_>],
    budget: &Budget,
    each: impl Fn(Element<'_>, &mut Vec<T>) -> Result<(), Halt> + Sync,
) -> Result<Vec<T>, Vec<Fault>> {
    let found: Vec<Result<Vec<T>, Halt>> =
        frames.par_iter().map(|frame| of_block(&frame.block()?, budget, &each)).collect();
    let mut all = Vec::new();
    for of_block in found {
        all.extend(of_block.map_err(|halt| vec![*halt])?);
    }
    Ok(all)
}

fn of_block<T>(
    block: &PrimitiveBlock,
    budget: &Budget,
    each: &impl Fn(Element<'_>, &mut Vec<T>) -> Result<(), Halt>,
) -> Result<Vec<T>, Halt> {
    let mut found = Vec::new();
    for element in block.elements() {
        budget.met(&element)?;
        each(element, &mut found)?;
    }
    Ok(found)
}

/// The tags whose keys are wanted, in published order.
pub(super) fn tags<'t>(
    tags: impl Iterator<Item = (&'t str, &'t str)>,
    budget: &Budget,
    wanted: impl Fn(&str) -> bool,
) -> Result<Tags, Halt> {
    let mut kept = Vec::new();
    for (key, value) in tags.filter(|(key, _)| wanted(key)) {
        budget.kept(key)?;
        budget.kept(value)?;
        kept.push((key.into(), value.into()));
    }
    Ok(Tags(kept))
}

/// A node of either packing.
pub(super) struct Node<'a, 't> {
    pub id: i64,
    pub at: LonLat,
    pub tags: &'a mut dyn Iterator<Item = (&'t str, &'t str)>,
}

/// Calls `each` with a node, and passes over what is none.
pub(super) fn node(
    element: Element<'_>,
    each: impl FnOnce(Node<'_, '_>) -> Result<(), Halt>,
) -> Result<(), Halt> {
    match element {
        Element::Node(n) => {
            each(Node { id: n.id(), at: LonLat { lon: n.lon(), lat: n.lat() }, tags: &mut n.tags() })
        }
        Element::DenseNode(n) => {
            each(Node { id: n.id(), at: LonLat { lon: n.lon(), lat: n.lat() }, tags: &mut n.tags() })
        }
        Element::Way(_) | Element::Relation(_) => Ok(()),
    }
}
