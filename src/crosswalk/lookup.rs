//! Weights by a published lookup: each source belongs whole to one target.

use std::collections::BTreeMap;

use super::error::CrosswalkError;
use super::overlap::Overlap;
use super::side::Side;
use super::weights::{Crosswalk, Frame, Link, Method, Rung};

/// One row of a lookup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LookupRow<'a> {
    /// Row of the file, counted from 1, for messages.
    pub row: u64,
    /// Code of the source.
    pub source: &'a str,
    /// Code of the target.
    pub target: &'a str,
}

/// Sends each source whole to the target that a published lookup names.
///
/// A source that the lookup does not name goes nowhere and is spill. Each
/// source counts as one: turned round, a target is shared out equally among
/// its sources. With an `overlap`, links also say what the pair shares on the
/// ground.
///
/// # Errors
/// [`CrosswalkError::UnknownCode`] and [`CrosswalkError::TwoTargets`], one for each such row.
///
/// # Source
/// The best-fit policy of the Office for National Statistics; `docs/methods/crosswalk.md`.
pub fn by_lookup(
    from: Side,
    to: Side,
    rows: &[LookupRow<'_>],
    overlap: Option<&Overlap>,
) -> Result<Crosswalk, Vec<CrosswalkError>> {
    let chosen = choose(&from, &to, rows)?;
    let links: Vec<(u32, Link)> = chosen
        .into_iter()
        .map(|(source, target)| {
            let area_m2 = overlap.map(|overlap| overlap.shared_m2(source, target));
            let relation = overlap.and_then(|overlap| overlap.relation(source, target));
            (source, Link { target, weight: 1.0, area_m2, rung: Rung::Lookup, relation })
        })
        .collect();
    let mut target_size = vec![0.0; to.len()];
    for (_, link) in &links {
        target_size[link.target as usize] += 1.0;
    }
    let frame = Frame {
        source_size: vec![1.0; from.len()],
        target_size,
        target_cover: overlap.map(Overlap::target_cover),
        from,
        to,
        method: Method::Lookup,
    };
    Ok(Crosswalk::assemble(frame, links))
}

fn choose(from: &Side, to: &Side, rows: &[LookupRow<'_>]) -> Result<BTreeMap<u32, u32>, Vec<CrosswalkError>> {
    let (sources, targets) = (positions(from), positions(to));
    let (mut chosen, mut errors) = (BTreeMap::new(), Vec::new());
    let unknown = |row: u64, end, code: &str| CrosswalkError::UnknownCode { row, end, code: code.to_owned() };
    for entry in rows {
        let (source, target) = (entry.source.trim(), entry.target.trim());
        let (i, j) = (sources.get(source), targets.get(target));
        if i.is_none() {
            errors.push(unknown(entry.row, "source", source));
        }
        if j.is_none() {
            errors.push(unknown(entry.row, "target", target));
        }
        let (Some(i), Some(j)) = (i, j) else { continue };
        match chosen.insert(*i, *j) {
            Some(before) if before != *j => errors.push(CrosswalkError::TwoTargets {
                row: entry.row,
                code: source.to_owned(),
                first: to.codes[before as usize].to_string(),
                second: target.to_owned(),
            }),
            _ => {}
        }
    }
    if errors.is_empty() { Ok(chosen) } else { Err(errors) }
}

fn positions(side: &Side) -> BTreeMap<&str, u32> {
    side.codes.iter().map(crate::model::AreaCode::as_str).zip(0_u32..).collect()
}
