//! The streets of an extract: every way that is a road, a path or a ferry.

use osmpbf::Element;

use super::super::found::Halt;
use super::super::{Limits, SourceBytes};
use super::elements::{Budget, gather, node, tags};
use super::frames;
use crate::check::Fault;
use crate::draft::{StreetDraft, StreetPoint, StreetWay, Tags};
use crate::network::walk::{NODE_KEYS, WAY_KEYS};

/// A way before its points are known.
struct Found {
    id: i64,
    refs: Vec<i64>,
    tags: Tags,
}

pub(super) fn read(source: &SourceBytes<'_>, limits: &Limits) -> Result<StreetDraft, Vec<Fault>> {
    let frames = frames::cut(source.bytes, limits).map_err(|halt| vec![*halt])?;
    let ways = gather(&frames, &Budget::new(limits), {
        let budget = Budget::new(limits);
        move |element, found| way(&element, &budget, found)
    })?;
    let mut wanted: Vec<i64> = ways.iter().flat_map(|way| way.refs.iter().copied()).collect();
    wanted.sort_unstable();
    wanted.dedup();
    let mut points = gather(&frames, &Budget::new(limits), {
        let (budget, wanted) = (Budget::new(limits), &wanted);
        move |element, found| point(element, &budget, wanted, found)
    })?;
    points.sort_by_key(|point: &StreetPoint| point.id);
    points.dedup_by_key(|point| point.id);
    let ways = ways.into_iter().map(|way| placed(way, &points)).collect();
    Ok(StreetDraft { file: source.file.to_owned(), points, ways, noticed: Vec::new() })
}

fn way(element: &Element<'_>, budget: &Budget, found: &mut Vec<Found>) -> Result<(), Halt> {
    let Element::Way(way) = element else { return Ok(()) };
    let is_street = way.tags().any(|(key, value)| key == "highway" || (key == "route" && value == "ferry"));
    if is_street {
        let tags = tags(way.tags(), budget, |key| WAY_KEYS.contains(&key))?;
        found.push(Found { id: way.id(), refs: way.refs().collect(), tags });
    }
    Ok(())
}

fn point(
    element: Element<'_>,
    budget: &Budget,
    wanted: &[i64],
    found: &mut Vec<StreetPoint>,
) -> Result<(), Halt> {
    node(element, |node| {
        if wanted.binary_search(&node.id).is_ok() {
            let mut kept = tags(node.tags, budget, |key| NODE_KEYS.contains(&key))?;
            // What is said of access matters at a barrier alone.
            if kept.get("barrier").is_none() {
                kept = Tags::default();
            }
            found.push(StreetPoint { id: node.id, at: node.at, tags: kept });
        }
        Ok(())
    })
}

/// A way over the points that the file holds; it breaks where one is not there.
fn placed(way: Found, points: &[StreetPoint]) -> StreetWay {
    let mut runs: Vec<Vec<u32>> = vec![Vec::new()];
    let mut absent = 0;
    for id in &way.refs {
        let at = points.binary_search_by_key(id, |point| point.id).ok();
        if let Some(at) = at.and_then(|at| u32::try_from(at).ok()) {
            runs.last_mut().into_iter().for_each(|run| run.push(at));
        } else {
            absent += 1;
            runs.push(Vec::new());
        }
    }
    runs.retain(|run| run.len() > 1);
    StreetWay { id: way.id, runs, absent, tags: way.tags }
}
