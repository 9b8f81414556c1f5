//! Codes and names that stand for other ground in the other vintage.

use std::collections::BTreeMap;

use super::vintage::Vintage;
use crate::crosswalk::pieces::{Pieces, Portion};

/// What two areas have in common without being one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Label {
    /// Their code.
    Code,
    /// Their name.
    Name,
}

/// A code or name that both vintages use, for ground that is not the same.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reuse {
    /// Whether the code or the name is used again.
    pub label: Label,
    /// The old area.
    pub old: u32,
    /// The new area.
    pub new: u32,
    /// What the old area still has in the new one.
    pub of_old: Portion,
    /// What the new area has from the old one.
    pub of_new: Portion,
}

impl Label {
    /// The name used in files and on the wire.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Name => "name",
        }
    }
}

/// All codes, then all names, that are used again for ground that is not the
/// same, in their own order.
pub(super) fn find_reuse(
    old: &Vintage,
    new: &Vintage,
    pieces: &Pieces,
    is_same_ground: impl Fn(u32, u32) -> bool,
) -> Vec<Reuse> {
    let codes = pairs(labels(old, Label::Code), &labels(new, Label::Code));
    let names = pairs(labels(old, Label::Name), &labels(new, Label::Name));
    let with = |label: Label, pairs: Vec<(u32, u32)>| pairs.into_iter().map(move |pair| (label, pair));
    with(Label::Code, codes)
        .chain(with(Label::Name, names))
        .filter(|(_, (old, new))| !is_same_ground(*old, *new))
        .map(|(label, (old, new))| reuse(pieces, label, old, new))
        .collect()
}

fn reuse(pieces: &Pieces, label: Label, old: u32, new: u32) -> Reuse {
    let (of_old, of_new) = pieces.find(old, new).map_or_else(
        || (pieces.from[old as usize].nothing(), pieces.to[new as usize].nothing()),
        |piece| (pieces.of_from(piece), pieces.of_to(piece)),
    );
    Reuse { label, old, new, of_old, of_new }
}

fn labels(vintage: &Vintage, label: Label) -> BTreeMap<&str, Vec<u32>> {
    let mut labels: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    for (at, code) in (0_u32..).zip(vintage.side.codes.iter()) {
        let text = match label {
            Label::Code => Some(code.as_str()),
            Label::Name => vintage.name(at),
        };
        if let Some(text) = text {
            labels.entry(text).or_default().push(at);
        }
    }
    labels
}

fn pairs(old: BTreeMap<&str, Vec<u32>>, new: &BTreeMap<&str, Vec<u32>>) -> Vec<(u32, u32)> {
    old.into_iter()
        .filter_map(|(text, olds)| Some((olds, new.get(text)?)))
        .flat_map(|(olds, news)| {
            olds.into_iter().flat_map(move |old| news.iter().map(move |new| (old, *new)))
        })
        .collect()
}
